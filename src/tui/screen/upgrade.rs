//! Draws the choice of a newer template version, with the resulting changes below.

use ratatui::style::Style;

use super::{corrections, revisions};
use crate::app::App;
use crate::app::panes::Area;
use crate::app::screen::upgrade::{UpgradeScreen, VERDICTS};
use crate::language::Language;
use crate::template::{Place, Template};
use crate::tui::list;
use crate::tui::page::{CHOICE_NAME, Page, draw_choice};
use crate::tui::paint::Canvas;
use crate::value::clean;
use crate::wording::word;

/// The number of hash characters that are enough for people to tell two texts apart.
const HASH: usize = 8;
/// The maximum number of rows of a passage.
const PASSAGE: usize = 6;
/// The rows of the choice above the differences.
const ABOVE: u16 = 5;

/// Draws the choice and the differences.
pub(in crate::tui) fn draw(canvas: &mut Canvas<'_>, app: &App, screen: &UpgradeScreen) {
    let language = app.settings.language;
    let page = Page::open(canvas, app, "screen.upgrade.title");
    let (old, new) = versions(screen);
    let versions = word(
        "screen.upgrade.versions",
        &[
            ("title", &clean(&screen.new.title).text),
            ("old", &old),
            ("new", &new),
        ],
        language,
    );
    let above = page.part(0, 2).inset(list::MARGIN, 1);
    canvas.put_broken(above, &versions, canvas.theme.warning);
    for (row, choice) in VERDICTS.iter().enumerate() {
        let say = |part: &str| {
            let key = format!("screen.upgrade.{}.{part}", choice.name());
            word(&key, &[], language)
        };
        let line = page.line(2 + row);
        draw_choice(canvas, line, &say("name"), row == screen.row);
        let meaning = line.after(list::MARGIN + CHOICE_NAME);
        canvas.put_clipped(meaning, &say("meaning"), canvas.theme.dim);
    }
    draw_differences(canvas, app, page.part(ABOVE, u16::MAX), screen);
    page.help(
        canvas,
        app,
        app.settings.word("screen.upgrade.help", &[]),
        canvas.theme.dim,
    );
}

/// The two versions. If both have the same version number, the start of their hashes is added.
fn versions(screen: &UpgradeScreen) -> (String, String) {
    let named = |template: &Template, sha256: &str| {
        let version = clean(&template.version).text.into_owned();
        if screen.old.version == screen.new.version {
            let mark: String = sha256.chars().take(HASH).collect();
            format!("{version} ({mark})")
        } else {
            version
        }
    };
    (
        named(&screen.old, &screen.old_sha256),
        named(&screen.new, &screen.carried.draft.template.sha256),
    )
}

type Part = Vec<(String, Style)>;

/// Draws lost and new answers first, then the differences of the contract's sentences.
fn draw_differences(canvas: &mut Canvas<'_>, app: &App, area: Area, screen: &UpgradeScreen) {
    let parts = parts(canvas, screen, app.settings.language);
    let top = screen.top.min(parts.len().saturating_sub(1));
    let mut row = 0;
    for part in parts.iter().skip(top) {
        let next = corrections::draw_parts(canvas, app, area, row, PASSAGE, part);
        row = next.max(row + 1);
    }
}

fn parts(canvas: &Canvas<'_>, screen: &UpgradeScreen, language: Language) -> Vec<Part> {
    let theme = canvas.theme;
    let carried = &screen.carried;
    let say = |key: &str, values: &[(&str, &str)]| {
        word(&format!("screen.upgrade.{key}"), values, language)
    };
    let heading = |key: &str| vec![(say(key, &[]), theme.heading)];
    let count = carried.n_kept.to_string();
    let mut parts = vec![vec![(say("kept", &[("count", &count)]), theme.plain)]];
    let before = &screen.old_answers;
    let mut list = |key: &str, template: &Template, places: &[Place], style: Style| {
        if places.is_empty() {
            return;
        }
        parts.push(heading(key));
        for place in places {
            let Some(field) = template.field(place.field.as_str()) else {
                continue;
            };
            let label = field.label.get(language);
            let answer = before.get(place);
            let line = match answer.filter(|answer| !answer.is_empty()) {
                Some(answer) => {
                    let answer = answer.as_text();
                    say(
                        "item",
                        &[("label", label), ("answer", &clean(&answer).text)],
                    )
                }
                None => label.to_owned(),
            };
            parts.push(vec![(format!("  {line}"), style)]);
        }
    };
    list("unfit", &screen.new, &carried.unfit, theme.warning);
    list("gone", &screen.old, &carried.gone, theme.error);
    list("added", &screen.new, &carried.added, theme.done);
    if !carried.withdrawn.is_empty() {
        parts.push(heading("withdrawn"));
        let ids = carried.withdrawn.join(language.separator());
        parts.push(vec![(format!("  {}", clean(&ids).text), theme.error)]);
    }
    parts.push(Vec::new());
    if screen.passages.is_empty() {
        parts.push(vec![(say("no_passages", &[]), theme.dim)]);
        return parts;
    }
    parts.push(heading("passages"));
    parts.extend(screen.passages.iter().map(|passage| {
        passage
            .iter()
            .map(|change| revisions::marked(change, canvas))
            .collect()
    }));
    parts
}
