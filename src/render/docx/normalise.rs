//! What docx-rs writes, brought to the schema: children in the order that ECMA-376 demands,
//! without what varies from run to run, with what docx-rs has no setter for.

use std::borrow::Cow;

use super::controls::Controls;
use super::schema_order::ORDERS;
use crate::template::Underline;
use crate::word::xml::tree::{Element, Node, rewrite};

/// Containers of properties that say nothing while they are empty.
const PROPERTIES: &[&str] = &["w:rPr", "w:pPr", "w:tcPr", "w:trPr"];

const NAMESPACES: &[(&str, &str)] = &[
    (
        "xmlns:w",
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        "xmlns:r",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
];

/// Brings the main part to the schema, with its controls in the place of their marks.
pub(super) fn document(
    built: &[u8],
    controls: &Controls,
    underline: Underline,
) -> Result<String, String> {
    let text = std::str::from_utf8(built).map_err(|error| error.to_string())?;
    let mut completing = controls.completing(underline);
    rewrite(text, |element| {
        if element.name == "w:document" {
            element.attributes = namespaces();
        }
        arrange(element);
        completing.complete(element);
    })
}

/// Brings a part that docx-rs has built to the schema; the error says what is wrong with it.
pub(super) fn part(built: &[u8]) -> Result<String, String> {
    Ok(tree(built)?.to_part())
}

/// Brings the styles to the schema and adds what docx-rs cannot write: the language, the rules
/// of Chinese line breaking, which style is the default and which are our own.
pub(super) fn styles(built: &[u8], language: &str) -> Result<String, String> {
    let mut root = tree(built)?;
    drop_bare_normal(&mut root);
    for node in &mut root.children {
        if let Node::Element(child) = node {
            match child.name {
                "w:docDefaults" => set_language(child, language),
                "w:style" => complete_style(child),
                _ => {}
            }
        }
    }
    arrange(&mut root);
    Ok(root.to_part())
}

fn tree(built: &[u8]) -> Result<Element<'_>, String> {
    let text = std::str::from_utf8(built).map_err(|error| error.to_string())?;
    let mut root = Element::parse(text)?;
    root.attributes = namespaces();
    arrange(&mut root);
    Ok(root)
}

fn namespaces() -> Vec<(&'static str, Cow<'static, str>)> {
    NAMESPACES
        .iter()
        .map(|(key, value)| (*key, Cow::Borrowed(*value)))
        .collect()
}

/// Cleans and sorts an element and everything inside. Depth is bounded by what we build.
fn arrange(element: &mut Element<'_>) {
    // docx-rs counts paragraphs over the whole process: the same document would differ.
    element
        .attributes
        .retain(|(key, _)| *key != "w14:paraId" && *key != "w:dirty");
    if element.name == "w:gridCol" {
        element.attributes.retain(|(key, _)| *key == "w:w");
    }
    if element.name == "w:ind" && element.attribute("w:firstLine").is_some() {
        // Word follows the characters when a person changes the font's size.
        element.set_attribute("w:firstLineChars", "200");
    }
    for child in &mut element.children {
        if let Node::Element(child) = child {
            arrange(child);
        }
    }
    element.children.retain(|child| match child {
        Node::Element(child) => !(child.children.is_empty() && PROPERTIES.contains(&child.name)),
        Node::Text(_) => true,
    });
    if let Some((_, order)) = ORDERS.iter().find(|(name, _)| *name == element.name) {
        element.children.sort_by_key(|child| match child {
            Node::Element(child) => order
                .iter()
                .position(|name| *name == child.name)
                .unwrap_or(order.len()),
            Node::Text(_) => order.len(),
        });
    }
}

/// docx-rs writes a Normal of its own before those that it is given.
fn drop_bare_normal(root: &mut Element<'_>) {
    let is_normal = |node: &Node<'_>| match node {
        Node::Element(style) => style.attribute("w:styleId") == Some("Normal"),
        Node::Text(_) => false,
    };
    let given = root.children.iter().rposition(is_normal);
    let mut index = 0;
    root.children.retain(|node| {
        let keep = !is_normal(node) || Some(index) == given;
        index += 1;
        keep
    });
}

fn set_language(defaults: &mut Element<'_>, language: &str) {
    // The run default is not empty here: it carries the fonts.
    let Some(run) = defaults
        .child_or_new("w:rPrDefault")
        .and_then(|default| default.child_or_new("w:rPr"))
    else {
        return;
    };
    let (latin, east_asia) = languages(language);
    run.children.push(Node::Element(Element::new(
        "w:lang",
        &[
            ("w:val", latin),
            ("w:eastAsia", east_asia),
            ("w:bidi", "ar-SA"),
        ],
    )));
}

/// The languages for spelling Latin and Han text in a contract of that language.
pub(super) fn languages(language: &str) -> (&str, &str) {
    let is_east_asian = ["zh", "ja", "ko"]
        .iter()
        .any(|prefix| language.starts_with(prefix));
    if is_east_asian {
        ("en-US", language)
    } else if language.is_empty() {
        ("en-US", "zh-CN")
    } else {
        (language, "zh-CN")
    }
}

fn complete_style(style: &mut Element<'_>) {
    let id = style.attribute("w:styleId").unwrap_or_default().to_owned();
    if id == "Normal" {
        style.set_attribute("w:default", "1");
        if let Some(properties) = style.child_or_new("w:pPr") {
            for (name, value) in [
                ("w:widowControl", "1"),
                ("w:kinsoku", "1"),
                ("w:overflowPunct", "1"),
                ("w:autoSpaceDE", "1"),
                ("w:autoSpaceDN", "1"),
                ("w:snapToGrid", "0"),
            ] {
                if let Some(property) = properties.child_or_new(name) {
                    property.set_attribute("w:val", value);
                }
            }
        }
    } else if id.starts_with(super::styles::OWN) {
        style.set_attribute("w:customStyle", "1");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_stand_in_the_order_of_the_schema() {
        for (built, expected) in [
            (
                "<w:p w14:paraId=\"1\"><w:pPr><w:rPr /><w:jc/><w:keepNext/><w:pStyle/></w:pPr></w:p>",
                "<w:pPr><w:pStyle/><w:keepNext/><w:jc/></w:pPr></w:p>",
            ),
            (
                "<w:r><w:rPr><w:u/><w:sz/><w:b/><w:rFonts/></w:rPr><w:t> a </w:t></w:r>",
                "<w:rPr><w:rFonts/><w:b/><w:sz/><w:u/></w:rPr><w:t> a </w:t></w:r>",
            ),
            (
                "<w:tblGrid><w:gridCol w:w=\"1\" w:type=\"dxa\"/></w:tblGrid>",
                "<w:gridCol w:w=\"1\"/></w:tblGrid>",
            ),
            (
                "<w:pPr><w:ind w:firstLine=\"480\"/></w:pPr>",
                "<w:ind w:firstLine=\"480\" w:firstLineChars=\"200\"/></w:pPr>",
            ),
        ] {
            let written = part(built.as_bytes()).unwrap();
            assert!(
                written.ends_with(expected),
                "built: {built}, written: {written}"
            );
        }
    }

    #[test]
    fn a_contract_in_chinese_spells_its_latin_text_in_english() {
        for (language, expected) in [
            ("zh-CN", ("en-US", "zh-CN")),
            ("zh-TW", ("en-US", "zh-TW")),
            ("en", ("en", "zh-CN")),
            ("", ("en-US", "zh-CN")),
        ] {
            assert_eq!(languages(language), expected, "language: {language}");
        }
    }
}
