//! Records the newest version of the program that ran here, to announce an update once.

use super::atomic::write_whole;
use super::disk::Overwrite;
use super::drafts::Store;
use super::read::read_regular;

/// The largest size of the version record.
const LIMIT_BYTES: u64 = 64;

/// The numbers of a version: major, minor, patch.
type Version = [u64; 3];

impl Store {
    /// Whether `version` is newer than every version that ran here before. Records a newer version,
    /// so that the answer is `true` only once; an older version changes nothing.
    ///
    /// The function never fails: without a record, no version counts as new.
    #[must_use]
    pub fn is_updated_to(&self, version: &str) -> bool {
        let root = self.folder.root();
        // A start alone must not create the data folder.
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
        // Without an earlier record there is no older version to compare with, so nothing is
        // announced.
        written.is_ok() && before.is_some()
    }
}

/// Parses `1.2.3`. Rejects suffixes such as `-beta`, which would change the order of versions.
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
