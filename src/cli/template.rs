//! `qianyue template`: lists templates, prints the blank contract, and checks templates.

use std::path::Path;

use serde_json::{Value, json};

use super::output::{complain, print, print_json};
use super::show::print_document;
use super::{Exit, Surroundings, fail};
use crate::desk::{Entry, TemplateCache, listing};
use crate::draft::Draft;
use crate::render::format::TextFormat;
use crate::review::Contract;
use crate::store::{StoreError, TEMPLATE_LIMIT_BYTES, read_input};
use crate::template::{self, Field, FieldKind, TemplateOption};
use crate::wording::{self, word};

pub(super) fn list(surroundings: &Surroundings, as_json: bool) -> Exit {
    let language = surroundings.language;
    let mut cache = TemplateCache::default();
    let entries = match listing::templates(
        &surroundings.store,
        &mut cache,
        wording::list_reasons(language),
    ) {
        Ok(entries) => entries,
        Err(error) => return fail(&wording::store_error(&error, language), language),
    };
    let templates = entries.iter().filter_map(|entry| match entry {
        Entry::Template(template) => Some(template),
        Entry::Draft(_) | Entry::Broken(_) => None,
    });
    if as_json {
        let values = templates.map(|template| match &template.error {
            None => json!({
                "id": template.id,
                "title": template.title,
                "version": template.version,
            }),
            Some(error) => json!({"id": template.id, "error": error}),
        });
        return print_json(&values.collect());
    }
    let mut text = String::new();
    for template in templates {
        match &template.error {
            None => text.push_str(&format!(
                "{}\t{}\t{}\n",
                template.id, template.version, template.title
            )),
            Some(error) => {
                let why = word("cli.broken", &[("reason", error)], language);
                text.push_str(&format!("{}\t{why}\n", template.id));
            }
        }
    }
    print(&text)
}

pub(super) fn show(surroundings: &Surroundings, id: &str, format: TextFormat) -> Exit {
    let Some(template) = read(surroundings, id) else {
        return Exit::Failed;
    };
    let contract = Contract::of(&template, &Draft::default(), &surroundings.config.style);
    print_document(&contract.document, format)
}

/// Prints the entries that a draft may contain, for scripts that write drafts: the ids of the
/// fields, and of the corrections that a draft may accept.
pub(super) fn fields(surroundings: &Surroundings, id: &str, as_json: bool) -> Exit {
    let Some(template) = read(surroundings, id) else {
        return Exit::Failed;
    };
    let language = surroundings.language;
    let asked = || {
        let fields = template.fields.iter();
        fields.filter(|field| field.is_asked_of_people())
    };
    if as_json {
        let fields: Vec<Value> = asked()
            .map(|field| {
                json!({
                    "id": field.id.as_str(),
                    "kind": field.kind.name(),
                    "label": field.label.get(language),
                    "help": field.help.get(language),
                    "required": field.required,
                    "row": field.rows(),
                    "options": options(field).iter().map(|option| &option.id).collect::<Vec<_>>(),
                })
            })
            .collect();
        let corrections: Vec<Value> = template
            .corrections
            .iter()
            .map(|correction| {
                json!({
                    "id": correction.id,
                    "quote": correction.quote,
                    "suggestion": correction.suggestion,
                    "reason": correction.reason.get(language),
                })
            })
            .collect();
        return print_json(&json!({"fields": fields, "corrections": corrections}));
    }
    let mut text = String::new();
    for field in asked() {
        let label = field.label.get(language);
        let kind = field.kind.name();
        text.push_str(&format!("{}\t{kind}\t{label}\n", field.id.as_str()));
        for option in options(field) {
            text.push_str(&format!("  {}\t{}\n", option.id, option.label));
        }
    }
    for correction in &template.corrections {
        text.push_str(&format!(
            "{}\t{}\t{}\n",
            correction.id, correction.quote, correction.suggestion
        ));
    }
    print(&text)
}

fn options(field: &Field) -> &[TemplateOption] {
    match &field.kind {
        FieldKind::Choice(options) => &options.all,
        _ => &[],
    }
}

pub(super) fn check(surroundings: &Surroundings, template: &str) -> Exit {
    match read(surroundings, template) {
        Some(found) => {
            let language = surroundings.language;
            let file = wording::path(Path::new(template));
            for remark in &found.remarks {
                complain(&wording::template_remark(remark, &file, language), language);
            }
            let count = found.fields.len().to_string();
            print(&format!(
                "{}\n",
                word(
                    "cli.template_fine",
                    &[("title", &found.title), ("count", &count)],
                    language
                )
            ))
        }
        None => Exit::Failed,
    }
}

pub(super) fn path(surroundings: &Surroundings) -> Exit {
    let folder = surroundings.store.folder().templates();
    print(&format!("{}\n", wording::path(&folder)))
}

/// Prints every error of the template with this name.
pub(super) fn complain_about(surroundings: &Surroundings, name: &str) {
    let _said = read(surroundings, name);
}

/// The template with this id or path; `None` after its errors are printed.
pub(super) fn read(surroundings: &Surroundings, name: &str) -> Option<template::Template> {
    let language = surroundings.language;
    let is_path = name.contains(['/', '\\'])
        || Path::new(name)
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("md"));
    let bytes: Result<Vec<u8>, StoreError> = if is_path {
        read_input(Path::new(name), TEMPLATE_LIMIT_BYTES)
    } else {
        surroundings
            .store
            .template(name)
            .and_then(|stored| stored.text)
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => {
            complain(&wording::store_error(&error, language), language);
            return None;
        }
    };
    match template::parse(&bytes) {
        Ok(template) => Some(template),
        Err(errors) => {
            let file = wording::path(Path::new(name));
            for words in wording::template_errors(&errors, &file, language) {
                complain(&words, language);
            }
            None
        }
    }
}
