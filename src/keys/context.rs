//! The contexts in which keys are pressed. A key may have another action in another context.

/// A context in which keys are pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// The list of drafts and templates.
    Home,
    /// A field that takes text.
    Field,
    /// A field with options.
    Choice,
    /// The calendar of a date.
    Calendar,
    /// The contract.
    Contract,
    /// The check before an export.
    Export,
    /// The list of findings.
    Findings,
    /// The list of corrections.
    Corrections,
    /// The list of suggestions.
    Suggestions,
    /// The final review before a contract is written.
    Proof,
    /// The choice for a draft that another window has open.
    InUse,
    /// The choice whom the copy of a contract is for.
    CopyFor,
    /// A draft and its conflict copy, side by side.
    Merge,
    /// Another place for a draft that cannot be saved.
    Elsewhere,
    /// The revisions of the draft.
    Revisions,
    /// The trash.
    Trash,
    /// The answers of a draft whose template is missing.
    Answers,
    /// A message of the client, while the user types in it.
    Message,
    /// What a message answers.
    Pieces,
    /// The choice of a newer template version.
    Upgrade,
    /// The style of the contract.
    Style,
    /// A style value that the user types.
    StyleValue,
    /// The marks of a contract: open, sent, signed, void.
    Mark,
    /// The day or the reason of a mark.
    MarkValue,
    /// The palette.
    Palette,
    /// The list of keys.
    Help,
}

/// All contexts, in the order of the list of keys.
pub const EVERYWHERE: &[Context] = &[
    Context::Field,
    Context::Choice,
    Context::Calendar,
    Context::Contract,
    Context::Message,
    Context::Pieces,
    Context::Suggestions,
    Context::Findings,
    Context::Corrections,
    Context::Style,
    Context::StyleValue,
    Context::Mark,
    Context::MarkValue,
    Context::Export,
    Context::Proof,
    Context::InUse,
    Context::CopyFor,
    Context::Merge,
    Context::Elsewhere,
    Context::Revisions,
    Context::Trash,
    Context::Answers,
    Context::Upgrade,
    Context::Palette,
    Context::Home,
    Context::Help,
];

impl Context {
    /// The name of the context in the keys of texts: `in_use`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Field => "field",
            Self::Choice => "choice",
            Self::Calendar => "calendar",
            Self::Contract => "contract",
            Self::Export => "export",
            Self::Findings => "findings",
            Self::Corrections => "corrections",
            Self::Suggestions => "suggestions",
            Self::Proof => "proof",
            Self::InUse => "in_use",
            Self::CopyFor => "copy_for",
            Self::Merge => "merge",
            Self::Elsewhere => "elsewhere",
            Self::Revisions => "revisions",
            Self::Trash => "trash",
            Self::Answers => "answers",
            Self::Message => "message",
            Self::Pieces => "pieces",
            Self::Upgrade => "upgrade",
            Self::Style => "style",
            Self::StyleValue => "style_value",
            Self::Mark => "mark",
            Self::MarkValue => "mark_value",
            Self::Palette => "palette",
            Self::Help => "help",
        }
    }

    /// The name of the section that lists the keys of this context.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Self::Field | Self::Choice => "form",
            Self::Message | Self::Pieces => "message",
            Self::Style | Self::StyleValue => "style",
            Self::Mark | Self::MarkValue => "mark",
            Self::Help => "everywhere",
            Self::Home
            | Self::Calendar
            | Self::Contract
            | Self::Export
            | Self::Findings
            | Self::Corrections
            | Self::Suggestions
            | Self::Proof
            | Self::InUse
            | Self::CopyFor
            | Self::Merge
            | Self::Elsewhere
            | Self::Revisions
            | Self::Trash
            | Self::Answers
            | Self::Upgrade
            | Self::Palette => self.name(),
        }
    }

    /// The context with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        EVERYWHERE
            .iter()
            .copied()
            .find(|context| context.name() == name)
    }

    /// Whether a typed character can only extend the text line. In other contexts a character may
    /// replace an answer, or a space may choose an option.
    #[must_use]
    pub fn only_extends(self, text: &str) -> bool {
        match self {
            Self::Field => !matches!(text, "/" | "／"),
            Self::Choice | Self::Calendar => false,
            other => other.takes_text() && !text.starts_with(char::is_whitespace),
        }
    }

    /// Whether a character that is pressed in this context may be meant as text.
    #[must_use]
    pub(super) fn takes_text(self) -> bool {
        match self {
            Self::Home
            | Self::Field
            | Self::Choice
            | Self::Calendar
            | Self::Export
            | Self::Findings
            | Self::Elsewhere
            | Self::Message
            | Self::StyleValue
            | Self::MarkValue
            | Self::Palette
            | Self::Help => true,
            Self::Contract
            | Self::Corrections
            | Self::Suggestions
            | Self::Proof
            | Self::InUse
            | Self::CopyFor
            | Self::Merge
            | Self::Revisions
            | Self::Trash
            | Self::Answers
            | Self::Pieces
            | Self::Upgrade
            | Self::Mark
            | Self::Style => false,
        }
    }
}
