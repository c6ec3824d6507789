//! A small tree of XML, for passes over parts that we have built ourselves.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::{escape, partial_escape, resolve_predefined_entity};
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::DECLARATION;

/// An element with its prefix, attributes and children in order. What was read is not copied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Element<'a> {
    /// The qualified name (`w:p`).
    pub(crate) name: &'a str,
    /// Qualified names and plain values, in order.
    pub(crate) attributes: Vec<(&'a str, Cow<'a, str>)>,
    /// What stands inside, in order.
    pub(crate) children: Vec<Node<'a>>,
}

/// What an element holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node<'a> {
    /// Another element.
    Element(Element<'a>),
    /// Text, unescaped.
    Text(Cow<'a, str>),
}

impl<'a> Element<'a> {
    /// An element without content: `Element::new("w:lang", &[("w:eastAsia", "zh-CN")])`.
    pub(crate) fn new(name: &'a str, attributes: &[(&'a str, &str)]) -> Self {
        Self {
            name,
            attributes: attributes
                .iter()
                .map(|(key, value)| (*key, Cow::Owned((*value).to_owned())))
                .collect(),
            children: Vec::new(),
        }
    }

    /// Reads a part; the error says in English what is wrong with it.
    pub(crate) fn parse(part: &'a str) -> Result<Self, String> {
        match Pieces::of(part, 0).next()? {
            Piece::Whole(root) | Piece::Opened(root) => Ok(root),
            Piece::Closed(_) => Err("the part has no root".to_owned()),
        }
    }

    /// Writes the element as a part with its declaration.
    pub(crate) fn to_part(&self) -> String {
        let mut out = DECLARATION.to_owned();
        self.write(&mut out);
        out
    }

    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.as_ref())
    }

    /// Adds an attribute at the end, or replaces its value.
    pub(crate) fn set_attribute(&mut self, name: &'a str, value: &'a str) {
        let value = Cow::Borrowed(value);
        match self.attributes.iter_mut().find(|(key, _)| *key == name) {
            Some((_, old)) => *old = value,
            None => self.attributes.push((name, value)),
        }
    }

    /// The first child element of that name, added at the end if there is none.
    pub(crate) fn child_or_new(&mut self, name: &'a str) -> Option<&mut Self> {
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

    /// The tag that begins at byte `start` of the part, which is borrowed from the part itself.
    fn from_tag(tag: &BytesStart<'_>, part: &'a str, start: u64) -> Result<Self, String> {
        let name_bytes = tag.name().as_ref().len();
        let inside = usize::try_from(start).map_or(usize::MAX, |start| start + 1);
        let tag = part
            .get(inside..inside.saturating_add(tag.len()))
            .ok_or("a tag ends behind its part")?;
        let name = tag.get(..name_bytes).unwrap_or_default();
        let mut attributes = Vec::new();
        for attribute in Attributes::new(tag, name_bytes).with_checks(false) {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let key = std::str::from_utf8(attribute.key.into_inner());
            let key = key.map_err(|error| error.to_string())?;
            let value = quick_xml::escape::unescape(borrowed(&attribute.value)?);
            attributes.push((key, value.map_err(|error| error.to_string())?));
        }
        Ok(Self {
            name,
            attributes,
            children: Vec::new(),
        })
    }

    /// Our parts are never deeper than a cell's run, so this may call itself.
    fn write(&self, out: &mut String) {
        self.write_tag(out);
        if self.children.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        for child in &self.children {
            match child {
                Node::Element(element) => element.write(out),
                Node::Text(text) => out.push_str(&partial_escape(text.as_ref())),
            }
        }
        write_end(self.name, out);
    }

    /// Writes name and attributes.
    fn write_tag(&self, out: &mut String) {
        out.push('<');
        out.push_str(self.name);
        for (key, value) in &self.attributes {
            out.push(' ');
            out.push_str(key);
            out.push_str("=\"");
            out.push_str(&escape(value.as_ref()));
            out.push('"');
        }
    }
}

fn write_end(name: &str, out: &mut String) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// Reads a part and writes it anew, changed. Of a long part only one child of `document` and
/// `body` is there at a time: the two are changed while they are still empty.
pub(crate) fn rewrite(
    part: &str,
    mut change: impl FnMut(&mut Element<'_>),
) -> Result<String, String> {
    let mut pieces = Pieces::of(part, 2);
    let mut out = String::with_capacity(part.len() + part.len() / 8);
    out.push_str(DECLARATION);
    loop {
        match pieces.next()? {
            Piece::Opened(mut element) => {
                change(&mut element);
                element.write_tag(&mut out);
                out.push('>');
            }
            Piece::Whole(mut element) => {
                change(&mut element);
                element.write(&mut out);
            }
            Piece::Closed(name) => write_end(name, &mut out),
        }
        if pieces.around.is_empty() {
            return Ok(out);
        }
    }
}

/// A part as it is read: elements of some depth come whole.
struct Pieces<'a> {
    part: &'a str,
    reader: Reader<&'a [u8]>,
    depth: usize,
    /// What is open above that depth.
    around: Vec<&'a str>,
    /// What is open below it.
    open: Vec<Element<'a>>,
}

enum Piece<'a> {
    /// An element above that depth begins.
    Opened(Element<'a>),
    /// It ends.
    Closed(&'a str),
    /// An element with all that stands inside.
    Whole(Element<'a>),
}

impl<'a> Pieces<'a> {
    fn of(part: &'a str, depth: usize) -> Self {
        Self {
            part,
            reader: Reader::from_str(part),
            depth,
            around: Vec::new(),
            open: Vec::new(),
        }
    }

    fn next(&mut self) -> Result<Piece<'a>, String> {
        loop {
            let start = self.reader.buffer_position();
            let event = self.reader.read_event();
            match event.map_err(|error| error.to_string())? {
                Event::Start(tag) => {
                    let element = Element::from_tag(&tag, self.part, start)?;
                    if self.open.is_empty() && self.around.len() < self.depth {
                        self.around.push(element.name);
                        return Ok(Piece::Opened(element));
                    }
                    self.open.push(element);
                }
                Event::Empty(tag) => {
                    let element = Element::from_tag(&tag, self.part, start)?;
                    if let Some(whole) = close(&mut self.open, element) {
                        return Ok(Piece::Whole(whole));
                    }
                }
                Event::End(_) => match self.open.pop() {
                    Some(element) => {
                        if let Some(whole) = close(&mut self.open, element) {
                            return Ok(Piece::Whole(whole));
                        }
                    }
                    None => {
                        if let Some(name) = self.around.pop() {
                            return Ok(Piece::Closed(name));
                        }
                    }
                },
                Event::Text(text) => {
                    let text = text.decode().map_err(|error| error.to_string())?;
                    add_text(&mut self.open, text);
                }
                Event::GeneralRef(reference) => add_text(&mut self.open, resolve(&reference)?),
                Event::Eof => return Err("the part ends inside an element".to_owned()),
                Event::CData(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_) => {}
            }
        }
    }
}

/// Puts a finished element into its parent; gives it back if it has none.
fn close<'a>(open: &mut [Element<'a>], element: Element<'a>) -> Option<Element<'a>> {
    match open.last_mut() {
        Some(parent) => {
            parent.children.push(Node::Element(element));
            None
        }
        None => Some(element),
    }
}

/// Adds to the text at the end of the innermost open element, so that a text is one node.
fn add_text<'a>(open: &mut [Element<'a>], text: Cow<'a, str>) {
    let Some(parent) = open.last_mut() else {
        return;
    };
    if let Some(Node::Text(last)) = parent.children.last_mut() {
        last.to_mut().push_str(&text);
    } else {
        parent.children.push(Node::Text(text));
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

/// Bytes of the part itself, as a reader over a text gives them.
fn borrowed<'a>(bytes: &Cow<'a, [u8]>) -> Result<&'a str, String> {
    match bytes {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).map_err(|error| error.to_string()),
        Cow::Owned(_) => Err("a copy of the part was read".to_owned()),
    }
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
    fn a_part_is_rewritten_with_every_element_changed_once() {
        for (part, expected) in [
            ("<a/>", "<a n=\"1\"/>"),
            ("<a><b></b></a>", "<a n=\"1\"><b n=\"1\"></b></a>"),
            (
                "<a><b><c><d/>1 &lt; 2</c><c/></b><e/></a>",
                "<a n=\"1\"><b n=\"1\"><c n=\"1\"><d/>1 &lt; 2</c><c n=\"1\"/></b><e n=\"1\"/></a>",
            ),
        ] {
            let written = rewrite(part, |element| element.set_attribute("n", "1")).unwrap();
            assert_eq!(written, format!("{DECLARATION}{expected}"), "part: {part}");
        }
    }

    #[test]
    fn a_torn_part_is_an_error() {
        for part in ["", "<a>", "<a><b></a>", "<a>&unknown;</a>"] {
            assert!(Element::parse(part).is_err(), "part: {part}");
            assert!(rewrite(part, |_| {}).is_err(), "part: {part}");
        }
    }
}
