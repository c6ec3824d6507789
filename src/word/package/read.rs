//! The archive of a DOCX from outside: its directory checked by hand before anything is
//! unpacked, its parts unpacked with limits on what really comes out.
//!
//! Programs disagree about archives that contradict themselves; whatever could show another
//! text in Word than here is refused.

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{CENTRAL_HEADER, CONTENT_TYPES, END_RECORD, LOCAL_HEADER};
use crate::word::error::{LooksLike, MAX_ENTRIES, MAX_FILE, MAX_MARKUP, MAX_PART, WordError};

const COMPOUND_FILE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Lengths of the records of an archive (PKWARE APPNOTE 4.3) without their variable tails.
const LOCAL_LENGTH: usize = 30;
const CENTRAL_LENGTH: usize = 46;
const END_LENGTH: usize = 22;

/// An archive whose directory is sound.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Indices by name in lower case: names of parts differ by more than case (ECMA-376 part 2).
    indices: HashMap<String, usize>,
}

/// An entry as the directory declares it.
struct Entry {
    name: String,
    start: usize,
    end: usize,
}

impl<'a> Package<'a> {
    /// Checks the archive, and unpacks all of its markup once to see that it can be.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, WordError> {
        if bytes.len() > MAX_FILE {
            return Err(WordError::FileTooLarge { bytes: bytes.len() });
        }
        let entries = entries(bytes)?;
        refuse_overlaps(&entries)?;
        let mut archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged("", &error))?;
        let mut indices = HashMap::new();
        for index in 0..archive.len() {
            let name = archive.name_for_index(index).unwrap_or_default();
            indices.insert(name.to_ascii_lowercase(), index);
        }
        if indices.len() != entries.len() {
            return Err(damaged("", &"two readings of the directory"));
        }
        unpack_markup(&mut archive, &entries)?;
        let package = Self { archive, indices };
        package.index(CONTENT_TYPES)?;
        Ok(package)
    }

    /// The text of a part, which must be UTF-8.
    pub(crate) fn read(&mut self, part: &str) -> Result<String, WordError> {
        let index = self.index(part)?;
        let file = self
            .archive
            .by_index(index)
            .map_err(|error| damaged(part, &error))?;
        let mut bytes = Vec::new();
        file.take(MAX_PART + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| damaged(part, &error))?;
        if exceeds(bytes.len(), MAX_PART) {
            return Err(too_large(part));
        }
        decode(part, bytes)
    }

    /// The names of all parts, in lower case, in order.
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

/// Unpacks every part of markup into nothing: Word reads them all, so a file with one that is
/// damaged or a bomb does not come from a person. Pictures and the like are never touched.
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
            .map_err(|error| damaged(part, &error))?;
        let unpacked = std::io::copy(&mut file.take(MAX_PART + 1), &mut std::io::sink())
            .map_err(|error| damaged(part, &error))?;
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

/// The directory, read by hand: the archive begins at the first byte, ends at the last one,
/// and every entry is named alike in both places.
fn entries(bytes: &[u8]) -> Result<Vec<Entry>, WordError> {
    let end = end_record(bytes)?;
    let declared = usize::from(short(bytes, end + 10)?);
    let length = long(bytes, end + 12)?;
    let start = long(bytes, end + 16)?;
    if declared > MAX_ENTRIES {
        return Err(WordError::TooManyEntries { entries: declared });
    }
    if start.checked_add(length) != Some(end) {
        return Err(WordError::DataOutside);
    }
    let mut entries = Vec::with_capacity(declared);
    let mut names = HashSet::new();
    let mut at = start;
    for _ in 0..declared {
        let (entry, next) = entry(bytes, at)?;
        if entry.end > start {
            return Err(WordError::OverlappingEntries);
        }
        if !names.insert(entry.name.to_ascii_lowercase()) {
            return Err(WordError::DuplicateEntry { name: entry.name });
        }
        entries.push(entry);
        at = next;
    }
    if at != end {
        return Err(damaged("", &"entries that the directory does not count"));
    }
    Ok(entries)
}

/// Where the end record begins.
fn end_record(bytes: &[u8]) -> Result<usize, WordError> {
    if bytes.starts_with(COMPOUND_FILE) {
        return Err(WordError::OldOrProtected);
    }
    let is_archive = bytes.starts_with(LOCAL_HEADER);
    let longest_tail = END_LENGTH + usize::from(u16::MAX);
    let from = bytes.len().saturating_sub(longest_tail);
    let tail = bytes.get(from..).unwrap_or_default();
    let found = tail
        .windows(END_RECORD.len())
        .rposition(|window| window == END_RECORD);
    match found {
        None if is_archive => Err(WordError::CutShort),
        None => Err(WordError::NotDocx {
            looks_like: looks_like(bytes),
        }),
        Some(_) if !is_archive => Err(WordError::DataOutside),
        Some(position) => {
            let end = from + position;
            let comment = usize::from(short(bytes, end + 20)?);
            if end + END_LENGTH + comment == bytes.len() {
                Ok(end)
            } else {
                Err(WordError::DataOutside)
            }
        }
    }
}

fn looks_like(bytes: &[u8]) -> LooksLike {
    let head: Vec<u8> = bytes
        .iter()
        .skip_while(|byte| byte.is_ascii_whitespace())
        .take(5)
        .map(u8::to_ascii_lowercase)
        .collect();
    match head.as_slice() {
        [] => LooksLike::Empty,
        [b'%', b'p', b'd', b'f', ..] => LooksLike::Pdf,
        [b'{', b'\\', b'r', b't', b'f'] => LooksLike::Rtf,
        [b'<', ..] => LooksLike::Html,
        _ => LooksLike::Unknown,
    }
}

/// The entry whose record in the directory begins at `at`, and where the next record begins.
fn entry(bytes: &[u8], at: usize) -> Result<(Entry, usize), WordError> {
    if slice(bytes, at, CENTRAL_HEADER.len())? != CENTRAL_HEADER {
        return Err(damaged("", &"no record in the directory"));
    }
    let flags = short(bytes, at + 8)?;
    let packed = long(bytes, at + 20)?;
    let name_length = usize::from(short(bytes, at + 28)?);
    let extra_length = usize::from(short(bytes, at + 30)?);
    let comment_length = usize::from(short(bytes, at + 32)?);
    let start = long(bytes, at + 42)?;
    let raw_name = slice(bytes, at + CENTRAL_LENGTH, name_length)?;
    let name = String::from_utf8_lossy(raw_name).into_owned();
    if flags & 1 != 0 {
        return Err(WordError::Encrypted { name });
    }
    if slice(bytes, start, LOCAL_HEADER.len())? != LOCAL_HEADER
        || slice(bytes, start + LOCAL_LENGTH, name_length)? != raw_name
    {
        return Err(damaged(&name, &"the entry contradicts the directory"));
    }
    let local_extra = usize::from(short(bytes, start + 28)?);
    let end = start
        .saturating_add(LOCAL_LENGTH + name_length + local_extra)
        .saturating_add(packed);
    let next = at + CENTRAL_LENGTH + name_length + extra_length + comment_length;
    Ok((Entry { name, start, end }, next))
}

/// Entries that share bytes unpack to more than the archive could hold.
fn refuse_overlaps(entries: &[Entry]) -> Result<(), WordError> {
    let mut spans: Vec<(usize, usize)> = entries
        .iter()
        .map(|entry| (entry.start, entry.end))
        .collect();
    spans.sort_unstable();
    if spans.first().is_some_and(|(start, _)| *start > 0) {
        return Err(WordError::DataOutside);
    }
    let overlap = spans
        .iter()
        .zip(spans.iter().skip(1))
        .any(|((_, end), (start, _))| end > start);
    if overlap {
        return Err(WordError::OverlappingEntries);
    }
    Ok(())
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
        Some(_) | None => damaged(part, &error),
    })
}

/// What the declaration at the head of a part says, as far as it is ASCII.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    const DECLARATION_LENGTH: usize = 100;
    let head = bytes.get(..DECLARATION_LENGTH).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head);
    let (_, rest) = head.split_once("encoding=")?;
    rest.split(['"', '\'']).nth(1).map(str::to_owned)
}

fn slice(bytes: &[u8], at: usize, length: usize) -> Result<&[u8], WordError> {
    at.checked_add(length)
        .and_then(|end| bytes.get(at..end))
        .ok_or(WordError::CutShort)
}

/// A number of two bytes, little end first.
fn short(bytes: &[u8], at: usize) -> Result<u16, WordError> {
    let mut number = [0; 2];
    number.copy_from_slice(slice(bytes, at, 2)?);
    Ok(u16::from_le_bytes(number))
}

/// A number of four bytes, little end first. The mark of larger archives (`0xFFFFFFFF`) points
/// behind every file that is short enough.
fn long(bytes: &[u8], at: usize) -> Result<usize, WordError> {
    let mut number = [0; 4];
    number.copy_from_slice(slice(bytes, at, 4)?);
    usize::try_from(u32::from_le_bytes(number)).map_err(|_| WordError::CutShort)
}

fn exceeds(length: usize, limit: u64) -> bool {
    u64::try_from(length).is_ok_and(|length| length > limit)
}

fn too_large(part: &str) -> WordError {
    WordError::PartTooLarge {
        part: part.to_owned(),
    }
}

fn damaged(part: &str, reason: &impl ToString) -> WordError {
    WordError::Damaged {
        part: part.to_owned(),
        reason: reason.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;
    use zip::{CompressionMethod, ZipWriter};

    use super::*;

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
