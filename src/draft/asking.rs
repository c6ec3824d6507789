//! Which blanks a contract asks: those that it prints or on which a reached condition depends, and
//! what stands behind them.

use std::collections::HashSet;

use super::values::{State, Values};
use crate::template::{
    Body, BodyInline, Field, FieldId, FieldKind, Guard, IdHash, Place, RowId, Shape, Style,
    Template, printed_rows,
};

/// Marks the fields that are asked: those whose blank is reached, or on which a reached condition
/// depends.
pub(super) fn ask(template: &Template, body: &Body, style: &Style, values: &mut Values) {
    let mut reached = Reached::default();
    for block in &body.blocks {
        if !reached.passes(body, &block.guards, values, None) {
            continue;
        }
        match &block.shape {
            Shape::Table { role, rows, .. } => {
                for (row, cells) in printed_rows(*role, rows, style) {
                    let inlines: Vec<&BodyInline> = cells.flatten().collect();
                    let group = row.repeats.as_deref();
                    let own = group.into_iter().flat_map(|group| values.rows.of(group));
                    // The row that does not exist yet asks too: its fields are the form of new rows.
                    for own in std::iter::once(None).chain(own.copied().map(Some)) {
                        if reached.passes(body, &row.guards, values, own) {
                            for inline in &inlines {
                                reached.read(body, inline, values, own);
                            }
                        }
                    }
                }
            }
            Shape::Title(_)
            | Shape::Article(_)
            | Shape::Clause { .. }
            | Shape::Paragraph(_)
            | Shape::Edge(_)
            | Shape::PageBreak => {
                for inline in block.shape.inlines() {
                    reached.read(body, inline, values, None);
                }
            }
        }
    }
    // A reached field also asks for its sources: the figures behind an amount in words or a computed
    // field, the text of a chosen option. A source can have sources itself.
    while let Some((id, row)) = reached.todo.pop() {
        let Some(field) = template.field(id.as_str()) else {
            continue;
        };
        let state = values.state(&field.place_in(row));
        for source in sources(field, state) {
            reached.add_seen(source, row, values);
        }
    }
    for (place, blank) in &mut values.blanks {
        blank.is_asked = reached.has(place);
    }
}

/// The fields that the contract asks, while they are collected.
#[derive(Default)]
struct Reached<'a> {
    alone: HashSet<&'a FieldId, IdHash>,
    in_rows: HashSet<(&'a FieldId, Option<RowId>), IdHash>,
    /// The fields whose sources are not reached yet.
    todo: Vec<(&'a FieldId, Option<RowId>)>,
}

impl<'a> Reached<'a> {
    fn has(&self, place: &Place) -> bool {
        self.alone.contains(&place.field)
            || !self.in_rows.is_empty() && self.in_rows.contains(&(&place.field, place.row))
    }

    fn add(&mut self, id: &'a FieldId, row: Option<RowId>) {
        let is_new = if id.rows().is_some() {
            self.in_rows.insert((id, row))
        } else {
            self.alone.insert(id)
        };
        if is_new {
            self.todo.push((id, row));
        }
    }

    /// Adds a field that is read from `row`: that of the same row, or of every row if the reader
    /// stands outside the rows and adds them up.
    fn add_seen(&mut self, id: &'a FieldId, row: Option<RowId>, values: &Values) {
        self.add(id, row);
        if row.is_none()
            && let Some(group) = id.rows()
        {
            for row in values.rows.of(group) {
                self.add(id, Some(*row));
            }
        }
    }

    fn read(
        &mut self,
        body: &'a Body,
        inline: &'a BodyInline,
        values: &Values,
        row: Option<RowId>,
    ) {
        let asked = inline.content.field();
        let asked = asked.filter(|_| values.ticks(&inline.within, row));
        if self.passes(body, &inline.guards, values, row)
            && let Some(field) = asked
        {
            self.add(field, row);
        }
    }

    /// Marks the fields of each reached guard, outermost first; returns whether all guards hold.
    fn passes(
        &mut self,
        body: &'a Body,
        guards: &[Guard],
        values: &Values,
        row: Option<RowId>,
    ) -> bool {
        for guard in guards {
            if let Some(condition) = body.conditions.get(guard.condition.0) {
                for field in condition.expression.fields() {
                    self.add(field, row);
                }
                for field in condition.expression.sums() {
                    self.add_seen(field, None, values);
                }
            }
            // Inner guards are not reached, so their fields stay unasked.
            if values.decided(guard.condition, row) != guard.expected {
                return false;
            }
        }
        true
    }
}

fn sources<'a>(field: &'a Field, state: &State) -> Vec<&'a FieldId> {
    match &field.kind {
        FieldKind::AmountInWords { of } => vec![of],
        FieldKind::Computed(computed) => computed.formula.fields(),
        FieldKind::Choice(options) => options
            .all
            .iter()
            .filter(|option| state.chooses(&option.id))
            .filter_map(|option| option.text.as_ref())
            .collect(),
        _ => Vec::new(),
    }
}
