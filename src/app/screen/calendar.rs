//! A month of days over the form, for the focused date.

use chrono::{Datelike, NaiveDate};

use super::command::{Commands, close, leave, nothing, on};
use super::{Behaviour, Turn};
use crate::app::App;
use crate::app::editor::Editor;
use crate::app::line_input::LineInput;
use crate::keys::{Action, Context};
use crate::value::date;

/// The number of days in a week.
pub const WEEK: u32 = 7;
/// The same number as an offset between two days.
const DAYS: i64 = WEEK as i64;

/// The visible month and the selected day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The selected day, in the visible month.
    pub day: NaiveDate,
    /// Whether the user has typed something that is not a day.
    pub is_overtyped: bool,
    /// Whether the user has edited the answer since the calendar was opened. The first typed text
    /// replaces the answer.
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
    /// Selects a day. `None` is a day outside the years that a contract can name; the selection
    /// then stays.
    fn go(&mut self, target: Option<NaiveDate>) -> Turn {
        self.is_overtyped &= target.is_none();
        self.day = target.unwrap_or(self.day);
        Turn::Stay(None)
    }

    /// Makes the selected day the answer. A typed text stays the answer even if it is not a day.
    fn take(&mut self, app: &mut App) -> Turn {
        if let (Some(editor), false) = (&mut app.editor, self.is_overtyped) {
            app.notice = editor.take_day(self.day);
        }
        Turn::Close(None)
    }

    /// The weeks of the month, from Monday to Sunday; days of other months are `None`.
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
    /// Deletes text in the date field.
    fn delete(&mut self, delete: fn(&mut LineInput) -> bool, app: &mut App) -> Turn {
        if let Some(editor) = &mut app.editor {
            app.notice = editor.delete(delete, app.today);
            self.is_typed = true;
            self.follow(editor);
        }
        Turn::Stay(None)
    }

    /// Selects the typed day, if the text of the date field is a day.
    fn follow(&mut self, editor: &Editor) {
        let day = editor.focused_day();
        self.day = day.unwrap_or(self.day);
        self.is_overtyped = !editor.input.text().is_empty() && day.is_none();
    }
}

pub(super) const COMMANDS: Commands<Calendar> = Commands::new(&[
    on(Action::Left, |month, _| {
        month.go(date::add_days(month.day, -1))
    }),
    on(Action::Right, |month, _| {
        month.go(date::add_days(month.day, 1))
    }),
    on(Action::Above, |month, _| {
        month.go(date::add_days(month.day, -DAYS))
    }),
    on(Action::Below, |month, _| {
        month.go(date::add_days(month.day, DAYS))
    }),
    on(Action::PageUp, |month, _| {
        month.go(date::add_months(month.day, -1))
    }),
    on(Action::PageDown, |month, _| {
        month.go(date::add_months(month.day, 1))
    }),
    on(Action::LineStart, |month, app| month.go(Some(app.today))),
    on(Action::LineEnd, nothing),
    on(Action::DeleteBefore, |month, app| {
        month.delete(LineInput::delete_before, app)
    }),
    on(Action::DeleteLine, |month, app| {
        month.delete(LineInput::clear, app)
    }),
    on(Action::Confirm, Calendar::take).when(|month, _| !month.is_overtyped),
    on(Action::Cancel, close),
    on(Action::Helper, close),
    on(Action::Leave, leave),
]);

impl Behaviour for Calendar {
    fn context(&self, _app: &App) -> Context {
        Context::Calendar
    }

    fn commands(&self, _app: &App) -> &'static Commands<Self> {
        &COMMANDS
    }

    /// Types into the date field instead of selecting a day.
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

    fn clicked(&self) -> Option<Action> {
        Some(Action::Confirm)
    }

    fn arrow(&self, forward: bool) -> Action {
        if forward { Action::Right } else { Action::Left }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Settings;
    use crate::app::screen::TakesKeys as _;

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
            let mut app = App::new(Settings::default(), (80, 24), day("2026-02-10"));
            let mut calendar = Calendar::from(day(from));
            calendar.act(action, &mut app);
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
