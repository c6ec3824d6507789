//! Makes text from outside safe to show and to sign: every invisible character becomes visible.

use super::error::ValueError;
use std::borrow::Cow;
use std::fmt::Write as _;

use super::character::{Nature, breaks_line, is_emoji, is_filler, is_usual, nature};

/// How many combining marks a character may carry; Vietnamese and IPA need three.
const MARKS_A_CHARACTER: usize = 8;

/// A text without invisible characters, with the number of replacements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned<'a> {
    /// The text; borrowed if no character was replaced.
    pub text: Cow<'a, str>,
    /// The number of characters that were replaced by visible spellings.
    pub replaced: usize,
}

/// Replaces every invisible character by a visible spelling; removes no character.
///
/// C0 controls (line ends and tabs included) and DEL become their control pictures (`␛`). C1,
/// bidi, zero-width and other format controls, noncharacters and U+E000–F8FF become `⟨U+202E⟩`.
/// The first 8 combining marks on a character stay; the others become `⟨+12⟩`. A variation
/// selector after its base stays, and U+200D between emoji stays. The function is idempotent. Its
/// time is linear in the length of the text.
#[must_use]
pub fn clean(text: &str) -> Cleaned<'_> {
    clean_but(text, |_| false)
}

/// [`clean`] for a text of several lines: line feeds and tabs stay.
#[must_use]
pub fn clean_lines(text: &str) -> Cleaned<'_> {
    clean_but(text, |character| matches!(character, '\n' | '\t'))
}

/// [`clean`], except that `kept` characters stay unchanged.
fn clean_but(text: &str, kept: fn(char) -> bool) -> Cleaned<'_> {
    if all_usual(text, kept) {
        return Cleaned {
            text: Cow::Borrowed(text),
            replaced: 0,
        };
    }
    let mut context = Context::default();
    let mut output = Output::default();
    let mut characters = text.char_indices().peekable();
    while let Some((index, character)) = characters.next() {
        if kept(character) {
            context = Context::default();
            output.keep(character);
            continue;
        }
        let next = characters.peek().map(|(_, next)| *next);
        match context.judge(character, next) {
            Verdict::Keep => output.keep(character),
            Verdict::Show => output.replace(text, index, |cleaned| show(cleaned, character)),
            Verdict::Overflow => {
                let mut marks = 1;
                while characters
                    .next_if(|(_, next)| nature(*next) == Nature::CombiningMark)
                    .is_some()
                {
                    marks += 1;
                }
                output.replace(text, index, |cleaned| {
                    // Writing to a String cannot fail.
                    let _ = write!(cleaned, "⟨+{marks}⟩");
                });
                // `replace` has counted the first mark.
                output.replaced += marks - 1;
            }
        }
    }
    Cleaned {
        text: output.text.map_or(Cow::Borrowed(text), Cow::Owned),
        replaced: output.replaced,
    }
}

/// Whether every character is usual or `kept`: the fast path for the usual text, which is long and
/// Chinese. The inner loop matches UTF-8 bytes without decoding: ASCII is one byte, a Han character
/// or a Chinese punctuation mark is three.
fn all_usual(text: &str, kept: fn(char) -> bool) -> bool {
    let mut rest = text;
    loop {
        let mut bytes = rest.as_bytes();
        while let [b' '..=b'~', after @ ..]
        | [0xE4..=0xE9, _, _, after @ ..]
        | [0xE3, 0x80, 0x80..=0xA9, after @ ..]
        | [0xEF, 0xBC, 0x81..=0xBF, after @ ..] = bytes
        {
            bytes = after;
        }
        // Decode the first character that the byte patterns do not cover.
        let mut others = rest
            .get(rest.len() - bytes.len()..)
            .unwrap_or_default()
            .chars();
        match others.next() {
            None => return true,
            Some(character) if is_usual(character) || kept(character) => rest = others.as_str(),
            Some(_) => return false,
        }
    }
}

/// Whether the character controls the terminal, reorders text, or is always invisible. Variation
/// selectors, joiners and combining marks are not: their effect depends on their neighbours.
#[must_use]
pub fn is_unseen(character: char) -> bool {
    match nature(character) {
        Nature::Pictured | Nature::Invisible => true,
        Nature::Plain
        | Nature::PrivateUse
        | Nature::VariationSelector
        | Nature::Joiner
        | Nature::CombiningMark => false,
    }
}

/// Whether the text holds no visible character, only spaces of any kind, controls, fillers and
/// zero-width characters.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|character| {
        character.is_whitespace()
            || is_filler(character)
            || match nature(character) {
                Nature::Pictured
                | Nature::Invisible
                | Nature::VariationSelector
                | Nature::Joiner => true,
                Nature::Plain | Nature::PrivateUse | Nature::CombiningMark => false,
            }
    })
}

/// The maximum number of characters in an answer on one line. Longer text is cut, with a notice.
pub const LONGEST_LINE: usize = 20_000;

/// A typed line as an answer: on one line, without control characters, cut to [`LONGEST_LINE`]; and
/// whether all of it fits.
#[must_use]
pub fn answer_line(text: &str) -> (String, bool) {
    let line = one_line(text);
    match line.char_indices().nth(LONGEST_LINE) {
        Some((end, _)) => (line.get(..end).unwrap_or_default().to_owned(), false),
        None => (line, true),
    }
}

/// Converts typed or pasted text for a one-line field: each run of line ends and tabs becomes one
/// space. Controls and invisible format characters are removed, except those that [`clean`] keeps.
#[must_use]
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut context = Context::default();
    let mut in_break = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if breaks_line(character) {
            if !in_break {
                line.push(' ');
                context = Context::default();
            }
            in_break = true;
            continue;
        }
        in_break = false;
        match nature(character) {
            Nature::Pictured | Nature::Invisible => {}
            Nature::VariationSelector | Nature::Joiner => {
                if context.judge(character, characters.peek().copied()) == Verdict::Keep {
                    line.push(character);
                }
            }
            Nature::Plain | Nature::PrivateUse | Nature::CombiningMark => {
                // Only update the context: the line keeps the character in any case.
                context.judge(character, None);
                line.push(character);
            }
        }
    }
    line
}

/// The trimmed text without leading `labels` and their colons. A label that is the whole text
/// stays, because the result must not be blank.
#[must_use]
pub(super) fn without_label<'t>(text: &'t str, labels: &[&str]) -> &'t str {
    let mut rest = text.trim();
    while let Some(after) = labels.iter().find_map(|label| {
        let after = rest.strip_prefix(label)?.trim_start();
        after.strip_prefix([':', '：']).map(str::trim_start)
    }) && !is_blank(after)
    {
        rest = after;
    }
    rest
}

/// A typed text without leading `labels`.
///
/// # Errors
///
/// Blank.
pub(super) fn labelled(text: &str, labels: &[&str]) -> Result<String, ValueError> {
    if is_blank(text) {
        return Err(ValueError::Blank);
    }
    Ok(without_label(text, labels).to_owned())
}

/// What [`clean`] does with a character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Keep,
    /// Replace it by its visible spelling.
    Show,
    /// The first combining mark above the limit: replace it and the marks after it by a count.
    Overflow,
}

/// The state of the cleaned text just before the current character.
#[derive(Default)]
struct Context {
    /// Whether a variation selector here would follow a base character.
    can_vary: bool,
    /// Whether U+200D here would follow an emoji, with or without a variation selector.
    can_join: bool,
    /// The number of combining marks since the last base character.
    marks: usize,
}

impl Context {
    fn judge(&mut self, character: char, next: Option<char>) -> Verdict {
        match nature(character) {
            Nature::Plain => {
                *self = Self {
                    can_vary: !character.is_whitespace(),
                    can_join: is_emoji(character),
                    marks: 0,
                };
                Verdict::Keep
            }
            Nature::CombiningMark if self.marks < MARKS_A_CHARACTER => {
                self.marks += 1;
                self.can_vary = false;
                self.can_join = false;
                Verdict::Keep
            }
            Nature::CombiningMark => {
                *self = Self::default();
                Verdict::Overflow
            }
            Nature::VariationSelector if self.can_vary => {
                self.can_vary = false;
                Verdict::Keep
            }
            Nature::Joiner if self.can_join && next.is_some_and(is_emoji) => {
                *self = Self::default();
                Verdict::Keep
            }
            Nature::Pictured
            | Nature::Invisible
            | Nature::PrivateUse
            | Nature::VariationSelector
            | Nature::Joiner => {
                *self = Self::default();
                Verdict::Show
            }
        }
    }
}

/// The cleaned text. The source is copied at the first replacement, so clean text costs no copy.
#[derive(Default)]
struct Output {
    text: Option<String>,
    replaced: usize,
}

impl Output {
    fn keep(&mut self, character: char) {
        if let Some(text) = &mut self.text {
            text.push(character);
        }
    }

    /// Replaces the character of `source` at byte `index` by the output of `write`.
    fn replace(&mut self, source: &str, index: usize, write: impl FnOnce(&mut String)) {
        let text = self.text.get_or_insert_with(|| {
            // A spelling is longer than its character: leave room for some.
            let mut text = String::with_capacity(source.len() + 64);
            text.push_str(source.get(..index).unwrap_or_default());
            text
        });
        write(text);
        self.replaced += 1;
    }
}

/// Appends the visible spelling of an unseen character.
fn show(text: &mut String, character: char) {
    let picture = match character {
        '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(character)),
        '\u{7F}' => Some('␡'),
        _ => None,
    };
    if let Some(picture) = picture {
        text.push(picture);
    } else {
        // Writing to a String cannot fail.
        let _ = write!(text, "⟨U+{:04X}⟩", u32::from(character));
    }
}

/// The visible spelling of an unseen character, as [`clean`] writes it.
pub(super) fn visible_spelling(character: char) -> String {
    let mut spelling = String::new();
    show(&mut spelling, character);
    spelling
}

/// Whether the character is a control picture that [`clean`] may have written.
pub(super) fn is_picture(character: char) -> bool {
    matches!(character, '\u{2400}'..='\u{241F}' | '\u{2421}')
}

#[cfg(test)]
mod tests {
    use super::{all_usual, clean, clean_lines, is_blank, is_usual, one_line};
    use proptest::prelude::*;
    use std::borrow::Cow;

    #[test]
    fn a_character_is_usual_by_its_bytes_as_by_its_number() {
        for character in '\0'..=char::MAX {
            let text = format!("甲{character}a");
            let is_kept = |c| c == '\n';
            let expected = is_usual(character) || is_kept(character);
            assert_eq!(all_usual(&text, is_kept), expected, "{character:?}");
        }
    }

    #[test]
    fn unseen_characters_become_visible_and_are_counted() {
        for (input, expected, replaced) in [
            ("\u{1B}[31m红", "␛[31m红", 1),
            ("a\r\nb\tc\0", "a␍␊b␉c␀", 4),
            ("\u{7F}", "␡", 1),
            ("\u{85}\u{9B}", "⟨U+0085⟩⟨U+009B⟩", 2),
            ("甲\u{202E}乙", "甲⟨U+202E⟩乙", 1),
            (
                "a\u{200B}b\u{2060}\u{FEFF}",
                "a⟨U+200B⟩b⟨U+2060⟩⟨U+FEFF⟩",
                3,
            ),
            ("soft\u{AD}hyphen", "soft⟨U+00AD⟩hyphen", 1),
            ("\u{2028}\u{2029}", "⟨U+2028⟩⟨U+2029⟩", 2),
            ("\u{FFF9}\u{FFFF}", "⟨U+FFF9⟩⟨U+FFFF⟩", 2),
            ("a\u{E0041}", "a⟨U+E0041⟩", 1),
            ("\u{E000}\u{F8FF}", "⟨U+E000⟩⟨U+F8FF⟩", 2),
            ("\u{FE0F}a", "⟨U+FE0F⟩a", 1),
            ("葛\u{E0100}\u{E0100}", "葛\u{E0100}⟨U+E0100⟩", 1),
            (" \u{FE0F}", " ⟨U+FE0F⟩", 1),
            ("甲\u{200D}乙", "甲⟨U+200D⟩乙", 1),
            ("👩\u{200D}乙", "👩⟨U+200D⟩乙", 1),
        ] {
            let cleaned = clean(input);
            assert_eq!(
                (cleaned.text.as_ref(), cleaned.replaced),
                (expected, replaced),
                "input: {input:?}"
            );
        }
    }

    #[test]
    fn a_text_of_lines_keeps_its_line_ends_and_tabs() {
        for (input, expected, replaced) in [
            ("甲\n\t乙\n", "甲\n\t乙\n", 0),
            ("甲\r\n\u{1B}乙", "甲␍\n␛乙", 2),
            ("a\n\u{FE0F}", "a\n⟨U+FE0F⟩", 1),
            ("\u{85}\u{2028}", "⟨U+0085⟩⟨U+2028⟩", 2),
        ] {
            let cleaned = clean_lines(input);
            assert_eq!(
                (cleaned.text.as_ref(), cleaned.replaced),
                (expected, replaced),
                "input: {input:?}"
            );
        }
    }

    #[test]
    fn what_can_be_seen_stays_and_is_not_copied() {
        for input in [
            "",
            "plain ASCII",
            "杭州虚构青禾茶业有限公司",
            "𠮷野家\u{3000}“引号”——",
            "葛\u{E0100}飾区",
            "❤\u{FE0F} 👩\u{200D}💻 👨\u{200D}👩\u{200D}👧 🏳\u{FE0F}\u{200D}🌈 👩🏽\u{200D}⚕\u{FE0F} 🇨🇳 1\u{FE0F}\u{20E3}",
            "e\u{301}",
            "각\u{1100}\u{1161}\u{11A8}",
        ] {
            let cleaned = clean(input);
            assert_eq!(cleaned.text, input, "input: {input:?}");
            assert!(matches!(cleaned.text, Cow::Borrowed(_)), "input: {input:?}");
        }
    }

    #[test]
    fn marks_beyond_the_eighth_become_one_count() {
        let cleaned = |marks: usize| {
            let text = format!("a{}b", "\u{301}".repeat(marks));
            let cleaned = clean(&text);
            (cleaned.text.into_owned(), cleaned.replaced)
        };
        let eight = "\u{301}".repeat(8);
        assert_eq!(cleaned(8), (format!("a{eight}b"), 0));
        assert_eq!(cleaned(20), (format!("a{eight}⟨+12⟩b"), 12));
    }

    #[test]
    fn a_text_without_anything_to_see_is_blank() {
        for (input, expected) in [
            ("", true),
            (" \t\r\n\u{A0}\u{3000}\u{2003}", true),
            ("\u{3164}\u{115F}\u{1160}\u{FFA0}", true),
            (
                "\u{2800}\u{180E}\u{200B}\u{FEFF}\u{202E}\u{200D}\u{FE0F}",
                true,
            ),
            ("\0\u{1B}", true),
            (" a", false),
            ("/", false),
            ("\u{200B}中", false),
            ("⟨U+200B⟩", false),
        ] {
            assert_eq!(is_blank(input), expected, "input: {input:?}");
        }
    }

    #[test]
    fn a_paste_becomes_one_line() {
        for (input, expected) in [
            ("a\rb", "a b"),
            ("a\r\n\t\n b", "a  b"),
            ("a\u{2028}\u{85}b", "a b"),
            ("\u{1B}[31m红\u{7}", "[31m红"),
            ("甲\u{202E}\u{200B}乙\u{FEFF}", "甲乙"),
            ("葛\u{E0100}\u{E0100}", "葛\u{E0100}"),
            ("👩\u{200D}💻", "👩\u{200D}💻"),
            ("甲\u{200D}乙", "甲乙"),
            ("\u{3000}全角\u{3000}", "\u{3000}全角\u{3000}"),
        ] {
            assert_eq!(one_line(input), expected, "input: {input:?}");
        }
    }

    #[test]
    fn a_megabyte_of_one_character_is_cleaned_to_the_last() {
        // A quadratic algorithm would not finish this input in a reasonable time.
        for (unit, kept) in [
            ("\u{301}", 8),
            ("\u{200D}", 0),
            ("\u{FE0F}", 0),
            ("\u{1B}", 0),
        ] {
            let count = 1_000_000 / unit.len();
            let text = unit.repeat(count);
            assert_eq!(clean(&text).replaced, count - kept, "unit: {unit:?}");
        }
    }

    /// Texts in which difficult characters are likely to be neighbours.
    fn treacherous() -> impl Strategy<Value = String> {
        let pieces = [
            "a",
            "中",
            " ",
            "👩",
            "❤",
            "\u{200D}",
            "\u{FE0F}",
            "\u{E0100}",
            "\u{301}",
            "\u{302}",
            "\u{202E}",
            "\n",
            "\r",
            "\u{85}",
            "\u{E000}",
            "\u{34F}",
            "\u{1160}",
            "⟨",
        ];
        proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..60)
            .prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing_more(text in prop_oneof![treacherous(), any::<String>()]) {
            let once = clean(&text).text.into_owned();
            let twice = clean(&once);
            prop_assert_eq!(twice.replaced, 0);
            prop_assert_eq!(twice.text, once.as_str());
        }

        #[test]
        fn one_line_twice_changes_nothing_more(text in prop_oneof![treacherous(), any::<String>()]) {
            let once = one_line(&text);
            prop_assert_eq!(one_line(&once), once);
        }

        #[test]
        fn a_clean_text_holds_no_control(text in prop_oneof![treacherous(), any::<String>()]) {
            let cleaned = clean(&text);
            prop_assert!(!cleaned.text.chars().any(char::is_control), "cleaned: {:?}", cleaned.text);
        }
    }
}
