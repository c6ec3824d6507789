//! Reading TOML tables key by key, with every mistake kept and its place in the file.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::{MOST_MISTAKES, TemplateError, TemplateProblem, report};
use super::style::StyleValue;
use crate::language::Localized;
use crate::value;

/// A table whose keys are taken one by one; those left over are mistakes.
pub(super) struct TableReader<'t, 'e> {
    table: &'t DeTable<'t>,
    span: Range<usize>,
    /// How messages name the table: `fields`, `checks`; empty at the top.
    name: &'static str,
    source: Source<'t>,
    errors: &'e mut Vec<TemplateError>,
    taken: BTreeSet<&'static str>,
}

/// The file's text, and where the TOML begins in it.
#[derive(Clone, Copy)]
pub(super) struct Source<'t> {
    /// The whole file.
    pub text: &'t str,
    /// The offset of the TOML text in it.
    pub offset: usize,
}

/// A value with its place.
#[derive(Clone, Debug)]
pub(super) struct Placed<T> {
    /// The value.
    pub value: T,
    /// Its offset in the file.
    pub offset: usize,
}

impl<'t, 'e> TableReader<'t, 'e> {
    pub fn new(
        table: &'t DeTable<'t>,
        span: Range<usize>,
        name: &'static str,
        source: Source<'t>,
        errors: &'e mut Vec<TemplateError>,
    ) -> Self {
        Self {
            table,
            span,
            name,
            source,
            errors,
            taken: BTreeSet::new(),
        }
    }

    /// Where the table stands in the file.
    pub fn offset(&self) -> usize {
        self.source.offset + self.span.start
    }

    /// Whether the table has the key.
    pub fn has(&self, key: &str) -> bool {
        self.table.get(key).is_some()
    }

    /// Whether any mistake was found so far, in this table or before.
    pub fn has_mistakes(&self) -> bool {
        !self.errors.is_empty()
    }

    /// The text of the whole file.
    pub fn text_of_file(&self) -> &'t str {
        self.source.text
    }

    /// Adds a mistake at the start of a line, 1-based.
    pub fn add_at_line(&mut self, line: usize, problem: TemplateProblem) {
        self.add(TemplateError {
            problem,
            line,
            column: 1,
        });
    }

    /// The value of a key, which is then known.
    pub fn take(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.taken.insert(key);
        self.table.get(key)
    }

    /// Adds a mistake at an offset of the file.
    pub fn error(&mut self, offset: usize, problem: TemplateProblem) {
        report(self.errors, self.source.text, offset, problem);
    }

    /// Adds a mistake whose place is known.
    pub fn add(&mut self, error: TemplateError) {
        if self.errors.len() < MOST_MISTAKES {
            self.errors.push(error);
        }
    }

    /// The offset of a value in the file.
    pub fn offset_of<T>(&self, value: &Spanned<T>) -> usize {
        self.source.offset + value.span().start
    }

    fn wrong_type(&mut self, key: &str, value: &Spanned<DeValue<'_>>, expected: &'static str) {
        let problem = TemplateProblem::WrongType {
            key: self.full_key(key),
            expected,
        };
        self.error(self.offset_of(value), problem);
    }

    fn full_key(&self, key: &str) -> String {
        if self.name.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.name)
        }
    }

    /// A text that may be absent.
    pub fn text(&mut self, key: &'static str) -> Option<Placed<String>> {
        let found = self.take(key)?;
        if let DeValue::String(text) = found.get_ref() {
            Some(Placed {
                value: text.clone().into_owned(),
                offset: self.offset_of(found),
            })
        } else {
            self.wrong_type(key, found, "\"…\"");
            None
        }
    }

    /// A text that may be absent, with what cannot be seen made visible: it reaches the screen.
    pub fn shown_text(&mut self, key: &'static str) -> Option<String> {
        self.text(key)
            .map(|text| value::clean(&text.value).text.into_owned())
    }

    /// A text that must be there and show something.
    pub fn required_text(&mut self, key: &'static str) -> Option<Placed<String>> {
        if self.table.get(key).is_none() {
            self.taken.insert(key);
            self.error(self.offset(), TemplateProblem::MissingKey { key });
            return None;
        }
        let text = self.text(key)?;
        if value::is_blank(&text.value) {
            let problem = TemplateProblem::Blank {
                key: self.full_key(key),
            };
            self.error(text.offset, problem);
            return None;
        }
        Some(text)
    }

    /// A number or text by its literal text (`0.05`, `"0.05"`, `3`).
    pub fn literal(&mut self, key: &'static str) -> Option<Placed<String>> {
        let found = self.take(key)?;
        let Some(text) = literal_text(found.get_ref()) else {
            self.wrong_type(key, found, "123 | \"…\"");
            return None;
        };
        Some(Placed {
            value: text,
            offset: self.offset_of(found),
        })
    }

    /// A flag, `false` where it is absent.
    pub fn flag(&mut self, key: &'static str) -> bool {
        self.optional_flag(key).unwrap_or(false)
    }

    /// A flag that may be absent.
    pub fn optional_flag(&mut self, key: &'static str) -> Option<bool> {
        let found = self.take(key)?;
        if let DeValue::Boolean(flag) = found.get_ref() {
            Some(*flag)
        } else {
            self.wrong_type(key, found, "true | false");
            None
        }
    }

    /// A whole number that may be absent.
    pub fn count(&mut self, key: &'static str) -> Option<usize> {
        let found = self.take(key)?;
        let number = match found.get_ref() {
            DeValue::Integer(number) => number.as_str().parse().ok(),
            _ => None,
        };
        if number.is_none() {
            self.wrong_type(key, found, "0, 1, 2 …");
        }
        number
    }

    /// A text in both languages: `{ zh = "…", en = "…" }`, or one text for both.
    pub fn localized(&mut self, key: &'static str) -> Option<Placed<Localized>> {
        let found = self.take(key)?;
        let offset = self.offset_of(found);
        let value = match found.get_ref() {
            DeValue::String(text) => Localized {
                zh: text.clone().into_owned(),
                en: text.clone().into_owned(),
            },
            DeValue::Table(table) => {
                let mut reader =
                    TableReader::new(table, found.span(), key, self.source, self.errors);
                let zh = reader.required_text("zh");
                let en = reader.required_text("en");
                reader.finish();
                Localized {
                    zh: zh?.value,
                    en: en?.value,
                }
            }
            _ => {
                self.wrong_type(key, found, "{ zh = \"…\", en = \"…\" }");
                return None;
            }
        };
        Some(Placed { value, offset })
    }

    /// A text in both languages that must be there.
    pub fn required_localized(&mut self, key: &'static str) -> Option<Placed<Localized>> {
        if self.table.get(key).is_none() {
            self.taken.insert(key);
            self.error(self.offset(), TemplateProblem::MissingKey { key });
            return None;
        }
        self.localized(key)
    }

    /// A list of texts; empty where it is absent.
    pub fn texts(&mut self, key: &'static str) -> Vec<Placed<String>> {
        let Some(found) = self.take(key) else {
            return Vec::new();
        };
        let DeValue::Array(items) = found.get_ref() else {
            self.wrong_type(key, found, "[\"…\"]");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::String(text) => texts.push(Placed {
                    value: text.clone().into_owned(),
                    offset: self.offset_of(item),
                }),
                _ => self.wrong_type(key, item, "\"…\""),
            }
        }
        texts
    }

    /// The tables of an array of tables; empty where it is absent, and where it has more than
    /// `most`.
    pub fn tables(
        &mut self,
        key: &'static str,
        most: usize,
    ) -> Vec<(&'t DeTable<'t>, Range<usize>)> {
        let Some(found) = self.take(key) else {
            return Vec::new();
        };
        let DeValue::Array(items) = found.get_ref() else {
            self.wrong_type(key, found, "[[…]]");
            return Vec::new();
        };
        if let Some(first_too_many) = items.get(most) {
            let count = items.len();
            let offset = self.offset_of(first_too_many);
            self.error(offset, TemplateProblem::TooManyFields { count, most });
            return Vec::new();
        }
        let mut tables = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::Table(table) => tables.push((table, item.span())),
                _ => self.wrong_type(key, item, "{ … }"),
            }
        }
        tables
    }

    /// A table that may be absent.
    pub fn table(&mut self, key: &'static str) -> Option<(&'t DeTable<'t>, Range<usize>)> {
        let found = self.take(key)?;
        if let DeValue::Table(table) = found.get_ref() {
            Some((table, found.span()))
        } else {
            self.wrong_type(key, found, "{ … }");
            None
        }
    }

    /// A word out of `known` that may be absent.
    pub fn word<T: Copy>(&mut self, key: &'static str, known: &[(&'static str, T)]) -> Option<T> {
        let text = self.text(key)?;
        if let Some((_, value)) = known.iter().find(|(word, _)| *word == text.value) {
            return Some(*value);
        }
        let problem = TemplateProblem::UnknownWord {
            key: self.full_key(key),
            near: value::nearest(&text.value, known.iter().map(|(word, _)| *word))
                .map(str::to_owned),
            known: known
                .iter()
                .map(|(word, _)| *word)
                .collect::<Vec<_>>()
                .join(", "),
            found: text.value,
        };
        self.error(text.offset, problem);
        None
    }

    /// A reader for a table inside this one.
    pub fn inner<'i>(
        &'i mut self,
        table: &'t DeTable<'t>,
        span: Range<usize>,
        name: &'static str,
    ) -> TableReader<'t, 'i> {
        TableReader::new(table, span, name, self.source, self.errors)
    }

    /// Every key that nobody has taken is a mistake.
    pub fn finish(self) {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if self.taken.contains(name) {
                continue;
            }
            if self.errors.len() >= MOST_MISTAKES {
                return;
            }
            let problem = TemplateProblem::UnknownKey {
                key: if self.name.is_empty() {
                    name.to_owned()
                } else {
                    format!("{}.{name}", self.name)
                },
                near: value::nearest(name, self.taken.iter().copied()).map(str::to_owned),
            };
            let offset = self.source.offset + key.span().start;
            report(self.errors, self.source.text, offset, problem);
        }
    }
}

/// The literal text of a scalar other than a flag.
pub(super) fn literal_text(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.clone().into_owned()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Datetime(day) => Some(day.to_string()),
        DeValue::Integer(_) | DeValue::Boolean(_) | DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

/// A style value, where the TOML value can be one.
pub(super) fn style_value(value: &DeValue<'_>) -> Option<StyleValue> {
    let number = |value: &DeValue<'_>| match value {
        DeValue::Integer(number) => number.as_str().parse::<f64>().ok(),
        DeValue::Float(number) => number.as_str().parse::<f64>().ok(),
        _ => None,
    };
    match value {
        DeValue::Boolean(flag) => Some(StyleValue::Bool(*flag)),
        DeValue::String(text) => Some(StyleValue::Text(text.clone().into_owned())),
        DeValue::Array(items) => items
            .iter()
            .map(|item| number(item.get_ref()))
            .collect::<Option<Vec<_>>>()
            .map(StyleValue::Numbers),
        DeValue::Integer(_) | DeValue::Float(_) => number(value).map(StyleValue::Number),
        DeValue::Datetime(_) | DeValue::Table(_) => None,
    }
}
