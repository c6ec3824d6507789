//! Times of day.

use super::digits::{chinese_number, half_width};
use super::error::ValueError;
use super::text::is_blank;

/// A time of day in whole minutes from midnight; 24:00 is the end of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime(u32);

/// The minutes of a day.
const DAY: u32 = 24 * 60;

impl ClockTime {
    /// Reads a time as people type it: `9:30`, `09：30`, `9点半`, `9时30分`, `0930`, `下午2点`,
    /// `2:30pm`. `24:00` is the end of a day.
    ///
    /// # Errors
    ///
    /// Blank; no time; an hour or minute that a clock does not show.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        if is_blank(text) {
            return Err(ValueError::Blank);
        }
        let answer = || text.trim().to_owned();
        let typed: String = half_width(text)
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
            .to_lowercase();
        let (half, spelling) = half_of_day(&typed);
        let Some((hour, minute)) = hour_and_minute(spelling) else {
            return Err(ValueError::NotATime { answer: answer() });
        };
        let hour = match half {
            None => Some(hour),
            // 上午12点 and 凌晨12点 would be midnight for some and noon for others.
            Some(Half::Morning) => (hour < 12).then_some(hour),
            Some(Half::Noon) => match hour {
                11 | 12 => Some(hour),
                1 | 2 => Some(hour + 12),
                _ => None,
            },
            Some(Half::Evening) => match hour {
                1..=11 => Some(hour + 12),
                13..=23 => Some(hour),
                _ => None,
            },
        };
        let minutes = hour.map(|hour| hour * 60 + minute);
        match minutes.filter(|minutes| minute < 60 && *minutes <= DAY) {
            Some(minutes) => Ok(Self(minutes)),
            None => Err(ValueError::NoSuchTime { answer: answer() }),
        }
    }

    /// The printed and stored form: `09:30`. Later times of a day are later texts.
    #[must_use]
    pub fn print(self) -> String {
        format!("{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// The part of a day that a spelling names.
#[derive(Clone, Copy)]
enum Half {
    Morning,
    Noon,
    Evening,
}

/// The named part of the day, and the spelling without it.
fn half_of_day(typed: &str) -> (Option<Half>, &str) {
    for (word, half) in [
        ("上午", Half::Morning),
        ("早上", Half::Morning),
        ("凌晨", Half::Morning),
        ("中午", Half::Noon),
        ("下午", Half::Evening),
        ("晚上", Half::Evening),
    ] {
        if let Some(rest) = typed.strip_prefix(word) {
            return (Some(half), rest);
        }
    }
    for (word, half) in [("am", Half::Morning), ("pm", Half::Evening)] {
        if let Some(rest) = typed.strip_suffix(word) {
            // 12pm is noon.
            let is_noon = word == "pm" && matches!(rest.split(':').next(), Some("12"));
            return (Some(if is_noon { Half::Noon } else { half }), rest);
        }
    }
    (None, typed)
}

fn hour_and_minute(spelling: &str) -> Option<(u32, u32)> {
    let digits = |text: &str| {
        let is_short = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        is_short.then(|| text.parse().ok()).flatten()
    };
    let number = |text: &str| digits(text).or_else(|| u32::try_from(chinese_number(text)?).ok());
    if let Some((hour, minute)) = spelling.split_once([':', '.']) {
        // Seconds come with a copied time, and must be none.
        let minute = minute.strip_suffix(":00").unwrap_or(minute);
        return (minute.len() == 2).then(|| Some((digits(hour)?, digits(minute)?)))?;
    }
    if let Some((hour, minute)) = spelling.split_once(['点', '时']) {
        let minute = minute.strip_prefix('钟').unwrap_or(minute);
        let minute = match minute {
            "" | "整" => 0,
            "半" => 30,
            "一刻" => 15,
            "三刻" => 45,
            other => {
                let other = other.strip_suffix('分').unwrap_or(other);
                number(
                    other
                        .strip_prefix('零')
                        .filter(|rest| !rest.is_empty())
                        .unwrap_or(other),
                )?
            }
        };
        return Some((number(hour)?, minute));
    }
    // 0930
    let is_four = spelling.len() == 4 && spelling.bytes().all(|b| b.is_ascii_digit());
    let (hour, minute) = is_four.then(|| spelling.split_at_checked(2)).flatten()?;
    Some((digits(hour)?, digits(minute)?))
}

#[cfg(test)]
mod tests {
    use super::{ClockTime, ValueError};
    use proptest::prelude::*;

    #[test]
    fn a_time_is_understood_as_people_type_it() {
        for (input, printed) in [
            ("9:30", "09:30"),
            ("09：30", "09:30"),
            (" 21:05 ", "21:05"),
            ("9:30:00", "09:30"),
            ("9.30", "09:30"),
            ("0930", "09:30"),
            ("9点", "09:00"),
            ("九点半", "09:30"),
            ("9点30", "09:30"),
            ("9时30分", "09:30"),
            ("十八时", "18:00"),
            ("9点零5分", "09:05"),
            ("八点一刻", "08:15"),
            ("上午9点", "09:00"),
            ("下午2点", "14:00"),
            ("下午14:00", "14:00"),
            ("晚上8点半", "20:30"),
            ("中午12点", "12:00"),
            ("中午1点", "13:00"),
            ("9:30am", "09:30"),
            ("2:30 PM", "14:30"),
            ("12:00pm", "12:00"),
            ("0:00", "00:00"),
            ("24:00", "24:00"),
        ] {
            let time = ClockTime::parse(input).unwrap();
            assert_eq!(time.print(), printed, "input: {input}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused_with_its_reason() {
        let none = |answer: String| ValueError::NotATime { answer };
        let strange = |answer: String| ValueError::NoSuchTime { answer };
        for (input, expected) in [
            ("上午", none as fn(String) -> ValueError),
            ("9", none),
            ("930", none),
            ("9:3", none),
            ("9:30:15", none),
            ("9:00-18:00", none),
            ("9点左右", none),
            ("随时", none),
            ("25:00", strange),
            ("9:60", strange),
            ("24:01", strange),
            ("上午12点", strange),
            ("晚上12点", strange),
        ] {
            let refused = ClockTime::parse(input);
            assert_eq!(refused, Err(expected(input.to_owned())), "input: {input}");
        }
        assert_eq!(ClockTime::parse(" "), Err(ValueError::Blank));
    }

    proptest! {
        #[test]
        fn every_printed_time_reads_back(minutes in 0..=super::DAY) {
            let time = ClockTime(minutes);
            prop_assert_eq!(ClockTime::parse(&time.print()), Ok(time));
        }

        #[test]
        fn any_text_is_read_without_a_panic(
            text in prop_oneof![any::<String>(), "[上下午晚]{0,2}[0-9一二十点时分半:：]{0,8}"],
        ) {
            let _ = ClockTime::parse(&text);
        }
    }
}
