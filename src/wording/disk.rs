//! Words for disk errors and for their effect on a draft.

use std::io::ErrorKind;
use std::path::Path;

use super::draft::draft_error;
use super::lookup::{Words, word, words};
use super::paper::intake_error;
use super::paper::no_contract;
use super::{path, template_error};
use crate::desk::OpenFailure;
use crate::desk::listing::Reasons;
use crate::draft::DraftProblem;
use crate::language::Language;
use crate::store::{Kept, Operation, Owner, SaveRemark, Shape, StoreError};
use crate::value::clean;

/// The message about a save that succeeded with a remark.
#[must_use]
pub fn save_remark(remark: &SaveRemark, language: Language) -> Words {
    match remark {
        SaveRemark::Recreated(place) => {
            words("store.recreated", &[("path", &path(place))], language)
        }
        SaveRemark::RevisionNotKept(error) => {
            let reason = store_error(error, language).message;
            words("store.revision_not_kept", &[("reason", &reason)], language)
        }
        SaveRemark::FolderNotSynced(folder) => words(
            "store.folder_not_synced",
            &[("path", &path(folder))],
            language,
        ),
    }
}

/// The message and hint for an error of the store.
#[must_use]
#[expect(clippy::too_many_lines, reason = "a flat match, one arm a variant")]
pub fn store_error(error: &StoreError, language: Language) -> Words {
    let say = |key: &str, values: &[(&str, &str)]| words(&format!("store.{key}"), values, language);
    match error {
        StoreError::System {
            operation,
            path: place,
            kind,
            code,
        } => {
            let system = system_words(*kind, *code, language);
            let operation = word(
                &format!("store.operation.{}", operation_key(*operation)),
                &[],
                language,
            );
            let values = [
                ("path", path(place)),
                ("operation", operation),
                ("reason", system.message),
            ];
            let values: Vec<(&str, &str)> = values
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            Words {
                message: word("store.system.message", &values, language),
                hint: system.hint,
            }
        }
        StoreError::NotFound { source_given } => {
            say("not_found", &[("name", &shown(source_given))])
        }
        StoreError::Ambiguous {
            source_given,
            matches,
        } => say(
            "ambiguous",
            &[
                ("name", &shown(source_given)),
                ("matches", &shown(&matches.join(", "))),
            ],
        ),
        StoreError::NoFolder { path: place } => say("no_folder", &[("path", &path(place))]),
        StoreError::NotAFile { path: place, shape } => {
            let shape = word(&format!("store.shape.{}", shape_key(*shape)), &[], language);
            say("not_a_file", &[("path", &path(place)), ("shape", &shape)])
        }
        StoreError::TooLarge {
            path: place,
            bytes,
            limit_bytes,
        } => say(
            "too_large",
            &[
                ("path", &path(place)),
                ("size", &size(*bytes)),
                ("limit", &size(*limit_bytes)),
            ],
        ),
        StoreError::Broken { path: place, .. } if is_of_another_kind(place) => {
            say("other_kind", &[("path", &path(place))])
        }
        StoreError::Broken { path: place, error } => {
            let mut problem = draft_error(error, language);
            let is_input = place == Path::new("-");
            if is_input && matches!(error.problem, DraftProblem::Encoding { .. }) {
                problem.hint = word("draft.encoding.hint_input", &[], language);
            }
            Words {
                message: word(
                    "store.broken.message",
                    &[
                        ("path", &path(place)),
                        ("line", &error.line.to_string()),
                        ("column", &error.column.to_string()),
                        ("problem", &problem.message),
                    ],
                    language,
                ),
                hint: problem.hint,
            }
        }
        StoreError::NewerSchema {
            path: place,
            schema,
        } => say(
            "newer_schema",
            &[("path", &path(place)), ("schema", &schema.to_string())],
        ),
        StoreError::ReadOnlyFile { path: place } => {
            say("read_only_file", &[("path", &path(place))])
        }
        StoreError::Conflict {
            path: place,
            ours,
            theirs,
            kept_as,
        } => say(
            "conflict",
            &[
                ("path", &path(place)),
                ("kept_as", &path(kept_as)),
                ("ours", &short_hash(&ours.to_string())),
                ("theirs", &short_hash(&theirs.to_string())),
            ],
        ),
        StoreError::ChangedMeanwhile { path: place } => {
            say("changed_meanwhile", &[("path", &path(place))])
        }
        StoreError::Unfaithful { path: place } => say("unfaithful", &[("path", &path(place))]),
        StoreError::Exists { path: place } => say("exists", &[("path", &path(place))]),
        StoreError::Protected { path: place, kept } => {
            let key = format!("store.protected.{}", kept_key(*kept));
            Words {
                message: word(&key, &[("path", &path(place))], language),
                hint: word("store.protected.hint", &[], language),
            }
        }
        StoreError::InUse { path: place, owner } => say(
            "in_use",
            &[
                ("path", &path(place)),
                ("who", &self::owner(owner, language)),
                ("since", &owned_since(owner, language)),
            ],
        ),
        StoreError::BadName { name } => say("bad_name", &[("name", &shown(name))]),
        StoreError::Damaged { path: place } => say("damaged", &[("path", &path(place))]),
        StoreError::NoDataFolder => say("no_data_folder", &[]),
    }
}

/// The reason for a failed save or read, short enough for a header or a list. The path is left out,
/// because the file is named elsewhere and a folder name alone would fill the line.
#[must_use]
pub fn store_reason(error: &StoreError, language: Language) -> String {
    match error {
        StoreError::System { kind, code, .. } => system_words(*kind, *code, language).message,
        StoreError::NotAFile { shape, .. } => {
            let shape = word(&format!("store.shape.{}", shape_key(*shape)), &[], language);
            word("store.not_a_file.short", &[("shape", &shape)], language)
        }
        StoreError::ReadOnlyFile { .. } => word("store.read_only_file.short", &[], language),
        StoreError::Broken { error, .. } => word(
            "store.broken.short",
            &[
                ("line", &error.line.to_string()),
                ("column", &error.column.to_string()),
                ("problem", &draft_error(error, language).message),
            ],
            language,
        ),
        StoreError::NotFound { .. }
        | StoreError::Ambiguous { .. }
        | StoreError::NoFolder { .. }
        | StoreError::TooLarge { .. }
        | StoreError::NewerSchema { .. }
        | StoreError::Conflict { .. }
        | StoreError::ChangedMeanwhile { .. }
        | StoreError::Unfaithful { .. }
        | StoreError::Exists { .. }
        | StoreError::Protected { .. }
        | StoreError::InUse { .. }
        | StoreError::BadName { .. }
        | StoreError::Damaged { .. }
        | StoreError::NoDataFolder => store_error(error, language).message,
    }
}

/// An error of the operating system, in words that a person understands.
pub(super) fn system_words(kind: ErrorKind, code: Option<i32>, language: Language) -> Words {
    let key = system_key(kind, code, cfg!(windows));
    let code = code.map_or_else(String::new, |code| code.to_string());
    words(&format!("store.os.{key}"), &[("code", &code)], language)
}

/// The message when standard output does not accept a result.
#[must_use]
pub fn not_printed(kind: ErrorKind, code: Option<i32>, language: Language) -> Words {
    let reason = system_words(kind, code, language).message;
    words("cli.not_printed", &[("reason", &reason)], language)
}

/// The owner of a draft from the lock file: user, computer and process, as far as known.
#[must_use]
pub fn owner(owner: &Owner, language: Language) -> String {
    let process = owner.process.map(|process| process.to_string());
    word(
        "store.in_use.who",
        &[
            ("user", &known(&owner.user, language)),
            ("host", &known(&owner.host, language)),
            ("process", &known(&process.unwrap_or_default(), language)),
        ],
        language,
    )
}

/// The time since which the owner has had the draft open, as far as known.
#[must_use]
pub fn owned_since(owner: &Owner, language: Language) -> String {
    match chrono::DateTime::parse_from_rfc3339(&owner.since) {
        Ok(since) => since.format("%Y-%m-%d %H:%M").to_string(),
        Err(_) => known(&owner.since, language),
    }
}

fn known(text: &str, language: Language) -> String {
    if text.trim().is_empty() {
        word("store.in_use.unknown", &[], language)
    } else {
        shown(text)
    }
}

/// The text key for an error of the system; the meaning of `code` differs on Windows.
pub(super) fn system_key(kind: ErrorKind, code: Option<i32>, is_windows: bool) -> &'static str {
    let by_number = code.and_then(if is_windows { windows_key } else { unix_key });
    let by_kind = match kind {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "no_space",
        ErrorKind::PermissionDenied => "permission",
        ErrorKind::ReadOnlyFilesystem => "read_only",
        ErrorKind::NotFound => "not_found",
        ErrorKind::InvalidFilename => "name_too_long",
        ErrorKind::NotADirectory => "not_a_folder",
        ErrorKind::FileTooLarge => "file_too_large",
        ErrorKind::TimedOut => "no_answer",
        ErrorKind::StaleNetworkFileHandle
        | ErrorKind::NotConnected
        | ErrorKind::ConnectionAborted
        | ErrorKind::ConnectionReset
        | ErrorKind::HostUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::NetworkUnreachable => "network",
        _ if code.is_some() => "other",
        _ => "unknown",
    };
    by_number.unwrap_or(by_kind)
}

/// The text key for a Unix error number that has no specific [`ErrorKind`].
fn unix_key(code: i32) -> Option<&'static str> {
    match code {
        // EIO.
        5 => Some("device"),
        // ENFILE, EMFILE.
        23 | 24 => Some("too_many_files"),
        _ => None,
    }
}

/// The text key for a Windows error number that has no specific [`ErrorKind`].
fn windows_key(code: i32) -> Option<&'static str> {
    match code {
        // ERROR_TOO_MANY_OPEN_FILES.
        4 => Some("too_many_files"),
        // ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION, ERROR_CLOUD_FILE_IN_USE,
        // ERROR_USER_MAPPED_FILE.
        32 | 33 | 391 | 1224 => Some("held"),
        // ERROR_NOT_READY, ERROR_CRC, ERROR_DEVICE_HARDWARE_ERROR, ERROR_IO_DEVICE.
        21 | 23 | 483 | 1117 => Some("device"),
        // ERROR_REM_NOT_LIST, ERROR_BAD_NETPATH, ERROR_NETWORK_BUSY, ERROR_DEV_NOT_EXIST,
        // ERROR_UNEXP_NET_ERR, ERROR_NETNAME_DELETED, ERROR_BAD_NET_NAME,
        // ERROR_CONNECTION_UNAVAIL, ERROR_NO_NET_OR_BAD_PATH, ERROR_NO_NETWORK.
        51 | 53..=55 | 59 | 64 | 67 | 1201 | 1203 | 1222 => Some("network"),
        // ERROR_NETWORK_ACCESS_DENIED, ERROR_CLOUD_FILE_ACCESS_DENIED.
        65 | 395 => Some("permission"),
        // ERROR_INVALID_NAME, also of a name with too many characters.
        123 => Some("name_not_taken"),
        // ERROR_CLOUD_FILE_READ_ONLY_VOLUME.
        381 => Some("read_only"),
        // The other ERROR_CLOUD_FILE_… codes: the sync client (OneDrive, for example) is not
        // running, not signed in, not connected, or too slow.
        358 | 362..=366 | 374 | 375 | 377..=398 | 404 | 426 | 434 | 475 => Some("cloud"),
        _ => None,
    }
}

fn operation_key(operation: Operation) -> &'static str {
    match operation {
        Operation::Read => "read",
        Operation::List => "list",
        Operation::Write => "write",
        Operation::MakeFolder => "make_folder",
        Operation::Move => "move",
        Operation::Delete => "delete",
    }
}

fn kept_key(kept: Kept) -> &'static str {
    match kept {
        Kept::Source => "source",
        Kept::Draft => "draft",
        Kept::Settings => "settings",
        Kept::Folder => "folder",
    }
}

/// Whether the extension of a file names a text format that is not the draft format.
fn is_of_another_kind(path: &Path) -> bool {
    const ENDINGS: [&str; 12] = [
        "doc", "docm", "dotx", "htm", "html", "markdown", "md", "odt", "pdf", "rtf", "txt", "wps",
    ];
    let ending = path.extension().and_then(std::ffi::OsStr::to_str);
    ending.is_some_and(|ending| ENDINGS.contains(&ending.to_ascii_lowercase().as_str()))
}

fn shape_key(shape: Shape) -> &'static str {
    match shape {
        Shape::File => "file",
        Shape::Folder => "folder",
        Shape::Link => "link",
        Shape::Special => "special",
    }
}

/// The functions that word the reasons for unusable entries of a list.
#[must_use]
pub fn list_reasons(language: Language) -> Reasons {
    Reasons {
        language,
        of_store: store_reason,
        of_template: |failure, language| open_failure(failure, language).message,
    }
}

/// The message and hint for a draft that cannot be opened.
#[must_use]
pub fn open_failure(failure: &OpenFailure, language: Language) -> Words {
    match failure {
        OpenFailure::Store(error) => store_error(error, language),
        OpenFailure::NoSuchTemplate { id } => {
            words("open.no_such_template", &[("id", &shown(id))], language)
        }
        OpenFailure::NoTemplate { id } => {
            words("open.no_template", &[("id", &shown(id))], language)
        }
        OpenFailure::BrokenTemplate { name, error } => {
            template_error(error, &shown(name), language)
        }
        OpenFailure::Paper { path: place, error } => {
            let said = intake_error(error, language);
            let values = [("path", path(place)), ("problem", said.message)];
            let values: Vec<(&str, &str)> = values
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            Words {
                message: word("paper.unreadable.message", &values, language),
                hint: said.hint,
            }
        }
        OpenFailure::NoContract {
            path: place,
            has_broken_draft,
            nearest,
        } => no_contract(&path(place), *has_broken_draft, nearest.as_ref(), language),
    }
}

/// A text from outside as a message shows it: cleaned, and cut to a line or two.
pub(super) fn shown(text: &str) -> String {
    clean(text).text.chars().take(200).collect()
}

fn short_hash(hash: &str) -> String {
    hash.chars().take(8).collect()
}

pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", bytes / 1024),
        _ => format!(
            "{}.{} MB",
            bytes / 1_048_576,
            bytes % 1_048_576 * 10 / 1_048_576
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_is_told_by_kind_then_by_its_own_number() {
        for (kind, code, is_windows, expected) in [
            (ErrorKind::Other, Some(32), true, "held"),
            (ErrorKind::Other, Some(33), true, "held"),
            // EPIPE.
            (ErrorKind::Other, Some(32), false, "other"),
            (ErrorKind::PermissionDenied, Some(5), true, "permission"),
            (ErrorKind::StorageFull, Some(28), false, "no_space"),
            (ErrorKind::Other, Some(24), false, "too_many_files"),
            (ErrorKind::Other, Some(4), true, "too_many_files"),
            (ErrorKind::Other, Some(5), false, "device"),
            (ErrorKind::Other, Some(1117), true, "device"),
            (ErrorKind::Other, Some(1224), true, "held"),
            (ErrorKind::NotFound, Some(53), true, "network"),
            (ErrorKind::NotFound, Some(53), false, "not_found"),
            (ErrorKind::Other, Some(65), true, "permission"),
            (
                ErrorKind::InvalidFilename,
                Some(123),
                true,
                "name_not_taken",
            ),
            (ErrorKind::InvalidFilename, Some(206), true, "name_too_long"),
            (ErrorKind::ReadOnlyFilesystem, Some(19), true, "read_only"),
            (ErrorKind::Other, Some(362), true, "cloud"),
            (ErrorKind::Other, Some(388), true, "cloud"),
            (ErrorKind::Other, Some(395), true, "permission"),
            (ErrorKind::Other, Some(426), true, "cloud"),
            (ErrorKind::Other, Some(362), false, "other"),
            (ErrorKind::FileTooLarge, Some(27), false, "file_too_large"),
            (ErrorKind::TimedOut, None, false, "no_answer"),
            (
                ErrorKind::StaleNetworkFileHandle,
                Some(116),
                false,
                "network",
            ),
            (ErrorKind::Other, None, false, "unknown"),
        ] {
            assert_eq!(
                system_key(kind, code, is_windows),
                expected,
                "{kind:?} {code:?} Windows: {is_windows}"
            );
        }
    }
}
