//! The look of the contract, key by key: what is so and why, and what this contract has otherwise.

use super::{Behaviour, Screen, Turn};
use crate::app::editor::Editor;
use crate::app::line_input::LineInput;
use crate::app::panes::Pane;
use crate::app::{App, list};
use crate::keys::{Action, Context};
use crate::template::{Style, StyleError, StyleGroup, StyleKey, StyleValue};
use crate::wording::Notice;

/// The list of style keys.
#[derive(Clone, Debug)]
pub struct StyleScreen {
    /// Which key is selected, an index of [`Style::keys`].
    pub row: usize,
    /// The value of the selected key, while it is typed.
    pub input: Option<LineInput>,
    /// Why what is typed is no value of the key.
    pub problem: Option<StyleError>,
    /// The pane that had the keys.
    back_to: Pane,
}

/// A line of the list.
#[derive(Clone, Copy, Debug)]
pub enum StyleLine {
    /// Nothing, between groups.
    Gap,
    /// What the keys below are about.
    Heading(StyleGroup),
    /// A key, and its index in [`Style::keys`].
    Key(usize, &'static StyleKey),
}

/// Every line of the list.
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
    /// The list, over what `back_to` shows.
    #[must_use]
    pub fn new(back_to: Pane) -> Self {
        Self {
            row: 0,
            input: None,
            problem: None,
            back_to,
        }
    }

    /// The selected key.
    #[must_use]
    pub fn selected(&self) -> Option<&'static StyleKey> {
        Style::keys().get(self.row)
    }

    /// Takes a key while a value is typed.
    fn act_on_input(
        &mut self,
        action: Action,
        key: &StyleKey,
        editor: &mut Editor,
    ) -> Option<Notice> {
        self.problem = None;
        let input = self.input.as_mut()?;
        match action {
            Action::Cancel => self.input = None,
            Action::Confirm => match editor.set_style(key, key.typed(input.text())) {
                Ok(notice) => {
                    self.input = None;
                    return notice;
                }
                Err(error) => self.problem = Some(error),
            },
            _ => input.act(action),
        }
        None
    }

    /// Takes a key in the list.
    fn act_in_list(
        &mut self,
        action: Action,
        key: &StyleKey,
        editor: &mut Editor,
    ) -> Option<Notice> {
        match action {
            Action::Left => return choose_next(key, false, editor),
            Action::Right | Action::Toggle => return choose_next(key, true, editor),
            Action::Confirm if !key.is_free() => return choose_next(key, true, editor),
            Action::Confirm => match editor.refuse() {
                None => {
                    let value = key.value(editor.style());
                    self.input = Some(LineInput::new(&as_typed(&value)));
                }
                refused => return refused,
            },
            Action::Reset => return editor.reset_style(key),
            Action::Undo => return editor.show_change(Editor::undo),
            Action::Redo => return editor.show_change(Editor::redo),
            Action::PageUp | Action::PageDown if editor.panes().contract.height > 0 => {
                editor.scroll_page(action == Action::PageDown);
            }
            _ => self.row = list::moved(self.row, Style::keys().len() - 1, action),
        }
        None
    }
}

impl Behaviour for StyleScreen {
    fn context(&self, _app: &App) -> Context {
        if self.input.is_some() {
            Context::StyleValue
        } else {
            Context::Style
        }
    }

    fn act(&mut self, action: Action, app: &mut App) -> Turn {
        if action == Action::Leave {
            return Turn::Stay(app.leave());
        }
        let (Some(key), Some(editor)) = (self.selected(), &mut app.editor) else {
            return Turn::Close(None);
        };
        app.notice = match action {
            _ if self.input.is_some() => self.act_on_input(action, key, editor),
            Action::Cancel | Action::Style => {
                editor.give_keys(self.back_to);
                return Turn::Close(None);
            }
            _ => self.act_in_list(action, key, editor),
        };
        Turn::Stay(None)
    }

    fn typed(&mut self, text: &str, _is_paste: bool, _app: &mut App) {
        if let Some(input) = &mut self.input {
            self.problem = None;
            input.insert(text);
        }
    }

    fn helps(&self, action: Action, app: &App) -> bool {
        let (Some(key), Some(editor), None) = (self.selected(), &app.editor, &self.input) else {
            return true;
        };
        // What can only be read is not changed from a list either.
        let changes = !editor.read_only;
        match action {
            Action::Toggle => changes,
            Action::Confirm => changes && key.is_free(),
            Action::Reset => changes && editor.draft.style.contains_key(key.name),
            Action::Undo => changes && editor.can_undo(),
            Action::Redo => changes && editor.can_redo(),
            _ => true,
        }
    }

    fn clicked(&self) -> Option<Action> {
        self.input.is_none().then_some(Action::Confirm)
    }
}

/// The choice after the present one, or before it, in a circle. From a number that is none of
/// them to the nearest on that side.
fn choose_next(key: &StyleKey, forward: bool, editor: &mut Editor) -> Option<Notice> {
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
    // A choice is always taken.
    editor.set_style(key, value).ok()?
}

/// A value as one types it.
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
    /// Shows the style keys beside the contract.
    pub(in crate::app) fn show_style(&mut self) {
        if let Some(editor) = &mut self.editor {
            let screen = StyleScreen::new(editor.pane);
            editor.give_keys(Pane::Form);
            self.show(Screen::Style(screen));
        }
    }
}
