//! Why an expression has no value.

/// Why an expression has no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvaluationError {
    /// A helper takes a day, and this is none.
    #[error("not a day: {found}")]
    NotADay {
        /// What it was given.
        found: String,
    },
    /// A helper leads out of the calendar, which has the years 1900 to 2999.
    #[error("outside the years 1900 to 2999")]
    OutOfCalendar,
    /// A term lasts a month at least.
    #[error("a term of {months} months")]
    NoTerm {
        /// How many months it was to last.
        months: i64,
    },
    /// A helper takes an amount or a percentage that is not negative and not too large.
    #[error("not an amount: {found}")]
    NotAnAmount {
        /// What it was given.
        found: i64,
    },
    /// It gives what no field takes: a fraction, a number that is too large or too small, a truth
    /// value.
    #[error("no answer: {found}")]
    NoAnswer {
        /// What it gives.
        found: String,
    },
    /// It divides by zero, runs out of fuel, or treats a value as what it is not.
    #[error("{detail}")]
    Failed {
        /// What the evaluator says, in English.
        detail: String,
    },
}

impl EvaluationError {
    /// What our own helpers found, else what the evaluator says.
    pub(super) fn of(error: &minijinja::Error) -> Self {
        let own = std::error::Error::source(error)
            .and_then(|source| source.downcast_ref::<Self>())
            .cloned();
        own.unwrap_or_else(|| Self::Failed {
            detail: error.detail().map_or_else(
                || error.kind().to_string(),
                |detail| crate::value::clean(detail).text.into_owned(),
            ),
        })
    }
}

impl From<EvaluationError> for minijinja::Error {
    fn from(error: EvaluationError) -> Self {
        Self::new(minijinja::ErrorKind::InvalidOperation, error.to_string()).with_source(error)
    }
}
