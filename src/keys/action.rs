//! What the user can do with a key, and its name in texts and configuration.

use super::BINDINGS;

/// What the user can do with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Go to the next field or list entry.
    Next,
    /// Go to the previous field or list entry.
    Previous,
    /// Open, or go on.
    Confirm,
    /// Close what is on top.
    Cancel,
    /// Go to the next unanswered field.
    NextUnanswered,
    /// Go to the previous unanswered field.
    PreviousUnanswered,
    /// Go to the next finding.
    NextFinding,
    /// Go to the previous finding.
    PreviousFinding,
    /// Go to the blank in a row above.
    Above,
    /// Go to the blank in a row below.
    Below,
    /// Take what the form offers for the field.
    AcceptSuggestion,
    /// Offer something else.
    NextSuggestion,
    /// Open the calendar of a date, or close it.
    Helper,
    /// One more, or the next day.
    StepUp,
    /// One less, or the day before.
    StepDown,
    /// Choose or drop an option; acknowledge a warning.
    Toggle,
    /// The caret, the option or the format to the left.
    Left,
    /// The caret, the option or the format to the right.
    Right,
    /// The caret to the start.
    LineStart,
    /// The caret to the end.
    LineEnd,
    /// Delete before the caret.
    DeleteBefore,
    /// Delete after the caret.
    DeleteAfter,
    /// Delete the whole line.
    DeleteLine,
    /// Scroll the contract or the list up by a page.
    PageUp,
    /// Scroll the contract or the list down by a page.
    PageDown,
    /// Take the last change back.
    Undo,
    /// Do again what was taken back.
    Redo,
    /// Show the steps that can be taken back and done again.
    Steps,
    /// Save now.
    Save,
    /// Switch between form and contract.
    SwitchPane,
    /// Show everything that was found.
    Findings,
    /// Show the better wordings on offer.
    Corrections,
    /// Accept every correction that mends a mere slip.
    AcceptSlips,
    /// Go to the export; at the last look, write.
    Export,
    /// Export a marked draft.
    ExportDraft,
    /// Begin a new contract.
    New,
    /// Begin a new contract with the answers of the selected one.
    NewFrom,
    /// Move a draft to the trash.
    Trash,
    /// Leave.
    Leave,
    /// Take the left side everywhere.
    AllLeft,
    /// Take the right side everywhere.
    AllRight,
    /// Sort the list by something else.
    Sort,
    /// Show the revisions of the draft.
    Revisions,
    /// Show what lies in the trash.
    OpenTrash,
    /// Deal with what keeps the draft from being written.
    Resolve,
    /// Show what a newer version of the template would change.
    Upgrade,
    /// Show the look of the contract.
    Style,
    /// Take back what this contract alone has otherwise.
    Reset,
    /// Give clicks to the program, or back to the terminal.
    Mouse,
    /// Show everything that can be done or gone to.
    Palette,
    /// Show the keys.
    Help,
    /// Switch the language of the screen.
    Language,
    /// Paint the screen anew.
    Repaint,
}

impl Action {
    /// The action of this name, if a key is bound to it.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        BINDINGS
            .iter()
            .map(|binding| binding.action)
            .find(|action| action.name() == name)
    }

    /// Whether it does something by itself, and is no mere move of a caret or a selection, or what
    /// a key does within one line.
    #[must_use]
    pub fn is_command(self) -> bool {
        match self {
            Self::Next
            | Self::Previous
            | Self::Confirm
            | Self::Cancel
            | Self::Above
            | Self::Below
            | Self::Toggle
            | Self::Left
            | Self::Right
            | Self::LineStart
            | Self::LineEnd
            | Self::DeleteBefore
            | Self::DeleteAfter
            | Self::PageUp
            | Self::PageDown
            | Self::Palette => false,
            Self::NextUnanswered
            | Self::PreviousUnanswered
            | Self::NextFinding
            | Self::PreviousFinding
            | Self::AcceptSuggestion
            | Self::NextSuggestion
            | Self::Helper
            | Self::StepUp
            | Self::StepDown
            | Self::DeleteLine
            | Self::Undo
            | Self::Redo
            | Self::Steps
            | Self::Save
            | Self::SwitchPane
            | Self::Findings
            | Self::Corrections
            | Self::AcceptSlips
            | Self::Export
            | Self::ExportDraft
            | Self::New
            | Self::NewFrom
            | Self::Trash
            | Self::Leave
            | Self::AllLeft
            | Self::AllRight
            | Self::Sort
            | Self::Revisions
            | Self::OpenTrash
            | Self::Resolve
            | Self::Upgrade
            | Self::Style
            | Self::Reset
            | Self::Mouse
            | Self::Help
            | Self::Language
            | Self::Repaint => true,
        }
    }

    /// The name that texts and configuration use: `next-unanswered`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Previous => "previous",
            Self::Confirm => "confirm",
            Self::Cancel => "cancel",
            Self::NextUnanswered => "next-unanswered",
            Self::PreviousUnanswered => "previous-unanswered",
            Self::NextFinding => "next-finding",
            Self::PreviousFinding => "previous-finding",
            Self::Above => "above",
            Self::Below => "below",
            Self::AcceptSuggestion => "accept-suggestion",
            Self::NextSuggestion => "next-suggestion",
            Self::Helper => "helper",
            Self::StepUp => "step-up",
            Self::StepDown => "step-down",
            Self::Toggle => "toggle",
            Self::Left => "left",
            Self::Right => "right",
            Self::LineStart => "line-start",
            Self::LineEnd => "line-end",
            Self::DeleteBefore => "delete-before",
            Self::DeleteAfter => "delete-after",
            Self::DeleteLine => "delete-line",
            Self::PageUp => "page-up",
            Self::PageDown => "page-down",
            Self::Undo => "undo",
            Self::Redo => "redo",
            Self::Steps => "steps",
            Self::Save => "save",
            Self::SwitchPane => "switch-pane",
            Self::Findings => "findings",
            Self::Corrections => "corrections",
            Self::AcceptSlips => "accept-slips",
            Self::Export => "export",
            Self::ExportDraft => "export-draft",
            Self::New => "new",
            Self::NewFrom => "new-from",
            Self::Trash => "trash",
            Self::Leave => "leave",
            Self::AllLeft => "all-left",
            Self::AllRight => "all-right",
            Self::Sort => "sort",
            Self::Revisions => "revisions",
            Self::OpenTrash => "open-trash",
            Self::Resolve => "resolve",
            Self::Upgrade => "upgrade",
            Self::Style => "style",
            Self::Reset => "reset",
            Self::Mouse => "mouse",
            Self::Palette => "palette",
            Self::Help => "help",
            Self::Language => "language",
            Self::Repaint => "repaint",
        }
    }
}
