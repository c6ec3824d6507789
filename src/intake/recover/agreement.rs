//! How much of a template stands in a text: what tells a contract of the template, however it was
//! edited, from a contract that others wrote.

use std::collections::HashMap;

use super::alignment::{MOST_PLACES, Pair, heaviest_ascent};
use super::passage::{Passage, Text};
use crate::intake::folded::fold;

/// A paragraph stands in another one that holds at least this share of its pairs of characters.
/// Somebody who rewrites a clause in Word leaves more of it; another contract's clause on the
/// same subject has less.
const STANDING_PERCENT: usize = 60;
/// The fewest paragraphs that make a contract of a template.
const FEWEST_PARAGRAPHS: usize = 3;
/// How many letters a value may have, and the words that somebody adds to a paragraph.
const LONG_VALUE: usize = 80;
/// How many comparisons of two characters are made at most: a file with more was made to be slow.
const MOST_COMPARED: usize = 100_000_000;

/// How much of what a template prints beside its blanks stands in a text, in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// What all paragraphs of the template weigh.
    whole: usize,
    /// What those weigh that stand in the text.
    standing: usize,
    /// How many stand.
    n_paragraphs: usize,
}

impl Agreement {
    /// Whether the text is a contract of the template: most of it stands. Measured
    /// (`tests/it/foreign.rs` prints both): contracts that others wrote keep up to 28 % of a
    /// template, one of the same house with its general terms 41 %, contracts of the template
    /// with a third of the clauses struck and all others reworded 61 % and more.
    #[must_use]
    pub fn is_contract(&self) -> bool {
        self.n_paragraphs >= FEWEST_PARAGRAPHS && self.standing * 2 > self.whole
    }

    /// How much stands, in whole percent.
    #[must_use]
    pub fn percent(&self) -> usize {
        self.standing * 100 / self.whole.max(1)
    }

    /// How much stands, in parts of a million: what tells two templates apart.
    #[must_use]
    pub fn parts_per_million(&self) -> usize {
        self.standing * 1_000_000 / self.whole.max(1)
    }
}

/// Compares the paragraphs that a template prints with those of a text.
pub(super) fn agreement(passages: &[Passage<'_>], texts: &[Text<'_>]) -> Agreement {
    let index = Index::new(texts);
    let mut left = MOST_COMPARED;
    let mut agreement = Agreement::default();
    let mut pairs = Vec::new();
    for (number, passage) in passages.iter().enumerate() {
        let words: Vec<Vec<char>> = passage.words().map(letters).collect();
        let n_letters = words.iter().map(Vec::len).sum();
        let weight = weight(n_letters);
        agreement.whole += weight;
        let sought = Sought {
            neighbours: counts(words.iter().flat_map(|piece| neighbours(piece))),
            longest_text: n_letters * 3 + passage.n_gaps() * LONG_VALUE + LONG_VALUE,
        };
        let standing = index.standing(&sought, &mut left);
        pairs.extend(standing.into_iter().map(|place| Pair {
            passage: number,
            place,
            weight,
        }));
    }
    let chosen = heaviest_ascent(&pairs);
    agreement.n_paragraphs = chosen.len();
    agreement.standing = chosen
        .iter()
        .filter_map(|index| pairs.get(*index))
        .map(|pair| pair.weight)
        .sum();
    agreement
}

/// What a paragraph of so many letters weighs: a long clause tells more than a label that every
/// contract has, but striking one long clause is one edit.
fn weight(n_letters: usize) -> usize {
    (n_letters * 10_000).isqrt()
}

/// What is sought in a text: a paragraph of the template.
struct Sought {
    neighbours: HashMap<Neighbours, usize>,
    /// A text with more letters is another one, that happens to have these too.
    longest_text: usize,
}

/// Two characters that stand side by side.
type Neighbours = (char, char);

/// Where pairs of characters stand in a text.
struct Index {
    /// How many letters each paragraph has.
    lengths: Vec<usize>,
    /// For each pair the paragraphs that hold it, and how often.
    places: HashMap<Neighbours, Vec<(usize, usize)>>,
}

impl Index {
    fn new(texts: &[Text<'_>]) -> Self {
        let mut places: HashMap<Neighbours, Vec<(usize, usize)>> = HashMap::new();
        let mut lengths = Vec::with_capacity(texts.len());
        for (place, text) in texts.iter().enumerate() {
            let letters = letters(text.as_str());
            lengths.push(letters.len());
            for (pair, count) in counts(neighbours(&letters)) {
                places.entry(pair).or_default().push((place, count));
            }
        }
        Self { lengths, places }
    }

    /// The paragraphs that may be the one that is sought.
    fn standing(&self, sought: &Sought, left: &mut usize) -> Vec<usize> {
        let total: usize = sought.neighbours.values().sum();
        let mut shared = vec![0; self.lengths.len()];
        for (pair, count) in &sought.neighbours {
            let places = self.places.get(pair).map_or(&[][..], Vec::as_slice);
            *left = left.saturating_sub(places.len());
            if *left == 0 {
                return Vec::new();
            }
            for (place, there) in places {
                if let Some(shared) = shared.get_mut(*place) {
                    *shared += count.min(there);
                }
            }
        }
        let stands = |(length, shared): (&usize, &usize)| {
            *shared > 0
                && shared * 100 >= total * STANDING_PERCENT
                && *length <= sought.longest_text
        };
        let places = self.lengths.iter().zip(&shared).enumerate();
        places
            .filter(|(_, text)| stands(*text))
            .map(|(place, _)| place)
            .take(MOST_PLACES)
            .collect()
    }
}

/// The characters that say something: punctuation changes with the program that saves.
fn letters(text: &str) -> Vec<char> {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn neighbours(letters: &[char]) -> impl Iterator<Item = Neighbours> {
    letters.iter().copied().zip(letters.iter().copied().skip(1))
}

fn counts(pairs: impl Iterator<Item = Neighbours>) -> HashMap<Neighbours, usize> {
    let mut counts = HashMap::new();
    for pair in pairs {
        *counts.entry(pair).or_default() += 1;
    }
    counts
}
