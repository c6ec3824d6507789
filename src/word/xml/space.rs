//! The XML namespaces that the reader distinguishes.

use quick_xml::name::{Namespace, ResolveResult};

use crate::word::names;

/// The namespace of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    /// `WordprocessingML`, transitional or strict.
    Word,
    /// Office Math, formulas in text, transitional or strict.
    Math,
    /// Markup compatibility, which offers the same content in several forms.
    Compatibility,
    /// Word's extension of `w:sym`, for symbols such as emoji.
    SymbolExtension,
    /// The namespace of this program, for the part that embeds the draft.
    Qianyue,
    /// Every other namespace.
    Other,
}

/// The namespaces by address, the most frequent first.
const SPACES: [(&str, Space); 7] = [
    (names::WORD, Space::Word),
    (
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
        Space::Word,
    ),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
        Space::Math,
    ),
    (
        "http://purl.oclc.org/ooxml/officeDocument/math",
        Space::Math,
    ),
    (
        "http://schemas.openxmlformats.org/markup-compatibility/2006",
        Space::Compatibility,
    ),
    (
        "http://schemas.microsoft.com/office/word/2015/wordml/symex",
        Space::SymbolExtension,
    ),
    (names::DRAFT, Space::Qianyue),
];

impl Space {
    /// The namespace that a prefix resolves to.
    pub(super) fn of(resolved: &ResolveResult<'_>) -> Self {
        let ResolveResult::Bound(Namespace(address)) = resolved else {
            return Self::Other;
        };
        SPACES
            .iter()
            .find(|(known, _)| known.as_bytes() == *address)
            .map_or(Self::Other, |(_, space)| *space)
    }
}
