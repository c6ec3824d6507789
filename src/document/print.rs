//! Formats values for the contract. No other module decides how a value is spelled.

use crate::draft::Values;
use crate::template::{AmountStyle, CopiesStyle, Field, FieldKind, Print, Style, Template};
use crate::value::{self, Currency, Money, Value};

/// The printed characters of a field's value, without its unit.
#[must_use]
pub fn print_value(field: &Field, value: &Value, style: &Style) -> String {
    match value {
        Value::Money(amount) => print_amount(field, *amount, style),
        Value::Number(number) => number.print(),
        Value::Percent(percent) => percent.print(),
        Value::Rate(rate) => rate.print(),
        Value::Time(time) => time.print(),
        Value::Integer(number) if field.print == Print::Copies => match style.copies {
            CopiesStyle::Capital => value::copies_capital(*number),
            CopiesStyle::Digits => number.to_string(),
        },
        Value::Integer(number) => number.to_string(),
        Value::Date(day) => match field.print {
            Print::Slashes => value::date::print_slashes(*day),
            Print::Han => value::date::print_han(*day),
            Print::Month => value::date::print_month(*day),
            Print::HanMonth => value::date::print_han_month(*day),
            Print::English => value::date::print_english(*day),
            _ => value::date::print(*day),
        },
        Value::Choice(chosen) => labels(field, chosen),
        text => text.as_text().unwrap_or_default().to_owned(),
    }
}

/// Words of a template in which the value of each answered blank stands for its tag. The tag of an
/// unanswered blank stays.
#[must_use]
pub fn print_words(words: &str, template: &Template, values: &Values, style: &Style) -> String {
    let mut printed = String::new();
    let mut rest = words;
    while let Some((before, tail)) = rest.split_once("{{") {
        printed.push_str(before);
        let Some((id, after)) = tail.split_once("}}") else {
            printed.push_str("{{");
            rest = tail;
            continue;
        };
        let id_words = id.trim();
        let field = template.field(id_words);
        let value = field.and_then(|field| value_in_words(field, template, values, style));
        let value = value.or_else(|| box_in_words(id_words, template, values, style));
        if let Some(value) = value {
            printed.push_str(&value);
        } else {
            printed.push_str("{{");
            printed.push_str(id);
            printed.push_str("}}");
        }
        rest = after;
    }
    printed.push_str(rest);
    printed
}

/// The box of a tag `choice.option`; empty for the end of its words, `None` for any other tag.
fn box_in_words(id: &str, template: &Template, values: &Values, style: &Style) -> Option<String> {
    let is_choice = |id: &str| {
        let field = template.field(id)?;
        matches!(field.kind, FieldKind::Choice(_)).then_some(field)
    };
    if let Some(choice) = id.strip_prefix('/') {
        return is_choice(choice.trim()).map(|_| String::new());
    }
    let (choice, option) = id.rsplit_once('.')?;
    let choice = is_choice(choice)?;
    let ticked = values.state(&choice.place()).chooses(option);
    Some(style.option_mark(ticked).to_owned())
}

/// The printed value of a field; `None` if it has none.
fn value_in_words(
    field: &Field,
    template: &Template,
    values: &Values,
    style: &Style,
) -> Option<String> {
    if let FieldKind::AmountInWords { of } = &field.kind {
        let amount = values.value(&of.clone().into());
        return match amount? {
            Value::Money(amount) => Some(print_in_words(
                *amount,
                template.currency_of(of),
                field.print,
                style,
            )),
            _ => None,
        };
    }
    Some(print_value(field, values.value(&field.place())?, style))
}

/// An amount in words: in boxes, in English, or in capital words behind the name of its currency.
/// The name 人民币 prints only if the style asks for it.
#[must_use]
pub fn print_in_words(amount: Money, currency: Currency, print: Print, style: &Style) -> String {
    match print {
        Print::Boxes => value::capital_boxes(amount),
        Print::English => currency.english_words(amount),
        _ => {
            let words = value::capital_words(amount);
            if currency != Currency::Cny || style.rmb_prefix {
                format!("{}{words}", currency.chinese())
            } else {
                words
            }
        }
    }
}

fn print_amount(field: &Field, amount: Money, style: &Style) -> String {
    let figures = match (style.amount, field.print) {
        (_, Print::Boxes) => return value::capital_boxes(amount),
        (AmountStyle::Plain, _) => amount.plain(),
        (AmountStyle::Grouped, Print::Shortest) => amount.shortest_grouped(),
        (AmountStyle::Grouped, _) => amount.grouped(),
    };
    match field.print {
        Print::Symbol => format!("{}{figures}", field.currency.symbol()),
        Print::Code => format!("{} {figures}", field.currency.code()),
        _ => figures,
    }
}

fn labels(field: &Field, chosen: &[String]) -> String {
    let FieldKind::Choice(options) = &field.kind else {
        return chosen.join("、");
    };
    let options = options.all.iter();
    let labels: Vec<&str> = options
        .filter(|option| chosen.contains(&option.id))
        .map(|option| option.label.as_str())
        .collect();
    let is_latin = labels.iter().all(|label| label.is_ascii());
    labels.join(if is_latin { ", " } else { "、" })
}
