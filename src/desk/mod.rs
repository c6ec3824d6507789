//! Work on a draft without a screen: what can be reported of opening and exporting a draft.

mod exporting;
mod from_paper;
mod opening;

pub use exporting::{ExportFailure, Exported, PdfFailure, StoodIn};
pub use from_paper::{FromPaper, Kept};
pub use opening::{NearestTemplate, OpenFailure};
