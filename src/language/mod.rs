//! The language of the screen and of messages; a contract's own text is never translated.

pub mod texts;

/// One of the languages that every text on screen comes in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// 简体中文, the default.
    #[default]
    Chinese,
    /// English.
    English,
}

impl Language {
    /// The code that the command line, the config and the texts use: `zh-CN` or `en`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// What stands between the items of a list.
    #[must_use]
    pub const fn separator(self) -> &'static str {
        match self {
            Self::Chinese => "、",
            Self::English => ", ",
        }
    }

    /// The language that a switch leads to.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Chinese => Self::English,
            Self::English => Self::Chinese,
        }
    }

    /// Reads `zh-CN`, `zh`, `zh_CN.UTF-8`, `en`, `en-GB` …; `None` for every other language.
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

/// A text in both languages, as templates carry it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Localized {
    /// 中文.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Localized {
    /// The text in `language`.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}
