//! The errors of evaluation: our own helpers report data, minijinja reports text.

/// Why the evaluation of an expression failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvaluationError {
    /// The argument of a date helper is not a day.
    #[error("not a day: {found}")]
    NotADay {
        /// The argument, cleaned.
        found: String,
    },
    /// The result of a date helper is outside the years 1900 to 2999.
    #[error("outside the years 1900 to 2999")]
    OutOfCalendar,
    /// A term is shorter than one month.
    #[error("a term of {months} months")]
    NoTerm {
        /// The requested length in months.
        months: i64,
    },
    /// The argument of a helper for amounts or percentages is negative or too large.
    #[error("not an amount: {found}")]
    NotAnAmount {
        /// The argument: fen, or ten-thousandths of a percent.
        found: i64,
    },
    /// The result has a type that no field takes, such as a fraction, or is out of range.
    #[error("no answer: {found}")]
    NoAnswer {
        /// The result, as text.
        found: String,
    },
    /// The evaluator failed: division by zero, no fuel left, or a wrong type.
    #[error("{detail}")]
    Failed {
        /// The message of the evaluator, in English.
        detail: String,
    },
}

impl EvaluationError {
    /// Recovers the error of our own helper from the evaluator's error; otherwise
    /// [`Self::Failed`] with the evaluator's message.
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
