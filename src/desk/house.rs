//! The user's own data that every draft is made with.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};

use crate::draft::StandingDecisions;
use crate::store::StandingDecision;
use crate::template::{Correction, ProfileKey, StyleKeys, Template};

/// The user's own company and style, from the configuration, and the clock.
#[derive(Clone, Debug)]
pub struct House {
    /// The data of the user's own company.
    pub profile: HashMap<ProfileKey, String>,
    /// The house style: it overrides the template's style, and the draft's style overrides both.
    pub style: StyleKeys,
    /// The corrections that the user always accepts.
    pub standing: StandingDecisions,
    /// The time, for the origins of answers.
    pub now: fn() -> DateTime<FixedOffset>,
}

impl House {
    /// Whether the user always accepts this correction, with its words of today.
    #[must_use]
    pub fn always_accepts(&self, template: &Template, correction: &Correction) -> bool {
        let decided = self.standing.get(&template.id);
        let hash = decided.and_then(|decided| decided.get(&correction.id));
        hash == Some(&correction.words_hash())
    }

    /// Records a standing decision, or its withdrawal.
    pub fn decide(&mut self, decision: &StandingDecision) {
        let decided = self.standing.entry(decision.template.clone()).or_default();
        let id = decision.correction.clone();
        match &decision.hash {
            Some(hash) => decided.insert(id, hash.clone()),
            None => decided.remove(&id),
        };
    }
}

impl Default for House {
    /// A house without a company and without a style, with a clock that stands still.
    fn default() -> Self {
        Self {
            profile: HashMap::new(),
            style: StyleKeys::new(),
            standing: StandingDecisions::new(),
            now: || DateTime::UNIX_EPOCH.fixed_offset(),
        }
    }
}
