//! The rows of a group in the form: a grid with a column for each field and a line for each row.

use super::{Editor, MARGIN};
use crate::document::print_value;
use crate::language::Language;
use crate::template::{Field, FieldKind, Place, RowGroup, RowId};
use crate::value;

/// Columns of the ordinals before the cells.
pub const ORDINAL: usize = 4;
/// Columns between two cells.
pub const GAP: usize = 2;
/// The fewest columns of a cell that is narrower than its texts.
const NARROWEST: usize = 6;
/// The most columns of a cell. The line below the row shows the focused answer in full.
const WIDEST: usize = 24;

/// The columns of a grid that are visible.
#[derive(Debug)]
pub struct Grid<'a> {
    /// The group of rows.
    pub group: &'a RowGroup,
    /// The visible columns, from left to right.
    pub columns: Vec<GridColumn<'a>>,
    /// Whether there are columns to the left of them.
    pub is_cut_left: bool,
    /// Whether there are columns to the right of them.
    pub is_cut_right: bool,
}

/// A visible column of a grid.
#[derive(Clone, Copy, Debug)]
pub struct GridColumn<'a> {
    /// The field of the column.
    pub field: &'a Field,
    /// The first column of the cells in the form's pane.
    pub start: usize,
    /// Columns of the cells.
    pub width: usize,
}

impl Editor {
    /// The grid of a group of rows; `group` is an index into the template's groups.
    #[must_use]
    pub fn grid(&self, group: usize) -> Option<Grid<'_>> {
        let template = self.work.template();
        let group = template.rows.get(group)?;
        let rows = self.values().rows().of(&group.id);
        let fields: Vec<&Field> = template
            .fields_of_rows(&group.id)
            .filter(|field| self.stands_in_grid(field, rows))
            .collect();
        let natural: Vec<usize> = fields
            .iter()
            .map(|field| self.natural_width(field, rows))
            .collect();
        let first = MARGIN + ORDINAL;
        // The last column of the form stays empty.
        let room = usize::from(self.panes().form.width).saturating_sub(first + 1);
        let may_shrink: Vec<bool> = fields.iter().map(|field| !is_figure(field)).collect();
        let widths = shrunk(&natural, &may_shrink, room);
        let focused = fields.iter().position(|field| field.id == self.focus.field);
        let shown = window(&widths, room, focused.unwrap_or(0));
        let mut start = first;
        let columns = fields.iter().zip(&widths).take(shown.end).skip(shown.start);
        let columns = columns.map(|(field, width)| {
            let column = GridColumn {
                field,
                start,
                width: *width,
            };
            start += width + GAP;
            column
        });
        Some(Grid {
            group,
            columns: columns.collect(),
            is_cut_left: shown.start > 0,
            is_cut_right: shown.end < fields.len(),
        })
    }

    /// The text of a cell: an answer as the form shows it, or what follows from others.
    #[must_use]
    pub fn cell_text(&self, place: &Place, field: &Field) -> String {
        if !field.is_asked_of_people() {
            let value = self.values().value(place);
            return value.map_or_else(String::new, |value| print_value(field, value, self.style()));
        }
        let Some(answer) = self.work.draft().answers.get(place) else {
            return String::new();
        };
        if let FieldKind::Choice(options) = &field.kind {
            let chosen = options.all.iter();
            let chosen = chosen.filter(|option| answer.chooses(&option.id));
            let labels: Vec<&str> = chosen
                .map(|option| option.label_in(self.settings.language))
                .collect();
            return labels.join("、");
        }
        let text = value::with_line_marks(&answer.as_text());
        super::grouped(field, &text).unwrap_or(text)
    }

    /// The language of the screen.
    #[must_use]
    pub fn language(&self) -> Language {
        self.settings.language
    }

    /// The row that the focus is in, and its group.
    pub(super) fn focused_row(&self) -> Option<(&RowGroup, RowId)> {
        Some((self.work.row_group_at(&self.focus)?, self.focus.row?))
    }

    fn stands_in_grid(&self, field: &Field, rows: &[RowId]) -> bool {
        let is_asked = |place: &Place| self.values().is_asked(place);
        let is_shown = field.is_asked_of_people() || matches!(field.kind, FieldKind::Computed(_));
        let mut places = rows.iter().map(|row| field.place_in(Some(*row)));
        is_shown && (is_asked(&field.place()) || places.any(|place| is_asked(&place)))
    }

    fn natural_width(&self, field: &Field, rows: &[RowId]) -> usize {
        let measure = self.ambiguous();
        let label = measure.width(field.label.get(self.settings.language));
        let texts = rows.iter().map(|row| {
            let text = self.cell_text(&field.place_in(Some(*row)), field);
            measure.width(&text)
        });
        texts.max().unwrap_or(0).max(label).clamp(4, WIDEST)
    }
}

/// Whether a field holds a figure, which is never cut.
#[must_use]
pub fn is_figure(field: &Field) -> bool {
    matches!(
        field.kind,
        FieldKind::Money
            | FieldKind::Integer
            | FieldKind::Number
            | FieldKind::Percent
            | FieldKind::Rate(_)
            | FieldKind::Computed(_)
    )
}

/// The widths of columns so that they fit into `room`, as far as none becomes too narrow: the widest
/// of those that may shrink give way first.
fn shrunk(natural: &[usize], may_shrink: &[bool], room: usize) -> Vec<usize> {
    let mut widths = natural.to_vec();
    let gaps = GAP * widths.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > room {
        let may_shrink = widths.iter_mut().zip(may_shrink).filter(|(_, may)| **may);
        let widest = may_shrink
            .map(|(width, _)| width)
            .max_by_key(|width| **width);
        match widest {
            Some(width) if *width > NARROWEST => *width -= 1,
            Some(_) | None => break,
        }
    }
    widths
}

/// The columns that fit into `room`: from the first on, or so that `focused` is the last.
fn window(widths: &[usize], room: usize, focused: usize) -> std::ops::Range<usize> {
    let mut from = 0;
    let fits = |from: usize, to: usize| {
        let shown = widths.get(from..to).unwrap_or_default();
        let gaps = GAP * shown.len().saturating_sub(1);
        shown.iter().sum::<usize>() + gaps <= room
    };
    while from < focused && !fits(from, focused + 1) {
        from += 1;
    }
    let mut to = (focused + 1).min(widths.len());
    while to < widths.len() && fits(from, to + 1) {
        to += 1;
    }
    from..to
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_columns_give_way_and_the_focused_one_stays_visible() {
        for (natural, room, widths) in [
            (&[4, 10, 8][..], 40, &[4, 10, 8][..]),
            (&[4, 24, 8], 30, &[4, 14, 8]),
            (&[24, 24], 26, &[12, 12]),
            // Below the narrowest width the grid scrolls instead.
            (&[24, 24, 24], 10, &[6, 6, 6]),
        ] {
            let all = vec![true; natural.len()];
            assert_eq!(shrunk(natural, &all, room), widths, "{natural:?} in {room}");
        }
        assert_eq!(shrunk(&[20, 20, 20], &[true, false, true], 40), [8, 20, 8]);
        for (room, focused, shown) in [
            (22, 0, 0..3),
            (14, 0, 0..2),
            (14, 1, 0..2),
            (14, 2, 1..3),
            (3, 2, 2..3),
            (3, 0, 0..1),
        ] {
            assert_eq!(window(&[6, 6, 6], room, focused), shown, "{room} {focused}");
        }
        assert_eq!(window(&[], 10, 0), 0..0);
    }
}
