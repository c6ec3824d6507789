//! `qianyue check`: prints every finding about a draft.

use serde_json::json;

use super::output::{print, print_json};
use super::{Exit, Surroundings, source};
use crate::draft::Issue;
use crate::language::Language;
use crate::template::{Severity, Template};
use crate::wording::{self, word};

pub(super) fn run(surroundings: &Surroundings, source: &str, as_json: bool) -> Exit {
    let Some(named) = source::read(surroundings, source) else {
        return Exit::Failed;
    };
    let issues = named.contract(surroundings).issues;
    let language = surroundings.language;
    let printed = if as_json {
        print_json(
            &issues
                .iter()
                .map(|issue| as_value(issue, &named.template, language))
                .collect(),
        )
    } else if issues.is_empty() {
        print(&format!("{}\n", word("cli.no_findings", &[], language)))
    } else {
        print(&as_text(&issues, &named.template, language))
    };
    let has_error = issues
        .iter()
        .any(|issue| issue.severity == Severity::Error && issue.blocks());
    printed.and(if has_error {
        Exit::NotReady
    } else {
        Exit::Done
    })
}

/// The findings as text: one line for each finding, its hint below.
pub(super) fn as_text(issues: &[Issue], template: &Template, language: Language) -> String {
    let mut text = String::new();
    for issue in issues {
        let said = wording::issue_with_label(issue, template, language);
        let severity = wording::severity(issue.severity, language);
        let mark = if issue.acknowledged {
            word("cli.acknowledged", &[], language)
        } else {
            String::new()
        };
        text.push_str(&format!("{severity} {} {}{mark}\n", issue.id, said.message));
        if !said.hint.is_empty() {
            text.push_str(&format!(
                "    {}\n",
                word("cli.hint", &[("hint", &said.hint)], language)
            ));
        }
    }
    text
}

fn as_value(issue: &Issue, template: &Template, language: Language) -> serde_json::Value {
    let said = wording::issue_with_label(issue, template, language);
    json!({
        "id": issue.id,
        "severity": issue.severity.name(),
        "fields": issue.places.iter().map(|place| place.field.as_str()).collect::<Vec<_>>(),
        "places": issue.places.iter().enumerate().map(|(at, place)| json!({
            "field": place.field.as_str(),
            "row": issue.rows.get(at).copied().flatten(),
        })).collect::<Vec<_>>(),
        "message": said.message,
        "hint": said.hint,
        "source": wording::issue_source(issue, language),
        "acknowledged": issue.acknowledged,
    })
}
