//! Measured figures with the goals beside them.

use std::time::Duration;

/// Prints the head of the table.
pub fn head() {
    println!("{:<44} {:>10} {:>10} {:>10}", "", "median", "99 %", "goal");
}

/// Prints a line for times that were measured; the 99th percentile is held to the goal.
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

/// `850 µs`, `12.3 ms`.
fn written(time: Duration) -> String {
    if time < Duration::from_millis(10) {
        format!("{} µs", time.as_micros())
    } else {
        format!("{:.1} ms", time.as_secs_f64() * 1000.0)
    }
}
