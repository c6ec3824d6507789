//! Splits the text of an expression into words and signs with offsets, for the checks for which
//! minijinja gives no syntax tree.

use super::ExpressionError;
use super::helpers::{OVER_ROWS, SHARED_NAMES, inner_name};

/// The byte offset in the expression, and the word or sign.
pub(super) type Word<'s> = (usize, &'s str);

/// Replaces calls of [`SHARED_NAMES`] and [`OVER_ROWS`] by the inner names of the helpers, so that the evaluator does
/// not confuse them with fields. Offsets do not change.
pub(super) fn with_inner_names(source: &str, words: &[Word<'_>]) -> String {
    let mut inner = String::with_capacity(source.len());
    let mut seen = 0;
    for pair in words.windows(2) {
        if let [(start, name), (_, "(")] = pair
            && (SHARED_NAMES.contains(name) || OVER_ROWS.contains(name))
        {
            inner.push_str(source.get(seen..*start).unwrap_or_default());
            inner.push_str(&inner_name(name));
            seen = start + name.len();
        }
    }
    inner.push_str(source.get(seen..).unwrap_or_default());
    inner
}

/// The literal argument of every call of `helper` in a valid expression, with the byte offset of
/// the call.
pub(super) fn literal_arguments<'a>(
    source: &'a str,
    words: &[Word<'a>],
    helper: &'static str,
) -> Result<Vec<Word<'a>>, ExpressionError> {
    let mut found = Vec::new();
    let calls = (0..words.len()).filter_map(|at| {
        let (offset, word) = words.get(at)?;
        let is_call = || matches!(words.get(at + 1), Some((_, "(")));
        // A field may bear the name of a helper over rows; only a bracket makes it a call.
        let is_helper = *word == helper && (!OVER_ROWS.contains(&helper) || is_call());
        is_helper.then_some(*offset)
    });
    for offset in calls {
        let after = source.get(offset + helper.len()..).unwrap_or_default();
        let argument = after
            .trim_start()
            .strip_prefix('(')
            .map(str::trim_start)
            .and_then(|rest| {
                let quote = rest.chars().next().filter(|c| *c == '\'' || *c == '"')?;
                let inner = rest.strip_prefix(quote)?;
                let (literal, tail) = inner.split_once(quote)?;
                (tail.trim_start().starts_with(')') && !literal.contains('\\')).then_some(literal)
            });
        match argument {
            Some(literal) => found.push((offset, literal)),
            None => return Err(ExpressionError::LiteralExpected { helper, offset }),
        }
    }
    Ok(found)
}

/// Refuses filters (`|`) and tests (`is`): minijinja parses them, but they fail at evaluation
/// because the environment has none.
pub(super) fn refuse_filters(words: &[Word<'_>]) -> Result<(), ExpressionError> {
    let found = words.iter().find(|(_, word)| *word == "|" || *word == "is");
    match found {
        Some((offset, word)) => Err(ExpressionError::Syntax {
            detail: format!("`{word}` is not part of expressions"),
            offset: *offset,
        }),
        None => Ok(()),
    }
}

/// The byte offset of a path such as `style.copies`, or of its first name; 0 if neither occurs.
pub(super) fn name_offset(source: &str, words: &[Word<'_>], path: &str) -> usize {
    let name = path.split('.').next().unwrap_or(path);
    let rest = path.get(name.len()..).unwrap_or_default();
    let places = || words.iter().filter(|(_, word)| *word == name);
    places()
        .find(|(offset, _)| {
            let after = source.get(offset + name.len()..).unwrap_or_default();
            after.starts_with(rest)
        })
        .or_else(|| places().next())
        .map_or(0, |(offset, _)| *offset)
}

/// The words and signs of an expression, without white space and quoted literals.
pub(super) fn words(source: &str) -> Vec<Word<'_>> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut words = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' | '"' => literal_length(rest, first),
            c if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        let (word, tail) = rest.split_at(length);
        if !matches!(first, '\'' | '"') && !first.is_whitespace() {
            words.push((source.len() - rest.len(), word));
        }
        rest = tail;
    }
    words
}

/// The length in bytes of the quoted literal at the start of a text, quotes included.
fn literal_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (offset, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return offset + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}
