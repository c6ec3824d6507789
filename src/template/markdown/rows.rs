//! Tags of rows: where they may stand, and for which group a row of a table repeats.

use super::Reader;
use crate::template::body::{Body, BodyContent, BodyInline, Guard, Shape};
use crate::template::error::{TemplateProblem, report};
use crate::template::model::FieldId;
use crate::template::rows::{ORDINAL, group_of};
use crate::template::tags::TagKind;

impl Reader<'_> {
    /// The content of the tag `{{ id }}`.
    pub(super) fn blank(&self, id: &str) -> BodyContent {
        if self.is_ordinal(id) {
            return BodyContent::Ordinal;
        }
        let known = self.names.fields.get(id).cloned();
        if let Some(option) = self.option_of(id).filter(|_| known.is_none()) {
            return BodyContent::Box(option);
        }
        BodyContent::Field(known.unwrap_or_else(|| FieldId::new(id)))
    }

    /// Whether a tag prints the ordinal of its row.
    pub(super) fn is_ordinal(&self, id: &str) -> bool {
        let in_row = id.split_once('.');
        in_row.is_some_and(|(group, name)| name == ORDINAL && self.names.rows.contains(group))
    }

    /// Notes the group of a tag in the row that is being read; a tag of a group that stands
    /// anywhere else is a mistake.
    pub(super) fn note_row(&mut self, tag: usize, content: &BodyContent) {
        let named = self.tagged.tags.get(tag).map(|tag| &tag.kind);
        let Some(TagKind::Field(id)) = named else {
            return;
        };
        // The ordinal has no field, but its tag begins with the group as well.
        let Some(group) = group_of(content.field().map_or(id.as_str(), FieldId::as_str)) else {
            return;
        };
        if let Some(groups) = &mut self.row {
            groups.insert(group.to_owned());
        } else {
            let id = id.clone();
            self.error_at_tag(tag, TemplateProblem::RowFieldOutside { id });
        }
    }

    /// Reports conditions about the fields of a row that govern something else than a row of that
    /// group.
    pub(super) fn refuse_conditions_outside_rows(&mut self) {
        for (offset, id) in outside_rows(&self.body) {
            let problem = TemplateProblem::RowFieldOutside { id };
            report(self.errors, self.text, offset, problem);
        }
    }
}

/// The offset of each condition that reads a field of a row and stands outside its rows, and that
/// field.
fn outside_rows(body: &Body) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut judge = |guards: &[Guard], repeats: Option<&str>| {
        for guard in guards {
            let Some(condition) = body.conditions.get(guard.condition.0) else {
                continue;
            };
            let fields = condition.expression.fields().iter().map(FieldId::as_str);
            let mut strangers = fields.filter(|id| {
                let group = group_of(id);
                group.is_some() && group != repeats
            });
            if let Some(id) = strangers.next() {
                let problem = (condition.offset, id.to_owned());
                if !found.contains(&problem) {
                    found.push(problem);
                }
            }
        }
    };
    for block in &body.blocks {
        match &block.shape {
            Shape::Table { rows, .. } => {
                judge(&block.guards, None);
                for row in rows {
                    let repeats = row.repeats.as_deref();
                    judge(&row.guards, repeats);
                    for inline in row.cells.iter().flatten() {
                        judge(&inline.guards, repeats);
                    }
                }
            }
            Shape::Title(inlines)
            | Shape::Article(inlines)
            | Shape::Clause { inlines, .. }
            | Shape::Paragraph(inlines) => {
                judge(&block.guards, None);
                judge_inlines(inlines, &mut judge);
            }
            // The lines at the edges of the pages have no conditions.
            Shape::Edge(_) => {}
            Shape::PageBreak => judge(&block.guards, None),
        }
    }
    found
}

fn judge_inlines(inlines: &[BodyInline], judge: &mut impl FnMut(&[Guard], Option<&str>)) {
    for inline in inlines {
        judge(&inline.guards, None);
    }
}
