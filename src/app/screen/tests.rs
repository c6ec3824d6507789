//! Every key that is bound on a screen has a command there, and every command has a key.

use super::*;
use crate::app::editor::acting as draft;
use crate::app::works_everywhere;
use crate::keys::{BINDINGS, EVERYWHERE};

/// The actions that a command table accepts, and those that have a row.
struct Table {
    takes: Box<dyn Fn(Action) -> bool>,
    named: Vec<Action>,
}

fn table<S>(commands: &'static Commands<S>) -> Table {
    Table {
        takes: Box::new(|action| commands.takes(action)),
        named: commands.named().collect(),
    }
}

fn tables(context: Context) -> Vec<Table> {
    match context {
        Context::Home => vec![table(&crate::app::home::acting::COMMANDS)],
        Context::Field | Context::Choice => {
            vec![table(&draft::IN_FORM)]
        }
        Context::Contract => vec![table(&draft::IN_CONTRACT)],
        Context::Calendar => vec![table(&calendar::COMMANDS)],
        Context::Export => vec![
            table(&export::acting::COMMANDS),
            table(&export::acting::WITH_REASON),
            table(&export::acting::WRITING),
            table(&export::acting::MAKING),
            table(&export::acting::CANCELLING),
            table(&export::acting::WRITTEN),
        ],
        Context::Findings => vec![table(&findings::COMMANDS), table(&findings::WITH_REASON)],
        Context::Corrections => vec![table(&corrections::COMMANDS)],
        Context::Proof => vec![table(&proof::COMMANDS)],
        Context::InUse => vec![table(&in_use::COMMANDS)],
        Context::Merge => vec![table(&merge::COMMANDS)],
        Context::Elsewhere => vec![table(&elsewhere::COMMANDS)],
        Context::Revisions => vec![table(&revisions::COMMANDS)],
        Context::Trash => vec![table(&trash::COMMANDS)],
        Context::Answers => vec![table(&answers::COMMANDS)],
        Context::Upgrade => vec![table(&upgrade::COMMANDS)],
        Context::Style => vec![table(&style::COMMANDS)],
        Context::StyleValue => vec![table(&style::WITH_VALUE)],
        Context::Palette => vec![table(&palette::COMMANDS)],
        Context::Help => vec![table(&help::COMMANDS)],
    }
}

fn is_bound(action: Action, context: Context) -> bool {
    let mut bindings = BINDINGS.iter();
    bindings.any(|each| each.action == action && each.contexts.contains(&context))
}

#[test]
fn every_key_does_something_where_it_is_bound() {
    for binding in BINDINGS {
        let action = binding.action;
        for context in binding.contexts {
            let tables = tables(*context);
            let is_taken = tables.iter().any(|table| (table.takes)(action));
            assert!(
                is_taken || works_everywhere(action),
                "{action:?} in {context:?}"
            );
        }
    }
}

#[test]
fn every_action_of_a_screen_has_a_key_there() {
    for context in EVERYWHERE {
        for action in tables(*context).iter().flat_map(|table| &table.named) {
            // The form has two contexts, and some keys work in only one of them.
            let is_bound = match context {
                Context::Field | Context::Choice => {
                    is_bound(*action, Context::Field) || is_bound(*action, Context::Choice)
                }
                _ => is_bound(*action, *context),
            };
            assert!(is_bound, "{action:?} in {context:?}");
        }
    }
}
