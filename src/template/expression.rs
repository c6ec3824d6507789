//! Expressions of templates: conditions, checks, defaults. Evaluated over typed values, with
//! fuel, by minijinja; parsed and checked for undeclared names when a template loads.

mod helpers;
mod scope;
mod words;

use std::collections::BTreeSet;

use helpers::{ENVIRONMENT, HELPERS, QUESTIONS, is_known};
use words::{literal_arguments, name_offset, refuse_filters};

pub(super) use helpers::is_reserved;
pub use scope::{Scope, ScopeValue};

use super::model::FieldId;
use crate::value;

/// The longest expression, in bytes.
const MAX_LENGTH: usize = 4_000;

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

impl EvaluationError {
    fn of(error: &minijinja::Error) -> Self {
        let detail = error.detail().unwrap_or("failed");
        Self {
            detail: value::clean(detail).text.into_owned(),
        }
    }
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
                detail: value::clean(error.detail().unwrap_or("syntax error"))
                    .text
                    .into_owned(),
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
            .map_err(|error| EvaluationError::of(&error))
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
            Err(error) => Err(EvaluationError::of(&error)),
        }
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
                BTreeSet::new(),
            );
            assert_eq!(
                expression.evaluate(&scope),
                Ok(ScopeValue::Text(expected.to_owned())),
                "source: {source}"
            );
        }
    }
}
