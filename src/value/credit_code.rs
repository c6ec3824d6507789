//! Unified social credit codes (统一社会信用代码), GB 32100-2015.

use super::digits::half_width;
use super::error::ValueError;
use super::text::is_blank;

/// The characters of a code; the value of each is its index.
const CHARACTERS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

const LENGTH: usize = 18;

/// A unified social credit code of 18 characters whose check character agrees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditCode(String);

impl CreditCode {
    /// Reads a code; small letters are raised, full-width ones narrowed, spaces left out.
    ///
    /// # Errors
    ///
    /// Blank; not 18 characters; a character that no code has (0 is suggested for O, 1 for I); a
    /// last character that does not agree with the others.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        if is_blank(text) {
            return Err(ValueError::Blank);
        }
        let code: String = half_width(text)
            .chars()
            .filter(|character| !character.is_whitespace())
            .map(|character| character.to_ascii_uppercase())
            .collect();
        let count = code.chars().count();
        if count != LENGTH {
            return Err(ValueError::CreditCodeLength { count });
        }
        let values = code.chars().map(value).collect::<Result<Vec<_>, _>>()?;
        let expected = check_character(&values);
        if code.ends_with(expected) {
            Ok(Self(code))
        } else {
            Err(ValueError::CreditCodeCheck { expected })
        }
    }

    /// The code in capitals, without spaces.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn value(character: char) -> Result<usize, ValueError> {
    CHARACTERS
        .chars()
        .position(|known| known == character)
        .ok_or(ValueError::CreditCodeCharacter {
            found: character,
            instead: match character {
                'O' => Some('0'),
                'I' => Some('1'),
                _ => None,
            },
        })
}

/// The last character that the first 17 ask for: weights are powers of 3 modulo 31.
fn check_character(values: &[usize]) -> char {
    let mut weight = 1;
    let mut sum = 0;
    for value in values.iter().take(LENGTH - 1) {
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    // The outer modulus turns 31 into 0.
    let check = (31 - sum % 31) % 31;
    CHARACTERS.chars().nth(check).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::{CHARACTERS, CreditCode, ValueError, check_character, value};
    use proptest::prelude::*;

    #[test]
    fn the_codes_of_the_table_are_told_apart() {
        let mut rows = 0;
        for line in include_str!("../../tests/data/uscc.tsv").lines() {
            let mut columns = line.split('\t');
            let (code, verdict) = (columns.next().unwrap(), columns.next().unwrap());
            let valid = CreditCode::parse(code).is_ok();
            assert_eq!(valid, verdict == "valid", "code: {code}");
            rows += 1;
        }
        assert_eq!(rows, 9, "rows in the table");
    }

    #[test]
    fn a_code_is_raised_and_its_spaces_left_out() {
        let code = CreditCode::parse(" 91000000 madema0a1k ").unwrap();
        assert_eq!(code.as_str(), "91000000MADEMA0A1K");
        assert_eq!(CreditCode::parse("９１000000MADEMA0A1Ｋ").unwrap(), code);
    }

    #[test]
    fn a_wrong_code_says_what_is_wrong() {
        let character = |found, instead| ValueError::CreditCodeCharacter { found, instead };
        for (input, expected) in [
            ("", ValueError::Blank),
            (
                "91000000MADEMA0A1",
                ValueError::CreditCodeLength { count: 17 },
            ),
            (
                "91000000MADEMA0A1KK",
                ValueError::CreditCodeLength { count: 19 },
            ),
            ("9100O000MADEMA0A1K", character('O', Some('0'))),
            ("9i000000MADEMA0A1K", character('I', Some('1'))),
            ("91000000MADEMA0A1Z", character('Z', None)),
            ("91000000MADEMA0A1中", character('中', None)),
            (
                "91000000MADEMA0A1L",
                ValueError::CreditCodeCheck { expected: 'K' },
            ),
        ] {
            assert_eq!(CreditCode::parse(input), Err(expected), "input: {input}");
        }
    }

    proptest! {
        #[test]
        fn a_single_wrong_character_is_always_found(
            body in "[0-9A-HJ-NPQRTUWXY]{17}",
            position in 0_usize..18,
            shift in 1_usize..31,
        ) {
            let values: Vec<usize> = body.chars().map(|character| value(character).unwrap()).collect();
            let code = format!("{body}{}", check_character(&values));
            let parsed = CreditCode::parse(&code).map(|parsed| parsed.as_str().to_owned());
            prop_assert_eq!(parsed, Ok(code.clone()));
            let wrong: String = code.chars().enumerate().map(|(index, character)| {
                if index != position {
                    return character;
                }
                let changed = (value(character).unwrap() + shift) % 31;
                CHARACTERS.chars().nth(changed).unwrap()
            }).collect();
            prop_assert!(CreditCode::parse(&wrong).is_err(), "wrong: {}", wrong);
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in any::<String>()) {
            let _ = CreditCode::parse(&text);
        }
    }
}
