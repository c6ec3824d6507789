//! Parses the bytes of a template file to a [`Template`], and collects every mistake.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::body::{Body, BodyContent, BodyInline, Shape, TableRole, TableRule};
use super::body_text::BodyText;
use super::corrections::read_corrections;
use super::declare;
use super::error::{
    Findings, MOST_MISTAKES, RemarkKind, TemplateError, TemplateProblem, TemplateRemark, at,
};
use super::fields;
use super::front_matter::{Placed, Table};
use super::lines::Lines;
use super::markdown::{Names, parse_body};
use super::model::{Field, FieldKind, Template};
use super::numbering::Numbering;
use super::options::{choices_of, nested};
use super::rows;
use super::table::TableReader;
use crate::value;

/// The limit of a template file, in bytes.
const MOST_BYTES: usize = 4 * 1024 * 1024;
/// The limit of lines in a template file.
const MOST_LINES: usize = 60_000;
/// The limit of the front matter, in bytes.
const MOST_FRONT_BYTES: usize = 1024 * 1024;
/// The limit of clause depths: Word has nine list levels.
const MOST_DEPTHS: usize = 9;

/// Parses a template file.
///
/// # Errors
/// All mistakes (at most 100), in the order of the file; never empty.
pub fn parse(bytes: &[u8]) -> Result<Template, Vec<TemplateError>> {
    parse_by(TableRule::default(), bytes)
}

/// As [`parse`], with the rule that says which tables are signature blocks.
///
/// # Errors
/// All mistakes (at most 100), in the order of the file; never empty.
pub fn parse_by(tables: TableRule, bytes: &[u8]) -> Result<Template, Vec<TemplateError>> {
    let text = decode(bytes).map_err(|error| vec![error])?;
    let file = Lines::of(text);
    let parts = split(&file).map_err(|error| vec![error])?;
    let table = Table::parse(parts.front_matter, parts.front_offset).map_err(|error| {
        let detail = error.detail;
        vec![at(text, error.offset, TemplateProblem::Toml { detail })]
    })?;
    let mut found = Findings::default();
    let reader = TableReader::new(&table, parts.front_offset, "", &file, &mut found);
    let template = read(reader, text, &parts, tables);
    let Findings {
        mut errors,
        mut remarks,
    } = found;
    if errors.is_empty()
        && let Some(mut template) = template
    {
        // Try the corrections only on a valid body: otherwise every correction looks broken.
        errors = template.broken_corrections();
        if errors.is_empty() {
            remarks.extend(template.unclear_owners().map(|field| TemplateRemark {
                remark: RemarkKind::UnclearOwner {
                    field: field.id.to_string(),
                },
                line: field.line,
                column: 1,
            }));
            remarks.truncate(MOST_MISTAKES);
            remarks.sort_by_key(|remark| (remark.line, remark.column));
            template.remarks = remarks;
            return Ok(template);
        }
    }
    errors.sort_by_key(|error| (error.line, error.column));
    errors.dedup();
    Err(errors)
}

/// The front matter, and the byte offsets of both parts in the file.
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
    if n_line_ends(bytes) >= MOST_LINES {
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

/// The number of line ends before the last byte. A lone carriage return also ends a line.
fn n_line_ends(bytes: &[u8]) -> usize {
    /// The count of a stretch fits into a `u8`, so that the compiler can vectorise the loop.
    const STRETCH: usize = 128;
    let next = bytes.get(1..).unwrap_or_default();
    let stretches = bytes.chunks(STRETCH).zip(next.chunks(STRETCH));
    let n_ends = stretches.map(|(bytes, next)| {
        bytes.iter().zip(next).fold(0_u8, |n_ends, (byte, next)| {
            let lone = u8::from(*byte == b'\r') & u8::from(*next != b'\n');
            n_ends.wrapping_add(u8::from(*byte == b'\n') | lone)
        })
    });
    n_ends.map(usize::from).sum()
}

fn split<'t>(file: &Lines<'t>) -> Result<Parts<'t>, TemplateError> {
    let text = file.text;
    // Skip a byte order mark, which Windows editors write.
    let start = text.strip_prefix('\u{FEFF}').map_or(0, |_| 3);
    let mut front_offset = None;
    for (offset, line) in file.each() {
        let next = offset + line.len();
        let offset = offset.max(start);
        let line = text.get(offset..next).unwrap_or_default();
        let is_fence = line.trim_end() == "+++";
        match front_offset {
            None if is_fence => front_offset = Some(next),
            None if line.is_empty() => break,
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
    }
    Err(at(text, start, TemplateProblem::UnclosedFrontMatter))
}

fn read(
    mut top: TableReader<'_, '_>,
    text: &str,
    parts: &Parts<'_>,
    tables: TableRule,
) -> Option<Template> {
    let id = read_id(&mut top);
    let title = top.required_text("title");
    let version = top.required_text("version");
    let language = top
        .text("language")
        .map_or_else(|| "zh-CN".to_owned(), |text| text.value);
    let numbering = read_numbering(&mut top, &language);
    let allow_text = read_allowed(&mut top);
    let style = declare::style(&mut top);
    let groups = declare::groups(&mut top);
    let (mut rows, fields, ids) = fields::read(&mut top, &groups);
    if ids.is_empty() && top.has("fields") && top.has_mistakes() {
        // The field list was refused. Every blank would be reported as unknown, so stop here.
        return None;
    }
    let summary = declare::summary(&mut top, &ids);
    let edges = declare::edges::edges(&mut top, &ids);
    let body_text = BodyText::of(top.file(), parts.body_offset);
    let corrections = read_corrections(&mut top, &body_text, &ids);
    let correction_ids: BTreeSet<String> = corrections.iter().map(|each| each.id.clone()).collect();
    let fields = declare::field::defaults(&mut top, fields, &ids, &correction_ids);
    let checks = declare::finding::checks(&mut top, &ids, &correction_ids, body_text.text.len());
    let fields = match tables {
        TableRule::Tagged if language.starts_with("en") => declare::kind::in_english(fields),
        TableRule::Tagged | TableRule::TwoColumns => fields,
    };
    rows::settle_sizes(&mut top, &mut rows, &fields);
    let computed = fields::computed_order(&mut top, &fields);
    let row_ids: BTreeSet<String> = rows.iter().map(|group| group.id.clone()).collect();
    fields::check_totals(&mut top, &fields, &row_ids);
    let names = Names {
        fields: &ids,
        corrections: &correction_ids,
        rows: &row_ids,
        choices: choices_of(&fields),
        numbering: &numbering,
        tables,
        edges: &edges,
    };
    let mut found = Vec::new();
    let body = parse_body(&body_text.text, body_text.first_line, &names, &mut found);
    let mut body_errors = Vec::new();
    body_text.refuse_private_use(&mut body_errors);
    body_errors.extend(found.into_iter().map(|error| body_text.in_file(error)));
    if body_errors.is_empty() {
        if body.blocks.is_empty() {
            top.error(parts.body_offset, TemplateProblem::EmptyBody);
        } else {
            fields::refuse_unused(&mut top, &fields, &body, &corrections);
            fields::refuse_texts_of_boxes(&mut top, &fields, &body);
        }
    }
    for error in body_errors {
        top.add(error);
    }
    fields::check_kinds_of_totals(&mut top, &fields, &checks, &body);
    remark_on(&mut top, &body, &body_text, &fields);
    top.finish();
    Some(Template {
        id: id?.value,
        title: title?.value,
        version: version?.value,
        language,
        numbering,
        allow_text,
        summary,
        style,
        groups,
        rows,
        indices: (fields.iter().zip(0..))
            .map(|(field, index)| (field.id.clone(), index))
            .collect(),
        fields,
        computed,
        checks,
        corrections,
        remarks: Vec::new(),
        source: text.to_owned(),
        body_text: body_text.text,
        body_line: body_text.first_line,
        plain_body: Arc::new(body),
        edges,
        tables,
    })
}

/// Adds the remarks on the body: what is allowed, but may not be meant.
fn remark_on(
    top: &mut TableReader<'_, '_>,
    body: &Body,
    body_text: &BodyText<'_>,
    fields: &[Field],
) {
    for condition in &body.conditions {
        for (offset, remark) in condition.expression.remarks() {
            let (line, column) = body_text.place_in_file(condition.offset + offset);
            top.add_remark(TemplateRemark {
                remark: RemarkKind::Expression(*remark),
                line,
                column,
            });
        }
    }
    for remark in &body.remarks {
        top.add_remark(remark.clone());
    }
    for line in unmarked_signatures(body, fields) {
        let remark = RemarkKind::MaybeSignature;
        let column = 1;
        top.add_remark(TemplateRemark {
            remark,
            line,
            column,
        });
    }
    for (line, choice, around) in nested(body) {
        top.add_remark(TemplateRemark {
            remark: RemarkKind::BoxInOption {
                choice: choice.to_string(),
                option: format!("{}.{}", around.choice, around.option),
                around: around.choice.to_string(),
            },
            line,
            column: 1,
        });
    }
}

/// The lines of tables of two columns that look like signature blocks but lack the tag: before the
/// tag existed, every table of two columns was a signature block.
fn unmarked_signatures<'a>(
    body: &'a Body,
    fields: &'a [Field],
) -> impl Iterator<Item = usize> + 'a {
    const WORDS: [&str; 7] = ["盖章", "签章", "签字", "签名", "签署", "Signature", "Seal"];
    let signs = |inline: &BodyInline| match &inline.content {
        BodyContent::Text(text) => WORDS.iter().any(|word| text.contains(word)),
        BodyContent::Field(id) => fields
            .iter()
            .any(|field| field.id == *id && matches!(field.kind, FieldKind::Hand { .. })),
        BodyContent::Box(_) | BodyContent::Ordinal => false,
    };
    body.blocks
        .iter()
        .filter(move |block| match &block.shape {
            Shape::Table { role, columns, .. } => {
                let is_of_two = *role == TableRole::Data && columns.len() == 2;
                is_of_two && block.shape.inlines().any(signs)
            }
            Shape::Title(_)
            | Shape::Article(_)
            | Shape::Clause { .. }
            | Shape::Paragraph(_)
            | Shape::Edge(_)
            | Shape::PageBreak => false,
        })
        .map(|block| block.line)
}

fn read_id(top: &mut TableReader<'_, '_>) -> Option<Placed<String>> {
    let id = top.required_text("id");
    if let Some(id) = &id
        && !is_template_id(&id.value)
    {
        let problem = TemplateProblem::BadId {
            id: id.value.clone(),
        };
        top.error(id.offset, problem);
    }
    id
}

/// Whether a template id can be a file name on every system: ASCII letters, digits, `-` and `_`, at
/// most 64, and not the name of a Windows device.
fn is_template_id(id: &str) -> bool {
    // Windows reserves these names in every folder, with any extension.
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

fn read_numbering(top: &mut TableReader<'_, '_>, language: &str) -> Numbering {
    let samples = top.texts("numbering");
    if samples.is_empty() {
        return Numbering::usual(language);
    }
    if let Some(sample) = samples.get(MOST_DEPTHS) {
        let (count, most) = (samples.len(), MOST_DEPTHS);
        top.error(
            sample.offset,
            TemplateProblem::TooManyDepths { count, most },
        );
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

/// Reads `allow_text` in its printed form, so that the words compare with the document.
fn read_allowed(top: &mut TableReader<'_, '_>) -> Vec<String> {
    let texts = top.texts("allow_text");
    if let Some(blank) = texts.iter().find(|text| value::is_blank(&text.value)) {
        let key = "allow_text".to_owned();
        top.error(blank.offset, TemplateProblem::Blank { key });
    }
    let printed = |text: &str| value::clean(text.trim()).text.into_owned();
    texts.iter().map(|text| printed(&text.value)).collect()
}
