//! Reads a draft from TOML. Keeps answers as literal text and does not judge them.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::{DateTime, FixedOffset, NaiveDate};
use toml_edit::{Item, Table, TableLike, Value};

use super::problem::{
    DraftError, DraftProblem, DraftWarning, DraftWarningProblem, ExpectedType, ValueType, position,
};
use super::style::style_entries;
use super::{OLD_TABLES, SCHEMA, is_plain_id, rows};
use crate::draft::{
    AcceptedBy, Acknowledgement, Answer, Draft, LastExport, Mark, Origin, Rows, Source, Status,
    TemplateReference,
};
use crate::template::{Place, StyleKeys, TableRule};

/// The maximum number of warnings per file. Each warning scans the text for its position.
const WARNING_LIMIT: usize = 100;

/// Answers by place.
type Answers = BTreeMap<Place, Answer>;

/// The result of reading a file.
pub(super) struct Read {
    pub(super) draft: Draft,
    pub(super) newer_schema: Option<u32>,
    pub(super) warnings: Vec<DraftWarning>,
}

/// Reads the draft from the root table of `text`.
pub(super) fn read(text: &str, root: &Table) -> Result<Read, DraftError> {
    if !root.contains_key("schema") && !root.contains_key("template") {
        return Err(DraftError::of_file(DraftProblem::NotADraft));
    }
    let mut reader = Reader {
        text,
        warnings: Vec::new(),
        newer_schema: None,
    };
    // Read first, because a newer schema turns later errors into empty values.
    reader.newer_schema = reader.newer_schema(root)?;
    let draft = reader.draft(root)?;
    Ok(Read {
        draft,
        newer_schema: reader.newer_schema,
        warnings: reader.warnings,
    })
}

struct Reader<'a> {
    text: &'a str,
    warnings: Vec<DraftWarning>,
    newer_schema: Option<u32>,
}

impl Reader<'_> {
    fn newer_schema(&self, root: &Table) -> Result<Option<u32>, DraftError> {
        let Some(item) = root.get("schema") else {
            return Ok(None);
        };
        match item.as_integer().map(u32::try_from) {
            Some(Ok(schema)) if schema > SCHEMA => Ok(Some(schema)),
            Some(Ok(1..)) => Ok(None),
            _ => Err(self.error(
                item.span(),
                DraftProblem::WrongSchema {
                    found: self.written(item),
                },
            )),
        }
    }

    fn draft(&mut self, root: &Table) -> Result<Draft, DraftError> {
        let template = self.template(root);
        let answers = self.answers(root);
        let origins = self.origins(root);
        let accepted = self.accepted(root);
        let acknowledged = self.acknowledged(root);
        let title = self.text_at(root, "", "title");
        let (answers, rows) = self.or_newer(answers)?;
        Ok(Draft {
            id: self.id(root)?,
            title: self.or_newer(title)?,
            created: self.moment(root, "created"),
            updated: self.moment(root, "updated"),
            template: self.or_newer(template)?,
            answers,
            rows,
            origins,
            style: self.style(root)?,
            accepted_by: accepted_by(root, accepted.as_deref().unwrap_or_default()),
            accepted: self.or_newer(accepted)?,
            acknowledged: self.or_newer(acknowledged)?,
            focus: self.focus(root),
            status: self.status(root),
            exported: self.exported(root),
        })
    }

    /// Ignores an error in a file with a newer schema, which may give a key another type.
    fn or_newer<T: Default>(&self, read: Result<T, DraftError>) -> Result<T, DraftError> {
        match (read, self.newer_schema) {
            (Err(_), Some(_)) => Ok(T::default()),
            (read, _) => read,
        }
    }

    fn id(&self, root: &Table) -> Result<String, DraftError> {
        match root.get("id") {
            None => Ok(String::new()),
            Some(item) => match item.as_str() {
                Some(id) if is_plain_id(id) => Ok(id.to_owned()),
                _ => Err(self.error(
                    item.span(),
                    DraftProblem::WrongId {
                        found: self.written(item),
                    },
                )),
            },
        }
    }

    fn template(&self, root: &Table) -> Result<TemplateReference, DraftError> {
        let Some(table) = self.table_at(root, "", "template")? else {
            return Ok(TemplateReference::default());
        };
        Ok(TemplateReference {
            id: self.text_at(table, "template.", "id")?,
            version: self.text_at(table, "template.", "version")?,
            sha256: self.text_at(table, "template.", "sha256")?,
            declined: self.text_at(table, "template.", "declined")?,
            tables: match self.text_at(table, "template.", "tables")?.as_str() {
                OLD_TABLES => TableRule::TwoColumns,
                _ => TableRule::Tagged,
            },
        })
    }

    /// The answers of the draft, and the rows of each group.
    fn answers(&self, root: &Table) -> Result<(Answers, Rows), DraftError> {
        let Some(table) = self.table_at(root, "", "answers")? else {
            return Ok((Answers::new(), Rows::default()));
        };
        let mut answers = Answers::new();
        let mut all = Rows::default();
        for (key, item) in table.iter() {
            let Some(tables) = rows::tables(item) else {
                let Ok(place) = key.parse();
                answers.insert(place, self.answer_at(table, "answers", key, item)?);
                continue;
            };
            let numbers = rows::numbers(&tables);
            let path = format!("answers.{key}");
            for (row, table) in numbers.iter().zip(tables) {
                for (name, item) in table.iter().filter(|(name, _)| *name != rows::ID) {
                    let answer = self.answer_at(table, &path, name, item)?;
                    answers.insert(rows::place(key, name, *row), answer);
                }
            }
            all.set(key, numbers);
        }
        // A place in a row that nobody declared brings its row along.
        for place in answers.keys().filter(|place| place.row.is_some()) {
            all.admit(place);
        }
        Ok((answers, all))
    }

    /// The answer in `item`, which stands at `key` in the table `path`.
    fn answer_at(
        &self,
        table: &dyn TableLike,
        path: &str,
        key: &str,
        item: &Item,
    ) -> Result<Answer, DraftError> {
        self.answer(item).ok_or_else(|| {
            let place = table.key(key).and_then(toml_edit::Key::span);
            let name = format!("{path}.{key}");
            self.wrong_type(
                place.or_else(|| item.span()),
                name,
                ExpectedType::Answer,
                item,
            )
        })
    }

    fn answers_at(
        &self,
        parent: &dyn TableLike,
        path: &str,
        key: &str,
    ) -> Result<Answers, DraftError> {
        let Some(table) = self.table_at(parent, path, key)? else {
            return Ok(Answers::new());
        };
        table
            .iter()
            .map(|(id, item)| {
                let answer = self.answer_at(table, &format!("{path}{key}"), id, item)?;
                let Ok(place) = id.parse();
                Ok((place, answer))
            })
            .collect()
    }

    fn answer(&self, item: &Item) -> Option<Answer> {
        match item.as_array() {
            Some(array) => array
                .iter()
                .map(|value| self.literal(value))
                .collect::<Option<Vec<String>>>()
                .map(Answer::Chosen),
            None => self.literal(item.as_value()?).map(Answer::Text),
        }
    }

    /// The origins of the answers. An entry that cannot be read is reported and not used: its answer
    /// then counts as typed.
    fn origins(&mut self, root: &Table) -> BTreeMap<Place, Origin> {
        let mut origins = BTreeMap::new();
        let Some(item) = root.get("origin") else {
            return origins;
        };
        let Some(table) = item.as_table_like() else {
            self.not_used("origin".to_owned(), item);
            return origins;
        };
        for (id, item) in table.iter() {
            if let Some(origin) = self.origin(item) {
                let Ok(place) = id.parse();
                origins.insert(place, origin);
            } else {
                self.not_used(format!("origin.{id}"), item);
            }
        }
        origins
    }

    fn origin(&self, item: &Item) -> Option<Origin> {
        let table = item.as_table_like()?;
        let text = |key: &str| match table.get(key) {
            None => Some(String::new()),
            Some(item) => self.literal(item.as_value()?),
        };
        let from = text("from")?;
        let from = Source::ALL
            .into_iter()
            .find(|source| source.name() == from)?;
        let is_confirmed = match table.get("confirmed") {
            None => true,
            Some(item) => item.as_bool()?,
        };
        let at = text("at")?;
        Some(Origin {
            from,
            reference: text("ref")?,
            at: DateTime::parse_from_rfc3339(at.trim()).ok(),
            is_confirmed,
            was: text("was")?,
        })
    }

    fn style(&mut self, root: &Table) -> Result<StyleKeys, DraftError> {
        let table = self.table_at(root, "", "style");
        let Some(table) = self.or_newer(table)? else {
            return Ok(StyleKeys::new());
        };
        let mut keys = StyleKeys::new();
        for entry in style_entries(table) {
            if let Some((error, place)) = entry.problem {
                self.warn(place, DraftWarningProblem::Style(error));
            }
            if let Some(value) = entry.value {
                keys.insert(entry.key.to_owned(), value);
            }
        }
        Ok(keys)
    }

    fn accepted(&self, root: &Table) -> Result<Vec<String>, DraftError> {
        let Some(table) = self.table_at(root, "", "corrections")? else {
            return Ok(Vec::new());
        };
        let Some(item) = table.get("accepted") else {
            return Ok(Vec::new());
        };
        match self.answer(item) {
            Some(Answer::Chosen(ids)) => Ok(ids),
            Some(Answer::Text(_)) | None => Err(self.wrong_type(
                item.span(),
                "corrections.accepted".to_owned(),
                ExpectedType::List,
                item,
            )),
        }
    }

    fn acknowledged(&self, root: &Table) -> Result<BTreeMap<String, Acknowledgement>, DraftError> {
        let Some(table) = self.table_at(root, "", "acknowledged")? else {
            return Ok(BTreeMap::new());
        };
        table
            .iter()
            .map(|(id, _)| {
                let path = format!("acknowledged.{id}.");
                let Some(entry) = self.table_at(table, "acknowledged.", id)? else {
                    return Ok((id.to_owned(), Acknowledgement::default()));
                };
                let acknowledgement = Acknowledgement {
                    answers: self.answers_at(entry, &path, "answers")?,
                    reason: self.text_at(entry, &path, "reason")?,
                };
                Ok((id.to_owned(), acknowledgement))
            })
            .collect()
    }

    /// Reads a moment from a TOML date-time or from a string in RFC 3339 format.
    fn moment(&mut self, root: &Table, key: &str) -> Option<DateTime<FixedOffset>> {
        let item = root.get(key)?;
        let written = item.as_value().and_then(|value| self.literal(value));
        let moment = written
            .as_deref()
            .and_then(|text| DateTime::parse_from_rfc3339(text.trim()).ok());
        if moment.is_none() {
            let problem = DraftWarningProblem::WrongTime {
                key: key.to_owned(),
                found: self.written(item),
            };
            self.warn(item.span(), problem);
        }
        moment
    }

    fn focus(&mut self, root: &Table) -> Option<Place> {
        let item = root.get("focus")?;
        if let Some(focus) = item.as_str() {
            let Ok(place) = focus.parse();
            (!focus.is_empty()).then_some(place)
        } else {
            self.not_used("focus".to_owned(), item);
            None
        }
    }

    /// Reads the mark. A part that is wrong is reported and left out.
    fn status(&mut self, root: &Table) -> Status {
        let Some(table) = self.table_or_warning(root, "status") else {
            return Status::default();
        };
        let mut status = Status::default();
        for (key, item) in table.iter() {
            let text = item.as_value().and_then(|value| self.literal(value));
            let is_used = match (key, text) {
                ("is", Some(name)) => {
                    let mark = Mark::from_name(name.trim());
                    status.is = mark.unwrap_or_default();
                    mark.is_some()
                }
                ("date", Some(day)) => {
                    status.date = day.trim().parse::<NaiveDate>().ok();
                    status.date.is_some()
                }
                ("reason", Some(reason)) => {
                    status.reason = reason;
                    true
                }
                ("is" | "date" | "reason", None) => false,
                _ => true,
            };
            if !is_used {
                self.not_used(format!("status.{key}"), item);
            }
        }
        status
    }

    /// Reads the last export; `None` if a part of it is wrong, which is reported.
    fn exported(&mut self, root: &Table) -> Option<LastExport> {
        let table = self.table_or_warning(root, "exported")?;
        let [at, path, text_sha256] = ["at", "path", "text_sha256"].map(|key| {
            let value = table.get(key).and_then(Item::as_value);
            value.and_then(|value| self.literal(value))
        });
        let at = at.and_then(|at| DateTime::parse_from_rfc3339(at.trim()).ok());
        let export = at.zip(path).zip(text_sha256);
        if export.is_none()
            && let Some(item) = root.get("exported")
        {
            self.not_used("exported".to_owned(), item);
        }
        let ((at, path), text_sha256) = export?;
        Some(LastExport {
            at,
            path,
            text_sha256,
        })
    }

    fn table_or_warning<'t>(&mut self, root: &'t Table, key: &str) -> Option<&'t dyn TableLike> {
        let item = root.get(key)?;
        let table = item.as_table_like();
        if table.is_none() {
            self.not_used(key.to_owned(), item);
        }
        table
    }

    fn not_used(&mut self, key: String, item: &Item) {
        let found = value_type(item);
        self.warn(item.span(), DraftWarningProblem::NotUsed { key, found });
    }

    fn text_at(&self, parent: &dyn TableLike, path: &str, key: &str) -> Result<String, DraftError> {
        let Some(item) = parent.get(key) else {
            return Ok(String::new());
        };
        item.as_value()
            .and_then(|value| self.literal(value))
            .ok_or_else(|| {
                let name = format!("{path}{key}");
                self.wrong_type(item.span(), name, ExpectedType::Text, item)
            })
    }

    fn table_at<'t>(
        &self,
        parent: &'t dyn TableLike,
        path: &str,
        key: &str,
    ) -> Result<Option<&'t dyn TableLike>, DraftError> {
        let Some(item) = parent.get(key) else {
            return Ok(None);
        };
        match item.as_table_like() {
            Some(table) => Ok(Some(table)),
            None => Err(self.wrong_type(
                item.span(),
                format!("{path}{key}"),
                ExpectedType::Table,
                item,
            )),
        }
    }

    /// The text of a scalar: the content of a string; a number without the `_` and `+` that TOML
    /// allows; any other scalar as written.
    fn literal(&self, value: &Value) -> Option<String> {
        match value {
            Value::String(text) => Some(text.value().clone()),
            Value::Integer(_) | Value::Float(_) => {
                let number = self.text.get(value.span()?)?;
                Some(number.trim_start_matches('+').replace('_', ""))
            }
            Value::Boolean(_) | Value::Datetime(_) => {
                self.text.get(value.span()?).map(str::to_owned)
            }
            Value::Array(_) | Value::InlineTable(_) => None,
        }
    }

    /// The value as written, truncated for messages.
    fn written(&self, item: &Item) -> String {
        const SHOWN_CHARS: usize = 60;
        item.span()
            .and_then(|span| self.text.get(span))
            .unwrap_or_default()
            .chars()
            .take(SHOWN_CHARS)
            .collect()
    }

    fn wrong_type(
        &self,
        span: Option<Range<usize>>,
        key: String,
        expected: ExpectedType,
        item: &Item,
    ) -> DraftError {
        let found = value_type(item);
        self.error(
            span,
            DraftProblem::WrongType {
                key,
                expected,
                found,
            },
        )
    }

    fn error(&self, span: Option<Range<usize>>, problem: DraftProblem) -> DraftError {
        DraftError::at(self.text, span.map_or(0, |span| span.start), problem)
    }

    fn warn(&mut self, span: Option<Range<usize>>, problem: DraftWarningProblem) {
        if self.warnings.len() < WARNING_LIMIT {
            let (line, column) = position(self.text, span.map_or(0, |span| span.start));
            self.warnings.push(DraftWarning {
                problem,
                line,
                column,
            });
        }
    }
}

fn value_type(item: &Item) -> ValueType {
    match item {
        Item::Value(Value::String(_)) => ValueType::Text,
        Item::Value(Value::Array(_)) => ValueType::List,
        Item::Value(
            Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_),
        )
        | Item::None => ValueType::Scalar,
        Item::Value(Value::InlineTable(_)) | Item::Table(_) | Item::ArrayOfTables(_) => {
            ValueType::Table
        }
    }
}

/// Who accepted these corrections. Anything that this version does not know is left out.
fn accepted_by(root: &Table, accepted: &[String]) -> BTreeMap<String, AcceptedBy> {
    let by = root.get("corrections").and_then(|table| table.get("by"));
    let Some(by) = by.and_then(Item::as_table_like) else {
        return BTreeMap::new();
    };
    let entries = by.iter();
    let known = entries.filter_map(|(id, item)| {
        let by = AcceptedBy::from_name(item.as_str()?)?;
        Some((id.to_owned(), by))
    });
    known.filter(|(id, _)| accepted.contains(id)).collect()
}
