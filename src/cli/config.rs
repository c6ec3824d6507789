//! `qianyue config`: prints the path of the settings, and creates a commented settings file.

use std::path::Path;

use super::output::{complain, print, say};
use super::{Exit, Surroundings, fail};
use crate::keys::{Action, Bound, KeyMap};
use crate::language::Language;
use crate::store::write_config;
use crate::wording::{self, Words, word};

pub(super) fn path(surroundings: &Surroundings) -> Exit {
    match place(surroundings) {
        Some(path) => print(&format!("{}\n", wording::path(path))),
        None => Exit::Failed,
    }
}

/// Writes a file in which every setting is explained and commented out. An existing file is kept.
pub(super) fn init(surroundings: &Surroundings) -> Exit {
    let language = surroundings.language;
    let Some(path) = place(surroundings) else {
        return Exit::Failed;
    };
    let folder = surroundings.store.folder();
    match write_config(path, file(language).as_bytes(), folder) {
        Ok(()) => {
            let shown = wording::path(path);
            say(&word("cli.config_written", &[("path", &shown)], language));
            Exit::Done
        }
        Err(error) => fail(&wording::config_failure(&error, language), language),
    }
}

/// The path of the settings; `None` after a message that the platform has no such path.
fn place(surroundings: &Surroundings) -> Option<&Path> {
    let language = surroundings.language;
    if surroundings.config_path.is_none() {
        let words = Words {
            message: word("cli.config_nowhere.message", &[], language),
            hint: word("cli.config_nowhere.hint", &[], language),
        };
        complain(&words, language);
    }
    surroundings.config_path.as_deref()
}

/// The commented file. The keys come from the program's own table.
fn file(language: Language) -> String {
    let mut text = match language {
        Language::Chinese => include_str!("../../assets/config.zh-CN.toml"),
        Language::English => include_str!("../../assets/config.en.toml"),
    }
    .to_owned();
    for (action, keys) in rebindable() {
        let keys: Vec<String> = keys
            .iter()
            .map(|key| format!("\"{}\"", key.to_lowercase()))
            .collect();
        let does = word(&format!("action.{}.long", action.name()), &[], language);
        text.push_str(&format!(
            "# {} = [{}]  # {does}\n",
            action.name(),
            keys.join(", ")
        ));
    }
    text
}

/// Every action with the same keys in all contexts, and the names of these keys.
fn rebindable() -> Vec<(Action, Vec<String>)> {
    let map = KeyMap::default();
    let mut found: Vec<(Action, Vec<String>)> = Vec::new();
    for Bound { action, keys, .. } in map.lines() {
        let has_other = |line: &Bound| line.action == *action && line.keys != *keys;
        let is_listed = found.iter().any(|(listed, _)| listed == action);
        // Leave Backspace out: terminals send it in one of two ways, and both must work.
        if is_listed || map.lines().iter().any(has_other) || *action == Action::DeleteBefore {
            continue;
        }
        found.push((*action, keys.iter().map(|key| key.name()).collect()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{DataFolder, load_config};

    /// The file with every setting uncommented.
    fn in_force(language: Language) -> String {
        file(language)
            .lines()
            .filter_map(|line| match line.strip_prefix("# ") {
                Some(setting) => setting
                    .split_once(" = ")
                    .filter(|(name, _)| !name.contains(|c: char| !c.is_ascii() || c == ' '))
                    .map(|_| setting),
                None => Some(line.trim_start_matches('#')),
            })
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn the_first_file_changes_nothing_and_each_of_its_settings_is_right() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::new(folder.path().join("data"));
        for language in [Language::Chinese, Language::English] {
            let path = folder.path().join(language.code());
            write_config(&path, file(language).as_bytes(), &data).unwrap();
            let (config, warnings) = load_config(&path);
            assert_eq!((config, warnings), Default::default());

            let all = folder.path().join(format!("{}.all", language.code()));
            write_config(&all, in_force(language).as_bytes(), &data).unwrap();
            let (config, warnings) = load_config(&all);
            assert_eq!(warnings, [], "{}", in_force(language));
            assert!(config.language == Some(language) && config.theme.is_some());
            assert!(config.mouse.is_some() && config.export_dir.is_some());
            assert!(!config.profile.is_empty() && !config.style.is_empty());
            let (map, warnings) = KeyMap::with(&config.keys);
            assert_eq!(warnings, []);
            assert_eq!(map, KeyMap::default());
            assert!(config.keys.len() > 15);
        }
    }
}
