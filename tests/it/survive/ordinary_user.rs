//! Programs run as a user for whom modes count: for root they do not.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;

use crate::support::tools;

const NOBODY: &str = "65534";

/// Whether this test runs as root.
pub fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|facts| facts.uid() == 0)
}

/// `program` as an ordinary user; `None` as with [`tools::find`].
pub fn command(program: &Path) -> Option<Command> {
    if !is_root() {
        return Some(Command::new(program));
    }
    let mut command = Command::new(tools::find("setpriv")?);
    command
        .args(["--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"])
        .arg(program)
        .env("HOME", "/nonexistent");
    Some(command)
}

/// Gives `folder` and all in it to that user.
pub fn give(folder: &Path) {
    if !is_root() {
        return;
    }
    let given = Command::new("chown")
        .args(["-R", "-h", &format!("{NOBODY}:{NOBODY}")])
        .arg(folder)
        .status();
    assert!(given.unwrap().success(), "{}", folder.display());
}
