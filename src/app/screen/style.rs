//! The style of the contract: the value of each style key, its source, and the values that only
//! this contract has.

use super::command::{Commands, leave, on};
use super::{Behaviour, Screen, Turn};
use crate::app::App;
use crate::app::editor::Editor;
use crate::app::line_input::{Edit, LineInput};
use crate::app::list::{Step, moved};
use crate::app::panes::Pane;
use crate::keys::{Action, Context};
use crate::template::{Style, StyleError, StyleGroup, StyleKey, StyleValue};
use crate::wording::Notice;

/// The list of style keys.
#[derive(Clone, Debug)]
pub struct StyleScreen {
    /// The selected style key, an index of [`Style::keys`].
    pub row: usize,
    /// The value of the selected key, while the user types it.
    pub input: Option<LineInput>,
    /// Why the typed value was rejected.
    pub problem: Option<StyleError>,
    /// The pane that had the keys before.
    back_to: Pane,
}

/// A line of the list.
#[derive(Clone, Copy, Debug)]
pub enum StyleLine {
    /// A gap between two groups.
    Gap,
    /// The heading of a group.
    Heading(StyleGroup),
    /// A style key with its index in [`Style::keys`].
    Key(usize, &'static StyleKey),
}

/// All lines of the list.
#[must_use]
pub fn style_lines() -> Vec<StyleLine> {
    let mut lines = Vec::new();
    let mut group = None;
    for (index, key) in Style::keys().iter().enumerate() {
        if group != Some(key.group) {
            if group.is_some() {
                lines.push(StyleLine::Gap);
            }
            group = Some(key.group);
            lines.push(StyleLine::Heading(key.group));
        }
        lines.push(StyleLine::Key(index, key));
    }
    lines
}

impl StyleScreen {
    /// The list. Closing it gives the keys back to `back_to`.
    #[must_use]
    pub fn new(back_to: Pane) -> Self {
        Self {
            row: 0,
            input: None,
            problem: None,
            back_to,
        }
    }

    /// The selected style key.
    #[must_use]
    pub fn selected(&self) -> Option<&'static StyleKey> {
        Style::keys().get(self.row)
    }
}

/// The commands of the list.
pub(super) const COMMANDS: Commands<StyleScreen> = Commands::new(&[
    on(Action::Left, StyleScreen::choose_previous),
    on(Action::Right, StyleScreen::choose_next),
    on(Action::Toggle, StyleScreen::choose_next).when(|_, app| !app.reads_only()),
    on(Action::Confirm, StyleScreen::confirm).when(StyleScreen::may_type),
    on(Action::Reset, StyleScreen::reset).when(StyleScreen::has_own_value),
    on(Action::Undo, StyleScreen::undo).when(|_, app| may_change(app, Editor::can_undo)),
    on(Action::Redo, StyleScreen::redo).when(|_, app| may_change(app, Editor::can_redo)),
    on(Action::Cancel, StyleScreen::close),
    on(Action::Style, StyleScreen::close),
    on(Action::Leave, leave),
])
.stepping(StyleScreen::step);

/// The commands while the user types a value.
pub(super) const WITH_VALUE: Commands<StyleScreen> = Commands::new(&[
    on(Action::Confirm, StyleScreen::take_value),
    on(Action::Cancel, StyleScreen::drop_value),
    on(Action::Leave, leave),
    on(Action::PageUp, StyleScreen::drop_problem),
    on(Action::PageDown, StyleScreen::drop_problem),
])
.editing(StyleScreen::edit_value);

/// Whether the draft is writable and `can` holds.
fn may_change(app: &App, can: fn(&Editor) -> bool) -> bool {
    let editor = app.editor.as_ref();
    editor.is_some_and(|editor| !editor.work.is_read_only() && can(editor))
}

impl Behaviour for StyleScreen {
    fn context(&self, _app: &App) -> Context {
        if self.input.is_some() {
            Context::StyleValue
        } else {
            Context::Style
        }
    }

    fn commands(&self, _app: &App) -> &'static Commands<Self> {
        match self.input {
            Some(_) => &WITH_VALUE,
            None => &COMMANDS,
        }
    }

    fn typed(&mut self, text: &str, _is_paste: bool, app: &mut App) {
        if let Some(input) = &mut self.input {
            self.problem = None;
            if !input.insert(text) {
                app.notice = Some(Notice::TextCut);
            }
        }
    }

    fn clicked(&self) -> Option<Action> {
        self.input.is_none().then_some(Action::Confirm)
    }
}

impl StyleScreen {
    /// Moves the selection; a page step scrolls the contract if it is visible.
    fn step(&mut self, step: Step, app: &mut App) {
        if let (Some(editor), Step::PageUp | Step::PageDown) = (&mut app.editor, step)
            && editor.panes().contract.height > 0
        {
            editor.scroll_page(step == Step::PageDown);
            return;
        }
        self.row = moved(self.row, Style::keys().len(), step);
    }

    fn change(&self, app: &mut App, change: fn(&StyleKey, &mut Editor) -> Option<Notice>) -> Turn {
        if let (Some(key), Some(editor)) = (self.selected(), &mut app.editor) {
            app.notice = change(key, editor);
        }
        Turn::Stay(None)
    }

    fn choose_next(&mut self, app: &mut App) -> Turn {
        self.change(app, |key, editor| choose(key, true, editor))
    }

    fn choose_previous(&mut self, app: &mut App) -> Turn {
        self.change(app, |key, editor| choose(key, false, editor))
    }

    fn reset(&mut self, app: &mut App) -> Turn {
        self.change(app, |key, editor| editor.reset_style(key))
    }

    fn undo(&mut self, app: &mut App) -> Turn {
        self.change(app, |_, editor| editor.show_change(Editor::undo))
    }

    fn redo(&mut self, app: &mut App) -> Turn {
        self.change(app, |_, editor| editor.show_change(Editor::redo))
    }

    fn may_type(&self, app: &App) -> bool {
        let is_free = self.selected().is_some_and(StyleKey::is_free);
        is_free && !app.reads_only()
    }

    /// Selects the next choice. If the key takes any value, starts typing instead.
    fn confirm(&mut self, app: &mut App) -> Turn {
        let (Some(key), Some(editor)) = (self.selected(), &mut app.editor) else {
            return Turn::Stay(None);
        };
        if !key.is_free() {
            app.notice = choose(key, true, editor);
            return Turn::Stay(None);
        }
        app.notice = editor.refuse();
        if app.notice.is_none() {
            let value = key.value(editor.style());
            self.input = Some(LineInput::new(&as_typed(&value)));
        }
        Turn::Stay(None)
    }

    fn has_own_value(&self, app: &App) -> bool {
        let (Some(key), Some(editor)) = (self.selected(), &app.editor) else {
            return false;
        };
        !editor.work.is_read_only() && editor.work.draft().style.contains_key(key.name)
    }

    fn close(&mut self, app: &mut App) -> Turn {
        if let Some(editor) = &mut app.editor {
            editor.give_keys(self.back_to);
        }
        Turn::Close(None)
    }

    fn take_value(&mut self, app: &mut App) -> Turn {
        let (Some(key), Some(input), Some(editor)) =
            (self.selected(), &self.input, &mut app.editor)
        else {
            return Turn::Stay(None);
        };
        match editor.set_style(key, key.typed(input.text())) {
            Ok(notice) => {
                self.problem = None;
                self.input = None;
                app.notice = notice;
            }
            Err(error) => self.problem = Some(error),
        }
        Turn::Stay(None)
    }

    fn drop_value(&mut self, app: &mut App) -> Turn {
        self.input = None;
        self.drop_problem(app)
    }

    fn drop_problem(&mut self, _app: &mut App) -> Turn {
        self.problem = None;
        Turn::Stay(None)
    }

    fn edit_value(&mut self, edit: Edit, _app: &mut App) {
        if let Some(input) = &mut self.input {
            self.problem = None;
            input.edit(edit);
        }
    }
}

/// Selects the choice after or before the current value; the last and the first choice are
/// neighbours. From a number that is not a choice, selects the nearest choice in this direction.
fn choose(key: &StyleKey, forward: bool, editor: &mut Editor) -> Option<Notice> {
    let mut choices = key.choices();
    let present = key.value(editor.style());
    if !forward {
        choices.reverse();
    }
    let is_beyond = |choice: &StyleValue| match (choice, &present) {
        (StyleValue::Number(choice), StyleValue::Number(present)) if forward => choice > present,
        (StyleValue::Number(choice), StyleValue::Number(present)) => choice < present,
        _ => false,
    };
    let place = match choices.iter().position(|choice| *choice == present) {
        Some(place) => (place + 1) % choices.len(),
        None => choices.iter().position(is_beyond).unwrap_or(0),
    };
    let value = choices.into_iter().nth(place)?;
    // A choice is never rejected.
    editor.set_style(key, value).ok()?
}

/// A value in the form in which users type it.
fn as_typed(value: &StyleValue) -> String {
    match value {
        StyleValue::Bool(flag) => flag.to_string(),
        StyleValue::Text(text) => text.clone(),
        StyleValue::Number(number) => number.to_string(),
        StyleValue::Numbers(numbers) => {
            let numbers: Vec<String> = numbers.iter().map(f64::to_string).collect();
            numbers.join(" ")
        }
    }
}

impl App {
    /// Opens the style list beside the contract.
    pub(in crate::app) fn show_style(&mut self) {
        if let Some(editor) = &mut self.editor {
            let screen = StyleScreen::new(editor.pane);
            editor.give_keys(Pane::Form);
            self.show(Screen::Style(screen));
        }
    }
}
