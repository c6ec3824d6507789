//! The user's own data that every draft is made with.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};

use crate::template::{ProfileKey, StyleKeys};

/// The user's own company and style, from the configuration, and the clock.
#[derive(Clone, Debug)]
pub struct House {
    /// The data of the user's own company.
    pub profile: HashMap<ProfileKey, String>,
    /// The house style: it overrides the template's style, and the draft's style overrides both.
    pub style: StyleKeys,
    /// The time, for the origins of answers.
    pub now: fn() -> DateTime<FixedOffset>,
}

impl Default for House {
    /// A house without a company and without a style, with a clock that stands still.
    fn default() -> Self {
        Self {
            profile: HashMap::new(),
            style: StyleKeys::new(),
            now: || DateTime::UNIX_EPOCH.fixed_offset(),
        }
    }
}
