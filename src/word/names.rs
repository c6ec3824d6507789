//! The names under which a file says where it comes from; whoever reads one looks for them.

/// What the tag of a control begins with; the field's id follows.
pub const CONTROL_TAG: &str = "qy:";

/// The custom property with the draft's id.
pub const DRAFT: &str = "qianyue.draft";
/// The custom property with the template's id.
pub const TEMPLATE: &str = "qianyue.template";
/// The custom property with the template's version.
pub const VERSION: &str = "qianyue.version";
/// The custom property with the SHA-256 of the template's text.
pub const TEMPLATE_HASH: &str = "qianyue.template_sha256";
/// The custom property with the SHA-256 of the contract's text.
pub const TEXT_HASH: &str = "qianyue.text_sha256";

/// The custom property with the style on one line; further ones with a number behind continue it
/// where one cannot hold it.
pub const STYLE: &str = "qianyue.style";

/// The namespace of the part that holds the draft.
pub const DRAFT_NAMESPACE: &str = "urn:qianyue:draft:1";
/// The attribute that says how the draft is written where XML cannot hold it as it is.
pub const ENCODING: &str = "encoding";
/// The value of [`ENCODING`] for two hexadecimal digits a byte.
pub const HEXADECIMAL: &str = "hex";
