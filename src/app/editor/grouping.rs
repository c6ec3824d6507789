//! Groups the digits of an amount on the screen. The stored answer stays as typed.

use super::Editor;
use crate::app::line_input::LineInput;
use crate::template::{Field, FieldKind};

/// Digits between two commas.
const GROUP: usize = 3;

impl Editor {
    /// The input line of the focused field as the form shows it, with its caret.
    #[must_use]
    pub fn shown_input(&self) -> LineInput {
        let Some(grouped) = self
            .focused_field()
            .and_then(|field| grouped(field, self.input.text()))
        else {
            return self.input.clone();
        };
        let before = self.input.caret();
        let mut shown = LineInput::new(&grouped);
        shown.set_caret(place_in(&grouped, before));
        shown
    }

    /// Moves the caret to a column of the input line as the form shows it.
    pub(super) fn point_caret(&mut self, column: usize) {
        let shown = self.shown_input();
        let columns = self.input_columns();
        let skipped = shown.skipped(columns, self.ambiguous());
        let at = shown.caret_at(skipped + column, self.ambiguous());
        let n_commas = if shown.text() == self.input.text() {
            0
        } else {
            shown.text().chars().take(at).filter(|c| *c == ',').count()
        };
        self.input.set_caret(at - n_commas);
    }
}

/// An amount with its digits in groups. `None` if the amount is shown as typed: it is short,
/// already grouped, or not in plain digits.
#[must_use]
pub fn grouped(field: &Field, text: &str) -> Option<String> {
    if field.kind != FieldKind::Money {
        return None;
    }
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let is_digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    // A number with leading zeros stays as typed.
    let is_plain = is_digits(whole) && !whole.starts_with('0');
    if whole.len() <= GROUP || !is_plain || !fraction.is_none_or(is_digits) {
        return None;
    }
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(GROUP) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(fraction) = fraction {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    Some(grouped)
}

/// The caret position in a grouped amount after `n_characters` that are not commas. A comma at this
/// position is after the caret.
fn place_in(grouped: &str, n_characters: usize) -> usize {
    let mut left = n_characters;
    let mut place = 0;
    for c in grouped.chars() {
        if left == 0 {
            break;
        }
        left -= usize::from(c != ',');
        place += 1;
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template;

    #[test]
    fn only_plain_digits_of_an_amount_are_grouped_and_the_caret_keeps_its_place() {
        let (_, text) = crate::store::BUILT_IN[0];
        let template = template::parse(text.as_bytes()).unwrap();
        let money = template.fields.iter().find(|f| f.kind == FieldKind::Money);
        let other = template.fields.iter().find(|f| f.kind == FieldKind::Text);
        for (typed, shown) in [
            ("999", None),
            ("1000", Some("1,000")),
            ("107000.53", Some("107,000.53")),
            ("123456.", Some("123,456.")),
            ("1000000", Some("1,000,000")),
            ("12,800", None),
            ("00012", None),
            ("1.28万", None),
            ("１２８００", None),
            ("1000.5.5", None),
        ] {
            let expected = shown.map(str::to_owned);
            assert_eq!(grouped(money.unwrap(), typed), expected, "typed: {typed}");
            assert_eq!(grouped(other.unwrap(), typed), None, "typed: {typed}");
        }
        let places: Vec<usize> = (0..=7).map(|n| place_in("1,000,000", n)).collect();
        assert_eq!(places, [0, 1, 3, 4, 5, 7, 8, 9]);
    }
}
