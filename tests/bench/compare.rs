//! The same contract from this program and from those that fill Word templates: docxtpl (Python)
//! and docxtemplater (Node), where they are installed.
//!
//! `cargo bench --bench compare`; `NODE_PATH` says where Node finds its packages. The templates are
//! our own files with a tag in the place of each value, so that all three write the same paragraphs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program that prints figures and has no one to report an error to"
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use qianyue::document::{Block, Document, Inline};
use qianyue::draft::DraftFile;
use qianyue::intake::docx::read_paragraphs;
use qianyue::render::docx;
use qianyue::review::Contract;
use qianyue::template::{self, StyleKeys};

const PROGRAM: &str = env!("CARGO_BIN_EXE_qianyue");
const TEMPLATE: &str = include_str!("../../assets/templates/mini-program-service.md");
const DRAFT: &str = include_str!("../data/example.toml");
/// Paragraphs of the long contract.
const MANY: usize = 2_000;
/// Asks this program for the peak of its own memory while it writes one contract.
const PEAK: &str = "--peak";

/// How a program did with one contract.
#[derive(Clone, Copy)]
struct Figures {
    time: Duration,
    peak_kilobytes: Option<u64>,
}

/// A program beside which ours is set.
struct Other {
    name: &'static str,
    interpreter: &'static str,
    script: &'static str,
    /// How to install it.
    install: &'static str,
}

const OTHERS: [Other; 2] = [
    Other {
        name: "docxtpl",
        interpreter: "python3",
        script: "fill_docxtpl.py",
        install: "pip install docxtpl",
    },
    Other {
        name: "docxtemplater",
        interpreter: "node",
        script: "fill_docxtemplater.js",
        install: "npm install docxtemplater pizzip",
    },
];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, option, count] = arguments.as_slice()
        && option == PEAK
    {
        print_peak(count.parse().expect("a number of paragraphs"));
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let short = document();
    let n_short = short.blocks.len();
    let long = repeated(&short, MANY);
    let ours = [ours(&short, n_short, 50), ours(&long, MANY, 20)];
    println!(
        "{:<28} {:>22} {:>22} {:>22}",
        "", "this contract", "2,000 paragraphs", "peak memory"
    );
    print_row("qianyue", ours, ours);
    print_cells(
        "  goal",
        ["6.0 ms", "110.0 ms", "- / 32 MB"].map(str::to_owned),
    );
    for other in &OTHERS {
        let short = other.fill(folder.path(), &short, 10);
        let long = other.fill(folder.path(), &long, 3);
        match (short, long) {
            (Some((version, short)), Some((_, long))) => {
                print_row(&format!("{} {version}", other.name), [short, long], ours);
            }
            _ => println!("{:<28} not here: {}", other.name, other.install),
        }
    }
    println!();
    let memory = tempfile::tempdir_in("/dev/shm").unwrap_or(folder);
    whole_processes(&short, memory.path());
    let disk = tempfile::tempdir().expect("a folder");
    let own = whole(20, || own_command(disk.path()));
    print_cells(
        "  on this disk, with fsyncs",
        [written(own), String::new(), String::new()],
    );
}

/// What a whole process takes; in a folder in memory, where there is one, so that the disk does
/// not count, for which our program waits and the others do not.
fn whole_processes(short: &Document, folder: &Path) {
    println!("whole process");
    let own = whole(20, || own_command(folder));
    print_cells(
        "qianyue export",
        [written(own), String::new(), String::new()],
    );
    print_cells(
        "  goal",
        ["15.0 ms".to_owned(), String::new(), String::new()],
    );
    for other in &OTHERS {
        if other.fill(folder, short, 1).is_some() {
            let time = whole(5, || other.command(folder, 1));
            let cell = format!(
                "{} {}",
                written(time),
                ratio(time.as_secs_f64(), own.as_secs_f64())
            );
            print_cells(other.name, [cell, String::new(), String::new()]);
        }
    }
}

/// The example, unfinished as it is.
fn document() -> Document {
    let template = template::parse(TEMPLATE.as_bytes()).expect("the built-in template");
    let draft = DraftFile::parse(DRAFT.as_bytes()).expect("the example");
    let body = template.body(&[]);
    Contract::new(&template, &body, draft.draft(), &StyleKeys::new()).document
}

/// The same blocks again and again, so many.
fn repeated(document: &Document, count: usize) -> Document {
    let blocks = document
        .blocks
        .iter()
        .cycle()
        .take(count)
        .cloned()
        .collect();
    Document {
        blocks,
        ..document.clone()
    }
}

/// Our own figures, the memory from a process of its own.
fn ours(document: &Document, count: usize, rounds: usize) -> Figures {
    let properties = docx::Properties::default();
    let time = median(rounds, || {
        docx::render(document, &properties).expect("a DOCX");
    });
    let this = std::env::current_exe().expect("this program");
    let said = Command::new(this).args([PEAK, &count.to_string()]).output();
    let said = said.expect("this program").stdout;
    let peak_kilobytes = String::from_utf8_lossy(&said).trim().parse().ok();
    Figures {
        time,
        peak_kilobytes,
    }
}

/// Writes one contract and prints the peak of memory; nothing where the system does not tell it.
fn print_peak(count: usize) {
    let bytes = docx::render(&repeated(&document(), count), &docx::Properties::default());
    assert!(bytes.is_ok(), "a DOCX");
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    if let Some(kilobytes) = peak.and_then(|line| line.split_whitespace().next()) {
        println!("{kilobytes}");
    }
}

impl Other {
    /// What it takes for a template of `document`, with its version; `None` where it is not
    /// installed.
    fn fill(&self, folder: &Path, document: &Document, rounds: usize) -> Option<(String, Figures)> {
        let (tagged, values) = tagged(document);
        let template = docx::render(&tagged, &docx::Properties::default()).expect("a template");
        std::fs::write(folder.join("template.docx"), template).expect("a file");
        let values = serde_json::to_vec(&values).expect("values");
        std::fs::write(folder.join("values.json"), values).expect("a file");
        let ran = self.command(folder, rounds).output().ok()?;
        let said = String::from_utf8(ran.stdout).ok()?;
        let mut words = said.split_whitespace();
        let version = words.next()?.to_owned();
        let milliseconds: f64 = words.next()?.parse().ok()?;
        let peak_kilobytes = words.next()?.parse().ok();
        let filled = std::fs::read(folder.join("filled.docx")).ok()?;
        let as_ours = docx::render(document, &docx::Properties::default()).expect("a DOCX");
        assert_eq!(
            read_paragraphs(&filled).ok(),
            read_paragraphs(&as_ours).ok(),
            "{} writes another contract",
            self.name
        );
        let figures = Figures {
            time: Duration::from_secs_f64(milliseconds / 1000.0),
            peak_kilobytes,
        };
        Some((version, figures))
    }

    fn command(&self, folder: &Path, rounds: usize) -> Command {
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench");
        let mut command = Command::new(self.interpreter);
        command.arg(scripts.join(self.script));
        command.args(["template.docx", "values.json", "filled.docx"]);
        command.arg(rounds.to_string());
        command.current_dir(folder).stderr(Stdio::null());
        command
    }
}

fn own_command(folder: &Path) -> Command {
    std::fs::write(folder.join("example.toml"), DRAFT).expect("a draft");
    let mut command = Command::new(PROGRAM);
    command.args([
        "export",
        "example.toml",
        "--output",
        "own.docx",
        "--draft",
        "--force",
    ]);
    command.current_dir(folder);
    command.env("QIANYUE_DATA_DIR", folder);
    command
}

/// The document with a tag in the place of each value, and the values.
fn tagged(document: &Document) -> (Document, BTreeMap<String, String>) {
    let mut tagged = document.clone();
    let mut values = BTreeMap::new();
    for paragraph in tagged.blocks.iter_mut().flat_map(Block::paragraphs_mut) {
        for inline in &mut paragraph.inlines {
            if let Inline::Filled { place, text, .. } = inline {
                let tag = format!("{{{{{place}}}}}");
                values.insert(place.to_string(), std::mem::replace(text, tag));
            }
        }
    }
    (tagged, values)
}

/// How long a process runs, from start to end.
fn whole(rounds: usize, command: impl Fn() -> Command) -> Duration {
    median(rounds, || {
        let ended = command()
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        assert!(ended.expect("a program").success(), "a program failed");
    })
}

fn median(rounds: usize, mut work: impl FnMut()) -> Duration {
    let mut taken: Vec<Duration> = (0..rounds)
        .map(|_| {
            let before = Instant::now();
            work();
            before.elapsed()
        })
        .collect();
    taken.sort_unstable();
    taken.get(taken.len() / 2).copied().unwrap_or_default()
}

/// A row of both contracts; beside another program's figures how often ours go into them.
fn print_row(name: &str, row: [Figures; 2], ours: [Figures; 2]) {
    let time = |index: usize| {
        let (time, own) = (row[index].time, ours[index].time);
        format!(
            "{} {}",
            written(time),
            ratio(time.as_secs_f64(), own.as_secs_f64())
        )
    };
    let peaks = row.map(|figures| {
        figures
            .peak_kilobytes
            .map_or("-".to_owned(), |kilobytes| (kilobytes / 1024).to_string())
    });
    let peaks = format!("{} MB", peaks.join(" / "));
    print_cells(name, [time(0), time(1), peaks]);
}

fn print_cells(name: &str, [first, second, third]: [String; 3]) {
    println!("{name:<28} {first:>22} {second:>22} {third:>22}");
}

/// `× 13`; nothing where the two are the same.
fn ratio(other: f64, own: f64) -> String {
    let ratio = other / own;
    if (ratio - 1.0).abs() < f64::EPSILON {
        String::new()
    } else {
        format!("(x {ratio:.1})")
    }
}

fn written(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}
