//! The output formats of a [`Document`](crate::document::Document): rows for the screen, plain
//! text, Markdown, JSON, HTML and DOCX. No module here makes a legal decision.

mod columns;
pub mod docx;
pub mod format;
pub mod html;
pub mod json;
pub mod layout;
pub mod markdown;
pub mod report;
mod setting;
pub mod text;
