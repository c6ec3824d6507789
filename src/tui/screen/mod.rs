//! Draws each screen; every screen has its own file.

pub(super) mod answers;
pub(super) mod calendar;
pub(super) mod copy_for;
pub(super) mod corrections;
pub(super) mod elsewhere;
pub(super) mod export;
pub(super) mod findings;
pub(super) mod help;
pub(super) mod in_use;
pub(super) mod mark;
pub(super) mod merge;
pub(super) mod palette;
pub(super) mod paste;
pub(super) mod proof;
pub(super) mod revisions;
pub(super) mod style;
pub(super) mod suggestions;
pub(super) mod summary;
pub(super) mod trash;
pub(super) mod upgrade;

use super::paint::Canvas;
use super::{editor, home};
use crate::app::App;
use crate::app::screen::Screen;

/// Whether the screens below remain visible around this screen.
pub(super) fn is_window(screen: &Screen) -> bool {
    matches!(
        screen,
        Screen::Calendar(_) | Screen::Palette(_) | Screen::Help(_)
    )
}

/// Draws a screen over the existing cells.
pub(super) fn draw(canvas: &mut Canvas<'_>, app: &App, screen: &Screen) {
    match screen {
        Screen::Home(_) => home::draw(canvas, app),
        Screen::Editor(_) => editor::draw(canvas, app),
        Screen::Findings(screen) => findings::draw(canvas, app, screen),
        Screen::Corrections(screen) => corrections::draw(canvas, app, screen),
        Screen::Suggestions(screen) => suggestions::draw(canvas, app, screen),
        Screen::Export(screen) => export::draw(canvas, app, screen),
        Screen::Proof(screen) => proof::draw(canvas, app, screen),
        Screen::InUse(screen) => in_use::draw(canvas, app, screen),
        Screen::CopyFor(screen) => copy_for::draw(canvas, app, screen),
        Screen::Merge(screen) => merge::draw(canvas, app, screen),
        Screen::Elsewhere(screen) => elsewhere::draw(canvas, app, screen),
        Screen::Revisions(screen) => revisions::draw(canvas, app, screen),
        Screen::Trash(screen) => trash::draw(canvas, app, screen),
        Screen::Answers(screen) => answers::draw(canvas, app, screen),
        Screen::Calendar(screen) => calendar::draw(canvas, app, *screen),
        Screen::Paste(screen) => paste::draw(canvas, app, screen),
        Screen::Upgrade(screen) => upgrade::draw(canvas, app, screen),
        Screen::Mark(screen) => mark::draw(canvas, app, screen),
        Screen::Style(screen) => style::draw(canvas, app, screen),
        Screen::Palette(screen) => palette::draw(canvas, app, screen),
        Screen::Help(screen) => help::draw(canvas, app, screen),
    }
}
