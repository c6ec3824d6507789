//! A piece of a message: the field that it answers, and how the draft stands to it.

use std::ops::Range;

use crate::app::editor::Editor;
use crate::draft::{Answer, is_same_answer};
use crate::facts::{ClientKey, Confidence, Fact, Facts, Warning};
use crate::template::Place;

/// A piece of the message.
#[derive(Clone, Debug)]
pub struct Piece {
    /// What the piece answers.
    pub target: Target,
    /// The answer that the piece gives.
    pub answer: Answer,
    /// The bytes of the message that the answer came from.
    pub range: Range<usize>,
    /// How sure the program is.
    pub confidence: Confidence,
    /// Why the user must look at the piece first.
    pub warning: Option<Warning>,
}

/// What a piece answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A field of the contract.
    Field(Place),
    /// What is known of the client and no field of the contract takes.
    Client(ClientKey),
}

/// How the draft stands to a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The draft has no answer there, or the same answer that nobody has confirmed yet.
    Open,
    /// The draft has this answer.
    Taken,
    /// The draft has another answer.
    Differs,
    /// The contract has no field for the piece.
    NoField,
}

/// The pieces of a message in their order, and within one place in the order of the form.
pub(super) fn pieces(facts: Facts) -> Vec<Piece> {
    let piece = |target: Target, fact: Fact| {
        let answer = if fact.is_choice {
            Answer::Chosen(fact.values)
        } else {
            Answer::Text(fact.values.concat())
        };
        Piece {
            target,
            answer,
            range: fact.range,
            confidence: fact.confidence,
            warning: fact.warning,
        }
    };
    let fields = facts.fields.into_iter();
    let fields = fields.map(|(field, fact)| piece(Target::Field(Place::from(field)), fact));
    let client = facts.client.into_iter();
    let client = client.map(|(key, fact)| piece(Target::Client(key), fact));
    let mut pieces: Vec<Piece> = fields.chain(client).collect();
    pieces.sort_by_key(|piece| piece.range.start);
    pieces
}

impl Piece {
    /// The blank that the piece answers, if the contract has one.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        match &self.target {
            Target::Field(place) => Some(place),
            Target::Client(_) => None,
        }
    }

    /// How the draft stands to the piece.
    #[must_use]
    pub fn standing(&self, editor: &Editor) -> Standing {
        let field = self.place().and_then(|place| editor.field_at(place));
        let Some((place, field)) = self.place().zip(field) else {
            return Standing::NoField;
        };
        let draft = editor.work.draft();
        match draft.answers.get(place) {
            None => Standing::Open,
            Some(answer) if answer.is_empty() => Standing::Open,
            Some(answer) if is_same_answer(field, answer, &self.answer) => {
                if draft.is_unconfirmed(place) {
                    Standing::Open
                } else {
                    Standing::Taken
                }
            }
            Some(_) => Standing::Differs,
        }
    }

    /// Whether the one key that takes all sure pieces takes this one: nothing speaks against it,
    /// and it replaces no answer that the user has given or confirmed.
    pub(super) fn is_sure(&self, editor: &Editor) -> bool {
        let replaces_nothing = match self.standing(editor) {
            Standing::Open => true,
            Standing::Differs => {
                let draft = editor.work.draft();
                self.place()
                    .is_some_and(|place| draft.is_unconfirmed(place))
            }
            Standing::Taken | Standing::NoField => false,
        };
        replaces_nothing && self.confidence == Confidence::Sure && self.warning.is_none()
    }
}
