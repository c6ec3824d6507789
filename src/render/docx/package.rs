//! The parts of the package that this program writes without docx-rs.

use super::runs::{BOX_FONT, RARE_HAN_FONT};
use super::styles::languages;
use crate::template::{PaperStyle, Protection};
use crate::word::names::WORD;
use crate::word::origin::{self, Origin};
use crate::word::package::{self, Part};
use crate::word::relationships::{self, MAIN, Relationship, STYLES};
use crate::word::xml::Writer;

const THEME: &str = include_str!("theme.xml");

const DOCUMENT: &str = "word/document.xml";
const DOCUMENT_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const STYLES_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml";
const SETTINGS_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml";
const FONTS_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml";
const THEME_TYPE: &str = "application/vnd.openxmlformats-officedocument.theme+xml";
const HEADER_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml";
const FOOTER_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml";
const CORE_TYPE: &str = "application/vnd.openxmlformats-package.core-properties+xml";
const APPLICATION_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.extended-properties+xml";

/// The relationship id of the header part.
pub(super) const HEADER_ID: &str = "rIdHeader1";
/// The relationship id of the footer part.
pub(super) const FOOTER_ID: &str = "rIdFooter1";

/// Characters that never begin a line by Word's own rules for Chinese.
pub(super) const NEVER_FIRST: &str = "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠";

/// The facts that the properties and settings parts state.
pub(super) struct Facts<'a> {
    /// The title of the contract.
    pub(super) title: &'a str,
    /// The language of the contract's text, as a BCP 47 tag.
    pub(super) language: &'a str,
    /// The name of the author; may be empty.
    pub(super) author: &'a str,
    /// The name of the company; may be empty.
    pub(super) company: &'a str,
    /// The draft and template that the contract was made from.
    pub(super) origin: Option<&'a Origin>,
    /// Han characters that begin units and so must not begin a line.
    pub(super) units: String,
    /// SHA-256 of the contract's text, as `text_hash` gives it.
    pub(super) text_hash: String,
}

/// The finished XML of the parts that hold the contract.
pub(super) struct Built {
    /// `word/document.xml`
    pub(super) document: String,
    /// `word/styles.xml`
    pub(super) styles: String,
    /// `word/header1.xml`, only in a draft or where the template has a header.
    pub(super) header: Option<String>,
    /// `word/footer1.xml`, only where pages are numbered or the template has a footer.
    pub(super) footer: Option<String>,
}

/// Writes the package as a ZIP archive.
pub(super) fn write(
    built: Built,
    paper: &PaperStyle,
    facts: &Facts<'_>,
) -> Result<Vec<u8>, String> {
    package::write(&parts(built, paper, facts))
}

fn parts(built: Built, paper: &PaperStyle, facts: &Facts<'_>) -> Vec<Part> {
    let notes = [
        (built.header, "word/header1.xml", HEADER_TYPE),
        (built.footer, "word/footer1.xml", FOOTER_TYPE),
    ];
    let mut parts = vec![
        package_relationships(facts.origin),
        Part::typed(DOCUMENT, DOCUMENT_TYPE, built.document),
        Part::typed("word/styles.xml", STYLES_TYPE, built.styles),
        Part::typed(
            "word/settings.xml",
            SETTINGS_TYPE,
            settings(facts.language, &facts.units, paper.protection),
        ),
        Part::typed("word/fontTable.xml", FONTS_TYPE, font_table(paper)),
        Part::typed("word/theme/theme1.xml", THEME_TYPE, THEME.to_owned()),
    ];
    for (text, name, content_type) in notes {
        parts.extend(text.map(|text| Part::typed(name, content_type, text)));
    }
    parts.push(document_relationships(&parts, facts.origin));
    parts.push(Part::typed(
        "docProps/core.xml",
        CORE_TYPE,
        core_properties(facts),
    ));
    parts.push(Part::typed(
        "docProps/app.xml",
        APPLICATION_TYPE,
        application_properties(facts),
    ));
    if let Some(origin) = facts.origin {
        parts.extend(origin.parts(&facts.text_hash));
    }
    parts
}

fn package_relationships(origin: Option<&Origin>) -> Part {
    let core =
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    let mut list = vec![
        Relationship::office("rId1", MAIN, DOCUMENT),
        Relationship::of_kind("rId2", core.to_owned(), "docProps/core.xml"),
        Relationship::office("rId3", "extended-properties", "docProps/app.xml"),
    ];
    list.extend(origin.map(|_| origin::relationship("rId4")));
    relationships::write("", &list)
}

fn document_relationships(parts: &[Part], origin: Option<&Origin>) -> Part {
    let known = [
        ("rId1", STYLES, "styles.xml"),
        ("rId2", "settings", "settings.xml"),
        ("rId3", "fontTable", "fontTable.xml"),
        ("rId4", "theme", "theme/theme1.xml"),
        (HEADER_ID, "header", "header1.xml"),
        (FOOTER_ID, "footer", "footer1.xml"),
    ];
    let mut present: Vec<_> = known
        .iter()
        .filter(|(_, _, target)| {
            parts
                .iter()
                .any(|part| part.name.strip_prefix("word/") == Some(target))
        })
        .map(|(id, kind, target)| Relationship::office(id, kind, target))
        .collect();
    present.extend(origin.and_then(|origin| origin.draft_relationship("rId5")));
    relationships::write(DOCUMENT, &present)
}

/// The settings part, with the settings of Chinese Word. Without an explicit compatibility mode
/// Word opens the file in the mode of Word 2007.
fn settings(language: &str, units: &str, protection: Protection) -> String {
    let (latin, east_asia) = languages(language);
    Writer::part("w:settings", &[("xmlns:w", WORD)], |xml| {
        xml.empty("w:zoom", &[("w:percent", "100")]);
        xml.empty("w:bordersDoNotSurroundHeader", &[]);
        xml.empty("w:bordersDoNotSurroundFooter", &[]);
        match protection {
            Protection::None => {}
            // With `forms` protection Word allows edits only inside content controls.
            Protection::Values => xml.empty(
                "w:documentProtection",
                &[("w:edit", "forms"), ("w:enforcement", "1")],
            ),
        }
        xml.empty("w:defaultTabStop", &[("w:val", "420")]);
        xml.empty(
            "w:characterSpacingControl",
            &[("w:val", "compressPunctuation")],
        );
        if east_asia == "zh-CN" {
            let characters = format!("{NEVER_FIRST}{units}");
            xml.empty(
                "w:noLineBreaksBefore",
                &[("w:lang", "zh-CN"), ("w:val", &characters)],
            );
        }
        xml.element("w:compat", &[], compatibility);
        xml.empty(
            "w:themeFontLang",
            &[("w:val", latin), ("w:eastAsia", east_asia)],
        );
        xml.empty("w:decimalSymbol", &[("w:val", ".")]);
        xml.empty("w:listSeparator", &[("w:val", ",")]);
    })
}

fn compatibility(xml: &mut Writer) {
    for switch in [
        "w:spaceForUL",
        "w:balanceSingleByteDoubleByteWidth",
        "w:doNotLeaveBackslashAlone",
        "w:ulTrailSpace",
        "w:doNotExpandShiftReturn",
        "w:adjustLineHeightInTable",
        "w:useFELayout",
    ] {
        xml.empty(switch, &[]);
    }
    xml.empty(
        "w:compatSetting",
        &[
            ("w:name", "compatibilityMode"),
            ("w:uri", "http://schemas.microsoft.com/office/word"),
            ("w:val", "15"),
        ],
    );
}

/// The font table: the fonts in use, with the alternative names of well-known Chinese fonts.
fn font_table(paper: &PaperStyle) -> String {
    let mut fonts: Vec<&str> = Vec::new();
    for font in [
        paper.body_font.as_str(),
        &paper.heading_font,
        &paper.title_font,
        &paper.latin_font,
        BOX_FONT,
        RARE_HAN_FONT,
    ] {
        if !fonts.contains(&font) {
            fonts.push(font);
        }
    }
    Writer::part("w:fonts", &[("xmlns:w", WORD)], |xml| {
        for font in fonts {
            xml.element("w:font", &[("w:name", font)], |xml| {
                if let Some(name) = name_elsewhere(font) {
                    xml.empty("w:altName", &[("w:val", name)]);
                    xml.empty("w:charset", &[("w:val", "86")]);
                }
            });
        }
    })
}

/// The name of a well-known Chinese font in other languages.
fn name_elsewhere(font: &str) -> Option<&'static str> {
    Some(match font {
        "宋体" => "SimSun",
        "黑体" => "SimHei",
        "仿宋" => "FangSong",
        "楷体" => "KaiTi",
        "微软雅黑" => "Microsoft YaHei",
        _ => return None,
    })
}

/// The core properties, without dates: dates would make two exports of one contract differ.
fn core_properties(facts: &Facts<'_>) -> String {
    let namespaces = [
        (
            "xmlns:cp",
            "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        ),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    Writer::part("cp:coreProperties", &namespaces, |xml| {
        xml.leaf("dc:title", facts.title);
        xml.leaf("dc:creator", facts.author);
        xml.leaf("cp:lastModifiedBy", facts.author);
        xml.leaf("dc:language", facts.language);
    })
}

fn application_properties(facts: &Facts<'_>) -> String {
    let namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    Writer::part("Properties", &[("xmlns", namespace)], |xml| {
        xml.leaf("Application", "qianyue");
        xml.leaf("Company", facts.company);
    })
}
