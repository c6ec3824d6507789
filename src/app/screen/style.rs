//! The look of the contract, key by key: what is so and why, and what this contract has otherwise.

use crate::app::editor::Editor;
use crate::app::line_input::LineInput;
use crate::app::panes::Pane;
use crate::app::{App, Effect, Overlay, list};
use crate::keys::Action;
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

/// What a key on the keyboard leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing more.
    Stay,
    /// One line for the user.
    Say(Notice),
    /// Back to the form.
    Close,
    /// Leave the draft.
    Leave,
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

    /// Takes a key.
    pub fn act(&mut self, action: Action, editor: &mut Editor) -> Outcome {
        let Some(key) = self.selected() else {
            return Outcome::Close;
        };
        if action == Action::Leave {
            return Outcome::Leave;
        }
        if self.input.is_some() {
            return self.act_on_input(action, key, editor);
        }
        let notice = match action {
            Action::Cancel | Action::Style => return Outcome::Close,
            Action::Left => choose_next(key, false, editor),
            Action::Right | Action::Toggle => choose_next(key, true, editor),
            Action::Confirm if !key.is_free() => choose_next(key, true, editor),
            Action::Confirm => match editor.refuse() {
                None => {
                    let value = key.value(editor.style());
                    self.input = Some(LineInput::new(&as_typed(&value)));
                    None
                }
                refused => refused,
            },
            Action::Reset => editor.reset_style(key),
            Action::Undo => editor.show_change(Editor::undo),
            Action::Redo => editor.show_change(Editor::redo),
            Action::PageUp | Action::PageDown if editor.panes().contract.height > 0 => {
                editor.scroll_page(action == Action::PageDown);
                None
            }
            _ => {
                self.row = list::moved(self.row, Style::keys().len() - 1, action);
                None
            }
        };
        notice.map_or(Outcome::Stay, Outcome::Say)
    }

    /// Takes a key while a value is typed.
    fn act_on_input(&mut self, action: Action, key: &StyleKey, editor: &mut Editor) -> Outcome {
        let Some(input) = &mut self.input else {
            return Outcome::Stay;
        };
        self.problem = None;
        match action {
            Action::Cancel => self.input = None,
            Action::Confirm => match editor.set_style(key, key.typed(input.text())) {
                Ok(notice) => {
                    self.input = None;
                    return notice.map_or(Outcome::Stay, Outcome::Say);
                }
                Err(error) => self.problem = Some(error),
            },
            _ => input.act(action),
        }
        Outcome::Stay
    }

    /// Types into the value.
    pub fn typed(&mut self, text: &str) {
        if let Some(input) = &mut self.input {
            self.problem = None;
            input.insert(text);
        }
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
    /// The style key that is selected.
    pub(in crate::app) fn selected_style(&self) -> Option<&'static StyleKey> {
        match &self.overlay {
            Some(Overlay::Style(screen)) => screen.selected(),
            Some(_) | None => None,
        }
    }

    /// Shows the style keys beside the contract.
    pub(in crate::app) fn show_style(&mut self) {
        if let Some(editor) = &mut self.editor {
            self.overlay = Some(Overlay::Style(StyleScreen::new(editor.pane)));
            editor.give_keys(Pane::Form);
        }
    }

    pub(in crate::app) fn act_on_style(&mut self, outcome: Outcome) -> Option<Effect> {
        match outcome {
            Outcome::Stay => None,
            Outcome::Say(notice) => {
                self.notice = Some(notice);
                None
            }
            Outcome::Leave => self.leave(),
            Outcome::Close => {
                if let (Some(Overlay::Style(screen)), Some(editor)) =
                    (self.overlay.take(), &mut self.editor)
                {
                    editor.give_keys(screen.back_to);
                }
                None
            }
        }
    }
}
