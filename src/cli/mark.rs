//! `qianyue mark`: records what became of a contract.

use chrono::{Local, NaiveDate};

use super::output::{complain, say};
use super::recording::record;
use super::source;
use super::{Exit, Surroundings, fail};
use crate::draft::{Mark, Status};
use crate::store::{SaveRemark, StoreError};
use crate::wording::{self, Words, word};

pub(super) fn run(
    surroundings: &Surroundings,
    source: &str,
    mark: Mark,
    date: Option<NaiveDate>,
    reason: &str,
) -> Exit {
    let language = surroundings.language;
    let before = source::open(surroundings, source).map(|open| open.draft().status.is);
    if before.is_ok_and(|before| mark.needs_reason(before)) && reason.trim().is_empty() {
        let words = Words {
            message: word("cli.mark_reason.message", &[], language),
            hint: word("cli.mark_reason.hint", &[], language),
        };
        return fail(&words, language);
    }
    match mark_as(surroundings, source, mark, date, reason) {
        Ok((path, remark)) => {
            let name = wording::mark_name(mark, language);
            let values = [("path", path.as_str()), ("mark", &name)];
            say(&word("cli.marked", &values, language));
            if let Some(remark) = remark {
                complain(&wording::save_remark(&remark, language), language);
            }
            Exit::Done
        }
        Err(error) => fail(&wording::store_error(&error, language), language),
    }
}

/// Writes the mark into the draft. Returns the draft's path for display, and the remark about the
/// save.
fn mark_as(
    surroundings: &Surroundings,
    source: &str,
    mark: Mark,
    date: Option<NaiveDate>,
    reason: &str,
) -> Result<(String, Option<SaveRemark>), StoreError> {
    let open = source::open(surroundings, source)?;
    let path = wording::path(open.path());
    let today = Local::now().date_naive();
    let remark = record(surroundings, open, |draft| {
        draft.status = Status {
            is: mark,
            date: date.or_else(|| mark.takes_date().then_some(today)),
            reason: reason.to_owned(),
        };
    })?;
    Ok((path, remark))
}
