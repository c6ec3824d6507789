//! How the program behaves in a terminal: its start, each key, its memory, its sleep.
//!
//! `cargo bench --bench program`; every figure is that of the built program in a pseudo-terminal.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a program that prints figures and has no one to report an error to"
)]

mod figures;
mod large;

use std::io::{Read as _, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

const PROGRAM: &str = env!("CARGO_BIN_EXE_qianyue");
const DRAFT: &str = include_str!("../data/example.toml");
/// How long the program may say nothing before it counts as having nothing more to say.
const QUIET: Duration = Duration::from_millis(150);
const PATIENCE: Duration = Duration::from_secs(20);
/// What a terminal answers when it is asked where the cursor is.
const CURSOR: &[u8] = b"\x1b[1;1R";

/// The end of a synchronized update: a frame is complete.
const FRAME_END: &[u8] = b"\x1b[?2026l";

/// The program in a pseudo-terminal of 120 by 40.
struct Running {
    child: Box<dyn Child + Send + Sync>,
    /// Kept open: the program ends when it closes.
    _master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
}

impl Running {
    fn start(arguments: &[&str], data: &Path) -> Self {
        Self::run(CommandBuilder::new(PROGRAM), arguments, data)
    }

    /// The same on a disk whose every fsync takes so long; `None` where there is no `strace`.
    fn start_on_slow_disk(arguments: &[&str], data: &Path, fsync: Duration) -> Option<Self> {
        let paths = std::env::var_os("PATH")?;
        let strace = std::env::split_paths(&paths)
            .map(|folder| folder.join("strace"))
            .find(|path| path.is_file())?;
        let mut command = CommandBuilder::new(strace);
        let delay = fsync.as_micros();
        command.args(["-f", "-qq", "-o", "/dev/null", "--seccomp-bpf"]);
        command.args(["-e", "trace=fsync,fdatasync", "-e"]);
        command.arg(format!("inject=fsync,fdatasync:delay_enter={delay}"));
        command.arg(PROGRAM);
        Some(Self::run(command, arguments, data))
    }

    fn run(mut command: CommandBuilder, arguments: &[&str], data: &Path) -> Self {
        let size = PtySize {
            rows: 40,
            cols: 120,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        command.args(arguments);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "zh_CN.UTF-8");
        command.env("HOME", data);
        command.env("QIANYUE_DATA_DIR", data);
        command.cwd(data);
        let child = pair.slave.spawn_command(command).expect("the program");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let (send, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            while let Ok(count) = reader.read(&mut buffer) {
                let bytes = buffer.get(..count).unwrap_or_default().to_vec();
                if count == 0 || send.send((Instant::now(), bytes)).is_err() {
                    return;
                }
            }
        });
        Self {
            child,
            _master: pair.master,
            writer,
            output,
        }
    }

    fn send(&mut self, bytes: &[u8]) {
        self.writer.write_all(bytes).expect("the program reads");
        self.writer.flush().expect("the program reads");
    }

    /// When the next frame was complete; `None` if the program has ended. The program's question
    /// where the cursor is gets its answer.
    fn next(&mut self) -> Option<Instant> {
        loop {
            match self.output.recv_timeout(PATIENCE) {
                Ok((at, bytes)) => {
                    if bytes.windows(4).any(|four| four == b"\x1b[6n") {
                        self.send(CURSOR);
                    }
                    if bytes.windows(FRAME_END.len()).any(|end| end == FRAME_END) {
                        return Some(at);
                    }
                }
                Err(RecvTimeoutError::Timeout) => panic!("the program says nothing"),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    /// The next frame: when it was complete, and its bytes; `None` if the program has ended.
    fn frame(&mut self) -> Option<(Instant, u64)> {
        let mut size = 0;
        loop {
            match self.output.recv_timeout(PATIENCE) {
                Ok((at, bytes)) => {
                    size += bytes.len() as u64;
                    if bytes.windows(FRAME_END.len()).any(|end| end == FRAME_END) {
                        return Some((at, size));
                    }
                }
                Err(RecvTimeoutError::Timeout) => panic!("the program says nothing"),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    /// How many bytes are written for a key, with what follows at once: a save is told.
    fn answer_to(&mut self, key: &str) -> Option<u64> {
        self.send(key.as_bytes());
        let (_, bytes) = self.frame()?;
        let more = std::iter::from_fn(|| self.output.recv_timeout(QUIET).ok());
        Some(bytes + more.map(|(_, more)| more.len() as u64).sum::<u64>())
    }

    /// Waits until nothing more comes.
    fn settle(&self) {
        while self.output.recv_timeout(QUIET).is_ok() {}
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It is measured, not used: nothing is lost.
        let _gone = self.child.kill();
        let _ended = self.child.wait();
    }
}

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("example.toml"), DRAFT).expect("a draft");
    // In a folder of its own: whatever runs there reads it.
    let with_large = tempfile::tempdir().expect("a folder");
    let templates = with_large.path().join("templates");
    std::fs::create_dir(&templates).expect("a folder");
    std::fs::write(templates.join("large.md"), large::template()).expect("a template");
    let arguments = ["open", "example.toml"];
    {
        let mut running = Running::start(&arguments, folder.path());
        if running.next().is_none() {
            println!("the program shows no screen here; nothing was measured");
            return;
        }
    }
    figures::head();
    start(&arguments, folder.path());
    keys("key to frame", &arguments, folder.path(), 5);
    let large = ["new", "large"];
    let what = "key to frame, 500,000 characters";
    keys(what, &large, with_large.path(), 8);
    contract(&["new", "mini-program-service"], folder.path());
    keys_on_slow_disk(&arguments, folder.path());
    burst(&arguments, folder.path());
    rest(&arguments, folder.path());
}

fn start(arguments: &[&str], data: &Path) {
    let taken = (0..30)
        .filter_map(|_| {
            let before = Instant::now();
            let mut running = Running::start(arguments, data);
            running.next().map(|first| first - before)
        })
        .collect();
    figures::print("start to first frame", taken, Duration::from_millis(30));
}

/// Keys in the name of a party, one right after the frame of the other, and with a pause in
/// between: a processor that has slept is slower.
fn keys(what: &str, arguments: &[&str], data: &Path, goal_ms: u64) {
    let mut running = Running::start(arguments, data);
    running.next();
    running.settle();
    // The first field is the number, whose line comes into the contract with its first character.
    running.send(b"\t");
    running.settle();
    let mut all_sizes = Vec::new();
    for (how, pause) in [
        ("", Duration::ZERO),
        (", 10 ms apart", Duration::from_millis(10)),
    ] {
        let pressed = press_keys(&mut running, 600, pause);
        let (taken, sizes): (Vec<Duration>, Vec<u64>) = pressed.into_iter().unzip();
        let what = format!("{what}{how}");
        figures::print(&what, taken, Duration::from_millis(goal_ms));
        all_sizes.extend(sizes);
        running.settle();
    }
    all_sizes.sort_unstable();
    let largest = all_sizes.last().copied().unwrap_or_default();
    print_number("    output for a key, at most", largest, 1_000, "B");
}

/// What the keys of the first part of a contract write: those that type it from the first name on,
/// those that go to the next blank (a finding that then appears below its field moves what follows),
/// those that take a whole answer away or bring it back, and those that show another page, which
/// cannot be less than its text.
fn contract(arguments: &[&str], data: &Path) {
    const TYPED: [&str; 8] = [
        "杭州虚构青禾茶业有限公司",
        "深圳示例云帆网络科技有限公司",
        "青禾茶铺微信小程序商城（标准版）",
        "107000.53",
        "2026-3-1",
        "2027-2-28",
        "107000.53",
        "3",
    ];
    const NEXT: &str = "\t";
    const PREVIOUS: &str = "\x1b[Z";
    const CLEAR: &str = "\x15";
    const UNDO: &str = "\x1a";
    const OTHER_PANE: &str = "\x1b[17~";
    const END: &str = "\x1b[F";
    const PAGE_UP: &str = "\x1b[5~";
    let mut running = Running::start(arguments, data);
    running.next();
    running.settle();
    let (mut typed, mut moved) = (Vec::new(), Vec::new());
    for value in TYPED {
        for character in value.chars() {
            typed.extend(running.answer_to(character.encode_utf8(&mut [0; 4])));
        }
        moved.extend(running.answer_to(NEXT));
    }
    let mut changed = Vec::new();
    for _ in TYPED {
        running.answer_to(PREVIOUS);
        changed.extend(running.answer_to(CLEAR));
        changed.extend(running.answer_to(UNDO));
    }
    running.answer_to(OTHER_PANE);
    running.answer_to(END);
    let pages = (0..2).filter_map(|_| running.answer_to(PAGE_UP)).collect();
    for (what, goal, mut sizes) in [
        ("keys typed", Some(1_000), typed),
        ("keys to the next blank", Some(1_000), moved),
        ("whole answers changed", Some(1_000), changed),
        ("pages of the contract", None, pages),
    ] {
        sizes.sort_unstable();
        let what = format!("output for {} {what}", sizes.len());
        let median = sizes.get(sizes.len() / 2).copied().unwrap_or_default();
        let most = sizes.last().copied().unwrap_or_default();
        for (what, figure) in [(what.as_str(), median), ("    at most", most)] {
            match goal {
                Some(goal) => print_number(what, figure, goal, "B"),
                None => println!("{what:<44} {:>10}", format!("{figure} B")),
            }
        }
    }
}

/// Keys over several saves, each of which waits for the disk most of the time.
fn keys_on_slow_disk(arguments: &[&str], data: &Path) {
    let fsync = Duration::from_secs(2);
    let Some(mut running) = Running::start_on_slow_disk(arguments, data, fsync) else {
        println!("key to frame while fsync takes 2 s: not measured, there is no strace");
        return;
    };
    running.next();
    running.settle();
    // The first key that is saved makes the disk busy before the others are pressed.
    press_keys(&mut running, 1, Duration::from_millis(500));
    let pressed = press_keys(&mut running, 200, Duration::from_millis(50));
    let taken = pressed.into_iter().map(|(taken, _)| taken).collect();
    let what = "key to frame while fsync takes 2 s";
    figures::print(what, taken, Duration::from_millis(50));
}

/// Presses keys and waits for the frame of each, and then for a while; how long each took, and how
/// many bytes it wrote.
fn press_keys(running: &mut Running, count: usize, pause: Duration) -> Vec<(Duration, u64)> {
    let mut taken = Vec::new();
    for index in 0..count {
        // A character, then its deletion, so that the line stays as long as it was.
        let key: &[u8] = if index % 2 == 0 {
            "茶".as_bytes()
        } else {
            b"\x7f"
        };
        let before = Instant::now();
        running.send(key);
        let Some((end, bytes)) = running.frame() else {
            break;
        };
        taken.push((end - before, bytes));
        std::thread::sleep(pause);
        while running.output.try_recv().is_ok() {}
    }
    taken
}

/// How many frames a burst of keys leads to.
fn burst(arguments: &[&str], data: &Path) {
    let mut running = Running::start(arguments, data);
    running.next();
    running.settle();
    running.send("茶".repeat(4_000).as_bytes());
    let mut output = Vec::new();
    // The first frame may be slow; what comes after it is not.
    let mut patience = PATIENCE;
    while let Ok((_, bytes)) = running.output.recv_timeout(patience) {
        output.extend(bytes);
        patience = QUIET;
    }
    let ends = output.windows(FRAME_END.len());
    let frames = ends.filter(|end| *end == FRAME_END).count();
    print_number(
        "frames for a burst of 4,000 characters",
        frames as u64,
        1,
        "",
    );
}

/// Memory and wake-ups of a program that nobody uses; read from `/proc`, so on Linux only.
fn rest(arguments: &[&str], data: &Path) {
    let mut running = Running::start(arguments, data);
    running.next();
    running.settle();
    std::thread::sleep(Duration::from_secs(3));
    let Some(process) = running.child.process_id() else {
        return;
    };
    let Some(kilobytes) = status(process, "VmRSS:") else {
        println!("memory and wake-ups: only measured on Linux");
        return;
    };
    print_number("resident memory", kilobytes / 1024, 25, "MB");
    let before = (switches(process), ticks(process));
    std::thread::sleep(Duration::from_secs(10));
    let wake_ups = switches(process).saturating_sub(before.0);
    print_number("wake-ups in 10 s of rest", wake_ups, 0, "");
    let used = ticks(process).saturating_sub(before.1);
    print_number("processor in 10 s of rest", used * 10, 0, "ms");
}

/// The hundredths of a second that a process has had the processor for.
fn ticks(process: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    after_name
        .split(' ')
        .skip(11)
        .take(2)
        .filter_map(|number| number.parse::<u64>().ok())
        .sum()
}

/// Prints a line for a plain number.
fn print_number(what: &str, figure: u64, goal: u64, unit: &str) {
    let verdict = if figure <= goal { "" } else { "  over" };
    println!(
        "{what:<44} {:>10} {:>10} {:>10}{verdict}",
        format!("{figure} {unit}"),
        "",
        format!("{goal} {unit}")
    );
}

/// How often any thread of a process has given up the processor by itself.
fn switches(process: u32) -> u64 {
    let Ok(threads) = std::fs::read_dir(format!("/proc/{process}/task")) else {
        return 0;
    };
    threads
        .filter_map(Result::ok)
        .filter_map(|thread| thread.file_name().to_str()?.parse().ok())
        .filter_map(|thread: u32| status(thread, "voluntary_ctxt_switches:"))
        .sum()
}

/// A number of a process or thread.
fn status(process: u32, name: &str) -> Option<u64> {
    std::fs::read_to_string(format!("/proc/{process}/status"))
        .ok()?
        .lines()
        .find_map(|line| line.strip_prefix(name))?
        .split_whitespace()
        .next()?
        .parse()
        .ok()
}
