//! Texts of several lines.

use std::borrow::Cow;

use super::error::ValueError;
use super::text::{clean, is_blank, one_line};

/// The mark of a line end where a text of several lines stands in one line of the screen.
const LINE_END: char = '↵';

/// A text of one or more lines; never blank. Its lines end with line feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph(String);

impl Paragraph {
    /// Reads a text: line ends of every kind are line feeds, tabs are spaces, and white space at the
    /// ends of lines and of the text means nothing.
    ///
    /// # Errors
    ///
    /// Blank.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        if is_blank(text) {
            return Err(ValueError::Blank);
        }
        let text = line_feeds(text).replace('\t', " ");
        let lines: Vec<&str> = text.split('\n').map(str::trim_end).collect();
        let text = lines.join("\n");
        let text = text.trim_start_matches('\n').trim_end();
        Ok(Self(text.to_owned()))
    }

    /// The lines, each but the last ending with a line feed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text with line feeds for line ends of every kind.
#[must_use]
pub fn line_feeds(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A text of several lines in one line of the screen, with a mark for each line end and without
/// invisible characters.
#[must_use]
pub fn with_line_marks(text: &str) -> String {
    let mut marked = String::with_capacity(text.len());
    for (index, line) in line_feeds(text).split('\n').enumerate() {
        if index > 0 {
            marked.push(LINE_END);
        }
        marked.push_str(&clean(line).text);
    }
    marked
}

/// The text whose line ends stand as marks in one line of the screen.
#[must_use]
pub fn without_line_marks(text: &str) -> String {
    text.replace(LINE_END, "\n")
}

/// A pasted text of several lines as one line of the screen: see [`with_line_marks`]. What `mend`
/// does to one line is done to each.
#[must_use]
pub fn pasted_lines(text: &str, mut mend: impl FnMut(&str) -> String) -> String {
    let text = line_feeds(text);
    let lines: Vec<String> = text.split('\n').map(|line| mend(&one_line(line))).collect();
    lines.join(&LINE_END.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_are_kept_and_white_space_at_their_ends_is_not() {
        for (input, expected) in [
            ("甲", "甲"),
            ("甲\n乙", "甲\n乙"),
            ("甲\r\n乙\r丙", "甲\n乙\n丙"),
            ("\n\n 甲 \n\n\t乙\u{3000}\n\n", " 甲\n\n 乙"),
        ] {
            let read = Paragraph::parse(input).unwrap();
            assert_eq!(read.as_str(), expected, "input: {input:?}");
        }
        assert_eq!(Paragraph::parse(" \n\u{3000}\n"), Err(ValueError::Blank));
    }

    #[test]
    fn line_ends_are_marks_on_one_line_of_the_screen() {
        assert_eq!(with_line_marks("甲\r\n乙\u{1b}"), "甲↵乙␛");
        assert_eq!(without_line_marks("甲↵乙"), "甲\n乙");
        assert_eq!(
            pasted_lines("甲\r\n 乙\t丙", |line| line.trim().to_owned()),
            "甲↵乙 丙"
        );
    }

    proptest! {
        #[test]
        fn what_is_read_reads_back(text in any::<String>()) {
            if let Ok(lines) = Paragraph::parse(&text) {
                prop_assert_eq!(Paragraph::parse(lines.as_str()), Ok(lines));
            }
        }
    }
}
