//! The look of a contract as keys and values: the template's own, overridden by the config,
//! overridden by the draft. Defaults are the habits of the trade.

use std::collections::BTreeMap;

/// A style value as a file gives it.
#[derive(Clone, Debug, PartialEq)]
pub enum StyleValue {
    /// `true` or `false`.
    Bool(bool),
    /// A word, a mark or the name of a font.
    Text(String),
    /// A size in points or a length in centimetres.
    Number(f64),
    /// Several lengths, as `margins` takes them.
    Numbers(Vec<f64>),
}

/// Style keys with the values that one file sets; unknown keys are kept and reported.
pub type StyleKeys = BTreeMap<String, StyleValue>;

/// How amounts are written in figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountStyle {
    /// `12,800.00`
    Grouped,
    /// `12800`
    Plain,
}

/// How numbers of copies are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopiesStyle {
    /// `贰`
    Capital,
    /// `2`
    Digits,
}

/// How filled values are marked on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Underline {
    /// The value alone.
    Value,
    /// The value with a no-break space on both sides.
    Padded,
    /// Not at all.
    None,
}

/// Where the parties sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignaturePage {
    /// Behind the last clause, kept with it.
    Keep,
    /// On a page of its own that says so: （本页无正文，为《…》签署页）.
    Own,
}

/// Who may change what in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// Anyone, everything.
    None,
    /// The values and blanks alone, until the protection is taken off (it has no password).
    Values,
}

/// How a marked draft shows the blanks that nobody has answered yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlankMark {
    /// As the contract prints them.
    Underscores,
    /// By the field's name: `【单价】`.
    Label,
    /// As the contract prints them, on a coloured ground.
    Highlight,
}

/// Everything that decides how values and marks print and how the paper looks.
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    /// `amount`: how amounts are written in figures.
    pub amount: AmountStyle,
    /// `rmb_prefix`: whether 人民币 stands before the words of an amount.
    pub rmb_prefix: bool,
    /// `copies`: how numbers of copies are written.
    pub copies: CopiesStyle,
    /// `tick`: the box of a chosen option.
    pub tick: String,
    /// `strike_mark`: what a struck blank prints.
    pub strike_mark: String,
    /// `party_b_block`: whether the second column of the signature block prints.
    pub party_b_block: bool,
    /// `print_party_names`: whether a seal line carries the party's name.
    pub print_party_names: bool,
    /// `end_mark`: whether （以下无正文） follows the last clause.
    pub end_mark: bool,
    /// `signature_page`: where the parties sign.
    pub signature_page: SignaturePage,
    /// `emphasise_exemptions`: whether clauses that the template marks as exemptions are bold.
    pub emphasise_exemptions: bool,
    /// What only paper shows.
    pub paper: PaperStyle,
}

/// Fonts, sizes and lengths on paper.
#[derive(Clone, Debug, PartialEq)]
pub struct PaperStyle {
    /// `title_font`: the font of Han characters in the title.
    pub title_font: String,
    /// `title_size`: points.
    pub title_size: f64,
    /// `heading_font`: the font of Han characters in article headings.
    pub heading_font: String,
    /// `body_font`: the font of Han characters in clauses.
    pub body_font: String,
    /// `latin_font`: the font of Latin letters and digits.
    pub latin_font: String,
    /// `body_size`: points, of clauses and article headings.
    pub body_size: f64,
    /// `line_spacing`: lines, in multiples of the font's own height (1.5).
    pub line_spacing: f64,
    /// `margins`: centimetres: top, right, bottom, left.
    pub margins: [f64; 4],
    /// `underline`: how filled values are marked.
    pub underline: Underline,
    /// `page_number`: whether the footer says 第 X 页 共 Y 页.
    pub page_number: bool,
    /// `protection`: what may be changed in the file.
    pub protection: Protection,
    /// `embed_draft`: whether the file carries the draft, so that it can be reopened from it.
    pub embed_draft: bool,
    /// `draft_blanks`: how a marked draft shows unanswered blanks.
    pub draft_blanks: BlankMark,
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

/// Why a style key was not applied; the style keeps its former value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StyleError {
    /// No such key; `near` is the key that it may have meant.
    #[error("unknown style key {key}")]
    UnknownKey {
        /// The key as written.
        key: String,
        /// The nearest known key.
        near: Option<&'static str>,
    },
    /// The value is none that the key takes.
    #[error("wrong value for style key {key}")]
    WrongValue {
        /// The key.
        key: String,
        /// What the key takes, in a form for reading: `true | false`, `6–72`.
        takes: &'static str,
    },
}

type Setter = fn(&mut Style, &StyleValue) -> bool;

/// Every key with what it takes and how it is set.
const KEYS: &[(&str, &str, Setter)] = &[
    ("amount", "\"grouped\" | \"plain\"", |style, value| {
        choose(
            &mut style.amount,
            value,
            &[
                ("grouped", AmountStyle::Grouped),
                ("plain", AmountStyle::Plain),
            ],
        )
    }),
    ("rmb_prefix", "true | false", |style, value| {
        flag(&mut style.rmb_prefix, value)
    }),
    ("copies", "\"capital\" | \"digits\"", |style, value| {
        choose(
            &mut style.copies,
            value,
            &[
                ("capital", CopiesStyle::Capital),
                ("digits", CopiesStyle::Digits),
            ],
        )
    }),
    ("tick", "\"☑\" | \"√\" | \"■\"", |style, value| {
        mark(&mut style.tick, value, &["☑", "√", "■"])
    }),
    ("strike_mark", "\"/\" | \"无\"", |style, value| {
        mark(&mut style.strike_mark, value, &["/", "无"])
    }),
    ("party_b_block", "true | false", |style, value| {
        flag(&mut style.party_b_block, value)
    }),
    ("print_party_names", "true | false", |style, value| {
        flag(&mut style.print_party_names, value)
    }),
    ("end_mark", "true | false", |style, value| {
        flag(&mut style.end_mark, value)
    }),
    (
        "signature_page",
        "\"keep\" | \"own_page\"",
        |style, value| {
            choose(
                &mut style.signature_page,
                value,
                &[
                    ("keep", SignaturePage::Keep),
                    ("own_page", SignaturePage::Own),
                ],
            )
        },
    ),
    ("emphasise_exemptions", "true | false", |style, value| {
        flag(&mut style.emphasise_exemptions, value)
    }),
    (
        "underline",
        "\"value\" | \"padded\" | \"none\"",
        |style, value| {
            choose(
                &mut style.paper.underline,
                value,
                &[
                    ("value", Underline::Value),
                    ("padded", Underline::Padded),
                    ("none", Underline::None),
                ],
            )
        },
    ),
    ("title_font", FONT, |style, value| {
        font(&mut style.paper.title_font, value)
    }),
    ("heading_font", FONT, |style, value| {
        font(&mut style.paper.heading_font, value)
    }),
    ("body_font", FONT, |style, value| {
        font(&mut style.paper.body_font, value)
    }),
    ("latin_font", FONT, |style, value| {
        font(&mut style.paper.latin_font, value)
    }),
    ("title_size", "6–72", |style, value| {
        number(&mut style.paper.title_size, value, 6.0, 72.0)
    }),
    ("body_size", "6–72", |style, value| {
        number(&mut style.paper.body_size, value, 6.0, 72.0)
    }),
    ("line_spacing", "1–3", |style, value| {
        number(&mut style.paper.line_spacing, value, 1.0, 3.0)
    }),
    (
        "margins",
        "[2.54, 2.6, 2.54, 3.0] (0.5–8)",
        |style, value| margins(&mut style.paper.margins, value),
    ),
    ("page_number", "true | false", |style, value| {
        flag(&mut style.paper.page_number, value)
    }),
    ("protection", "\"none\" | \"values\"", |style, value| {
        choose(
            &mut style.paper.protection,
            value,
            &[("none", Protection::None), ("values", Protection::Values)],
        )
    }),
    ("embed_draft", "true | false", |style, value| {
        flag(&mut style.paper.embed_draft, value)
    }),
    (
        "draft_blanks",
        "\"underscores\" | \"label\" | \"highlight\"",
        |style, value| {
            choose(
                &mut style.paper.draft_blanks,
                value,
                &[
                    ("underscores", BlankMark::Underscores),
                    ("label", BlankMark::Label),
                    ("highlight", BlankMark::Highlight),
                ],
            )
        },
    ),
];

const FONT: &str = "\"宋体\" | \"仿宋\" | …";

impl Style {
    /// Sets one key.
    ///
    /// # Errors
    /// The key is unknown or does not take the value; the style is then unchanged.
    pub fn set(&mut self, key: &str, value: &StyleValue) -> Result<(), StyleError> {
        let Some((_, takes, set)) = KEYS.iter().find(|(name, _, _)| *name == key) else {
            return Err(StyleError::UnknownKey {
                key: key.to_owned(),
                near: crate::value::nearest(key, KEYS.iter().map(|(name, _, _)| *name)),
            });
        };
        if set(self, value) {
            Ok(())
        } else {
            Err(StyleError::WrongValue {
                key: key.to_owned(),
                takes,
            })
        }
    }

    /// The default style with `layers` applied in order; keys that do not apply are skipped,
    /// they have been reported where their file was read.
    #[must_use]
    pub fn from_layers<'a>(layers: impl IntoIterator<Item = &'a StyleKeys>) -> Self {
        let mut style = Self::default();
        for (key, value) in layers.into_iter().flatten() {
            // A later layer that is wrong leaves the earlier one in force.
            let _reported_at_its_file = style.set(key, value);
        }
        style
    }

    /// The names of all keys, for messages and documentation.
    pub fn keys() -> impl Iterator<Item = (&'static str, &'static str)> {
        KEYS.iter().map(|(name, takes, _)| (*name, *takes))
    }

    /// The value of a key that is a word or a flag, for expressions (`style.copies`).
    #[must_use]
    pub fn expression_values(&self) -> Vec<(&'static str, StyleValue)> {
        let amount = match self.amount {
            AmountStyle::Grouped => "grouped",
            AmountStyle::Plain => "plain",
        };
        let copies = match self.copies {
            CopiesStyle::Capital => "capital",
            CopiesStyle::Digits => "digits",
        };
        vec![
            ("amount", StyleValue::Text(amount.to_owned())),
            ("copies", StyleValue::Text(copies.to_owned())),
            ("tick", StyleValue::Text(self.tick.clone())),
            ("strike_mark", StyleValue::Text(self.strike_mark.clone())),
            ("rmb_prefix", StyleValue::Bool(self.rmb_prefix)),
            ("party_b_block", StyleValue::Bool(self.party_b_block)),
            (
                "print_party_names",
                StyleValue::Bool(self.print_party_names),
            ),
            ("end_mark", StyleValue::Bool(self.end_mark)),
            (
                "emphasise_exemptions",
                StyleValue::Bool(self.emphasise_exemptions),
            ),
            ("page_number", StyleValue::Bool(self.paper.page_number)),
        ]
    }
}

fn choose<T: Copy>(slot: &mut T, value: &StyleValue, options: &[(&str, T)]) -> bool {
    let StyleValue::Text(word) = value else {
        return false;
    };
    match options.iter().find(|(name, _)| name == word) {
        Some((_, option)) => {
            *slot = *option;
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
                && name.chars().count() <= 40
                && !name.chars().any(|c| c.is_control() || "<>&\"".contains(c)) =>
        {
            slot.clone_from(name);
            true
        }
        _ => false,
    }
}

fn number(slot: &mut f64, value: &StyleValue, min: f64, max: f64) -> bool {
    match value {
        StyleValue::Number(given) if (min..=max).contains(given) => {
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
        Ok(lengths) if lengths.iter().all(|length| (0.5..=8.0).contains(length)) => {
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

    #[test]
    fn every_key_refuses_what_it_does_not_take() {
        for (key, _) in Style::keys() {
            let mut style = Style::default();
            let nonsense = StyleValue::Numbers(vec![1000.0]);
            assert!(style.set(key, &nonsense).is_err(), "key: {key}");
            assert_eq!(style, Style::default(), "key: {key}");
        }
    }
}
