//! What a contract is checked for, and the better wordings on offer.

use std::collections::BTreeSet;

use super::{Lines, MOST_ENTRIES, clean_localized, expression, judge_entry, judge_id, known_field};
use crate::language::Localized;
use crate::template::error::TemplateProblem;
use crate::template::message::Message;
use crate::template::model::{Check, Correction, CorrectionKind, FieldId, Severity};
use crate::template::table::{Placed, TableReader};

pub(in crate::template) fn checks(
    top: &mut TableReader<'_, '_>,
    ids: &BTreeSet<FieldId>,
    corrections: &BTreeSet<String>,
) -> Vec<Check> {
    let mut checks: Vec<Check> = Vec::new();
    let mut lines = Lines::new();
    for (table, span) in top.tables("checks", MOST_ENTRIES) {
        let mut reader = top.inner(table, span, "checks");
        checks.extend(check(&mut reader, ids, corrections, &mut lines));
        reader.finish();
    }
    checks
}

fn check(
    reader: &mut TableReader<'_, '_>,
    ids: &BTreeSet<FieldId>,
    corrections: &BTreeSet<String>,
    lines: &mut Lines,
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
    let when = reader.required_text("when");
    let when = when.and_then(|source| expression(reader, &source, ids, corrections));
    let names = reader.texts("fields");
    let fields = names
        .iter()
        .filter_map(|name| known_field(reader, ids, name))
        .collect();
    if let Some(id) = &id {
        // One rule may look at several fields, each in an entry of its own.
        let about = names
            .iter()
            .fold(String::new(), |about, name| about + " " + &name.value);
        judge_entry(reader, lines, id, &about);
    }
    let message = reader.required_localized("message");
    let message = message.and_then(|text| message_of(reader, &text, ids, corrections));
    let hint = reader.localized("hint");
    let source = reader.localized("source");
    Some(Check {
        id: id?.value,
        severity: severity?,
        confirmable,
        when: when?,
        fields,
        message: message?,
        hint: hint
            .map(|hint| clean_localized(&hint.value))
            .unwrap_or_default(),
        source: source
            .map(|source| clean_localized(&source.value))
            .unwrap_or_default(),
    })
}

fn message_of(
    reader: &mut TableReader<'_, '_>,
    text: &Placed<Localized>,
    ids: &BTreeSet<FieldId>,
    corrections: &BTreeSet<String>,
) -> Option<Message> {
    match Message::parse(&text.value, ids, corrections) {
        Ok(message) => Some(message),
        Err(problem) => {
            reader.error(text.offset, problem);
            None
        }
    }
}

/// A correction without its places, which depend on the body.
pub(in crate::template) fn correction(
    reader: &mut TableReader<'_, '_>,
    lines: &mut Lines,
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
        judge_id(reader, lines, id);
    }
    let kind = if reader.has("kind") {
        reader.word("kind", &KINDS)
    } else {
        let offset = reader.offset();
        reader.error(offset, TemplateProblem::MissingKey { key: "kind" });
        None
    };
    let quote = reader.required_text("quote");
    let suggestion = reader.required_text("suggestion");
    let reason = reader.required_localized("reason");
    let all = reader.flag("all");
    Some(Correction {
        id: id?.value,
        kind: kind?,
        quote: quote?.value,
        suggestion: suggestion?.value,
        reason: clean_localized(&reason?.value),
        all,
        places: Vec::new(),
        lines: Vec::new(),
        line: 0,
    })
}
