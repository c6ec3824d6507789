//! The actions of keys, and their names in texts and in the configuration.

use super::BINDINGS;

/// An action that the user performs by a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Go to the next field or list entry.
    Next,
    /// Go to the previous field or list entry.
    Previous,
    /// Open the selected entry, or go on.
    Confirm,
    /// Leave the final review to change what is selected.
    Mend,
    /// Go back: close the screen on top, or clear the search.
    Cancel,
    /// Go to the next unanswered field.
    NextUnanswered,
    /// Go to the previous unanswered field.
    PreviousUnanswered,
    /// Go to the next finding.
    NextFinding,
    /// Go to the previous finding.
    PreviousFinding,
    /// Confirm the copied answers of the group that stand on the screen.
    ConfirmShown,
    /// Go to the blank in a row above.
    Above,
    /// Go to the blank in a row below.
    Below,
    /// Delete the row of a table.
    DeleteRow,
    /// Copy the row of a table below it.
    CopyRow,
    /// Move the row of a table up.
    MoveRowUp,
    /// Move the row of a table down.
    MoveRowDown,
    /// Accept the suggestion for the field.
    AcceptSuggestion,
    /// Select another suggestion.
    NextSuggestion,
    /// List the suggestions for all empty blanks.
    Suggestions,
    /// Open or close the screen for a message of the client.
    Paste,
    /// Take every piece of the message that is sure.
    TakeSure,
    /// Open or close the calendar of a date.
    Helper,
    /// End the line of a text of several lines.
    BreakLine,
    /// Increase a number by one, or a date by a day.
    StepUp,
    /// Decrease a number by one, or a date by a day.
    StepDown,
    /// Choose or drop an option; acknowledge a warning.
    Toggle,
    /// Move to the left: the caret, the option or the format.
    Left,
    /// Move to the right: the caret, the option or the format.
    Right,
    /// Go to the start of the line or the list.
    LineStart,
    /// Go to the end of the line or the list.
    LineEnd,
    /// Delete the character before the caret.
    DeleteBefore,
    /// Delete the character after the caret.
    DeleteAfter,
    /// Delete the whole line.
    DeleteLine,
    /// Scroll the contract or the list up by a page.
    PageUp,
    /// Scroll the contract or the list down by a page.
    PageDown,
    /// Undo the last change.
    Undo,
    /// Redo the last undone change.
    Redo,
    /// Show the undo steps.
    Steps,
    /// Save now.
    Save,
    /// Switch between form and contract.
    SwitchPane,
    /// Show all findings.
    Findings,
    /// Show the suggested corrections.
    Corrections,
    /// Accept the selected correction in every new contract, or no longer.
    Always,
    /// Accept all corrections of mere slips.
    AcceptSlips,
    /// Open the export screen; in the final review, write the file.
    Export,
    /// Export a marked draft.
    ExportDraft,
    /// Create a contract.
    New,
    /// Create a contract with the answers of the selected contract.
    NewFrom,
    /// Move a draft to the trash.
    Trash,
    /// Close the draft, or end the program.
    Leave,
    /// Choose the left side of every difference.
    AllLeft,
    /// Choose the right side of every difference.
    AllRight,
    /// Select the next sort order of the list.
    Sort,
    /// Show the revisions of the draft.
    Revisions,
    /// Record what became of the contract.
    Mark,
    /// Show the trash.
    OpenTrash,
    /// Resolve what prevents the draft from being saved.
    Resolve,
    /// Show what a newer template version would change.
    Upgrade,
    /// Show the style of the contract.
    Style,
    /// Remove the value that only this contract has for a style key.
    Reset,
    /// Turn the mouse on or off. If it is off, the terminal receives the clicks.
    Mouse,
    /// Open the palette.
    Palette,
    /// Show the list of keys.
    Help,
    /// Switch the language of the screen.
    Language,
    /// Repaint the screen.
    Repaint,
}

impl Action {
    /// The action with this name; `None` if no key has such an action.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        BINDINGS
            .iter()
            .map(|binding| binding.action)
            .find(|action| action.name() == name)
    }

    /// Whether the palette offers the action: not if it only moves a caret or a selection, or works
    /// within one line.
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
            | Self::ConfirmShown
            | Self::DeleteRow
            | Self::CopyRow
            | Self::MoveRowUp
            | Self::MoveRowDown
            | Self::AcceptSuggestion
            | Self::NextSuggestion
            | Self::Suggestions
            | Self::Mend
            | Self::Paste
            | Self::TakeSure
            | Self::Helper
            | Self::BreakLine
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
            | Self::Always
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
            | Self::Mark
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

    /// The name of the action in texts and in the configuration: `next-unanswered`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Previous => "previous",
            Self::Confirm => "confirm",
            Self::Mend => "mend",
            Self::Cancel => "cancel",
            Self::NextUnanswered => "next-unanswered",
            Self::PreviousUnanswered => "previous-unanswered",
            Self::NextFinding => "next-finding",
            Self::PreviousFinding => "previous-finding",
            Self::ConfirmShown => "confirm-shown",
            Self::Above => "above",
            Self::Below => "below",
            Self::DeleteRow => "delete-row",
            Self::CopyRow => "copy-row",
            Self::MoveRowUp => "move-row-up",
            Self::MoveRowDown => "move-row-down",
            Self::AcceptSuggestion => "accept-suggestion",
            Self::NextSuggestion => "next-suggestion",
            Self::Suggestions => "suggestions",
            Self::Paste => "paste",
            Self::TakeSure => "take-sure",
            Self::Helper => "helper",
            Self::BreakLine => "break-line",
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
            Self::Always => "always",
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
            Self::Mark => "mark",
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
