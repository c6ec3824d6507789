//! What is to be known of a contract that was written, before it is printed, signed and sealed:
//! who, how much, how long, what waits for pen and seal, what was decided against the template.
//!
//! Which fields these are, the template's declarations say: its `[summary]`, the kinds of its
//! fields and how they print.

use std::collections::BTreeSet;

use super::Contract;
use crate::document::{
    Block, Document, Inline, Paragraph, Role, Standing, Table, TableRole, print_in_words,
    print_value,
};
use crate::draft::{Draft, Issue, State, Values};
use crate::template::{Field, FieldId, FieldKind, Print, Severity, Style, Template};
use crate::value::Value;

/// Everything that is to be known, in the order in which it is told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// The contract's title.
    pub title: String,
    /// The parts; none of them is empty.
    pub sections: Vec<Section>,
}

/// One part.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// What it is about.
    pub part: Part,
    /// A line each.
    pub points: Vec<Point>,
}

/// What a part is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Why this is not to be signed.
    Draft,
    /// Parties, subject, amount, term.
    Contract,
    /// What comes out of the printer.
    Print,
    /// What the pen fills in.
    ByHand,
    /// Who signs and seals.
    Signing,
    /// Words that differ from the template's.
    Corrections,
    /// Warnings that were accepted.
    Acknowledged,
    /// Errors that were confirmed.
    Confirmed,
    /// The file itself.
    File,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub enum Point {
    /// Every page says that this is a draft.
    Marked,
    /// What still keeps the contract from being signed.
    Open(Issue),
    /// A field and what the contract prints for it; `None` while it is unanswered.
    Value {
        /// The field.
        field: FieldId,
        /// As printed, with its unit.
        printed: Option<String>,
    },
    /// An amount in both spellings.
    Amount {
        /// The field.
        field: FieldId,
        /// In figures, with its unit.
        figures: String,
        /// In capital words.
        words: String,
    },
    /// How many originals are to be printed; `None` where the contract does not say.
    Copies(Option<u32>),
    /// A blank that waits for the pen.
    Blank {
        /// The field.
        field: FieldId,
        /// Where it stands.
        spot: Spot,
    },
    /// The parties sign on a page of its own.
    SignaturePage,
    /// What a party signs and seals.
    Signs {
        /// The party's name, where it is known.
        party: Option<String>,
        /// Its seals and signatures.
        hands: Vec<FieldId>,
    },
    /// A seal across the edges of the pages.
    SealAcross,
    /// An accepted correction, by its id.
    Correction(String),
    /// A warning that was accepted.
    Acknowledged(Issue),
    /// An error that was confirmed, and why.
    Confirmed {
        /// The error.
        issue: Issue,
        /// The reason that was given.
        reason: String,
    },
    /// Whether the file carries the draft.
    Embeds(bool),
    /// The hash of the contract's text.
    TextHash(String),
}

/// Where a blank stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// Before the first article.
    Head,
    /// In this clause, outermost number first.
    Clause(String),
    /// Where the parties sign.
    Signature,
}

/// What is known of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Whether every page says that it is a draft.
    pub draft_mark: bool,
    /// Whether it carries the draft.
    pub embeds: bool,
    /// The hash of the contract's text, in figures and letters.
    pub text_hash: String,
}

impl Summary {
    /// What is to be known of `contract`, which `draft` makes of `template`, with these
    /// corrections in its body.
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
        let corrections = applied.iter().cloned().map(Point::Correction);
        let file = [
            Point::Embeds(written.embeds),
            Point::TextHash(written.text_hash.clone()),
        ];
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
            (Part::File, file.to_vec()),
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

    /// Every line of every part.
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

/// Reads a contract as the one who prints it does.
struct Reader<'a> {
    template: &'a Template,
    values: &'a Values,
    style: &'a Style,
    document: &'a Document,
}

impl Reader<'_> {
    fn asked(&self) -> impl Iterator<Item = &Field> {
        let fields = self.template.fields.iter();
        fields.filter(|field| self.values.is_asked(&field.place()))
    }

    fn state(&self, id: &FieldId) -> &State {
        self.values.state(&id.clone().into())
    }

    /// The parties, then what the template names for lists: subject, amount, term.
    fn contract(&self) -> Vec<Point> {
        let summary = &self.template.summary;
        let parties = self
            .asked()
            .filter(|field| field.kind == FieldKind::PartyName)
            .map(|field| &field.id);
        let mut named: Vec<&FieldId> = parties.collect();
        // Whoever it is, also where the template takes any text for a name.
        named.extend(&summary.party);
        named.extend(&summary.subject);
        named.extend(self.amounts());
        named.extend(&summary.starts);
        named.extend(&summary.ends);
        let mut seen = BTreeSet::new();
        named.retain(|id| seen.insert(*id));
        named.into_iter().filter_map(|id| self.value(id)).collect()
    }

    /// The amount at stake, and every other that the contract spells out in words.
    fn amounts(&self) -> Vec<&FieldId> {
        let spelled = self.asked().filter_map(|field| match &field.kind {
            FieldKind::AmountInWords { of } => Some(of),
            _ => None,
        });
        self.template.summary.amount.iter().chain(spelled).collect()
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
                        words: print_in_words(*amount, self.style),
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

    /// How many originals there are, by every field that says so.
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
        // No party keeps more than there are: the greatest of them is the whole.
        let mut points = vec![Point::Copies(counts.max())];
        points.extend(fields.into_iter().filter_map(|id| self.value(id)));
        points
    }

    /// Blanks that nobody has to fill in before, each once in every clause where it stands.
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
                Standing::Cell(TableRole::Signature) => Spot::Signature,
            };
            add(paragraph, spot);
        });
        points
    }

    /// Whether a blank may be there when the contract is signed. An amount in words is as open as
    /// its figures.
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
                Block::Table(table) if table.role == TableRole::Signature => {
                    points.extend(self.signatories(table));
                }
                Block::Table(_) | Block::Paragraph(_) => {}
            }
        }
        points.push(Point::SealAcross);
        points
    }

    /// What each column asks a party to sign and to seal.
    fn signatories(&self, table: &Table) -> Vec<Point> {
        let mut seen = BTreeSet::new();
        let columns = (0..table.n_columns()).map(|column| {
            let mut hands: Vec<FieldId> = Vec::new();
            let lines = table.column(column).flat_map(|cell| &cell.paragraphs);
            for inline in lines.flat_map(|line| &line.inlines) {
                hands.extend(self.hands_at(inline));
            }
            // Named again, as by a witness, a seal is still one.
            hands.retain(|id| seen.insert(id.clone()));
            Point::Signs {
                party: hands.iter().find_map(|hand| self.party_of(hand)),
                hands,
            }
        });
        columns
            .filter(|point| !matches!(point, Point::Signs { hands, .. } if hands.is_empty()))
            .collect()
    }

    /// The seals and signatures that stand at this place: open, or with the party's name.
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
