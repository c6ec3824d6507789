//! Another program, from its start to its end or to ours.

#[cfg(windows)]
use std::process::Stdio;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use super::Cancel;

/// How often a program is asked whether it is done, soon after its start and later. Only while it
/// runs.
const FIRST_LOOK: Duration = Duration::from_millis(2);
const LOOK: Duration = Duration::from_millis(50);
/// How long what was killed is waited for: it is gone within milliseconds, but is counted until the
/// system has buried it, which some do late.
#[cfg(unix)]
const BURIAL: Duration = Duration::from_millis(500);

/// Why a program did not come to its end.
pub(super) enum Stopped {
    Cancelled,
    TooSlow,
    Failed(std::io::Error),
}

/// Runs a program until it ends, nobody wants it any more, or its time is over.
pub(super) fn run_to_its_end(
    command: &mut Command,
    patience: Duration,
    cancel: &Cancel,
) -> Result<ExitStatus, Stopped> {
    let mut child = lead_group(command).spawn().map_err(Stopped::Failed)?;
    let start = Instant::now();
    let mut look = FIRST_LOOK;
    loop {
        let stopped = match child.try_wait() {
            Ok(Some(status)) => return Ok(status),
            Ok(None) if cancel.is_cancelled() => Stopped::Cancelled,
            Ok(None) if start.elapsed() >= patience => Stopped::TooSlow,
            Ok(None) => {
                std::thread::sleep(look);
                look = LOOK.min(look * 2);
                continue;
            }
            Err(error) => Stopped::Failed(error),
        };
        bury(&mut child);
        return Err(stopped);
    }
}

/// `soffice` is a script that starts others; in a group of their own they can be ended together.
#[cfg(unix)]
fn lead_group(command: &mut Command) -> &mut Command {
    use std::os::unix::process::CommandExt;
    command.process_group(0)
}

#[cfg(not(unix))]
fn lead_group(command: &mut Command) -> &mut Command {
    command
}

/// Ends a program with everything that it has started, and waits until they are gone: what is
/// still alive could write into the folder that is about to be removed.
fn bury(child: &mut Child) {
    // Whoever has ended by itself meanwhile cannot be killed, and needs not.
    #[cfg(unix)]
    let group = rustix::process::Pid::from_child(child);
    #[cfg(unix)]
    let _gone = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    #[cfg(windows)]
    let _gone = Command::new("taskkill")
        .args(["/T", "/F", "/PID", &child.id().to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let _gone = child.kill();
    let _status = child.wait();
    #[cfg(unix)]
    {
        let start = Instant::now();
        while rustix::process::test_kill_process_group(group).is_ok() && start.elapsed() < BURIAL {
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}
