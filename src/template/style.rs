//! The style of a contract as keys and values. The config overrides the template, and the draft
//! overrides the config. The defaults follow the practice of the trade.

mod keys;

use std::collections::BTreeMap;

use keys::KEYS;
pub use keys::{StyleGroup, StyleKey, StyleKind, size_name};

/// A style value as written in a file, not yet checked against its key. Two values are equal if a
/// file spells them the same: `nan` equals itself, and `-0.0` is not `0.0`.
#[derive(Clone, Debug)]
pub enum StyleValue {
    /// `true` or `false`.
    Bool(bool),
    /// A word, a mark or the name of a font.
    Text(String),
    /// A size in points or a length in centimetres.
    Number(f64),
    /// Several lengths in centimetres, for `margins`.
    Numbers(Vec<f64>),
}

impl PartialEq for StyleValue {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::Number(a), Self::Number(b)) => is_same_number(*a, *b),
            (Self::Numbers(a), Self::Numbers(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same_number(*a, *b))
            }
            (Self::Bool(_) | Self::Text(_) | Self::Number(_) | Self::Numbers(_), _) => false,
        }
    }
}

impl Eq for StyleValue {}

fn is_same_number(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
}

/// The style keys that one file sets, with their values. Unknown keys are kept, so that they can be
/// reported.
pub type StyleKeys = BTreeMap<String, StyleValue>;

/// The form of amounts in figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountStyle {
    /// `12,800.00`
    Grouped,
    /// `12800`
    Plain,
}

/// The form of numbers of copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopiesStyle {
    /// `贰`
    Capital,
    /// `2`
    Digits,
}

/// The underline of filled values on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Underline {
    /// Under the value alone.
    Value,
    /// Under the value with a no-break space on each side.
    Padded,
    /// No underline.
    None,
}

/// The page of the signature block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignaturePage {
    /// After the last clause, and on the same page as that clause.
    Keep,
    /// On a separate page with a notice: （本页无正文，为《…》签署页）.
    Own,
}

/// The parts of an exported file that Word lets a reader edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// Everything is editable.
    None,
    /// Only values and blanks are editable until the protection is removed (no password).
    Values,
}

/// The form of unanswered blanks in a marked draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlankMark {
    /// As in the contract.
    Underscores,
    /// The name of the field: `【单价】`.
    Label,
    /// As in the contract, with a highlight colour.
    Highlight,
}

/// The size of a page, portrait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageSize {
    /// 210 by 297 mm (ISO 216).
    A4,
    /// 8.5 by 11 inches (ANSI/ASME Y14.1).
    Letter,
}

/// What stands between the options of a choice that prints in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// Nothing.
    None,
    /// A space as wide as a Han character.
    Space,
    /// A semicolon.
    Semicolon,
    /// The comma of lists.
    Comma,
}

impl Separator {
    /// The printed characters in a contract of this language (a BCP 47 tag).
    #[must_use]
    pub fn printed(self, language: &str) -> &'static str {
        let is_chinese = language.starts_with("zh");
        match (self, is_chinese) {
            (Self::None, true) => "",
            (Self::Space, true) => "\u{3000}",
            (Self::Semicolon, true) => "；",
            (Self::Comma, true) => "、",
            // A box right behind a Latin word would read as part of it.
            (Self::None | Self::Space, false) => " ",
            (Self::Semicolon, false) => "; ",
            (Self::Comma, false) => ", ",
        }
    }
}

/// A complete style: the print form of values and marks, and the look of the paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    /// `amount`: the form of amounts in figures.
    pub amount: AmountStyle,
    /// `rmb_prefix`: whether 人民币 precedes an amount in words.
    pub rmb_prefix: bool,
    /// `copies`: the form of numbers of copies.
    pub copies: CopiesStyle,
    /// `tick`: the mark of a chosen option.
    pub tick: String,
    /// `box`: the box of an option that is not chosen; [`Style::option_mark`] gives both.
    pub box_mark: String,
    /// `between_options`: what stands between the options of a choice that prints in one place.
    pub between_options: Separator,
    /// `strike_mark`: the text that a struck blank prints.
    pub strike_mark: String,
    /// `party_b_block`: whether the second column of the signature block prints.
    pub party_b_block: bool,
    /// `print_party_names`: whether a seal line carries the party's name.
    pub print_party_names: bool,
    /// `end_mark`: whether （以下无正文） follows the last clause.
    pub end_mark: bool,
    /// `signature_page`: the page of the signature block.
    pub signature_page: SignaturePage,
    /// `emphasise_exemptions`: whether clauses that the template marks as exemptions are bold.
    pub emphasise_exemptions: bool,
    /// The keys for the exported paper and file.
    pub paper: PaperStyle,
}

/// The part of the style for exports: fonts, sizes, lengths and options of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct PaperStyle {
    /// `title_font`: the font of Han characters in the title.
    pub title_font: String,
    /// `title_size`: the size of the title, in points.
    pub title_size: f64,
    /// `heading_font`: the font of Han characters in article headings.
    pub heading_font: String,
    /// `body_font`: the font of Han characters in clauses.
    pub body_font: String,
    /// `latin_font`: the font of Latin letters and digits.
    pub latin_font: String,
    /// `body_size`: the size of clauses and article headings, in points.
    pub body_size: f64,
    /// `line_spacing`: the line height, in multiples of the font's own height (1.5).
    pub line_spacing: f64,
    /// `margins`: the page margins in centimetres: top, right, bottom, left.
    pub margins: [f64; 4],
    /// `underline`: the underline of filled values.
    pub underline: Underline,
    /// `paper`: the size of the page, portrait.
    pub page_size: PageSize,
    /// `page_number`: whether the footer prints 第 X 页 共 Y 页.
    pub page_number: bool,
    /// `protection`: the parts of the file that Word lets a reader edit.
    pub protection: Protection,
    /// `embed_draft`: whether the file holds the draft, so that the draft can be reopened from the
    /// file.
    pub embed_draft: bool,
    /// `draft_blanks`: the form of unanswered blanks in a marked draft.
    pub draft_blanks: BlankMark,
}

impl PaperStyle {
    /// The fonts that a contract uses, the font of most text first.
    #[must_use]
    pub fn typefaces(&self) -> [&str; 4] {
        [
            &self.body_font,
            &self.heading_font,
            &self.title_font,
            &self.latin_font,
        ]
    }
}

impl Default for PaperStyle {
    fn default() -> Self {
        Self {
            title_font: "黑体".to_owned(),
            title_size: 22.0,
            heading_font: "黑体".to_owned(),
            body_font: "宋体".to_owned(),
            latin_font: "Times New Roman".to_owned(),
            body_size: 12.0,
            line_spacing: 1.5,
            margins: [2.54, 2.6, 2.54, 3.0],
            underline: Underline::Value,
            page_size: PageSize::A4,
            page_number: true,
            protection: Protection::None,
            embed_draft: true,
            draft_blanks: BlankMark::Highlight,
        }
    }
}

impl Default for Style {
    fn default() -> Self {
        Self {
            amount: AmountStyle::Grouped,
            rmb_prefix: true,
            copies: CopiesStyle::Capital,
            tick: "☑".to_owned(),
            box_mark: "□".to_owned(),
            between_options: Separator::None,
            strike_mark: "/".to_owned(),
            party_b_block: true,
            print_party_names: false,
            end_mark: true,
            signature_page: SignaturePage::Keep,
            emphasise_exemptions: false,
            paper: PaperStyle::default(),
        }
    }
}

/// Why a style key was rejected; the style keeps its former value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StyleError {
    /// No style key has this name.
    #[error("unknown style key {key}")]
    UnknownKey {
        /// The name as written.
        key: String,
        /// The known key with the most similar spelling.
        near: Option<&'static str>,
    },
    /// The key does not take this value.
    #[error("wrong value for style key {key}")]
    WrongValue {
        /// The key.
        key: String,
        /// The allowed values, for a message: `true | false`, `6–48`.
        takes: String,
    },
}

impl Style {
    /// The box of an option. A round box is filled, brackets hold the tick, and the tick of a square
    /// box is the mark of `tick`.
    #[must_use]
    pub fn option_mark(&self, ticked: bool) -> &str {
        match (self.box_mark.as_str(), ticked) {
            (empty, false) => empty,
            ("○", true) if self.tick != "√" => "●",
            ("（ ）", true) => "（√）",
            ("[ ]", true) => "[√]",
            (_, true) => &self.tick,
        }
    }

    /// Sets the key `name`.
    ///
    /// # Errors
    /// The key is unknown or does not take the value; the style is then unchanged.
    pub fn set(&mut self, name: &str, value: &StyleValue) -> Result<(), StyleError> {
        let Some(key) = StyleKey::named(name) else {
            return Err(StyleError::UnknownKey {
                key: name.to_owned(),
                near: crate::value::nearest(name, KEYS.iter().map(|key| key.name)),
            });
        };
        if key.set(self, value) {
            Ok(())
        } else {
            Err(StyleError::WrongValue {
                key: name.to_owned(),
                takes: key.takes(),
            })
        }
    }

    /// The default style with `layers` applied in order. Unknown keys and wrong values are skipped:
    /// they are reported when their file is read.
    #[must_use]
    pub fn from_layers<'a>(layers: impl IntoIterator<Item = &'a StyleKeys>) -> Self {
        let mut style = Self::default();
        for (key, value) in layers.into_iter().flatten() {
            // A wrong value in a later layer leaves the value of an earlier layer in force.
            let _reported_at_its_file = style.set(key, value);
        }
        style
    }

    /// All style keys, group by group.
    #[must_use]
    pub fn keys() -> &'static [StyleKey] {
        KEYS
    }

    /// The values of the keys that take a word, a mark or a flag, for expressions (`style.copies`).
    #[must_use]
    pub(super) fn expression_values(&self) -> Vec<(&'static str, StyleValue)> {
        let is_word_or_flag = |key: &&StyleKey| match key.kind {
            StyleKind::Flag | StyleKind::Word(_) | StyleKind::Mark(_) => true,
            StyleKind::Font(_) | StyleKind::Size | StyleKind::Lines | StyleKind::Margins => false,
        };
        KEYS.iter()
            .filter(is_word_or_flag)
            .map(|key| (key.name, key.value(self)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_layers_override_earlier_ones_and_wrong_values_do_not() {
        let template = StyleKeys::from([
            ("copies".to_owned(), StyleValue::Text("digits".to_owned())),
            ("end_mark".to_owned(), StyleValue::Bool(false)),
        ]);
        let draft = StyleKeys::from([
            ("end_mark".to_owned(), StyleValue::Bool(true)),
            ("copies".to_owned(), StyleValue::Text("roman".to_owned())),
        ]);
        let style = Style::from_layers([&template, &draft]);
        assert_eq!(style.copies, CopiesStyle::Digits);
        assert!(style.end_mark);
    }

    #[test]
    fn a_misspelt_key_names_the_nearest_one() {
        let error = Style::default().set("end_marks", &StyleValue::Bool(true));
        assert_eq!(
            error,
            Err(StyleError::UnknownKey {
                key: "end_marks".to_owned(),
                near: Some("end_mark"),
            })
        );
    }
}
