//! `WordprocessingML`: the package of a DOCX and the XML of its parts, for whoever reads or
//! writes Word files.

pub mod error;
pub(crate) mod names;
pub mod origin;
pub(crate) mod package;
pub(crate) mod relationships;
pub(crate) mod xml;
