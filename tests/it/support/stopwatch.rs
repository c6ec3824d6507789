//! Measures the work of a thread, whatever else the machine does meanwhile.

use std::time::{Duration, Instant};

/// Measures the processor time of the thread that started it, or the elapsed time if the system
/// does not report processor time.
pub struct Stopwatch {
    on_the_wall: Instant,
    worked: Option<Duration>,
}

impl Stopwatch {
    pub fn start() -> Self {
        Self {
            on_the_wall: Instant::now(),
            worked: worked(),
        }
    }

    /// The time that this thread has worked since the start.
    pub fn taken(&self) -> Duration {
        match (self.worked, worked()) {
            (Some(before), Some(now)) => now.saturating_sub(before),
            _ => self.on_the_wall.elapsed(),
        }
    }
}

/// The processor time of this thread: the first number of `schedstat`, in nanoseconds.
fn worked() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = text.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}
