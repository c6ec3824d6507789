//! Doubts: oddities of a value that is accepted nonetheless.

/// An oddity of an accepted value that the writer should look at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// A telephone number in none of the usual forms.
    UnusualPhone,
    /// An address that a browser would probably not open.
    UnusualUrl {
        /// The oddities of the address, each once; never empty.
        oddities: Vec<UrlOddity>,
    },
    /// An address of mail whose ending is probably a slip of the keyboard.
    UnusualEmail {
        /// The address that was probably meant.
        instead: String,
    },
    /// A bank account with unusually few or many digits.
    AccountDigits {
        /// The number of digits in the longest number of the account.
        count: usize,
    },
    /// A party's name that has no company ending and does not look like a person's name.
    NameWithoutSuffix,
    /// A party's name without a single letter or Han character.
    NameWithoutLetters,
    /// A party's Chinese name with half-width brackets; the company register writes （）.
    NameHalfWidthBrackets,
    /// A party whose signer is not a legal representative (法定代表人).
    NameSigner {
        /// The role of the person who signs.
        signer: Signer,
    },
    /// An account number in scientific notation: a spreadsheet has dropped digits.
    AccountNotation,
    /// White space between Han characters; Chinese has none there.
    SpaceInHan {
        /// The character before the first gap.
        before: char,
        /// The first white-space character of the gap.
        space: char,
        /// The character after the gap.
        after: char,
    },
    /// Radicals or compatibility ideographs, which look like ordinary ideographs.
    LookAlikes {
        /// Each look-alike once, with the ordinary ideograph that it resembles.
        characters: Vec<(char, char)>,
    },
    /// Letters of another script inside a Latin word.
    ForeignLetters {
        /// The foreign letters, each once, in order of appearance.
        letters: String,
    },
    /// A credit code whose check character is wrong.
    CreditCodeCheck {
        /// The check character computed from the first 17 characters.
        expected: char,
    },
    /// A number of an identity card whose check character is wrong.
    IdCardCheck {
        /// The check character computed from the first 17 characters.
        expected: char,
    },
    /// A valid credit code that is also a valid identity card number.
    CreditCodeOrIdentityCard,
    /// A name with characters outside the Basic Multilingual Plane, which many fonts lack.
    NameBeyondBmp {
        /// The rare characters, each once, in order of appearance.
        characters: String,
    },
}

/// The severity of a doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Only informs.
    Hint,
    /// Must be acknowledged before the ready-to-sign export.
    Warning,
    /// Blocks the ready-to-sign export until the user gives a reason.
    Error,
}

/// An oddity of a web address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UrlOddity {
    /// The address holds a space.
    Space,
    /// The address holds full-width punctuation, as a Chinese keyboard types it.
    FullWidthPunctuation,
    /// The address ends with a Chinese full stop (。).
    TrailingFullStop,
    /// The host has no dot.
    NoDot,
    /// The scheme is misspelled or unknown.
    Scheme,
    /// The address is an e-mail address.
    Mail,
}

/// Who signs for a party that has no legal representative (法定代表人).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signer {
    /// 负责人, for a branch, a firm of professionals or a partnership.
    PersonInCharge,
    /// 经营者, for an individual business (个体工商户).
    Operator,
}

impl Doubt {
    /// The id of the check (`W09`), used in findings, acknowledgements and JSON.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::UnusualPhone => "H06",
            Self::UnusualUrl { .. } => "H07",
            Self::AccountDigits { .. } | Self::AccountNotation => "W09",
            Self::SpaceInHan { .. } => "W13",
            Self::LookAlikes { .. } | Self::ForeignLetters { .. } => "W14",
            Self::CreditCodeCheck { .. } | Self::IdCardCheck { .. } => "E07",
            Self::CreditCodeOrIdentityCard => "W15",
            Self::NameWithoutSuffix | Self::NameWithoutLetters | Self::NameHalfWidthBrackets => {
                "W10"
            }
            Self::NameSigner { .. } => "H14",
            Self::NameBeyondBmp { .. } => "H16",
            Self::UnusualEmail { .. } => "H17",
        }
    }

    /// The severity: only a wrong check character is an error.
    #[must_use]
    pub fn weight(&self) -> Weight {
        match self {
            Self::CreditCodeCheck { .. } | Self::IdCardCheck { .. } => Weight::Error,
            Self::AccountDigits { .. }
            | Self::AccountNotation
            | Self::SpaceInHan { .. }
            | Self::LookAlikes { .. }
            | Self::ForeignLetters { .. }
            | Self::CreditCodeOrIdentityCard
            | Self::NameWithoutSuffix
            | Self::NameWithoutLetters
            | Self::NameHalfWidthBrackets => Weight::Warning,
            Self::UnusualPhone
            | Self::UnusualUrl { .. }
            | Self::NameSigner { .. }
            | Self::NameBeyondBmp { .. }
            | Self::UnusualEmail { .. } => Weight::Hint,
        }
    }

    /// The key of the variant in `assets/locales/value.yml`; each key has a message and a hint.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::UnusualPhone => "unusual_phone",
            Self::UnusualUrl { .. } => "unusual_url",
            Self::UnusualEmail { .. } => "unusual_email",
            Self::AccountDigits { .. } => "account_digits",
            Self::AccountNotation => "account_notation",
            Self::SpaceInHan { .. } => "space_in_han",
            Self::LookAlikes { .. } => "look_alikes",
            Self::ForeignLetters { .. } => "foreign_letters",
            Self::CreditCodeCheck { .. } => "credit_code_check",
            Self::IdCardCheck { .. } => "id_card_check",
            Self::CreditCodeOrIdentityCard => "credit_code_or_identity_card",
            Self::NameWithoutSuffix => "name_without_suffix",
            Self::NameWithoutLetters => "name_without_letters",
            Self::NameHalfWidthBrackets => "name_half_width_brackets",
            Self::NameSigner { .. } => "name_signer",
            Self::NameBeyondBmp { .. } => "name_beyond_bmp",
        }
    }
}

impl UrlOddity {
    /// The key of the oddity under `doubt.unusual_url.oddity` in `assets/locales/value.yml`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Space => "space",
            Self::FullWidthPunctuation => "full_width_punctuation",
            Self::TrailingFullStop => "trailing_full_stop",
            Self::NoDot => "no_dot",
            Self::Scheme => "scheme",
            Self::Mail => "mail",
        }
    }
}

impl Signer {
    /// The key of the signer under `doubt.name_signer.signer` in `assets/locales/value.yml`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::PersonInCharge => "person_in_charge",
            Self::Operator => "operator",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Doubt, Signer, UrlOddity, Weight};
    use crate::language::Language;
    use crate::language::texts::text;

    #[test]
    fn every_doubt_has_its_id_its_severity_and_words_in_both_languages() {
        let oddities = vec![UrlOddity::Space];
        let (signer, instead) = (Signer::Operator, String::new());
        let (before, space, after, expected) = ('甲', ' ', '乙', '0');
        let (characters, letters) = (String::new(), String::new());
        let alike = vec![('\u{2F34}', '广')];
        for (doubt, id, weight) in [
            (Doubt::UnusualPhone, "H06", Weight::Hint),
            (Doubt::UnusualUrl { oddities }, "H07", Weight::Hint),
            (Doubt::UnusualEmail { instead }, "H17", Weight::Hint),
            (Doubt::AccountDigits { count: 7 }, "W09", Weight::Warning),
            (Doubt::AccountNotation, "W09", Weight::Warning),
            (Doubt::NameWithoutSuffix, "W10", Weight::Warning),
            (Doubt::NameWithoutLetters, "W10", Weight::Warning),
            (Doubt::NameHalfWidthBrackets, "W10", Weight::Warning),
            (Doubt::NameSigner { signer }, "H14", Weight::Hint),
            (Doubt::NameBeyondBmp { characters }, "H16", Weight::Hint),
            (
                Doubt::SpaceInHan {
                    before,
                    space,
                    after,
                },
                "W13",
                Weight::Warning,
            ),
            (
                Doubt::LookAlikes { characters: alike },
                "W14",
                Weight::Warning,
            ),
            (Doubt::ForeignLetters { letters }, "W14", Weight::Warning),
            (Doubt::CreditCodeCheck { expected }, "E07", Weight::Error),
            (Doubt::IdCardCheck { expected }, "E07", Weight::Error),
            (Doubt::CreditCodeOrIdentityCard, "W15", Weight::Warning),
        ] {
            assert_eq!(
                (doubt.id(), doubt.weight()),
                (id, weight),
                "doubt: {doubt:?}"
            );
            for part in ["message", "hint"] {
                assert_worded(&format!("doubt.{}.{part}", doubt.key()));
            }
        }
    }

    #[test]
    fn every_detail_of_a_doubt_has_words_in_both_languages() {
        for oddity in [
            UrlOddity::Space,
            UrlOddity::FullWidthPunctuation,
            UrlOddity::TrailingFullStop,
            UrlOddity::NoDot,
            UrlOddity::Scheme,
            UrlOddity::Mail,
        ] {
            assert_worded(&format!("doubt.unusual_url.oddity.{}", oddity.key()));
        }
        for signer in [Signer::PersonInCharge, Signer::Operator] {
            assert_worded(&format!("doubt.name_signer.signer.{}", signer.key()));
        }
    }

    fn assert_worded(key: &str) {
        let [chinese, english] =
            [Language::Chinese, Language::English].map(|language| text(key, language).unwrap());
        assert_ne!(chinese, english, "key: {key}");
    }
}
