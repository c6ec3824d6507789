//! Runs programs as an ordinary user, because file modes do not restrict root.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;

use crate::support::tools;

const NOBODY: &str = "65534";

/// Whether this test runs as root.
pub fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|facts| facts.uid() == 0)
}

/// The start of a command line that runs a program as an ordinary user; empty if this test runs as
/// one. Returns `None` like [`tools::find`].
pub fn starter() -> Option<Vec<String>> {
    if !is_root() {
        return Some(Vec::new());
    }
    let mut words = vec![tools::find("setpriv")?.to_str()?.to_owned()];
    let options = ["--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"];
    words.extend(options.map(str::to_owned));
    Some(words)
}

/// `program` as an ordinary user. Returns `None` like [`tools::find`].
pub fn command(program: &Path) -> Option<Command> {
    let starter = starter()?;
    let Some((first, rest)) = starter.split_first() else {
        return Some(Command::new(program));
    };
    let mut command = Command::new(first);
    command.args(rest).arg(program).env("HOME", "/nonexistent");
    Some(command)
}

/// Makes the ordinary user the owner of `folder` and its content.
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
