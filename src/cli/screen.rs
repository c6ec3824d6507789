//! Opens the screen with the list, with a draft, or with a new draft.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::Local;

use super::{Exit, Surroundings, fail};
use crate::app::{App, Effect, Request, Settings};
use crate::desk::Model;
use crate::draft::Purpose;
use crate::language::Language;
use crate::render::layout::Ambiguous;
use crate::runtime::Runtime;
use crate::store::AmbiguousWidth;
use crate::tui::{self, Event, Outcome};
use crate::wording::Notice;
use crate::wording::{Words, word};

/// Shows the list, or the draft that the effect `first` opens.
pub(super) fn run(surroundings: &Surroundings, first: Option<Effect>) -> Exit {
    run_from(surroundings, first, |_| {})
}

/// As [`run`], after `prepare` has changed what the screens show.
fn run_from(
    surroundings: &Surroundings,
    first: Option<Effect>,
    prepare: impl FnOnce(&mut App),
) -> Exit {
    let language = surroundings.language;
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return fail(&explain("no_terminal", "", language), language);
    }
    let name = std::env::var("TERM").unwrap_or_default();
    if is_dumb(&name, cfg!(windows)) {
        return fail(
            &explain("dumb_terminal", &shown(&name, language), language),
            language,
        );
    }
    let settings = settings(surroundings);
    // The size is a placeholder: the loop reads the terminal's size before the first frame.
    let mut app = App::new(settings, (80, 24), Local::now().date_naive());
    app.notice = surroundings.warning.clone().map(|words| Notice::Said {
        message: words.message,
        hint: words.hint,
    });
    prepare(&mut app);
    let (sender, receiver) = tui::channel();
    let answers = sender.clone();
    let answer = Arc::new(move |message| {
        // Sending fails only after the loop has ended.
        let _over = answers.send(Event::Message(message));
    });
    let runtime = Runtime::start(
        surroundings.store.clone(),
        Arc::clone(&app.settings),
        answer,
    );
    let outcome = runtime.and_then(|mut runtime| {
        // The list shows the news; a user who opens a draft sees the news at the next start.
        runtime.perform(&mut app, first.unwrap_or(Effect::Ask(Request::News)));
        runtime.perform(&mut app, Effect::Ask(Request::List));
        tui::run(&mut app, &mut runtime, &sender, &receiver)
    });
    match outcome {
        Ok(Outcome::Left) => Exit::Done,
        Ok(Outcome::Signal(number)) => Exit::Signal(u8::try_from(number).unwrap_or(0)),
        Ok(Outcome::TerminalGone) => Exit::Failed,
        Err(error) => fail(
            &explain("terminal_failed", &error.to_string(), language),
            language,
        ),
    }
}

/// Whether a terminal with this name (`TERM`) accepts only text. A missing name means the same,
/// except on Windows, where it is normal.
pub(super) fn is_dumb(name: &str, is_windows: bool) -> bool {
    match name {
        "" => !is_windows,
        // Terminfo's name for an unknown terminal.
        "unknown" => true,
        _ => name == "dumb" || name.starts_with("dumb-"),
    }
}

/// The form of a terminal's name in a message.
pub(super) fn shown(name: &str, language: Language) -> String {
    if name.is_empty() {
        word("cli.no_terminal_name", &[], language)
    } else {
        crate::value::clean(name).text.into_owned()
    }
}

/// Words why the screen cannot open.
pub(super) fn explain(key: &str, reason: &str, language: Language) -> Words {
    Words {
        message: word(
            &format!("cli.{key}.message"),
            &[("reason", reason)],
            language,
        ),
        hint: word(&format!("cli.{key}.hint"), &[], language),
    }
}

/// `qianyue open`.
pub(super) fn open(surroundings: &Surroundings, source: &str) -> Exit {
    run(
        surroundings,
        Some(Effect::Ask(Request::Open(source.to_owned()))),
    )
}

/// `qianyue new`. Without a purpose the screen asks what a copy is for.
pub(super) fn new(
    surroundings: &Surroundings,
    template: Option<String>,
    from: Option<String>,
    purpose: Option<Purpose>,
) -> Exit {
    let from = match (from, purpose) {
        (Some(source), None) => {
            return run_from(surroundings, None, |app| {
                app.ask_purpose(source.clone(), template, source);
            });
        }
        (Some(source), Some(purpose)) => Some(Model { source, purpose }),
        (None, _) => None,
    };
    run(
        surroundings,
        Some(Effect::Ask(Request::New { template, from })),
    )
}

pub(super) fn settings(surroundings: &Surroundings) -> Settings {
    let config = &surroundings.config;
    Settings {
        language: surroundings.language,
        house: Arc::new(surroundings.house()),
        export_dir: config.export_dir.clone().unwrap_or_else(usual_export_dir),
        ambiguous: match config.ambiguous_width {
            AmbiguousWidth::Wide => Ambiguous::Wide,
            AmbiguousWidth::Auto | AmbiguousWidth::Narrow => Ambiguous::Narrow,
        },
        ambiguous_width: config.ambiguous_width,
        theme: config.theme,
        mouse: config.mouse.unwrap_or(true),
        config_path: surroundings.config_path.clone(),
        keys: surroundings.keys.clone(),
    }
}

/// The default export folder if the settings name none: the user's documents folder, else the home
/// folder, else the current folder.
fn usual_export_dir() -> PathBuf {
    let folders = directories::UserDirs::new();
    folders
        .as_ref()
        .and_then(|folders| folders.document_dir())
        .or_else(|| folders.as_ref().map(directories::UserDirs::home_dir))
        .map_or_else(|| PathBuf::from("."), PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_needs_a_terminal_that_takes_more_than_text() {
        for (name, on_unix, on_windows) in [
            ("", true, false),
            ("dumb", true, true),
            ("dumb-emacs-ansi", true, true),
            ("unknown", true, true),
            ("xterm", false, false),
            ("xterm-256color", false, false),
            ("linux", false, false),
            ("screen", false, false),
            ("tmux-256color", false, false),
        ] {
            assert_eq!(is_dumb(name, false), on_unix, "{name:?} on Unix");
            assert_eq!(is_dumb(name, true), on_windows, "{name:?} on Windows");
        }
    }
}
