//! Builds the lines of the palette in the language of the screens.

use std::sync::Arc;

use super::{Candidate, Target};
use crate::app::App;
use crate::app::editor::Editor;
use crate::desk::{Entry, FoundBy, ListRow};
use crate::document::{Role, Standing, print_value};
use crate::draft::{Purpose, State};
use crate::keys::Action;
use crate::language::Language;
use crate::template::{Correction, Place};
use crate::value::{self, clean};
use crate::wording::{path as path_words, word};

/// The maximum number of a clause's characters that are shown and searched.
const CLAUSE_CHARACTERS: usize = 120;

/// Everything that the user can do or go to: actions, then the fields, clauses and corrections of
/// the open draft, then other drafts and templates.
pub(in crate::app) fn candidates(app: &App) -> Vec<Candidate> {
    let language = app.settings.language;
    let mut found = actions(app);
    if let Some(editor) = &app.editor {
        found.extend(fields(editor, language));
        found.extend(clauses(editor));
        found.extend(corrections(editor));
    }
    let open = app
        .editor
        .as_ref()
        .map(|editor| editor.work.draft().id.as_str());
    let others = app
        .home
        .listed()
        .iter()
        .filter(|listed| match &listed.entry {
            Entry::Draft(draft) => open != Some(draft.id.as_str()),
            Entry::Template(_) | Entry::Broken(_) => true,
        });
    found.extend(others.filter_map(|listed| of_list(listed, language)));
    found
}

/// The available actions, each once with all of its keys.
fn actions(app: &App) -> Vec<Candidate> {
    let language = app.settings.language;
    let context = app.context_below();
    let mut found: Vec<(Action, Vec<String>)> = Vec::new();
    for bound in app.settings.keys.lines() {
        let action = bound.action;
        let is_known = found.iter().any(|(known, _)| *known == action);
        let works = bound.contexts.contains(&context) && app.helps_below(action);
        if works && action.is_command() && !is_known {
            found.push((action, bound.keys.iter().map(|key| key.name()).collect()));
        }
    }
    let candidate = |(action, keys): (Action, Vec<String>)| {
        let name = action.name();
        let key = format!("action.{name}.long");
        let label = word(&key, &[], language);
        let other = word(&key, &[], language.other());
        let detail = keys.join(" / ");
        Candidate {
            target: Target::Action(action),
            // The keys and the name in the other language match only literally: single letters
            // would match almost every line.
            found_by: Arc::new(FoundBy::new(&[&label, name], &[&detail, &other])),
            label,
            detail,
        }
    };
    let mut candidates = Vec::new();
    for (action, keys) in found {
        if action == Action::NewFrom {
            candidates.extend(Purpose::ALL.map(|purpose| copying(purpose, &keys, language)));
        } else {
            candidates.push(candidate((action, keys)));
        }
    }
    candidates.extend(app.settings.config_path.as_ref().map(|path| {
        let [label, other] =
            [language, language.other()].map(|each| word("screen.palette.settings", &[], each));
        let detail = path_words(path);
        Candidate {
            target: Target::Settings(path.clone()),
            found_by: Arc::new(FoundBy::new(&[&label, "settings"], &[&detail, &other])),
            label,
            detail,
        }
    }));
    candidates
}

/// A line that copies the selected contract for this purpose.
fn copying(purpose: Purpose, keys: &[String], language: Language) -> Candidate {
    let key = |part: &str| format!("copy.{}.{part}", purpose.name().replace('-', "_"));
    let [label, other] = [language, language.other()].map(|each| word(&key("command"), &[], each));
    let detail = keys.join(" / ");
    Candidate {
        target: Target::Copy(purpose),
        found_by: Arc::new(FoundBy::new(
            &[&label, purpose.name()],
            &[&detail, &other, Action::NewFrom.name()],
        )),
        label,
        detail,
    }
}

fn fields(editor: &Editor, language: Language) -> Vec<Candidate> {
    let candidate = |place: &Place| {
        let field = editor.field_at(place)?;
        let value = match editor.values().state(place) {
            State::Answered(value) => print_value(field, value, editor.style()),
            State::Struck => "/".to_owned(),
            State::Wrong | State::Unanswered => String::new(),
        };
        let [label, other] = [language, language.other()].map(|each| field.label.get(each));
        // The field is found by its name in both languages.
        let both = format!("{label} {other}");
        let names = [both.as_str(), field.id.as_str(), value.as_str()];
        Some(Candidate {
            target: Target::Field(place.clone()),
            label: label.to_owned(),
            found_by: Arc::new(FoundBy::new(&names, &[])),
            detail: value,
        })
    };
    let places = editor.places_in_form().iter();
    // A table is found by its name: it may have hundreds of rows.
    let alone = places.filter(|place| place.row.is_none());
    let tables = editor.work.template().rows.iter().filter_map(|rows| {
        let first = editor.places_in_form().iter().find(|place| {
            let group = editor.work.row_group_at(place);
            group == Some(rows) && place.row.is_some()
        })?;
        let [label, other] = [language, language.other()].map(|each| rows.label.get(each));
        let both = format!("{label} {other}");
        let count = editor.values().rows().of(&rows.id).len().to_string();
        Some(Candidate {
            target: Target::Field(first.clone()),
            label: label.to_owned(),
            found_by: Arc::new(FoundBy::new(&[both.as_str(), rows.id.as_str()], &[])),
            detail: word("screen.form.rows", &[("count", &count)], language),
        })
    });
    alone.filter_map(candidate).chain(tables).collect()
}

fn clauses(editor: &Editor) -> Vec<Candidate> {
    let mut found = Vec::new();
    editor.work.document().walk(|paragraph, standing| {
        match paragraph.role {
            Role::Article | Role::Clause { .. } => {}
            Role::Title
            | Role::Body
            | Role::Line
            | Role::Cell
            | Role::Edge(_)
            | Role::PageBreak
            | Role::EndMark
            | Role::SignaturePage => return,
        }
        let text = paragraph.text();
        let label: String = text.chars().take(CLAUSE_CHARACTERS).collect();
        let spellings = spellings(standing);
        let numbers: Vec<&str> = spellings.iter().map(String::as_str).collect();
        found.push(Candidate {
            target: Target::Clause(paragraph.id),
            found_by: Arc::new(FoundBy::new(&[&label], &numbers)),
            label,
            detail: spellings.into_iter().next().unwrap_or_default(),
        });
    });
    found
}

/// How people write the number of a clause, first the form that findings use: 二（三）2, 2.3.2; for
/// an article also 第二条 and 第2条.
fn spellings(standing: Standing<'_>) -> Vec<String> {
    let Standing::Clause(numbers) = standing else {
        return Vec::new();
    };
    let bare: Vec<&str> = numbers
        .iter()
        .map(|number| {
            number.trim_matches(|c: char| c.is_whitespace() || "、.．第条（）()".contains(c))
        })
        .collect();
    let digits: Vec<String> = bare
        .iter()
        .filter_map(|number| value::parse_integer(number).ok())
        .map(|number| number.to_string())
        .collect();
    let whole = standing.clause().replace('、', "");
    let mut spellings = vec![whole.trim().to_owned()];
    spellings.push(whole.replace('（', "(").replace('）', ")"));
    if digits.len() == bare.len() {
        spellings.push(digits.join("."));
    }
    if let ([article], [digits]) = (&*bare, &*digits) {
        spellings.push(format!("第{article}条"));
        spellings.push(format!("第{digits}条"));
    }
    spellings
}

/// The suggested corrections.
fn corrections(editor: &Editor) -> Vec<Candidate> {
    let candidate = |correction: &Correction| {
        let quote = editor.readable(&correction.quote);
        Candidate {
            target: Target::Correction(correction.id.clone()),
            // A correction is found by its id or by literal words. Its clause is already found by
            // single letters.
            found_by: Arc::new(FoundBy::new(&[&correction.id], &[&quote])),
            label: quote,
            detail: correction.id.clone(),
        }
    };
    editor
        .work
        .template()
        .corrections
        .iter()
        .map(candidate)
        .collect()
}

/// A draft, or a new draft of a template; `None` for an entry that cannot be opened.
fn of_list(listed: &ListRow, language: Language) -> Option<Candidate> {
    let (target, label, detail) = match &listed.entry {
        Entry::Draft(draft) => {
            let mut names = [&draft.party, &draft.title].into_iter();
            let name = names.find(|name| !name.is_empty()).cloned();
            // If the text does not fit, its end is cut.
            let beside = [draft.amount.as_str(), &draft.subject];
            let beside = beside.into_iter().filter(|text| !text.is_empty());
            (
                Target::Draft(draft.id.clone()),
                name.unwrap_or_else(|| word("screen.unnamed", &[], language)),
                beside.collect::<Vec<_>>().join("  "),
            )
        }
        Entry::Template(template) if template.error.is_none() => (
            Target::Template(template.id.clone()),
            clean(&template.title).text.into_owned(),
            template.version.clone(),
        ),
        Entry::Template(_) | Entry::Broken(_) => return None,
    };
    Some(Candidate {
        target,
        label,
        detail,
        found_by: Arc::clone(&listed.found_by),
    })
}
