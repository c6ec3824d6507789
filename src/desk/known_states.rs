//! The states of drafts that were derived earlier, so that a list need not build every contract
//! again. Each state is kept under a hash of everything that it follows from; a state whose hash is
//! not found is derived anew. The file is a mere help: a lost or broken file is built again.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use super::standing::{DraftState, Standing};
use crate::draft::Draft;
use crate::store::Store;
use crate::template::{StyleKeys, TableRule, Template};
use crate::value::ContentHash;

/// The first line of the file. The number changes with the format.
const FIRST_LINE: &str = "qianyue states 1";
/// How many new states are written at once before the list is complete.
const WORTH_WRITING: usize = 500;

/// The known states, by key.
#[derive(Debug, Default)]
pub(super) struct KnownStates {
    states: HashMap<String, Standing>,
    /// How many states the file does not hold yet.
    n_new: usize,
}

/// The key of a draft's state: a hash of the file, of the template with its rule, of the user's own
/// style, of the answers that are no longer counted as confirmed, and of the program's version.
pub(super) fn key(
    content: ContentHash,
    draft: &Draft,
    (template, hash): (&Template, ContentHash),
    house_style: &StyleKeys,
) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let rule = match template.table_rule() {
        TableRule::Tagged => "tagged",
        TableRule::TwoColumns => "two columns",
    };
    // Confirmations expire one after the other, so their number tells which ones have.
    let n_confirmed = (draft.origins.values()).filter(|origin| origin.is_confirmed);
    let n_confirmed = n_confirmed.count();
    let basis = format!("{version}\n{content}\n{hash}\n{rule}\n{n_confirmed}\n{house_style:?}");
    ContentHash::of(basis.as_bytes()).to_string()
}

impl KnownStates {
    /// Reads the file; empty if the file is missing or broken.
    pub(super) fn read(store: &Store) -> Self {
        let text = store.known_states();
        let states = text.as_deref().and_then(parse).unwrap_or_default();
        Self { states, n_new: 0 }
    }

    pub(super) fn get(&self, key: &str) -> Option<Standing> {
        self.states.get(key).copied()
    }

    pub(super) fn learn(&mut self, key: String, standing: Standing) {
        if self.states.insert(key, standing) != Some(standing) {
            self.n_new += 1;
        }
    }

    /// Writes the file while a long list is being read.
    pub(super) fn keep_some(&mut self, store: &Store) {
        if self.n_new >= WORTH_WRITING {
            self.write(store);
        }
    }

    /// Writes the file after a complete list, with the states of these keys only.
    pub(super) fn keep<'k>(&mut self, store: &Store, keys: impl Iterator<Item = &'k str>) {
        let keys: HashSet<&str> = keys.collect();
        let n_before = self.states.len();
        self.states.retain(|key, _| keys.contains(key.as_str()));
        if self.n_new > 0 || self.states.len() != n_before {
            self.write(store);
        }
    }

    fn write(&mut self, store: &Store) {
        // A disk that refuses costs time at the next start, and nothing else.
        if store.keep_known_states(&print(&self.states)).is_ok() {
            self.n_new = 0;
        }
    }
}

fn print(states: &HashMap<String, Standing>) -> String {
    let mut lines: Vec<String> = states
        .iter()
        .map(|(key, standing)| {
            let Standing {
                state,
                missing,
                errors,
                to_confirm,
            } = standing;
            let state = state.name();
            format!("{key} {state} {missing} {errors} {to_confirm}\n")
        })
        .collect();
    lines.sort_unstable();
    let lines = lines.concat();
    let mut text = String::new();
    let hash = ContentHash::of(lines.as_bytes());
    let _into_a_string = write!(text, "{FIRST_LINE}\n{hash}\n{lines}");
    text
}

/// The states of a file; `None` if any byte of it is not as it was written.
fn parse(text: &str) -> Option<HashMap<String, Standing>> {
    let (hash, lines) = text
        .strip_prefix(FIRST_LINE)?
        .strip_prefix('\n')?
        .split_once('\n')?;
    if ContentHash::of(lines.as_bytes()).to_string() != hash {
        return None;
    }
    lines.lines().map(parse_line).collect()
}

fn parse_line(line: &str) -> Option<(String, Standing)> {
    let mut parts = line.split(' ');
    let key = parts.next()?.to_owned();
    let standing = Standing {
        state: DraftState::from_name(parts.next()?)?,
        missing: parts.next()?.parse().ok()?,
        errors: parts.next()?.parse().ok()?,
        to_confirm: parts.next()?.parse().ok()?,
    };
    parts.next().is_none().then_some((key, standing))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn states() -> HashMap<String, Standing> {
        let states = DraftState::ALL.into_iter().enumerate();
        states
            .map(|(number, state)| {
                let standing = Standing {
                    state,
                    missing: number,
                    errors: 2 * number,
                    to_confirm: 3,
                };
                (format!("{number:064x}"), standing)
            })
            .collect()
    }

    #[test]
    fn every_state_is_read_back_as_it_was_written() {
        assert_eq!(parse(&print(&states())), Some(states()));
        assert_eq!(parse(&print(&HashMap::new())), Some(HashMap::new()));
    }

    #[test]
    fn a_broken_file_is_no_file() {
        let whole = print(&states());
        for at in 0..whole.len() {
            let mut bytes = whole.clone().into_bytes();
            bytes[at] ^= 1;
            let text = String::from_utf8(bytes).unwrap();
            assert_eq!(parse(&text), None, "byte {at}");
            assert_eq!(parse(&whole[..at]), None, "cut at {at}");
        }
    }
}
