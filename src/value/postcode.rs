//! Postcodes of the Chinese mail: six digits.

use super::digits::half_width;
use super::error::ValueError;
use super::text::labelled;

/// Labels that people copy together with a postcode.
const LABELS: [&str; 3] = ["邮政编码", "邮编", "postcode"];

/// A postcode of six half-width digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Postcode(String);

impl Postcode {
    /// Reads a postcode, also in full-width digits, with spaces or with a label.
    ///
    /// # Errors
    ///
    /// Blank, or not six digits.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let typed = labelled(text, &LABELS)?;
        let digits: String = half_width(&typed)
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        let is_code = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit());
        if is_code {
            Ok(Self(digits))
        } else {
            Err(ValueError::NotAPostcode { answer: typed })
        }
    }

    /// The six digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{Postcode, ValueError};
    use proptest::prelude::*;

    #[test]
    fn a_postcode_has_six_digits() {
        for (input, expected) in [
            ("310000", "310000"),
            ("３１００００", "310000"),
            (" 310 000 ", "310000"),
            ("邮编：010010", "010010"),
        ] {
            let code = Postcode::parse(input).unwrap();
            assert_eq!(code.as_str(), expected, "input: {input}");
        }
        for input in ["31000", "3100000", "31000O", "310-000", "三一零零零零"] {
            let answer = input.to_owned();
            let expected = Err(ValueError::NotAPostcode { answer });
            assert_eq!(Postcode::parse(input), expected, "input: {input}");
        }
        assert_eq!(Postcode::parse("\u{3000}"), Err(ValueError::Blank));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in prop_oneof![any::<String>(), "[0-9 ]{0,9}"]) {
            if let Ok(code) = Postcode::parse(&text) {
                prop_assert_eq!(Postcode::parse(code.as_str()), Ok(code));
            }
        }
    }
}
