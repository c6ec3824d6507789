//! Ctrl-letters that had another meaning on some screens. For one version the old key says where its
//! action went.

use super::key::ctrl;
use super::{Action, Context, Key, KeyMap};

/// An old key of an action.
struct Former {
    key: Key,
    action: Action,
    contexts: &'static [Context],
}

const EDITOR: &[Context] = &[Context::Field, Context::Choice, Context::Contract];

const fn former(letter: char, action: Action, contexts: &'static [Context]) -> Former {
    Former {
        key: ctrl(letter),
        action,
        contexts,
    }
}

const FORMER: &[Former] = &[
    former('t', Action::AcceptSlips, &[Context::Corrections]),
    former('t', Action::Resolve, EDITOR),
    former('w', Action::Mend, &[Context::Proof]),
    former('a', Action::AllLeft, &[Context::Merge]),
    former('e', Action::AllRight, &[Context::Merge]),
    former('n', Action::NextUnanswered, EDITOR),
    former('r', Action::PreviousFinding, EDITOR),
    former('d', Action::ExportDraft, &[Context::Export]),
    former('o', Action::Corrections, EDITOR),
    former(
        'o',
        Action::Corrections,
        &[Context::Findings, Context::Export, Context::Corrections],
    ),
];

/// An action that has another key now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The action.
    pub action: Action,
    /// The name of its former key.
    pub former: String,
    /// The name of its key.
    pub key: String,
}

impl KeyMap {
    /// The action that this key had here in the last version; `None` if the key had none, or has an
    /// action now.
    #[must_use]
    pub fn moved(&self, key: Key, context: Context) -> Option<Moved> {
        if self.action(key, context).is_some() {
            return None;
        }
        let had = |former: &&Former| former.key == key && former.contexts.contains(&context);
        let action = FORMER.iter().find(had)?.action;
        Some(Moved {
            action,
            former: key.name(),
            key: self.name(action, context),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_former_key_does_nothing_now_and_names_the_key_that_does() {
        let keys = KeyMap::default();
        for former in FORMER {
            for context in former.contexts {
                let moved = keys.moved(former.key, *context);
                let moved = moved.unwrap_or_else(|| panic!("{:?} {context:?}", former.action));
                assert_eq!(moved.action, former.action, "{context:?}");
                let now = keys
                    .lines()
                    .iter()
                    .find(|line| line.action == former.action && line.contexts.contains(context));
                let now = now.unwrap_or_else(|| panic!("{:?} {context:?}", former.action));
                assert_eq!(now.keys[0].name(), moved.key);
                assert_ne!(moved.key, moved.former);
            }
        }
    }
}
