//! Where the answers of a draft came from, and whether the user has confirmed them.

use chrono::{DateTime, FixedOffset, Months};

use super::answers::{Draft, is_same_moment};
use crate::template::Place;

/// Where an answer came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// The user typed or chose it.
    #[default]
    Typed,
    /// The data of the user's own company.
    Profile,
    /// The book of clients.
    Client,
    /// The catalogue of products.
    Product,
    /// Another contract.
    Copy,
    /// A message that the user pasted.
    Message,
    /// The template's default.
    Default,
}

impl Source {
    /// All sources.
    pub const ALL: [Self; 7] = [
        Self::Typed,
        Self::Profile,
        Self::Client,
        Self::Product,
        Self::Copy,
        Self::Message,
        Self::Default,
    ];

    /// The word for the source in a draft file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::Profile => "profile",
            Self::Client => "client",
            Self::Product => "product",
            Self::Copy => "copy",
            Self::Message => "message",
            Self::Default => "default",
        }
    }

    /// Whether a confirmed answer of this source is asked for again after [`STALE_MONTHS`]: the
    /// data may have changed since.
    fn grows_stale(self) -> bool {
        match self {
            Self::Client | Self::Product | Self::Copy | Self::Message => true,
            Self::Typed | Self::Profile | Self::Default => false,
        }
    }
}

/// How long a confirmation of a carried answer holds.
const STALE_MONTHS: Months = Months::new(12);

/// Where an answer came from and when. An answer without an origin counts as typed.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// Where the answer came from.
    pub from: Source,
    /// The id of the contract, client or product that the answer came from; may be empty. Never a
    /// name.
    pub reference: String,
    /// When the answer was given or confirmed; `None` if the file does not say.
    pub at: Option<DateTime<FixedOffset>>,
    /// Whether the user has confirmed the answer.
    pub is_confirmed: bool,
    /// The answer of the copied contract, if the new contract has another; empty once the user has
    /// confirmed the new answer.
    pub was: String,
}

impl PartialEq for Origin {
    fn eq(&self, other: &Self) -> bool {
        let Self {
            from,
            reference,
            at,
            is_confirmed,
            was,
        } = self;
        *from == other.from
            && *reference == other.reference
            && is_same_moment(*at, other.at)
            && *is_confirmed == other.is_confirmed
            && *was == other.was
    }
}

impl Eq for Origin {}

impl Origin {
    /// The origin of an answer that the user gives now, from this source.
    #[must_use]
    pub fn given(from: Source, now: DateTime<FixedOffset>) -> Self {
        Self {
            from,
            at: Some(now),
            is_confirmed: true,
            ..Self::default()
        }
    }

    fn is_stale(&self, now: DateTime<FixedOffset>) -> bool {
        let until = self.at.and_then(|at| at.checked_add_months(STALE_MONTHS));
        self.from.grows_stale() && until.is_some_and(|until| until < now)
    }
}

impl Draft {
    /// Whether the user has yet to confirm the answer of a blank.
    #[must_use]
    pub fn is_unconfirmed(&self, place: &Place) -> bool {
        let origin = self.origins.get(place);
        origin.is_some_and(|origin| !origin.is_confirmed)
            && (self.answers.get(place)).is_some_and(|answer| !answer.is_empty())
    }

    /// Confirms the answers of these blanks.
    pub fn confirm(&mut self, places: &[Place], now: DateTime<FixedOffset>) {
        for place in places {
            if let Some(origin) = self.origins.get_mut(place) {
                origin.is_confirmed = true;
                origin.at = Some(now);
                origin.was.clear();
            }
        }
    }

    /// Withdraws the confirmations of carried answers that are older than a year.
    pub fn doubt_old_answers(&mut self, now: DateTime<FixedOffset>) {
        for origin in self.origins.values_mut() {
            if origin.is_stale(now) {
                origin.is_confirmed = false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::for_tests::draft;

    fn moment(text: &str) -> DateTime<FixedOffset> {
        text.parse().unwrap()
    }

    #[test]
    fn only_carried_answers_are_asked_for_again_and_only_after_a_year() {
        for (from, at, expected) in [
            (Source::Copy, "2025-11-30T10:00:00+08:00", true),
            (Source::Copy, "2025-12-02T10:00:00+08:00", false),
            (Source::Message, "2024-12-02T10:00:00+08:00", true),
            (Source::Client, "2024-12-02T10:00:00+08:00", true),
            (Source::Product, "2024-12-02T10:00:00+08:00", true),
            (Source::Typed, "2020-01-01T10:00:00+08:00", false),
            (Source::Profile, "2020-01-01T10:00:00+08:00", false),
            (Source::Default, "2020-01-01T10:00:00+08:00", false),
        ] {
            let mut draft = draft(&[("x", "1")], &[]);
            let place: Place = "x".into();
            draft
                .origins
                .insert(place.clone(), Origin::given(from, moment(at)));
            draft.doubt_old_answers(moment("2026-12-01T10:00:00+08:00"));
            assert_eq!(draft.is_unconfirmed(&place), expected, "{from:?} {at}");
        }
    }

    #[test]
    fn an_answer_without_an_origin_counts_as_typed_and_an_empty_one_needs_nothing() {
        let mut draft = draft(&[("x", "1"), ("y", "")], &[]);
        let [x, y]: [Place; 2] = ["x".into(), "y".into()];
        assert!(!draft.is_unconfirmed(&x));
        let origin = Origin {
            from: Source::Copy,
            ..Origin::default()
        };
        draft.origins.insert(x.clone(), origin.clone());
        draft.origins.insert(y.clone(), origin);
        assert!(draft.is_unconfirmed(&x));
        assert!(!draft.is_unconfirmed(&y));
        draft.confirm(&[x.clone(), y], moment("2026-12-01T10:00:00+08:00"));
        assert!(!draft.is_unconfirmed(&x));
    }
}
