//! Recovers the answers from the words of a contract without an embedded draft: from content
//! controls that name their fields, and from the position of words in the template.

mod agreement;
mod alignment;
mod passage;
mod printed;

use std::collections::{BTreeMap, BTreeSet};

use super::docx::ReadParagraph;
use super::folded::fold;
use crate::draft::{Answer, Draft, TemplateReference, Values, evaluate};
use crate::template::{
    Body, Correction, Field, FieldId, FieldKind, OptionOf, Place, Style, Template,
};
use crate::word::control::place_of;
use agreement::agreement;
use alignment::{MOST_PLACES, Pair, heaviest_ascent};
use passage::{Gap, Passage, Text, paragraphs, passages, printed_passages};

pub use agreement::Agreement;

/// The longest text that is searched, in bytes.
const LONGEST_TEXT: usize = 1024 * 1024;
/// The limit of paragraphs that are searched; a template has at most 5,000 clauses.
const MOST_PARAGRAPHS: usize = 10_000;

/// The numbers of characters after a blank that must match the template, tried in this order.
const MOST_TO_FEWEST: [usize; 2] = [6, 2];

/// The result of a recovery.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recovered {
    /// The recovered answers and the accepted corrections.
    pub draft: Draft,
    /// The fields whose place in the contract was not found.
    pub lost: BTreeSet<FieldId>,
    /// The share of the template that the contract contains.
    pub agreement: Agreement,
}

/// Recovers the answers of a contract. A text beyond the size limits gives no answers: no template
/// prints such a text, and the search would take too long.
#[must_use]
pub fn recover(template: &Template, paragraphs: &[ReadParagraph]) -> Recovered {
    let n_bytes: usize = paragraphs
        .iter()
        .map(|paragraph| paragraph.text.len())
        .sum();
    if n_bytes > LONGEST_TEXT || paragraphs.len() > MOST_PARAGRAPHS {
        return Recovered::default();
    }
    let texts = texts(paragraphs);
    let accepted = accepted_corrections(template, &texts);
    let body = template.body(&accepted);
    let mut reading = Reading {
        template,
        answers: BTreeMap::new(),
        seen: BTreeSet::new(),
    };
    reading.align(&body, &texts);
    // Controls come second, because their values override values by position.
    reading.read_controls(paragraphs);
    let draft = Draft {
        template: TemplateReference {
            id: template.id.clone(),
            version: template.version.clone(),
            ..TemplateReference::default()
        },
        answers: reading.answers,
        accepted,
        ..Draft::default()
    };
    let style = Style::from_layers([&template.style]);
    let (values, _) = evaluate(template, &body, &draft, &style);
    let mut lost = printed_fields(&body, &values);
    // Derived fields, seals and signatures have no answer to recover.
    lost.retain(|id| {
        let field = template.field(id.as_str());
        !reading.seen.contains(id) && field.is_some_and(Field::is_asked_of_people)
    });
    Recovered {
        agreement: agreement(&printed_passages(&body, &values), &texts),
        draft,
        lost,
    }
}

/// The paragraphs. A paragraph with line breaks is followed by each of its lines.
fn texts(paragraphs: &[ReadParagraph]) -> Vec<Text<'_>> {
    let lines = |text| str::lines(text).filter(move |line| *line != text);
    paragraphs
        .iter()
        .flat_map(|paragraph| {
            let text = paragraph.text.as_str();
            std::iter::once(text).chain(lines(text))
        })
        .map(Text::new)
        .collect()
}

/// The fields that print in the contract of this draft. A field that prints only when answered is
/// left out while it is unanswered.
fn printed_fields(body: &Body, values: &Values) -> BTreeSet<FieldId> {
    let blocks = body.blocks.iter();
    let inlines = blocks
        .filter(|block| values.stands(&block.guards))
        .flat_map(|block| paragraphs(block))
        .filter(|(guards, _)| values.stands(guards))
        .flat_map(|(_, inlines)| inlines)
        .filter(|inline| values.stands(&inline.guards));
    inlines
        .filter_map(|inline| inline.content.field().cloned())
        .collect()
}

/// The ids of corrections whose suggested words stand in the place of the quoted words.
fn accepted_corrections(template: &Template, texts: &[Text<'_>]) -> Vec<String> {
    let texts: Vec<&str> = texts.iter().map(Text::as_str).collect();
    let mut whole = texts.join("\n");
    // A marked draft prints the label of a field in its blank; labels are not words of the
    // contract.
    for field in &template.fields {
        for label in [&field.label.zh, &field.label.en] {
            let mark = format!("【{label}】");
            if whole.contains(&mark) {
                whole = whole.replace(&mark, "");
            }
        }
    }
    let folded = fold(&whole);
    let is_accepted = |correction: &&Correction| {
        let exact = [&correction.quote, &correction.suggestion].map(|words| pieces_of(words));
        if let Some(accepted) = decides(&exact, &whole) {
            return accepted;
        }
        // No exact match: compare again with brackets and blanks folded.
        let fold_all = |pieces: Vec<String>| pieces.iter().map(|piece| fold(piece)).collect();
        let folded_pieces: [Vec<String>; 2] = exact.map(fold_all);
        let [quote, suggestion] = &folded_pieces;
        quote != suggestion && decides(&folded_pieces, &folded) == Some(true)
    };
    template
        .corrections
        .iter()
        .filter(is_accepted)
        .map(|correction| correction.id.clone())
        .collect()
}

/// Whether the text contains the suggestion and not the quoted words; `None` if it contains
/// neither.
fn decides([quote, suggestion]: &[Vec<String>; 2], whole: &str) -> Option<bool> {
    let stands = |pieces: &[String]| pieces.iter().all(|piece| whole.contains(piece.as_str()));
    let extends = || {
        let within = |piece: &String| {
            suggestion
                .iter()
                .any(|other| other.contains(piece.as_str()))
        };
        quote.iter().all(within)
    };
    if stands(suggestion) {
        Some(extends() || !stands(quote))
    } else {
        stands(quote).then_some(false)
    }
}

/// Splits a passage of the template at its blanks.
fn pieces_of(passage: &str) -> Vec<String> {
    passage
        .split("{{")
        .enumerate()
        .map(|(index, piece)| match piece.split_once("}}") {
            Some((_, words)) if index > 0 => words,
            Some(_) | None => piece,
        })
        .filter(|words| !words.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The state of a recovery.
struct Reading<'a> {
    template: &'a Template,
    answers: BTreeMap<Place, Answer>,
    /// The fields whose place was found, answered or not.
    seen: BTreeSet<FieldId>,
}

impl Reading<'_> {
    /// Aligns the paragraphs of `body` with `texts`, in order, and reads the values in the gaps.
    fn align(&mut self, body: &Body, texts: &[Text<'_>]) {
        let passages = passages(body);
        let mut pairs = Vec::new();
        let mut values = Vec::new();
        for (index, variants) in passages.iter().enumerate() {
            let found = texts.iter().enumerate().filter_map(|(place, text)| {
                let found = variants
                    .iter()
                    .find_map(|passage| Some((passage.n_characters(), passage.values_in(text)?)));
                found.map(|(weight, values)| (place, weight, values))
            });
            for (place, weight, found) in found.take(MOST_PLACES) {
                pairs.push(Pair {
                    passage: index,
                    place,
                    weight,
                });
                values.push(found);
            }
        }
        let mut stands = vec![false; passages.len()];
        for index in heaviest_ascent(&pairs) {
            if let (Some(pair), Some(found)) = (pairs.get(index), values.get(index)) {
                self.take(found);
                if let Some(stands) = stands.get_mut(pair.passage) {
                    *stands = true;
                }
            }
        }
        // Passages without a match were reworded, but the words next to a blank may still stand.
        let missing = passages.iter().zip(stands).filter(|(_, stands)| !stands);
        for passage in missing.filter_map(|(variants, _)| variants.last()) {
            self.look_around(passage, texts);
        }
    }

    fn take(&mut self, values: &[(Gap<'_>, &str)]) {
        for (gap, text) in values {
            self.read_gap(gap, text);
        }
    }

    fn read_gap(&mut self, gap: &Gap<'_>, text: &str) {
        match gap {
            Gap::Field(field) => self.read(field, text),
            Gap::Box(option) => self.read_box(option, text),
        }
    }

    /// Reads the box that the contract prints for an option.
    fn read_box(&mut self, option: &OptionOf, text: &str) {
        let Some(field) = self.template.field(option.choice.as_str()) else {
            return;
        };
        let FieldKind::Choice(options) = &field.kind else {
            return;
        };
        let Some(ticked) = printed::is_ticked(text) else {
            return;
        };
        self.seen.insert(field.id.clone());
        if !ticked {
            return;
        }
        let mut chosen = match self.answers.get(&field.place()) {
            Some(Answer::Chosen(chosen)) => chosen.clone(),
            Some(Answer::Text(_)) | None => Vec::new(),
        };
        chosen.push(option.option.clone());
        // In the order of the template, whatever the order on paper.
        let ids = options.all.iter().map(|option| &option.id);
        let chosen = ids.filter(|id| chosen.contains(id)).cloned().collect();
        self.answers.insert(field.place(), Answer::Chosen(chosen));
    }

    fn look_around(&mut self, passage: &Passage<'_>, texts: &[Text<'_>]) {
        for (gap, before, after) in passage.surroundings() {
            let found = MOST_TO_FEWEST.iter().find_map(|n_after| {
                let after = passage::first_characters(after, *n_after);
                let mut found = texts.iter().filter_map(|text| text.between(before, after));
                // Two candidates are ambiguous and count as no match.
                found.next().filter(|_| found.next().is_none())
            });
            // The boxes of one choice are seen one by one.
            let is_seen = match &gap {
                Gap::Field(field) => self.seen.contains(*field),
                Gap::Box(_) => false,
            };
            if let (Some(value), false) = (found, is_seen) {
                self.read_gap(&gap, value);
            }
        }
    }

    /// Control values override values by position: a person typed them into the named field.
    fn read_controls(&mut self, paragraphs: &[ReadParagraph]) {
        let mut taken: BTreeSet<FieldId> = BTreeSet::new();
        let fields = || self.template.fields.iter().map(|field| &field.id);
        for control in paragraphs.iter().flat_map(|paragraph| &paragraph.controls) {
            let Some(place) = place_of(&control.tag, fields()) else {
                continue;
            };
            let field = self.template.field(place.field.as_str());
            let Some(field) = field.filter(|_| place.row.is_none()) else {
                continue;
            };
            // A field may stand in several controls; the first control decides.
            if !taken.insert(field.id.clone()) {
                continue;
            }
            let id = field.id.clone();
            // An empty control proves that the field is unanswered, whatever its place suggests.
            if control.is_placeholder {
                self.seen.insert(id.clone());
                self.answers.remove(&field.place());
            } else {
                self.read(&id, &control.text);
            }
        }
    }

    /// Reads the text that the contract prints for a field.
    fn read(&mut self, id: &FieldId, text: &str) {
        let Some(field) = self.template.field(id.as_str()) else {
            return;
        };
        self.seen.insert(id.clone());
        if let FieldKind::Choice(options) = &field.kind {
            if printed::is_blank(field, text.trim()) {
                return;
            }
            let Some(choice) = printed::choice(options, text) else {
                self.seen.remove(id);
                return;
            };
            if !choice.chosen.is_empty() {
                let answer = Answer::Chosen(choice.chosen);
                self.answers.insert(field.place(), answer);
            }
            for (field, text) in choice.texts {
                self.read(&field, text);
            }
            return;
        }
        match printed::answer(field, text) {
            Some(answer) => {
                let answer = Answer::Text(answer);
                self.answers.insert(field.place(), answer);
            }
            None => {
                self.answers.remove(&field.place());
            }
        }
    }
}
