//! What the command line prints. A reader that has gone (a closed pipe) ends the output quietly.

use std::io::{self, Write};

use clap::error::{Error, ErrorFormatter};

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
    printed(write_out(bytes))
}

/// Writes to standard output, and is done when the system has it.
///
/// # Errors
/// As the system says.
pub(super) fn write_out(bytes: &[u8]) -> io::Result<()> {
    expect_writable()?;
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes)?;
    stdout.flush()
}

/// The standard library takes a standard output that is open for reading only for one that is not
/// there, and swallows what is written to it.
#[cfg(unix)]
fn expect_writable() -> io::Result<()> {
    // Nothing is written; whether it could be is looked at first.
    rustix::io::write(io::stdout(), &[])?;
    Ok(())
}

#[cfg(not(unix))]
fn expect_writable() -> io::Result<()> {
    // What the system does not take here, it refuses aloud.
    io::stdout().flush()
}

/// Prints what clap says: help and version are results, wrong usage is a message.
pub(super) fn print_usage<F: ErrorFormatter>(error: &Error<F>) -> Exit {
    if error.use_stderr() {
        // It quotes what was given.
        tell(&error.render().to_string());
        return Exit::WrongUsage;
    }
    let outcome = expect_writable().and_then(|()| error.print());
    printed(outcome.and_then(|()| io::stdout().flush()))
}

/// What became of a result on standard output.
pub(super) fn printed(outcome: io::Result<()>) -> Exit {
    match outcome {
        Ok(()) => Exit::Done,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
        Err(error) => Exit::NotPrinted(error.kind(), error.raw_os_error()),
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

/// Waits until Enter is pressed, or there is no more input.
pub(super) fn wait_for_enter(language: Language) {
    say(&word("cli.press_enter", &[], language));
    let _any_line = io::stdin().read_line(&mut String::new());
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
