//! Every key that is bound on a screen has a command there, and every command has a key.

use super::*;
use crate::app::works_everywhere;
use crate::keys::{BINDINGS, EVERYWHERE};

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
