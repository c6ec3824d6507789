//! What keys do: one table, from which the keyboard, the footer and the help are made.

/// A key as a terminal sends it, without the terminal's own type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// Whether Ctrl was held.
    pub ctrl: bool,
    /// Whether Alt was held.
    pub alt: bool,
    /// Whether Shift was held; never set for characters, which carry it themselves.
    pub shift: bool,
}

/// A key without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyCode {
    /// A character; lower case when a modifier is held.
    Character(char),
    /// F1 to F12.
    Function(u8),
    /// Enter.
    Enter,
    /// Tab.
    Tab,
    /// Escape.
    Escape,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

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
    /// Give clicks to the program, or back to the terminal.
    Mouse,
    /// Show the keys.
    Help,
    /// Switch the language of the screen.
    Language,
    /// Paint the screen anew.
    Repaint,
}

/// Where keys are pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// The list of drafts and templates.
    Home,
    /// A field that takes text.
    Field,
    /// A field with options.
    Choice,
    /// The month of a date.
    Calendar,
    /// The contract.
    Contract,
    /// The gate before an export.
    Export,
    /// The list of findings.
    Findings,
    /// The list of corrections.
    Corrections,
    /// The last look before a contract is written.
    Proof,
    /// The choice about a draft that another window has.
    InUse,
    /// A draft and the copy of a conflict, side by side.
    Merge,
    /// Another place for a draft that cannot be saved.
    Elsewhere,
    /// The revisions of the draft.
    Revisions,
    /// What lies in the trash.
    Trash,
    /// The list of keys.
    Help,
}

/// One line of the key table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// What is done.
    pub action: Action,
    /// The keys that do it, the one to show first.
    pub keys: &'static [Key],
    /// Where they do it.
    pub contexts: &'static [Context],
    /// Whether the footer names it.
    pub in_footer: bool,
}

const fn plain(code: KeyCode) -> Key {
    Key {
        code,
        ctrl: false,
        alt: false,
        shift: false,
    }
}

const fn ctrl(c: char) -> Key {
    Key {
        code: KeyCode::Character(c),
        ctrl: true,
        alt: false,
        shift: false,
    }
}

const fn with_ctrl(code: KeyCode) -> Key {
    Key {
        code,
        ctrl: true,
        alt: false,
        shift: false,
    }
}

const fn with_alt(code: KeyCode) -> Key {
    Key {
        code,
        ctrl: false,
        alt: true,
        shift: false,
    }
}

const fn alt(c: char) -> Key {
    Key {
        code: KeyCode::Character(c),
        ctrl: false,
        alt: true,
        shift: false,
    }
}

const fn function(number: u8) -> Key {
    plain(KeyCode::Function(number))
}

const fn shifted(code: KeyCode) -> Key {
    Key {
        code,
        ctrl: false,
        alt: false,
        shift: true,
    }
}

const fn bind(
    action: Action,
    keys: &'static [Key],
    contexts: &'static [Context],
    in_footer: bool,
) -> Binding {
    Binding {
        action,
        keys,
        contexts,
        in_footer,
    }
}

const FORM: &[Context] = &[Context::Field, Context::Choice];
const EDITOR: &[Context] = &[Context::Field, Context::Choice, Context::Contract];
const TEXT: &[Context] = &[
    Context::Field,
    Context::Calendar,
    Context::Home,
    Context::Export,
    Context::Findings,
    Context::Elsewhere,
];
const OVERLAYS: &[Context] = &[
    Context::Calendar,
    Context::Export,
    Context::Findings,
    Context::Corrections,
    Context::Proof,
    Context::InUse,
    Context::Merge,
    Context::Elsewhere,
    Context::Revisions,
    Context::Trash,
    Context::Help,
];
const LINES: &[Context] = &[
    Context::Home,
    Context::Export,
    Context::Findings,
    Context::Corrections,
    Context::Proof,
    Context::InUse,
    Context::Merge,
    Context::Revisions,
    Context::Trash,
    Context::Help,
];
/// Every place where keys are pressed.
pub const EVERYWHERE: &[Context] = &[
    Context::Home,
    Context::Field,
    Context::Choice,
    Context::Calendar,
    Context::Contract,
    Context::Export,
    Context::Findings,
    Context::Corrections,
    Context::Proof,
    Context::InUse,
    Context::Merge,
    Context::Elsewhere,
    Context::Revisions,
    Context::Trash,
    Context::Help,
];

/// Every key of the program. A context finds the first binding that names it.
pub const BINDINGS: &[Binding] = &[
    bind(
        Action::Next,
        &[
            plain(KeyCode::Tab),
            plain(KeyCode::Down),
            plain(KeyCode::Enter),
        ],
        FORM,
        true,
    ),
    bind(
        Action::Previous,
        &[shifted(KeyCode::Tab), plain(KeyCode::Up)],
        FORM,
        true,
    ),
    bind(
        Action::Next,
        &[plain(KeyCode::Down), plain(KeyCode::Tab)],
        LINES,
        false,
    ),
    bind(
        Action::Previous,
        &[plain(KeyCode::Up), shifted(KeyCode::Tab)],
        LINES,
        false,
    ),
    bind(
        Action::Next,
        &[plain(KeyCode::Tab)],
        &[Context::Contract],
        false,
    ),
    bind(
        Action::Previous,
        &[shifted(KeyCode::Tab)],
        &[Context::Contract],
        false,
    ),
    bind(
        Action::Below,
        &[plain(KeyCode::Down)],
        &[Context::Contract, Context::Calendar],
        false,
    ),
    bind(
        Action::Above,
        &[plain(KeyCode::Up)],
        &[Context::Contract, Context::Calendar],
        false,
    ),
    bind(
        Action::Confirm,
        &[plain(KeyCode::Enter)],
        &[
            Context::Home,
            Context::Export,
            Context::Findings,
            Context::Proof,
            Context::InUse,
            Context::Elsewhere,
            Context::Revisions,
            Context::Trash,
            Context::Contract,
            Context::Calendar,
        ],
        true,
    ),
    bind(
        Action::Toggle,
        &[plain(KeyCode::Character(' '))],
        &[Context::Choice, Context::Corrections],
        true,
    ),
    bind(
        Action::AcceptSlips,
        &[ctrl('t')],
        &[Context::Corrections],
        true,
    ),
    bind(
        Action::Export,
        &[function(9), ctrl('x')],
        &[Context::Proof],
        true,
    ),
    bind(Action::Save, &[ctrl('s')], &[Context::Merge], true),
    bind(
        Action::Toggle,
        &[plain(KeyCode::Character(' '))],
        &[Context::Merge, Context::Revisions],
        true,
    ),
    bind(
        Action::Left,
        &[plain(KeyCode::Left)],
        &[Context::Merge],
        true,
    ),
    bind(
        Action::Right,
        &[plain(KeyCode::Right)],
        &[Context::Merge],
        true,
    ),
    bind(Action::AllLeft, &[ctrl('a')], &[Context::Merge], true),
    bind(Action::AllRight, &[ctrl('e')], &[Context::Merge], true),
    bind(Action::Resolve, &[ctrl('t')], EDITOR, true),
    bind(Action::AcceptSuggestion, &[ctrl('e')], FORM, true),
    bind(Action::NextSuggestion, &[alt('e')], &[Context::Field], true),
    bind(
        Action::Helper,
        &[function(2), alt('c')],
        &[Context::Field],
        true,
    ),
    bind(
        Action::Helper,
        &[function(2), alt('c')],
        &[Context::Calendar],
        false,
    ),
    bind(
        Action::StepUp,
        &[with_ctrl(KeyCode::Up), with_alt(KeyCode::Up)],
        &[Context::Field],
        true,
    ),
    bind(
        Action::StepDown,
        &[with_ctrl(KeyCode::Down), with_alt(KeyCode::Down)],
        &[Context::Field],
        true,
    ),
    bind(
        Action::NextUnanswered,
        &[function(3), ctrl('n')],
        EDITOR,
        true,
    ),
    bind(
        Action::PreviousUnanswered,
        &[shifted(KeyCode::Function(3)), ctrl('b')],
        EDITOR,
        false,
    ),
    bind(
        Action::NextFinding,
        &[function(4), ctrl('f')],
        EDITOR,
        false,
    ),
    bind(
        Action::PreviousFinding,
        &[shifted(KeyCode::Function(4)), ctrl('r')],
        EDITOR,
        false,
    ),
    bind(Action::SwitchPane, &[function(6), ctrl('w')], EDITOR, true),
    bind(Action::Export, &[function(9), ctrl('x')], EDITOR, true),
    bind(Action::ExportDraft, &[ctrl('d')], &[Context::Export], true),
    bind(
        Action::Toggle,
        &[ctrl('a')],
        &[Context::Export, Context::Findings],
        true,
    ),
    bind(Action::Findings, &[function(5), ctrl('g')], EDITOR, true),
    bind(
        Action::Findings,
        &[function(5), ctrl('g')],
        &[Context::Findings],
        false,
    ),
    bind(Action::Corrections, &[function(7), ctrl('o')], EDITOR, true),
    bind(
        Action::Corrections,
        &[function(7), ctrl('o')],
        &[Context::Corrections],
        false,
    ),
    bind(Action::New, &[ctrl('n')], &[Context::Home], true),
    bind(Action::NewFrom, &[ctrl('r')], &[Context::Home], true),
    bind(
        Action::Trash,
        &[plain(KeyCode::Delete)],
        &[Context::Home],
        true,
    ),
    bind(
        Action::Revisions,
        &[ctrl('d')],
        &[
            Context::Home,
            Context::Field,
            Context::Choice,
            Context::Contract,
            Context::Revisions,
        ],
        false,
    ),
    bind(
        Action::OpenTrash,
        &[ctrl('t')],
        &[Context::Home, Context::Trash],
        false,
    ),
    bind(Action::Sort, &[ctrl('o')], &[Context::Home], false),
    bind(Action::Undo, &[ctrl('z')], &[Context::Home], false),
    bind(Action::Undo, &[ctrl('z')], EDITOR, false),
    bind(Action::Redo, &[ctrl('y')], EDITOR, false),
    bind(Action::Save, &[ctrl('s')], EDITOR, false),
    bind(Action::PageUp, &[plain(KeyCode::PageUp)], EVERYWHERE, false),
    bind(
        Action::PageDown,
        &[plain(KeyCode::PageDown)],
        EVERYWHERE,
        false,
    ),
    bind(
        Action::Left,
        &[plain(KeyCode::Left)],
        &[
            Context::Field,
            Context::Choice,
            Context::Calendar,
            Context::Contract,
            Context::Home,
            Context::Export,
            Context::Findings,
            Context::Elsewhere,
        ],
        false,
    ),
    bind(
        Action::Right,
        &[plain(KeyCode::Right)],
        &[
            Context::Field,
            Context::Choice,
            Context::Calendar,
            Context::Contract,
            Context::Home,
            Context::Export,
            Context::Findings,
            Context::Elsewhere,
        ],
        false,
    ),
    bind(
        Action::LineStart,
        &[plain(KeyCode::Home)],
        EVERYWHERE,
        false,
    ),
    bind(Action::LineEnd, &[plain(KeyCode::End)], EVERYWHERE, false),
    bind(
        Action::DeleteBefore,
        &[plain(KeyCode::Backspace), ctrl('h')],
        TEXT,
        false,
    ),
    bind(
        Action::DeleteAfter,
        &[plain(KeyCode::Delete)],
        &[
            Context::Field,
            Context::Export,
            Context::Findings,
            Context::Elsewhere,
        ],
        false,
    ),
    bind(Action::DeleteLine, &[ctrl('u')], TEXT, false),
    bind(Action::Cancel, &[plain(KeyCode::Escape)], OVERLAYS, true),
    bind(
        Action::Cancel,
        &[plain(KeyCode::Escape)],
        &[
            Context::Home,
            Context::Contract,
            Context::Field,
            Context::Choice,
        ],
        false,
    ),
    bind(Action::Mouse, &[alt('m')], EVERYWHERE, false),
    bind(Action::Help, &[function(1), ctrl('k')], EVERYWHERE, true),
    bind(
        Action::Help,
        &[
            plain(KeyCode::Character('?')),
            plain(KeyCode::Character('？')),
        ],
        &[Context::Contract],
        false,
    ),
    bind(Action::Leave, &[function(10), ctrl('q')], EVERYWHERE, true),
    bind(Action::Language, &[alt('l')], EVERYWHERE, false),
    bind(Action::Repaint, &[ctrl('l')], EVERYWHERE, false),
];

impl Context {
    /// Whether a character that is pressed here may be meant as text.
    #[must_use]
    pub fn takes_text(self) -> bool {
        match self {
            Self::Home
            | Self::Field
            | Self::Choice
            | Self::Calendar
            | Self::Export
            | Self::Findings
            | Self::Elsewhere => true,
            Self::Contract
            | Self::Corrections
            | Self::Proof
            | Self::Help
            | Self::InUse
            | Self::Merge
            | Self::Revisions
            | Self::Trash => false,
        }
    }
}

impl Key {
    /// The key's name as people write it: `Ctrl-S`, `Shift-Tab`, `F9`.
    #[must_use]
    pub fn name(self) -> String {
        let mut name = String::new();
        for (held, word) in [
            (self.ctrl, "Ctrl-"),
            (self.alt, "Alt-"),
            (self.shift, "Shift-"),
        ] {
            if held {
                name.push_str(word);
            }
        }
        match self.code {
            KeyCode::Character(' ') => name.push_str("Space"),
            KeyCode::Character(c) => name.extend(c.to_uppercase()),
            KeyCode::Function(number) => name.push_str(&format!("F{number}")),
            KeyCode::Enter => name.push_str("Enter"),
            KeyCode::Tab => name.push_str("Tab"),
            KeyCode::Escape => name.push_str("Esc"),
            KeyCode::Backspace => name.push_str("Backspace"),
            KeyCode::Delete => name.push_str("Delete"),
            KeyCode::Up => name.push_str("Up"),
            KeyCode::Down => name.push_str("Down"),
            KeyCode::Left => name.push_str("Left"),
            KeyCode::Right => name.push_str("Right"),
            KeyCode::Home => name.push_str("Home"),
            KeyCode::End => name.push_str("End"),
            KeyCode::PageUp => name.push_str("PageUp"),
            KeyCode::PageDown => name.push_str("PageDown"),
        }
        name
    }
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
            Self::Mouse => "mouse",
            Self::Help => "help",
            Self::Language => "language",
            Self::Repaint => "repaint",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_does_two_things_in_one_context() {
        for context in EVERYWHERE {
            let mut seen: Vec<(Key, Action)> = Vec::new();
            for binding in BINDINGS
                .iter()
                .filter(|binding| binding.contexts.contains(context))
            {
                for key in binding.keys {
                    let other = seen.iter().find(|(earlier, _)| earlier == key);
                    assert!(
                        other.is_none(),
                        "{context:?}: {} does {:?} and {other:?}",
                        key.name(),
                        binding.action
                    );
                    seen.push((*key, binding.action));
                }
            }
        }
    }

    #[test]
    fn every_function_key_has_a_second_binding() {
        for binding in BINDINGS {
            let is_function = |key: &Key| matches!(key.code, KeyCode::Function(_));
            if binding.keys.iter().any(is_function) {
                assert!(
                    binding.keys.iter().any(|key| !is_function(key)),
                    "{:?}",
                    binding.action
                );
            }
        }
    }
}
