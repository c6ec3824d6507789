//! The real program, in its own home.

use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_qianyue");

/// Environment variables that change the behaviour of the program.
const SURROUNDINGS: [&str; 9] = [
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "LC_CTYPE",
    "LC_MESSAGES",
    "QIANYUE_DATA_DIR",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
];

/// A temporary home in which tests run the program.
pub struct Home {
    root: TempDir,
}

/// The result of a run.
#[derive(Debug)]
pub struct Run {
    /// The exit code; `None` if a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub output: String,
    /// Standard error.
    pub messages: String,
}

impl Home {
    /// Creates an empty home.
    pub fn new() -> Self {
        Self {
            root: tempfile::tempdir().unwrap(),
        }
    }

    /// A path in the home.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// The default data folder of the runs.
    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// Writes a file, and creates its folder.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// Sets the environment of a command to this home, with `LANG=C`.
    pub fn at_home(&self, mut command: Command) -> Command {
        for name in SURROUNDINGS {
            command.env_remove(name);
        }
        command
            .env("LANG", "C")
            .env("TERM", "xterm")
            .env("HOME", self.root.path())
            .env("USERPROFILE", self.root.path())
            .env("QIANYUE_DATA_DIR", self.data())
            .current_dir(self.root.path())
            .stdin(Stdio::null());
        command
    }

    /// A command that runs the program with these arguments.
    pub fn command<I: AsRef<std::ffi::OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = I>,
    ) -> Command {
        let mut command = self.at_home(Command::new(PROGRAM));
        command.args(arguments);
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: &[&str]) -> Run {
        end(&mut self.command(arguments))
    }

    /// Runs the program with a path as its last argument.
    pub fn run_on(&self, arguments: &[&str], path: &Path) -> Run {
        end(self.command(arguments).arg(path))
    }

    /// Runs the program with this text on standard input.
    pub fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Run {
        end_with_input(&mut self.command(arguments), input)
    }
}

/// Runs a command to its end, with this text on standard input.
pub fn end_with_input(command: &mut Command, input: &[u8]) -> Run {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let written = child.stdin.take().unwrap().write_all(input);
    // A program that ends early does not read its input.
    assert!(
        !written.is_err_and(|error| error.kind() != ErrorKind::BrokenPipe),
        "the input cannot be written"
    );
    Run::of(&child.wait_with_output().unwrap())
}

/// Runs a command to its end.
pub fn end(command: &mut Command) -> Run {
    Run::of(&super::tools::run(command))
}

impl Run {
    /// Fails unless both streams are UTF-8.
    fn of(output: &std::process::Output) -> Self {
        Self {
            code: output.status.code(),
            output: String::from_utf8(output.stdout.clone()).unwrap(),
            messages: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }

    /// Asserts the exit code.
    #[track_caller]
    pub fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// Standard output as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.output).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }
}
