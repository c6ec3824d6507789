//! Standing decisions: the corrections that the user accepts in every contract of a template.

use std::collections::BTreeMap;

use super::answers::Draft;
use crate::template::{Template, overlap};

/// The corrections that the user always accepts: for each template by id, for each correction by id
/// the hash of the words that the user decided on.
pub type StandingDecisions = BTreeMap<String, BTreeMap<String, String>>;

/// Who accepted a correction, if not the user in this draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcceptedBy {
    /// A standing decision.
    Standing,
    /// The contract that the draft was copied from.
    Copy,
}

impl AcceptedBy {
    /// The name in the draft file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Standing => "standing",
            Self::Copy => "copy",
        }
    }

    /// The value with this name in a draft file.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Standing, Self::Copy]
            .into_iter()
            .find(|by| by.name() == name)
    }
}

/// Accepts the corrections of the standing decisions in a new draft. Leaves out a correction whose
/// words have changed since the decision, and one that contradicts an accepted correction.
pub fn accept_standing(template: &Template, decisions: &StandingDecisions, draft: &mut Draft) {
    let Some(decided) = decisions.get(&template.id) else {
        return;
    };
    for correction in &template.corrections {
        let is_decided = decided.get(&correction.id) == Some(&correction.words_hash());
        let accepted = |id: &str| draft.accepted.iter().any(|accepted| accepted == id);
        let contradicts = (template.corrections.iter())
            .any(|other| accepted(&other.id) && overlap(other, correction));
        if is_decided && !accepted(&correction.id) && !contradicts {
            draft.accepted.push(correction.id.clone());
            let by = AcceptedBy::Standing;
            draft.accepted_by.insert(correction.id.clone(), by);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template;

    fn service() -> Template {
        let (_, text) = crate::store::BUILT_IN[0];
        template::parse(text.as_bytes()).unwrap()
    }

    fn decided(template: &Template, ids: &[&str]) -> StandingDecisions {
        let hash = |id: &&str| {
            let correction = template.correction(id).unwrap();
            ((*id).to_owned(), correction.words_hash())
        };
        let decided = ids.iter().map(hash).collect();
        StandingDecisions::from([(template.id.clone(), decided)])
    }

    fn accepted(template: &Template, decisions: &StandingDecisions, before: &[&str]) -> Draft {
        let mut draft = Draft {
            accepted: before.iter().map(|id| (*id).to_owned()).collect(),
            ..Draft::default()
        };
        accept_standing(template, decisions, &mut draft);
        draft
    }

    #[test]
    fn a_decision_holds_for_the_words_that_it_was_made_on() {
        let template = service();
        let draft = accepted(&template, &decided(&template, &["C25", "C08"]), &[]);
        assert_eq!(draft.accepted, ["C08", "C25"]);
        let by: Vec<_> = draft.accepted_by.values().copied().collect();
        assert_eq!(by, [AcceptedBy::Standing; 2]);
        for change in [
            |correction: &mut template::Correction| correction.suggestion.push('。'),
            |correction: &mut template::Correction| correction.quote.push('。'),
        ] {
            let mut changed = service();
            let index = |correction: &template::Correction| correction.id == "C25";
            let index = changed.corrections.iter().position(index).unwrap();
            change(&mut changed.corrections[index]);
            let draft = accepted(&changed, &decided(&template, &["C25", "C08"]), &[]);
            assert_eq!(draft.accepted, ["C08"]);
        }
    }

    #[test]
    fn what_the_draft_has_accepted_stays_as_it_is() {
        let template = service();
        let decisions = decided(&template, &["C08", "C25"]);
        let draft = accepted(&template, &decisions, &["C25"]);
        assert_eq!(draft.accepted, ["C25", "C08"]);
        assert_eq!(draft.accepted_by.keys().collect::<Vec<_>>(), ["C08"]);
        let mut other = decisions;
        let of_template = other.remove(&template.id).unwrap();
        other.insert("another-template".to_owned(), of_template);
        assert!(accepted(&template, &other, &[]).accepted.is_empty());
    }

    #[test]
    fn a_decision_that_contradicts_an_accepted_correction_waits() {
        let correction = |id: &str, quote: &str| {
            format!(
                "[[corrections]]\nid = \"{id}\"\nkind = \"typo\"\nquote = \"{quote}\"\n\
                 suggestion = \"字\"\nreason = \"因\"\n"
            )
        };
        let corrections = correction("K1", "甲乙") + &correction("K2", "乙丙");
        let front = "id = \"x\"\ntitle = \"题\"\nversion = \"1\"\n";
        let text = format!("+++\n{front}{corrections}+++\n\n甲乙丙。\n");
        let template = template::parse(text.as_bytes()).unwrap();
        let decisions = decided(&template, &["K1", "K2"]);
        assert_eq!(accepted(&template, &decisions, &[]).accepted, ["K1"]);
        let draft = accepted(&template, &decisions, &["K2"]);
        assert_eq!(draft.accepted, ["K2"]);
        assert!(draft.accepted_by.is_empty());
    }
}
