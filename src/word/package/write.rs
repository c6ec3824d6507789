//! Writes a package. The same parts give the same bytes on every system: the order is fixed, and no
//! byte depends on the clock or the system.

use flate2::{Compress, Compression, FlushCompress, Status};

use super::{CENTRAL_HEADER, CONTENT_TYPES, END_RECORD, LOCAL_HEADER};
use crate::word::xml::Writer;

const RELATIONSHIPS_TYPE: &str = "application/vnd.openxmlformats-package.relationships+xml";

/// Version 2.0 of the ZIP format, which supports deflated entries (PKWARE APPNOTE 4.4.3).
const VERSION: u16 = 20;
/// The same version, made on Unix, so that readers use the Unix attributes (APPNOTE 4.4.2).
const MADE_BY: u16 = 3 << 8 | VERSION;
const DEFLATED: u16 = 8;
/// Midnight of 1 January 1980, the earliest time that an entry can hold.
const TIME_AND_DATE: [u16; 2] = [0, 1 << 5 | 1];
/// Unix mode of a regular file: readable by everybody, writable by the owner.
const ATTRIBUTES: u32 = 0o100_644 << 16;

/// A part of the package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// The path without a leading slash (`word/document.xml`).
    pub(crate) name: String,
    /// The content type; `None` for the default type of the extension.
    pub(crate) content_type: Option<&'static str>,
    /// The XML of the part.
    pub(crate) text: String,
}

impl Part {
    /// A part with the default content type of its extension.
    pub(crate) fn usual(name: impl Into<String>, text: String) -> Self {
        Self {
            name: name.into(),
            content_type: None,
            text,
        }
    }

    /// A part with a content type of its own.
    pub(crate) fn typed(name: &str, content_type: &'static str, text: String) -> Self {
        Self {
            content_type: Some(content_type),
            ..Self::usual(name, text)
        }
    }
}

/// The archive of the parts and of their content types; the error is an English reason.
pub(crate) fn write(parts: &[Part]) -> Result<Vec<u8>, String> {
    let mut archive = Archive::new();
    // The content types come first, because programs detect the file type from the first entry.
    archive.add(CONTENT_TYPES, &content_types(parts))?;
    for part in parts {
        archive.add(&part.name, &part.text)?;
    }
    archive.finish()
}

fn content_types(parts: &[Part]) -> String {
    let namespace = "http://schemas.openxmlformats.org/package/2006/content-types";
    Writer::part("Types", &[("xmlns", namespace)], |xml| {
        for (extension, kind) in [("rels", RELATIONSHIPS_TYPE), ("xml", "application/xml")] {
            xml.empty(
                "Default",
                &[("Extension", extension), ("ContentType", kind)],
            );
        }
        for part in parts {
            if let Some(kind) = part.content_type {
                let name = format!("/{}", part.name);
                xml.empty("Override", &[("PartName", &name), ("ContentType", kind)]);
            }
        }
    })
}

/// An archive during writing, with one compressor for all entries. The writer of the `zip` crate
/// makes a compressor for each entry and clears half a megabyte each time.
struct Archive {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    n_entries: u16,
    compressor: Compress,
    /// Whether the compressor has written an entry, and needs a reset before the next one.
    is_used: bool,
    packed: Vec<u8>,
}

impl Archive {
    fn new() -> Self {
        Self {
            bytes: Vec::new(),
            directory: Vec::new(),
            n_entries: 0,
            compressor: Compress::new(Compression::default(), false),
            is_used: false,
            packed: Vec::new(),
        }
    }

    /// Adds a deflated entry (APPNOTE 4.3.7 and 4.3.12).
    fn add(&mut self, name: &str, content: &str) -> Result<(), String> {
        self.pack(content.as_bytes())?;
        let crc = crc32fast::hash(content.as_bytes());
        let mut described = Vec::new();
        for number in [VERSION, 0, DEFLATED].into_iter().chain(TIME_AND_DATE) {
            described.extend(number.to_le_bytes());
        }
        for number in [crc, long(self.packed.len())?, long(content.len())?] {
            described.extend(number.to_le_bytes());
        }
        described.extend(short(name.len())?.to_le_bytes());
        // The length of the extra field: zero.
        described.extend([0; 2]);
        let start = long(self.bytes.len())?;
        for piece in [LOCAL_HEADER, &described, name.as_bytes(), &self.packed] {
            self.bytes.extend(piece);
        }
        self.directory.extend(CENTRAL_HEADER);
        self.directory.extend(MADE_BY.to_le_bytes());
        self.directory.extend(&described);
        // Comment length, disk number and internal attributes: zero.
        self.directory.extend([0; 6]);
        self.directory.extend(ATTRIBUTES.to_le_bytes());
        self.directory.extend(start.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.n_entries += 1;
        Ok(())
    }

    /// Deflates `content`.
    fn pack(&mut self, content: &[u8]) -> Result<(), String> {
        if std::mem::replace(&mut self.is_used, true) {
            self.compressor.reset();
        }
        self.packed.clear();
        let mut rest = content;
        loop {
            self.packed.reserve(rest.len() / 2 + 64);
            let taken_before = self.compressor.total_in();
            let packed_before = self.packed.len();
            let status = self
                .compressor
                .compress_vec(rest, &mut self.packed, FlushCompress::Finish)
                .map_err(|error| error.to_string())?;
            if status == Status::StreamEnd {
                return Ok(());
            }
            let taken = self.compressor.total_in() - taken_before;
            let taken = usize::try_from(taken).map_err(|error| error.to_string())?;
            if taken == 0 && self.packed.len() == packed_before {
                return Err("the compressor stands still".to_owned());
            }
            rest = rest.get(taken..).unwrap_or_default();
        }
    }

    /// Appends the directory and the end record (APPNOTE 4.3.16) and returns the archive.
    fn finish(mut self) -> Result<Vec<u8>, String> {
        let start = long(self.bytes.len())?;
        let length = long(self.directory.len())?;
        self.bytes.append(&mut self.directory);
        self.bytes.extend(END_RECORD);
        // The numbers of this disk and of the directory's disk: zero.
        self.bytes.extend([0; 4]);
        for _ in 0..2 {
            self.bytes.extend(self.n_entries.to_le_bytes());
        }
        for number in [length, start] {
            self.bytes.extend(number.to_le_bytes());
        }
        // The length of the comment: zero.
        self.bytes.extend([0; 2]);
        Ok(self.bytes)
    }
}

fn short(length: usize) -> Result<u16, String> {
    u16::try_from(length).map_err(|error| error.to_string())
}

fn long(length: usize) -> Result<u32, String> {
    u32::try_from(length).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word::package::Package;

    #[test]
    fn every_part_reads_back_whatever_its_size() {
        // Almost incompressible text, so that the output exceeds the first buffer.
        let hashed = |index: u32| index.wrapping_mul(0x9E37_79B9).to_string();
        let noise: String = (0..50_000).map(hashed).collect();
        let texts = [String::new(), "甲".to_owned(), noise, "乙".repeat(300_000)];
        let named =
            |(index, text): (usize, &String)| Part::usual(format!("{index}.xml"), text.clone());
        let parts: Vec<Part> = texts.iter().enumerate().map(named).collect();
        let bytes = write(&parts).unwrap();
        let mut package = Package::open(&bytes).unwrap();
        for part in &parts {
            assert_eq!(package.read(&part.name).as_ref(), Ok(&part.text));
        }
        assert_eq!(write(&parts).as_ref(), Ok(&bytes));
    }
}
