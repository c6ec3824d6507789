//! Feeds the parsers of drafts and templates with damaged files for a while:
//!
//! `cargo run --example fuzz -- SECONDS [SEED]`
//!
//! Deterministic for a seed, on stable, without instruments: good and bad files of the test data
//! are cut, doubled, crossed with each other and mixed with words that the formats know
//! (`dictionary.txt`). An input that breaks a promise is written to the folder of temporary files
//! and ends the run with code 1; it becomes a test among the bad files.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the terminal of a developer"
)]

mod mutate;
mod promises;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use mutate::{Dice, Mutator};
use promises::Target;

/// An input that takes longer than this is as bad as one that never ends.
const PATIENCE: Duration = Duration::from_secs(5);

const DICTIONARY: &str = include_str!("dictionary.txt");

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let number = |text: Option<String>| text.map(|text| text.parse::<u64>());
    let (seconds, seed) = match (number(arguments.next()), number(arguments.next())) {
        (Some(Ok(seconds)), None) => (seconds, 1),
        (Some(Ok(seconds)), Some(Ok(seed))) => (seconds, seed),
        _ => {
            eprintln!("usage: fuzz SECONDS [SEED]");
            return ExitCode::from(2);
        }
    };
    // Its message goes with the input that is written, once, instead of a flood of traces.
    std::panic::set_hook(Box::new(|_| {}));
    let mut runs: Vec<Run> = Vec::new();
    for target in [Target::Draft, Target::Template] {
        match Run::new(target, seed) {
            Ok(run) => runs.push(run),
            Err(error) => {
                eprintln!("{target:?}: no seeds: {error}");
                return ExitCode::from(2);
            }
        }
    }
    let end = Instant::now() + Duration::from_secs(seconds);
    while Instant::now() < end {
        for run in &mut runs {
            if let Err(broken) = run.once() {
                eprintln!("{broken}");
                return ExitCode::FAILURE;
            }
        }
    }
    for run in &runs {
        let Run {
            target,
            n_inputs,
            n_accepted,
            ..
        } = run;
        println!("{target:?}: {n_inputs} inputs, {n_accepted} of them accepted, seed {seed}");
    }
    ExitCode::SUCCESS
}

/// The inputs of one parser.
struct Run {
    target: Target,
    mutator: Mutator,
    n_inputs: u64,
    n_accepted: u64,
}

impl Run {
    fn new(target: Target, seed: u64) -> std::io::Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut seeds = Vec::new();
        for path in target.seeds() {
            seeds.extend(read_all(&root.join(path))?);
        }
        Ok(Self {
            target,
            mutator: Mutator::new(Dice::new(seed), seeds, DICTIONARY),
            n_inputs: 0,
            n_accepted: 0,
        })
    }

    /// Tries one input; an error says which promise it broke, and where it lies now.
    fn once(&mut self) -> Result<(), String> {
        let input = self.mutator.next_input();
        let start = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| self.target.keeps_promises(&input)));
        let broken = match outcome {
            Ok(Ok(is_accepted)) => {
                self.n_inputs += 1;
                self.n_accepted += u64::from(is_accepted);
                if start.elapsed() < PATIENCE {
                    return Ok(());
                }
                format!("took {:?}", start.elapsed())
            }
            Ok(Err(promise)) => promise.to_owned(),
            Err(panic) => {
                let message = panic
                    .downcast_ref::<String>()
                    .map(String::as_str)
                    .or_else(|| panic.downcast_ref::<&str>().copied());
                format!("panicked: {}", message.unwrap_or("without words"))
            }
        };
        let path = std::env::temp_dir().join(format!("qianyue-fuzz-{:?}", self.target));
        let kept = match std::fs::write(&path, &input) {
            Ok(()) => path.display().to_string(),
            Err(error) => format!("nowhere ({error})"),
        };
        Err(format!(
            "{:?} {broken}; the input lies in {kept}",
            self.target
        ))
    }
}

/// The files in a folder in the order of their names, or the file itself.
fn read_all(path: &Path) -> std::io::Result<Vec<Vec<u8>>> {
    if path.is_file() {
        return Ok(vec![std::fs::read(path)?]);
    }
    let mut paths: Vec<PathBuf> = std::fs::read_dir(path)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<_>>()?;
    paths.sort();
    paths.iter().map(std::fs::read).collect()
}
