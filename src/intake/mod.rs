//! Reading what others wrote: hostile until proved otherwise.

pub mod docx;
mod error;
mod markup;
mod package;
