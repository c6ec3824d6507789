//! Reading what others wrote: hostile until proved otherwise.

pub mod docx;
pub mod error;
mod folded;
pub mod paper;
pub mod recover;
