//! The list of drafts and templates for the home screen and `qianyue list`. The list is read in
//! pieces, and an unchanged draft is not read again.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::entry::{BrokenEntry, DraftEntry, Entry, TemplateEntry};
use super::failure::OpenFailure;
use super::found_by::{FoundBy, ListRow};
use super::templates::TemplateCache;
use crate::document::print_value;
use crate::draft::{Draft, MadeWith, State, TemplateReference, values_of};
use crate::language::Language;
use crate::store::{Family, ListedDraft, Original, Stamp, Store, StoreError, draft_name};
use crate::template::{FieldId, StyleKeys, Template};
use crate::value::{Value, clean, date};

/// How many drafts are read before other jobs may run.
const PIECE: usize = 64;
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
    found_by: Arc<FoundBy>,
    ends_on: Option<NaiveDate>,
    name: String,
}

/// A list that is being read in pieces.
#[derive(Debug)]
pub struct Listing {
    /// The drafts that are still to be read, the newest last.
    waiting: Vec<PathBuf>,
    all: HashSet<PathBuf>,
    /// The listed drafts, to find the original of each copy.
    family: Family,
    rows: Vec<Row>,
    templates: Vec<ListRow>,
    next_report: usize,
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
) -> Result<Vec<Entry>, StoreError> {
    let mut memory = Memory::default();
    let mut listing = Listing::begin(store, cache, view)?;
    while !listing.is_done() {
        listing.read_piece(store, cache, &mut memory, view);
    }
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
    ) -> Result<Self, StoreError> {
        cache.forget_installed();
        let mut waiting = store.draft_paths()?;
        let family = Family::of(&waiting);
        waiting.extend(store.waiting_recovery_copies());
        // A file name starts with its creation time, so reading from the end reads the newest
        // first.
        waiting.sort();
        Ok(Self {
            all: waiting.iter().cloned().collect(),
            family,
            rows: Vec::with_capacity(waiting.len()),
            waiting,
            templates: templates(store, cache, view.reasons)?
                .into_iter()
                .map(ListRow::from)
                .collect(),
            next_report: PIECE,
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
        memory.n_bytes = 0;
        for _ in 0..PIECE {
            let Some(path) = self.waiting.pop() else {
                break;
            };
            let row = memory.row(store, cache, &path, view);
            if cache.take_missed() {
                self.waiting.push(path);
                self.is_held_up = true;
                return;
            }
            self.rows
                .extend(row.map(|row| row.in_family(store, &self.family, &path)));
            if memory.n_bytes >= PIECE_BYTES {
                break;
            }
        }
        if self.is_done() {
            memory.rows.retain(|path, _| self.all.contains(path));
        }
    }

    /// Whether enough rows were added since the last time to show the list again.
    pub fn is_worth_showing(&mut self) -> bool {
        let is_worth = self.is_done() || self.rows.len() >= self.next_report;
        if is_worth {
            self.next_report = self.rows.len().saturating_mul(GROWTH).max(PIECE);
        }
        is_worth
    }

    /// The entries read so far, in the order of the list.
    #[must_use]
    pub fn entries(&self, view: &View<'_>) -> Vec<ListRow> {
        let mut rows: Vec<&Row> = self.rows.iter().collect();
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

impl Memory {
    /// The row of the draft at `path`, read again if the draft or its template may have changed;
    /// `None` if the file is gone.
    fn row(
        &mut self,
        store: &Store,
        cache: &mut TemplateCache,
        path: &Path,
        view: &View<'_>,
    ) -> Option<Row> {
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
            return Some(known.row.clone());
        }
        let listed = store.read_listed(path)?;
        let draft = listed.draft.as_ref().ok();
        let names = draft.map(|draft| (draft.template.clone(), draft.accepted.clone()));
        let template = draft.map(|draft| template_of(store, cache, draft.made_with(), view));
        let known = template.clone().and_then(Result::ok);
        self.n_bytes += known.as_ref().map_or(0, |template| template.source.len());
        let row = row(store, listed, template, view);
        self.rows.remove(path);
        // Remember only a row with a reliable time stamp: a file changed just now may change again
        // within the same clock tick. A recovery copy also depends on other files.
        if let (Some(stamp), Some((reference, accepted))) = (stamp, names)
            && stamp.is_settled(view.now)
            && !store.is_recovery_copy(path)
        {
            let remembered = Remembered {
                stamp,
                reference,
                accepted,
                template: known,
                row: row.clone(),
            };
            self.rows.insert(path.to_owned(), remembered);
        }
        Some(row)
    }
}

/// Reads one draft as an entry of the list.
#[must_use]
pub fn entry(
    store: &Store,
    cache: &mut TemplateCache,
    listed: ListedDraft,
    view: &View<'_>,
) -> Entry {
    let draft = listed.draft.as_ref().ok();
    let template = draft.map(|draft| template_of(store, cache, draft.made_with(), view));
    let path = listed.path.clone();
    row(store, listed, template, view)
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

fn row(
    store: &Store,
    listed: ListedDraft,
    template: Option<Result<Arc<Template>, String>>,
    view: &View<'_>,
) -> Row {
    let name = clean(&listed.name).text.into_owned();
    let (entry, ends_on) = match listed.draft {
        Err(error) => {
            let broken = BrokenEntry {
                id: name,
                reason: (view.reasons.of_store)(&error, view.reasons.language),
            };
            (Entry::Broken(broken), None)
        }
        Ok(draft) => {
            let (mut entry, ends_on) = match template {
                Some(Ok(template)) => summary(&template, &draft, view.house_style),
                Some(Err(problem)) => {
                    let entry = DraftEntry {
                        problem,
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
        ends_on,
        name: listed.name,
    }
}

/// The values of the fields that the template's `[summary]` names, and the last day.
fn summary(
    template: &Template,
    draft: &Draft,
    house_style: &StyleKeys,
) -> (DraftEntry, Option<NaiveDate>) {
    let style = draft.style_in(template, house_style);
    let values = values_of(template, draft, &style);
    let answered = |role: &Option<FieldId>| {
        let field = template.field(role.as_ref()?.as_str())?;
        Some((field, values.value(&field.place())?))
    };
    let printed = |role: &Option<FieldId>| match answered(role) {
        Some((_, Value::Date(day))) => date::iso(*day),
        Some((field, value)) => print_value(field, value, &style),
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
