//! Expressions of templates: conditions, checks, defaults. Evaluated over typed values, with
//! fuel, by minijinja; parsed and checked for undeclared names when a template loads.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use minijinja::value::ValueKind;
use minijinja::{Environment, Value as Dynamic};

use super::model::FieldId;
use super::style::{Style, StyleValue};
use crate::value::{self, Value, date};

/// Steps that one evaluation may take; the longest rule of a contract takes under 200.
const FUEL: u64 = 20_000;

/// The longest expression, in bytes.
const MAX_LENGTH: usize = 4_000;

/// Helpers that take nothing but values.
const HELPERS: [&str; 10] = [
    "days",
    "add_years",
    "add_months",
    "add_days",
    "whole_years",
    "chars",
    "money",
    "percent",
    "date",
    "capital",
];

/// Helpers that ask about the draft or the finished text; their argument is a literal.
const QUESTIONS: [&str; 3] = ["answered", "accepted", "text_has"];

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::empty();
    environment.set_fuel(Some(FUEL));
    environment.add_function("days", |from: String, to: String| {
        on_days(&from, &to, date::days_between)
    });
    environment.add_function("whole_years", |from: String, to: String| {
        on_days(&from, &to, date::whole_years).flatten()
    });
    environment.add_function("add_years", |day: String, years: u32| {
        moved(&day, |day| date::add_years(day, years))
    });
    environment.add_function("add_months", |day: String, months: u32| {
        moved(&day, |day| date::add_months(day, months))
    });
    environment.add_function("add_days", |day: String, days: i64| {
        moved(&day, |day| date::add_days(day, days))
    });
    environment.add_function("chars", |text: String| text.chars().count());
    environment.add_function("money", |fen: u64| {
        value::Money::from_fen(fen).map(|amount| amount.grouped())
    });
    environment.add_function("capital", |fen: u64| {
        value::Money::from_fen(fen).map(value::capital_words)
    });
    environment.add_function("percent", |parts: u64| {
        value::Percent::from_ten_thousandths(parts).map(|percent| percent.print())
    });
    environment.add_function("date", |day: String| {
        date::parse_stored(&day).ok().map(date::print)
    });
    environment
});

/// A parsed expression.
#[derive(Debug)]
pub struct Expression {
    compiled: minijinja::Expression<'static, 'static>,
    fields: Vec<FieldId>,
    corrections: Vec<String>,
    texts: Vec<String>,
}

/// Why an expression is refused when its template loads.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExpressionError {
    /// It does not parse; `detail` is the parser's own (English) word.
    #[error("{detail}")]
    Syntax {
        /// What the parser says.
        detail: String,
        /// Where in the expression, in bytes.
        offset: usize,
    },
    /// It uses a name that is neither a field nor a helper.
    #[error("unknown name {name}")]
    UnknownName {
        /// The name.
        name: String,
        /// The nearest known one.
        near: Option<String>,
        /// Where in the expression, in bytes.
        offset: usize,
    },
    /// `answered(…)`, `accepted(…)` or `text_has(…)` without a literal in quotes.
    #[error("{helper} takes a literal")]
    LiteralExpected {
        /// The helper.
        helper: &'static str,
        /// Where in the expression, in bytes.
        offset: usize,
    },
    /// It is longer than an expression may be.
    #[error("too long: {length} bytes")]
    TooLong {
        /// Its length in bytes.
        length: usize,
    },
}

impl ExpressionError {
    /// Where in the expression it is, in bytes.
    #[must_use]
    pub fn offset(&self) -> usize {
        match self {
            Self::Syntax { offset, .. }
            | Self::UnknownName { offset, .. }
            | Self::LiteralExpected { offset, .. } => *offset,
            Self::TooLong { .. } => 0,
        }
    }
}

/// Why an expression gave nothing: divided by zero, out of fuel, wrong types.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct EvaluationError {
    /// What the evaluator says, in English.
    pub detail: String,
}

/// A value as expressions see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScopeValue {
    /// Fen, ten-thousandths of a percent, or a whole number.
    Integer(i64),
    /// Text, or a day as `2026-03-01`, or the id of the one chosen option.
    Text(String),
    /// Ids of the chosen options.
    List(Vec<String>),
    /// A truth value.
    Flag(bool),
    /// Nothing.
    Nothing,
}

/// What an expression can see: values of answered fields, the style, accepted corrections and,
/// for checks, the finished text.
#[derive(Clone, Debug)]
pub struct Scope {
    values: Dynamic,
    answered: Arc<BTreeSet<FieldId>>,
}

impl Expression {
    /// Parses an expression whose fields are all among `fields` and whose corrections are all
    /// among `corrections`.
    ///
    /// # Errors
    /// It does not parse, is too long, or uses an undeclared name.
    pub fn parse(
        source: &str,
        fields: &BTreeSet<FieldId>,
        corrections: &BTreeSet<String>,
    ) -> Result<Self, ExpressionError> {
        if source.len() > MAX_LENGTH {
            return Err(ExpressionError::TooLong {
                length: source.len(),
            });
        }
        let compiled = ENVIRONMENT
            .compile_expression_owned(source.to_owned())
            .map_err(|error| ExpressionError::Syntax {
                detail: error.detail().unwrap_or("syntax error").to_owned(),
                offset: error.range().map_or(0, |range| range.start),
            })?;
        let mut used = BTreeSet::new();
        for name in compiled.undeclared_variables(false) {
            if let Some(field) = fields.get(name.as_str()) {
                used.insert(field.clone());
            } else if name != "style"
                && !HELPERS.contains(&name.as_str())
                && !QUESTIONS.contains(&name.as_str())
            {
                let known = fields.iter().map(FieldId::as_str);
                return Err(ExpressionError::UnknownName {
                    near: value::nearest(&name, known.chain(HELPERS).chain(QUESTIONS))
                        .map(str::to_owned),
                    offset: source.find(&name).unwrap_or(0),
                    name,
                });
            }
        }
        let mut asked_corrections = Vec::new();
        let mut texts = Vec::new();
        for helper in QUESTIONS {
            for (offset, argument) in literal_arguments(source, helper)? {
                let known = match helper {
                    "answered" => fields.get(argument).map(|field| {
                        used.insert(field.clone());
                    }),
                    "accepted" => corrections
                        .get(argument)
                        .map(|id| asked_corrections.push(id.clone())),
                    _ => {
                        texts.push(argument.to_owned());
                        Some(())
                    }
                };
                if known.is_none() {
                    let names = fields.iter().map(FieldId::as_str);
                    let ids = corrections.iter().map(String::as_str);
                    return Err(ExpressionError::UnknownName {
                        near: value::nearest(argument, names.chain(ids)).map(str::to_owned),
                        name: argument.to_owned(),
                        offset,
                    });
                }
            }
        }
        Ok(Self {
            compiled,
            fields: used.into_iter().collect(),
            corrections: asked_corrections,
            texts,
        })
    }

    /// The fields that it reads, also those it only asks about with `answered(…)`.
    #[must_use]
    pub fn fields(&self) -> &[FieldId] {
        &self.fields
    }

    /// The corrections that it asks about with `accepted(…)`.
    #[must_use]
    pub fn corrections(&self) -> &[String] {
        &self.corrections
    }

    /// The words that it looks for with `text_has(…)`.
    #[must_use]
    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    /// Its value.
    ///
    /// # Errors
    /// It divides by zero, runs out of fuel, or treats a value as what it is not.
    pub fn evaluate(&self, scope: &Scope) -> Result<ScopeValue, EvaluationError> {
        self.compiled
            .eval(scope.values.clone())
            .map(|result| ScopeValue::from_dynamic(&result))
            .map_err(|error| EvaluationError {
                detail: error.detail().unwrap_or("failed").to_owned(),
            })
    }

    /// Whether it is true. An error is `false` while one of its fields is unanswered, since
    /// arithmetic with nothing is the normal state of a half-filled draft.
    ///
    /// # Errors
    /// All its fields are answered and it still cannot be evaluated.
    pub fn holds(&self, scope: &Scope) -> Result<bool, EvaluationError> {
        match self.compiled.eval(scope.values.clone()) {
            Ok(result) => Ok(result.is_true()),
            Err(_) if !self.fields.iter().all(|field| scope.has(field)) => Ok(false),
            Err(error) => Err(EvaluationError {
                detail: error.detail().unwrap_or("failed").to_owned(),
            }),
        }
    }
}

impl Scope {
    /// A scope over these values.
    #[must_use]
    pub fn new<'a>(
        values: impl IntoIterator<Item = (&'a FieldId, ScopeValue)>,
        accepted: &[String],
        style: &Style,
        text: Option<Arc<str>>,
    ) -> Self {
        let mut answered = BTreeSet::new();
        let mut names: BTreeMap<String, Dynamic> = BTreeMap::new();
        for (field, value) in values {
            answered.insert(field.clone());
            names.insert(field.as_str().to_owned(), value.into_dynamic());
        }
        let answered = Arc::new(answered);
        let seen = Arc::clone(&answered);
        let accepted: BTreeSet<String> = accepted.iter().cloned().collect();
        names.insert(
            "answered".to_owned(),
            Dynamic::from_function(move |id: String| seen.contains(id.as_str())),
        );
        names.insert(
            "accepted".to_owned(),
            Dynamic::from_function(move |id: String| accepted.contains(&id)),
        );
        names.insert(
            "text_has".to_owned(),
            Dynamic::from_function(move |part: String| {
                text.as_ref().is_some_and(|text| text.contains(&part))
            }),
        );
        let style: BTreeMap<&str, Dynamic> = style
            .expression_values()
            .into_iter()
            .map(|(key, value)| (key, style_value(value)))
            .collect();
        names.insert("style".to_owned(), Dynamic::from_pairs(style));
        Self {
            values: Dynamic::from_pairs(names),
            answered,
        }
    }

    /// Whether the field is answered.
    #[must_use]
    pub fn has(&self, field: &FieldId) -> bool {
        self.answered.contains(field)
    }
}

impl ScopeValue {
    /// A field's value as expressions see it.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(text.clone()),
            Value::PartyName(name) => Self::Text(name.as_str().to_owned()),
            Value::Phone(phone) => Self::Text(phone.as_str().to_owned()),
            Value::Url(url) => Self::Text(url.as_str().to_owned()),
            Value::BankAccount(account) => Self::Text(account.as_str().to_owned()),
            Value::CreditCode(code) => Self::Text(code.as_str().to_owned()),
            Value::Money(amount) => Self::Integer(whole(amount.fen())),
            Value::Percent(percent) => Self::Integer(whole(percent.ten_thousandths())),
            Value::Integer(number) => Self::Integer(i64::from(*number)),
            Value::Date(day) => Self::Text(date::iso(*day)),
            Value::Choice(options) => Self::List(options.clone()),
        }
    }

    fn into_dynamic(self) -> Dynamic {
        match self {
            Self::Integer(number) => Dynamic::from(number),
            Self::Text(text) => Dynamic::from(text),
            Self::List(items) => Dynamic::from(items),
            Self::Flag(flag) => Dynamic::from(flag),
            Self::Nothing => Dynamic::UNDEFINED,
        }
    }

    fn from_dynamic(result: &Dynamic) -> Self {
        if let Some(text) = result.as_str() {
            return Self::Text(text.to_owned());
        }
        match result.kind() {
            ValueKind::Bool => Self::Flag(result.is_true()),
            ValueKind::Number => i64::try_from(result.clone()).map_or(Self::Nothing, Self::Integer),
            ValueKind::Seq => Self::List(
                result
                    .try_iter()
                    .into_iter()
                    .flatten()
                    .take(200)
                    .map(|item| item.to_string())
                    .collect(),
            ),
            _ => Self::Nothing,
        }
    }
}

fn style_value(value: StyleValue) -> Dynamic {
    match value {
        StyleValue::Bool(flag) => Dynamic::from(flag),
        StyleValue::Text(text) => Dynamic::from(text),
        StyleValue::Number(number) => Dynamic::from(number),
        StyleValue::Numbers(numbers) => Dynamic::from(numbers),
    }
}

/// Amounts and percentages stay far below `i64::MAX`, their types see to it.
fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn on_days<T>(
    from: &str,
    to: &str,
    compute: fn(chrono::NaiveDate, chrono::NaiveDate) -> T,
) -> Option<T> {
    let from = date::parse_stored(from).ok()?;
    let to = date::parse_stored(to).ok()?;
    Some(compute(from, to))
}

fn moved(
    day: &str,
    compute: impl FnOnce(chrono::NaiveDate) -> Option<chrono::NaiveDate>,
) -> Option<String> {
    compute(date::parse_stored(day).ok()?).map(date::iso)
}

/// The literal arguments of every call of `helper` in an expression that parses, with offsets.
fn literal_arguments<'a>(
    source: &'a str,
    helper: &'static str,
) -> Result<Vec<(usize, &'a str)>, ExpressionError> {
    let mut found = Vec::new();
    for (offset, _) in source.match_indices(helper) {
        let before = source.get(..offset).unwrap_or_default();
        let after = source.get(offset + helper.len()..).unwrap_or_default();
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        if before.ends_with(is_word) || after.starts_with(is_word) || in_literal(before) {
            continue;
        }
        let argument = after
            .trim_start()
            .strip_prefix('(')
            .map(str::trim_start)
            .and_then(|rest| {
                let quote = rest.chars().next().filter(|c| *c == '\'' || *c == '"')?;
                let inner = rest.strip_prefix(quote)?;
                let (literal, tail) = inner.split_once(quote)?;
                (tail.trim_start().starts_with(')') && !literal.contains('\\')).then_some(literal)
            });
        match argument {
            Some(literal) => found.push((offset, literal)),
            None => return Err(ExpressionError::LiteralExpected { helper, offset }),
        }
    }
    Ok(found)
}

/// Whether text that begins an expression ends inside a quoted literal.
fn in_literal(before: &str) -> bool {
    let mut open = None;
    let mut escaped = false;
    for c in before.chars() {
        match (open, c) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (None, '\'' | '"') => open = Some(c),
            (Some(quote), _) if quote == c => open = None,
            _ => {}
        }
    }
    open.is_some()
}
