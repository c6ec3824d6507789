//! One line for the user.

use std::sync::Arc;

use super::disk::{open_failure, save_remark, store_error};
use super::draft::draft_warning;
use super::export::export_failure;
use super::lookup::{Words, word, words_with_keys};
use super::paper::{name_fields, opened_from_paper};
use super::value::name_look_alikes;
use crate::desk::{ExportFailure, FromPaper, OpenFailure};
use crate::draft::DraftWarning;
use crate::keys::KeyMap;
use crate::language::{Language, Localized};
use crate::store::{SaveRemark, StoreError};

/// One line for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Nothing comes after this field.
    LastField,
    /// No required blank is left.
    NothingUnanswered,
    /// No error and no unacknowledged warning is left.
    NoFinding,
    /// The form offers nothing here.
    NoSuggestion,
    /// The field has no calendar.
    NoHelper,
    /// The answer has no step up or down.
    NothingToStep,
    /// The text was longer than a line may be.
    PasteCut,
    /// What only its source brought with a pasted text was taken out.
    PasteMended {
        /// How many runs of white space between Han characters.
        spaces: usize,
        /// The characters that only looked like others, each once, with what stands now.
        folded: Vec<(char, char)>,
    },
    /// There is nothing to undo.
    NothingToUndo,
    /// There is nothing to redo.
    NothingToRedo,
    /// The draft cannot be changed: a newer program wrote it.
    ReadOnly,
    /// The draft is only read while another window has it; a key says what can be done.
    ReadOnlyInUse,
    /// The other window has changed the draft, which was read again.
    ReadAgain,
    /// Another program changed the draft's file: what was typed here lies in a copy of this name.
    KeptApart(String),
    /// The two contents of a conflict are one, which is saved.
    Merged,
    /// The draft was saved, but not quite as usual.
    Remark(SaveRemark),
    /// A place must be named.
    NoPath,
    /// The draft lies in this file from now on.
    SavedElsewhere(String),
    /// The selected state cannot be restored, or is the present one.
    NothingToRestore,
    /// A revision is the draft again; what it was before is a revision too.
    RevisionRestored,
    /// Nothing keeps the draft from being written.
    NoTrouble,
    /// There is no template without mistakes.
    NoUsableTemplate,
    /// Of which template the new contract shall be is to be chosen.
    ChooseTemplate,
    /// What stands in the field is wrong, so that nothing is added to it.
    NotToBeStepped,
    /// What was pasted chooses no option.
    NothingToPaste,
    /// The draft is free: it may be changed from now on.
    Writable,
    /// The draft was taken over from another window.
    TakenOver,
    /// The draft is a copy of the one that another window has.
    Copied,
    /// The template that the draft was made with is not to be had; the one of the same id
    /// may have other words.
    TemplateChanged,
    /// Something in the draft's file is kept but not used.
    NotUsed {
        /// The file's name.
        file: String,
        /// What, and where.
        warning: DraftWarning,
    },
    /// There is no newer version of the template.
    NoNewerTemplate,
    /// The draft keeps the words that it was made with.
    TemplateKept,
    /// The draft has the newer version of its template.
    TemplateUpgraded,
    /// Press the same key again to move the draft to the trash.
    PressAgainToTrash,
    /// The draft is in the trash, one key brings it back.
    Trashed,
    /// The draft is back.
    Restored,
    /// Nothing here can be trashed.
    NothingToTrash,
    /// Press the same key again to leave without saving.
    PressAgainToLeave,
    /// A file of this name exists; asking for the contract once more replaces it.
    PressAgainToOverwrite(String),
    /// A file of this name exists; asking for the marked draft once more replaces it.
    PressAgainToOverwriteDraft(String),
    /// This error cannot be acknowledged, only mended.
    MustBeMended,
    /// The template offers no corrections.
    NoCorrections,
    /// The correction contradicts this one, which is accepted.
    CorrectionConflict(String),
    /// So many corrections of mere slips were accepted.
    SlipsAccepted(usize),
    /// A confirmed error needs a reason.
    ReasonNeeded,
    /// Not ready to sign; a marked draft can be exported.
    NotReady,
    /// The export was cancelled; nothing was written.
    ExportCancelled,
    /// The draft came out of a DOCX.
    FromPaper(FromPaper),
    /// The answers to these fields were not copied into the new contract.
    NotCopied(Vec<Localized>),
    /// Clicks are for the program, or for the terminal again.
    Mouse(bool),
    /// A failure, worded where it is shown.
    Failure(Arc<NoticeFailure>),
    /// What the command line has worded before the screens were there.
    Said {
        /// The message.
        message: String,
        /// What to do.
        hint: String,
    },
}

/// A failure that a notice shows.
#[derive(Debug)]
pub enum NoticeFailure {
    /// A draft could not be opened.
    Open(OpenFailure),
    /// The disk refused something.
    Store(StoreError),
    /// The contract was not written.
    Export(ExportFailure),
}

impl PartialEq for NoticeFailure {
    /// Failures are shown, never compared; each is one of its own.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for NoticeFailure {}

/// What a notice says, with the names of the keys in force.
#[must_use]
pub fn notice(notice: &Notice, keys: &KeyMap, language: Language) -> Words {
    let say = |key: &str, values: &[(&str, &str)]| {
        words_with_keys(&format!("notice.{key}"), values, keys, language)
    };
    match notice {
        Notice::LastField => say("last_field", &[]),
        Notice::NothingUnanswered => say("nothing_unanswered", &[]),
        Notice::NoFinding => say("no_finding", &[]),
        Notice::NoSuggestion => say("no_suggestion", &[]),
        Notice::NoHelper => say("no_helper", &[]),
        Notice::NothingToStep => say("nothing_to_step", &[]),
        Notice::NoUsableTemplate => say("no_usable_template", &[]),
        Notice::ChooseTemplate => say("choose_template", &[]),
        Notice::NotToBeStepped => say("not_to_be_stepped", &[]),
        Notice::NothingToPaste => say("nothing_to_paste", &[]),
        Notice::PasteCut => say("paste_cut", &[]),
        Notice::PasteMended { spaces, folded } => {
            let what = what_was_mended(*spaces, folded, language);
            say("paste_mended", &[("what", &what)])
        }
        Notice::NothingToUndo => say("nothing_to_undo", &[]),
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
        Notice::Copied => say("copied", &[]),
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
        Notice::MustBeMended => say("must_be_mended", &[]),
        Notice::NoCorrections => say("no_corrections", &[]),
        Notice::CorrectionConflict(id) => say("correction_conflict", &[("id", id)]),
        Notice::SlipsAccepted(count) => say("slips_accepted", &[("count", &count.to_string())]),
        Notice::ReasonNeeded => say("reason_needed", &[]),
        Notice::NotReady => say("not_ready", &[]),
        Notice::ExportCancelled => say("export_cancelled", &[]),
        Notice::FromPaper(report) => opened_from_paper(report, language),
        Notice::NotCopied(fields) => {
            let fields = name_fields(fields, language);
            say("not_copied", &[("fields", &fields)])
        }
        Notice::Mouse(true) => say("mouse_on", &[]),
        Notice::Mouse(false) => say("mouse_off", &[]),
        Notice::Said { message, hint } => Words {
            message: message.clone(),
            hint: hint.clone(),
        },
        Notice::Failure(failure) => match failure.as_ref() {
            NoticeFailure::Open(failure) => open_failure(failure, language),
            NoticeFailure::Store(error) => store_error(error, language),
            NoticeFailure::Export(failure) => export_failure(failure, language),
        },
    }
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
