//! The line above the footer: what was just said, what failed, or what helps here.

use ratatui::style::Style;

use super::paint::{Canvas, Stretch};
use crate::app::{App, Notice, SaveState};
use crate::wording::{self, Words};

/// Between a message and the way out.
const GAP: usize = 2;

/// Draws the line; `otherwise` stands there while nothing more urgent does.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    app: &App,
    line: Stretch,
    otherwise: &Words,
    style: Style,
) {
    let line = line.after(1).first(line.columns().saturating_sub(2));
    let theme = canvas.theme;
    let language = app.settings.language;
    if let Some(notice) = &app.notice {
        let style = match notice {
            Notice::Failure(_) => theme.error,
            _ => theme.heading,
        };
        put(canvas, line, &wording::notice(notice, language), style);
        return;
    }
    match &app.save {
        SaveState::Failed(error) if app.editor.is_some() => {
            let words = wording::store_error(error, language);
            put(canvas, line, &words, theme.error);
        }
        SaveState::Failed(_) | SaveState::Saved(_) | SaveState::Unchanged => {
            put(canvas, line, otherwise, style);
        }
    }
}

fn put(canvas: &mut Canvas<'_>, line: Stretch, words: &Words, style: Style) {
    let used = canvas.put_clipped(line, &words.message, style);
    let gap = if used == 0 { 0 } else { GAP };
    canvas.put_clipped(line.after(used + gap), &words.hint, canvas.theme.plain);
}
