//! A message of the client: the user pastes or types it, sees which piece of it answers which
//! field, and takes the pieces one by one or all sure ones at once.

mod piece;

use std::collections::BTreeMap;

pub use piece::{Piece, Standing, Target};

use super::command::{Commands, leave, on};
use super::{Behaviour, Screen, Turn};
use crate::app::App;
use crate::app::editor::Editor;
use crate::app::line_input::Edit;
use crate::app::list::{Step, moved};
use crate::app::text_input::TextInput;
use crate::draft::{Answer, Origin};
use crate::facts::{self, MESSAGE_LIMIT_BYTES, Reader};
use crate::keys::{Action, Context};
use crate::template::{Place, ProfileKey};
use crate::wording::{MessageNotice, Notice};

/// The lines of a page of the message.
const PAGE: usize = 10;

/// The screen with the message and its pieces.
#[derive(Clone, Debug)]
pub struct PasteScreen {
    /// The message.
    pub message: TextInput,
    /// The pieces of the message that answer something, in their order.
    pub pieces: Vec<Piece>,
    /// The parts of the message from which nothing was taken, in order.
    pub unused: Vec<std::ops::Range<usize>>,
    /// The selected piece.
    pub row: usize,
    /// Whether the user types in the message; else the user chooses among the pieces.
    pub is_typing: bool,
    /// The answers and origins of the draft when the screen was opened.
    before: (BTreeMap<Place, Answer>, BTreeMap<Place, Origin>),
    has_taken: bool,
}

impl PasteScreen {
    fn new(editor: &Editor) -> Self {
        let draft = editor.work.draft();
        Self {
            message: TextInput::default(),
            pieces: Vec::new(),
            unused: Vec::new(),
            row: 0,
            is_typing: true,
            before: (draft.answers.clone(), draft.origins.clone()),
            has_taken: false,
        }
    }

    /// The selected piece.
    #[must_use]
    pub fn selected(&self) -> Option<&Piece> {
        self.pieces.get(self.row)
    }
}

/// The commands while the user types in the message.
pub(super) const IN_MESSAGE: Commands<PasteScreen> = Commands::new(&[
    on(Action::Confirm, PasteScreen::break_line),
    on(Action::SwitchPane, PasteScreen::switch).when(|screen, _| !screen.pieces.is_empty()),
    on(Action::Above, |screen, _| screen.move_lines(false, 1)),
    on(Action::Below, |screen, _| screen.move_lines(true, 1)),
    on(Action::PageUp, |screen, _| screen.move_lines(false, PAGE)),
    on(Action::PageDown, |screen, _| screen.move_lines(true, PAGE)),
    on(Action::TakeSure, PasteScreen::take_sure).when(has_sure),
    on(Action::Paste, close),
    on(Action::Cancel, close),
    on(Action::Leave, leave),
])
.editing(PasteScreen::edit);

/// The commands while the user chooses among the pieces.
pub(super) const IN_PIECES: Commands<PasteScreen> = Commands::new(&[
    on(Action::Toggle, PasteScreen::toggle).when(|screen, app| {
        let standing = screen.selected().zip(app.editor.as_ref());
        standing.is_some_and(|(piece, editor)| piece.standing(editor) != Standing::NoField)
    }),
    on(Action::SwitchPane, PasteScreen::switch),
    on(Action::TakeSure, PasteScreen::take_sure).when(has_sure),
    on(Action::Undo, |_, app| travel(app, Editor::undo)),
    on(Action::Redo, |_, app| travel(app, Editor::redo)),
    on(Action::Paste, close),
    on(Action::Cancel, close),
    on(Action::Leave, leave),
])
.stepping(|screen, step, _| screen.step(step));

impl Behaviour for PasteScreen {
    fn context(&self, _app: &App) -> Context {
        if self.is_typing {
            Context::Message
        } else {
            Context::Pieces
        }
    }

    fn commands(&self, _app: &App) -> &'static Commands<Self> {
        if self.is_typing {
            &IN_MESSAGE
        } else {
            &IN_PIECES
        }
    }

    fn typed(&mut self, text: &str, is_paste: bool, app: &mut App) {
        if !self.is_typing {
            if !is_paste {
                return;
            }
            // A second message follows the first.
            self.message.begin_line();
        }
        let fits = self.message.insert(text, MESSAGE_LIMIT_BYTES);
        self.read(app);
        if is_paste {
            self.is_typing = self.pieces.is_empty();
            self.row = self.first_open(app);
            if self.pieces.is_empty() {
                app.notice = Some(Notice::Message(MessageNotice::Nothing));
            }
        }
        if !fits {
            app.notice = Some(Notice::Message(MessageNotice::Cut));
        }
    }

    fn clicked(&self) -> Option<Action> {
        (!self.is_typing).then_some(Action::Toggle)
    }
}

impl PasteScreen {
    fn read(&mut self, app: &App) {
        let Some(editor) = &app.editor else {
            return;
        };
        let own_name = editor.work.house().profile.get(&ProfileKey::Name);
        let mut facts = facts::read(
            self.message.text(),
            &Reader {
                template: Some(editor.work.template()),
                today: app.today,
                own_name: own_name.map_or("", String::as_str),
            },
        );
        self.unused = std::mem::take(&mut facts.unused);
        self.pieces = piece::pieces(facts);
        self.row = self.row.min(self.pieces.len().saturating_sub(1));
    }

    /// The first piece that the draft has not taken, or else the first piece.
    fn first_open(&self, app: &App) -> usize {
        let is_open = |piece: &Piece| {
            let standing = app.editor.as_ref().map(|editor| piece.standing(editor));
            matches!(standing, Some(Standing::Open | Standing::Differs))
        };
        self.pieces.iter().position(is_open).unwrap_or_default()
    }

    fn edit(&mut self, edit: Edit, app: &mut App) {
        if self.message.edit(edit) {
            self.read(app);
        }
    }

    fn break_line(&mut self, app: &mut App) -> Turn {
        self.typed("\n", false, app);
        Turn::Stay(None)
    }

    fn move_lines(&mut self, below: bool, n_lines: usize) -> Turn {
        for _ in 0..n_lines {
            self.message.move_line(below);
        }
        Turn::Stay(None)
    }

    fn step(&mut self, step: Step) {
        self.row = moved(self.row, self.pieces.len(), step);
    }

    fn switch(&mut self, _app: &mut App) -> Turn {
        self.is_typing = !self.is_typing || self.pieces.is_empty();
        Turn::Stay(None)
    }

    /// Takes the selected piece, or puts back what the draft had before.
    fn toggle(&mut self, app: &mut App) -> Turn {
        if let Some(editor) = &mut app.editor
            && let Some(piece) = self.selected()
        {
            let answer = piece.place().cloned().zip(Some(piece.answer.clone()));
            app.notice = match (piece.standing(editor), answer) {
                (Standing::Open | Standing::Differs, Some(answer)) => {
                    self.has_taken = true;
                    Some(editor.take_from_message(vec![answer]))
                }
                (Standing::Taken, Some((place, _))) => {
                    let (answers, origins) = &self.before;
                    editor.put_back(&place, answers.get(&place), origins.get(&place))
                }
                (Standing::NoField, _) | (_, None) => Some(Notice::Message(MessageNotice::NoField)),
            };
        }
        Turn::Stay(None)
    }

    /// Takes all sure pieces in one step.
    fn take_sure(&mut self, app: &mut App) -> Turn {
        if let Some(editor) = &mut app.editor {
            let sure = self.pieces.iter().filter(|piece| piece.is_sure(editor));
            let answers: Vec<(Place, Answer)> = sure
                .filter_map(|piece| Some((piece.place()?.clone(), piece.answer.clone())))
                .collect();
            self.has_taken |= !answers.is_empty();
            app.notice = Some(editor.take_from_message(answers));
        }
        self.is_typing = self.pieces.is_empty();
        self.row = self.first_open(app);
        Turn::Stay(None)
    }
}

fn has_sure(screen: &PasteScreen, app: &App) -> bool {
    let editor = app.editor.as_ref();
    editor.is_some_and(|editor| screen.pieces.iter().any(|piece| piece.is_sure(editor)))
}

fn travel(app: &mut App, travel: fn(&mut Editor) -> Option<Notice>) -> Turn {
    app.notice = app.editor.as_mut().and_then(travel);
    Turn::Stay(None)
}

/// Closes the screen. If something was taken, the form goes on at the next blank that needs an
/// answer.
fn close(screen: &mut PasteScreen, app: &mut App) -> Turn {
    if screen.has_taken
        && let Some(editor) = &mut app.editor
    {
        app.notice = editor.go_to_open();
    }
    Turn::Close(None)
}

impl App {
    /// Opens the screen for a message of the client.
    pub(in crate::app) fn show_paste(&mut self) {
        let Some(editor) = &self.editor else {
            return;
        };
        self.notice = editor.work.may_edit().err().map(Notice::from);
        if self.notice.is_none() {
            let screen = PasteScreen::new(editor);
            self.show(Screen::Paste(Box::new(screen)));
        }
    }
}
