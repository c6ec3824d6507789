//! The language of the screens and messages. The text of a contract is never translated.

pub mod texts;

/// A language of the user interface; every text on the screen exists in every language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Simplified Chinese (简体中文), the default.
    #[default]
    Chinese,
    /// English.
    English,
}

impl Language {
    /// The code of the language on the command line, in the config and in the texts: `zh-CN` or
    /// `en`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// The separator between the items of a list.
    #[must_use]
    pub const fn separator(self) -> &'static str {
        match self {
            Self::Chinese => "、",
            Self::English => ", ",
        }
    }

    /// The next language when a person switches the language.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Chinese => Self::English,
            Self::English => Self::Chinese,
        }
    }

    /// Parses `zh-CN`, `zh`, `zh_CN.UTF-8`, `en`, `en-GB` …; `None` for every other language.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let head: String = code
            .chars()
            .take_while(char::is_ascii_alphabetic)
            .collect::<String>()
            .to_ascii_lowercase();
        match head.as_str() {
            "zh" => Some(Self::Chinese),
            "en" => Some(Self::English),
            _ => None,
        }
    }
}

/// A text in both languages, as a template file holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Localized {
    /// The Chinese text.
    pub zh: String,
    /// The English text.
    pub en: String,
}

impl Localized {
    /// The text in the given language.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}
