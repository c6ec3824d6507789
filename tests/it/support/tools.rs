//! Programs from outside that judge what we write.

use std::path::PathBuf;
use std::process::{Command, Output};

/// The path of a program on `PATH`. A test that gets `None` ends there: the message is shown,
/// and with `QIANYUE_REQUIRE_TOOLS=1` a missing program fails the test.
pub fn find(program: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&paths)
        .map(|folder| folder.join(program))
        .find(|path| path.is_file());
    if found.is_none() {
        missing(program);
    }
    found
}

/// Python with a module that can be imported; `None` as with [`find`].
pub fn python_with(module: &str) -> Option<PathBuf> {
    let python = find("python3")?;
    let check = Command::new(&python)
        .args(["-c", &format!("import {module}")])
        .output()
        .unwrap();
    if check.status.success() {
        return Some(python);
    }
    missing(&format!("python3 with {module}"));
    None
}

/// Runs a program to its end.
pub fn run(command: &mut Command) -> Output {
    command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

/// Both streams of a program as one text.
pub fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// What a program ended with.
#[cfg(target_os = "linux")]
pub struct Said {
    /// Its exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// Its standard output.
    pub stdout: String,
}

/// Says that `program` is missing; fails where it is required.
#[allow(clippy::print_stderr, reason = "a skipped test says so")]
pub fn missing(program: &str) {
    let required = std::env::var_os("QIANYUE_REQUIRE_TOOLS").is_some_and(|value| value == "1");
    assert!(!required, "{program} is required and not installed");
    eprintln!("skipped: {program} is not installed");
}
