//! What is different between two states of a draft, item by item.

use std::collections::{BTreeMap, BTreeSet};

use super::{Acknowledgement, Answer, Draft};
use crate::template::{Place, StyleValue};

/// One difference.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The draft has another name.
    Title {
        /// As it was; may be empty.
        before: String,
        /// As it is; may be empty.
        after: String,
    },
    /// The draft is of another template, or of another version of it.
    Template {
        /// Id and version as they were.
        before: String,
        /// Id and version as they are.
        after: String,
    },
    /// A field has another answer.
    Answer {
        /// The blank, also one of a field that the template does not declare.
        place: Place,
        /// As it was; `None` where there was none.
        before: Option<Answer>,
        /// As it is; `None` where there is none.
        after: Option<Answer>,
    },
    /// A style key has another value.
    Style {
        /// The key.
        key: String,
        /// As it was; `None` where the draft had none of its own.
        before: Option<StyleValue>,
        /// As it is; `None` where the draft has none of its own.
        after: Option<StyleValue>,
    },
    /// A correction is accepted.
    Accepted {
        /// Its id.
        id: String,
    },
    /// A correction is accepted no more.
    Withdrawn {
        /// Its id.
        id: String,
    },
    /// A finding is acknowledged, or its acknowledgement is another one or gone.
    Acknowledged {
        /// The finding's id.
        id: String,
        /// What it was acknowledged with; `None` where it is no more.
        after: Option<Acknowledgement>,
    },
}

/// What makes `after` of `before`. Moments, the place of the cursor and a newer template that was
/// declined are no changes.
#[must_use]
pub fn changes(before: &Draft, after: &Draft) -> Vec<Change> {
    let mut changes = Vec::new();
    if before.title != after.title {
        changes.push(Change::Title {
            before: before.title.clone(),
            after: after.title.clone(),
        });
    }
    if version_of(before) != version_of(after) {
        changes.push(Change::Template {
            before: template_name(before),
            after: template_name(after),
        });
    }
    for place in all_keys(before.answers.keys(), after.answers.keys()) {
        let (old, new) = (before.answers.get(place), after.answers.get(place));
        if old != new {
            changes.push(Change::Answer {
                place: place.clone(),
                before: old.cloned(),
                after: new.cloned(),
            });
        }
    }
    for key in all_keys(before.style.keys(), after.style.keys()) {
        let (old, new) = (before.style.get(key), after.style.get(key));
        if old != new {
            changes.push(Change::Style {
                key: key.clone(),
                before: old.cloned(),
                after: new.cloned(),
            });
        }
    }
    changes.extend(corrections(before, after));
    for id in all_keys(before.acknowledged.keys(), after.acknowledged.keys()) {
        let new = after.acknowledged.get(id);
        if before.acknowledged.get(id) != new {
            changes.push(Change::Acknowledged {
                id: id.clone(),
                after: new.cloned(),
            });
        }
    }
    changes
}

/// Makes one of the changes that lead to `after` in `draft`.
pub fn apply(change: &Change, after: &Draft, draft: &mut Draft) {
    match change {
        Change::Title { .. } => draft.title.clone_from(&after.title),
        Change::Template { .. } => draft.template.clone_from(&after.template),
        Change::Answer { place, .. } => set(&mut draft.answers, &after.answers, place),
        Change::Style { key, .. } => set(&mut draft.style, &after.style, key),
        Change::Accepted { id } => draft.accepted.push(id.clone()),
        Change::Withdrawn { id } => draft.accepted.retain(|accepted| accepted != id),
        Change::Acknowledged { id, .. } => set(&mut draft.acknowledged, &after.acknowledged, id),
    }
}

fn set<K: Ord + Clone, T: Clone>(to: &mut BTreeMap<K, T>, from: &BTreeMap<K, T>, key: &K) {
    match from.get(key) {
        Some(value) => to.insert(key.clone(), value.clone()),
        None => to.remove(key),
    };
}

fn corrections(before: &Draft, after: &Draft) -> Vec<Change> {
    let is_new = |id: &&String| !before.accepted.contains(id);
    let is_gone = |id: &&String| !after.accepted.contains(id);
    let accepted = after.accepted.iter().filter(is_new);
    let withdrawn = before.accepted.iter().filter(is_gone);
    accepted
        .map(|id| Change::Accepted { id: id.clone() })
        .chain(withdrawn.map(|id| Change::Withdrawn { id: id.clone() }))
        .collect()
}

/// What decides about the words; what was declined does not.
fn version_of(draft: &Draft) -> (&str, &str, &str) {
    let template = &draft.template;
    (&template.id, &template.version, &template.sha256)
}

fn template_name(draft: &Draft) -> String {
    format!("{} {}", draft.template.id, draft.template.version)
        .trim()
        .to_owned()
}

fn all_keys<'a, K: Ord>(
    before: impl Iterator<Item = &'a K>,
    after: impl Iterator<Item = &'a K>,
) -> BTreeSet<&'a K> {
    before.chain(after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(answers: &[(&str, &str)], accepted: &[&str]) -> Draft {
        Draft {
            answers: answers
                .iter()
                .map(|(id, answer)| ((*id).into(), Answer::Text((*answer).to_owned())))
                .collect(),
            accepted: accepted.iter().map(|id| (*id).to_owned()).collect(),
            ..Draft::default()
        }
    }

    #[test]
    fn every_difference_is_named_once_and_nothing_else() {
        let before = draft(&[("a", "1"), ("b", "2"), ("c", "3")], &["C1", "C2"]);
        let after = draft(&[("a", "1"), ("b", "two"), ("d", "4")], &["C2", "C3"]);
        let text = |text: &str| Some(Answer::Text(text.to_owned()));
        let answer = |field: &str, before, after| Change::Answer {
            place: field.into(),
            before,
            after,
        };
        assert_eq!(
            changes(&before, &after),
            [
                answer("b", text("2"), text("two")),
                answer("c", text("3"), None),
                answer("d", None, text("4")),
                Change::Accepted {
                    id: "C3".to_owned()
                },
                Change::Withdrawn {
                    id: "C1".to_owned()
                },
            ]
        );
    }

    #[test]
    fn all_changes_applied_make_the_one_draft_of_the_other() {
        let mut before = draft(&[("a", "1"), ("b", "2"), ("c", "3")], &["C1", "C2"]);
        let mut after = draft(&[("a", "1"), ("b", "two"), ("d", "4")], &["C2", "C3"]);
        "青禾".clone_into(&mut after.title);
        "ff".clone_into(&mut after.template.sha256);
        let given = Acknowledgement::default();
        before.acknowledged.insert("W01".to_owned(), given.clone());
        after.acknowledged.insert("W06".to_owned(), given);
        let style = StyleValue::Bool(true);
        after.style.insert("end_mark".to_owned(), style);
        for change in changes(&before, &after) {
            apply(&change, &after, &mut before);
        }
        assert_eq!(changes(&before, &after), []);
    }

    #[test]
    fn what_does_not_change_the_contract_is_no_change() {
        let before = draft(&[("a", "1")], &[]);
        let mut after = before.clone();
        after.focus = Some("a".into());
        "ff".clone_into(&mut after.template.declined);
        after.updated = "2026-11-22T09:30:00+08:00".parse().ok();
        assert_eq!(changes(&before, &after), []);
    }

    #[test]
    fn title_template_style_and_acknowledgements_count() {
        let before = Draft::default();
        let mut after = Draft::default();
        "青禾".clone_into(&mut after.title);
        "1.1.0".clone_into(&mut after.template.version);
        after
            .style
            .insert("copies".to_owned(), StyleValue::Bool(true));
        after
            .acknowledged
            .insert("W06".to_owned(), Acknowledgement::default());
        let found = changes(&before, &after);
        assert!(
            matches!(
                found.as_slice(),
                [
                    Change::Title { .. },
                    Change::Template { .. },
                    Change::Style { .. },
                    Change::Acknowledged { after: Some(_), .. }
                ]
            ),
            "{found:?}"
        );
    }
}
