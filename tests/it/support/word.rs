//! Word files for tests.

use std::io::{Cursor, Write as _};

/// The namespaces that the parts of [`package`] may use.
const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" \
     xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
     xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" \
     xmlns:w16se=\"http://schemas.microsoft.com/office/word/2015/wordml/symex\"";

const CONTENT_TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
     <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
     <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
     <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
     <Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>\
     </Types>";

const TYPE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A file of these lines. A line is a paragraph; a line between bars is a row of a table.
pub fn docx(text: &str) -> Vec<u8> {
    let mut body = String::new();
    let mut lines = text.lines().filter(|line| !line.is_empty()).peekable();
    while let Some(line) = lines.next() {
        if !line.starts_with('|') {
            body += &paragraph(line);
            continue;
        }
        body += "<w:tbl>";
        body += &row(line);
        while let Some(line) = lines.next_if(|line| line.starts_with('|')) {
            body += &row(line);
        }
        body += "</w:tbl>";
    }
    package(&body, "")
}

/// A file with this body and these style definitions.
pub fn package(body: &str, styles: &str) -> Vec<u8> {
    let relationship = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"rId1\" Type=\"{TYPE}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let document = format!("<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>");
    let styles = format!("<w:styles {NAMESPACES}>{styles}</w:styles>");
    zip(&[
        ("[Content_Types].xml", CONTENT_TYPES),
        (
            "_rels/.rels",
            &relationship("officeDocument", "word/document.xml"),
        ),
        ("word/document.xml", &document),
        (
            "word/_rels/document.xml.rels",
            &relationship("styles", "styles.xml"),
        ),
        ("word/styles.xml", &styles),
    ])
}

/// An archive of these parts.
pub fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(*name, options).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A part of an archive as text.
pub fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let entry = archive.by_name(name).unwrap();
    std::io::read_to_string(entry).unwrap()
}

/// An archive in which one part is changed.
pub fn with_part(bytes: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index(index).unwrap();
        let own = entry.name().to_owned();
        let content = std::io::read_to_string(entry).unwrap();
        let content = if own == name {
            change(content)
        } else {
            content
        };
        parts.push((own, content));
    }
    let parts: Vec<(&str, &str)> = parts
        .iter()
        .map(|(name, content)| (name.as_str(), content.as_str()))
        .collect();
    zip(&parts)
}

/// A paragraph with this text.
pub fn paragraph(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn row(line: &str) -> String {
    let cells: Vec<String> = line
        .trim_matches('|')
        .split('|')
        .map(|cell| format!("<w:tc>{}</w:tc>", paragraph(cell.trim())))
        .collect();
    format!("<w:tr>{}</w:tr>", cells.concat())
}
