//! Runs the checks that a template declares over one draft.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Document, Inline};
use crate::draft::{Issue, Problem, State, Values, scope_values, totals};
use crate::language::Language;
use crate::template::{BlockId, Body, Check, FieldId, Place, Scope, Severity, Style, Template};
use crate::value;

/// Runs every check whose fields are all asked and answered, and adds an issue for each check that
/// fires. A wrong answer counts as answered if the check does not need its value: a misspelt name
/// must not hide a faulty clause.
pub(super) fn run(
    template: &Template,
    values: &Values,
    body: &Body,
    document: &Document,
    style: &Style,
    issues: &mut Vec<Issue>,
) {
    if template.checks.is_empty() {
        return;
    }
    let words = template.checks.iter().flat_map(|check| check.when.texts());
    let found = blocks_with(document, words.map(String::as_str).collect());
    let scope = Scope::new(
        scope_values(template, values),
        &body.applied,
        style,
        found.keys().map(|words| (*words).to_owned()).collect(),
    )
    .with_totals(totals(template, values));
    for check in &template.checks {
        let is_due = check.fields.iter().all(|field| {
            let place = field.clone().into();
            let is_wrong = matches!(values.state(&place), State::Wrong);
            values.is_asked(&place)
                && (scope.has(field) || (is_wrong && check.when.does_without(field)))
        });
        if !is_due {
            continue;
        }
        match check.when.holds(&scope) {
            Ok(false) => {}
            Ok(true) => issues.push(fired(check, template, &scope, document, &found)),
            // A check that fails is reported as an error, even if the check itself is only a hint.
            // The user may confirm the error with a reason, because only the template's author can
            // fix the check.
            Err(error) => {
                let (places, problem) = (places(check), Problem::BrokenCheck { error });
                let mut issue = Issue::new(&check.id, Severity::Error, places, problem);
                issue.confirmable = true;
                issues.push(issue);
            }
        }
    }
}

/// The blanks that a check is about.
fn places(check: &Check) -> Vec<Place> {
    check.fields.iter().cloned().map(Place::from).collect()
}

fn fired(
    check: &Check,
    template: &Template,
    scope: &Scope,
    document: &Document,
    found: &BTreeMap<&str, BlockId>,
) -> Issue {
    let message = |language| {
        let text = check
            .message
            .render(language, scope, |field| printed(document, field));
        value::clean(&text).text.into_owned()
    };
    let mut issue = Issue::new(
        &check.id,
        check.severity,
        places(check),
        Problem::Checked {
            zh: message(Language::Chinese),
            en: message(Language::English),
            hint_zh: check.hint.zh.clone(),
            hint_en: check.hint.en.clone(),
            source_zh: check.source.zh.clone(),
            source_en: check.source.en.clone(),
        },
    );
    issue.confirmable = check.confirmable;
    let mut texts = check.when.texts().iter();
    let mut corrections = check.when.corrections().iter();
    issue.block = texts
        .find_map(|words| found.get(words.as_str()).copied())
        .or_else(|| corrections.find_map(|id| block_of_correction(template, document, id)));
    issue
}

/// The first printed paragraph that a correction changes; `None` if the contract has none.
fn block_of_correction(template: &Template, document: &Document, id: &str) -> Option<BlockId> {
    let all = &template.corrections;
    let correction = all.iter().find(|correction| correction.id == id)?;
    let printed: BTreeSet<BlockId> = document.paragraphs().map(|each| each.id).collect();
    let mut blocks = correction.lines.iter().copied().map(BlockId::of_line);
    blocks.find(|block| printed.contains(block))
}

/// For each of the `sought` words that the contract contains, the first paragraph with it. Builds
/// the text of each paragraph only once.
fn blocks_with<'w>(
    document: &Document,
    mut sought: BTreeSet<&'w str>,
) -> BTreeMap<&'w str, BlockId> {
    let mut found = BTreeMap::new();
    let mut text = String::new();
    for paragraph in document.paragraphs() {
        if sought.is_empty() {
            break;
        }
        text.clear();
        paragraph.write_text(&mut text);
        sought.retain(|words| {
            let is_here = text.contains(words);
            if is_here {
                found.insert(*words, paragraph.id);
            }
            !is_here
        });
    }
    found
}

/// The text that the contract prints for a field at its first occurrence.
fn printed(document: &Document, field: &FieldId) -> Option<String> {
    document
        .paragraphs()
        .flat_map(|paragraph| &paragraph.inlines)
        .find(|inline| inline.place().is_some_and(|place| place.field == *field))
        .map(Inline::text)
}
