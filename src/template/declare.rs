//! Reads the declarations of the front matter: groups, fields, style, summary, checks, corrections.

use std::collections::{BTreeMap, BTreeSet};

use super::error::TemplateProblem;
use super::expression::Expression;
use super::front_matter::Placed;
use super::model::{FieldId, Group, Summary};
use super::style::{Style, StyleError, StyleKeys, StyleValue};
use super::table::{TableReader, style_value};
use super::tags::is_plain_name;
use crate::language::Localized;
use crate::value;

pub(super) mod field;
pub(super) mod finding;
mod kind;

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

/// Reports an id that is not a plain name or that occurs twice with the same subject `about`.
fn judge_entry(
    reader: &mut TableReader<'_, '_>,
    offsets: &mut Offsets,
    id: &Placed<String>,
    about: &str,
) {
    if !is_plain_name(&id.value) {
        let problem = TemplateProblem::BadId {
            id: id.value.clone(),
        };
        reader.error(id.offset, problem);
    }
    let entry = format!("{}{about}", id.value);
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
    let summary = Summary {
        party: role("party"),
        subject: role("subject"),
        amount: role("amount"),
        starts: role("starts"),
        ends: role("ends"),
    };
    reader.finish();
    summary
}

fn known_field(
    reader: &mut TableReader<'_, '_>,
    ids: &BTreeSet<FieldId>,
    text: &Placed<String>,
) -> Option<FieldId> {
    if let Some(field) = ids.get(text.value.as_str()) {
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

fn expression(
    reader: &mut TableReader<'_, '_>,
    source: &Placed<String>,
    ids: &BTreeSet<FieldId>,
    corrections: &BTreeSet<String>,
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
            Some(expression)
        }
        Err(error) => {
            let offset = start + error.offset();
            reader.error(offset, TemplateProblem::Expression(error));
            None
        }
    }
}
