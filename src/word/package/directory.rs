//! Checks the directory of an untrusted archive before anything is unpacked.
//!
//! Programs disagree about archives that contradict themselves, so an archive in which Word could
//! find another text is refused.

use std::collections::HashSet;

use super::{CENTRAL_HEADER, END_RECORD, LOCAL_HEADER};
use crate::word::error::{LooksLike, MAX_ENTRIES, WordError};

const COMPOUND_FILE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// The lengths of archive records (PKWARE APPNOTE 4.3) without their variable tails.
const LOCAL_LENGTH: usize = 30;
const CENTRAL_LENGTH: usize = 46;
pub(super) const END_LENGTH: usize = 22;

/// An entry as the central directory declares it.
pub(super) struct Entry {
    pub(super) name: String,
    start: usize,
    end: usize,
}

/// The entries of the directory. The archive must span the whole file, and each entry must have the
/// same name in its local header and in the directory.
pub(super) fn entries(bytes: &[u8]) -> Result<Vec<Entry>, WordError> {
    let end = end_record(bytes)?;
    let declared = usize::from(short(bytes, end + 10)?);
    let length = long(bytes, end + 12)?;
    let start = long(bytes, end + 16)?;
    if declared > MAX_ENTRIES {
        return Err(WordError::TooManyEntries { entries: declared });
    }
    // A gap before the end record could hide a second directory.
    if start.checked_add(length) != Some(end) {
        return Err(WordError::DataOutside);
    }
    let mut entries = Vec::with_capacity(declared);
    let mut names = HashSet::new();
    let mut at = start;
    for _ in 0..declared {
        let (entry, next) = entry(bytes, at)?;
        // An entry that reaches into the directory shares bytes with it.
        if entry.end > start {
            return Err(WordError::OverlappingEntries);
        }
        // Part names are case-insensitive, so names that differ only in case are equal.
        if !names.insert(entry.name.to_ascii_lowercase()) {
            return Err(WordError::DuplicateEntry { name: entry.name });
        }
        entries.push(entry);
        at = next;
    }
    if at != end {
        return Err(WordError::damaged(
            "",
            &"entries that the directory does not count",
        ));
    }
    refuse_overlaps(&entries)?;
    Ok(entries)
}

/// The byte offset of the end record.
fn end_record(bytes: &[u8]) -> Result<usize, WordError> {
    if bytes.starts_with(COMPOUND_FILE) {
        return Err(WordError::OldOrProtected);
    }
    let is_archive = bytes.starts_with(LOCAL_HEADER);
    // A comment of up to 65,535 bytes may follow the end record.
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
            // A comment that ends before the file does leaves room for hidden data.
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

/// The entry whose directory record begins at `at`, and the offset of the next record.
fn entry(bytes: &[u8], at: usize) -> Result<(Entry, usize), WordError> {
    if slice(bytes, at, CENTRAL_HEADER.len())? != CENTRAL_HEADER {
        return Err(WordError::damaged("", &"no record in the directory"));
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
        return Err(WordError::damaged(
            &name,
            &"the entry contradicts the directory",
        ));
    }
    let local_extra = usize::from(short(bytes, start + 28)?);
    let end = start
        .saturating_add(LOCAL_LENGTH + name_length + local_extra)
        .saturating_add(packed);
    let next = at + CENTRAL_LENGTH + name_length + extra_length + comment_length;
    Ok((Entry { name, start, end }, next))
}

/// Refuses entries that share bytes: such entries unpack to far more than the file could hold.
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

fn slice(bytes: &[u8], at: usize, length: usize) -> Result<&[u8], WordError> {
    at.checked_add(length)
        .and_then(|end| bytes.get(at..end))
        .ok_or(WordError::CutShort)
}

/// Reads a little-endian number of two bytes.
fn short(bytes: &[u8], at: usize) -> Result<u16, WordError> {
    let mut number = [0; 2];
    number.copy_from_slice(slice(bytes, at, 2)?);
    Ok(u16::from_le_bytes(number))
}

/// Reads a little-endian number of four bytes. The ZIP64 marker (`0xFFFFFFFF`) needs no special
/// case: it is an offset past the end of every file within the size limit.
fn long(bytes: &[u8], at: usize) -> Result<usize, WordError> {
    let mut number = [0; 4];
    number.copy_from_slice(slice(bytes, at, 4)?);
    usize::try_from(u32::from_le_bytes(number)).map_err(|_| WordError::CutShort)
}
