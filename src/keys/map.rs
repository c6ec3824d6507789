//! The keys in force: the table of the program with what the user's config changes in it.

use super::{Action, BINDINGS, Context, Key};
use crate::store::{KeySetting, Placed};

/// One line of the keys in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// What is done.
    pub action: Action,
    /// The keys that do it, the one to show first.
    pub keys: Vec<Key>,
    /// Where they do it.
    pub contexts: &'static [Context],
    /// Whether the footer names it.
    pub in_footer: bool,
}

/// The keys in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyMap {
    lines: Vec<Bound>,
}

/// A setting of `[keys]` that is not used, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyWarning {
    /// What is wrong.
    pub problem: KeyProblem,
    /// The line, 1-based.
    pub line: usize,
    /// The column in characters, 1-based.
    pub column: usize,
}

/// Why a key is not bound as the config wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyProblem {
    /// No such action.
    UnknownAction {
        /// What stands there.
        action: String,
        /// The nearest action.
        near: Option<&'static str>,
    },
    /// No such key.
    UnknownKey {
        /// What stands there.
        key: String,
    },
    /// No terminal tells this key from another one.
    Indistinguishable {
        /// The key.
        key: String,
        /// What arrives in its place.
        arrives: &'static str,
    },
    /// Text is typed where the action is wanted, and the key is a character.
    Types {
        /// The key.
        key: String,
    },
    /// The key does something else in the same place.
    Taken {
        /// The key.
        key: String,
        /// What it does there.
        by: Action,
    },
}

/// The keys that a setting wants for an action, with their places.
type Wanted<'a> = (Action, Vec<(Key, &'a Placed)>);

impl Default for KeyMap {
    /// The table of the program.
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
    /// The table with these settings; an action whose setting is not used keeps its own keys.
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
        // One that gives way has its own keys again, which may take those of another.
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

    /// The last setting with a key that does something else in the same place.
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

    /// Another action that the key does somewhere where it does this one.
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

    /// Every line, in the order of the table.
    #[must_use]
    pub fn lines(&self) -> &[Bound] {
        &self.lines
    }

    /// What a key does in a context; `None` where it does nothing, or types itself.
    #[must_use]
    pub fn action(&self, key: Key, context: Context) -> Option<Action> {
        self.lines
            .iter()
            .find(|line| line.contexts.contains(&context) && line.keys.contains(&key))
            .map(|line| line.action)
    }

    /// The name of the key to show for an action in a context; that of another context where it
    /// has none there, and nothing where it has none at all.
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

/// The key that a text names: `undo`, or `toggle.findings` where it is another one in another
/// place. `None` where there is no such action or place.
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

/// Whether a character may stand for an action: nowhere where it acts is text typed.
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

    /// Settings, a line each: `save = ctrl-y f11`.
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
        // `redo` cannot have F1; so it keeps Ctrl-Y, which `undo` wanted.
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
