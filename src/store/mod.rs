//! Drafts, templates and settings on disk: the only floor that touches the file system.
//!
//! Typed text is never lost. A write replaces a whole file or leaves the file unchanged. The store
//! detects changes by content hash, never by modification time. An unreadable file is an error,
//! never treated as a missing file. The store reads no clock; callers pass the current time.

mod appearance;
mod atomic;
mod belongings;
mod claim;
mod config;
mod conflict;
mod copies;
mod data_folder;
mod disk;
mod drafts;
mod elsewhere;
mod error;
#[cfg(test)]
mod fixture;
mod folders;
mod health;
mod history;
mod known_states;
mod list;
mod locks;
mod names;
mod output;
mod own_copy;
mod protected;
mod read;
mod recovery;
mod replace;
mod scratch;
mod settings;
mod spelling;
mod starts;
mod templates;
mod trash;
mod versions;

pub use appearance::{AmbiguousWidth, ThemeName};
pub use config::{
    Config, ConfigProblem, ConfigWarning, KeySetting, Placed, Profile, load_config, write_config,
};
pub use copies::{Family, Original};
pub use data_folder::{DataFolder, usual_config_path};
pub use disk::{Disk, Facts, Overwrite, RealDisk, Stamp, TEMPORARY_PREFIX};
pub use drafts::{Keep, OpenDraft, SaveOutcome, SaveRemark, Saved, Store};
pub use error::{Operation, Shape, StoreError};
pub use health::{find_program, is_there, names_in};
pub use history::{REVISION_LIMIT, Revision};
pub use list::ListedDraft;
pub use locks::{DraftLock, Instance, LockOutcome, Owner, lock};
pub use names::draft_name;
pub use output::{NotWritten, Output, Target, is_same_output, write_output, write_outputs};
pub use protected::{Kept, Protected};
pub use read::read_input;
pub use recovery::RecoveryCopy;
pub use scratch::{Abandoned, Scratch, remove_socket};
pub use settings::{StandingDecision, store_standing};
pub use templates::{
    BUILT_IN, StoredTemplate, TEMPLATE_LIMIT_BYTES, TemplateOrigin, template_hash,
};
pub use trash::TrashedDraft;
