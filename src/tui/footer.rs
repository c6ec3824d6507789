//! Draws the line with the available keys.

use super::paint::{Canvas, Stretch};
use crate::app::App;
use crate::keys::{Action, Bound};
use crate::language::Language;
use crate::language::texts::text;
use crate::template::Severity;
use crate::wording::word;

/// The space between two keys.
const GAP: &str = "  ";

/// Draws the available keys, as many as fit. The key to go back and the key for help are always
/// shown. Keys that appear and disappear while the user types come last, so that the other keys
/// keep their places.
pub(super) fn draw(canvas: &mut Canvas<'_>, app: &App, line: Stretch) {
    let place = app.place();
    let line = line.after(1);
    let is_certain = |binding: &Bound| matches!(binding.action, Action::Help | Action::Cancel);
    let (last, others): (Vec<&Bound>, Vec<&Bound>) =
        in_footer(app).partition(|binding| binding.action == Action::Help);
    let needed = |text: &str| canvas.width(text) + GAP.len();
    let certain = others.iter().chain(&last).filter(|each| is_certain(each));
    let mut used: usize = certain
        .map(|binding| needed(&named(app, binding, place)))
        .sum();
    let mut shown = Vec::new();
    for binding in others {
        let text = named(app, binding, place);
        // A shorter key further on may still fit. The last key needs no gap.
        let more = if is_certain(binding) {
            0
        } else {
            needed(&text)
        };
        if used + more <= line.columns() + GAP.len() {
            used += more;
            shown.push((comes_and_goes(binding.action), text));
        }
    }
    shown.sort_by_key(|(is_last, _)| *is_last);
    let mut shown = shown.into_iter().map(|(_, text)| text).collect::<Vec<_>>();
    shown.extend(last.iter().map(|binding| named(app, binding, place)));
    canvas.put(line, &shown.join(GAP), canvas.theme.dim);
}

fn comes_and_goes(action: Action) -> bool {
    matches!(action, Action::AcceptSuggestion | Action::NextSuggestion)
}

fn in_footer(app: &App) -> impl Iterator<Item = &Bound> {
    let context = app.context();
    app.settings.keys.lines().iter().filter(move |binding| {
        binding.in_footer && binding.contexts.contains(&context) && app.helps(binding.action)
    })
}

/// A key with its action: `F9 导出`.
fn named(app: &App, binding: &Bound, place: &str) -> String {
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
    format!("{key} {}", short(binding.action, place, language))
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
