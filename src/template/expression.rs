//! The expressions of a template: conditions, checks, defaults. A template load parses them and
//! refuses undeclared names; minijinja evaluates them over typed values with limited fuel.

mod fault;
mod helpers;
mod remarks;
mod scope;
mod words;

use std::collections::BTreeSet;

use helpers::{ENVIRONMENT, HELPERS, OVER_ROWS, QUESTIONS, is_known};
use words::{literal_arguments, name_offset, refuse_filters, with_inner_names, words};

pub use fault::EvaluationError;
pub(super) use helpers::is_reserved;
pub use remarks::Remark;
pub use scope::{Scope, ScopeValue, Totals};

use super::model::FieldId;
use super::rows::group_of;
use crate::value;

/// The limit of an expression, in bytes.
const MAX_LENGTH: usize = 4_000;

/// A parsed expression, with the names that it uses.
#[derive(Debug)]
pub struct Expression {
    compiled: minijinja::Expression<'static, 'static>,
    fields: Vec<FieldId>,
    /// The fields whose value the expression reads without a test by `answered(…)`.
    needed: Vec<FieldId>,
    corrections: Vec<String>,
    /// The fields of rows over which the expression adds.
    sums: Vec<FieldId>,
    /// The fields of rows that the expression reads, with the byte offset of each.
    in_rows: Vec<(usize, FieldId)>,
    texts: Vec<String>,
    remarks: Vec<(usize, Remark)>,
}

/// Why an expression is refused when its template loads.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExpressionError {
    /// The expression does not parse.
    #[error("{detail}")]
    Syntax {
        /// The message of the parser, in English.
        detail: String,
        /// The byte offset in the expression.
        offset: usize,
    },
    /// A name is neither a field nor a helper.
    #[error("unknown name {name}")]
    UnknownName {
        /// The name.
        name: String,
        /// The known name with the most similar spelling.
        near: Option<String>,
        /// The byte offset in the expression.
        offset: usize,
    },
    /// The argument of `answered(…)`, `accepted(…)` or `text_has(…)` is not a quoted literal.
    #[error("{helper} takes a literal")]
    LiteralExpected {
        /// The name of the helper.
        helper: &'static str,
        /// The byte offset in the expression.
        offset: usize,
    },
    /// The expression is longer than allowed.
    #[error("too long: {length} bytes")]
    TooLong {
        /// The length in bytes.
        length: usize,
    },
}

impl ExpressionError {
    /// The byte offset of the error in the expression; 0 for the whole expression.
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

impl Expression {
    /// Parses an expression over the declared `fields` and `corrections`.
    ///
    /// # Errors
    /// The expression does not parse, is too long, or uses an undeclared name.
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
        let words = words(source);
        let compiled = ENVIRONMENT
            .compile_expression_owned(with_inner_names(source, &words))
            .map_err(|error| ExpressionError::Syntax {
                detail: value::clean(error.detail().unwrap_or("syntax error"))
                    .text
                    .into_owned(),
                offset: error.range().map_or(0, |range| range.start),
            })?;
        refuse_filters(&words)?;
        refuse_calls_of_fields(&words, fields)?;
        let mut used = BTreeSet::new();
        let mut unknown = Vec::new();
        for path in compiled.undeclared_variables(true) {
            if let Some(field) = fields.get(path.as_str()) {
                used.insert(field.clone());
            } else if !is_known(&path) {
                unknown.push((name_offset(source, &words, &path), path));
            }
        }
        if let Some((offset, name)) = unknown.into_iter().min() {
            let known = fields.iter().map(FieldId::as_str);
            let helpers = HELPERS.into_iter().chain(OVER_ROWS).chain(QUESTIONS);
            let near = value::nearest(&name, known.chain(helpers));
            return Err(ExpressionError::UnknownName {
                near: near.map(str::to_owned),
                offset,
                name,
            });
        }
        let mut needed: Vec<FieldId> = used.iter().cloned().collect();
        let mut asked_corrections = Vec::new();
        let sums = sums(source, &words, fields)?;
        refuse_unknown_counts(source, &words, fields)?;
        let mut texts = Vec::new();
        for helper in QUESTIONS {
            for (offset, argument) in literal_arguments(source, &words, helper)? {
                let known = match helper {
                    // The author has thought of the missing value, so the field is not needed.
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
        let in_rows = used.iter().filter(|id| id.rows().is_some());
        let in_rows = in_rows.map(|id| (name_offset(source, &words, id.as_str()), id.clone()));
        Ok(Self {
            compiled,
            in_rows: in_rows.collect(),
            fields: used.into_iter().collect(),
            needed,
            corrections: asked_corrections,
            sums,
            texts,
            remarks: remarks::remarks(&words),
        })
    }

    /// The fields that the expression uses, including those that only `answered(…)` names.
    #[must_use]
    pub fn fields(&self) -> &[FieldId] {
        &self.fields
    }

    /// The fields of rows over which the expression adds.
    #[must_use]
    pub fn sums(&self) -> &[FieldId] {
        &self.sums
    }

    /// The group of the row whose fields the expression reads.
    #[must_use]
    pub fn rows(&self) -> Option<&str> {
        let (_, field) = self.in_rows.first()?;
        field.rows()
    }

    /// The first field of a row, other than of `rows`, that the expression reads, with its byte
    /// offset.
    pub(in crate::template) fn outside_rows(
        &self,
        rows: Option<&str>,
    ) -> Option<(usize, &FieldId)> {
        let mut outside = self.in_rows.iter();
        let found = outside.find(|(_, id)| id.rows() != rows);
        found.map(|(offset, id)| (*offset, id))
    }

    /// Whether the expression has a meaning while this field is unanswered: it does not read the
    /// value, or tests the field with `answered(…)`.
    #[must_use]
    pub fn does_without(&self, field: &FieldId) -> bool {
        !self.needed.contains(field)
    }

    /// The ids of the corrections that `accepted(…)` names.
    #[must_use]
    pub fn corrections(&self) -> &[String] {
        &self.corrections
    }

    /// The words that `text_has(…)` searches in the finished text.
    #[must_use]
    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    /// The remarks about the expression, with byte offsets.
    pub(in crate::template) fn remarks(&self) -> &[(usize, Remark)] {
        &self.remarks
    }

    /// Evaluates the expression. An error while a field is unanswered gives
    /// [`ScopeValue::Nothing`]: arithmetic with missing values is normal in a half-filled draft.
    ///
    /// # Errors
    /// All fields are answered, and the expression still gives no value that a field can take.
    pub fn evaluate(&self, scope: &Scope) -> Result<ScopeValue, EvaluationError> {
        let value = self
            .compiled
            .eval(scope.values.clone())
            .map_err(|error| EvaluationError::of(&error))
            .and_then(|result| ScopeValue::from_dynamic(&result));
        match value {
            Err(_) if !self.has_all(scope) => Ok(ScopeValue::Nothing),
            value => value,
        }
    }

    /// Whether the expression is true. An error while a field is unanswered gives `false`.
    ///
    /// # Errors
    /// All fields are answered, and the expression still cannot be evaluated.
    pub fn holds(&self, scope: &Scope) -> Result<bool, EvaluationError> {
        match self.compiled.eval(scope.values.clone()) {
            Ok(result) => Ok(result.is_true()),
            Err(_) if !self.has_all(scope) => Ok(false),
            Err(error) => Err(EvaluationError::of(&error)),
        }
    }

    /// Whether all fields that the expression uses are answered.
    #[must_use]
    pub fn has_all(&self, scope: &Scope) -> bool {
        self.fields.iter().all(|field| scope.has(field))
            && self.sums.iter().all(|field| scope.has_sum(field))
    }
}

/// Refuses calls of `sum` and `count` in a template that has a field of that name.
fn refuse_calls_of_fields(
    words: &[words::Word<'_>],
    fields: &BTreeSet<FieldId>,
) -> Result<(), ExpressionError> {
    let mut calls = words.windows(2).filter_map(|pair| match pair {
        [(offset, name), (_, "(")] => Some((*offset, *name)),
        _ => None,
    });
    let found = calls.find(|(_, name)| OVER_ROWS.contains(name) && fields.contains(*name));
    match found {
        Some((offset, name)) => Err(ExpressionError::Syntax {
            detail: format!("`{name}` is a field of this template, so {name}(…) cannot be called"),
            offset,
        }),
        None => Ok(()),
    }
}

/// The fields over which calls of `sum` add.
fn sums(
    source: &str,
    words: &[words::Word<'_>],
    fields: &BTreeSet<FieldId>,
) -> Result<Vec<FieldId>, ExpressionError> {
    let mut sums = Vec::new();
    for (offset, argument) in literal_arguments(source, words, "sum")? {
        let field = fields.get(argument);
        let Some(field) = field.filter(|field| field.rows().is_some()) else {
            let in_rows = fields.iter().map(FieldId::as_str);
            let in_rows = in_rows.filter(|id| group_of(id).is_some());
            return Err(unknown(argument, offset, in_rows));
        };
        sums.push(field.clone());
    }
    Ok(sums)
}

/// Refuses calls of `count` about a group of rows that does not exist.
fn refuse_unknown_counts(
    source: &str,
    words: &[words::Word<'_>],
    fields: &BTreeSet<FieldId>,
) -> Result<(), ExpressionError> {
    let groups: BTreeSet<&str> = fields.iter().filter_map(|id| id.rows()).collect();
    for (offset, argument) in literal_arguments(source, words, "count")? {
        if !groups.contains(argument) {
            return Err(unknown(argument, offset, groups.into_iter()));
        }
    }
    Ok(())
}

fn unknown<'a>(name: &str, offset: usize, known: impl Iterator<Item = &'a str>) -> ExpressionError {
    ExpressionError::UnknownName {
        near: value::nearest(name, known).map(str::to_owned),
        name: name.to_owned(),
        offset,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Style;

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
        let found = BTreeSet::from(["条款".to_owned()]);
        Scope::new(
            fields.iter().zip(values),
            &accepted,
            &Style::default(),
            found,
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
            ("days(ends, starts)", ScopeValue::Integer(-730)),
            ("whole_years(starts, ends)", ScopeValue::Integer(2)),
            ("whole_years(ends, starts)", ScopeValue::Integer(0)),
            (
                "whole_years(starts, add_days(ends, 99))",
                ScopeValue::Integer(2),
            ),
            ("exact_years(starts, ends)", ScopeValue::Integer(2)),
            (
                "exact_years(starts, add_days(ends, 1))",
                ScopeValue::Nothing,
            ),
            ("exact_years(ends, starts)", ScopeValue::Nothing),
            (
                "add_years(ends, 1)",
                ScopeValue::Text("2029-02-28".to_owned()),
            ),
            (
                "add_years(starts, -1)",
                ScopeValue::Text("2025-03-01".to_owned()),
            ),
            (
                "add_months(starts, -1)",
                ScopeValue::Text("2026-02-01".to_owned()),
            ),
            (
                "term_end(starts, 12)",
                ScopeValue::Text("2027-02-28".to_owned()),
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
            // Without this error, these conditions would silently be false in every contract.
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
        let empty = Scope::new([], &[], &Style::default(), BTreeSet::new());
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
    fn what_cannot_be_computed_says_why() {
        let failed = |detail: &str| EvaluationError::Failed {
            detail: detail.to_owned(),
        };
        let not_a_day = |found: &str| EvaluationError::NotADay {
            found: found.to_owned(),
        };
        let no_answer = |found: &str| EvaluationError::NoAnswer {
            found: found.to_owned(),
        };
        for (source, expected) in [
            ("add_years(starts, 2000)", EvaluationError::OutOfCalendar),
            ("add_months(starts, -99999)", EvaluationError::OutOfCalendar),
            (
                "add_days(starts, 999999999)",
                EvaluationError::OutOfCalendar,
            ),
            ("term_end(starts, 99999)", EvaluationError::OutOfCalendar),
            ("term_end(starts, 0)", EvaluationError::NoTerm { months: 0 }),
            (
                "term_end(starts, -1)",
                EvaluationError::NoTerm { months: -1 },
            ),
            ("days(buyer, starts)", not_a_day("甲公司")),
            ("whole_years(starts, buyer)", not_a_day("甲公司")),
            ("exact_years(starts, '2027-02-30')", not_a_day("2027-02-30")),
            ("date(buyer)", not_a_day("甲公司")),
            ("term_end('\\u001b', 1)", not_a_day("␛")),
            ("money(-1)", EvaluationError::NotAnAmount { found: -1 }),
            ("capital(-1)", EvaluationError::NotAnAmount { found: -1 }),
            ("percent(-1)", EvaluationError::NotAnAmount { found: -1 }),
            ("total / 300000", no_answer("4.266666666666667")),
            (
                "total * 9999999999999999",
                no_answer("12799999999999998720000"),
            ),
            ("{'a': total}", no_answer("…")),
            (
                "add_months(starts, 1.5)",
                failed("cannot convert number to i64"),
            ),
            ("total % 0", failed("unable to calculate 1280000 % 0")),
        ] {
            let expression = parse(source).unwrap();
            assert_eq!(expression.evaluate(&scope()), Err(expected), "{source}");
            let nothing = Scope::new([], &[], &Style::default(), BTreeSet::new());
            let found = expression.evaluate(&nothing);
            assert!(expression.fields().is_empty() || found.is_ok(), "{source}");
        }
    }

    #[test]
    fn a_field_may_bear_the_name_of_a_later_helper() {
        let fields = ["term_end", "starts"].map(FieldId::new);
        let parse = |source| Expression::parse(source, &fields.clone().into(), &BTreeSet::new());
        let values = ["2027-03-01", "2026-03-01"].map(|day| ScopeValue::Text(day.to_owned()));
        let scope = Scope::new(
            fields.iter().zip(values),
            &[],
            &Style::default(),
            BTreeSet::new(),
        );
        for (source, expected) in [
            ("term_end == '2027-03-01'", true),
            ("term_end(starts, 12) == '2027-02-28'", true),
            ("term_end > term_end (starts, 12)", true),
            ("term_end(term_end, 1) == '2027-03-31'", true),
            ("'term_end(' == 'term_end' ~ '('", true),
            ("answered('term_end')", true),
        ] {
            let found = parse(source).unwrap().evaluate(&scope);
            assert_eq!(found, Ok(ScopeValue::Flag(expected)), "{source}");
        }
        assert!(!is_reserved("term_end") && is_reserved("whole_years"));
        // No field has this name, and a helper needs brackets.
        assert!(Expression::parse("term_end > starts", &names(), &BTreeSet::new()).is_err());
        let error = Expression::parse("term_end(start, 1)", &names(), &BTreeSet::new());
        assert_eq!(error.unwrap_err().offset(), 9);
    }

    #[test]
    fn an_escape_does_not_spell_what_cannot_be_seen() {
        for (source, expected) in [
            (
                "'\\u001b]0;\\u202e'",
                ScopeValue::Text("␛]0;⟨U+202E⟩".to_owned()),
            ),
            ("['\\u009b']", ScopeValue::List(vec!["⟨U+009B⟩".to_owned()])),
        ] {
            let found = parse(source).unwrap().evaluate(&scope());
            assert_eq!(found, Ok(expected), "{source}");
        }
    }
}
