//! The real program, in a home of its own.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_qianyue");

/// Variables of the surroundings that decide what the program does.
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

/// An empty home, in which the program can be run again and again.
pub struct Home {
    root: TempDir,
}

/// How one run ended.
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
    /// A new, empty one.
    pub fn new() -> Self {
        Self {
            root: tempfile::tempdir().unwrap(),
        }
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// The folder of data that runs use if they name no other one.
    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// Puts a file there.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// `command` as a person who sits in this home would start it, with `LANG=C`.
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

    /// The program with these arguments, not yet started.
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

    /// Runs the program with this on standard input.
    pub fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Run {
        end_with_input(&mut self.command(arguments), input)
    }
}

/// Runs a command to its end, with this on standard input.
pub fn end_with_input(command: &mut Command, input: &[u8]) -> Run {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    Run::of(&child.wait_with_output().unwrap())
}

/// Runs a command to its end.
pub fn end(command: &mut Command) -> Run {
    Run::of(&super::tools::run(command))
}

impl Run {
    /// Both streams must be UTF-8.
    fn of(output: &std::process::Output) -> Self {
        Self {
            code: output.status.code(),
            output: String::from_utf8(output.stdout.clone()).unwrap(),
            messages: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }

    /// Standard output, if the run ended with this code.
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
