//! What the command line prints. A reader that has gone (a closed pipe) ends the output quietly.

use std::io::{self, Write};

use super::Exit;
use crate::language::Language;
use crate::render::json;
use crate::value::clean_lines;
use crate::wording::{Words, word};

/// Prints a result on standard output. Nothing in it acts on the terminal, wherever it is from.
pub(super) fn print(text: &str) -> Exit {
    print_bytes(clean_lines(text).text.as_bytes())
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
    tell(&text);
}

/// Prints one line on standard error.
pub(super) fn say(text: &str) {
    tell(&format!("{text}\n"));
}

/// Prints what was asked for instead of a command (help, the version), or why the arguments are
/// none, which quotes them.
pub(super) fn print_instead(told: &clap::Error) -> Exit {
    if told.use_stderr() {
        tell(&told.render().to_string());
        return Exit::WrongUsage;
    }
    match told.print() {
        Ok(()) => Exit::Done,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
        Err(error) => Exit::NotPrinted(error.kind()),
    }
}

/// Messages quote what people typed and what files hold: nothing in them acts on the terminal.
fn tell(text: &str) {
    // There is nobody left to tell when standard error is gone.
    let _gone = io::stderr()
        .lock()
        .write_all(clean_lines(text).text.as_bytes());
}

/// Prints JSON on standard output.
pub(super) fn print_json(value: &serde_json::Value) -> Exit {
    print(&json::pretty(value))
}
