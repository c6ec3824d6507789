//! File names: recognizes drafts, and builds safe names.

use std::ffi::OsStr;
use std::path::Path;

use crate::draft::is_plain_id;

/// Whether `name` is the name of a draft file: `*.toml` in any case, not hidden.
pub(super) fn is_draft_name(name: &OsStr) -> bool {
    let path = Path::new(name);
    let is_hidden = name.as_encoded_bytes().starts_with(b".");
    !is_hidden
        && path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

/// The file name without its extension; invalid Unicode is replaced.
pub(super) fn name_of(path: &Path) -> String {
    path.file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// The name of a draft in lists and on the command line: the file name without `.toml`. Another
/// spelling, such as `.TOML`, stays, so that no two files in a folder get the same name.
#[must_use]
pub fn draft_name(path: &Path) -> String {
    match path.extension() {
        Some(extension) if extension == "toml" => name_of(path),
        Some(_) | None => file_name(path),
    }
}

/// The file name; invalid Unicode is replaced.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// The id in the file name, if the whole name is an id.
pub(super) fn id_of_name(path: &Path) -> Option<&str> {
    path.file_stem()
        .and_then(OsStr::to_str)
        .filter(|stem| is_plain_id(stem))
}

/// The name of a conflict copy of the file at `path`, without a number.
pub(super) fn conflict_name(path: &Path, host: &str) -> String {
    let host = harmless(host, 30);
    let host = if host.is_empty() { "unknown" } else { &host };
    format!("{}.conflict-{host}", plain_name(path))
}

/// The sanitized name of the draft at `path`, as its copies use it.
pub(super) fn plain_name(path: &Path) -> String {
    harmless(&name_of(path), 40)
}

/// The first `limit_chars` characters of `name`; replaces everything but letters, digits, `-` and
/// `_`.
pub(super) fn harmless(name: &str, limit_chars: usize) -> String {
    name.chars()
        .take(limit_chars)
        .map(|c| {
            if c.is_alphanumeric() || c == '-' {
                c
            } else {
                '_'
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_toml_files_that_show_are_drafts() {
        for (name, expected) in [
            ("01JD.toml", true),
            ("UPPER.TOML", true),
            ("copy (冲突的副本 2026-11-22).toml", true),
            (".qianyue-x.tmp", false),
            (".hidden.toml", false),
            ("a.toml.lock", false),
            ("toml", false),
        ] {
            assert_eq!(is_draft_name(OsStr::new(name)), expected, "name: {name}");
        }
    }
}
