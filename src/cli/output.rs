//! Prints results and messages. If the reader has closed its pipe, the output ends without a
//! message.

use std::io::{self, Write};

use clap::error::{Error, ErrorFormatter};

use super::Exit;
use crate::language::Language;
use crate::render::json;
use crate::value::clean_lines;
use crate::wording::{Words, word};

/// Prints a result on standard output, without control characters that act on the terminal.
pub(super) fn print(text: &str) -> Exit {
    print_bytes(clean_lines(text).text.as_bytes())
}

/// Prints bytes, such as a rendered file, on standard output.
pub(super) fn print_bytes(bytes: &[u8]) -> Exit {
    printed(write_out(bytes))
}

/// Writes to standard output and flushes it.
///
/// # Errors
/// The error of the operating system.
pub(super) fn write_out(bytes: &[u8]) -> io::Result<()> {
    expect_writable()?;
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes)?;
    stdout.flush()
}

/// Fails if standard output is open for reading only: the standard library then treats it as
/// closed, and discards what is written to it.
#[cfg(unix)]
fn expect_writable() -> io::Result<()> {
    // Writing zero bytes only checks whether a write is possible.
    rustix::io::write(io::stdout(), &[])?;
    Ok(())
}

#[cfg(not(unix))]
fn expect_writable() -> io::Result<()> {
    // The flush reports what the system refused so far.
    io::stdout().flush()
}

/// Prints the output of clap: help and version are results, wrong usage is a message.
pub(super) fn print_usage<F: ErrorFormatter>(error: &Error<F>) -> Exit {
    if error.use_stderr() {
        // The error quotes the arguments, which may contain control characters.
        tell(&error.render().to_string());
        return Exit::WrongUsage;
    }
    let outcome = expect_writable().and_then(|()| error.print());
    printed(outcome.and_then(|()| io::stdout().flush()))
}

/// The exit for the outcome of printing a result.
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

/// Waits until the user presses Enter or the input ends.
pub(super) fn wait_for_enter(language: Language) {
    say(&word("cli.press_enter", &[], language));
    let _any_line = io::stdin().read_line(&mut String::new());
}

/// Prints on standard error. Messages quote typed text and file content, so control characters are
/// removed.
fn tell(text: &str) {
    // If standard error is closed, a failure cannot be reported anywhere.
    let _gone = io::stderr()
        .lock()
        .write_all(clean_lines(text).text.as_bytes());
}

/// Prints JSON on standard output.
pub(super) fn print_json(value: &serde_json::Value) -> Exit {
    print(&json::pretty(value))
}
