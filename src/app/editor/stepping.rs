//! Changes the focused answer by one step, or to a day from the calendar.

use chrono::NaiveDate;

use super::Editor;
use crate::app::line_input::LineInput;
use crate::desk::work::{Edit, StepKind};
use crate::draft::{Answer, State};
use crate::template::FieldKind;
use crate::value::{self, Value, date};
use crate::wording::Notice;

impl Editor {
    /// Whether the focused field takes a number or a date.
    #[must_use]
    pub(in crate::app) fn can_step(&self) -> bool {
        self.focused_field()
            .is_some_and(|field| matches!(field.kind, FieldKind::Integer | FieldKind::Date))
    }

    /// Whether the focused field has a calendar.
    #[must_use]
    pub(in crate::app) fn has_calendar(&self) -> bool {
        self.focused_field()
            .is_some_and(|field| field.kind == FieldKind::Date)
    }

    /// The first day that the calendar selects: the answer, or the suggestion, or today.
    #[must_use]
    pub(in crate::app) fn calendar_day(&self, today: NaiveDate) -> NaiveDate {
        let offered = self
            .focused_suggestion()
            .and_then(|offered| date::parse_stored(&offered.answer.as_text()).ok());
        self.focused_day().or(offered).unwrap_or(today)
    }

    /// The focused answer, if it is a date.
    #[must_use]
    pub(in crate::app) fn focused_day(&self) -> Option<NaiveDate> {
        match self.focused_value() {
            Some(Value::Date(day)) => Some(*day),
            Some(_) | None => None,
        }
    }

    /// Increases or decreases a number by one or a date by one day, within the field's limits. An
    /// empty field gets the suggestion, or the lowest number or today.
    pub fn step(&mut self, up: bool, today: NaiveDate) -> Option<Notice> {
        if let Some(notice) = self.refuse() {
            return Some(notice);
        }
        if !self.can_step() {
            return Some(Notice::NothingToStep);
        }
        if *self.values().state(&self.focus) == State::Wrong {
            return Some(Notice::NotToBeStepped);
        }
        let field = self.focused_field()?;
        let text = match (&field.kind, self.focused_value()) {
            (FieldKind::Integer, value) => {
                let lowest = field.limits.min.unwrap_or(0) + i64::from(field.limits.above_min);
                let offered = self
                    .focused_suggestion()
                    .and_then(|offered| value::parse_integer(&offered.answer.as_text()).ok());
                let highest = field.limits.max.unwrap_or(i64::from(u32::MAX));
                let lowest = lowest.max(0).min(highest);
                let number = match (value, offered) {
                    // A number outside the limits does not move further away from them.
                    (Some(Value::Integer(number)), _) if up => {
                        (i64::from(*number) + 1).min(highest.max(i64::from(*number)))
                    }
                    (Some(Value::Integer(number)), _) => {
                        (i64::from(*number) - 1).max(lowest.min(i64::from(*number)))
                    }
                    (_, Some(offered)) => i64::from(offered).clamp(lowest, highest),
                    (_, None) => lowest,
                };
                number.to_string()
            }
            (FieldKind::Date, Some(Value::Date(day))) => {
                date::iso(date::add_days(*day, if up { 1 } else { -1 })?)
            }
            (FieldKind::Date, _) => date::iso(self.calendar_day(today)),
            _ => return Some(Notice::NothingToStep),
        };
        self.replace_answer(&text, StepKind::Step)
    }

    /// Answers with a day from the calendar, then goes to the next field.
    pub(in crate::app) fn take_day(&mut self, day: NaiveDate) -> Option<Notice> {
        if let Some(notice) = self.refuse() {
            return Some(notice);
        }
        let refused = self.replace_answer(&date::iso(day), StepKind::Whole);
        self.next_field();
        refused
    }

    fn replace_answer(&mut self, text: &str, step: StepKind) -> Option<Notice> {
        self.focused_field()?;
        self.input = LineInput::new(text);
        let answer = Answer::Text(text.to_owned());
        self.edit([Edit::answer(&self.focus.clone(), Some(answer), step)])
    }
}
