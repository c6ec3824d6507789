//! `qianyue history`: lists the kept revisions of a draft with their changes, and restores one.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Local, SecondsFormat, Utc};
use serde_json::json;

use super::output::{complain, print, print_json, say};
use super::{Exit, Surroundings, fail, source};
use crate::desk::TemplateCache;
use crate::draft::{Answer, Change, Draft, changes};
use crate::language::Language;
use crate::store::{LockOutcome, Revision, SaveRemark, StoreError, lock};
use crate::template::{Place, StyleValue, Template};
use crate::value::clean;
use crate::wording::{self, Notice, Words, word};

/// The current state of a draft, or a revision.
struct State {
    /// The revision's number; `None` for the current state.
    number: Option<u32>,
    /// When the revision was kept; for the current state, when the draft was last changed, if
    /// known.
    moment: Option<DateTime<Utc>>,
    /// The changes against the previous state; `None` for the oldest state.
    changes: Result<Option<Vec<Change>>, StoreError>,
}

pub(super) fn run(surroundings: &Surroundings, source: &str, as_json: bool) -> Exit {
    let language = surroundings.language;
    let states = match source::open(surroundings, source) {
        // A draft that cannot be read still has revisions.
        Err(error) => match error.clone() {
            StoreError::Broken { path, .. } => states(surroundings, &path, Err(error)),
            other => Err(other),
        },
        Ok(open) => states(surroundings, open.path(), Ok(open.draft().clone())),
    };
    let (drafts, states) = match states {
        Ok(found) => found,
        Err(error) => return fail(&wording::store_error(&error, language), language),
    };
    let made_with = drafts.iter().flatten().next().map(Draft::made_with);
    // Without a template the changes name the fields by their ids.
    let template = made_with.and_then(|made_with| {
        let found = TemplateCache::default().of_draft(&surroundings.store, made_with);
        found.ok().map(|found| found.template)
    });
    let speaker = Speaker {
        template: template.as_deref(),
        language,
    };
    if as_json {
        print_json(&states.iter().map(|state| speaker.value(state)).collect())
    } else {
        print(
            &states
                .iter()
                .map(|state| speaker.text(state))
                .collect::<String>(),
        )
    }
}

/// Restores a revision as the current draft, with an ordinary save.
pub(super) fn restore(surroundings: &Surroundings, source: &str, number: u32) -> Exit {
    let language = surroundings.language;
    if let Ok(open) = source::open(surroundings, source)
        && open.draft().status.is.locks()
    {
        let locked = Notice::Locked(open.draft().status.is);
        return fail(
            &wording::notice(&locked, &surroundings.keys, language),
            language,
        );
    }
    match try_restoring(surroundings, source, number) {
        Ok(Some((path, remark))) => {
            let number = number.to_string();
            let shown = wording::path(&path);
            let values = [("number", number.as_str()), ("path", &shown)];
            say(&word("history.restored", &values, language));
            if let Some(remark) = remark {
                complain(&wording::save_remark(&remark, language), language);
            }
            Exit::Done
        }
        Ok(None) => {
            let number = number.to_string();
            let said = Words {
                message: word("history.none.message", &[("number", &number)], language),
                hint: word("history.none.hint", &[], language),
            };
            fail(&said, language)
        }
        Err(error) => fail(&wording::store_error(&error, language), language),
    }
}

/// Restores a revision. Returns the draft's path and the warning about the save; `None` if the
/// revision does not exist.
fn try_restoring(
    surroundings: &Surroundings,
    source: &str,
    number: u32,
) -> Result<Option<(PathBuf, Option<SaveRemark>)>, StoreError> {
    let store = &surroundings.store;
    let (path, open) = match source::open(surroundings, source) {
        Ok(open) => (open.path().to_owned(), Some(open)),
        Err(StoreError::Broken { path, .. }) => (path, None),
        Err(error) => return Err(error),
    };
    let now = Local::now().fixed_offset();
    let _held = match lock(&path, store.instance(), now) {
        LockOutcome::Held(held) => Some(held),
        LockOutcome::Unavailable => None,
        LockOutcome::HeldByOther(owner) => return Err(StoreError::InUse { path, owner }),
    };
    let revisions = store.revisions(&path)?;
    let Some(revision) = revisions.iter().find(|revision| revision.number == number) else {
        return Ok(None);
    };
    let remark = if let Some(mut open) = open {
        let saved = store.restore_revision(&mut open, revision, now)?;
        saved.remark(&path)
    } else {
        store.restore_over(&path, revision, now)?;
        None
    };
    Ok(Some((path, remark)))
}

/// The drafts, and the printed state of each.
type Past = (Vec<Result<Draft, StoreError>>, Vec<State>);

/// The current state and every revision, newest first.
fn states(
    surroundings: &Surroundings,
    path: &Path,
    draft: Result<Draft, StoreError>,
) -> Result<Past, StoreError> {
    let store = &surroundings.store;
    let revisions = store.revisions(path)?;
    let read = |revision: &Revision| {
        store
            .read_revision(revision)
            .map(|file| file.draft().clone())
    };
    let updated = draft.as_ref().ok().and_then(|draft| draft.updated);
    let present = updated.map(|at| at.with_timezone(&Utc));
    let drafts: Vec<Result<Draft, StoreError>> = std::iter::once(draft)
        .chain(revisions.iter().map(read))
        .collect();
    let names = std::iter::once((None, present)).chain(
        revisions
            .iter()
            .map(|revision| (Some(revision.number), Some(revision.kept))),
    );
    let states = names
        .enumerate()
        .map(|(index, (number, moment))| State {
            number,
            moment,
            changes: changes_at(&drafts, index),
        })
        .collect();
    Ok((drafts, states))
}

/// The changes from the next older readable draft to the draft at `index`.
fn changes_at(
    drafts: &[Result<Draft, StoreError>],
    index: usize,
) -> Result<Option<Vec<Change>>, StoreError> {
    let mut older = drafts.iter().skip(index);
    let draft = match older.next() {
        Some(Ok(draft)) => draft,
        Some(Err(error)) => return Err(error.clone()),
        None => return Ok(None),
    };
    let before = older.find_map(|before| before.as_ref().ok());
    Ok(before.map(|before| changes(before, draft)))
}

/// Words changes with the labels of a template.
struct Speaker<'a> {
    template: Option<&'a Template>,
    language: Language,
}

impl Speaker<'_> {
    fn text(&self, state: &State) -> String {
        let name = match state.number {
            Some(number) => number.to_string(),
            None => word("history.now", &[], self.language),
        };
        let moment = state.moment.map_or_else(String::new, |moment| {
            let local = moment.with_timezone(&Local);
            local.format("%Y-%m-%d %H:%M:%S").to_string()
        });
        let mut text = format!("{name}\t{moment}\n");
        let lines = match &state.changes {
            Ok(Some(changes)) if changes.is_empty() => {
                vec![word("history.no_changes", &[], self.language)]
            }
            Ok(Some(changes)) => changes.iter().map(|change| self.change(change)).collect(),
            Ok(None) => vec![word("history.oldest", &[], self.language)],
            Err(error) => vec![wording::store_error(error, self.language).message],
        };
        for line in lines {
            text.push_str(&format!("    {line}\n"));
        }
        text
    }

    fn change(&self, change: &Change) -> String {
        wording::change(change, self.template, self.language)
    }

    fn label(&self, place: &Place) -> String {
        wording::field_label(&place.field, self.template, self.language)
    }

    fn value(&self, state: &State) -> serde_json::Value {
        let (changes, error) = match &state.changes {
            Ok(changes) => (
                changes.as_ref().map(|changes| {
                    changes
                        .iter()
                        .map(|change| self.change_value(change))
                        .collect()
                }),
                None,
            ),
            Err(error) => (
                None,
                Some(wording::store_error(error, self.language).message),
            ),
        };
        let changes: Option<Vec<serde_json::Value>> = changes;
        json!({
            "revision": state.number,
            "moment": state.moment.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)),
            "changes": changes,
            "error": error,
        })
    }

    fn change_value(&self, change: &Change) -> serde_json::Value {
        let text = |text: &str| clean(text).text.into_owned();
        let given = |answer: &Option<Answer>| answer.as_ref().map(|answer| text(&answer.as_text()));
        let style = |value: Option<&StyleValue>| match value {
            Some(StyleValue::Bool(flag)) => json!(flag),
            Some(StyleValue::Text(word)) => json!(text(word)),
            Some(StyleValue::Number(number)) => json!(number),
            Some(StyleValue::Numbers(numbers)) => json!(numbers),
            None => serde_json::Value::Null,
        };
        match change {
            Change::Title { before, after } => {
                json!({"what": "title", "before": text(before), "after": text(after)})
            }
            Change::Template { before, after } => {
                json!({"what": "template", "before": text(before), "after": text(after)})
            }
            Change::Answer {
                place,
                before,
                after,
            } => json!({
                "what": "answer",
                "field": text(place.field.as_str()),
                "label": self.label(place),
                "before": given(before),
                "after": given(after),
            }),
            Change::Rows {
                group,
                before,
                after,
            } => json!({
                "what": "rows",
                "group": text(group),
                "before": before.len(),
                "after": after.len(),
            }),
            Change::Style { key, before, after } => json!({
                "what": "style",
                "key": text(key),
                "before": style(before.as_ref()),
                "after": style(after.as_ref()),
            }),
            Change::Accepted { id } => json!({"what": "accepted", "id": text(id)}),
            Change::Withdrawn { id } => json!({"what": "withdrawn", "id": text(id)}),
            Change::Acknowledged { id, after } => json!({
                "what": "acknowledged",
                "id": text(id),
                "reason": after.as_ref().map(|after| text(&after.reason)),
            }),
        }
    }
}
