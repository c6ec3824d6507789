//! XML from outside as a stream of tokens, with limits.

use std::borrow::Cow;

use quick_xml::NsReader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, QName, ResolveResult};

use crate::word::error::{MAX_ATTRIBUTES, MAX_DEPTH, WordError};
use crate::word::names::DRAFT_NAMESPACE;

/// Which vocabulary an element is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    /// `WordprocessingML`, transitional or strict.
    Word,
    /// Formulas in text, transitional or strict.
    Math,
    /// Markup compatibility, which offers a text in two forms.
    Compatibility,
    /// Symbols that Word adds to `w:sym`, as emoji.
    SymbolExtension,
    /// What this program adds to a file: the part that holds the draft.
    Qianyue,
    /// Any other.
    Other,
}

/// What the stream brings next.
#[derive(Debug)]
pub(crate) enum Token<'a> {
    /// An element begins; an empty one is followed by [`Token::Close`].
    Open {
        /// Its vocabulary.
        space: Space,
        /// Its name without the prefix.
        name: String,
        /// Its attributes.
        tag: BytesStart<'a>,
    },
    /// The innermost element ends.
    Close,
    /// Text, references resolved.
    Text(Cow<'a, str>),
    /// The part ends, with all elements closed.
    End,
}

/// A part of XML that is read from front to back.
pub(crate) struct Markup<'a> {
    part: String,
    reader: NsReader<&'a [u8]>,
    depth: usize,
    has_root: bool,
}

impl<'a> Markup<'a> {
    /// Begins to read `text`, the part named `part`.
    pub(crate) fn new(part: &str, text: &'a str) -> Self {
        let mut reader = NsReader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self {
            part: part.to_owned(),
            reader,
            depth: 0,
            has_root: false,
        }
    }

    /// The next token.
    pub(crate) fn next(&mut self) -> Result<Token<'a>, WordError> {
        loop {
            let (resolved, event) = match self.reader.read_resolved_event() {
                Ok(read) => read,
                Err(error) => return Err(damaged(&self.part, &error)),
            };
            let space = space(&resolved);
            match event {
                Event::Start(tag) => return self.open(space, tag),
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Token::Close);
                }
                Event::Text(text) => {
                    let text = text.xml10_content();
                    return text
                        .map(Token::Text)
                        .map_err(|error| damaged(&self.part, &error));
                }
                Event::CData(text) => {
                    let text = text.xml10_content();
                    return text
                        .map(Token::Text)
                        .map_err(|error| damaged(&self.part, &error));
                }
                Event::GeneralRef(reference) => return self.resolve(&reference),
                Event::Decl(declaration) => self.check_encoding(&declaration)?,
                Event::DocType(_) => {
                    return Err(WordError::DocumentType {
                        part: self.part.clone(),
                    });
                }
                Event::Eof => return self.end(),
                // Empty elements come as a start and an end.
                Event::Empty(_) | Event::Comment(_) | Event::PI(_) => {}
            }
        }
    }

    /// The value of the attribute with that name, whatever its prefix.
    pub(crate) fn attribute(
        &self,
        tag: &BytesStart<'_>,
        name: &str,
    ) -> Result<Option<String>, WordError> {
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| damaged(&self.part, &error))?;
            if attribute.key.local_name().as_ref() == name.as_bytes() {
                let value = std::str::from_utf8(&attribute.value)
                    .map_err(|error| damaged(&self.part, &error))?;
                return quick_xml::escape::unescape(value)
                    .map(|value| Some(value.into_owned()))
                    .map_err(|error| damaged(&self.part, &error));
            }
        }
        Ok(None)
    }

    /// Whether Word understands the vocabularies of these prefixes: those that Office defines.
    pub(crate) fn understands(&self, prefixes: &str) -> bool {
        const OFFICE: [&[u8]; 4] = [
            b"http://schemas.microsoft.com/office/",
            b"http://schemas.openxmlformats.org/",
            b"http://purl.oclc.org/ooxml/",
            b"urn:schemas-microsoft-com:",
        ];
        prefixes.split_whitespace().all(|prefix| {
            // Any name: only its prefix is looked at.
            let name = format!("{prefix}:x");
            let (resolved, _) = self
                .reader
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

    fn open(&mut self, space: Space, tag: BytesStart<'a>) -> Result<Token<'a>, WordError> {
        if self.depth == 0 && self.has_root {
            return Err(damaged(&self.part, &"a second root element"));
        }
        self.has_root = true;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(WordError::TooDeep {
                part: self.part.clone(),
            });
        }
        let mut attributes = tag.attributes();
        let counted = attributes.with_checks(false).take(MAX_ATTRIBUTES + 1);
        if counted.count() > MAX_ATTRIBUTES {
            return Err(WordError::TooManyAttributes {
                part: self.part.clone(),
            });
        }
        let name = std::str::from_utf8(tag.local_name().as_ref())
            .map(str::to_owned)
            .map_err(|error| damaged(&self.part, &error))?;
        Ok(Token::Open { space, name, tag })
    }

    fn end(&self) -> Result<Token<'a>, WordError> {
        if self.depth > 0 || !self.has_root {
            return Err(damaged(&self.part, &"the part ends inside an element"));
        }
        Ok(Token::End)
    }

    /// Characters by number, and the five names of XML; a part without a document type has no
    /// others.
    fn resolve(&self, reference: &BytesRef<'_>) -> Result<Token<'a>, WordError> {
        let character = reference
            .resolve_char_ref()
            .map_err(|error| damaged(&self.part, &error))?;
        if let Some(character) = character {
            return Ok(Token::Text(Cow::Owned(character.to_string())));
        }
        let name = reference
            .decode()
            .map_err(|error| damaged(&self.part, &error))?;
        match resolve_predefined_entity(&name) {
            Some(text) => Ok(Token::Text(Cow::Borrowed(text))),
            None => Err(damaged(&self.part, &format!("unknown entity {name}"))),
        }
    }

    fn check_encoding(&self, declaration: &BytesDecl<'_>) -> Result<(), WordError> {
        let Some(encoding) = declaration.encoding() else {
            return Ok(());
        };
        let encoding = encoding.map_err(|error| damaged(&self.part, &error))?;
        if encoding.eq_ignore_ascii_case(b"utf-8") || encoding.eq_ignore_ascii_case(b"utf8") {
            return Ok(());
        }
        Err(WordError::Encoding {
            part: self.part.clone(),
            encoding: String::from_utf8_lossy(&encoding).into_owned(),
        })
    }
}

fn space(resolved: &ResolveResult<'_>) -> Space {
    match resolved {
        ResolveResult::Bound(Namespace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )) => Space::Word,
        ResolveResult::Bound(Namespace(
            b"http://schemas.openxmlformats.org/markup-compatibility/2006",
        )) => Space::Compatibility,
        ResolveResult::Bound(Namespace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/math"
            | b"http://purl.oclc.org/ooxml/officeDocument/math",
        )) => Space::Math,
        ResolveResult::Bound(Namespace(
            b"http://schemas.microsoft.com/office/word/2015/wordml/symex",
        )) => Space::SymbolExtension,
        ResolveResult::Bound(Namespace(name)) if *name == DRAFT_NAMESPACE.as_bytes() => {
            Space::Qianyue
        }
        ResolveResult::Bound(_) | ResolveResult::Unbound | ResolveResult::Unknown(_) => {
            Space::Other
        }
    }
}

fn damaged(part: &str, reason: &impl ToString) -> WordError {
    WordError::Damaged {
        part: part.to_owned(),
        reason: reason.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<usize, WordError> {
        let mut markup = Markup::new("x.xml", text);
        let mut n_tokens = 0;
        loop {
            match markup.next()? {
                Token::End => return Ok(n_tokens),
                Token::Open { .. } | Token::Close | Token::Text(_) => n_tokens += 1,
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
    fn depth_and_attributes_have_limits() {
        for (text, is_read) in [
            (nested(MAX_DEPTH), true),
            (nested(MAX_DEPTH + 1), false),
            (with_attributes(MAX_ATTRIBUTES), true),
            (with_attributes(MAX_ATTRIBUTES + 1), false),
        ] {
            assert_eq!(read(&text).is_ok(), is_read, "length: {}", text.len());
        }
    }

    fn nested(depth: usize) -> String {
        "<a>".repeat(depth) + &"</a>".repeat(depth)
    }

    fn with_attributes(count: usize) -> String {
        use std::fmt::Write as _;
        let mut tag = "<a".to_owned();
        for index in 0..count {
            write!(tag, " a{index}=\"\"").unwrap();
        }
        tag + "/>"
    }
}
