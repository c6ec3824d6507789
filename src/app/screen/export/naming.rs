//! Proposes the name of an export's file.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::app::editor::Editor;
use crate::render::format::Format;
use crate::template::FieldId;
use crate::value::{self, Value};

/// The maximum length of a part of the file name, in characters.
const LONGEST_PART: usize = 60;
/// The maximum length of a file name without its ending, in bytes: systems allow 255.
const LONGEST_NAME_BYTES: usize = 240;
/// The fewest bytes that are worth keeping of a part that does not fit.
const WORTH_BYTES: usize = 12;

/// A file name: the first day of the contract, or else today; the number of the contract; the other
/// party, or else the title of the template; the subject. Two contracts with one client then have
/// two names.
pub(in crate::app) fn proposed_name(editor: &Editor, today: NaiveDate) -> String {
    let summary = &editor.work.template().summary;
    let value = |field: &Option<FieldId>| editor.values().value(&field.clone()?.into());
    let day = match value(&summary.starts) {
        Some(Value::Date(day)) => *day,
        Some(_) | None => today,
    };
    let text = |field: &Option<FieldId>| match value(field)? {
        Value::PartyName(name) => Some(name.as_str()),
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    };
    let party = text(&summary.party).unwrap_or(&editor.work.template().title);
    let mut name = value::date::iso(day);
    let told = [text(&summary.number), Some(party), text(&summary.subject)];
    for part in told.into_iter().flatten() {
        let room = LONGEST_NAME_BYTES.saturating_sub(name.len() + 1);
        let part = plain_file_name(part, room);
        if !part.is_empty() {
            name.push(' ');
            name.push_str(&part);
        }
    }
    name
}

/// A text that every system accepts as a part of a file name, in `room` bytes; empty if too little
/// of it fits.
fn plain_file_name(text: &str, room: usize) -> String {
    let mut used = 0;
    let name: String = text
        .chars()
        .map(|c| {
            if c.is_control() || "/\\:*?\"<>|⟨⟩".contains(c) {
                '_'
            } else {
                c
            }
        })
        .take(LONGEST_PART)
        .take_while(|c| {
            used += c.len_utf8();
            used <= room
        })
        .collect();
    if name.len() < text.len().min(WORTH_BYTES) {
        return String::new();
    }
    name.trim_matches([' ', '.']).to_owned()
}

/// A path with the ending of a format. Dots in the file name stay.
pub(super) fn with_ending(path: &Path, format: Format) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(".");
    path.push(format.extension());
    PathBuf::from(path)
}

/// The path of the same file in another format.
pub(super) fn with_format(path: &Path, from: Format, to: Format) -> PathBuf {
    let text = path.as_os_str().to_string_lossy();
    match text.strip_suffix(&format!(".{}", from.extension())) {
        Some(stem) => with_ending(Path::new(stem), to),
        None => with_ending(path, to),
    }
}
