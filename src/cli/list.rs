//! `qianyue list`: drafts, newest first.

use std::time::SystemTime;

use chrono::Local;
use serde_json::json;

use super::output::{complain, print, print_json};
use super::{Exit, Surroundings, fail};
use crate::desk::listing::States;
use crate::desk::{DraftEntry, Entry, ListRow, Order, TemplateCache, arrange, listing};
use crate::language::Language;
use crate::store::StoreError;
use crate::wording::{self, Words, word};

/// Reads the list of drafts and templates.
///
/// # Errors
/// The folder of drafts cannot be read.
pub(super) fn read(surroundings: &Surroundings, states: States) -> Result<Vec<Entry>, StoreError> {
    let mut cache = TemplateCache::default();
    let view = listing::View {
        house_style: &surroundings.config.style,
        reasons: wording::list_reasons(surroundings.language),
        now: SystemTime::now(),
        today: Local::now().date_naive(),
    };
    listing::entries(&surroundings.store, &mut cache, &view, states)
}

/// Says that some files cannot be read: each may hold a deadline.
pub(super) fn complain_unread(entries: &[Entry], language: Language) {
    let is_unread = |entry: &&Entry| match entry {
        Entry::Broken(_) => true,
        Entry::Draft(draft) => draft.copy_of.is_none() && !draft.problem.is_empty(),
        Entry::Template(_) => false,
    };
    let count = entries.iter().filter(is_unread).count();
    if count > 0 {
        let count = count.to_string();
        let values = [("count", count.as_str())];
        let words = Words {
            message: word("cli.unread.message", &values, language),
            hint: word("cli.unread.hint", &[], language),
        };
        complain(&words, language);
    }
}

/// `ending` limits the list to the contracts that end today or within this number of days.
pub(super) fn run(surroundings: &Surroundings, ending: Option<u32>, as_json: bool) -> Exit {
    let language = surroundings.language;
    // The lines of text say nothing about states.
    let states = if as_json {
        States::AtOnce
    } else {
        States::Unread
    };
    let mut entries = match read(surroundings, states) {
        Ok(entries) => entries,
        Err(error) => return fail(&wording::store_error(&error, language), language),
    };
    if let Some(days) = ending {
        complain_unread(&entries, language);
        entries.retain(|entry| match entry {
            Entry::Draft(draft) => draft.copy_of.is_none() && draft.ends_within(days.into()),
            Entry::Broken(_) | Entry::Template(_) => false,
        });
    }
    // Use the order of the home screen, which puts copies below their draft.
    let rows: Vec<ListRow> = entries.into_iter().map(ListRow::from).collect();
    let order = match ending {
        Some(_) => Order::Ends,
        None => Order::default(),
    };
    let arranged = arrange(&rows, order).into_iter();
    let entries = arranged.filter_map(|index| rows.get(index).map(|row| &row.entry));
    if as_json {
        return print_json(&entries.filter_map(as_value).collect());
    }
    let mut text = String::new();
    for entry in entries {
        match entry {
            Entry::Draft(draft) => {
                text.push_str(&line(draft, language));
                if ending.is_some() {
                    text.push_str(&format!("\t{}", draft.ends));
                }
                text.push('\n');
            }
            Entry::Broken(broken) => {
                let why = word("cli.broken", &[("reason", &broken.reason)], language);
                text.push_str(&format!("{}\t{why}\n", broken.id));
            }
            Entry::Template(_) => {}
        }
    }
    print(&text)
}

/// Id, progress, day of change, party and subject, and for a copy the id of its draft; separated by
/// tabs for `cut` and `awk`.
fn line(draft: &DraftEntry, language: Language) -> String {
    let progress = draft.progress.map_or_else(String::new, |progress| {
        format!("{}/{}", progress.answered, progress.total)
    });
    let updated = draft
        .updated
        .map_or_else(String::new, |at| at.format("%Y-%m-%d %H:%M").to_string());
    let name = if draft.party.is_empty() {
        &draft.title
    } else {
        &draft.party
    };
    let copy = draft.copy_of.as_ref().map_or_else(String::new, |id| {
        format!("\t{}", word("cli.copy_of", &[("id", id)], language))
    });
    format!(
        "{}\t{progress}\t{updated}\t{name}\t{}{copy}",
        draft.id, draft.subject
    )
}

fn as_value(entry: &Entry) -> Option<serde_json::Value> {
    match entry {
        Entry::Draft(draft) => Some(json!({
            "id": draft.id,
            "copy_of": draft.copy_of,
            "title": draft.title,
            "party": draft.party,
            "subject": draft.subject,
            "amount": draft.amount,
            "ends": draft.ends,
            "days_left": draft.days_left,
            "answered": draft.progress.map(|progress| progress.answered),
            "total": draft.progress.map(|progress| progress.total),
            "updated": draft.updated.map(|at| at.to_rfc3339()),
            "state": draft.standing.as_ref().map(|standing| standing.state.name()),
            "missing": draft.standing.as_ref().map(|standing| standing.missing),
            "errors": draft.standing.as_ref().map(|standing| standing.errors),
            "to_confirm": draft.standing.as_ref().map(|standing| standing.to_confirm),
            "exported": draft.exported.as_ref().map(|exported| json!({
                "at": exported.at.to_rfc3339(),
                "path": exported.path,
                "text_sha256": exported.text_sha256,
            })),
        })),
        Entry::Broken(broken) => Some(json!({"id": broken.id, "error": broken.reason})),
        Entry::Template(_) => None,
    }
}
