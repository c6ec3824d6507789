//! The command line: every command that works without the screen. Results go to standard output,
//! messages to standard error.

mod arguments;
mod ask;
mod calendar;
mod check;
mod config;
mod copying;
mod doctor;
mod export;
mod facts;
mod history;
mod list;
mod mark;
mod output;
mod recording;
mod screen;
mod shell;
mod show;
mod source;
mod template;
mod usage;
mod version;

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use chrono::Local;
use clap::Parser;

use crate::desk::House;
use crate::keys::KeyMap;
use crate::language::Language;
use crate::process::console::{enlarge_own_console, has_own_console};
use crate::process::signals::outlive_file_size_limit;
use crate::store::{Config, DataFolder, Instance, Store, load_config, usual_config_path};
use crate::wording::{self, Words, word};
use arguments::{Arguments, Command, ConfigCommand, TemplateCommand};

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The command succeeded.
    Done,
    /// The command failed; a message has said what, where and what to do.
    Failed,
    /// The command line is wrong; a message has said why.
    WrongUsage,
    /// The contract is not ready to sign.
    NotReady,
    /// The command succeeded, but standard output rejects the result: the kind of the error, and
    /// the system's error number.
    NotPrinted(io::ErrorKind, Option<i32>),
    /// A signal with this number ended the program after a save.
    Signal(u8),
}

impl Exit {
    /// The exit code for the shell.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed | Self::NotPrinted(..) => 1,
            Self::WrongUsage => 2,
            Self::NotReady => 3,
            Self::Signal(number) => 128_u8.saturating_add(number),
        }
    }

    /// Whether the program ends with a message that says why nothing was done.
    fn is_failure(self) -> bool {
        match self {
            Self::Failed | Self::WrongUsage | Self::NotPrinted(..) => true,
            Self::Done | Self::NotReady | Self::Signal(_) => false,
        }
    }

    /// The exit of a command that has printed its result: `end`, unless printing failed.
    fn and(self, end: Self) -> Self {
        if self == Self::Done { end } else { self }
    }
}

/// The settings and folders that every command uses.
pub(crate) struct Surroundings {
    /// The language of messages.
    pub language: Language,
    /// The user's settings.
    pub config: Config,
    /// The active key bindings.
    pub keys: KeyMap,
    /// The path of the settings; `None` if the platform has no such path.
    pub config_path: Option<PathBuf>,
    pub store: Store,
    /// The first error in the settings.
    pub warning: Option<Words>,
}

impl Surroundings {
    /// The user's own company and style.
    pub fn house(&self) -> House {
        House {
            profile: self.config.profile.clone(),
            style: self.config.style.clone(),
            standing: self.config.standing.clone(),
            now: || Local::now().fixed_offset(),
        }
    }
}

/// Runs the program with the process's arguments.
#[must_use]
pub fn run() -> Exit {
    let has_own_console = has_own_console();
    if has_own_console {
        enlarge_own_console();
    }
    outlive_file_size_limit();
    let given: Vec<OsString> = std::env::args_os().collect();
    let exit = run_with(&given);
    if has_own_console && exit.is_failure() && is_for_a_person(&given) {
        // Windows closes the program's own console with the message in it, so wait first.
        output::wait_for_enter(usage::language(&given));
    }
    exit
}

/// Whether a person can read the message. A script must not wait for Enter.
fn is_for_a_person(given: &[OsString]) -> bool {
    match Arguments::try_parse_from(given) {
        Ok(arguments) => matches!(
            arguments.command,
            None | Some(Command::New { .. } | Command::Open { .. })
        ),
        // For instance, a file that the user dropped on the program.
        Err(_) => true,
    }
}

fn run_with(given: &[OsString]) -> Exit {
    let arguments = match Arguments::try_parse_from(given) {
        Ok(arguments) => arguments,
        Err(error) => return usage::answer(error, given),
    };
    let config_path = arguments.config.clone().or_else(usual_config_path);
    let (config, warnings) = match &config_path {
        Some(path) => load_config(path),
        None => (Config::default(), Vec::new()),
    };
    let language = arguments
        .language
        .or(config.language)
        .unwrap_or_else(system_language);
    let (keys, key_warnings) = KeyMap::with(&config.keys);
    let mut first_warning = None;
    if let Some(path) = &config_path {
        let said = |file: &str| -> Vec<Words> {
            let of_config = warnings.iter();
            let of_keys = key_warnings.iter();
            of_config
                .map(|warning| wording::config_warning(warning, file, language))
                .chain(of_keys.map(|warning| wording::key_warning(warning, file, language)))
                .collect()
        };
        for said in said(&wording::path(path)) {
            output::complain(&said, language);
        }
        // The message line of a screen has no room for the folder.
        let name = path.file_name().map_or(path.as_path(), Path::new);
        let mut said = said(&wording::path(name)).into_iter();
        first_warning = said.next();
        let n_more = said.count();
        if let Some(first) = first_warning.as_mut().filter(|_| n_more > 0) {
            first.hint = word("config.more", &[("count", &n_more.to_string())], language);
        }
    }
    let folder = DataFolder::find(
        arguments.data_dir.clone(),
        std::env::var_os("QIANYUE_DATA_DIR"),
    );
    let folder = match folder {
        Ok(folder) => folder,
        Err(error) => return fail(&wording::store_error(&error, language), language),
    };
    let surroundings = Surroundings {
        language,
        config,
        keys,
        config_path,
        warning: first_warning,
        store: Store::new(folder, Instance::of_this_process()),
    };
    told(dispatch(arguments.command, &surroundings), language)
}

/// Prints a message if a result could not be printed, and returns how the program ends.
fn told(exit: Exit, language: Language) -> Exit {
    if let Exit::NotPrinted(kind, code) = exit {
        output::complain(&wording::not_printed(kind, code, language), language);
    }
    exit
}

fn dispatch(command: Option<Command>, surroundings: &Surroundings) -> Exit {
    match command {
        None => screen::run(surroundings, None),
        Some(Command::New {
            template,
            from,
            purpose,
        }) => screen::new(surroundings, template, from, purpose),
        Some(Command::Ask {
            template,
            from,
            purpose,
        }) => ask::run(surroundings, template, from, purpose),
        Some(Command::Copy {
            source,
            purpose,
            json,
        }) => copying::run(surroundings, source, purpose, json),
        Some(Command::Open { source }) => screen::open(surroundings, &source),
        Some(Command::List { ending, json }) => list::run(surroundings, ending, json),
        Some(Command::Calendar { output, force }) => calendar::run(surroundings, &output, force),
        Some(Command::Show { source, format }) => show::run(surroundings, &source, format),
        Some(Command::Check { source, json }) => check::run(surroundings, &source, json),
        Some(Command::Facts {
            message,
            template,
            today,
            json,
        }) => facts::run(surroundings, &message, template.as_deref(), today, json),
        Some(Command::History {
            source,
            restore: Some(number),
            json: _,
        }) => history::restore(surroundings, &source, number),
        Some(Command::History {
            source,
            restore: None,
            json,
        }) => history::run(surroundings, &source, json),
        Some(Command::Mark {
            source,
            mark,
            date,
            reason,
        }) => mark::run(surroundings, &source, mark, date, &reason),
        Some(Command::Doctor { json }) => doctor::run(surroundings, json),
        Some(Command::Export(export)) => export::run(surroundings, &export),
        Some(Command::Completions { shell }) => shell::completions(shell),
        Some(Command::Man) => shell::man(),
        Some(Command::Config { command }) => match command {
            ConfigCommand::Init => config::init(surroundings),
            ConfigCommand::Path => config::path(surroundings),
        },
        Some(Command::Template { command }) => match command {
            TemplateCommand::List { json } => template::list(surroundings, json),
            TemplateCommand::Show { id, format } => template::show(surroundings, &id, format),
            TemplateCommand::Fields { id, json } => template::fields(surroundings, &id, json),
            TemplateCommand::Check { template } => template::check(surroundings, &template),
            TemplateCommand::Path => template::path(surroundings),
        },
    }
}

/// The system's language; Chinese if the locale is unset (C, POSIX) or is another language.
fn system_language() -> Language {
    sys_locale::get_locale()
        .and_then(|locale| Language::from_code(&locale))
        .unwrap_or_default()
}

/// Prints the message of a failure.
fn fail(words: &Words, language: Language) -> Exit {
    output::complain(words, language);
    Exit::Failed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_wanted_a_screen_or_wrote_something_wrong_is_kept_waiting() {
        for (arguments, expected) in [
            ("qianyue", true),
            ("qianyue --data-dir x", true),
            ("qianyue new", true),
            ("qianyue open x", true),
            ("qianyue C:\\x.toml", true),
            ("qianyue doctor", false),
            ("qianyue export x -o y.docx", false),
            ("qianyue ask", false),
        ] {
            let given: Vec<OsString> = arguments.split(' ').map(OsString::from).collect();
            assert_eq!(is_for_a_person(&given), expected, "{arguments}");
        }
    }
}
