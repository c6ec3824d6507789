//! What the program suggests for the blanks that are still empty: the user takes all of it at once,
//! or one by one, and confirms what stands on the screen.

use super::command::{Commands, leave, on};
use super::{Behaviour, Screen, Turn};
use crate::app::App;
use crate::app::editor::Editor;
use crate::app::list::moved;
use crate::app::panes::{self, ABOVE_BODY, BELOW_BODY};
use crate::draft::Suggestion;
use crate::keys::{Action, Context};
use crate::template::Place;
use crate::wording::Notice;

/// The rows above the list: the introduction and a gap.
pub const ABOVE_LIST: u16 = 2;
/// The rows below the list: a gap and the selected suggestion in full.
pub const BELOW_LIST: u16 = 3;

/// The list of suggestions.
#[derive(Clone, Debug)]
pub struct SuggestionsScreen {
    /// The blanks that were empty, with their suggestions, in the order of the form.
    pub rows: Vec<(Place, Suggestion)>,
    /// The selected row.
    pub row: usize,
    has_taken: bool,
}

/// What became of a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The blank is still empty.
    No,
    /// The blank has the answer, and the user has not confirmed it.
    Unconfirmed,
    /// The blank has an answer that waits for nothing.
    Done,
}

impl Taken {
    /// What became of the suggestion for a blank.
    #[must_use]
    pub fn of(place: &Place, editor: &Editor) -> Self {
        let draft = editor.work.draft();
        let answer = draft.answers.get(place);
        if answer.is_none_or(crate::draft::Answer::is_empty) {
            Self::No
        } else if draft.is_unconfirmed(place) {
            Self::Unconfirmed
        } else {
            Self::Done
        }
    }
}

impl SuggestionsScreen {
    /// The number of suggestions in this state.
    #[must_use]
    pub fn count(&self, wanted: Taken, editor: &Editor) -> usize {
        let rows = self.rows.iter();
        rows.filter(|(place, _)| Taken::of(place, editor) == wanted)
            .count()
    }
}

pub(super) const COMMANDS: Commands<SuggestionsScreen> = Commands::new(&[
    on(Action::Confirm, SuggestionsScreen::take_all).when(|screen, app| screen.has(Taken::No, app)),
    on(Action::Toggle, SuggestionsScreen::toggle),
    on(Action::ConfirmShown, SuggestionsScreen::confirm)
        .when(|screen, app| screen.has(Taken::Unconfirmed, app)),
    on(Action::Undo, |_, app| travel(app, Editor::undo)),
    on(Action::Redo, |_, app| travel(app, Editor::redo)),
    on(Action::Suggestions, close),
    on(Action::Cancel, close),
    on(Action::Leave, leave),
])
.stepping(|screen, step, _| screen.row = moved(screen.row, screen.rows.len(), step));

impl Behaviour for SuggestionsScreen {
    fn context(&self, _app: &App) -> Context {
        Context::Suggestions
    }

    fn commands(&self, _app: &App) -> &'static Commands<Self> {
        &COMMANDS
    }

    fn clicked(&self) -> Option<Action> {
        Some(Action::Toggle)
    }
}

impl SuggestionsScreen {
    fn has(&self, wanted: Taken, app: &App) -> bool {
        let editor = app.editor.as_ref();
        editor.is_some_and(|editor| self.count(wanted, editor) > 0)
    }

    /// Takes all suggestions in one undo step.
    fn take_all(&mut self, app: &mut App) -> Turn {
        let Some(editor) = &mut app.editor else {
            return Turn::Close(None);
        };
        let rows = self.rows.iter();
        let open: Vec<(Place, Suggestion)> = rows
            .filter(|(place, _)| Taken::of(place, editor) == Taken::No)
            .cloned()
            .collect();
        let count = open.len();
        if count == 0 {
            app.notice = Some(Notice::NothingSuggested);
            return Turn::Stay(None);
        }
        let refused = editor.take_suggestions(open);
        self.has_taken |= refused.is_none();
        app.notice = refused.or(Some(Notice::SuggestionsTaken(count)));
        // An answer may ask for more blanks.
        for row in editor.work.remaining_suggestions() {
            if self.rows.iter().all(|(place, _)| *place != row.0) {
                self.rows.push(row);
            }
        }
        Turn::Stay(None)
    }

    /// Takes the selected suggestion, or empties its blank again.
    fn toggle(&mut self, app: &mut App) -> Turn {
        if let Some(editor) = &mut app.editor
            && let Some((place, suggestion)) = self.rows.get(self.row)
        {
            app.notice = match Taken::of(place, editor) {
                Taken::No => {
                    self.has_taken = true;
                    editor.take_suggestions(vec![(place.clone(), suggestion.clone())])
                }
                Taken::Unconfirmed | Taken::Done => editor.put_back(place, None, None),
            };
        }
        Turn::Stay(None)
    }

    /// Confirms the answers of the list that stand on the screen, then shows those that are left.
    /// Closes the list when none is left.
    fn confirm(&mut self, app: &mut App) -> Turn {
        let Some(editor) = &mut app.editor else {
            return Turn::Close(None);
        };
        let body = app.screen.1.saturating_sub(ABOVE_BODY + BELOW_BODY);
        let height = usize::from(body.saturating_sub(ABOVE_LIST + BELOW_LIST));
        let n_rows = self.rows.len();
        let top_at = |row: usize| panes::follow(0, height, n_rows, row, row + 1);
        let top = top_at(self.row);
        let is_waiting =
            |(place, _): &&(Place, Suggestion)| Taken::of(place, editor) == Taken::Unconfirmed;
        let shown = self.rows.iter().skip(top).take(height);
        let places: Vec<Place> = shown
            .filter(is_waiting)
            .map(|(place, _)| place.clone())
            .collect();
        let count = places.len();
        if count == 0 && self.count(Taken::Unconfirmed, editor) == 0 {
            app.notice = Some(Notice::NothingToConfirm);
            return Turn::Stay(None);
        }
        if count > 0
            && let Some(refused) = editor.confirm_places(places)
        {
            app.notice = Some(refused);
            return Turn::Stay(None);
        }
        let left = self.count(Taken::Unconfirmed, editor);
        app.notice = (count > 0).then_some(Notice::Confirmed { count, left });
        let mut waiting = self.rows.iter().enumerate();
        let next = waiting.find(|(_, (place, _))| Taken::of(place, editor) == Taken::Unconfirmed);
        match next {
            // As many rows as possible follow the first one that waits on the screen.
            Some((row, _)) => {
                let is_seen = |selected: &usize| top_at(*selected) <= row;
                let last = (row + height).min(n_rows);
                self.row = (row..last).rev().find(is_seen).unwrap_or(row);
            }
            None if self.count(Taken::No, editor) == 0 => {
                editor.go_to_open();
                return Turn::Close(None);
            }
            None => {}
        }
        Turn::Stay(None)
    }
}

fn travel(app: &mut App, travel: fn(&mut Editor) -> Option<Notice>) -> Turn {
    app.notice = app.editor.as_mut().and_then(travel);
    Turn::Stay(None)
}

/// Closes the list. If something was taken, the form goes on at the next blank that needs an answer.
fn close(screen: &mut SuggestionsScreen, app: &mut App) -> Turn {
    if screen.has_taken
        && let Some(editor) = &mut app.editor
    {
        app.notice = editor.go_to_open();
    }
    Turn::Close(None)
}

impl App {
    /// Opens the list of suggestions.
    pub(in crate::app) fn show_suggestions(&mut self) {
        let Some(editor) = &self.editor else {
            return;
        };
        let rows = editor.work.remaining_suggestions();
        self.notice = editor.work.may_edit().err().map(Notice::from);
        if self.notice.is_none() && rows.is_empty() {
            self.notice = Some(Notice::NothingSuggested);
        }
        if self.notice.is_none() {
            let screen = SuggestionsScreen {
                rows,
                row: 0,
                has_taken: false,
            };
            self.show(Screen::Suggestions(Box::new(screen)));
        }
    }
}
