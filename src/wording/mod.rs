//! Every message for the user, in the user's language. Errors carry data; this is the one place
//! that words them. The language is always passed.

use crate::app::Notice;
use crate::draft::Issue;
use crate::language::Language;
use crate::template::Template;

/// A message and the way out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// What is the matter, in one sentence.
    pub message: String,
    /// What to do; may be empty.
    pub hint: String,
}

/// What an issue says.
#[must_use]
pub fn issue(issue: &Issue, template: &Template, language: Language) -> Words {
    let _ = (issue, template, language);
    Words::default()
}

/// What a notice says.
#[must_use]
pub fn notice(notice: &Notice, language: Language) -> Words {
    let _ = (notice, language);
    Words::default()
}
