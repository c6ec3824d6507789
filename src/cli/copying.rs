//! `qianyue copy`: copies a contract for a renewal or for another client.

use std::sync::Arc;

use chrono::Local;
use serde_json::{Map, Value, json};

use super::output::{complain, print, print_json};
use super::{Exit, Surroundings, fail};
use crate::desk::keeper::{Begun, Keeper, Saved};
use crate::desk::{CopyReport, Model, OpenedDraft, TemplateCache};
use crate::draft::{Copied, Purpose};
use crate::language::Language;
use crate::template::Place;
use crate::value::date;
use crate::wording::{self, Notice, Words, copied, word};

pub(super) fn run(
    surroundings: &Surroundings,
    source: String,
    purpose: Option<Purpose>,
    as_json: bool,
) -> Exit {
    let language = surroundings.language;
    let Some(purpose) = purpose else {
        return refuse(language);
    };
    let mut keeper = keeper(surroundings);
    let model = Model { source, purpose };
    let begun = match keeper.begin(None, Some(&model)) {
        Ok(begun) => begun,
        Err(failure) => return fail(&wording::open_failure(&failure, language), language),
    };
    let (opened, copied, from_paper) = match begun {
        Begun::Empty(opened) => (opened, Copied::default(), None),
        Begun::Copied(opened, copied) => (opened, copied, None),
        Begun::FromPaper(opened, report, copied) => (opened, copied, Some(report)),
    };
    if let Some(report) = from_paper {
        let notice = Notice::FromPaper(report);
        let words = wording::notice(&notice, &surroundings.keys, language);
        complain(&words, language);
    }
    let id = match keeper.save(&opened.draft, true) {
        Ok(Saved::InPlace { id, remark, .. }) => {
            if let Some(remark) = remark {
                complain(&wording::save_remark(&remark, language), language);
            }
            id
        }
        Ok(Saved::Apart { kept_as, .. }) => kept_as.display().to_string(),
        Err(failure) => return fail(&wording::store_error(&failure.error, language), language),
    };
    keeper.close();
    if as_json {
        return print_json(&as_value(&id, &copied));
    }
    print(&as_text(&id, &opened, &copied, language))
}

/// A keeper with the surroundings' store and house.
pub(super) fn keeper(surroundings: &Surroundings) -> Keeper {
    let house = Arc::new(surroundings.house());
    let store = surroundings.store.clone();
    let keeper = Keeper::new(store, house, TemplateCache::default(), || {
        Local::now().fixed_offset()
    });
    keeper.sweep();
    keeper
}

/// Says that a copy needs a purpose, and names both.
pub(super) fn refuse(language: Language) -> Exit {
    let said = Words {
        message: word("copy.refused.message", &[], language),
        hint: word("copy.refused.hint", &[], language),
    };
    complain(&said, language);
    Exit::WrongUsage
}

/// The id of the new draft in the first line, as `ask` ends; then what the user must know.
fn as_text(id: &str, opened: &OpenedDraft, done: &Copied, language: Language) -> String {
    let mut text = format!("{id}\n");
    let report = CopyReport::new(&opened.template, done, &opened.draft);
    let carried = done.carried.len().to_string();
    let moved = done.moved.iter().map(|moved| {
        let label = wording::field_label(&moved.place.field, Some(&opened.template), language);
        let values = [
            ("field", label.as_str()),
            ("from", &date::iso(moved.from)),
            ("to", &date::iso(moved.to)),
        ];
        word("copy.moved", &values, language)
    });
    let said = [word("copy.carried", &[("count", &carried)], language)];
    for line in said.into_iter().chain(moved) {
        text.push_str(&format!("{line}\n"));
    }
    if !report.is_empty() {
        text.push_str(&format!("{}\n", copied(&report, language)));
    }
    text
}

fn as_value(id: &str, copied: &Copied) -> Value {
    let ids = |places: &[Place]| -> Vec<String> { places.iter().map(Place::to_string).collect() };
    let moved: Map<String, Value> = (copied.moved.iter())
        .map(|moved| {
            let days = json!({"from": date::iso(moved.from), "to": date::iso(moved.to)});
            (moved.place.to_string(), days)
        })
        .collect();
    json!({
        "id": id,
        "carried": ids(&copied.carried),
        "emptied": ids(&copied.emptied),
        "moved": moved,
    })
}
