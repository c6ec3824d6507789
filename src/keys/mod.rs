//! What keys do. The keyboard, the footer and the help use one table, which the user's
//! configuration can change.

mod action;
mod bindings;
mod context;
mod key;
mod map;
mod moved;
mod reading;

pub use action::Action;
pub use bindings::{BINDINGS, Binding};
pub use context::{Context, EVERYWHERE};
pub use key::{Key, KeyCode};
pub use map::{Bound, KeyMap, KeyProblem, KeyWarning, key_named};
pub use moved::Moved;
