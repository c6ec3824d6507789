//! Reads the XML of a part as a stream of tokens with limits. A tree of a hostile part would not
//! fit into memory.

use std::borrow::Cow;

use quick_xml::NsReader;
use quick_xml::encoding::EncodingError;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, QName, ResolveResult};

use super::space::Space;
use crate::word::error::{MAX_ATTRIBUTES, MAX_DEPTH, WordError};

/// The shortest attribute in bytes: a space and a one-letter name. XML demands a value, but a damaged
/// part may lack it, and the reader counts the name all the same.
const SHORTEST_ATTRIBUTE: usize = 2;

/// A token of the stream.
#[derive(Debug)]
pub(crate) enum Token<'a> {
    /// An element begins; an empty element is followed by [`Token::Close`].
    Open(Tag<'a>),
    /// The innermost element ends.
    Close,
    /// Text with resolved references.
    Text(Cow<'a, str>),
    /// The part ends; all elements are closed.
    End,
}

/// The start tag of an element, borrowed from the part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// The namespace of the element.
    pub(crate) space: Space,
    /// The name with its prefix (`w:p`).
    pub(crate) name: &'a str,
    /// The text after the name, without the slash of an empty element.
    rest: &'a str,
}

impl<'a> Tag<'a> {
    /// The name without the prefix (`p`).
    pub(crate) fn local_name(self) -> &'a str {
        local(self.name)
    }

    /// The attributes in order: each name with its prefix, each value with unresolved references.
    pub(crate) fn attributes(self) -> impl Iterator<Item = Result<(&'a str, &'a str), String>> {
        let mut attributes = Attributes::new(self.rest, 0);
        attributes.with_checks(false);
        attributes.map(|attribute| {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let Cow::Borrowed(value) = attribute.value else {
                return Err("a copy of the part was read".to_owned());
            };
            let text = |bytes| std::str::from_utf8(bytes).map_err(|error| error.to_string());
            Ok((text(attribute.key.into_inner())?, text(value)?))
        })
    }
}

/// The name without its prefix.
fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

/// A sequential reader of one part.
pub(crate) struct Reader<'a> {
    part: &'a str,
    text: &'a str,
    events: NsReader<&'a [u8]>,
    depth: usize,
    has_root: bool,
}

impl<'a> Reader<'a> {
    /// A reader at the start of `text`, the content of `part`.
    pub(crate) fn new(part: &'a str, text: &'a str) -> Self {
        // quick-xml skips a byte order mark without counting it, so offsets would be wrong.
        let text = text.trim_start_matches('\u{FEFF}');
        let mut events = NsReader::from_str(text);
        events.config_mut().expand_empty_elements = true;
        Self {
            part,
            text,
            events,
            depth: 0,
            has_root: false,
        }
    }

    /// Reads the next token.
    pub(crate) fn next(&mut self) -> Result<Token<'a>, WordError> {
        loop {
            let start = self.events.buffer_position();
            let (resolved, event) = match self.events.read_resolved_event() {
                Ok(read) => read,
                Err(error) => return Err(WordError::damaged(self.part, &error)),
            };
            let space = Space::of(&resolved);
            match event {
                Event::Start(tag) => return self.open(space, &tag, start),
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Token::Close);
                }
                Event::Text(text) => return self.text(text.xml10_content()),
                Event::CData(text) => return self.text(text.xml10_content()),
                Event::GeneralRef(reference) => return self.resolve(&reference),
                Event::Decl(declaration) => self.check_encoding(&declaration)?,
                Event::DocType(_) => {
                    return Err(WordError::DocumentType {
                        part: self.part.to_owned(),
                    });
                }
                Event::Eof => return self.end(),
                // quick-xml is set to report an empty element as a start and an end.
                Event::Empty(_) | Event::Comment(_) | Event::PI(_) => {}
            }
        }
    }

    /// The resolved value of the attribute with this local name, whatever its prefix.
    pub(crate) fn attribute(&self, tag: Tag<'_>, name: &str) -> Result<Option<String>, WordError> {
        let damaged = |error| WordError::damaged(self.part, &error);
        for attribute in tag.attributes() {
            let (key, value) = attribute.map_err(damaged)?;
            if local(key) == name {
                let value = unescape(value).map_err(|error| damaged(error.to_string()))?;
                return Ok(Some(value.into_owned()));
            }
        }
        Ok(None)
    }

    /// Whether Word understands the namespaces of these prefixes: the namespaces that Office
    /// defines.
    pub(crate) fn understands(&self, prefixes: &str) -> bool {
        const OFFICE: [&[u8]; 4] = [
            b"http://schemas.microsoft.com/office/",
            b"http://schemas.openxmlformats.org/",
            b"http://purl.oclc.org/ooxml/",
            b"urn:schemas-microsoft-com:",
        ];
        prefixes.split_whitespace().all(|prefix| {
            // The local name is arbitrary; only the prefix is resolved.
            let name = format!("{prefix}:x");
            let (resolved, _) = self
                .events
                .resolver()
                .resolve_element(QName(name.as_bytes()));
            match resolved {
                ResolveResult::Bound(Namespace(name)) => {
                    OFFICE.iter().any(|office| name.starts_with(office))
                }
                ResolveResult::Unbound | ResolveResult::Unknown(_) => false,
            }
        })
    }

    /// Opens the element whose tag begins at byte `start`. The tag is borrowed from the part, which
    /// outlives the events of quick-xml.
    fn open(
        &mut self,
        space: Space,
        tag: &BytesStart<'_>,
        start: u64,
    ) -> Result<Token<'a>, WordError> {
        if self.depth == 0 && self.has_root {
            return Err(WordError::damaged(self.part, &"a second root element"));
        }
        self.has_root = true;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(WordError::TooDeep {
                part: self.part.to_owned(),
            });
        }
        let inside = usize::try_from(start).map_or(usize::MAX, |start| start.saturating_add(1));
        let (name, rest) = self
            .text
            .get(inside..inside.saturating_add(tag.len()))
            .and_then(|source| source.split_at_checked(tag.name().as_ref().len()))
            .ok_or_else(|| WordError::damaged(self.part, &"a tag ends behind its part"))?;
        let tag = Tag { space, name, rest };
        // The length check limits the costly count to very long tags.
        let may_exceed = rest.len() > MAX_ATTRIBUTES * SHORTEST_ATTRIBUTE;
        if may_exceed && tag.attributes().take(MAX_ATTRIBUTES + 1).count() > MAX_ATTRIBUTES {
            return Err(WordError::TooManyAttributes {
                part: self.part.to_owned(),
            });
        }
        Ok(Token::Open(tag))
    }

    fn text(&self, text: Result<Cow<'a, str>, EncodingError>) -> Result<Token<'a>, WordError> {
        text.map(Token::Text)
            .map_err(|error| WordError::damaged(self.part, &error))
    }

    fn end(&self) -> Result<Token<'a>, WordError> {
        if self.depth > 0 || !self.has_root {
            return Err(WordError::damaged(
                self.part,
                &"the part ends inside an element",
            ));
        }
        Ok(Token::End)
    }

    /// Resolves a character reference or one of the five entities of XML. Without a document type a
    /// part has no other entities.
    fn resolve(&self, reference: &BytesRef<'_>) -> Result<Token<'a>, WordError> {
        let character = reference
            .resolve_char_ref()
            .map_err(|error| WordError::damaged(self.part, &error))?;
        if let Some(character) = character {
            return Ok(Token::Text(Cow::Owned(character.to_string())));
        }
        let name = reference
            .decode()
            .map_err(|error| WordError::damaged(self.part, &error))?;
        match resolve_predefined_entity(&name) {
            Some(text) => Ok(Token::Text(Cow::Borrowed(text))),
            None => Err(WordError::damaged(
                self.part,
                &format!("unknown entity {name}"),
            )),
        }
    }

    fn check_encoding(&self, declaration: &BytesDecl<'_>) -> Result<(), WordError> {
        let Some(encoding) = declaration.encoding() else {
            return Ok(());
        };
        let encoding = encoding.map_err(|error| WordError::damaged(self.part, &error))?;
        if encoding.eq_ignore_ascii_case(b"utf-8") || encoding.eq_ignore_ascii_case(b"utf8") {
            return Ok(());
        }
        Err(WordError::Encoding {
            part: self.part.to_owned(),
            encoding: String::from_utf8_lossy(&encoding).into_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<usize, WordError> {
        let mut reader = Reader::new("x.xml", text);
        let mut n_tokens = 0;
        loop {
            match reader.next()? {
                Token::End => return Ok(n_tokens),
                Token::Open(_) | Token::Close | Token::Text(_) => n_tokens += 1,
            }
        }
    }

    #[test]
    fn well_formed_parts_are_read_and_others_are_not() {
        for (text, is_read) in [
            ("<a/>", true),
            (
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>&lt;&#30002;</a>\n",
                true,
            ),
            ("<?xml version=\"1.0\" encoding=\"GBK\"?><a/>", false),
            ("", false),
            ("<a>", false),
            ("<a/><b/>", false),
            ("<a></b>", false),
            ("<a>&none;</a>", false),
            ("<a>&#0;</a>", false),
            ("<a>&#xD800;</a>", false),
            ("<!DOCTYPE a><a/>", false),
        ] {
            assert_eq!(read(text).is_ok(), is_read, "text: {text}");
        }
    }

    #[test]
    fn a_tag_is_what_stands_between_its_brackets() {
        let part = "\u{FEFF}\u{FEFF}<?xml version=\"1.0\"?>\n<!-- 甲 --><w:a x:b='1 &lt; 2' c = \"\"> 乙\
                    <d />&amp;<e\n  f=\"&#30002;\"/><![CDATA[<g/>]]><?h?><i/></w:a>";
        let mut reader = Reader::new("x.xml", part);
        let mut tags = Vec::new();
        loop {
            match reader.next().unwrap() {
                Token::Open(tag) => {
                    let attributes: Result<Vec<_>, _> = tag.attributes().collect();
                    tags.push((tag.name, attributes.unwrap()));
                    for (name, value) in [("b", "1 < 2"), ("f", "甲")] {
                        let has_it = tag.attributes().any(|it| local(it.unwrap().0) == name);
                        let expected = has_it.then(|| value.to_owned());
                        assert_eq!(reader.attribute(tag, name), Ok(expected), "{tag:?}");
                    }
                }
                Token::Close | Token::Text(_) => {}
                Token::End => break,
            }
        }
        assert_eq!(
            tags,
            [
                ("w:a", vec![("x:b", "1 &lt; 2"), ("c", "")]),
                ("d", vec![]),
                ("e", vec![("f", "&#30002;")]),
                ("i", vec![]),
            ]
        );
    }

    #[test]
    fn depth_and_attributes_have_limits() {
        for (text, is_read) in [
            (nested(MAX_DEPTH), true),
            (nested(MAX_DEPTH + 1), false),
            (with_attributes(MAX_ATTRIBUTES), true),
            (with_attributes(MAX_ATTRIBUTES + 1), false),
            (with_names(MAX_ATTRIBUTES + 1), false),
        ] {
            assert_eq!(read(&text).is_ok(), is_read, "length: {}", text.len());
        }
    }

    fn nested(depth: usize) -> String {
        "<a>".repeat(depth) + &"</a>".repeat(depth)
    }

    fn with_names(count: usize) -> String {
        format!("<a{}/>", " a".repeat(count))
    }

    fn with_attributes(count: usize) -> String {
        // The shortest attributes suffice, because names are not compared for duplicates.
        format!("<a{}/>", " a=\"\"".repeat(count))
    }
}
