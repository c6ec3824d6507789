//! Amounts of RMB.

use super::amount_spelling::{self, Spelled};
use super::decimal::ScaleError;
use super::digits::half_width;
use super::error::ValueError;
use super::inexact::is_rough_number;
use super::text::is_blank;

/// An amount of RMB in whole fen (分). Never negative, below one trillion yuan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(u64);

impl Money {
    /// Zero yuan.
    pub const ZERO: Self = Self(0);

    /// The largest amount that has capital words by 银发〔1997〕393号: 999,999,999,999.99 yuan.
    pub const MAX: Self = Self(99_999_999_999_999);

    /// An amount of `fen`; `None` above [`Money::MAX`].
    #[must_use]
    pub fn from_fen(fen: u64) -> Option<Self> {
        (fen <= Self::MAX.0).then_some(Self(fen))
    }

    /// The amount in fen.
    #[must_use]
    pub fn fen(self) -> u64 {
        self.0
    }

    /// Reads an amount as people type it: `12800`, `12,800.00`, `１２８００`, `1.28万`, `1.2w`,
    /// `RMB 1,280`, `1280元整`, `一万二`, `三百万`, `肆佰叁拾萬圆整`, `123元1角1分`.
    ///
    /// # Errors
    ///
    /// As [`Money::parse_with_unit`].
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        Self::parse_with_unit(text, "")
    }

    /// Reads an amount with the optional unit of its field: `12800元/年` for the unit 元/年. The
    /// amount may stand twice, in figures and in words, if both are equal.
    ///
    /// # Errors
    ///
    /// Blank, not a number (also with misplaced commas), approximate (约三万, 1-2万), negative, more
    /// than two decimals (never rounded), above [`Money::MAX`], or different figures and words.
    pub fn parse_with_unit(text: &str, unit: &str) -> Result<Self, ValueError> {
        if is_blank(text) {
            return Err(ValueError::Blank);
        }
        let typed = half_width(text);
        let answer = || text.trim().to_owned();
        match amount_spelling::read(&typed, unit) {
            Some(spelled) => Self::of(spelled, answer),
            None => match given_twice(&typed) {
                Some((first, second)) => {
                    let first =
                        amount_spelling::read(first, unit).map(|spelled| Self::of(spelled, answer));
                    let second = amount_spelling::read(second, unit)
                        .map(|spelled| Self::of(spelled, answer));
                    match (first, second) {
                        (Some(first), Some(second)) if first == second => first,
                        (Some(_), Some(_)) => Err(ValueError::TwoAmounts { answer: answer() }),
                        (Some(_) | None, _) => Err(refusal(&typed, unit, answer())),
                    }
                }
                None => Err(refusal(&typed, unit, answer())),
            },
        }
    }

    fn of(spelled: Spelled, answer: impl Fn() -> String) -> Result<Self, ValueError> {
        let too_large = || ValueError::TooLarge {
            answer: answer(),
            largest: Self::MAX.grouped(),
        };
        let (number, zeros) = match spelled {
            Spelled::Words { fen } => return Self::from_fen(fen).ok_or_else(too_large),
            Spelled::Digits { number, zeros } => (number, zeros),
        };
        let places = 2 + zeros;
        let too_precise = || ValueError::TooPrecise {
            answer: answer(),
            decimals: places,
        };
        // Trailing zeros count too: the point of `1.000` may be meant as a grouping mark.
        if zeros == 0 && number.decimals() > 2 {
            return Err(too_precise());
        }
        let fen = number
            .scaled(places as usize)
            .map_err(|error| match error {
                ScaleError::Finer => too_precise(),
                ScaleError::TooLarge => too_large(),
            })?;
        Self::from_fen(fen).ok_or_else(too_large)
    }

    /// Formats with commas and always two decimals: `12,800.00`.
    #[must_use]
    pub fn grouped(self) -> String {
        format!("{}.{:02}", grouped_by_threes(self.0 / 100), self.0 % 100)
    }

    /// Formats with commas, and with decimals only if needed: `12,800`, `107,000.53`.
    #[must_use]
    pub fn shortest_grouped(self) -> String {
        if self.0.is_multiple_of(100) {
            grouped_by_threes(self.0 / 100)
        } else {
            self.grouped()
        }
    }

    /// Formats without commas, and with decimals only if needed: `12800`, `107000.53`.
    #[must_use]
    pub fn plain(self) -> String {
        let (yuan, fen) = (self.0 / 100, self.0 % 100);
        if fen == 0 {
            yuan.to_string()
        } else {
            format!("{yuan}.{fen:02}")
        }
    }

    /// The stored form in a draft; parses to the same amount.
    #[must_use]
    pub fn canonical(self) -> String {
        self.plain()
    }
}

/// Splits an amount given twice, `12,800元（大写：壹万贰仟捌佰元整）`, into its two spellings.
fn given_twice(typed: &str) -> Option<(&str, &str)> {
    typed.trim().strip_suffix(')')?.split_once('(')
}

/// Chooses the error for text that is not an amount.
fn refusal(typed: &str, unit: &str, answer: String) -> ValueError {
    let number = typed.trim().trim_start_matches('¥').trim_start();
    let is_negative = number
        .strip_prefix(['-', '负'])
        .is_some_and(|rest| amount_spelling::read(rest, unit).is_some());
    if is_negative {
        ValueError::Negative { answer }
    } else if is_rough_number(typed) {
        ValueError::NotExact { answer }
    } else {
        ValueError::NotANumber { answer }
    }
}

/// Formats a whole number with a comma before every third digit from the right.
pub(super) fn grouped_by_threes(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::{Money, ValueError};
    use crate::value::capital_words;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_understood_as_people_type_them() {
        for (input, fen) in [
            ("12800", 1_280_000),
            ("12,800.00", 1_280_000),
            ("12，800", 1_280_000),
            ("１２８００", 1_280_000),
            ("１２，８００．５", 1_280_050),
            ("1.28万", 1_280_000),
            ("1.28 万元", 1_280_000),
            ("1.280000万", 1_280_000),
            ("1.234567万", 1_234_567),
            ("¥12,800", 1_280_000),
            ("￥ 12,800", 1_280_000),
            ("12,800元", 1_280_000),
            ("  ¥12,800.5 元 ", 1_280_050),
            ("3亿", 30_000_000_000),
            ("1,000万", 1_000_000_000),
            ("3。5", 350),
            ("0", 0),
            ("0.00", 0),
            ("0.01", 1),
            ("999,999,999,999.99", 99_999_999_999_999),
            ("9999.9999999999亿", 99_999_999_999_999),
        ] {
            let money = Money::parse(input).map(Money::fen);
            assert_eq!(money, Ok(fen), "input: {input}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for input in [
            "1,2,3,4.5",
            "1,2800",
            "1,0000,0000",
            "12,80",
            "0,800",
            "1e5",
            "+5",
            "12 800",
            "12.8k",
            "¥",
            "元",
            "万",
            ".",
            "1.",
            ".5",
            "1万万",
            "1亿万",
            "百万",
            "¥¥1",
            "--1",
            "1'000",
            "NaN",
            "0x10",
            "/",
            "$5",
            "1.2.3",
            "٣",
            "107_000.53",
            "100美元",
            "面议",
            "12800（含税）",
            "12800元/年",
            "12.5元5角",
            "12元13角",
            "一百零二十万",
            "1万05",
            "一亿五千",
            "一个万",
            "半万",
        ] {
            let expected = ValueError::NotANumber {
                answer: input.to_owned(),
            };
            assert_eq!(Money::parse(input), Err(expected), "input: {input}");
        }
    }

    #[test]
    fn amounts_are_understood_as_people_say_and_write_them() {
        for (input, fen) in [
            ("人民币1280元", 128_000),
            ("1280元整", 128_000),
            ("1280元正", 128_000),
            ("RMB 1280", 128_000),
            ("rmb1,280.00", 128_000),
            ("1280 RMB", 128_000),
            ("CNY 1280", 128_000),
            ("人民币¥1280元整", 128_000),
            ("人民币：1280元", 128_000),
            ("1280元人民币", 128_000),
            ("1280块", 128_000),
            ("1280块钱", 128_000),
            ("1280圆整", 128_000),
            ("1.2w", 1_200_000),
            ("1.2W元", 1_200_000),
            ("１．２ｗ", 1_200_000),
            ("1w2", 1_200_000),
            ("一万二", 1_200_000),
            ("1万2", 1_200_000),
            ("1万5", 1_500_000),
            ("1万2千", 1_200_000),
            ("1万2千5", 1_250_000),
            ("一万二千五", 1_250_000),
            ("两万", 2_000_000),
            ("五万", 5_000_000),
            ("十万", 10_000_000),
            ("十二万八", 12_800_000),
            ("12万8", 12_800_000),
            ("107万5千", 107_500_000),
            ("三百万", 300_000_000),
            ("5百万", 500_000_000),
            ("1.5千万", 1_500_000_000),
            ("三千五", 350_000),
            ("3千5", 350_000),
            ("二百五", 25_000),
            ("一亿五", 15_000_000_000),
            ("两个亿", 20_000_000_000),
            ("1亿2000万", 12_000_000_000),
            ("2万3500", 2_350_000),
            ("1万500", 1_050_000),
            ("一点二万", 1_200_000),
            ("三点五千万元", 3_500_000_000),
            ("一百二十三万四千五百六十七元八角九分", 123_456_789),
            ("肆佰叁拾萬圆整", 430_000_000),
            ("壹萬貳仟捌佰圓整", 1_280_000),
            ("人民币（大写）：壹拾万零柒仟元伍角叁分", 10_700_053),
            ("大写：壹佰元整", 10_000),
            ("壹佰万整", 100_000_000),
            ("零元整", 0),
            ("伍角", 50),
            ("5毛", 50),
            ("5分", 5),
            ("两毛五", 25),
            ("123元1角1分", 12_311),
            ("壹拾元零肆分", 1_004),
            ("123元5分", 12_305),
            ("123元5角整", 12_350),
            ("12块5", 1_250),
            ("12块5毛", 1_250),
            ("三块五", 350),
            ("12,800.00元（大写：壹万贰仟捌佰元整）", 1_280_000),
            ("人民币壹万贰仟捌佰元整（¥12,800.00）", 1_280_000),
        ] {
            let money = Money::parse(input).map(Money::fen);
            assert_eq!(money, Ok(fen), "input: {input}");
        }
    }

    #[test]
    fn the_unit_of_the_field_may_stand_beside_the_amount() {
        for input in [
            "12800元/年",
            "12,800/年",
            "每年12800元",
            "12800元每年",
            "1.28万元/年",
        ] {
            let money = Money::parse_with_unit(input, "元/年").map(Money::fen);
            assert_eq!(money, Ok(1_280_000), "input: {input}");
        }
        let answer = "12800元/月".to_owned();
        assert_eq!(
            Money::parse_with_unit("12800元/月", "元/年"),
            Err(ValueError::NotANumber { answer })
        );
    }

    #[test]
    fn an_amount_that_is_only_roughly_meant_is_refused_as_such() {
        for input in [
            "几百块",
            "约三万",
            "三万左右",
            "3万多",
            "两三万",
            "三五千",
            "三五",
            "1-2万",
            "1~2万",
            "1万至2万",
            "3万以内",
            "上万元",
            "近3万",
            "12800-15000",
        ] {
            let expected = ValueError::NotExact {
                answer: input.to_owned(),
            };
            assert_eq!(Money::parse(input), Err(expected), "input: {input}");
        }
        let answer = "12,800元（壹万贰仟元整）".to_owned();
        assert_eq!(
            Money::parse("12,800元（壹万贰仟元整）"),
            Err(ValueError::TwoAmounts { answer })
        );
    }

    #[test]
    fn each_other_refusal_has_its_own_reason() {
        let answer = |text: &str| text.to_owned();
        for (input, expected) in [
            ("", ValueError::Blank),
            (" \u{3000}", ValueError::Blank),
            (
                "-5",
                ValueError::Negative {
                    answer: answer("-5"),
                },
            ),
            (
                "－5",
                ValueError::Negative {
                    answer: answer("－5"),
                },
            ),
            (
                "-1.2万元",
                ValueError::Negative {
                    answer: answer("-1.2万元"),
                },
            ),
            (
                "负一百",
                ValueError::Negative {
                    answer: answer("负一百"),
                },
            ),
            (
                "¥-5.001",
                ValueError::Negative {
                    answer: answer("¥-5.001"),
                },
            ),
            (
                "12.345",
                ValueError::TooPrecise {
                    answer: answer("12.345"),
                    decimals: 2,
                },
            ),
            (
                "12.340",
                ValueError::TooPrecise {
                    answer: answer("12.340"),
                    decimals: 2,
                },
            ),
            (
                "1.2345678万",
                ValueError::TooPrecise {
                    answer: answer("1.2345678万"),
                    decimals: 6,
                },
            ),
            (
                "0.00000000001亿",
                ValueError::TooPrecise {
                    answer: answer("0.00000000001亿"),
                    decimals: 10,
                },
            ),
            (
                "1000000000000",
                ValueError::TooLarge {
                    answer: answer("1000000000000"),
                    largest: answer("999,999,999,999.99"),
                },
            ),
            (
                "99999999999999999999亿",
                ValueError::TooLarge {
                    answer: answer("99999999999999999999亿"),
                    largest: answer("999,999,999,999.99"),
                },
            ),
        ] {
            assert_eq!(Money::parse(input), Err(expected), "input: {input}");
        }
    }

    #[test]
    fn an_amount_prints_grouped_shortest_and_plain() {
        for (fen, grouped, shortest, plain) in [
            (0, "0.00", "0", "0"),
            (5, "0.05", "0.05", "0.05"),
            (50, "0.50", "0.50", "0.50"),
            (1_280_000, "12,800.00", "12,800", "12800"),
            (10_700_053, "107,000.53", "107,000.53", "107000.53"),
            (99_999, "999.99", "999.99", "999.99"),
            (100_000, "1,000.00", "1,000", "1000"),
            (
                99_999_999_999_999,
                "999,999,999,999.99",
                "999,999,999,999.99",
                "999999999999.99",
            ),
        ] {
            let money = Money::from_fen(fen).unwrap();
            let printed = (money.grouped(), money.shortest_grouped(), money.plain());
            let expected = (grouped.to_owned(), shortest.to_owned(), plain.to_owned());
            assert_eq!(printed, expected, "fen: {fen}");
        }
    }

    #[test]
    fn there_is_no_amount_above_the_largest() {
        assert_eq!(Money::from_fen(Money::MAX.fen() + 1), None);
    }

    proptest! {
        #[test]
        fn every_printed_form_reads_back_as_the_same_amount(fen in 0..=Money::MAX.fen()) {
            let money = Money::from_fen(fen).unwrap();
            for form in [money.grouped(), money.shortest_grouped(), money.plain(), money.canonical()] {
                prop_assert_eq!(Money::parse(&form), Ok(money), "form: {}", form);
            }
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in any::<String>()) {
            let _ = Money::parse(&text);
        }

        #[test]
        fn anything_like_words_is_read_without_a_panic(text in "[零〇一二五十百千万亿两元块角毛分整点w0-9/年每（）]{0,20}") {
            let _ = Money::parse_with_unit(&text, "元/年");
        }

        #[test]
        fn words_and_digits_of_an_amount_are_the_same_amount(fen in 0..=Money::MAX.fen()) {
            let money = Money::from_fen(fen).unwrap();
            let words = capital_words(money);
            for form in [words.clone(), format!("人民币{words}"), format!("{}元（{words}）", money.grouped())] {
                prop_assert_eq!(Money::parse(&form), Ok(money), "form: {}", form);
            }
        }

        #[test]
        fn anything_like_an_amount_is_read_without_a_panic(text in "[-+¥￥]?[0-9０-９,，.。]{0,30}[万亿元% ]{0,3}") {
            let _ = Money::parse(&text);
        }
    }
}
