//! Hands a file to the desktop: to the program that the system has for it, to the file manager, or
//! its path to the clipboard.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::office::find_on_path;

/// How often, and for how long, the opener is watched for a failure. Most openers end at once; some
/// run as long as the program that they start.
const LOOK: Duration = Duration::from_millis(50);
const N_LOOKS: usize = 40;

/// What is shown of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The file itself, in the program that the system has for it.
    File,
    /// The folder of the file, in the file manager.
    Folder,
}

/// Why nothing was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotShown {
    /// The session has no desktop, as over SSH.
    NoDesktop,
    /// The program that opens files is not installed.
    NoOpener {
        /// The name of the program.
        program: &'static str,
    },
    /// The program that opens files did not start, or reported a failure.
    Failed {
        /// The program.
        program: PathBuf,
        /// The exit code; `None` if the program did not start, or a signal ended it.
        code: Option<i32>,
    },
}

/// A program that was started to show a file, and that may still run.
#[derive(Debug)]
pub struct Opening(Option<Child>);

impl Opening {
    /// Waits for the end of the program, so that it leaves no process behind.
    pub fn wait(self) {
        if let Some(mut child) = self.0 {
            // The user has seen the file; the exit code does not matter any more.
            let _ended = child.wait();
        }
    }
}

/// Shows a file, whose path must be absolute: no program then takes it for an option.
///
/// # Errors
/// There is no desktop, or no program that opens files; or that program fails within two seconds.
pub fn show(shown: Shown, path: &Path) -> Result<Opening, NotShown> {
    let (program, arguments) = opener(shown, path)?;
    start(&program, &arguments)
}

/// The program that shows a file, with its arguments.
#[cfg(target_os = "macos")]
fn opener(shown: Shown, path: &Path) -> Result<(PathBuf, Vec<PathBuf>), NotShown> {
    let program = installed("open")?;
    let arguments = match shown {
        Shown::File => vec![path.to_owned()],
        // Opens the folder with the file selected.
        Shown::Folder => vec![PathBuf::from("-R"), path.to_owned()],
    };
    Ok((program, arguments))
}

/// The program that shows a file, with its arguments.
#[cfg(windows)]
fn opener(shown: Shown, path: &Path) -> Result<(PathBuf, Vec<PathBuf>), NotShown> {
    Ok(match shown {
        // As a double click in the file manager. A shell would interpret characters of the name.
        Shown::File => {
            let protocol = PathBuf::from("url.dll,FileProtocolHandler");
            let arguments = vec![protocol, path.to_owned()];
            (installed("rundll32.exe")?, arguments)
        }
        Shown::Folder => (installed("explorer.exe")?, vec![folder_of(path)]),
    })
}

/// The program that shows a file, with its arguments.
#[cfg(not(any(target_os = "macos", windows)))]
fn opener(shown: Shown, path: &Path) -> Result<(PathBuf, Vec<PathBuf>), NotShown> {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    // Without a desktop the opener starts a browser for terminals, over these screens.
    if !is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY") {
        return Err(NotShown::NoDesktop);
    }
    let shown = match shown {
        Shown::File => path.to_owned(),
        Shown::Folder => folder_of(path),
    };
    Ok((installed("xdg-open")?, vec![shown]))
}

#[cfg(not(target_os = "macos"))]
fn folder_of(path: &Path) -> PathBuf {
    path.parent().unwrap_or(path).to_owned()
}

fn installed(program: &'static str) -> Result<PathBuf, NotShown> {
    find_on_path(&[program], &[]).ok_or(NotShown::NoOpener { program })
}

/// Starts an opener and watches it for a moment. Nothing that it prints reaches the screens.
fn start(program: &Path, arguments: &[PathBuf]) -> Result<Opening, NotShown> {
    let failed = |code| NotShown::Failed {
        program: program.to_owned(),
        code,
    };
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = command.spawn().map_err(|_| failed(None))?;
    for _ in 0..N_LOOKS {
        match child.try_wait() {
            // The file manager of Windows ends with 1 also where it has opened the folder.
            Ok(Some(status)) if status.success() || cfg!(windows) => return Ok(Opening(None)),
            Ok(Some(status)) => return Err(failed(status.code())),
            Ok(None) => std::thread::sleep(LOOK),
            Err(_) => return Ok(Opening(Some(child))),
        }
    }
    Ok(Opening(Some(child)))
}

/// Puts a text on the clipboard of a desktop that has a program for this, and returns whether it
/// has. Elsewhere only the terminal can do this.
#[must_use]
pub fn copy(text: &str) -> bool {
    let (program, bytes) = if cfg!(target_os = "macos") {
        ("pbcopy", text.as_bytes().to_vec())
    } else if cfg!(windows) {
        // The program reads the code page of the console unless the text starts with this mark.
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        ("clip.exe", units.flat_map(u16::to_le_bytes).collect())
    } else {
        return false;
    };
    let Some(program) = find_on_path(&[program], &[]) else {
        return false;
    };
    let child = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = child else {
        return false;
    };
    let written = child.stdin.take().map(|mut input| input.write_all(&bytes));
    let ended = child.wait();
    written.is_some_and(|written| written.is_ok()) && ended.is_ok_and(|status| status.success())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn script(folder: &Path, text: &str) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;
        let path = folder.join("opener");
        std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
        let executable = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&path, executable).unwrap();
        path
    }

    #[test]
    fn an_opener_that_fails_is_told_from_one_that_works() {
        let folder = tempfile::tempdir().unwrap();
        let seen = folder.path().join("seen");
        for (text, is_opened, runs) in [
            ("exit 0", true, false),
            ("exit 3", false, false),
            ("sleep 3", true, true),
        ] {
            let text = format!("printf %s \"$1\" > '{}'; {text}", seen.display());
            let program = script(folder.path(), &text);
            let name = PathBuf::from("/合同/a b'c.docx");
            match start(&program, std::slice::from_ref(&name)) {
                Ok(opening) => {
                    assert!(is_opened, "{text}");
                    assert_eq!(opening.0.is_some(), runs, "{text}");
                    opening.wait();
                }
                Err(error) => {
                    assert!(!is_opened, "{text}");
                    let code = Some(3);
                    assert_eq!(error, NotShown::Failed { program, code });
                }
            }
            let given = std::fs::read_to_string(&seen).unwrap();
            assert_eq!(PathBuf::from(given), name);
        }
        let missing = folder.path().join("none");
        let error = start(&missing, &[]).unwrap_err();
        let program = missing;
        assert_eq!(
            error,
            NotShown::Failed {
                program,
                code: None
            }
        );
    }
}
