//! Reads untrusted files: regular files only, and never more than a limit.

use std::path::Path;

use super::disk::{Disk, Facts, RealDisk, follow};
use super::error::{Operation, Shape, StoreError};
use super::spelling::spelled_on_disk;

/// The bytes and metadata of the regular file at `path`. Refuses symbolic links.
///
/// # Errors
/// The file is missing, is not a regular file, or is larger than `limit_bytes`; or the system
/// refuses.
pub(super) fn read_regular(
    disk: &dyn Disk,
    path: &Path,
    limit_bytes: u64,
) -> Result<(Vec<u8>, Facts), StoreError> {
    let system = |error: std::io::Error| StoreError::system(Operation::Read, path, &error);
    let too_large = |bytes| StoreError::TooLarge {
        path: path.to_owned(),
        bytes,
        limit_bytes,
    };
    let facts = disk.facts(path).map_err(system)?;
    // Checks before opening, because opening a pipe waits for a writer.
    if facts.shape != Shape::File {
        return Err(StoreError::NotAFile {
            path: path.to_owned(),
            shape: facts.shape,
        });
    }
    if facts.bytes > limit_bytes {
        return Err(too_large(facts.bytes));
    }
    // One byte beyond the limit is enough to detect a file that is too large.
    let bytes = disk
        .read(path, limit_bytes.saturating_add(1))
        .map_err(system)?;
    // The file may have grown since the check.
    match u64::try_from(bytes.len()) {
        Ok(length) if length <= limit_bytes => Ok((bytes, facts)),
        Ok(length) => Err(too_large(length)),
        Err(_) => Err(too_large(u64::MAX)),
    }
}

/// The bytes of a file that the user names (a returned contract, a table of rows, a config).
/// Follows a link to a regular file. The name on disk may use another Unicode form.
///
/// # Errors
/// The file is missing, is not a regular file, or is larger than `limit_bytes`; or the system
/// refuses.
pub fn read_input(path: &Path, limit_bytes: u64) -> Result<Vec<u8>, StoreError> {
    let target = follow(path)
        .or_else(|error| {
            let spelled = spelled_on_disk(&RealDisk, path).ok_or(error)?;
            follow(&spelled)
        })
        .map_err(|error| StoreError::system(Operation::Read, path, &error))?;
    read_regular(&RealDisk, &target, limit_bytes).map(|(bytes, _)| bytes)
}
