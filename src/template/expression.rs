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
        value::Money::from_fen(fen).map(value::Money::grouped)
    });
    environment.add_function("capital", |fen: u64| {
        value::Money::from_fen(fen).map(value::capital_words)
    });
    environment.add_function("percent", |parts: u64| {
        value::Percent::from_ten_thousandths(parts).map(value::Percent::print)
    });
    environment.add_function("date", |day: String| {
        date::parse_stored(&day).ok().map(date::print)
    });
    environment
});

/// Whether a name already means something in expressions, so that no field can bear it.
pub(super) fn is_reserved(name: &str) -> bool {
    const WORDS: [&str; 15] = [
        "and", "or", "not", "if", "else", "in", "is", "true", "false", "none", "True", "False",
        "None", "loop", "style",
    ];
    WORDS.contains(&name) || HELPERS.contains(&name) || QUESTIONS.contains(&name)
}

/// A parsed expression.
#[derive(Debug)]
pub struct Expression {
    compiled: minijinja::Expression<'static, 'static>,
    fields: Vec<FieldId>,
    /// The fields whose values it reads without asking whether there is one.
    needed: Vec<FieldId>,
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
        refuse_filters(source)?;
        let mut used = BTreeSet::new();
        let mut paths: Vec<String> = compiled.undeclared_variables(true).into_iter().collect();
        paths.sort_by_key(|path| name_offset(source, path));
        for path in paths {
            if let Some(field) = fields.get(path.as_str()) {
                used.insert(field.clone());
            } else if !is_known(&path) {
                let known = fields.iter().map(FieldId::as_str);
                return Err(ExpressionError::UnknownName {
                    near: value::nearest(&path, known.chain(HELPERS).chain(QUESTIONS))
                        .map(str::to_owned),
                    offset: name_offset(source, &path),
                    name: path,
                });
            }
        }
        let mut needed: Vec<FieldId> = used.iter().cloned().collect();
        let mut asked_corrections = Vec::new();
        let mut texts = Vec::new();
        for helper in QUESTIONS {
            for (offset, argument) in literal_arguments(source, helper)? {
                let known = match helper {
                    "answered" => fields.get(argument).map(|field| {
                        used.insert(field.clone());
                        needed.retain(|other| other != field);
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
            needed,
            corrections: asked_corrections,
            texts,
        })
    }

    /// The fields that it reads, also those it only asks about with `answered(…)`.
    #[must_use]
    pub fn fields(&self) -> &[FieldId] {
        &self.fields
    }

    /// Whether it makes sense without a value of this field: it does not read the value, or asks
    /// first with `answered(…)` whether there is one.
    #[must_use]
    pub fn does_without(&self, field: &FieldId) -> bool {
        !self.needed.contains(field)
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
    for (offset, _) in words(source).filter(|(_, word)| *word == helper) {
        let after = source.get(offset + helper.len()..).unwrap_or_default();
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

/// Whether a name, or a path like `style.copies`, is there in every scope.
fn is_known(path: &str) -> bool {
    let is_style_key = |key: &str| {
        Style::default()
            .expression_values()
            .iter()
            .any(|(name, _)| *name == key)
    };
    match path.split_once('.') {
        Some(("style", key)) => is_style_key(key),
        Some(_) => false,
        None => HELPERS.contains(&path) || QUESTIONS.contains(&path),
    }
}

/// Filters and tests parse but fail when they are evaluated: none are part of this language.
fn refuse_filters(source: &str) -> Result<(), ExpressionError> {
    let found = words(source).find(|(_, word)| *word == "|" || *word == "is");
    match found {
        Some((offset, word)) => Err(ExpressionError::Syntax {
            detail: format!("`{word}` is not part of expressions"),
            offset,
        }),
        None => Ok(()),
    }
}

/// Where a name, or the first name of a path, stands; 0 where it does not.
fn name_offset(source: &str, path: &str) -> usize {
    let name = path.split('.').next().unwrap_or(path);
    let rest = path.get(name.len()..).unwrap_or_default();
    let places = || words(source).filter(|(_, word)| *word == name);
    places()
        .find(|(offset, _)| {
            let after = source.get(offset + name.len()..).unwrap_or_default();
            after.starts_with(rest)
        })
        .or_else(|| places().next())
        .map_or(0, |(offset, _)| offset)
}

/// The words and signs of an expression with their offsets, quoted literals left out.
fn words(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut rest = source;
    std::iter::from_fn(move || {
        loop {
            let first = rest.chars().next()?;
            let offset = source.len() - rest.len();
            let length = match first {
                '\'' | '"' => literal_length(rest, first),
                c if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
                c => c.len_utf8(),
            };
            let (word, tail) = rest.split_at_checked(length)?;
            rest = tail;
            if first != '\'' && first != '"' {
                return Some((offset, word));
            }
        }
    })
}

/// The length in bytes of the quoted literal that a text begins with.
fn literal_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (offset, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return offset + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> BTreeSet<FieldId> {
        ["buyer", "total", "extras", "starts", "ends"]
            .map(FieldId::new)
            .into()
    }

    fn parse(source: &str) -> Result<Expression, ExpressionError> {
        Expression::parse(source, &names(), &BTreeSet::from(["K1".to_owned()]))
    }

    fn scope() -> Scope {
        let fields = ["buyer", "total", "extras", "starts", "ends"].map(FieldId::new);
        let values = [
            ScopeValue::Text("甲公司".to_owned()),
            ScopeValue::Integer(1_280_000),
            ScopeValue::List(vec!["install".to_owned()]),
            ScopeValue::Text("2026-03-01".to_owned()),
            ScopeValue::Text("2028-02-29".to_owned()),
        ];
        let accepted = ["K1".to_owned()];
        let text = Some(Arc::from("全部条款"));
        Scope::new(
            fields.iter().zip(values),
            &accepted,
            &Style::default(),
            text,
        )
    }

    #[test]
    fn expressions_see_values_the_style_corrections_and_the_text() {
        for (source, expected) in [
            ("buyer == '甲公司'", ScopeValue::Flag(true)),
            (
                "total > 1000000 and total <= 1280000",
                ScopeValue::Flag(true),
            ),
            ("total * 2", ScopeValue::Integer(2_560_000)),
            ("total // 100", ScopeValue::Integer(12_800)),
            ("'install' in extras", ScopeValue::Flag(true)),
            ("'train' not in extras", ScopeValue::Flag(true)),
            ("answered('buyer')", ScopeValue::Flag(true)),
            ("accepted('K1')", ScopeValue::Flag(true)),
            (
                "text_has('条款') and not text_has('附件')",
                ScopeValue::Flag(true),
            ),
            ("style.copies == 'capital'", ScopeValue::Flag(true)),
            ("days(starts, ends)", ScopeValue::Integer(730)),
            ("whole_years(starts, ends)", ScopeValue::Integer(2)),
            (
                "add_years(ends, 1)",
                ScopeValue::Text("2029-03-01".to_owned()),
            ),
            (
                "add_months(starts, 1)",
                ScopeValue::Text("2026-04-01".to_owned()),
            ),
            (
                "add_days(ends, 1)",
                ScopeValue::Text("2028-03-01".to_owned()),
            ),
            ("chars(buyer)", ScopeValue::Integer(3)),
            ("money(total)", ScopeValue::Text("12,800.00".to_owned())),
            (
                "capital(total)",
                ScopeValue::Text("壹万贰仟捌佰元整".to_owned()),
            ),
            ("percent(500)", ScopeValue::Text("0.05".to_owned())),
            ("date(starts)", ScopeValue::Text("2026年3月1日".to_owned())),
            (
                "buyer if total > 1 else '无'",
                ScopeValue::Text("甲公司".to_owned()),
            ),
        ] {
            let found = parse(source).unwrap().evaluate(&scope());
            assert_eq!(found, Ok(expected), "expression: {source}");
        }
    }

    #[test]
    fn a_wrong_expression_is_refused_where_it_stands() {
        for (source, offset) in [
            ("buyer ==", 6),
            ("total > nothing", 8),
            ("answered('seller')", 0),
            ("answered(buyer)", 0),
            ("accepted('K9')", 0),
            ("total > 1 and text_has(buyer)", 14),
            // Silent in a contract: none of these would ever be true.
            ("total > 1 and style.copeis == 'capital'", 14),
            ("buyer.name == 'x'", 0),
            ("buyer|upper == 'x'", 5),
            ("buyer is defined", 6),
            ("totals > 1 or total > totals", 0),
        ] {
            let error = parse(source).expect_err(source);
            assert_eq!(error.offset(), offset, "{source}: {error:?}");
        }
    }

    #[test]
    fn an_error_counts_as_false_only_while_something_is_unanswered() {
        let empty = Scope::new([], &[], &Style::default(), None);
        for source in [
            "'install' in extras",
            "chars(buyer) > 3",
            "total % 0 == 1",
            "total > 1",
        ] {
            assert_eq!(parse(source).unwrap().holds(&empty), Ok(false), "{source}");
        }
        assert!(parse("total % 0 == 1").unwrap().holds(&scope()).is_err());
        assert!(parse("total + buyer > 1").unwrap().holds(&scope()).is_err());
    }

    #[test]
    fn hostile_expressions_end() {
        let deep = |open: &str, middle: &str, close: &str, n: usize| {
            format!("{}{middle}{}", open.repeat(n), close.repeat(n))
        };
        for source in [
            deep("(", "total", ")", 1_900),
            deep("[", "total", "]", 1_900),
            deep("not ", "total", "", 900),
            deep("-", "total", "", 3_900),
            deep("total + ", "total", "", 490),
            deep("total.a", "", ".a", 1_000),
            deep("total if total else ", "total", "", 190),
            deep("[total][0]", "", "[0]", 1_000),
            "total ".repeat(600),
            "'".repeat(3_999),
            "total ** 999999999 ** 999999999".to_owned(),
            "'x' * 1000000000".to_owned(),
            "[total] * 1000000000".to_owned(),
        ] {
            let start = std::time::Instant::now();
            if let Ok(expression) = parse(&source) {
                let _ = expression.evaluate(&scope());
                let _ = expression.holds(&scope());
            }
            let head: String = source.chars().take(20).collect();
            assert!(
                start.elapsed().as_secs() < 1,
                "{head}… took {:?}",
                start.elapsed()
            );
        }
    }

    #[test]
    fn helpers_compute_days() {
        let fields = BTreeSet::from([FieldId::new("start")]);
        for (source, expected) in [
            ("add_years(start, 1)", "2029-03-01"),
            ("add_days(start, -1)", "2028-02-28"),
            ("add_days(add_years(start, 1), -1)", "2029-02-28"),
            ("add_months(start, 12)", "2029-02-28"),
        ] {
            let expression = Expression::parse(source, &fields, &BTreeSet::new()).unwrap();
            let start = FieldId::new("start");
            let scope = Scope::new(
                [(&start, ScopeValue::Text("2028-02-29".to_owned()))],
                &[],
                &Style::default(),
                None,
            );
            assert_eq!(
                expression.evaluate(&scope),
                Ok(ScopeValue::Text(expected.to_owned())),
                "source: {source}"
            );
        }
    }
}
