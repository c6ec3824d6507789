//! The outputs of a [`Document`](crate::document::Document): rows for the screen, text,
//! Markdown and JSON. Nothing legal is decided here.

pub mod json;
pub mod layout;
pub mod markdown;
pub mod text;
