//! Reads and prints lines that contain only text and a line end.

use std::io::{self, BufRead, Read};

use crate::cli::Exit;
use crate::cli::output::{printed, write_out};
use crate::value::one_line;

/// The longest line that is read, in bytes; the rest of a longer line is skipped.
const LONGEST_BYTES: u64 = 1024 * 1024;

/// The result of reading a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// The text of the line.
    Text(String),
    /// The line is not UTF-8.
    NotText,
    /// The line has more than [`LONGEST_BYTES`].
    TooLong,
    /// The input has ended.
    End,
}

/// Standard input and standard output, used line by line.
pub(super) struct Lines {
    /// Whether the terminal shows the typed line and its end.
    echoes: bool,
    /// The result of the output so far.
    printed: Exit,
    is_heard: bool,
}

impl Lines {
    /// Creates the pair; `echoes` says whether the terminal shows what is typed.
    pub fn new(echoes: bool) -> Self {
        Self {
            echoes,
            printed: Exit::Done,
            is_heard: true,
        }
    }

    /// Whether standard output still accepts text.
    pub(in crate::cli) fn is_heard(&self) -> bool {
        self.is_heard
    }

    /// The result of the output: a reader that has closed its pipe is not a failure.
    pub fn printed(&self) -> Exit {
        self.printed
    }

    /// Prints one line.
    pub fn print(&mut self, text: &str) {
        self.write(&format!("{}\n", one_line(text)));
    }

    /// Prints the prompt before an answer.
    pub(in crate::cli) fn prompt(&mut self) {
        self.write("> ");
    }

    fn write(&mut self, text: &str) {
        let written = write_out(text.as_bytes());
        self.is_heard &= written.is_ok();
        self.printed = self.printed.and(printed(written));
    }

    /// Reads one line without its line end.
    pub fn read(&mut self) -> Line {
        let line = match read(&mut io::stdin().lock()) {
            Line::Text(text) => Line::Text(without_sequences(&text)),
            line => line,
        };
        // Input from a pipe is not shown, so end the line of the prompt here.
        if !self.echoes || line == Line::End {
            self.write("\n");
        }
        line
    }
}

fn read(input: &mut impl BufRead) -> Line {
    let mut bytes = Vec::new();
    let read = input
        .by_ref()
        .take(LONGEST_BYTES)
        .read_until(b'\n', &mut bytes);
    match read {
        Ok(0) | Err(_) => return Line::End,
        Ok(_) => {}
    }
    if bytes.last() != Some(&b'\n') && bytes.len() as u64 >= LONGEST_BYTES {
        skip_line(input);
        return Line::TooLong;
    }
    match String::from_utf8(bytes) {
        Ok(text) => Line::Text(text.trim_end_matches(['\r', '\n']).to_owned()),
        Err(_) => Line::NotText,
    }
}

/// Removes what keys and terminal replies leave in a line: control sequences, and control strings
/// with their content (ECMA-48, 5.4 and 5.6).
fn without_sequences(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        text.push_str(before);
        rest = behind_sequence(after);
    }
    text.push_str(rest);
    text
}

/// The text behind the control sequence whose `ESC` stands before `after`.
fn behind_sequence(after: &str) -> &str {
    let mut content = after.chars();
    let introducer = content.next();
    let content = content.as_str();
    match introducer {
        // The Linux console sends `ESC [ [ A` for F1.
        Some('[') => without_final(
            content
                .strip_prefix('[')
                .unwrap_or(content)
                .trim_start_matches(|c| (' '..='?').contains(&c)),
        ),
        Some('O') => without_final(content),
        // A reply ends with `ESC \`; a reply to `ESC ]` may also end with `BEL`. Without an end,
        // the user typed the text that follows.
        Some(introducer @ (']' | 'P' | 'X' | '^' | '_')) => {
            let ends = ["\u{1b}\\", "\u{7}"];
            let n_ends = if introducer == ']' { 2 } else { 1 };
            ends.iter()
                .take(n_ends)
                .filter_map(|end| content.split_once(end))
                .map(|(_, behind)| behind)
                .max_by_key(|behind| behind.len())
                .unwrap_or(content)
        }
        _ => after,
    }
}

fn without_final(sequence: &str) -> &str {
    sequence
        .strip_prefix(|c: char| ('@'..='~').contains(&c))
        .unwrap_or(sequence)
}

/// Skips the rest of a line.
fn skip_line(input: &mut impl BufRead) {
    loop {
        let mut bytes = Vec::new();
        let read = input
            .by_ref()
            .take(LONGEST_BYTES)
            .read_until(b'\n', &mut bytes);
        if matches!(read, Ok(0) | Err(_)) || bytes.last() == Some(&b'\n') {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_answers_of_a_terminal_leave_nothing_in_a_line() {
        for (line, kept) in [
            ("HT\u{1b}[A1", "HT1"),
            ("\u{1b}[C", ""),
            ("\u{1b}OP甲", "甲"),
            ("\u{1b}[[A甲", "甲"),
            ("甲\u{1b}[1;5D乙\u{1b}[3~丙", "甲乙丙"),
            ("甲\u{1b}[", "甲"),
            ("甲\u{1b}", "甲"),
            ("甲\u{1b}乙", "甲乙"),
            ("甲[A乙", "甲[A乙"),
            ("\u{1b}[甲", "甲"),
            ("甲\u{1b}[?997;1n乙", "甲乙"),
            ("甲\u{1b}[?2026;2$y乙", "甲乙"),
            ("甲\u{1b}]11;rgb:0/0/0\u{1b}\\乙", "甲乙"),
            ("甲\u{1b}]11;rgb:0/0/0\u{7}乙\u{7}", "甲乙\u{7}"),
            ("甲\u{1b}]0;标题\u{7}乙\u{1b}\\丙", "甲乙\\丙"),
            ("甲\u{1b}P>|tmux\u{7}3\u{1b}\\乙", "甲乙"),
            ("甲\u{1b}_G1\u{1b}\\乙\u{1b}[D", "甲乙"),
            ("甲\u{1b}]乙", "甲乙"),
        ] {
            assert_eq!(without_sequences(line), kept, "{line:?}");
        }
    }

    #[test]
    fn a_line_is_read_whole_or_not_at_all() {
        let long = "甲".repeat(600_000);
        let text = format!("甲\r\n\n{long}\n乙\n\u{feff}丙");
        let mut input = [text.as_bytes(), b"\n\xff\n"].concat();
        input.extend_from_slice("丁".as_bytes());
        let mut input = input.as_slice();
        let mut next = || read(&mut input);
        assert_eq!(next(), Line::Text("甲".to_owned()));
        assert_eq!(next(), Line::Text(String::new()));
        assert_eq!(next(), Line::TooLong);
        assert_eq!(next(), Line::Text("乙".to_owned()));
        assert_eq!(next(), Line::Text("\u{feff}丙".to_owned()));
        assert_eq!(next(), Line::NotText);
        assert_eq!(next(), Line::Text("丁".to_owned()));
        assert_eq!(next(), Line::End);
    }
}
