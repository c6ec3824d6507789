//! What keys do: one table, from which the keyboard, the footer and the help are made, and the
//! user's changes to it.

mod action;
mod bindings;
mod context;
mod key;
mod map;
mod reading;

pub use action::Action;
pub use bindings::{BINDINGS, Binding};
pub use context::{Context, EVERYWHERE};
pub use key::{Key, KeyCode};
pub use map::{Bound, KeyMap, KeyProblem, KeyWarning, key_named};
