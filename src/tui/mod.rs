//! Draws the state and reads keys: the only floor that knows a terminal.
//!
//! [`view()`] draws an [`App`](crate::app::App) and changes nothing; [`keyboard`] turns what a
//! terminal sends into messages; [`event_loop`] waits, updates, draws.

pub mod event_loop;
pub mod input;
pub mod keyboard;
pub mod terminal;
pub mod theme;

mod answers;
mod calendar;
mod cells;
mod contract;
mod corrections;
mod editor;
mod elsewhere;
mod escapes;
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
mod style;
mod summary;
mod trash;
mod upgrade;
mod view;

#[cfg(test)]
mod tests;

pub use event_loop::{Event, Outcome, channel, run};
pub use theme::Theme;
pub use view::{Drawn, view};
