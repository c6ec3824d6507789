//! Measured figures with the goals beside them.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long something is measured, warming up aside.
const PATIENCE: Duration = Duration::from_millis(600);

/// Prints the head of the table.
pub fn head() {
    println!("{:<44} {:>10} {:>10} {:>10}", "", "median", "99 %", "goal");
}

/// Measures `work` again and again and prints a line.
pub fn measure<T>(what: &str, goal: Duration, mut work: impl FnMut() -> T) {
    for _ in 0..3 {
        black_box(work());
    }
    let mut taken = Vec::new();
    let start = Instant::now();
    while taken.len() < 20 || (start.elapsed() < PATIENCE && taken.len() < 10_000) {
        let before = Instant::now();
        black_box(work());
        taken.push(before.elapsed());
    }
    print(what, taken, goal);
}

/// Prints a line for times that were measured elsewhere; the 99th percentile is held to the goal.
pub fn print(what: &str, mut taken: Vec<Duration>, goal: Duration) {
    taken.sort_unstable();
    let at = |hundredths: usize| {
        let index = (taken.len() * hundredths / 100).min(taken.len().saturating_sub(1));
        taken.get(index).copied().unwrap_or_default()
    };
    let (median, last) = (at(50), at(99));
    let verdict = if last <= goal { "" } else { "  over" };
    println!(
        "{what:<44} {:>10} {:>10} {:>10}{verdict}",
        written(median),
        written(last),
        written(goal)
    );
}

/// Prints a line for a plain number.
#[allow(dead_code, reason = "one of the two programs has no such figure")]
pub fn print_number(what: &str, figure: u64, goal: u64, unit: &str) {
    let verdict = if figure <= goal { "" } else { "  over" };
    println!(
        "{what:<44} {:>10} {:>10} {:>10}{verdict}",
        format!("{figure} {unit}"),
        "",
        format!("{goal} {unit}")
    );
}

/// `850 µs`, `12.3 ms`.
fn written(time: Duration) -> String {
    if time < Duration::from_millis(10) {
        format!("{} µs", time.as_micros())
    } else {
        format!("{:.1} ms", time.as_secs_f64() * 1000.0)
    }
}
