//! The table of the program's keys.

use super::key::{alt, ctrl, function, plain, shifted, with_alt, with_ctrl};
use super::{Action, Context, EVERYWHERE, Key, KeyCode};

/// A row of the key table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// The action of the keys.
    pub action: Action,
    /// The keys. Texts show the first key.
    pub keys: &'static [Key],
    /// The contexts in which the keys have this action.
    pub contexts: &'static [Context],
    /// Whether the footer shows the keys.
    pub in_footer: bool,
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

/// Where the left and right arrows do something.
const SIDEWAYS: &[Context] = &[
    Context::Field,
    Context::Choice,
    Context::Calendar,
    Context::Contract,
    Context::Home,
    Context::Export,
    Context::Message,
    Context::Findings,
    Context::Elsewhere,
    Context::Style,
    Context::StyleValue,
    Context::Palette,
    Context::MarkValue,
];

const FORM: &[Context] = &[Context::Field, Context::Choice];
const EDITOR: &[Context] = &[Context::Field, Context::Choice, Context::Contract];
/// The contexts in which the user changes the draft.
const DRAFT: &[Context] = &[
    Context::Field,
    Context::Choice,
    Context::Contract,
    Context::Pieces,
    Context::Suggestions,
    Context::Style,
];
const TEXT: &[Context] = &[
    Context::Field,
    Context::Calendar,
    Context::Home,
    Context::Export,
    Context::Message,
    Context::Findings,
    Context::Elsewhere,
    Context::StyleValue,
    Context::Palette,
    Context::MarkValue,
    Context::Help,
];
const OVERLAYS: &[Context] = &[
    Context::Calendar,
    Context::Export,
    Context::Message,
    Context::Pieces,
    Context::Suggestions,
    Context::Findings,
    Context::Corrections,
    Context::Proof,
    Context::InUse,
    Context::CopyFor,
    Context::Merge,
    Context::Elsewhere,
    Context::Revisions,
    Context::Trash,
    Context::Answers,
    Context::Upgrade,
    Context::Style,
    Context::StyleValue,
    Context::Palette,
    Context::Help,
    Context::Mark,
    Context::MarkValue,
];
const LINES: &[Context] = &[
    Context::Home,
    Context::Suggestions,
    Context::Export,
    Context::Findings,
    Context::Corrections,
    Context::Proof,
    Context::InUse,
    Context::CopyFor,
    Context::Merge,
    Context::Revisions,
    Context::Trash,
    Context::Answers,
    Context::Upgrade,
    Context::Style,
    Context::Palette,
    Context::Help,
    Context::Mark,
];
/// All keys of the program. In each context, the first binding that matches applies.
pub const BINDINGS: &[Binding] = &[
    bind(Action::Next, &[plain(KeyCode::Tab)], FORM, true),
    bind(Action::Previous, &[shifted(KeyCode::Tab)], FORM, true),
    bind(Action::Below, &[plain(KeyCode::Down)], FORM, false),
    bind(Action::Above, &[plain(KeyCode::Up)], FORM, false),
    bind(Action::Confirm, &[plain(KeyCode::Enter)], FORM, false),
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
        &[Context::Contract, Context::Calendar, Context::Message],
        false,
    ),
    bind(
        Action::Above,
        &[plain(KeyCode::Up)],
        &[Context::Contract, Context::Calendar, Context::Message],
        false,
    ),
    bind(
        Action::Confirm,
        &[plain(KeyCode::Enter)],
        &[
            Context::Home,
            Context::Suggestions,
            Context::Export,
            Context::Findings,
            Context::Proof,
            Context::InUse,
            Context::CopyFor,
            Context::Elsewhere,
            Context::Revisions,
            Context::Trash,
            Context::Upgrade,
            Context::Style,
            Context::StyleValue,
            Context::Mark,
            Context::MarkValue,
            Context::Palette,
            Context::Contract,
            Context::Calendar,
            Context::Message,
        ],
        true,
    ),
    bind(
        Action::Next,
        &[plain(KeyCode::Down)],
        &[Context::Pieces],
        false,
    ),
    bind(
        Action::Previous,
        &[plain(KeyCode::Up)],
        &[Context::Pieces],
        false,
    ),
    bind(
        Action::TakeSure,
        &[alt('t')],
        &[Context::Pieces, Context::Message],
        true,
    ),
    bind(
        Action::Toggle,
        &[plain(KeyCode::Character(' ')), plain(KeyCode::Enter)],
        &[Context::Pieces],
        true,
    ),
    bind(
        Action::SwitchPane,
        &[plain(KeyCode::Tab), function(6), ctrl('w')],
        &[Context::Message, Context::Pieces],
        true,
    ),
    bind(
        Action::Toggle,
        &[plain(KeyCode::Character(' '))],
        &[Context::Choice, Context::Corrections, Context::Suggestions],
        true,
    ),
    bind(Action::Always, &[alt('a')], &[Context::Corrections], true),
    bind(
        Action::AcceptSlips,
        &[alt('t')],
        &[Context::Corrections],
        true,
    ),
    bind(
        Action::Export,
        &[function(9), ctrl('x')],
        &[Context::Proof, Context::Export],
        true,
    ),
    bind(
        Action::Mend,
        &[function(6), alt('w')],
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
        Action::Toggle,
        &[plain(KeyCode::Character(' '))],
        &[Context::Style],
        true,
    ),
    bind(
        Action::Reset,
        &[plain(KeyCode::Delete)],
        &[Context::Style],
        true,
    ),
    bind(Action::Resolve, &[alt('r')], EDITOR, true),
    bind(
        Action::ConfirmShown,
        &[alt('a')],
        &[
            Context::Field,
            Context::Choice,
            Context::Contract,
            Context::Suggestions,
        ],
        true,
    ),
    bind(Action::DeleteRow, &[alt('d')], FORM, true),
    bind(Action::CopyRow, &[alt('i')], FORM, true),
    bind(Action::MoveRowUp, &[alt('k')], FORM, false),
    bind(Action::MoveRowDown, &[alt('j')], FORM, false),
    bind(Action::AcceptSuggestion, &[ctrl('e')], FORM, true),
    bind(Action::NextSuggestion, &[alt('e')], &[Context::Field], true),
    bind(
        Action::Suggestions,
        &[alt('t')],
        &[
            Context::Field,
            Context::Choice,
            Context::Contract,
            Context::Suggestions,
        ],
        false,
    ),
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
        Action::NextUnanswered,
        &[function(3), alt('n')],
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
        &[shifted(KeyCode::Function(4)), alt('f')],
        EDITOR,
        false,
    ),
    bind(Action::SwitchPane, &[function(6), ctrl('w')], EDITOR, true),
    bind(Action::Export, &[function(9), ctrl('x')], EDITOR, true),
    bind(
        Action::BreakLine,
        &[with_alt(KeyCode::Enter), alt('y')],
        &[Context::Field],
        true,
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
    bind(Action::ExportDraft, &[alt('d')], &[Context::Export], true),
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
    bind(
        Action::Corrections,
        &[function(7), alt('g')],
        &[
            Context::Field,
            Context::Choice,
            Context::Contract,
            Context::Findings,
            Context::Export,
        ],
        true,
    ),
    bind(
        Action::Corrections,
        &[function(7), alt('g')],
        &[Context::Corrections],
        false,
    ),
    bind(Action::Paste, &[alt('v')], EDITOR, true),
    bind(
        Action::Paste,
        &[alt('v')],
        &[Context::Message, Context::Pieces],
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
        Action::Upgrade,
        &[alt('u')],
        &[
            Context::Field,
            Context::Choice,
            Context::Contract,
            Context::Upgrade,
        ],
        false,
    ),
    bind(
        Action::Mark,
        &[alt('b')],
        &[
            Context::Home,
            Context::Field,
            Context::Choice,
            Context::Contract,
            Context::Mark,
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
    bind(Action::Undo, &[ctrl('z')], DRAFT, false),
    bind(Action::Redo, &[ctrl('y')], DRAFT, false),
    bind(
        Action::Steps,
        &[alt('z')],
        &[
            Context::Field,
            Context::Choice,
            Context::Contract,
            Context::Revisions,
        ],
        false,
    ),
    bind(Action::Save, &[ctrl('s')], EDITOR, false),
    bind(Action::PageUp, &[plain(KeyCode::PageUp)], EVERYWHERE, false),
    bind(
        Action::PageDown,
        &[plain(KeyCode::PageDown)],
        EVERYWHERE,
        false,
    ),
    bind(Action::Left, &[plain(KeyCode::Left)], SIDEWAYS, false),
    bind(Action::Right, &[plain(KeyCode::Right)], SIDEWAYS, false),
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
            Context::Message,
            Context::Findings,
            Context::Elsewhere,
            Context::StyleValue,
            Context::MarkValue,
            Context::Palette,
        ],
        false,
    ),
    bind(Action::DeleteLine, &[ctrl('u')], TEXT, false),
    bind(
        Action::Cancel,
        &[plain(KeyCode::Escape), ctrl('c')],
        OVERLAYS,
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
    bind(Action::AllLeft, &[alt('j')], &[Context::Merge], true),
    bind(Action::AllRight, &[alt('k')], &[Context::Merge], true),
    bind(
        Action::Cancel,
        &[plain(KeyCode::Escape), ctrl('c')],
        &[
            Context::Home,
            Context::Field,
            Context::Choice,
            Context::Contract,
        ],
        false,
    ),
    bind(Action::Palette, &[ctrl('p')], EDITOR, true),
    bind(Action::Style, &[function(8), alt('s')], EDITOR, true),
    bind(
        Action::Style,
        &[function(8), alt('s')],
        &[Context::Style],
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
    bind(Action::Palette, &[ctrl('p')], &[Context::Home], true),
    bind(Action::Palette, &[ctrl('p')], &[Context::Palette], false),
    bind(Action::Language, &[alt('l')], EVERYWHERE, false),
    bind(Action::Repaint, &[ctrl('l')], EVERYWHERE, false),
];

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
    fn a_ctrl_letter_has_one_action_on_all_screens() {
        for letter in 'a'..='z' {
            let key = ctrl(letter);
            let mut actions: Vec<Action> = (BINDINGS.iter())
                .filter(|binding| binding.keys.contains(&key))
                .map(|binding| binding.action)
                .collect();
            actions.dedup();
            assert!(actions.len() < 2, "{}: {actions:?}", key.name());
        }
    }

    /// `ESC O`, `ESC P` and `ESC X` begin what a terminal sends for other keys. Over a slow line the
    /// rest may come late, and the beginning alone reads as this key.
    #[test]
    fn no_key_is_the_beginning_of_a_longer_one() {
        let beginnings = ['o', 'p', 'x'].map(alt);
        for binding in BINDINGS {
            for key in binding.keys {
                assert!(
                    !beginnings.contains(key),
                    "{:?}: {}",
                    binding.action,
                    key.name()
                );
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
