//! Reads the drafts of the list, each only when it or its template has changed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::row::row;
use super::{Memory, Remembered, Row, States, View};
use crate::desk::entry::Entry;
use crate::desk::known_states::{self, KnownStates};
use crate::desk::standing::Standing;
use crate::desk::templates::TemplateCache;
use crate::draft::MadeWith;
use crate::store::{ListedDraft, Stamp, Store};
use crate::template::Template;
use crate::value::ContentHash;

/// A draft of the list before its row is made.
pub(super) enum Look {
    /// Neither the draft nor its template has changed.
    Known(Box<Row>),
    /// The draft was read.
    Read(Box<ReadDraft>),
}

/// A draft that was read, with the file state that it was read at.
pub(super) struct ReadDraft {
    pub(super) stamp: Option<Stamp>,
    pub(super) listed: ListedDraft,
    pub(super) template: Option<Result<Arc<Template>, String>>,
    /// The key of the draft's state; empty if the draft has no state or nobody reads it.
    pub(super) state_key: String,
    /// The known state.
    pub(super) known: Option<Standing>,
}

impl Memory {
    /// Forgets what another day may change, and reads the known states if they are needed.
    pub(super) fn begin_piece(&mut self, store: &Store, view: &View<'_>, states: States) {
        self.n_bytes = 0;
        if self.today.replace(view.today) != Some(view.today) {
            self.rows.clear();
        }
        if states != States::Unread && self.states.is_none() {
            self.states = Some(KnownStates::read(store));
        }
    }

    /// Reads the draft at `path`, unless neither the draft nor its template can have changed; `None`
    /// if the file is gone.
    pub(super) fn look(
        &mut self,
        store: &Store,
        cache: &mut TemplateCache,
        path: &Path,
        view: &View<'_>,
    ) -> Option<Look> {
        let stamp = store.stamp(path);
        if let (Some(known), Some(stamp)) = (self.rows.get(path), &stamp)
            && known.stamp == *stamp
            && is_same_template(
                known.template.as_ref(),
                template_of(store, cache, known.made_with(), view)
                    .ok()
                    .as_ref(),
            )
        {
            return Some(Look::Known(Box::new(known.row.clone())));
        }
        self.read(store, cache, path, view)
    }

    /// Reads the draft at `path`; `None` if the file is gone.
    pub(super) fn read(
        &mut self,
        store: &Store,
        cache: &mut TemplateCache,
        path: &Path,
        view: &View<'_>,
    ) -> Option<Look> {
        let stamp = store.stamp(path);
        let mut listed = store.read_listed(path)?;
        if let Ok(draft) = &mut listed.draft {
            // As when the draft is opened.
            draft.doubt_old_answers(DateTime::<Utc>::from(view.now).fixed_offset());
        }
        let draft = listed.draft.as_ref().ok();
        let template = draft.map(|draft| template_of(store, cache, draft.made_with(), view));
        let usable = template
            .as_ref()
            .and_then(|template| template.as_ref().ok());
        self.n_bytes += usable.map_or(0, |template| template.source.len());
        let state_key = match (draft, usable, listed.content) {
            (Some(draft), Some(template), Some(content)) if self.states.is_some() => {
                let hash = self.hash_of(template);
                known_states::key(content, draft, (template, hash), view.house_style)
            }
            _ => String::new(),
        };
        let states = self.states.as_ref();
        let known = states.and_then(|states| states.get(&state_key));
        Some(Look::Read(Box::new(ReadDraft {
            stamp,
            listed,
            template,
            state_key,
            known,
        })))
    }

    /// The hash of a template's text, computed once.
    fn hash_of(&mut self, template: &Arc<Template>) -> ContentHash {
        let address = Arc::as_ptr(template).addr();
        let known = self.hashes.entry(address);
        let known = known.or_insert_with(|| {
            let hash = ContentHash::of(template.source.as_bytes());
            (Arc::clone(template), hash)
        });
        known.1
    }

    /// The rows of drafts, in their order. The contract of each draft that was read is checked on
    /// all processors, because that takes longer than the reading.
    pub(super) fn rows_of(
        &mut self,
        store: &Store,
        found: Vec<(PathBuf, Look)>,
        view: &View<'_>,
        states: States,
    ) -> Vec<(PathBuf, Row)> {
        let made = |(_, look): &(PathBuf, Look)| match look {
            Look::Known(row) => row.as_ref().clone(),
            Look::Read(read) => row(store, read, view, states),
        };
        let rows = if states == States::AtOnce {
            on_all_processors(&found, made)
        } else {
            found.iter().map(made).collect()
        };
        let mut all = Vec::with_capacity(rows.len());
        for ((path, look), row) in found.into_iter().zip(rows) {
            if let Look::Read(read) = look {
                if let (Some(known), Entry::Draft(draft)) = (&mut self.states, &row.entry)
                    && let Some(standing) = &draft.standing
                {
                    known.learn(row.state_key.clone(), **standing);
                }
                self.remember(store, &path, *read, &row, view);
            }
            all.push((path, row));
        }
        all
    }

    /// Remembers only a row with a reliable time stamp: a file changed just now may change again
    /// within the same clock tick. A recovery copy also depends on other files.
    fn remember(
        &mut self,
        store: &Store,
        path: &Path,
        read: ReadDraft,
        row: &Row,
        view: &View<'_>,
    ) {
        self.rows.remove(path);
        if let (Some(stamp), Ok(draft)) = (read.stamp, read.listed.draft)
            && stamp.is_settled(view.now)
            && !store.is_recovery_copy(path)
        {
            let remembered = Remembered {
                stamp,
                reference: draft.template,
                accepted: draft.accepted,
                template: read.template.and_then(Result::ok),
                row: row.clone(),
            };
            self.rows.insert(path.to_owned(), remembered);
        }
    }
}

/// The results for all of `items`, in their order. The items are shared among the processors.
fn on_all_processors<T: Sync, R: Send>(
    items: &[T],
    made: impl Fn(&T) -> R + Copy + Sync + Send,
) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = items.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let workers: Vec<_> = items
            .chunks(share)
            .map(|share| scope.spawn(move || share.iter().map(made).collect::<Vec<R>>()))
            .collect();
        let joined = workers.into_iter().map(|worker| {
            let results = worker.join();
            results.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        joined.flatten().collect()
    })
}

/// The template of a draft, or why it is missing.
pub(super) fn template_of(
    store: &Store,
    cache: &mut TemplateCache,
    made_with: MadeWith<'_>,
    view: &View<'_>,
) -> Result<Arc<Template>, String> {
    match cache.of_draft(store, made_with) {
        Ok(found) => Ok(found.template),
        Err(failure) => Err(view.reasons.template(&failure)),
    }
}

fn is_same_template(known: Option<&Arc<Template>>, now: Option<&Arc<Template>>) -> bool {
    match (known, now) {
        (Some(known), Some(now)) => Arc::ptr_eq(known, now),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}
