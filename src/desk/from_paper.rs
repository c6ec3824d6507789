//! What there is to say of a draft that came out of a DOCX.

use crate::language::Localized;

/// What there is to say of a draft that came out of a DOCX.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FromPaper {
    /// Whether the file carried no draft that can be read, and the answers were read back from its
    /// words.
    pub is_recovered: bool,
    /// Whether it carried a draft that cannot be read.
    pub has_broken_draft: bool,
    /// How many answers were read back.
    pub n_answers: usize,
    /// The names of the fields whose place in the contract was not found.
    pub lost: Vec<Localized>,
    /// How many paragraphs of the file say something else than the draft.
    pub n_changed: usize,
    /// How much of the template stands in the text, in percent, where that is too little for a
    /// contract of it: others wrote the text, whatever draft the file carries.
    pub foreign_percent: Option<usize>,
    /// How many paragraphs have text that does not show.
    pub n_hiding: usize,
    /// How many have text that is crossed out.
    pub n_striking: usize,
    /// How many show something that is no text.
    pub n_unread: usize,
    /// What became of it in the data folder.
    pub kept: Kept,
    /// The names of the fields whose answers were not copied into the new contract.
    pub not_copied: Vec<Localized>,
}

/// What became of a draft that came out of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kept {
    /// It is a draft of its own now.
    #[default]
    New,
    /// It is a draft of its own now, beside the one that was exported, which says something else.
    Copy,
    /// It was there already and says the same.
    Same,
    /// Its answers, as far as they may be copied, are those of a new contract.
    Model,
}
