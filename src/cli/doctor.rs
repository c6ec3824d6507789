//! `qianyue doctor`: where everything lies, what is wrong there, and what the terminal can.

mod environment;

use std::path::{Path, PathBuf};

use serde_json::json;

use super::output::{print, print_json};
use super::version::version;
use super::{Exit, Surroundings};
use crate::desk::TemplateCache;
use crate::keys::KeyMap;
use crate::language::Language;
use crate::store::{Store, StoreError, load_config};
use crate::template::Style;
use crate::wording::{self, Words, word};

/// With less space than this the next saves may fail.
const LITTLE_SPACE_BYTES: u64 = 10 * 1024 * 1024;

/// One thing that was looked at.
struct Finding {
    /// What it is about, for scripts.
    topic: &'static str,
    state: State,
    said: Words,
    /// The file or folder, if it is about one.
    path: Option<PathBuf>,
}

/// What a finding asks of the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// It is as it should be.
    Fine,
    /// Worth knowing, and harmless.
    Note,
    /// Someone must look at it.
    Attention,
    /// A part of the program does not work here.
    Broken,
}

impl State {
    fn mark(self) -> char {
        match self {
            Self::Fine => '✓',
            Self::Note => '·',
            Self::Attention => '!',
            Self::Broken => '✗',
        }
    }

    /// The name for scripts.
    fn name(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Note => "note",
            Self::Attention => "attention",
            Self::Broken => "broken",
        }
    }

    /// Whether it is as the user would have it.
    fn is_well(self) -> bool {
        match self {
            Self::Fine | Self::Note => true,
            Self::Attention | Self::Broken => false,
        }
    }
}

pub(super) fn run(surroundings: &Surroundings, as_json: bool) -> Exit {
    let language = surroundings.language;
    let mut doctor = Doctor {
        store: &surroundings.store,
        language,
        findings: Vec::new(),
    };
    doctor.look_at_program();
    doctor.look_at_place();
    doctor.look_at_drafts();
    doctor.look_at_copies();
    doctor.look_at_templates();
    doctor.look_at_config(surroundings.config_path.as_deref());
    doctor.findings.extend(environment::terminal(language));
    let width = surroundings.config.ambiguous_width;
    doctor.findings.push(environment::width(width, language));
    doctor.findings.push(environment::office(language));
    let style = Style::from_layers([&surroundings.config.style]);
    doctor
        .findings
        .extend(environment::typefaces(&style.paper, language));
    let needs_attention = doctor
        .findings
        .iter()
        .any(|finding| !finding.state.is_well());
    let printed = if as_json {
        print_json(&as_value(&doctor.findings, needs_attention))
    } else {
        print(&as_text(&doctor.findings, language))
    };
    printed.and(if needs_attention {
        Exit::Failed
    } else {
        Exit::Done
    })
}

/// Looks around and notes what it finds.
struct Doctor<'a> {
    store: &'a Store,
    language: Language,
    findings: Vec<Finding>,
}

impl Doctor<'_> {
    /// Which build it is: the first thing that whoever helps asks for.
    fn look_at_program(&mut self) {
        let version = version();
        let values = [("version", version.as_str())];
        self.add(State::Fine, "program", "program", &values, None);
    }

    /// The folder, what may be written there, how much, and whether windows see each other.
    fn look_at_place(&mut self) {
        let root = self.store.folder().root().to_owned();
        let drafts = self.store.folder().drafts();
        match self.store.try_writing(&drafts) {
            Ok(()) => self.place(State::Fine, "data_folder", "data_folder", &root),
            Err(error) if error.is_not_found() => {
                self.place(State::Note, "data_folder", "data_folder_new", &root);
            }
            Err(error) => self.failure("data_folder", &error, &root),
        }
        match self.store.has_working_locks(&drafts) {
            Ok(true) => self.place(State::Fine, "locks", "locks", &drafts),
            Ok(false) => self.place(State::Note, "locks", "no_locks", &drafts),
            // It was said above that nothing can be written there, or that it is not there yet.
            Err(_) => {}
        }
        if let Some(bytes) = self.store.free_bytes() {
            let state = if bytes < LITTLE_SPACE_BYTES {
                State::Attention
            } else {
                State::Fine
            };
            let key = if state.is_well() {
                "free_space"
            } else {
                "little_space"
            };
            let size = format!("{} MB", bytes / 1_048_576);
            self.add(state, "free_space", key, &[("size", &size)], Some(&root));
        }
    }

    fn look_at_drafts(&mut self) {
        let folder = self.store.folder().drafts();
        match self.store.list() {
            Ok(listed) => {
                let count = listed.len();
                self.count("drafts", count, &folder);
                for draft in &listed {
                    if let Err(error) = &draft.draft {
                        self.failure("broken_draft", error, &draft.path);
                    }
                }
            }
            Err(error) => self.failure("drafts", &error, &folder),
        }
        let trash = self.store.folder().trash();
        match self.store.list_trash() {
            Ok(trashed) => self.count("trash", trashed.len(), &trash),
            Err(error) => self.failure("trash", &error, &trash),
        }
        let history = self.store.folder().history();
        self.place(State::Fine, "history", "history", &history);
    }

    /// What other windows, failed saves and killed processes left behind.
    fn look_at_copies(&mut self) {
        let drafts = self.store.folder().drafts();
        // Where they cannot be listed, the drafts could not be either, which was said.
        for copy in self.store.conflict_copies().unwrap_or_default() {
            self.place(State::Attention, "conflict_copy", "conflict_copy", &copy);
        }
        let recovery = self.store.folder().recovery();
        match self.store.recovery_copies() {
            Ok(copies) => {
                self.count("recovery", copies.len(), &recovery);
                for copy in &copies {
                    match (&copy.draft, copy.is_superseded) {
                        (Err(error), _) => self.failure("recovery_copy", error, &copy.path),
                        (Ok(_), true) => self.place(
                            State::Note,
                            "recovery_copy",
                            "recovery_copy_superseded",
                            &copy.path,
                        ),
                        (Ok(_), false) => self.place(
                            State::Attention,
                            "recovery_copy",
                            "recovery_copy",
                            &copy.path,
                        ),
                    }
                }
            }
            Err(error) => self.failure("recovery", &error, &recovery),
        }
        let stale = self.store.stale_locks().unwrap_or_default();
        if !stale.is_empty() {
            let count = stale.len().to_string();
            let values = [("count", count.as_str())];
            self.add(
                State::Note,
                "stale_locks",
                "stale_locks",
                &values,
                Some(&drafts),
            );
        }
    }

    fn look_at_templates(&mut self) {
        let folder = self.store.folder().templates();
        let templates = match self.store.templates() {
            Ok(templates) => templates,
            Err(error) => return self.failure("templates", &error, &folder),
        };
        self.count("templates", templates.len(), &folder);
        let mut cache = TemplateCache::default();
        for template in templates {
            let path = folder.join(format!("{}.md", template.id));
            let said = match &template.text {
                Err(error) => Some(wording::store_error(error, self.language)),
                Ok(text) => cache
                    .parse(&template.id, text)
                    .err()
                    .map(|failure| wording::open_failure(&failure, self.language)),
            };
            if let Some(said) = said {
                self.findings.push(Finding {
                    topic: "broken_template",
                    state: State::Attention,
                    said,
                    path: Some(path),
                });
            }
        }
    }

    /// What is wrong in it was said when the program started; here it is only counted.
    fn look_at_config(&mut self, path: Option<&Path>) {
        let Some(path) = path else {
            return self.add(State::Note, "config", "config_nowhere", &[], None);
        };
        let (config, warnings) = load_config(path);
        let count = warnings.len() + KeyMap::with(&config.keys).1.len();
        if count == 0 {
            self.place(State::Fine, "config", "config", path);
        } else {
            let count = count.to_string();
            let place = wording::path(path);
            let values = [("count", count.as_str()), ("path", &place)];
            self.add(
                State::Attention,
                "config",
                "config_wrong",
                &values,
                Some(path),
            );
        }
    }

    fn count(&mut self, topic: &'static str, count: usize, path: &Path) {
        let count = count.to_string();
        let place = wording::path(path);
        let values = [("count", count.as_str()), ("path", &place)];
        self.add(State::Fine, topic, topic, &values, Some(path));
    }

    fn place(&mut self, state: State, topic: &'static str, key: &str, path: &Path) {
        let place = wording::path(path);
        self.add(state, topic, key, &[("path", &place)], Some(path));
    }

    fn failure(&mut self, topic: &'static str, error: &StoreError, path: &Path) {
        self.findings.push(Finding {
            topic,
            state: State::Attention,
            said: wording::store_error(error, self.language),
            path: Some(path.to_owned()),
        });
    }

    fn add(
        &mut self,
        state: State,
        topic: &'static str,
        key: &str,
        values: &[(&str, &str)],
        path: Option<&Path>,
    ) {
        self.findings
            .push(finding(state, topic, key, values, self.language, path));
    }
}

/// A finding in the words of `key`; what is well has no hint.
fn finding(
    state: State,
    topic: &'static str,
    key: &str,
    values: &[(&str, &str)],
    language: Language,
    path: Option<&Path>,
) -> Finding {
    let hint = if state.is_well() {
        String::new()
    } else {
        word(&format!("doctor.{key}.hint"), values, language)
    };
    Finding {
        topic,
        state,
        said: Words {
            message: word(&format!("doctor.{key}.message"), values, language),
            hint,
        },
        path: path.map(Path::to_owned),
    }
}

/// A line for each finding with its mark, hints below.
fn as_text(findings: &[Finding], language: Language) -> String {
    let mut text = String::new();
    for finding in findings {
        text.push_str(&format!(
            "{} {}\n",
            finding.state.mark(),
            finding.said.message
        ));
        if !finding.said.hint.is_empty() {
            let hint = word("cli.hint", &[("hint", &finding.said.hint)], language);
            text.push_str(&format!("    {hint}\n"));
        }
    }
    text
}

fn as_value(findings: &[Finding], needs_attention: bool) -> serde_json::Value {
    let findings: Vec<serde_json::Value> = findings
        .iter()
        .map(|finding| {
            json!({
                "topic": finding.topic,
                "state": finding.state.name(),
                "message": finding.said.message,
                "hint": finding.said.hint,
                "path": finding.path.as_deref().map(wording::path),
            })
        })
        .collect();
    json!({"needs_attention": needs_attention, "findings": findings})
}
