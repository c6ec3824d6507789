//! Removes the files that an interrupted conversion leaves behind: the socket of the office, and
//! the temporary folder of a process that was killed.

use std::path::PathBuf;

use md5::{Digest, Md5};

use super::file_url;
use crate::store::{Abandoned, Scratch, remove_socket};

/// The folders where `LibreOffice` creates its socket, whatever its temporary folder is
/// (sal/osl/unx/pipe.cxx).
const SOCKET_FOLDERS: [&str; 2] = ["/tmp", "/var/tmp"];
/// The name of the profile folder.
pub(super) const PROFILE: &str = "profile";

/// Removes the folders of conversions whose process has ended, and the sockets of their offices.
/// Keeps a folder that a running office uses.
pub fn sweep() {
    for abandoned in Scratch::abandoned() {
        remove_sockets(&profile_of(&abandoned));
        abandoned.remove();
    }
}

fn profile_of(abandoned: &Abandoned) -> String {
    file_url(&abandoned.path().join(PROFILE))
}

/// Removes the socket of the office that used this profile and has ended.
pub(super) fn remove_sockets(profile: &str) {
    for socket in sockets(profile) {
        remove_socket(&socket);
    }
}

/// The possible paths of an office's socket. The name is the MD5 of the profile's URL in UTF-16,
/// each byte without a leading zero (desktop/source/app/officeipcthread.cxx).
fn sockets(profile: &str) -> Vec<PathBuf> {
    let address: Vec<u8> = profile.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let digits: Vec<String> = Md5::digest(&address)
        .iter()
        .map(|byte| format!("{byte:x}"))
        .collect();
    let user = user();
    let name = format!("OSL_PIPE_{user}_SingleOfficeIPC_{}", digits.concat());
    let folders = SOCKET_FOLDERS.iter();
    folders
        .map(|folder| PathBuf::from(folder).join(&name))
        .collect()
}

#[cfg(unix)]
fn user() -> u32 {
    rustix::process::getuid().as_raw()
}

/// Not used: on other systems an office leaves no socket.
#[cfg(not(unix))]
fn user() -> u32 {
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The expected name was observed with `LibreOffice` 7.4.
    #[test]
    fn a_socket_is_named_after_the_profile() {
        for (profile, expected) in [
            (
                "file:///tmp/lo/profile",
                "SingleOfficeIPC_6d288b86d9b3eb5e4eacacbe194bb",
            ),
            (
                "file:///tmp/lo/a%20b%E5%AE%B6/profile",
                "SingleOfficeIPC_50688994ca869d130a8c436a9da823",
            ),
        ] {
            for socket in sockets(profile) {
                let name = socket.file_name().unwrap().to_str().unwrap();
                assert!(name.starts_with("OSL_PIPE_"), "{name}");
                assert!(name.ends_with(expected), "{name}");
            }
        }
    }
}
