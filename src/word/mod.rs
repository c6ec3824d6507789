//! `WordprocessingML`: the package of a DOCX, the XML of its parts, content controls, and what this
//! program adds to a file; for whoever reads or writes Word files.

pub(crate) mod control;
pub mod error;
pub(crate) mod names;
pub mod origin;
pub(crate) mod package;
pub(crate) mod relationships;
pub(crate) mod xml;
