//! Draws the line above the footer: the last message, a failure, or help.

use ratatui::style::Style;

use super::paint::{Canvas, Stretch};
use crate::app::{App, SaveState};
use crate::keys::Context;
use crate::render::layout::break_lines;
use crate::wording::Notice;
use crate::wording::{self, Words};

/// The columns between a message and its hint.
const GAP: usize = 2;

/// Draws the line; `otherwise` is shown if there is nothing more urgent. A long text starts on the
/// free line above.
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

/// Draws the line on a screen that shows the result of the last save itself.
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
        // A message about a failure is useless without its hint, so both are kept.
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
        // Beside the advice on a finding, the hint only names the source of the rule.
        let matters = match app.context() {
            Context::Findings | Context::Export => Matters::Message,
            _ => Matters::Both,
        };
        if app.asks_for_reason() {
            // The reason stands on the line above.
            canvas.put_clipped(inside(line), &otherwise.message, style);
        } else {
            put(canvas, inside(line), otherwise, style, matters);
        }
    }
}

fn inside(line: Stretch) -> Stretch {
    line.after(1).first(line.columns().saturating_sub(2))
}

/// Which parts of message and hint are kept if two lines are too short.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Matters {
    /// The whole message; the hint is dispensable.
    Message,
    /// The beginning of both.
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
