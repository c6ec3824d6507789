//! The package of a DOCX: an archive of parts.

mod directory;
mod read;
mod write;

pub(crate) use read::Package;
pub(crate) use write::{Part, write};

/// The entry that says of which type each part is.
const CONTENT_TYPES: &str = "[Content_Types].xml";

/// What the records of an archive begin with (PKWARE APPNOTE 4.3).
const LOCAL_HEADER: &[u8] = b"PK\x03\x04";
const CENTRAL_HEADER: &[u8] = b"PK\x01\x02";
const END_RECORD: &[u8] = b"PK\x05\x06";
