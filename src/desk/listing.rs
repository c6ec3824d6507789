//! The list of drafts and templates for the home screen and `qianyue list`. The list is read in
//! pieces, and an unchanged draft is not read again.

mod reading;
mod row;

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use chrono::NaiveDate;

use super::entry::{Entry, TemplateEntry};
use super::failure::OpenFailure;
use super::found_by::{FoundBy, ListRow};
use super::known_states::KnownStates;
use super::standing::Standing;
use super::templates::TemplateCache;
use crate::draft::{MadeWith, TemplateReference};
use crate::language::Language;
use crate::store::{Family, ListedDraft, Stamp, Store, StoreError};
use crate::template::{FieldId, StyleKeys, Template};
use crate::value::{ContentHash, clean};
use reading::{ReadDraft, template_of};
use row::row;

/// How many drafts are read before other jobs may run.
const PIECE: usize = 64;
/// How many states are derived before other jobs may run.
const DERIVED_PIECE: usize = 8;
/// The size of the templates that one piece may evaluate drafts with. A piece reads at least one
/// draft.
const PIECE_BYTES: usize = 8 * 1024 * 1024;
/// Rows are shown after the first piece, and then whenever their number has grown by this factor.
const GROWTH: usize = 8;

/// The settings that a list is made with.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The house style, which a draft's own style overrides.
    pub house_style: &'a StyleKeys,
    /// The functions that word error messages.
    pub reasons: Reasons,
    /// When the list is read.
    pub now: SystemTime,
    /// The day that deadlines are counted from.
    pub today: NaiveDate,
}

/// When the states of the listed drafts are derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum States {
    /// Never: nobody reads them.
    Unread,
    /// With each draft.
    AtOnce,
    /// After the list was read, with [`Listing::derive_piece`]. Only known states come with the
    /// list.
    Later,
}

/// Functions that word why a file in the list cannot be used. A higher floor supplies them.
#[derive(Clone, Copy, Debug)]
pub struct Reasons {
    /// The language of the list.
    pub language: Language,
    /// Words why a file cannot be read.
    pub of_store: fn(&StoreError, Language) -> String,
    /// Words why a template is missing.
    pub of_template: fn(&OpenFailure, Language) -> String,
}

impl Reasons {
    fn template(&self, failure: &OpenFailure) -> String {
        (self.of_template)(failure, self.language)
    }
}

/// The rows of drafts that were read earlier, by file.
#[derive(Debug, Default)]
pub struct Memory {
    rows: HashMap<PathBuf, Remembered>,
    /// The day of the rows. A confirmation may have expired on another day.
    today: Option<NaiveDate>,
    /// The derived states; `None` until the first list reads them.
    states: Option<KnownStates>,
    /// The hashes of the templates, by the address of the template, which the entry keeps alive.
    hashes: HashMap<usize, (Arc<Template>, ContentHash)>,
    /// The size of the templates that this piece has used so far.
    n_bytes: usize,
}

/// A row with the file states that it was made from.
#[derive(Debug)]
struct Remembered {
    stamp: Stamp,
    reference: TemplateReference,
    accepted: Vec<String>,
    template: Option<Arc<Template>>,
    row: Row,
}

impl Remembered {
    fn made_with(&self) -> MadeWith<'_> {
        MadeWith {
            template: &self.reference,
            accepted: &self.accepted,
        }
    }
}

/// An entry with its sort keys.
#[derive(Clone, Debug)]
struct Row {
    entry: Entry,
    /// The key of the draft's state; empty if the draft has no state.
    state_key: String,
    found_by: Arc<FoundBy>,
    ends_on: Option<NaiveDate>,
    name: String,
}

/// A list that is being read in pieces.
#[derive(Debug)]
pub struct Listing {
    states: States,
    /// The ids of the entries whose states are not derived yet, with their places in `rows`, the next
    /// one last.
    underived: Vec<(String, usize)>,
    /// The ids of the entries whose states come first.
    wanted_first: Vec<String>,
    /// The drafts that are still to be read, the newest last.
    waiting: Vec<PathBuf>,
    all: HashSet<PathBuf>,
    /// The listed drafts, to find the original of each copy.
    family: Family,
    rows: Vec<(PathBuf, Row)>,
    templates: Vec<ListRow>,
    next_report: usize,
    /// Whether the whole list was shown.
    was_shown_whole: bool,
    /// Whether the template of the next draft is not parsed yet.
    is_held_up: bool,
}

/// Reads the whole list: drafts with the newest first, then unreadable files, then templates.
///
/// # Errors
/// A folder cannot be listed.
pub fn entries(
    store: &Store,
    cache: &mut TemplateCache,
    view: &View<'_>,
    states: States,
) -> Result<Vec<Entry>, StoreError> {
    let mut memory = Memory::default();
    let mut listing = Listing::begin(store, cache, view, states)?;
    while !listing.is_done() {
        listing.read_piece(store, cache, &mut memory, view);
    }
    listing.keep_states(store, &mut memory);
    let listed = listing.entries(view).into_iter();
    Ok(listed.map(|listed| listed.entry).collect())
}

impl Listing {
    /// Lists the drafts and reads the templates.
    ///
    /// # Errors
    /// A folder cannot be listed.
    pub fn begin(
        store: &Store,
        cache: &mut TemplateCache,
        view: &View<'_>,
        states: States,
    ) -> Result<Self, StoreError> {
        cache.forget_installed();
        let mut waiting = store.draft_paths()?;
        let family = Family::of(&waiting);
        waiting.extend(store.waiting_recovery_copies());
        // A file name starts with its creation time, so reading from the end reads the newest
        // first.
        waiting.sort();
        Ok(Self {
            states,
            underived: Vec::new(),
            wanted_first: Vec::new(),
            all: waiting.iter().cloned().collect(),
            family,
            rows: Vec::with_capacity(waiting.len()),
            waiting,
            templates: templates(store, cache, view.reasons)?
                .into_iter()
                .map(ListRow::from)
                .collect(),
            next_report: PIECE,
            was_shown_whole: false,
            is_held_up: false,
        })
    }

    /// Whether reading must wait until the template of the next draft is parsed.
    #[must_use]
    pub fn is_held_up(&self) -> bool {
        self.is_held_up
    }

    /// Continues after a missing template was parsed.
    pub fn try_again(&mut self) {
        self.is_held_up = false;
    }

    /// Whether every draft has been read.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Reads the next few drafts, and stops at a draft whose template is not parsed yet.
    pub fn read_piece(
        &mut self,
        store: &Store,
        cache: &mut TemplateCache,
        memory: &mut Memory,
        view: &View<'_>,
    ) {
        memory.begin_piece(store, view, self.states);
        let mut found = Vec::new();
        for _ in 0..PIECE {
            let Some(path) = self.waiting.pop() else {
                break;
            };
            let look = memory.look(store, cache, &path, view);
            if cache.take_missed() {
                self.waiting.push(path);
                self.is_held_up = true;
                break;
            }
            found.extend(look.map(|look| (path, look)));
            if memory.n_bytes >= PIECE_BYTES {
                break;
            }
        }
        for (path, row) in memory.rows_of(store, found, view, self.states) {
            let row = row.in_family(store, &self.family, &path);
            if self.states == States::Later
                && let Some(id) = row.underived_id()
            {
                self.underived.push((id.to_owned(), self.rows.len()));
            }
            self.rows.push((path, row));
        }
        if !self.is_held_up && self.is_done() {
            memory.rows.retain(|path, _| self.all.contains(path));
            // The newest drafts were read first.
            self.underived.reverse();
            self.sort_underived();
        }
    }

    /// Whether the whole list was shown, so that its states may be derived.
    #[must_use]
    pub fn was_shown_whole(&self) -> bool {
        self.was_shown_whole
    }

    /// Whether the state of every draft is known.
    #[must_use]
    pub fn is_derived(&self) -> bool {
        self.is_done() && self.underived.is_empty()
    }

    /// Has the states of these entries derived before all others, in this order.
    pub fn derive_first(&mut self, ids: Vec<String>) {
        self.wanted_first = ids;
        if self.is_done() {
            self.sort_underived();
        }
    }

    fn sort_underived(&mut self) {
        let wanted = &self.wanted_first;
        let place = |id: &String| wanted.iter().rev().position(|wanted| wanted == id);
        // The sort is stable, so that the others keep their order.
        self.underived.sort_by_cached_key(|(id, _)| place(id));
    }

    /// Derives the next few states of a list that was read, and returns them with the ids of their
    /// entries. Keeps the states on disk when the last one is derived.
    pub fn derive_piece(
        &mut self,
        store: &Store,
        cache: &mut TemplateCache,
        memory: &mut Memory,
        view: &View<'_>,
    ) -> Vec<(String, Standing)> {
        memory.begin_piece(store, view, States::AtOnce);
        let (mut found, mut places) = (Vec::new(), Vec::new());
        for _ in 0..DERIVED_PIECE {
            let Some((id, place)) = self.underived.pop() else {
                break;
            };
            let Some((path, _)) = self.rows.get(place) else {
                continue;
            };
            let look = memory.read(store, cache, path, view);
            if cache.take_missed() {
                self.underived.push((id, place));
                self.is_held_up = true;
                break;
            }
            if let Some(look) = look {
                places.push(place);
                found.push((path.clone(), look));
            }
        }
        let mut derived = Vec::new();
        let rows = memory.rows_of(store, found, view, States::AtOnce);
        for (place, (path, row)) in places.into_iter().zip(rows) {
            let row = row.in_family(store, &self.family, &path);
            if let Entry::Draft(draft) = &row.entry
                && let Some(standing) = &draft.standing
            {
                derived.push((draft.id.clone(), **standing));
            }
            if let Some((_, known)) = self.rows.get_mut(place) {
                *known = row;
            }
        }
        if self.is_derived() {
            self.keep_states(store, memory);
        } else if let Some(states) = &mut memory.states {
            states.keep_some(store);
        }
        derived
    }

    /// Keeps the states of a complete list on disk.
    fn keep_states(&self, store: &Store, memory: &mut Memory) {
        if let Some(states) = &mut memory.states {
            let keys = self.rows.iter().map(|(_, row)| row.state_key.as_str());
            states.keep(store, keys);
        }
    }

    /// Whether enough rows were added since the last time to show the list again.
    pub fn is_worth_showing(&mut self) -> bool {
        let is_worth = self.is_done() || self.rows.len() >= self.next_report;
        self.was_shown_whole |= self.is_done();
        if is_worth {
            self.next_report = self.rows.len().saturating_mul(GROWTH).max(PIECE);
        }
        is_worth
    }

    /// The entries read so far, in the order of the list.
    #[must_use]
    pub fn entries(&self, view: &View<'_>) -> Vec<ListRow> {
        let mut rows: Vec<&Row> = self.rows.iter().map(|(_, row)| row).collect();
        rows.sort_by_cached_key(|row| Reverse(row.place()));
        rows.into_iter()
            .map(|row| row.listed_on(view.today))
            .chain(self.templates.iter().cloned())
            .collect()
    }
}

/// Reads one draft as an entry of the list, without its state.
#[must_use]
pub fn entry(
    store: &Store,
    cache: &mut TemplateCache,
    listed: ListedDraft,
    view: &View<'_>,
) -> Entry {
    let path = listed.path.clone();
    let draft = listed.draft.as_ref().ok();
    let template = draft.map(|draft| template_of(store, cache, draft.made_with(), view));
    let read = ReadDraft {
        stamp: None,
        listed,
        template,
        state_key: String::new(),
        known: None,
    };
    row(store, &read, view, States::Unread)
        .in_family(store, &Family::default(), &path)
        .entry_on(view.today)
}

/// Every installed template; a broken template carries its error.
///
/// # Errors
/// The folder cannot be listed.
pub fn templates(
    store: &Store,
    cache: &mut TemplateCache,
    reasons: Reasons,
) -> Result<Vec<Entry>, StoreError> {
    let mut entries = Vec::new();
    for stored in store.templates()? {
        let id = clean(&stored.id).text.into_owned();
        let parsed = match stored.text {
            Ok(bytes) => cache.parse(&stored.id, &bytes),
            Err(error) => Err(OpenFailure::Store(error)),
        };
        entries.push(Entry::Template(match parsed {
            Ok(template) => TemplateEntry {
                title: template.title.clone(),
                version: template.version.clone(),
                party: label(&template, template.summary.party.as_ref(), reasons.language),
                subject: label(
                    &template,
                    template.summary.subject.as_ref(),
                    reasons.language,
                ),
                error: None,
                id,
            },
            Err(failure) => TemplateEntry {
                title: id.clone(),
                error: Some(reasons.template(&failure)),
                id,
                ..TemplateEntry::default()
            },
        }));
    }
    Ok(entries)
}

/// The label of a field that the template's `[summary]` names; empty if it names none.
fn label(template: &Template, role: Option<&FieldId>, language: Language) -> String {
    let field = role.and_then(|role| template.field(role.as_str()));
    field.map_or_else(String::new, |field| {
        clean(field.label.get(language)).text.into_owned()
    })
}
