//! The rows of groups in a draft file: `[[answers.goods]]` with a number and the answers of each row.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{Array, ArrayOfTables, InlineTable, Item, Table, TableLike, Value};

use super::write::{answer_value, put, remove};
use crate::draft::{Answer, Draft};
use crate::template::{FieldId, Place, RowId};

/// The key of a row's number.
pub(super) const ID: &str = "id";

/// The tables of a group's rows, if `item` holds rows: an array of tables, or a list of inline
/// tables. An empty list is the answer to a choice.
pub(super) fn tables(item: &Item) -> Option<Vec<&dyn TableLike>> {
    match item {
        Item::ArrayOfTables(rows) => Some(rows.iter().map(|row| row as &dyn TableLike).collect()),
        Item::Value(Value::Array(rows)) if !rows.is_empty() => {
            let inline = rows.iter().map(Value::as_inline_table);
            let inline = inline.map(|row| row.map(|row| row as &dyn TableLike));
            inline.collect()
        }
        Item::Value(_) | Item::Table(_) | Item::None => None,
    }
}

/// The number of each row. A row without a number of its own gets the next number that is free, so
/// that a script need not number its rows.
pub(super) fn numbers(rows: &[&dyn TableLike]) -> Vec<RowId> {
    let mut taken = BTreeSet::new();
    let declared: Vec<Option<RowId>> = rows
        .iter()
        .map(|row| {
            let number = row.get(ID).and_then(Item::as_integer)?;
            let number = RowId::new(u32::try_from(number).ok()?)?;
            taken.insert(number).then_some(number)
        })
        .collect();
    let free = (1..=u32::MAX).filter_map(RowId::new);
    let mut free = free.filter(|number| !taken.contains(number));
    let numbered = declared
        .into_iter()
        .map(|number| number.or_else(|| free.next()));
    numbered.flatten().collect()
}

/// The place of the field `name` in a row of a group.
pub(super) fn place(group: &str, name: &str, row: RowId) -> Place {
    Place {
        field: FieldId::new(&format!("{group}.{name}")),
        row: Some(row),
    }
}

/// Writes the rows of every group that differs into the table of answers.
pub(super) fn write(answers: &mut dyn TableLike, old: &Draft, new: &Draft, orphans: &mut String) {
    let groups = old.rows.groups().chain(new.rows.groups());
    let groups: BTreeSet<&String> = groups.map(|(group, _)| group).collect();
    for group in groups {
        let (before, after) = (rows_of(old, group), rows_of(new, group));
        if before == after {
            continue;
        }
        if after.is_empty() {
            remove(answers, group, orphans);
        } else {
            write_group(answers, group, &before, &after, orphans);
        }
    }
}

/// A row: its number and its answers by the name of the field.
type Row = (RowId, BTreeMap<String, Answer>);

/// The rows of a group in their order.
fn rows_of(draft: &Draft, group: &str) -> Vec<Row> {
    let prefix = format!("{group}.");
    let mut answers: BTreeMap<RowId, BTreeMap<String, Answer>> = BTreeMap::new();
    for (place, answer) in &draft.answers {
        let name = place.field.as_str().strip_prefix(&prefix);
        if let (Some(name), Some(row)) = (name, place.row) {
            let row = answers.entry(row).or_default();
            row.insert(name.to_owned(), answer.clone());
        }
    }
    let rows = draft.rows.of(group).iter();
    rows.map(|row| (*row, answers.remove(row).unwrap_or_default()))
        .collect()
}

/// Writes the rows of one group. A row that stays keeps its comments and unknown keys, wherever it
/// moves.
fn write_group(
    answers: &mut dyn TableLike,
    group: &str,
    before: &[Row],
    after: &[Row],
    orphans: &mut String,
) {
    let (mut kept, is_inline) = match answers.get(group) {
        Some(item) => (tables_by_number(item), item.is_value()),
        None => (BTreeMap::new(), false),
    };
    let nothing = BTreeMap::new();
    let known: BTreeMap<&RowId, &BTreeMap<String, Answer>> =
        before.iter().map(|(number, row)| (number, row)).collect();
    let mut written: Vec<Table> = Vec::with_capacity(after.len());
    for (number, row) in after {
        let mut table = kept.remove(number).unwrap_or_default();
        // The order of the rows decides, not the places that they had in the file.
        table.set_position(None);
        put(&mut table, ID, i64::from(number.number()).into());
        let old = known.get(number).copied().unwrap_or(&nothing);
        for name in old.keys().filter(|name| !row.contains_key(*name)) {
            remove(&mut table, name, orphans);
        }
        for (name, answer) in row {
            if old.get(name) != Some(answer) {
                put(&mut table, name, answer_value(answer));
            }
        }
        written.push(table);
    }
    let item = if is_inline {
        let inline = written.into_iter().map(Table::into_inline_table);
        Item::Value(inline.map(Value::InlineTable).collect::<Array>().into())
    } else {
        Item::ArrayOfTables(written.into_iter().collect::<ArrayOfTables>())
    };
    answers.insert(group, item);
}

/// Copies of the tables of a group's rows, by the number of the row.
fn tables_by_number(item: &Item) -> BTreeMap<RowId, Table> {
    let owned: Vec<Table> = match item {
        Item::ArrayOfTables(rows) => rows.iter().cloned().collect(),
        Item::Value(Value::Array(rows)) => {
            let inline = rows.iter().filter_map(Value::as_inline_table).cloned();
            inline.map(InlineTable::into_table).collect()
        }
        Item::Value(_) | Item::Table(_) | Item::None => Vec::new(),
    };
    let views: Vec<&dyn TableLike> = owned.iter().map(|row| row as &dyn TableLike).collect();
    numbers(&views).into_iter().zip(owned.clone()).collect()
}
