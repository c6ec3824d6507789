//! Corrections: finds their quotes in the body, and parses the body with the accepted corrections.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::body::Body;
use super::body_text::{BodyText, line_in_file};
use super::declare;
use super::error::{TemplateError, TemplateProblem};
use super::findings::Correction;
use super::lines::Lines;
use super::markdown::{MOST_TEXT_BYTES, Names, parse_body};
use super::model::{FieldId, Template};
use super::options::{choices_of, field_of_tag};
use super::table::TableReader;
use super::tags::{self, TagKind};
use crate::value;

/// The number of corrections of the same words that are tried when a template loads.
const MOST_ROUNDS: usize = 8;
/// The limit of bytes searched for quotes, all corrections together.
const MOST_SEARCHED: usize = 256 * 1024 * 1024;
/// The limit of occurrences of quotes, all corrections together.
const MOST_PLACES: usize = 5_000;
/// The limit of bytes parsed to find corrections that break the body.
const MOST_PARSED: usize = MOST_TEXT_BYTES;

pub(super) fn read_corrections(
    top: &mut TableReader<'_, '_>,
    body: &BodyText<'_>,
    ids: &BTreeSet<FieldId>,
) -> Vec<Correction> {
    let mut corrections: Vec<Correction> = Vec::new();
    let mut offsets = declare::Offsets::new();
    let body_text = body.text.as_str();
    let lines = Lines::of(body_text);
    let line_of = |place: &Range<usize>| line_in_file(body.first_line, lines.line(place.start));
    // The remaining number of occurrences; `None` stops the search after the limit is exceeded.
    let mut left = Some(MOST_PLACES);
    let most = declare::MOST_ENTRIES.min(MOST_SEARCHED / body_text.len().max(1));
    for (index, (table, offset)) in top
        .tables("corrections", declare::MOST_ENTRIES)
        .into_iter()
        .enumerate()
    {
        if index == most {
            let what = "[[corrections]]";
            top.error(offset, TemplateProblem::TooManyOf { what, most });
            left = None;
        }
        let mut reader = top.inner(table, offset, "corrections");
        if let Some(mut correction) = declare::finding::correction(&mut reader, &mut offsets) {
            correction.line = reader.file().line(offset);
            if let Some(most) = left {
                correction.places = places(body_text, &correction.quote, most);
                correction.lines = correction.places.iter().map(line_of).collect();
                let n_places = correction.places.len();
                left = most.checked_sub(n_places);
                if let Some(problem) = misplaced(&correction, left.is_none()) {
                    reader.error(offset, problem);
                }
            }
            refuse_unknown_fields(&mut reader, &correction, offset, ids);
            corrections.push(correction);
        }
        reader.finish();
    }
    corrections
}

/// The mistake in the number of occurrences of a quote, if any.
fn misplaced(correction: &Correction, is_too_much: bool) -> Option<TemplateProblem> {
    let id = || correction.id.clone();
    match correction.places.len() {
        0 => Some(TemplateProblem::QuoteAbsent { id: id() }),
        count if count > 1 && !correction.all => {
            Some(TemplateProblem::QuoteAmbiguous { id: id(), count })
        }
        _ if is_too_much => Some(TemplateProblem::TooManyPlaces {
            id: id(),
            most: MOST_PLACES,
        }),
        _ => None,
    }
}

/// The byte ranges of a quote. Stops at `most + 1`, which is enough to detect an excess.
fn places(text: &str, quote: &str, most: usize) -> Vec<Range<usize>> {
    text.match_indices(quote)
        .take(most + 1)
        .map(|(start, found)| start..start + found.len())
        .collect()
}

/// Reports the blanks of a suggestion whose field is not declared.
fn refuse_unknown_fields(
    reader: &mut TableReader<'_, '_>,
    correction: &Correction,
    offset: usize,
    ids: &BTreeSet<FieldId>,
) {
    let mut errors = Vec::new();
    let tagged = tags::scan(&correction.suggestion, true, &mut errors);
    for error in errors {
        reader.error(offset, error.problem);
    }
    for tag in tagged.tags {
        if let TagKind::Field(id) = tag.kind
            && field_of_tag(&id, |id| ids.contains(id)).is_none()
            && reader.has_room()
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
    /// The body with the accepted corrections, applied in this order. A correction that is unknown
    /// or overlaps an earlier correction is listed in [`Body::left_out`]. Parses on every call with
    /// corrections: keep the result.
    #[must_use]
    pub fn body(&self, accepted: &[String]) -> Arc<Body> {
        let mut chosen: Vec<&Correction> = Vec::new();
        let mut left_out = Vec::new();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for id in accepted {
            if !seen.insert(id) {
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
            // The corrections together make no valid body. Apply none rather than some of them.
            left_out = accepted.to_vec();
            chosen.clear();
            self.parse_corrected(&[]).unwrap_or_default()
        });
        body.applied = chosen.iter().map(|each| each.id.clone()).collect();
        body.left_out = left_out;
        Arc::new(body)
    }

    /// The corrections that make the body invalid, reported at the line of their declaration.
    pub(super) fn broken_corrections(&self) -> Vec<TemplateError> {
        let mut broken = Vec::new();
        let mut left = MOST_PARSED;
        let mut rest: Vec<&Correction> = self.corrections.iter().collect();
        // Each round tries all corrections that do not overlap. Usually one parse covers them all.
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
            self.find_broken(&together, &mut left, &mut |correction, problem| {
                broken.push(TemplateError {
                    problem,
                    line: correction.line,
                    column: 1,
                });
            });
            rest = later;
        }
        broken
    }

    /// Bisects a group for corrections that make the body invalid, and reports them to `name`.
    /// Returns whether the group is invalid. Stops when `left`, the bytes left to parse, runs out.
    fn find_broken(
        &self,
        group: &[&Correction],
        left: &mut usize,
        name: &mut impl FnMut(&Correction, TemplateProblem),
    ) -> bool {
        let Some(rest) = left.checked_sub(self.corrected_length(group)) else {
            return false;
        };
        *left = rest;
        let Err(problem) = self.parse_corrected(group) else {
            return false;
        };
        let (first, second) = group.split_at(group.len() / 2);
        // `|` does not short-circuit: both halves may hold broken corrections.
        let is_named = !first.is_empty()
            && (self.find_broken(first, left, name) | self.find_broken(second, left, name));
        // Both halves are valid, so only their combination is broken: report the first correction.
        if let Some(correction) = group.first().filter(|_| !is_named) {
            name(correction, problem);
        }
        true
    }

    /// An upper bound of the body's length in bytes with these corrections, which do not overlap.
    fn corrected_length(&self, chosen: &[&Correction]) -> usize {
        let longer = |correction: &&Correction| {
            let more = (correction.suggestion.len()).saturating_sub(correction.quote.len());
            correction.places.len().saturating_mul(more)
        };
        let more = chosen.iter().map(longer);
        more.fold(self.body_text.len(), usize::saturating_add)
    }

    /// Parses the body with these corrections applied; they must not overlap.
    ///
    /// # Errors
    /// The first mistake in the corrected text, without a position: the text is not in the file.
    fn parse_corrected(&self, chosen: &[&Correction]) -> Result<Body, TemplateProblem> {
        let bytes = self.corrected_length(chosen);
        if bytes > MOST_TEXT_BYTES {
            return Err(TemplateProblem::TooLarge { bytes });
        }
        let fields = self.fields.iter().map(|field| field.id.clone()).collect();
        let corrections = self.corrections.iter();
        let corrections = corrections.map(|each| each.id.clone()).collect();
        let rows = self.rows.iter().map(|group| group.id.clone()).collect();
        let names = Names {
            fields: &fields,
            corrections: &corrections,
            rows: &rows,
            choices: choices_of(&self.fields),
            numbering: &self.numbering,
            tables: self.tables,
            edges: &self.edges,
        };
        let mut errors = Vec::new();
        let body = parse_body(
            &self.corrected(chosen, bytes),
            self.body_line,
            &names,
            &mut errors,
        );
        match errors.into_iter().next() {
            Some(error) => Err(error.problem),
            None => Ok(body),
        }
    }

    fn corrected(&self, chosen: &[&Correction], capacity: usize) -> String {
        let mut edits: Vec<(&Range<usize>, &str)> = chosen
            .iter()
            .flat_map(|correction| {
                let suggestion = correction.suggestion.as_str();
                correction
                    .places
                    .iter()
                    .map(move |place| (place, suggestion))
            })
            .collect();
        edits.sort_by_key(|(place, _)| place.start);
        let mut text = String::with_capacity(capacity);
        let mut seen = 0;
        for (place, suggestion) in edits {
            text.push_str(self.body_text.get(seen..place.start).unwrap_or_default());
            text.push_str(suggestion);
            seen = place.end;
        }
        text.push_str(self.body_text.get(seen..).unwrap_or_default());
        text
    }
}

/// Whether two corrections change the same words, so that the user can accept only one of them.
#[must_use]
pub fn overlap(a: &Correction, b: &Correction) -> bool {
    let (mut a, mut b) = (a.places.iter().peekable(), b.places.iter().peekable());
    // Both lists are sorted: the place that ends first cannot overlap a later place.
    while let (Some(place), Some(other)) = (a.peek(), b.peek()) {
        if place.start < other.end && other.start < place.end {
            return true;
        }
        if place.end <= other.end {
            a.next();
        } else {
            b.next();
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::parse;

    /// A template with this body and corrections, given as pairs of quote and suggestion.
    fn template(body: &str, corrections: &[(&str, &str)]) -> Result<Template, Vec<TemplateError>> {
        let mut front = "id = \"x\"\ntitle = \"题\"\nversion = \"1\"\n".to_owned();
        for (index, (quote, suggestion)) in corrections.iter().enumerate() {
            front.push_str(&format!(
                "[[corrections]]\nid = \"K{index}\"\nkind = \"typo\"\nquote = \"{quote}\"\n\
                 suggestion = \"{suggestion}\"\nreason = \"因\"\nall = true\n"
            ));
        }
        parse(format!("+++\n{front}+++\n{body}\n").as_bytes())
    }

    fn broken(body: &str, corrections: &[(&str, &str)]) -> Vec<usize> {
        match template(body, corrections) {
            Ok(_) => Vec::new(),
            Err(errors) => errors.iter().map(|error| (error.line - 5) / 7).collect(),
        }
    }

    #[test]
    fn corrections_overlap_where_any_of_their_places_do() {
        for (quotes, expected) in [
            (["甲乙", "乙丙"], true),
            (["甲", "乙"], false),
            (["甲", "甲乙丙"], true),
            (["丁", "甲乙"], false),
            (["丙丁", "丁"], true),
            (["丙", "戊己"], false),
        ] {
            let body = "甲乙丙丁戊，己甲乙丙丁，丙丁。丁乙丙戊己";
            let template = template(body, &quotes.map(|quote| (quote, "字"))).unwrap();
            let [a, b] = &template.corrections[..] else {
                panic!("two corrections");
            };
            assert_eq!(
                (overlap(a, b), overlap(b, a)),
                (expected, expected),
                "{quotes:?}"
            );
        }
    }

    #[test]
    fn every_place_gets_the_words_and_the_rest_stays() {
        let corrections = [("甲", "子丑"), ("丙", "卯"), ("乙", "乙寅")];
        let template = template("甲乙甲丙甲", &corrections).unwrap();
        let all: Vec<&Correction> = template.corrections.iter().collect();
        let length = template.corrected_length(&all);
        let text = template.corrected(&all, length);
        assert_eq!(text.trim(), "子丑乙寅子丑卯子丑");
        assert!(text.len() <= length);
    }

    #[test]
    fn those_that_make_no_body_are_named_and_no_others() {
        const IMAGE: &str = "![图](址)";
        let body = "甲乙丙丁戊己庚";
        for (corrections, expected) in [
            (vec![("甲", IMAGE)], vec![0]),
            (
                vec![
                    ("甲", "字"),
                    ("乙", IMAGE),
                    ("丙", "字"),
                    ("丁", IMAGE),
                    ("戊", "字"),
                ],
                vec![1, 3],
            ),
            (
                vec![("甲", IMAGE), ("乙", IMAGE), ("丙", IMAGE)],
                vec![0, 1, 2],
            ),
            // Both correct the same words, so each is tried in a round of its own.
            (
                vec![("甲乙", "字"), ("乙", IMAGE), ("乙丙", IMAGE)],
                vec![1, 2],
            ),
            // Invalid only together: the first correction is reported.
            (
                vec![("丁", "字"), ("甲", "!"), ("乙丙", "[图](址)")],
                vec![2],
            ),
            (vec![("甲", "[图]"), ("乙", "(址)")], vec![0]),
        ] {
            assert_eq!(broken(body, &corrections), expected, "{corrections:?}");
        }
    }

    #[test]
    fn a_quote_may_occur_so_often_and_no_oftener() {
        let body = "条".repeat(MOST_PLACES);
        assert!(template(&body, &[("条", "款")]).is_ok());
        let body = "条".repeat(MOST_PLACES + 1);
        let errors = template(&body, &[("条", "款"), ("条", "项")]).unwrap_err();
        let expected = TemplateProblem::TooManyPlaces {
            id: "K0".to_owned(),
            most: MOST_PLACES,
        };
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!(errors[0].problem, expected);
        // The limit counts the occurrences of all corrections together.
        let body = "条".repeat(MOST_PLACES / 2 + 1);
        assert!(template(&body, &[("条", "款"), ("条", "项")]).is_err());
    }
}
