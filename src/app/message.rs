//! The messages that the screens receive, and the effects that they request.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::pointer::Gesture;
use crate::desk::opener::{NotShown, Shown};
use crate::desk::{
    CopyReport, ExportFailure, ExportRequest, Exported, FromPaper, ListRow, Model, OpenFailure,
    OpenedDraft, Pair, PastState, Standing, TrashRow, WithoutTemplate,
};
use crate::draft::{Draft, Recalled};
use crate::keys::{Action, Moved};
use crate::language::Language;
use crate::render::layout::Ambiguous;
use crate::store::{SaveRemark, StandingDecision, StoreError};

/// How soon a key follows what happened before it. The runtime knows the clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tempo {
    /// The key is a press of its own.
    #[default]
    Usual,
    /// The key is a repeat of a held key, or follows so soon that the user cannot have read the
    /// screen.
    Hasty,
    /// The previous key was pressed long ago: the user does not answer its message any more.
    Late,
}

/// An input of the user, or an answer of the runtime.
#[derive(Debug)]
pub enum Message {
    /// A key with this action was pressed.
    Action(Action),
    /// A key was pressed whose action has another key now.
    KeyMoved(Moved),
    /// Characters were typed.
    Typed(String),
    /// Text was pasted.
    Pasted(String),
    /// The next key follows a pause in typing.
    Paused,
    /// How soon the next key follows; a usual tempo is not reported.
    Tempo(Tempo),
    /// The mouse made a gesture at this position of the screen.
    Pointed {
        /// The gesture.
        gesture: Gesture,
        /// The column, from 0.
        column: u16,
        /// The row, from 0.
        row: u16,
    },
    /// The screen has a new size: columns, rows.
    Resized(u16, u16),
    /// The width that the terminal gives ambiguous characters was measured.
    Measured(Ambiguous),
    /// The date has changed.
    Today(NaiveDate),
    /// The program starts for the first time after an update.
    Updated,
    /// The list of drafts and templates was read, completely or in part.
    Listed(Vec<ListRow>),
    /// The states of entries of the list, by id.
    Derived(Vec<(String, Standing)>),
    /// A draft was opened or created.
    Opened(Box<OpenedDraft>),
    /// The draft that another window has open was read again, or is now writable here.
    Reread(Box<OpenedDraft>),
    /// The draft was taken over from another window, and is now writable here.
    TakenOver(Box<OpenedDraft>),
    /// A copy of the draft that another window has open was created.
    MadeCopy(Box<OpenedDraft>),
    /// The draft is saved in another place from now on.
    SavedElsewhere {
        /// The saved revision.
        revision: u64,
        /// When the draft was saved.
        at: DateTime<FixedOffset>,
        /// The path of the new file.
        path: PathBuf,
    },
    /// The revisions of the open draft were read, newest first.
    Revisions(Vec<PastState>),
    /// The trash was read, newest first.
    TrashListed(Vec<TrashRow>),
    /// A conflict copy and its draft were read.
    Compared(Box<Pair>),
    /// The compared drafts were merged and saved. Contains the merged draft if it is open.
    Merged(Option<Box<OpenedDraft>>, Option<SaveRemark>),
    /// Another program changed the file of the open draft.
    Overtaken(PathBuf),
    /// A draft with the answers of another draft was created.
    Copied(Box<OpenedDraft>, CopyReport),
    /// A draft was imported from a DOCX and opened.
    OpenedFromPaper(Box<OpenedDraft>, FromPaper),
    /// The answers of other drafts for each field of the open draft's template, newest first.
    Recalled(Recalled),
    /// A draft was read, but its template is missing.
    WithoutTemplate(Box<WithoutTemplate>),
    /// A draft could not be opened.
    NotOpened(OpenFailure),
    /// This revision of the draft was saved.
    Saved {
        /// The draft's id; a new draft gets its id with the first save.
        id: String,
        /// The saved revision.
        revision: u64,
        /// When the draft was saved.
        at: DateTime<FixedOffset>,
        /// A remark about the save, if there is one.
        remark: Option<SaveRemark>,
    },
    /// Another program changed the draft's file; the draft was saved in a conflict copy beside it.
    KeptApart {
        /// The revision that the copy holds.
        revision: u64,
        /// When the copy was saved.
        at: DateTime<FixedOffset>,
        /// The path of the copy.
        kept_as: PathBuf,
    },
    /// A draft that cannot be saved was written to a recovery copy. [`Message::NotSaved`] follows.
    CopyKept,
    /// The draft could not be saved.
    NotSaved(StoreError),
    /// The draft was saved and closed, or the user gave its changes up.
    Closed,
    /// The draft stays open, because it could not be saved.
    NotClosed(StoreError),
    /// The draft with this id was moved to the trash.
    Trashed(String),
    /// The draft with this id was restored from the trash.
    Restored(String),
    /// A standing decision was stored.
    Decided(StandingDecision),
    /// A disk operation failed.
    Failed(StoreError),
    /// A PDF is being made.
    Making {
        /// The seconds since the conversion started.
        seconds: u64,
    },
    /// The contract was written.
    Exported(Exported),
    /// The contract was not written.
    NotExported(ExportFailure),
    /// The desktop was asked to show a file.
    Shown(Result<Shown, NotShown>),
    /// Whether a text was put on the clipboard, as far as the program can know.
    OnClipboard(bool),
}

/// A request to the disk thread. Its result arrives as a message.
#[derive(Clone, Debug)]
pub enum Request {
    /// Read the list of drafts and templates.
    List,
    /// Check whether the program was updated since its last start.
    News,
    /// Open the draft with this id or path, or import this DOCX.
    Open(String),
    /// Create a draft.
    New {
        /// The template's id; `None` for the template of `from`, or for the first installed
        /// template.
        template: Option<String>,
        /// The draft to copy the answers from, as far as its template allows.
        from: Option<Model>,
    },
    /// Make the draft that another window has open writable here.
    TakeOver,
    /// Create a copy of the draft that another window has open.
    Copy,
    /// Check whether the draft that another window has open has changed or was closed.
    Watch,
    /// Check whether another program changed the open draft.
    Look,
    /// Read the revisions of the open draft.
    Revisions,
    /// List the drafts in the trash.
    ListTrash,
    /// Restore the draft at this path in the trash.
    RestoreTrashed(PathBuf),
    /// Read this conflict copy, by name or path, and its draft.
    Compare(String),
    /// Save the merge of the two compared drafts, and move the copy to the trash.
    Merge(Box<Draft>),
    /// Move the draft with this id to the trash.
    Trash(String),
    /// Restore the draft with this id from the trash.
    Restore(String),
    /// Store a standing decision in the settings.
    Decide(StandingDecision),
    /// Use this language for messages from now on, and read the list again.
    Language(Language),
}

/// A task for the runtime.
#[derive(Debug)]
pub enum Effect {
    /// Ask the disk thread.
    Ask(Request),
    /// Store the draft in this file or folder from now on.
    SaveElsewhere(PathBuf),
    /// Save the draft now, and keep the replaced state as a revision.
    SaveNow,
    /// Write the contract.
    Export(Box<ExportRequest>),
    /// Cancel the PDF conversion.
    CancelExport,
    /// Show a file in another program.
    Show(Shown, PathBuf),
    /// Put a text on the clipboard.
    Copy(String),
    /// Save and close the draft; then perform this effect.
    Close(Option<Box<Effect>>),
    /// Repaint the screen.
    Repaint,
    /// End the program.
    Quit,
}
