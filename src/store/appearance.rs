//! Settings of the screen that are a word out of a few.

/// The colours of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ThemeName {
    /// 默认: colours for a dark background.
    #[default]
    Default,
    /// 亮色: colours for a light background.
    Light,
    /// 高对比: nothing dimmed, strong colours.
    HighContrast,
    /// 单色: no colours.
    Mono,
}

impl ThemeName {
    /// Every theme.
    pub const ALL: [Self; 4] = [Self::Default, Self::Light, Self::HighContrast, Self::Mono];
    /// What the setting takes, in a form for reading.
    pub const TAKES: &'static str =
        "\"默认\" | \"亮色\" | \"高对比\" | \"单色\" (default, light, high-contrast, mono)";

    /// The names in Chinese and in English.
    #[must_use]
    pub fn names(self) -> [&'static str; 2] {
        match self {
            Self::Default => ["默认", "default"],
            Self::Light => ["亮色", "light"],
            Self::HighContrast => ["高对比", "high-contrast"],
            Self::Mono => ["单色", "mono"],
        }
    }

    /// The theme of this name, in either language.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.trim();
        let is_named = |theme: &Self| {
            theme
                .names()
                .iter()
                .any(|own| own.eq_ignore_ascii_case(name))
        };
        Self::ALL.into_iter().find(is_named)
    }
}

/// How wide characters of ambiguous width are taken to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AmbiguousWidth {
    /// As the terminal shows when it is asked; narrow where it says nothing.
    #[default]
    Auto,
    /// One cell.
    Narrow,
    /// Two cells.
    Wide,
}

impl AmbiguousWidth {
    /// What the setting takes, in a form for reading.
    pub const TAKES: &'static str = "\"auto\" | \"narrow\" | \"wide\"";

    /// The width of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "auto" => Some(Self::Auto),
            "narrow" => Some(Self::Narrow),
            "wide" => Some(Self::Wide),
            _ => None,
        }
    }
}
