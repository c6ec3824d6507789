//! Dates in the expressions of a template: terms, deadlines, and dates that cannot be computed.

use std::collections::BTreeSet;

use qianyue::draft::{Answer, Draft, Memory, Recalled, suggest};
use qianyue::template::{Severity, Style, Template};

use crate::support::built_in::{contract, draft, parse};
use crate::support::program::Home;

/// A lease whose term may not exceed twenty years.
const LEASE: &str = include_str!("../data/templates/dates.md");
/// A lease of 24 and a half years.
const LONG: &str = include_str!("../data/dates-24years.toml");

/// The ids and severities of a draft's issues.
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
        draft.answers.insert((*field).into(), answer);
    }
    draft
}

/// The suggestion for a field.
fn offered(template: &Template, draft: &Draft, field: &str) -> Option<String> {
    let contract = contract(template, draft);
    let offers = suggest(
        template,
        &contract.values,
        draft,
        &Style::default(),
        &Memory {
            profile: &|_| None,
            recalled: &Recalled::default(),
        },
    );
    let offer = offers.get(&field.into());
    offer.map(|offer| offer.answer.as_text())
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
    // The notice is due one day before the end of the lease. It must be due one month before.
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
        draft.answers.remove(&"notice".into());
        let offer = offered(&template, &draft, "notice");
        assert_eq!(offer.as_deref(), Some(expected), "end: {end}");
    }
}

/// The lease with this default of the field `notice` and this condition of its check.
fn lease(default: &str, when: &str) -> Template {
    let text = LEASE
        .replace("add_months(end, -1)\" }", &format!("{default}\" }}"))
        .replace("notice > add_months(end, -1)", when);
    assert!(text.contains(default) && text.contains(when));
    parse(&text)
}

#[test]
fn a_check_that_cannot_be_computed_is_an_error_that_a_reason_lifts() {
    for when in [
        "notice > add_months(end, 99999)",
        "days(lessee, end) > 1",
        "term_end(start, 0) > end",
        "days(start, end) / 0 > 1",
        "money(0 - rent) == '1'",
    ] {
        let template = lease("end", when);
        let draft = draft(LONG);
        let contract = contract(&template, &draft);
        let broken: Vec<_> = contract
            .issues
            .iter()
            .filter(|issue| issue.id == "N01")
            .collect();
        assert_eq!(broken.len(), 1, "when: {when}");
        assert_eq!(broken[0].severity, Severity::Error, "when: {when}");
        assert!(
            broken[0].blocks() && broken[0].may_be_acknowledged(),
            "when: {when}"
        );
    }
}

#[test]
fn a_default_that_cannot_be_computed_is_named_once_its_fields_are_answered() {
    let broken = ("E10".to_owned(), Severity::Error);
    for default in [
        "add_months(end, 99999)",
        "term_end(end, 0)",
        "days(start, end) / 0",
        "days(end, start)",
        "rent / 7",
        "rent > 1",
        "[end]",
        "days(lessee, end)",
    ] {
        let template = lease(default, "false");
        let mut draft = draft(LONG);
        assert!(
            !found(&template, &draft).contains(&broken),
            "answered: {default}"
        );
        draft.answers.remove(&"notice".into());
        let contract = contract(&template, &draft);
        let named = contract.issues.iter().find(|issue| issue.id == "E10");
        let named = named.unwrap_or_else(|| panic!("{default}: {:?}", contract.issues));
        assert_eq!(named.places, ["notice".into()], "{default}");
        assert!(named.blocks() && named.may_be_acknowledged(), "{default}");
        for field in ["start", "end", "rent", "lessee"] {
            draft.answers.remove(&field.into());
        }
        assert!(
            !found(&template, &draft).contains(&broken),
            "half-filled: {default}"
        );
    }
}

#[test]
fn a_default_that_offers_nothing_on_purpose_is_no_error() {
    for default in [
        "exact_years(start, end)",
        "end if rent > 999999999",
        "end if delivery == 'shipped'",
        "''",
        "none",
    ] {
        let template = lease(default, "false");
        let mut draft = draft(LONG);
        draft.answers.remove(&"notice".into());
        let broken = found(&template, &draft);
        assert!(
            !broken.iter().any(|(id, _)| id == "E10"),
            "{default}: {broken:?}"
        );
        assert_eq!(offered(&template, &draft, "notice"), None, "{default}");
    }
}

#[test]
fn an_export_names_what_cannot_be_computed() {
    let home = Home::new();
    let check = LEASE.replace("end < start", "add_years(end, 9999) < start");
    let default = LEASE.replace("add_months(end, -1)\" }", "add_months(end, 99999)\" }");
    home.write("data/templates/dates.md", check);
    home.write(
        "draft.toml",
        LONG.replace("2050-06-29", "2050-05-30")
            .replace("2050-06-30", "2027-06-30")
            .replace("2050-05-30", "2027-05-30"),
    );
    for (language, expected) in [
        (
            "zh-CN",
            "L01 模板的检查 L01 无法计算（算出的日期不在 1900 年到 2999 年之内）",
        ),
        (
            "en",
            "L01 Check L01 of the template cannot be evaluated (the day lies outside the years 1900 to 2999)",
        ),
    ] {
        let run = home
            .run(&["--lang", language, "export", "draft.toml", "-o", "out.docx"])
            .ended(3);
        assert!(run.messages.contains(expected), "{run:#?}");
    }
    home.write("data/templates/dates.md", default);
    let without = std::fs::read_to_string(home.path("draft.toml")).unwrap();
    home.write(
        "draft.toml",
        without.replace("notice = \"2027-05-30\"\n", ""),
    );
    for (language, expected) in [
        (
            "zh-CN",
            "E10 “续租通知截止”本应有默认值，但模板的算式无法计算（算出的日期不在 1900 年到 2999 年之内）",
        ),
        (
            "en",
            "E10 Notice by should have been offered a value, but the template's expression cannot be evaluated (the day lies outside the years 1900 to 2999)",
        ),
    ] {
        let run = home
            .run(&["--lang", language, "export", "draft.toml", "-o", "out.docx"])
            .ended(3);
        assert!(run.messages.contains(expected), "{run:#?}");
    }
    assert!(!home.path("out.docx").exists());
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
        &format!("x.md:146:9：{whole}"),
        &format!("x.md:162:11：{whole}"),
        &format!("x.md:193:33：{whole}"),
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
