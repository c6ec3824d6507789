//! The list of drafts and templates, as the home screen and `qianyue list` show it: read piece by
//! piece, and what has not changed since the last time is not read again.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::entry::{BrokenEntry, DraftEntry, Entry, TemplateEntry};
use super::failure::OpenFailure;
use super::found_by::{FoundBy, Listed};
use super::templates::TemplateCache;
use crate::document::print_value;
use crate::draft::{Draft, MadeWith, State, TemplateReference, values_of};
use crate::language::Language;
use crate::store::{Family, ListedDraft, Original, Stamp, Store, StoreError, draft_name};
use crate::template::{FieldId, StyleKeys, Template};
use crate::value::{Value, clean, date};

/// How many drafts are read before other work has its turn.
const PIECE: usize = 64;
/// How many bytes of templates the drafts of a piece are evaluated with; one draft is read in any
/// case.
const PIECE_BYTES: usize = 8 * 1024 * 1024;
/// The first rows are shown after a piece; then whenever there are so many times more.
const GROWTH: usize = 8;

/// How the list is to be made.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The style of the house, below that of a draft.
    pub house_style: &'a StyleKeys,
    /// How reasons are worded.
    pub reasons: Reasons,
    /// When the list is read.
    pub now: SystemTime,
    /// The day that deadlines are counted from.
    pub today: NaiveDate,
}

/// How a list says why a file in it cannot be used. The words stand on a floor above this one.
#[derive(Clone, Copy, Debug)]
pub struct Reasons {
    /// The language of the list.
    pub language: Language,
    /// Why a file cannot be read.
    pub of_store: fn(&StoreError, Language) -> String,
    /// Why there is no template.
    pub of_template: fn(&OpenFailure, Language) -> String,
}

impl Reasons {
    fn template(&self, failure: &OpenFailure) -> String {
        (self.of_template)(failure, self.language)
    }
}

/// The rows of drafts that were read before, by file.
#[derive(Debug, Default)]
pub struct Memory {
    rows: HashMap<PathBuf, Remembered>,
    /// The bytes of the templates of rows that were made for this piece.
    n_bytes: usize,
}

/// A row, and what it was made of.
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

/// A line of the list with what puts it in its place.
#[derive(Clone, Debug)]
struct Row {
    entry: Entry,
    found_by: Arc<FoundBy>,
    ends_on: Option<NaiveDate>,
    name: String,
}

/// A list that is being read.
#[derive(Debug)]
pub struct Listing {
    /// What is still to be read, the newest last.
    waiting: Vec<PathBuf>,
    all: HashSet<PathBuf>,
    /// The drafts that are listed, to tell their copies.
    family: Family,
    rows: Vec<Row>,
    templates: Vec<Listed>,
    next_report: usize,
    /// Whether the template of the next draft is missing for now.
    is_held_up: bool,
}

/// Drafts, newest first, then those that cannot be read, then templates.
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
    /// Learns which drafts and templates there are; reads the templates.
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
        // Names begin with their time: the newest drafts are read first.
        waiting.sort();
        Ok(Self {
            all: waiting.iter().cloned().collect(),
            family,
            rows: Vec::with_capacity(waiting.len()),
            waiting,
            templates: templates(store, cache, view.reasons)?
                .into_iter()
                .map(Listed::from)
                .collect(),
            next_report: PIECE,
            is_held_up: false,
        })
    }

    /// Whether the template of the next draft is missing for now.
    #[must_use]
    pub fn is_held_up(&self) -> bool {
        self.is_held_up
    }

    /// Tries again what was missing.
    pub fn try_again(&mut self) {
        self.is_held_up = false;
    }

    /// Whether every draft has been read.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Reads the next few drafts; none of them whose template is missing for now.
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

    /// Whether there are so many more rows than last time that they are worth showing.
    pub fn is_worth_showing(&mut self) -> bool {
        let is_worth = self.is_done() || self.rows.len() >= self.next_report;
        if is_worth {
            self.next_report = self.rows.len().saturating_mul(GROWTH).max(PIECE);
        }
        is_worth
    }

    /// What has been read so far, in order.
    #[must_use]
    pub fn entries(&self, view: &View<'_>) -> Vec<Listed> {
        let mut rows: Vec<&Row> = self.rows.iter().collect();
        rows.sort_by_cached_key(|row| Reverse(row.place()));
        rows.into_iter()
            .map(|row| row.listed_on(view.today))
            .chain(self.templates.iter().cloned())
            .collect()
    }
}

impl Row {
    /// The same, saying which draft it is a copy of, which depends on the others.
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

    /// The last changed first, what cannot be read last.
    fn place(&self) -> (bool, Option<DateTime<FixedOffset>>, String) {
        let (is_readable, updated) = match &self.entry {
            Entry::Draft(draft) => (true, draft.updated),
            Entry::Broken(_) | Entry::Template(_) => (false, None),
        };
        (is_readable, updated, self.name.clone())
    }

    fn listed_on(&self, today: NaiveDate) -> Listed {
        Listed {
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
    /// The row of the draft at `path`, read again if it or its template may have changed; `None`
    /// if it has gone.
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
        // A file that was changed just now may change once more within the same tick of its clock.
        // What a recovery copy belongs to depends on other files as well.
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

/// One draft as a line of a list, read anew.
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

/// The template of a draft, or why there is none.
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
                // Its name may be that of its draft.
                entry.id = listed.path.to_string_lossy().into_owned();
                entry.is_recovered = true;
                // A file that somebody wrote by hand has no id, only a name.
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

/// What the template's `[summary]` names of a draft, and its last day.
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
    // A name that is wrong is a name all the same: the draft is known and found by it.
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

/// Every installed template; broken ones say why.
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
