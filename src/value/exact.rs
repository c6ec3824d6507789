//! Exact fractions for the arithmetic of computed fields. Nothing is rounded before a result takes
//! its printed form.

use super::{Money, Number, Percent, Value};

/// A fraction in lowest terms with a positive denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exact {
    numerator: i128,
    denominator: i128,
}

/// Why a result has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComputeFault {
    /// A step or the result has more digits than fit.
    Overflow,
    /// A divisor is zero.
    DivisionByZero,
    /// The result is below zero, which no printed value can be.
    Negative,
}

/// A step of a calculation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
}

impl Exact {
    /// Zero.
    pub const ZERO: Self = Self {
        numerator: 0,
        denominator: 1,
    };

    /// A whole number divided by a power of ten; `None` if it does not fit.
    fn scaled(units: u64, decimals: u32) -> Option<Self> {
        Self::new(i128::from(units), 10_i128.checked_pow(decimals)?).ok()
    }

    fn new(numerator: i128, denominator: i128) -> Result<Self, ComputeFault> {
        if denominator == 0 {
            return Err(ComputeFault::DivisionByZero);
        }
        let divisor = greatest_divisor(numerator.unsigned_abs(), denominator.unsigned_abs());
        let divisor = i128::try_from(divisor).map_err(|_| ComputeFault::Overflow)?;
        let sign = denominator.signum();
        let lowest = |number: i128| (number / divisor).checked_mul(sign);
        lowest(numerator)
            .zip(lowest(denominator))
            .map(|(numerator, denominator)| Self {
                numerator,
                denominator,
            })
            .ok_or(ComputeFault::Overflow)
    }

    /// The value of a field as an exact number: amounts in yuan, percentages as parts of one.
    /// `None` for values that are no numbers.
    #[must_use]
    pub fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Money(amount) => Self::scaled(amount.fen(), 2),
            Value::Percent(percent) => Self::scaled(percent.ten_thousandths(), 6),
            Value::Rate(rate) => Self::scaled(rate.share().ten_thousandths(), 6),
            Value::Number(number) => Self::scaled(number.millionths(), 6),
            Value::Integer(number) => Self::scaled(u64::from(*number), 0),
            Value::Text(_)
            | Value::Paragraph(_)
            | Value::PartyName(_)
            | Value::Date(_)
            | Value::Choice(_)
            | Value::Phone(_)
            | Value::Email(_)
            | Value::Url(_)
            | Value::BankAccount(_)
            | Value::CreditCode(_)
            | Value::IdCard(_)
            | Value::Postcode(_)
            | Value::Time(_) => None,
        }
    }

    /// One step of a calculation.
    ///
    /// # Errors
    /// The step does not fit, or divides by zero.
    pub fn step(self, operator: Operator, other: Self) -> Result<Self, ComputeFault> {
        let times = |a: i128, b: i128| a.checked_mul(b).ok_or(ComputeFault::Overflow);
        let common = times(self.denominator, other.denominator);
        let left = times(self.numerator, other.denominator);
        let right = times(other.numerator, self.denominator);
        match operator {
            Operator::Plus => {
                let sum = left?.checked_add(right?).ok_or(ComputeFault::Overflow)?;
                Self::new(sum, common?)
            }
            Operator::Minus => {
                let difference = left?.checked_sub(right?).ok_or(ComputeFault::Overflow)?;
                Self::new(difference, common?)
            }
            Operator::Times => Self::new(times(self.numerator, other.numerator)?, common?),
            Operator::Over => {
                if other.numerator == 0 {
                    return Err(ComputeFault::DivisionByZero);
                }
                Self::new(left?, right?)
            }
        }
    }

    /// The value in whole units of 10^-`decimals`, rounded half up, once.
    fn rounded(self, decimals: u32) -> Result<u64, ComputeFault> {
        if self.numerator < 0 {
            return Err(ComputeFault::Negative);
        }
        let units = 10_i128
            .checked_pow(decimals)
            .and_then(|scale| self.numerator.checked_mul(scale))
            .and_then(|scaled| scaled.checked_mul(2))
            .and_then(|doubled| doubled.checked_add(self.denominator))
            .zip(self.denominator.checked_mul(2))
            .map(|(doubled, divisor)| doubled / divisor);
        units
            .and_then(|units| u64::try_from(units).ok())
            .ok_or(ComputeFault::Overflow)
    }

    /// The amount in yuan, rounded half up to the fen.
    ///
    /// # Errors
    /// The value is below zero or above [`Money::MAX`].
    pub fn to_money(self) -> Result<Money, ComputeFault> {
        Money::from_fen(self.rounded(2)?).ok_or(ComputeFault::Overflow)
    }

    /// The number with at most `decimals` digits after the point, rounded half up.
    ///
    /// # Errors
    /// The value is below zero or above [`Number::MAX`].
    pub fn to_number(self, decimals: u32) -> Result<Number, ComputeFault> {
        let units = self.rounded(decimals)?;
        let scale = 10_u64.checked_pow(6_u32.saturating_sub(decimals));
        scale
            .and_then(|scale| units.checked_mul(scale))
            .and_then(Number::from_millionths)
            .ok_or(ComputeFault::Overflow)
    }

    /// The percentage with at most `decimals` digits after the point, rounded half up.
    ///
    /// # Errors
    /// The value is below zero or above [`Percent::MAX`].
    pub fn to_percent(self, decimals: u32) -> Result<Percent, ComputeFault> {
        // A percent is a hundredth, so two more decimals of the value are whole.
        let units = self.rounded(decimals + 2)?;
        let scale = 10_u64.checked_pow(4_u32.saturating_sub(decimals));
        scale
            .and_then(|scale| units.checked_mul(scale))
            .and_then(Percent::from_ten_thousandths)
            .ok_or(ComputeFault::Overflow)
    }
}

fn greatest_divisor(mut a: u128, mut b: u128) -> u128 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn exact(text: &str) -> Exact {
        let number = Number::parse(text).unwrap();
        Exact::of(&Value::Number(number)).unwrap()
    }

    #[test]
    fn a_result_is_rounded_half_up_and_once() {
        for (a, operator, b, fen) in [
            ("0.1", Operator::Plus, "0.2", 30),
            ("85.5", Operator::Times, "12.34", 105_507),
            // 1.005 is exactly half a fen; a binary float is below it and would give 100.
            ("1.005", Operator::Times, "1", 101),
            ("2.675", Operator::Times, "1", 268),
            ("10", Operator::Over, "3", 333),
            ("20", Operator::Over, "3", 667),
            ("1", Operator::Minus, "0.995", 1),
            ("0", Operator::Times, "5", 0),
        ] {
            let money = exact(a).step(operator, exact(b)).and_then(Exact::to_money);
            assert_eq!(money.map(Money::fen), Ok(fen), "{a} {operator:?} {b}");
        }
        // A third is not rounded on the way: three thirds are one.
        let third = exact("1").step(Operator::Over, exact("3")).unwrap();
        let whole = third.step(Operator::Times, exact("3")).unwrap();
        assert_eq!(whole, exact("1"));
    }

    #[test]
    fn what_has_no_value_says_why() {
        let zero = Exact::ZERO;
        assert_eq!(
            exact("1").step(Operator::Over, zero),
            Err(ComputeFault::DivisionByZero)
        );
        let below = zero.step(Operator::Minus, exact("0.01")).unwrap();
        assert_eq!(below.to_money(), Err(ComputeFault::Negative));
        let largest = exact("999999999999.999999");
        let square = largest.step(Operator::Times, largest).unwrap();
        assert_eq!(square.to_money(), Err(ComputeFault::Overflow));
        assert_eq!(
            square.step(Operator::Times, square),
            Err(ComputeFault::Overflow)
        );
    }

    #[test]
    fn numbers_and_percentages_take_the_decimals_that_are_allowed() {
        let share = exact("1").step(Operator::Over, exact("3")).unwrap();
        for (decimals, number, percent) in [
            (0, "0", "33"),
            (2, "0.33", "33.33"),
            (4, "0.3333", "33.3333"),
        ] {
            assert_eq!(share.to_number(decimals).unwrap().print(), number);
            assert_eq!(share.to_percent(decimals).unwrap().print(), percent);
        }
        assert_eq!(exact("0.05").to_percent(4).unwrap().print(), "5");
        assert_eq!(exact("2.50").to_number(6).unwrap().print(), "2.5");
    }

    proptest! {
        #[test]
        fn any_step_ends_without_a_panic(
            a in any::<u64>(), b in any::<u64>(), c in any::<u64>(), places in 0_u32..12,
        ) {
            let [Some(a), Some(b), Some(c)] = [a, b, c].map(|each| Exact::scaled(each, places))
            else { return Ok(()); };
            for first in [Operator::Plus, Operator::Minus, Operator::Times, Operator::Over] {
                for second in [Operator::Plus, Operator::Minus, Operator::Times, Operator::Over] {
                    let result = a.step(first, b).and_then(|found| found.step(second, c));
                    if let Ok(result) = result {
                        let _ = (result.to_money(), result.to_number(6), result.to_percent(4));
                    }
                }
            }
        }

        #[test]
        fn sums_of_amounts_are_sums_of_fen(a in 0..=1_000_000_000_u64, b in 0..=1_000_000_000_u64) {
            let of = |fen| Exact::of(&Value::Money(Money::from_fen(fen).unwrap())).unwrap();
            let sum = of(a).step(Operator::Plus, of(b)).unwrap().to_money().unwrap();
            prop_assert_eq!(sum.fen(), a + b);
        }
    }
}
