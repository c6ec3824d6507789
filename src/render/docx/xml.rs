//! A small tree of XML, for passes over parts that we have built ourselves.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::{escape, partial_escape, resolve_predefined_entity};
use quick_xml::events::{BytesRef, BytesStart, Event};

/// An element with its prefix, attributes and children in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    /// The qualified name (`w:p`).
    pub(super) name: String,
    /// Qualified names and plain values, in order.
    pub(super) attributes: Vec<(String, String)>,
    /// What stands inside, in order.
    pub(super) children: Vec<Node>,
}

/// What an element holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// Another element.
    Element(Element),
    /// Text, unescaped.
    Text(String),
}

impl Element {
    /// An element without content: `Element::new("w:lang", &[("w:eastAsia", "zh-CN")])`.
    pub(super) fn new(name: &str, attributes: &[(&str, &str)]) -> Self {
        Self {
            name: name.to_owned(),
            attributes: attributes
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect(),
            children: Vec::new(),
        }
    }

    /// Reads a part; the error says in English what is wrong with it.
    pub(super) fn parse(part: &str) -> Result<Self, String> {
        let mut reader = Reader::from_str(part);
        let mut open: Vec<Self> = Vec::new();
        loop {
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Start(tag) => open.push(Self::from_tag(&tag)?),
                Event::Empty(tag) => {
                    if let Some(root) = close(&mut open, Self::from_tag(&tag)?) {
                        return Ok(root);
                    }
                }
                Event::End(_) => {
                    if let Some(element) = open.pop()
                        && let Some(root) = close(&mut open, element)
                    {
                        return Ok(root);
                    }
                }
                Event::Text(text) => {
                    let text = text.decode().map_err(|error| error.to_string())?;
                    add_text(&mut open, &text);
                }
                Event::GeneralRef(reference) => add_text(&mut open, &resolve(&reference)?),
                Event::Eof => return Err("the part ends inside an element".to_owned()),
                Event::CData(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_) => {}
            }
        }
    }

    /// Writes the element as a part with its declaration.
    pub(super) fn to_part(&self) -> String {
        let mut out =
            String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
        self.write(&mut out);
        out
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Adds an attribute at the end, or replaces its value.
    pub(super) fn set_attribute(&mut self, name: &str, value: &str) {
        match self.attributes.iter_mut().find(|(key, _)| key == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.attributes.push((name.to_owned(), value.to_owned())),
        }
    }

    /// The first child element of that name, added at the end if there is none.
    pub(super) fn child_or_new(&mut self, name: &str) -> Option<&mut Self> {
        let found = self
            .children
            .iter()
            .position(|node| matches!(node, Node::Element(child) if child.name == name));
        let index = found.unwrap_or_else(|| {
            self.children.push(Node::Element(Self::new(name, &[])));
            self.children.len() - 1
        });
        match self.children.get_mut(index) {
            Some(Node::Element(child)) => Some(child),
            Some(Node::Text(_)) | None => None,
        }
    }

    fn from_tag(tag: &BytesStart<'_>) -> Result<Self, String> {
        let name = decoded(tag.name().as_ref())?;
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let value = std::str::from_utf8(&attribute.value).map_err(|error| error.to_string())?;
            let value = quick_xml::escape::unescape(value).map_err(|error| error.to_string())?;
            attributes.push((decoded(attribute.key.as_ref())?, value.into_owned()));
        }
        Ok(Self {
            name,
            attributes,
            children: Vec::new(),
        })
    }

    /// Our parts are never deeper than a cell's run, so this may call itself.
    fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (key, value) in &self.attributes {
            out.push(' ');
            out.push_str(key);
            out.push_str("=\"");
            out.push_str(&escape(value.as_str()));
            out.push('"');
        }
        if self.children.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        for child in &self.children {
            match child {
                Node::Element(element) => element.write(out),
                Node::Text(text) => out.push_str(&partial_escape(text.as_str())),
            }
        }
        out.push_str("</");
        out.push_str(&self.name);
        out.push('>');
    }
}

/// Puts a finished element into its parent; gives it back if it is the root.
fn close(open: &mut [Element], element: Element) -> Option<Element> {
    match open.last_mut() {
        Some(parent) => {
            parent.children.push(Node::Element(element));
            None
        }
        None => Some(element),
    }
}

/// Adds to the text at the end of the innermost open element, so that a text is one node.
fn add_text(open: &mut [Element], text: &str) {
    let Some(parent) = open.last_mut() else {
        return;
    };
    if let Some(Node::Text(last)) = parent.children.last_mut() {
        last.push_str(text);
    } else {
        parent.children.push(Node::Text(text.to_owned()));
    }
}

fn resolve(reference: &BytesRef<'_>) -> Result<Cow<'static, str>, String> {
    if let Some(character) = reference
        .resolve_char_ref()
        .map_err(|error| error.to_string())?
    {
        return Ok(Cow::Owned(character.to_string()));
    }
    let name = reference.decode().map_err(|error| error.to_string())?;
    resolve_predefined_entity(&name)
        .map(Cow::Borrowed)
        .ok_or_else(|| format!("unknown entity {name}"))
}

fn decoded(bytes: &[u8]) -> Result<String, String> {
    std::str::from_utf8(bytes)
        .map(str::to_owned)
        .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_reads_back_as_it_was_written() {
        for part in [
            "<a/>",
            "<w:p w:x=\"1 &lt; 2 &amp; &quot;3&quot;\"><w:t> 甲 &amp; 乙 &lt; </w:t><w:b/></w:p>",
        ] {
            let element = Element::parse(part).unwrap();
            let written = element.to_part();
            assert!(written.ends_with(part), "part: {part}, written: {written}");
            assert_eq!(Element::parse(&written), Ok(element), "part: {part}");
        }
    }

    #[test]
    fn a_torn_part_is_an_error() {
        for part in ["", "<a>", "<a><b></a>", "<a>&unknown;</a>"] {
            assert!(Element::parse(part).is_err(), "part: {part}");
        }
    }
}
