//! Lists drafts, and finds the draft that the user names.

use std::io;
use std::path::{Path, PathBuf};

use super::copies::Family;
use super::disk::Stamp;
use super::drafts::{OpenDraft, Store, parse};
use super::error::{Operation, StoreError};
use super::names::{draft_name, file_name, id_of_name, is_draft_name, name_of};
use super::spelling::{composed, spelled_on_disk};
use crate::draft::Draft;
use crate::value::ContentHash;

/// The number of matching drafts in the error for an ambiguous name.
const SHOWN_MATCHES: usize = 10;

/// An entry of the list of drafts.
#[derive(Clone, Debug)]
pub struct ListedDraft {
    /// The draft's file.
    pub path: PathBuf,
    /// The file name without `.toml`: an id or a name that the user gave. Not sanitized for
    /// display.
    pub name: String,
    /// The draft, or why the file cannot be read.
    pub draft: Result<Draft, StoreError>,
    /// The hash of the file's content; `None` if the file cannot be read.
    pub content: Option<ContentHash>,
}

impl Store {
    /// Every draft, the most recently changed first. Unreadable drafts come last.
    ///
    /// # Errors
    /// The folder cannot be listed. A missing folder is not an error and yields an empty list.
    pub fn list(&self) -> Result<Vec<ListedDraft>, StoreError> {
        let mut drafts: Vec<ListedDraft> = self
            .draft_paths()?
            .iter()
            .filter_map(|path| self.read_listed(path))
            .collect();
        // Equal times are sorted by name: ids are ULIDs, which increase with time.
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

    /// The paths of all draft files, unsorted. A background thread reads the files one by one.
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

    /// A stamp that detects whether the file at `path` changes later; `None` if the file is gone or
    /// has no metadata. Take the stamp before reading the file, so that no change is missed.
    #[must_use]
    pub fn stamp(&self, path: &Path) -> Option<Stamp> {
        self.disk.facts(path).ok().map(|facts| Stamp::of(&facts))
    }

    /// Reads one list entry; `None` if the file no longer exists.
    #[must_use]
    pub fn read_listed(&self, path: &Path) -> Option<ListedDraft> {
        let read = self.read_draft(path);
        let content = read.as_ref().ok().map(|(bytes, _)| ContentHash::of(bytes));
        let draft = read.and_then(|(bytes, _)| parse(path, &bytes)).map(|file| {
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
            name: draft_name(path),
            draft,
            content,
        })
    }

    /// Finds the file that `source` names. Compares the exact name, then the name without regard to
    /// case, then the beginning of the name. If a draft and its copies match, the draft wins. A
    /// name is compared with the folder's names and never joined to the folder, so that no id can
    /// lead out of the folder.
    ///
    /// # Errors
    /// No file or several files match, or the folder cannot be listed.
    pub fn find(&self, source: &str) -> Result<PathBuf, StoreError> {
        let wanted = source.trim();
        if !wanted.is_empty() {
            let paths = self.draft_paths()?;
            for is_meant in WAYS_TO_NAME {
                let mut matches: Vec<&PathBuf> =
                    paths.iter().filter(|path| is_meant(path, wanted)).collect();
                if matches.len() > 1 {
                    let family = Family::of(&paths);
                    let is_draft = |path: &PathBuf| self.original_of(&family, path).is_none();
                    if matches.iter().filter(|path| is_draft(path)).count() == 1 {
                        matches.retain(|path| is_draft(path));
                    }
                }
                match matches[..] {
                    [] => {}
                    [only] => return Ok(only.clone()),
                    _ => return Err(ambiguous(source, &matches)),
                }
            }
        }
        self.find_path(Path::new(source))
    }

    /// Opens the draft file at a typed path. The file name on disk may use another Unicode form.
    ///
    /// # Errors
    /// As [`Store::load_path`].
    pub fn load_typed_path(&self, path: &Path) -> Result<OpenDraft, StoreError> {
        self.load_path(&self.find_path(path)?)
    }

    /// Opens the draft with exactly this id.
    ///
    /// # Errors
    /// No draft has this id, or as [`Store::load_path`].
    pub fn load_id(&self, id: &str) -> Result<OpenDraft, StoreError> {
        self.load_path(&self.draft_of_id(id)?)
    }

    /// The path of the draft file whose name is exactly `id`.
    pub(super) fn draft_of_id(&self, id: &str) -> Result<PathBuf, StoreError> {
        let paths = self.draft_paths()?;
        let named = paths.iter().filter(|path| id_of_name(path) == Some(id));
        // `x.toml` wins over `x.TOML` if both exist.
        let first = named.min_by_key(|path| draft_name(path) != id);
        first.cloned().ok_or_else(|| StoreError::NotFound {
            source_given: id.to_owned(),
        })
    }

    fn find_path(&self, path: &Path) -> Result<PathBuf, StoreError> {
        let Err(error) = self.disk.facts(path) else {
            return Ok(path.to_owned());
        };
        if error.kind() != io::ErrorKind::NotFound {
            return Err(StoreError::system(Operation::Read, path, &error));
        }
        spelled_on_disk(&*self.disk, path).ok_or_else(|| StoreError::NotFound {
            source_given: path.to_string_lossy().into_owned(),
        })
    }
}

/// The ways to match a name, the strictest first.
const WAYS_TO_NAME: [fn(&Path, &str) -> bool; 5] = [
    |path, wanted| file_name(path) == wanted,
    |path, wanted| draft_name(path) == wanted,
    |path, wanted| {
        let wanted = composed(wanted);
        composed(&file_name(path)) == wanted || composed(&draft_name(path)) == wanted
    },
    |path, wanted| {
        let wanted = without_case(wanted);
        without_case(&file_name(path)) == wanted || without_case(&name_of(path)) == wanted
    },
    |path, wanted| without_case(&name_of(path)).starts_with(&without_case(wanted)),
];

fn without_case(name: &str) -> String {
    composed(name).to_lowercase()
}

fn ambiguous(source: &str, matches: &[&PathBuf]) -> StoreError {
    let mut names: Vec<String> = matches.iter().map(|path| draft_name(path)).collect();
    names.sort();
    names.truncate(SHOWN_MATCHES);
    StoreError::Ambiguous {
        source_given: source.to_owned(),
        matches: names,
    }
}
