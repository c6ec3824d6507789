//! What the screens are told, what they ask for, and what they say to the user.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::answers::WithoutTemplate;
use super::export::ExportRequest;
use super::home::Listed;
use super::keys::Action;
use super::merge::Pair;
use super::pointer::Gesture;
use super::revisions::PastState;
use super::trash::TrashRow;
use super::upgrade::NewerTemplate;
use crate::draft::{Draft, DraftWarning};
use crate::intake::error::IntakeError;
use crate::language::{Language, Localized};
use crate::render::layout::Ambiguous;
use crate::store::{NotWritten, SaveRemark, StoreError};
use crate::template::Template;

/// Something that happened.
#[derive(Debug)]
pub enum Message {
    /// A key that does something.
    Action(Action),
    /// Characters were typed.
    Typed(String),
    /// Text was pasted.
    Pasted(String),
    /// Nothing was typed for a while before what comes next.
    Paused,
    /// The mouse did something at this column and row of the screen.
    Pointed {
        /// What it did.
        gesture: Gesture,
        /// The column, from 0.
        column: u16,
        /// The row, from 0.
        row: u16,
    },
    /// The screen has another size: columns, rows.
    Resized(u16, u16),
    /// The terminal was asked how wide it draws characters of ambiguous width.
    Measured(Ambiguous),
    /// The day is another one.
    Today(NaiveDate),
    /// The list of drafts and templates, or a part of it, was read.
    Listed(Vec<Listed>),
    /// A draft was opened or made.
    Opened(Box<OpenedDraft>),
    /// The draft that another window has open was read again, or may be written here now.
    Reread(Box<OpenedDraft>),
    /// The draft that another window has open was taken over: it may be written here now.
    TakenOver(Box<OpenedDraft>),
    /// A draft was made of the one that another window has open.
    Copied(Box<OpenedDraft>),
    /// The draft lies in another place from now on.
    SavedElsewhere {
        /// The revision that lies there.
        revision: u64,
        /// Since when.
        at: DateTime<FixedOffset>,
        /// Where.
        path: PathBuf,
    },
    /// The revisions of the open draft were read, newest first.
    Revisions(Vec<PastState>),
    /// The trash was read, the last thrown away first.
    TrashListed(Vec<TrashRow>),
    /// A copy of a conflict and its draft were read.
    Compared(Box<Pair>),
    /// The two became one, which is saved; with the draft where it is open.
    Merged(Option<Box<OpenedDraft>>, Option<SaveRemark>),
    /// Another program changed the file of the draft that is open.
    Overtaken(PathBuf),
    /// A new draft was begun with the answers of another one; the names of the fields whose
    /// answers were left behind.
    Repeated(Box<OpenedDraft>, Vec<Localized>),
    /// A draft that came out of a DOCX was opened.
    OpenedFromPaper(Box<OpenedDraft>, FromPaper),
    /// What other drafts answered, by field of the open draft's template, newest first.
    Recalled(Vec<Vec<String>>),
    /// A draft was read whose template is not to be had.
    WithoutTemplate(Box<WithoutTemplate>),
    /// A draft could not be opened.
    NotOpened(OpenFailure),
    /// The draft lies on the disk as it was at this revision.
    Saved {
        /// The draft's id; a new one has it from its first save on.
        id: String,
        /// The revision.
        revision: u64,
        /// When.
        at: DateTime<FixedOffset>,
        /// What else there is to say of it.
        remark: Option<SaveRemark>,
    },
    /// Another program changed the draft's file: what was to be saved lies in a copy beside it.
    KeptApart {
        /// The revision that the copy holds.
        revision: u64,
        /// When.
        at: DateTime<FixedOffset>,
        /// The copy.
        kept_as: PathBuf,
    },
    /// What cannot be saved lies in a copy in the recovery folder; why it was not saved follows.
    CopyKept,
    /// The draft could not be saved.
    NotSaved(StoreError),
    /// The draft of this id lies in the trash.
    Trashed(String),
    /// The draft of this id is back from the trash.
    Restored(String),
    /// Something asked of the disk failed.
    Failed(StoreError),
    /// A PDF has been in the making for so many seconds.
    Making {
        /// How many.
        seconds: u64,
    },
    /// The contract was written.
    Exported(Exported),
    /// The contract was not written.
    NotExported(ExportFailure),
}

/// A draft with the template it was made with.
#[derive(Debug)]
pub struct OpenedDraft {
    /// The template.
    pub template: Arc<Template>,
    /// The draft.
    pub draft: Draft,
    /// Why it can only be read, if so.
    pub read_only: Option<StoreError>,
    /// Whether the template has other words than the one that the draft was made with, which is
    /// not to be had any more.
    pub template_changed: bool,
    /// A newer version of the template that would make another contract of the draft.
    pub newer: Option<NewerTemplate>,
    /// The first thing in its file that is kept but not used, with the file's name.
    pub not_used: Option<(String, DraftWarning)>,
}

/// What there is to say of a draft that came out of a DOCX.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FromPaper {
    /// Whether the file carried no draft that can be read, and the answers were read back from its
    /// words.
    pub is_recovered: bool,
    /// Whether it carried a draft that cannot be read.
    pub has_broken_draft: bool,
    /// How many answers were read back.
    pub n_answers: usize,
    /// The names of the fields whose place in the contract was not found.
    pub lost: Vec<Localized>,
    /// How many paragraphs of the file say something else than the draft.
    pub n_changed: usize,
    /// How much of the template stands in the text, in percent, where that is too little for a
    /// contract of it: others wrote the text, whatever draft the file carries.
    pub foreign_percent: Option<usize>,
    /// How many paragraphs have text that does not show.
    pub n_hiding: usize,
    /// How many have text that is crossed out.
    pub n_striking: usize,
    /// How many show something that is no text.
    pub n_unread: usize,
    /// What became of it in the data folder.
    pub kept: Kept,
    /// The names of the fields whose answers were not copied into the new contract.
    pub not_copied: Vec<Localized>,
}

/// What became of a draft that came out of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kept {
    /// It is a draft of its own now.
    #[default]
    New,
    /// It is a draft of its own now, beside the one that was exported, which says something else.
    Copy,
    /// It was there already and says the same.
    Same,
    /// Its answers, as far as they may be copied, are those of a new contract.
    Model,
}

/// Why a draft could not be opened.
#[derive(Debug)]
pub enum OpenFailure {
    /// The store says why.
    Store(StoreError),
    /// A new draft is wanted of a template that is not installed.
    NoSuchTemplate {
        /// What was named.
        id: String,
    },
    /// Its template is neither installed nor kept beside the drafts.
    NoTemplate {
        /// The template's id.
        id: String,
    },
    /// Its template has mistakes.
    BrokenTemplate {
        /// The template's id or file.
        name: String,
        /// The first of its mistakes.
        error: Box<crate::template::TemplateError>,
    },
    /// A DOCX that cannot be read.
    Paper {
        /// The file.
        path: PathBuf,
        /// Why.
        error: IntakeError,
    },
    /// A DOCX that is no contract of any template that is installed.
    NoContract {
        /// The file.
        path: PathBuf,
        /// Whether it carried a draft that cannot be read.
        has_broken_draft: bool,
        /// The template of which most stands in it; `None` where no template can be read.
        nearest: Option<NearestTemplate>,
    },
}

/// The template that a text of others comes nearest to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearestTemplate {
    /// Its id.
    pub id: String,
    /// The title of its contract.
    pub title: String,
    /// How much of its own words stands in the text, in percent.
    pub percent: usize,
}

/// A contract that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Where it lies.
    pub path: PathBuf,
    /// What stands in a PDF for typefaces that are not there.
    pub stood_in: Vec<StoodIn>,
}

/// A typeface that the contract asks for and a PDF lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoodIn {
    /// The typeface that was wanted.
    pub wanted: String,
    /// The one in its place; where that is not known, all that the PDF shows.
    pub shown: Vec<String>,
}

impl From<PathBuf> for Exported {
    /// One in which nothing stands in.
    fn from(path: PathBuf) -> Self {
        Self {
            path,
            stood_in: Vec::new(),
        }
    }
}

/// Why a contract was not written.
#[derive(Debug)]
pub enum ExportFailure {
    /// The file exists.
    Exists(PathBuf),
    /// The store says why.
    Store(StoreError),
    /// The export failed, and a broken disk did not let go of files: they are whole, but a power
    /// cut may take them.
    Left(NotWritten),
    /// The DOCX could not be made.
    Docx(crate::render::docx::DocxError),
    /// The summary was to be written over the contract.
    SummaryOverContract(PathBuf),
    /// No PDF came of it.
    Pdf(PdfFailure),
}

/// Why no PDF came of a contract.
#[derive(Debug)]
pub enum PdfFailure {
    /// `LibreOffice` is not installed.
    NoOffice,
    /// `LibreOffice` did not start.
    NotStarted {
        /// The program.
        program: PathBuf,
        /// The kind of error.
        kind: std::io::ErrorKind,
        /// The system's own number.
        code: Option<i32>,
    },
    /// There is no place for the files that it works on.
    Folder(StoreError),
    /// It did not end in time.
    TooSlow {
        /// How long it was waited for.
        seconds: u64,
    },
    /// Nobody wanted it any more.
    Cancelled,
    /// It ended without one.
    NoPdf {
        /// Its exit code; `None` when a signal ended it.
        code: Option<i32>,
        /// What it said, in one line; may be empty.
        said: String,
    },
    /// What it made is no whole PDF.
    NotAPdf,
}

/// Something that the runtime shall do.
#[derive(Debug)]
pub enum Effect {
    /// Read the list of drafts and templates.
    List,
    /// Open the draft with this id.
    Open(String),
    /// Make a draft.
    New {
        /// The template's id; that of `from`, or the first one, where it is not said.
        template: Option<String>,
        /// The draft whose answers are copied, where its template allows it.
        from: Option<String>,
    },
    /// Write the draft that another window has open.
    TakeOver,
    /// Make a draft of the one that another window has open.
    Copy,
    /// Keep the draft in this file or folder from now on.
    SaveElsewhere(PathBuf),
    /// Read the revisions of the open draft.
    Revisions,
    /// Read what lies in the trash.
    ListTrash,
    /// Bring back the draft at this path in the trash.
    RestoreTrashed(PathBuf),
    /// Read a copy of a conflict, by its name or path, and its draft.
    Compare(String),
    /// Save this as the draft that was compared; its copy goes to the trash.
    Merge(Box<Draft>),
    /// Save the draft now, and keep the last revision.
    SaveNow,
    /// Move the draft of this id to the trash.
    Trash(String),
    /// Bring the draft of this id back.
    Restore(String),
    /// Write the contract.
    Export(Box<ExportRequest>),
    /// Make no PDF after all.
    CancelExport,
    /// Save and close the draft; then do this.
    Close(Option<Box<Effect>>),
    /// Collect what can be done and gone to from here.
    Palette,
    /// Word everything that comes from now on in this language, the list at once.
    Language(Language),
    /// Paint the screen anew.
    Repaint,
    /// Leave the program.
    Quit,
}

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
