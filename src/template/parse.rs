//! Parses the bytes of a template file to a [`Template`], and collects every mistake.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::body::{Body, BodyContent, BodyInline, Shape, TableRole, TableRule};
use super::body_text::BodyText;
use super::computed;
use super::corrections::read_corrections;
use super::declare;
use super::error::{
    Findings, MOST_MISTAKES, RemarkKind, TemplateError, TemplateProblem, TemplateRemark, at,
};
use super::front_matter::Table;
use super::lines::Lines;
use super::markdown::{Names, parse_body};
use super::model::{Check, Correction, DefaultAnswer, Field, FieldId, FieldKind, Group, Template};
use super::numbering::Numbering;
use super::rows::{self, RowGroup};
use super::table::TableReader;
use super::tags::{self, TagKind};
use crate::value;

/// The limit of a template file, in bytes.
const MOST_BYTES: usize = 4 * 1024 * 1024;
/// The limit of lines in a template file.
const MOST_LINES: usize = 60_000;
/// The limit of the front matter, in bytes.
const MOST_FRONT_BYTES: usize = 1024 * 1024;
/// The limit of clause depths: Word has nine list levels.
const MOST_DEPTHS: usize = 9;
/// The limit of fields in a template.
const MOST_FIELDS: usize = 200;
/// The limit of fields in the rows of one group.
const MOST_ROW_FIELDS: usize = 100;

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
    let (mut rows, fields, ids) = read_fields(&mut top, &groups);
    if ids.is_empty() && top.has("fields") && top.has_mistakes() {
        // The field list was refused. Every blank would be reported as unknown, so stop here.
        return None;
    }
    let summary = declare::summary(&mut top, &ids);
    let body_text = BodyText::of(top.file(), parts.body_offset);
    let corrections = read_corrections(&mut top, &body_text, &ids);
    let correction_ids: BTreeSet<String> = corrections.iter().map(|each| each.id.clone()).collect();
    let fields = declare::field::defaults(&mut top, fields, &ids, &correction_ids);
    let checks = declare::finding::checks(&mut top, &ids, &correction_ids, body_text.text.len());
    rows::settle_sizes(&mut top, &mut rows, &fields);
    let computed = computed_order(&mut top, &fields);
    let row_ids: BTreeSet<String> = rows.iter().map(|group| group.id.clone()).collect();
    check_counts(&mut top, &fields, &row_ids);
    let names = Names {
        fields: &ids,
        corrections: &correction_ids,
        rows: &row_ids,
        depths: numbering.depths(),
        tables,
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
            refuse_unused(&mut top, &fields, &body, &corrections);
        }
    }
    for error in body_errors {
        top.add(error);
    }
    let totals = totals(&fields, &checks, &body);
    declare::field::check_totals(&mut top, &totals, &fields);
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
    for line in unmarked_signatures(&body, &fields) {
        let remark = RemarkKind::MaybeSignature;
        let column = 1;
        top.add_remark(TemplateRemark {
            remark,
            line,
            column,
        });
    }
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
        tables,
    })
}

/// The lines of tables of two columns that look like signature blocks but lack the tag: before the
/// tag existed, every table of two columns was a signature block.
fn unmarked_signatures<'a>(
    body: &'a Body,
    fields: &'a [Field],
) -> impl Iterator<Item = usize> + 'a {
    const WORDS: [&str; 7] = ["盖章", "签章", "签字", "签名", "签署", "Signature", "Seal"];
    let signs = |inline: &BodyInline| match &inline.content {
        BodyContent::Text { text, .. } => WORDS.iter().any(|word| text.contains(word)),
        BodyContent::Field(id) => fields
            .iter()
            .any(|field| field.id == *id && matches!(field.kind, FieldKind::Hand { .. })),
        BodyContent::Ordinal => false,
    };
    body.blocks
        .iter()
        .filter(move |block| match &block.shape {
            Shape::Table { role, columns, .. } => {
                let is_of_two = *role == TableRole::Data && columns.len() == 2;
                is_of_two && block.shape.inlines().any(signs)
            }
            Shape::Title(_) | Shape::Article(_) | Shape::Clause { .. } | Shape::Paragraph(_) => {
                false
            }
        })
        .map(|block| block.line)
}

/// The computed fields in the order of evaluation; reports a circle at its first field.
fn computed_order(top: &mut TableReader<'_, '_>, fields: &[Field]) -> Vec<usize> {
    computed::order(fields).unwrap_or_else(|circle| {
        let of_circle = || circle.iter().filter_map(|index| fields.get(*index));
        let ids: Vec<&str> = of_circle().map(|field| field.id.as_str()).collect();
        let line = of_circle().map(|field| field.line).min();
        let ids = ids.join(" → ");
        top.add_at_line(line.unwrap_or(1), TemplateProblem::ComputedCycle { ids });
        Vec::new()
    })
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

fn read_numbering(top: &mut TableReader<'_, '_>) -> Numbering {
    let samples = top.texts("numbering");
    if samples.is_empty() {
        return Numbering::default();
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

/// The fields over which formulas and expressions add, each with the line where that is said.
fn totals(fields: &[Field], checks: &[Check], body: &Body) -> Vec<(FieldId, usize)> {
    let mut totals: Vec<(FieldId, usize)> = Vec::new();
    let mut add = |sums: &[FieldId], line: usize| {
        totals.extend(sums.iter().map(|id| (id.clone(), line)));
    };
    for field in fields {
        if let FieldKind::Computed(computed) = &field.kind {
            let sums: Vec<FieldId> = computed.formula.sums().into_iter().cloned().collect();
            add(&sums, field.line);
        }
        if let Some(DefaultAnswer::Computed(expression)) = &field.default {
            add(expression.sums(), field.line);
        }
    }
    for check in checks {
        add(check.when.sums(), check.line);
    }
    for condition in &body.conditions {
        add(condition.expression.sums(), condition.line);
    }
    totals
}

/// Reports formulas that count the rows of a group that does not exist, or add up an unknown field.
fn check_counts(top: &mut TableReader<'_, '_>, fields: &[Field], rows: &BTreeSet<String>) {
    for field in fields {
        let FieldKind::Computed(computed) = &field.kind else {
            continue;
        };
        let counts = computed.formula.counts().into_iter();
        let unknown = counts.filter(|group| !rows.contains(*group));
        let known = || rows.iter().map(String::as_str);
        for id in unknown {
            let near = value::nearest(id, known()).map(str::to_owned);
            let id = id.clone();
            top.add_at_line(field.line, TemplateProblem::UnknownField { id, near });
        }
        for id in computed.formula.sums() {
            let is_known = fields.iter().any(|other| other.id == *id);
            if !is_known {
                let ids = fields.iter().map(|field| field.id.as_str());
                let near = value::nearest(id.as_str(), ids).map(str::to_owned);
                let id = id.to_string();
                top.add_at_line(field.line, TemplateProblem::UnknownField { id, near });
            }
        }
    }
}

/// The groups of rows, the fields, and the ids of all declared fields.
type Declared = (
    Vec<RowGroup>,
    Vec<declare::field::DeclaredField>,
    BTreeSet<FieldId>,
);

fn read_fields(top: &mut TableReader<'_, '_>, groups: &[Group]) -> Declared {
    let mut fields: Vec<declare::field::DeclaredField> = Vec::new();
    let mut offsets = declare::Offsets::new();
    let rows = rows::row_groups(top, groups, &mut offsets);
    let n_groups_of_rows = offsets.len();
    let groups_of_rows: BTreeSet<String> = offsets.keys().cloned().collect();
    let mut n_plain = 0;
    for (table, offset) in top.tables("fields", MOST_FIELDS + n_groups_of_rows * MOST_ROW_FIELDS) {
        let mut reader = top.inner(table, offset, "fields");
        n_plain += usize::from(!reader.has("row"));
        if n_plain == MOST_FIELDS + 1 {
            let (count, most) = (n_plain, MOST_FIELDS);
            reader.error(offset, TemplateProblem::TooManyFields { count, most });
        }
        fields.extend(declare::field::field(
            &mut reader,
            groups,
            &rows,
            &mut offsets,
        ));
        reader.finish();
    }
    // Include fields whose declaration has another mistake: their blanks are not unknown.
    let ids = offsets.keys().filter(|id| !groups_of_rows.contains(*id));
    let ids = ids.map(|id| FieldId::new(id)).collect();
    declare::field::check_references(top, &fields, &ids);
    (rows, fields, ids)
}

/// Reports fields that no blank, condition, correction or other field uses: the form would ask for
/// an answer that changes nothing.
fn refuse_unused(
    top: &mut TableReader<'_, '_>,
    fields: &[Field],
    body: &Body,
    corrections: &[Correction],
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
            FieldKind::Computed(computed) => {
                used.extend(computed.formula.fields().into_iter().map(FieldId::as_str));
            }
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
        top.add_at_line(field.line, TemplateProblem::UnusedField { id });
    }
}
