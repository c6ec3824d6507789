//! The declarations of a template, typed. The parser refuses wrong declarations, so that none can
//! exist here.

use std::collections::HashMap;
use std::sync::Arc;

use super::belongs::Belongs;
use super::body::{Body, BodyInline, EdgeLine, Shape, TableRole, TableRule};
use super::corrections::overlap;
use super::error::TemplateRemark;
use super::expression::Expression;
use super::findings::{Check, Correction};
use super::formula::Formula;
use super::id_hash::IdHash;
use super::numbering::Numbering;
use super::place::{Place, RowId};
use super::rows::{RowGroup, group_of};
use super::style::StyleKeys;
use super::tags::without_exemption_mark;
use crate::language::{Language, Localized};
use crate::value::{Currency, RateUnit};

/// The id of a field, as declared in the template: ASCII letters, digits and `_`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldId(Arc<str>);

impl FieldId {
    /// Wraps an id; does not check that such a field is declared.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self(Arc::from(id))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id of the group of rows in which the field repeats: `goods` of `goods.price`.
    #[must_use]
    pub fn rows(&self) -> Option<&str> {
        group_of(self.as_str())
    }

    /// The place of the field as a row sees it: in that row if the field repeats in rows, else outside
    /// any row.
    #[must_use]
    pub fn seen_from(&self, row: Option<RowId>) -> Place {
        let place = Place::from(self.clone());
        place.in_row(row.filter(|_| self.rows().is_some()))
    }
}

impl std::fmt::Display for FieldId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for FieldId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// A parsed template.
#[derive(Debug)]
pub struct Template {
    /// A plain name, which is also the name of the file.
    pub id: String,
    /// The title of the contract, for lists.
    pub title: String,
    /// The version, as written by the author.
    pub version: String,
    /// The language of the contract's text, as a BCP 47 tag.
    pub language: String,
    /// The patterns of clause numbers, by depth.
    pub numbering: Numbering,
    /// Words of the contract that look like leftovers of a draft but are intended (`【重要提示】`).
    pub allow_text: Vec<String>,
    /// The fields that supply lists, file names and deadlines.
    pub summary: Summary,
    /// The template's own values for style keys.
    pub style: StyleKeys,
    /// The pages of the form, in order; never empty.
    pub groups: Vec<Group>,
    /// The groups of rows, in order of declaration.
    pub rows: Vec<RowGroup>,
    /// The fields, in order of declaration.
    pub fields: Vec<Field>,
    /// The index of each field in `fields`.
    pub(super) indices: HashMap<FieldId, usize, IdHash>,
    /// The indices of the computed fields in `fields`, each after those that it reads.
    pub(super) computed: Vec<usize>,
    /// The rules about the answers, in order of declaration.
    pub checks: Vec<Check>,
    /// The suggested rewordings, in order of declaration.
    pub corrections: Vec<Correction>,
    /// Remarks about valid expressions that may not mean what the author intends.
    pub remarks: Vec<TemplateRemark>,
    /// The text of the file, unchanged.
    pub source: String,
    /// The cleaned text of the body.
    pub(super) body_text: String,
    /// The first line of the body in the file, 1-based.
    pub(super) body_line: usize,
    /// The parsed body without corrections.
    pub(super) plain_body: Arc<Body>,
    /// The lines at the edges of every page: the header before the footer.
    pub(super) edges: Vec<EdgeLine>,
    /// Which tables of the body are signature blocks.
    pub(super) tables: TableRule,
}

/// The fields that supply lists, file names and deadlines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The field with the name of the other party.
    pub party: Option<FieldId>,
    /// The field with the subject of the contract.
    pub subject: Option<FieldId>,
    /// The field with the number of the contract.
    pub number: Option<FieldId>,
    /// The field with the contract amount.
    pub amount: Option<FieldId>,
    /// The field with the first day of the term.
    pub starts: Option<FieldId>,
    /// The field with the last day of the term.
    pub ends: Option<FieldId>,
    /// The fields with payment dates.
    pub payments: Vec<FieldId>,
}

/// A page of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The id that fields refer to.
    pub id: String,
    /// The heading of the page.
    pub label: Localized,
}

/// A field: one question of the form, printed in every blank with its id.
#[derive(Debug)]
pub struct Field {
    /// The id, unique in the template.
    pub id: FieldId,
    /// The index of the page in [`Template::groups`].
    pub group: usize,
    /// The kind of answer.
    pub kind: FieldKind,
    /// The name on the screen.
    pub label: Localized,
    /// One sentence of help; may be empty.
    pub help: Localized,
    /// Whether the ready-to-sign export needs an answer.
    pub required: bool,
    /// Whether the blank may be left for handwriting.
    pub hand: bool,
    /// Whether `/` (not applicable) is an allowed answer.
    pub strike: bool,
    /// The answer that the form offers.
    pub default: Option<DefaultAnswer>,
    /// The answer that users of the template usually give: the form offers it after all others. Empty
    /// if the template names none; several texts are the options of a choice.
    pub usual: Vec<String>,
    /// The profile key that supplies the default, if `default` is `None`.
    pub profile: Option<ProfileKey>,
    /// The limits of the answer.
    pub limits: Limits,
    /// The unit that the form shows after the value (`元/年`); may be empty.
    pub unit: String,
    /// The print form, for kinds that have several.
    pub print: Print,
    /// The currency of an amount.
    pub currency: Currency,
    /// The text that the contract prints while the field is unanswered.
    pub blank: String,
    /// Whose the answer is, if the template says so; [`Template::owner`] decides.
    pub belongs: Option<Belongs>,
    /// Whether a copy of the contract carries the answer, if the template says so; otherwise the
    /// owner decides.
    pub copy: Option<bool>,
    /// Whether the form offers answers from other drafts.
    pub recall: bool,
    /// The words that lead from a message to this field; see the floor `facts`. An entry may hold
    /// several words separated by spaces: all of them must stand in one clause.
    pub facts: Vec<String>,
    /// The line of the declaration in the file, 1-based.
    pub line: usize,
}

/// The kind of answer that a field takes.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldKind {
    /// One line of free text.
    Text,
    /// Free text of several lines.
    Paragraph,
    /// The registered name of a person or organisation; text with name checks.
    PartyName,
    /// An amount of RMB.
    Money,
    /// A whole number.
    Integer,
    /// An exact decimal.
    Number,
    /// A percentage.
    Percent,
    /// A share in parts of a thousand, parts of ten thousand, or tenths of a price.
    Rate(RateUnit),
    /// A calendar day.
    Date,
    /// A time of day.
    Time,
    /// One or several options of a list.
    Choice(Options),
    /// A telephone number.
    Phone,
    /// An address of mail.
    Email,
    /// A web address.
    Url,
    /// A bank and an account number.
    BankAccount,
    /// A unified social credit code (GB 32100-2015).
    CreditCode,
    /// The number of an identity card (GB 11643-1999).
    IdCard,
    /// A postcode.
    Postcode,
    /// The amount of a money field in capital words; derived, never typed.
    AmountInWords {
        /// The money field that holds the amount.
        of: FieldId,
    },
    /// A figure that follows from other fields; never typed.
    Computed(Computed),
    /// A seal or signature; never typed. Prints the party's name if the style sets
    /// `print_party_names`.
    Hand {
        /// The field with the name of the party.
        of: Option<FieldId>,
    },
}

/// The formula of a computed field, and the form of its result.
#[derive(Clone, Debug, PartialEq)]
pub struct Computed {
    /// The formula over other fields.
    pub formula: Formula,
    /// The form of the result.
    pub print_as: ComputedAs,
}

/// The form of the result of a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComputedAs {
    /// An amount, rounded half up to the fen.
    Money,
    /// A number, rounded half up to the decimals of its field.
    Number,
    /// A percentage, rounded half up to the decimals of its field.
    Percent,
}

/// The options of a choice field.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Whether several may be chosen.
    pub multiple: bool,
    /// The options in printing order; never empty.
    pub all: Vec<TemplateOption>,
}

/// An option of a choice field.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateOption {
    /// The id that drafts store.
    pub id: String,
    /// The words that the contract prints and a Chinese screen shows.
    pub label: String,
    /// The words that an English screen shows.
    pub english: String,
    /// The text field that completes this option (for example "other: …").
    pub text: Option<FieldId>,
    /// The words of a message that choose this option, besides its labels.
    pub facts: Vec<String>,
}

impl TemplateOption {
    /// The words of the option on a screen of this language.
    #[must_use]
    pub fn label_in(&self, language: Language) -> &str {
        match language {
            Language::English if !self.english.is_empty() => &self.english,
            Language::Chinese | Language::English => &self.label,
        }
    }
}

/// The answer that the form offers for an empty field.
#[derive(Debug)]
pub enum DefaultAnswer {
    /// A fixed answer; several ids for a choice.
    Literal(Vec<String>),
    /// An expression over other answers.
    Computed(Box<Expression>),
}

/// A key of the user's profile (their own company) that supplies a default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProfileKey {
    /// `profile.name`
    Name,
    /// `profile.website`
    Website,
    /// `profile.hotline`
    Hotline,
    /// `profile.phone`
    Phone,
    /// `profile.bank_account`
    BankAccount,
    /// `profile.author`
    Author,
}

impl ProfileKey {
    /// Every key, in the order of the documentation.
    pub const ALL: [Self; 6] = [
        Self::Name,
        Self::Website,
        Self::Hotline,
        Self::Phone,
        Self::BankAccount,
        Self::Author,
    ];

    /// The name of the key in the `[profile]` table of the config.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Website => "website",
            Self::Hotline => "hotline",
            Self::Phone => "phone",
            Self::BankAccount => "bank_account",
            Self::Author => "author",
        }
    }
}

/// The limits of an answer. Numbers are in the unit of the kind: fen, ten-thousandths of a percent,
/// millionths of a number, or ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// The smallest value, or its excluded bound (see `above_min`).
    pub min: Option<i64>,
    /// Whether `min` itself is refused.
    pub above_min: bool,
    /// The largest value.
    pub max: Option<i64>,
    /// The largest number of decimals of a number or a percentage.
    pub decimals: Option<u32>,
    /// The smallest number of characters.
    pub min_chars: Option<usize>,
    /// The largest number of characters.
    pub max_chars: Option<usize>,
    /// The forbidden characters; empty for none.
    pub forbidden: String,
}

/// How a value prints where its kind leaves a choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Print {
    /// The usual form of the kind: amounts with two decimals, choices as tick boxes.
    #[default]
    Usual,
    /// Amounts in their shortest form (`12,800`).
    Shortest,
    /// Whole numbers as numbers of copies (`贰` or `2`, as the style says).
    Copies,
    /// Choices as the words of the chosen option, without boxes.
    Label,
    /// Amounts behind the symbol of their currency (`US$12,800.00`).
    Symbol,
    /// Amounts behind the code of their currency (`USD 12,800.00`).
    Code,
    /// Amounts with a capital numeral and a name for each place (`壹万贰仟捌佰零拾零元零角零分`).
    Boxes,
    /// Amounts in words, and days, in English.
    English,
    /// Days with slashes (`2026/03/01`).
    Slashes,
    /// Days in Han numerals (`二〇二六年三月一日`).
    Han,
    /// Months (`2026年3月`).
    Month,
    /// Months in Han numerals (`二〇二六年三月`).
    HanMonth,
}

impl FieldKind {
    /// The kind without the words that find its options in messages: they change no contract.
    fn as_printed(&self) -> Self {
        let mut kind = self.clone();
        if let Self::Choice(options) = &mut kind {
            for option in &mut options.all {
                option.facts.clear();
            }
        }
        kind
    }
}

impl Template {
    /// The rule by which the tables of the text were read.
    #[must_use]
    pub fn table_rule(&self) -> TableRule {
        self.tables
    }

    /// The field with this id.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.get(self.field_index(id)?)
    }

    /// The currency of an amount; RMB for other fields.
    #[must_use]
    pub fn currency_of(&self, amount: &FieldId) -> Currency {
        let field = self.field(amount.as_str());
        field.map_or(Currency::Cny, |field| field.currency)
    }

    /// The form in which the contract prints an amount in words: that of the field with its words.
    #[must_use]
    pub fn print_of_words(&self, amount: &FieldId) -> Print {
        let mut fields = self.fields.iter();
        let words = fields
            .find(|field| matches!(&field.kind, FieldKind::AmountInWords { of } if of == amount));
        words.map_or(Print::Usual, |field| field.print)
    }

    /// The index of the field with this id in [`Template::fields`].
    #[must_use]
    pub fn field_index(&self, id: &str) -> Option<usize> {
        self.indices.get(id).copied()
    }

    /// Whether both templates print the same words and ask for the same kinds of answers, so that a
    /// draft of one can use the other.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        let kinds = |template: &Self| -> Vec<(FieldId, FieldKind, String, Print, Currency)> {
            template
                .fields
                .iter()
                .map(|field| {
                    let id = field.id.clone();
                    (
                        id,
                        field.kind.as_printed(),
                        field.blank.clone(),
                        field.print,
                        field.currency,
                    )
                })
                .collect()
        };
        let sizes = |template: &Self| -> Vec<(String, usize)> {
            let groups = template.rows.iter();
            groups.map(|rows| (rows.id.clone(), rows.min)).collect()
        };
        let edges = |template: &Self| -> Vec<[Vec<BodyInline>; 3]> {
            template
                .edges
                .iter()
                .map(|line| line.parts.clone())
                .collect()
        };
        self.words() == other.words()
            && edges(self) == edges(other)
            && self.table_roles() == other.table_roles()
            && self.numbering == other.numbering
            && self.style == other.style
            && sizes(self) == sizes(other)
            && kinds(self) == kinds(other)
    }

    /// The lines of the body without the tags that say what a table is: the roles of the tables are
    /// compared by themselves.
    fn words(&self) -> Vec<&str> {
        let lines = self.body_text.trim().lines();
        let is_tag = |line: &&str| line.trim() == "{% signature %}";
        let mut lines: Vec<&str> = lines.filter(|line| !is_tag(line)).collect();
        lines.dedup_by(|next, line| next.trim().is_empty() && line.trim().is_empty());
        lines
    }

    fn table_roles(&self) -> Vec<TableRole> {
        let blocks = self.plain_body.blocks.iter();
        let roles = blocks.filter_map(|block| match &block.shape {
            Shape::Table { role, .. } => Some(*role),
            Shape::Title(_)
            | Shape::Article(_)
            | Shape::Clause { .. }
            | Shape::Paragraph(_)
            | Shape::Edge(_)
            | Shape::PageBreak => None,
        });
        roles.collect()
    }

    /// Whether each accepted correction makes the same replacement in both templates.
    #[must_use]
    pub fn corrects_the_same(&self, other: &Self, accepted: &[String]) -> bool {
        let words = |template: &Self, id: &str| {
            let correction = template.correction(id)?;
            let (quote, suggestion) = (correction.quote.clone(), correction.suggestion.clone());
            Some((quote, suggestion, correction.all))
        };
        accepted
            .iter()
            .all(|id| words(self, id) == words(other, id))
    }

    /// The fields that a person answers, in order of declaration.
    pub fn asked_fields(&self) -> impl Iterator<Item = &Field> {
        let fields = self.fields.iter();
        fields.filter(|field| field.is_asked_of_people())
    }

    /// The group of rows with this id.
    #[must_use]
    pub fn row_group(&self, id: &str) -> Option<&RowGroup> {
        self.rows.iter().find(|group| group.id == id)
    }

    /// The fields of a group of rows, in order of declaration.
    pub fn fields_of_rows<'a>(&'a self, group: &'a str) -> impl Iterator<Item = &'a Field> {
        let fields = self.fields.iter();
        fields.filter(move |field| field.rows() == Some(group))
    }

    /// The computed fields in the order of evaluation.
    pub fn computed_fields(&self) -> impl Iterator<Item = &Field> {
        self.computed
            .iter()
            .filter_map(|index| self.fields.get(*index))
    }

    /// The correction with this id.
    #[must_use]
    pub fn correction(&self, id: &str) -> Option<&Correction> {
        self.corrections
            .iter()
            .find(|correction| correction.id == id)
    }

    /// The corrections that overlap this correction, so that the user can accept only one of them.
    pub fn conflicts_of<'a>(
        &'a self,
        correction: &'a Correction,
    ) -> impl Iterator<Item = &'a Correction> {
        self.corrections
            .iter()
            .filter(move |other| other.id != correction.id && overlap(other, correction))
    }

    /// The text of the clause before and after the first occurrence of the correction's quote, as
    /// written in the template.
    #[must_use]
    pub fn clause_around(&self, correction: &Correction) -> (&str, &str) {
        let Some(place) = correction.places.first() else {
            return ("", "");
        };
        let before = self.body_text.get(..place.start).unwrap_or_default();
        let after = self.body_text.get(place.end..).unwrap_or_default();
        let before = before.rsplit('\n').next().unwrap_or_default().trim_start();
        // Drop the Markdown list number: the contract prints a clause number of its own.
        let before = match before.split_once(". ") {
            Some((number, words)) if number.chars().all(|c| c.is_ascii_digit()) => words,
            _ => before.trim_start_matches(['#', ' ', '|']),
        };
        let after = after.split('\n').next().unwrap_or_default();
        (
            without_exemption_mark(before),
            without_exemption_mark(after),
        )
    }

    /// The choice field and the option that the text field `text` completes.
    #[must_use]
    pub fn option_of_text(&self, text: &FieldId) -> Option<(&Field, &TemplateOption)> {
        self.fields.iter().find_map(|field| match &field.kind {
            FieldKind::Choice(options) => options
                .all
                .iter()
                .find(|option| option.text.as_ref() == Some(text))
                .map(|option| (field, option)),
            _ => None,
        })
    }
}

impl Field {
    /// The place of the field outside any row.
    #[must_use]
    pub fn place(&self) -> Place {
        self.id.clone().into()
    }

    /// The place of the field in a row.
    #[must_use]
    pub fn place_in(&self, row: Option<RowId>) -> Place {
        Place {
            field: self.id.clone(),
            row,
        }
    }

    /// The id of the group of rows in which the field repeats.
    #[must_use]
    pub fn rows(&self) -> Option<&str> {
        self.id.rows()
    }

    /// Whether a person types the answer: not derived, and not a seal or signature.
    #[must_use]
    pub fn is_asked_of_people(&self) -> bool {
        !matches!(
            self.kind,
            FieldKind::AmountInWords { .. } | FieldKind::Computed(_) | FieldKind::Hand { .. }
        )
    }
}
