//! Parses an answer into a value, according to the field's declaration.

use std::borrow::Cow;

use super::answers::Answer;
use super::values::State;
use crate::template::{Field, FieldKind, Limits, Options, is_strike_mark};
use crate::value::{self, Money, Number, Percent, Rate, Value, ValueError};

/// The result of parsing one answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Reading {
    pub state: State,
    /// Why the answer was rejected.
    pub error: Option<ValueError>,
    /// The number of invisible characters that were replaced by visible ones.
    pub replaced: usize,
}

/// Parses the answer to a field. Fields that the form does not ask count as unanswered.
pub(super) fn read(field: &Field, answer: Option<&Answer>) -> Reading {
    let Some(answer) = answer.filter(|_| field.is_asked_of_people()) else {
        return Reading::default();
    };
    let (result, replaced) = match (&field.kind, answer) {
        (FieldKind::Choice(options), answer) => (choose(options, answer), 0),
        (_, Answer::Chosen(chosen)) if chosen.is_empty() => return Reading::default(),
        (_, Answer::Chosen(_)) => (Err(ValueError::TextExpected), 0),
        (_, Answer::Text(text)) => {
            if !text.trim().is_empty() && value::is_blank(text) {
                (Err(ValueError::Blank), 0)
            } else {
                let lines = match field.kind {
                    FieldKind::Paragraph => value::line_feeds(text),
                    _ => Cow::Borrowed(text.as_str()),
                };
                let cleaned = match field.kind {
                    FieldKind::Paragraph => value::clean_lines(lines.trim()),
                    _ => value::clean(lines.trim()),
                };
                (read_text(field, &cleaned.text), cleaned.replaced)
            }
        }
    };
    match result {
        Ok(state) => Reading {
            state,
            error: None,
            replaced,
        },
        Err(error) => Reading {
            state: State::Wrong,
            error: Some(error),
            replaced,
        },
    }
}

/// Whether two answers to a field mean the same, however they are spelled.
#[must_use]
pub fn is_same_answer(field: &Field, one: &Answer, other: &Answer) -> bool {
    let [one_state, other_state] = [one, other].map(|answer| read(field, Some(answer)).state);
    one == other || (one_state == other_state && matches!(one_state, State::Answered(_)))
}

fn read_text(field: &Field, text: &str) -> Result<State, ValueError> {
    if text.is_empty() {
        return Ok(State::Unanswered);
    }
    if is_strike_mark(text) {
        return if field.strike {
            Ok(State::Struck)
        } else {
            Err(ValueError::MayNotStrike)
        };
    }
    let Some(value) = field.value_of(text)? else {
        return Ok(State::Unanswered);
    };
    within(&field.limits, &value, text)?;
    Ok(State::Answered(value))
}

fn choose(options: &Options, answer: &Answer) -> Result<State, ValueError> {
    let given = answer.chosen().iter().map(|option| option.trim());
    let given: Vec<&str> = given.filter(|id| !id.is_empty()).collect();
    if let Some(stranger) = given
        .iter()
        .find(|id| !options.all.iter().any(|option| option.id == **id))
    {
        return Err(ValueError::UnknownOption {
            answer: value::clean(stranger).text.into_owned(),
            options: options.all.iter().map(|option| option.id.clone()).collect(),
        });
    }
    // The template's order, so that the order of the answer does not affect the contract.
    let chosen: Vec<String> = options
        .all
        .iter()
        .filter(|option| given.contains(&option.id.as_str()))
        .map(|option| option.id.clone())
        .collect();
    match chosen.len() {
        0 => Ok(State::Unanswered),
        1 => Ok(State::Answered(Value::Choice(chosen))),
        _ if options.multiple => Ok(State::Answered(Value::Choice(chosen))),
        _ => Err(ValueError::OneOptionOnly),
    }
}

/// Checks a value against the limits of its field. `text` is the answer, for error messages.
fn within(limits: &Limits, value: &Value, text: &str) -> Result<(), ValueError> {
    match value {
        Value::Money(amount) => {
            let print = |fen: i64| Money::from_fen(fen.unsigned_abs()).map(Money::shortest_grouped);
            in_range(limits, number(amount.fen()), text, print)
        }
        Value::Percent(percent) => {
            not_finer(limits, decimals_of(&percent.print()), text)?;
            let print = |parts: i64| {
                Percent::from_ten_thousandths(parts.unsigned_abs())
                    .map(|percent| format!("{}%", percent.print()))
            };
            in_range(limits, number(percent.ten_thousandths()), text, print)
        }
        Value::Rate(rate) => {
            not_finer(limits, decimals_of(&rate.print()), text)?;
            let print = |parts: i64| {
                let share = Percent::from_ten_thousandths(parts.unsigned_abs())?;
                Rate::of_share(share, rate.unit()).map(Rate::print_with_unit)
            };
            in_range(limits, number(rate.share().ten_thousandths()), text, print)
        }
        Value::Number(given) => {
            not_finer(limits, given.decimals(), text)?;
            let print = |millionths: i64| {
                Number::from_millionths(millionths.unsigned_abs()).map(Number::print)
            };
            in_range(limits, number(given.millionths()), text, print)
        }
        Value::Integer(integer) => in_range(limits, i64::from(*integer), text, |number| {
            Some(number.to_string())
        }),
        // Fields of the other kinds have no limits: the template parser refuses them.
        value => value
            .as_text()
            .map_or(Ok(()), |text| characters(limits, text)),
    }
}

fn not_finer(limits: &Limits, given: u32, text: &str) -> Result<(), ValueError> {
    match limits.decimals {
        Some(decimals) if given > decimals => Err(ValueError::TooPrecise {
            answer: text.to_owned(),
            decimals,
        }),
        Some(_) | None => Ok(()),
    }
}

/// The number of digits after the decimal point of a printed number.
fn decimals_of(printed: &str) -> u32 {
    let digits = printed
        .split_once('.')
        .map_or(0, |(_, digits)| digits.len());
    u32::try_from(digits).unwrap_or(u32::MAX)
}

fn number(units: u64) -> i64 {
    i64::try_from(units).unwrap_or(i64::MAX)
}

fn in_range(
    limits: &Limits,
    number: i64,
    answer: &str,
    print: impl Fn(i64) -> Option<String>,
) -> Result<(), ValueError> {
    if let Some(minimum) = limits.min
        && (number < minimum || (limits.above_min && number == minimum))
    {
        return Err(ValueError::BelowMinimum {
            answer: answer.to_owned(),
            minimum: print(minimum).unwrap_or_default(),
            excluded: limits.above_min,
        });
    }
    if let Some(maximum) = limits.max
        && number > maximum
    {
        return Err(ValueError::AboveMaximum {
            answer: answer.to_owned(),
            maximum: print(maximum).unwrap_or_default(),
        });
    }
    Ok(())
}

fn characters(limits: &Limits, text: &str) -> Result<(), ValueError> {
    let count = text.chars().count();
    if let Some(minimum) = limits.min_chars
        && count < minimum
    {
        return Err(ValueError::TooFewCharacters { count, minimum });
    }
    if let Some(maximum) = limits.max_chars
        && count > maximum
    {
        return Err(ValueError::TooManyCharacters { count, maximum });
    }
    match text.chars().find(|c| limits.forbidden.contains(*c)) {
        Some(found) => Err(ValueError::ForbiddenText {
            found: found.to_string(),
        }),
        None => Ok(()),
    }
}
