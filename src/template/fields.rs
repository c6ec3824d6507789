//! Reads the declared fields, and checks what they, the checks and the body say of each other.

use std::collections::BTreeSet;

use super::body::Body;
use super::computed;
use super::declare;
use super::error::TemplateProblem;
use super::findings::{Check, Correction};
use super::model::{DefaultAnswer, Field, FieldId, FieldKind, Group};
use super::options::field_of_tag;
use super::rows::{self, RowGroup};
use super::table::TableReader;
use super::tags::{self, TagKind};
use crate::value;

/// The limit of fields in a template, those of rows not counted.
const MOST_FIELDS: usize = 200;
/// The limit of fields in the rows of one group.
const MOST_ROW_FIELDS: usize = 100;

/// The computed fields in the order of evaluation; reports a circle at its first field.
pub(super) fn computed_order(top: &mut TableReader<'_, '_>, fields: &[Field]) -> Vec<usize> {
    computed::order(fields).unwrap_or_else(|circle| {
        let of_circle = || circle.iter().filter_map(|index| fields.get(*index));
        let ids: Vec<&str> = of_circle().map(|field| field.id.as_str()).collect();
        let line = of_circle().map(|field| field.line).min();
        let ids = ids.join(" → ");
        top.add_at_line(line.unwrap_or(1), TemplateProblem::ComputedCycle { ids });
        Vec::new()
    })
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

/// Reports totals over something that is not a figure in rows.
pub(super) fn check_kinds_of_totals(
    top: &mut TableReader<'_, '_>,
    fields: &[Field],
    checks: &[Check],
    body: &Body,
) {
    let totals = totals(fields, checks, body);
    declare::field::check_totals(top, &totals, fields);
}

/// Reports formulas that count the rows of a group that does not exist, or add up an unknown field.
pub(super) fn check_totals(
    top: &mut TableReader<'_, '_>,
    fields: &[Field],
    rows: &BTreeSet<String>,
) {
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

/// Reads the groups of rows and the fields.
pub(super) fn read(top: &mut TableReader<'_, '_>, groups: &[Group]) -> Declared {
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
    let others = offsets.keys().filter(|id| !groups_of_rows.contains(*id));
    let declared = fields.iter().map(|each| each.field.id.clone());
    let ids = others.map(|id| FieldId::new(id)).chain(declared).collect();
    declare::field::check_references(top, &fields, &ids);
    (rows, fields, ids)
}

/// Reports options that print box by box and have a text field of their own: nothing prints it.
pub(super) fn refuse_texts_of_boxes(top: &mut TableReader<'_, '_>, fields: &[Field], body: &Body) {
    for field in fields {
        let FieldKind::Choice(options) = &field.kind else {
            continue;
        };
        let text = options.all.iter().find_map(|option| option.text.as_ref());
        if let Some(text) = text.filter(|_| body.has_boxes_of(&field.id)) {
            let (id, text) = (field.id.to_string(), text.to_string());
            top.add_at_line(field.line, TemplateProblem::TextOfBox { id, text });
        }
    }
}

/// Reports fields that no blank, condition, correction or other field uses: the form would ask for
/// an answer that changes nothing.
pub(super) fn refuse_unused(
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
        .map(|correction| tags::scan(&correction.suggestion, true, &mut ignored))
        .collect();
    for tag in suggestions.iter().flat_map(|tagged| &tagged.tags) {
        if let TagKind::Field(id) = &tag.kind {
            used.extend(field_of_tag(id, |id| {
                fields.iter().any(|field| field.id.as_str() == id)
            }));
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
