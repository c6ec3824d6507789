//! A template: the contract's words, its blanks, and what is known about them.

mod model;
mod style;

pub use model::*;
pub use style::{
    AmountStyle, CopiesStyle, PaperStyle, Style, StyleError, StyleKeys, StyleValue, Underline,
};
