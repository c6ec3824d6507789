//! The front matter as tables and values in which everything can be seen. No other file of a
//! template's reads TOML: whatever it says goes through here, and is cleaned here.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::value;

/// A value with its place.
#[derive(Clone, Debug)]
pub(super) struct Placed<T> {
    /// The value.
    pub value: T,
    /// Its offset in the file.
    pub offset: usize,
}

/// What stands under a key.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// A text, with nothing unseen in it but line ends and tabs.
    Text(String),
    /// The digits of a whole number.
    Integer(String),
    /// A number with a point, as it is written.
    Decimal(String),
    /// A day.
    Day(String),
    /// A flag.
    Flag(bool),
    /// A list.
    List(Vec<Placed<Content>>),
    /// A table.
    Table(Table),
    /// A number in hexadecimal, octal or binary digits, which no key takes.
    Unusable,
}

/// Keys and what stands under them.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    entries: BTreeMap<String, Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    key_offset: usize,
    content: Placed<Content>,
}

/// Why the front matter is no TOML, and where.
#[derive(Debug)]
pub(super) struct NoToml {
    /// What the parser says, in English.
    pub detail: String,
    /// The offset in the file.
    pub offset: usize,
}

impl Table {
    /// Reads the TOML that begins at this offset of the file.
    ///
    /// # Errors
    /// The first mistake: the others often follow from it.
    pub fn parse(toml: &str, offset: usize) -> Result<Self, NoToml> {
        let (table, errors) = DeTable::parse_recoverable(toml);
        match errors.first() {
            Some(error) => Err(NoToml {
                detail: value::clean(error.message()).text.into_owned(),
                offset: offset + error.span().map_or(0, |span| span.start),
            }),
            None => Ok(Self::of(table.get_ref(), offset)),
        }
    }

    fn of(table: &DeTable<'_>, offset: usize) -> Self {
        let entries = table.iter().map(|(key, found)| {
            let entry = Entry {
                key_offset: offset + key.span().start,
                content: Content::placed(found, offset),
            };
            (value::clean(key.get_ref()).text.into_owned(), entry)
        });
        Self {
            entries: entries.collect(),
        }
    }

    /// What stands under a key.
    pub fn get(&self, key: &str) -> Option<&Placed<Content>> {
        self.entries.get(key).map(|entry| &entry.content)
    }

    /// Every key with what stands under it.
    pub fn iter(&self) -> impl Iterator<Item = (Placed<&str>, &Placed<Content>)> {
        self.entries.iter().map(|(key, entry)| {
            let key = Placed {
                value: key.as_str(),
                offset: entry.key_offset,
            };
            (key, &entry.content)
        })
    }
}

impl Content {
    fn placed(found: &Spanned<DeValue<'_>>, offset: usize) -> Placed<Self> {
        let content = match found.get_ref() {
            DeValue::String(text) => Self::Text(value::clean_lines(text).text.into_owned()),
            DeValue::Integer(number) if number.radix() == 10 => {
                Self::Integer(number.as_str().to_owned())
            }
            DeValue::Integer(_) => Self::Unusable,
            DeValue::Float(number) => Self::Decimal(number.as_str().to_owned()),
            DeValue::Datetime(day) => Self::Day(day.to_string()),
            DeValue::Boolean(flag) => Self::Flag(*flag),
            DeValue::Array(items) => Self::List(
                items
                    .iter()
                    .map(|item| Self::placed(item, offset))
                    .collect(),
            ),
            DeValue::Table(table) => Self::Table(Table::of(table, offset)),
        };
        Placed {
            value: content,
            offset: offset + found.span().start,
        }
    }
}
