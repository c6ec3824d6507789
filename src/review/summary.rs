//! Summarizes an exported contract for the person who prints, signs and seals it: parties, amount,
//! term, blanks to fill by hand, deviations from the template.
//!
//! The template declares which fields appear: by its `[summary]` table, by the kinds of its fields
//! and by their print styles.

use std::collections::BTreeSet;

use super::Contract;
use crate::document::{
    Block, Document, Inline, Paragraph, Role, Standing, Table, TableRole, print_in_words,
    print_value, print_words,
};
use crate::draft::{AcceptedBy, Draft, Issue, State, Values};
use crate::template::{Field, FieldId, FieldKind, Print, Severity, Style, Template};
use crate::value::{Money, Value};

/// The summary of an export, in reading order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// The contract's title.
    pub title: String,
    /// The sections; none of them is empty.
    pub sections: Vec<Section>,
}

/// One section of the summary.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// The subject of the section.
    pub part: Part,
    /// The lines of the section.
    pub points: Vec<Point>,
}

/// The subject of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Why the contract is not ready to sign.
    Draft,
    /// The parties, subject, amount and term.
    Contract,
    /// The number of copies to print.
    Print,
    /// The blanks to fill in with a pen.
    ByHand,
    /// Who signs and seals.
    Signing,
    /// Accepted corrections of the template's text.
    Corrections,
    /// Acknowledged warnings.
    Acknowledged,
    /// Confirmed errors.
    Confirmed,
    /// Facts about the file itself.
    File,
}

/// One line of a section.
#[derive(Clone, Debug, PartialEq)]
pub enum Point {
    /// Every page carries a draft mark.
    Marked,
    /// An issue that prevents signing.
    Open(Issue),
    /// A field with its printed value; `None` if the field is unanswered.
    Value {
        /// The field.
        field: FieldId,
        /// The printed value with its unit.
        printed: Option<String>,
    },
    /// An amount in both spellings.
    Amount {
        /// The field.
        field: FieldId,
        /// The amount in figures, with its unit.
        figures: String,
        /// The amount in capital words.
        words: String,
    },
    /// The number of originals to print; `None` if the contract does not say.
    Copies(Option<u32>),
    /// A blank to fill in with a pen.
    Blank {
        /// The field.
        field: FieldId,
        /// The position of the blank.
        spot: Spot,
    },
    /// The parties sign on a separate page.
    SignaturePage,
    /// The seals and signatures of one party.
    Signs {
        /// The party's name, if known.
        party: Option<String>,
        /// The fields for seals and signatures.
        hands: Vec<FieldId>,
    },
    /// A seal across the edges of all pages (骑缝章).
    SealAcross,
    /// An accepted correction. Its words hold the values of the contract.
    Correction {
        /// The id of the correction.
        id: String,
        /// The words that the correction replaces.
        quote: String,
        /// The words that replace them.
        suggestion: String,
        /// Who accepted it, if not the user in this draft.
        by: Option<AcceptedBy>,
    },
    /// An acknowledged warning.
    Acknowledged(Issue),
    /// A confirmed error with its reason.
    Confirmed {
        /// The confirmed error.
        issue: Issue,
        /// The reason that the user gave.
        reason: String,
    },
    /// Whether the file embeds the draft.
    Embeds(bool),
    /// The hash of the contract's text.
    TextHash(String),
}

/// The position of a blank in the contract.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// Before the first article.
    Head,
    /// In the clause with these numbers, outermost first.
    Clause(String),
    /// In the signature block.
    Signature,
}

/// Facts about the exported file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Whether every page carries a draft mark.
    pub draft_mark: bool,
    /// Whether the file embeds the draft.
    pub embeds: bool,
    /// The hash of the contract's text, in hexadecimal; `None` if nobody reads it.
    pub text_hash: Option<String>,
}

impl Summary {
    /// Summarizes `contract`, which was built from `draft` and `template` with the corrections
    /// `applied`.
    #[must_use]
    pub fn new(
        template: &Template,
        draft: &Draft,
        contract: &Contract,
        applied: &[String],
        written: &Written,
    ) -> Self {
        let reader = Reader {
            template,
            values: &contract.values,
            style: &contract.style,
            document: &contract.document,
        };
        let issues = &contract.issues;
        let accepted = |severity| {
            let all = issues.iter().filter(|issue| issue.acknowledged);
            all.filter(move |issue| issue.severity == severity).cloned()
        };
        let reason = |issue: &Issue| {
            let given = draft.acknowledged.get(&issue.id);
            given.map_or_else(String::new, |given| given.reason.clone())
        };
        let confirmed = accepted(Severity::Error).map(|issue| Point::Confirmed {
            reason: reason(&issue),
            issue,
        });
        let by = |id: &String| draft.accepted_by.get(id).copied();
        let corrections = applied.iter().map(|id| reader.correction(id, by(id)));
        let text_hash = written.text_hash.iter().cloned().map(Point::TextHash);
        let file = std::iter::once(Point::Embeds(written.embeds)).chain(text_hash);
        let sections = [
            (Part::Draft, draft_points(issues, written.draft_mark)),
            (Part::Contract, reader.contract()),
            (Part::Print, reader.print()),
            (Part::ByHand, reader.by_hand()),
            (Part::Signing, reader.signing()),
            (Part::Corrections, corrections.collect()),
            (
                Part::Acknowledged,
                accepted(Severity::Warning)
                    .map(Point::Acknowledged)
                    .collect(),
            ),
            (Part::Confirmed, confirmed.collect()),
            (Part::File, file.collect()),
        ];
        Self {
            title: contract.document.title.clone(),
            sections: sections
                .into_iter()
                .filter(|(_, points)| !points.is_empty())
                .map(|(part, points)| Section { part, points })
                .collect(),
        }
    }

    /// All lines of all sections.
    pub fn points(&self) -> impl Iterator<Item = &Point> {
        self.sections.iter().flat_map(|section| &section.points)
    }
}

fn draft_points(issues: &[Issue], draft_mark: bool) -> Vec<Point> {
    let open = issues.iter().filter(|issue| issue.blocks()).cloned();
    draft_mark
        .then_some(Point::Marked)
        .into_iter()
        .chain(open.map(Point::Open))
        .collect()
}

/// Looks up the facts of a contract for the summary.
struct Reader<'a> {
    template: &'a Template,
    values: &'a Values,
    style: &'a Style,
    document: &'a Document,
}

impl Reader<'_> {
    /// An accepted correction, with the values of the contract in its words.
    fn correction(&self, id: &str, by: Option<AcceptedBy>) -> Point {
        let printed = |words: &str| print_words(words, self.template, self.values, self.style);
        let declared = self.template.correction(id);
        let [quote, suggestion] = declared
            .map(|correction| [&correction.quote, &correction.suggestion].map(|it| printed(it)))
            .unwrap_or_default();
        Point::Correction {
            id: id.to_owned(),
            quote,
            suggestion,
            by,
        }
    }

    fn asked(&self) -> impl Iterator<Item = &Field> {
        let fields = self.template.fields.iter();
        fields.filter(|field| self.values.is_asked(&field.place()))
    }

    fn state(&self, id: &FieldId) -> &State {
        self.values.state(&id.clone().into())
    }

    /// The parties, then the fields that the template declares: subject, amount, term.
    fn contract(&self) -> Vec<Point> {
        let summary = &self.template.summary;
        let parties = self
            .asked()
            .filter(|field| field.kind == FieldKind::PartyName)
            .map(|field| &field.id);
        let mut named: Vec<&FieldId> = parties.collect();
        // The declared party may be a plain text field, which the filter above does not find.
        named.extend(&summary.party);
        named.extend(&summary.subject);
        named.extend(self.amounts());
        named.extend(&summary.starts);
        named.extend(&summary.ends);
        let mut seen = BTreeSet::new();
        named.retain(|id| seen.insert(*id));
        named.into_iter().filter_map(|id| self.value(id)).collect()
    }

    /// The declared amount, and every amount that the contract spells out in words.
    fn amounts(&self) -> Vec<&FieldId> {
        let spelled = self.asked().filter_map(|field| match &field.kind {
            FieldKind::AmountInWords { of } => Some(of),
            _ => None,
        });
        self.template.summary.amount.iter().chain(spelled).collect()
    }

    /// An amount in words, as the contract prints them.
    fn in_words(&self, field: &Field, amount: Money) -> String {
        let print = self.template.print_of_words(&field.id);
        print_in_words(amount, field.currency, print, self.style)
    }

    fn value(&self, id: &FieldId) -> Option<Point> {
        let field = self.template.field(id.as_str())?;
        let printed = match self.state(id) {
            State::Answered(value) => {
                let printed = print_value(field, value, self.style) + &field.unit;
                if let Value::Money(amount) = value {
                    return Some(Point::Amount {
                        field: id.clone(),
                        figures: printed,
                        words: self.in_words(field, *amount),
                    });
                }
                Some(printed)
            }
            State::Struck => Some(self.style.strike_mark.clone()),
            State::Unanswered | State::Wrong => None,
        };
        Some(Point::Value {
            field: id.clone(),
            printed,
        })
    }

    /// The number of originals, and every field that states a number of copies.
    fn print(&self) -> Vec<Point> {
        let fields: Vec<&FieldId> = self
            .asked()
            .filter(|field| field.print == Print::Copies)
            .map(|field| &field.id)
            .collect();
        let counts = fields.iter().filter_map(|id| match self.state(id) {
            State::Answered(Value::Integer(count)) => Some(*count),
            _ => None,
        });
        // The fields state the total and the shares of the parties; the total is the largest.
        let mut points = vec![Point::Copies(counts.max())];
        points.extend(fields.into_iter().filter_map(|id| self.value(id)));
        points
    }

    /// The blanks that may stay open in print, each listed once per clause.
    fn by_hand(&self) -> Vec<Point> {
        let mut points = Vec::new();
        let mut seen = BTreeSet::new();
        let mut add = |paragraph: &Paragraph, spot: Spot| {
            for inline in &paragraph.inlines {
                let Inline::Blank { place, .. } = inline else {
                    continue;
                };
                let field = &place.field;
                let is_signature = spot == Spot::Signature && self.is_hand(field);
                if self.may_stay_open(field)
                    && !is_signature
                    && seen.insert((field.clone(), spot.clone()))
                {
                    points.push(Point::Blank {
                        field: field.clone(),
                        spot: spot.clone(),
                    });
                }
            }
        };
        self.document.walk(|paragraph, standing| {
            let spot = match standing {
                Standing::Clause(numbers) => spot_of(numbers),
                Standing::Signature => Spot::Signature,
            };
            add(paragraph, spot);
        });
        points
    }

    /// Whether a blank may stay open when the contract is signed. An amount in words follows the
    /// rule of its amount in figures.
    fn may_stay_open(&self, id: &FieldId) -> bool {
        let Some(field) = self.template.field(id.as_str()) else {
            return true;
        };
        let field = match &field.kind {
            FieldKind::AmountInWords { of } => self.template.field(of.as_str()).unwrap_or(field),
            _ => field,
        };
        let is_wrong = *self.state(&field.id) == State::Wrong;
        let must_be_answered = field.required && !field.hand && field.is_asked_of_people();
        !is_wrong && !must_be_answered
    }

    fn is_hand(&self, id: &FieldId) -> bool {
        let field = self.template.field(id.as_str());
        field.is_some_and(|field| matches!(field.kind, FieldKind::Hand { .. }))
    }

    fn signing(&self) -> Vec<Point> {
        let mut points = Vec::new();
        let mut paragraphs = self.document.paragraphs();
        if paragraphs.any(|paragraph| paragraph.role == Role::SignaturePage) {
            points.push(Point::SignaturePage);
        }
        for block in &self.document.blocks {
            match block {
                Block::Table(table) if matches!(table.role, TableRole::Signature(_)) => {
                    points.extend(self.signatories(table));
                }
                Block::Table(_) | Block::Paragraph(_) => {}
            }
        }
        points.push(Point::SealAcross);
        points
    }

    /// The seals and signatures of each party.
    fn signatories(&self, table: &Table) -> Vec<Point> {
        let mut seen = BTreeSet::new();
        let parties = table.parties().into_iter().map(|cells| {
            let mut hands: Vec<FieldId> = Vec::new();
            let lines = cells.into_iter().flat_map(|cell| &cell.paragraphs);
            for inline in lines.flat_map(|line| &line.inlines) {
                hands.extend(self.hands_at(inline));
            }
            // A later party may repeat a seal, such as for a witness; list the seal only once.
            hands.retain(|id| seen.insert(id.clone()));
            Point::Signs {
                party: hands.iter().find_map(|hand| self.party_of(hand)),
                hands,
            }
        });
        parties
            .filter(|point| !matches!(point, Point::Signs { hands, .. } if hands.is_empty()))
            .collect()
    }

    /// The seals and signatures that an inline stands for: a blank, or the party's printed name.
    fn hands_at(&self, inline: &Inline) -> Vec<FieldId> {
        match inline {
            Inline::Blank { place, .. } if self.is_hand(&place.field) => vec![place.field.clone()],
            Inline::Filled { place, .. } => {
                let named = self.asked().filter(|field| {
                    matches!(&field.kind, FieldKind::Hand { of: Some(of) } if *of == place.field)
                });
                named.map(|field| field.id.clone()).collect()
            }
            Inline::Blank { .. }
            | Inline::Struck { .. }
            | Inline::Tick { .. }
            | Inline::Text { .. } => Vec::new(),
        }
    }

    fn party_of(&self, hand: &FieldId) -> Option<String> {
        match &self.template.field(hand.as_str())?.kind {
            FieldKind::Hand { of: Some(party) } => match self.state(party) {
                State::Answered(value) => {
                    let field = self.template.field(party.as_str())?;
                    Some(print_value(field, value, self.style))
                }
                State::Unanswered | State::Wrong | State::Struck => None,
            },
            _ => None,
        }
    }
}

fn spot_of(numbers: &[String]) -> Spot {
    if numbers.is_empty() {
        return Spot::Head;
    }
    Spot::Clause(numbers.iter().map(|number| number.trim()).collect())
}
