//! Reads an untrusted package; limits apply to the bytes that really come out of the unpacker.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::CONTENT_TYPES;
use super::directory::{Entry, entries};
use crate::word::error::{MAX_FILE, MAX_MARKUP, MAX_PART, WordError};

/// An archive whose directory passed all checks.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Entry indices by lower-case name: part names are case-insensitive (ECMA-376 part 2).
    indices: HashMap<String, usize>,
}

impl<'a> Package<'a> {
    /// Checks the archive and unpacks all XML parts once, so that damage is found before any use.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, WordError> {
        if bytes.len() > MAX_FILE {
            return Err(WordError::FileTooLarge { bytes: bytes.len() });
        }
        let entries = entries(bytes)?;
        let mut archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| WordError::damaged("", &error))?;
        let mut indices = HashMap::new();
        for index in 0..archive.len() {
            let name = archive.name_for_index(index).unwrap_or_default();
            indices.insert(name.to_ascii_lowercase(), index);
        }
        // The `zip` crate parses the directory again; a different count means ambiguity.
        if indices.len() != entries.len() {
            return Err(WordError::damaged("", &"two readings of the directory"));
        }
        unpack_markup(&mut archive, &entries)?;
        let package = Self { archive, indices };
        package.index(CONTENT_TYPES)?;
        Ok(package)
    }

    /// The text of a part; the part must be encoded in UTF-8.
    pub(crate) fn read(&mut self, part: &str) -> Result<String, WordError> {
        let index = self.index(part)?;
        let file = self
            .archive
            .by_index(index)
            .map_err(|error| WordError::damaged(part, &error))?;
        let mut bytes = Vec::new();
        file.take(MAX_PART + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| WordError::damaged(part, &error))?;
        if exceeds(bytes.len(), MAX_PART) {
            return Err(too_large(part));
        }
        decode(part, bytes)
    }

    /// The lower-case names of all parts, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.indices.keys().cloned().collect();
        names.sort();
        names
    }

    fn index(&self, part: &str) -> Result<usize, WordError> {
        self.indices
            .get(&part.to_ascii_lowercase())
            .copied()
            .ok_or_else(|| WordError::MissingPart {
                part: part.to_owned(),
            })
    }
}

/// Unpacks every XML part and discards the output. Word reads all XML parts, so a file with a
/// damaged part or a decompression bomb does not come from a person. Media parts are not unpacked.
fn unpack_markup(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    entries: &[Entry],
) -> Result<(), WordError> {
    let mut total = 0;
    for (index, entry) in entries.iter().enumerate() {
        let name = entry.name.to_ascii_lowercase();
        if !is_markup(&name) {
            continue;
        }
        let part = entry.name.as_str();
        let file = archive
            .by_index(index)
            .map_err(|error| WordError::damaged(part, &error))?;
        // The declared size may lie, so the reader stops one byte past the limit.
        let unpacked = std::io::copy(&mut file.take(MAX_PART + 1), &mut std::io::sink())
            .map_err(|error| WordError::damaged(part, &error))?;
        total += unpacked;
        if unpacked > MAX_PART || total > MAX_MARKUP {
            return Err(too_large(part));
        }
    }
    Ok(())
}

fn is_markup(lowercase_name: &str) -> bool {
    lowercase_name
        .rsplit_once('.')
        .is_some_and(|(_, extension)| matches!(extension, "xml" | "rels"))
}

fn decode(part: &str, bytes: Vec<u8>) -> Result<String, WordError> {
    let encoding = |name: &str| WordError::Encoding {
        part: part.to_owned(),
        encoding: name.to_owned(),
    };
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(encoding("UTF-16"));
    }
    String::from_utf8(bytes).map_err(|error| match declared_encoding(error.as_bytes()) {
        Some(name) if !name.eq_ignore_ascii_case("utf-8") => encoding(&name),
        Some(_) | None => WordError::damaged(part, &error),
    })
}

/// The encoding in the XML declaration of a part, if the declaration is ASCII.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    const DECLARATION_LENGTH: usize = 100;
    let head = bytes.get(..DECLARATION_LENGTH).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head);
    let (_, rest) = head.split_once("encoding=")?;
    rest.split(['"', '\'']).nth(1).map(str::to_owned)
}

fn exceeds(length: usize, limit: u64) -> bool {
    u64::try_from(length).is_ok_and(|length| length > limit)
}

fn too_large(part: &str) -> WordError {
    WordError::PartTooLarge {
        part: part.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;
    use zip::{CompressionMethod, ZipWriter};

    use super::*;
    use crate::word::package::CENTRAL_HEADER;
    use crate::word::package::directory::END_LENGTH;

    const NAMES: [&str; 2] = ["[Content_Types].xml", "_rels/.rels"];

    fn archive(names: &[&str], comment: &str) -> Vec<u8> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            archive.start_file(*name, options).unwrap();
            archive.write_all(b"<a/>").unwrap();
        }
        archive.set_comment(comment).unwrap();
        archive.finish().unwrap().into_inner()
    }

    fn refusal(bytes: &[u8]) -> Option<WordError> {
        Package::open(bytes).err()
    }

    #[test]
    fn a_sound_archive_is_opened_with_or_without_a_comment() {
        for comment in ["", "written by hand"] {
            let bytes = archive(&NAMES, comment);
            assert_eq!(refusal(&bytes), None, "comment: {comment}");
        }
    }

    #[test]
    fn names_that_differ_by_case_alone_are_one_name() {
        let bytes = archive(&["[Content_Types].xml", "a.xml", "A.XML"], "");
        let name = "A.XML".to_owned();
        assert_eq!(refusal(&bytes), Some(WordError::DuplicateEntry { name }));
    }

    #[test]
    fn an_entry_that_reaches_into_the_next_one_is_refused() {
        let mut bytes = archive(&NAMES, "");
        let directory = bytes.windows(4).position(|w| w == CENTRAL_HEADER).unwrap();
        bytes[directory + 20] += 1;
        assert_eq!(refusal(&bytes), Some(WordError::OverlappingEntries));
    }

    #[test]
    fn an_entry_that_the_end_record_does_not_count_is_refused() {
        let mut bytes = archive(&["[Content_Types].xml", "a.xml", "b.xml"], "");
        let end = bytes.len() - END_LENGTH;
        bytes[end + 8] -= 1;
        bytes[end + 10] -= 1;
        assert!(matches!(refusal(&bytes), Some(WordError::Damaged { .. })));
    }

    #[test]
    fn data_around_the_archive_is_refused() {
        let sound = archive(&NAMES, "");
        for (before, behind) in [("MZ", ""), ("", "x"), ("PK\x03\x04", "")] {
            let bytes = [before.as_bytes(), &sound, behind.as_bytes()].concat();
            let refusal = refusal(&bytes);
            assert_eq!(refusal, Some(WordError::DataOutside), "{before}…{behind}");
        }
    }
}
