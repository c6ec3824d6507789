//! What the command line prints. A reader that has gone (a closed pipe) ends the output quietly.

use std::io::{self, Write};

use super::Exit;
use crate::language::Language;
use crate::wording::{Words, word};

/// Prints a result on standard output.
pub(super) fn print(text: &str) -> Exit {
    print_bytes(text.as_bytes())
}

/// Prints a result that is made elsewhere on standard output.
pub(super) fn print_bytes(bytes: &[u8]) -> Exit {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Ok(()) => Exit::Done,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
        Err(error) => Exit::NotPrinted(error.kind()),
    }
}

/// Prints a message with its hint on standard error.
pub(super) fn complain(words: &Words, language: Language) {
    let mut text = format!("{}\n", words.message);
    if !words.hint.is_empty() {
        let label = word("cli.hint", &[("hint", &words.hint)], language);
        text.push_str(&label);
        text.push('\n');
    }
    // There is nobody left to tell when standard error is gone.
    let _gone = io::stderr().lock().write_all(text.as_bytes());
}

/// Prints one line on standard error.
pub(super) fn say(text: &str) {
    // As above.
    let _gone = writeln!(io::stderr().lock(), "{text}");
}

/// Prints JSON on standard output.
pub(super) fn print_json(value: &serde_json::Value) -> Exit {
    print(&format!("{value:#}\n"))
}
