//! The sort orders of the list. In every order, a conflict copy follows its draft.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use super::{DraftEntry, Entry, ListRow, pinyin};

/// The sort order of the drafts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By the last change, newest first.
    #[default]
    Newest,
    /// By the other party, alphabetically.
    Party,
    /// By the last day, earliest first.
    Ends,
    /// By progress, least complete first.
    Progress,
    /// By amount, largest first.
    Amount,
}

impl Order {
    /// The next order; the first order follows the last.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Newest => Self::Party,
            Self::Party => Self::Ends,
            Self::Ends => Self::Progress,
            Self::Progress => Self::Amount,
            Self::Amount => Self::Newest,
        }
    }

    /// The name of the order in the keys of texts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Newest => "changed",
            Self::Party => "party",
            Self::Ends => "ends",
            Self::Progress => "progress",
            Self::Amount => "amount",
        }
    }

    /// Sorts drafts. Drafts without the value come last.
    fn sort(self, drafts: &mut [(usize, &DraftEntry)]) {
        match self {
            Self::Newest => {}
            Self::Party => drafts.sort_by_cached_key(|(_, draft)| {
                let party = &draft.party;
                (party.is_empty(), pinyin::alphabetical(party))
            }),
            Self::Ends => {
                drafts.sort_by(|(_, a), (_, b)| missing_last(a.days_left, b.days_left, Ord::cmp));
            }
            Self::Progress => drafts.sort_by(|(_, a), (_, b)| {
                missing_last(a.progress, b.progress, |a, b| {
                    (a.answered * b.total).cmp(&(b.answered * a.total))
                })
            }),
            Self::Amount => drafts.sort_by(|(_, a), (_, b)| {
                missing_last(a.amount_fen, b.amount_fen, |a, b| b.cmp(a))
            }),
        }
    }
}

fn missing_last<T>(
    a: Option<T>,
    b: Option<T>,
    compare: impl FnOnce(&T, &T) -> Ordering,
) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => compare(&a, &b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

/// The indices of `entries` in this order, all drafts before the other entries. Each conflict copy
/// follows its draft. `entries` must be sorted newest first.
#[must_use]
pub fn arrange(entries: &[ListRow], order: Order) -> Vec<usize> {
    let mut copies: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut drafts: Vec<(usize, &DraftEntry)> = Vec::new();
    let mut others = Vec::new();
    let ids: HashSet<&str> = entries
        .iter()
        .map(|listed| &listed.entry)
        .filter_map(id_of_draft)
        .collect();
    for (index, listed) in entries.iter().enumerate() {
        match &listed.entry {
            Entry::Draft(draft) => match draft.copy_of.as_deref() {
                Some(original) if ids.contains(original) => {
                    copies.entry(original).or_default().push(index);
                }
                Some(_) | None => drafts.push((index, draft)),
            },
            Entry::Broken(_) | Entry::Template(_) => others.push(index),
        }
    }
    order.sort(&mut drafts);
    let mut arranged = Vec::with_capacity(entries.len());
    for (index, draft) in drafts {
        arranged.push(index);
        arranged.extend(copies.get(draft.id.as_str()).into_iter().flatten());
    }
    arranged.extend(others);
    arranged
}

fn id_of_draft(entry: &Entry) -> Option<&str> {
    match entry {
        Entry::Draft(draft) if draft.copy_of.is_none() => Some(&draft.id),
        Entry::Draft(_) | Entry::Broken(_) | Entry::Template(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Progress;

    fn draft(id: &str, party: &str, days: Option<i64>, answered: usize, fen: Option<u64>) -> Entry {
        Entry::Draft(DraftEntry {
            id: id.to_owned(),
            party: party.to_owned(),
            days_left: days,
            progress: Some(Progress {
                answered,
                total: 20,
            }),
            amount_fen: fen,
            ..DraftEntry::default()
        })
    }

    #[test]
    fn each_order_sorts_by_what_it_says_and_what_is_missing_comes_last() {
        let entries = [
            draft("A", "乙", Some(9), 3, None),
            draft("B", "", None, 20, Some(5)),
            draft("C", "甲", Some(-1), 0, Some(700)),
        ]
        .map(ListRow::from);
        for (order, expected) in [
            (Order::Newest, [0, 1, 2]),
            (Order::Party, [2, 0, 1]),
            (Order::Ends, [2, 0, 1]),
            (Order::Progress, [2, 0, 1]),
            (Order::Amount, [2, 1, 0]),
        ] {
            assert_eq!(arrange(&entries, order), expected, "{order:?}");
        }
    }

    #[test]
    fn a_copy_stands_below_its_draft_in_every_order_and_an_orphan_for_itself() {
        let copy = |id: &str, of: &str| {
            Entry::Draft(DraftEntry {
                id: id.to_owned(),
                copy_of: Some(of.to_owned()),
                ..DraftEntry::default()
            })
        };
        let entries = [
            copy("B.conflict-tea-1", "B"),
            draft("A", "乙", Some(9), 3, None),
            draft("B", "甲", Some(1), 2, None),
            copy("X.conflict-tea-1", "X"),
        ]
        .map(ListRow::from);
        let mut order = Order::Newest;
        for _ in 0..5 {
            let arranged = arrange(&entries, order);
            let place = |index| arranged.iter().position(|at| *at == index).unwrap();
            assert_eq!(place(0), place(2) + 1, "{order:?}");
            assert_eq!(arranged.len(), 4, "{order:?}");
            order = order.next();
        }
        assert_eq!(order, Order::Newest);
    }
}
