//! The scope of expressions: values, the style, accepted corrections, words of the finished text.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use minijinja::Value as Dynamic;
use minijinja::value::{ValueKind, merge_maps};

use super::fault::EvaluationError;
use super::helpers::inner_name;
use crate::template::model::FieldId;
use crate::template::style::{Style, StyleValue};
use crate::value::{Value, clean_lines, date};

/// A value in the form that expressions use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScopeValue {
    /// An amount in fen, a percentage in ten-thousandths of a percent, a decimal in millionths, or a
    /// whole number.
    Integer(i64),
    /// A text, a day in ISO form (`2026-03-01`), or the id of the chosen option of a single choice.
    Text(String),
    /// Ids of the chosen options.
    List(Vec<String>),
    /// A boolean; only expressions give it, no field has it.
    Flag(bool),
    /// No value, because a field is unanswered.
    Nothing,
}

/// The data that expressions can read: values of answered fields, the style, accepted corrections
/// and, for checks, words of the finished text.
#[derive(Clone, Debug)]
pub struct Scope {
    pub(super) values: Dynamic,
    answered: Arc<BTreeSet<FieldId>>,
    totals: Arc<Totals>,
}

/// What expressions can ask about all rows of a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// The total of each field, in the units of [`ScopeValue::Integer`]; a total that lacks a value
    /// has no entry.
    pub sums: BTreeMap<String, i64>,
    /// The number of rows of each group, without those that hold no answer.
    pub counts: BTreeMap<String, i64>,
}

impl Scope {
    /// A scope over `values`. `found` is the subset of the searched words
    /// ([`Expression::texts`](super::Expression::texts)) that occur in the finished text.
    #[must_use]
    pub fn new<'a>(
        values: impl IntoIterator<Item = (&'a FieldId, ScopeValue)>,
        accepted: &[String],
        style: &Style,
        found: BTreeSet<String>,
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
            Dynamic::from_function(move |part: String| found.contains(&part)),
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
            totals: Arc::default(),
        }
    }

    /// The scope with the totals of rows.
    #[must_use]
    pub fn with_totals(mut self, totals: Totals) -> Self {
        if totals == Totals::default() {
            // Without groups of rows no expression can ask, and each key builds a scope.
            return self;
        }
        let totals = Arc::new(totals);
        let (sums, counts) = (Arc::clone(&totals), Arc::clone(&totals));
        let look_up = move |id: String| {
            sums.sums
                .get(&id)
                .copied()
                .map_or(Dynamic::UNDEFINED, Dynamic::from)
        };
        let count = move |id: String| counts.counts.get(&id).copied().unwrap_or(0);
        let functions = [
            (inner_name("sum"), Dynamic::from_function(look_up)),
            (inner_name("count"), Dynamic::from_function(count)),
        ];
        self.values = merge_maps([Dynamic::from_pairs(functions), self.values]);
        self.totals = totals;
        self
    }

    /// The scope as one row of a group sees it: with the values of its own fields.
    #[must_use]
    pub fn in_row<'a>(
        &self,
        group: &str,
        values: impl IntoIterator<Item = (&'a FieldId, ScopeValue)>,
    ) -> Self {
        let mut answered = BTreeSet::clone(&self.answered);
        let mut names: BTreeMap<String, Dynamic> = BTreeMap::new();
        for (field, value) in values {
            answered.insert(field.clone());
            let name = field.as_str().split_once('.').map_or("", |(_, name)| name);
            names.insert(name.to_owned(), value.into_dynamic());
        }
        let answered = Arc::new(answered);
        let seen = Arc::clone(&answered);
        let asks = Dynamic::from_function(move |id: String| seen.contains(id.as_str()));
        let row = [
            (group.to_owned(), Dynamic::from_pairs(names)),
            ("answered".to_owned(), asks),
        ];
        Self {
            values: merge_maps([Dynamic::from_pairs(row), self.values.clone()]),
            answered,
            totals: Arc::clone(&self.totals),
        }
    }

    /// Whether the total of a field of rows has its value.
    #[must_use]
    pub(super) fn has_sum(&self, field: &FieldId) -> bool {
        self.totals.sums.contains_key(field.as_str())
    }

    /// Whether the scope has a value for the field.
    #[must_use]
    pub fn has(&self, field: &FieldId) -> bool {
        self.answered.contains(field)
    }
}

impl ScopeValue {
    /// Converts the value of a field to the form that expressions use.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Money(amount) => Self::Integer(whole(amount.fen())),
            Value::Number(number) => Self::Integer(whole(number.millionths())),
            Value::Percent(percent) => Self::Integer(whole(percent.ten_thousandths())),
            Value::Rate(rate) => Self::Integer(whole(rate.share().ten_thousandths())),
            Value::Integer(number) => Self::Integer(i64::from(*number)),
            Value::Time(time) => Self::Text(time.print()),
            Value::Date(day) => Self::Text(date::iso(*day)),
            Value::Choice(options) => Self::List(options.clone()),
            text => Self::Text(text.as_text().unwrap_or_default().to_owned()),
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

    /// Converts the result of an expression. Cleans texts, because an escape in the expression can
    /// produce invisible characters.
    pub(super) fn from_dynamic(result: &Dynamic) -> Result<Self, EvaluationError> {
        let seen = |text: &str| clean_lines(text).text.into_owned();
        if let Some(text) = result.as_str() {
            return Ok(Self::Text(seen(text)));
        }
        let no_answer = || EvaluationError::NoAnswer {
            found: result.to_string(),
        };
        match result.kind() {
            ValueKind::Bool => Ok(Self::Flag(result.is_true())),
            ValueKind::Number => i64::try_from(result.clone())
                .map(Self::Integer)
                .map_err(|_| no_answer()),
            ValueKind::Seq => Ok(Self::List(
                result
                    .try_iter()
                    .into_iter()
                    .flatten()
                    .take(200)
                    .map(|item| seen(&item.to_string()))
                    .collect(),
            )),
            ValueKind::Undefined | ValueKind::None => Ok(Self::Nothing),
            _ => Err(EvaluationError::NoAnswer {
                found: "…".to_owned(),
            }),
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

/// Converts to `i64`. Never saturates: the types of amounts and percentages limit them far below
/// `i64::MAX`.
fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
