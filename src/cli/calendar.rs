//! `qianyue calendar`: writes the ends and the payments of all contracts for a calendar program.

use std::path::Path;

use chrono::NaiveDate;

use super::list::{complain_unread, read};
use super::output::say;
use super::{Exit, Surroundings, fail};
use crate::desk::listing::States;
use crate::desk::{Deadline, DraftEntry, Entry, calendar};
use crate::language::Language;
use crate::store::{Overwrite, Protected, write_output};
use crate::wording::{self, word};

pub(super) fn run(surroundings: &Surroundings, output: &Path, force: bool) -> Exit {
    let language = surroundings.language;
    let entries = match read(surroundings, States::Unread) {
        Ok(entries) => entries,
        Err(error) => return fail(&wording::store_error(&error, language), language),
    };
    complain_unread(&entries, language);
    let drafts = entries.iter().filter_map(|entry| match entry {
        Entry::Draft(draft) if draft.copy_of.is_none() && !draft.is_void => Some(draft),
        Entry::Draft(_) | Entry::Broken(_) | Entry::Template(_) => None,
    });
    let mut deadlines: Vec<Deadline> = drafts
        .flat_map(|draft| deadlines_of(draft, language))
        .collect();
    deadlines.sort_by_key(|deadline| (deadline.day, deadline.draft.clone()));
    let text = calendar(&word("cli.calendar.name", &[], language), &deadlines);
    let overwrite = if force {
        Overwrite::Replace
    } else {
        Overwrite::Refuse
    };
    let folder = surroundings.store.folder();
    let protected = Protected::new(folder, surroundings.config_path.clone());
    if let Err(error) = write_output(output, text.as_bytes(), overwrite, &protected) {
        return fail(&wording::store_error(&error, language), language);
    }
    let (count, path) = (deadlines.len().to_string(), wording::path(output));
    let values = [("count", count.as_str()), ("path", &path)];
    say(&word("cli.calendar.written", &values, language));
    Exit::Done
}

/// The last day and the payments of a contract. Amounts and accounts stay out of the calendar, which
/// others may see.
fn deadlines_of(draft: &DraftEntry, language: Language) -> Vec<Deadline> {
    let names = [&draft.party, &draft.title, &draft.id];
    let party = names.into_iter().find(|name| !name.is_empty());
    let party = party.map_or("", String::as_str);
    let deadline = |field: &str, day: NaiveDate, label: &str| {
        let values = [
            ("label", label),
            ("party", party),
            ("subject", &draft.subject),
        ];
        Deadline {
            draft: draft.id.clone(),
            field: field.to_owned(),
            day,
            said: word("cli.calendar.event", &values, language)
                .trim_end()
                .to_owned(),
            changed: draft.updated,
        }
    };
    let ends = word("cli.calendar.ends", &[], language);
    let end = draft.ends.parse().ok();
    let end = end.map(|day| deadline("end", day, &ends));
    let payments = draft.payments.iter().flat_map(|payments| &payments.0);
    let payments =
        payments.map(|payment| deadline(&payment.field, payment.day, payment.label.get(language)));
    end.into_iter().chain(payments).collect()
}
