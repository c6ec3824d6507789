//! Text of several lines with a caret: a message that the user pastes or types. The caret moves and
//! deletes by graphemes.

use unicode_segmentation::GraphemeCursor;

use super::line_input::Edit;
use crate::value;

/// Text of several lines with a caret.
#[derive(Clone, Debug, Default)]
pub struct TextInput {
    text: String,
    /// The bytes before the caret.
    caret: usize,
}

impl TextInput {
    /// The text. Its lines end with line feeds; it has no other control characters but tabs.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number of bytes before the caret.
    #[must_use]
    pub fn caret(&self) -> usize {
        self.caret
    }

    /// Inserts text at the caret without invisible characters, as far as the whole keeps within
    /// `limit` bytes. Returns `false` if the text was cut.
    pub(super) fn insert(&mut self, text: &str, limit: usize) -> bool {
        let room = limit.saturating_sub(self.text.len());
        // Only invisible characters are left out, so much more than the room is never needed.
        let lines = visible_lines(text);
        let end = lines.floor_char_boundary(room);
        let fitting = lines.get(..end).unwrap_or_default();
        self.text.insert_str(self.caret, fitting);
        self.caret += fitting.len();
        fitting.len() == lines.len()
    }

    /// Puts the caret at the end, on a line of its own.
    pub(super) fn begin_line(&mut self) {
        self.caret = self.text.len();
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
            self.caret += 1;
        }
    }

    /// Performs an edit; returns whether the text has changed.
    pub(super) fn edit(&mut self, edit: Edit) -> bool {
        let n_bytes = self.text.len();
        match edit {
            Edit::Left => self.caret = self.before(),
            Edit::Right => self.caret = self.after(),
            Edit::Start => self.caret = self.line_start(self.caret),
            Edit::End => self.caret = self.line_end(self.caret),
            Edit::DeleteBefore => {
                let start = self.before();
                self.text.replace_range(start..self.caret, "");
                self.caret = start;
            }
            Edit::DeleteAfter => {
                let end = self.after();
                self.text.replace_range(self.caret..end, "");
            }
            Edit::DeleteLine => {
                self.text.clear();
                self.caret = 0;
            }
        }
        self.text.len() != n_bytes
    }

    /// Moves the caret to the line above or below, as many characters from its start as before.
    pub(super) fn move_line(&mut self, below: bool) {
        let start = self.line_start(self.caret);
        let n_characters = self.slice(start, self.caret).chars().count();
        let target = if below {
            let end = self.line_end(self.caret);
            (end < self.text.len()).then_some(end + 1)
        } else {
            start.checked_sub(1).map(|end| self.line_start(end))
        };
        if let Some(target) = target {
            let line = self.slice(target, self.line_end(target));
            let moved = line.char_indices().nth(n_characters);
            self.caret = target + moved.map_or(line.len(), |(at, _)| at);
        }
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn line_start(&self, at: usize) -> usize {
        let before = self.slice(0, at);
        before.rfind('\n').map_or(0, |end| end + 1)
    }

    fn line_end(&self, at: usize) -> usize {
        let rest = self.slice(at, self.text.len());
        at + rest.find('\n').unwrap_or(rest.len())
    }

    fn before(&self) -> usize {
        let mut cursor = GraphemeCursor::new(self.caret, self.text.len(), true);
        let found = cursor.prev_boundary(&self.text, 0);
        found.ok().flatten().unwrap_or_default()
    }

    fn after(&self) -> usize {
        let mut cursor = GraphemeCursor::new(self.caret, self.text.len(), true);
        let found = cursor.next_boundary(&self.text, 0);
        found.ok().flatten().unwrap_or(self.text.len())
    }
}

/// The lines of a text without invisible characters; tabs stay, because they separate cells.
fn visible_lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let visible = |part: &str| value::one_line(part);
    let lines = text.split('\n').map(|line| {
        let cells = line.split('\t').map(visible);
        cells.collect::<Vec<_>>().join("\t")
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: usize = 100;

    #[test]
    fn a_paste_keeps_its_lines_and_cells_and_loses_what_nobody_sees() {
        for (pasted, expected) in [
            ("甲\r\n乙\r丙\n丁", "甲\n乙\n丙\n丁"),
            ("名称\t某公司", "名称\t某公司"),
            ("甲\u{200B}乙\u{202E}丙\u{1b}[2J", "甲乙丙[2J"),
            ("甲\n\n乙\n", "甲\n\n乙\n"),
        ] {
            let mut input = TextInput::default();
            assert!(input.insert(pasted, LIMIT));
            assert_eq!(input.text(), expected);
            assert_eq!(input.caret(), expected.len());
        }
    }

    #[test]
    fn what_does_not_fit_is_cut_between_characters_and_said() {
        let mut input = TextInput::default();
        assert!(!input.insert(&"长".repeat(LIMIT), LIMIT));
        assert_eq!(input.text().len(), 99);
        assert!(!input.insert("长", LIMIT));
        assert!(input.insert("", LIMIT));
    }

    #[test]
    fn the_caret_goes_by_graphemes_and_from_line_to_line() {
        let mut input = TextInput::default();
        input.insert("甲乙丙\n丁\n👨‍👩‍👧a", LIMIT);
        let seen = |input: &TextInput| input.text()[..input.caret()].to_owned();
        assert!(!input.edit(Edit::Left));
        assert_eq!(seen(&input), "甲乙丙\n丁\n👨‍👩‍👧");
        input.edit(Edit::Left);
        assert_eq!(seen(&input), "甲乙丙\n丁\n");
        input.edit(Edit::Left);
        assert_eq!(seen(&input), "甲乙丙\n丁");
        input.move_line(false);
        assert_eq!(seen(&input), "甲");
        input.move_line(false);
        assert_eq!(seen(&input), "甲", "there is no line above");
        input.edit(Edit::End);
        input.move_line(true);
        assert_eq!(seen(&input), "甲乙丙\n丁");
        assert!(input.edit(Edit::DeleteAfter));
        assert_eq!(input.text(), "甲乙丙\n丁👨‍👩‍👧a");
        assert!(input.edit(Edit::DeleteBefore));
        assert_eq!(input.text(), "甲乙丙\n👨‍👩‍👧a");
        input.edit(Edit::DeleteAfter);
        assert_eq!(input.text(), "甲乙丙\na");
        input.edit(Edit::Right);
        assert!(!input.edit(Edit::DeleteAfter), "nothing stands behind");
        input.move_line(true);
        assert_eq!(input.caret(), input.text().len());
        input.edit(Edit::Start);
        assert!(input.edit(Edit::DeleteLine));
        assert_eq!((input.text(), input.caret()), ("", 0));
        assert!(!input.edit(Edit::DeleteBefore));
    }

    #[test]
    fn a_second_message_begins_on_a_line_of_its_own() {
        let mut input = TextInput::default();
        input.begin_line();
        assert_eq!(input.text(), "");
        input.insert("甲", LIMIT);
        input.edit(Edit::Left);
        input.begin_line();
        input.insert("乙", LIMIT);
        assert_eq!(input.text(), "甲\n乙");
    }
}
