//! What became of a contract: the user marks it as sent, signed or given up, or opens it again.

use chrono::NaiveDate;

use super::command::{Commands, close, leave, nothing, on};
use super::{Behaviour, Screen, Turn};
use crate::app::App;
use crate::app::line_input::LineInput;
use crate::app::list::{Step, moved};
use crate::draft::{Mark, Status};
use crate::keys::{Action, Context};
use crate::value::date;
use crate::wording::Notice;

/// The screen with the marks.
#[derive(Clone, Debug)]
pub struct MarkScreen {
    /// The selected row, an index of [`Mark::ALL`].
    pub row: usize,
    /// The day or the reason that the selected mark needs, while the user types it.
    pub input: Option<LineInput>,
}

impl MarkScreen {
    /// The screen with this mark selected.
    #[must_use]
    pub fn new(mark: Mark) -> Self {
        let row = Mark::ALL.iter().position(|other| *other == mark);
        Self {
            row: row.unwrap_or_default(),
            input: None,
        }
    }

    /// Whether the typed text is a day, and not a reason.
    #[must_use]
    pub fn asks_day(&self, app: &App) -> bool {
        let mark = self.selected();
        mark.takes_date() && !mark.needs_reason(current(app))
    }

    /// The selected mark.
    #[must_use]
    pub fn selected(&self) -> Mark {
        Mark::ALL.get(self.row).copied().unwrap_or_default()
    }
}

pub(super) const COMMANDS: Commands<MarkScreen> = Commands::new(&[
    on(Action::Confirm, MarkScreen::choose),
    on(Action::Mark, close),
    on(Action::Cancel, close),
    on(Action::Leave, leave),
])
.stepping(MarkScreen::step);

/// The commands while the user types a day or a reason.
pub(super) const WITH_INPUT: Commands<MarkScreen> = Commands::new(&[
    on(Action::Confirm, MarkScreen::confirm),
    on(Action::Cancel, MarkScreen::drop_input),
    on(Action::Leave, leave),
    on(Action::PageUp, nothing),
    on(Action::PageDown, nothing),
])
.editing(|screen, edit, _| {
    if let Some(input) = &mut screen.input {
        input.edit(edit);
    }
});

impl Behaviour for MarkScreen {
    fn context(&self, _app: &App) -> Context {
        match self.input {
            Some(_) => Context::MarkValue,
            None => Context::Mark,
        }
    }

    fn commands(&self, _app: &App) -> &'static Commands<Self> {
        match self.input {
            Some(_) => &WITH_INPUT,
            None => &COMMANDS,
        }
    }

    fn typed(&mut self, text: &str, _is_paste: bool, app: &mut App) {
        if let Some(input) = &mut self.input
            && !input.insert(text)
        {
            app.notice = Some(Notice::TextCut);
        }
    }

    fn clicked(&self) -> Option<Action> {
        self.input.is_none().then_some(Action::Confirm)
    }
}

impl MarkScreen {
    fn step(&mut self, step: Step, _app: &mut App) {
        self.row = moved(self.row, Mark::ALL.len(), step);
    }

    /// Marks the contract, or first asks for the day or the reason.
    fn choose(&mut self, app: &mut App) -> Turn {
        let mark = self.selected();
        let before = current(app);
        if mark == before {
            return Turn::Close(None);
        }
        if mark.takes_date() && !mark.needs_reason(before) {
            self.input = Some(LineInput::new(&date::iso(app.today)));
        } else if mark.needs_reason(before) {
            self.input = Some(LineInput::default());
        } else {
            return set(app, Status::default());
        }
        Turn::Stay(None)
    }

    /// Takes the typed day or reason.
    fn confirm(&mut self, app: &mut App) -> Turn {
        let mark = self.selected();
        let text = self.input.as_ref().map_or("", LineInput::text).trim();
        if self.asks_day(app) {
            let Some(day) = day_of(text, app.today) else {
                app.notice = Some(Notice::NoSuchMarkDay);
                return Turn::Stay(None);
            };
            return set(
                app,
                Status {
                    is: mark,
                    date: Some(day),
                    reason: String::new(),
                },
            );
        }
        if text.is_empty() {
            app.notice = Some(Notice::ReasonNeeded);
            return Turn::Stay(None);
        }
        set(
            app,
            Status {
                is: mark,
                date: Some(app.today),
                reason: text.to_owned(),
            },
        )
    }

    fn drop_input(&mut self, _app: &mut App) -> Turn {
        self.input = None;
        Turn::Stay(None)
    }
}

fn day_of(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    date::parse_stored(&date::as_stored(text, today)).ok()
}

fn current(app: &App) -> Mark {
    let editor = app.editor.as_ref();
    editor.map_or(Mark::Open, |editor| editor.work.draft().status.is)
}

fn set(app: &mut App, status: Status) -> Turn {
    if let Some(editor) = &mut app.editor {
        let mark = status.is;
        app.notice = Some(match editor.work.mark(status) {
            Ok(()) => Notice::Marked(mark),
            Err(refusal) => refusal.into(),
        });
    }
    Turn::Close(None)
}

impl App {
    /// Opens the screen that marks the open draft.
    pub(in crate::app) fn show_marks(&mut self) {
        let mark = current(self);
        self.show(Screen::Mark(MarkScreen::new(mark)));
    }
}
