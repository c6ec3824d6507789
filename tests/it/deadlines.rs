//! `list --ending` and `calendar`: which contracts end, and when something is to be paid.

use std::fs;

use chrono::{Days, Local, NaiveDate};

use crate::support::program::Home;

const TEMPLATE: &str = r#"+++
id = "rent"
title = "租赁合同"
version = "1"

[summary]
party = "who"
subject = "what"
amount = "rent"
ends = "ends"
payments = ["first", "second"]

[[fields]]
id = "who"
kind = "text"
party = true
label = { zh = "承租人", en = "Tenant" }

[[fields]]
id = "what"
kind = "text"
label = "房屋"

[[fields]]
id = "rent"
kind = "money"
label = "租金"

[[fields]]
id = "account"
kind = "bank_account"
label = "账号"
required = false
belongs = "us"

[[fields]]
id = "ends"
kind = "date"
label = "租期止"

[[fields]]
id = "first"
kind = "date"
label = { zh = "首期付款日", en = "First payment" }
required = false

[[fields]]
id = "second"
kind = "date"
label = { zh = "二期付款日", en = "Second payment" }
required = false
+++

{{ who }}租用{{ what }}，租金{{ rent }}元，账号{{ account }}，至{{ ends }}，分别于{{ first }}和{{ second }}支付。
"#;

fn day(from_today: u64) -> NaiveDate {
    Local::now().date_naive() + Days::new(from_today)
}

fn draft(who: &str, ends: NaiveDate, more: &str) -> String {
    format!(
        "updated = 2026-11-22T09:30:00+08:00\n[template]\nid = \"rent\"\n[answers]\n\
         who = \"{who}\"\nwhat = \"样例路1号, 二层\"\nrent = \"8888.88\"\n\
         account = \"虚构银行 0000000000000000777\"\nends = \"{ends}\"\n{more}"
    )
}

fn id(number: usize) -> String {
    format!("01JD000000000000000000000{number}")
}

/// Contracts that end today, in 60 days, in 61 days, yesterday; a void one, a copy, and a broken
/// file.
fn home() -> Home {
    let home = Home::new();
    home.write("data/templates/rent.md", TEMPLATE);
    let yesterday = day(0).pred_opt().unwrap();
    let put = |number: usize, text: String| {
        home.write(&format!("data/drafts/{}.toml", id(number)), text);
    };
    put(1, draft("今天止商店", day(0), ""));
    put(
        2,
        draft(
            "六十天止商店",
            day(60),
            "first = \"2027-03-01\"\nsecond = \"2027-06-01\"\n",
        ),
    );
    put(3, draft("六十一天止商店", day(61), ""));
    put(4, draft("已到期商店", yesterday, ""));
    put(
        5,
        draft(
            "作废商店",
            day(5),
            "[status]\nis = \"void\"\nreason = \"样例\"\n",
        ),
    );
    let copy = format!("data/drafts/{}.conflict-tea-1.toml", id(2));
    home.write(&copy, draft("六十天止商店", day(50), ""));
    home.write("data/drafts/broken.toml", "[");
    home
}

#[test]
fn what_ends_within_some_days_is_listed_the_first_to_end_first() {
    let home = home();
    for (days, expected) in [
        ("60d", vec![1, 2]),
        ("61d", vec![1, 2, 3]),
        ("59d", vec![1]),
        ("0d", vec![1]),
    ] {
        let run = home.run(&["list", "--ending", days]).ended(0);
        let ids: Vec<&str> = (run.output.lines())
            .map(|line| line.split('\t').next().unwrap())
            .collect();
        let expected: Vec<String> = expected.into_iter().map(id).collect();
        assert_eq!(ids, expected, "{days}");
        assert!(
            run.output
                .lines()
                .next()
                .unwrap()
                .ends_with(&day(0).to_string()),
            "{run:#?}"
        );
        // A file that cannot be read may hide one.
        assert!(run.messages.contains("1 个文件"), "{run:#?}");
        let json = home
            .run(&["list", "--ending", days, "--json"])
            .ended(0)
            .json();
        let rows = json.as_array().unwrap();
        let ids: Vec<&str> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
        assert_eq!(ids, expected, "{days}");
    }
    let json = home
        .run(&["list", "--ending", "60d", "--json"])
        .ended(0)
        .json();
    assert_eq!(json[1]["ends"], day(60).to_string());
    assert_eq!(json[1]["days_left"], 60);
}

#[test]
fn a_number_of_days_is_asked_for_as_it_is_written() {
    let home = home();
    for wrong in ["60", "d", "-1d", "2m", "99999999999d", ""] {
        let argument = format!("--ending={wrong}");
        let run = home.run(&["--lang", "zh-CN", "list", &argument]).ended(2);
        assert!(run.messages.contains("60d"), "{wrong}: {run:#?}");
    }
}

/// The lines of the events, with folded lines joined.
fn lines(text: &str) -> Vec<String> {
    assert!(text.ends_with("END:VCALENDAR\r\n"), "{text}");
    for line in text.split("\r\n") {
        assert!(line.len() <= 75 && !line.contains('\n'), "{line:?}");
    }
    let whole = text.replace("\r\n ", "");
    whole.lines().map(str::to_owned).collect()
}

#[test]
fn a_calendar_has_the_ends_and_payments_and_neither_amounts_nor_accounts() {
    let home = home();
    let run = home.run(&["calendar", "-o", "out.ics"]).ended(0);
    assert!(run.messages.contains("6 个日期"), "{run:#?}");
    let text = fs::read_to_string(home.path("out.ics")).unwrap();
    let lines = lines(&text);
    let count = |line: &str| lines.iter().filter(|other| *other == line).count();
    assert_eq!(count("BEGIN:VEVENT"), 6);
    for (number, day) in [(1, day(0)), (2, day(60)), (3, day(61))] {
        assert_eq!(count(&format!("UID:{}-end@qianyue", id(number))), 1);
        assert_eq!(
            count(&format!("DTSTART;VALUE=DATE:{}", day.format("%Y%m%d"))),
            1
        );
    }
    assert_eq!(count(&format!("UID:{}-first@qianyue", id(2))), 1);
    assert_eq!(count("DTSTART;VALUE=DATE:20270301"), 1);
    assert_eq!(count("DTEND;VALUE=DATE:20270302"), 1);
    assert_eq!(
        count("SUMMARY:首期付款日：六十天止商店 样例路1号\\, 二层"),
        1
    );
    assert_eq!(count("SUMMARY:合同到期：今天止商店 样例路1号\\, 二层"), 1);
    for part in ["8888", "8,888", "0777", "虚构银行", "作废"] {
        assert!(!text.contains(part), "{part}: {text}");
    }
    // The same drafts give the same file; another file is only replaced with `--force`.
    home.run(&["calendar", "-o", "out.ics"]).ended(1);
    home.run(&["calendar", "-o", "out.ics", "--force"]).ended(0);
    assert_eq!(fs::read_to_string(home.path("out.ics")).unwrap(), text);
    let draft = format!("data/drafts/{}.toml", id(1));
    let before = fs::read(home.path(&draft)).unwrap();
    home.run(&["calendar", "--force", "-o", &draft]).ended(1);
    assert_eq!(fs::read(home.path(&draft)).unwrap(), before);
}
