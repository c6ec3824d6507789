//! `qianyue ask`: asks the questions of the form line by line, for screen readers, dumb terminals
//! and pipes. The output contains only text and line ends, whatever templates and answers contain.

mod choosing;
mod lines;

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;

use chrono::Local;

use super::check::as_text;
use super::output::complain;
use super::{Exit, Surroundings, fail, screen};
use crate::app::{App, Effect, Message, SaveState};
use crate::desk::reopening;
use crate::document::{print_in_words, print_value};
use crate::draft::{Answer, Issue, Problem, State};
use crate::language::Language;
use crate::runtime::Runtime;
use crate::store::draft_name;
use crate::template::{Field, Place};
use crate::value::Value;
use crate::wording::{self, word};
use crate::wording::{Notice, NoticeFailure};
use choosing::{choose, chosen, clear, shown_answer};
use lines::{Line, Lines};

/// The inputs that return to the previous question.
const BACK: [&str; 2] = ["<", "＜"];
/// The inputs that end the questions, in every language.
const LEAVE: [&str; 2] = ["退出", "quit"];
/// The inputs that delete an answer, in every language.
const CLEAR: [&str; 2] = ["清除", "clear"];

/// Asks the questions of a new draft of a template, or of an existing draft if its id is given
/// instead.
pub(super) fn run(
    surroundings: &Surroundings,
    template: Option<String>,
    from: Option<String>,
) -> Exit {
    let language = surroundings.language;
    let (first, draft) = match template {
        Some(name) if from.is_none() => match meaning_of(surroundings, &name) {
            Meaning::Draft(shown) => (Effect::Open(name), Some(shown)),
            Meaning::Paper => (Effect::Open(name), None),
            Meaning::Template => {
                let template = Some(name);
                (Effect::New { template, from }, None)
            }
        },
        template => (Effect::New { template, from }, None),
    };
    let mut app = App::new(
        screen::settings(surroundings),
        (80, 24),
        Local::now().date_naive(),
    );
    let (sender, receiver) = channel();
    let answer = Arc::new(move |message| {
        // Sending fails only after the questions have ended.
        let _over = sender.send(message);
    });
    let runtime = Runtime::start(
        surroundings.store.clone(),
        Arc::clone(&app.settings),
        answer,
    );
    let mut runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            let reason = error.to_string();
            return fail(
                &screen::explain("terminal_failed", &reason, language),
                language,
            );
        }
    };
    runtime.perform(&mut app, first);
    let exit = match opened(&mut app, &mut runtime, &receiver) {
        Ok(()) => {
            if let Some(notice) = app.notice.take() {
                complain(
                    &wording::notice(&notice, &surroundings.keys, language),
                    language,
                );
            }
            let mut asking = Asking {
                surroundings,
                draft,
                app,
                runtime,
                receiver,
                lines: Lines::new(std::io::stdin().is_terminal()),
                group: None,
            };
            return asking.ask_everything();
        }
        Err(failure) => failure,
    };
    runtime.shut_down(&mut app);
    let words = match &exit {
        NoticeFailure::Open(failure) => wording::open_failure(failure, language),
        NoticeFailure::Store(error) => wording::store_error(error, language),
        NoticeFailure::Export(failure) => wording::export_failure(failure, language),
    };
    fail(&words, language)
}

/// What the argument in the place of a template names.
enum Meaning {
    /// A template, or something that does not exist.
    Template,
    /// An existing draft, with its name.
    Draft(String),
    /// A DOCX, which is imported as a draft with its own id.
    Paper,
}

fn meaning_of(surroundings: &Surroundings, name: &str) -> Meaning {
    let store = &surroundings.store;
    if store.template(name).is_ok() {
        return Meaning::Template;
    }
    let Ok(open) = super::source::open(surroundings, name) else {
        return Meaning::Template;
    };
    if reopening::is_paper(name) {
        return Meaning::Paper;
    }
    let path = open.path();
    let is_listed = path.parent() == Some(&store.folder().drafts());
    let listed_as = draft_name(path);
    let shown = if is_listed {
        Path::new(&listed_as)
    } else {
        path
    };
    Meaning::Draft(wording::path(shown))
}

/// Waits until the draft is open. Fails if the draft cannot be opened or is read-only.
fn opened(
    app: &mut App,
    runtime: &mut Runtime,
    receiver: &Receiver<Message>,
) -> Result<(), NoticeFailure> {
    while let Ok(message) = receiver.recv() {
        let reason = match &message {
            Message::Opened(opened)
            | Message::Repeated(opened, _)
            | Message::OpenedFromPaper(opened, _) => opened.read_only.clone(),
            _ => {
                if let Message::NotOpened(failure) = message {
                    return Err(NoticeFailure::Open(failure));
                }
                app.update(message);
                continue;
            }
        };
        if let Some(reason) = reason {
            return Err(NoticeFailure::Store(reason));
        }
        app.update(message);
        runtime.after_update(app, Instant::now());
        return Ok(());
    }
    Err(NoticeFailure::Store(crate::store::StoreError::NoDataFolder))
}

/// The state of the dialogue.
struct Asking<'a> {
    surroundings: &'a Surroundings,
    /// The name of the existing draft that is continued; `None` for a new draft, which gets its id
    /// later.
    draft: Option<String>,
    app: App,
    runtime: Runtime,
    receiver: Receiver<Message>,
    lines: Lines,
    /// The group whose heading was printed last.
    group: Option<usize>,
}

/// What follows an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    Next,
    Previous,
    Again,
    /// The end of the questions.
    Leave,
}

impl Asking<'_> {
    fn language(&self) -> Language {
        self.surroundings.language
    }

    fn say(&mut self, key: &str, values: &[(&str, &str)]) {
        let text = word(&format!("ask.{key}"), values, self.surroundings.language);
        self.lines.print(&text);
    }

    fn ask_everything(&mut self) -> Exit {
        let Some(editor) = &self.app.editor else {
            return Exit::Failed;
        };
        let title = editor.template.title.clone();
        let mut places = editor.places_in_form().to_vec();
        // A draft with answers starts at its first open field, an empty draft at its first field.
        let is_open = |place: &Place| !editor.draft.answers.is_empty() && editor.is_open(place);
        let mut at = places.iter().position(is_open).unwrap_or(0);
        self.lines.print(&title);
        let leave = word("ask.leave_word", &[], self.language());
        let clear = word("ask.clear_word", &[], self.language());
        self.say("how", &[("leave", &leave), ("clear", &clear)]);
        while let Some(place) = places.get(at).cloned() {
            let then = self.ask(&place);
            if let Some(editor) = &self.app.editor {
                places = editor.places_in_form().to_vec();
            }
            // An answer may have added or removed fields before this field.
            let here = places.iter().position(|other| *other == place);
            at = match (then, here) {
                (Then::Next, Some(here)) => here + 1,
                (Then::Again, Some(here)) => here,
                (Then::Previous, Some(here)) if here > 0 => here - 1,
                (Then::Previous, _) => {
                    self.say("first", &[]);
                    0
                }
                (Then::Next | Then::Again, None) => at,
                (Then::Leave, _) => break,
            };
            if !self.lines.is_heard() {
                break;
            }
        }
        self.end()
    }

    /// Asks one question and handles the line that answers it.
    fn ask(&mut self, place: &Place) -> Then {
        let Some(editor) = self.app.editor.as_mut() else {
            return Then::Leave;
        };
        let template = Arc::clone(&editor.template);
        let Some(field) = template.field(place.field.as_str()) else {
            return Then::Next;
        };
        editor.go_to_place(place);
        self.print_question(place, field);
        if !self.lines.is_heard() {
            // Nobody saw the question, so its answer does not count.
            return Then::Leave;
        }
        match self.lines.read() {
            Line::End => Then::Leave,
            Line::NotText => {
                self.say("not_utf8", &[]);
                Then::Again
            }
            Line::TooLong => {
                self.say("too_long", &[]);
                Then::Again
            }
            Line::Text(line) => self.answer(place, field, line.trim()),
        }
    }

    fn print_question(&mut self, place: &Place, field: &Field) {
        let language = self.language();
        let Some(editor) = &self.app.editor else {
            return;
        };
        let mut said = Vec::new();
        if self.group != Some(field.group)
            && let Some(group) = editor.template.groups.get(field.group)
        {
            let progress = editor
                .values()
                .progress_of_group(&editor.template, field.group);
            said.push(String::new());
            said.push(format!(
                "{} {}/{}",
                group.label.get(language),
                progress.answered,
                progress.total
            ));
            self.group = Some(field.group);
        }
        said.push(String::new());
        let optional = if field.required {
            String::new()
        } else {
            word("ask.optional", &[], language)
        };
        let unit = match field.unit.as_str() {
            "" => String::new(),
            unit => word("ask.unit", &[("unit", unit)], language),
        };
        said.push(format!("{}{unit}{optional}", field.label.get(language)));
        let help = field.help.get(language);
        if !help.is_empty() {
            said.push(help.to_owned());
        }
        let options = editor.focused_options();
        for (number, option) in options.iter().flat_map(|options| &options.all).enumerate() {
            said.push(format!("{} {}", number + 1, option.label_in(language)));
        }
        if options.is_some_and(|options| options.multiple) {
            said.push(word("ask.several", &[], language));
        }
        if field.strike {
            said.push(word("ask.may_be_struck", &[], language));
        }
        let answer = editor.draft.answers.get(place);
        let shown = |answer: &Answer| shown_answer(answer, options, language);
        if let Some(answer) = answer.filter(|answer| !answer.is_empty()) {
            said.push(word("ask.now", &[("answer", &shown(answer))], language));
        } else if let Some(offered) = editor.suggestions.get(place) {
            let values = [("answer", shown(offered))];
            said.push(word("ask.offered", &[("answer", &values[0].1)], language));
        }
        for line in said {
            self.lines.print(&line);
        }
        self.lines.prompt();
    }

    fn answer(&mut self, place: &Place, field: &Field, line: &str) -> Then {
        let is_one_of = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(line));
        if is_one_of(&BACK) {
            return Then::Previous;
        }
        if is_one_of(&LEAVE) {
            return Then::Leave;
        }
        let Some(editor) = self.app.editor.as_mut() else {
            return Then::Leave;
        };
        let is_answered = editor
            .draft
            .answers
            .get(place)
            .is_some_and(|answer| !answer.is_empty());
        if line.is_empty() {
            if is_answered {
                return Then::Next;
            }
            if editor.focused_suggestion().is_none() {
                self.say("skipped", &[]);
                return Then::Next;
            }
            editor.accept_suggestion();
        } else if is_one_of(&CLEAR) {
            clear(editor, self.app.today);
        } else if let Some(options) = editor.focused_options().cloned() {
            match chosen(line, &options, self.surroundings.language) {
                Ok(chosen) => choose(editor, &options, &chosen),
                Err(unknown) => {
                    self.say("no_such_option", &[("word", &unknown)]);
                    return Then::Again;
                }
            }
        } else {
            let today = self.app.today;
            clear(editor, today);
            if editor.insert(line, false, today).is_some() {
                self.say("cut", &[]);
            }
        }
        self.save();
        self.comment(place, field)
    }

    /// Prints how the answer was understood and what is wrong with it. A wrong answer is kept, and
    /// the question repeats.
    fn comment(&mut self, place: &Place, field: &Field) -> Then {
        let language = self.language();
        let Some(editor) = &self.app.editor else {
            return Then::Leave;
        };
        let state = editor.values().state(place);
        let mut said = Vec::new();
        if let State::Answered(value) = state {
            let style = editor.style();
            let typed = editor.draft.answers.get(place);
            let printed = print_value(field, value, style);
            if let Value::Money(amount) = value {
                said.push(format!("= {printed} {}", print_in_words(*amount, style)));
            } else if typed.is_some_and(|typed| typed.as_text() != printed)
                && editor.focused_options().is_none()
            {
                said.push(format!("= {printed}"));
            }
        }
        let is_about = |issue: &&Issue| {
            issue.places.contains(place)
                && !issue.acknowledged
                && !matches!(
                    issue.problem,
                    Problem::Missing | Problem::NothingChosen | Problem::OptionWithoutText
                )
        };
        for issue in editor.issues().iter().filter(is_about) {
            let words = wording::issue(issue, &editor.template, language);
            let severity = wording::severity(issue.severity, language);
            said.push(format!("{severity} {}", words.message));
            if !words.hint.is_empty() {
                said.push(words.hint);
            }
        }
        let is_wrong = matches!(state, State::Wrong);
        for line in said {
            self.lines.print(&line);
        }
        if is_wrong {
            self.say("again", &[]);
            return Then::Again;
        }
        Then::Next
    }

    /// Saves the draft, and prints a message only after a failure.
    fn save(&mut self) {
        self.runtime.after_update(&self.app, Instant::now());
        let outcome = self.runtime.settle(&mut self.app);
        self.hear();
        if let Err(error) = outcome {
            let words = wording::store_error(&error, self.language());
            self.app.save = SaveState::Failed(error);
            if !self.lines.is_heard() {
                complain(&words, self.language());
            }
            for line in [words.message, words.hint] {
                self.lines.print(&line);
            }
        }
    }

    fn hear(&mut self) {
        for message in self.receiver.try_iter() {
            self.app.update(message);
        }
        let remark = (self.app.notice).take_if(|notice| matches!(notice, Notice::Remark(_)));
        if let Some(remark) = remark {
            let words = wording::notice(&remark, &self.surroundings.keys, self.language());
            for line in [words.message, words.hint] {
                self.lines.print(&line);
            }
        }
    }

    /// Prints the open fields and the place of the draft.
    fn end(&mut self) -> Exit {
        let end = self.say_the_end();
        self.lines.printed().and(end)
    }

    fn say_the_end(&mut self) -> Exit {
        let language = self.language();
        self.save();
        let failed = matches!(self.app.save, SaveState::Failed(_));
        self.runtime.shut_down(&mut self.app);
        self.hear();
        let Some(editor) = &self.app.editor else {
            return Exit::Failed;
        };
        let issues: Vec<Issue> = editor.issues().to_vec();
        let progress = editor.progress();
        let name = (self.draft.clone()).unwrap_or_else(|| editor.draft.id.clone());
        let template = Arc::clone(&editor.template);
        self.lines.print("");
        if name.is_empty() {
            self.say("nothing_saved", &[]);
            return if failed { Exit::Failed } else { Exit::Done };
        }
        for line in as_text(&issues, &template, language).lines() {
            self.lines.print(line);
        }
        if !failed {
            let answered = progress.answered.to_string();
            let total = progress.total.to_string();
            let values = [
                ("id", name.as_str()),
                ("answered", answered.as_str()),
                ("total", total.as_str()),
            ];
            self.say("saved", &values);
            return Exit::Done;
        }
        Exit::Failed
    }
}
