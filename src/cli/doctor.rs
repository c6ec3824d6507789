//! `qianyue doctor`: prints where the files lie, what is wrong with them, and what the terminal can
//! do.

mod environment;

use std::path::{Path, PathBuf};

use serde_json::json;

use super::output::{print, print_json};
use super::version::version;
use super::{Exit, Surroundings};
use crate::desk::TemplateCache;
use crate::keys::KeyMap;
use crate::language::Language;
use crate::store::{Store, StoreError, is_there, load_config};
use crate::template::Style;
use crate::wording::{self, Words, optional, word};

/// With less free space than this the next saves may fail.
const LITTLE_SPACE_BYTES: u64 = 10 * 1024 * 1024;

/// One result of the examination.
struct Finding {
    /// The subject of the finding, as scripts read it.
    topic: &'static str,
    state: State,
    said: Words,
    /// The file or folder that the finding is about, if any.
    path: Option<PathBuf>,
}

/// How urgent a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Everything is in order.
    Fine,
    /// Worth knowing, and harmless.
    Note,
    /// The user must check this.
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

    /// Whether the user need not act.
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

/// Collects the findings.
struct Doctor<'a> {
    store: &'a Store,
    language: Language,
    findings: Vec<Finding>,
}

impl Doctor<'_> {
    /// Reports the build first, because every bug report needs it.
    fn look_at_program(&mut self) {
        let version = version();
        let values = [("version", version.as_str())];
        self.add(State::Fine, "program", "program", &values, None);
    }

    /// Examines the data folder: write permission, free space, and whether locks work between
    /// windows.
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
            // An earlier finding already reports that the folder is missing or cannot be written.
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
                self.count("drafts", listed.len(), &folder);
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
        self.place_that_may_lack("history", &history);
    }

    /// Reports what conflicts, failed saves and killed processes left behind.
    fn look_at_copies(&mut self) {
        let drafts = self.store.folder().drafts();
        // If the copies cannot be listed, the drafts cannot either, and an earlier finding reports
        // that.
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

    /// Counts the errors in the settings. The program printed them when it started.
    fn look_at_config(&mut self, path: Option<&Path>) {
        let Some(path) = path else {
            return self.add(State::Note, "config", "config_nowhere", &[], None);
        };
        let (config, warnings) = load_config(path);
        let count = warnings.len() + KeyMap::with(&config.keys).1.len();
        if count == 0 {
            self.place_that_may_lack("config", path);
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

    /// Reports how many files a folder holds. A folder that is not there yet is only a note.
    fn count(&mut self, topic: &'static str, count: usize, path: &Path) {
        let count = count.to_string();
        let place = wording::path(path);
        let values = [("count", count.as_str()), ("path", &place)];
        if is_there(path) {
            self.add(State::Fine, topic, topic, &values, Some(path));
        } else {
            let key = format!("{topic}_new");
            self.add(State::Note, topic, &key, &values, Some(path));
        }
    }

    /// Reports a file or folder, which need not be there.
    fn place_that_may_lack(&mut self, topic: &'static str, path: &Path) {
        if is_there(path) {
            self.place(State::Fine, topic, topic, path);
        } else {
            self.place(State::Note, topic, &format!("{topic}_new"), path);
        }
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

/// A finding with the text of `key`, and the next step. A finding that is fine has none, and a note
/// need not have one.
fn finding(
    state: State,
    topic: &'static str,
    key: &str,
    values: &[(&str, &str)],
    language: Language,
    path: Option<&Path>,
) -> Finding {
    let next = format!("doctor.{key}.hint");
    let hint = match state {
        State::Fine => String::new(),
        State::Note => optional(&next, values, language),
        State::Attention | State::Broken => word(&next, values, language),
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

/// The findings as text: one line with a mark for each finding, its hint below.
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
