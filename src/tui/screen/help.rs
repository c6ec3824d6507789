//! Draws the list of keys over the screen that the keys belong to.

use crate::app::App;
use crate::app::panes::Area;
use crate::app::screen::help::HelpScreen;
use crate::keys::{Action, Bound, Context, EVERYWHERE, KeyMap};
use crate::language::Language;
use crate::language::texts::text;
use crate::render::layout::break_lines;
use crate::tui::paint::{Canvas, Stretch};
use crate::tui::popup;
use crate::wording::word;

/// The maximum width of the list.
const WIDEST: u16 = 76;
/// The width of the keys.
const KEYS: usize = 26;

enum Line {
    Gap,
    /// The name of a section.
    Heading(&'static str),
    /// Keys and their action, or a further line of the action's text.
    Keys {
        keys: String,
        what: String,
    },
}

/// Draws the search, and the list from the first visible line of the screen, or from an earlier line
/// if the window would stay partly empty.
pub(in crate::tui) fn draw(canvas: &mut Canvas<'_>, app: &App, screen: &HelpScreen) {
    let language = app.settings.language;
    // While the list is open, nothing below it accepts typing or clicks.
    canvas.cursor = None;
    canvas.targets.clear();
    let frame = popup::centred(app.screen, WIDEST, u16::MAX);
    let title = word("screen.help.title", &[], language);
    let way_out = app.settings.word("screen.help.close", &[]);
    let window = popup::open(canvas, frame, &title, &way_out);
    let search = Stretch::of(window, 0);
    let label = word("screen.home.search", &[], language);
    let used = canvas.put_clipped(search, &label, canvas.theme.dim);
    canvas.put_input(search.after(used), &screen.filter, canvas.theme.heading);
    let inside = Area {
        y: window.y + 1,
        height: window.height.saturating_sub(1),
        ..window
    };
    let before = 2 + KEYS + 2;
    let room = usize::from(inside.width).saturating_sub(before);
    let mut lines = lines(app, room);
    let wanted = screen.filter.text().trim().to_lowercase();
    if !wanted.is_empty() {
        lines.retain(|line| line.holds(&wanted));
        if lines.is_empty() {
            let nothing = word("screen.help.nothing", &[], language);
            canvas.put_clipped(Stretch::of(inside, 0), &nothing, canvas.theme.dim);
        }
    }
    let height = usize::from(inside.height);
    let last_top = lines.len().saturating_sub(height);
    canvas.last_top = Some(last_top);
    let top = screen.top.min(last_top);
    for (row, line) in lines.iter().skip(top).take(height).enumerate() {
        let stretch = Stretch::of(inside, row);
        match line {
            Line::Gap => {}
            Line::Heading(section) => {
                let text = word(&format!("screen.help.{section}"), &[], language);
                canvas.put_clipped(stretch, &text, canvas.theme.heading);
            }
            Line::Keys { keys, what } => {
                canvas.put_clipped(stretch.after(2).first(KEYS), keys, canvas.theme.plain);
                canvas.put_clipped(stretch.after(before), what, canvas.theme.plain);
            }
        }
    }
}

impl Line {
    /// Whether the line holds a text, in lower case.
    fn holds(&self, wanted: &str) -> bool {
        match self {
            Self::Gap | Self::Heading(_) => false,
            Self::Keys { keys, what } => [keys, what]
                .iter()
                .any(|text| text.to_lowercase().contains(wanted)),
        }
    }
}

/// What to know first: the sign that stands on the screen, and the name of its text. Where there is
/// no sign, a text stands in its place.
const SIGNS_OF_A_DRAFT: &[(&str, &str)] = &[
    ("x", "error"),
    ("!", "warning"),
    ("?", "unconfirmed"),
    ("*", "corrected"),
    ("", "offer"),
    ("", "export"),
    ("", "saving"),
];
/// The screens that show these signs.
const SCREENS_OF_A_DRAFT: &[Context] = &[
    Context::Field,
    Context::Choice,
    Context::Contract,
    Context::Findings,
    Context::Corrections,
    Context::Export,
    Context::Proof,
];
const SIGNS_OF_THE_LIST: &[(&str, &str)] = &[
    ("", "search"),
    ("x", "ended"),
    ("!", "ends_soon"),
    ("", "new"),
    ("", "copy"),
];

/// The few lines that one must know on the covered screen.
fn signs(app: &App) -> Vec<(String, String)> {
    let here = app.context_below_help();
    let (of, signs) = if here == Context::Home {
        ("list", SIGNS_OF_THE_LIST)
    } else if SCREENS_OF_A_DRAFT.contains(&here) {
        ("draft", SIGNS_OF_A_DRAFT)
    } else {
        return Vec::new();
    };
    let what = |name: &str| app.settings.word(&format!("screen.help.{of}.{name}"), &[]);
    let sign = |sign: &str, name: &str| {
        if sign.is_empty() {
            app.settings
                .word(&format!("screen.help.{of}.{name}_sign"), &[])
        } else {
            sign.to_owned()
        }
    };
    let lines = signs.iter();
    lines
        .map(|(mark, name)| (sign(mark, name), what(name)))
        .collect()
}

/// All lines of the list for this width: what to know first, the keys of the covered screen, then
/// all others. Long texts take several lines.
fn lines(app: &App, columns: usize) -> Vec<Line> {
    let mut sections = sections();
    let here = app.context_below_help().heading();
    sections.sort_by_key(|section| *section != here);
    let mut lines = Vec::new();
    let wrapped = |keys: String, what: &str| {
        let parts = break_lines(what, columns, columns, app.settings.ambiguous);
        let mut keys = keys;
        let line = |part: std::ops::Range<usize>| Line::Keys {
            keys: std::mem::take(&mut keys),
            what: what.get(part).unwrap_or_default().trim_end().to_owned(),
        };
        parts.into_iter().map(line).collect::<Vec<_>>()
    };
    let signs = signs(app);
    if !signs.is_empty() {
        lines.push(Line::Heading("first"));
    }
    for (sign, what) in signs {
        lines.extend(wrapped(sign, &what));
    }
    for section in sections {
        if !lines.is_empty() {
            lines.push(Line::Gap);
        }
        lines.push(Line::Heading(section));
        for (action, keys) in keys_of(section, &app.settings.keys) {
            let what = long(action, section, app.settings.language);
            lines.extend(wrapped(keys.join(" / "), &what));
        }
    }
    lines
}

/// The text of an action, which may depend on the section.
fn long(action: Action, section: &str, language: Language) -> String {
    let name = action.name();
    let here = format!("action.{name}.long.{section}");
    text(&here, language).map_or_else(
        || word(&format!("action.{name}.long"), &[], language),
        str::to_owned,
    )
}

/// Every section, in the order of the list.
fn sections() -> Vec<&'static str> {
    let mut sections = Vec::new();
    for section in EVERYWHERE.iter().map(|context| context.heading()) {
        if !sections.contains(&section) {
            sections.push(section);
        }
    }
    sections
}

/// Whether a section lists a binding. Keys that work everywhere have a section of their own.
fn has(section: &str, binding: &Bound) -> bool {
    let is_everywhere = [
        Context::Home,
        Context::Field,
        Context::Contract,
        Context::Export,
    ]
    .iter()
    .all(|context| binding.contexts.contains(context));
    let mut headings = binding.contexts.iter().map(|context| context.heading());
    if section == Context::Help.heading() {
        is_everywhere
    } else {
        !is_everywhere && headings.any(|heading| heading == section)
    }
}

/// Each action of a section once, with all of its keys.
fn keys_of(section: &str, keys: &KeyMap) -> Vec<(Action, Vec<String>)> {
    let mut found: Vec<(Action, Vec<String>)> = Vec::new();
    let lines = keys.lines().iter();
    for binding in lines.filter(|binding| has(section, binding)) {
        let names = binding.keys.iter().map(|key| key.name());
        match found
            .iter_mut()
            .find(|(action, _)| *action == binding.action)
        {
            Some((_, keys)) => keys.extend(names),
            None => found.push((binding.action, names.collect())),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_table_stands_in_the_list() {
        for binding in KeyMap::default().lines() {
            let is_listed = sections().iter().any(|section| has(section, binding));
            assert!(is_listed, "{:?}", binding.action);
        }
    }

    #[test]
    fn every_section_has_a_heading() {
        for section in sections() {
            let key = format!("screen.help.{section}");
            assert!(text(&key, Language::Chinese).is_some(), "{key}");
        }
    }
}
