//! Reads the kind of a field and the keys that only some kinds take: options, limits, references.

use super::{MOST_ENTRIES, Offsets, judge_id};
use crate::template::error::TemplateProblem;
use crate::template::formula::Formula;
use crate::template::front_matter::Placed;
use crate::template::model::{
    Computed, ComputedAs, Field, FieldId, FieldKind, Limits, Options, Print, TemplateOption,
};
use crate::template::table::TableReader;
use crate::value::{self, Currency, RateUnit, ValueError};

/// The limit of words that lead from a message to one field.
const MOST_WORDS: usize = 100;

/// The default text of an unanswered blank.
const BLANK: &str = "__________";

/// The default text of an unanswered date.
const BLANK_DATE: &str = "__________年__________月__________日";

/// The default text of an unanswered month.
const BLANK_MONTH: &str = "__________年__________月";

/// The default text of an unanswered date with slashes.
const BLANK_SLASHES: &str = "________/____/____";

/// The default text of an unanswered amount in boxes.
const BLANK_BOXES: &str = "____佰____拾____万____仟____佰____拾____元____角____分";

/// The kind as named in the front matter, before the details of [`FieldKind`] are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum KindName {
    Text,
    Paragraph,
    Money,
    Integer,
    Number,
    Percent,
    PerMille,
    PerTenThousand,
    Discount,
    Date,
    Time,
    Choice,
    Phone,
    Email,
    Url,
    BankAccount,
    CreditCode,
    IdCard,
    Postcode,
    AmountInWords,
    Computed,
    Hand,
}

pub(super) const KINDS: [(&str, KindName); 22] = [
    ("text", KindName::Text),
    ("paragraph", KindName::Paragraph),
    ("money", KindName::Money),
    ("integer", KindName::Integer),
    ("number", KindName::Number),
    ("percent", KindName::Percent),
    ("per_mille", KindName::PerMille),
    ("per_ten_thousand", KindName::PerTenThousand),
    ("discount", KindName::Discount),
    ("date", KindName::Date),
    ("time", KindName::Time),
    ("choice", KindName::Choice),
    ("phone", KindName::Phone),
    ("email", KindName::Email),
    ("url", KindName::Url),
    ("bank_account", KindName::BankAccount),
    ("credit_code", KindName::CreditCode),
    ("id_card", KindName::IdCard),
    ("postcode", KindName::Postcode),
    ("amount_in_words", KindName::AmountInWords),
    ("computed", KindName::Computed),
    ("hand", KindName::Hand),
];

impl FieldKind {
    /// The word for the kind in the front matter; `text` also for a party's name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        let name = match self {
            Self::Text | Self::PartyName => KindName::Text,
            Self::Paragraph => KindName::Paragraph,
            Self::Money => KindName::Money,
            Self::Integer => KindName::Integer,
            Self::Number => KindName::Number,
            Self::Percent => KindName::Percent,
            Self::Rate(RateUnit::PerMille) => KindName::PerMille,
            Self::Rate(RateUnit::PerTenThousand) => KindName::PerTenThousand,
            Self::Rate(RateUnit::Discount) => KindName::Discount,
            Self::Date => KindName::Date,
            Self::Time => KindName::Time,
            Self::Choice(_) => KindName::Choice,
            Self::Phone => KindName::Phone,
            Self::Email => KindName::Email,
            Self::Url => KindName::Url,
            Self::BankAccount => KindName::BankAccount,
            Self::CreditCode => KindName::CreditCode,
            Self::IdCard => KindName::IdCard,
            Self::Postcode => KindName::Postcode,
            Self::AmountInWords { .. } => KindName::AmountInWords,
            Self::Computed(_) => KindName::Computed,
            Self::Hand { .. } => KindName::Hand,
        };
        name.word()
    }
}

impl KindName {
    fn word(self) -> &'static str {
        KINDS
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("", |(word, _)| *word)
    }

    fn is_number(self) -> bool {
        matches!(
            self,
            Self::Money | Self::Integer | Self::Number | Self::Percent
        ) || self.rate_unit().is_some()
    }

    /// The unit of a rate.
    fn rate_unit(self) -> Option<RateUnit> {
        match self {
            Self::PerMille => Some(RateUnit::PerMille),
            Self::PerTenThousand => Some(RateUnit::PerTenThousand),
            Self::Discount => Some(RateUnit::Discount),
            _ => None,
        }
    }

    fn is_typed_text(self) -> bool {
        matches!(
            self,
            Self::Text
                | Self::Paragraph
                | Self::Phone
                | Self::Email
                | Self::Url
                | Self::BankAccount
        )
    }

    pub(super) fn is_typed(self) -> bool {
        !matches!(self, Self::AmountInWords | Self::Computed | Self::Hand)
    }
}

pub(super) fn usual_blank(name: KindName, print: Print) -> &'static str {
    match (name, print) {
        (KindName::Hand, _) => "",
        (KindName::Date, Print::Usual | Print::Han) => BLANK_DATE,
        (KindName::Date, Print::Month | Print::HanMonth) => BLANK_MONTH,
        (KindName::Date, Print::Slashes) => BLANK_SLASHES,
        (KindName::Money | KindName::AmountInWords | KindName::Computed, Print::Boxes) => {
            BLANK_BOXES
        }
        _ => BLANK,
    }
}

/// The print forms as named in the front matter, with the kinds that have them. Any kind may name
/// the first four, as it always could.
const PRINTS: [(&str, Print, &[KindName]); 12] = [
    ("fixed", Print::Usual, &[]),
    ("shortest", Print::Shortest, &[]),
    ("copies", Print::Copies, &[]),
    ("label", Print::Label, &[]),
    (
        "symbol",
        Print::Symbol,
        &[KindName::Money, KindName::Computed],
    ),
    ("code", Print::Code, &[KindName::Money, KindName::Computed]),
    (
        "boxes",
        Print::Boxes,
        &[KindName::Money, KindName::Computed, KindName::AmountInWords],
    ),
    (
        "english",
        Print::English,
        &[KindName::AmountInWords, KindName::Date],
    ),
    ("slash", Print::Slashes, &[KindName::Date]),
    ("han", Print::Han, &[KindName::Date]),
    ("month", Print::Month, &[KindName::Date]),
    ("han_month", Print::HanMonth, &[KindName::Date]),
];

/// Reads the print form of a field; a form that its kind does not have is a mistake.
pub(super) fn print(reader: &mut TableReader<'_, '_>, name: Option<KindName>) -> Option<Print> {
    let words = PRINTS.map(|(word, print, _)| (word, print));
    let offset = reader.take("print")?.offset;
    let print = reader.word("print", &words)?;
    let kinds = PRINTS.iter().find(|(_, each, _)| *each == print)?.2;
    let name = name?;
    if !kinds.is_empty() && !kinds.contains(&name) {
        let key = "print".to_owned();
        let kind = name.word().to_owned();
        reader.error(offset, TemplateProblem::KeyOfOtherKind { key, kind });
    }
    Some(print)
}

/// Reads the currency of an amount.
pub(super) fn currency(
    reader: &mut TableReader<'_, '_>,
    name: Option<KindName>,
) -> Option<Currency> {
    let name = name?;
    let has_currency = matches!(name, KindName::Money | KindName::Computed);
    refuse_key(reader, "currency", has_currency, name);
    reader.word("currency", &Currency::ALL.map(|each| (each.code(), each)))
}

/// The unit that the form shows unless the template names another.
pub(super) fn usual_unit(name: KindName) -> &'static str {
    match name {
        KindName::PerMille => "‰",
        KindName::PerTenThousand => "‱",
        KindName::Discount => "折",
        _ => "",
    }
}

pub(super) fn kind(reader: &mut TableReader<'_, '_>, name: KindName) -> Option<FieldKind> {
    for (key, allowed) in [
        ("party", name == KindName::Text),
        ("options", name == KindName::Choice),
        ("multiple", name == KindName::Choice),
        (
            "of",
            matches!(
                name,
                KindName::AmountInWords | KindName::Computed | KindName::Hand
            ),
        ),
        ("as", name == KindName::Computed),
    ] {
        refuse_key(reader, key, allowed, name);
    }
    let of_text = reader.text("of");
    let of = of_text.as_ref().map(|of| FieldId::new(&of.value));
    let is_party = reader.flag("party");
    let multiple = reader.flag("multiple");
    Some(match name {
        KindName::Text if is_party => FieldKind::PartyName,
        KindName::Text => FieldKind::Text,
        KindName::Paragraph => FieldKind::Paragraph,
        KindName::Money => FieldKind::Money,
        KindName::Integer => FieldKind::Integer,
        KindName::Number => FieldKind::Number,
        KindName::Percent => FieldKind::Percent,
        KindName::PerMille => FieldKind::Rate(RateUnit::PerMille),
        KindName::PerTenThousand => FieldKind::Rate(RateUnit::PerTenThousand),
        KindName::Discount => FieldKind::Rate(RateUnit::Discount),
        KindName::Date => FieldKind::Date,
        KindName::Time => FieldKind::Time,
        KindName::Choice => FieldKind::Choice(Options {
            multiple,
            all: options(reader),
        }),
        KindName::Phone => FieldKind::Phone,
        KindName::Email => FieldKind::Email,
        KindName::Url => FieldKind::Url,
        KindName::BankAccount => FieldKind::BankAccount,
        KindName::CreditCode => FieldKind::CreditCode,
        KindName::IdCard => FieldKind::IdCard,
        KindName::Postcode => FieldKind::Postcode,
        KindName::AmountInWords => {
            let Some(of) = of else {
                let offset = reader.offset();
                reader.error(offset, TemplateProblem::MissingKey { key: "of" });
                return None;
            };
            FieldKind::AmountInWords { of }
        }
        KindName::Computed => FieldKind::Computed(computed(reader, of_text)?),
        KindName::Hand => FieldKind::Hand { of },
    })
}

/// Reads the formula of a computed field and the form of its result.
fn computed(reader: &mut TableReader<'_, '_>, of: Option<Placed<String>>) -> Option<Computed> {
    reader.require("of");
    reader.require("as");
    let forms = [
        ("money", ComputedAs::Money),
        ("number", ComputedAs::Number),
        ("percent", ComputedAs::Percent),
    ];
    let print_as = if reader.has("as") {
        reader.word("as", &forms)
    } else {
        None
    };
    let of = of?;
    match Formula::parse(&of.value) {
        Ok(formula) => Some(Computed {
            formula,
            print_as: print_as?,
        }),
        Err(error) => {
            // The quotation mark stands before the formula.
            let offset = of.offset + 1 + error.offset();
            reader.error(offset, TemplateProblem::Formula(error));
            None
        }
    }
}

fn refuse_key(reader: &mut TableReader<'_, '_>, key: &'static str, allowed: bool, name: KindName) {
    if allowed {
        return;
    }
    if let Some(found) = reader.take(key) {
        let problem = TemplateProblem::KeyOfOtherKind {
            key: key.to_owned(),
            kind: name.word().to_owned(),
        };
        reader.error(found.offset, problem);
    }
}

fn options(reader: &mut TableReader<'_, '_>) -> Vec<TemplateOption> {
    let mut options: Vec<TemplateOption> = Vec::new();
    let mut offsets = Offsets::new();
    for (table, offset) in reader.tables("options", MOST_ENTRIES) {
        let mut inner = reader.inner(table, offset, "options");
        let id = inner.required_text("id");
        let label = inner.required_text("label");
        let english = inner.text("en");
        let text = inner.text("text");
        let facts = facts(&mut inner);
        if let (Some(id), Some(label)) = (id, label) {
            judge_id(&mut inner, &mut offsets, &id);
            if ["{{", "{%"].iter().any(|begin| label.value.contains(begin)) {
                let id = id.value.clone();
                inner.error(label.offset, TemplateProblem::TagInLabel { id });
            }
            options.push(TemplateOption {
                id: id.value,
                english: english.map_or_else(|| label.value.clone(), |english| english.value),
                label: label.value,
                text: text.map(|text| FieldId::new(&text.value)),
                facts,
            });
        }
        inner.finish();
    }
    if options.is_empty() {
        let offset = reader.offset();
        reader.error(offset, TemplateProblem::MissingKey { key: "options" });
    }
    options
}

/// Reads the words that lead from a message to a field or an option.
pub(super) fn facts(reader: &mut TableReader<'_, '_>) -> Vec<String> {
    let texts = reader.texts("facts");
    let (most, what) = (MOST_WORDS, "facts");
    if let Some(first) = texts.get(most) {
        reader.error(first.offset, TemplateProblem::TooManyOf { what, most });
    }
    let mut facts = Vec::new();
    for text in texts.into_iter().take(most) {
        let entry = text.value.trim().to_owned();
        if entry.is_empty() {
            let key = "facts".to_owned();
            reader.error(text.offset, TemplateProblem::Blank { key });
        } else {
            facts.push(entry);
        }
    }
    facts
}

pub(super) fn limits(reader: &mut TableReader<'_, '_>, name: KindName) -> Limits {
    for key in ["min", "above", "max"] {
        refuse_key(reader, key, name.is_number(), name);
    }
    let has_decimals = matches!(
        name,
        KindName::Number | KindName::Percent | KindName::Computed
    ) || name.rate_unit().is_some();
    refuse_key(reader, "decimals", has_decimals, name);
    for key in ["min_chars", "max_chars", "without"] {
        refuse_key(reader, key, name.is_typed_text(), name);
    }
    let mut bound = |key| {
        let text = reader.literal(key)?;
        match in_units(name, &text.value) {
            Ok(number) => Some(number),
            Err(reason) => {
                let problem = TemplateProblem::WrongValue {
                    key: key.to_owned(),
                    reason,
                };
                reader.error(text.offset, problem);
                None
            }
        }
    };
    let min = bound("min");
    let above = bound("above");
    let max = bound("max");
    Limits {
        min: above.or(min),
        above_min: above.is_some(),
        max,
        decimals: reader
            .count("decimals")
            .and_then(|decimals| u32::try_from(decimals).ok()),
        min_chars: reader.count("min_chars"),
        max_chars: reader.count("max_chars"),
        forbidden: reader
            .text("without")
            .map_or_else(String::new, |text| text.value),
    }
}

/// Converts a limit to the unit of its kind: fen, ten-thousandths of a percent, millionths of a
/// number, or ones.
fn in_units(name: KindName, text: &str) -> Result<i64, ValueError> {
    if let Some(unit) = name.rate_unit() {
        let share = value::Rate::parse(text, unit)?.share();
        return Ok(i64::try_from(share.ten_thousandths()).unwrap_or(i64::MAX));
    }
    let number = match name {
        KindName::Money => value::Money::parse(text)?.fen(),
        KindName::Number => value::Number::parse(text)?.millionths(),
        KindName::Percent => value::Percent::parse(text)?.ten_thousandths(),
        _ => u64::from(value::parse_integer(text)?),
    };
    Ok(i64::try_from(number).unwrap_or(i64::MAX))
}

/// The fields of a contract in English: days and amounts in words print in English unless the field
/// says otherwise, and no blank of a day has Chinese words.
pub(in crate::template) fn in_english(mut fields: Vec<Field>) -> Vec<Field> {
    for field in &mut fields {
        let is_worded = matches!(
            field.kind,
            FieldKind::Date | FieldKind::AmountInWords { .. }
        );
        if is_worded && field.print == Print::Usual {
            field.print = Print::English;
            if field.blank == BLANK_DATE {
                BLANK.clone_into(&mut field.blank);
            }
        }
    }
    fields
}
