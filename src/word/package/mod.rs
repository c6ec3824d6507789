//! The package of a DOCX: an archive of parts.

mod read;
mod write;

pub(crate) use read::Package;
pub(crate) use write::{Part, part, write};
