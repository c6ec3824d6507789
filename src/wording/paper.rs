//! Words for contracts read from files: the recovered parts and the problems.

use super::copying::copied;
use super::disk::shown;
use super::lookup::{Words, word, words};
use crate::desk::{FromPaper, Kept, NearestTemplate};
use crate::intake::error::IntakeError;
use crate::language::{Language, Localized};
use crate::value::clean;
use crate::word::error::{LooksLike, WordError};

/// The most fields that a message names.
const NAMED_FIELDS: usize = 12;

/// The result of opening a draft from a file.
#[must_use]
pub(super) fn opened_from_paper(report: &FromPaper, language: Language) -> Words {
    if report.is_recovered {
        return recovered(report, language);
    }
    let key = match report.kept {
        Kept::New => "paper.new",
        Kept::Copy => "paper.copy",
        Kept::Same => "paper.same",
        Kept::Model => "paper.model",
    };
    Words {
        message: word(key, &[], language),
        hint: joined(
            &[
                changed(report, language),
                unseen(report, language),
                copied(&report.copied, language),
            ],
            language,
        ),
    }
}

/// The remarks on a file whose draft was only read; `None` if the file is unchanged.
#[must_use]
pub fn read_from_paper(report: &FromPaper, language: Language) -> Option<Words> {
    if report.is_recovered {
        return Some(recovered(report, language));
    }
    let unseen = unseen(report, language);
    if report.n_changed > 0 {
        let hints = [word("paper.compare", &[], language), unseen];
        return Some(Words {
            message: changed(report, language),
            hint: joined(&hints, language),
        });
    }
    (!unseen.is_empty()).then(|| Words {
        message: unseen,
        hint: word("paper.look", &[], language),
    })
}

/// The differences between the visible text of a file and the text that the program reads.
fn unseen(report: &FromPaper, language: Language) -> String {
    let counts = [
        ("paper.hides", report.n_hiding),
        ("paper.strikes", report.n_striking),
        ("paper.unread", report.n_unread),
    ];
    let said: Vec<String> = counts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| word(key, &[("count", &count.to_string())], language))
        .collect();
    joined(&said, language)
}

fn joined(sentences: &[String], language: Language) -> String {
    let said: Vec<&str> = sentences
        .iter()
        .map(String::as_str)
        .filter(|sentence| !sentence.is_empty())
        .collect();
    said.join(&word("paper.and", &[], language))
}

fn recovered(report: &FromPaper, language: Language) -> Words {
    let count = report.n_answers.to_string();
    let why = why(report.has_broken_draft, language);
    let mut values = vec![("why", why.as_str()), ("count", &count)];
    let found = if report.lost.is_empty() {
        word("paper.all_found", &[], language)
    } else {
        let fields = name_fields(&report.lost, language);
        word("paper.lost", &[("fields", &fields)], language)
    };
    Words {
        message: match report.n_changed {
            0 => word("paper.recovered", &values, language),
            changed => {
                let changed = changed.to_string();
                values.push(("changed", &changed));
                word("paper.recovered_changed", &values, language)
            }
        },
        hint: joined(
            &[
                found,
                unseen(report, language),
                copied(&report.copied, language),
            ],
            language,
        ),
    }
}

/// The labels of fields as a list, cut to [`NAMED_FIELDS`].
pub(super) fn name_fields(fields: &[Localized], language: Language) -> String {
    let mut named: Vec<&str> = fields
        .iter()
        .take(NAMED_FIELDS)
        .map(|label| label.get(language))
        .collect();
    if fields.len() > NAMED_FIELDS {
        named.push("…");
    }
    named.join(language.separator())
}

/// The reason why a file is not a contract of any template, with the closest template.
pub(super) fn no_contract(
    path: &str,
    has_broken_draft: bool,
    nearest: Option<&NearestTemplate>,
    language: Language,
) -> Words {
    let why = why(has_broken_draft, language);
    let mut values = vec![("path", path), ("why", why.as_str())];
    let Some(nearest) = nearest else {
        return words("paper.no_template", &values, language);
    };
    let (id, title) = (shown(&nearest.id), shown(&nearest.title));
    let percent = nearest.percent.to_string();
    values.extend([
        ("id", id.as_str()),
        ("title", title.as_str()),
        ("percent", percent.as_str()),
    ]);
    words("paper.no_contract", &values, language)
}

fn why(has_broken_draft: bool, language: Language) -> String {
    let key = if has_broken_draft {
        "paper.broken_draft"
    } else {
        "paper.no_draft"
    };
    word(key, &[], language)
}

fn changed(report: &FromPaper, language: Language) -> String {
    if report.n_changed == 0 {
        return String::new();
    }
    if let Some(percent) = report.foreign_percent {
        let percent = percent.to_string();
        return word("paper.foreign", &[("percent", &percent)], language);
    }
    let count = report.n_changed.to_string();
    word("paper.changed", &[("count", &count)], language)
}

/// The reason why a file from outside is not read.
#[must_use]
pub(super) fn intake_error(error: &IntakeError, language: Language) -> Words {
    match error {
        IntakeError::File(error) => word_error(error, language),
        IntakeError::NotWord { root } => {
            words("intake.not_word", &[("root", &whole(root))], language)
        }
        IntakeError::TooManyParagraphs => words("intake.too_many_paragraphs", &[], language),
        IntakeError::NoText => words("intake.no_text", &[], language),
    }
}

fn word_error(error: &WordError, language: Language) -> Words {
    let say =
        |key: &str, values: &[(&str, &str)]| words(&format!("intake.{key}"), values, language);
    match error {
        WordError::FileTooLarge { bytes } => {
            say("file_too_large", &[("bytes", &bytes.to_string())])
        }
        WordError::NotDocx { looks_like } => {
            let key = match looks_like {
                LooksLike::Empty => "empty",
                LooksLike::Pdf => "pdf",
                LooksLike::Rtf => "rtf",
                LooksLike::Html => "html",
                LooksLike::Unknown => "unknown",
            };
            let looks_like = word(&format!("intake.looks_like.{key}"), &[], language);
            say("not_docx", &[("looks_like", &looks_like)])
        }
        WordError::OldOrProtected => say("old_or_protected", &[]),
        WordError::CutShort => say("cut_short", &[]),
        WordError::DataOutside => say("data_outside", &[]),
        WordError::TooManyEntries { entries } => {
            say("too_many_entries", &[("entries", &entries.to_string())])
        }
        WordError::DuplicateEntry { name } => say("duplicate_entry", &[("name", &whole(name))]),
        WordError::Encrypted { name } => say("encrypted", &[("name", &whole(name))]),
        WordError::OverlappingEntries => say("overlapping_entries", &[]),
        WordError::Damaged { part, reason } => say(
            "damaged",
            &[("part", &whole(part)), ("reason", &whole(reason))],
        ),
        WordError::PartTooLarge { part } => say("part_too_large", &[("part", &whole(part))]),
        WordError::MissingPart { part } => say("missing_part", &[("part", &whole(part))]),
        WordError::TargetOutside { target } => say("target_outside", &[("target", &whole(target))]),
        WordError::Encoding { part, encoding } => say(
            "encoding",
            &[("part", &whole(part)), ("encoding", &whole(encoding))],
        ),
        WordError::DocumentType { part } => say("document_type", &[("part", &whole(part))]),
        WordError::TooDeep { part } => say("too_deep", &[("part", &whole(part))]),
        WordError::TooManyAttributes { part } => {
            say("too_many_attributes", &[("part", &whole(part))])
        }
    }
}

/// A name from the file in full length, cleaned for the terminal.
fn whole(text: &str) -> String {
    clean(text).text.into_owned()
}
