//! Draws the state and reads keys. Only this floor accesses the terminal.
//!
//! [`view()`] draws an [`App`](crate::app::App) without changing it; [`input`] decodes the
//! terminal's input; [`keyboard`] translates keys into messages; [`event_loop`] waits, updates and
//! draws.

pub mod event_loop;
pub mod input;
pub mod keyboard;
pub mod terminal;
pub mod theme;

mod cells;
mod clipboard;
mod contract;
mod editor;
mod footer;
mod form;
mod grid;
mod help_line;
mod home;
mod list;
mod output;
mod page;
mod paint;
mod popup;
mod screen;
mod scroll;
#[cfg(unix)]
mod signals;
mod title;
mod view;

#[cfg(test)]
mod tests;

pub use event_loop::{Event, Outcome, channel, run};
pub use theme::Theme;
pub use view::{Drawn, view};
