//! The user's settings. An invalid entry causes a warning and is skipped; the program always
//! starts.

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml_edit::{Document, Item, Table, TableLike};

use super::appearance::{AmbiguousWidth, ThemeName};
use super::atomic::folder_of;
use super::data_folder::DataFolder;
use super::disk::{Disk, Overwrite, RealDisk};
use super::error::{Operation, StoreError};
use super::output::write_output;
use super::protected::Protected;
use super::read::read_input;
use crate::draft::{StandingDecisions, style_entries};
use crate::language::Language;
use crate::template::{ProfileKey, StyleError, StyleKeys};
use crate::value::{clean, nearest};

/// The largest config file that the program reads, in bytes.
pub(super) const CONFIG_LIMIT_BYTES: u64 = 1024 * 1024;

const KEYS: [&str; 9] = [
    "language",
    "theme",
    "mouse",
    "ambiguous_width",
    "export_dir",
    "profile",
    "style",
    "standing",
    "keys",
];

/// The form of standing decisions, as shown in messages.
const TAKES_DECISIONS: &str = "{ C25 = \"…\" }";

/// Data about the user's own company, by key. New contracts are filled with these values.
pub type Profile = HashMap<ProfileKey, String>;

/// The user's settings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// `language`; `None` leaves the choice to the system locale.
    pub language: Option<Language>,
    /// `theme`; `None` leaves the choice to the environment.
    pub theme: Option<ThemeName>,
    /// `mouse`: whether the program handles mouse clicks; `None` if the setting is absent.
    pub mouse: Option<bool>,
    /// `ambiguous_width`: the assumed width of ambiguous characters.
    pub ambiguous_width: AmbiguousWidth,
    /// `export_dir`: the folder that the export dialog suggests.
    pub export_dir: Option<PathBuf>,
    /// `[profile]`: the user's own company.
    pub profile: Profile,
    /// `[style]`: default layout values for every contract.
    pub style: StyleKeys,
    /// `[standing]`: the corrections that the user always accepts.
    pub standing: StandingDecisions,
    /// `[keys]`: key bindings per action, as written in the file.
    pub keys: Vec<KeySetting>,
}

/// A key binding as written. The floor of the screens validates action and keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySetting {
    /// The name of the action.
    pub action: Placed,
    /// The keys that trigger the action.
    pub keys: Vec<Placed>,
}

/// A word of the config file with its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The word.
    pub text: String,
    /// The line, 1-based.
    pub line: usize,
    /// The column in characters, 1-based.
    pub column: usize,
}

/// A config entry that the program does not use, with its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigWarning {
    /// What is wrong.
    pub problem: ConfigProblem,
    /// The line, 1-based.
    pub line: usize,
    /// The column in characters, 1-based.
    pub column: usize,
}

/// Why the program does not use a config entry, or the whole file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigProblem {
    /// The file cannot be read; the defaults apply.
    Unreadable(StoreError),
    /// The file is not UTF-8; the defaults apply.
    Encoding,
    /// The file is not valid TOML; the defaults apply. The message does not quote
    /// the line.
    Syntax {
        /// The message of the TOML parser.
        message: String,
    },
    /// The key does not exist.
    UnknownKey {
        /// The key with its table.
        key: String,
        /// The known key with the most similar spelling.
        near: Option<&'static str>,
    },
    /// The value has the wrong type or is not in the list of accepted values.
    WrongValue {
        /// The key with its table.
        key: String,
        /// The accepted values, as shown in messages.
        takes: &'static str,
    },
    /// The value contains invisible characters.
    Invisible {
        /// The key with its table.
        key: String,
        /// The number of invisible characters.
        count: usize,
    },
    /// A style key is unknown or its value is invalid.
    Style(StyleError),
}

/// Reads the config at `path`. A missing file yields the defaults without a warning.
#[must_use]
pub fn load_config(path: &Path) -> (Config, Vec<ConfigWarning>) {
    match read_input(path, CONFIG_LIMIT_BYTES) {
        Ok(bytes) => parse(&bytes),
        Err(error) if error.is_not_found() => (Config::default(), Vec::new()),
        Err(error) => (
            Config::default(),
            vec![of_file(ConfigProblem::Unreadable(error))],
        ),
    }
}

/// Writes an initial config file and creates its folder. Refuses a path inside the folders that
/// the program manages in `data`.
///
/// # Errors
/// The file exists (and stays unchanged), the path lies among drafts or templates, or the system
/// refuses.
pub fn write_config(path: &Path, bytes: &[u8], data: &DataFolder) -> Result<(), StoreError> {
    let folder = folder_of(path);
    let protected = Protected::in_folder(data);
    protected.check(path)?;
    RealDisk
        .make_folder(&folder)
        .map_err(|error| StoreError::system(Operation::MakeFolder, &folder, &error))?;
    write_output(path, bytes, Overwrite::Refuse, &protected)
}

fn parse(bytes: &[u8]) -> (Config, Vec<ConfigWarning>) {
    let Ok(whole) = std::str::from_utf8(bytes) else {
        return (Config::default(), vec![of_file(ConfigProblem::Encoding)]);
    };
    // Editors on Windows may write a byte order mark; columns in messages do not count the mark.
    let text = whole.strip_prefix('\u{feff}').unwrap_or(whole);
    let mut reader = Reader {
        text,
        config: Config::default(),
        warnings: Vec::new(),
    };
    match Document::parse(text) {
        Ok(document) => reader.root(document.as_table()),
        Err(error) => {
            let problem = ConfigProblem::Syntax {
                message: error.message().to_owned(),
            };
            reader.warn(error.span(), problem);
        }
    }
    (reader.config, reader.warnings)
}

struct Reader<'a> {
    text: &'a str,
    config: Config,
    warnings: Vec<ConfigWarning>,
}

impl Reader<'_> {
    fn root(&mut self, root: &Table) {
        for (key, item) in root {
            let place = place(root, key, item);
            match key {
                "language" => self.language(item),
                "theme" => match item.as_str().and_then(ThemeName::from_name) {
                    Some(theme) => self.config.theme = Some(theme),
                    None => self.wrong(item, key, ThemeName::TAKES),
                },
                "mouse" => match item.as_bool() {
                    Some(mouse) => self.config.mouse = Some(mouse),
                    None => self.wrong(item, key, "true | false"),
                },
                "ambiguous_width" => match item.as_str().and_then(AmbiguousWidth::from_name) {
                    Some(width) => self.config.ambiguous_width = width,
                    None => self.wrong(item, key, AmbiguousWidth::TAKES),
                },
                "export_dir" => self.export_dir(item),
                "profile" => match item.as_table_like() {
                    Some(table) => self.profile(table),
                    None => self.wrong(item, "profile", "[profile]"),
                },
                "style" => match item.as_table_like() {
                    Some(table) => self.style(table),
                    None => self.wrong(item, "style", "[style]"),
                },
                "standing" => match item.as_table_like() {
                    Some(table) => self.standing(table),
                    None => self.wrong(item, "standing", "[standing.ID]"),
                },
                "keys" => match item.as_table_like() {
                    Some(table) => self.keys(table),
                    None => self.wrong(item, "keys", "[keys]"),
                },
                _ => self.unknown(place, "", key, &KEYS),
            }
        }
    }

    fn language(&mut self, item: &Item) {
        match item.as_str().and_then(Language::from_code) {
            Some(language) => self.config.language = Some(language),
            None => self.wrong(item, "language", "\"zh-CN\" | \"en\""),
        }
    }

    fn export_dir(&mut self, item: &Item) {
        match item.as_str() {
            Some(path) if !path.trim().is_empty() => {
                self.config.export_dir = Some(PathBuf::from(path));
            }
            _ => self.wrong(item, "export_dir", "\"/home/me/contracts\""),
        }
    }

    fn profile(&mut self, table: &dyn TableLike) {
        for (key, item) in table.iter() {
            let known = ProfileKey::ALL.iter().find(|known| known.name() == key);
            match (known, item.as_str()) {
                (Some(known), Some(text)) => match clean(text).replaced {
                    0 => {
                        self.config.profile.insert(*known, text.to_owned());
                    }
                    // The value would appear in every contract and in the document properties of
                    // every export.
                    count => {
                        let key = format!("profile.{}", known.name());
                        self.warn(item.span(), ConfigProblem::Invisible { key, count });
                    }
                },
                (Some(known), None) => {
                    let name = format!("profile.{}", known.name());
                    self.wrong(item, &name, "\"…\"");
                }
                (None, _) => {
                    let names = ProfileKey::ALL.map(ProfileKey::name);
                    self.unknown(place(table, key, item), "profile.", key, &names);
                }
            }
        }
    }

    fn style(&mut self, table: &dyn TableLike) {
        for entry in style_entries(table) {
            match (entry.problem, entry.value) {
                (Some((error, place)), _) => self.warn(place, ConfigProblem::Style(error)),
                (None, Some(value)) => {
                    self.config.style.insert(entry.key.to_owned(), value);
                }
                (None, None) => {}
            }
        }
    }

    fn standing(&mut self, table: &dyn TableLike) {
        for (template, item) in table.iter() {
            let name = format!("standing.{template}");
            let Some(of_template) = item.as_table_like() else {
                self.wrong(item, &name, "[standing.ID]");
                continue;
            };
            for (key, item) in of_template.iter() {
                match (key, item.as_table_like()) {
                    ("corrections", Some(decisions)) => self.decisions(template, decisions),
                    ("corrections", None) => {
                        self.wrong(item, &format!("{name}.corrections"), TAKES_DECISIONS);
                    }
                    _ => {
                        let place = place(of_template, key, item);
                        self.unknown(place, &format!("{name}."), key, &["corrections"]);
                    }
                }
            }
        }
    }

    fn decisions(&mut self, template: &str, table: &dyn TableLike) {
        for (id, item) in table.iter() {
            if let Some(hash) = item.as_str() {
                let decided = self.config.standing.entry(template.to_owned());
                decided.or_default().insert(id.to_owned(), hash.to_owned());
            } else {
                let name = format!("standing.{template}.corrections.{id}");
                self.wrong(item, &name, TAKES_DECISIONS);
            }
        }
    }

    fn keys(&mut self, table: &dyn TableLike) {
        for (key, item) in table.iter() {
            let words: Option<Vec<Placed>> = match item.as_array() {
                Some(list) => list
                    .iter()
                    .map(|value| Some(self.placed(value.as_str()?, value.span())))
                    .collect(),
                None => item
                    .as_str()
                    .map(|word| vec![self.placed(word, item.span())]),
            };
            match words {
                Some(keys) if !keys.is_empty() => {
                    let action = self.placed(key, place(table, key, item));
                    self.config.keys.push(KeySetting { action, keys });
                }
                Some(_) | None => {
                    let name = format!("keys.{key}");
                    self.wrong(item, &name, "[\"ctrl-s\", \"f2\"]");
                }
            }
        }
    }

    fn placed(&self, text: &str, span: Option<Range<usize>>) -> Placed {
        let offset = span.map_or(0, |span| span.start);
        let (line, column) = crate::draft::position(self.text, offset);
        Placed {
            text: text.to_owned(),
            line,
            column,
        }
    }

    fn unknown(
        &mut self,
        place: Option<Range<usize>>,
        path: &str,
        key: &str,
        known: &[&'static str],
    ) {
        let near = nearest(key, known.iter().copied())
            .and_then(|near| known.iter().copied().find(|name| *name == near));
        let key = format!("{path}{key}");
        self.warn(place, ConfigProblem::UnknownKey { key, near });
    }

    fn wrong(&mut self, item: &Item, key: &str, takes: &'static str) {
        let key = key.to_owned();
        self.warn(item.span(), ConfigProblem::WrongValue { key, takes });
    }

    fn warn(&mut self, span: Option<Range<usize>>, problem: ConfigProblem) {
        let offset = span.map_or(0, |span| span.start);
        let (line, column) = crate::draft::position(self.text, offset);
        self.warnings.push(ConfigWarning {
            problem,
            line,
            column,
        });
    }
}

fn of_file(problem: ConfigProblem) -> ConfigWarning {
    ConfigWarning {
        problem,
        line: 1,
        column: 1,
    }
}

/// The position of the key, or of the value if the key has no position.
fn place(table: &dyn TableLike, key: &str, item: &Item) -> Option<Range<usize>> {
    table
        .key(key)
        .and_then(toml_edit::Key::span)
        .or_else(|| item.span())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::StyleValue;

    #[test]
    fn a_whole_config_is_read() {
        let text = "\u{feff}language = \"en\"\r\ntheme = \"亮色\"\r\nmouse = false\r\nambiguous_width = \"wide\"\r\nexport_dir = \"/x\"\r\n[profile]\r\nname = \"云帆\"\r\n[style]\r\nbody_size = 12\r\n[keys]\r\nsave = [\"f2\", \"ctrl-s\"]\r\nhelp = \"f1\"\r\n";
        let (config, warnings) = parse(text.as_bytes());
        assert_eq!(warnings, []);
        assert_eq!(config.language, Some(Language::English));
        assert_eq!(config.export_dir, Some(PathBuf::from("/x")));
        assert_eq!(
            config.profile.get(&ProfileKey::Name).map(String::as_str),
            Some("云帆")
        );
        assert_eq!(
            config.style.get("body_size"),
            Some(&StyleValue::Number(12.0))
        );
        assert_eq!(config.theme, Some(ThemeName::Light));
        assert_eq!(config.mouse, Some(false));
        assert_eq!(config.ambiguous_width, AmbiguousWidth::Wide);
        let placed = |text: &str, line, column| Placed {
            text: text.to_owned(),
            line,
            column,
        };
        let [save, help] = config.keys.as_slice() else {
            panic!("{:?}", config.keys);
        };
        assert_eq!(save.action, placed("save", 11, 1));
        assert_eq!(save.keys, [placed("f2", 11, 9), placed("ctrl-s", 11, 15)]);
        assert_eq!(help.keys, [placed("f1", 12, 8)]);
    }

    #[test]
    fn what_is_wrong_is_said_at_its_place_and_the_rest_is_used() {
        let wrong_value = |key: &str, takes| ConfigProblem::WrongValue {
            key: key.to_owned(),
            takes,
        };
        let unknown = |key: &str, near| ConfigProblem::UnknownKey {
            key: key.to_owned(),
            near,
        };
        for (line, column, text, expected) in [
            (
                2,
                1,
                "langauge = \"en\"",
                unknown("langauge", Some("language")),
            ),
            (2, 1, "colour = 1", unknown("colour", None)),
            (
                2,
                12,
                "language = \"fr\"",
                wrong_value("language", "\"zh-CN\" | \"en\""),
            ),
            (
                2,
                9,
                "theme = \"紫\"",
                wrong_value("theme", ThemeName::TAKES),
            ),
            (2, 9, "theme = 1", wrong_value("theme", ThemeName::TAKES)),
            (2, 9, "mouse = 1", wrong_value("mouse", "true | false")),
            (
                2,
                19,
                "ambiguous_width = 2",
                wrong_value("ambiguous_width", AmbiguousWidth::TAKES),
            ),
            (2, 8, "keys = 1", wrong_value("keys", "[keys]")),
            (
                3,
                8,
                "[keys]\nsave = []",
                wrong_value("keys.save", "[\"ctrl-s\", \"f2\"]"),
            ),
            (
                3,
                8,
                "[keys]\nsave = [1]",
                wrong_value("keys.save", "[\"ctrl-s\", \"f2\"]"),
            ),
            (2, 11, "profile = 3", wrong_value("profile", "[profile]")),
            (
                2,
                9,
                "style = 甲",
                ConfigProblem::Syntax {
                    message: String::new(),
                },
            ),
            (
                3,
                1,
                "[profile]\nnmae = \"x\"",
                unknown("profile.nmae", Some("name")),
            ),
            (
                3,
                9,
                "[profile]\nphone = 1",
                wrong_value("profile.phone", "\"…\""),
            ),
            (
                3,
                8,
                "[profile]\nname = \"云帆\\u202E\\n\"",
                ConfigProblem::Invisible {
                    key: "profile.name".to_owned(),
                    count: 2,
                },
            ),
        ] {
            let (config, warnings) = parse(format!("export_dir = \"/x\"\n{text}\n").as_bytes());
            let [warning] = warnings.as_slice() else {
                panic!("text: {text}, {warnings:?}");
            };
            assert_eq!((warning.line, warning.column), (line, column), "{text}");
            if let ConfigProblem::Syntax { message } = &warning.problem {
                assert!(!message.is_empty() && !message.contains('甲'), "{message}");
                assert_eq!(config, Config::default());
            } else {
                assert_eq!(warning.problem, expected, "text: {text}");
                assert_eq!(config.export_dir, Some(PathBuf::from("/x")), "{text}");
            }
        }
    }

    #[test]
    fn a_wrong_standing_decision_is_left_out_and_reported() {
        let wrong_value = |key: &str, takes| ConfigProblem::WrongValue {
            key: key.to_owned(),
            takes,
        };
        for (line, column, text, expected) in [
            (
                2,
                12,
                "standing = 3",
                wrong_value("standing", "[standing.ID]"),
            ),
            (
                3,
                5,
                "[standing]\nx = 3",
                wrong_value("standing.x", "[standing.ID]"),
            ),
            (
                3,
                15,
                "[standing.x]\ncorrections = 3",
                wrong_value("standing.x.corrections", TAKES_DECISIONS),
            ),
            (
                3,
                1,
                "[standing.x]\ncorections = {}",
                ConfigProblem::UnknownKey {
                    key: "standing.x.corections".to_owned(),
                    near: Some("corrections"),
                },
            ),
            (
                3,
                22,
                "[standing.x]\ncorrections = { C1 = 1 }",
                wrong_value("standing.x.corrections.C1", TAKES_DECISIONS),
            ),
        ] {
            let (config, warnings) = parse(format!("export_dir = \"/x\"\n{text}\n").as_bytes());
            let [warning] = warnings.as_slice() else {
                panic!("text: {text}, {warnings:?}");
            };
            assert_eq!((warning.line, warning.column), (line, column), "{text}");
            assert_eq!(warning.problem, expected, "{text}");
            assert!(config.standing.is_empty(), "{text}");
        }
    }

    #[test]
    fn a_wrong_style_is_left_out_and_reported() {
        let (config, warnings) = parse(b"[style]\nend_marks = true\nbody_size = 2026-01-01\n");
        assert!(config.style.is_empty());
        assert_eq!(
            warnings
                .iter()
                .map(|warning| (warning.line, warning.column))
                .collect::<Vec<_>>(),
            [(2, 1), (3, 13)]
        );
    }

    #[test]
    fn no_config_is_an_empty_one_and_a_folder_is_reported() {
        let folder = tempfile::tempdir().unwrap();
        let missing = load_config(&folder.path().join("none.toml"));
        assert_eq!(missing, (Config::default(), Vec::new()));
        let (config, warnings) = load_config(folder.path());
        assert_eq!(config, Config::default());
        assert!(matches!(
            warnings.first().map(|warning| &warning.problem),
            Some(ConfigProblem::Unreadable(StoreError::NotAFile { .. }))
        ));
    }
}
