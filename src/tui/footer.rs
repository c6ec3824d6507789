//! Draws the line with the available keys.

use super::paint::{Canvas, Stretch};
use crate::app::App;
use crate::keys::{Action, Bound};
use crate::language::Language;
use crate::language::texts::text;
use crate::template::Severity;
use crate::wording::word;

/// The space between two keys.
const GAP: usize = 2;

/// Draws the available keys, as many as fit. The most needed keys stand at the right end, at the
/// same columns on every screen. The others follow each other from the left. A key that accepts an
/// offer takes the room of the last of these, so that no other key moves.
pub(super) fn draw(canvas: &mut Canvas<'_>, app: &App, line: Stretch) {
    let line = line.after(1).first(line.columns().saturating_sub(2));
    let entries = entries(canvas, app);
    let of = |need: Need| -> Vec<&Entry> {
        (entries.iter())
            .filter(|entry| entry.need == need)
            .collect()
    };
    let (steps, offers) = (of(Need::Step), of(Need::Offer));
    let reserved = offers.first().map_or(0, |entry| entry.columns + GAP);
    let needed = needed(&entries, line.columns().saturating_sub(reserved));
    let left = line.first((line.columns() + GAP).saturating_sub(columns_of(&needed) + 2 * GAP));

    let mut shown = fitting(&of(Need::Sometimes), left.columns());
    let offers = fitting(&offers, left.columns());
    while !offers.is_empty() && columns_of(&shown) + columns_of(&offers) > left.columns() + GAP {
        shown.pop();
    }
    shown.extend(offers);
    let rest = left.columns().checked_sub(columns_of(&shown));
    shown.extend(rest.map_or(Vec::new(), |rest| fitting(&steps, rest)));
    put(canvas, left, &shown);
    put(
        canvas,
        line.last(columns_of(&needed).saturating_sub(GAP)),
        &needed,
    );
}

/// A key of the footer.
struct Entry {
    key: String,
    name: String,
    /// The columns of the key and its name.
    columns: usize,
    need: Need,
}

/// How much a key is needed in the footer, the least needed first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Need {
    Step,
    Offer,
    Sometimes,
    Findings,
    Export,
    WayOut,
    Help,
}

/// The actions whose keys are needed more, or less, than others.
const NEEDS: &[(Action, Need)] = &[
    (Action::Help, Need::Help),
    (Action::Cancel, Need::WayOut),
    (Action::Export, Need::Export),
    (Action::Findings, Need::Findings),
    (Action::AcceptSuggestion, Need::Offer),
    (Action::NextSuggestion, Need::Offer),
    (Action::StepUp, Need::Step),
    (Action::StepDown, Need::Step),
];

/// How much the key of an action is needed. Leaving is the way out where nothing leads back.
fn need(action: Action, has_way_back: bool) -> Need {
    if action == Action::Leave && !has_way_back {
        return Need::WayOut;
    }
    let found = NEEDS.iter().find(|(needed, _)| *needed == action);
    found.map_or(Need::Sometimes, |(_, need)| *need)
}

fn entries(canvas: &Canvas<'_>, app: &App) -> Vec<Entry> {
    let place = app.place();
    let has_way_back = in_footer(app).any(|binding| binding.action == Action::Cancel);
    in_footer(app)
        .map(|binding| {
            let (key, name) = named(app, binding, place);
            Entry {
                columns: canvas.width(&key) + 1 + canvas.width(&name),
                need: need(binding.action, has_way_back),
                key,
                name,
            }
        })
        .collect()
}

/// The needed keys that fit, the most needed last. The way out and the key for help always do.
fn needed(entries: &[Entry], columns: usize) -> Vec<&Entry> {
    let mut needed: Vec<&Entry> = (entries.iter())
        .filter(|entry| entry.need > Need::Sometimes)
        .collect();
    needed.sort_by_key(|entry| entry.need);
    while needed
        .first()
        .is_some_and(|entry| entry.need < Need::WayOut)
        && columns_of(&needed) > columns + GAP
    {
        needed.remove(0);
    }
    needed
}

/// The keys that fit, in their order. A shorter key further on may still fit.
fn fitting<'a>(entries: &[&'a Entry], columns: usize) -> Vec<&'a Entry> {
    // The last key needs no gap after it.
    let mut room = columns + GAP;
    (entries.iter().copied())
        .filter(|entry| match room.checked_sub(entry.columns + GAP) {
            Some(left) => {
                room = left;
                true
            }
            None => false,
        })
        .collect()
}

/// The columns of keys, with a gap after each.
fn columns_of(entries: &[&Entry]) -> usize {
    entries.iter().map(|entry| entry.columns + GAP).sum()
}

fn put(canvas: &mut Canvas<'_>, line: Stretch, entries: &[&Entry]) {
    let mut rest = line;
    for entry in entries {
        let used = canvas.put(rest, &entry.key, canvas.theme.heading);
        canvas.put(rest.after(used + 1), &entry.name, canvas.theme.dim);
        rest = rest.after(entry.columns + GAP);
    }
}

fn in_footer(app: &App) -> impl Iterator<Item = &Bound> {
    let context = app.context();
    app.settings.keys.lines().iter().filter(move |binding| {
        binding.in_footer && binding.contexts.contains(&context) && app.helps(binding.action)
    })
}

/// A key and its action: `F9` and `导出`.
fn named(app: &App, binding: &Bound, place: &str) -> (String, String) {
    let language = app.settings.language;
    // The name of the action depends on the selected finding.
    let issue = app.selected_issue().filter(|_| !app.asks_for_reason());
    let place = match (binding.action, issue) {
        (Action::Confirm, Some(issue)) => match &app.editor {
            Some(editor) if editor.correction_for(issue).is_some() => "correction",
            Some(_) | None => "findings",
        },
        (Action::Toggle, None) if app.toggles_off() => "off",
        (Action::Toggle, Some(issue)) if issue.acknowledged => "acknowledged",
        (Action::Toggle, Some(issue)) if issue.severity == Severity::Error => "error",
        _ => place,
    };
    let key = binding
        .keys
        .first()
        .map(|key| key.name())
        .unwrap_or_default();
    (key, short(binding.action, place, language))
}

/// A short name of an action, which may depend on the screen.
fn short(action: Action, place: &str, language: Language) -> String {
    let name = action.name();
    let here = format!("action.{name}.{place}");
    text(&here, language).map_or_else(
        || word(&format!("action.{name}.short"), &[], language),
        str::to_owned,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::BINDINGS;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn every_key_has_a_short_and_a_long_name_in_both_languages() {
        for binding in BINDINGS {
            let name = binding.action.name();
            for part in ["short", "long"] {
                let key = format!("action.{name}.{part}");
                let [chinese, english] = [Language::Chinese, Language::English]
                    .map(|language| text(&key, language).unwrap());
                assert_ne!(chinese, english, "key: {key}");
            }
        }
    }

    #[test]
    fn a_name_in_the_footer_is_at_most_six_han_characters() {
        for binding in BINDINGS {
            for context in binding.contexts {
                let name = short(binding.action, context.name(), Language::Chinese);
                assert!((1..=12).contains(&name.width()), "{name}");
            }
        }
    }
}
