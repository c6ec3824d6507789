//! One line of text with a caret. The caret moves and deletes by graphemes, the characters that a
//! reader sees.

use tui_input::{Input, InputRequest};

use crate::keys::Action;
use crate::render::layout::Ambiguous;
use crate::value;

/// An edit of a line of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    Left,
    Right,
    Start,
    End,
    DeleteBefore,
    DeleteAfter,
    DeleteLine,
}

/// The actions that edit a line.
const EDITS: [(Action, Edit); 7] = [
    (Action::Left, Edit::Left),
    (Action::Right, Edit::Right),
    (Action::LineStart, Edit::Start),
    (Action::LineEnd, Edit::End),
    (Action::DeleteBefore, Edit::DeleteBefore),
    (Action::DeleteAfter, Edit::DeleteAfter),
    (Action::DeleteLine, Edit::DeleteLine),
];

impl Edit {
    /// The edit of an action; `None` for other actions.
    pub fn of(action: Action) -> Option<Self> {
        let mut edits = EDITS.iter();
        let (_, edit) = edits.find(|(known, _)| *known == action)?;
        Some(*edit)
    }
}

/// One line of text with a caret.
#[derive(Clone, Debug, Default)]
pub struct LineInput {
    input: Input,
}

impl LineInput {
    /// A line with this text and the caret at its end.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self {
            input: Input::new(text.to_owned()),
        }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// The number of characters before the caret.
    #[must_use]
    pub fn caret(&self) -> usize {
        self.input.cursor()
    }

    /// Whether the caret is behind the last character.
    #[must_use]
    pub(super) fn is_at_end(&self) -> bool {
        self.caret() == self.text().chars().count()
    }

    /// The text before the caret.
    #[must_use]
    pub fn before_caret(&self) -> String {
        self.text().chars().take(self.caret()).collect()
    }

    /// Puts the caret behind the first `n_characters` characters.
    pub(super) fn set_caret(&mut self, n_characters: usize) {
        self.input.handle(InputRequest::SetCursor(n_characters));
    }

    /// The number of columns that are hidden at the start, so that the caret is visible in a window
    /// of `columns` columns. Hides whole characters only.
    #[must_use]
    pub fn skipped(&self, columns: usize, measure: Ambiguous) -> usize {
        let caret = measure.width(&self.before_caret());
        let must_skip = caret.saturating_sub(columns.saturating_sub(1));
        let mut skipped = 0;
        for (_, columns) in measure.graphemes(self.text()) {
            if skipped >= must_skip {
                break;
            }
            skipped += columns;
        }
        skipped
    }

    /// The number of characters before the character at a column, counted from the start of the
    /// text. A wide character occupies both of its columns.
    #[must_use]
    pub(super) fn caret_at(&self, column: usize, measure: Ambiguous) -> usize {
        let (mut end, mut n_characters) = (0, 0);
        for (grapheme, columns) in measure.graphemes(self.text()) {
            end += columns;
            if end > column {
                break;
            }
            n_characters += grapheme.chars().count();
        }
        n_characters
    }

    /// Inserts text at the caret, as one line without control characters. Returns `false` if the
    /// text was cut.
    pub fn insert(&mut self, text: &str) -> bool {
        let line = value::one_line(text);
        let room = value::LONGEST_LINE.saturating_sub(self.text().chars().count());
        if room == 0 {
            return line.is_empty();
        }
        let fitting: String = line.chars().take(room).collect();
        let fits = fitting.len() == line.len();
        let caret = self.caret();
        let after: String = self.text().chars().skip(caret).collect();
        let whole = format!("{}{fitting}{after}", self.before_caret());
        let target = caret + fitting.chars().count();
        self.input = Input::new(whole).with_cursor(target);
        fits
    }

    /// Moves the caret by one grapheme to the left.
    pub fn left(&mut self) {
        self.input.handle(InputRequest::GoToPrevChar);
    }

    /// Moves the caret by one grapheme to the right.
    pub fn right(&mut self) {
        self.input.handle(InputRequest::GoToNextChar);
    }

    /// Moves the caret to the start.
    pub fn start(&mut self) {
        self.input.handle(InputRequest::GoToStart);
    }

    /// Moves the caret to the end.
    pub fn end(&mut self) {
        self.input.handle(InputRequest::GoToEnd);
    }

    /// Deletes the grapheme before the caret; `false` if there is none.
    pub fn delete_before(&mut self) -> bool {
        self.handle_edit(InputRequest::DeletePrevChar)
    }

    /// Deletes the grapheme after the caret; `false` if there is none.
    pub(super) fn delete_after(&mut self) -> bool {
        self.handle_edit(InputRequest::DeleteNextChar)
    }

    /// Deletes the whole text; `false` if there is none.
    pub fn clear(&mut self) -> bool {
        let was_empty = self.text().is_empty();
        self.input.reset();
        !was_empty
    }

    /// Performs an edit.
    pub(super) fn edit(&mut self, edit: Edit) {
        match edit {
            Edit::Left => self.left(),
            Edit::Right => self.right(),
            Edit::Start => self.start(),
            Edit::End => self.end(),
            Edit::DeleteBefore => {
                self.delete_before();
            }
            Edit::DeleteAfter => {
                self.delete_after();
            }
            Edit::DeleteLine => {
                self.clear();
            }
        }
    }

    fn handle_edit(&mut self, request: InputRequest) -> bool {
        self.input
            .handle(request)
            .is_some_and(|change| change.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_step_is_one_grapheme() {
        let mut line = LineInput::new("a𠮷葛\u{E0100}👨‍👩‍👧");
        let mut carets = vec![line.caret()];
        for _ in 0..5 {
            line.left();
            carets.push(line.caret());
        }
        assert_eq!(carets, [9, 4, 2, 1, 0, 0]);
        line.right();
        line.right();
        line.right();
        assert_eq!(line.caret(), 4);
        assert!(line.delete_before());
        assert_eq!(line.text(), "a𠮷👨‍👩‍👧");
    }

    #[test]
    fn a_paste_of_several_lines_is_one_line() {
        let mut line = LineInput::new("甲乙");
        line.left();
        assert!(line.insert("一\r\n二\t三\u{1b}[2J"));
        assert_eq!(line.text(), "甲一 二 三[2J乙");
        assert_eq!(line.before_caret(), "甲一 二 三[2J");
    }

    #[test]
    fn what_does_not_fit_is_cut_and_said() {
        let mut line = LineInput::default();
        assert!(!line.insert(&"长".repeat(value::LONGEST_LINE + 1)));
        assert_eq!(line.text().chars().count(), value::LONGEST_LINE);
    }
}
