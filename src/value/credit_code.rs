//! Unified social credit codes (统一社会信用代码), GB 32100-2015.

use super::digits::half_width;
use super::doubt::Doubt;
use super::error::ValueError;
use super::id_card::is_sound;
use super::text::{is_blank, without_label};

/// The alphabet of the codes; the value of a character is its index.
const CHARACTERS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

const LENGTH: usize = 18;

/// Labels that people copy together with a code.
const LABELS: [&str; 3] = ["统一社会信用代码", "社会信用代码", "信用代码"];

/// A unified social credit code of 18 characters. The check character may be wrong, because some
/// registers have issued such codes; [`CreditCode::doubts`] reports a wrong check character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditCode(String);

impl CreditCode {
    /// Reads a code: converts to upper case and half width, removes spaces, hyphens and a leading
    /// label such as 统一社会信用代码.
    ///
    /// # Errors
    ///
    /// Blank; not 18 characters; a character outside the alphabet (the error suggests 0 for O and
    /// 1 for I); an identity card number (GB 11643) that is not a valid code as well.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        if is_blank(text) {
            return Err(ValueError::Blank);
        }
        let typed = half_width(text);
        let code: String = without_label(&typed, &LABELS)
            .chars()
            .filter(|character| !character.is_whitespace() && *character != '-')
            .map(|character| character.to_ascii_uppercase())
            .collect();
        let count = code.chars().count();
        if count != LENGTH {
            return Err(ValueError::CreditCodeLength { count });
        }
        let is_identity_card = is_sound(&code);
        let values = match code.chars().map(value).collect::<Result<Vec<_>, _>>() {
            Ok(values) => values,
            Err(_) if is_identity_card => return Err(ValueError::IdentityCard),
            Err(error) => return Err(error),
        };
        // A number that is valid as both stays a code; `doubts` warns about it.
        if is_identity_card && !code.ends_with(check_character(&values)) {
            return Err(ValueError::IdentityCard);
        }
        Ok(Self(code))
    }

    /// The code in upper case, without spaces and hyphens.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A wrong check character (E07, which a reason lifts), or a valid code that is also a valid
    /// identity card number (W15).
    #[must_use]
    pub fn doubts(&self) -> Vec<Doubt> {
        let values: Vec<usize> = self.0.chars().filter_map(|each| value(each).ok()).collect();
        let expected = check_character(&values);
        if !self.0.ends_with(expected) {
            vec![Doubt::CreditCodeCheck { expected }]
        } else if is_sound(&self.0) {
            vec![Doubt::CreditCodeOrIdentityCard]
        } else {
            Vec::new()
        }
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

/// Computes the check character from the first 17 values: the weights are powers of 3 modulo 31
/// (GB 32100-2015).
fn check_character(values: &[usize]) -> char {
    let mut weight = 1;
    let mut sum = 0;
    for value in values.iter().take(LENGTH - 1) {
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    // The outer modulus maps 31 to 0.
    let check = (31 - sum % 31) % 31;
    CHARACTERS.chars().nth(check).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::{CHARACTERS, CreditCode, Doubt, ValueError, check_character, value};
    use proptest::prelude::*;

    #[test]
    fn the_codes_of_the_table_are_told_apart() {
        let mut rows = 0;
        for line in include_str!("../../tests/data/uscc.tsv").lines() {
            let mut columns = line.split('\t');
            let (code, verdict) = (columns.next().unwrap(), columns.next().unwrap());
            let valid = CreditCode::parse(code).is_ok_and(|code| code.doubts().is_empty());
            assert_eq!(valid, verdict == "valid", "code: {code}");
            rows += 1;
        }
        assert_eq!(rows, 9, "rows in the table");
    }

    #[test]
    fn a_code_is_raised_and_its_spaces_left_out() {
        let code = CreditCode::parse(" 91000000 madema0a1k ").unwrap();
        assert_eq!(code.as_str(), "91000000MADEMA0A1K");
        for input in [
            "９１000000MADEMA0A1Ｋ",
            "9100-0000-MADE-MA0A-1K",
            "统一社会信用代码：91000000MADEMA0A1K",
        ] {
            assert_eq!(
                CreditCode::parse(input).as_ref(),
                Ok(&code),
                "input: {input}"
            );
        }
    }

    #[test]
    fn a_check_character_that_disagrees_is_doubted_and_the_code_kept() {
        for (input, expected) in [
            ("91000000MADEMA0A1L", 'K'),
            ("91000000MADEMA0AlK", 'E'),
            // A code from before 2016, reported as genuine.
            ("91350203M0001QKT19", 'F'),
        ] {
            let code = CreditCode::parse(input).unwrap();
            assert_eq!(
                code.doubts(),
                [Doubt::CreditCodeCheck { expected }],
                "input: {input}"
            );
            assert_eq!(code.as_str(), input.to_uppercase(), "input: {input}");
        }
    }

    #[test]
    fn the_number_of_an_identity_card_is_no_credit_code() {
        for input in [
            "999999199001010008",
            "99999919900101018X",
            "99999919900101018x",
            "999999 19900101 0008",
        ] {
            assert_eq!(
                CreditCode::parse(input),
                Err(ValueError::IdentityCard),
                "input: {input}"
            );
        }
        // Valid both as a credit code and as an identity card number.
        for input in ["000000199001010077", "99999919500101211X"] {
            let code = CreditCode::parse(input).unwrap();
            assert_eq!(
                code.doubts(),
                [Doubt::CreditCodeOrIdentityCard],
                "input: {input}"
            );
        }
        // An impossible birth date, or a wrong check character of an identity card.
        for input in [
            "999999199013010005",
            "999999189901010012",
            "999999199001010009",
        ] {
            let doubts = CreditCode::parse(input).unwrap().doubts();
            assert!(
                matches!(doubts.as_slice(), [Doubt::CreditCodeCheck { .. }]),
                "input: {input}, {doubts:?}"
            );
        }
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
            let doubts = |code: &str| CreditCode::parse(code).map(|parsed| parsed.doubts());
            let is_wrong = |doubts: &[Doubt]| doubts.iter().any(|doubt| matches!(doubt, Doubt::CreditCodeCheck { .. }));
            prop_assert!(!is_wrong(&doubts(&code).unwrap()), "code: {}", code);
            let wrong: String = code.chars().enumerate().map(|(index, character)| {
                if index != position {
                    return character;
                }
                let changed = (value(character).unwrap() + shift) % 31;
                CHARACTERS.chars().nth(changed).unwrap()
            }).collect();
            prop_assert!(doubts(&wrong).map_or(true, |doubts| is_wrong(&doubts)), "wrong: {}", wrong);
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in any::<String>()) {
            let _ = CreditCode::parse(&text);
        }
    }
}
