//! Writing a package. Same parts, same bytes on every system: the order is fixed, and neither clock
//! nor system is asked.

use flate2::{Compress, Compression, Crc, FlushCompress, Status};

use super::{CENTRAL_HEADER, CONTENT_TYPES, END_RECORD, LOCAL_HEADER};
use crate::word::xml::Writer;

const RELATIONSHIPS_TYPE: &str = "application/vnd.openxmlformats-package.relationships+xml";

/// Version 2.0 of the format, which has deflated entries (PKWARE APPNOTE 4.4.3).
const VERSION: u16 = 20;
/// The same version, with the attributes of a file of Unix (APPNOTE 4.4.2).
const MADE_BY: u16 = 3 << 8 | VERSION;
const DEFLATED: u16 = 8;
/// Midnight of 1 January 1980, the earliest that an entry can bear.
const TIME_AND_DATE: [u16; 2] = [0, 1 << 5 | 1];
/// A regular file that everybody reads and its owner writes.
const ATTRIBUTES: u32 = 0o100_644 << 16;

/// A part of the package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// The name without a leading slash (`word/document.xml`).
    pub(crate) name: String,
    /// The MIME type; `None` where that of the extension holds.
    pub(crate) content_type: Option<&'static str>,
    /// The XML.
    pub(crate) text: String,
}

impl Part {
    /// A part of the type that all parts of its extension have.
    pub(crate) fn usual(name: impl Into<String>, text: String) -> Self {
        Self {
            name: name.into(),
            content_type: None,
            text,
        }
    }

    /// A part of a type of its own.
    pub(crate) fn typed(name: &str, content_type: &'static str, text: String) -> Self {
        Self {
            content_type: Some(content_type),
            ..Self::usual(name, text)
        }
    }
}

/// The archive of these parts and their content types; the error says why there is none.
pub(crate) fn write(parts: &[Part]) -> Result<Vec<u8>, String> {
    let mut archive = Archive::new();
    // The content types come first: programs that tell files apart look there.
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

/// An archive while it is written. The writer of the `zip` crate makes a compressor an entry, and
/// clears half a megabyte for each of these small ones.
struct Archive {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    n_entries: u16,
    compressor: Compress,
    packed: Vec<u8>,
}

impl Archive {
    fn new() -> Self {
        Self {
            bytes: Vec::new(),
            directory: Vec::new(),
            n_entries: 0,
            compressor: Compress::new(Compression::default(), false),
            packed: Vec::new(),
        }
    }

    /// Adds an entry (APPNOTE 4.3.7 and 4.3.12).
    fn add(&mut self, name: &str, content: &str) -> Result<(), String> {
        self.pack(content.as_bytes())?;
        let mut crc = Crc::new();
        crc.update(content.as_bytes());
        let mut described = Vec::new();
        for number in [VERSION, 0, DEFLATED].into_iter().chain(TIME_AND_DATE) {
            described.extend(number.to_le_bytes());
        }
        for number in [crc.sum(), long(self.packed.len())?, long(content.len())?] {
            described.extend(number.to_le_bytes());
        }
        described.extend(short(name.len())?.to_le_bytes());
        // No extra field.
        described.extend([0; 2]);
        let start = long(self.bytes.len())?;
        for piece in [LOCAL_HEADER, &described, name.as_bytes(), &self.packed] {
            self.bytes.extend(piece);
        }
        self.directory.extend(CENTRAL_HEADER);
        self.directory.extend(MADE_BY.to_le_bytes());
        self.directory.extend(&described);
        // No comment, the first disk, no internal attributes.
        self.directory.extend([0; 6]);
        self.directory.extend(ATTRIBUTES.to_le_bytes());
        self.directory.extend(start.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.n_entries += 1;
        Ok(())
    }

    /// Deflates a content.
    fn pack(&mut self, content: &[u8]) -> Result<(), String> {
        if self.compressor.total_in() > 0 {
            self.compressor.reset();
        }
        self.packed.clear();
        let mut rest = content;
        loop {
            self.packed.reserve(rest.len() / 2 + 64);
            let taken_before = self.compressor.total_in();
            let status = self
                .compressor
                .compress_vec(rest, &mut self.packed, FlushCompress::Finish)
                .map_err(|error| error.to_string())?;
            if status == Status::StreamEnd {
                return Ok(());
            }
            let taken = self.compressor.total_in() - taken_before;
            let taken = usize::try_from(taken).map_err(|error| error.to_string())?;
            rest = rest.get(taken..).unwrap_or_default();
        }
    }

    /// The archive with its directory and the end record (APPNOTE 4.3.16).
    fn finish(mut self) -> Result<Vec<u8>, String> {
        let start = long(self.bytes.len())?;
        let length = long(self.directory.len())?;
        self.bytes.append(&mut self.directory);
        self.bytes.extend(END_RECORD);
        // One disk.
        self.bytes.extend([0; 4]);
        for _ in 0..2 {
            self.bytes.extend(self.n_entries.to_le_bytes());
        }
        for number in [length, start] {
            self.bytes.extend(number.to_le_bytes());
        }
        // No comment.
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
        // Hardly compressible: more comes out than was made room for at first.
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
