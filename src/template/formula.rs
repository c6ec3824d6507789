//! The formula of a computed field: numbers, fields, `+ - * /` and brackets. Evaluated with exact
//! fractions; expressions of conditions and checks know integers and binary floats only.

use super::model::FieldId;
use super::tags::is_plain_name;
use crate::value::{ComputeFault, Exact, Number, Operator, Value};

/// The limit of a formula, in bytes.
const MOST_BYTES: usize = 1_000;
/// The limit of nested brackets and signs.
const MOST_DEPTH: usize = 32;

/// A parsed formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Formula {
    /// A number of the formula.
    Number(Exact),
    /// The value of a field; in a row also of a field of the same row.
    Field(FieldId),
    /// The total of a field over the rows of its group (`sum('goods.amount')`).
    Sum(FieldId),
    /// The number of rows of a group (`count('goods')`).
    Count(String),
    /// Two parts joined by an operator.
    Step(Box<Formula>, Operator, Box<Formula>),
}

/// The figures that a formula reads; `None` for a figure that is not there yet.
pub trait Figures {
    /// The value of a field.
    fn field(&self, id: &FieldId) -> Option<Exact>;
    /// The total of a field over the rows of its group.
    ///
    /// # Errors
    /// The total does not fit.
    fn sum(&self, id: &FieldId) -> Result<Option<Exact>, ComputeFault>;
    /// The number of rows of a group.
    fn count(&self, group: &str) -> Option<Exact>;
}

/// Why a formula is refused when its template loads.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormulaError {
    /// A character or word does not belong where it stands.
    #[error("unexpected {found}")]
    Unexpected {
        /// The word in the formula; empty at its end.
        found: String,
        /// The byte offset in the formula.
        offset: usize,
    },
    /// The formula is longer than allowed, or brackets are nested too deeply.
    #[error("too long")]
    TooLong,
}

impl FormulaError {
    /// The byte offset of the error in the formula; 0 for the whole formula.
    pub(super) fn offset(&self) -> usize {
        match self {
            Self::Unexpected { offset, .. } => *offset,
            Self::TooLong => 0,
        }
    }
}

impl Formula {
    /// Parses a formula. Whether its fields exist is checked later.
    pub(super) fn parse(source: &str) -> Result<Self, FormulaError> {
        if source.len() > MOST_BYTES {
            return Err(FormulaError::TooLong);
        }
        let mut parser = Parser { source, at: 0 };
        let formula = parser.sum(0)?;
        match parser.peek() {
            None => Ok(formula),
            Some(_) => Err(parser.unexpected()),
        }
    }

    /// The fields that the formula reads or adds up, in order; repeats included.
    #[must_use]
    pub fn fields(&self) -> Vec<&FieldId> {
        self.parts_of(|part| match part {
            Self::Field(id) | Self::Sum(id) => Some(id),
            Self::Number(_) | Self::Count(_) | Self::Step(..) => None,
        })
    }

    /// The fields whose own value the formula reads.
    pub(super) fn read_fields(&self) -> Vec<&FieldId> {
        self.parts_of(|part| match part {
            Self::Field(id) => Some(id),
            Self::Number(_) | Self::Sum(_) | Self::Count(_) | Self::Step(..) => None,
        })
    }

    /// The fields that the formula adds up over rows.
    #[must_use]
    pub fn sums(&self) -> Vec<&FieldId> {
        self.parts_of(|part| match part {
            Self::Sum(id) => Some(id),
            Self::Number(_) | Self::Field(_) | Self::Count(_) | Self::Step(..) => None,
        })
    }

    /// The groups whose rows the formula counts.
    #[must_use]
    pub fn counts(&self) -> Vec<&String> {
        self.parts_of(|part| match part {
            Self::Count(group) => Some(group),
            Self::Number(_) | Self::Field(_) | Self::Sum(_) | Self::Step(..) => None,
        })
    }

    fn parts_of<'a, T>(&'a self, wanted: fn(&'a Self) -> Option<T>) -> Vec<T> {
        if let Self::Step(left, _, right) = self {
            let mut parts = left.parts_of(wanted);
            parts.extend(right.parts_of(wanted));
            return parts;
        }
        wanted(self).into_iter().collect()
    }

    /// The value of the formula; `None` while a field that it reads has no value.
    ///
    /// # Errors
    /// A step does not fit or divides by zero.
    pub fn evaluate(&self, figures: &impl Figures) -> Result<Option<Exact>, ComputeFault> {
        match self {
            Self::Number(number) => Ok(Some(*number)),
            Self::Field(id) => Ok(figures.field(id)),
            Self::Sum(id) => figures.sum(id),
            Self::Count(group) => Ok(figures.count(group)),
            Self::Step(left, operator, right) => {
                match (left.evaluate(figures)?, right.evaluate(figures)?) {
                    (Some(left), Some(right)) => left.step(*operator, right).map(Some),
                    (Some(_) | None, None) | (None, Some(_)) => Ok(None),
                }
            }
        }
    }
}

struct Parser<'s> {
    source: &'s str,
    at: usize,
}

impl<'s> Parser<'s> {
    fn rest(&self) -> &'s str {
        self.source.get(self.at..).unwrap_or_default()
    }

    fn peek(&mut self) -> Option<char> {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        self.rest().chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        let is_next = self.peek() == Some(wanted);
        if is_next {
            self.at += wanted.len_utf8();
        }
        is_next
    }

    /// The longest word at the present place whose characters are of this kind.
    fn word(&mut self, is_part: fn(char) -> bool) -> &'s str {
        let rest = self.rest();
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    fn unexpected(&mut self) -> FormulaError {
        let offset = self.at;
        let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        let found = match self.peek() {
            Some(c) if !is_word(c) => c.to_string(),
            Some(_) => self.word(is_word).to_owned(),
            None => String::new(),
        };
        FormulaError::Unexpected { found, offset }
    }

    /// Reads the argument of `sum` or `count`: an id in quotation marks and brackets.
    fn over_rows(&mut self, part: fn(&str) -> Formula) -> Result<Formula, FormulaError> {
        self.take('(');
        let quote = self.peek().filter(|c| *c == '\'' || *c == '"');
        let Some(quote) = quote.filter(|quote| self.take(*quote)) else {
            return Err(self.unexpected());
        };
        let id = self.word(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
        let is_closed = self.rest().starts_with(quote) && self.take(quote);
        if !id.is_empty() && is_closed && self.take(')') {
            return Ok(part(id));
        }
        Err(self.unexpected())
    }

    fn sum(&mut self, depth: usize) -> Result<Formula, FormulaError> {
        self.chain(
            depth,
            [('+', Operator::Plus), ('-', Operator::Minus)],
            Self::product,
        )
    }

    fn product(&mut self, depth: usize) -> Result<Formula, FormulaError> {
        self.chain(
            depth,
            [('*', Operator::Times), ('/', Operator::Over)],
            Self::part,
        )
    }

    /// Parts of one precedence, from left to right.
    fn chain(
        &mut self,
        depth: usize,
        operators: [(char, Operator); 2],
        part: fn(&mut Self, usize) -> Result<Formula, FormulaError>,
    ) -> Result<Formula, FormulaError> {
        let mut formula = part(self, depth)?;
        loop {
            let found = operators.iter().find(|(sign, _)| self.take(*sign));
            let Some((_, operator)) = found else {
                return Ok(formula);
            };
            let right = part(self, depth)?;
            formula = Formula::Step(Box::new(formula), *operator, Box::new(right));
        }
    }

    fn part(&mut self, depth: usize) -> Result<Formula, FormulaError> {
        if depth > MOST_DEPTH {
            return Err(FormulaError::TooLong);
        }
        if self.take('-') {
            let part = self.part(depth + 1)?;
            let zero = Box::new(Formula::Number(Exact::ZERO));
            return Ok(Formula::Step(zero, Operator::Minus, Box::new(part)));
        }
        if self.take('(') {
            let inner = self.sum(depth + 1)?;
            return if self.take(')') {
                Ok(inner)
            } else {
                Err(self.unexpected())
            };
        }
        match self.peek() {
            Some(c) if c.is_ascii_digit() => {
                let offset = self.at;
                let word = self.word(|c| c.is_ascii_alphanumeric() || c == '.');
                let number = Number::parse(word).ok();
                let number = number.and_then(|number| Exact::of(&Value::Number(number)));
                let found = word.to_owned();
                number
                    .map(Formula::Number)
                    .ok_or(FormulaError::Unexpected { found, offset })
            }
            Some(c) if c.is_ascii_alphabetic() => {
                let offset = self.at;
                let word = self.word(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
                let is_call = self.peek() == Some('(');
                match (word, is_call) {
                    ("sum", true) => return self.over_rows(|id| Formula::Sum(FieldId::new(id))),
                    ("count", true) => return self.over_rows(|id| Formula::Count(id.to_owned())),
                    // A bracket behind any other name would be a call of no function.
                    (word, false) if word.split('.').all(is_plain_name) => {
                        return Ok(Formula::Field(FieldId::new(word)));
                    }
                    _ => {}
                }
                let found = word.to_owned();
                Err(FormulaError::Unexpected { found, offset })
            }
            Some(_) | None => Err(self.unexpected()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> Exact {
        Exact::of(&Value::Number(Number::parse(text).unwrap())).unwrap()
    }

    /// Some figures, with two rows of goods.
    struct Known;

    impl Figures for Known {
        fn field(&self, id: &FieldId) -> Option<Exact> {
            match id.as_str() {
                "price" => Some(number("12.34")),
                "n" => Some(number("3")),
                "rate" => Some(number("0.05")),
                "goods.price" => Some(number("7.50")),
                _ => None,
            }
        }

        fn sum(&self, id: &FieldId) -> Result<Option<Exact>, ComputeFault> {
            Ok((id.as_str() == "goods.amount").then(|| number("20.01")))
        }

        fn count(&self, group: &str) -> Option<Exact> {
            (group == "goods").then(|| number("2"))
        }
    }

    #[test]
    fn a_formula_follows_the_rules_of_school() {
        for (source, expected) in [
            ("price * n", "37.02"),
            ("price*n+1", "38.02"),
            ("1 + price * n", "38.02"),
            ("(1 + n) * n", "12"),
            ("n - 1 - 1", "1"),
            ("12 / n / 2", "2"),
            ("price * (1 - rate)", "11.723"),
            ("2 * -n + 10", "4"),
            ("--n", "3"),
            (" 1.50 ", "1.5"),
            ("goods.price * 2", "15"),
            ("sum('goods.amount')", "20.01"),
            ("sum( \"goods.amount\" ) / count('goods')", "10.005"),
        ] {
            let formula = Formula::parse(source).unwrap();
            assert_eq!(
                formula.evaluate(&Known),
                Ok(Some(number(expected))),
                "{source}"
            );
        }
        let missing = Formula::parse("price * missing").unwrap();
        assert_eq!(missing.evaluate(&Known), Ok(None));
        let zero = Formula::parse("price / (n - 3)").unwrap();
        assert_eq!(zero.evaluate(&Known), Err(ComputeFault::DivisionByZero));
    }

    #[test]
    fn a_wrong_formula_is_refused_where_it_stands() {
        for (source, found, offset) in [
            ("", "", 0),
            ("price *", "", 7),
            ("price n", "n", 6),
            ("price × n", "×", 6),
            ("(price", "", 6),
            ("price)", ")", 5),
            ("price > n", ">", 6),
            ("1.2.3", "1.2.3", 0),
            ("2n", "2n", 0),
            ("round(price)", "round", 0),
            ("goods.", "goods.", 0),
            ("sum(goods.amount)", "goods.amount", 4),
            ("sum('')", ")", 6),
            ("sum('goods.amount", "", 17),
            ("count('goods'", "", 13),
            ("单价 * 2", "单价", 0),
            ("price ** 2", "*", 7),
        ] {
            let expected = FormulaError::Unexpected {
                found: found.to_owned(),
                offset,
            };
            assert_eq!(Formula::parse(source), Err(expected), "{source}");
        }
        for source in ["(".repeat(500), "-".repeat(900), "1+".repeat(600)] {
            assert!(Formula::parse(&source).is_err());
        }
        assert!(Formula::parse(&format!("1{}", "+1".repeat(400))).is_ok());
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(
            source in prop_oneof![any::<String>(), "[-+*/() 0-9a-z.]{0,60}"],
        ) {
            if let Ok(formula) = Formula::parse(&source) {
                let _ = formula.evaluate(&Known);
            }
        }
    }
}
