//! Compares two versions of a draft, item by item.

use std::collections::{BTreeMap, BTreeSet};

use super::{Acknowledgement, Answer, Draft};
use crate::template::{Place, RowId, StyleValue};

/// One difference between two versions of a draft.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The draft's name differs.
    Title {
        /// The old name; may be empty.
        before: String,
        /// The new name; may be empty.
        after: String,
    },
    /// The draft's template or the template's version differs.
    Template {
        /// The old id and version.
        before: String,
        /// The new id and version.
        after: String,
    },
    /// The answer to a blank differs.
    Answer {
        /// The blank; the template need not declare its field.
        place: Place,
        /// The old answer, if any.
        before: Option<Answer>,
        /// The new answer, if any.
        after: Option<Answer>,
    },
    /// A group has other rows, or the same in another order.
    Rows {
        /// The id of the group; the template need not declare it.
        group: String,
        /// The old rows.
        before: Vec<RowId>,
        /// The new rows.
        after: Vec<RowId>,
    },
    /// The value of a style key differs.
    Style {
        /// The style key.
        key: String,
        /// The draft's old value, if the draft had one.
        before: Option<StyleValue>,
        /// The draft's new value, if the draft has one.
        after: Option<StyleValue>,
    },
    /// A correction was accepted.
    Accepted {
        /// The id of the correction.
        id: String,
    },
    /// A correction was withdrawn.
    Withdrawn {
        /// The id of the correction.
        id: String,
    },
    /// An acknowledgement was added, changed or removed.
    Acknowledged {
        /// The id of the rule.
        id: String,
        /// The new acknowledgement; `None` if it was removed.
        after: Option<Acknowledgement>,
    },
}

/// The changes that turn `before` into `after`. Ignores times, the focus, and the declined
/// template, because they do not affect the contract.
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
    let groups = before.rows.groups().chain(after.rows.groups());
    let groups: BTreeSet<&String> = groups.map(|(group, _)| group).collect();
    for group in groups {
        let (old, new) = (before.rows.of(group), after.rows.of(group));
        if old != new {
            changes.push(Change::Rows {
                group: group.clone(),
                before: old.to_vec(),
                after: new.to_vec(),
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

/// Applies one change from a comparison with `after` to `draft`.
pub fn apply(change: &Change, after: &Draft, draft: &mut Draft) {
    match change {
        Change::Title { .. } => draft.title.clone_from(&after.title),
        Change::Template { .. } => draft.template.clone_from(&after.template),
        Change::Answer { place, .. } => {
            set(&mut draft.answers, &after.answers, place);
            set(&mut draft.origins, &after.origins, place);
            if draft.answers.contains_key(place) {
                draft.rows.admit(place);
            }
        }
        Change::Rows { group, .. } => {
            let mut rows = after.rows.of(group).to_vec();
            // A row whose answers stay keeps its place at the end.
            let is_kept = |place: &&Place| place.group() == Some(group);
            let kept = draft.answers.keys().filter(is_kept);
            let kept = kept.filter_map(|place| place.row);
            for row in kept {
                if !rows.contains(&row) {
                    rows.push(row);
                }
            }
            draft.rows.set(group, rows);
        }
        Change::Style { key, .. } => set(&mut draft.style, &after.style, key),
        Change::Accepted { id } => {
            draft.accepted.push(id.clone());
            set(&mut draft.accepted_by, &after.accepted_by, id);
        }
        Change::Withdrawn { id } => {
            draft.accepted.retain(|accepted| accepted != id);
            draft.accepted_by.remove(id);
        }
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

/// The part of the template reference that decides the text. `declined` does not.
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
    use crate::draft::for_tests::draft;

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
