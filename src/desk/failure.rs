//! Why a draft could not be opened.

use std::path::PathBuf;

use crate::intake::error::IntakeError;
use crate::store::StoreError;
use crate::template::TemplateError;

/// Why a draft could not be opened.
#[derive(Debug)]
pub enum OpenFailure {
    /// The store reports an error.
    Store(StoreError),
    /// A new draft requests a template that is not installed.
    NoSuchTemplate {
        /// The requested id.
        id: String,
    },
    /// The draft's template is neither installed nor kept beside the drafts.
    NoTemplate {
        /// The template's id.
        id: String,
    },
    /// The draft's template has errors.
    BrokenTemplate {
        /// The template's id or file.
        name: String,
        /// The first error.
        error: Box<TemplateError>,
    },
    /// The DOCX cannot be read.
    Paper {
        /// The path of the DOCX.
        path: PathBuf,
        /// Why the DOCX cannot be read.
        error: IntakeError,
    },
    /// The DOCX is not a contract of any installed template.
    NoContract {
        /// The path of the DOCX.
        path: PathBuf,
        /// Whether the DOCX carries a draft that cannot be read.
        has_broken_draft: bool,
        /// The template with the largest share of its text in the DOCX; `None` if no template can
        /// be read.
        nearest: Option<NearestTemplate>,
    },
}

/// The template that comes nearest to a text from another source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearestTemplate {
    /// The template's id.
    pub id: String,
    /// The title of its contract.
    pub title: String,
    /// The share of the template's words that the text contains, in percent.
    pub percent: usize,
}
