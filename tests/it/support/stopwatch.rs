//! How long something works, whatever else the machine does meanwhile.

use std::time::{Duration, Instant};

/// The processor's time of the thread that started it; where the system does not tell it, that
/// on the wall.
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

    /// How long this thread has worked since the start.
    pub fn taken(&self) -> Duration {
        match (self.worked, worked()) {
            (Some(before), Some(now)) => now.saturating_sub(before),
            _ => self.on_the_wall.elapsed(),
        }
    }
}

/// The first number of `schedstat`: nanoseconds on a processor.
fn worked() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = text.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}
