//! What the screens are told, and what they ask for.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::pointer::Gesture;
use crate::desk::{
    ExportFailure, ExportRequest, Exported, FromPaper, ListRow, OpenFailure, OpenedDraft, Pair,
    PastState, TrashRow, WithoutTemplate,
};
use crate::draft::{Draft, Recalled};
use crate::keys::Action;
use crate::language::{Language, Localized};
use crate::render::layout::Ambiguous;
use crate::store::{SaveRemark, StoreError};

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
    /// This is the first start of a newer version.
    Updated,
    /// The list of drafts and templates, or a part of it, was read.
    Listed(Vec<ListRow>),
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
    Recalled(Recalled),
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
    /// The draft was saved and closed, or the user gave its changes up.
    Closed,
    /// The draft stays open, because it could not be saved.
    NotClosed(StoreError),
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
        from: Option<String>,
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
    /// Save and close the draft; then perform this effect.
    Close(Option<Box<Effect>>),
    /// Repaint the screen.
    Repaint,
    /// End the program.
    Quit,
}
