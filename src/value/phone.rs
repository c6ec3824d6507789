//! Telephone numbers.

use super::digits::half_width;
use super::doubt::Doubt;
use super::error::ValueError;
use super::text::is_blank;

/// A telephone number as typed, perhaps several; never blank. Printed unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    /// Takes any visible text: people write extensions and names beside numbers.
    ///
    /// # Errors
    ///
    /// Blank.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        if is_blank(text) {
            return Err(ValueError::Blank);
        }
        Ok(Self(text.trim().to_owned()))
    }

    /// The number as typed, without the spaces around it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it has no usual form (H06): a Chinese mobile, fixed, 400/800 or service number, an
    /// international number, each perhaps with an extension.
    #[must_use]
    pub fn doubts(&self) -> Vec<Doubt> {
        let typed = half_width(&self.0);
        let usual = typed
            .split(['/', '、', ',', ';', '或'])
            .all(|number| is_usual(number.trim()));
        if usual {
            Vec::new()
        } else {
            vec![Doubt::UnusualPhone]
        }
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
        Some(abroad) => match abroad.strip_prefix("86") {
            Some(domestic) => is_domestic(domestic) || is_domestic(&format!("0{domestic}")),
            // ITU-T E.164: country code and number have 15 digits at most.
            None => (7..=15).contains(&abroad.len()),
        },
        None => is_domestic(&digits),
    }
}

/// The number before its extension (`转801`, `-801`, `ext. 801`); none if the extension is odd.
fn without_extension(number: &str) -> Option<&str> {
    for mark in ["转", "分机", "ext", "EXT", "Ext", "#"] {
        if let Some((number, extension)) = number.split_once(mark) {
            let extension = extension.trim_start_matches(['.', ':', ' ']);
            return is_extension(extension).then_some(number.trim_end());
        }
    }
    // 0571-88881111-801: only a third part is an extension.
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

/// A number as dialled inside mainland China, digits only.
fn is_domestic(digits: &str) -> bool {
    is_mobile(digits) || is_fixed(digits) || is_service(digits)
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..])
}

/// Area code (010, 02x, or four digits) and seven or eight digits.
fn is_fixed(digits: &str) -> bool {
    let area = match digits.as_bytes() {
        [b'0', b'1' | b'2', ..] => 3,
        [b'0', b'3'..=b'9', ..] => 4,
        _ => return false,
    };
    digits.len() == area + 7 || digits.len() == area + 8
}

/// 400 and 800 numbers, 95xxx and 96xxx of companies, 12xxx of authorities, 100xx of carriers.
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
        ] {
            assert_eq!(Phone::parse(input).unwrap().doubts(), [], "input: {input}");
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
