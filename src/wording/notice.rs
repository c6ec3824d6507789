//! One line for the user.

use super::disk::{open_failure, save_remark, store_error};
use super::draft::draft_warning;
use super::export::export_failure;
use super::lookup::{Words, word, words};
use super::paper::{name_fields, opened_from_paper};
use super::value::name_look_alikes;
use crate::app::{Notice, NoticeFailure};
use crate::language::Language;

/// What a notice says.
#[must_use]
pub fn notice(notice: &Notice, language: Language) -> Words {
    let say =
        |key: &str, values: &[(&str, &str)]| words(&format!("notice.{key}"), values, language);
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
        Notice::PasteMended { spaces, folded } => paste_mended(*spaces, folded, language),
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

fn paste_mended(spaces: usize, folded: &[(char, char)], language: Language) -> Words {
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
    let what = what.join(language.separator());
    words("notice.paste_mended", &[("what", &what)], language)
}
