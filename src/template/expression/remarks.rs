//! Finds valid expressions that may not mean what their author intends.

use super::words::Word;

/// A likely misunderstanding in a valid expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// `not whole_years(…)` looks like "not a whole number of years", but means "less than a year".
    NotWholeYears,
    /// `add_days(add_years(…), -1)` looks like the end of a term, but the term loses a day if the
    /// last month does not have the day of its start; `term_end(…)` is right.
    ShortTerm,
}

/// Operators after a value. With one of them, `not` applies to the result of the operation instead
/// of the value alone.
const OPERATORS: [&str; 10] = ["<", ">", "=", "!", "+", "-", "*", "/", "%", "in"];

/// The remarks about a valid expression, with byte offsets.
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

/// Whether the words begin with `whole_years(…)`, perhaps in brackets, and no operator follows.
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

/// Whether the words begin with `(add_years(…), -1)` or `(add_months(…), -1)`.
fn ends_a_term(words: &[Word<'_>]) -> bool {
    let [(_, "("), inner @ ..] = words else {
        return false;
    };
    let Some(after) = after_call(inner, &["add_years", "add_months"]) else {
        return false;
    };
    matches!(after, [(_, ","), (_, "-"), (_, "1"), (_, ")"), ..])
}

/// The words after a call, if the words begin with a call of one of the `helpers`.
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
