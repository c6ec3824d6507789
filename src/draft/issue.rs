//! Issues: what is missing, wrong or doubtful in a draft, as data. `wording` holds the messages.

use super::answers::{Acknowledgement, Draft};
use super::rows::Rows;
use crate::template::{BlockId, EvaluationError, Place, Severity};
use crate::value::{ComputeFault, Doubt, ValueError};

/// One issue of a draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// The id of the rule (`E02`, `W06`), for acknowledgements and scripts.
    pub id: String,
    /// The severity of the issue.
    pub severity: Severity,
    /// Whether the user may confirm the issue with a reason although it is an error.
    pub confirmable: bool,
    /// The blanks involved; a jump to the issue goes to the first.
    pub places: Vec<Place>,
    /// The ordinal of the row of each of `places`, from 1; empty if none stands in a row.
    pub rows: Vec<Option<usize>>,
    /// The problem with its data.
    pub problem: Problem,
    /// The paragraph involved; `None` if the issue concerns only the blank of a field.
    pub block: Option<BlockId>,
    /// Whether the user has acknowledged or confirmed the issue for the present answers.
    pub acknowledged: bool,
}

/// The problem of an issue, with the data for its message.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// A required blank has no answer.
    Missing,
    /// A required choice has no chosen option.
    NothingChosen,
    /// A chosen option requires a text, and the text is missing.
    OptionWithoutText,
    /// The field's kind rejects the answer.
    Value(ValueError),
    /// Two parties have the same name.
    SameParties,
    /// The answer is valid but unusual.
    Doubt(Doubt),
    /// The answer contained invisible characters, which were replaced by visible ones.
    Cleaned {
        /// The number of replaced characters.
        replaced: usize,
    },
    /// The user has not confirmed these answers, which come from another contract or a message.
    Unconfirmed,
    /// The term that a renewal moved begins before the day on which the contract was copied.
    StartsInPast,
    /// These blanks are left to be filled by hand.
    LeftForHand,
    /// The draft answers fields that its template does not declare. The draft keeps the answers.
    UnknownAnswers {
        /// The first few ids, as written in the draft.
        ids: Vec<String>,
        /// The number of such answers.
        count: usize,
    },
    /// An accepted correction does not exist in the template, or contradicts another accepted
    /// correction.
    UnappliedCorrection {
        /// The id of the correction.
        id: String,
    },
    /// A condition of the template failed to evaluate; the contract omits its text.
    BrokenCondition {
        /// The line of the condition in the template.
        line: usize,
        /// The evaluation error.
        error: EvaluationError,
    },
    /// A check of the template failed to evaluate.
    BrokenCheck {
        /// The evaluation error.
        error: EvaluationError,
    },
    /// The computed default of an unanswered blank failed to evaluate.
    BrokenDefault {
        /// The evaluation error.
        error: EvaluationError,
    },
    /// The figures of a computed field are all there, and its formula still has no result.
    NotComputed {
        /// Why there is no result.
        fault: ComputeFault,
    },
    /// A group has fewer rows than the contract needs.
    TooFewRows {
        /// The id of the group.
        id: String,
        /// The number of rows that hold an answer.
        found: usize,
        /// The smallest number of rows.
        least: usize,
    },
    /// A group has more rows than it may have.
    TooManyRows {
        /// The id of the group.
        id: String,
        /// The number of rows.
        found: usize,
        /// The largest number of rows.
        most: usize,
    },
    /// A row holds no answer, and others do.
    EmptyRow,
    /// A total stays blank because rows lack a value. The last place is that of the total.
    SumLacks,
    /// A check of the template fired.
    Checked {
        /// The message in Chinese.
        zh: String,
        /// The message in English.
        en: String,
        /// The hint in Chinese.
        hint_zh: String,
        /// The hint in English.
        hint_en: String,
        /// The law or practice behind the check, in Chinese.
        source_zh: String,
        /// The law or practice behind the check, in English.
        source_en: String,
    },
    /// The finished text states one amount in figures and in words that differ.
    AmountsDisagree {
        /// The figures, as printed.
        figures: String,
        /// The words, as printed.
        words: String,
    },
    /// The finished text uses two names for one party.
    PartyNamedTwice {
        /// The party's label (`甲方`).
        label: String,
        /// The name where the party is introduced.
        name: String,
        /// The differing name.
        other: String,
    },
    /// The finished text still contains a placeholder.
    LeftOver {
        /// The placeholder.
        found: String,
        /// The clause, outermost number first; empty outside of clauses.
        clause: String,
    },
    /// The finished text names a company other than the parties.
    StrangeCompany {
        /// The company's name, as far as the text allows to recognize it.
        name: String,
    },
    /// A bracket or quotation mark in the finished text has no counterpart.
    Unpaired {
        /// The unpaired character.
        character: char,
    },
    /// The finished text contains a date that does not exist.
    NoSuchDay {
        /// The date, as printed.
        date: String,
    },
    /// The finished text refers to a clause that does not exist.
    NoSuchClause {
        /// The reference, as printed.
        reference: String,
    },
}

impl Problem {
    /// Whether the second reading of the finished text found the problem. One rule of the second
    /// reading may find several unrelated problems.
    #[must_use]
    pub(super) fn is_read_in_text(&self) -> bool {
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
    /// Creates an issue that is neither confirmable nor acknowledged.
    #[must_use]
    pub fn new(id: &str, severity: Severity, places: Vec<Place>, problem: Problem) -> Self {
        Self {
            id: id.to_owned(),
            severity,
            confirmable: false,
            places,
            rows: Vec::new(),
            problem,
            block: None,
            acknowledged: false,
        }
    }

    /// Whether the issue prevents a ready-to-sign export.
    #[must_use]
    pub fn blocks(&self) -> bool {
        match self.severity {
            Severity::Error => !(self.confirmable && self.acknowledged),
            Severity::Warning => !self.acknowledged,
            Severity::Hint => false,
        }
    }

    /// Whether the user may acknowledge the issue (a warning) or confirm it (a confirmable error).
    #[must_use]
    pub fn may_be_acknowledged(&self) -> bool {
        match self.severity {
            Severity::Error => self.confirmable,
            Severity::Warning => true,
            Severity::Hint => false,
        }
    }

    /// The acknowledgement of this issue for the present answers, merged with an earlier valid
    /// acknowledgement of the same rule. Keeps an earlier reason if `reason` is blank: one rule may
    /// cover errors, which need a reason, and warnings, which need none.
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

/// Notes the ordinals of the rows in which the issues stand. A row that does not exist yet would be
/// the last.
pub fn note_rows(issues: &mut [Issue], rows: &Rows) {
    let in_rows = |issue: &&mut Issue| issue.places.iter().any(|place| place.row.is_some());
    for issue in issues.iter_mut().filter(in_rows) {
        let places = issue.places.iter();
        let ordinals = places.map(|place| {
            let group = place.group()?;
            Some(rows.ordinal(place).unwrap_or(rows.of(group).len() + 1))
        });
        issue.rows = ordinals.collect();
    }
}

/// Marks the issues that the draft acknowledges for its present answers. Errors need a reason.
pub fn mark_acknowledged(issues: &mut [Issue], draft: &Draft) {
    for issue in issues
        .iter_mut()
        .filter(|issue| issue.may_be_acknowledged())
    {
        let Some(acknowledgement) = draft.acknowledged.get(&issue.id) else {
            continue;
        };
        // Without stored answers an acknowledgement covers the whole rule. A rule of the second
        // reading is excluded, because the user has not seen what it may find later.
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

/// Whether the acknowledged answers are unchanged.
fn still_holds(acknowledgement: &Acknowledgement, draft: &Draft) -> bool {
    acknowledgement
        .answers
        .iter()
        .all(|(place, answer)| draft.answers.get(place) == Some(answer))
}
