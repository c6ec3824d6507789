//! Which drafts there are, and which one a person means.

use std::io;
use std::path::{Path, PathBuf};

use super::disk::Stamp;
use super::drafts::{Store, parse};
use super::error::{Operation, StoreError};
use super::names::{conflict_original, id_of_name, is_draft_name, name_of};
use crate::draft::Draft;

/// How many drafts an ambiguous beginning names in its message.
const SHOWN_MATCHES: usize = 10;

/// A draft file as the list shows it.
#[derive(Clone, Debug)]
pub struct ListedDraft {
    /// The file.
    pub path: PathBuf,
    /// Its name without `.toml`: the id, or whatever it was named; as found, not cleaned.
    pub name: String,
    /// The draft, or why it cannot be read.
    pub draft: Result<Draft, StoreError>,
}

impl Store {
    /// Every draft, the last changed first; those that cannot be read come last.
    ///
    /// # Errors
    /// The folder cannot be listed; that it is not there only means that there are no drafts.
    pub fn list(&self) -> Result<Vec<ListedDraft>, StoreError> {
        let mut drafts: Vec<ListedDraft> = self
            .draft_paths()?
            .iter()
            .filter_map(|path| self.read_listed(path))
            .collect();
        drafts.sort_by(|a, b| {
            let updated = |listed: &ListedDraft| {
                let draft = listed.draft.as_ref().ok();
                (draft.is_some(), draft.and_then(|draft| draft.updated))
            };
            updated(b)
                .cmp(&updated(a))
                .then_with(|| b.name.cmp(&a.name))
        });
        Ok(drafts)
    }

    /// The files that count as drafts, in no order: to read them one by one in the background.
    ///
    /// # Errors
    /// As [`Store::list`].
    pub fn draft_paths(&self) -> Result<Vec<PathBuf>, StoreError> {
        let folder = self.folder.drafts();
        match self.disk.names(&folder) {
            Ok(names) => Ok(names
                .iter()
                .filter(|name| is_draft_name(name))
                .map(|name| folder.join(name))
                .collect()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(StoreError::system(Operation::List, &folder, &error)),
        }
    }

    /// What tells whether the file at `path` changed since it was read; `None` if it has gone or
    /// the system says nothing of it. To be taken before the file is read.
    #[must_use]
    pub fn stamp(&self, path: &Path) -> Option<Stamp> {
        self.disk.facts(path).ok().map(|facts| Stamp::of(&facts))
    }

    /// One draft for the list; `None` if it has gone meanwhile.
    #[must_use]
    pub fn read_listed(&self, path: &Path) -> Option<ListedDraft> {
        let draft = self
            .read_draft(path)
            .and_then(|(bytes, _)| parse(path, &bytes))
            .map(|file| {
                let mut draft = file.draft().clone();
                if let Some(id) = id_of_name(path) {
                    id.clone_into(&mut draft.id);
                }
                draft
            });
        if draft.as_ref().is_err_and(StoreError::is_not_found) {
            return None;
        }
        Some(ListedDraft {
            path: path.to_owned(),
            name: name_of(path),
            draft,
        })
    }

    /// The file that `source` names, by its id or the beginning of it; the beginning that a draft
    /// and its copies share is that of the draft. What is given is compared with the names that
    /// are there and never joined to the folder, so that no id can lead out of it.
    ///
    /// # Errors
    /// Nothing or several things are named so, or the folder cannot be listed.
    pub fn find(&self, source: &str) -> Result<PathBuf, StoreError> {
        let wanted = source.trim().to_lowercase();
        let mut matches: Vec<PathBuf> = if wanted.is_empty() {
            Vec::new()
        } else {
            self.draft_paths()?
                .into_iter()
                .filter(|path| name_of(path).to_lowercase().starts_with(&wanted))
                .collect()
        };
        if let Some(exact) = matches
            .iter()
            .find(|path| name_of(path).to_lowercase() == wanted)
        {
            return Ok(exact.clone());
        }
        let is_draft = |path: &PathBuf| conflict_original(&name_of(path)).is_none();
        if matches.iter().filter(|path| is_draft(path)).count() == 1 {
            matches.retain(is_draft);
        }
        match matches.len() {
            1 => Ok(matches.swap_remove(0)),
            0 => self.find_path(source),
            _ => Err(ambiguous(source, &matches)),
        }
    }

    /// The draft file whose name is exactly `id`.
    pub(super) fn draft_of_id(&self, id: &str) -> Result<PathBuf, StoreError> {
        self.draft_paths()?
            .into_iter()
            .find(|path| id_of_name(path) == Some(id))
            .ok_or_else(|| StoreError::NotFound {
                source_given: id.to_owned(),
            })
    }

    fn find_path(&self, source: &str) -> Result<PathBuf, StoreError> {
        let path = PathBuf::from(source);
        match self.disk.facts(&path) {
            Ok(_) => Ok(path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(StoreError::NotFound {
                source_given: source.to_owned(),
            }),
            Err(error) => Err(StoreError::system(Operation::Read, &path, &error)),
        }
    }
}

fn ambiguous(source: &str, matches: &[PathBuf]) -> StoreError {
    let mut names: Vec<String> = matches.iter().map(|path| name_of(path)).collect();
    names.sort();
    names.truncate(SHOWN_MATCHES);
    StoreError::Ambiguous {
        source_given: source.to_owned(),
        matches: names,
    }
}
