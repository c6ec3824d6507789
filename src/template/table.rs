//! Reads TOML tables key by key, and collects every mistake with its position in the file.

use std::collections::BTreeSet;

use super::error::{
    Findings, MOST_MISTAKES, RemarkKind, TemplateError, TemplateProblem, TemplateRemark,
};
use super::expression::Remark;
use super::front_matter::{Content, Placed, Table};
use super::lines::Lines;
use super::style::StyleValue;
use crate::language::Localized;
use crate::value;

/// Reads a table key by key; [`TableReader::finish`] reports the keys that were never read.
pub(super) struct TableReader<'t, 'e> {
    table: &'t Table<'t>,
    /// The byte offset of the table in the file.
    offset: usize,
    /// The name of the table in messages (`fields`, `checks`); empty for the top table.
    name: &'static str,
    file: &'t Lines<'t>,
    found: &'e mut Findings,
    taken: Vec<&'static str>,
}

impl<'t, 'e> TableReader<'t, 'e> {
    pub fn new(
        table: &'t Table<'t>,
        offset: usize,
        name: &'static str,
        file: &'t Lines<'t>,
        found: &'e mut Findings,
    ) -> Self {
        Self {
            table,
            offset,
            name,
            file,
            found,
            taken: Vec::new(),
        }
    }

    /// The byte offset of the table in the file.
    pub fn offset(&self) -> usize {
        self.offset
    }

    pub fn has(&self, key: &str) -> bool {
        self.table.get(key).is_some()
    }

    /// Whether any mistake was found so far in the file, other tables included.
    pub(super) fn has_mistakes(&self) -> bool {
        !self.found.errors.is_empty()
    }

    /// Whether another mistake would be reported. Ask before building an expensive mistake, such as
    /// a search for the nearest word.
    pub(super) fn has_room(&self) -> bool {
        self.found.errors.len() < MOST_MISTAKES
    }

    pub fn file(&self) -> &'t Lines<'t> {
        self.file
    }

    /// Adds a mistake at the start of a line, 1-based.
    pub(super) fn add_at_line(&mut self, line: usize, problem: TemplateProblem) {
        self.add(TemplateError {
            problem,
            line,
            column: 1,
        });
    }

    /// The value of a key; marks the key as known, also if the table does not have it.
    pub fn take(&mut self, key: &'static str) -> Option<&'t Placed<Content<'t>>> {
        self.taken.push(key);
        self.table.get(key)
    }

    /// Adds a mistake at a byte offset of the file.
    pub fn error(&mut self, offset: usize, problem: TemplateProblem) {
        if self.has_room() {
            let (line, column) = self.file.position(offset);
            self.add(TemplateError {
                problem,
                line,
                column,
            });
        }
    }

    /// Adds a remark at a byte offset of the file.
    pub fn remark(&mut self, offset: usize, remark: Remark) {
        let (line, column) = self.file.position(offset);
        self.add_remark(TemplateRemark {
            remark: RemarkKind::Expression(remark),
            line,
            column,
        });
    }

    /// Adds a remark that has its position, up to [`MOST_MISTAKES`].
    pub(super) fn add_remark(&mut self, remark: TemplateRemark) {
        if self.found.remarks.len() < MOST_MISTAKES {
            self.found.remarks.push(remark);
        }
    }

    /// Adds a mistake that has its position, up to [`MOST_MISTAKES`].
    pub fn add(&mut self, error: TemplateError) {
        if self.has_room() {
            self.found.errors.push(error);
        }
    }

    fn wrong_type(&mut self, key: &str, found: &Placed<Content<'_>>, expected: &'static str) {
        let problem = TemplateProblem::WrongType {
            key: self.full_key(key),
            expected,
        };
        self.error(found.offset, problem);
    }

    fn full_key(&self, key: &str) -> String {
        if self.name.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.name)
        }
    }

    /// Reads an optional one-line text.
    pub fn text(&mut self, key: &'static str) -> Option<Placed<String>> {
        self.written(key).map(|text| text.map(shown_on_one_line))
    }

    /// Reads an optional text unchanged.
    fn written(&mut self, key: &'static str) -> Option<Placed<&'t str>> {
        let found = self.take(key)?;
        if let Content::Text(text) = &found.value {
            Some(Placed {
                value: text,
                offset: found.offset,
            })
        } else {
            self.wrong_type(key, found, "\"…\"");
            None
        }
    }

    /// Reads a required one-line text that must not be blank.
    pub(super) fn required_text(&mut self, key: &'static str) -> Option<Placed<String>> {
        self.required_written(key)
            .map(|text| text.map(shown_on_one_line))
    }

    /// Reads a required text of one or more lines that must not be blank. For quotes and
    /// expressions, in which line ends count.
    pub(super) fn required_lines(&mut self, key: &'static str) -> Option<Placed<String>> {
        self.required_written(key)
            .map(|text| text.map(str::to_owned))
    }

    fn required_written(&mut self, key: &'static str) -> Option<Placed<&'t str>> {
        if self.table.get(key).is_none() {
            self.taken.push(key);
            self.error(self.offset(), TemplateProblem::MissingKey { key });
            return None;
        }
        let text = self.written(key)?;
        if value::is_blank(text.value) {
            let problem = TemplateProblem::Blank {
                key: self.full_key(key),
            };
            self.error(text.offset, problem);
            return None;
        }
        Some(text)
    }

    /// Reads an optional number or text as it is written (`0.05`, `"0.05"`, `3`), so that a decimal
    /// is not rounded to binary.
    pub fn literal(&mut self, key: &'static str) -> Option<Placed<String>> {
        let found = self.take(key)?;
        let Some(text) = literal_text(&found.value) else {
            self.wrong_type(key, found, "123 | \"…\"");
            return None;
        };
        Some(Placed {
            value: text,
            offset: found.offset,
        })
    }

    /// Reads a flag; `false` if the key is absent.
    pub fn flag(&mut self, key: &'static str) -> bool {
        self.optional_flag(key).unwrap_or(false)
    }

    /// Reads an optional flag.
    pub(super) fn optional_flag(&mut self, key: &'static str) -> Option<bool> {
        let found = self.take(key)?;
        if let Content::Flag(flag) = &found.value {
            Some(*flag)
        } else {
            self.wrong_type(key, found, "true | false");
            None
        }
    }

    /// Reads an optional whole number.
    pub fn count(&mut self, key: &'static str) -> Option<usize> {
        let found = self.take(key)?;
        let number = match &found.value {
            Content::Integer(digits) => digits.parse().ok(),
            _ => None,
        };
        if number.is_none() {
            self.wrong_type(key, found, "0, 1, 2 …");
        }
        number
    }

    /// Reads an optional one-line text in both languages: `{ zh = "…", en = "…" }`, or one string
    /// for both.
    pub(super) fn localized(&mut self, key: &'static str) -> Option<Placed<Localized>> {
        self.in_both_languages(key, shown_on_one_line)
    }

    fn in_both_languages(
        &mut self,
        key: &'static str,
        shown: fn(&str) -> String,
    ) -> Option<Placed<Localized>> {
        let found = self.take(key)?;
        let [zh, en] = match &found.value {
            Content::Text(text) => [text.as_ref(); 2],
            Content::Table(table) => {
                let mut reader = self.inner(table, found.offset, key);
                let zh = reader.required_written("zh");
                let en = reader.required_written("en");
                reader.finish();
                [zh?.value, en?.value]
            }
            _ => {
                self.wrong_type(key, found, "{ zh = \"…\", en = \"…\" }");
                return None;
            }
        };
        Some(Placed {
            value: Localized {
                zh: shown(zh),
                en: shown(en),
            },
            offset: found.offset,
        })
    }

    /// Reads a required one-line text in both languages.
    pub(super) fn required_localized(&mut self, key: &'static str) -> Option<Placed<Localized>> {
        self.require(key);
        self.localized(key)
    }

    /// Reads a required text of one or more lines in both languages.
    pub(super) fn required_localized_lines(
        &mut self,
        key: &'static str,
    ) -> Option<Placed<Localized>> {
        self.require(key);
        self.in_both_languages(key, str::to_owned)
    }

    /// Reports a mistake if the key is missing.
    pub(super) fn require(&mut self, key: &'static str) {
        if self.table.get(key).is_none() {
            self.error(self.offset(), TemplateProblem::MissingKey { key });
        }
    }

    /// Reads a list of one-line texts; empty if the key is absent.
    pub fn texts(&mut self, key: &'static str) -> Vec<Placed<String>> {
        let Some(found) = self.take(key) else {
            return Vec::new();
        };
        let Content::List(items) = &found.value else {
            self.wrong_type(key, found, "[\"…\"]");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in items {
            match &item.value {
                Content::Text(text) => texts.push(Placed {
                    value: shown_on_one_line(text),
                    offset: item.offset,
                }),
                _ => self.wrong_type(key, item, "\"…\""),
            }
        }
        texts
    }

    /// Reads an array of tables with the byte offset of each table; empty if the key is absent or
    /// the array has more than `most` tables (a mistake).
    pub fn tables(&mut self, key: &'static str, most: usize) -> Vec<(&'t Table<'t>, usize)> {
        let Some(found) = self.take(key) else {
            return Vec::new();
        };
        let Content::List(items) = &found.value else {
            self.wrong_type(key, found, "[[…]]");
            return Vec::new();
        };
        if let Some(first_too_many) = items.get(most) {
            let count = items.len();
            let problem = TemplateProblem::TooManyFields { count, most };
            self.error(first_too_many.offset, problem);
            return Vec::new();
        }
        let mut tables = Vec::new();
        for item in items {
            match &item.value {
                Content::Table(table) => tables.push((table, item.offset)),
                _ => self.wrong_type(key, item, "{ … }"),
            }
        }
        tables
    }

    /// Reads an optional table with its byte offset.
    pub fn table(&mut self, key: &'static str) -> Option<(&'t Table<'t>, usize)> {
        let found = self.take(key)?;
        if let Content::Table(table) = &found.value {
            Some((table, found.offset))
        } else {
            self.wrong_type(key, found, "{ … }");
            None
        }
    }

    /// Reads an optional word of the list `known` and returns its meaning.
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

    /// A reader for a nested table; mistakes go to the same list.
    pub fn inner<'i>(
        &'i mut self,
        table: &'t Table<'t>,
        offset: usize,
        name: &'static str,
    ) -> TableReader<'t, 'i> {
        TableReader::new(table, offset, name, self.file, self.found)
    }

    /// Reports every key that was never read as a mistake.
    pub fn finish(mut self) {
        for (key, _) in self.table.iter() {
            if self.taken.contains(&key.value) {
                continue;
            }
            if !self.has_room() {
                return;
            }
            let known: BTreeSet<&str> = self.taken.iter().copied().collect();
            let problem = TemplateProblem::UnknownKey {
                key: self.full_key(key.value),
                near: value::nearest(key.value, known).map(str::to_owned),
            };
            self.error(key.offset, problem);
        }
    }
}

/// Cleans a one-line text: line ends and tabs become visible too.
fn shown_on_one_line(text: &str) -> String {
    value::clean(text).text.into_owned()
}

/// The text of a scalar as written; `None` for a flag, list or table.
pub(super) fn literal_text(content: &Content<'_>) -> Option<String> {
    match content {
        Content::Text(text) => Some(shown_on_one_line(text)),
        Content::Integer(text) | Content::Decimal(text) | Content::Day(text) => Some(text.clone()),
        Content::Flag(_) | Content::List(_) | Content::Table(_) | Content::Unusable => None,
    }
}

/// Converts a TOML value to a style value; `None` if no style key can take the TOML type.
pub(super) fn style_value(content: &Content<'_>) -> Option<StyleValue> {
    let number = |content: &Content<'_>| match content {
        Content::Integer(digits) | Content::Decimal(digits) => digits.parse::<f64>().ok(),
        _ => None,
    };
    match content {
        Content::Flag(flag) => Some(StyleValue::Bool(*flag)),
        Content::Text(text) => Some(StyleValue::Text(shown_on_one_line(text))),
        Content::List(items) => items
            .iter()
            .map(|item| number(&item.value))
            .collect::<Option<Vec<_>>>()
            .map(StyleValue::Numbers),
        Content::Integer(_) | Content::Decimal(_) => number(content).map(StyleValue::Number),
        Content::Day(_) | Content::Table(_) | Content::Unusable => None,
    }
}
