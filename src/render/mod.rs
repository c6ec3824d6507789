//! The outputs of a [`Document`](crate::document::Document): rows for the screen, text,
//! Markdown, JSON, HTML and DOCX. Nothing legal is decided here.

pub mod docx;
pub mod format;
pub mod html;
pub mod json;
pub mod layout;
pub mod markdown;
pub mod report;
mod setting;
pub mod text;
