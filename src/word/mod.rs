//! `WordprocessingML` for the modules that read or write Word files: the package of a DOCX, the XML
//! of its parts, content controls, and the data that this program adds to a file.

pub(crate) mod control;
pub mod error;
pub(crate) mod names;
pub mod origin;
pub(crate) mod package;
pub(crate) mod relationships;
pub(crate) mod xml;
