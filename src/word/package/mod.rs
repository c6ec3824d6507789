//! The package of a DOCX: an archive of parts.

mod read;
mod write;

pub(crate) use read::Package;
pub(crate) use write::{Part, write};

/// The entry that says of which type each part is.
const CONTENT_TYPES: &str = "[Content_Types].xml";
