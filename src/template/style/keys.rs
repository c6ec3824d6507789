//! The table of style keys: group, allowed values, getter and setter of each key.

use std::ops::RangeInclusive;

use super::{
    AmountStyle, BlankMark, CopiesStyle, PageSize, Protection, Separator, SignaturePage, Style,
    StyleValue, Underline,
};
use crate::value::half_width;

/// A style key, with access to its value in a [`Style`].
#[derive(Debug)]
pub struct StyleKey {
    /// The name in template, config and draft files.
    pub name: &'static str,
    /// The group in which screens list the key.
    pub group: StyleGroup,
    /// The kind of value.
    pub kind: StyleKind,
    get: fn(&Style) -> StyleValue,
    set: fn(&mut Style, &StyleValue) -> bool,
}

/// A group of related style keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StyleGroup {
    /// Fonts, sizes and weights.
    Fonts,
    /// The page: margins, page number, end mark.
    Page,
    /// The print form of values and blanks.
    Values,
    /// The signature block.
    Signature,
    /// The exported file: protection, embedded draft.
    File,
}

impl StyleGroup {
    /// The name of the group as a key of the locale files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Fonts => "fonts",
            Self::Page => "page",
            Self::Values => "values",
            Self::Signature => "signature",
            Self::File => "file",
        }
    }
}

/// The kind of value that a style key takes.
#[derive(Clone, Copy, Debug)]
pub enum StyleKind {
    /// `true` or `false`.
    Flag,
    /// One word of a fixed list.
    Word(fn() -> Vec<&'static str>),
    /// One mark of a fixed list; the contract prints the mark itself.
    Mark(&'static [&'static str]),
    /// The name of any font; the list holds the usual names.
    Font(&'static [&'static str]),
    /// A font size in points.
    Size,
    /// A line height in multiples of the font's own height.
    Lines,
    /// Four lengths in centimetres: top, right, bottom, left.
    Margins,
}

/// An enum whose variants have words in files.
trait Words: Copy + PartialEq + 'static {
    const WORDS: &'static [(&'static str, Self)];
}

/// The named sizes of Chinese typography that contracts use, in points.
const SIZES: [(&str, f64); 11] = [
    ("五号", 10.5),
    ("小四", 12.0),
    ("四号", 14.0),
    ("小三", 15.0),
    ("三号", 16.0),
    ("小二", 18.0),
    ("二号", 22.0),
    ("小一", 24.0),
    ("一号", 26.0),
    ("小初", 36.0),
    ("初号", 42.0),
];
const SIZE: RangeInclusive<f64> = 6.0..=48.0;
const USUAL_LINES: [f64; 5] = [1.0, 1.25, 1.5, 1.75, 2.0];
const LINES: RangeInclusive<f64> = 1.0..=3.0;
/// Room for binding on the left; the default of Word; narrow.
const USUAL_MARGINS: [[f64; 4]; 3] = [
    [2.54, 2.6, 2.54, 3.0],
    [2.54, 3.18, 2.54, 3.18],
    [2.54, 1.91, 2.54, 1.91],
];
const MARGIN: RangeInclusive<f64> = 0.5..=8.0;
const HAN_FONTS: &[&str] = &["宋体", "仿宋", "黑体", "楷体"];
const LATIN_FONTS: &[&str] = &["Times New Roman", "Arial", "Calibri"];
const FONT_CHARACTERS: usize = 40;
const TICKS: &[&str] = &["☑", "√", "■"];
const BOXES: &[&str] = &["□", "○", "（ ）", "[ ]", "口"];
const STRIKE_MARKS: &[&str] = &["/", "无"];

const fn key(
    name: &'static str,
    group: StyleGroup,
    kind: StyleKind,
    get: fn(&Style) -> StyleValue,
    set: fn(&mut Style, &StyleValue) -> bool,
) -> StyleKey {
    StyleKey {
        name,
        group,
        kind,
        get,
        set,
    }
}

/// All style keys, group by group.
pub(super) const KEYS: &[StyleKey] = &[
    key(
        "title_font",
        StyleGroup::Fonts,
        StyleKind::Font(HAN_FONTS),
        |style| text(&style.paper.title_font),
        |style, value| font(&mut style.paper.title_font, value),
    ),
    key(
        "title_size",
        StyleGroup::Fonts,
        StyleKind::Size,
        |style| StyleValue::Number(style.paper.title_size),
        |style, value| number(&mut style.paper.title_size, value, &SIZE),
    ),
    key(
        "heading_font",
        StyleGroup::Fonts,
        StyleKind::Font(HAN_FONTS),
        |style| text(&style.paper.heading_font),
        |style, value| font(&mut style.paper.heading_font, value),
    ),
    key(
        "body_font",
        StyleGroup::Fonts,
        StyleKind::Font(HAN_FONTS),
        |style| text(&style.paper.body_font),
        |style, value| font(&mut style.paper.body_font, value),
    ),
    key(
        "body_size",
        StyleGroup::Fonts,
        StyleKind::Size,
        |style| StyleValue::Number(style.paper.body_size),
        |style, value| number(&mut style.paper.body_size, value, &SIZE),
    ),
    key(
        "latin_font",
        StyleGroup::Fonts,
        StyleKind::Font(LATIN_FONTS),
        |style| text(&style.paper.latin_font),
        |style, value| font(&mut style.paper.latin_font, value),
    ),
    key(
        "line_spacing",
        StyleGroup::Fonts,
        StyleKind::Lines,
        |style| StyleValue::Number(style.paper.line_spacing),
        |style, value| number(&mut style.paper.line_spacing, value, &LINES),
    ),
    key(
        "emphasise_exemptions",
        StyleGroup::Fonts,
        StyleKind::Flag,
        |style| StyleValue::Bool(style.emphasise_exemptions),
        |style, value| flag(&mut style.emphasise_exemptions, value),
    ),
    key(
        "margins",
        StyleGroup::Page,
        StyleKind::Margins,
        |style| StyleValue::Numbers(style.paper.margins.to_vec()),
        |style, value| margins(&mut style.paper.margins, value),
    ),
    key(
        "paper",
        StyleGroup::Page,
        StyleKind::Word(words::<PageSize>),
        |style| word(style.paper.page_size),
        |style, value| choose(&mut style.paper.page_size, value),
    ),
    key(
        "page_number",
        StyleGroup::Page,
        StyleKind::Flag,
        |style| StyleValue::Bool(style.paper.page_number),
        |style, value| flag(&mut style.paper.page_number, value),
    ),
    key(
        "end_mark",
        StyleGroup::Page,
        StyleKind::Flag,
        |style| StyleValue::Bool(style.end_mark),
        |style, value| flag(&mut style.end_mark, value),
    ),
    key(
        "underline",
        StyleGroup::Values,
        StyleKind::Word(words::<Underline>),
        |style| word(style.paper.underline),
        |style, value| choose(&mut style.paper.underline, value),
    ),
    key(
        "amount",
        StyleGroup::Values,
        StyleKind::Word(words::<AmountStyle>),
        |style| word(style.amount),
        |style, value| choose(&mut style.amount, value),
    ),
    key(
        "rmb_prefix",
        StyleGroup::Values,
        StyleKind::Flag,
        |style| StyleValue::Bool(style.rmb_prefix),
        |style, value| flag(&mut style.rmb_prefix, value),
    ),
    key(
        "copies",
        StyleGroup::Values,
        StyleKind::Word(words::<CopiesStyle>),
        |style| word(style.copies),
        |style, value| choose(&mut style.copies, value),
    ),
    key(
        "tick",
        StyleGroup::Values,
        StyleKind::Mark(TICKS),
        |style| text(&style.tick),
        |style, value| mark(&mut style.tick, value, TICKS),
    ),
    key(
        "box",
        StyleGroup::Values,
        StyleKind::Mark(BOXES),
        |style| text(&style.box_mark),
        |style, value| mark(&mut style.box_mark, value, BOXES),
    ),
    key(
        "between_options",
        StyleGroup::Values,
        StyleKind::Word(words::<Separator>),
        |style| word(style.between_options),
        |style, value| choose(&mut style.between_options, value),
    ),
    key(
        "strike_mark",
        StyleGroup::Values,
        StyleKind::Mark(STRIKE_MARKS),
        |style| text(&style.strike_mark),
        |style, value| mark(&mut style.strike_mark, value, STRIKE_MARKS),
    ),
    key(
        "draft_blanks",
        StyleGroup::Values,
        StyleKind::Word(words::<BlankMark>),
        |style| word(style.paper.draft_blanks),
        |style, value| choose(&mut style.paper.draft_blanks, value),
    ),
    key(
        "signature_page",
        StyleGroup::Signature,
        StyleKind::Word(words::<SignaturePage>),
        |style| word(style.signature_page),
        |style, value| choose(&mut style.signature_page, value),
    ),
    key(
        "party_b_block",
        StyleGroup::Signature,
        StyleKind::Flag,
        |style| StyleValue::Bool(style.party_b_block),
        |style, value| flag(&mut style.party_b_block, value),
    ),
    key(
        "print_party_names",
        StyleGroup::Signature,
        StyleKind::Flag,
        |style| StyleValue::Bool(style.print_party_names),
        |style, value| flag(&mut style.print_party_names, value),
    ),
    key(
        "protection",
        StyleGroup::File,
        StyleKind::Word(words::<Protection>),
        |style| word(style.paper.protection),
        |style, value| choose(&mut style.paper.protection, value),
    ),
    key(
        "embed_draft",
        StyleGroup::File,
        StyleKind::Flag,
        |style| StyleValue::Bool(style.paper.embed_draft),
        |style, value| flag(&mut style.paper.embed_draft, value),
    ),
];

impl StyleKey {
    /// The style key with this name in files.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        KEYS.iter().find(|key| key.name == name)
    }

    /// The value of the key in a style.
    #[must_use]
    pub fn value(&self, style: &Style) -> StyleValue {
        (self.get)(style)
    }

    /// Sets the key. Returns `false` and changes nothing if the key does not take `value`.
    pub(super) fn set(&self, style: &mut Style, value: &StyleValue) -> bool {
        (self.set)(style, value)
    }

    /// The allowed values, for a message: `true | false`, `6–48`.
    #[must_use]
    pub fn takes(&self) -> String {
        let quoted = |words: &[&str]| -> String {
            let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
            words.join(" | ")
        };
        let between = |range: &RangeInclusive<f64>| format!("{}–{}", range.start(), range.end());
        match self.kind {
            StyleKind::Flag => "true | false".to_owned(),
            StyleKind::Word(words) => quoted(&words()),
            StyleKind::Mark(marks) => quoted(marks),
            StyleKind::Font(usual) => {
                let first: Vec<&str> = usual.iter().take(2).copied().collect();
                format!("{} | …", quoted(&first))
            }
            StyleKind::Size => between(&SIZE),
            StyleKind::Lines => between(&LINES),
            StyleKind::Margins => format!("{:?} ({})", USUAL_MARGINS[0], between(&MARGIN)),
        }
    }

    /// All allowed values, or the usual values if the key is free (see [`StyleKey::is_free`]).
    #[must_use]
    pub fn choices(&self) -> Vec<StyleValue> {
        let texts = |words: &[&str]| words.iter().map(|word| text(word)).collect();
        match self.kind {
            StyleKind::Flag => [true, false].map(StyleValue::Bool).into(),
            StyleKind::Word(words) => texts(&words()),
            StyleKind::Mark(words) | StyleKind::Font(words) => texts(words),
            StyleKind::Size => SIZES.map(|(_, size)| StyleValue::Number(size)).into(),
            StyleKind::Lines => USUAL_LINES.map(StyleValue::Number).into(),
            StyleKind::Margins => USUAL_MARGINS
                .map(|margins| StyleValue::Numbers(margins.to_vec()))
                .into(),
        }
    }

    /// Whether the key takes values outside [`StyleKey::choices`].
    #[must_use]
    pub fn is_free(&self) -> bool {
        match self.kind {
            StyleKind::Flag | StyleKind::Word(_) | StyleKind::Mark(_) => false,
            StyleKind::Font(_) | StyleKind::Size | StyleKind::Lines | StyleKind::Margins => true,
        }
    }

    /// Parses a typed value. Sizes may be Chinese names; margins may have any separators. A text
    /// that does not parse is returned as text, for the message of [`Style::set`].
    #[must_use]
    pub fn typed(&self, text: &str) -> StyleValue {
        let given = text.trim();
        let as_typed = || StyleValue::Text(given.to_owned());
        let number = |text: &str| half_width(text).trim().parse::<f64>().ok();
        match self.kind {
            StyleKind::Flag | StyleKind::Word(_) | StyleKind::Mark(_) | StyleKind::Font(_) => {
                as_typed()
            }
            StyleKind::Size => SIZES
                .iter()
                .find(|(name, _)| *name == given)
                .map(|(_, size)| *size)
                .or_else(|| number(given))
                .map_or_else(as_typed, StyleValue::Number),
            StyleKind::Lines => number(given).map_or_else(as_typed, StyleValue::Number),
            StyleKind::Margins => given
                .split(|c: char| c.is_whitespace() || ",，、;；[]".contains(c))
                .filter(|part| !part.is_empty())
                .map(number)
                .collect::<Option<Vec<f64>>>()
                .map_or_else(as_typed, StyleValue::Numbers),
        }
    }
}

/// The name of a size in Chinese typography (12 points are 小四), if it has one.
#[must_use]
pub fn size_name(points: f64) -> Option<&'static str> {
    let known = SIZES.iter().find(|(_, size)| same(*size, points));
    known.map(|(name, _)| *name)
}

/// Whether two sizes are equal to one decimal, the finest step of a size.
fn same(one: f64, other: f64) -> bool {
    (one - other).abs() < 0.05
}

impl Words for AmountStyle {
    const WORDS: &'static [(&'static str, Self)] =
        &[("grouped", Self::Grouped), ("plain", Self::Plain)];
}

impl Words for CopiesStyle {
    const WORDS: &'static [(&'static str, Self)] =
        &[("capital", Self::Capital), ("digits", Self::Digits)];
}

impl Words for Underline {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("value", Self::Value),
        ("padded", Self::Padded),
        ("none", Self::None),
    ];
}

impl Words for SignaturePage {
    const WORDS: &'static [(&'static str, Self)] = &[("keep", Self::Keep), ("own_page", Self::Own)];
}

impl Words for Protection {
    const WORDS: &'static [(&'static str, Self)] =
        &[("none", Self::None), ("values", Self::Values)];
}

impl Words for BlankMark {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("underscores", Self::Underscores),
        ("label", Self::Label),
        ("highlight", Self::Highlight),
    ];
}

impl Words for PageSize {
    const WORDS: &'static [(&'static str, Self)] = &[("A4", Self::A4), ("Letter", Self::Letter)];
}

impl Words for Separator {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("none", Self::None),
        ("space", Self::Space),
        ("semicolon", Self::Semicolon),
        ("comma", Self::Comma),
    ];
}

fn words<T: Words>() -> Vec<&'static str> {
    T::WORDS.iter().map(|(word, _)| *word).collect()
}

fn word<T: Words>(meant: T) -> StyleValue {
    let found = T::WORDS.iter().find(|(_, meaning)| *meaning == meant);
    text(found.map_or("", |(word, _)| word))
}

fn text(words: &str) -> StyleValue {
    StyleValue::Text(words.to_owned())
}

fn choose<T: Words>(slot: &mut T, value: &StyleValue) -> bool {
    let StyleValue::Text(word) = value else {
        return false;
    };
    match T::WORDS.iter().find(|(name, _)| name == word) {
        Some((_, meaning)) => {
            *slot = *meaning;
            true
        }
        None => false,
    }
}

fn flag(slot: &mut bool, value: &StyleValue) -> bool {
    if let StyleValue::Bool(given) = value {
        *slot = *given;
        true
    } else {
        false
    }
}

fn mark(slot: &mut String, value: &StyleValue, allowed: &[&str]) -> bool {
    match value {
        StyleValue::Text(word) if allowed.contains(&word.as_str()) => {
            slot.clone_from(word);
            true
        }
        _ => false,
    }
}

fn font(slot: &mut String, value: &StyleValue) -> bool {
    match value {
        StyleValue::Text(name)
            if !name.trim().is_empty()
                && name.chars().count() <= FONT_CHARACTERS
                && !name.chars().any(is_no_letter_of_a_font) =>
        {
            slot.clone_from(name);
            true
        }
        _ => false,
    }
}

/// Whether a font name cannot hold the character: controls, control pictures (a cleaned file has
/// them for controls) and the special characters of XML.
fn is_no_letter_of_a_font(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2400}'..='\u{2426}' | '<' | '>' | '&' | '"')
}

fn number(slot: &mut f64, value: &StyleValue, range: &RangeInclusive<f64>) -> bool {
    match value {
        StyleValue::Number(given) if range.contains(given) => {
            *slot = *given;
            true
        }
        _ => false,
    }
}

fn margins(slot: &mut [f64; 4], value: &StyleValue) -> bool {
    let StyleValue::Numbers(given) = value else {
        return false;
    };
    match <[f64; 4]>::try_from(given.as_slice()) {
        Ok(lengths) if lengths.iter().all(|length| MARGIN.contains(length)) => {
            *slot = lengths;
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_takes_its_choices_and_gives_them_back() {
        for key in KEYS {
            for choice in key.choices() {
                let mut style = Style::default();
                assert!(key.set(&mut style, &choice), "{}: {choice:?}", key.name);
                assert_eq!(key.value(&style), choice, "{}", key.name);
            }
            let default = key.value(&Style::default());
            let has_default = key.choices().contains(&default);
            assert!(has_default, "{}: {default:?}", key.name);
        }
    }

    #[test]
    fn every_key_refuses_what_it_does_not_take() {
        for key in KEYS {
            let mut style = Style::default();
            let nonsense = StyleValue::Numbers(vec![1000.0]);
            assert!(style.set(key.name, &nonsense).is_err(), "key: {}", key.name);
            assert_eq!(style, Style::default(), "key: {}", key.name);
        }
    }

    #[test]
    fn what_is_typed_is_understood_as_people_write_it() {
        let numbers = StyleValue::Numbers;
        for (name, typed, expected) in [
            ("body_font", " 仿宋_GB2312 ", text("仿宋_GB2312")),
            ("body_size", "小四", StyleValue::Number(12.0)),
            ("title_size", "２２", StyleValue::Number(22.0)),
            ("title_size", "大", text("大")),
            ("line_spacing", "1.5", StyleValue::Number(1.5)),
            ("line_spacing", "小四", text("小四")),
            (
                "margins",
                "[2.54, 2.6, 2.54, 3]",
                numbers(vec![2.54, 2.6, 2.54, 3.0]),
            ),
            ("margins", "2，2、2 ２", numbers(vec![2.0; 4])),
            ("margins", "2 2 2", numbers(vec![2.0; 3])),
            ("margins", "2 cm", text("2 cm")),
        ] {
            let key = StyleKey::named(name).unwrap();
            assert_eq!(key.typed(typed), expected, "{name}: {typed}");
        }
    }

    #[test]
    fn sizes_have_their_chinese_names() {
        assert_eq!(size_name(10.5), Some("五号"));
        assert_eq!(size_name(12.0), Some("小四"));
        assert_eq!(size_name(13.0), None);
    }
}
