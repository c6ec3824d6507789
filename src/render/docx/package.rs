//! The parts of the package that we write ourselves.

use quick_xml::escape::escape;

use super::normalise::languages;
use super::runs::{BOX_FONT, RARE_HAN_FONT};
use crate::template::{PaperStyle, Protection};
use crate::word::names::{OFFICE, PACKAGE, WORD};
use crate::word::origin::{self, Origin};
use crate::word::package::{self, Part, part};
use crate::word::relationships::relationships;
use crate::word::xml::DECLARATION;

const THEME: &str = include_str!("theme.xml");

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
const CUSTOM_TYPE: &str = "application/vnd.openxmlformats-officedocument.custom-properties+xml";
const CUSTOM_PART_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.customXmlProperties+xml";
const DRAFT_PART: &str = "customXml/item1.xml";
const APPLICATION_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.extended-properties+xml";

/// Characters that Word never lets begin a line of Chinese.
pub(super) const NEVER_FIRST: &str = "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠";

/// What the properties of a file say.
pub(super) struct Facts<'a> {
    /// The contract's title.
    pub(super) title: &'a str,
    /// The language of its text, as a BCP 47 tag.
    pub(super) language: &'a str,
    /// Who wrote it.
    pub(super) author: &'a str,
    /// For which company.
    pub(super) company: &'a str,
    /// What it was made from.
    pub(super) origin: Option<&'a Origin>,
    /// What a line never begins with because a number's unit does; Han characters.
    pub(super) units: String,
    /// SHA-256 of its text.
    pub(super) text_hash: String,
}

/// Parts that docx-rs has built, brought to the schema.
pub(super) struct Built {
    /// `word/document.xml`
    pub(super) document: String,
    /// `word/styles.xml`
    pub(super) styles: String,
    /// `word/header1.xml`, of a draft.
    pub(super) header: Option<String>,
    /// `word/footer1.xml`, where pages are numbered.
    pub(super) footer: Option<String>,
}

/// The whole file. Same parts, same bytes: the order is fixed, and no clock is asked.
pub(super) fn write(
    built: Built,
    paper: &PaperStyle,
    facts: &Facts<'_>,
) -> Result<Vec<u8>, zip::result::ZipError> {
    package::write(&parts(built, paper, facts))
}

fn parts(built: Built, paper: &PaperStyle, facts: &Facts<'_>) -> Vec<Part> {
    let notes = [
        (built.header, "word/header1.xml", HEADER_TYPE),
        (built.footer, "word/footer1.xml", FOOTER_TYPE),
    ];
    let mut parts = vec![
        part(
            "_rels/.rels",
            None,
            package_relationships(facts.origin.is_some()),
        ),
        part("word/document.xml", Some(DOCUMENT_TYPE), built.document),
        part("word/styles.xml", Some(STYLES_TYPE), built.styles),
        part(
            "word/settings.xml",
            Some(SETTINGS_TYPE),
            settings(facts.language, &facts.units, paper.protection),
        ),
        part("word/fontTable.xml", Some(FONTS_TYPE), font_table(paper)),
        part("word/theme/theme1.xml", Some(THEME_TYPE), THEME.to_owned()),
    ];
    for (text, name, content_type) in notes {
        parts.extend(text.map(|text| part(name, Some(content_type), text)));
    }
    let draft = facts.origin.and_then(|origin| origin.embedded.as_deref());
    let targets = document_relationships(&parts, draft.is_some());
    parts.push(part("word/_rels/document.xml.rels", None, targets));
    parts.push(part(
        "docProps/core.xml",
        Some(CORE_TYPE),
        core_properties(facts),
    ));
    parts.push(part(
        "docProps/app.xml",
        Some(APPLICATION_TYPE),
        application_properties(facts),
    ));
    if let Some(origin) = facts.origin {
        let properties = origin::custom_properties(DECLARATION, origin, &facts.text_hash);
        parts.push(part("docProps/custom.xml", Some(CUSTOM_TYPE), properties));
    }
    if let Some(draft) = draft {
        parts.extend([
            part(DRAFT_PART, None, origin::draft_part(DECLARATION, draft)),
            part(
                "customXml/itemProps1.xml",
                Some(CUSTOM_PART_TYPE),
                origin::draft_part_properties(DECLARATION),
            ),
            part(
                "customXml/_rels/item1.xml.rels",
                None,
                relationships(&[("rId1", format!("{OFFICE}/customXmlProps"), "itemProps1.xml")]),
            ),
        ]);
    }
    parts
}

fn package_relationships(has_origin: bool) -> String {
    let mut list = vec![
        (
            "rId1",
            format!("{OFFICE}/officeDocument"),
            "word/document.xml",
        ),
        (
            "rId2",
            format!("{PACKAGE}/relationships/metadata/core-properties"),
            "docProps/core.xml",
        ),
        (
            "rId3",
            format!("{OFFICE}/extended-properties"),
            "docProps/app.xml",
        ),
    ];
    if has_origin {
        list.push((
            "rId4",
            format!("{OFFICE}/custom-properties"),
            "docProps/custom.xml",
        ));
    }
    relationships(&list)
}

/// The ids of header and footer are those that docx-rs refers to.
fn document_relationships(parts: &[Part], has_draft: bool) -> String {
    let known = [
        ("rId1", "styles", "styles.xml"),
        ("rId2", "settings", "settings.xml"),
        ("rId3", "fontTable", "fontTable.xml"),
        ("rId4", "theme", "theme/theme1.xml"),
        ("rIdHeader1", "header", "header1.xml"),
        ("rIdFooter1", "footer", "footer1.xml"),
    ];
    let mut present: Vec<_> = known
        .iter()
        .filter(|(_, _, target)| {
            parts
                .iter()
                .any(|part| part.name.strip_prefix("word/") == Some(target))
        })
        .map(|(id, kind, target)| (*id, format!("{OFFICE}/{kind}"), *target))
        .collect();
    if has_draft {
        present.push((
            "rId5",
            format!("{OFFICE}/customXml"),
            "../customXml/item1.xml",
        ));
    }
    relationships(&present)
}

/// What Word for Chinese writes itself; without the compatibility mode it opens in that of 2007.
fn settings(language: &str, units: &str, protection: Protection) -> String {
    let protection = match protection {
        Protection::None => "",
        // Of a file that is protected so, Word lets people change the controls alone.
        Protection::Values => "<w:documentProtection w:edit=\"forms\" w:enforcement=\"1\"/>",
    };
    let (latin, east_asia) = languages(language);
    let breaks = if east_asia == "zh-CN" {
        format!(
            "<w:noLineBreaksBefore w:lang=\"zh-CN\" w:val=\"{}{units}\"/>",
            escape(NEVER_FIRST)
        )
    } else {
        String::new()
    };
    let (latin, east_asia) = (escape(latin), escape(east_asia));
    format!(
        "{DECLARATION}<w:settings xmlns:w=\"{WORD}\"><w:zoom w:percent=\"100\"/>\
         <w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>{protection}\
         <w:defaultTabStop w:val=\"420\"/>\
         <w:characterSpacingControl w:val=\"compressPunctuation\"/>{breaks}\
         <w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/>\
         <w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/>\
         <w:adjustLineHeightInTable/><w:useFELayout/>\
         <w:compatSetting w:name=\"compatibilityMode\" \
         w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>\
         <w:themeFontLang w:val=\"{latin}\" w:eastAsia=\"{east_asia}\"/>\
         <w:decimalSymbol w:val=\".\"/><w:listSeparator w:val=\",\"/></w:settings>"
    )
}

/// The fonts in use, the well-known Chinese ones with the names that they bear elsewhere.
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
    let entries: String = fonts.into_iter().map(font_entry).collect();
    format!("{DECLARATION}<w:fonts xmlns:w=\"{WORD}\">{entries}</w:fonts>")
}

fn font_entry(font: &str) -> String {
    let other = match font {
        "宋体" => "SimSun",
        "黑体" => "SimHei",
        "仿宋" => "FangSong",
        "楷体" => "KaiTi",
        "微软雅黑" => "Microsoft YaHei",
        _ => return format!("<w:font w:name=\"{}\"/>", escape(font)),
    };
    format!(
        "<w:font w:name=\"{font}\"><w:altName w:val=\"{other}\"/><w:charset w:val=\"86\"/></w:font>"
    )
}

/// Without dates: they would make two exports of one contract differ.
fn core_properties(facts: &Facts<'_>) -> String {
    let (title, author, language) = (
        escape(facts.title),
        escape(facts.author),
        escape(facts.language),
    );
    format!(
        "{DECLARATION}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{title}</dc:title>\
         <dc:creator>{author}</dc:creator><cp:lastModifiedBy>{author}</cp:lastModifiedBy>\
         <dc:language>{language}</dc:language></cp:coreProperties>"
    )
}

fn application_properties(facts: &Facts<'_>) -> String {
    format!(
        "{DECLARATION}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
         <Application>qianyue</Application><Company>{}</Company></Properties>",
        escape(facts.company)
    )
}
