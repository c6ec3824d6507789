//! Runs another program until it ends, is cancelled, or exceeds its time limit.

#[cfg(windows)]
use std::process::Stdio;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use super::Cancel;

/// How often a running program is polled: at first often, later less often.
const FIRST_LOOK: Duration = Duration::from_millis(2);
const LOOK: Duration = Duration::from_millis(50);
/// How long a killed process group is awaited. The processes end within milliseconds, but the group
/// exists until the system has reaped them, which some systems do late.
#[cfg(unix)]
const BURIAL: Duration = Duration::from_millis(500);

/// Why a program did not run to its end.
pub(super) enum Stopped {
    Cancelled,
    TooSlow,
    Failed(std::io::Error),
}

/// Runs a program until it ends, is cancelled, or exceeds its time limit.
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
                // The wait doubles: a short run ends without delay, a long run costs few checks.
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

/// Puts the program into its own process group: `soffice` is a script that starts other programs,
/// and the group can be killed as a whole.
#[cfg(unix)]
fn lead_group(command: &mut Command) -> &mut Command {
    use std::os::unix::process::CommandExt;
    command.process_group(0)
}

#[cfg(not(unix))]
fn lead_group(command: &mut Command) -> &mut Command {
    command
}

/// Kills a program with everything that it has started, and waits until the processes are gone: a
/// living process could write into the folder that is removed next.
fn bury(child: &mut Child) {
    // Killing a process that has already ended fails, and the failure is harmless.
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
