//! Writing a package. Same parts, same bytes: the order is fixed, and no clock is asked.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use crate::word::names::PACKAGE;
use crate::word::xml::DECLARATION;

/// A part of the package.
pub(crate) struct Part {
    /// The name without a leading slash (`word/document.xml`).
    pub(crate) name: &'static str,
    /// The MIME type; `None` where that of the extension holds.
    pub(crate) content_type: Option<&'static str>,
    /// The XML.
    pub(crate) text: String,
}

/// A part of that name.
pub(crate) fn part(name: &'static str, content_type: Option<&'static str>, text: String) -> Part {
    Part {
        name,
        content_type,
        text,
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
    archive.start_file("[Content_Types].xml", options)?;
    archive.write_all(content_types(parts).as_bytes())?;
    for part in parts {
        archive.start_file(part.name, options)?;
        archive.write_all(part.text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn content_types(parts: &[Part]) -> String {
    let overrides: Vec<String> = parts
        .iter()
        .filter_map(|part| part.content_type.map(|kind| (part.name, kind)))
        .map(|(name, kind)| format!("<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>"))
        .collect();
    format!(
        "{DECLARATION}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>{}</Types>",
        overrides.concat()
    )
}
