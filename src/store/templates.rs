//! Template texts: built-in templates, the user's own templates, and the texts that drafts were
//! made with. This module handles bytes and names only; the template floor parses them.

use std::io;
use std::path::{Path, PathBuf};

use super::atomic::write_whole;
use super::disk::Overwrite;
use super::drafts::Store;
use super::error::{Operation, StoreError};
use super::names::{file_name, name_of};
use super::read::read_regular;
use super::spelling::composed;
use crate::value::ContentHash;

/// The built-in templates, as pairs of id and text.
pub const BUILT_IN: &[(&str, &str)] = &[(
    "mini-program-service",
    include_str!("../../assets/templates/mini-program-service.md"),
)];

/// The SHA-256 of the texts of [`BUILT_IN`], in their order. To hash a text costs a sixth of
/// `qianyue show`; a test compares these hashes with the texts.
const BUILT_IN_SHA256: &[&str] =
    &["81b7eacc1bbf4f9351318cfa05797dcd08921697fb3675f57985909ed2e965de"];

/// The SHA-256 of a template's text, in hexadecimal digits. The hash of a built-in template is known.
#[must_use]
pub fn template_hash(text: &str) -> String {
    let mut built_in = BUILT_IN.iter().zip(BUILT_IN_SHA256);
    let known = built_in.find(|((_, known), _)| *known == text);
    known.map_or_else(
        || ContentHash::of(text.as_bytes()).to_string(),
        |(_, hash)| (*hash).to_owned(),
    )
}

/// The largest template that the program reads, in bytes.
pub const TEMPLATE_LIMIT_BYTES: u64 = 4 * 1024 * 1024;

/// The text of a template, not parsed.
#[derive(Clone, Debug)]
pub struct StoredTemplate {
    /// The id of the template: its file name without `.md`.
    pub id: String,
    /// Where the template comes from.
    pub origin: TemplateOrigin,
    /// The text, or why the file cannot be read.
    pub text: Result<Vec<u8>, StoreError>,
}

impl StoredTemplate {
    /// The template's file name; for a built-in template, its id.
    fn file_name(&self) -> String {
        match &self.origin {
            TemplateOrigin::BuiltIn => self.id.clone(),
            TemplateOrigin::File(path) => file_name(path),
        }
    }
}

/// Where a template comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateOrigin {
    /// The template is part of the program.
    BuiltIn,
    /// The template is the user's own file.
    File(PathBuf),
}

impl Store {
    /// All templates, sorted by id. A user's template replaces a built-in template with the same
    /// id.
    ///
    /// # Errors
    /// The folder cannot be listed. A missing folder is not an error.
    pub fn templates(&self) -> Result<Vec<StoredTemplate>, StoreError> {
        let mut templates = self.user_templates()?;
        for (id, text) in BUILT_IN {
            if !templates.iter().any(|template| template.id == *id) {
                templates.push(StoredTemplate {
                    id: (*id).to_owned(),
                    origin: TemplateOrigin::BuiltIn,
                    text: Ok(text.as_bytes().to_vec()),
                });
            }
        }
        templates.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(templates)
    }

    /// The template with this id. Without an exact match, ids are compared in NFC.
    ///
    /// # Errors
    /// No template or several templates match, or the folder cannot be listed.
    pub fn template(&self, id: &str) -> Result<StoredTemplate, StoreError> {
        let templates = self.templates()?;
        let is_exact = templates.iter().any(|template| template.id == id);
        let mut found: Vec<StoredTemplate> = templates
            .into_iter()
            .filter(|template| {
                template.id == id || !is_exact && composed(&template.id) == composed(id)
            })
            .collect();
        match found.len() {
            0 => Err(StoreError::NotFound {
                source_given: id.to_owned(),
            }),
            1 => Ok(found.swap_remove(0)),
            _ => Err(StoreError::Ambiguous {
                source_given: id.to_owned(),
                matches: found.iter().map(StoredTemplate::file_name).collect(),
            }),
        }
    }

    /// Adds a template to the user's own templates and returns the path of its file.
    ///
    /// # Errors
    /// The id is not a plain name, the id is taken and must not be replaced, or the system refuses.
    pub fn add_template(
        &self,
        id: &str,
        text: &[u8],
        overwrite: Overwrite,
    ) -> Result<PathBuf, StoreError> {
        if !is_plain_name(id) {
            return Err(StoreError::BadName {
                name: id.to_owned(),
            });
        }
        let folder = self.folder.templates();
        self.make_folder(&folder)?;
        let path = folder.join(format!("{id}.md"));
        write_whole(&*self.disk, &path, text, overwrite)?;
        Ok(path)
    }

    /// Stores the template text of a draft under its hash and returns the hash.
    ///
    /// # Errors
    /// The system refuses.
    pub fn pin_template(&self, text: &[u8]) -> Result<ContentHash, StoreError> {
        let hash = ContentHash::of(text);
        if self.pinned_template(&hash.to_string()).is_ok() {
            return Ok(hash);
        }
        let folder = self.folder.pinned_templates();
        self.make_folder(&folder)?;
        // Replaces a damaged file: the hash in the name determines the content.
        let path = folder.join(format!("{hash}.md"));
        write_whole(&*self.disk, &path, text, Overwrite::Replace)?;
        Ok(hash)
    }

    /// The pinned text with this SHA-256, given in hexadecimal digits.
    ///
    /// # Errors
    /// `sha256` is not a valid hash, the text is missing or damaged, or the system refuses.
    pub fn pinned_template(&self, sha256: &str) -> Result<Vec<u8>, StoreError> {
        let is_hash = sha256.len() == 64 && sha256.chars().all(|digit| digit.is_ascii_hexdigit());
        if !is_hash {
            return Err(StoreError::BadName {
                name: sha256.to_owned(),
            });
        }
        let sha256 = sha256.to_ascii_lowercase();
        let path = self.folder.pinned_templates().join(format!("{sha256}.md"));
        let text = self.read_template(&path)?;
        if ContentHash::of(&text).to_string() == sha256 {
            Ok(text)
        } else {
            Err(StoreError::Damaged { path })
        }
    }

    /// All pinned texts with their SHA-256, sorted by hash. Skips damaged files.
    ///
    /// # Errors
    /// The folder cannot be listed. A missing folder is not an error and yields an empty list.
    pub fn pinned_templates(&self) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let folder = self.folder.pinned_templates();
        let names = match self.disk.names(&folder) {
            Ok(names) => names,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(StoreError::system(Operation::List, &folder, &error)),
        };
        let mut hashes: Vec<String> = names
            .iter()
            .map(|name| folder.join(name))
            .filter(|path| is_template_path(path))
            .map(|path| name_of(&path))
            .collect();
        hashes.sort();
        Ok(hashes
            .into_iter()
            .filter_map(|hash| {
                let text = self.pinned_template(&hash).ok()?;
                Some((hash, text))
            })
            .collect())
    }

    fn user_templates(&self) -> Result<Vec<StoredTemplate>, StoreError> {
        let folder = self.folder.templates();
        let names = match self.disk.names(&folder) {
            Ok(names) => names,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(StoreError::system(Operation::List, &folder, &error)),
        };
        Ok(names
            .iter()
            .map(|name| folder.join(name))
            .filter(|path| is_template_path(path))
            .map(|path| StoredTemplate {
                id: name_of(&path),
                text: self.read_template(&path),
                origin: TemplateOrigin::File(path),
            })
            .collect())
    }

    fn read_template(&self, path: &Path) -> Result<Vec<u8>, StoreError> {
        read_regular(&*self.disk, path, TEMPLATE_LIMIT_BYTES).map(|(bytes, _)| bytes)
    }
}

fn is_template_path(path: &Path) -> bool {
    let is_hidden = path
        .file_name()
        .is_none_or(|name| name.as_encoded_bytes().starts_with(b"."));
    !is_hidden
        && path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
}

/// Whether `name` is safe as a file name on every system: only letters, digits, `-` and `_`.
fn is_plain_name(name: &str) -> bool {
    const LIMIT_CHARS: usize = 60;
    /// Device names on Windows, reserved with any extension and any digit.
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];
    let lower = name.to_lowercase();
    let base = lower.trim_end_matches(|c: char| c.is_ascii_digit());
    !name.is_empty()
        && name.chars().count() <= LIMIT_CHARS
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || c == '-' || c == '_')
        && !DEVICES.contains(&base)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture::store;

    #[test]
    fn the_known_hashes_are_those_of_the_texts() {
        assert_eq!(BUILT_IN.len(), BUILT_IN_SHA256.len());
        for ((id, text), known) in BUILT_IN.iter().zip(BUILT_IN_SHA256) {
            assert_eq!(ContentHash::of(text.as_bytes()).to_string(), *known, "{id}");
        }
        let other = "a text of another template";
        let hash = ContentHash::of(other.as_bytes()).to_string();
        assert_eq!(template_hash(other), hash);
    }

    #[test]
    fn a_template_is_found_by_the_name_of_its_file() {
        let root = tempfile::tempdir().unwrap();
        let store = store(root.path());
        assert!(store.template("sale").is_err());
        store
            .add_template("sale", b"text", Overwrite::Refuse)
            .unwrap();
        assert_eq!(store.template("sale").unwrap().text, Ok(b"text".to_vec()));
        let again = store.add_template("sale", b"other", Overwrite::Refuse);
        assert!(matches!(again, Err(StoreError::Exists { .. })), "{again:?}");
    }

    #[test]
    fn a_name_that_leads_elsewhere_is_no_template() {
        let root = tempfile::tempdir().unwrap();
        for name in [
            "",
            "../evil",
            "a/b",
            "a\\b",
            "CON",
            "com1",
            ".x",
            "a\u{202e}",
        ] {
            let added = store(root.path()).add_template(name, b"", Overwrite::Replace);
            assert!(
                matches!(added, Err(StoreError::BadName { .. })),
                "name: {name:?}, {added:?}"
            );
        }
    }

    #[test]
    fn a_pinned_text_comes_back_by_its_hash_or_not_at_all() {
        let root = tempfile::tempdir().unwrap();
        let store = store(root.path());
        let hash = store.pin_template("合同".as_bytes()).unwrap().to_string();
        assert_eq!(store.pinned_template(&hash), Ok("合同".as_bytes().to_vec()));
        let path = store.folder().pinned_templates().join(format!("{hash}.md"));
        std::fs::write(&path, "合囗").unwrap();
        assert_eq!(
            store.pinned_template(&hash),
            Err(StoreError::Damaged { path })
        );
        store.pin_template("合同".as_bytes()).unwrap();
        assert!(store.pinned_template(&hash).is_ok());
        assert!(store.pinned_template("../../etc/passwd").is_err());
        let other = store.pin_template("协议".as_bytes()).unwrap().to_string();
        std::fs::write(store.folder().pinned_templates().join("notes.md"), "x").unwrap();
        let mut expected = vec![
            (hash, "合同".as_bytes().to_vec()),
            (other, "协议".as_bytes().to_vec()),
        ];
        expected.sort();
        assert_eq!(store.pinned_templates(), Ok(expected));
    }
}
