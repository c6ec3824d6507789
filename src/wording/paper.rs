//! Contracts that come back as files: what of them could be read.

use super::lookup::{Words, word, words};
use crate::app::{FromPaper, Kept};
use crate::intake::error::{IntakeError, LooksLike};
use crate::language::{Language, Localized};
use crate::value::clean;

/// How many fields a message names.
const NAMED_FIELDS: usize = 12;

/// What became of a draft that was opened from a file.
#[must_use]
pub fn opened_from_paper(report: &FromPaper, language: Language) -> Words {
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
        hint: join(
            [changed(report, language), not_copied(report, language)],
            language,
        ),
    }
}

/// What there is to say of a file whose draft was only read; `None` if all is as it was.
#[must_use]
pub fn read_from_paper(report: &FromPaper, language: Language) -> Option<Words> {
    if report.is_recovered {
        return Some(recovered(report, language));
    }
    (report.n_changed > 0).then(|| Words {
        message: changed(report, language),
        hint: word("paper.compare", &[], language),
    })
}

fn recovered(report: &FromPaper, language: Language) -> Words {
    let count = report.n_answers.to_string();
    let why = if report.has_broken_draft {
        word("paper.broken_draft", &[], language)
    } else {
        word("paper.no_draft", &[], language)
    };
    let mut values = vec![("why", why.as_str()), ("count", &count)];
    let hint = if report.lost.is_empty() {
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
        hint: join([hint, not_copied(report, language)], language),
    }
}

/// The names of fields as a list, cut short where there are many.
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

fn not_copied(report: &FromPaper, language: Language) -> String {
    if report.not_copied.is_empty() {
        return String::new();
    }
    let fields = name_fields(&report.not_copied, language);
    word("paper.not_copied", &[("fields", &fields)], language)
}

fn join(hints: [String; 2], language: Language) -> String {
    let said: Vec<String> = hints.into_iter().filter(|hint| !hint.is_empty()).collect();
    said.join(match language {
        Language::Chinese => "；",
        Language::English => "; ",
    })
}

fn changed(report: &FromPaper, language: Language) -> String {
    if report.n_changed == 0 {
        return String::new();
    }
    let count = report.n_changed.to_string();
    word("paper.changed", &[("count", &count)], language)
}

/// Why a file from outside is not read.
#[must_use]
pub fn intake_error(error: &IntakeError, language: Language) -> Words {
    let say =
        |key: &str, values: &[(&str, &str)]| words(&format!("intake.{key}"), values, language);
    let shown = |text: &str| clean(text).text.into_owned();
    match error {
        IntakeError::FileTooLarge { bytes } => {
            say("file_too_large", &[("bytes", &bytes.to_string())])
        }
        IntakeError::NotDocx { looks_like } => {
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
        IntakeError::OldOrProtected => say("old_or_protected", &[]),
        IntakeError::CutShort => say("cut_short", &[]),
        IntakeError::DataOutside => say("data_outside", &[]),
        IntakeError::TooManyEntries { entries } => {
            say("too_many_entries", &[("entries", &entries.to_string())])
        }
        IntakeError::DuplicateEntry { name } => say("duplicate_entry", &[("name", &shown(name))]),
        IntakeError::Encrypted { name } => say("encrypted", &[("name", &shown(name))]),
        IntakeError::OverlappingEntries => say("overlapping_entries", &[]),
        IntakeError::Damaged { part, reason } => say(
            "damaged",
            &[("part", &shown(part)), ("reason", &shown(reason))],
        ),
        IntakeError::PartTooLarge { part } => say("part_too_large", &[("part", &shown(part))]),
        IntakeError::MissingPart { part } => say("missing_part", &[("part", &shown(part))]),
        IntakeError::TargetOutside { target } => {
            say("target_outside", &[("target", &shown(target))])
        }
        IntakeError::NotWord { root } => say("not_word", &[("root", &shown(root))]),
        IntakeError::Encoding { part, encoding } => say(
            "encoding",
            &[("part", &shown(part)), ("encoding", &shown(encoding))],
        ),
        IntakeError::DocumentType { part } => say("document_type", &[("part", &shown(part))]),
        IntakeError::TooDeep { part } => say("too_deep", &[("part", &shown(part))]),
        IntakeError::TooManyAttributes { part } => {
            say("too_many_attributes", &[("part", &shown(part))])
        }
        IntakeError::TooManyParagraphs => say("too_many_paragraphs", &[]),
        IntakeError::NoText => say("no_text", &[]),
    }
}
