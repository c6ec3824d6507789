//! Reading what others wrote: hostile until proved otherwise.

pub mod docx;
pub mod error;
mod folded;
mod markup;
mod package;
pub mod paper;
pub mod recover;
