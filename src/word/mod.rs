//! `WordprocessingML`: the package of a DOCX and the XML of its parts, for whoever reads or
//! writes Word files.

pub mod error;
pub(crate) mod names;
pub(crate) mod package;
pub(crate) mod xml;
