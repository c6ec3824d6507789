//! Changes the config file. Comments and all entries that the program does not change stay.

use std::path::Path;

use toml_edit::{DocumentMut, InlineTable, Item, Table};

use super::atomic::{folder_of, prepare, sync_folder};
use super::config::CONFIG_LIMIT_BYTES;
use super::disk::{Disk, RealDisk};
use super::error::{Operation, StoreError};
use super::read::read_input;
use super::replace::{Expected, NotPlaced, place};
use crate::draft::{DraftError, DraftProblem, EncodingGuess, ExpectedType, ValueType, position};
use crate::value::ContentHash;

/// How often a change is tried again, because another program changed the file meanwhile.
const ATTEMPTS: usize = 5;

/// A standing decision of the user, or its withdrawal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingDecision {
    /// The id of the template.
    pub template: String,
    /// The id of the correction.
    pub correction: String,
    /// The hash of the correction's words; `None` withdraws the decision.
    pub hash: Option<String>,
}

/// Writes a standing decision to the config file at `path`, or removes it there. Creates the file if
/// there is none.
///
/// # Errors
/// The file is not valid TOML (and stays unchanged), other programs keep changing it, or the system
/// refuses.
pub fn store_standing(path: &Path, decision: &StandingDecision) -> Result<(), StoreError> {
    edit_config(path, |root| {
        let standing = table_at(root, "standing")?;
        standing.set_implicit(true);
        let template = table_at(standing, &decision.template)?;
        let corrections = template
            .entry("corrections")
            .or_insert_with(|| Item::Value(InlineTable::new().into()));
        let corrections = corrections
            .as_table_like_mut()
            .ok_or_else(|| "corrections".to_owned())?;
        match &decision.hash {
            Some(hash) => corrections.insert(&decision.correction, toml_edit::value(hash)),
            None => corrections.remove(&decision.correction),
        };
        Ok(())
    })
}

/// The table at `key`, or the key if something else stands there.
fn table_at<'t>(root: &'t mut Table, key: &str) -> Result<&'t mut Table, String> {
    root.entry(key)
        .or_insert_with(|| Item::Table(Table::new()))
        .as_table_mut()
        .ok_or_else(|| key.to_owned())
}

/// Applies `change` to the file as it is now, and replaces the file if nobody else has changed it
/// since. `change` fails with the key at which the file has something other than a table.
fn edit_config(
    path: &Path,
    change: impl Fn(&mut Table) -> Result<(), String>,
) -> Result<(), StoreError> {
    let disk = &RealDisk;
    let system = |error: std::io::Error| StoreError::system(Operation::Write, path, &error);
    for _ in 0..ATTEMPTS {
        let bytes = match read_input(path, CONFIG_LIMIT_BYTES) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.is_not_found() => None,
            Err(error) => return Err(error),
        };
        let mut document = parse(path, bytes.as_deref().unwrap_or_default())?;
        change(document.as_table_mut()).map_err(|key| StoreError::Broken {
            path: path.to_owned(),
            error: DraftError {
                problem: DraftProblem::WrongType {
                    key,
                    expected: ExpectedType::Table,
                    found: ValueType::Scalar,
                },
                line: 1,
                column: 1,
            },
        })?;
        let expected = match &bytes {
            Some(bytes) => Expected::Content(ContentHash::of(bytes)),
            None => Expected::Nothing,
        };
        let folder = folder_of(path);
        disk.make_folder(&folder)
            .map_err(|error| StoreError::system(Operation::MakeFolder, &folder, &error))?;
        let prepared = prepare(disk, path, document.to_string().as_bytes())?;
        let spare = |n: u32| path.with_extension(format!("{n}.toml"));
        match place(disk, prepared, expected, &spare) {
            Ok(placed) => {
                sync_folder(disk, &folder).map_err(system)?;
                return placed.settle(disk);
            }
            Err(NotPlaced::Failed(error)) => return Err(error),
            Err(NotPlaced::Other(_) | NotPlaced::Gone | NotPlaced::Taken) => {}
        }
    }
    Err(StoreError::ChangedMeanwhile {
        path: path.to_owned(),
    })
}

fn parse(path: &Path, bytes: &[u8]) -> Result<DocumentMut, StoreError> {
    let broken = |problem: DraftProblem, (line, column)| StoreError::Broken {
        path: path.to_owned(),
        error: DraftError {
            problem,
            line,
            column,
        },
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        let guess = EncodingGuess::Unknown;
        return Err(broken(DraftProblem::Encoding { guess }, (1, 1)));
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.parse::<DocumentMut>().map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        let message = error.message().to_owned();
        broken(DraftProblem::Syntax { message }, position(text, offset))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::load_config;

    fn decision(correction: &str, hash: Option<&str>) -> StandingDecision {
        StandingDecision {
            template: "sale".to_owned(),
            correction: correction.to_owned(),
            hash: hash.map(str::to_owned),
        }
    }

    #[test]
    fn a_decision_is_kept_and_withdrawn_and_everything_else_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/config.toml");
        let read = || std::fs::read_to_string(&path).unwrap();
        store_standing(&path, &decision("C1", Some("aa"))).unwrap();
        assert_eq!(read(), "[standing.sale]\ncorrections = { C1 = \"aa\" }\n");
        let own = "# 我的\nmouse = false # 不用\n\n[keys]\nsave = [\"f2\"]\n";
        std::fs::write(&path, own).unwrap();
        store_standing(&path, &decision("C1", Some("aa"))).unwrap();
        store_standing(&path, &decision("C2", Some("bb"))).unwrap();
        let text = read();
        assert!(text.starts_with(own), "{text}");
        let (config, warnings) = load_config(&path);
        assert_eq!(warnings, []);
        let hashes = |config: &crate::store::Config| {
            let decided = config.standing.get("sale").cloned().unwrap_or_default();
            decided.into_iter().collect::<Vec<_>>()
        };
        let pair = |id: &str, hash: &str| (id.to_owned(), hash.to_owned());
        assert_eq!(hashes(&config), [pair("C1", "aa"), pair("C2", "bb")]);
        store_standing(&path, &decision("C1", None)).unwrap();
        assert_eq!(hashes(&load_config(&path).0), [pair("C2", "bb")]);
        assert!(read().starts_with(own), "{}", read());
    }

    #[test]
    fn a_broken_file_is_reported_with_its_place_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        for (text, place) in [
            ("mouse = false\nkeys = \n", (2, 8)),
            ("standing = 1\n", (1, 1)),
        ] {
            std::fs::write(&path, text).unwrap();
            let error = store_standing(&path, &decision("C1", Some("aa"))).unwrap_err();
            let StoreError::Broken { error, .. } = error else {
                panic!("{error:?}");
            };
            assert_eq!((error.line, error.column), place, "{text}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        store_standing(&path, &decision("C1", Some("aa"))).unwrap();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
