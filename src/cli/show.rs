//! `qianyue show`: prints the contract on standard output.

use super::output::print;
use super::{Exit, Surroundings, source};
use crate::document::Document;
use crate::render::format::TextFormat;

pub(super) fn run(surroundings: &Surroundings, source: &str, format: TextFormat) -> Exit {
    match source::read(surroundings, source) {
        Some(named) => print_document(&named.contract(surroundings).document, format),
        None => Exit::Failed,
    }
}

/// Prints a contract in one of the text formats.
pub(super) fn print_document(document: &Document, format: TextFormat) -> Exit {
    print(&format.print(document, false))
}
