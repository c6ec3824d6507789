//! How each screen is drawn, a file each.

pub(super) mod answers;
pub(super) mod calendar;
pub(super) mod corrections;
pub(super) mod elsewhere;
pub(super) mod export;
pub(super) mod findings;
pub(super) mod help;
pub(super) mod in_use;
pub(super) mod merge;
pub(super) mod palette;
pub(super) mod proof;
pub(super) mod revisions;
pub(super) mod style;
pub(super) mod summary;
pub(super) mod trash;
pub(super) mod upgrade;
