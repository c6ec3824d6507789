//! Records the starts of the program, so that a jump of the clock does not empty the trash.

use std::collections::BTreeMap;
use std::io;

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat, TimeDelta, Utc};
use toml_edit::{DocumentMut, Table, value};

use super::atomic::write_whole;
use super::disk::Overwrite;
use super::drafts::Store;
use super::error::{Operation, StoreError};
use super::read::read_regular;

/// The longest accepted time between two starts. After a longer pause the clock is not trusted.
const LONGEST_PAUSE: TimeDelta = TimeDelta::days(60);
const NOTES_LIMIT_BYTES: u64 = 1024 * 1024;

/// An entry of the trash: the name of its folder and the time of its deletion.
pub(super) type Trashed = (String, DateTime<Utc>);

/// The record of earlier starts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Starts {
    /// The time of the previous start.
    last: Option<DateTime<FixedOffset>>,
    /// Entries that were found to be too old, with the date of the first start that found them.
    found: BTreeMap<String, NaiveDate>,
}

impl Starts {
    /// Records a start at `now` and compares the ages of the `trashed` entries with `age`. Returns
    /// the names of entries that may be deleted: two starts on different dates have found them too
    /// old. A start is not trusted if it is the first, is earlier than the previous start, or
    /// follows after more than `LONGEST_PAUSE`; then only its time is recorded.
    fn note(
        &mut self,
        now: DateTime<FixedOffset>,
        trashed: &[Trashed],
        age: TimeDelta,
    ) -> Vec<String> {
        self.found
            .retain(|found, _| trashed.iter().any(|(name, _)| name == found));
        let before = self.last.replace(now);
        let is_believed =
            before.is_some_and(|before| before <= now && now - before <= LONGEST_PAUSE);
        if !is_believed {
            return Vec::new();
        }
        let today = now.date_naive();
        let mut may_go = Vec::new();
        for (name, since) in trashed {
            if now.with_timezone(&Utc) - since <= age {
                // An earlier start had a clock that was ahead.
                self.found.remove(name);
                continue;
            }
            let first_found = *self.found.entry(name.clone()).or_insert(today);
            if first_found != today {
                may_go.push(name.clone());
            }
        }
        may_go
    }

    fn parse(text: &str) -> Option<Self> {
        let notes: DocumentMut = text.parse().ok()?;
        let last = DateTime::parse_from_rfc3339(notes.get("last")?.as_str()?).ok()?;
        let mut found = BTreeMap::new();
        for (name, date) in notes.get("found")?.as_table()? {
            found.insert(name.to_owned(), date.as_str()?.parse().ok()?);
        }
        Some(Self {
            last: Some(last),
            found,
        })
    }

    fn to_text(&self) -> String {
        let mut notes = DocumentMut::new();
        if let Some(last) = self.last {
            // Whole seconds round down, so a start is never earlier than its own record.
            notes["last"] = value(last.to_rfc3339_opts(SecondsFormat::Secs, false));
        }
        let mut found = Table::new();
        for (name, date) in &self.found {
            found[name] = value(date.to_string());
        }
        notes["found"] = toml_edit::Item::Table(found);
        notes.to_string()
    }
}

impl Store {
    /// Records a start of the program. Returns the names of trash entries that are older than `age`
    /// and may be deleted.
    ///
    /// # Errors
    /// The record cannot be read or written; nothing may be deleted then.
    pub(super) fn note_start(
        &self,
        now: DateTime<FixedOffset>,
        trashed: &[Trashed],
        age: TimeDelta,
    ) -> Result<Vec<String>, StoreError> {
        let root = self.folder.root();
        match self.disk.facts(root) {
            Ok(_) => {}
            // A start alone must not create the data folder.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(StoreError::system(Operation::Read, root, &error)),
        }
        let path = root.join("starts.toml");
        let noted = match read_regular(&*self.disk, &path, NOTES_LIMIT_BYTES) {
            Ok((bytes, _)) => str::from_utf8(&bytes).ok().and_then(Starts::parse),
            Err(StoreError::TooLarge { .. }) => None,
            Err(error) if error.is_not_found() => None,
            Err(error) => return Err(error),
        };
        // A lost record counts as a first start, which is not trusted and deletes nothing.
        let mut starts = noted.unwrap_or_default();
        let may_go = starts.note(now, trashed, age);
        let text = starts.to_text();
        write_whole(&*self.disk, &path, text.as_bytes(), Overwrite::Replace)?;
        Ok(may_go)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 09:00 on the given number of days after 1 January 2026.
    fn day(days: i64) -> DateTime<FixedOffset> {
        let first: DateTime<FixedOffset> = "2026-01-01T09:00:00+08:00".parse().unwrap();
        first + TimeDelta::days(days)
    }

    /// The days of the starts, the index of the start that trashes the item, and the index of the
    /// start that deletes the item.
    struct Row {
        what: &'static str,
        starts: &'static [i64],
        trashed_at_start: usize,
        expected: Option<usize>,
    }

    #[expect(clippy::too_many_lines, reason = "a table")]
    #[test]
    fn an_item_goes_only_when_two_believed_starts_on_two_dates_have_found_it_too_old() {
        for Row {
            what,
            starts,
            trashed_at_start,
            expected,
        } in [
            Row {
                what: "daily use",
                starts: &[0, 1, 2, 29, 30, 31, 32, 33],
                trashed_at_start: 0,
                expected: Some(6),
            },
            Row {
                what: "exactly thirty days are not more than thirty",
                starts: &[0, 30, 30, 31],
                trashed_at_start: 0,
                expected: None,
            },
            Row {
                what: "weekly use",
                starts: &[0, 7, 14, 21, 28, 35, 42],
                trashed_at_start: 0,
                expected: Some(6),
            },
            Row {
                what: "400 days behind, then right",
                starts: &[0, -400, 1, 2, 3],
                trashed_at_start: 0,
                expected: None,
            },
            Row {
                what: "thrown away 400 days behind, then right",
                starts: &[0, -400, 1, 1, 2, 3],
                trashed_at_start: 1,
                expected: Some(4),
            },
            Row {
                what: "400 days behind for some days, then right",
                starts: &[0, -400, -399, -398, 1, 2],
                trashed_at_start: 1,
                expected: None,
            },
            Row {
                what: "one start 31 days ahead, then right",
                starts: &[0, 31, 1, 2, 3, 29, 30],
                trashed_at_start: 0,
                expected: None,
            },
            Row {
                what: "one start 31 days ahead, then right until it is due",
                starts: &[0, 31, 1, 2, 20, 31, 32],
                trashed_at_start: 0,
                expected: Some(6),
            },
            Row {
                what: "two starts ahead, a right one between them",
                starts: &[0, 31, 1, 2, 33, 3],
                trashed_at_start: 0,
                expected: None,
            },
            Row {
                what: "two starts on one date ahead",
                starts: &[0, 31, 31, 1],
                trashed_at_start: 0,
                expected: None,
            },
            Row {
                what: "two starts on one date when it is due",
                starts: &[0, 31, 31, 31],
                trashed_at_start: 0,
                expected: None,
            },
            Row {
                what: "sixty days after the start before",
                starts: &[0, 60, 61],
                trashed_at_start: 0,
                expected: Some(2),
            },
            Row {
                what: "61 days after the start before: that start only notes its date",
                starts: &[0, 61, 62, 63],
                trashed_at_start: 0,
                expected: Some(3),
            },
            Row {
                what: "always 61 days apart",
                starts: &[0, 61, 122, 183],
                trashed_at_start: 0,
                expected: None,
            },
            Row {
                what: "earlier than the start before, and due: that start only notes its date",
                starts: &[0, 40, 39, 41],
                trashed_at_start: 0,
                expected: Some(3),
            },
            Row {
                what: "found once, earlier, then on the date of the finding",
                starts: &[0, 40, 39, 40],
                trashed_at_start: 0,
                expected: None,
            },
            Row {
                what: "thrown away 400 days ahead, then right",
                starts: &[0, 400, 1, 2, 40, 41],
                trashed_at_start: 1,
                expected: None,
            },
        ] {
            let mut noted = Starts::default();
            let mut gone = None;
            let mut trashed = Vec::new();
            for (index, start) in starts.iter().enumerate() {
                let may_go = noted.note(day(*start), &trashed, TimeDelta::days(30));
                noted = Starts::parse(&noted.to_text()).unwrap();
                if !may_go.is_empty() {
                    gone = Some(index);
                    break;
                }
                if index == trashed_at_start {
                    trashed.push(("x-1".to_owned(), day(*start).with_timezone(&Utc)));
                }
            }
            assert_eq!(gone, expected, "{what}: {starts:?}");
        }
    }

    #[test]
    fn a_clock_that_goes_back_by_a_second_is_one_that_goes_back() {
        let trashed = [("x-1".to_owned(), day(0).with_timezone(&Utc))];
        let month = TimeDelta::days(30);
        let mut noted = Starts::default();
        assert!(noted.note(day(39), &trashed, month).is_empty());
        assert_eq!(noted.found, BTreeMap::new(), "there is no start before");
        assert!(noted.note(day(40), &trashed, month).is_empty());
        assert!(noted.note(day(41), &[], month).is_empty());
        assert_eq!(
            noted.found,
            BTreeMap::new(),
            "what is not there is forgotten"
        );
        assert!(noted.note(day(41), &trashed, month).is_empty());
        let a_second_before = day(41) - TimeDelta::seconds(1);
        assert!(noted.note(a_second_before, &trashed, month).is_empty());
        assert_eq!(noted.last, Some(a_second_before));
        assert_eq!(noted.note(day(42), &trashed, month), ["x-1"]);
    }

    #[test]
    fn notes_that_are_damaged_are_no_notes() {
        let notes = Starts {
            last: Some(day(3)),
            found: BTreeMap::from([("x-1".to_owned(), day(2).date_naive())]),
        };
        let text = notes.to_text();
        assert_eq!(Starts::parse(&text), Some(notes));
        for broken in [
            "",
            "last = 3\n[found]\n",
            "last = \"2026-01-04\"\n[found]\n",
            &text.replace("2026-01-03", "2026-13-03"),
            text.get(..20).unwrap(),
        ] {
            assert_eq!(Starts::parse(broken), None, "{broken:?}");
        }
    }
}
