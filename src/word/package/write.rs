//! Writing a package. Same parts, same bytes: the order is fixed, and no clock is asked.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::CONTENT_TYPES;
use crate::word::xml::Writer;

const RELATIONSHIPS_TYPE: &str = "application/vnd.openxmlformats-package.relationships+xml";

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

/// The archive of these parts and their content types.
pub(crate) fn write(parts: &[Part]) -> Result<Vec<u8>, zip::result::ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        // Otherwise it names the system that runs, and files made on Windows differ.
        .system(System::Unix)
        .unix_permissions(0o644)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // The content types come first: programs that tell files apart look there.
    archive.start_file(CONTENT_TYPES, options)?;
    archive.write_all(content_types(parts).as_bytes())?;
    for part in parts {
        archive.start_file(part.name.as_str(), options)?;
        archive.write_all(part.text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
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
