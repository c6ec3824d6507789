//! The real program, killed at any moment during typing: the draft is readable, never older than
//! before, and lacks at most the last second and the save in progress.
//!
//! Run more kills with `QIANYUE_KILLS=500 cargo test --test it survive::kills -- --nocapture`. A
//! failure prints a seed; with this `QIANYUE_SEED` the keys and the moments are the same again.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use qianyue::draft::{Answer, DraftFile};
use qianyue::store::TEMPORARY_PREFIX;

use super::draft_in;
use crate::support::dice::Dice;
use crate::support::terminal::Terminal;

/// The number of kills without `QIANYUE_KILLS`.
const FEW_KILLS: usize = 24;
/// The number of programs that run at the same time; each of them mostly waits.
const N_WORKERS: usize = 6;
/// How often a draft is opened and killed.
const KILLS_A_DRAFT: usize = 5;
/// The longest time before a typed character is being saved.
const PROMISED: Duration = Duration::from_secs(1);
/// The longest time for the save in progress on a busy machine.
const UNDER_WAY: Duration = Duration::from_secs(1);
/// The pause after which the program saves.
const PAUSE: Duration = Duration::from_millis(300);
const FIELD: &str = "party_a_name";

/// When the program is killed.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// At any time.
    AnyTime,
    /// About when it saves because of a pause.
    AfterAPause,
    /// About when it saves although the user is typing.
    AfterASecond,
    /// While the user saves after every key.
    AmidSaves,
}

impl Moment {
    const ALL: [Self; 4] = [
        Self::AnyTime,
        Self::AfterAPause,
        Self::AfterASecond,
        Self::AmidSaves,
    ];
}

/// The loss by a kill.
#[derive(Debug)]
struct Loss {
    /// The time between typing the oldest lost key and the kill.
    typing: Duration,
    /// Whether the kill interrupted a save.
    in_a_save: bool,
}

/// A user who types numbered characters into a draft.
struct Typist {
    data: tempfile::TempDir,
    dice: Dice,
    /// The number of characters that are known to be in the file.
    n_saved: usize,
}

/// The `n`-th character. The characters differ, so that a text shows which keys it lacks.
fn character(n: usize) -> char {
    let code = u32::try_from(n)
        .ok()
        .and_then(|n| 0x4e00_u32.checked_add(n));
    code.and_then(char::from_u32).unwrap()
}

impl Typist {
    fn new(seed: u64) -> Self {
        Self {
            data: tempfile::tempdir().unwrap(),
            dice: Dice::new(seed),
            n_saved: 0,
        }
    }

    fn drafts(&self) -> PathBuf {
        self.data.path().join("drafts")
    }

    /// Deletes the temporary files of an interrupted save. Returns whether there were any.
    fn sweep(&self) -> bool {
        let Ok(entries) = fs::read_dir(self.drafts()) else {
            return false;
        };
        let left: Vec<PathBuf> = entries
            .map(|entry| entry.unwrap())
            .filter(|entry| {
                entry
                    .file_name()
                    .to_string_lossy()
                    .starts_with(TEMPORARY_PREFIX)
            })
            .map(|entry| entry.path())
            .collect();
        for path in &left {
            fs::remove_file(path).unwrap();
        }
        !left.is_empty()
    }

    /// Opens the draft, types, and kills the program. Returns the loss, or what is wrong.
    fn one_life(&mut self) -> Result<Loss, String> {
        let draft = draft_in(&self.drafts());
        let arguments: Vec<&str> = match &draft {
            Some(path) => vec!["open", path.to_str().unwrap()],
            None => vec!["new", "mini-program-service"],
        };
        let mut terminal = Terminal::start(&arguments, self.data.path(), 80, 24);
        terminal.wait_for("合同双方");
        let moment = Moment::ALL[self.dice.below(Moment::ALL.len())];
        let keys = self.types(&terminal, moment);
        let killed = Instant::now();
        terminal.signal("KILL");
        terminal.wait_exit();
        self.loses(&keys, killed)
            .map_err(|what| format!("killed {moment:?}: {what}"))
    }

    /// Types until the moment of the kill. Returns when each key was pressed.
    fn types(&mut self, terminal: &Terminal, moment: Moment) -> Vec<Instant> {
        let start = Instant::now();
        let (typing_for, slowest_key) = match moment {
            Moment::AnyTime => (self.dice.below(3_000), [100, 250, 500][self.dice.below(3)]),
            Moment::AfterAPause => (self.dice.below(200), 60),
            Moment::AmidSaves => (self.dice.below(500), 20),
            Moment::AfterASecond => (1_000 * (1 + self.dice.below(3)) + self.dice.below(20), 120),
        };
        let end = start + milliseconds(typing_for);
        let mut keys: Vec<Instant> = Vec::new();
        while keys.is_empty() || Instant::now() < end {
            let key = character(self.n_saved + keys.len());
            keys.push(Instant::now());
            terminal.type_text(&key.to_string());
            if let Moment::AmidSaves = moment {
                terminal.press("Ctrl-S");
            }
            let pause = milliseconds(5 + self.dice.below(slowest_key));
            std::thread::sleep(pause.min(end.saturating_duration_since(Instant::now())));
        }
        if let (Moment::AfterAPause, Some(last)) = (moment, keys.last()) {
            let kill_at = *last + PAUSE + milliseconds(self.dice.below(20));
            std::thread::sleep(kill_at.saturating_duration_since(Instant::now()));
        }
        keys
    }

    fn loses(&mut self, keys: &[Instant], killed: Instant) -> Result<Loss, String> {
        let in_a_save = self.sweep();
        let n_found = match draft_in(&self.drafts()) {
            Some(path) => n_characters(&fs::read(&path).unwrap())
                .map_err(|what| format!("{}: {what}", path.display()))?,
            None if self.n_saved == 0 => 0,
            None => return Err("the draft is gone".to_owned()),
        };
        if n_found < self.n_saved {
            return Err(format!("{n_found} keys where {} were", self.n_saved));
        }
        let typing = match keys.get(n_found - self.n_saved) {
            Some(oldest) => killed.saturating_duration_since(*oldest),
            None => Duration::ZERO,
        };
        if typing > PROMISED + UNDER_WAY {
            return Err(format!("{typing:?} of typing are lost"));
        }
        self.n_saved = n_found;
        Ok(Loss { typing, in_a_save })
    }
}

fn milliseconds(count: usize) -> Duration {
    Duration::from_millis(u64::try_from(count).unwrap())
}

/// The number of characters in a draft, which must be the first ones in order.
fn n_characters(bytes: &[u8]) -> Result<usize, String> {
    let file = DraftFile::parse(bytes).map_err(|error| error.to_string())?;
    let text = file
        .draft()
        .answers
        .get(&FIELD.into())
        .map(Answer::as_text)
        .unwrap_or_default();
    let n_found = text.chars().count();
    if text.chars().eq((0..n_found).map(character)) {
        Ok(n_found)
    } else {
        Err(format!("not what was typed: {text:?}"))
    }
}

fn number(variable: &str) -> Option<usize> {
    std::env::var(variable)
        .ok()
        .map(|text| text.parse().unwrap())
}

/// Takes drafts from the shared counter until none is left.
fn work(next: &AtomicUsize, n_drafts: usize, seed: usize) -> Vec<Loss> {
    let mut losses = Vec::new();
    loop {
        let n = next.fetch_add(1, Ordering::SeqCst);
        if n >= n_drafts {
            return losses;
        }
        let mut typist = Typist::new(u64::try_from(seed + n).unwrap());
        for life in 1..=KILLS_A_DRAFT {
            match typist.one_life() {
                Ok(loss) => losses.push(loss),
                Err(what) => panic!("life {life}: {what}; again with QIANYUE_SEED={}", seed + n),
            }
        }
    }
}

#[test]
#[allow(
    clippy::print_stdout,
    reason = "how much was tried and lost is worth knowing"
)]
fn a_kill_at_any_moment_costs_a_second_at_most_and_no_draft() {
    let n_kills = number("QIANYUE_KILLS").unwrap_or(FEW_KILLS);
    let n_drafts = n_kills.div_ceil(KILLS_A_DRAFT);
    let seed = number("QIANYUE_SEED").unwrap_or(1);
    let next = AtomicUsize::new(0);
    let mut losses: Vec<Loss> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..N_WORKERS)
            .map(|_| scope.spawn(|| work(&next, n_drafts, seed)))
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().expect("the panic above says what is lost"))
            .collect()
    });
    assert!(losses.len() >= n_kills, "{} kills", losses.len());
    losses.sort_by_key(|loss| loss.typing);
    println!(
        "{} kills, {} of them in the middle of a save; typing lost: median {:?}, most {:?}",
        losses.len(),
        losses.iter().filter(|loss| loss.in_a_save).count(),
        losses[losses.len() / 2].typing,
        losses[losses.len() - 1].typing,
    );
}
