//! Facts from a message: which of its words answer which field of a template, and what they say of
//! the client. The engine proposes; people confirm. What it does not understand stays visible.
//!
//! Which words lead to which field is data of the template (`facts`); what a client is (name,
//! telephone, account …) follows from the kinds of the fields.

mod areas;
mod candidate;
mod client;
mod day;
mod ink;
mod label;
mod number;
mod organisation;
mod phone;
mod place;
mod polarity;
mod scene;
mod terms;
mod token;

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::NaiveDate;

use crate::template::{FieldId, Template};
use crate::value::Doubt;
use candidate::{Candidate, Subject, choose};
use ink::Ink;
use label::labels;
use scene::{Scene, Standing};

/// The most bytes of a message that are read.
pub const MESSAGE_LIMIT_BYTES: usize = 32 * 1024;

/// What a message is read for.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'t> {
    /// The template whose fields are looked for; without one, only facts about the client are.
    pub template: Option<&'t Template>,
    /// The day on which the message is read.
    pub today: NaiveDate,
    /// The name of the reader's own company; may be empty.
    pub own_name: &'t str,
}

/// A key of the client file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClientKey {
    /// The registered name.
    Name,
    /// The short name.
    Short,
    /// The unified social credit code.
    CreditCode,
    /// The address.
    Address,
    /// The telephone number.
    Phone,
    /// The bank and the account number.
    BankAccount,
    /// The person to talk to.
    Contact,
    /// The e-mail address.
    Email,
}

impl ClientKey {
    /// The name of the key in JSON and in client files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Short => "short",
            Self::CreditCode => "credit_code",
            Self::Address => "address",
            Self::Phone => "phone",
            Self::BankAccount => "bank_account",
            Self::Contact => "contact",
            Self::Email => "email",
        }
    }
}

/// How sure the engine is of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Something speaks against the value, or its meaning is a guess.
    Doubtful,
    /// The value stands by itself, without a label.
    Likely,
    /// A label announces the value, and nothing contradicts it.
    Sure,
}

impl Confidence {
    /// The word in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Doubtful => "doubtful",
            Self::Likely => "likely",
            Self::Sure => "sure",
        }
    }
}

/// Why a value must be looked at before it is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The value itself is odd.
    Doubt(Doubt),
    /// The account belongs to this holder, who is not the client.
    OtherHolder {
        /// The holder that the message names.
        holder: String,
    },
}

/// A proposed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The value, in the form that a draft keeps; ids of options for a choice.
    pub values: Vec<String>,
    /// Whether the value is a list of options.
    pub is_choice: bool,
    /// The bytes of the message that the value came from.
    pub range: Range<usize>,
    /// How sure the engine is.
    pub confidence: Confidence,
    /// Why the value must be looked at first.
    pub warning: Option<Warning>,
}

/// What a message says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The proposed answers, by field.
    pub fields: BTreeMap<FieldId, Fact>,
    /// What the message says of the client and no field takes.
    pub client: BTreeMap<ClientKey, Fact>,
    /// The bytes of the pieces from which nothing is proposed, in order.
    pub unused: Vec<Range<usize>>,
    /// How many bytes at the end were not read.
    pub n_bytes_cut: usize,
}

/// Reads a message. Never fails; the work grows with the length of the message, which is cut at
/// [`MESSAGE_LIMIT_BYTES`].
#[must_use]
pub fn read(message: &str, reader: &Reader<'_>) -> Facts {
    let end = message.floor_char_boundary(MESSAGE_LIMIT_BYTES);
    let read = message.get(..end).unwrap_or_default();
    let ink = Ink::of(read);
    let scene = Scene::of(&ink, reader.own_name);
    let labels = labels(&ink);
    let page = Page {
        ink: &ink,
        scene: &scene,
        labels: &labels,
        reader,
    };
    let mut candidates = terms::candidates(&page);
    for candidate in &mut candidates {
        candidate.is_out |= !matches!(
            scene.standing(&candidate.span),
            Standing::Said | Standing::Agreed
        );
    }
    let n_terms = candidates.len();
    let taken: Vec<ink::Span> = candidates.iter().map(|each| each.span.clone()).collect();
    candidates.extend(client::candidates(&page, &taken));
    for candidate in candidates.iter_mut().skip(n_terms) {
        candidate.is_out |= scene.standing(&candidate.span) != Standing::Said;
    }
    candidates.sort_by_key(|each| each.span.start);
    client::exclude(&page, &mut candidates);
    terms::settle(&page, &mut candidates);
    let mut facts = proposed(&page, &candidates);
    facts.n_bytes_cut = message.len() - end;
    facts
}

/// A message with everything that the rules look at.
struct Page<'p> {
    ink: &'p Ink,
    scene: &'p Scene,
    labels: &'p [label::Label],
    reader: &'p Reader<'p>,
}

fn proposed(page: &Page<'_>, candidates: &[Candidate]) -> Facts {
    let mut by_subject: BTreeMap<Subject, Vec<Candidate>> = BTreeMap::new();
    for candidate in candidates {
        by_subject
            .entry(candidate.subject)
            .or_default()
            .push(candidate.clone());
    }
    let mut facts = Facts::default();
    let mut used = vec![false; page.ink.len()];
    for (subject, candidates) in &by_subject {
        let Some((chosen, confidence)) = choose(candidates) else {
            continue;
        };
        for cell in used.get_mut(chosen.span.clone()).unwrap_or_default() {
            *cell = true;
        }
        let field = match subject {
            Subject::Field(index) => page.field(*index),
            Subject::Client(_) => None,
        };
        let fact = Fact {
            values: chosen.values.clone(),
            is_choice: field
                .is_some_and(|field| matches!(field.kind, crate::template::FieldKind::Choice(_))),
            range: page.ink.bytes(&chosen.span),
            confidence,
            warning: chosen.warning.clone(),
        };
        match (subject, field) {
            (Subject::Client(key), _) => {
                facts.client.insert(*key, fact);
            }
            (Subject::Field(_), Some(field)) => {
                facts.fields.insert(field.id.clone(), fact);
            }
            (Subject::Field(_), None) => {}
        }
    }
    facts.unused = unused(page, &used);
    facts
}

/// The clauses that nothing was taken from, without chat names and times.
fn unused(page: &Page<'_>, used: &[bool]) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    for clause in page.scene.clauses() {
        let piece = page.ink.trimmed(page.scene.said(clause));
        let is_used = used.get(piece.clone()).unwrap_or_default().contains(&true);
        let says_something = page.ink.slice(&piece).iter().any(|c| c.is_alphanumeric());
        if !is_used && says_something {
            pieces.push(page.ink.bytes(&piece));
        }
    }
    pieces
}

impl Page<'_> {
    fn field(&self, index: usize) -> Option<&crate::template::Field> {
        self.reader.template?.fields.get(index)
    }
}
