//! The line above the footer: what was just said, what failed, or what helps here.

use ratatui::style::Style;

use super::paint::{Canvas, Stretch};
use crate::app::{App, SaveState};
use crate::keys::Context;
use crate::render::layout::break_lines;
use crate::wording::Notice;
use crate::wording::{self, Words};

/// Between a message and the way out.
const GAP: usize = 2;

/// Draws the line; `otherwise` stands there while nothing more urgent does. What does not fit on
/// it begins on the free line above.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    app: &App,
    line: Stretch,
    otherwise: &Words,
    style: Style,
) {
    let language = app.settings.language;
    match &app.save {
        SaveState::Failed(error) if app.editor.is_some() && app.notice.is_none() => {
            let mut words = wording::store_error(error, language);
            words.hint = app.settings.word("screen.save.way_out", &[]);
            put(
                canvas,
                inside(line),
                &words,
                canvas.theme.error,
                Matters::Both,
            );
        }
        SaveState::Failed(_)
        | SaveState::Saved(_)
        | SaveState::Apart { .. }
        | SaveState::Unchanged => draw_without_save(canvas, app, line, otherwise, style),
    }
}

/// Draws the line on a screen that itself says what became of the last save.
pub(super) fn draw_without_save(
    canvas: &mut Canvas<'_>,
    app: &App,
    line: Stretch,
    otherwise: &Words,
    style: Style,
) {
    let theme = canvas.theme;
    let language = app.settings.language;
    if let Some(notice) = &app.notice {
        // What failed is of no use without the way out.
        let (style, matters) = match notice {
            Notice::Failure(_) => (theme.error, Matters::Both),
            _ => (theme.heading, Matters::Message),
        };
        put(
            canvas,
            inside(line),
            &wording::notice(notice, &app.settings.keys, language),
            style,
            matters,
        );
    } else {
        // With what is to be done about a finding stands only where the rule is from.
        let matters = match app.context() {
            Context::Findings | Context::Export => Matters::Message,
            _ => Matters::Both,
        };
        put(canvas, inside(line), otherwise, style, matters);
    }
}

fn inside(line: Stretch) -> Stretch {
    line.after(1).first(line.columns().saturating_sub(2))
}

/// What is kept of message and hint where two lines are not enough for both.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Matters {
    /// The message alone, whole: what the hint says can be done without it.
    Message,
    /// The beginning of either.
    Both,
}

fn put(canvas: &mut Canvas<'_>, line: Stretch, words: &Words, style: Style, matters: Matters) {
    let hint = canvas.theme.plain;
    let message_columns = canvas.width(&words.message);
    let gap = if message_columns == 0 { 0 } else { GAP };
    let needed = message_columns + gap + canvas.width(&words.hint);
    let above = Stretch {
        y: line.y.saturating_sub(1),
        ..line
    };
    if needed <= line.columns() {
        let used = canvas.put(line, &words.message, style);
        canvas.put(line.after(used + gap), &words.hint, hint);
    } else if words.hint.is_empty()
        || (matters == Matters::Message && message_columns > line.columns())
    {
        let room = line.columns();
        let rows = break_lines(&words.message, room, room, canvas.measure());
        let second = rows.get(1).map_or(0, |range| range.start);
        let (first, rest) = words.message.split_at_checked(second).unwrap_or_default();
        canvas.put_clipped(above, first.trim_end(), style);
        canvas.put_clipped(line, rest, style);
    } else {
        canvas.put_clipped(above, &words.message, style);
        canvas.put_clipped(line, &words.hint, hint);
    }
}
