//! The screens, a file each.

pub mod answers;
pub mod calendar;
pub mod corrections;
pub mod elsewhere;
pub mod export;
pub mod findings;
mod help;
pub mod in_use;
pub mod merge;
pub mod palette;
pub mod proof;
pub mod revisions;
pub mod style;
pub mod trash;
pub mod upgrade;
pub mod written;
