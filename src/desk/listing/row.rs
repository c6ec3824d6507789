//! The row of a draft: what the list shows of it.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::reading::ReadDraft;
use super::{Row, States, View};
use crate::desk::entry::{BrokenEntry, DraftEntry, Entry, Payment, Payments};
use crate::desk::found_by::{FoundBy, ListRow};
use crate::desk::standing::Standing;
use crate::document::print_value;
use crate::draft::{Draft, Mark, State, Values, values_of};
use crate::review::Contract;
use crate::store::{Family, Original, Store, draft_name};
use crate::template::{FieldId, Style, Template};
use crate::value::{Value, clean, date};

impl Row {
    /// Adds the original of a copy, which depends on the other files of the list.
    pub(super) fn in_family(mut self, store: &Store, family: &Family, path: &Path) -> Self {
        if let Entry::Draft(draft) = &mut self.entry
            && !draft.is_recovered
        {
            let original = store
                .original_of(family, path)
                .map(|original| match original {
                    Original::There(path) => draft_name(&path),
                    Original::Gone(name) => name,
                });
            draft.copy_of = original.map(|name| clean(&name).text.into_owned());
        }
        self
    }

    /// The id of an entry whose state can be derived and is not.
    pub(super) fn underived_id(&self) -> Option<&str> {
        match &self.entry {
            Entry::Draft(draft) if draft.standing.is_none() && !self.state_key.is_empty() => {
                Some(&draft.id)
            }
            Entry::Draft(_) | Entry::Broken(_) | Entry::Template(_) => None,
        }
    }

    /// The sort key: the latest change first, unreadable files last.
    pub(super) fn place(&self) -> (bool, Option<DateTime<FixedOffset>>, String) {
        let (is_readable, updated) = match &self.entry {
            Entry::Draft(draft) => (true, draft.updated),
            Entry::Broken(_) | Entry::Template(_) => (false, None),
        };
        (is_readable, updated, self.name.clone())
    }

    pub(super) fn listed_on(&self, today: NaiveDate) -> ListRow {
        ListRow {
            entry: self.entry_on(today),
            found_by: Arc::clone(&self.found_by),
        }
    }

    pub(super) fn entry_on(&self, today: NaiveDate) -> Entry {
        let mut entry = self.entry.clone();
        if let Entry::Draft(draft) = &mut entry {
            draft.days_left = self.ends_on.map(|day| (day - today).num_days());
        }
        entry
    }
}

/// The row of a draft that was read.
pub(super) fn row(store: &Store, read: &ReadDraft, view: &View<'_>, states: States) -> Row {
    let listed = &read.listed;
    let name = clean(&listed.name).text.into_owned();
    let (entry, ends_on) = match &listed.draft {
        Err(error) => {
            let broken = BrokenEntry {
                id: name,
                reason: (view.reasons.of_store)(error, view.reasons.language),
            };
            (Entry::Broken(broken), None)
        }
        Ok(draft) => {
            let (mut entry, ends_on) = match &read.template {
                Some(Ok(template)) => {
                    let derives = states == States::AtOnce && read.known.is_none();
                    if derives {
                        let contract = Contract::of(template, draft, view.house_style);
                        let standing = Standing::of(draft, &contract);
                        let (style, values) = (&contract.style, &contract.values);
                        summary(template, draft, style, values, Some(standing))
                    } else {
                        let style = draft.style_in(template, view.house_style);
                        let values = values_of(template, draft, &style);
                        summary(template, draft, &style, &values, read.known)
                    }
                }
                Some(Err(problem)) => {
                    let entry = DraftEntry {
                        problem: problem.clone(),
                        ..DraftEntry::default()
                    };
                    (entry, None)
                }
                None => (DraftEntry::default(), None),
            };
            if store.is_recovery_copy(&listed.path) {
                // A recovery copy may have the name of its draft, so its path is the id.
                entry.id = listed.path.to_string_lossy().into_owned();
                entry.is_recovered = true;
                // A file that was written by hand has no id, only a name.
                let original = store.draft_of_copy(&listed.path).ok();
                let name = original.map_or_else(|| draft.id.clone(), |path| draft_name(&path));
                entry.copy_of = Some(clean(&name).text.into_owned());
            } else {
                entry.id = name;
            }
            entry.title = clean(&draft.title).text.into_owned();
            entry.updated = draft.updated;
            entry.is_void = draft.status.is == Mark::Void;
            (Entry::Draft(entry), ends_on)
        }
    };
    Row {
        found_by: Arc::new(FoundBy::of(&entry)),
        entry,
        state_key: read.state_key.clone(),
        ends_on,
        name: listed.name.clone(),
    }
}

/// The values of the fields that the template's `[summary]` names, and the last day.
fn summary(
    template: &Template,
    draft: &Draft,
    style: &Style,
    values: &Values,
    standing: Option<Standing>,
) -> (DraftEntry, Option<NaiveDate>) {
    let answered = |role: &Option<FieldId>| {
        let field = template.field(role.as_ref()?.as_str())?;
        Some((field, values.value(&field.place())?))
    };
    let printed = |role: &Option<FieldId>| match answered(role) {
        Some((_, Value::Date(day))) => date::iso(*day),
        Some((field, value)) => print_value(field, value, style),
        None => String::new(),
    };
    // A name with an error is still shown: the user knows and finds the draft by it.
    let wrong = |role: &Option<FieldId>| {
        let place = role.clone()?.into();
        let is_wrong = matches!(values.state(&place), State::Wrong);
        let given = draft.answers.get(&place).filter(|_| is_wrong)?;
        Some(clean(&given.as_text()).text.into_owned())
    };
    let named = |role| wrong(role).unwrap_or_else(|| printed(role));
    let ends_on = match answered(&template.summary.ends) {
        Some((_, Value::Date(day))) => Some(*day),
        Some(_) | None => None,
    };
    let amount_fen = match answered(&template.summary.amount) {
        Some((_, Value::Money(amount))) => Some(amount.fen()),
        Some(_) | None => None,
    };
    let payments = template.summary.payments.iter().filter_map(|field| {
        let field = template.field(field.as_str())?;
        match values.value(&field.place())? {
            Value::Date(day) => Some(Payment {
                field: field.id.as_str().to_owned(),
                label: field.label.clone(),
                day: *day,
            }),
            _ => None,
        }
    });
    let payments: Vec<Payment> = payments.collect();
    let entry = DraftEntry {
        payments: (!payments.is_empty()).then(|| Box::new(Payments(payments))),
        amount_fen,
        party: named(&template.summary.party),
        subject: named(&template.summary.subject),
        number: printed(&template.summary.number),
        amount: printed(&template.summary.amount),
        ends: printed(&template.summary.ends),
        progress: Some(values.progress(template)),
        standing: standing.map(Box::new),
        exported: draft.exported.clone().map(Box::new),
        ..DraftEntry::default()
    };
    (entry, ends_on)
}
