//! A draft: what the user gave, as typed; and what follows from it.

mod answers;

pub use answers::{Acknowledgement, Answer, Draft, TemplateReference};
