//! Reads the declarations of the front matter: groups, fields, style, summary, checks, corrections.

use std::collections::{BTreeMap, BTreeSet};

use super::error::TemplateProblem;
use super::expression::Expression;
use super::front_matter::Placed;
use super::model::{FieldId, Group, Summary};
use super::rows::group_of;
use super::style::{Style, StyleError, StyleKeys, StyleValue};
use super::table::{TableReader, style_value};
use super::tags::is_plain_name;
use crate::language::Localized;
use crate::value;

pub(super) mod edges;
pub(super) mod field;
pub(super) mod finding;
pub(super) mod kind;

/// The limit of groups, of options of a choice, of checks and of corrections.
pub(super) const MOST_ENTRIES: usize = 500;

/// The byte offset of the first entry with each id, for messages about duplicates.
pub(super) type Offsets = BTreeMap<String, usize>;

/// Reports an id that is not a plain name or that occurs twice in its list.
pub(super) fn judge_id(
    reader: &mut TableReader<'_, '_>,
    offsets: &mut Offsets,
    id: &Placed<String>,
) {
    judge_entry(reader, offsets, id, "");
}

/// As [`judge_id`], for a field in the rows `group`: its id is unique within them.
fn judge_id_in(
    reader: &mut TableReader<'_, '_>,
    offsets: &mut Offsets,
    id: &Placed<String>,
    group: &str,
) {
    judge_named(reader, offsets, id, format!("{group}.{}", id.value));
}

/// Reports an id that is not a plain name or that occurs twice with the same subject `about`.
fn judge_entry(
    reader: &mut TableReader<'_, '_>,
    offsets: &mut Offsets,
    id: &Placed<String>,
    about: &str,
) {
    judge_named(reader, offsets, id, format!("{}{about}", id.value));
}

/// Reports an id that is not a plain name, and an `entry` that occurs twice.
fn judge_named(
    reader: &mut TableReader<'_, '_>,
    offsets: &mut Offsets,
    id: &Placed<String>,
    entry: String,
) {
    if !is_plain_name(&id.value) {
        let problem = TemplateProblem::BadId {
            id: id.value.clone(),
        };
        reader.error(id.offset, problem);
    }
    if let Some(first) = offsets.get(&entry) {
        if reader.has_room() {
            let problem = TemplateProblem::Duplicate {
                id: id.value.clone(),
                first_line: reader.file().line(*first),
            };
            reader.error(id.offset, problem);
        }
        return;
    }
    offsets.insert(entry, id.offset);
}

/// The page of the form that `key` names.
pub(super) fn group_index(reader: &mut TableReader<'_, '_>, groups: &[Group], key: &str) -> usize {
    let Some(text) = reader.text("group") else {
        if groups.len() > 1 {
            let offset = reader.offset();
            reader.error(offset, TemplateProblem::MissingKey { key: "group" });
        }
        return 0;
    };
    if let Some(index) = groups.iter().position(|group| group.id == text.value) {
        return index;
    }
    let known: Vec<&str> = groups.iter().map(|group| group.id.as_str()).collect();
    let problem = TemplateProblem::UnknownWord {
        key: key.to_owned(),
        near: value::nearest(&text.value, known.iter().copied()).map(str::to_owned),
        known: known.join(", "),
        found: text.value,
    };
    reader.error(text.offset, problem);
    0
}

pub(super) fn style(top: &mut TableReader<'_, '_>) -> StyleKeys {
    let mut keys = StyleKeys::new();
    let Some((table, _)) = top.table("style") else {
        return keys;
    };
    for (key, found) in table.iter() {
        let given = style_value(&found.value);
        // An empty list stands for a TOML type that no key takes: every key refuses it, and the
        // message names the key.
        let judged = given.unwrap_or(StyleValue::Numbers(Vec::new()));
        match Style::default().set(key.value, &judged) {
            Ok(()) => {
                keys.insert(key.value.to_owned(), judged);
            }
            Err(error @ StyleError::UnknownKey { .. }) => {
                top.error(key.offset, TemplateProblem::Style(error));
            }
            Err(error @ StyleError::WrongValue { .. }) => {
                top.error(found.offset, TemplateProblem::Style(error));
            }
        }
    }
    keys
}

pub(super) fn groups(top: &mut TableReader<'_, '_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut offsets = Offsets::new();
    for (table, offset) in top.tables("groups", MOST_ENTRIES) {
        let mut reader = top.inner(table, offset, "groups");
        let id = reader.required_text("id");
        let label = reader.required_localized("label");
        if let (Some(id), Some(label)) = (id, label) {
            judge_id(&mut reader, &mut offsets, &id);
            groups.push(Group {
                id: id.value,
                label: label.value,
            });
        }
        reader.finish();
    }
    if groups.is_empty() {
        groups.push(Group {
            id: "all".to_owned(),
            label: Localized {
                zh: "填写内容".to_owned(),
                en: "Answers".to_owned(),
            },
        });
    }
    groups
}

pub(super) fn summary(top: &mut TableReader<'_, '_>, ids: &BTreeSet<FieldId>) -> Summary {
    let Some((table, offset)) = top.table("summary") else {
        return Summary::default();
    };
    let mut reader = top.inner(table, offset, "summary");
    let mut role = |key| {
        let text = reader.text(key)?;
        known_field(&mut reader, ids, &text)
    };
    let mut summary = Summary {
        party: role("party"),
        subject: role("subject"),
        number: role("number"),
        amount: role("amount"),
        starts: role("starts"),
        ends: role("ends"),
        payments: Vec::new(),
    };
    for text in reader.texts("payments") {
        summary
            .payments
            .extend(known_field(&mut reader, ids, &text));
    }
    reader.finish();
    summary
}

fn known_field(
    reader: &mut TableReader<'_, '_>,
    ids: &BTreeSet<FieldId>,
    text: &Placed<String>,
) -> Option<FieldId> {
    if let Some(field) = ids.get(text.value.as_str()) {
        if group_of(&text.value).is_some() {
            let id = text.value.clone();
            reader.error(text.offset, TemplateProblem::RowFieldOutside { id });
            return None;
        }
        return Some(field.clone());
    }
    if !reader.has_room() {
        return None;
    }
    let problem = TemplateProblem::UnknownField {
        id: text.value.clone(),
        near: value::nearest(&text.value, ids.iter().map(FieldId::as_str)).map(str::to_owned),
    };
    reader.error(text.offset, problem);
    None
}

/// Reads an expression, which may read the fields of `rows`: those of its own row.
fn expression(
    reader: &mut TableReader<'_, '_>,
    source: &Placed<String>,
    ids: &BTreeSet<FieldId>,
    corrections: &BTreeSet<String>,
    rows: Option<&str>,
) -> Option<Expression> {
    // The offset inside the string is exact without escapes and approximate with escapes.
    let text = reader.file().text;
    let written = text.get(source.offset..).unwrap_or_default();
    let is_long = written.starts_with("\"\"\"") || written.starts_with("'''");
    let start = source.offset + if is_long { 3 } else { 1 };
    match Expression::parse(&source.value, ids, corrections) {
        Ok(expression) => {
            for (offset, remark) in expression.remarks() {
                reader.remark(start + offset, *remark);
            }
            if let Some((offset, id)) = expression.outside_rows(rows) {
                let id = id.to_string();
                reader.error(start + offset, TemplateProblem::RowFieldOutside { id });
                return None;
            }
            Some(expression)
        }
        Err(error) => {
            let offset = start + error.offset();
            reader.error(offset, TemplateProblem::Expression(error));
            None
        }
    }
}
