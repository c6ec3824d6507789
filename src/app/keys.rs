//! What keys do: one table, from which the keyboard, the footer and the help are made.

mod action;
mod bindings;
mod context;
mod key;

pub use action::Action;
pub use bindings::{BINDINGS, Binding};
pub use context::{Context, EVERYWHERE};
pub use key::{Key, KeyCode};
