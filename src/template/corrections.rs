//! Better wordings on offer: where their quotes stand, and the body with some of them accepted.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::body::Body;
use super::declare;
use super::error::{TemplateError, TemplateProblem, at, line_offset, position};
use super::markdown::{Names, parse_body};
use super::model::{Correction, FieldId, Template};
use super::table::TableReader;
use super::tags::{self, TagKind};
use crate::value;

/// How many corrections of the same words are tried when a template loads.
const MOST_ROUNDS: usize = 8;

pub(super) fn read_corrections(
    top: &mut TableReader<'_, '_>,
    body_text: &str,
    ids: &BTreeSet<FieldId>,
) -> Vec<Correction> {
    let mut corrections: Vec<Correction> = Vec::new();
    let mut lines = declare::Lines::new();
    for (table, offset) in top.tables("corrections", declare::MOST_ENTRIES) {
        let mut reader = top.inner(table, offset, "corrections");
        let offset = reader.offset();
        if let Some(mut correction) = declare::finding::correction(&mut reader, &mut lines) {
            correction.places = places(body_text, &correction.quote);
            correction.lines = lines_of(body_text, &correction.places);
            let problem = match correction.places.len() {
                0 => Some(TemplateProblem::QuoteAbsent {
                    id: correction.id.clone(),
                }),
                1 => None,
                _ if correction.all => None,
                count => Some(TemplateProblem::QuoteAmbiguous {
                    id: correction.id.clone(),
                    count,
                }),
            };
            correction.line = position(reader.text_of_file(), offset).0;
            if let Some(problem) = problem {
                reader.error(offset, problem);
            }
            refuse_unknown_fields(&mut reader, &correction, offset, ids);
            corrections.push(correction);
        }
        reader.finish();
    }
    corrections
}

/// The lines where places begin, which are in order.
fn lines_of(text: &str, places: &[std::ops::Range<usize>]) -> Vec<usize> {
    let (mut line, mut seen) = (1, 0);
    let line_of = |place: &std::ops::Range<usize>| {
        line += text.get(seen..place.start)?.matches('\n').count();
        seen = place.start;
        Some(line)
    };
    places.iter().filter_map(line_of).collect()
}

fn places(text: &str, quote: &str) -> Vec<std::ops::Range<usize>> {
    text.match_indices(quote)
        .map(|(start, found)| start..start + found.len())
        .collect()
}

/// The tags of a suggestion must be blanks of declared fields.
fn refuse_unknown_fields(
    reader: &mut TableReader<'_, '_>,
    correction: &Correction,
    offset: usize,
    ids: &BTreeSet<FieldId>,
) {
    let mut errors = Vec::new();
    let tagged = tags::scan(&correction.suggestion, &mut errors);
    for error in errors {
        reader.error(offset, error.problem);
    }
    for tag in tagged.tags {
        if let TagKind::Field(id) = tag.kind
            && !ids.contains(id.as_str())
        {
            let known = ids.iter().map(FieldId::as_str);
            let problem = TemplateProblem::UnknownField {
                near: value::nearest(&id, known).map(str::to_owned),
                id,
            };
            reader.error(offset, problem);
        }
    }
}

impl Template {
    /// The body with these corrections accepted, in this order. One that contradicts an earlier
    /// one, or that the template does not know, is left out and listed there. Parse it once and
    /// keep it.
    #[must_use]
    pub fn body(&self, accepted: &[String]) -> Arc<Body> {
        let mut chosen: Vec<&Correction> = Vec::new();
        let mut left_out = Vec::new();
        for (index, id) in accepted.iter().enumerate() {
            if accepted.iter().take(index).any(|earlier| earlier == id) {
                continue;
            }
            match self.correction(id) {
                Some(correction) if !chosen.iter().any(|other| overlap(other, correction)) => {
                    chosen.push(correction);
                }
                _ => left_out.push(id.clone()),
            }
        }
        if chosen.is_empty() && left_out.is_empty() {
            return Arc::clone(&self.plain_body);
        }
        let mut body = self.parse_corrected(&chosen).unwrap_or_else(|_| {
            // Refused as a whole rather than applied in part: every one is listed.
            left_out = accepted.to_vec();
            chosen.clear();
            self.parse_corrected(&[]).unwrap_or_default()
        });
        body.applied = chosen.iter().map(|each| each.id.clone()).collect();
        body.left_out = left_out;
        Arc::new(body)
    }

    /// Corrections whose words make no body, at the line of their declaration.
    pub(super) fn broken_corrections(&self, text: &str) -> Vec<TemplateError> {
        let mut broken = Vec::new();
        let mut rest: Vec<&Correction> = self.corrections.iter().collect();
        // As many at a time as do not contradict each other: one parse mostly does for all.
        for _ in 0..MOST_ROUNDS {
            if rest.is_empty() {
                break;
            }
            let mut together: Vec<&Correction> = Vec::new();
            let mut later = Vec::new();
            for correction in rest {
                if together.iter().any(|other| overlap(other, correction)) {
                    later.push(correction);
                } else {
                    together.push(correction);
                }
            }
            if self.parse_corrected(&together).is_err() {
                for correction in together {
                    if let Err(problem) = self.parse_corrected(&[correction]) {
                        broken.push(at(text, line_offset(text, correction.line), problem));
                    }
                }
            }
            rest = later;
        }
        broken
    }

    /// The body with the words of these corrections in place.
    ///
    /// # Errors
    /// The first mistake of a text that is no body; its place in the file has no meaning.
    fn parse_corrected(&self, chosen: &[&Correction]) -> Result<Body, TemplateProblem> {
        let mut edits: Vec<(&std::ops::Range<usize>, &str)> = chosen
            .iter()
            .flat_map(|correction| {
                correction
                    .places
                    .iter()
                    .map(|place| (place, correction.suggestion.as_str()))
            })
            .collect();
        edits.sort_by_key(|(place, _)| std::cmp::Reverse(place.start));
        let mut text = self.body_text.clone();
        for (place, suggestion) in edits {
            text.replace_range(place.clone(), suggestion);
        }
        let fields = self.fields.iter().map(|field| field.id.clone()).collect();
        let corrections = self
            .corrections
            .iter()
            .map(|each| each.id.clone())
            .collect();
        let names = Names {
            fields: &fields,
            corrections: &corrections,
            depths: self.numbering.depths(),
        };
        let mut errors = Vec::new();
        let body = parse_body(&text, &names, &mut errors);
        match errors.into_iter().next() {
            Some(error) => Err(error.problem),
            None => Ok(body),
        }
    }
}

/// Whether two corrections change the same words, so that only one can be accepted.
#[must_use]
pub fn overlap(a: &Correction, b: &Correction) -> bool {
    a.places.iter().any(|place| {
        b.places
            .iter()
            .any(|other| place.start < other.end && other.start < place.end)
    })
}
