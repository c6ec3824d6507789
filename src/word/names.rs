//! The vocabularies of a Word file, and the names under which a file says where it comes from.

/// The vocabulary of text.
pub(crate) const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// What the kinds of relationships that Office defines begin with; the vocabulary of references.
pub(crate) const OFFICE: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// What the vocabularies of packages begin with.
pub(crate) const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// What the tag of a control begins with; the field's id follows.
pub(crate) const CONTROL_TAG: &str = "qy:";

/// The custom property with the draft's id.
pub(crate) const DRAFT: &str = "qianyue.draft";
/// The custom property with the template's id.
pub(crate) const TEMPLATE: &str = "qianyue.template";
/// The custom property with the template's version.
pub(crate) const VERSION: &str = "qianyue.version";
/// The custom property with the SHA-256 of the template's text.
pub(crate) const TEMPLATE_HASH: &str = "qianyue.template_sha256";
/// The custom property with the SHA-256 of the contract's text.
pub(crate) const TEXT_HASH: &str = "qianyue.text_sha256";

/// The custom property with the style on one line; further ones with a number behind continue it
/// where one cannot hold it.
pub(crate) const STYLE: &str = "qianyue.style";

/// The namespace of the part that holds the draft.
pub(crate) const DRAFT_NAMESPACE: &str = "urn:qianyue:draft:1";
/// The attribute that says how the draft is written where XML cannot hold it as it is.
pub(crate) const ENCODING: &str = "encoding";
/// The value of [`ENCODING`] for two hexadecimal digits a byte.
pub(crate) const HEXADECIMAL: &str = "hex";
