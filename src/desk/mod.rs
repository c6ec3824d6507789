//! Operations on drafts without a screen: open, import a DOCX, list, export. The screens and the
//! command line share these functions.

mod calendar;
mod copying;
mod entry;
mod exported;
pub mod exporting;
mod failure;
mod found_by;
mod from_paper;
mod house;
pub mod keeper;
mod known_states;
pub mod listing;
pub mod office;
mod opened;
pub mod opener;
mod order;
pub mod pinyin;
mod recalling;
pub mod reopening;
mod request;
mod standing;
mod templates;
pub mod work;

pub use calendar::{Deadline, calendar};
pub use copying::{CopyReport, Model};
pub use entry::{BrokenEntry, DraftEntry, Entry, TemplateEntry};
pub use exported::{ExportFailure, Exported, PdfFailure, StoodIn};
pub use failure::{NearestTemplate, OpenFailure};
pub use found_by::{FoundBy, ListRow, Wanted, WantedWord};
pub use from_paper::{FromPaper, Kept};
pub use house::House;
pub use opened::{
    NewerTemplate, OpenedDraft, Pair, PastState, StateOrigin, TrashRow, WithoutTemplate,
};
pub use order::{Order, arrange};
pub use recalling::recalled;
pub use request::{ExportRequest, origin, summary_of};
pub use standing::{DraftState, Standing};
pub use templates::{FoundTemplate, Parsed, TemplateCache, Text, new_draft, parse};
