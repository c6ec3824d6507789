//! Words for copies of contracts.

use super::lookup::word;
use super::paper::name_fields;
use crate::desk::CopyReport;
use crate::draft::Purpose;
use crate::language::Language;

/// The name of a purpose for the user.
#[must_use]
pub fn purpose(purpose: Purpose, language: Language) -> String {
    word(&format!("copy.{}.name", key(purpose)), &[], language)
}

/// What a copy for a purpose carries and empties, in one sentence.
#[must_use]
pub fn purpose_meaning(purpose: Purpose, language: Language) -> String {
    word(&format!("copy.{}.meaning", key(purpose)), &[], language)
}

fn key(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Renewal => "renewal",
        Purpose::OtherClient => "other_client",
    }
}

/// The message about a copy: first what may be wrong, then what is
/// empty, what was replaced, and what was carried over beside the answers.
#[must_use]
pub fn copied(report: &CopyReport, language: Language) -> String {
    let mut parts = Vec::new();
    if report.starts_in_past {
        parts.push(word("copy.starts_in_past", &[], language));
    }
    if !report.emptied.is_empty() {
        let fields = name_fields(&report.emptied, language);
        parts.push(word("copy.emptied", &[("fields", &fields)], language));
    }
    for (label, from, to) in &report.updated {
        let values = [
            ("field", label.get(language)),
            ("from", from.as_str()),
            ("to", to.as_str()),
        ];
        parts.push(word("copy.updated", &values, language));
    }
    if report.n_corrections > 0 {
        let count = report.n_corrections.to_string();
        parts.push(word("copy.corrections", &[("count", &count)], language));
    }
    if report.n_standing > 0 {
        let count = report.n_standing.to_string();
        parts.push(word("copy.standing", &[("count", &count)], language));
    }
    if report.n_acknowledged > 0 {
        let count = report.n_acknowledged.to_string();
        parts.push(word("copy.acknowledged", &[("count", &count)], language));
    }
    let between = word("copy.between", &[], language);
    parts.join(&between)
}
