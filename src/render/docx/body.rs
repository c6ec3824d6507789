//! The blocks of a document as paragraphs and tables of `WordprocessingML`.

use std::collections::BTreeMap;

use docx_rs::{AlignmentType, LineSpacing, LineSpacingType, Paragraph, Run};

use super::controls::Controls;
use super::measures::{Measures, signed};
use super::runs::{Look, runs, runs_to_type_over};
use super::{repair, signature, styles, table};
use crate::document::{self, Block, Document, FieldNote, Inline, Role, TableRole};
use crate::render::setting::{is_bold, stands_above_title, would_gape};
use crate::template::{BlankMark, FieldId, Place, Underline};
use crate::word::xml::Writer;

/// The text that fills a blank without characters while the blank waits for an answer. No-break
/// spaces count as padding, not as text.
const HIGHLIGHTED_ROOM: &str = "\u{A0}\u{A0}\u{A0}\u{A0}\u{A0}\u{A0}\u{A0}\u{A0}";

/// Builds paragraphs and tables from the blocks of a document and collects their controls.
pub(super) struct Setter<'a> {
    underline: Underline,
    /// Whether unanswered blanks are highlighted.
    highlights_blanks: bool,
    fields: &'a BTreeMap<FieldId, FieldNote>,
    /// Whether the current inline is bold.
    is_bold: bool,
    controls: Controls,
}

impl<'a> Setter<'a> {
    /// A setter for `document`; a draft mark turns the highlighting of blanks on.
    pub(super) fn new(document: &'a Document, draft_mark: bool) -> Self {
        let paper = &document.paper;
        Self {
            underline: paper.underline,
            highlights_blanks: draft_mark && paper.draft_blanks == BlankMark::Highlight,
            fields: &document.fields,
            is_bold: false,
            controls: Controls::new(paper.underline),
        }
    }
}

/// Writes all blocks as XML.
pub(super) fn write(
    document: &Document,
    measures: &Measures,
    setter: &mut Setter<'_>,
    xml: &mut Writer,
) -> Result<(), String> {
    let blocks = document.text_blocks();
    for (index, block) in blocks.iter().enumerate() {
        let is_after_break = (index.checked_sub(1))
            .and_then(|before| blocks.get(before))
            .is_some_and(Block::is_page_break);
        match block {
            // The paragraph behind it begins the page.
            Block::Paragraph(paragraph) if paragraph.role == Role::PageBreak => {}
            Block::Paragraph(paragraph) => {
                let keep = leads_on(blocks, index);
                let mut built = setter.outer_paragraph(paragraph, keep);
                if is_after_break {
                    built = built.page_break_before(true);
                }
                if stands_above_title(blocks, index) {
                    built = built.align(AlignmentType::Right);
                }
                repair::write(&built, &mut setter.controls, xml)?;
            }
            Block::Table(table) => {
                if is_after_break {
                    let line = hairline().page_break_before(true);
                    repair::write(&line, &mut setter.controls, xml)?;
                }
                // When a table ends the page, Word adds a paragraph of full line height after the
                // table, and a whole page if the table reaches the foot. Word also merges two
                // adjacent tables.
                let needs_line = matches!(blocks.get(index + 1), None | Some(Block::Table(_)));
                match table.role {
                    TableRole::Signature(parties) => {
                        let block = signature::Block { table, parties };
                        let built = signature::table(&block, measures, setter, needs_line);
                        repair::write(&built, &mut setter.controls, xml)?;
                    }
                    TableRole::Data => table::write(table, measures, setter, xml)?,
                }
                if needs_line {
                    repair::write(&hairline(), &mut setter.controls, xml)?;
                }
            }
        }
    }
    Ok(())
}

/// Whether a page must not end after the paragraph: the last paragraph before the signatures, the
/// clause before an end mark there, a clause followed by its subclauses, or an article followed by
/// its first words: an article that is followed by an article is a sentence and not a heading. The
/// style of titles already keeps them with the next paragraph.
fn leads_on(blocks: &[Block], index: usize) -> bool {
    let role = |index: usize| match blocks.get(index) {
        Some(Block::Paragraph(paragraph)) => Some(paragraph.role),
        Some(Block::Table(_)) | None => None,
    };
    let signs = |index: usize| {
        let table = blocks.get(index);
        matches!(table, Some(Block::Table(table)) if matches!(table.role, TableRole::Signature(_)))
    };
    match (role(index), role(index + 1)) {
        (Some(Role::Article), None) => blocks.get(index + 1).is_some(),
        (_, Some(Role::PageBreak)) => false,
        (Some(Role::Article), Some(next)) => next != Role::Article,
        (_, None) => signs(index + 1),
        (_, Some(Role::EndMark)) => signs(index + 2),
        (Some(Role::Clause { depth }), Some(Role::Clause { depth: next })) => next > depth,
        (Some(_) | None, Some(_)) => false,
    }
}

impl Setter<'_> {
    fn outer_paragraph(
        &mut self,
        paragraph: &document::Paragraph,
        keep_with_next: bool,
    ) -> Paragraph {
        let mut built = self
            .filled(Paragraph::new(), paragraph, None)
            .style(styles::of(paragraph.role));
        if keep_with_next {
            built = built.keep_next(true);
        }
        match paragraph.role {
            Role::Clause { .. } | Role::Body | Role::Line if would_gape(paragraph) => {
                built.align(AlignmentType::Left)
            }
            Role::Clause { .. }
            | Role::Body
            | Role::Line
            | Role::Cell
            | Role::Edge(_)
            | Role::PageBreak
            | Role::Title
            | Role::Article
            | Role::EndMark
            | Role::SignaturePage => built,
        }
    }

    /// The controls so far, for the repair of the built XML.
    pub(super) fn controls(&mut self) -> &mut Controls {
        &mut self.controls
    }

    /// Adds the number and the inlines of `paragraph` to `built`. `stretch` is the width of the
    /// underscores in blanks, in hundredths of the usual width.
    pub(super) fn filled(
        &mut self,
        mut built: Paragraph,
        paragraph: &document::Paragraph,
        stretch: Option<i32>,
    ) -> Paragraph {
        self.is_bold = is_bold(paragraph);
        for run in runs(&paragraph.number, self.usual()) {
            built = built.add_run(run);
        }
        for inline in &paragraph.inlines {
            self.is_bold = inline.is_bold();
            built = self.inline(built, inline, stretch);
        }
        built
    }

    /// The look of the current inline without an underline.
    fn usual(&self) -> Look {
        Look {
            bold: self.is_bold,
            ..Look::default()
        }
    }

    fn inline(&mut self, built: Paragraph, inline: &Inline, stretch: Option<i32>) -> Paragraph {
        match inline {
            Inline::Text { .. } | Inline::Tick { .. } => {
                with_runs(built, runs(&inline.text(), self.usual()))
            }
            Inline::Filled { place, text, .. } => self.value(built, place, text),
            Inline::Struck { place, text, .. } => {
                let runs = runs_to_type_over(text, self.usual());
                self.control(built, place, false, runs)
            }
            Inline::Blank { place, text, .. } => self.blank(built, place, text, stretch),
        }
    }

    fn value(&mut self, built: Paragraph, place: &Place, text: &str) -> Paragraph {
        let look = Look {
            underline: self.underline != Underline::None,
            ..self.usual()
        };
        let padding = match self.underline {
            Underline::Padded => "\u{A0}",
            Underline::Value | Underline::None => "",
        };
        let built = with_runs(built, runs(padding, look));
        let built = self.control(built, place, false, runs_to_type_over(text, look));
        with_runs(built, runs(padding, look))
    }

    fn blank(
        &mut self,
        built: Paragraph,
        place: &Place,
        text: &str,
        stretch: Option<i32>,
    ) -> Paragraph {
        let is_by_hand = self
            .fields
            .get(&place.field)
            .is_some_and(|note| note.is_by_hand);
        if is_by_hand {
            // A seal is stamped, not typed, so its blank gets no control.
            return with_runs(built, runs(text, self.usual()));
        }
        let look = Look {
            highlight: self.highlights_blanks,
            placeholder: !text.is_empty(),
            ..self.usual()
        };
        let is_placeholder = !text.is_empty();
        let shown = match stretch {
            Some(_) if is_placeholder => stretched(text, look, stretch),
            Some(_) | None => runs_to_type_over(text, look),
        };
        let built = self.control(built, place, is_placeholder, shown);
        if self.highlights_blanks && text.is_empty() {
            let room = Look {
                highlight: true,
                ..self.usual()
            };
            return with_runs(built, runs(HIGHLIGHTED_ROOM, room));
        }
        built
    }

    fn control(
        &mut self,
        built: Paragraph,
        place: &Place,
        is_placeholder: bool,
        runs: Vec<Run>,
    ) -> Paragraph {
        let note = self.fields.get(&place.field);
        built.add_structured_data_tag(self.controls.around(place, note, is_placeholder, runs))
    }
}

fn with_runs(built: Paragraph, runs: Vec<Run>) -> Paragraph {
    runs.into_iter().fold(built, Paragraph::add_run)
}

/// The runs of a blank; its underscores get the width `stretch`, the other characters keep theirs.
fn stretched(text: &str, look: Look, stretch: Option<i32>) -> Vec<Run> {
    let mut pieces: Vec<(bool, String)> = Vec::new();
    for character in text.chars() {
        let is_line = character == '_';
        match pieces.last_mut() {
            Some((last, piece)) if *last == is_line => piece.push(character),
            _ => pieces.push((is_line, character.to_string())),
        }
    }
    pieces
        .iter()
        .flat_map(|(is_line, piece)| {
            let stretch = stretch.filter(|_| *is_line);
            runs(piece, Look { stretch, ..look })
        })
        .collect()
}

/// An empty paragraph, one point high.
fn hairline() -> Paragraph {
    Paragraph::new().line_spacing(
        LineSpacing::new()
            .line_rule(LineSpacingType::Exact)
            .line(signed(20)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::BlockId;

    fn block(role: Role) -> Block {
        Block::Paragraph(document::Paragraph::unnumbered(
            role,
            Vec::new(),
            BlockId::of_line(1),
        ))
    }

    fn signatures() -> Block {
        Block::signature(vec![Vec::new()], 1)
    }

    #[test]
    fn what_leads_on_stays_with_what_it_leads_to() {
        let clause = |depth| block(Role::Clause { depth });
        for (name, blocks, expected) in [
            (
                "end mark",
                vec![clause(2), clause(1), block(Role::EndMark), signatures()],
                vec![false, true, true, false],
            ),
            (
                "no end mark",
                vec![clause(1), clause(1), signatures()],
                vec![false, true, false],
            ),
            (
                "end mark without signatures",
                vec![clause(1), block(Role::EndMark)],
                vec![false, false],
            ),
            (
                "head of clauses",
                vec![clause(1), clause(2), clause(2), clause(1)],
                vec![true, false, false, false],
            ),
        ] {
            let found: Vec<bool> = (0..blocks.len())
                .map(|index| leads_on(&blocks, index))
                .collect();
            assert_eq!(found, expected, "case: {name}");
        }
    }
}
