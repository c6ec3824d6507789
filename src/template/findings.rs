//! The rules of a template about the answers, and its suggested rewordings, as declared.

use super::expression::Expression;
use super::message::CheckMessage;
use super::model::FieldId;
use crate::language::Localized;
use crate::value::ContentHash;

/// A rule about the answers, declared in the template.
#[derive(Debug)]
pub struct Check {
    /// The id (`W06`). Several checks may share an id if they look at different fields.
    pub id: String,
    /// The severity of the finding.
    pub severity: Severity,
    /// Whether the user can lift an error by giving a reason.
    pub confirmable: bool,
    /// The condition under which the rule is broken.
    pub when: Expression,
    /// The fields that the rule is about. The check is skipped while one of them is unanswered.
    pub fields: Vec<FieldId>,
    /// The message for the user, with embedded values.
    pub message: CheckMessage,
    /// The advice on how to mend the finding.
    pub hint: Localized,
    /// The ids of the corrections that mend the finding.
    pub mended_by: Vec<String>,
    /// The law or practice behind the rule.
    pub source: Localized,
    /// The line of the declaration in the file, 1-based.
    pub line: usize,
}

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Blocks the ready-to-sign export.
    Error,
    /// Must be acknowledged before the ready-to-sign export.
    Warning,
    /// Only informs.
    Hint,
}

impl Severity {
    /// The word for the severity in template files and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Hint => "hint",
        }
    }
}

/// A suggested rewording of the template's text, which the user accepts or ignores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The id (`C25`).
    pub id: String,
    /// The kind of flaw in the template's text.
    pub kind: CorrectionKind,
    /// The words to replace, exactly as in the body.
    pub quote: String,
    /// The replacement.
    pub suggestion: String,
    /// The reason for the change, for the user.
    pub reason: Localized,
    /// Whether the quote may occur several times; all occurrences are then replaced.
    pub all: bool,
    /// The byte ranges of the quote in the text of the body, in order.
    pub places: Vec<std::ops::Range<usize>>,
    /// The lines of the quote in the file, 1-based, in order. The lines of
    /// [`Body::blocks`](super::Body::blocks) count the same way.
    pub lines: Vec<usize>,
    /// The line of the declaration in the file, 1-based.
    pub line: usize,
}

impl Correction {
    /// The hash of the words before and after, which a standing decision is about.
    #[must_use]
    pub fn words_hash(&self) -> String {
        let words = format!("{}\0{}", self.quote, self.suggestion);
        ContentHash::of(words.as_bytes()).to_string()
    }
}

/// The kind of flaw that a correction mends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CorrectionKind {
    /// A typing error.
    Typo,
    /// A sentence without its full stop.
    MissingPeriod,
    /// A better expression.
    Style,
    /// A change of the parties' rights or duties.
    Legal,
    /// A name left over from another contract.
    StaleName,
    /// A reference to a clause or annex that does not exist.
    Dangling,
    /// A broken sentence.
    Garbled,
    /// A flaw of the layout.
    Format,
}
