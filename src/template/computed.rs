//! The order in which computed fields are evaluated: each after the fields that it reads.

use std::collections::HashMap;

use super::model::{Computed, Field, FieldId, FieldKind};

/// The progress of the search at one field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Unseen,
    /// The search is below this field: meeting the field again is a cycle.
    Open,
    Done,
}

/// The indices of the computed fields in the order of evaluation.
///
/// # Errors
/// The indices of the fields of a cycle, in the order in which they read each other.
pub(super) fn order(fields: &[Field]) -> Result<Vec<usize>, Vec<usize>> {
    let indices = fields
        .iter()
        .enumerate()
        .map(|(index, field)| (&field.id, index));
    let mut search = Search {
        fields,
        indices: indices.collect(),
        marks: vec![Mark::Unseen; fields.len()],
        path: Vec::new(),
        order: Vec::new(),
    };
    for index in 0..fields.len() {
        search.visit(index)?;
    }
    Ok(search.order)
}

struct Search<'a> {
    fields: &'a [Field],
    indices: HashMap<&'a FieldId, usize>,
    marks: Vec<Mark>,
    path: Vec<usize>,
    order: Vec<usize>,
}

impl Search<'_> {
    fn visit(&mut self, index: usize) -> Result<(), Vec<usize>> {
        let Some(computed) = self.fields.get(index).and_then(computed) else {
            return Ok(());
        };
        match self.marks.get(index) {
            Some(Mark::Open) => {
                let start = self.path.iter().position(|other| *other == index);
                return Err(self.path.split_off(start.unwrap_or(0)));
            }
            Some(Mark::Unseen) => {}
            Some(Mark::Done) | None => return Ok(()),
        }
        self.mark(index, Mark::Open);
        self.path.push(index);
        for id in computed.formula.fields() {
            if let Some(source) = self.indices.get(id).copied() {
                self.visit(source)?;
            }
        }
        self.path.pop();
        self.mark(index, Mark::Done);
        self.order.push(index);
        Ok(())
    }

    fn mark(&mut self, index: usize, mark: Mark) {
        if let Some(place) = self.marks.get_mut(index) {
            *place = mark;
        }
    }
}

fn computed(field: &Field) -> Option<&Computed> {
    match &field.kind {
        FieldKind::Computed(computed) => Some(computed),
        _ => None,
    }
}
