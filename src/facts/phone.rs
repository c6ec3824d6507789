//! Telephone numbers in running text, in the form that a draft keeps.

use super::ink::{Ink, Span};

/// A telephone number.
#[derive(Clone, Debug)]
pub(super) struct PhoneFound {
    pub span: Span,
    pub value: String,
    pub kind: PhoneKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PhoneKind {
    Mobile,
    Fixed,
    Hotline,
    Abroad,
    /// A form that only a label makes a telephone number.
    Bare,
}

/// Reads the telephone number that begins at `at`.
pub(super) fn phone(ink: &Ink, at: usize) -> Option<PhoneFound> {
    let before = ink.before(at);
    if before.is_ascii_alphanumeric()
        || matches!(before, '-' | '*' | '_' | '.' | '+' | '/' | '#')
            && ink.before(at.saturating_sub(1)).is_ascii_alphanumeric()
        || before == '+'
    {
        return None;
    }
    let (digits, groups, end) = digits(ink, at)?;
    let (value, kind, end) = read(ink, &digits, &groups, end)?;
    if matches!(ink.get(end), '*' | '_' | '@')
        || ink.get(end).is_ascii_alphanumeric() && ink.any_at(end, &["ext", "x"]).is_none()
    {
        return None;
    }
    let (extension, end) = extension(ink, end);
    let value = match extension {
        Some(extension) => format!("{value}转{extension}"),
        None => value,
    };
    Some(PhoneFound {
        span: at..end,
        value,
        kind,
    })
}

/// The digits from `at`, with `+` in front, the lengths of their groups, and their end.
fn digits(ink: &Ink, at: usize) -> Option<(String, Vec<usize>, usize)> {
    let mut digits = String::new();
    let mut groups = vec![0_usize];
    let (mut index, mut end) = (at, at);
    let mut is_open = false;
    loop {
        let character = ink.get(index);
        match character {
            '0'..='9' => {
                digits.push(character);
                if let Some(group) = groups.last_mut() {
                    *group += 1;
                }
                end = index + 1;
            }
            '+' if digits.is_empty() => digits.push('+'),
            '(' if digits.len() < 5 && !is_open => {
                is_open = true;
                groups.push(0);
            }
            ')' if is_open => {
                is_open = false;
                groups.push(0);
            }
            '-' | ' ' if !digits.is_empty() => {
                // A second space, or a space before something else, ends the number.
                let next = ink.skip_spaces(index + 1);
                let next = if ink.get(next) == '-' {
                    ink.skip_spaces(next + 1)
                } else {
                    next
                };
                if next - index > 4 || !(ink.get(next).is_ascii_digit() || is_open) {
                    break;
                }
                groups.push(0);
                index = next;
                continue;
            }
            _ => break,
        }
        index += 1;
        if digits.len() > 40 {
            break;
        }
    }
    groups.retain(|group| *group > 0);
    (!groups.is_empty()).then_some((digits, groups, end))
}

fn read(
    ink: &Ink,
    digits: &str,
    groups: &[usize],
    end: usize,
) -> Option<(String, PhoneKind, usize)> {
    let cut = |kept: usize| {
        // Step back over what follows the number: an extension, or another number.
        let mut left = digits.len().checked_sub(kept)?;
        let mut at = end;
        while left > 0 {
            at = at.checked_sub(1)?;
            left -= usize::from(ink.get(at).is_ascii_digit());
        }
        while matches!(ink.before(at), '-' | ' ' | '(') {
            at -= 1;
        }
        Some(at)
    };
    let ends_group = |kept: usize| {
        let mut sum = 0;
        groups.iter().any(|group| {
            sum += group;
            sum == kept
        })
    };
    let first = *groups.first()?;
    if digits.starts_with('+') || digits.starts_with("0086") {
        return with_country_code(ink, digits, end);
    }
    if digits.starts_with("86")
        && first == 2
        && let Some((area, local)) = split_owned(digits.get(2..)?)
    {
        return Some((format!("{area}-{local}"), PhoneKind::Fixed, end));
    }
    if digits.len() == 13 && digits.starts_with("86") && digits.get(2..).is_some_and(is_mobile) {
        return Some((digits.get(2..)?.to_owned(), PhoneKind::Mobile, end));
    }
    if is_mobile(digits.get(..11).unwrap_or_default()) && ends_group(11) {
        return Some((digits.get(..11)?.to_owned(), PhoneKind::Mobile, cut(11)?));
    }
    if (digits.starts_with("400") || digits.starts_with("800"))
        && ends_group(10)
        && (digits.len() == 10 || groups.len() > 1)
    {
        let (a, b, c) = (digits.get(..3)?, digits.get(3..6)?, digits.get(6..10)?);
        let kind = if groups.len() > 1 {
            PhoneKind::Hotline
        } else {
            PhoneKind::Bare
        };
        return Some((format!("{a}-{b}-{c}"), kind, cut(10)?));
    }
    if digits.starts_with('0') {
        // No area has a code of two digits.
        if first < 3 {
            return None;
        }
        let second: usize = groups.get(1).copied().unwrap_or(0);
        if matches!(first, 3 | 4) && groups.len() > 1 {
            for local in [8, 7] {
                if ends_group(first + local) && second <= local {
                    let (area, rest) = (digits.get(..first)?, digits.get(first..first + local)?);
                    return Some((
                        format!("{area}-{rest}"),
                        PhoneKind::Fixed,
                        cut(first + local)?,
                    ));
                }
            }
            return None;
        }
        let (area, local) = split_area(digits)?;
        return Some((format!("{area}-{local}"), PhoneKind::Bare, end));
    }
    if groups.iter().sum::<usize>() == digits.len()
        && matches!(digits.len(), 7 | 8)
        && groups.len() <= 2
        && !digits.starts_with('1')
    {
        return Some((digits.to_owned(), PhoneKind::Bare, end));
    }
    None
}

/// Reads a number that begins with `+` or 0086.
fn with_country_code(ink: &Ink, digits: &str, end: usize) -> Option<(String, PhoneKind, usize)> {
    let national = digits
        .strip_prefix("0086")
        .or_else(|| digits.strip_prefix("+86"));
    if let Some(national) = national {
        if is_mobile(national) {
            return Some((national.to_owned(), PhoneKind::Mobile, end));
        }
        let national = national.strip_prefix('0').unwrap_or(national);
        let (area, local) = split_owned(national)?;
        return Some((format!("{area}-{local}"), PhoneKind::Fixed, end));
    }
    if !(9..=17).contains(&digits.len()) {
        return None;
    }
    let mut first = end.checked_sub(1)?;
    while ink.get(first) != '+' && first > 0 {
        first -= 1;
    }
    Some((ink.text(&(first..end)), PhoneKind::Abroad, end))
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11
        && digits.starts_with('1')
        && digits
            .as_bytes()
            .get(1)
            .is_some_and(|second| (b'3'..=b'9').contains(second))
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The area code and the number of a landline without a mark between them.
fn split_area(digits: &str) -> Option<(&str, &str)> {
    let is_short = digits.starts_with("010") || digits.starts_with("02");
    let area = if is_short { 3 } else { 4 };
    let (area, local) = digits.split_at_checked(area)?;
    (matches!(local.len(), 7 | 8) && area.starts_with('0')).then_some((area, local))
}

/// The extension behind a number, and its end.
fn extension(ink: &Ink, end: usize) -> (Option<String>, usize) {
    let at = ink.skip_spaces(end);
    let at = if ink.get(at) == ',' { at + 1 } else { at };
    let marks = [
        "转分机",
        "转",
        "分机号",
        "分机",
        "ext.",
        "ext",
        "x",
        "#",
        "-",
    ];
    let Some((mark, after)) = ink.any_at(ink.skip_spaces(at), &marks) else {
        return (None, end);
    };
    let mut start = ink.skip_spaces(after);
    // 转 分机 801: two words for one mark.
    if let Some((_, end)) = ink.any_at(start, &["分机号", "分机", "ext.", "ext"]) {
        start = ink.skip_spaces(end);
    }
    while matches!(ink.get(start), '.' | ':' | ' ') {
        start += 1;
    }
    let mut last = start;
    while ink.get(last).is_ascii_digit() {
        last += 1;
    }
    let length = last - start;
    let most = if mark == "-" { 4 } else { 6 };
    if length == 0 || length > most || ink.get(last).is_ascii_alphabetic() {
        return (None, end);
    }
    (Some(ink.text(&(start..last))), last)
}

/// As [`split_area`], for a number without the 0 of its area code.
fn split_owned(digits: &str) -> Option<(String, String)> {
    let full = format!("0{digits}");
    split_area(&full).map(|(area, local)| (area.to_owned(), local.to_owned()))
}
