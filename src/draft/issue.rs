//! What is empty, wrong or doubtful in a draft. An issue carries data; its words are elsewhere.

use super::answers::{Acknowledgement, Draft};
use crate::template::{BlockId, EvaluationError, Place, Severity};
use crate::value::{Doubt, ValueError};

/// One finding about a draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// The id of its rule (`E02`, `W06`), for acknowledgements and scripts.
    pub id: String,
    /// How bad it is.
    pub severity: Severity,
    /// Whether a reason lifts it although it is an error.
    pub confirmable: bool,
    /// The blanks it is about; the first one is where to go.
    pub places: Vec<Place>,
    /// What is the matter.
    pub problem: Problem,
    /// The paragraph that it is about, where it is about no field's blank alone.
    pub block: Option<BlockId>,
    /// Whether the user has acknowledged or confirmed it, for the answers as they are.
    pub acknowledged: bool,
}

/// What is the matter.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// A required blank is unanswered.
    Missing,
    /// A required choice has nothing chosen.
    NothingChosen,
    /// An option that carries text is chosen without its text.
    OptionWithoutText,
    /// The answer is none that its kind takes.
    Value(ValueError),
    /// Two parties bear one name.
    SameParties,
    /// The kind takes the answer but it looks odd.
    Doubt(Doubt),
    /// Invisible characters of the answer were made visible.
    Cleaned {
        /// How many.
        replaced: usize,
    },
    /// These blanks wait for the hand.
    LeftForHand,
    /// The draft answers fields that its template does not have; the answers are kept.
    UnknownAnswers {
        /// The first of the ids, as the draft has them.
        ids: Vec<String>,
        /// How many there are.
        count: usize,
    },
    /// The draft accepts a correction that its template does not have or that contradicts
    /// another one.
    UnappliedCorrection {
        /// The correction's id.
        id: String,
    },
    /// A condition of the template could not be evaluated; its text is left out.
    BrokenCondition {
        /// The line of the condition in the template.
        line: usize,
        /// Why.
        error: EvaluationError,
    },
    /// A check of the template could not be evaluated.
    BrokenCheck {
        /// Why.
        error: EvaluationError,
    },
    /// What the form would offer for an unanswered blank could not be computed.
    BrokenDefault {
        /// Why.
        error: EvaluationError,
    },
    /// A rule of the template fired.
    Checked {
        /// What it says, in Chinese.
        zh: String,
        /// What it says, in English.
        en: String,
        /// What to do, in Chinese.
        hint_zh: String,
        /// What to do, in English.
        hint_en: String,
        /// The law or habit behind it, in Chinese.
        source_zh: String,
        /// The law or habit behind it, in English.
        source_en: String,
    },
    /// The finished text gives one amount in two spellings that differ.
    AmountsDisagree {
        /// The figures, as printed.
        figures: String,
        /// The words, as printed.
        words: String,
    },
    /// The finished text names one party by two names.
    PartyNamedTwice {
        /// What the contract calls the party (`甲方`).
        label: String,
        /// The name where the party is introduced.
        name: String,
        /// The other name.
        other: String,
    },
    /// The finished text still holds what was to be filled in.
    LeftOver {
        /// What stands there.
        found: String,
        /// The clause, outermost number first; empty where it stands in none.
        clause: String,
    },
    /// The finished text names a company that is neither party.
    StrangeCompany {
        /// Its name, as far as it can be told from the words before it.
        name: String,
    },
    /// A bracket or quotation mark of the finished text lacks its other half.
    Unpaired {
        /// The one that is there.
        character: char,
    },
    /// The finished text names a day that no calendar has.
    NoSuchDay {
        /// The day, as printed.
        date: String,
    },
    /// The finished text refers to a clause that it does not have.
    NoSuchClause {
        /// The reference, as printed.
        reference: String,
    },
}

impl Problem {
    /// Whether the finished text shows it, wherever the words come from: one rule may then find
    /// several things that have nothing to do with each other.
    #[must_use]
    pub fn is_read_in_text(&self) -> bool {
        matches!(
            self,
            Self::AmountsDisagree { .. }
                | Self::PartyNamedTwice { .. }
                | Self::LeftOver { .. }
                | Self::StrangeCompany { .. }
                | Self::Unpaired { .. }
                | Self::NoSuchDay { .. }
                | Self::NoSuchClause { .. }
        )
    }
}

impl Issue {
    /// An issue that nobody has acknowledged.
    #[must_use]
    pub fn new(id: &str, severity: Severity, places: Vec<Place>, problem: Problem) -> Self {
        Self {
            id: id.to_owned(),
            severity,
            confirmable: false,
            places,
            problem,
            block: None,
            acknowledged: false,
        }
    }

    /// Whether it keeps the contract from a ready-to-sign export.
    #[must_use]
    pub fn blocks(&self) -> bool {
        match self.severity {
            Severity::Error => !(self.confirmable && self.acknowledged),
            Severity::Warning => !self.acknowledged,
            Severity::Hint => false,
        }
    }

    /// Whether the user may lift it: a warning, or an error that a reason lifts.
    #[must_use]
    pub fn may_be_acknowledged(&self) -> bool {
        match self.severity {
            Severity::Error => self.confirmable,
            Severity::Warning => true,
            Severity::Hint => false,
        }
    }

    /// The acknowledgement of this issue for the draft's answers as they are, added to an
    /// earlier one of the same rule. A rule may find errors, which need a reason, beside warnings,
    /// which need none: an earlier reason stays.
    #[must_use]
    pub fn acknowledgement(&self, draft: &Draft, reason: &str) -> Acknowledgement {
        let earlier = draft
            .acknowledged
            .get(&self.id)
            .filter(|earlier| still_holds(earlier, draft));
        let reason = match earlier {
            Some(earlier) if reason.trim().is_empty() => earlier.reason.as_str(),
            Some(_) | None => reason,
        };
        let mut answers = earlier
            .map(|earlier| earlier.answers.clone())
            .unwrap_or_default();
        for place in &self.places {
            if let Some(answer) = draft.answers.get(place) {
                answers.insert(place.clone(), answer.clone());
            }
        }
        Acknowledgement {
            answers,
            reason: reason.to_owned(),
        }
    }
}

/// Marks the issues that the draft acknowledges for its answers as they are; an error needs a
/// reason.
pub fn mark_acknowledged(issues: &mut [Issue], draft: &Draft) {
    for issue in issues
        .iter_mut()
        .filter(|issue| issue.may_be_acknowledged())
    {
        let Some(acknowledgement) = draft.acknowledged.get(&issue.id) else {
            continue;
        };
        // Nobody can have agreed beforehand to what a reading of the text may find.
        let covers_all = acknowledgement.answers.is_empty() && !issue.problem.is_read_in_text();
        let covers = covers_all
            || issue.places.iter().all(|place| {
                acknowledgement.answers.contains_key(place) || !draft.answers.contains_key(place)
            });
        let has_reason =
            issue.severity != Severity::Error || !acknowledgement.reason.trim().is_empty();
        issue.acknowledged = covers && has_reason && still_holds(acknowledgement, draft);
    }
}

/// Whether the answers that were acknowledged are still the draft's.
fn still_holds(acknowledgement: &Acknowledgement, draft: &Draft) -> bool {
    acknowledgement
        .answers
        .iter()
        .all(|(place, answer)| draft.answers.get(place) == Some(answer))
}
