//! The XML of a part.

pub(crate) mod reader;
pub(crate) mod tree;
