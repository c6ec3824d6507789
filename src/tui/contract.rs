//! Draws the visible rows of the contract as it will be signed, with the focused blank highlighted.

use std::collections::BTreeMap;

use ratatui::style::{Modifier, Style};

use super::paint::{Canvas, Stretch};
use super::theme::{Theme, mark};
use crate::app::editor::Editor;
use crate::document::Role;
use crate::draft::{Problem, State};
use crate::language::Language;
use crate::render::layout::{Row, Segment, SegmentKind};
use crate::template::{BlockId, Severity};
use crate::wording::word;

/// The columns to the left of the contract, where finding marks stand.
pub(super) const MARGIN: u16 = 2;
/// The mark of a paragraph with an accepted correction.
const CORRECTED: &str = "*";

/// Draws the visible rows of the contract.
pub(super) fn draw(canvas: &mut Canvas<'_>, editor: &Editor) {
    let pane = editor.contract_area();
    let top = editor.contract_shown.top;
    let rows = top..top + usize::from(pane.height);

    let marks = marks(editor);
    let corrected = corrected(editor);
    for (index, row) in editor.layout().rows(rows).enumerate() {
        let line = Stretch::of(pane, index);
        draw_row(canvas, editor, line, row);
        if let Some(severity) = marks.get(&(top + index))
            && let Some(margin) = line.x.checked_sub(MARGIN)
        {
            let place = Stretch {
                x: margin,
                width: 1,
                ..line
            };
            canvas.put(place, mark(*severity), canvas.theme.severity(*severity));
        } else if corrected.iter().any(|rows| rows.start == top + index)
            && let Some(margin) = line.x.checked_sub(MARGIN)
        {
            let place = Stretch {
                x: margin,
                width: 1,
                ..line
            };
            canvas.put(place, CORRECTED, canvas.theme.done);
        }
    }
}

/// The rows of the paragraphs that an accepted correction has changed.
fn corrected(editor: &Editor) -> Vec<std::ops::Range<usize>> {
    editor
        .work
        .applied_corrections()
        .iter()
        .filter_map(|id| editor.work.template().correction(id))
        .flat_map(|correction| &correction.lines)
        .filter_map(|line| editor.rows_of(BlockId::of_line(*line)))
        .collect()
}

/// The most severe finding of each row. An unanswered blank needs no mark, because it is visible as
/// a blank.
fn marks(editor: &Editor) -> BTreeMap<usize, Severity> {
    let mut marks = BTreeMap::new();
    for issue in editor.issues().iter().filter(|issue| issue.blocks()) {
        if matches!(
            issue.problem,
            Problem::Missing | Problem::NothingChosen | Problem::OptionWithoutText
        ) {
            continue;
        }
        let rows = match (issue.block, issue.places.first()) {
            (Some(id), _) => editor.rows_of(id),
            (None, Some(place)) => editor.layout().rows_of_place(place),
            (None, None) => None,
        };
        if let Some(rows) = rows {
            let worst = marks.entry(rows.start).or_insert(issue.severity);
            *worst = (*worst).min(issue.severity);
        }
    }
    marks
}

/// Where the user is in the contract: the clause, and the number of rows above and below.
pub(super) fn place(editor: &Editor, language: Language) -> String {
    let height = usize::from(editor.contract_area().height);
    let total = editor.layout().n_rows();
    let above = editor.contract_shown.top.min(total);
    let below = total.saturating_sub(above + height);
    let [above, below] = [above, below].map(|count| count.to_string());
    let values = [("above", above.as_str()), ("below", &below)];
    let rows = word("screen.contract.place", &values, language);
    let clause = editor.clause_in_sight();
    format!("{clause}  {rows}").trim_start().to_owned()
}

fn draw_row(canvas: &mut Canvas<'_>, editor: &Editor, line: Stretch, row: &Row) {
    for segment in &row.segments {
        let is_focused = segment.place.as_ref() == Some(&editor.focus);
        let style = if is_focused {
            canvas.theme.focus
        } else {
            style(editor, canvas.theme, row, segment)
        };
        let place = line
            .after(segment.columns.start)
            .first(segment.columns.len());
        canvas.put(place, &segment.text, style);
    }
}

/// The style of a segment. Answered, unanswered, wrong and struck blanks differ in weight and
/// underline, not in colour alone.
fn style(editor: &Editor, theme: &Theme, row: &Row, segment: &Segment) -> Style {
    let own = match row.role {
        Some(Role::Title | Role::Article) => theme.heading,
        Some(
            Role::Clause { .. }
            | Role::Body
            | Role::Line
            | Role::Cell
            | Role::Edge(_)
            | Role::PageBreak
            | Role::EndMark
            | Role::SignaturePage,
        )
        | None => theme.plain,
    };
    match segment.kind {
        SegmentKind::Text { bold: true } => theme.heading,
        SegmentKind::Number | SegmentKind::Text { bold: false } => own,
        SegmentKind::Filled | SegmentKind::Tick { ticked: true } => theme.filled,
        SegmentKind::Tick { ticked: false } => theme.plain,
        SegmentKind::Blank if is_wrong(editor, segment) => {
            theme.error.add_modifier(Modifier::UNDERLINED)
        }
        // A value without visible characters is recognizable only by this style.
        SegmentKind::Blank if segment.text.trim().is_empty() => {
            theme.dim.add_modifier(Modifier::UNDERLINED)
        }
        SegmentKind::Struck | SegmentKind::Blank | SegmentKind::Rule => theme.dim,
    }
}

/// Whether a blank is empty because its answer, or the answer that it is computed from, is wrong.
fn is_wrong(editor: &Editor, segment: &Segment) -> bool {
    segment
        .place
        .as_ref()
        .is_some_and(|place| *editor.values().state(&editor.typed_source(place)) == State::Wrong)
}
