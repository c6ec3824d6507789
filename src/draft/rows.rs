//! The rows of each group of a draft, in the order of the contract.

use std::collections::{BTreeMap, HashMap};

use crate::template::{Field, IdHash, Place, RowId};

/// The rows of each group in their order, by the id of the group. A row may hold no answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows(BTreeMap<String, Group>);

/// The rows of one group, and the ordinal of each, from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Group {
    order: Vec<RowId>,
    ordinals: HashMap<RowId, usize, IdHash>,
}

impl Group {
    fn new(order: Vec<RowId>) -> Self {
        Self {
            ordinals: order.iter().copied().zip(1..).collect(),
            order,
        }
    }

    fn push(&mut self, row: RowId) {
        self.order.push(row);
        self.ordinals.insert(row, self.order.len());
    }
}

impl Rows {
    /// The rows of a group.
    #[must_use]
    pub fn of(&self, group: &str) -> &[RowId] {
        self.0.get(group).map_or(&[], |group| &group.order)
    }

    /// The groups that have rows.
    pub fn groups(&self) -> impl Iterator<Item = (&String, &[RowId])> {
        let groups = self.0.iter();
        groups.map(|(id, group)| (id, group.order.as_slice()))
    }

    /// Gives a group these rows.
    pub fn set(&mut self, group: &str, rows: Vec<RowId>) {
        if rows.is_empty() {
            self.0.remove(group);
        } else {
            self.0.insert(group.to_owned(), Group::new(rows));
        }
    }

    /// The ordinal of the row of a place, from 1.
    #[must_use]
    pub fn ordinal(&self, place: &Place) -> Option<usize> {
        let group = self.0.get(place.group()?)?;
        group.ordinals.get(&place.row?).copied()
    }

    /// Whether a place is outside any row, or in a row that exists.
    #[must_use]
    pub fn has(&self, place: &Place) -> bool {
        place.row.is_none() || self.ordinal(place).is_some()
    }

    /// Adds the row of a place at the end of its group, if the group does not have the row.
    pub fn admit(&mut self, place: &Place) {
        if let (Some(group), Some(row)) = (place.group(), place.row)
            && self.ordinal(place).is_none()
        {
            self.0.entry(group.to_owned()).or_default().push(row);
        }
    }

    /// The number for a new row of a group, higher than that of any other of its rows.
    #[must_use]
    pub fn next(&self, group: &str) -> RowId {
        let highest = self.of(group).iter().map(|row| row.number()).max();
        let next = highest.unwrap_or(0).saturating_add(1);
        RowId::new(next).unwrap_or(RowId::FIRST)
    }

    /// The places of a field: one, or one in each row of its group.
    pub fn places<'a>(&'a self, field: &'a Field) -> impl Iterator<Item = Place> + 'a {
        let rows = field.rows().map(|group| self.of(group));
        let alone = rows.is_none().then(|| field.place());
        let in_rows = rows.unwrap_or_default().iter();
        alone
            .into_iter()
            .chain(in_rows.map(|row| field.place_in(Some(*row))))
    }
}

impl FromIterator<(String, Vec<RowId>)> for Rows {
    fn from_iter<T: IntoIterator<Item = (String, Vec<RowId>)>>(groups: T) -> Self {
        let has_rows = |(_, rows): &(String, Vec<RowId>)| !rows.is_empty();
        let groups = groups.into_iter().filter(has_rows);
        Self(groups.map(|(id, rows)| (id, Group::new(rows))).collect())
    }
}
