//! What looks odd in a value that is allowed nonetheless.

/// Something about a value that its writer should look at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// A telephone number of no usual form.
    UnusualPhone,
    /// An address that a browser would probably not open.
    UnusualUrl {
        /// What is odd about it; never empty, each once.
        oddities: Vec<UrlOddity>,
    },
    /// A bank account with unusually few or many digits.
    AccountDigits {
        /// Digits of its longest number.
        count: usize,
    },
    /// A party's name that says neither what kind of company it is nor reads as a person's.
    NameWithoutSuffix,
    /// A party's Chinese name with half-width brackets, where registration writes （）.
    NameHalfWidthBrackets,
    /// A party for whom somebody other than a legal representative signs.
    NameSigner {
        /// Who signs.
        signer: Signer,
    },
    /// An account number in scientific notation, which a spreadsheet has cut short.
    AccountNotation,
    /// White space between Han characters, where Chinese writes none.
    SpaceInHan {
        /// The character before the first such space.
        before: char,
        /// The first character of that space.
        space: char,
        /// The character after it.
        after: char,
    },
    /// Radicals or compatibility ideographs, which look like other characters.
    LookAlikes {
        /// Each of them once, with the character that it looks like.
        characters: Vec<(char, char)>,
    },
    /// Letters of another script inside a Latin word.
    ForeignLetters {
        /// Each of them once, in order.
        letters: String,
    },
    /// A credit code whose last character disagrees with the others.
    CreditCodeCheck {
        /// The last character that the other 17 ask for.
        expected: char,
    },
    /// A right credit code that could be the number of somebody's identity card.
    CreditCodeOrIdentityCard,
    /// A name with characters that the other side's fonts may lack.
    NameBeyondBmp {
        /// Those characters, each once, in order.
        characters: String,
    },
}

/// How much a doubt weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// It only informs.
    Hint,
    /// It must be acknowledged before signing.
    Warning,
    /// It blocks signing until a reason is given.
    Error,
}

/// What is odd about an address on the web.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UrlOddity {
    /// It holds a space.
    Space,
    /// It holds punctuation of a Chinese keyboard.
    FullWidthPunctuation,
    /// It ends with the full stop of a Chinese sentence.
    TrailingFullStop,
    /// Its host has no dot.
    NoDot,
    /// What stands before its host is no `http://` or `https://`.
    Scheme,
    /// It is an address of mail.
    Mail,
}

/// Who signs for a party that has no legal representative (法定代表人).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signer {
    /// 负责人, of a branch, a firm of professionals or a partnership.
    PersonInCharge,
    /// 经营者, of an individual business (个体工商户).
    Operator,
}

impl Doubt {
    /// The id of the check, as findings, acknowledgements and scripts name it.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::UnusualPhone => "H06",
            Self::UnusualUrl { .. } => "H07",
            Self::AccountDigits { .. } | Self::AccountNotation => "W09",
            Self::SpaceInHan { .. } => "W13",
            Self::LookAlikes { .. } | Self::ForeignLetters { .. } => "W14",
            Self::CreditCodeCheck { .. } => "E07",
            Self::CreditCodeOrIdentityCard => "W15",
            Self::NameWithoutSuffix | Self::NameHalfWidthBrackets => "W10",
            Self::NameSigner { .. } => "H14",
            Self::NameBeyondBmp { .. } => "H16",
        }
    }

    /// How much it weighs.
    #[must_use]
    pub fn weight(&self) -> Weight {
        match self {
            Self::CreditCodeCheck { .. } => Weight::Error,
            Self::AccountDigits { .. }
            | Self::AccountNotation
            | Self::SpaceInHan { .. }
            | Self::LookAlikes { .. }
            | Self::ForeignLetters { .. }
            | Self::CreditCodeOrIdentityCard
            | Self::NameWithoutSuffix
            | Self::NameHalfWidthBrackets => Weight::Warning,
            Self::UnusualPhone
            | Self::UnusualUrl { .. }
            | Self::NameSigner { .. }
            | Self::NameBeyondBmp { .. } => Weight::Hint,
        }
    }

    /// The variant's name in `assets/locales/value.yml`, which has a message and a hint for each.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::UnusualPhone => "unusual_phone",
            Self::UnusualUrl { .. } => "unusual_url",
            Self::AccountDigits { .. } => "account_digits",
            Self::AccountNotation => "account_notation",
            Self::SpaceInHan { .. } => "space_in_han",
            Self::LookAlikes { .. } => "look_alikes",
            Self::ForeignLetters { .. } => "foreign_letters",
            Self::CreditCodeCheck { .. } => "credit_code_check",
            Self::CreditCodeOrIdentityCard => "credit_code_or_identity_card",
            Self::NameWithoutSuffix => "name_without_suffix",
            Self::NameHalfWidthBrackets => "name_half_width_brackets",
            Self::NameSigner { .. } => "name_signer",
            Self::NameBeyondBmp { .. } => "name_beyond_bmp",
        }
    }
}

impl UrlOddity {
    /// Its name under `doubt.unusual_url.oddity` in `assets/locales/value.yml`.
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
    /// Its name under `doubt.name_signer.signer` in `assets/locales/value.yml`.
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
        let signer = Signer::Operator;
        let (before, space, after, expected) = ('甲', ' ', '乙', '0');
        let (characters, letters) = (String::new(), String::new());
        let alike = vec![('\u{2F34}', '广')];
        for (doubt, id, weight) in [
            (Doubt::UnusualPhone, "H06", Weight::Hint),
            (Doubt::UnusualUrl { oddities }, "H07", Weight::Hint),
            (Doubt::AccountDigits { count: 7 }, "W09", Weight::Warning),
            (Doubt::AccountNotation, "W09", Weight::Warning),
            (Doubt::NameWithoutSuffix, "W10", Weight::Warning),
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
