//! The active key map: the table of the program with the changes of the user's configuration.

use super::{Action, BINDINGS, Context, Key};
use crate::store::{KeySetting, Placed};

/// A row of the active key map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The action of the keys.
    pub action: Action,
    /// The keys. Texts show the first key.
    pub keys: Vec<Key>,
    /// The contexts in which the keys have this action.
    pub contexts: &'static [Context],
    /// Whether the footer shows the keys.
    pub in_footer: bool,
}

/// The active key map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyMap {
    lines: Vec<Bound>,
}

/// A rejected setting of `[keys]`, with its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyWarning {
    /// What is wrong.
    pub problem: KeyProblem,
    /// The line, 1-based.
    pub line: usize,
    /// The column in characters, 1-based.
    pub column: usize,
}

/// Why a setting of `[keys]` is rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyProblem {
    /// There is no action with this name.
    UnknownAction {
        /// The name in the configuration.
        action: String,
        /// The known action with the most similar name.
        near: Option<&'static str>,
    },
    /// There is no key with this name.
    UnknownKey {
        /// The name in the configuration.
        key: String,
    },
    /// Terminals do not distinguish this key from another key.
    Indistinguishable {
        /// The name of the key.
        key: String,
        /// The name of the key that arrives instead; `?` if no key arrives.
        arrives: &'static str,
    },
    /// The key is a character, and the action has a context in which text is typed.
    Types {
        /// The name of the key.
        key: String,
    },
    /// The key has another action in the same context.
    Taken {
        /// The name of the key.
        key: String,
        /// The other action.
        by: Action,
    },
}

/// An action with the keys that a setting requests, and their positions.
type Wanted<'a> = (Action, Vec<(Key, &'a Placed)>);

impl Default for KeyMap {
    /// The table of the program, without changes.
    fn default() -> Self {
        let lines = BINDINGS
            .iter()
            .map(|binding| Bound {
                action: binding.action,
                keys: binding.keys.to_vec(),
                contexts: binding.contexts,
                in_footer: binding.in_footer,
            })
            .collect();
        Self { lines }
    }
}

impl KeyMap {
    /// The table with these settings. An action whose setting is rejected keeps its own keys.
    #[must_use]
    pub fn with(settings: &[KeySetting]) -> (Self, Vec<KeyWarning>) {
        let mut warnings = Vec::new();
        let mut wanted: Vec<Wanted<'_>> = Vec::new();
        for setting in settings {
            match understand(setting) {
                Ok(keys) => wanted.push(keys),
                Err(warning) => warnings.push(warning),
            }
        }
        // A rejected action gets its own keys back, which may conflict with another setting.
        loop {
            let map = Self::changed(&wanted);
            let Some((index, warning)) = map.first_conflict(&wanted) else {
                warnings.sort_by_key(|warning| (warning.line, warning.column));
                return (map, warnings);
            };
            warnings.push(warning);
            wanted.remove(index);
        }
    }

    fn changed(wanted: &[Wanted<'_>]) -> Self {
        let mut map = Self::default();
        for (action, keys) in wanted {
            for line in map.lines.iter_mut().filter(|line| line.action == *action) {
                line.keys = keys.iter().map(|(key, _)| *key).collect();
            }
        }
        map
    }

    /// The last setting that conflicts with another action.
    fn first_conflict(&self, wanted: &[Wanted<'_>]) -> Option<(usize, KeyWarning)> {
        wanted
            .iter()
            .enumerate()
            .rev()
            .find_map(|(index, (action, keys))| {
                keys.iter().find_map(|(key, place)| {
                    let by = self.other(*action, *key)?;
                    let key = key.name();
                    Some((index, warning(place, KeyProblem::Taken { key, by })))
                })
            })
    }

    /// Another action that has the key in a context of this action.
    fn other(&self, action: Action, key: Key) -> Option<Action> {
        let own: Vec<Context> = self
            .lines
            .iter()
            .filter(|line| line.action == action)
            .flat_map(|line| line.contexts.iter().copied())
            .collect();
        self.lines
            .iter()
            .find(|line| {
                line.action != action
                    && line.keys.contains(&key)
                    && line.contexts.iter().any(|context| own.contains(context))
            })
            .map(|line| line.action)
    }

    /// All rows, in the order of the table.
    #[must_use]
    pub fn lines(&self) -> &[Bound] {
        &self.lines
    }

    /// The action of a key in a context; `None` if the key has no action there.
    #[must_use]
    pub fn action(&self, key: Key, context: Context) -> Option<Action> {
        self.lines
            .iter()
            .find(|line| line.contexts.contains(&context) && line.keys.contains(&key))
            .map(|line| line.action)
    }

    /// The name of the key to show for an action in a context. If the action has no key in this
    /// context, the name of its key in another context; empty if the action has no key at all.
    #[must_use]
    pub fn name(&self, action: Action, context: Context) -> String {
        let lines = || self.lines.iter().filter(|line| line.action == action);
        lines()
            .find(|line| line.contexts.contains(&context))
            .or_else(|| lines().next())
            .and_then(|line| line.keys.first())
            .map(|key| key.name())
            .unwrap_or_default()
    }
}

/// The name of the key for a placeholder in a text: `undo`, or `toggle.findings` for the key in a
/// certain context. `None` if there is no such action or context.
#[must_use]
pub fn key_named(map: &KeyMap, name: &str) -> Option<String> {
    let (action, place) = name.split_once('.').unwrap_or((name, ""));
    let action = Action::from_name(action)?;
    let mut lines = map.lines.iter().filter(|line| line.action == action);
    let first = lines.next()?;
    let context = match place {
        "" => *first.contexts.first()?,
        place => Context::from_name(place)?,
    };
    Some(map.name(action, context))
}

fn understand(setting: &KeySetting) -> Result<Wanted<'_>, KeyWarning> {
    let Some(action) = Action::from_name(&setting.action.text) else {
        let near = crate::value::nearest(
            &setting.action.text,
            BINDINGS.iter().map(|binding| binding.action.name()),
        )
        .and_then(Action::from_name)
        .map(Action::name);
        let problem = KeyProblem::UnknownAction {
            action: setting.action.text.clone(),
            near,
        };
        return Err(warning(&setting.action, problem));
    };
    let keys = setting.keys.iter().map(|place| {
        let key = Key::from_name(&place.text).map_err(|problem| warning(place, problem))?;
        if key.is_typed() && !may_be_typed(action, key) {
            let key = key.name();
            return Err(warning(place, KeyProblem::Types { key }));
        }
        Ok((key, place))
    });
    Ok((action, keys.collect::<Result<_, _>>()?))
}

/// Whether the user may bind a character to an action: no context of the action takes text, or the
/// program itself binds this character there.
fn may_be_typed(action: Action, key: Key) -> bool {
    BINDINGS
        .iter()
        .filter(|binding| binding.action == action)
        .flat_map(|binding| binding.contexts)
        .all(|context| {
            !context.takes_text()
                || BINDINGS.iter().any(|own| {
                    own.action == action
                        && own.contexts.contains(context)
                        && own.keys.contains(&key)
                })
        })
}

fn warning(place: &Placed, problem: KeyProblem) -> KeyWarning {
    KeyWarning {
        problem,
        line: place.line,
        column: place.column,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parses settings, one per line: `save = ctrl-y f11`.
    fn settings(text: &str) -> Vec<KeySetting> {
        text.lines()
            .enumerate()
            .map(|(index, line)| {
                let placed = |text: &str, column| Placed {
                    text: text.to_owned(),
                    line: index + 1,
                    column,
                };
                let (action, keys) = line.split_once(" = ").unwrap();
                let keys = keys.split(' ').enumerate();
                KeySetting {
                    action: placed(action, 1),
                    keys: keys.map(|(n, key)| placed(key, n + 10)).collect(),
                }
            })
            .collect()
    }

    #[test]
    fn a_setting_takes_the_place_of_the_keys_of_its_action() {
        let (map, warnings) = KeyMap::with(&settings("save = f11 alt-w\nundo = ctrl-s"));
        assert_eq!(warnings, []);
        let does = |name: &str, context| map.action(Key::from_name(name).unwrap(), context);
        assert_eq!(does("f11", Context::Field), Some(Action::Save));
        assert_eq!(does("alt-w", Context::Contract), Some(Action::Save));
        assert_eq!(does("ctrl-s", Context::Field), Some(Action::Undo));
        assert_eq!(does("ctrl-s", Context::Home), Some(Action::Undo));
        assert_eq!(does("ctrl-z", Context::Field), None);
        assert_eq!(map.name(Action::Save, Context::Field), "F11");
        assert_eq!(map.name(Action::Save, Context::Home), "F11");
    }

    #[test]
    fn two_actions_may_change_places() {
        let (map, warnings) = KeyMap::with(&settings("undo = ctrl-y\nredo = ctrl-z"));
        assert_eq!(warnings, []);
        let key = Key::from_name("ctrl-z").unwrap();
        assert_eq!(map.action(key, Context::Field), Some(Action::Redo));
    }

    #[test]
    fn what_cannot_be_used_is_said_at_its_place_and_the_own_keys_stay() {
        let taken = |key: &str, by| KeyProblem::Taken {
            key: key.to_owned(),
            by,
        };
        let types = |key: &str| KeyProblem::Types {
            key: key.to_owned(),
        };
        for (text, place, expected) in [
            (
                "sav = f11",
                (1, 1),
                KeyProblem::UnknownAction {
                    action: "sav".to_owned(),
                    near: Some("save"),
                },
            ),
            ("save = f11 ctrl-z", (1, 11), taken("Ctrl-Z", Action::Undo)),
            (
                "save = f11\nhelp = f11",
                (2, 10),
                taken("F11", Action::Save),
            ),
            ("save = s", (1, 10), types("S")),
            ("save = space", (1, 10), types("Space")),
            ("toggle = x", (1, 10), types("X")),
        ] {
            let (map, warnings) = KeyMap::with(&settings(text));
            let [warning] = warnings.as_slice() else {
                panic!("{text}: {warnings:?}");
            };
            assert_eq!((warning.line, warning.column), place, "{text}");
            assert_eq!(warning.problem, expected, "{text}");
            if !text.contains('\n') {
                assert_eq!(map, KeyMap::default(), "{text}");
            }
        }
    }

    #[test]
    fn one_that_gives_way_may_push_another_aside_and_no_key_ever_does_two_things() {
        // `redo` cannot have F1 and keeps Ctrl-Y, so `undo` cannot have Ctrl-Y either.
        let (map, warnings) = KeyMap::with(&settings("undo = ctrl-y\nredo = f1"));
        assert_eq!(warnings.len(), 2, "{warnings:?}");
        assert_eq!(map, KeyMap::default());
    }

    #[test]
    fn a_character_may_stand_for_what_is_done_where_nothing_is_typed() {
        let (map, warnings) = KeyMap::with(&settings("accept-slips = t"));
        assert_eq!(warnings, []);
        let key = Key::from_name("t").unwrap();
        assert_eq!(
            map.action(key, Context::Corrections),
            Some(Action::AcceptSlips)
        );
    }
}
