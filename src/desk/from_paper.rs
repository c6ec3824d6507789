//! The report about a draft that was imported from a DOCX.

use super::copying::CopyReport;
use crate::language::Localized;

/// What the import of a DOCX found, for messages to the user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FromPaper {
    /// Whether the answers were recovered from the contract's text, because the file carries no
    /// readable draft.
    pub is_recovered: bool,
    /// Whether the file carries a draft that cannot be read.
    pub has_broken_draft: bool,
    /// How many answers were recovered.
    pub n_answers: usize,
    /// The names of the fields whose place in the contract was not found.
    pub lost: Vec<Localized>,
    /// How many paragraphs of the file differ from the draft's.
    pub n_changed: usize,
    /// The share of the template's text in the file, in percent, if it is too small for a contract
    /// of this template: somebody else then wrote the text, whichever draft the file carries.
    pub foreign_percent: Option<usize>,
    /// How many paragraphs contain hidden text.
    pub n_hiding: usize,
    /// How many paragraphs contain struck-out text.
    pub n_striking: usize,
    /// How many paragraphs contain visible elements that are not text.
    pub n_unread: usize,
    /// How the draft was stored in the data folder.
    pub kept: Kept,
    /// What was copied into the new contract, if the file is its model.
    pub copied: CopyReport,
}

/// How a draft from a file was stored in the data folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kept {
    /// The draft is new in the data folder.
    #[default]
    New,
    /// The draft was stored beside the exported draft, which differs from it.
    Copy,
    /// The data folder already holds the same draft.
    Same,
    /// The draft is the model of a new contract, which has the answers that may be copied.
    Model,
}
