//! Days in the expressions of a template: terms, deadlines, and what cannot be computed.

use std::collections::BTreeSet;

use qianyue::draft::{Answer, Draft, suggest};
use qianyue::template::{Severity, Style, Template};

use crate::support::built_in::{contract, draft, parse};
use crate::support::program::Home;

/// A lease of which no term may be longer than twenty years.
const LEASE: &str = include_str!("../data/templates/dates.md");
/// A lease for 24 years and a half.
const LONG: &str = include_str!("../data/dates-24years.toml");

/// What is found about a draft, with how bad it is.
fn found(template: &Template, draft: &Draft) -> BTreeSet<(String, Severity)> {
    let issues = contract(template, draft).issues;
    issues
        .into_iter()
        .map(|issue| (issue.id, issue.severity))
        .collect()
}

fn answering(mut draft: Draft, answers: &[(&str, &str)]) -> Draft {
    for (field, text) in answers {
        let answer = Answer::Text((*text).to_owned());
        draft.answers.insert((*field).to_owned(), answer);
    }
    draft
}

/// What the form offers for a field.
fn offered(template: &Template, draft: &Draft, field: &str) -> Option<String> {
    let contract = contract(template, draft);
    let offers = suggest(template, &contract.values, draft, &Style::default(), |_| {
        None
    });
    let index = template.field_index(field).unwrap();
    offers[index].as_ref().map(Answer::as_text)
}

#[test]
fn a_term_of_more_than_twenty_years_is_found() {
    let template = parse(LEASE);
    let long = draft(LONG);
    let is_found = |draft: &Draft| {
        let all = found(&template, draft);
        (
            all.contains(&("Y20".to_owned(), Severity::Error)),
            all.contains(&("N01".to_owned(), Severity::Error)),
        )
    };
    // The notice is due on the day before the lease ends, a month before would be right.
    assert_eq!(is_found(&long), (true, true));
    for (end, notice, expected) in [
        ("2050-06-30", "2050-05-30", (true, false)),
        ("2046-12-31", "2046-11-30", (true, false)),
        ("2046-12-30", "2046-11-30", (false, false)),
        ("2045-12-31", "2045-12-01", (false, true)),
        ("2027-01-01", "2026-12-01", (false, false)),
        ("2025-12-31", "2025-11-30", (false, false)),
    ] {
        let draft = answering(long.clone(), &[("end", end), ("notice", notice)]);
        assert_eq!(
            is_found(&draft),
            expected,
            "until {end}, notice by {notice}"
        );
    }
}

#[test]
fn a_deadline_before_a_day_is_offered() {
    let template = parse(LEASE);
    for (end, expected) in [
        ("2050-06-30", "2050-05-30"),
        ("2027-03-31", "2027-02-28"),
        ("2028-03-31", "2028-02-29"),
        ("2027-01-01", "2026-12-01"),
    ] {
        let mut draft = answering(draft(LONG), &[("end", end)]);
        draft.answers.remove("notice");
        let offer = offered(&template, &draft, "notice");
        assert_eq!(offer.as_deref(), Some(expected), "end: {end}");
    }
}

#[test]
fn a_check_of_a_template_points_at_what_means_something_else() {
    let home = Home::new();
    let text = LEASE
        .replace(
            "whole_years(start, end) > 20",
            "not whole_years(start, end)",
        )
        .replace(
            "早于起始日",
            "早于起始日{{ '' if not whole_years(start, end) else '。' }}",
        )
        .replace(
            "{% if delivery == 'shipped' %}",
            "{% if delivery == 'shipped' and not whole_years(start, end) %}",
        );
    home.write("x.md", text);
    let run = home
        .run(&["--lang", "zh-CN", "template", "check", "x.md"])
        .ended(0);
    let whole = "not whole_years(…) 问的是不满一年，不是期限是否正好满若干年";
    for expected in [
        "x.md:77:21：期限从月末起算时，add_days(add_years(…), -1) 会少一天",
        "提示：期限的最后一日写 term_end(起始日, 月数)，例如 term_end(start, 12)",
        &format!("x.md:145:9：{whole}"),
        &format!("x.md:161:11：{whole}"),
        &format!("x.md:192:33：{whole}"),
        "提示：要问期限是否正好满若干年，写 not exact_years(…)",
    ] {
        assert!(run.messages.contains(expected), "{expected}: {run:#?}");
    }
    assert_eq!(run.messages.lines().count(), 8, "{run:#?}");
    let run = home
        .run(&["--lang", "en", "template", "check", "x.md"])
        .ended(0);
    assert!(
        run.messages.contains("write not exact_years(…)"),
        "{run:#?}"
    );
    assert!(run.messages.contains("Write the last day"), "{run:#?}");
    let run = home
        .run(&["template", "check", "mini-program-service"])
        .ended(0);
    assert_eq!(run.messages, "");
}
