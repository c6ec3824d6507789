//! Proposes the name of an export's file.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::app::editor::Editor;
use crate::render::format::Format;
use crate::value::{self, Value};

/// The maximum length of the party's name in the file name, in characters.
const LONGEST_NAME: usize = 60;

/// A file name: the first day of the contract, or else today, and the other party, or else the
/// title of the template.
pub(in crate::app) fn proposed_name(editor: &Editor, today: NaiveDate) -> String {
    let summary = &editor.work.template().summary;
    let day = summary
        .starts
        .as_ref()
        .and_then(|field| editor.values().value(&field.clone().into()))
        .and_then(|value| match value {
            Value::Date(day) => Some(*day),
            _ => None,
        })
        .unwrap_or(today);
    let party = summary
        .party
        .as_ref()
        .and_then(|field| editor.values().value(&field.clone().into()))
        .and_then(|value| match value {
            Value::PartyName(name) => Some(name.as_str()),
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .unwrap_or(&editor.work.template().title);
    format!("{} {}", value::date::iso(day), plain_file_name(party))
}

/// A text that every system accepts as a part of a file name.
fn plain_file_name(text: &str) -> String {
    let name: String = text
        .chars()
        .map(|c| {
            if c.is_control() || "/\\:*?\"<>|⟨⟩".contains(c) {
                '_'
            } else {
                c
            }
        })
        .take(LONGEST_NAME)
        .collect();
    name.trim_matches([' ', '.']).to_owned()
}

/// A path with the ending of a format. Dots in the file name stay.
pub(super) fn with_ending(path: &Path, format: Format) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(".");
    path.push(format.extension());
    PathBuf::from(path)
}
