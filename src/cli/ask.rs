//! `qianyue ask`: asks the questions of the form line by line, for screen readers, dumb terminals
//! and pipes. The output contains only text and line ends, whatever templates and answers contain.

mod choosing;
mod lines;
mod purpose;
mod rows;

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

use chrono::{Local, NaiveDate};

use super::check::as_text;
use super::output::complain;
use super::{Exit, Surroundings, copying, fail};
use crate::desk::keeper::{Begun, Keeper, SaveFailure, Saved};
use crate::desk::work::{Edit, Filling, StepKind, Work, typed_answer};
use crate::desk::{CopyReport, Model, OpenFailure, OpenedDraft, recalled, reopening};
use crate::document::{print_in_words, print_value};
use crate::draft::{AcceptedBy, Answer, Issue, Problem, Purpose, State, Suggestion};
use crate::language::Language;
use crate::store::draft_name;
use crate::template::{Field, FieldKind, Options, Place};
use crate::value::{self, Value};
use crate::wording::{self, Notice, Words, word};
use choosing::{chosen, shown_answer};
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
    purpose: Option<Purpose>,
) -> Exit {
    let language = surroundings.language;
    let mut lines = Lines::new(std::io::stdin().is_terminal());
    let from = match (from, purpose) {
        (None, _) => None,
        (Some(source), Some(purpose)) => Some(Model { source, purpose }),
        (Some(source), None) => {
            let Some(purpose) = purpose::ask(&mut lines, language) else {
                return copying::refuse(language);
            };
            Some(Model { source, purpose })
        }
    };
    let mut keeper = copying::keeper(surroundings);
    let (opened, name) = match open(surroundings, &mut keeper, template, from.as_ref()) {
        Ok(opened) => opened,
        Err(failure) => return fail(&wording::open_failure(&failure, language), language),
    };
    let Opened { draft, notice } = opened;
    if let Some(reason) = &draft.read_only {
        return fail(&wording::store_error(reason, language), language);
    }
    if let Some(notice) = notice {
        let words = wording::notice(&notice, &surroundings.keys, language);
        complain(&words, language);
    }
    let is_new = draft.is_new;
    let template = Arc::clone(&draft.template);
    let known = recalled(&surroundings.store, &template, &draft.draft.id);
    let mut work = Work::new(draft, Arc::new(surroundings.house()));
    work.recall(known);
    if let Err(refusal) = work.may_edit() {
        let words = wording::notice(&refusal.into(), &surroundings.keys, language);
        return fail(&words, language);
    }
    if work.standing().state.asks_before_change() && !may_change(&mut lines, &work, language) {
        return Exit::Done;
    }
    let mut asking = Asking {
        surroundings,
        name,
        keeper,
        work,
        today: Local::now().date_naive(),
        lines,
        group: None,
        is_saved: true,
        is_apart: false,
    };
    if is_new {
        asking.say_standing();
    }
    asking.ask_everything()
}

/// Whether the user wants to change a contract that was exported or sent.
fn may_change(lines: &mut Lines, work: &Work, language: Language) -> bool {
    let state = wording::state(work.standing().state, language);
    let leave = word("ask.leave_word", &[], language);
    let values = [("state", state.as_str()), ("leave", &leave)];
    while lines.is_heard() {
        lines.print(&word("ask.changes_exported", &values, language));
        lines.prompt();
        match lines.read() {
            Line::Text(line) if line.trim().is_empty() => return true,
            Line::Text(line) => {
                let line = line.trim();
                if LEAVE.iter().any(|word| word.eq_ignore_ascii_case(line)) {
                    return false;
                }
            }
            Line::NotText | Line::TooLong => {}
            Line::End => return false,
        }
    }
    false
}

/// An opened draft, and what the user must know about it.
struct Opened {
    draft: OpenedDraft,
    notice: Option<Notice>,
}

impl Opened {
    fn new(draft: OpenedDraft, notice: Option<Notice>) -> Self {
        Self {
            notice: match Notice::of_opened(&draft) {
                // The notice about a copy counts them too, and the names follow.
                Some(Notice::StandingAccepted(_)) => notice,
                about_draft => about_draft.or(notice),
            },
            draft,
        }
    }
}

/// Opens the draft that the arguments name, or begins a draft. Also returns the name of an existing
/// draft.
fn open(
    surroundings: &Surroundings,
    keeper: &mut Keeper,
    template: Option<String>,
    from: Option<&Model>,
) -> Result<(Opened, Option<String>), OpenFailure> {
    if let (Some(name), None) = (&template, &from) {
        let shown = match meaning_of(surroundings, name) {
            Meaning::Template => None,
            Meaning::Draft(shown) => Some(Some(shown)),
            Meaning::Paper => Some(None),
        };
        if let Some(shown) = shown {
            let (draft, report) = keeper.open(name)?;
            let opened = Opened::new(draft, report.map(Notice::FromPaper));
            return Ok((opened, shown));
        }
    }
    let begun = keeper.begin(template, from)?;
    let opened = match begun {
        Begun::Empty(draft) => Opened::new(draft, None),
        Begun::Copied(draft, copied) => {
            let report = CopyReport::new(&draft.template, &copied, &draft.draft);
            let notice = (!report.is_empty()).then_some(Notice::Copied(report));
            Opened::new(draft, notice)
        }
        Begun::FromPaper(draft, report, _) => Opened::new(draft, Some(Notice::FromPaper(report))),
    };
    Ok((opened, None))
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

/// The state of the dialogue.
struct Asking<'a> {
    surroundings: &'a Surroundings,
    /// The name of the existing draft that is continued; `None` for a new draft, which gets its id
    /// later.
    name: Option<String>,
    keeper: Keeper,
    work: Work,
    today: NaiveDate,
    lines: Lines,
    /// The group whose heading was printed last.
    group: Option<usize>,
    /// Whether the last save succeeded.
    is_saved: bool,
    /// Whether the draft is saved in a conflict copy.
    is_apart: bool,
}

/// What follows an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    Next,
    Previous,
    Again,
    /// The question behind the rows of the group.
    BehindRows,
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

    /// Names each correction that a standing decision has accepted.
    fn say_standing(&mut self) {
        let language = self.language();
        let template = Arc::clone(self.work.template());
        let readable = |words: &str| wording::with_labels(words, &template, language);
        let by = &self.work.draft().accepted_by;
        let ids = by.iter().filter(|(_, by)| **by == AcceptedBy::Standing);
        let standing = ids.filter_map(|(id, _)| template.correction(id));
        let names: Vec<String> = standing
            .map(|correction| wording::correction_name(correction, readable, language))
            .collect();
        if !names.is_empty() {
            self.say("standing", &[("count", &names.len().to_string())]);
        }
        for name in names {
            self.lines.print(&format!("  {name}"));
        }
    }

    fn say_notice(&mut self, notice: &Notice) {
        let words = wording::notice(notice, &self.surroundings.keys, self.language());
        self.say_words(words);
    }

    fn say_words(&mut self, words: Words) {
        for line in [words.message, words.hint] {
            self.lines.print(&line);
        }
    }

    fn ask_everything(mut self) -> Exit {
        let title = self.work.template().title.clone();
        let mut places = self.work.places_in_form();
        // A draft with answers starts at its first open field, an empty draft at its first field.
        let has_answers = !self.work.draft().answers.is_empty();
        let is_open = |place: &Place| has_answers && self.work.is_open(place);
        let mut at = places.iter().position(is_open).unwrap_or(0);
        self.lines.print(&title);
        let leave = word("ask.leave_word", &[], self.language());
        let clear = word("ask.clear_word", &[], self.language());
        self.say("how", &[("leave", &leave), ("clear", &clear)]);
        while let Some(place) = places.get(at).cloned() {
            let then = self.ask(&place);
            places = self.work.places_in_form();
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
                (Then::BehindRows, _) => self.behind_rows(&places, &place),
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
        let template = Arc::clone(self.work.template());
        let Some(field) = template.field(place.field.as_str()) else {
            return Then::Next;
        };
        self.work.work_at(place);
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
        let work = &self.work;
        let mut said = Vec::new();
        if self.group != Some(field.group)
            && let Some(group) = work.template().groups.get(field.group)
        {
            let progress = work
                .values()
                .progress_of_group(work.template(), field.group);
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
        said.extend(self.row_heading(place));
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
        let options = options_of(field);
        for (number, option) in options.iter().flat_map(|options| &options.all).enumerate() {
            said.push(format!("{} {}", number + 1, option.label_in(language)));
        }
        if options.is_some_and(|options| options.multiple) {
            said.push(word("ask.several", &[], language));
        }
        if field.kind == FieldKind::Paragraph {
            said.push(word("ask.several_lines", &[], language));
        }
        if field.strike {
            said.push(word("ask.may_be_struck", &[], language));
        }
        let answer = work.draft().answers.get(place);
        let shown = |answer: &Answer| shown_answer(answer, options, language);
        if let Some(answer) = answer.filter(|answer| !answer.is_empty()) {
            said.push(word("ask.now", &[("answer", &shown(answer))], language));
            if let Some(origin) = work
                .draft()
                .origins
                .get(place)
                .filter(|_| work.draft().is_unconfirmed(place))
            {
                said.push(wording::origin(origin, self.today, language));
            }
        } else if let Some(offered) = work.suggestion(place)
            && (!self.begins_row(place) || work.values().rows().has(place))
        {
            let values = [("answer", shown(&offered.answer))];
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
        if let Some(then) = self.answer_about_row(place, line) {
            return then;
        }
        let answers = &self.work.draft().answers;
        let answer = if line.is_empty() {
            if answers.get(place).is_some_and(|answer| !answer.is_empty()) {
                self.confirm(place);
                return Then::Next;
            }
            let Some(offered) = self.work.suggestion(place).cloned() else {
                self.say("skipped", &[]);
                return Then::Next;
            };
            return self.accept(place, field, offered);
        } else if is_one_of(&CLEAR) {
            None
        } else if let Some(options) = options_of(field) {
            match chosen(line, options, self.surroundings.language) {
                Ok(chosen) => (!chosen.is_empty()).then(|| in_order(options, &chosen)),
                Err(unknown) => {
                    self.say("no_such_option", &[("word", &unknown)]);
                    return Then::Again;
                }
            }
        } else {
            let (text, fits) = value::answer_line(line);
            if !fits {
                self.say("cut", &[]);
            }
            let text = if field.kind == FieldKind::Paragraph {
                value::with_line_marks(&text.replace("\\n", "\n"))
            } else {
                text
            };
            typed_answer(field, &text, self.today)
        };
        if self.work.draft().answers.get(place) != answer.as_ref() {
            let edit = Edit::answer(place, answer, StepKind::Whole);
            // A read-only draft was refused before the first question.
            let _writable = self.work.edit(place, [edit]);
        }
        self.save();
        self.comment(place, field)
    }

    /// Confirms a copied answer that the user has read and left as it is.
    fn confirm(&mut self, place: &Place) {
        if self.work.draft().is_unconfirmed(place) {
            // A read-only draft was refused before the first question.
            let _writable = self.work.edit(place, [Edit::Confirm(vec![place.clone()])]);
            self.save();
        }
    }

    /// Takes the suggestion as the answer.
    fn accept(&mut self, place: &Place, field: &Field, offered: Suggestion) -> Then {
        let filling = Filling::suggested(place.clone(), offered, true);
        let _writable = self.work.edit(place, [Edit::Fill(vec![filling])]);
        self.save();
        self.comment(place, field)
    }

    /// Prints how the answer was understood and what is wrong with it. A wrong answer is kept, and
    /// the question repeats.
    fn comment(&mut self, place: &Place, field: &Field) -> Then {
        let language = self.language();
        let work = &self.work;
        let state = work.values().state(place);
        let mut said = Vec::new();
        if let State::Answered(value) = state {
            let style = work.style();
            let typed = work.draft().answers.get(place);
            let printed = print_value(field, value, style);
            if let Value::Money(amount) = value {
                let print = work.template().print_of_words(&field.id);
                let words = print_in_words(*amount, field.currency, print, style);
                said.push(format!("= {printed} {words}"));
            } else if typed.is_some_and(|typed| typed.as_text() != printed)
                && options_of(field).is_none()
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
        for issue in work.issues().iter().filter(is_about) {
            let words = wording::issue(issue, work.template(), language);
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

    /// Saves the draft, and prints only what the user must know.
    fn save(&mut self) {
        let language = self.language();
        let revision = self.work.revision();
        let saved = self.keeper.save(self.work.draft(), false);
        self.is_saved = saved.is_ok();
        match saved {
            Ok(Saved::InPlace { id, at, remark }) => {
                self.work.saved(revision, at, Some(id));
                if let Some(remark) = remark {
                    self.say_notice(&Notice::Remark(remark));
                }
            }
            Ok(Saved::Apart { at, kept_as }) => {
                self.work.saved(revision, at, None);
                if !std::mem::replace(&mut self.is_apart, true) {
                    self.say_notice(&Notice::kept_apart(&kept_as));
                }
            }
            Err(SaveFailure { error, .. }) => {
                let words = wording::store_error(&error, language);
                if !self.lines.is_heard() {
                    complain(&words, language);
                }
                self.say_words(words);
            }
        }
    }

    /// Prints the open fields and the place of the draft.
    fn end(mut self) -> Exit {
        let end = self.say_the_end();
        self.lines.printed().and(end)
    }

    fn say_the_end(&mut self) -> Exit {
        let language = self.language();
        self.save();
        let failed = !self.is_saved;
        self.keeper.close();
        let work = &self.work;
        let issues: Vec<Issue> = work.issues().to_vec();
        let progress = work.progress();
        let name = (self.name.clone()).unwrap_or_else(|| work.draft().id.clone());
        let template = Arc::clone(work.template());
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

/// The chosen options as an answer, in the template's order.
fn in_order(options: &Options, chosen: &[String]) -> Answer {
    let ids = options.all.iter().map(|option| &option.id);
    Answer::Chosen(ids.filter(|id| chosen.contains(id)).cloned().collect())
}

fn options_of(field: &Field) -> Option<&Options> {
    match &field.kind {
        FieldKind::Choice(options) => Some(options),
        _ => None,
    }
}
