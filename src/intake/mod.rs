//! Reading what others wrote: hostile until proved otherwise.

pub mod docx;
mod markup;
mod package;
