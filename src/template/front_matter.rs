//! The front matter as tables and values in which everything can be seen. No other file of a
//! template's reads TOML: whatever it says goes through here, and is cleaned here.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::value::{self, Cleaned};

/// A value with its place.
#[derive(Clone, Debug)]
pub(super) struct Placed<T> {
    /// The value.
    pub value: T,
    /// Its offset in the file.
    pub offset: usize,
}

impl<T> Placed<T> {
    /// Another value at the same place.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Placed<U> {
        Placed {
            value: change(self.value),
            offset: self.offset,
        }
    }
}

/// What stands under a key; a text that is shown as it is written lies in the file.
#[derive(Clone, Debug)]
pub(super) enum Content<'t> {
    /// A text, with nothing unseen in it but line ends and tabs.
    Text(Cow<'t, str>),
    /// The digits of a whole number.
    Integer(String),
    /// A number with a point, as it is written.
    Decimal(String),
    /// A day.
    Day(String),
    /// A flag.
    Flag(bool),
    /// A list.
    List(Vec<Placed<Content<'t>>>),
    /// A table.
    Table(Table<'t>),
    /// A number in hexadecimal, octal or binary digits, which no key takes.
    Unusable,
}

/// Keys and what stands under them.
#[derive(Clone, Debug, Default)]
pub(super) struct Table<'t> {
    /// In the order of their keys, of which each occurs once.
    entries: Vec<Entry<'t>>,
}

#[derive(Clone, Debug)]
struct Entry<'t> {
    key: Cow<'t, str>,
    key_offset: usize,
    content: Placed<Content<'t>>,
}

/// Why the front matter is no TOML, and where.
#[derive(Debug)]
pub(super) struct NoToml {
    /// What the parser says, in English.
    pub detail: String,
    /// The offset in the file.
    pub offset: usize,
}

impl<'t> Table<'t> {
    /// Reads the TOML that begins at this offset of the file.
    ///
    /// # Errors
    /// The first mistake: the others often follow from it.
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
        // Two keys may be the same when everything in them is seen: the last one stands.
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

    /// What stands under a key.
    pub fn get(&self, key: &str) -> Option<&Placed<Content<'t>>> {
        // A table has few keys: to look at each length is quicker than to compare words.
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        Some(&entry.content)
    }

    /// Every key with what stands under it.
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

/// The text with everything in it seen; the same one where nothing was hidden.
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
