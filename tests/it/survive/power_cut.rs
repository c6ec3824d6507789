//! Power cuts: a small ext4 file system whose kernel discards everything that has not reached the
//! image. What was acknowledged before the cut must be there after the next mount.
//!
//! The cut is ext4's shutdown without a flush of the journal (`EXT4_IOC_SHUTDOWN`). It discards the
//! kernel's memory, but not the cache in a disk, which an fsync also empties. Two writers that omit
//! an fsync each prove that the cut can find such mistakes.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use qianyue::store::{DataFolder, Keep, Store};

use super::{child, draft_in, ordinary_user};
use crate::store::{answer_of, at, draft_with, instance};
use crate::support::dice::Dice;
use crate::support::terminal::Terminal;
use crate::support::tools;

const WRITER: &str = "QIANYUE_TEST_WRITER";
const ROOT: &str = "QIANYUE_TEST_ROOT";
const N_CUTS: usize = 30;
/// The number of cuts that must reveal a writer that omits an fsync.
const MOST_CUTS: usize = 40;
const IMAGE_BYTES: u64 = 16 * 1024 * 1024;
/// Waits for a line, then cuts. A program that starts only at the cut would be too late.
const CUT: &str = "
import fcntl, os, struct, sys
folder = os.open(sys.argv[1], os.O_RDONLY)
print('ready', flush=True)
sys.stdin.readline()
fcntl.ioctl(folder, 0x8004587D, struct.pack('I', 2))
print('dark', flush=True)
";

/// A disk whose power can be cut.
struct Disk {
    folder: tempfile::TempDir,
    python: PathBuf,
}

impl Disk {
    /// Returns `None` after a message if something is missing.
    fn new() -> Option<Self> {
        let python = tools::find("python3")?;
        let format = ["/usr/sbin/mkfs.ext4", "/sbin/mkfs.ext4"]
            .iter()
            .map(PathBuf::from)
            .find(|path| path.is_file());
        let Some(format) = format else {
            tools::missing("mkfs.ext4");
            return None;
        };
        if !ordinary_user::is_root() {
            tools::missing("root, to mount an image,");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let disk = Self { folder, python };
        fs::create_dir(disk.root()).unwrap();
        File::create(disk.image())
            .unwrap()
            .set_len(IMAGE_BYTES)
            .unwrap();
        let formatted = tools::run(Command::new(format).args(["-q", "-F"]).arg(disk.image()));
        assert!(formatted.status.success(), "{}", tools::said(&formatted));
        if disk.mount() {
            return Some(disk);
        }
        tools::missing("the right to mount an image");
        None
    }

    fn image(&self) -> PathBuf {
        self.folder.path().join("image")
    }

    /// The folder where the file system is mounted.
    fn root(&self) -> PathBuf {
        self.folder.path().join("root")
    }

    fn mount(&self) -> bool {
        let mut command = Command::new("mount");
        command.args(["-o", "loop"]).arg(self.image());
        tools::run(command.arg(self.root())).status.success()
    }

    fn unmount(&self) -> bool {
        tools::run(Command::new("umount").arg(self.root()))
            .status
            .success()
    }

    fn switch(&self) -> Switch {
        let mut process = Command::new(&self.python)
            .args(["-c", CUT])
            .arg(self.root())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut answers = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        answers.read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n");
        Switch {
            input: process.stdin.take().unwrap(),
            process,
            answers: Box::new(answers),
        }
    }

    /// Mounts the disk again after the cut, when no process uses it any more.
    fn power_on(&self) {
        assert!(self.unmount(), "something still uses the dark disk");
        assert!(self.mount(), "the image is a file system again");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _may_be_gone = Command::new("umount").arg("-l").arg(self.root()).status();
    }
}

/// The switch for the power.
struct Switch {
    process: Child,
    input: ChildStdin,
    answers: Box<dyn BufRead>,
}

impl Switch {
    fn cut(mut self) {
        self.input.write_all(b"cut\n").unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        assert_eq!(line, "dark\n");
        assert!(self.process.wait().unwrap().success());
    }
}

/// The process that saves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Writer {
    /// The store of the program.
    Store,
    /// Writes another file and renames it, but never syncs the file.
    ForgetsTheFile,
    /// Syncs the file, but never the folder.
    ForgetsTheFolder,
}

impl Writer {
    fn named(name: &str) -> Self {
        [Self::Store, Self::ForgetsTheFile, Self::ForgetsTheFolder]
            .into_iter()
            .find(|writer| format!("{writer:?}") == name)
            .unwrap()
    }
}

/// A process that saves numbers and reports each saved number.
struct Saving {
    process: Child,
    acknowledged: Arc<AtomicU64>,
}

impl Saving {
    fn start(writer: Writer, root: &Path) -> Self {
        let mut process = Command::new(child::program())
            .args(["survive::power_cut::saves_numbers", "--exact", "--ignored"])
            .args(["--test-threads=1", "--nocapture"])
            .env(WRITER, format!("{writer:?}"))
            .env(ROOT, root)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let acknowledged = Arc::new(AtomicU64::new(0));
        let heard = Arc::clone(&acknowledged);
        let output = BufReader::new(process.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if let Some(n) = line.strip_prefix("saved ") {
                    heard.store(n.parse().unwrap(), Ordering::SeqCst);
                }
            }
        });
        Self {
            process,
            acknowledged,
        }
    }

    fn wait_for_the_first(&mut self) {
        while self.acknowledged.load(Ordering::SeqCst) == 0 {
            assert_eq!(self.process.try_wait().unwrap(), None, "it saves nothing");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn end(mut self) {
        let _may_have_ended = self.process.kill();
        self.process.wait().unwrap();
    }
}

#[test]
#[ignore = "started by the tests beside it, with what to do in the environment"]
#[allow(clippy::print_stdout, reason = "the tests beside it read it")]
fn saves_numbers() {
    let Some(root) = std::env::var_os(ROOT).map(PathBuf::from) else {
        println!("nothing to do: {ROOT} is not set");
        return;
    };
    let writer = Writer::named(&std::env::var(WRITER).unwrap());
    let store = Store::new(DataFolder::new(root.clone()), instance());
    let mut open = match writer {
        Writer::Store => Some(store.create(&draft_with("0"), at(0)).unwrap()),
        Writer::ForgetsTheFile | Writer::ForgetsTheFolder => None,
    };
    for n in 1..u32::MAX {
        let is_saved = match &mut open {
            Some(open) => {
                let draft = draft_with(&n.to_string());
                store.save(open, &draft, at(1), Keep::Always).is_ok()
            }
            None => save_carelessly(&root, writer, n).is_ok(),
        };
        if !is_saved {
            return;
        }
        println!("\nsaved {n}");
        // A short pause between two saves, as with people.
        std::thread::sleep(Duration::from_millis(3));
    }
}

fn save_carelessly(root: &Path, writer: Writer, n: u32) -> std::io::Result<()> {
    let beside = root.join("beside");
    let mut file = File::create(&beside)?;
    file.write_all(format!("{n}\n").as_bytes())?;
    if writer == Writer::ForgetsTheFolder {
        file.sync_all()?;
    }
    fs::rename(&beside, careless(root))
}

fn careless(root: &Path) -> PathBuf {
    root.join("number")
}

/// The number on the disk. `None` if there is none, or only a part of a file.
fn found(writer: Writer, root: &Path) -> Option<u64> {
    match writer {
        Writer::Store => {
            let store = Store::new(DataFolder::new(root.to_owned()), instance());
            let listed = store.list().unwrap().pop()?;
            answer_of(&listed.draft.unwrap()).parse().ok()
        }
        Writer::ForgetsTheFile | Writer::ForgetsTheFolder => fs::read_to_string(careless(root))
            .ok()?
            .strip_suffix('\n')?
            .parse()
            .ok(),
    }
}

/// Cuts the power while `writer` saves. Returns whether an acknowledged number is lost.
fn loses(writer: Writer, dice: &mut Dice, disk: &Disk) -> bool {
    let root = tempfile::tempdir_in(disk.root()).unwrap().keep();
    File::open(disk.root()).unwrap().sync_all().unwrap();
    let switch = disk.switch();
    let mut saving = Saving::start(writer, &root);
    saving.wait_for_the_first();
    let wait = u64::try_from(dice.below(60_000)).unwrap();
    std::thread::sleep(Duration::from_micros(wait));
    let acknowledged = saving.acknowledged.load(Ordering::SeqCst);
    switch.cut();
    saving.end();
    disk.power_on();
    found(writer, &root).is_none_or(|found| found < acknowledged)
}

#[test]
#[allow(
    clippy::print_stdout,
    reason = "how sharp the cuts were is worth knowing"
)]
fn what_was_acknowledged_is_there_after_a_power_cut() {
    let Some(disk) = Disk::new() else {
        return;
    };
    let mut dice = Dice::new(1);
    for writer in [Writer::ForgetsTheFile, Writer::ForgetsTheFolder] {
        let first = (1..=MOST_CUTS).find(|_| loses(writer, &mut dice, &disk));
        println!("{writer:?} lost what it had acknowledged at cut {first:?}");
        assert!(
            first.is_some(),
            "{writer:?} lost nothing: the cuts are blunt"
        );
    }
    for cut in 1..=N_CUTS {
        assert!(!loses(Writer::Store, &mut dice, &disk), "cut {cut}");
    }
}

#[test]
fn what_the_screen_called_saved_is_there_after_a_power_cut() {
    let Some(disk) = Disk::new() else {
        return;
    };
    let mut typed = String::new();
    for cut in 0..8 {
        let switch = disk.switch();
        let drafts = disk.root().join("drafts");
        let id = draft_in(&drafts);
        let arguments = match &id {
            Some(path) => ["open", path.to_str().unwrap()],
            None => ["new", "mini-program-service"],
        };
        let mut terminal = Terminal::start(&arguments, &disk.root(), 120, 40);
        terminal.wait_for("合同双方");
        let more = format!("青禾{cut}");
        terminal.type_text(&more);
        typed.push_str(&more);
        terminal.wait_for("已保存");
        switch.cut();
        terminal.signal("KILL");
        terminal.wait_exit();
        drop(terminal);
        disk.power_on();
        let text = fs::read_to_string(draft_in(&drafts).expect("a draft")).unwrap();
        assert!(text.contains(&typed), "cut {cut}, typed {typed}: {text}");
    }
}
