//! Draws the state and reads keys: the only floor that knows a terminal.
//!
//! [`view()`] draws an [`App`](crate::app::App) and changes nothing; [`input`] makes keys of what a
//! terminal sends, [`keyboard`] messages of keys; [`event_loop`] waits, updates, draws.

pub mod event_loop;
pub mod input;
pub mod keyboard;
pub mod terminal;
pub mod theme;

mod answers;
mod calendar;
mod cells;
mod console;
mod contract;
mod corrections;
mod editor;
mod elsewhere;
mod export;
mod findings;
mod footer;
mod form;
mod help;
mod help_line;
mod home;
mod in_use;
mod list;
mod merge;
mod output;
mod page;
mod paint;
mod palette;
mod popup;
mod proof;
mod revisions;
mod scroll;
#[cfg(unix)]
mod signals;
mod style;
mod summary;
mod trash;
mod upgrade;
mod view;

#[cfg(test)]
mod tests;

pub use console::has_own_console;
pub use event_loop::{Event, Outcome, channel, run};
pub use theme::Theme;
pub use view::{Drawn, view};
