//! The list of drafts and templates for the home screen and `qianyue list`. The list is read in
//! pieces, and an unchanged draft is not read again.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use super::entry::{BrokenEntry, DraftEntry, Entry, TemplateEntry};
use super::failure::OpenFailure;
use super::found_by::{FoundBy, ListRow};
use super::known_states::{self, KnownStates};
use super::standing::Standing;
use super::templates::TemplateCache;
use crate::document::print_value;
use crate::draft::{Draft, MadeWith, State, TemplateReference, Values, values_of};
use crate::language::Language;
use crate::review::Contract;
use crate::store::{Family, ListedDraft, Original, Stamp, Store, StoreError, draft_name};
use crate::template::{FieldId, Style, StyleKeys, Template};
use crate::value::{ContentHash, Value, clean, date};

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

impl Row {
    /// Adds the original of a copy, which depends on the other files of the list.
    fn in_family(mut self, store: &Store, family: &Family, path: &Path) -> Self {
        if let Entry::Draft(draft) = &mut self.entry
            && !draft.is_recovered
        {
            let original = store
                .original_of(family, path)
                .map(|original| match original {
                    Original::There(path) => draft_name(&path),
                    Original::Gone(name) => name,
                });
            draft.copy_of = original.map(|name| clean(&name).text.into_owned());
        }
        self
    }

    /// The id of an entry whose state can be derived and is not.
    fn underived_id(&self) -> Option<&str> {
        match &self.entry {
            Entry::Draft(draft) if draft.standing.is_none() && !self.state_key.is_empty() => {
                Some(&draft.id)
            }
            Entry::Draft(_) | Entry::Broken(_) | Entry::Template(_) => None,
        }
    }

    /// The sort key: the latest change first, unreadable files last.
    fn place(&self) -> (bool, Option<DateTime<FixedOffset>>, String) {
        let (is_readable, updated) = match &self.entry {
            Entry::Draft(draft) => (true, draft.updated),
            Entry::Broken(_) | Entry::Template(_) => (false, None),
        };
        (is_readable, updated, self.name.clone())
    }

    fn listed_on(&self, today: NaiveDate) -> ListRow {
        ListRow {
            entry: self.entry_on(today),
            found_by: Arc::clone(&self.found_by),
        }
    }

    fn entry_on(&self, today: NaiveDate) -> Entry {
        let mut entry = self.entry.clone();
        if let Entry::Draft(draft) = &mut entry {
            draft.days_left = self.ends_on.map(|day| (day - today).num_days());
        }
        entry
    }
}

/// A draft of the list before its row is made.
enum Look {
    /// Neither the draft nor its template has changed.
    Known(Box<Row>),
    /// The draft was read.
    Read(Box<ReadDraft>),
}

/// A draft that was read, with the file state that it was read at.
struct ReadDraft {
    stamp: Option<Stamp>,
    listed: ListedDraft,
    template: Option<Result<Arc<Template>, String>>,
    /// The key of the draft's state; empty if the draft has no state or nobody reads it.
    state_key: String,
    /// The known state.
    known: Option<Standing>,
}

impl Memory {
    /// Forgets what another day may change, and reads the known states if they are needed.
    fn begin_piece(&mut self, store: &Store, view: &View<'_>, states: States) {
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
    fn look(
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
    fn read(
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
    fn rows_of(
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

/// The template of a draft, or why it is missing.
fn template_of(
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

fn row(store: &Store, read: &ReadDraft, view: &View<'_>, states: States) -> Row {
    let listed = &read.listed;
    let name = clean(&listed.name).text.into_owned();
    let (entry, ends_on) = match &listed.draft {
        Err(error) => {
            let broken = BrokenEntry {
                id: name,
                reason: (view.reasons.of_store)(error, view.reasons.language),
            };
            (Entry::Broken(broken), None)
        }
        Ok(draft) => {
            let (mut entry, ends_on) = match &read.template {
                Some(Ok(template)) => {
                    let derives = states == States::AtOnce && read.known.is_none();
                    if derives {
                        let contract = Contract::of(template, draft, view.house_style);
                        let standing = Standing::of(draft, &contract);
                        let (style, values) = (&contract.style, &contract.values);
                        summary(template, draft, style, values, Some(standing))
                    } else {
                        let style = draft.style_in(template, view.house_style);
                        let values = values_of(template, draft, &style);
                        summary(template, draft, &style, &values, read.known)
                    }
                }
                Some(Err(problem)) => {
                    let entry = DraftEntry {
                        problem: problem.clone(),
                        ..DraftEntry::default()
                    };
                    (entry, None)
                }
                None => (DraftEntry::default(), None),
            };
            if store.is_recovery_copy(&listed.path) {
                // A recovery copy may have the name of its draft, so its path is the id.
                entry.id = listed.path.to_string_lossy().into_owned();
                entry.is_recovered = true;
                // A file that was written by hand has no id, only a name.
                let original = store.draft_of_copy(&listed.path).ok();
                let name = original.map_or_else(|| draft.id.clone(), |path| draft_name(&path));
                entry.copy_of = Some(clean(&name).text.into_owned());
            } else {
                entry.id = name;
            }
            entry.title = clean(&draft.title).text.into_owned();
            entry.updated = draft.updated;
            (Entry::Draft(entry), ends_on)
        }
    };
    Row {
        found_by: Arc::new(FoundBy::of(&entry)),
        entry,
        state_key: read.state_key.clone(),
        ends_on,
        name: listed.name.clone(),
    }
}

/// The values of the fields that the template's `[summary]` names, and the last day.
fn summary(
    template: &Template,
    draft: &Draft,
    style: &Style,
    values: &Values,
    standing: Option<Standing>,
) -> (DraftEntry, Option<NaiveDate>) {
    let answered = |role: &Option<FieldId>| {
        let field = template.field(role.as_ref()?.as_str())?;
        Some((field, values.value(&field.place())?))
    };
    let printed = |role: &Option<FieldId>| match answered(role) {
        Some((_, Value::Date(day))) => date::iso(*day),
        Some((field, value)) => print_value(field, value, style),
        None => String::new(),
    };
    // A name with an error is still shown: the user knows and finds the draft by it.
    let wrong = |role: &Option<FieldId>| {
        let place = role.clone()?.into();
        let is_wrong = matches!(values.state(&place), State::Wrong);
        let given = draft.answers.get(&place).filter(|_| is_wrong)?;
        Some(clean(&given.as_text()).text.into_owned())
    };
    let named = |role| wrong(role).unwrap_or_else(|| printed(role));
    let ends_on = match answered(&template.summary.ends) {
        Some((_, Value::Date(day))) => Some(*day),
        Some(_) | None => None,
    };
    let amount_fen = match answered(&template.summary.amount) {
        Some((_, Value::Money(amount))) => Some(amount.fen()),
        Some(_) | None => None,
    };
    let entry = DraftEntry {
        amount_fen,
        party: named(&template.summary.party),
        subject: named(&template.summary.subject),
        amount: printed(&template.summary.amount),
        ends: printed(&template.summary.ends),
        progress: Some(values.progress(template)),
        standing: standing.map(Box::new),
        exported: draft.exported.clone().map(Box::new),
        ..DraftEntry::default()
    };
    (entry, ends_on)
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
                error: None,
                id,
            },
            Err(failure) => TemplateEntry {
                title: id.clone(),
                version: String::new(),
                error: Some(reasons.template(&failure)),
                id,
            },
        }));
    }
    Ok(entries)
}
