//! A month of days over the form, for the focused date.

use chrono::{Datelike, NaiveDate};

use super::{Behaviour, Turn};
use crate::app::App;
use crate::app::editor::Editor;
use crate::app::line_input::LineInput;
use crate::keys::{Action, Context};
use crate::value::date;

/// Days of a week.
pub const WEEK: u32 = 7;

/// The month that is shown, and the day in it that would be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The day under the cursor.
    pub day: NaiveDate,
    /// Whether something else has been typed since, which is no day.
    pub is_overtyped: bool,
    /// Whether the answer has been typed in since; what is typed first takes its place.
    pub is_typed: bool,
}

impl From<NaiveDate> for Calendar {
    fn from(day: NaiveDate) -> Self {
        Self {
            day,
            is_overtyped: false,
            is_typed: false,
        }
    }
}

impl Calendar {
    /// Moves the cursor; other keys do nothing. It stays within the years that a contract can
    /// name.
    fn go(&mut self, action: Action, today: NaiveDate) {
        let week = i64::from(WEEK);
        let target = match action {
            Action::Left => date::add_days(self.day, -1),
            Action::Right => date::add_days(self.day, 1),
            Action::Above => date::add_days(self.day, -week),
            Action::Below => date::add_days(self.day, week),
            Action::PageDown => date::add_months(self.day, 1),
            Action::PageUp => date::add_months(self.day, -1),
            Action::LineStart => Some(today),
            _ => None,
        };
        self.is_overtyped &= target.is_none();
        self.day = target.unwrap_or(self.day);
    }

    /// The weeks of the month, Monday first; days of other months are left out.
    #[must_use]
    pub fn weeks(&self) -> Vec<[Option<NaiveDate>; WEEK as usize]> {
        let mut weeks = vec![[None; WEEK as usize]];
        let first = self.day.with_day(1).unwrap_or(self.day);
        for day in first
            .iter_days()
            .take_while(|day| day.month() == first.month())
        {
            let place = day.weekday().num_days_from_monday() as usize;
            if place == 0 && day != first {
                weeks.push([None; WEEK as usize]);
            }
            if let Some(slot) = weeks.last_mut().and_then(|week| week.get_mut(place)) {
                *slot = Some(day);
            }
        }
        weeks
    }
}

impl Calendar {
    /// Deletes in the field below.
    fn delete(&mut self, delete: fn(&mut LineInput) -> bool, app: &mut App) {
        if let Some(editor) = &mut app.editor {
            app.notice = editor.delete(delete, app.today);
            self.is_typed = true;
            self.follow(editor);
        }
    }

    /// Follows what is typed, as soon as it is a day.
    fn follow(&mut self, editor: &Editor) {
        let day = editor.focused_day();
        self.day = day.unwrap_or(self.day);
        self.is_overtyped = !editor.input.text().is_empty() && day.is_none();
    }
}

impl Behaviour for Calendar {
    fn context(&self, _app: &App) -> Context {
        Context::Calendar
    }

    fn act(&mut self, action: Action, app: &mut App) -> Turn {
        match action {
            Action::Cancel | Action::Helper => return Turn::Close(None),
            Action::Confirm => {
                // What is typed stays, also where it is wrong.
                if let (Some(editor), false) = (&mut app.editor, self.is_overtyped) {
                    app.notice = editor.take_day(self.day);
                }
                return Turn::Close(None);
            }
            Action::DeleteBefore => self.delete(LineInput::delete_before, app),
            Action::DeleteLine => self.delete(LineInput::clear, app),
            Action::Leave => return Turn::Stay(app.leave()),
            _ => self.go(action, app.today),
        }
        Turn::Stay(None)
    }

    /// Types the day instead of choosing it.
    fn typed(&mut self, text: &str, is_paste: bool, app: &mut App) {
        let Some(editor) = &mut app.editor else {
            return;
        };
        if !text.trim().is_empty() || self.is_typed {
            app.notice = if std::mem::replace(&mut self.is_typed, true) {
                editor.insert(text, is_paste, app.today)
            } else {
                editor.insert_anew(text, is_paste, app.today)
            };
            self.follow(editor);
        }
    }

    fn helps(&self, action: Action, _app: &App) -> bool {
        action != Action::Confirm || !self.is_overtyped
    }

    fn clicked(&self) -> Option<Action> {
        Some(Action::Confirm)
    }

    fn step(&self, forward: bool) -> Action {
        if forward { Action::Right } else { Action::Left }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_cursor_moves_by_day_week_and_month_and_never_out_of_the_years() {
        for (from, action, to) in [
            ("2026-03-01", Action::Left, "2026-02-28"),
            ("2026-12-31", Action::Right, "2027-01-01"),
            ("2028-03-07", Action::Above, "2028-02-29"),
            ("2026-02-25", Action::Below, "2026-03-04"),
            ("2026-01-31", Action::PageDown, "2026-02-28"),
            ("2026-03-31", Action::PageUp, "2026-02-28"),
            ("2030-05-05", Action::LineStart, "2026-02-10"),
            ("1900-01-01", Action::Left, "1900-01-01"),
            ("1900-01-31", Action::PageUp, "1900-01-31"),
            ("2999-12-31", Action::Below, "2999-12-31"),
            ("2026-05-05", Action::Save, "2026-05-05"),
        ] {
            let mut calendar = Calendar::from(day(from));
            calendar.go(action, day("2026-02-10"));
            assert_eq!(calendar.day, day(to), "{from} {action:?}");
        }
    }

    #[test]
    fn a_month_is_laid_out_by_weeks_from_monday() {
        for (month, n_weeks, first_place, last) in [
            ("2026-03-15", 6, 6, 31),
            ("2026-02-01", 5, 6, 28),
            ("2027-02-01", 4, 0, 28),
            ("2028-02-10", 5, 1, 29),
        ] {
            let weeks = Calendar::from(day(month)).weeks();
            assert_eq!(weeks.len(), n_weeks, "{month}");
            let first = weeks[0].iter().position(Option::is_some);
            assert_eq!(first, Some(first_place), "{month}");
            let days: Vec<u32> = weeks
                .iter()
                .flatten()
                .flatten()
                .map(Datelike::day)
                .collect();
            assert_eq!(days, (1..=last).collect::<Vec<_>>(), "{month}");
        }
    }
}
