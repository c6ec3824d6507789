//! Repairs pasted text: removes spaces and replaces radicals that a PDF copy brings along.

use super::han_space::closed_up;
use super::look_alike::ideograph;

/// A repaired paste, with a count of the repairs for the message to the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pasted {
    /// The text to insert.
    pub text: String,
    /// The number of removed runs of white space between Han characters.
    pub spaces: usize,
    /// The replaced look-alike characters, each once: the pasted character, its replacement.
    pub folded: Vec<(char, char)>,
}

impl Pasted {
    /// Whether the text differs from the pasted text.
    #[must_use]
    pub fn is_mended(&self) -> bool {
        self.spaces > 0 || !self.folded.is_empty()
    }
}

/// Removes white space between Han characters, and replaces radicals and compatibility ideographs
/// (U+2E80–2FDF, U+F900–FAFF, U+2F800–2FA1F) by ordinary ideographs: a copy from a PDF brings both.
/// All other text stays. `before` and `after` are the neighbours at the insertion point.
#[must_use]
pub fn pasted(text: &str, before: Option<char>, after: Option<char>) -> Pasted {
    let mut folded = Vec::new();
    let ideographs: String = text
        .chars()
        .map(|character| {
            let Some(like) = ideograph(character) else {
                return character;
            };
            if !folded.contains(&(character, like)) {
                folded.push((character, like));
            }
            like
        })
        .collect();
    // Keep white space that comes alone: an input method sends a typed space as a paste.
    let (text, spaces) = if ideographs.trim().is_empty() {
        (ideographs, 0)
    } else {
        closed_up(&ideographs, before, after)
    };
    Pasted {
        text,
        spaces,
        folded,
    }
}

#[cfg(test)]
mod tests {
    use super::pasted;

    #[test]
    fn what_a_pdf_brings_is_mended_and_nothing_else() {
        for (text, expected, spaces, folded) in [
            (
                "杭州虚构青禾 茶业有限公司",
                "杭州虚构青禾茶业有限公司",
                1,
                0,
            ),
            (
                "\u{2F34}东\u{2FBC}科\u{2F34} 有限公司",
                "广东高科广有限公司",
                1,
                2,
            ),
            ("\u{2ED3}沙\u{F90A}山", "长沙金山", 0, 2),
            ("虚构(上海)Ａcme㈱①", "虚构(上海)Ａcme㈱①", 0, 0),
            ("\u{3000}", "\u{3000}", 0, 0),
        ] {
            let taken = pasted(text, Some('甲'), Some('乙'));
            assert_eq!(
                (taken.text.as_str(), taken.spaces, taken.folded.len()),
                (expected, spaces, folded),
                "text: {text:?}"
            );
        }
    }
}
