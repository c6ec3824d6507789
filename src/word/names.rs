//! The XML namespaces that several modules of this floor use.

/// The main namespace, usually bound to `w:`.
pub(crate) const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// The relationship namespace, usually bound to `r:`; Office's relationship types start with it.
pub(crate) const OFFICE: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// The namespace of the part that embeds the draft.
pub(crate) const DRAFT: &str = "urn:qianyue:draft:1";
