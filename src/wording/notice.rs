//! Words for notices: single lines for the user.

use std::path::Path;
use std::sync::Arc;

use super::copying::copied;
use super::disk::{open_failure, save_remark, store_error};
use super::draft::draft_warning;
use super::export::{export_failure, not_shown};
use super::facts::{MessageNotice, message_notice};
use super::lookup::{Words, word, word_with_keys, words_with_keys};
use super::paper::opened_from_paper;
use super::state::{mark_name, state};
use super::value::name_look_alikes;
use crate::desk::opener::{NotShown, Shown};
use crate::desk::work::Refusal;
use crate::desk::{CopyReport, DraftState, ExportFailure, FromPaper, OpenFailure, OpenedDraft};
use crate::draft::{DraftWarning, Mark};
use crate::keys::{KeyMap, Moved};
use crate::language::{Language, Localized};
use crate::store::{SaveRemark, StoreError};
use crate::value;

/// A notice: a single line for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// There is no field after the current field.
    LastField,
    /// No required blank is unanswered.
    NothingUnanswered,
    /// Every copied answer is confirmed.
    NothingToConfirm,
    /// The user has confirmed copied answers.
    Confirmed {
        /// How many.
        count: usize,
        /// How many are left.
        left: usize,
    },
    /// No error and no unacknowledged warning is left.
    NoFinding,
    /// The form has no suggestion for the current field.
    NoSuggestion,
    /// The form has no suggestion for any empty blank.
    NothingSuggested,
    /// Suggestions were taken; how many.
    SuggestionsTaken(usize),
    /// The field has no calendar.
    NoHelper,
    /// The answer has no step up or down.
    NothingToStep,
    /// The pasted text was longer than the limit of a line and was cut.
    PasteCut,
    /// Artifacts of the source were removed from a pasted text.
    PasteMended {
        /// The number of runs of white space removed between Han characters.
        spaces: usize,
        /// The replaced look-alike characters, each once, with their replacements.
        folded: Vec<(char, char)>,
    },
    /// The focused row of a table is the one where a new row begins.
    NoRow,
    /// A row of a table was deleted; its ordinal.
    RowDeleted(usize),
    /// The table has all the rows that it may have; their number.
    TooManyRows(usize),
    /// Lines of a spreadsheet were pasted into rows.
    RowsPasted {
        /// The number of rows.
        n_rows: usize,
        /// Whether lines or cells were left out because they did not fit.
        is_cut: bool,
    },
    /// There is nothing to undo.
    NothingToUndo,
    /// A step was taken back, with these changes.
    Undone(Localized),
    /// A step was done again, with these changes.
    Redone(Localized),
    /// There is nothing to redo.
    NothingToRedo,
    /// The draft is read-only, because a newer program wrote it.
    ReadOnly,
    /// The draft is read-only while another window has it open; a key shows the options.
    ReadOnlyInUse,
    /// The other window changed the draft, and the draft was read again.
    ReadAgain,
    /// Another program changed the draft's file; the user's changes are in a copy with this name.
    KeptApart(String),
    /// The two versions of a conflict are merged and saved.
    Merged,
    /// The draft was saved, with a remark on the save.
    Remark(SaveRemark),
    /// The user must enter a path.
    NoPath,
    /// The draft is now stored in this file.
    SavedElsewhere(String),
    /// The selected state cannot be restored, or is the current state.
    NothingToRestore,
    /// A revision was restored; the state before is a revision too.
    RevisionRestored,
    /// No problem prevents the draft from being saved.
    NoTrouble,
    /// No template is free of mistakes.
    NoUsableTemplate,
    /// The user must choose a template for the new contract.
    ChooseTemplate,
    /// The selected template has a mistake, so no contract can be made with it.
    BrokenTemplate {
        /// The name of the template.
        name: String,
        /// The first mistake, in the user's language.
        reason: String,
    },
    /// The text is as long as a line can be; the rest was cut.
    TextCut,
    /// The content of the field is invalid, so it cannot be stepped up or down.
    NotToBeStepped,
    /// The pasted text names no option.
    NothingToPaste,
    /// What became of a pasted message.
    Message(MessageNotice),
    /// Nobody else has the draft open any more, so it can be changed.
    Writable,
    /// The draft was taken over from another window.
    TakenOver,
    /// The draft is a copy of a draft that another window has open.
    MadeCopy,
    /// The template version of the draft is missing; the template with the same id may have other
    /// words.
    TemplateChanged,
    /// An entry of the draft's file is kept but not used.
    NotUsed {
        /// The name of the draft's file.
        file: String,
        /// The unused entry and its place.
        warning: DraftWarning,
    },
    /// There is no newer version of the template.
    NoNewerTemplate,
    /// The draft keeps its version of the template.
    TemplateKept,
    /// The draft was upgraded to the newer version of its template.
    TemplateUpgraded,
    /// A second press of the same key moves the draft to the trash.
    PressAgainToTrash,
    /// The draft is in the trash; a key restores it.
    Trashed,
    /// The draft was restored from the trash.
    Restored,
    /// The selected entry cannot be moved to the trash.
    NothingToTrash,
    /// A second press of the same key quits without saving.
    PressAgainToLeave,
    /// A file with this name exists; a second export of the contract replaces the file.
    PressAgainToOverwrite(String),
    /// A file with this name exists; a second export of the marked draft replaces the file.
    PressAgainToOverwriteDraft(String),
    /// A second press of the same key returns to the list.
    PressAgainToGoBack {
        /// Whether everything is saved.
        is_saved: bool,
    },
    /// The key that writes the file came too soon after the final review appeared.
    TooSoon,
    /// The user left the final review to change something; the export key leads back.
    MendThenGoBack,
    /// The template has no correction for the selected finding.
    NoCorrectionForFinding,
    /// A reason is typed, but neither confirmed nor dropped.
    ReasonOpen,
    /// The action of the pressed key has another key now.
    KeyMoved(Moved),
    /// The contract is signed or void, and can only be read.
    Locked(Mark),
    /// The contract has this mark now.
    Marked(Mark),
    /// The typed day of a mark is no day.
    NoSuchMarkDay,
    /// The contract was exported or sent; the next change changes the draft.
    ChangesExported(DraftState),
    /// The error must be corrected; it cannot be acknowledged.
    MustBeMended,
    /// The template offers no corrections.
    NoCorrections,
    /// The correction conflicts with the accepted correction of this name.
    CorrectionConflict(String),
    /// The number of corrections that standing decisions have accepted.
    StandingAccepted(usize),
    /// A correction is accepted in every new contract of its template from now on.
    AlwaysAccepted,
    /// A correction is no longer accepted by itself.
    NotAlwaysAccepted,
    /// The number of accepted corrections of mere slips.
    SlipsAccepted(usize),
    /// The confirmation of an error needs a reason.
    ReasonNeeded,
    /// The contract is not ready for signing; a marked draft can be exported.
    NotReady,
    /// The user cancelled the export; no file was written.
    ExportCancelled,
    /// The desktop shows the file, or its folder.
    Shown(Shown),
    /// Whether the path of the file was put on the clipboard.
    PathCopied(bool),
    /// The draft was read from a DOCX.
    FromPaper(FromPaper),
    /// A contract was copied, with something to check or to fill in.
    Copied(CopyReport),
    /// Whether the program now receives mouse clicks; otherwise the terminal does.
    Mouse(bool),
    /// A failure; its words are chosen at display time.
    Failure(Arc<NoticeFailure>),
    /// Words from the command line, chosen before the screens started.
    Said {
        /// The problem or fact.
        message: String,
        /// The next step; may be empty.
        hint: String,
    },
}

impl Notice {
    /// What the user must know about a draft that was opened.
    #[must_use]
    pub fn of_opened(opened: &OpenedDraft) -> Option<Self> {
        if opened.template_changed {
            return Some(Self::TemplateChanged);
        }
        if opened.is_new && opened.draft.n_standing() > 0 {
            return Some(Self::StandingAccepted(opened.draft.n_standing()));
        }
        let (file, warning) = opened.not_used.clone()?;
        Some(Self::NotUsed { file, warning })
    }

    /// The notice that the user's changes are in the conflict copy at `path`.
    #[must_use]
    pub fn kept_apart(path: &Path) -> Self {
        let name = path.file_name().unwrap_or(path.as_os_str());
        Self::KeptApart(value::clean(&name.to_string_lossy()).text.into_owned())
    }
}

impl From<Refusal> for Notice {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::InUse => Self::ReadOnlyInUse,
            Refusal::ReadOnly => Self::ReadOnly,
            Refusal::Signed => Self::Locked(Mark::Signed),
            Refusal::Void => Self::Locked(Mark::Void),
        }
    }
}

/// The cause of a [`Notice::Failure`].
#[derive(Debug)]
pub enum NoticeFailure {
    /// A draft could not be opened.
    Open(OpenFailure),
    /// A disk operation failed.
    Store(StoreError),
    /// The export of the contract failed.
    Export(ExportFailure),
    /// No program shows the file.
    Show(NotShown),
}

impl PartialEq for NoticeFailure {
    /// Failures are displayed but not compared by content, so equality means identity.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for NoticeFailure {}

/// The message and hint of a notice, with the names of the bound keys.
#[must_use]
#[expect(clippy::too_many_lines, reason = "a flat match, one arm a variant")]
pub fn notice(notice: &Notice, keys: &KeyMap, language: Language) -> Words {
    let say = |key: &str, values: &[(&str, &str)]| {
        words_with_keys(&format!("notice.{key}"), values, keys, language)
    };
    match notice {
        Notice::LastField => say("last_field", &[]),
        Notice::NoRow => say("no_row", &[]),
        Notice::RowDeleted(ordinal) => say("row_deleted", &[("row", &ordinal.to_string())]),
        Notice::TooManyRows(most) => say("too_many_rows", &[("most", &most.to_string())]),
        Notice::RowsPasted { n_rows, is_cut } => say(
            if *is_cut {
                "rows_pasted_cut"
            } else {
                "rows_pasted"
            },
            &[("count", &n_rows.to_string())],
        ),
        Notice::NothingUnanswered => say("nothing_unanswered", &[]),
        Notice::NothingToConfirm => say("nothing_to_confirm", &[]),
        Notice::Confirmed { count, left: 0 } => {
            say("all_confirmed", &[("count", &count.to_string())])
        }
        Notice::Confirmed { count, left } => {
            let values = [("count", &*count.to_string()), ("left", &*left.to_string())];
            say("confirmed", &values)
        }
        Notice::NoFinding => say("no_finding", &[]),
        Notice::NoSuggestion => say("no_suggestion", &[]),
        Notice::NothingSuggested => say("nothing_suggested", &[]),
        Notice::SuggestionsTaken(count) => {
            say("suggestions_taken", &[("count", &count.to_string())])
        }
        Notice::NoHelper => say("no_helper", &[]),
        Notice::NothingToStep => say("nothing_to_step", &[]),
        Notice::NoUsableTemplate => say("no_usable_template", &[]),
        Notice::ChooseTemplate => say("choose_template", &[]),
        Notice::BrokenTemplate { name, reason } => {
            say("broken_template", &[("name", name), ("reason", reason)])
        }
        Notice::TextCut => say("text_cut", &[]),
        Notice::NotToBeStepped => say("not_to_be_stepped", &[]),
        Notice::NothingToPaste => say("nothing_to_paste", &[]),
        Notice::Message(notice) => message_notice(*notice, keys, language),
        Notice::PasteCut => say("paste_cut", &[]),
        Notice::PasteMended { spaces, folded } => {
            let what = what_was_mended(*spaces, folded, language);
            say("paste_mended", &[("what", &what)])
        }
        Notice::NothingToUndo => say("nothing_to_undo", &[]),
        Notice::Undone(changes) => say("undone", &[("changes", changes.get(language))]),
        Notice::Redone(changes) => say("redone", &[("changes", changes.get(language))]),
        Notice::NothingToRedo => say("nothing_to_redo", &[]),
        Notice::ReadOnly => say("read_only", &[]),
        Notice::ReadOnlyInUse => say("read_only_in_use", &[]),
        Notice::ReadAgain => say("read_again", &[]),
        Notice::KeptApart(name) => say("kept_apart", &[("name", name)]),
        Notice::Merged => say("merged", &[]),
        Notice::Remark(remark) => save_remark(remark, language),
        Notice::NoPath => say("no_path", &[]),
        Notice::SavedElsewhere(path) => say("saved_elsewhere", &[("path", path)]),
        Notice::NothingToRestore => say("nothing_to_restore", &[]),
        Notice::RevisionRestored => say("revision_restored", &[]),
        Notice::NoTrouble => say("no_trouble", &[]),
        Notice::Writable => say("writable", &[]),
        Notice::TakenOver => say("taken_over", &[]),
        Notice::MadeCopy => say("copied", &[]),
        Notice::TemplateChanged => say("template_changed", &[]),
        Notice::NotUsed { file, warning } => draft_warning(warning, file, language),
        Notice::NoNewerTemplate => say("no_newer_template", &[]),
        Notice::TemplateKept => say("template_kept", &[]),
        Notice::TemplateUpgraded => say("template_upgraded", &[]),
        Notice::PressAgainToTrash => say("press_again_to_trash", &[]),
        Notice::Trashed => say("trashed", &[]),
        Notice::Restored => say("restored", &[]),
        Notice::NothingToTrash => say("nothing_to_trash", &[]),
        Notice::PressAgainToLeave => say("press_again_to_leave", &[]),
        Notice::PressAgainToOverwrite(name) => say("press_again_to_overwrite", &[("name", name)]),
        Notice::PressAgainToOverwriteDraft(name) => {
            say("press_again_to_overwrite_draft", &[("name", name)])
        }
        Notice::PressAgainToGoBack { is_saved: true } => say("press_again_to_go_back_saved", &[]),
        Notice::PressAgainToGoBack { is_saved: false } => say("press_again_to_go_back", &[]),
        Notice::TooSoon => say("too_soon", &[]),
        Notice::MendThenGoBack => say("mend_then_go_back", &[]),
        Notice::NoCorrectionForFinding => say("no_correction_for_finding", &[]),
        Notice::ReasonOpen => say("reason_open", &[]),
        Notice::KeyMoved(moved) => key_moved(moved, keys, language),
        Notice::Locked(mark) => say(&format!("locked_{}", mark.name()), &[]),
        Notice::Marked(mark) => say("marked", &[("mark", &mark_name(*mark, language))]),
        Notice::NoSuchMarkDay => say("no_such_mark_day", &[]),
        Notice::ChangesExported(is) => say("changes_exported", &[("state", &state(*is, language))]),
        Notice::MustBeMended => say("must_be_mended", &[]),
        Notice::NoCorrections => say("no_corrections", &[]),
        Notice::CorrectionConflict(name) => say("correction_conflict", &[("name", name)]),
        Notice::StandingAccepted(count) => {
            say("standing_accepted", &[("count", &count.to_string())])
        }
        Notice::AlwaysAccepted => say("always_accepted", &[]),
        Notice::NotAlwaysAccepted => say("not_always_accepted", &[]),
        Notice::SlipsAccepted(count) => say("slips_accepted", &[("count", &count.to_string())]),
        Notice::ReasonNeeded => say("reason_needed", &[]),
        Notice::NotReady => say("not_ready", &[]),
        Notice::ExportCancelled => say("export_cancelled", &[]),
        Notice::Shown(Shown::File) => say("file_shown", &[]),
        Notice::Shown(Shown::Folder) => say("folder_shown", &[]),
        Notice::PathCopied(true) => say("path_copied", &[]),
        Notice::PathCopied(false) => say("path_not_copied", &[]),
        Notice::FromPaper(report) => opened_from_paper(report, language),
        Notice::Copied(report) => Words {
            message: copied(report, language),
            hint: if report.n_corrections + report.n_standing > 0 {
                word_with_keys("notice.came_along", &[], keys, language)
            } else {
                String::new()
            },
        },
        Notice::Mouse(true) => say("mouse_on", &[]),
        Notice::Mouse(false) => say("mouse_off", &[]),
        Notice::Said { message, hint } => Words {
            message: message.clone(),
            hint: hint.clone(),
        },
        Notice::Failure(failure) => failed(failure, language),
    }
}

fn failed(failure: &NoticeFailure, language: Language) -> Words {
    match failure {
        NoticeFailure::Open(failure) => open_failure(failure, language),
        NoticeFailure::Store(error) => store_error(error, language),
        NoticeFailure::Export(failure) => export_failure(failure, language),
        NoticeFailure::Show(failure) => not_shown(failure, language),
    }
}

fn key_moved(moved: &Moved, keys: &KeyMap, language: Language) -> Words {
    let name = format!("action.{}.long", moved.action.name());
    let action = word_with_keys(&name, &[], keys, language);
    let values = [
        ("former", moved.former.as_str()),
        ("key", &moved.key),
        ("action", &action),
    ];
    words_with_keys("notice.key_moved", &values, keys, language)
}

fn what_was_mended(spaces: usize, folded: &[(char, char)], language: Language) -> String {
    let mut what = Vec::new();
    if spaces > 0 {
        let count = spaces.to_string();
        what.push(word(
            "notice.paste_mended.spaces",
            &[("count", &count)],
            language,
        ));
    }
    if !folded.is_empty() {
        let characters = name_look_alikes(folded, language);
        what.push(word(
            "notice.paste_mended.folded",
            &[("characters", &characters)],
            language,
        ));
    }
    what.join(language.separator())
}
