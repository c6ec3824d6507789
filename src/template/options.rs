//! Choices that print box by box (`{{ pay.once }}`): which tags name a box, and what a body says of
//! the options.

use std::collections::BTreeMap;

use super::body::{Body, BodyContent, Guard, OptionOf, Shape};
use super::error::TemplateProblem;
use super::model::{Field, FieldId, FieldKind};

/// The ids of the options of each choice, in their order.
pub(super) type Choices = BTreeMap<FieldId, Vec<String>>;

/// The choices among these fields.
pub(super) fn choices_of<'a>(fields: impl IntoIterator<Item = &'a Field>) -> Choices {
    let choices = fields.into_iter().filter_map(|field| match &field.kind {
        FieldKind::Choice(options) => {
            let ids = options.all.iter().map(|option| option.id.clone());
            Some((field.id.clone(), ids.collect()))
        }
        _ => None,
    });
    choices.collect()
}

/// The id of the field that a tag names: that of the whole tag, or of the choice before the last
/// dot.
pub(super) fn field_of_tag(id: &str, is_field: impl Fn(&str) -> bool) -> Option<&str> {
    if is_field(id) {
        return Some(id);
    }
    let (choice, _) = id.rsplit_once('.')?;
    is_field(choice).then_some(choice)
}

/// A box of the body with all guards under which it prints.
struct Standing<'b> {
    option: &'b OptionOf,
    guards: Vec<&'b Guard>,
}

/// What is wrong with the boxes of a body: the index of the box (in reading order) where the problem
/// is to be shown, and the problem.
pub(super) fn misprinted(body: &Body, choices: &Choices) -> Vec<(usize, TemplateProblem)> {
    let boxes = boxes(body);
    let mut found = Vec::new();
    for (choice, options) in choices {
        let own = || {
            let numbered = boxes.iter().enumerate();
            numbered.filter(|(_, each)| each.option.choice == *choice)
        };
        let Some((first, _)) = own().next() else {
            continue;
        };
        if prints_whole(body, choice) {
            let id = choice.to_string();
            found.push((first, TemplateProblem::BoxesOfWholeChoice { id }));
        }
        for option in options {
            let mut standing: Vec<&Standing<'_>> = Vec::new();
            for (index, each) in own().filter(|(_, each)| each.option.option == *option) {
                if standing.iter().any(|other| !exclude(each, other)) {
                    let id = format!("{choice}.{option}");
                    found.push((index, TemplateProblem::BoxTwice { id }));
                }
                standing.push(each);
            }
            if standing.is_empty() {
                let id = format!("{choice}.{option}");
                found.push((first, TemplateProblem::BoxMissing { id }));
            }
        }
    }
    found
}

/// The boxes inside the words of an option of another choice: the line, the choice of the box, and
/// the option around it.
pub(super) fn nested(body: &Body) -> Vec<(usize, FieldId, OptionOf)> {
    let mut found: Vec<(usize, FieldId, OptionOf)> = Vec::new();
    for block in &body.blocks {
        for inline in block.shape.inlines() {
            if let BodyContent::Box(option) = &inline.content
                && let Some(around) = inline.within.last()
                && !found.iter().any(|(_, choice, _)| *choice == option.choice)
            {
                found.push((block.line, option.choice.clone(), around.clone()));
            }
        }
    }
    found
}

fn boxes(body: &Body) -> Vec<Standing<'_>> {
    let mut boxes = Vec::new();
    for block in &body.blocks {
        let rows = match &block.shape {
            Shape::Table { rows, .. } => rows.as_slice(),
            Shape::Title(_)
            | Shape::Article(_)
            | Shape::Clause { .. }
            | Shape::Paragraph(_)
            | Shape::Edge(_)
            | Shape::PageBreak => &[],
        };
        let of_rows = rows.iter().flat_map(|row| {
            let inlines = row.cells.iter().flatten();
            inlines.map(|inline| (row.guards.as_slice(), inline))
        });
        let of_block = (block.shape.inlines().map(|inline| (&[][..], inline)))
            .take(if rows.is_empty() { usize::MAX } else { 0 });
        for (outer, inline) in of_block.chain(of_rows) {
            if let BodyContent::Box(option) = &inline.content {
                let guards = block.guards.iter().chain(outer).chain(&inline.guards);
                let guards = guards.collect();
                boxes.push(Standing { option, guards });
            }
        }
    }
    boxes
}

/// Whether two boxes never print together, because they stand in different branches of a condition.
fn exclude(one: &Standing<'_>, other: &Standing<'_>) -> bool {
    one.guards.iter().any(|guard| {
        let mut others = other.guards.iter();
        others.any(|other| other.condition == guard.condition && other.expected != guard.expected)
    })
}

fn prints_whole(body: &Body, choice: &FieldId) -> bool {
    let mut inlines = body.blocks.iter().flat_map(|block| block.shape.inlines());
    inlines.any(|inline| inline.content == BodyContent::Field(choice.clone()))
}
