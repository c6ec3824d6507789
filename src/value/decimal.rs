//! Unsigned decimals as typed, without a unit. The digits stay text, so that nothing is rounded.

use super::digits::{chinese_digit, chinese_number};

/// The digits before and after the point, without grouping commas.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    whole: String,
    fraction: String,
}

/// Why a decimal does not fit into whole units.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ScaleError {
    /// The decimal has digits below the unit.
    Finer,
    /// The number of units exceeds 64 bits.
    TooLarge,
}

impl Decimal {
    /// Reads ASCII digits, optionally grouped by threes with commas, optionally with a point and
    /// more digits. Refuses signs, exponents, spaces and misplaced commas.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = match text.split_once('.') {
            Some((whole, fraction)) if is_digits(fraction) => (whole, fraction),
            Some(_) => return None,
            None => (text, ""),
        };
        Some(Self {
            whole: ungrouped(whole)?,
            fraction: fraction.to_owned(),
        })
    }

    /// Reads a Chinese number with 点 as the decimal point: `一点二`, `零点零五`, `十点五`.
    pub(super) fn parse_chinese(text: &str) -> Option<Self> {
        let (whole, fraction) = match text.split_once('点') {
            Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
            Some(_) => return None,
            None => (text, ""),
        };
        let digit = |character| {
            let digit = chinese_digit(character)?;
            char::from_digit(u32::try_from(digit).ok()?, 10)
        };
        Some(Self {
            whole: chinese_number(whole)?.to_string(),
            fraction: fraction.chars().map(digit).collect::<Option<_>>()?,
        })
    }

    /// The number of typed decimals, trailing zeros included.
    pub(super) fn decimals(&self) -> usize {
        self.fraction.len()
    }

    /// The exact value in units of 10^-`places`.
    pub(super) fn scaled(&self, places: usize) -> Result<u64, ScaleError> {
        // Trailing zeros add no value, so they never make a decimal too fine.
        let significant = self.fraction.trim_end_matches('0');
        let padding = places
            .checked_sub(significant.len())
            .ok_or(ScaleError::Finer)?;
        let digits = self.whole.bytes().chain(significant.bytes());
        let padded = digits.chain(std::iter::repeat_n(b'0', padding));
        let mut value: u64 = 0;
        for digit in padded {
            value = value
                .checked_mul(10)
                .and_then(|value| value.checked_add(u64::from(digit - b'0')))
                .ok_or(ScaleError::TooLarge)?;
        }
        Ok(value)
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The digits of a whole number without its commas. Commas must stand before every third digit
/// from the right. A grouped number with a leading zero (`0,123`) is refused: a digit is probably
/// missing.
fn ungrouped(text: &str) -> Option<String> {
    let Some((first, rest)) = text.split_once(',') else {
        return is_digits(text).then(|| text.to_owned());
    };
    let well_grouped = is_digits(first)
        && first.len() <= 3
        && !first.starts_with('0')
        && rest
            .split(',')
            .all(|group| group.len() == 3 && is_digits(group));
    well_grouped.then(|| text.replace(',', ""))
}

/// Formats `units` of 10^-`places` as the shortest decimal.
pub(super) fn shortest(units: u64, places: u32) -> String {
    let scale = 10_u64.pow(places);
    let (whole, fraction) = (units / scale, units % scale);
    if fraction == 0 {
        return whole.to_string();
    }
    let digits = format!("{fraction:0width$}", width = places as usize);
    format!("{whole}.{}", digits.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::{Decimal, ScaleError, shortest};

    #[test]
    fn only_well_formed_decimals_are_read() {
        for (input, expected) in [
            ("0", Some(0)),
            ("007", Some(700)),
            ("12,800.5", Some(1_280_050)),
            ("1,234,567", Some(123_456_700)),
            ("", None),
            (".5", None),
            ("5.", None),
            ("1.2.3", None),
            ("1,2,3,4.5", None),
            ("1,0000", None),
            ("12,34", None),
            ("1234,567", None),
            (",123", None),
            ("0,800", None),
            ("1,000,", None),
            ("1e5", None),
            ("+1", None),
            ("-1", None),
            ("1 000", None),
        ] {
            let units = Decimal::parse(input).map(|decimal| decimal.scaled(2).unwrap());
            assert_eq!(units, expected, "input: {input}");
        }
    }

    #[test]
    fn a_decimal_that_does_not_fit_says_why() {
        for (input, expected) in [
            ("0.001", ScaleError::Finer),
            ("99999999999999999999", ScaleError::TooLarge),
        ] {
            let scaled = Decimal::parse(input).unwrap().scaled(2);
            assert_eq!(scaled, Err(expected), "input: {input}");
        }
    }

    #[test]
    fn the_shortest_form_has_no_idle_zeros() {
        for (units, expected) in [(500, "0.05"), (55_000, "5.5"), (100_000, "10"), (0, "0")] {
            assert_eq!(shortest(units, 4), expected, "units: {units}");
        }
    }
}
