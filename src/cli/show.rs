//! `qianyue show`: the contract on standard output.

use super::arguments::ShowFormat;
use super::output::print;
use super::{Exit, Surroundings, source};
use crate::document::Document;
use crate::render::{json, markdown, text};

pub(super) fn run(surroundings: &Surroundings, source: &str, format: ShowFormat) -> Exit {
    match source::read(surroundings, source) {
        Some(named) => print_document(&named.contract(surroundings).document, format),
        None => Exit::Failed,
    }
}

/// Prints a contract in one of the formats for standard output.
pub(super) fn print_document(document: &Document, format: ShowFormat) -> Exit {
    match format {
        ShowFormat::Text => print(&text::render(document)),
        ShowFormat::Markdown => print(&markdown::render(document)),
        ShowFormat::Json => match json::render(document) {
            Ok(text) => print(&text),
            // A tree of texts always has a JSON form; there is nothing that a user could mend.
            Err(_) => Exit::Failed,
        },
    }
}
