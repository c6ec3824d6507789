//! External programs that check the results.

use std::path::PathBuf;
use std::process::{Command, Output};

/// The path of a program on `PATH`. A test that receives `None` is skipped with a message. With
/// `QIANYUE_REQUIRE_TOOLS=1` the test fails instead.
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

/// Python with this module. Returns `None` like [`find`] if either is missing.
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

/// Standard output and standard error as one text.
pub fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// The result of a program.
#[cfg(target_os = "linux")]
pub struct Said {
    /// The exit code; `None` if a signal ended the program.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
}

/// Reports that `program` is missing, or fails if all programs are required.
#[allow(clippy::print_stderr, reason = "a skipped test says so")]
pub fn missing(program: &str) {
    let required = std::env::var_os("QIANYUE_REQUIRE_TOOLS").is_some_and(|value| value == "1");
    assert!(!required, "{program} is required and not installed");
    eprintln!("skipped: {program} is not installed");
}

/// Asserts that the validators of others, where they are installed, find nothing in these files.
pub fn assert_valid(files: &[PathBuf]) {
    if let Some(audit) = find("openxml-audit") {
        for file in files {
            let mut command = Command::new(&audit);
            let output = run(command.args(["-f", "microsoft365", "-q"]).arg(file));
            let said = said(&output);
            assert!(
                output.status.success() && said.trim().is_empty(),
                "{}: {said}",
                file.display()
            );
        }
    }
    if let Some(integrity) = find("ooxml-integrity") {
        let mut command = Command::new(&integrity);
        command.args(["check", "--no-config", "--fail-on", "info", "--quiet"]);
        let output = run(command.args(files));
        assert!(output.status.success(), "{}", said(&output));
    }
}
