//! The user's own data that every draft is made with.

use std::collections::HashMap;

use crate::template::{ProfileKey, StyleKeys};

/// The user's own company and style, from the configuration.
#[derive(Clone, Debug, Default)]
pub struct House {
    /// The data of the user's own company.
    pub profile: HashMap<ProfileKey, String>,
    /// The house style: it overrides the template's style, and the draft's style overrides both.
    pub style: StyleKeys,
}
