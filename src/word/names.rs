//! The addresses of vocabularies that several parts of this floor name.

/// Text: `w:`.
pub(crate) const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// References: `r:`; the kinds of relationships that Office defines begin so too.
pub(crate) const OFFICE: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// The part that holds the draft.
pub(crate) const DRAFT: &str = "urn:qianyue:draft:1";
