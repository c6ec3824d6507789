//! Examines the terminal and other programs without running or querying them.

use std::io::IsTerminal;
use std::path::Path;

use super::{Finding, State, finding};
use crate::cli::screen;
use crate::desk::office::{self, Typeface};
use crate::language::Language;
use crate::store::AmbiguousWidth;
use crate::template::PaperStyle;
use crate::wording::word;

/// The number of colours that the terminal claims to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Colours {
    None,
    Sixteen,
    Palette,
    All,
}

/// Examines the environment variables for the terminal's name, colours and encoding.
pub(super) fn terminal(language: Language) -> Vec<Finding> {
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    let (name, colour) = (variable("TERM"), variable("COLORTERM"));
    let shown = screen::shown(&name, language);
    let terminal = if screen::is_dumb(&name, cfg!(windows)) {
        (State::Broken, "dumb_terminal")
    } else if std::io::stdout().is_terminal() {
        (State::Fine, "terminal")
    } else {
        (State::Note, "no_terminal")
    };
    let colours = match colours(&name, &colour, &variable("NO_COLOR")) {
        Colours::None => "colours_none",
        Colours::Sixteen => "colours_sixteen",
        Colours::Palette => "colours_palette",
        Colours::All => "colours_all",
    };
    let locale = [variable("LC_ALL"), variable("LC_CTYPE"), variable("LANG")];
    let encoding = if cfg!(windows) || says_utf8(&locale) {
        (State::Fine, "utf8")
    } else {
        (State::Note, "no_utf8")
    };
    let note = |state, topic, key: &str, values: &[(&str, &str)]| {
        finding(state, topic, key, values, language, None)
    };
    vec![
        note(terminal.0, "terminal", terminal.1, &[("name", &shown)]),
        note(State::Fine, "colours", colours, &[]),
        note(encoding.0, "encoding", encoding.1, &[]),
    ]
}

/// Reports the width of characters that terminals draw differently (①, □, “).
pub(super) fn width(width: AmbiguousWidth, language: Language) -> Finding {
    let key = match width {
        AmbiguousWidth::Auto => "width_auto",
        AmbiguousWidth::Narrow => "width_narrow",
        AmbiguousWidth::Wide => "width_wide",
    };
    finding(State::Fine, "ambiguous_width", key, &[], language, None)
}

/// Reports the program that makes PDFs.
pub(super) fn office(language: Language) -> Finding {
    let note = |state, key: &str, values: &[(&str, &str)], path: Option<&Path>| {
        finding(state, "libreoffice", key, values, language, path)
    };
    if let Some(path) = office::find() {
        let place = crate::wording::path(&path);
        note(State::Fine, "office", &[("path", &place)], Some(&path))
    } else {
        let how = crate::wording::how_to_install(language);
        note(State::Note, "no_office", &[("how", &how)], None)
    }
}

/// Reports how PDFs made here show the typefaces that the house style requests.
pub(super) fn typefaces(paper: &PaperStyle, language: Language) -> Vec<Finding> {
    let mut names: Vec<&str> = Vec::new();
    for name in paper.typefaces() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let note = |state, key: &str, values: &[(&str, &str)]| {
        finding(state, "typefaces", key, values, language, None)
    };
    let here = office::typefaces_here(&names);
    if here.contains(&Typeface::Unknown) {
        return vec![note(State::Note, "typefaces_unknown", &[])];
    }
    let clean: Vec<String> = names
        .iter()
        .map(|name| crate::value::clean(name).text.into_owned())
        .collect();
    let installed: Vec<&str> = clean
        .iter()
        .zip(&here)
        .filter(|(_, here)| **here == Typeface::Installed)
        .map(|(name, _)| name.as_str())
        .collect();
    let mut findings = Vec::new();
    if !installed.is_empty() {
        let names = installed.join(language.separator());
        findings.push(note(State::Fine, "typefaces", &[("names", &names)]));
    }
    let how = if cfg!(target_os = "linux") {
        "doctor.typeface_install.linux"
    } else {
        "doctor.typeface_install.other"
    };
    let how = word(how, &[], language);
    findings.extend(
        clean
            .iter()
            .zip(&here)
            .filter_map(|(name, here)| match here {
                Typeface::Installed | Typeface::Unknown => None,
                Typeface::StoodIn(by) => Some(note(
                    State::Note,
                    "typeface_stood_in",
                    &[("name", name), ("by", by)],
                )),
                Typeface::Missing => Some(note(
                    State::Note,
                    "typeface_missing",
                    &[("name", name), ("how", &how)],
                )),
            }),
    );
    findings
}

/// Determines the colours from `NO_COLOR` (<https://no-color.org>: set and not empty), `COLORTERM`
/// and `TERM`.
fn colours(terminal: &str, colour: &str, no_colour: &str) -> Colours {
    if !no_colour.is_empty() || terminal == "dumb" {
        Colours::None
    } else if ["truecolor", "24bit"].contains(&colour) || terminal.ends_with("-direct") {
        Colours::All
    } else if terminal.contains("256color") {
        Colours::Palette
    } else if terminal.is_empty() && !cfg!(windows) {
        Colours::None
    } else {
        Colours::Sixteen
    }
}

/// Whether the locale uses UTF-8. The first variable that is set decides, as POSIX specifies.
fn says_utf8(variables: &[String]) -> bool {
    variables
        .iter()
        .find(|value| !value.is_empty())
        .is_some_and(|value| {
            let lower = value.to_ascii_lowercase();
            lower.contains("utf-8") || lower.contains("utf8")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_follow_the_conventions_of_the_environment() {
        for (terminal, colour, no_colour, expected) in [
            ("xterm-256color", "truecolor", "", Colours::All),
            ("xterm-256color", "truecolor", "1", Colours::None),
            ("xterm-256color", "", "", Colours::Palette),
            ("xterm", "", "", Colours::Sixteen),
            ("xterm-direct", "", "", Colours::All),
            ("dumb", "truecolor", "", Colours::None),
        ] {
            assert_eq!(
                colours(terminal, colour, no_colour),
                expected,
                "TERM={terminal} COLORTERM={colour} NO_COLOR={no_colour}"
            );
        }
    }

    #[test]
    fn the_first_variable_that_is_set_decides_the_encoding() {
        for (all, category, general, expected) in [
            ("", "", "zh_CN.UTF-8", true),
            ("", "en_US.utf8", "C", true),
            ("C", "", "zh_CN.UTF-8", false),
            ("", "", "zh_CN.GBK", false),
            ("", "", "", false),
        ] {
            let variables = [all, category, general].map(str::to_owned);
            assert_eq!(says_utf8(&variables), expected, "{variables:?}");
        }
    }
}
