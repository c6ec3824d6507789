//! Reading what others wrote: hostile until proved otherwise.

pub mod docx;
mod folded;
pub mod paper;
pub mod recover;
