//! Display settings whose value is a word from a fixed list.

/// The colour themes of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ThemeName {
    /// 默认: colours for a dark background.
    #[default]
    Default,
    /// 亮色: colours for a light background.
    Light,
    /// 高对比: strong colours and no dimmed text.
    HighContrast,
    /// 单色: no colours.
    Mono,
}

impl ThemeName {
    /// Every theme, the default theme first.
    pub const ALL: [Self; 4] = [Self::Default, Self::Light, Self::HighContrast, Self::Mono];
    /// The accepted values, as shown in messages.
    pub(super) const TAKES: &'static str =
        "\"默认\" | \"亮色\" | \"高对比\" | \"单色\" (default, light, high-contrast, mono)";

    /// The theme's name in Chinese and in English.
    #[must_use]
    pub fn names(self) -> [&'static str; 2] {
        match self {
            Self::Default => ["默认", "default"],
            Self::Light => ["亮色", "light"],
            Self::HighContrast => ["高对比", "high-contrast"],
            Self::Mono => ["单色", "mono"],
        }
    }

    /// Parses a theme name in either language; ignores case and surrounding blanks.
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

/// The assumed display width of characters that Unicode calls ambiguous.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AmbiguousWidth {
    /// Measured in the terminal at start; narrow if the terminal does not answer.
    #[default]
    Auto,
    /// One terminal cell.
    Narrow,
    /// Two terminal cells.
    Wide,
}

impl AmbiguousWidth {
    /// The accepted values, as shown in messages.
    pub(super) const TAKES: &'static str = "\"auto\" | \"narrow\" | \"wide\"";

    /// Parses the value of the setting.
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
