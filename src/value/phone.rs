//! Telephone numbers.

use super::digits::half_width;
use super::doubt::Doubt;
use super::error::ValueError;
use super::han_space::is_han;
use super::text::labelled;

/// Labels that people copy together with a number.
const LABELS: [&str; 8] = [
    "联系电话",
    "联系方式",
    "电话",
    "手机",
    "座机",
    "Tel",
    "TEL",
    "Mobile",
];

/// One or more telephone numbers as typed, without a leading label; never blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    /// Accepts any visible text: people write extensions and names beside numbers.
    ///
    /// # Errors
    ///
    /// Blank.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        labelled(text, &LABELS).map(Self)
    }

    /// The number as typed, without surrounding spaces and leading label.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A doubt if a number has no usual form (H06). Usual are Chinese mobile, fixed, 400/800 and
    /// service numbers and international numbers, each with an optional extension or name.
    #[must_use]
    pub fn doubts(&self) -> Vec<Doubt> {
        let typed = half_width(&self.0);
        let mut numbers = typed
            .split(['/', '、', ',', ';', '或'])
            .map(|number| without_words(number.trim()));
        if numbers.all(is_usual) {
            Vec::new()
        } else {
            vec![Doubt::UnusualPhone]
        }
    }
}

/// The number without a person's name beside it or a remark in brackets after it.
fn without_words(text: &str) -> &str {
    let is_word = |character: char| is_han(character) || matches!(character, ':' | ' ');
    let mut number = text;
    if let Some(open) = number.strip_suffix(')').and_then(|inner| inner.rfind('('))
        && number
            .get(open..)
            .is_some_and(|remark| remark.contains(is_han))
    {
        number = number.get(..open).unwrap_or_default().trim_end();
    }
    number = number.trim_start_matches(is_word);
    match number.rsplit_once(' ') {
        Some((before, name)) if !name.is_empty() && name.chars().all(is_han) => before.trim_end(),
        Some(_) | None => number,
    }
}

fn is_usual(number: &str) -> bool {
    let Some(number) = without_extension(number) else {
        return false;
    };
    let mut digits = String::new();
    for character in number.chars() {
        match character {
            '0'..='9' => digits.push(character),
            ' ' | '-' | '(' | ')' => {}
            '+' if digits.is_empty() => digits.push(character),
            _ => return false,
        }
    }
    let abroad = digits
        .strip_prefix('+')
        .or_else(|| digits.strip_prefix("00"));
    match abroad {
        // From abroad, callers omit the 0 of the area code: +86 571 88881111.
        Some(abroad) => match abroad.strip_prefix("86") {
            Some(domestic) => is_domestic(domestic) || is_domestic(&format!("0{domestic}")),
            // ITU-T E.164: country code and number have at most 15 digits.
            None => (7..=15).contains(&abroad.len()),
        },
        None => is_domestic(&digits) || digits.strip_prefix("86").is_some_and(is_mobile),
    }
}

/// The number before its extension (`转801`, `-801`, `ext. 801`); `None` if the extension is not
/// 1 to 6 digits.
fn without_extension(number: &str) -> Option<&str> {
    for mark in ["转", "分机", "ext", "EXT", "Ext", "#"] {
        if let Some((number, extension)) = number.split_once(mark) {
            let extension = extension.trim_start_matches(['.', ':', ' ']);
            return is_extension(extension).then_some(number.trim_end());
        }
    }
    // 0571-88881111-801: only the third part is an extension; the first hyphen ends the area code.
    match number.rsplit_once('-') {
        Some((fixed, extension))
            if fixed.contains('-') && is_domestic_fixed(fixed) && is_extension(extension) =>
        {
            Some(fixed)
        }
        Some(_) | None => Some(number),
    }
}

fn is_extension(text: &str) -> bool {
    (1..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_domestic_fixed(number: &str) -> bool {
    number
        .split_once('-')
        .is_some_and(|(area, local)| is_fixed(&format!("{area}{local}")))
}

/// Whether the digits are a number as dialled inside mainland China.
fn is_domestic(digits: &str) -> bool {
    is_mobile(digits) || is_fixed(digits) || is_service(digits)
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..])
}

/// Whether the digits are an area code (010, 02x, or four digits) and seven or eight digits.
fn is_fixed(digits: &str) -> bool {
    let area = match digits.as_bytes() {
        [b'0', b'1' | b'2', ..] => 3,
        [b'0', b'3'..=b'9', ..] => 4,
        _ => return false,
    };
    digits.len() == area + 7 || digits.len() == area + 8
}

/// Whether the digits are a 400 or 800 number, 95xxx or 96xxx of a company, 12xxx of an authority,
/// or 100xx of a carrier.
fn is_service(digits: &str) -> bool {
    match digits.get(..2) {
        Some("40" | "80") => digits.len() == 10 && digits.get(2..3) == Some("0"),
        Some("95" | "96") => (5..=8).contains(&digits.len()),
        Some("10" | "12") => digits.len() == 5,
        Some(_) | None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Doubt, Phone};
    use proptest::prelude::*;

    #[test]
    fn usual_numbers_raise_no_doubt() {
        for input in [
            "13800138000",
            "138 0013 8000",
            "138-0013-8000",
            "１３８００１３８０００",
            "+86 13800138000",
            "+86-138-0013-8000",
            "008613800138000",
            "0571-88881111",
            "057188881111",
            "(0571)88881111",
            "（010）6655 4433",
            "010-66554433",
            "+86 10 66554433",
            "+86 (0)571 88881111",
            "0376-6655443",
            "0571-88881111-801",
            "0571-88881111转801",
            "010-66554433 转 8",
            "400-123-4567",
            "4001234567",
            "800-820-8820",
            "95588",
            "95105105",
            "12345",
            "10086",
            "+852 2123 4567",
            "00852-21234567",
            "+1 (212) 555-0123",
            "0571-88881111、13800138000",
            "0571-88881111 / 0571-88882222",
            "8613800138000",
            "86-138-0013-8000",
            "手机 13800138000",
            "张经理 13800138000",
            "13800138000 张经理",
            "13800138000（微信同号）",
            "张三：13800138000、李四：13900139000",
            "010-66554433转8",
        ] {
            assert_eq!(Phone::parse(input).unwrap().doubts(), [], "input: {input}");
        }
    }

    #[test]
    fn a_label_before_the_number_is_no_part_of_it() {
        for (input, expected) in [
            ("电话：0571-88881111", "0571-88881111"),
            ("联系电话: 0571-88881111", "0571-88881111"),
            ("Tel: 0571-88881111", "0571-88881111"),
            ("电话：手机：13800138000", "13800138000"),
            ("电话：", "电话："),
            ("电话 0571-88881111", "电话 0571-88881111"),
        ] {
            let phone = Phone::parse(input).unwrap();
            assert_eq!(phone.as_str(), expected, "input: {input}");
        }
    }

    #[test]
    fn odd_numbers_raise_a_hint_and_are_kept() {
        for input in [
            "12800138000",
            "1380013800",
            "138001380000",
            "88881111",
            "电话待定",
            "张经理",
            "88881111（总机）",
            "13800138000 Tom",
            "0571-888811",
            "400-123",
            "+86 123",
            "13800138000转",
            "abc",
            "/",
            "+",
        ] {
            let phone = Phone::parse(input).unwrap();
            assert_eq!(phone.doubts(), [Doubt::UnusualPhone], "input: {input}");
            assert_eq!(phone.as_str(), input, "input: {input}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in prop_oneof![any::<String>(), "[-+()0-9 转#/]{0,30}"]) {
            if let Ok(phone) = Phone::parse(&text) {
                let _ = phone.doubts();
            }
        }
    }
}
