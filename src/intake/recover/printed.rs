//! Converts the printed text of a field back to an answer.

use crate::intake::folded::{Folded, fold, folded};
use crate::template::{Field, FieldId, Options};
use crate::value::{self, Value};

/// The boxes of options that are not chosen.
const EMPTY_BOXES: [char; 4] = ['□', '☐', '○', '口'];
/// The boxes of chosen options.
const TICKED_BOXES: [char; 8] = ['☑', '√', '■', '●', '☒', '✓', '✔', '✅'];
/// The brackets that can stand for a box.
const OPENING: [char; 3] = ['(', '（', '['];
const CLOSING: [char; 3] = [')', '）', ']'];
/// What can stand between the options of a choice.
const SEPARATORS: [char; 6] = ['；', ';', '、', ',', ' ', '\u{3000}'];
/// The marks of a blank that was struck out as not applicable.
const STRIKE_MARKS: [&str; 2] = ["/", "无"];

/// The answer that prints as `text`; `None` for an empty blank.
pub(super) fn answer(field: &Field, text: &str) -> Option<String> {
    // No-break spaces around a value are padding from the export.
    let text = text.trim_matches(|c| folded(c).is_none());
    if is_blank(field, text) {
        return None;
    }
    if field.strike && STRIKE_MARKS.contains(&fold(text).as_str()) {
        return Some("/".to_owned());
    }
    match field.value_of(text) {
        Ok(None) => None,
        Ok(Some(Value::Date(day))) => Some(value::date::iso(day)),
        Ok(Some(Value::Money(amount))) => Some(amount.plain()),
        Ok(Some(Value::Number(number))) => Some(number.print()),
        Ok(Some(Value::Percent(percent))) => Some(percent.print()),
        Ok(Some(Value::Rate(rate))) => Some(rate.print()),
        Ok(Some(Value::Time(time))) => Some(time.print()),
        Ok(Some(Value::Integer(number))) => Some(number.to_string()),
        // An unreadable value is kept verbatim: the form shows the error, and no text is lost.
        Ok(Some(_)) | Err(_) => Some(text.to_owned()),
    }
}

/// Whether `text` is the output of the unanswered field.
pub(super) fn is_blank(field: &Field, text: &str) -> bool {
    let (text, blank) = (fold(text), fold(&field.blank));
    let names_itself = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .is_some_and(|name| name == fold(&field.label.zh) || name == fold(&field.label.en));
    // A person who fills the contract in Word may change the number of underscores.
    let is_of_blanks = |c: char| c == '_' || blank.contains(c);
    names_itself || text.is_empty() || text == blank || {
        text.contains('_') && text.chars().all(is_of_blanks)
    }
}

/// Whether the box at the end of `text` is ticked; `None` if no box stands there.
pub(super) fn is_ticked(text: &str) -> Option<bool> {
    let text = text.trim_end();
    let last = text.chars().next_back()?;
    if EMPTY_BOXES.contains(&last) {
        return Some(false);
    }
    if TICKED_BOXES.contains(&last) {
        return Some(true);
    }
    let (_, inside) = in_brackets(text)?;
    let inside = inside.trim();
    // A person may tick brackets with a letter.
    let is_tick = |c: char| TICKED_BOXES.contains(&c) || "xXvV".contains(c);
    let is_one = inside.chars().count() == 1 && inside.chars().all(is_tick);
    (inside.is_empty() || is_one).then_some(is_one)
}

/// The text before the brackets at the end of `text`, and the text inside them.
fn in_brackets(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_suffix(CLOSING)?;
    inner.rsplit_once(OPENING)
}

/// The text before the box of the next option at its end.
fn before_box(text: &str) -> &str {
    let text = text.trim_end();
    let own = match in_brackets(text) {
        Some((before, _)) if is_ticked(text).is_some() => before,
        _ => text
            .trim_end_matches(EMPTY_BOXES)
            .trim_end_matches(TICKED_BOXES),
    };
    own.trim_end_matches(SEPARATORS)
}

/// A choice as the contract prints it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct PrintedChoice<'t> {
    /// The ids of the chosen options.
    pub(super) chosen: Vec<String>,
    /// The texts that people typed into options.
    pub(super) texts: Vec<(FieldId, &'t str)>,
}

/// The ticked options in `text`; `None` if the boxes were not found.
pub(super) fn choice<'t>(options: &Options, text: &'t str) -> Option<PrintedChoice<'t>> {
    // A label may hold a character that is a box elsewhere: 出口.
    boxes(options, text).or_else(|| by_label(options, text))
}

fn boxes<'t>(options: &Options, text: &'t str) -> Option<PrintedChoice<'t>> {
    let mut printed = PrintedChoice::default();
    let whole = Folded::new(text);
    let places = places(options, whole.as_str())?;
    for (index, (option, (start, end))) in options.all.iter().zip(&places).enumerate() {
        if !is_ticked(whole.as_str().get(..*start)?)? {
            continue;
        }
        printed.chosen.push(option.id.clone());
        if let Some(field) = &option.text {
            let next = places
                .get(index + 1)
                .map_or(whole.as_str().len(), |(start, _)| *start);
            let own = whole.original(*end..next)?.trim();
            let is_last = index + 1 == options.all.len();
            let own = if is_last { own } else { before_box(own) };
            printed.texts.push((
                field.clone(),
                own.trim_start_matches(|c| folded(c) == Some(':')),
            ));
        }
    }
    Some(printed)
}

/// The places of the option labels in a folded text, in template order.
fn places(options: &Options, text: &str) -> Option<Vec<(usize, usize)>> {
    let mut from = 0;
    options
        .all
        .iter()
        .map(|option| {
            let label = fold(&option.label);
            let start = from + text.get(from..)?.find(&label)?;
            from = start + label.len();
            Some((start, from))
        })
        .collect()
}

/// Reads options that print as labels without boxes.
fn by_label<'t>(options: &Options, text: &'t str) -> Option<PrintedChoice<'t>> {
    let text = fold(text);
    let chosen: Option<Vec<String>> = text
        .split('、')
        .map(|label| {
            let option = options
                .all
                .iter()
                .find(|option| fold(&option.label) == label)?;
            Some(option.id.clone())
        })
        .collect();
    chosen.map(|chosen| PrintedChoice {
        chosen,
        texts: Vec::new(),
    })
}
