//! Colours and weights by meaning. Only the sixteen colours of the terminal's own palette, never
//! black, white or grey, so that every background works; each meaning also has a shape.

use ratatui::style::{Color, Modifier, Style};

use crate::store::ThemeName;
use crate::template::Severity;

/// How each meaning looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Plain words.
    pub plain: Style,
    /// Words that matter less: what is offered, what is struck, blanks.
    pub dim: Style,
    /// Headings.
    pub heading: Style,
    /// What has the keys.
    pub focus: Style,
    /// The mark beside what has the keys.
    pub marker: Style,
    /// The letters of a name that were typed to find it.
    pub found: Style,
    /// A value in the contract.
    pub filled: Style,
    /// What is finished and safe.
    pub done: Style,
    /// What keeps a contract from being signed, and what failed.
    pub error: Style,
    /// What is doubtful.
    pub warning: Style,
    /// What only informs.
    pub hint: Style,
}

impl Theme {
    /// The theme of this name.
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

    /// Nothing is dimmed, and the focus has the terminal's own two colours, reversed.
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

    /// With weights alone, for `NO_COLOR` (<https://no-color.org>) and for terminals without.
    #[must_use]
    pub const fn monochrome() -> Self {
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

    /// The theme that the settings name; where they name none, that of the environment: without
    /// colours under `NO_COLOR`, and for a light background where the terminal says that it has
    /// one (`COLORFGBG`).
    #[must_use]
    pub fn of_settings(name: Option<ThemeName>) -> Self {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        Self::named(match name {
            Some(name) => name,
            None if is_set("NO_COLOR") => ThemeName::Mono,
            None => of_background(&std::env::var("COLORFGBG").unwrap_or_default()),
        })
    }

    /// How a finding looks.
    #[must_use]
    pub fn severity(&self, severity: Severity) -> Style {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Hint => self.hint,
        }
    }
}

/// The theme for a background as `COLORFGBG` gives it: `15;0`, the last number being the colour.
fn of_background(colours: &str) -> ThemeName {
    match colours.rsplit(';').next() {
        Some("7" | "15") => ThemeName::Light,
        Some(_) | None => ThemeName::Default,
    }
}

/// The shape of a finding, beside its colour.
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

    /// Red, green and blue of a colour of the palette, as xterm has them.
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

    /// The contrast of two colours (WCAG 2.1).
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
