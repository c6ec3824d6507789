//! The rules that a template carries, run over one draft.

use crate::document::{Document, Inline, Paragraph};
use crate::draft::{Issue, Problem, State, Values, scope_values};
use crate::language::Language;
use crate::template::{Body, Check, FieldId, Scope, Severity, Style, Template};
use crate::value;

/// Runs every check whose fields are all asked and answered, and adds what fires. A wrong answer
/// is one, where the rule makes sense without its value: a misspelt name does not mend a clause.
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
    let found = words.filter(|words| line_of(document, words).is_some());
    let scope = Scope::new(
        scope_values(template, values),
        &body.applied,
        style,
        found.cloned().collect(),
    );
    for check in &template.checks {
        let is_due = check.fields.iter().all(|field| {
            template.field_index(field.as_str()).is_some_and(|index| {
                let is_wrong = matches!(values.state(index), State::Wrong);
                values.is_asked(index)
                    && (scope.has(field) || (is_wrong && check.when.does_without(field)))
            })
        });
        if !is_due {
            continue;
        }
        match check.when.holds(&scope) {
            Ok(false) => {}
            Ok(true) => issues.push(fired(check, template, &scope, document)),
            // A rule that cannot be run is never passed over in silence.
            Err(error) => issues.push(Issue::new(
                &check.id,
                Severity::Warning,
                check.fields.clone(),
                Problem::BrokenCheck {
                    detail: error.detail,
                },
            )),
        }
    }
}

fn fired(check: &Check, template: &Template, scope: &Scope, document: &Document) -> Issue {
    let message = |language| {
        let text = check
            .message
            .render(language, scope, |field| printed(document, field));
        value::clean(&text).text.into_owned()
    };
    let mut issue = Issue::new(
        &check.id,
        check.severity,
        check.fields.clone(),
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
    issue.line = texts
        .find_map(|words| line_of(document, words))
        .or_else(|| corrections.find_map(|id| line_of_correction(template, document, id)));
    issue
}

/// The template's line of the paragraph that a correction mends, where the contract has it.
fn line_of_correction(template: &Template, document: &Document, id: &str) -> Option<usize> {
    let all = &template.corrections;
    let correction = all.iter().find(|correction| correction.id == id)?;
    let mut lines = correction.lines.iter().copied();
    lines.find(|line| document.paragraphs().any(|each| each.line == *line))
}

/// The template's line of the paragraph that holds these words.
fn line_of(document: &Document, words: &str) -> Option<usize> {
    let mut text = String::new();
    let holds = |paragraph: &&Paragraph| {
        text.clear();
        paragraph.write_text(&mut text);
        text.contains(words)
    };
    document
        .paragraphs()
        .find(holds)
        .map(|paragraph| paragraph.line)
}

/// What the contract prints for a field, at its first place.
fn printed(document: &Document, field: &FieldId) -> Option<String> {
    document
        .paragraphs()
        .flat_map(|paragraph| &paragraph.inlines)
        .find(|inline| inline.field() == Some(field))
        .map(Inline::text)
}
