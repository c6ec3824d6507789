//! What a template declares, typed; a wrong declaration cannot exist here.

use std::collections::HashMap;
use std::sync::Arc;

use super::body::Body;
use super::corrections::overlap;
use super::error::TemplateRemark;
use super::expression::Expression;
use super::message::Message;
use super::numbering::Numbering;
use super::place::Place;
use super::style::StyleKeys;
use super::tags::without_exemption_mark;
use crate::language::{Language, Localized};

/// The id of a field, as the template declares it: ASCII letters, digits and `_`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldId(Arc<str>);

impl FieldId {
    /// Wraps an id; whether such a field is declared is the caller's knowledge.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self(Arc::from(id))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
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

/// A whole template.
#[derive(Debug)]
pub struct Template {
    /// A plain name, also the file's name.
    pub id: String,
    /// The contract's title, for lists.
    pub title: String,
    /// The version that its author gave it.
    pub version: String,
    /// The language of the contract's text, as a BCP 47 tag.
    pub language: String,
    /// Patterns of clause numbers.
    pub numbering: Numbering,
    /// Words of the contract that look as if they were left over, and are meant (`【重要提示】`).
    pub allow_text: Vec<String>,
    /// Which fields lists, file names and deadlines use.
    pub summary: Summary,
    /// The template's own values for style keys.
    pub style: StyleKeys,
    /// The pages of the form, in order; never empty.
    pub groups: Vec<Group>,
    /// The blanks, in order of declaration.
    pub fields: Vec<Field>,
    /// Their indices by id.
    pub(super) indices: HashMap<FieldId, usize>,
    /// Rules about the answers.
    pub checks: Vec<Check>,
    /// Better wordings on offer.
    pub corrections: Vec<Correction>,
    /// What is right in it, but may mean something else than its author thinks.
    pub remarks: Vec<TemplateRemark>,
    /// The file's text, as read.
    pub source: String,
    /// The text of the body alone.
    pub(super) body_text: String,
    /// The line of the file where the body begins, 1-based.
    pub(super) body_line: usize,
    /// The body without any correction.
    pub(super) plain_body: Arc<Body>,
}

/// Which fields lists, file names and deadlines use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The other party's name.
    pub party: Option<FieldId>,
    /// What the contract is about.
    pub subject: Option<FieldId>,
    /// The amount at stake.
    pub amount: Option<FieldId>,
    /// The first day.
    pub starts: Option<FieldId>,
    /// The last day.
    pub ends: Option<FieldId>,
}

/// A page of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// Its heading.
    pub label: Localized,
}

/// One blank of the contract.
#[derive(Debug)]
pub struct Field {
    /// Its id.
    pub id: FieldId,
    /// Index into [`Template::groups`].
    pub group: usize,
    /// What kind of answer it takes.
    pub kind: FieldKind,
    /// Its name on screen.
    pub label: Localized,
    /// One sentence of help; may be empty.
    pub help: Localized,
    /// Whether a contract without it is not ready to sign.
    pub required: bool,
    /// Whether it may be left for handwriting.
    pub hand: bool,
    /// Whether it may be answered `/`, not applicable.
    pub strike: bool,
    /// What the form offers.
    pub default: Option<DefaultAnswer>,
    /// Where an answer is taken from when the template gives no other default.
    pub profile: Option<ProfileKey>,
    /// Limits of the answer.
    pub limits: Limits,
    /// The unit after the value, for the form (`元/年`).
    pub unit: String,
    /// How the value prints where its kind leaves a choice.
    pub print: Print,
    /// What the contract prints while it is unanswered.
    pub blank: String,
    /// Whether `--from` copies the answer into a new draft.
    pub copy: bool,
    /// Whether the form offers what other drafts answered.
    pub recall: bool,
    /// The line where it is declared, 1-based.
    pub line: usize,
}

/// What kind of answer a field takes.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldKind {
    /// Free text on one line.
    Text,
    /// The registered name of a person or company: text with the checks of a name.
    PartyName,
    /// An amount of RMB.
    Money,
    /// A whole number.
    Integer,
    /// A percentage.
    Percent,
    /// A day of the calendar.
    Date,
    /// One or several of the options.
    Choice(Options),
    /// A telephone number.
    Phone,
    /// An address on the web.
    Url,
    /// A bank with an account number.
    BankAccount,
    /// A unified social credit code (GB 32100-2015).
    CreditCode,
    /// The amount of a money field in capital words; never typed.
    AmountInWords {
        /// The money field.
        of: FieldId,
    },
    /// A seal or signature; never typed. Prints the name `of` a party where the style says so.
    Hand {
        /// The field with the party's name.
        of: Option<FieldId>,
    },
}

/// The options of a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Whether several may be chosen.
    pub multiple: bool,
    /// The options in printing order; never empty.
    pub all: Vec<TemplateOption>,
}

/// One option of a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateOption {
    /// Its id in drafts.
    pub id: String,
    /// Its words in the contract.
    pub label: String,
    /// Its words on an English screen.
    pub english: String,
    /// The field that carries this option's own text.
    pub text: Option<FieldId>,
}

impl TemplateOption {
    /// Its words on a screen of this language.
    #[must_use]
    pub fn label_in(&self, language: Language) -> &str {
        match language {
            Language::English if !self.english.is_empty() => &self.english,
            Language::Chinese | Language::English => &self.label,
        }
    }
}

/// What a form offers for an empty field.
#[derive(Debug)]
pub enum DefaultAnswer {
    /// The answer itself; several for a choice.
    Literal(Vec<String>),
    /// Computed from other answers.
    Computed(Box<Expression>),
}

/// What of the user's own company a field takes its default from.
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

    /// Its name in the config's `[profile]`.
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

/// Limits of an answer, in the kind's own unit: fen, ten-thousandths of a percent, whole numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// The smallest value.
    pub min: Option<i64>,
    /// Whether `min` itself is refused.
    pub above_min: bool,
    /// The largest value.
    pub max: Option<i64>,
    /// Digits after the point.
    pub decimals: Option<u32>,
    /// The fewest characters.
    pub min_chars: Option<usize>,
    /// The most characters.
    pub max_chars: Option<usize>,
    /// The characters that the text must not hold.
    pub forbidden: String,
}

/// How a value prints where its kind leaves a choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Print {
    /// As the kind does: amounts with two decimals, choices as boxes.
    #[default]
    Usual,
    /// Amounts in their shortest form (`12,800`).
    Shortest,
    /// Whole numbers as numbers of copies (`贰` or `2`, by style).
    Copies,
    /// The chosen option's words alone.
    Label,
}

/// A rule about the answers.
#[derive(Debug)]
pub struct Check {
    /// Its id (`W06`); checks of one id look at different fields.
    pub id: String,
    /// How bad it is.
    pub severity: Severity,
    /// Whether a reason lifts it although it is an error.
    pub confirmable: bool,
    /// True when the rule is broken.
    pub when: Expression,
    /// The fields it is about; skipped while one of them is unanswered.
    pub fields: Vec<FieldId>,
    /// What the user reads, with values in it.
    pub message: Message,
    /// What to do.
    pub hint: Localized,
    /// The ids of the corrections that mend what the rule finds.
    pub mended_by: Vec<String>,
    /// The law or habit behind it.
    pub source: Localized,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Blocks the ready-to-sign export.
    Error,
    /// Must be acknowledged before the ready-to-sign export.
    Warning,
    /// Only informs.
    Hint,
}

impl Severity {
    /// The word that files and JSON use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Hint => "hint",
        }
    }
}

/// A better wording on offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Its id (`C25`).
    pub id: String,
    /// What kind of slip it mends.
    pub kind: CorrectionKind,
    /// The words that it replaces, as the body has them.
    pub quote: String,
    /// The words in their place.
    pub suggestion: String,
    /// Why.
    pub reason: Localized,
    /// Whether every occurrence is replaced, not only one.
    pub all: bool,
    /// Where the quote stands in the text of the body: byte ranges.
    pub places: Vec<std::ops::Range<usize>>,
    /// The lines of the file where the quote stands, 1-based, in order; the blocks that hold them
    /// bear the same numbers.
    pub lines: Vec<usize>,
    /// The line where it is declared, 1-based.
    pub line: usize,
}

/// What kind of slip a correction mends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CorrectionKind {
    /// A slip of the pen.
    Typo,
    /// A sentence without its full stop.
    MissingPeriod,
    /// A better expression.
    Style,
    /// A change of what the parties owe.
    Legal,
    /// A name left over from another contract.
    StaleName,
    /// A reference to something that is not there.
    Dangling,
    /// A sentence that is torn.
    Garbled,
    /// An arrangement of the page.
    Format,
}

impl Template {
    /// The field with this id.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.get(self.field_index(id)?)
    }

    /// The index of the field with this id in [`Template::fields`].
    #[must_use]
    pub fn field_index(&self, id: &str) -> Option<usize> {
        self.indices.get(id).copied()
    }

    /// Whether both print the same words and ask for the same kinds of answers, so that one can
    /// stand for the other.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        let kinds = |template: &Self| -> Vec<(FieldId, FieldKind, String, Print)> {
            template
                .fields
                .iter()
                .map(|field| {
                    let id = field.id.clone();
                    (id, field.kind.clone(), field.blank.clone(), field.print)
                })
                .collect()
        };
        self.body_text.trim() == other.body_text.trim()
            && self.numbering == other.numbering
            && self.style == other.style
            && kinds(self) == kinds(other)
    }

    /// Whether these accepted corrections change the same words here and there, to the same.
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

    /// The blanks that a person fills in, in order of declaration.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        let fields = self.fields.iter();
        fields
            .filter(|field| field.is_asked_of_people())
            .map(Field::place)
    }

    /// The correction with this id.
    #[must_use]
    pub fn correction(&self, id: &str) -> Option<&Correction> {
        self.corrections
            .iter()
            .find(|correction| correction.id == id)
    }

    /// The corrections that cannot be accepted together with this one, since they change the
    /// same words.
    pub fn conflicts_of<'a>(
        &'a self,
        correction: &'a Correction,
    ) -> impl Iterator<Item = &'a Correction> {
        self.corrections
            .iter()
            .filter(move |other| other.id != correction.id && overlap(other, correction))
    }

    /// What stands before and after the first place of a correction's quote in its clause, as
    /// the template writes it.
    #[must_use]
    pub fn clause_around(&self, correction: &Correction) -> (&str, &str) {
        let Some(place) = correction.places.first() else {
            return ("", "");
        };
        let before = self.body_text.get(..place.start).unwrap_or_default();
        let after = self.body_text.get(place.end..).unwrap_or_default();
        let before = before.rsplit('\n').next().unwrap_or_default().trim_start();
        // The list's own number is none of the contract's.
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

    /// The field that carries the text of one of `choice`'s options, with the option's id.
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
    /// The place of the field's one blank.
    #[must_use]
    pub fn place(&self) -> Place {
        self.id.clone().into()
    }

    /// Whether a person types the answer (not derived, not left for the hand).
    #[must_use]
    pub fn is_asked_of_people(&self) -> bool {
        !matches!(
            self.kind,
            FieldKind::AmountInWords { .. } | FieldKind::Hand { .. }
        )
    }
}
