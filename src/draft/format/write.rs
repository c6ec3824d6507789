//! Writes a draft back to its file. Changes only what differs, so that comments, unknown keys and
//! the order of keys stay.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, SecondsFormat};
use toml_edit::{Array, DocumentMut, InlineTable, Item, RawString, Table, TableLike, Value};

use super::migrate::set_schema;
use super::{OLD_TABLES, SCHEMA, rows};
use crate::draft::{Acknowledgement, Answer, Draft, LastExport, Origin, Status, TemplateReference};
use crate::template::{Place, StyleKeys, StyleValue, TableRule};
use crate::value::date;

/// Updates `document` from the content `old` to the content `new`.
pub(super) fn write_changes(document: &mut DocumentMut, old: &Draft, new: &Draft) {
    let mut orphans = String::new();
    // A file that no step of the migration changed still has its old number.
    let schema = document.get("schema").and_then(Item::as_integer);
    if schema.is_none_or(|schema| schema < i64::from(SCHEMA)) {
        set_schema(document, SCHEMA);
    }
    let root = document.as_table_mut();
    write_header(root, old, new, &mut orphans);
    write_template(root, &old.template, &new.template, &mut orphans);
    if (&old.answers, &old.rows) != (&new.answers, &new.rows)
        && let Some(table) = table_at(root, "answers")
    {
        write_answers(table, old, new, &mut orphans);
    }
    write_origins(root, &old.origins, &new.origins, &mut orphans);
    write_style(root, &old.style, &new.style, &mut orphans);
    if old.accepted != new.accepted
        && let Some(table) = table_at(root, "corrections")
    {
        put(table, "accepted", list(&new.accepted));
    }
    write_accepted_by(root, old, new, &mut orphans);
    write_acknowledged(root, &old.acknowledged, &new.acknowledged, &mut orphans);
    write_status(root, &old.status, &new.status, &mut orphans);
    write_exported(
        root,
        old.exported.as_ref(),
        new.exported.as_ref(),
        &mut orphans,
    );
    keep_orphans(document, &orphans);
}

fn write_accepted_by(root: &mut Table, old: &Draft, new: &Draft, orphans: &mut String) {
    if old.accepted_by == new.accepted_by {
        return;
    }
    let Some(table) = table_at(root, "corrections") else {
        return;
    };
    if new.accepted_by.is_empty() {
        remove(table, "by", orphans);
        return;
    }
    let by = new.accepted_by.iter();
    let by: InlineTable = by.map(|(id, by)| (id.as_str(), by.name())).collect();
    put(table, "by", by.into());
}

fn write_status(root: &mut Table, old: &Status, new: &Status, orphans: &mut String) {
    if old == new {
        return;
    }
    if *new == Status::default() {
        remove(root, "status", orphans);
        return;
    }
    if let Some(table) = table_at(root, "status") {
        put(table, "is", text(new.is.name()));
        let day = |status: &Status| status.date.map(date::iso).unwrap_or_default();
        write_text(table, "date", &day(old), &day(new), orphans);
        write_text(table, "reason", &old.reason, &new.reason, orphans);
    }
}

fn write_exported(
    root: &mut Table,
    old: Option<&LastExport>,
    new: Option<&LastExport>,
    orphans: &mut String,
) {
    let offset = |export: Option<&LastExport>| export.map(|export| *export.at.offset());
    if old == new && offset(old) == offset(new) {
        return;
    }
    let Some(new) = new else {
        remove(root, "exported", orphans);
        return;
    };
    if let Some(table) = table_at(root, "exported") {
        put(table, "at", moment_value(new.at));
        put(table, "path", text(&new.path));
        put(table, "text_sha256", text(&new.text_sha256));
    }
}

fn write_header(root: &mut Table, old: &Draft, new: &Draft, orphans: &mut String) {
    write_text(root, "id", &old.id, &new.id, orphans);
    write_text(root, "title", &old.title, &new.title, orphans);
    write_moment(root, "created", old.created, new.created, orphans);
    write_moment(root, "updated", old.updated, new.updated, orphans);
    let focus = |draft: &Draft| {
        draft
            .focus
            .as_ref()
            .map(Place::to_string)
            .unwrap_or_default()
    };
    write_text(root, "focus", &focus(old), &focus(new), orphans);
}

fn write_template(
    root: &mut Table,
    old: &TemplateReference,
    new: &TemplateReference,
    orphans: &mut String,
) {
    if old == new {
        return;
    }
    if let Some(table) = table_at(root, "template") {
        write_text(table, "id", &old.id, &new.id, orphans);
        write_text(table, "version", &old.version, &new.version, orphans);
        write_text(table, "sha256", &old.sha256, &new.sha256, orphans);
        write_text(table, "declined", &old.declined, &new.declined, orphans);
        let rule = |reference: &TemplateReference| match reference.tables {
            TableRule::TwoColumns => OLD_TABLES,
            TableRule::Tagged => "",
        };
        write_text(table, "tables", rule(old), rule(new), orphans);
    }
}

/// The answers that stand in no row.
fn outside_rows(draft: &Draft) -> BTreeMap<Place, Answer> {
    let answers = draft
        .answers
        .iter()
        .filter(|(place, _)| place.row.is_none() || !draft.rows.has(place));
    answers
        .map(|(place, answer)| (place.clone(), answer.clone()))
        .collect()
}

fn write_answers(table: &mut dyn TableLike, old: &Draft, new: &Draft, orphans: &mut String) {
    let (before, after) = (outside_rows(old), outside_rows(new));
    for place in before.keys().filter(|place| !after.contains_key(*place)) {
        remove(table, &place.to_string(), orphans);
    }
    // Between the two: an answer and a group of rows may follow each other at one key.
    rows::write(table, old, new, orphans);
    for (place, answer) in &after {
        if before.get(place) != Some(answer) {
            put(table, &place.to_string(), answer_value(answer));
        }
    }
}

fn write_origins(
    root: &mut Table,
    old: &BTreeMap<Place, Origin>,
    new: &BTreeMap<Place, Origin>,
    orphans: &mut String,
) {
    if old == new {
        return;
    }
    let Some(table) = table_at(root, "origin") else {
        return;
    };
    for place in old.keys().filter(|place| !new.contains_key(*place)) {
        remove(table, &place.to_string(), orphans);
    }
    for (place, origin) in new {
        if old.get(place) != Some(origin) {
            put(table, &place.to_string(), origin_value(origin));
        }
    }
}

/// An origin as a table on one line. What says nothing is left out.
fn origin_value(origin: &Origin) -> Value {
    let mut table = InlineTable::new();
    table.insert("from", origin.from.name().into());
    if !origin.reference.is_empty() {
        table.insert("ref", text(&origin.reference));
    }
    if let Some(at) = origin.at {
        table.insert("at", moment_value(at));
    }
    table.insert("confirmed", origin.is_confirmed.into());
    if !origin.was.is_empty() {
        table.insert("was", text(&origin.was));
    }
    table.into()
}

fn write_style(root: &mut Table, old: &StyleKeys, new: &StyleKeys, orphans: &mut String) {
    if old == new {
        return;
    }
    let Some(table) = table_at(root, "style") else {
        return;
    };
    for key in old.keys().filter(|key| !new.contains_key(*key)) {
        remove(table, key, orphans);
    }
    for (key, value) in new {
        if old.get(key) != Some(value) {
            put(table, key, style_value(value));
        }
    }
}

fn write_acknowledged(
    root: &mut Table,
    old: &BTreeMap<String, Acknowledgement>,
    new: &BTreeMap<String, Acknowledgement>,
    orphans: &mut String,
) {
    if old == new {
        return;
    }
    let parent = root.entry("acknowledged").or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    let Some(parent) = parent.as_table_like_mut() else {
        return;
    };
    let ids: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for id in ids {
        match (old.get(id), new.get(id)) {
            (_, None) => remove(parent, id, orphans),
            (before, Some(after)) if before != Some(after) => {
                write_acknowledgement(parent, id, after);
            }
            (_, Some(_)) => {}
        }
    }
}

fn write_acknowledgement(parent: &mut dyn TableLike, id: &str, new: &Acknowledgement) {
    let is_inline = parent.iter().any(|(_, item)| item.is_inline_table());
    if !parent.get(id).is_some_and(Item::is_table_like) {
        let empty = if is_inline {
            Item::Value(InlineTable::new().into())
        } else {
            Item::Table(Table::new())
        };
        parent.insert(id, empty);
    }
    let Some(table) = parent.get_mut(id).and_then(Item::as_table_like_mut) else {
        return;
    };
    let mut answers = InlineTable::new();
    for (place, answer) in &new.answers {
        answers.insert(place.to_string(), answer_value(answer));
    }
    // A separate `answers` table becomes an inline table, because all answers are written together.
    if table.get("answers").is_some_and(|item| !item.is_value()) {
        table.remove("answers");
    }
    put(table, "answers", answers.into());
    put(table, "reason", text(&new.reason));
}

fn write_text(table: &mut dyn TableLike, key: &str, old: &str, new: &str, orphans: &mut String) {
    if old != new {
        if new.is_empty() {
            remove(table, key, orphans);
        } else {
            put(table, key, text(new));
        }
    }
}

fn write_moment(
    table: &mut dyn TableLike,
    key: &str,
    old: Option<DateTime<FixedOffset>>,
    new: Option<DateTime<FixedOffset>>,
    orphans: &mut String,
) {
    if old == new && old.map(|moment| *moment.offset()) == new.map(|moment| *moment.offset()) {
        return;
    }
    match new {
        Some(moment) => put(table, key, moment_value(moment)),
        None => remove(table, key, orphans),
    }
}

/// The table `key`, created if missing; `None` if `key` is not a table.
fn table_at<'a>(root: &'a mut Table, key: &str) -> Option<&'a mut dyn TableLike> {
    root.entry(key)
        .or_insert_with(|| Item::Table(Table::new()))
        .as_table_like_mut()
}

/// Sets `key` to `value` and keeps the comments around the old value.
pub(super) fn put(table: &mut dyn TableLike, key: &str, mut value: Value) {
    if let Some(item) = table.get_mut(key) {
        if let Some(old) = item.as_value() {
            *value.decor_mut() = old.decor().clone();
        }
        *item = Item::Value(value);
    } else {
        table.insert(key, Item::Value(value));
    }
}

/// Removes `key` and moves its comments to `orphans`.
pub(super) fn remove(table: &mut dyn TableLike, key: &str, orphans: &mut String) {
    if let Some(before) = table.key(key).and_then(|key| key.leaf_decor().prefix()) {
        collect_comments(before, orphans);
    }
    match table.remove(key) {
        Some(Item::Value(value)) => {
            if let Some(after) = value.decor().suffix() {
                collect_comments(after, orphans);
            }
        }
        Some(Item::Table(table)) => {
            let around = [table.decor().prefix(), table.decor().suffix()];
            for decor in around.into_iter().flatten() {
                collect_comments(decor, orphans);
            }
        }
        Some(Item::ArrayOfTables(_) | Item::None) | None => {}
    }
}

fn collect_comments(decor: &RawString, orphans: &mut String) {
    for line in decor.as_str().unwrap_or_default().lines() {
        if line.trim_start().starts_with('#') {
            orphans.push_str(line.trim());
            orphans.push('\n');
        }
    }
}

/// Appends the comments of removed keys to the end of the file, because a person wrote them.
fn keep_orphans(document: &mut DocumentMut, orphans: &str) {
    if orphans.is_empty() {
        return;
    }
    let mut trailing = document.trailing().as_str().unwrap_or_default().to_owned();
    if !trailing.is_empty() && !trailing.ends_with('\n') {
        trailing.push('\n');
    }
    trailing.push_str(orphans);
    document.set_trailing(trailing);
}

pub(super) fn answer_value(answer: &Answer) -> Value {
    match answer {
        Answer::Text(given) => text(given),
        Answer::Chosen(options) => list(options),
    }
}

pub(super) fn style_value(value: &StyleValue) -> Value {
    match value {
        StyleValue::Bool(flag) => (*flag).into(),
        StyleValue::Text(word) => text(word),
        StyleValue::Number(number) => (*number).into(),
        StyleValue::Numbers(numbers) => numbers.iter().copied().collect::<Array>().into(),
    }
}

fn list(texts: &[String]) -> Value {
    let mut array = Array::new();
    for given in texts {
        array.push(text(given));
    }
    array.into()
}

/// A moment as a TOML date-time, with the precision that the moment has.
fn moment_value(moment: DateTime<FixedOffset>) -> Value {
    let written = moment.to_rfc3339_opts(SecondsFormat::AutoSi, false);
    written.parse().unwrap_or_else(|_| text(&written))
}

/// A text as a TOML string on one line. Escapes everything that a terminal or an editor could
/// interpret: control characters, direction marks, zero-width characters.
fn text(given: &str) -> Value {
    let mut literal = String::with_capacity(given.len() + 2);
    literal.push('"');
    for c in given.chars() {
        match c {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            c if must_be_escaped(c) => {
                literal.extend(format!("\\U{:08X}", u32::from(c)).chars());
            }
            c => literal.push(c),
        }
    }
    literal.push('"');
    // If the parser rejects the literal, use the representation of `toml_edit`.
    literal.parse().unwrap_or_else(|_| given.into())
}

fn must_be_escaped(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}' | '\u{200e}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
        || u32::from(c) & 0xfffe == 0xfffe
}
