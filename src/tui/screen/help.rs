//! Draws the list of keys over the screen that the keys belong to.

use crate::app::App;
use crate::keys::{Action, Bound, Context, KeyMap};
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

/// A section of the list: the keys of one context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    Everywhere,
    Home,
    Form,
    Calendar,
    Contract,
    Findings,
    Corrections,
    Export,
    Proof,
    InUse,
    Merge,
    Elsewhere,
    Revisions,
    Trash,
    Answers,
    Upgrade,
    Style,
    Palette,
}

enum Line {
    Gap,
    Heading(Section),
    /// Keys and their action, or a further line of the action's text.
    Keys {
        keys: String,
        what: String,
    },
}

/// Draws the list from line `top`, or from an earlier line if the window would stay partly empty.
pub(in crate::tui) fn draw(canvas: &mut Canvas<'_>, app: &App, top: usize) {
    let language = app.settings.language;
    // While the list is open, nothing below it accepts typing or clicks.
    canvas.cursor = None;
    canvas.choices.clear();
    let frame = popup::centred(app.screen, WIDEST, u16::MAX);
    let title = word("screen.help.title", &[], language);
    let way_out = app.settings.word("screen.help.close", &[]);
    let inside = popup::open(canvas, frame, &title, &way_out);
    let before = 2 + KEYS + 2;
    let room = usize::from(inside.width).saturating_sub(before);
    let lines = lines(app, room);
    let height = usize::from(inside.height);
    let last_top = lines.len().saturating_sub(height);
    canvas.last_top = Some(last_top);
    let top = top.min(last_top);
    for (row, line) in lines.iter().skip(top).take(height).enumerate() {
        let stretch = Stretch::of(inside, row);
        match line {
            Line::Gap => {}
            Line::Heading(section) => {
                let text = word(section.key(), &[], language);
                canvas.put_clipped(stretch, &text, canvas.theme.heading);
            }
            Line::Keys { keys, what } => {
                canvas.put_clipped(stretch.after(2).first(KEYS), keys, canvas.theme.plain);
                canvas.put_clipped(stretch.after(before), what, canvas.theme.plain);
            }
        }
    }
}

/// All lines of the list for this width, the keys of the covered screen first. Long texts take
/// several lines.
fn lines(app: &App, columns: usize) -> Vec<Line> {
    let mut sections = Section::ALL;
    let here = beneath(app);
    sections.sort_by_key(|section| *section != here);
    let mut lines = Vec::new();
    for section in sections {
        if !lines.is_empty() {
            lines.push(Line::Gap);
        }
        lines.push(Line::Heading(section));
        for (action, keys) in section.keys(&app.settings.keys) {
            let what = long(action, section, app.settings.language);
            let parts = break_lines(&what, columns, columns, app.settings.ambiguous);
            let mut keys = keys.join(" / ");
            lines.extend(parts.into_iter().map(|part| Line::Keys {
                keys: std::mem::take(&mut keys),
                what: what.get(part).unwrap_or_default().trim_end().to_owned(),
            }));
        }
    }
    lines
}

/// The text of an action, which may depend on the section.
fn long(action: Action, section: Section, language: Language) -> String {
    let name = action.name();
    let place = section.key().rsplit('.').next().unwrap_or_default();
    let here = format!("action.{name}.long.{place}");
    text(&here, language).map_or_else(
        || word(&format!("action.{name}.long"), &[], language),
        str::to_owned,
    )
}

/// The section of the covered screen.
fn beneath(app: &App) -> Section {
    match app.context_below_help() {
        Context::Home => Section::Home,
        Context::Field | Context::Choice => Section::Form,
        Context::Calendar => Section::Calendar,
        Context::Contract => Section::Contract,
        Context::Export => Section::Export,
        Context::Findings => Section::Findings,
        Context::Corrections => Section::Corrections,
        Context::Proof => Section::Proof,
        Context::InUse => Section::InUse,
        Context::Merge => Section::Merge,
        Context::Elsewhere => Section::Elsewhere,
        Context::Revisions => Section::Revisions,
        Context::Trash => Section::Trash,
        Context::Answers => Section::Answers,
        Context::Upgrade => Section::Upgrade,
        Context::Style | Context::StyleValue => Section::Style,
        Context::Palette => Section::Palette,
        Context::Help => Section::Everywhere,
    }
}

impl Section {
    /// Every section, in the order of the list.
    const ALL: [Self; 18] = [
        Self::Form,
        Self::Calendar,
        Self::Contract,
        Self::Findings,
        Self::Corrections,
        Self::Style,
        Self::Export,
        Self::Proof,
        Self::InUse,
        Self::Merge,
        Self::Elsewhere,
        Self::Revisions,
        Self::Trash,
        Self::Answers,
        Self::Upgrade,
        Self::Palette,
        Self::Home,
        Self::Everywhere,
    ];

    fn key(self) -> &'static str {
        match self {
            Self::Everywhere => "screen.help.everywhere",
            Self::Home => "screen.help.home",
            Self::Form => "screen.help.form",
            Self::Calendar => "screen.help.calendar",
            Self::Contract => "screen.help.contract",
            Self::Findings => "screen.help.findings",
            Self::Corrections => "screen.help.corrections",
            Self::Export => "screen.help.export",
            Self::Proof => "screen.help.proof",
            Self::InUse => "screen.help.in_use",
            Self::Merge => "screen.help.merge",
            Self::Elsewhere => "screen.help.elsewhere",
            Self::Revisions => "screen.help.revisions",
            Self::Trash => "screen.help.trash",
            Self::Answers => "screen.help.answers",
            Self::Upgrade => "screen.help.upgrade",
            Self::Style => "screen.help.style",
            Self::Palette => "screen.help.palette",
        }
    }

    fn has(self, binding: &Bound) -> bool {
        let is_everywhere = [
            Context::Home,
            Context::Field,
            Context::Contract,
            Context::Export,
        ]
        .iter()
        .all(|context| binding.contexts.contains(context));
        let in_any = |contexts: &[Context]| {
            !is_everywhere && contexts.iter().any(|c| binding.contexts.contains(c))
        };
        match self {
            Self::Everywhere => is_everywhere,
            Self::Home => in_any(&[Context::Home]),
            Self::Form => in_any(&[Context::Field, Context::Choice]),
            Self::Calendar => in_any(&[Context::Calendar]),
            Self::Contract => in_any(&[Context::Contract]),
            Self::Findings => in_any(&[Context::Findings]),
            Self::Corrections => in_any(&[Context::Corrections]),
            Self::Export => in_any(&[Context::Export]),
            Self::Proof => in_any(&[Context::Proof]),
            Self::InUse => in_any(&[Context::InUse]),
            Self::Merge => in_any(&[Context::Merge]),
            Self::Elsewhere => in_any(&[Context::Elsewhere]),
            Self::Revisions => in_any(&[Context::Revisions]),
            Self::Trash => in_any(&[Context::Trash]),
            Self::Answers => in_any(&[Context::Answers]),
            Self::Upgrade => in_any(&[Context::Upgrade]),
            Self::Style => in_any(&[Context::Style, Context::StyleValue]),
            Self::Palette => in_any(&[Context::Palette]),
        }
    }

    /// Each action once, with all its keys.
    fn keys(self, keys: &KeyMap) -> Vec<(Action, Vec<String>)> {
        let mut found: Vec<(Action, Vec<String>)> = Vec::new();
        for binding in keys.lines().iter().filter(|binding| self.has(binding)) {
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_table_stands_in_the_list() {
        for binding in KeyMap::default().lines() {
            let is_listed = Section::ALL.iter().any(|section| section.has(binding));
            assert!(is_listed, "{:?}", binding.action);
        }
    }
}
