//! Asks in a terminal whom the copy of a contract is for.

use std::io::IsTerminal;

use super::lines::{Line, Lines};
use crate::draft::Purpose;
use crate::language::Language;
use crate::wording::{self, word};

/// The purpose that the user chooses; `None` if nobody can answer.
pub(super) fn ask(lines: &mut Lines, language: Language) -> Option<Purpose> {
    if !std::io::stdin().is_terminal() {
        return None;
    }
    lines.print(&word("copy.choose", &[], language));
    for (number, purpose) in (1..).zip(Purpose::ALL) {
        let name = wording::purpose(purpose, language);
        let meaning = wording::purpose_meaning(purpose, language);
        lines.print(&format!("{number} {name}"));
        lines.print(&meaning);
    }
    while lines.is_heard() {
        lines.prompt();
        match lines.read() {
            Line::Text(line) => match line.trim() {
                "1" | "１" => return Some(Purpose::Renewal),
                "2" | "２" => return Some(Purpose::OtherClient),
                _ => lines.print(&word("copy.no_such_choice", &[], language)),
            },
            Line::NotText | Line::TooLong => {
                lines.print(&word("copy.no_such_choice", &[], language));
            }
            Line::End => break,
        }
    }
    None
}
