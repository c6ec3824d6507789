//! The real program in a real pseudo-terminal: tests send keys and read the screen.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

const PROGRAM: &str = env!("CARGO_BIN_EXE_qianyue");
/// The longest time that a test waits for anything.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running program and its terminal.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Arc<Mutex<Box<dyn Write + Send>>>,
    seen: Arc<Mutex<Seen>>,
    reading: Option<JoinHandle<()>>,
}

/// How a terminal answers a query of the cursor position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Characters of ambiguous width take one cell.
    Narrow,
    /// Characters of ambiguous width take two cells.
    Wide,
    /// The terminal does not answer.
    Silent,
}

/// The output of the program so far.
struct Seen {
    parser: vt100::Parser,
    raw: Vec<u8>,
    has_ended: bool,
    /// Whether the reading thread must close its end of the terminal.
    is_hanging_up: bool,
}

impl Terminal {
    /// Starts the program with this data folder and an empty environment.
    pub fn start(arguments: &[&str], data: &Path, columns: u16, rows: u16) -> Self {
        Self::start_with(arguments, data, columns, rows, &[("LANG", "zh_CN.UTF-8")])
    }

    /// Like [`Terminal::start`], with these environment variables.
    pub fn start_with(
        arguments: &[&str],
        data: &Path,
        columns: u16,
        rows: u16,
        variables: &[(&str, &str)],
    ) -> Self {
        Self::start_on(arguments, data, (columns, rows), variables, Kind::Narrow)
    }

    /// Like [`Terminal::start`], but another program starts this one.
    #[cfg(unix)]
    pub fn start_under(
        starter: &[&str],
        arguments: &[&str],
        data: &Path,
        columns: u16,
        rows: u16,
    ) -> Self {
        let (first, rest) = starter.split_first().expect("a program");
        let mut command = CommandBuilder::new(first);
        command.args(rest);
        command.arg(PROGRAM);
        let variables = [("LANG", "zh_CN.UTF-8")];
        let size = (columns, rows);
        Self::run(command, arguments, data, size, &variables, Kind::Narrow)
    }

    /// Starts another program, with an empty environment except this folder.
    #[cfg(unix)]
    pub fn start_other(program: &Path, arguments: &[&str], folder: &Path) -> Self {
        let command = CommandBuilder::new(program);
        Self::run(command, arguments, folder, (80, 24), &[], Kind::Narrow)
    }

    /// Like [`Terminal::start_with`], in a terminal of this kind.
    pub fn start_on(
        arguments: &[&str],
        data: &Path,
        size: (u16, u16),
        variables: &[(&str, &str)],
        kind: Kind,
    ) -> Self {
        let command = CommandBuilder::new(PROGRAM);
        Self::run(command, arguments, data, size, variables, kind)
    }

    fn run(
        mut command: CommandBuilder,
        arguments: &[&str],
        data: &Path,
        (columns, rows): (u16, u16),
        variables: &[(&str, &str)],
        kind: Kind,
    ) -> Self {
        let pair = native_pty_system()
            .openpty(PtySize {
                rows,
                cols: columns,
                pixel_width: 0,
                pixel_height: 0,
            })
            .expect("a pseudo-terminal");
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("HOME", data);
        command.env("QIANYUE_DATA_DIR", data);
        for (name, value) in variables {
            command.env(name, value);
        }
        command.args(arguments);
        command.cwd(data);
        let child = pair
            .slave
            .spawn_command(command)
            .expect("the program starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = Arc::new(Mutex::new(pair.master.take_writer().expect("a writer")));
        let seen = Arc::new(Mutex::new(Seen {
            parser: vt100::Parser::new(cells(rows), cells(columns), 0),
            raw: Vec::new(),
            has_ended: false,
            is_hanging_up: false,
        }));
        let (shared, answers) = (Arc::clone(&seen), Arc::clone(&writer));
        let reading = std::thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            loop {
                let count = reader.read(&mut buffer).unwrap_or(0);
                let mut seen = shared.lock().expect("no panic while reading");
                if count == 0 {
                    seen.has_ended = true;
                    return;
                }
                seen.parser.process(&buffer[..count]);
                seen.raw.extend_from_slice(&buffer[..count]);
                if seen.is_hanging_up {
                    return;
                }
                let asks = buffer[..count].windows(4).any(|bytes| bytes == b"\x1b[6n");
                if asks && kind != Kind::Silent {
                    let (row, mut column) = seen.parser.screen().cursor_position();
                    drop(seen);
                    // The program queries the position behind a single character.
                    if kind == Kind::Wide && column == 1 {
                        column = 2;
                    }
                    let answer = format!("\x1b[{};{}R", row + 1, column + 1);
                    let mut writer = answers.lock().expect("no panic while writing");
                    // Writing fails if the program has ended.
                    let _gone = writer.write_all(answer.as_bytes());
                }
            }
        });
        Self {
            child,
            master: Some(pair.master),
            writer,
            seen,
            reading: Some(reading),
        }
    }

    /// Sends bytes as a terminal would.
    pub fn send(&self, bytes: &[u8]) {
        let mut writer = self.writer.lock().expect("no panic while writing");
        writer.write_all(bytes).expect("the program reads");
        writer.flush().expect("the program reads");
    }

    /// Types characters.
    pub fn type_text(&self, text: &str) {
        self.send(text.as_bytes());
    }

    /// Pastes a text in brackets, with line ends as a terminal sends them.
    pub fn paste(&self, text: &str) {
        self.send(format!("\x1b[200~{}\x1b[201~", text.replace('\n', "\r")).as_bytes());
    }

    /// Presses a key when a person could have read the screen: the final review ignores a key that
    /// comes sooner.
    pub fn press_after_reading(&self, name: &str) {
        std::thread::sleep(Duration::from_millis(400));
        self.press(name);
    }

    /// Presses a key by its name (`F3`, `Ctrl-E`, `Shift-Tab`, `Enter`).
    pub fn press(&self, name: &str) {
        let bytes: Vec<u8> = match name {
            "Enter" => b"\r".to_vec(),
            "Tab" => b"\t".to_vec(),
            "Shift-Tab" => b"\x1b[Z".to_vec(),
            "Esc" => b"\x1b".to_vec(),
            "Space" => b" ".to_vec(),
            "Backspace" => b"\x7f".to_vec(),
            "Delete" => b"\x1b[3~".to_vec(),
            "Up" => b"\x1b[A".to_vec(),
            "Down" => b"\x1b[B".to_vec(),
            "Right" => b"\x1b[C".to_vec(),
            "Left" => b"\x1b[D".to_vec(),
            "Home" => b"\x1b[H".to_vec(),
            "End" => b"\x1b[F".to_vec(),
            "PageUp" => b"\x1b[5~".to_vec(),
            "PageDown" => b"\x1b[6~".to_vec(),
            "F1" => b"\x1bOP".to_vec(),
            "F2" => b"\x1bOQ".to_vec(),
            "F3" => b"\x1bOR".to_vec(),
            "F4" => b"\x1bOS".to_vec(),
            "F5" => b"\x1b[15~".to_vec(),
            "F6" => b"\x1b[17~".to_vec(),
            "F7" => b"\x1b[18~".to_vec(),
            "F8" => b"\x1b[19~".to_vec(),
            "F9" => b"\x1b[20~".to_vec(),
            "F10" => b"\x1b[21~".to_vec(),
            "Alt-Enter" => b"\x1b\r".to_vec(),
            other if other.starts_with("Alt-") => other.replacen("Alt-", "\x1b", 1).into_bytes(),
            other => {
                let letter = other.strip_prefix("Ctrl-").expect("a known key");
                let code = letter.chars().next().expect("a letter") as u8;
                vec![code.to_ascii_lowercase() - b'a' + 1]
            }
        };
        self.send(&bytes);
    }

    /// The text of the screen, row by row.
    pub fn screen(&self) -> String {
        self.seen
            .lock()
            .expect("no panic while reading")
            .parser
            .screen()
            .contents()
    }

    /// Row and column of the cursor, from 0.
    pub fn cursor(&self) -> (u16, u16) {
        let seen = self.seen.lock().expect("no panic while reading");
        seen.parser.screen().cursor_position()
    }

    /// Whether the cursor is visible.
    pub fn shows_cursor(&self) -> bool {
        let seen = self.seen.lock().expect("no panic while reading");
        !seen.parser.screen().hide_cursor()
    }

    /// The content of a cell; empty for the right half of a wide character.
    pub fn cell(&self, row: u16, column: u16) -> String {
        let seen = self.seen.lock().expect("no panic while reading");
        let cell = seen.parser.screen().cell(row, column);
        cell.map(|cell| cell.contents().to_owned())
            .unwrap_or_default()
    }

    /// Every byte that the program has sent.
    pub fn raw(&self) -> Vec<u8> {
        self.seen
            .lock()
            .expect("no panic while reading")
            .raw
            .clone()
    }

    /// The settings of the terminal, as `stty` shows them.
    #[cfg(unix)]
    pub fn line_settings(&self) -> String {
        let master = self.master.as_ref().expect("a terminal");
        format!("{:?}", master.get_termios().expect("settings"))
    }

    /// Whether the process is stopped, according to `/proc`.
    #[cfg(target_os = "linux")]
    pub fn is_stopped(&self) -> bool {
        std::fs::read_to_string(format!("/proc/{}/stat", self.process())).is_ok_and(|stat| {
            stat.rsplit(") ")
                .next()
                .is_some_and(|rest| rest.starts_with('T'))
        })
    }

    /// Waits until the condition holds.
    pub fn wait_until_true(&self, what: &str, holds: impl Fn() -> bool) {
        self.wait_until(what, |_| holds());
    }

    /// Waits until the screen contains a text.
    pub fn wait_for(&self, text: &str) {
        self.wait_until(&format!("the screen holds {text:?}"), |screen| {
            screen.contains(text)
        });
    }

    /// Waits until the screen no longer contains a text.
    pub fn wait_gone(&self, text: &str) {
        self.wait_until(&format!("the screen no longer holds {text:?}"), |screen| {
            !screen.contains(text)
        });
    }

    fn wait_until(&self, what: &str, holds: impl Fn(&str) -> bool) {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if holds(&self.screen()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("waited in vain until {what}:\n{}", self.screen());
    }

    /// Changes the size of the terminal.
    pub fn resize(&self, columns: u16, rows: u16) {
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.seen
            .lock()
            .expect("no panic while reading")
            .parser
            .screen_mut()
            .set_size(cells(rows), cells(columns));
        if let Some(master) = &self.master {
            master.resize(size).expect("a new size");
        }
    }

    /// The process id.
    pub fn process(&self) -> u32 {
        self.child.process_id().expect("the program runs")
    }

    /// Sends a signal by its name (`TERM`, `KILL`).
    pub fn signal(&self, name: &str) {
        let status = std::process::Command::new("kill")
            .args([&format!("-{name}"), &self.process().to_string()])
            .status()
            .expect("kill runs");
        assert!(status.success());
    }

    /// Closes the terminal, as when its window is closed.
    ///
    /// Every end in this process must close. The reading thread closes its end after the next
    /// output, which the new size causes.
    pub fn hang_up(&mut self) {
        let (columns, rows) = {
            let mut seen = self.seen.lock().expect("no panic while reading");
            seen.is_hanging_up = true;
            let (rows, columns) = seen.parser.screen().size();
            (columns.get(), rows.get())
        };
        self.resize(columns + 1, rows);
        if let Some(reading) = self.reading.take() {
            reading.join().expect("no panic while reading");
        }
        *self.writer.lock().expect("no panic while writing") = Box::new(std::io::sink());
        self.master = None;
    }

    /// Waits for the end of the program, and returns its exit code.
    pub fn wait_exit(&mut self) -> u32 {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(status) = self
                .child
                .try_wait()
                .expect("the program can be waited for")
            {
                self.wait_for_last_words(start);
                return status.exit_code();
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("the program does not end:\n{}", self.screen());
    }

    /// Waits until the reading thread has read all output of the ended program.
    fn wait_for_last_words(&self, start: Instant) {
        let has_ended = || self.seen.lock().expect("no panic while reading").has_ended;
        while self.master.is_some() && !has_ended() && start.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a terminal has cells")
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // End the program even if the test failed.
        let _gone = self.child.kill();
        let _ended = self.child.wait();
    }
}
