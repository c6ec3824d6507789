//! Answers read back from the words of a contract, where no draft came with it: from the controls
//! that still name their fields, and from where the words stand in the template.

mod passage;
mod printed;

use std::collections::{BTreeMap, BTreeSet};

use super::docx::ReadParagraph;
use crate::draft::{Answer, Draft, TemplateReference, evaluate};
use crate::render::docx::names::CONTROL_TAG;
use crate::template::{Body, BodyContent, Correction, Field, FieldId, FieldKind, Style, Template};
use passage::{Passage, passages};

/// The longest text that is searched, in bytes.
const LONGEST_TEXT: usize = 1024 * 1024;
/// The most paragraphs that are searched; a template has 5,000 clauses.
const MOST_PARAGRAPHS: usize = 10_000;

/// How many characters behind a blank must stand as in the template.
const MOST_TO_FEWEST: [usize; 2] = [6, 2];

/// What could be read back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recovered {
    /// The answers and the accepted corrections.
    pub draft: Draft,
    /// Fields whose place in the contract was not found.
    pub lost: BTreeSet<FieldId>,
    /// How many paragraphs of the template were found.
    pub n_found: usize,
}

/// Reads the answers of a contract back. A text that no template could have printed gives none:
/// to search it would take longer than anybody waits.
#[must_use]
pub fn recover(template: &Template, paragraphs: &[ReadParagraph]) -> Recovered {
    let n_bytes: usize = paragraphs
        .iter()
        .map(|paragraph| paragraph.text.len())
        .sum();
    if n_bytes > LONGEST_TEXT || paragraphs.len() > MOST_PARAGRAPHS {
        return Recovered::default();
    }
    let texts: Vec<&str> = paragraphs
        .iter()
        .map(|paragraph| paragraph.text.as_str())
        .collect();
    let accepted = accepted_corrections(template, &texts);
    let body = template.body(&accepted);
    let mut reading = Reading {
        template,
        answers: BTreeMap::new(),
        seen: BTreeSet::new(),
    };
    let n_found = reading.align(&body, &texts);
    reading.read_controls(paragraphs);
    let draft = Draft {
        template: TemplateReference {
            id: template.id.clone(),
            version: template.version.clone(),
            sha256: String::new(),
            declined: String::new(),
        },
        answers: reading.answers,
        accepted,
        ..Draft::default()
    };
    let mut lost = printed_fields(template, &body, &draft);
    lost.retain(|id| {
        let field = template.field(id.as_str());
        !reading.seen.contains(id) && field.is_some_and(Field::is_asked_of_people)
    });
    Recovered {
        draft,
        lost,
        n_found,
    }
}

/// The fields that have a place in the contract of this draft: one that prints only where it is
/// answered has none while it is not.
fn printed_fields(template: &Template, body: &Body, draft: &Draft) -> BTreeSet<FieldId> {
    let style = Style::from_layers([&template.style]);
    let (values, _) = evaluate(template, body, draft, &style);
    let blocks = body.blocks.iter();
    let inlines = blocks
        .filter(|block| values.stands(&block.guards))
        .flat_map(|block| block.shape.inlines())
        .filter(|inline| values.stands(&inline.guards));
    inlines
        .filter_map(|inline| match &inline.content {
            BodyContent::Field(field) => Some(field.clone()),
            BodyContent::Text { .. } => None,
        })
        .collect()
}

/// Corrections whose words stand where those that they replace would.
fn accepted_corrections(template: &Template, texts: &[&str]) -> Vec<String> {
    let mut whole = texts.join("\n");
    // A marked draft shows blanks by their fields' names, which are no words of the contract.
    for field in &template.fields {
        for label in [&field.label.zh, &field.label.en] {
            let mark = format!("【{label}】");
            if whole.contains(&mark) {
                whole = whole.replace(&mark, "");
            }
        }
    }
    let stands = |words: &str| words_of(words).all(|piece| whole.contains(piece));
    let is_accepted = |correction: &&Correction| {
        let extends =
            words_of(&correction.quote).all(|piece| correction.suggestion.contains(piece));
        stands(&correction.suggestion) && (extends || !stands(&correction.quote))
    };
    template
        .corrections
        .iter()
        .filter(is_accepted)
        .map(|correction| correction.id.clone())
        .collect()
}

/// The words of a passage of the template between its blanks.
fn words_of(passage: &str) -> impl Iterator<Item = &str> {
    passage
        .split("{{")
        .enumerate()
        .map(|(index, piece)| match piece.split_once("}}") {
            Some((_, words)) if index > 0 => words,
            Some(_) | None => piece,
        })
        .filter(|words| !words.is_empty())
}

/// Answers while they are read.
struct Reading<'a> {
    template: &'a Template,
    answers: BTreeMap<String, Answer>,
    /// Fields whose place was found, answered or not.
    seen: BTreeSet<FieldId>,
}

impl Reading<'_> {
    /// Finds the paragraphs of `body` among `texts`, in order; how many there were.
    fn align(&mut self, body: &Body, texts: &[&str]) -> usize {
        let passages = passages(body);
        let mut n_found = 0;
        let mut from = 0;
        let mut missing = Vec::new();
        for variants in &passages {
            let found = texts
                .iter()
                .enumerate()
                .skip(from)
                .find_map(|(place, text)| {
                    let values = variants
                        .iter()
                        .find_map(|passage| passage.values_in(text))?;
                    Some((place, values))
                });
            match found {
                Some((place, values)) => {
                    from = place + 1;
                    n_found += 1;
                    self.take(values);
                }
                None => missing.extend(variants.last()),
            }
        }
        // What somebody has rewritten around a blank: the words next to it may still stand.
        for passage in missing {
            self.look_around(passage, texts);
        }
        n_found
    }

    fn take(&mut self, values: Vec<(FieldId, &str)>) {
        for (field, text) in values {
            self.read(&field, text);
        }
    }

    fn look_around(&mut self, passage: &Passage<'_>, texts: &[&str]) {
        for (field, before, after) in passage.surroundings() {
            let found = MOST_TO_FEWEST.iter().find_map(|n_after| {
                let after = passage::first_characters(after, *n_after);
                let mut found = texts
                    .iter()
                    .filter_map(|text| passage::between(text, before, after));
                // Two such places are none.
                found.next().filter(|_| found.next().is_none())
            });
            if let (Some(value), false) = (found, self.seen.contains(field)) {
                self.read(field, value);
            }
        }
    }

    /// Controls win over places: whoever typed there typed the value.
    fn read_controls(&mut self, paragraphs: &[ReadParagraph]) {
        let mut taken: BTreeSet<FieldId> = BTreeSet::new();
        for control in paragraphs.iter().flat_map(|paragraph| &paragraph.controls) {
            let Some(id) = control.tag.strip_prefix(CONTROL_TAG) else {
                continue;
            };
            let Some(field) = self.template.field(id) else {
                continue;
            };
            if !taken.insert(field.id.clone()) {
                continue;
            }
            let id = field.id.clone();
            if control.is_placeholder {
                self.seen.insert(id.clone());
                self.answers.remove(id.as_str());
            } else {
                self.read(&id, &control.text);
            }
        }
    }

    /// Takes what the contract prints in the place of a field.
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
                self.answers.insert(id.as_str().to_owned(), answer);
            }
            for (field, text) in choice.texts {
                self.read(&field, text);
            }
            return;
        }
        match printed::answer(field, text) {
            Some(answer) => {
                let answer = Answer::Text(answer);
                self.answers.insert(id.as_str().to_owned(), answer);
            }
            None => {
                self.answers.remove(id.as_str());
            }
        }
    }
}
