//! Expressions that are right and may still mean something else than their author thinks.

use super::words::Word;

/// What an expression may be thought to mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// `not whole_years(…)`, as if it asked whether a term is exactly so many years.
    NotWholeYears,
    /// `add_days(add_years(…), -1)`, as if it were the end of a term: one that begins on a day
    /// that the last month does not have loses a day.
    ShortTerm,
}

/// What compares or computes with the value before it, so that `not` is not about that alone.
const OPERATORS: [&str; 10] = ["<", ">", "=", "!", "+", "-", "*", "/", "%", "in"];

/// The remarks about an expression that parses, with offsets.
pub(super) fn remarks(words: &[Word<'_>]) -> Vec<(usize, Remark)> {
    let mut found = Vec::new();
    for (at, (offset, word)) in words.iter().enumerate() {
        let rest = words.get(at + 1..).unwrap_or_default();
        match *word {
            "not" if denies_whole_years(rest) => found.push((*offset, Remark::NotWholeYears)),
            "add_days" if ends_a_term(rest) => found.push((*offset, Remark::ShortTerm)),
            _ => {}
        }
    }
    found
}

/// Whether these words are `whole_years(…)`, perhaps in brackets, and nothing is done with it.
fn denies_whole_years(words: &[Word<'_>]) -> bool {
    let n_brackets = words.iter().take_while(|(_, word)| *word == "(").count();
    let call = words.get(n_brackets..).unwrap_or_default();
    let Some(after) = after_call(call, &["whole_years"]) else {
        return false;
    };
    let closed = after.iter().take(n_brackets).all(|(_, word)| *word == ")");
    let next = after.get(n_brackets).map(|(_, word)| *word);
    closed && !next.is_some_and(|word| OPERATORS.contains(&word))
}

/// Whether these words are `(add_years(…), -1)`.
fn ends_a_term(words: &[Word<'_>]) -> bool {
    let [(_, "("), inner @ ..] = words else {
        return false;
    };
    let Some(after) = after_call(inner, &["add_years", "add_months"]) else {
        return false;
    };
    matches!(after, [(_, ","), (_, "-"), (_, "1"), (_, ")"), ..])
}

/// What follows a call of one of these helpers, where the words begin with one.
fn after_call<'w, 's>(words: &'w [Word<'s>], helpers: &[&str]) -> Option<&'w [Word<'s>]> {
    let [(_, name), arguments @ ..] = words else {
        return None;
    };
    let mut depth = 0_usize;
    let closing = arguments.iter().position(|(_, word)| {
        match *word {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    })?;
    let is_call = helpers.contains(name) && closing > 0;
    is_call.then(|| arguments.get(closing + 1..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    #[test]
    fn expressions_that_mean_something_else_are_found_where_they_stand() {
        use Remark::{NotWholeYears, ShortTerm};
        for (source, expected) in [
            ("not whole_years(a, b)", &[(0, NotWholeYears)][..]),
            (
                "a and not whole_years(a, add_days(b, -1)) or c",
                &[(6, NotWholeYears)],
            ),
            ("not (whole_years(a, b))", &[(0, NotWholeYears)]),
            (
                "not  whole_years ( a , b ) and c > 1",
                &[(0, NotWholeYears)],
            ),
            (
                "not whole_years(a, b) or not whole_years(b, a)",
                &[(0, NotWholeYears), (25, NotWholeYears)],
            ),
            ("not whole_years(a, b) > 1", &[]),
            ("not (whole_years(a, b) == 1)", &[]),
            ("whole_years(a, b) > 20", &[]),
            ("not exact_years(a, b)", &[]),
            ("'not whole_years(a, b)' == c", &[]),
            ("not whole_years", &[]),
            ("add_days(add_years(a, 1), -1)", &[(0, ShortTerm)]),
            ("add_days(add_months(a, n * (2)), - 1)", &[(0, ShortTerm)]),
            ("add_days(add_years(a, 1), -10)", &[]),
            ("add_days(add_years(a, 1), 1)", &[]),
            ("add_days(a, -1)", &[]),
            ("add_years(add_days(a, -1), 1)", &[]),
            ("term_end(a, 12)", &[]),
        ] {
            assert_eq!(remarks(&words(source)), expected, "expression: {source}");
        }
    }
}
