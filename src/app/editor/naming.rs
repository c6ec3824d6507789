//! Words about the open draft: what its template says, with the values of the draft.

use super::Editor;
use crate::document::print_words;
use crate::draft::Issue;
use crate::template::Correction;
use crate::wording::{self, Words};

impl Editor {
    /// Words of the template as a reader sees them: the value of each blank, or else its label.
    #[must_use]
    pub fn readable(&self, words: &str) -> String {
        let template = self.work.template();
        let printed = print_words(words, template, self.values(), self.style());
        wording::with_labels(&printed, template, self.settings.language)
    }

    /// The name of a correction: its words before and after.
    #[must_use]
    pub fn name_of(&self, correction: &Correction) -> String {
        wording::correction_name(
            correction,
            |words| self.readable(words),
            self.settings.language,
        )
    }

    /// Message and hint for an issue at its field; corrections are named by their words.
    #[must_use]
    pub fn words_of(&self, issue: &Issue) -> Words {
        self.named(&wording::issue(
            issue,
            self.work.template(),
            self.settings.language,
        ))
    }

    /// Message and hint for an issue away from its field; corrections are named by their words.
    #[must_use]
    pub fn words_away_of(&self, issue: &Issue) -> Words {
        self.named(&wording::issue_with_label(
            issue,
            self.work.template(),
            self.settings.language,
        ))
    }

    /// A text of the template with the names of corrections in place of their ids.
    #[must_use]
    pub fn with_names(&self, text: &str) -> String {
        wording::with_correction_names(
            text,
            self.work.template(),
            |words| self.readable(words),
            self.settings.language,
        )
    }

    fn named(&self, words: &Words) -> Words {
        Words {
            message: self.with_names(&words.message),
            hint: self.with_names(&words.hint),
        }
    }
}
