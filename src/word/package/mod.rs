//! The package of a DOCX: a ZIP archive of parts.

mod directory;
mod read;
mod write;

pub(crate) use read::Package;
pub(crate) use write::{Part, write};

/// The entry that declares the content type of each part.
const CONTENT_TYPES: &str = "[Content_Types].xml";

/// The signatures of archive records (PKWARE APPNOTE 4.3).
const LOCAL_HEADER: &[u8] = b"PK\x03\x04";
const CENTRAL_HEADER: &[u8] = b"PK\x01\x02";
const END_RECORD: &[u8] = b"PK\x05\x06";
