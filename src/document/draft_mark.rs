//! Replaces unanswered blanks in an export that is marked as a draft.

use super::{Block, Document, Inline};
use crate::template::BlankMark;

impl Document {
    /// The contract as a marked draft prints it. If the style asks for labels, an unanswered blank
    /// becomes the name of its field, 【单价】. Blanks for seals and signatures stay unchanged.
    #[must_use]
    pub fn marked_as_draft(mut self) -> Self {
        match self.paper.draft_blanks {
            BlankMark::Underscores | BlankMark::Highlight => return self,
            BlankMark::Label => {}
        }
        let fields = std::mem::take(&mut self.fields);
        let name = |inline: &mut Inline| {
            if let Inline::Blank { place, text, .. } = inline
                && let Some(note) = fields.get(&place.field)
                && !note.is_by_hand
            {
                *text = format!("【{}】", note.label);
            }
        };
        for paragraph in self.blocks.iter_mut().flat_map(Block::paragraphs_mut) {
            paragraph.inlines.iter_mut().for_each(name);
        }
        self.fields = fields;
        self
    }
}
