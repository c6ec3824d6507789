//! Finds the typefaces that are installed on this machine.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::running::{Stopped, run_to_its_end};
use super::typefaces::{Installed, is_installed, stand_in};
use super::{Cancel, find_on_path};
use crate::desk::PdfFailure;
use crate::store::{Scratch, names_in};

/// The fontconfig program that lists typefaces, its arguments, and its output file.
const LISTER: &str = "fc-list";
const LISTER_ARGUMENTS: [&str; 2] = [":", "family"];
const LISTED: &str = "typefaces.txt";
/// The time limit of the program: its first run reads every typeface.
const LISTER_PATIENCE: Duration = Duration::from_secs(20);
/// How much of the program's output is read.
const LISTED_LIMIT_BYTES: u64 = 4 * 1024 * 1024;

/// The installed typefaces, as fontconfig lists them, on Linux and wherever fontconfig is
/// installed.
pub(super) fn installed_typefaces(
    scratch: &Scratch,
    cancel: &Cancel,
) -> Result<Installed, PdfFailure> {
    let Some(program) = find_on_path(&[LISTER], &[]) else {
        return Ok(Installed::by_file(&names_in(&typeface_folders())));
    };
    let answer = scratch.create(LISTED).map_err(PdfFailure::Folder)?;
    let mut command = Command::new(program);
    command
        .args(LISTER_ARGUMENTS)
        .stdin(scratch.hold())
        .stdout(answer)
        .stderr(Stdio::null());
    match run_to_its_end(&mut command, LISTER_PATIENCE, cancel) {
        Ok(status) if status.success() => {
            let listed = scratch.read(LISTED, LISTED_LIMIT_BYTES).unwrap_or_default();
            Ok(Installed::listed(&String::from_utf8_lossy(&listed)))
        }
        Ok(_) | Err(Stopped::TooSlow | Stopped::Failed(_)) => Ok(Installed::Unknown),
        Err(Stopped::Cancelled) => Err(PdfFailure::Cancelled),
    }
}

/// The typeface folders of Windows and macOS; empty on other systems.
fn typeface_folders() -> Vec<PathBuf> {
    let below = |variable: &str, path: &str| {
        let folder = std::env::var_os(variable)?;
        Some(PathBuf::from(folder).join(path))
    };
    if cfg!(target_os = "macos") {
        let own = below("HOME", "Library/Fonts");
        let shared = [
            "/System/Library/Fonts",
            "/System/Library/Fonts/Supplemental",
            "/Library/Fonts",
        ];
        shared.map(PathBuf::from).into_iter().chain(own).collect()
    } else if cfg!(windows) {
        let folders = [
            below("WINDIR", "Fonts"),
            below("LOCALAPPDATA", r"Microsoft\Windows\Fonts"),
        ];
        folders.into_iter().flatten().collect()
    } else {
        Vec::new()
    }
}

/// Whether a typeface is available on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typeface {
    /// The typeface is installed.
    Installed,
    /// The installed typefaces cannot be listed.
    Unknown,
    /// The typeface is missing, and this installed typeface replaces it.
    StoodIn(&'static str),
    /// The typeface is missing, and no installed typeface is similar.
    Missing,
}

/// Looks up whether each of these typefaces is available on this machine.
#[must_use]
pub fn typefaces_here(names: &[&str]) -> Vec<Typeface> {
    let installed = Scratch::new()
        .ok()
        .and_then(|scratch| installed_typefaces(&scratch, &Cancel::default()).ok())
        .unwrap_or_default();
    names
        .iter()
        .map(|name| match is_installed(name, &installed) {
            Some(true) => Typeface::Installed,
            None => Typeface::Unknown,
            Some(false) => match stand_in(name, &installed) {
                Some(other) => Typeface::StoodIn(other),
                None => Typeface::Missing,
            },
        })
        .collect()
}
