//! Reads the `[style]` table of a draft or the config, with the problems of its keys.

use std::ops::Range;

use toml_edit::{InlineTable, Item, Key, TableLike, Value};

use super::write::style_value as written;
use crate::template::{Style, StyleError, StyleKeys, StyleValue};

/// One key of a `[style]` table.
pub(crate) struct StyleEntry<'t> {
    /// The key as written.
    pub(crate) key: &'t str,
    /// The value, if its type is valid for style values.
    pub(crate) value: Option<StyleValue>,
    /// Why the key or value is invalid, with the position: an unknown key, or else the value.
    pub(crate) problem: Option<(StyleError, Option<Range<usize>>)>,
}

/// All keys of a `[style]` table.
pub(crate) fn style_entries(table: &dyn TableLike) -> impl Iterator<Item = StyleEntry<'_>> {
    table.iter().map(|(key, item)| {
        let value = style_value(item);
        // No style key accepts an empty list, so a value of an invalid type gets the same error.
        let nothing = StyleValue::Numbers(Vec::new());
        let judged = value.as_ref().unwrap_or(&nothing);
        let problem = Style::default().set(key, judged).err().map(|error| {
            let of_key = table.key(key).and_then(Key::span);
            let place = match error {
                StyleError::UnknownKey { .. } => of_key.or(item.span()),
                StyleError::WrongValue { .. } => item.span().or(of_key),
            };
            (error, place)
        });
        StyleEntry {
            key,
            value,
            problem,
        }
    })
}

/// Writes a style as a TOML inline table on one line, for a file that is separate from its template
/// and config. Contains the keys that differ from the default style.
#[must_use]
pub fn style_line(style: &Style) -> String {
    let habits = Style::default();
    let differing = Style::keys()
        .iter()
        .map(|key| (key.name, key.value(style), key.value(&habits)))
        .filter(|(_, value, habit)| value != habit);
    let mut table = InlineTable::new();
    for (name, value, _) in differing {
        table.insert(name, written(&value));
    }
    table.to_string()
}

/// Parses a line of [`style_line`]; `None` if the line has another form. Skips invalid keys.
#[must_use]
pub fn read_style_line(line: &str) -> Option<Style> {
    let value: Value = line.trim().parse().ok()?;
    let entries = style_entries(value.as_inline_table()?);
    let keys: StyleKeys = entries
        .filter_map(|entry| Some((entry.key.to_owned(), entry.value?)))
        .collect();
    Some(Style::from_layers([&keys]))
}

/// The style value of `item`, if its type is valid for style values.
fn style_value(item: &Item) -> Option<StyleValue> {
    match item.as_value()? {
        Value::String(text) => Some(StyleValue::Text(text.value().clone())),
        Value::Boolean(flag) => Some(StyleValue::Bool(*flag.value())),
        Value::Array(array) => array
            .iter()
            .map(number)
            .collect::<Option<Vec<f64>>>()
            .map(StyleValue::Numbers),
        value @ (Value::Integer(_) | Value::Float(_)) => number(value).map(StyleValue::Number),
        Value::Datetime(_) | Value::InlineTable(_) => None,
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        // Sizes and lengths fit into an i32, and an i32 converts to f64 without loss.
        Value::Integer(number) => i32::try_from(*number.value()).ok().map(f64::from),
        Value::Float(number) => Some(*number.value()),
        Value::String(_)
        | Value::Boolean(_)
        | Value::Datetime(_)
        | Value::Array(_)
        | Value::InlineTable(_) => None,
    }
}
