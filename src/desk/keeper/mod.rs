//! The drafts folder with at most one open draft: opens, locks, saves, copies and merges drafts.
//! Every function returns its result; threads and timers belong to the callers.

mod elsewhere;
mod merging;
mod past;
mod saving;
mod sharing;

use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, TimeDelta};

pub use elsewhere::SavedElsewhere;
pub use merging::Merged;
pub use saving::{SaveFailure, Saved};

use self::merging::Compared;
use super::copying::{CopyReport, Model, acknowledge_alike};
use super::failure::OpenFailure;
use super::from_paper::{FromPaper, Kept};
use super::house::House;
use super::office;
use super::opened::{OpenedDraft, WithoutTemplate};
use super::reopening;
use super::templates::{TemplateCache, new_draft};
use crate::draft::{Circumstances, Copied, Draft, accept_standing, copy};
use crate::store::{DraftLock, OpenDraft, StandingDecision, Store, StoreError};
use crate::template::{ProfileKey, Template};

/// How long a draft stays in the trash.
const TRASH_AGE: TimeDelta = TimeDelta::days(30);

/// The store, the templates, and the draft that is open.
pub struct Keeper {
    store: Store,
    house: Arc<House>,
    cache: TemplateCache,
    open: Option<Open>,
    compared: Option<Compared>,
    /// The clock.
    now: fn() -> DateTime<FixedOffset>,
}

/// The draft that is open.
struct Open {
    /// The draft's file. A new draft has no file until the first save after the user types.
    file: Option<OpenDraft>,
    /// Held while the draft is open, so that other windows see that it is in use.
    lock: Option<DraftLock>,
    /// The window that has the draft open, if the draft is read-only here.
    in_use: Option<StoreError>,
}

/// What a new draft starts with.
#[derive(Debug)]
pub enum Begun {
    /// No answers.
    Empty(OpenedDraft),
    /// The answers of another draft, and what became of them.
    Copied(OpenedDraft, Copied),
    /// The answers of a contract in a DOCX, and what became of them.
    FromPaper(OpenedDraft, FromPaper, Copied),
}

impl Keeper {
    /// Works on the drafts of `store`. The keeper asks `cache` for templates; a cache with a parser
    /// of its own may answer that a template is not parsed yet. `now` is the clock.
    #[must_use]
    pub fn new(
        store: Store,
        house: Arc<House>,
        cache: TemplateCache,
        now: fn() -> DateTime<FixedOffset>,
    ) -> Self {
        Self {
            store,
            house,
            cache,
            open: None,
            compared: None,
            now,
        }
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The templates that are parsed already.
    pub fn cache(&mut self) -> &mut TemplateCache {
        &mut self.cache
    }

    /// The store and the templates, for reading lists.
    pub fn sources(&mut self) -> (&Store, &mut TemplateCache) {
        (&self.store, &mut self.cache)
    }

    /// The file of the open draft; `None` without an open draft, and for a new draft.
    #[must_use]
    pub fn file(&self) -> Option<&OpenDraft> {
        self.open.as_ref()?.file.as_ref()
    }

    /// Looks for the template of `draft`. A cache with a parser of its own starts to parse it.
    pub fn find_template(&mut self, draft: &Draft) {
        let _found = self.cache.of_draft(&self.store, draft.made_with());
    }

    /// As [`Keeper::find_template`], for the open draft.
    pub fn find_own_template(&mut self) {
        if let Some(draft) = self.file().map(|file| file.draft().clone()) {
            self.find_template(&draft);
        }
    }

    /// Opens a draft by id or path, or imports a DOCX. The report is that of the import.
    ///
    /// # Errors
    /// The file cannot be read, or its template is missing.
    pub fn open(&mut self, source: &str) -> Result<(OpenedDraft, Option<FromPaper>), OpenFailure> {
        if !reopening::is_paper(source) {
            return Ok((self.open_draft(source)?, None));
        }
        let (id, report) = reopening::keep(
            &self.store,
            &mut self.cache,
            Path::new(source),
            &self.house.style,
            (self.now)(),
        )?;
        let opened = self.open_draft(&id)?;
        Ok((opened, Some(report)))
    }

    fn open_draft(&mut self, id: &str) -> Result<OpenedDraft, OpenFailure> {
        self.open = None;
        // A template may have been installed since the list was read.
        self.cache.forget_installed();
        let file = self.store.load(id).map_err(OpenFailure::Store)?;
        let (lock, in_use) = self.ask_for(&file);
        let opened = self.shown_again(&file, in_use.clone())?;
        self.open = Some(Open {
            file: Some(file),
            lock,
            in_use,
        });
        Ok(opened)
    }

    /// The answers of a draft that could not be opened because only its template is missing.
    ///
    /// # Errors
    /// `failure`, if it has another reason.
    pub fn without_template(
        &self,
        source: &str,
        failure: OpenFailure,
    ) -> Result<WithoutTemplate, OpenFailure> {
        let lacks_template = match &failure {
            OpenFailure::NoTemplate { .. } | OpenFailure::BrokenTemplate { .. } => true,
            OpenFailure::Store(_)
            | OpenFailure::NoSuchTemplate { .. }
            | OpenFailure::Paper { .. }
            | OpenFailure::NoContract { .. } => false,
        };
        match self.store.load(source) {
            Ok(file) if lacks_template => Ok(WithoutTemplate {
                draft: file.draft().clone(),
                path: file.path().to_owned(),
                why: failure,
            }),
            Ok(_) | Err(_) => Err(failure),
        }
    }

    /// Begins a draft of a template; without a template, of the template of `from`, or of the first
    /// installed template. Copies the answers of `from` as its purpose demands.
    ///
    /// # Errors
    /// The template or the draft `from` cannot be read.
    pub fn begin(
        &mut self,
        template: Option<String>,
        from: Option<&Model>,
    ) -> Result<Begun, OpenFailure> {
        self.open = None;
        let model = from.map(|from| self.model(&from.source)).transpose()?;
        let template_id = match (template, &model) {
            (Some(id), _) => id,
            (None, Some((model, _))) => model.template.id.clone(),
            (None, None) => first_template(&self.store).map_err(OpenFailure::Store)?,
        };
        let (template, mut draft) = new_draft(&self.store, &mut self.cache, &template_id)?;
        let mut copied = None;
        if let Some((from, (model, report))) = from.zip(model) {
            let old_template = self.template_of_model(&model)?;
            let profile = |key: ProfileKey| self.house.profile.get(&key).cloned();
            let circumstances = Circumstances {
                old_template: old_template.as_deref(),
                style: &self.house.style,
                profile: &profile,
                now: (self.now)(),
            };
            let mut done = copy(&template, &model, from.purpose, &circumstances, &mut draft);
            if let Some(old) = &old_template {
                let (style, purpose) = (&self.house.style, from.purpose);
                let templates = [&**old, &*template];
                done.acknowledged =
                    acknowledge_alike(templates, style, &model, purpose, &mut draft);
            }
            copied = Some((report, done));
        }
        accept_standing(&template, &self.house.standing, &mut draft);
        self.open = Some(Open {
            file: None,
            lock: None,
            in_use: None,
        });
        let opened = OpenedDraft {
            is_new: true,
            ..OpenedDraft::writable(Arc::clone(&template), draft)
        };
        Ok(match copied {
            None => Begun::Empty(opened),
            Some((None, copied)) => Begun::Copied(opened, copied),
            Some((Some(report), done)) => {
                let copied = CopyReport::new(&template, &done, &opened.draft);
                Begun::FromPaper(opened, FromPaper { copied, ..report }, done)
            }
        })
    }

    /// The template that the copied draft was made with; `None` if its text is lost.
    fn template_of_model(&mut self, model: &Draft) -> Result<Option<Arc<Template>>, OpenFailure> {
        let found = self.cache.of_draft(&self.store, model.made_with());
        // A template that is not parsed yet is not lost.
        self.cache.expect_all()?;
        let found = found.ok().filter(|found| !found.is_another);
        Ok(found.map(|found| found.template))
    }

    /// The draft whose answers are copied, and the report of the import if the draft comes from a
    /// DOCX.
    fn model(&mut self, source: &str) -> Result<(Draft, Option<FromPaper>), OpenFailure> {
        if reopening::is_paper(source) {
            let (path, style) = (Path::new(source), &self.house.style);
            let reopened = reopening::reopen(&self.store, &mut self.cache, path, style)?;
            let kept = Kept::Model;
            let report = FromPaper {
                kept,
                ..reopened.report
            };
            return Ok((reopened.draft, Some(report)));
        }
        let file = self.store.load(source).map_err(OpenFailure::Store)?;
        Ok((file.draft().clone(), None))
    }

    /// Records a standing decision for the drafts that are made from now on.
    pub fn decide(&mut self, decision: &StandingDecision) {
        Arc::make_mut(&mut self.house).decide(decision);
    }

    /// Closes the open draft and releases its lock.
    pub fn close(&mut self) {
        self.open = None;
    }

    /// The id of the open draft; empty until the draft is saved.
    #[must_use]
    pub(super) fn open_id(&self) -> String {
        let file = self.file().filter(|file| !file.is_new());
        file.map(|file| file.draft().id.clone()).unwrap_or_default()
    }

    /// Records the template's hash in a draft whose author, a script, named none. The draft keeps
    /// this template from now on.
    fn pin(&self, draft: &mut Draft, template: &Template) {
        if let Ok(hash) = self.store.pin_template(template.source.as_bytes()) {
            draft.template.version.clone_from(&template.version);
            draft.template.sha256 = hash.to_string();
            draft.template.tables = template.table_rule();
        }
    }

    /// Moves the draft with this id to the trash.
    ///
    /// # Errors
    /// The draft does not exist, or the disk refuses.
    pub fn trash(&self, id: &str) -> Result<(), StoreError> {
        let path = self.store.find(id)?;
        self.store.trash(&path, (self.now)())?;
        Ok(())
    }

    /// Restores the draft with this id from the trash.
    ///
    /// # Errors
    /// The trash does not contain the draft, or the disk refuses.
    pub fn restore(&self, id: &str) -> Result<(), StoreError> {
        // The list names a recovery copy by its path.
        let path = Path::new(id);
        let name = match path.file_stem().and_then(OsStr::to_str) {
            Some(name) if self.store.is_recovery_copy(path) => name,
            Some(_) | None => id,
        };
        let trashed = self
            .store
            .list_trash()?
            .into_iter()
            .filter(|trashed| trashed.listed.name.starts_with(name))
            // Prefer an exact name to a longer name with the same beginning.
            .max_by_key(|trashed| (trashed.listed.name == name, trashed.since));
        match trashed {
            Some(trashed) => self.store.restore_from_trash(&trashed).map(|_| ()),
            None => Err(StoreError::NotFound {
                source_given: id.to_owned(),
            }),
        }
    }

    /// Deletes temporary files, superseded recovery copies, expired drafts in the trash, and the
    /// files of conversions that did not end.
    pub fn sweep(&self) {
        let now = (self.now)();
        // A failed sweep is harmless; the next start sweeps again.
        let _swept = self.store.sweep_temporaries(now);
        let _superseded = self.store.sweep_recovery_copies();
        let _purged = self.store.purge_trash(now, TRASH_AGE);
        office::sweep();
    }
}

/// The template for a new draft if the request names none.
fn first_template(store: &Store) -> Result<String, StoreError> {
    store
        .templates()?
        .into_iter()
        .next()
        .map(|template| template.id)
        .ok_or_else(|| StoreError::NotFound {
            source_given: String::new(),
        })
}
