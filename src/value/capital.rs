//! Amounts and counts in capital numerals (大写).
//!
//! Source: 中国人民银行《正确填写票据和结算凭证的基本规定》 (annex 1 to 《支付结算办法》,
//! 银发〔1997〕393号) and 《会计基础工作规范》 art. 52. Where the sources leave a choice, this
//! module writes 零 when the 万 or 亿 group ends in 0, no 零 between 元 and 角, and no 整 after 角.

use super::money::Money;

/// The four places of a group, highest first: value and name.
const PLACES: [(u64, &str); 4] = [(1000, "仟"), (100, "佰"), (10, "拾"), (1, "")];

/// The groups of four digits, highest first: value and name. [`Money::MAX`] fits three groups.
const GROUPS: [(u64, &str); 3] = [(100_000_000, "亿"), (10_000, "万"), (1, "")];

/// The amount in capital words, without the prefix 人民币: `壹拾万零柒仟元伍角叁分`, `零元整`.
#[must_use]
pub fn capital_words(amount: Money) -> String {
    let yuan = amount.fen() / 100;
    let jiao = amount.fen() / 10 % 10;
    let fen = amount.fen() % 10;
    let mut words = String::new();
    // Below one yuan the words begin with 角 or 分; only zero itself is 零元整.
    if yuan > 0 || amount == Money::ZERO {
        words.push_str(&whole_number(yuan));
        words.push('元');
    }
    if jiao == 0 && fen == 0 {
        words.push('整');
    }
    if jiao > 0 {
        words.push(digit(jiao));
        words.push('角');
    } else if yuan > 0 && fen > 0 {
        words.push('零');
    }
    if fen > 0 {
        words.push(digit(fen));
        words.push('分');
    }
    words
}

/// The fewest places before the point of an amount in boxes: up to 佰万.
const FEWEST_BOXES: u32 = 7;

/// The amount as a form with a box for each place shows it, every place named, from 佰万 or from the
/// highest place of the amount: `零佰零拾壹万贰仟捌佰零拾零元零角零分`.
#[must_use]
pub fn capital_boxes(amount: Money) -> String {
    const NAMES: [&str; 12] = [
        "元", "拾", "佰", "仟", "万", "拾", "佰", "仟", "亿", "拾", "佰", "仟",
    ];
    let yuan = amount.fen() / 100;
    let mut boxes = String::new();
    for (place, name) in (0..).zip(NAMES).collect::<Vec<_>>().into_iter().rev() {
        let left = yuan / 10_u64.pow(place);
        if place < FEWEST_BOXES || left > 0 {
            boxes.push(digit(left));
            boxes.push_str(name);
        }
    }
    boxes.push(digit(amount.fen() / 10));
    boxes.push('角');
    boxes.push(digit(amount.fen()));
    boxes.push('分');
    boxes
}

/// A number of copies in capital words, such as `贰` in 一式贰份. 10 to 19 begin with `壹拾`
/// (rule 5).
#[must_use]
pub fn copies_capital(copies: u32) -> String {
    whole_number(u64::from(copies))
}

/// A whole number in capital numerals, `壹仟零伍`.
pub(super) fn whole_number(number: u64) -> String {
    if number == 0 {
        return digit(0).to_string();
    }
    let mut words = String::new();
    // A 零 is written only before the next digit that is not zero, so a run of zeros gives one 零
    // and trailing zeros give none.
    let mut zero_is_due = false;
    for (group, group_name) in GROUPS {
        let in_group = number / group % 10_000;
        for (place, place_name) in PLACES {
            let at_place = in_group / place % 10;
            if at_place == 0 {
                zero_is_due = !words.is_empty();
                continue;
            }
            if std::mem::take(&mut zero_is_due) {
                words.push(digit(0));
            }
            words.push(digit(at_place));
            words.push_str(place_name);
        }
        if in_group > 0 {
            words.push_str(group_name);
        }
    }
    words
}

/// The capital numeral of the last decimal digit of `number`.
fn digit(number: u64) -> char {
    match number % 10 {
        0 => '零',
        1 => '壹',
        2 => '贰',
        3 => '叁',
        4 => '肆',
        5 => '伍',
        6 => '陆',
        7 => '柒',
        8 => '捌',
        _ => '玖',
    }
}

#[cfg(test)]
mod tests {
    use super::{Money, capital_words, copies_capital};
    use proptest::prelude::*;

    #[test]
    fn every_amount_of_the_table_has_its_words() {
        let table = include_str!("../../tests/data/rmb-in-words.tsv");
        let mut rows = 0;
        for line in table.lines() {
            let mut columns = line.split('\t');
            let (amount, words) = (columns.next().unwrap(), columns.next().unwrap());
            let money = Money::parse(amount).unwrap();
            assert_eq!(capital_words(money), words, "amount: {amount}");
            rows += 1;
        }
        assert_eq!(rows, 156, "rows in the table");
    }

    #[test]
    fn copies_read_as_contracts_write_them() {
        for (copies, expected) in [
            (0, "零"),
            (1, "壹"),
            (2, "贰"),
            (4, "肆"),
            (9, "玖"),
            (10, "壹拾"),
            (12, "壹拾贰"),
            (20, "贰拾"),
            (105, "壹佰零伍"),
        ] {
            assert_eq!(copies_capital(copies), expected, "copies: {copies}");
        }
    }

    #[test]
    fn the_words_of_300_000_amounts_read_back() {
        let dense = 0..100_000;
        let mut state: u64 = 0x9E37_79B9_7F4A_7C15;
        let mut next = move || {
            // xorshift64 with a fixed seed: the distribution does not matter, repeatability does.
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        let random: Vec<u64> = (0..100_000)
            .map(|_| {
                let digits = u32::try_from(next() % 14).unwrap() + 1;
                next() % 10_u64.pow(digits)
            })
            .collect();
        // Most digits are zero, so that places, whole groups, fen and jiao are often empty.
        let sparse: Vec<u64> = (0..100_000)
            .map(|_| {
                (0..14).fold(0, |amount, _| {
                    let digit = next() % 40;
                    amount * 10 + if digit < 10 { digit } else { 0 }
                })
            })
            .collect();
        for fen in dense.chain(random).chain(sparse) {
            assert_reads_back(fen);
        }
    }

    proptest! {
        #[test]
        fn the_words_of_any_amount_read_back(fen in 0..=Money::MAX.fen()) {
            assert_reads_back(fen);
        }
    }

    fn assert_reads_back(fen: u64) {
        let words = capital_words(Money::from_fen(fen).unwrap());
        assert_eq!(read_back(&words), Some(fen), "words: {words}");
        assert!(!words.contains("零零"), "fen: {fen}, words: {words}");
    }

    /// Reads capital words back to fen, with code that is independent of the writer.
    fn read_back(words: &str) -> Option<u64> {
        let (mut fen, mut yuan, mut group, mut pending) = (0, 0, 0, 0);
        for character in words.chars() {
            match character {
                '拾' | '佰' | '仟' => {
                    let unit = match character {
                        '拾' => 10,
                        '佰' => 100,
                        _ => 1000,
                    };
                    group += std::mem::take(&mut pending) * unit;
                }
                '万' | '亿' => {
                    let unit = if character == '万' {
                        10_000
                    } else {
                        100_000_000
                    };
                    yuan += (std::mem::take(&mut group) + std::mem::take(&mut pending)) * unit;
                }
                '元' => {
                    yuan += std::mem::take(&mut group) + std::mem::take(&mut pending);
                    fen += yuan * 100;
                }
                '角' => fen += std::mem::take(&mut pending) * 10,
                '分' => fen += std::mem::take(&mut pending),
                '整' => {}
                _ => {
                    pending = "零壹贰叁肆伍陆柒捌玖"
                        .chars()
                        .position(|digit| digit == character)? as u64;
                }
            }
        }
        (pending == 0 && group == 0).then_some(fen)
    }
}
