//! Locates the revisions and recovery copies of a draft by the resolved path of its file. One file
//! has one history under every spelling of its path; two files with the same name share nothing.

use std::path::{Path, PathBuf};

use super::atomic::folder_of;
use super::drafts::Store;
use super::names::{harmless, id_of_name, name_of};
use crate::value::ContentHash;

/// Where the data folder keeps the files of one draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Belongings {
    /// The folder of the draft's revisions.
    pub history: PathBuf,
    /// The base name of the draft's recovery copies, without a number.
    pub copies: String,
    /// Folders where earlier versions kept the draft's revisions. A folder named by an id alone may
    /// also hold revisions of other drafts.
    pub former: Vec<PathBuf>,
}

impl Store {
    /// Locates the revisions and copies of the draft at `path`; the file need not exist.
    pub(super) fn belongings(&self, path: &Path) -> Belongings {
        let folder = folder_of(path);
        let drafts = self.folder.drafts();
        // The usual case needs no system call: the path already names the folder of drafts.
        let (resolved, is_inside) = if folder == drafts {
            (folder, true)
        } else {
            let resolved = self.resolved(&folder);
            let is_inside = resolved == self.resolved(&drafts);
            (resolved, is_inside)
        };
        let real_path = resolved.join(path.file_name().unwrap_or_default());
        let (history, recovery) = (self.folder.history(), self.folder.recovery());
        let (copies, history, parents) = if is_inside {
            let copies = name_inside(path);
            (
                copies.clone(),
                history.join(copies),
                vec![history, recovery],
            )
        } else {
            let copies = hashed(path, &real_path);
            (copies.clone(), recovery.join(copies), vec![recovery])
        };
        let mut former = Vec::new();
        for name in former_names(path, &real_path, is_inside.then_some(&drafts)) {
            for folder in parents.iter().map(|parent| parent.join(&name)) {
                if folder != history && !former.contains(&folder) {
                    former.push(folder);
                }
            }
        }
        Belongings {
            history,
            copies,
            former,
        }
    }

    /// The folder's path without symbolic links. A missing folder is made absolute instead.
    fn resolved(&self, folder: &Path) -> PathBuf {
        let resolved = self.disk.resolve(folder);
        resolved
            .or_else(|_| std::path::absolute(folder))
            .unwrap_or_else(|_| folder.to_owned())
    }

    /// A function that returns the base names of a draft's recovery copies, without a number.
    pub(super) fn copy_names_of_drafts(&self) -> impl Fn(&Path) -> Vec<String> + use<> {
        let drafts = self.folder.drafts();
        let resolved = self.resolved(&drafts);
        move |path| {
            let real_path = resolved.join(path.file_name().unwrap_or_default());
            let mut names = former_names(path, &real_path, Some(&drafts));
            names.push(name_inside(path));
            names
        }
    }
}

/// The base names that earlier versions may have used for the file at `path`. `drafts` is the
/// folder of drafts, if the file lies there.
fn former_names(path: &Path, real_path: &Path, drafts: Option<&PathBuf>) -> Vec<String> {
    let in_drafts = drafts.map(|drafts| drafts.join(path.file_name().unwrap_or_default()));
    let paths = [Some(path), Some(real_path), in_drafts.as_deref()];
    paths.into_iter().flatten().map(former_name).collect()
}

/// The base name for a draft in the folder of drafts: its id, or its sanitized name plus a hash of
/// the name. The path is not hashed, so that the user can move the folder.
fn name_inside(path: &Path) -> String {
    let name = Path::new(path.file_name().unwrap_or_default());
    id_of_name(path).map_or_else(|| hashed(path, name), str::to_owned)
}

/// The sanitized name of the file at `path` plus the first characters of the hash of `of`.
fn hashed(path: &Path, of: &Path) -> String {
    let hash = ContentHash::of(of.as_os_str().as_encoded_bytes()).to_string();
    let short: String = hash.chars().take(HASH_CHARS).collect();
    format!("{}-{short}", harmless(&name_of(path), 30))
}

/// The number of hash characters in a base name; enough to tell two paths apart.
const HASH_CHARS: usize = 12;

/// The base name in earlier versions: drafts with the same id shared a name, and a draft without
/// an id had one name for each spelling of its path.
fn former_name(path: &Path) -> String {
    id_of_name(path).map_or_else(|| hashed(path, path), str::to_owned)
}

/// Whether a base name ends with a hash, as the names for drafts outside the data folder do.
pub(super) fn is_hashed(name: &str) -> bool {
    let is_hash = |part: &str| {
        part.len() == HASH_CHARS && part.chars().all(|digit| digit.is_ascii_hexdigit())
    };
    // The hash is the last part, or the last but one if a copy number follows.
    let mut parts = name.rsplit('-');
    let last = parts.next().unwrap_or_default();
    let is_number = last.parse::<u32>().is_ok();
    is_hash(last) || (is_number && parts.next().is_some_and(is_hash))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture::store;

    const ID: &str = "01JD0000000000000000000001";

    #[test]
    fn what_belongs_to_a_draft_lies_under_a_plain_name() {
        let store = store(Path::new("/data"));
        let of = |path: &str| store.belongings(Path::new(path)).copies;
        assert_eq!(of(&format!("/data/drafts/{ID}.toml")), ID);
        for path in [
            "/x/...toml",
            "/x/..toml..toml",
            "/x/a:b\u{1b}\u{202e}.toml",
            "/x/CON.toml",
            "/data/drafts/...toml",
            "/data/drafts/CON.toml",
        ] {
            let name = of(path);
            let is_plain = name
                .chars()
                .all(|c| c.is_alphanumeric() || c == '-' || c == '_');
            assert!(is_plain && name.len() > 12, "path: {path:?}, name: {name}");
        }
    }

    #[test]
    fn one_file_has_one_history_however_it_is_named_and_two_have_two() {
        let root = tempfile::tempdir().unwrap();
        let path = |name: &str| root.path().join(name);
        for folder in ["data/drafts", "a", "b"] {
            std::fs::create_dir_all(path(folder)).unwrap();
        }
        let store = store(&path("data"));
        for name in [ID, "by hand"] {
            let of = |folder: &str| {
                let path = path(folder).join(format!("{name}.toml"));
                store.belongings(&path).history
            };
            let mut histories = vec![of("data/drafts"), of("a"), of("b")];
            assert_eq!(of("a/../data//drafts/."), histories[0], "{name}");
            assert_eq!(of("b/../a"), histories[1], "{name}");
            #[cfg(unix)]
            {
                let link = format!("link to a for {name}");
                std::os::unix::fs::symlink(path("a"), path(&link)).unwrap();
                assert_eq!(of(&link), histories[1], "{name}");
                let link = format!("link to drafts for {name}");
                std::os::unix::fs::symlink(path("data/drafts"), path(&link)).unwrap();
                assert_eq!(of(&link), histories[0], "{name}");
            }
            histories.sort();
            histories.dedup();
            assert_eq!(histories.len(), 3, "{name}");
        }
    }

    #[test]
    fn the_copy_of_a_draft_elsewhere_is_known_by_its_name() {
        let store = store(Path::new("/data"));
        let elsewhere = store.belongings(Path::new(&format!("/x/{ID}.toml"))).copies;
        for (name, expected) in [
            (elsewhere.clone(), true),
            (format!("{elsewhere}-2"), true),
            (ID.to_owned(), false),
            (format!("{ID}-2"), false),
            ("new-1".to_owned(), false),
        ] {
            assert_eq!(is_hashed(&name), expected, "{name}");
        }
    }
}
