//! From the bytes of a template file to a [`Template`], with every mistake found on the way.

use std::collections::BTreeSet;
use std::sync::Arc;

use toml::de::DeTable;

use super::body::Body;
use super::declare;
use super::error::{TemplateError, TemplateProblem, at, position};
use super::markdown::{Names, parse_body};
use super::model::{Correction, Field, FieldId, FieldKind, Group, Template};
use super::numbering::Numbering;
use super::table::{Source, TableReader};
use super::tags::{self, TagKind};
use crate::value;

/// The largest template file, in bytes.
const MOST_BYTES: usize = 4 * 1024 * 1024;
/// The most lines of a template file.
const MOST_LINES: usize = 60_000;
/// The longest front matter, in bytes.
const MOST_FRONT_BYTES: usize = 1024 * 1024;
/// How many corrections of the same words are tried when a template loads.
const MOST_ROUNDS: usize = 8;
/// The most fields of a template.
const MOST_FIELDS: usize = 200;

/// Reads a template file.
///
/// # Errors
/// Every mistake that was found, in the order of the file; never empty.
pub fn parse(bytes: &[u8]) -> Result<Template, Vec<TemplateError>> {
    let text = decode(bytes).map_err(|error| vec![error])?;
    let parts = split(text).map_err(|error| vec![error])?;
    let (table, toml_errors) = DeTable::parse_recoverable(parts.front_matter);
    // The first one only: the others often follow from it.
    if let Some(error) = toml_errors.first() {
        let offset = parts.front_offset + error.span().map_or(0, |span| span.start);
        let detail = error.message().to_owned();
        return Err(vec![at(text, offset, TemplateProblem::Toml { detail })]);
    }
    let mut errors = Vec::new();
    let source = Source {
        text,
        offset: parts.front_offset,
    };
    let template = {
        let span = table.span();
        let reader = TableReader::new(table.get_ref(), span, "", source, &mut errors);
        read(reader, text, &parts)
    };
    if errors.is_empty()
        && let Some(template) = template
    {
        errors = template.broken_corrections(text);
        if errors.is_empty() {
            return Ok(template);
        }
    }
    errors.sort_by_key(|error| (error.line, error.column));
    errors.dedup();
    Err(errors)
}

/// The parts of a template file.
struct Parts<'t> {
    front_matter: &'t str,
    front_offset: usize,
    body_offset: usize,
}

fn decode(bytes: &[u8]) -> Result<&str, TemplateError> {
    let at_start = |problem| TemplateError {
        problem,
        line: 1,
        column: 1,
    };
    if bytes.len() > MOST_BYTES {
        return Err(at_start(TemplateProblem::TooLarge { bytes: bytes.len() }));
    }
    let n_lines = bytes.split(|byte| *byte == b'\n').count();
    if n_lines > MOST_LINES {
        let most = MOST_LINES;
        return Err(at_start(TemplateProblem::TooManyLines { most }));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if text.trim().is_empty() => Err(at_start(TemplateProblem::Empty)),
        Ok(text) => Ok(text),
        Err(error) => {
            let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let before = std::str::from_utf8(valid).unwrap_or_default();
            Err(at(before, before.len(), TemplateProblem::NotUtf8))
        }
    }
}

fn split(text: &str) -> Result<Parts<'_>, TemplateError> {
    let start = text.strip_prefix('\u{FEFF}').map_or(0, |_| 3);
    let mut offset = start;
    let mut front_offset = None;
    for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        let is_fence = line.trim_end() == "+++";
        let next = offset + line.len();
        match front_offset {
            None if is_fence => front_offset = Some(next),
            None => return Err(at(text, offset, TemplateProblem::NoFrontMatter)),
            Some(front) if is_fence => {
                let bytes = offset - front;
                if bytes > MOST_FRONT_BYTES {
                    let most = MOST_FRONT_BYTES;
                    let problem = TemplateProblem::FrontMatterTooLarge { bytes, most };
                    return Err(at(text, front, problem));
                }
                return Ok(Parts {
                    front_matter: text.get(front..offset).unwrap_or_default(),
                    front_offset: front,
                    body_offset: next,
                });
            }
            Some(_) => {}
        }
        offset = next;
    }
    Err(at(text, start, TemplateProblem::UnclosedFrontMatter))
}

fn read(mut top: TableReader<'_, '_>, text: &str, parts: &Parts<'_>) -> Option<Template> {
    let id = top.required_text("id");
    if let Some(id) = &id
        && !is_template_id(&id.value)
    {
        let problem = TemplateProblem::BadId {
            id: id.value.clone(),
        };
        top.error(id.offset, problem);
    }
    let title = top.required_text("title");
    let version = top.required_text("version");
    let language = top
        .text("language")
        .map_or_else(|| "zh-CN".to_owned(), |text| text.value);
    let numbering = read_numbering(&mut top);
    let allow_text = read_allowed(&mut top);
    let style = declare::style(&mut top);
    let groups = declare::groups(&mut top);
    let (fields, ids) = read_fields(&mut top, &groups);
    if ids.is_empty() && top.has("fields") && top.has_mistakes() {
        // Too many, or none that could be read: every blank would be unknown.
        return None;
    }
    let summary = declare::summary(&mut top, &ids);
    let body_text = blank_front_matter(text, parts.body_offset);
    let corrections = read_corrections(&mut top, &body_text, &ids);
    let correction_ids: BTreeSet<String> = corrections.iter().map(|each| each.id.clone()).collect();
    let fields = declare::field::defaults(&mut top, fields, &ids, &correction_ids);
    let checks = declare::finding::checks(&mut top, &ids, &correction_ids);
    let mut body_errors = Vec::new();
    let names = Names {
        fields: &ids,
        corrections: &correction_ids,
        depths: numbering.depths(),
    };
    let body = parse_body(&body_text, &names, &mut body_errors);
    if body_errors.is_empty() {
        if body.blocks.is_empty() {
            top.error(parts.body_offset, TemplateProblem::EmptyBody);
        } else {
            refuse_unused(&mut top, &fields, &body, &corrections, text);
        }
    }
    for error in body_errors {
        top.add(error);
    }
    top.finish();
    Some(Template {
        id: id?.value,
        title: value::clean(&title?.value).text.into_owned(),
        version: value::clean(&version?.value).text.into_owned(),
        language,
        numbering,
        allow_text,
        summary,
        style,
        groups,
        indices: (fields.iter().zip(0..))
            .map(|(field, index)| (field.id.clone(), index))
            .collect(),
        fields,
        checks,
        corrections,
        source: text.to_owned(),
        body_text,
        plain_body: Arc::new(body),
    })
}

/// A template's id becomes a file's name: letters, digits, `-` and `_`, no device of Windows.
fn is_template_id(id: &str) -> bool {
    const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
    let lower = id.to_ascii_lowercase();
    let is_port = (lower.starts_with("com") || lower.starts_with("lpt")) && lower.len() == 4;
    !id.is_empty()
        && id.len() <= 64
        && id.starts_with(|c: char| c.is_ascii_alphanumeric())
        && id
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        && !DEVICES.contains(&lower.as_str())
        && !is_port
}

fn read_numbering(top: &mut TableReader<'_, '_>) -> Numbering {
    let samples = top.texts("numbering");
    if samples.is_empty() {
        return Numbering::default();
    }
    match Numbering::parse(samples.iter().map(|sample| sample.value.as_str())) {
        Ok(numbering) => numbering,
        Err(index) => {
            if let Some(sample) = samples.get(index) {
                let problem = TemplateProblem::NumberPattern {
                    pattern: sample.value.clone(),
                };
                top.error(sample.offset, problem);
            }
            Numbering::default()
        }
    }
}

/// The words that look left over and are meant, as they print.
fn read_allowed(top: &mut TableReader<'_, '_>) -> Vec<String> {
    let texts = top.texts("allow_text");
    if let Some(blank) = texts.iter().find(|text| value::is_blank(&text.value)) {
        let key = "allow_text".to_owned();
        top.error(blank.offset, TemplateProblem::Blank { key });
    }
    let printed = |text: &str| value::clean(text.trim()).text.into_owned();
    texts.iter().map(|text| printed(&text.value)).collect()
}

/// The fields, and the ids of all that are declared.
fn read_fields(
    top: &mut TableReader<'_, '_>,
    groups: &[Group],
) -> (Vec<declare::field::DeclaredField>, BTreeSet<FieldId>) {
    let mut fields: Vec<declare::field::DeclaredField> = Vec::new();
    let mut lines = declare::Lines::new();
    for (table, span) in top.tables("fields", MOST_FIELDS) {
        let mut reader = top.inner(table, span, "fields");
        fields.extend(declare::field::field(&mut reader, groups, &mut lines));
        reader.finish();
    }
    // Also those whose declaration is wrong in another way: they are not unknown for that.
    let ids = lines.keys().map(|id| FieldId::new(id)).collect();
    declare::field::check_references(top, &fields, &ids);
    (fields, ids)
}

/// The body alone, on the lines that it has in the file.
fn blank_front_matter(text: &str, body_offset: usize) -> String {
    let front = text.get(..body_offset).unwrap_or_default();
    let body = text.get(body_offset..).unwrap_or_default();
    let mut blanked = "\n".repeat(front.matches('\n').count());
    // Markdown takes a carriage return alone for a line end as well, and lines must agree.
    blanked.push_str(&body.replace("\r\n", "\n").replace('\r', "\n"));
    blanked
}

fn read_corrections(
    top: &mut TableReader<'_, '_>,
    body_text: &str,
    ids: &BTreeSet<FieldId>,
) -> Vec<Correction> {
    let mut corrections: Vec<Correction> = Vec::new();
    let mut lines = declare::Lines::new();
    for (table, span) in top.tables("corrections", declare::MOST_ENTRIES) {
        let mut reader = top.inner(table, span, "corrections");
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

/// A field that neither the body, a condition, a correction nor another field uses would be
/// asked for nothing.
fn refuse_unused(
    top: &mut TableReader<'_, '_>,
    fields: &[Field],
    body: &Body,
    corrections: &[Correction],
    text: &str,
) {
    let mut used: BTreeSet<&str> = body.fields().map(FieldId::as_str).collect();
    for condition in &body.conditions {
        used.extend(condition.expression.fields().iter().map(FieldId::as_str));
    }
    for field in fields {
        match &field.kind {
            FieldKind::Choice(options) => used.extend(
                options
                    .all
                    .iter()
                    .filter_map(|option| option.text.as_ref().map(FieldId::as_str)),
            ),
            FieldKind::AmountInWords { of } | FieldKind::Hand { of: Some(of) } => {
                used.insert(of.as_str());
            }
            _ => {}
        }
    }
    let mut ignored = Vec::new();
    let suggestions: Vec<tags::Tagged> = corrections
        .iter()
        .map(|correction| tags::scan(&correction.suggestion, &mut ignored))
        .collect();
    for tag in suggestions.iter().flat_map(|tagged| &tagged.tags) {
        if let TagKind::Field(id) = &tag.kind {
            used.insert(id);
        }
    }
    for field in fields
        .iter()
        .filter(|field| !used.contains(field.id.as_str()))
    {
        let id = field.id.to_string();
        let offset = line_offset(text, field.line);
        top.error(offset, TemplateProblem::UnusedField { id });
    }
}

fn line_offset(text: &str, line: usize) -> usize {
    text.split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum()
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
    fn broken_corrections(&self, text: &str) -> Vec<TemplateError> {
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
