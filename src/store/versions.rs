//! Which version of the program was started here last, so that an update says once what is new.

use super::atomic::write_whole;
use super::disk::Overwrite;
use super::drafts::Store;
use super::read::read_regular;

/// No note of a version is longer.
const LIMIT_BYTES: u64 = 64;

/// Major, minor, patch.
type Version = [u64; 3];

impl Store {
    /// Whether this version is newer than every version that was started here before. Notes it, so
    /// that the answer is yes only once; an older version that is started again notes nothing.
    ///
    /// This never fails: where nothing can be noted, nothing is new.
    #[must_use]
    pub fn is_updated_to(&self, version: &str) -> bool {
        let root = self.folder.root();
        // Nothing is kept yet, and a start alone is no reason to keep something.
        if self.disk.facts(root).is_err() {
            return false;
        }
        let path = root.join("version.txt");
        let noted = read_regular(&*self.disk, &path, LIMIT_BYTES).ok();
        let before = noted.and_then(|(bytes, _)| parse(str::from_utf8(&bytes).ok()?));
        if before >= parse(version) {
            return false;
        }
        let note = format!("{version}\n");
        let written = write_whole(&*self.disk, &path, note.as_bytes(), Overwrite::Replace);
        // Without a note before, the user has not updated: this is the second start.
        written.is_ok() && before.is_some()
    }
}

/// `1.2.3`, with nothing behind it that would order versions in another way.
fn parse(text: &str) -> Option<Version> {
    let numbers: Option<Vec<u64>> = text.trim().split('.').map(|n| n.parse().ok()).collect();
    numbers?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use crate::store::fixture::store;
    use tempfile::tempdir;

    #[test]
    fn a_newer_version_is_news_once() {
        let folder = tempdir().unwrap();
        let store = store(folder.path());
        for (version, expected) in [
            ("0.1.0", false),
            ("0.1.0", false),
            ("0.2.0", true),
            ("0.2.0", false),
            ("0.1.0", false),
            ("0.2.0", false),
            ("0.10.0", true),
            ("1.0.0", true),
        ] {
            assert_eq!(store.is_updated_to(version), expected, "{version}");
        }
        let note = std::fs::read_to_string(folder.path().join("version.txt")).unwrap();
        assert_eq!(note, "1.0.0\n");
    }

    #[test]
    fn nothing_is_new_where_nothing_can_be_noted() {
        let folder = tempdir().unwrap();
        let store = store(folder.path());
        let note = folder.path().join("version.txt");
        std::fs::create_dir(&note).unwrap();
        assert!(!store.is_updated_to("0.2.0"));
        std::fs::remove_dir(&note).unwrap();
        let long = "1".repeat(100);
        for damaged in ["", "1", "1.2.3.4", "a.b.c", "\u{0}", &long] {
            std::fs::write(&note, damaged).unwrap();
            assert!(!store.is_updated_to("0.2.0"), "{damaged:?}");
            assert_eq!(std::fs::read_to_string(&note).unwrap(), "0.2.0\n");
        }
    }

    #[test]
    fn a_start_alone_makes_no_folder() {
        let folder = tempdir().unwrap();
        let store = store(folder.path());
        std::fs::remove_dir_all(folder.path()).unwrap();
        assert!(!store.is_updated_to("0.2.0"));
        assert!(!folder.path().exists());
    }
}
