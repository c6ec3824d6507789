//! Reads the declarations of checks and corrections.

use std::collections::BTreeSet;

use super::{MOST_ENTRIES, Offsets, expression, judge_entry, judge_id, known_field};
use crate::language::Localized;
use crate::template::error::TemplateProblem;
use crate::template::expression::Expression;
use crate::template::findings::{Check, Correction, CorrectionKind, Severity};
use crate::template::front_matter::Placed;
use crate::template::message::CheckMessage;
use crate::template::model::FieldId;
use crate::template::table::TableReader;
use crate::value;

/// The limit of values in the messages of all checks, both languages together.
const MOST_VALUES: usize = 5_000;
/// The limit of different words that checks search in the finished text (`text_has`).
const MOST_WORDS: usize = 500;
/// The limit of bytes that one run of the checks may search: words times body length.
const MOST_COMPARED: usize = 64 * 1024 * 1024;

/// Reads the checks. `body_bytes`, the length of the body, limits the number of searched words.
pub(in crate::template) fn checks(
    top: &mut TableReader<'_, '_>,
    ids: &BTreeSet<FieldId>,
    corrections: &BTreeSet<String>,
    body_bytes: usize,
) -> Vec<Check> {
    let mut checks: Vec<Check> = Vec::new();
    let mut offsets = Offsets::new();
    let mut values_left = MOST_VALUES;
    let most = MOST_WORDS.min(MOST_COMPARED / body_bytes.max(1));
    let mut words: BTreeSet<String> = BTreeSet::new();
    for (table, offset) in top.tables("checks", MOST_ENTRIES) {
        let mut reader = top.inner(table, offset, "checks");
        let check = check(
            &mut reader,
            ids,
            corrections,
            &mut offsets,
            &mut values_left,
        );
        if let Some(check) = check {
            let were_few = words.len() <= most;
            words.extend(check.when.texts().iter().cloned());
            if were_few && words.len() > most {
                let what = "text_has(…)";
                reader.error(offset, TemplateProblem::TooManyOf { what, most });
            }
            checks.push(check);
        }
        reader.finish();
    }
    checks
}

fn check(
    reader: &mut TableReader<'_, '_>,
    ids: &BTreeSet<FieldId>,
    corrections: &BTreeSet<String>,
    offsets: &mut Offsets,
    values_left: &mut usize,
) -> Option<Check> {
    let id = reader.required_text("id");
    let severity = if reader.has("severity") {
        reader.word(
            "severity",
            &[
                ("error", Severity::Error),
                ("warning", Severity::Warning),
                ("hint", Severity::Hint),
            ],
        )
    } else {
        let offset = reader.offset();
        reader.error(offset, TemplateProblem::MissingKey { key: "severity" });
        None
    };
    let confirmable = reader.flag("confirmable");
    let when = reader.required_lines("when");
    let when = when.and_then(|source| expression(reader, &source, ids, corrections, None));
    let names = reader.texts("fields");
    let fields = names
        .iter()
        .filter_map(|name| known_field(reader, ids, name))
        .collect();
    if let Some(id) = &id {
        // Entries may share an id if they check different fields, so compare id and fields.
        let about = names
            .iter()
            .fold(String::new(), |about, name| about + " " + &name.value);
        judge_entry(reader, offsets, id, &about);
    }
    let mended_by = mended_by(reader, corrections);
    let message = reader.required_localized_lines("message");
    let message = message.and_then(|text| message_of(reader, &text, ids, corrections, values_left));
    let hint = reader.localized("hint");
    let source = reader.localized("source");
    let when = when?;
    Some(Check {
        id: id?.value,
        severity: severity?,
        confirmable,
        // A rule that asks whether a correction is accepted is mended by it.
        mended_by: mended_by.unwrap_or_else(|| when.corrections().to_vec()),
        when,
        fields,
        message: message?,
        hint: hint.map(|hint| hint.value).unwrap_or_default(),
        source: source.map(|source| source.value).unwrap_or_default(),
        line: reader.file().line(reader.offset()),
    })
}

/// The corrections that the check says mend it; `None` where it says nothing of them.
fn mended_by(
    reader: &mut TableReader<'_, '_>,
    corrections: &BTreeSet<String>,
) -> Option<Vec<String>> {
    if !reader.has("mended_by") {
        return None;
    }
    let mut known = Vec::new();
    for id in reader.texts("mended_by") {
        if corrections.contains(&id.value) {
            known.push(id.value);
        } else if reader.has_room() {
            let near = value::nearest(&id.value, corrections.iter().map(String::as_str));
            let problem = TemplateProblem::UnknownCorrection {
                near: near.map(str::to_owned),
                id: id.value,
            };
            reader.error(id.offset, problem);
        }
    }
    Some(known)
}

fn message_of(
    reader: &mut TableReader<'_, '_>,
    text: &Placed<Localized>,
    ids: &BTreeSet<FieldId>,
    corrections: &BTreeSet<String>,
    values_left: &mut usize,
) -> Option<CheckMessage> {
    let n_values = [&text.value.zh, &text.value.en].map(|text| text.matches("{{").count());
    let Some(left) = values_left.checked_sub(n_values.iter().sum()) else {
        let (what, most) = ("{{ … }}", MOST_VALUES);
        reader.error(text.offset, TemplateProblem::TooManyOf { what, most });
        return None;
    };
    *values_left = left;
    match CheckMessage::parse(&text.value, ids, corrections) {
        Ok(message) => {
            for (_, remark) in message.expressions().flat_map(Expression::remarks) {
                reader.remark(text.offset, *remark);
            }
            Some(message)
        }
        Err(problem) => {
            reader.error(text.offset, problem);
            None
        }
    }
}

/// Reads a correction. `places` and `lines` stay empty, because they depend on the body.
pub(in crate::template) fn correction(
    reader: &mut TableReader<'_, '_>,
    offsets: &mut Offsets,
) -> Option<Correction> {
    const KINDS: [(&str, CorrectionKind); 8] = [
        ("typo", CorrectionKind::Typo),
        ("missing-period", CorrectionKind::MissingPeriod),
        ("style", CorrectionKind::Style),
        ("legal", CorrectionKind::Legal),
        ("stale-name", CorrectionKind::StaleName),
        ("dangling", CorrectionKind::Dangling),
        ("garbled", CorrectionKind::Garbled),
        ("format", CorrectionKind::Format),
    ];
    let id = reader.required_text("id");
    if let Some(id) = &id {
        judge_id(reader, offsets, id);
    }
    let kind = if reader.has("kind") {
        reader.word("kind", &KINDS)
    } else {
        let offset = reader.offset();
        reader.error(offset, TemplateProblem::MissingKey { key: "kind" });
        None
    };
    let quote = reader.required_lines("quote");
    let suggestion = reader.required_lines("suggestion");
    let reason = reader.required_localized("reason");
    let all = reader.flag("all");
    Some(Correction {
        id: id?.value,
        kind: kind?,
        quote: quote?.value,
        suggestion: suggestion?.value,
        reason: reason?.value,
        all,
        places: Vec::new(),
        lines: Vec::new(),
        line: 0,
    })
}
