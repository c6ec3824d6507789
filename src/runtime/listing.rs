//! The list of drafts and templates, as the home screen and `qianyue list` show it.

use super::opening::TemplateCache;
use crate::app::home::{BrokenEntry, DraftEntry, Entry, TemplateEntry};
use crate::document::print_value;
use crate::draft::{Draft, State, evaluate};
use crate::language::Language;
use crate::store::{ListedDraft, Store, StoreError};
use crate::template::{FieldId, Style, StyleKeys, Template};
use crate::value::{Value, clean, date};
use crate::wording;

/// Drafts, newest first, then those that cannot be read, then templates.
///
/// # Errors
/// A folder cannot be listed.
pub fn entries(
    store: &Store,
    cache: &mut TemplateCache,
    house_style: &StyleKeys,
    language: Language,
) -> Result<Vec<Entry>, StoreError> {
    cache.forget_installed();
    let mut entries: Vec<Entry> = store
        .list()?
        .into_iter()
        .map(|listed| entry(store, cache, listed, house_style, language))
        .collect();
    entries.extend(templates(store, cache, language)?);
    Ok(entries)
}

fn entry(
    store: &Store,
    cache: &mut TemplateCache,
    listed: ListedDraft,
    house_style: &StyleKeys,
    language: Language,
) -> Entry {
    let name = clean(&listed.name).text.into_owned();
    match listed.draft {
        Err(error) => Entry::Broken(BrokenEntry {
            id: name,
            reason: wording::store_error(&error, language).message,
        }),
        Ok(draft) => {
            let template = cache
                .of_draft(store, &draft.template)
                .ok()
                .map(|found| found.template);
            let mut entry = match template {
                Some(template) => summary(&template, &draft, house_style),
                None => DraftEntry::default(),
            };
            entry.id = name;
            entry.title = clean(&draft.title).text.into_owned();
            entry.updated = draft.updated;
            Entry::Draft(entry)
        }
    }
}

/// What the template's `[summary]` names of a draft.
fn summary(template: &Template, draft: &Draft, house_style: &StyleKeys) -> DraftEntry {
    let style = Style::from_layers([&template.style, house_style, &draft.style]);
    let body = template.body(&draft.accepted);
    let (values, _) = evaluate(template, &body, draft, &style);
    let printed = |role: &Option<FieldId>| {
        let Some(field) = role
            .as_ref()
            .and_then(|id| template.field_index(id.as_str()))
        else {
            return String::new();
        };
        match (template.fields.get(field), values.state(field)) {
            (Some(_), State::Answered(Value::Date(day))) => date::iso(*day),
            (Some(field), State::Answered(value)) => print_value(field, value, &style),
            _ => String::new(),
        }
    };
    DraftEntry {
        party: printed(&template.summary.party),
        subject: printed(&template.summary.subject),
        amount: printed(&template.summary.amount),
        ends: printed(&template.summary.ends),
        progress: Some(values.progress(template)),
        ..DraftEntry::default()
    }
}

/// Every installed template; broken ones say why.
///
/// # Errors
/// The folder cannot be listed.
pub fn templates(
    store: &Store,
    cache: &mut TemplateCache,
    language: Language,
) -> Result<Vec<Entry>, StoreError> {
    let mut entries = Vec::new();
    for stored in store.templates()? {
        let id = clean(&stored.id).text.into_owned();
        let parsed = match stored.text {
            Ok(bytes) => cache.parse(&stored.id, &bytes),
            Err(error) => Err(crate::app::OpenFailure::Store(error)),
        };
        entries.push(Entry::Template(match parsed {
            Ok(template) => TemplateEntry {
                title: template.title.clone(),
                version: template.version.clone(),
                error: None,
                id,
            },
            Err(failure) => TemplateEntry {
                title: id.clone(),
                version: String::new(),
                error: Some(wording::open_failure(&failure, language).message),
                id,
            },
        }));
    }
    Ok(entries)
}
