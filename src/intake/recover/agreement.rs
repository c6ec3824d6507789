//! Measures how much of a template a text contains. The measure separates edited contracts of the
//! template from contracts that others wrote.

use std::collections::HashMap;

use super::alignment::{MOST_PLACES, Pair, heaviest_ascent};
use super::passage::{Passage, Text};
use crate::intake::folded::fold;

/// A template paragraph is found in a text paragraph that contains at least this share of its
/// character pairs. A clause that a person rewords in Word keeps more; another contract's clause on
/// the same subject has less.
const STANDING_PERCENT: usize = 60;
/// The least number of found paragraphs in a contract of a template.
const FEWEST_PARAGRAPHS: usize = 3;
/// The letters that a value may have, and that a person may add to a paragraph.
const LONG_VALUE: usize = 80;
/// The limit of character comparisons; a file that needs more was made to be slow.
const MOST_COMPARED: usize = 100_000_000;

/// The share of the fixed words of a template that a text contains, in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// The total weight of the template's paragraphs.
    whole: usize,
    /// The weight of the paragraphs found in the text.
    standing: usize,
    /// The number of paragraphs found in the text.
    n_paragraphs: usize,
}

impl Agreement {
    /// Whether the text is a contract of the template: most of the template was found. Measured
    /// shares (`tests/it/foreign.rs` prints them): contracts that others wrote keep up to 28 %, a
    /// contract of the same house with its general terms 41 %; contracts of the template with a
    /// third of the clauses struck and all others reworded keep 61 % and more.
    #[must_use]
    pub fn is_contract(&self) -> bool {
        self.n_paragraphs >= FEWEST_PARAGRAPHS && self.standing * 2 > self.whole
    }

    /// The share in whole percent.
    #[must_use]
    pub fn percent(&self) -> usize {
        self.standing * 100 / self.whole.max(1)
    }

    /// The share in parts per million, precise enough to rank two similar templates.
    #[must_use]
    pub fn parts_per_million(&self) -> usize {
        self.standing * 1_000_000 / self.whole.max(1)
    }
}

/// Compares the paragraphs that a template prints with the paragraphs of a text.
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
            // An edited paragraph may triple in length, plus one long value for each gap.
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

/// The weight of a paragraph, from its number of letters. The square root rates a long clause above
/// a label that every contract has, but a struck long clause is still only one edit.
fn weight(n_letters: usize) -> usize {
    (n_letters * 10_000).isqrt()
}

/// A template paragraph to search for.
struct Sought {
    neighbours: HashMap<Neighbours, usize>,
    /// The limit of letters in a match; a longer text contains the same pairs by chance.
    longest_text: usize,
}

/// Two adjacent characters.
type Neighbours = (char, char);

/// An index of the character pairs in a text.
struct Index {
    /// The number of letters of each paragraph.
    lengths: Vec<usize>,
    /// For each pair, the paragraphs that contain it, with the count of the pair.
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

    /// The indices of the paragraphs that may match; `left` counts the comparisons still allowed.
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

/// The characters that carry meaning, without punctuation, which changes with the program that
/// saves.
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
