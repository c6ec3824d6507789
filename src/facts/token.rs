//! Codes, numbers of accounts, e-mail addresses, web addresses and ids in running text.

use super::ink::{Ink, Span};
use crate::value::{CreditCode, Doubt};

/// A credit code, and the doubt about it.
#[derive(Clone, Debug)]
pub(super) struct Code {
    pub span: Span,
    pub value: String,
    pub doubt: Option<Doubt>,
}

/// The run of letters and digits from `at`, with single spaces where `spaced`.
fn run(ink: &Ink, at: usize, spaced: bool, breaks: bool) -> (Span, String) {
    let mut text = String::new();
    let (mut index, mut end) = (at, at);
    loop {
        let character = ink.get(index);
        if character.is_ascii_alphanumeric() {
            text.push(character);
            end = index + 1;
        } else if !(spaced
            && (character == ' ' || character == '-')
            && !text.is_empty()
            && ink.get(index + 1).is_ascii_alphanumeric()
            || breaks
                && character == '\n'
                && (8..18).contains(&text.len())
                && index == end
                && ink.get(index + 1).is_ascii_alphanumeric())
        {
            break;
        }
        index += 1;
        if text.len() > 40 {
            break;
        }
    }
    (at..end, text)
}

/// Reads the credit code at `at`; with `labelled`, also one in groups, over two lines, or with a
/// wrong check character.
pub(super) fn code(ink: &Ink, at: usize, labelled: bool) -> Option<Code> {
    if ink.before(at).is_ascii_alphanumeric() && !labelled {
        return None;
    }
    let mut options = vec![run(ink, at, false, false)];
    if labelled {
        options.push(run(ink, at, true, false));
        options.push(run(ink, at, false, true));
    }
    let (span, text) = options.into_iter().find(|(_, text)| text.len() == 18)?;
    if matches!(ink.get(span.end), '@' | '_') || ink.get(span.end).is_ascii_alphanumeric() {
        return None;
    }
    let code = CreditCode::parse(&text).ok()?;
    let doubt = code.doubts().into_iter().next();
    if !labelled && doubt.is_some() {
        return None;
    }
    Some(Code {
        span,
        value: code.as_str().to_owned(),
        doubt,
    })
}

/// Reads the number of an account at `at`: digits, in groups or not.
pub(super) fn account_number(ink: &Ink, at: usize) -> Option<(Span, String)> {
    if ink.before(at).is_ascii_alphanumeric() || !ink.get(at).is_ascii_digit() {
        return None;
    }
    let mut digits = String::new();
    let (mut index, mut end) = (at, at);
    loop {
        let character = ink.get(index);
        if character.is_ascii_digit() {
            digits.push(character);
            end = index + 1;
        } else if matches!(character, ' ' | '-') && index - end < 2 {
            // A gap of one or two.
        } else {
            break;
        }
        index += 1;
        if digits.len() > 32 {
            return None;
        }
    }
    if ink.get(end).is_ascii_alphabetic()
        || matches!(ink.get(end), '*' | '@' | '_' | '.' | '年' | '元')
        || digits.len() < 8
    {
        return None;
    }
    Some((at..end, digits))
}

/// Reads the e-mail address at `at`.
pub(super) fn email(ink: &Ink, at: usize) -> Option<Span> {
    let is_local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    if is_local(ink.before(at)) || !ink.get(at).is_ascii_alphanumeric() {
        return None;
    }
    let mut end = at;
    while is_local(ink.get(end)) {
        end += 1;
    }
    if ink.get(end) != '@' || end - at > 64 {
        return None;
    }
    let domain = end + 1;
    end = domain;
    while ink.get(end).is_ascii_alphanumeric() || matches!(ink.get(end), '.' | '-') {
        end += 1;
    }
    while matches!(ink.before(end), '.' | '-') {
        end -= 1;
    }
    let text = ink.text(&(domain..end));
    let (_, top) = text.rsplit_once('.')?;
    (top.len() >= 2 && top.chars().all(|c| c.is_ascii_alphabetic()) && end - domain < 254)
        .then_some(at..end)
}

/// Reads the web address at `at`.
pub(super) fn url(ink: &Ink, at: usize) -> Option<Span> {
    if ink.before(at).is_ascii_alphanumeric() || matches!(ink.before(at), '@' | '.' | '/') {
        return None;
    }
    let (word, _) = ink.any_at(at, &["https://", "http://", "www."])?;
    let mut end = at;
    while ink.get(end).is_ascii_graphic()
        && !matches!(ink.get(end), '"' | '<' | '>' | ',' | ';' | '(' | ')')
    {
        end += 1;
    }
    while matches!(ink.before(end), '.' | ':' | '!' | '?') {
        end -= 1;
    }
    (end > at + word.len() + 3).then_some(at..end)
}

/// Reads the id at `at`, as of `WeChat`: letters, digits and `_-`.
pub(super) fn id(ink: &Ink, at: usize) -> Option<Span> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if is_part(ink.before(at)) {
        return None;
    }
    let mut end = at;
    while is_part(ink.get(end)) {
        end += 1;
    }
    let has_letter = ink.slice(&(at..end)).iter().any(char::is_ascii_alphabetic);
    ((6..=20).contains(&(end - at)) && has_letter && !matches!(ink.get(end), '@' | '.' | ':' | '/'))
        .then_some(at..end)
}
