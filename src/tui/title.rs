//! Draws the titles of panes that share a screen, so that nobody has to look for the pane that gets
//! the keys.

use super::contract;
use ratatui::style::Modifier;

use super::paint::{Canvas, Stretch};
use crate::app::editor::Editor;
use crate::app::panes::{Area, Pane, Panes};
use crate::language::Language;
use crate::wording::word;

/// The columns before a title that stands in the line between form and contract.
const BEFORE: usize = 1;

/// Draws the title of a pane at the start of `line`, and after it what is said of the pane. The
/// title of the focused pane is reversed and has a mark, so that it also shows without colours.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    line: Stretch,
    name: &str,
    said: &str,
    is_focused: bool,
) {
    let (mark, style) = if is_focused {
        // Bold is for the focused blank.
        (">", canvas.theme.focus.remove_modifier(Modifier::BOLD))
    } else {
        (" ", canvas.theme.dim)
    };
    let used = canvas.put_clipped(line, &format!("{mark} {name} "), style);
    if !said.is_empty() {
        let rest = line.after(used);
        if canvas.width(said) <= rest.columns() {
            canvas.put(rest, said, canvas.theme.dim);
        }
    }
}

/// Draws the titles of the contract and of the pane in the place of the form, whose name has this
/// key. `focused` is the pane that gets the keys.
pub(super) fn draw_both(
    canvas: &mut Canvas<'_>,
    editor: &Editor,
    form: &str,
    focused: Pane,
    language: Language,
) {
    let panes = editor.panes();
    let above = |area: Area| Stretch {
        x: area.x,
        y: area.y.saturating_sub(1),
        width: area.width,
    };
    if panes.form.height > 0 {
        let line = above(panes.form).first(usize::from(panes.form.width).saturating_sub(1));
        let name = word(form, &[], language);
        draw(canvas, line, &name, "", focused == Pane::Form);
    }
    if panes.contract.height > 0 {
        let name = word("screen.pane.contract", &[], language);
        let is_focused = focused == Pane::Contract;
        let mut said = if is_focused {
            contract::place(editor, language)
        } else {
            editor.clause_in_sight()
        };
        if panes.divider.height == 1 && !said.is_empty() {
            // The line between form and contract goes on behind it.
            said.push(' ');
        }
        draw(canvas, contract_line(&panes), &name, &said, is_focused);
    }
}

/// The line above the contract, with the column of its marks.
fn contract_line(panes: &Panes) -> Stretch {
    let area = panes.contract;
    let margin = area.x.min(contract::MARGIN);
    let line = Stretch {
        x: area.x - margin,
        y: area.y.saturating_sub(1),
        width: area.width + margin,
    };
    if panes.divider.height == 1 {
        line.after(BEFORE)
    } else {
        line
    }
}
