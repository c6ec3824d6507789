//! Formats values for the contract. No other module decides how a value is spelled.

use crate::template::{AmountStyle, CopiesStyle, Field, FieldKind, Print, Style};
use crate::value::{self, Money, Value};

/// The printed characters of a field's value, without its unit.
#[must_use]
pub fn print_value(field: &Field, value: &Value, style: &Style) -> String {
    match value {
        Value::Money(amount) => print_amount(*amount, field.print, style),
        Value::Number(number) => number.print(),
        Value::Percent(percent) => percent.print(),
        Value::Integer(number) if field.print == Print::Copies => match style.copies {
            CopiesStyle::Capital => value::copies_capital(*number),
            CopiesStyle::Digits => number.to_string(),
        },
        Value::Integer(number) => number.to_string(),
        Value::Date(day) => value::date::print(*day),
        Value::Choice(chosen) => labels(field, chosen),
        text => text.as_text().unwrap_or_default().to_owned(),
    }
}

/// An amount in capital words, with the prefix 人民币 if the style asks for it.
#[must_use]
pub fn print_in_words(amount: Money, style: &Style) -> String {
    let words = value::capital_words(amount);
    if style.rmb_prefix {
        format!("人民币{words}")
    } else {
        words
    }
}

fn print_amount(amount: Money, print: Print, style: &Style) -> String {
    match (style.amount, print) {
        (AmountStyle::Plain, _) => amount.plain(),
        (AmountStyle::Grouped, Print::Shortest) => amount.shortest_grouped(),
        (AmountStyle::Grouped, Print::Usual | Print::Copies | Print::Label) => amount.grouped(),
    }
}

fn labels(field: &Field, chosen: &[String]) -> String {
    let FieldKind::Choice(options) = &field.kind else {
        return chosen.join("、");
    };
    options
        .all
        .iter()
        .filter(|option| chosen.contains(&option.id))
        .map(|option| option.label.as_str())
        .collect::<Vec<_>>()
        .join("、")
}
