//! The days that contracts bring with them, as a file for calendar programs (iCalendar, RFC 5545).

use chrono::{DateTime, FixedOffset, NaiveDate};
use icalendar::{Calendar, Component, Event, EventLike, Property};

/// A day that a contract brings with it: its end, or a payment.
#[derive(Clone, Debug)]
pub struct Deadline {
    /// The draft's id.
    pub draft: String,
    /// The id of the field with the day.
    pub field: String,
    /// The day.
    pub day: NaiveDate,
    /// What happens on the day, in the user's language.
    pub said: String,
    /// When the draft was last changed.
    pub changed: Option<DateTime<FixedOffset>>,
}

/// A calendar with an all-day event for each deadline. An event has the same UID in every file, so
/// that a calendar program replaces the event when it reads a newer file. Equal drafts give equal
/// files.
#[must_use]
pub fn calendar(name: &str, deadlines: &[Deadline]) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//qianyue//qianyue//ZH"));
    calendar.name(name);
    for deadline in deadlines {
        calendar.push(event(deadline));
    }
    calendar.to_string()
}

fn event(deadline: &Deadline) -> Event {
    let uid = format!("{}-{}@qianyue", deadline.draft, deadline.field);
    let changed = deadline.changed.unwrap_or_default();
    let mut event = Event::new();
    event.uid(&uid);
    event.timestamp(changed.to_utc());
    event.starts(deadline.day);
    // The end is the first day that is not part of the event.
    if let Some(next) = deadline.day.succ_opt() {
        event.ends(next);
    }
    event.summary(&deadline.said);
    // The user is not busy on that day.
    event.add_property("TRANSP", "TRANSPARENT");
    event.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_lasts_one_day_and_its_words_cannot_leave_their_line() {
        let deadline = Deadline {
            draft: "01JD0000000000000000000001".to_owned(),
            field: "term_end".to_owned(),
            day: NaiveDate::from_ymd_opt(2028, 2, 29).unwrap(),
            said: "合同到期：甲, 乙; 丙\\\nEND:VEVENT".to_owned(),
            changed: DateTime::parse_from_rfc3339("2026-11-22T09:30:00+08:00").ok(),
        };
        let text = calendar("签约", &[deadline]);
        let expected = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//qianyue//qianyue//ZH\r\n\
            NAME:签约\r\nX-WR-CALNAME:签约\r\nBEGIN:VEVENT\r\nDTEND;VALUE=DATE:20280301\r\n\
            DTSTAMP:20261122T013000Z\r\nDTSTART;VALUE=DATE:20280229\r\n\
            SUMMARY:合同到期：甲\\, 乙\\; 丙\\\\\\nEND:VEVENT\r\nTRANSP:TRANSPARENT\r\n\
            UID:01JD0000000000000000000001-term_end@qianyue\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        assert_eq!(text, expected);
    }
}
