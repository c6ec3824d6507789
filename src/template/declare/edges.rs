//! Reads the lines at the edges of every page: `[header]` and `[footer]`.

use std::collections::BTreeSet;

use crate::template::body::{BodyContent, BodyInline, Edge, EdgeLine};
use crate::template::error::TemplateProblem;
use crate::template::front_matter::Placed;
use crate::template::model::FieldId;
use crate::template::table::TableReader;
use crate::template::tags::{self, TagKind, mark_index};
use crate::value;

/// The lines that the front matter declares, the header first.
pub(in crate::template) fn edges(
    top: &mut TableReader<'_, '_>,
    ids: &BTreeSet<FieldId>,
) -> Vec<EdgeLine> {
    let edges = [("header", Edge::Header), ("footer", Edge::Footer)];
    let lines = edges.map(|(key, edge)| {
        let (table, offset) = top.table(key)?;
        let line = top.file().line(offset);
        let mut reader = top.inner(table, offset, key);
        let parts = ["left", "centre", "right"].map(|key| match reader.text(key) {
            Some(text) => part(&mut reader, &text, ids),
            None => Vec::new(),
        });
        reader.finish();
        Some(EdgeLine { edge, parts, line })
    });
    lines.into_iter().flatten().collect()
}

/// The runs of a text with the tags of fields.
fn part(
    reader: &mut TableReader<'_, '_>,
    text: &Placed<String>,
    ids: &BTreeSet<FieldId>,
) -> Vec<BodyInline> {
    let mut errors = Vec::new();
    let tagged = tags::scan(&text.value, true, &mut errors);
    for error in errors {
        reader.error(text.offset, error.problem);
    }
    let mut runs: Vec<BodyInline> = Vec::new();
    let mut words = String::new();
    let mut push = |content| {
        runs.push(BodyInline {
            content,
            bold: false,
            within: Vec::new(),
            guards: Vec::new(),
        });
    };
    for c in tagged.text.chars() {
        let Some(tag) = mark_index(c).and_then(|index| tagged.tags.get(index)) else {
            // A tab separates the parts of the line.
            words.push(if c == '\t' { ' ' } else { c });
            continue;
        };
        let problem = match &tag.kind {
            TagKind::Comment => continue,
            TagKind::Field(id) => match ids.get(id.as_str()) {
                Some(field) if field.rows().is_none() => {
                    if !words.is_empty() {
                        push(BodyContent::Text(std::mem::take(&mut words)));
                    }
                    push(BodyContent::Field(field.clone()));
                    continue;
                }
                Some(_) => TemplateProblem::RowFieldOutside { id: id.clone() },
                None => TemplateProblem::UnknownField {
                    near: value::nearest(id, ids.iter().map(FieldId::as_str)).map(str::to_owned),
                    id: id.clone(),
                },
            },
            _ => TemplateProblem::TagAtEdge,
        };
        reader.error(text.offset, problem);
    }
    if !words.is_empty() {
        push(BodyContent::Text(words));
    }
    runs
}
