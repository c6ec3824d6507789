//! Why a draft could not be opened.

use std::path::PathBuf;

use crate::intake::error::IntakeError;
use crate::store::StoreError;
use crate::template::TemplateError;

/// Why a draft could not be opened.
#[derive(Debug)]
pub enum OpenFailure {
    /// The store says why.
    Store(StoreError),
    /// A new draft is wanted of a template that is not installed.
    NoSuchTemplate {
        /// What was named.
        id: String,
    },
    /// Its template is neither installed nor kept beside the drafts.
    NoTemplate {
        /// The template's id.
        id: String,
    },
    /// Its template has mistakes.
    BrokenTemplate {
        /// The template's id or file.
        name: String,
        /// The first of its mistakes.
        error: Box<TemplateError>,
    },
    /// A DOCX that cannot be read.
    Paper {
        /// The file.
        path: PathBuf,
        /// Why.
        error: IntakeError,
    },
    /// A DOCX that is no contract of any template that is installed.
    NoContract {
        /// The file.
        path: PathBuf,
        /// Whether it carried a draft that cannot be read.
        has_broken_draft: bool,
        /// The template of which most stands in it; `None` where no template can be read.
        nearest: Option<NearestTemplate>,
    },
}

/// The template that a text of others comes nearest to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearestTemplate {
    /// Its id.
    pub id: String,
    /// The title of its contract.
    pub title: String,
    /// How much of its own words stands in the text, in percent.
    pub percent: usize,
}
