//! The vocabularies that an element may be from.

use quick_xml::name::{Namespace, ResolveResult};

use crate::word::names;

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

/// The vocabularies by their addresses, the most frequent first.
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
    /// The vocabulary that the prefix of a name is bound to.
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
