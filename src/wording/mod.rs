//! The words of all messages for the user, in the user's language. Errors carry only data; this
//! floor turns the data into words. Callers always pass the language.

mod change;
mod config;
mod copying;
mod correction;
mod disk;
mod draft;
mod export;
mod facts;
mod finding;
mod keys;
mod lookup;
mod news;
mod notice;
mod origin;
mod paper;
mod state;
mod style;
mod summary;
mod template;
mod toml;
mod value;

use std::path::Path;

pub use change::{change, change_sides, change_subject, changes_in_short, field_label};
pub use config::{config_failure, config_warning};
pub use copying::{copied, purpose, purpose_meaning};
pub use correction::{correction_name, with_correction_names};
pub use disk::{
    list_reasons, not_printed, open_failure, owned_since, owner, save_remark, store_error,
    store_reason,
};
pub use draft::draft_warning;
pub use export::{export_failure, how_to_install, stood_in};
pub use facts::{MessageNotice, fact_warning, message_unreadable};
pub use finding::{issue, issue_source, issue_with_label, labels, severity};
pub use keys::key_warning;
pub use lookup::{Words, optional, word, word_with_keys};
pub use news::news;
pub use notice::{Notice, NoticeFailure, notice};
pub use origin::{basis, origin};
pub use paper::read_from_paper;
pub use state::{mark_name, state};
pub use style::{style_help, style_ignored, style_label, style_refused, style_value};
pub use summary::{departures, summary, with_labels};
pub use template::{template_error, template_errors, template_remark};
pub use value::doubt;

use crate::value::clean;

/// A path for display in a message: no character acts on the terminal.
#[must_use]
pub fn path(path: &Path) -> String {
    clean(&path.to_string_lossy()).text.into_owned()
}
