//! Colours and weights by meaning. Only the sixteen colours of the terminal's own palette, never
//! black, white or grey, so that every background works; each meaning also has a shape.

use ratatui::style::{Color, Modifier, Style};

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
    /// With colours.
    #[must_use]
    pub const fn colours() -> Self {
        Self {
            focus: Self::monochrome().focus.fg(Color::Cyan),
            marker: Self::monochrome().marker.fg(Color::Cyan),
            done: Self::monochrome().done.fg(Color::Green),
            error: Self::monochrome().error.fg(Color::Red),
            warning: Self::monochrome().warning.fg(Color::Yellow),
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
            filled: plain.add_modifier(Modifier::UNDERLINED),
            done: plain,
            error: plain.add_modifier(Modifier::BOLD),
            warning: plain,
            hint: plain.add_modifier(Modifier::DIM),
        }
    }

    /// The theme that the user's environment asks for.
    #[must_use]
    pub fn of_environment() -> Self {
        let is_set = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        if is_set {
            Self::monochrome()
        } else {
            Self::colours()
        }
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

    #[test]
    fn without_colours_nothing_is_coloured_and_the_focus_still_shows() {
        let theme = Theme::monochrome();
        for style in [
            theme.plain,
            theme.dim,
            theme.heading,
            theme.focus,
            theme.marker,
            theme.filled,
            theme.done,
            theme.error,
            theme.warning,
            theme.hint,
        ] {
            assert_eq!((style.fg, style.bg), (None, None), "style: {style:?}");
        }
        let shining = Modifier::REVERSED | Modifier::BOLD;
        assert!(theme.focus.add_modifier.contains(shining));
        assert!(Theme::colours().focus.add_modifier.contains(shining));
    }
}
