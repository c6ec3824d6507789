//! Colours and weights by meaning. The themes use only the sixteen colours of the terminal's
//! palette without black, white and grey, so that every background works. Each meaning also has a
//! shape.

use ratatui::style::{Color, Modifier, Style};

use crate::store::ThemeName;
use crate::template::Severity;

/// The style of each meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Ordinary text.
    pub plain: Style,
    /// Less important text: suggestions, struck text, blanks.
    pub dim: Style,
    /// The style of headings.
    pub heading: Style,
    /// The element that has the keyboard focus.
    pub focus: Style,
    /// The mark beside the focused element.
    pub marker: Style,
    /// The letters of a name that match the search.
    pub found: Style,
    /// A value in the contract.
    pub filled: Style,
    /// Something finished and saved.
    pub done: Style,
    /// A failure, or an error that prevents signing.
    pub error: Style,
    /// Something doubtful.
    pub warning: Style,
    /// Information without a need to act.
    pub hint: Style,
}

impl Theme {
    /// The theme with this name.
    #[must_use]
    pub const fn named(name: ThemeName) -> Self {
        match name {
            ThemeName::Default => Self::with_colours(Color::Cyan, Color::Green, Color::Magenta),
            ThemeName::Light => Self::with_colours(Color::Blue, Color::Blue, Color::Magenta),
            ThemeName::HighContrast => Self::high_contrast(),
            ThemeName::Mono => Self::monochrome(),
        }
    }

    const fn with_colours(focus: Color, done: Color, warning: Color) -> Self {
        let plain = Self::monochrome();
        Self {
            focus: plain.focus.fg(focus),
            marker: plain.marker.fg(focus),
            found: plain.found.fg(focus),
            done: plain.done.fg(done),
            error: plain.error.fg(Color::Red),
            warning: plain.warning.fg(warning),
            ..plain
        }
    }

    /// A theme without dim text; the focus uses the terminal's default colours, reversed.
    const fn high_contrast() -> Self {
        let plain = Style::new();
        let strong = plain.add_modifier(Modifier::BOLD);
        Self {
            dim: plain,
            marker: strong,
            done: strong,
            error: strong.fg(Color::LightRed),
            warning: strong.fg(Color::LightMagenta),
            hint: plain,
            ..Self::monochrome()
        }
    }

    /// A theme without colours, for `NO_COLOR` (<https://no-color.org>) and terminals without
    /// colours.
    #[must_use]
    pub(super) const fn monochrome() -> Self {
        let plain = Style::new();
        Self {
            plain,
            dim: plain.add_modifier(Modifier::DIM),
            heading: plain.add_modifier(Modifier::BOLD),
            focus: plain
                .add_modifier(Modifier::REVERSED)
                .add_modifier(Modifier::BOLD),
            marker: plain.add_modifier(Modifier::BOLD),
            found: plain
                .add_modifier(Modifier::UNDERLINED)
                .add_modifier(Modifier::BOLD),
            filled: plain.add_modifier(Modifier::UNDERLINED),
            done: plain,
            error: plain.add_modifier(Modifier::BOLD),
            warning: plain,
            hint: plain.add_modifier(Modifier::DIM),
        }
    }

    /// The theme that the settings name, or else the theme for the environment: without colours
    /// under `NO_COLOR`, and for a light background if `COLORFGBG` reports one.
    #[must_use]
    pub(super) fn of_settings(name: Option<ThemeName>) -> Self {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        Self::named(match name {
            Some(name) => name,
            None if is_set("NO_COLOR") => ThemeName::Mono,
            None => of_background(&std::env::var("COLORFGBG").unwrap_or_default()),
        })
    }

    /// The style for findings of this severity.
    #[must_use]
    pub fn severity(&self, severity: Severity) -> Style {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Hint => self.hint,
        }
    }
}

/// The theme for the background in `COLORFGBG`: in `15;0` the last number is the background colour.
fn of_background(colours: &str) -> ThemeName {
    match colours.rsplit(';').next() {
        Some("7" | "15") => ThemeName::Light,
        Some(_) | None => ThemeName::Default,
    }
}

/// The character that marks a finding besides its colour.
#[must_use]
pub fn mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "x",
        Severity::Warning => "!",
        Severity::Hint => "i",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Theme {
        fn styles(&self) -> [Style; 11] {
            [
                self.plain,
                self.dim,
                self.heading,
                self.focus,
                self.marker,
                self.found,
                self.filled,
                self.done,
                self.error,
                self.warning,
                self.hint,
            ]
        }
    }

    #[test]
    fn without_colours_nothing_is_coloured_and_the_focus_still_shows() {
        for style in Theme::named(ThemeName::Mono).styles() {
            assert_eq!((style.fg, style.bg), (None, None), "style: {style:?}");
        }
        for name in ThemeName::ALL {
            let shining = Modifier::REVERSED | Modifier::BOLD;
            assert!(Theme::named(name).focus.add_modifier.contains(shining));
        }
    }

    /// The red, green and blue values of a palette colour in xterm.
    fn rgb(colour: Color) -> [u8; 3] {
        match colour {
            Color::Red => [205, 0, 0],
            Color::Green => [0, 205, 0],
            Color::Blue => [0, 0, 238],
            Color::Magenta => [205, 0, 205],
            Color::Cyan => [0, 205, 205],
            Color::LightRed => [255, 0, 0],
            Color::LightMagenta => [255, 0, 255],
            other => panic!("{other:?}: not in the table of this test"),
        }
    }

    /// The contrast ratio of two colours (WCAG 2.1).
    fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
        let luminance = |colour: [u8; 3]| {
            let [red, green, blue] = colour.map(|part| {
                let part = f64::from(part) / 255.0;
                if part <= 0.040_45 {
                    part / 12.92
                } else {
                    ((part + 0.055) / 1.055).powf(2.4)
                }
            });
            0.2126 * red + 0.7152 * green + 0.0722 * blue
        };
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_theme_can_be_read_on_its_background() {
        const BLACK: [u8; 3] = [0, 0, 0];
        const WHITE: [u8; 3] = [255, 255, 255];
        for (name, background, least) in [
            (ThemeName::Default, BLACK, 3.0),
            (ThemeName::Light, WHITE, 4.5),
            (ThemeName::HighContrast, BLACK, 4.5),
        ] {
            for style in Theme::named(name).styles() {
                assert_eq!(style.bg, None, "{name:?}: the background is the terminal's");
                let Some(colour) = style.fg else { continue };
                let found = contrast(rgb(colour), background);
                assert!(found >= least, "{name:?}: {colour:?} has {found:.1}");
            }
        }
    }

    #[test]
    fn a_terminal_that_says_it_is_light_is_believed() {
        for (colours, expected) in [
            ("0;15", ThemeName::Light),
            ("0;default;15", ThemeName::Light),
            ("0;7", ThemeName::Light),
            ("15;0", ThemeName::Default),
            ("", ThemeName::Default),
            ("x", ThemeName::Default),
        ] {
            assert_eq!(of_background(colours), expected, "COLORFGBG={colours}");
        }
    }
}
