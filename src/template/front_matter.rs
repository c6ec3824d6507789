//! Reads the TOML of the front matter into tables and values without invisible characters. This is
//! the only module that reads TOML of a template, so that all of its text is cleaned here.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::value::{self, Cleaned};

/// A value with its byte offset in the file, for messages.
#[derive(Clone, Debug)]
pub(super) struct Placed<T> {
    pub value: T,
    /// The byte offset in the file.
    pub offset: usize,
}

impl<T> Placed<T> {
    /// Changes the value and keeps the offset.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Placed<U> {
        Placed {
            value: change(self.value),
            offset: self.offset,
        }
    }
}

/// The value of a key. A text that is clean and has no escapes borrows from the file.
#[derive(Clone, Debug)]
pub(super) enum Content<'t> {
    /// A text without invisible characters; line ends and tabs stay.
    Text(Cow<'t, str>),
    /// The digits of a whole number.
    Integer(String),
    /// A number with a point, as written.
    Decimal(String),
    /// A TOML date, as written.
    Day(String),
    Flag(bool),
    List(Vec<Placed<Content<'t>>>),
    Table(Table<'t>),
    /// A hexadecimal, octal or binary number, which no key takes.
    Unusable,
}

/// A TOML table: keys and their values.
#[derive(Clone, Debug, Default)]
pub(super) struct Table<'t> {
    /// Sorted by key; each key occurs once.
    entries: Vec<Entry<'t>>,
}

#[derive(Clone, Debug)]
struct Entry<'t> {
    key: Cow<'t, str>,
    key_offset: usize,
    content: Placed<Content<'t>>,
}

/// A syntax error of the TOML.
#[derive(Debug)]
pub(super) struct NoToml {
    /// The message of the TOML parser, in English.
    pub detail: String,
    /// The byte offset in the file.
    pub offset: usize,
}

impl<'t> Table<'t> {
    /// Reads TOML that begins at the byte `offset` of the file.
    ///
    /// # Errors
    /// The first syntax error only: later errors often follow from the first.
    pub fn parse(toml: &'t str, offset: usize) -> Result<Self, NoToml> {
        let (table, errors) = DeTable::parse_recoverable(toml);
        match errors.first() {
            Some(error) => Err(NoToml {
                detail: value::clean(error.message()).text.into_owned(),
                offset: offset + error.span().map_or(0, |span| span.start),
            }),
            None => Ok(Self::of(table.into_inner(), offset)),
        }
    }

    fn of(table: DeTable<'t>, offset: usize) -> Self {
        let entries = table.into_iter().map(|(key, found)| Entry {
            key_offset: offset + key.span().start,
            key: cleaned(key.into_inner(), value::clean),
            content: Content::placed(found, offset),
        });
        let mut entries: Vec<Entry<'_>> = entries.collect();
        // Cleaning may make two keys equal; the last entry wins.
        entries.sort_by(|a, b| a.key.cmp(&b.key));
        entries.dedup_by(|next, kept| {
            let is_same = next.key == kept.key;
            if is_same {
                std::mem::swap(next, kept);
            }
            is_same
        });
        Self { entries }
    }

    pub fn get(&self, key: &str) -> Option<&Placed<Content<'t>>> {
        // A linear scan is fastest: a table has few keys, and most of them differ in length.
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        Some(&entry.content)
    }

    /// Every key with its value, sorted by key.
    pub fn iter(&self) -> impl Iterator<Item = (Placed<&str>, &Placed<Content<'t>>)> {
        self.entries.iter().map(|entry| {
            let key = Placed {
                value: entry.key.as_ref(),
                offset: entry.key_offset,
            };
            (key, &entry.content)
        })
    }
}

impl<'t> Content<'t> {
    fn placed(found: Spanned<DeValue<'t>>, offset: usize) -> Placed<Self> {
        let start = offset + found.span().start;
        let content = match found.into_inner() {
            DeValue::String(text) => Self::Text(cleaned(text, value::clean_lines)),
            DeValue::Integer(number) if number.radix() == 10 => {
                Self::Integer(number.as_str().to_owned())
            }
            DeValue::Integer(_) => Self::Unusable,
            DeValue::Float(number) => Self::Decimal(number.as_str().to_owned()),
            DeValue::Datetime(day) => Self::Day(day.to_string()),
            DeValue::Boolean(flag) => Self::Flag(flag),
            DeValue::Array(items) => Self::List(
                items
                    .into_iter()
                    .map(|item| Self::placed(item, offset))
                    .collect(),
            ),
            DeValue::Table(table) => Self::Table(Table::of(table, offset)),
        };
        Placed {
            value: content,
            offset: start,
        }
    }
}

/// Cleans a text; returns the same `Cow` if nothing changes, so that a borrowed text is not copied.
fn cleaned(text: Cow<'_, str>, clean: fn(&str) -> Cleaned<'_>) -> Cow<'_, str> {
    let changed = match clean(&text).text {
        Cow::Owned(changed) => Some(changed),
        Cow::Borrowed(_) => None,
    };
    changed.map_or(text, Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_keys_that_look_the_same_the_last_one_stands() {
        let toml = "\"\\u001b\" = 1\n\"␛\" = 2\n\"a\" = 3\n";
        let table = Table::parse(toml, 0).unwrap();
        let keys: Vec<&str> = table.iter().map(|(key, _)| key.value).collect();
        assert_eq!(keys, ["a", "␛"]);
        for (key, expected) in [("a", Some("3")), ("␛", Some("2")), ("b", None)] {
            let found = table.get(key).map(|found| &found.value);
            let digits = found.map(|content| match content {
                Content::Integer(digits) => digits.as_str(),
                other => panic!("{other:?}"),
            });
            assert_eq!(digits, expected, "key: {key}");
        }
    }
}
