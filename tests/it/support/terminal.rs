//! The real program in a real pseudo-terminal, and what a person would see there.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use vt100::{Callbacks, Parser, Screen};

/// How long a test waits for what must come; long, since machines are loaded.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A program in a terminal. Dropping it kills the program.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    /// Both ends of the line; gone after a hang-up.
    line: Option<Line>,
    shared: Arc<Shared>,
    reader: Option<JoinHandle<()>>,
}

struct Line {
    master: Box<dyn MasterPty + Send>,
    writer: Arc<Mutex<Box<dyn Write + Send>>>,
}

/// What the reading thread and the test both see.
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    parser: Parser<Answers>,
    /// Everything that was received.
    received: Vec<u8>,
    /// Whether the program has closed its side.
    has_ended: bool,
    /// Whether the reading thread shall let go of the line.
    is_hanging_up: bool,
}

/// What the terminal answers to questions of the program.
#[derive(Default)]
struct Answers {
    bytes: Vec<u8>,
}

impl Callbacks for Answers {
    fn unhandled_csi(
        &mut self,
        screen: &mut Screen,
        first: Option<u8>,
        _second: Option<u8>,
        parameters: &[&[u16]],
        end: char,
    ) {
        if end == 'n' && first.is_none() && parameters == [[6]] {
            let (row, column) = screen.cursor_position();
            let answer = format!("\x1b[{};{}R", row + 1, column + 1);
            self.bytes.extend_from_slice(answer.as_bytes());
        }
    }
}

impl Terminal {
    /// Starts the program with `arguments` in a terminal of this size. `home` is its home folder
    /// and holds everything that it writes; nothing else of the environment reaches it.
    pub fn start(home: &Path, arguments: &[&str], columns: u16, rows: u16) -> Self {
        Self::start_with(home, arguments, &[], columns, rows)
    }

    /// As [`Terminal::start`], with more variables in its environment.
    pub fn start_with(
        home: &Path,
        arguments: &[&str],
        variables: &[(&str, &str)],
        columns: u16,
        rows: u16,
    ) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_qianyue"));
        command.args(arguments);
        command.env_clear();
        command.cwd(home);
        let data = data_folder(home);
        for (name, value) in [
            ("HOME", home.as_os_str()),
            ("USERPROFILE", home.as_os_str()),
            ("QIANYUE_DATA_DIR", data.as_os_str()),
            ("TERM", "xterm-256color".as_ref()),
            ("LANG", "zh_CN.UTF-8".as_ref()),
        ] {
            command.env(name, value);
        }
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        // Only the program holds that side now, so that its end is seen here.
        drop(pair.slave);
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                parser: Parser::new_with_callbacks(
                    cells(rows),
                    cells(columns),
                    0,
                    Answers::default(),
                ),
                received: Vec::new(),
                has_ended: false,
                is_hanging_up: false,
            }),
            changed: Condvar::new(),
        });
        let writer = Arc::new(Mutex::new(pair.master.take_writer().unwrap()));
        let reader = keep_reading(
            pair.master.try_clone_reader().unwrap(),
            Arc::clone(&writer),
            Arc::clone(&shared),
        );
        Self {
            child,
            line: Some(Line {
                master: pair.master,
                writer,
            }),
            shared,
            reader: Some(reader),
        }
    }

    /// Types characters one by one, as an input method commits them.
    pub fn type_text(&mut self, text: &str) {
        for c in text.chars() {
            self.send(c.to_string().as_bytes());
        }
    }

    /// Presses a key by its name: `Enter`, `Shift-Tab`, `F9`, `Shift-F3`, `Ctrl-Q`. What follows
    /// `Esc` must wait for its effect, or the two are read as one key with Alt.
    pub fn press(&mut self, key: &str) {
        let bytes = key_bytes(key).unwrap_or_else(|| panic!("no such key: {key}"));
        self.send(&bytes);
    }

    /// Pastes text as terminals with bracketed paste do.
    pub fn paste(&mut self, text: &str) {
        let text = text.replace('\n', "\r");
        self.send(format!("\x1b[200~{text}\x1b[201~").as_bytes());
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: &[u8]) {
        let line = self.line.as_ref().expect("the terminal is there");
        let mut writer = line.writer.lock().unwrap();
        writer.write_all(bytes).unwrap();
        writer.flush().unwrap();
    }

    /// Waits until the screen shows `text`; the whole screen then.
    pub fn wait_for(&self, text: &str, timeout: Duration) -> String {
        let wanted = |state: &State| state.parser.screen().contents().contains(text);
        self.wait(&format!("{text:?} to be shown"), timeout, wanted)
    }

    /// Waits until the screen does not show `text` any more; the whole screen then.
    pub fn wait_until_gone(&self, text: &str, timeout: Duration) -> String {
        let wanted = |state: &State| !state.parser.screen().contents().contains(text);
        self.wait(&format!("{text:?} to go"), timeout, wanted)
    }

    /// The characters on the screen, row by row.
    pub fn screen(&self) -> String {
        self.state().parser.screen().contents()
    }

    /// Column and row of the cursor, from 0; none while it is hidden.
    pub fn cursor(&self) -> Option<(u16, u16)> {
        let state = self.state();
        let screen = state.parser.screen();
        let (row, column) = screen.cursor_position();
        (!screen.hide_cursor()).then_some((column, row))
    }

    /// Whether the terminal is as the shell left it: its own screen, a cursor, plain pastes.
    pub fn is_given_back(&self) -> bool {
        let state = self.state();
        let screen = state.parser.screen();
        !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
    }

    /// How many bytes the program has sent so far.
    pub fn n_received(&self) -> usize {
        self.state().received.len()
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.state().parser.set_size(cells(rows), cells(columns));
        let line = self.line.as_ref().expect("the terminal is there");
        line.master.resize(size(columns, rows)).unwrap();
    }

    /// The number of the program's process.
    pub fn process_id(&self) -> u32 {
        self.child.process_id().expect("the program has a process")
    }

    /// Sends a signal by its name without `SIG`: `TERM`, `HUP`, `INT`.
    #[cfg(unix)]
    pub fn signal(&self, name: &str) {
        let status = Command::new("kill")
            .args([format!("-{name}"), self.process_id().to_string()])
            .status()
            .unwrap();
        assert!(status.success(), "kill -{name}");
    }

    /// Ends the program at once, as a power cut would.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
    }

    /// Closes the terminal under the program.
    pub fn hang_up(&mut self) {
        self.state().is_hanging_up = true;
        // The reading thread lets go of its end with the next bytes: those of a new frame.
        let size = self.state().parser.screen().size();
        self.resize(size.1.get() + 1, size.0.get());
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
        self.line = None;
    }

    /// Waits for the end of the program; its exit code.
    pub fn wait_exit(&mut self, timeout: Duration) -> u32 {
        if self.line.is_some() {
            self.wait("the program to end", timeout, |state| state.has_ended);
        }
        let deadline = Instant::now() + timeout;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(Instant::now() < deadline, "the program does not end");
            std::thread::yield_now();
        }
    }

    fn wait(&self, what: &str, timeout: Duration, wanted: impl Fn(&State) -> bool) -> String {
        let (state, waited) = self
            .shared
            .changed
            .wait_timeout_while(self.state(), timeout, |state| {
                !wanted(state) && !state.has_ended
            })
            .unwrap();
        let contents = state.parser.screen().contents();
        let why = if waited.timed_out() {
            "it did not come"
        } else {
            "the program ended"
        };
        assert!(wanted(&state), "waited for {what}, {why}:\n{contents}");
        contents
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended long ago.
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// Where the program keeps drafts under a home folder.
pub fn data_folder(home: &Path) -> PathBuf {
    home.join("data")
}

/// Reads what the program sends for as long as it lives, and answers its questions.
fn keep_reading(
    mut reader: Box<dyn Read + Send>,
    writer: Arc<Mutex<Box<dyn Write + Send>>>,
    shared: Arc<Shared>,
) -> JoinHandle<()> {
    std::thread::spawn(move || {
        let mut buffer = vec![0; 64 * 1024];
        loop {
            // The end of a program is an error on Linux and an end of file elsewhere.
            let received = reader.read(&mut buffer).unwrap_or(0);
            let mut state = shared.state.lock().unwrap();
            if received == 0 {
                state.has_ended = true;
            } else {
                state.parser.process(&buffer[..received]);
                state.received.extend_from_slice(&buffer[..received]);
            }
            let answers = std::mem::take(&mut state.parser.callbacks_mut().bytes);
            let is_over = state.has_ended || state.is_hanging_up;
            drop(state);
            shared.changed.notify_all();
            if is_over {
                return;
            }
            if !answers.is_empty() {
                let mut writer = writer.lock().unwrap();
                // The program may have ended meanwhile.
                let _sent = writer.write_all(&answers).and_then(|()| writer.flush());
            }
        }
    })
}

/// What a terminal sends for a key.
fn key_bytes(key: &str) -> Option<Vec<u8>> {
    let plain = match key {
        "Enter" => "\r",
        "Tab" => "\t",
        "Shift-Tab" => "\x1b[Z",
        "Esc" => "\x1b",
        "Space" => " ",
        "Backspace" => "\x7f",
        "Delete" => "\x1b[3~",
        "Up" => "\x1b[A",
        "Down" => "\x1b[B",
        "Right" => "\x1b[C",
        "Left" => "\x1b[D",
        "Home" => "\x1b[H",
        "End" => "\x1b[F",
        "PageUp" => "\x1b[5~",
        "PageDown" => "\x1b[6~",
        "F1" => "\x1bOP",
        "F2" => "\x1bOQ",
        "F3" => "\x1bOR",
        "F4" => "\x1bOS",
        "F5" => "\x1b[15~",
        "F6" => "\x1b[17~",
        "F7" => "\x1b[18~",
        "F8" => "\x1b[19~",
        "F9" => "\x1b[20~",
        "F10" => "\x1b[21~",
        "F11" => "\x1b[23~",
        "F12" => "\x1b[24~",
        "Shift-F3" => "\x1b[1;2R",
        _ => {
            let letter = key.strip_prefix("Ctrl-")?.bytes().next()?;
            return letter.is_ascii_alphabetic().then(|| vec![letter & 0x1f]);
        }
    };
    Some(plain.as_bytes().to_vec())
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a terminal has cells")
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}
