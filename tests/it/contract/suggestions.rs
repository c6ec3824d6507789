//! The suggestions for empty blanks, and how long an acknowledgement holds.

use super::{EXAMPLE, SALE, SERVICE, answer, contract, draft, draft_file, template};
use qianyue::draft::{
    Answer, Basis, Draft, Issue, Memory, Problem, Recalled, Suggestion, mark_acknowledged, offers,
    recall, suggest,
};
use qianyue::template::{Place, ProfileKey, Severity, Template};

fn offered(template: &Template, draft: &Draft, id: &str) -> Option<Answer> {
    let best = best(template, draft, id, &Recalled::default());
    best.map(|suggestion| suggestion.answer)
}

fn best(template: &Template, draft: &Draft, id: &str, recalled: &Recalled) -> Option<Suggestion> {
    let contract = contract(template, draft);
    let profile = |key| match key {
        ProfileKey::Name => Some("深圳示例云帆网络科技有限公司".to_owned()),
        ProfileKey::Website => Some("https://www.example.com".to_owned()),
        ProfileKey::Hotline => Some("  ".to_owned()),
        ProfileKey::Phone | ProfileKey::BankAccount | ProfileKey::Author => None,
    };
    let memory = Memory {
        profile: &profile,
        recalled,
    };
    let suggested = suggest(template, &contract.values, draft, &contract.style, &memory);
    suggested.get(&id.into()).cloned()
}

#[test]
fn a_suggestion_follows_from_the_template_other_answers_and_the_profile() {
    let (service, sale) = (template(SERVICE), template(SALE));
    for (template, answers, id, expected) in [
        (&service, vec![], "copies_each", Some("1")),
        // Follows from another suggestion.
        (&service, vec![], "copies_total", Some("2")),
        (
            &service,
            vec![("copies_each", "3")],
            "copies_total",
            Some("6"),
        ),
        (
            &service,
            vec![("copies_each", "三")],
            "copies_total",
            Some("6"),
        ),
        (
            &service,
            vec![("copies_each", "许多")],
            "copies_total",
            None,
        ),
        (&service, vec![], "term_end", None),
        (
            &service,
            vec![("term_start", "2026-03-01")],
            "term_end",
            Some("2027-02-28"),
        ),
        (
            &service,
            vec![("term_start", "2027-03-01")],
            "term_end",
            Some("2028-02-29"),
        ),
        (
            &service,
            vec![("term_start", "2028-02-29")],
            "term_end",
            Some("2029-02-28"),
        ),
        (
            &service,
            vec![("term_start", "2026-01-01")],
            "term_end",
            Some("2026-12-31"),
        ),
        (&service, vec![], "first_year_fee", None),
        (
            &service,
            vec![("unit_price", "107,000.53")],
            "first_year_fee",
            Some("107000.53"),
        ),
        (
            &service,
            vec![("unit_price", "1.28万")],
            "first_year_fee",
            Some("12800"),
        ),
        (&service, vec![], "payment", Some("[remittance]")),
        (&service, vec![("payment", "[cash]")], "payment", None),
        (
            &service,
            vec![],
            "party_b_name",
            Some("深圳示例云帆网络科技有限公司"),
        ),
        (&service, vec![], "website", Some("https://www.example.com")),
        // A profile value without visible characters does not count.
        (&service, vec![], "hotline", None),
        (&service, vec![], "party_b_phone", None),
        (&service, vec![("website", "/")], "website", None),
        (&service, vec![("unit_price", "很多")], "unit_price", None),
        (&service, vec![], "first_year_fee_upper", None),
        (&service, vec![], "late_fee_percent", Some("0.05")),
        (&service, vec![], "suspend_after_days", Some("15")),
        (&service, vec![], "feedback_workdays", Some("3")),
        (&service, vec![], "account_workdays", Some("3")),
        (&service, vec![], "plan_workdays", Some("5")),
        (&service, vec![], "start_workdays", Some("3")),
        (&service, vec![], "data_retention_days", Some("30")),
        (&service, vec![], "payment_workdays", Some("5")),
        (&service, vec![], "notice_days", Some("30")),
        (&sale, vec![], "transport", Some("[seller]")),
        (&sale, vec![], "penalty", Some("5")),
        (
            &sale,
            vec![("delivery", "2026-01-31")],
            "warranty_until",
            Some("2027-01-30"),
        ),
    ] {
        let found = offered(template, &draft(&answers), id);
        assert_eq!(found, expected.map(answer), "{id} with {answers:?}");
    }
}

/// The suggestion for a blank and all that is offered there, with what each rests on.
#[test]
fn what_fits_the_client_comes_before_habits_and_habits_before_the_template() {
    let template = template(SERVICE);
    let client = ("party_a_name", "杭州虚构青禾茶业有限公司");
    let other = ("party_a_name", "成都样本慢跑体育用品店");
    let earlier = [
        draft(&[
            client,
            ("product_name", "青禾茶铺小程序"),
            ("unit_price", "9800"),
            ("late_fee_percent", "0.03"),
            ("copies_each", "3"),
        ]),
        draft(&[
            other,
            ("product_name", "标准版小程序"),
            ("unit_price", "12800"),
            ("late_fee_percent", "0.1"),
            ("copies_each", "2"),
            ("website", "https://www.example.org"),
        ]),
        draft(&[other, ("late_fee_percent", "0.1"), ("copies_each", "2")]),
    ];
    let recalled = recall(&template, &earlier);
    let (contract, profile) = (Basis::Contract, Basis::Profile);
    let (same, habit, usual) = (Basis::SameClient, Basis::Habit, Basis::Template);
    for (answers, id, suggested, expected) in [
        (
            vec![client],
            "late_fee_percent",
            Some(("0.03", same)),
            vec![("0.03", same), ("0.1", habit), ("0.05", usual)],
        ),
        (
            vec![],
            "late_fee_percent",
            Some(("0.1", habit)),
            vec![("0.1", habit), ("0.03", habit), ("0.05", usual)],
        ),
        (
            vec![],
            "copies_each",
            Some(("2", habit)),
            vec![("2", habit), ("3", habit), ("1", usual)],
        ),
        // What follows from other suggestions follows from the best of them.
        (
            vec![client],
            "copies_total",
            Some(("6", contract)),
            vec![("6", contract)],
        ),
        // Words and prices of other clients are offered at their field only.
        (vec![], "product_name", None, vec![("标准版小程序", habit)]),
        (
            vec![client],
            "product_name",
            Some(("青禾茶铺小程序", same)),
            vec![("青禾茶铺小程序", same), ("标准版小程序", habit)],
        ),
        (
            vec![other],
            "unit_price",
            Some(("12800", same)),
            vec![("12800", same), ("9800", habit)],
        ),
        (
            vec![("party_a_name", "苏州样例青石装饰有限公司")],
            "unit_price",
            None,
            vec![("9800", habit), ("12800", habit)],
        ),
        // The own company's data of today comes first.
        (
            vec![other],
            "website",
            Some(("https://www.example.com", profile)),
            vec![
                ("https://www.example.com", profile),
                ("https://www.example.org", same),
            ],
        ),
    ] {
        let draft = draft(&answers);
        let best = best(&template, &draft, id, &recalled);
        let told = |suggestion: &Suggestion| (suggestion.answer.as_text(), suggestion.basis);
        let own = |(text, basis): (&str, Basis)| (text.to_owned(), basis);
        assert_eq!(
            best.as_ref().map(told),
            suggested.map(own),
            "{id} {answers:?}"
        );
        let field = template.field(id).unwrap();
        let all = offers(&template, &draft, field, &recalled, best.as_ref());
        let all: Vec<_> = all.iter().map(told).collect();
        let expected: Vec<_> = expected.into_iter().map(own).collect();
        assert_eq!(all, expected, "{id} {answers:?}");
    }
}

#[test]
fn a_suggestion_prints_nowhere_before_it_is_accepted() {
    let template = template(SERVICE);
    assert!(super::text(&template, &draft(&[])).contains("□现金□支票□汇款□其他"));
    assert!(super::text(&template, &draft(&[])).contains("本合同一式__________份"));
}

#[test]
fn an_accepted_suggestion_is_a_valid_answer() {
    for template in [template(SERVICE), template(SALE)] {
        let mut draft = draft(&[
            ("term_start", "2028-02-29"),
            ("unit_price", "12800"),
            ("delivery", "2028-02-29"),
        ]);
        let contract = contract(&template, &draft);
        let memory = Memory {
            profile: &|_| None,
            recalled: &Recalled::default(),
        };
        let suggested = suggest(
            &template,
            &contract.values,
            &draft,
            &contract.style,
            &memory,
        );
        let suggested = suggested.into_iter();
        let answers = suggested.map(|(place, suggestion)| (place, suggestion.answer));
        draft.answers.extend(answers);
        let refused: Vec<Issue> = super::contract(&template, &draft)
            .issues
            .into_iter()
            .filter(|issue| matches!(issue.problem, Problem::Value(_)))
            .collect();
        assert_eq!(refused, []);
    }
}

#[test]
fn an_acknowledgement_lapses_when_the_answers_change() {
    let warning = |acknowledged: &Draft| {
        let fields = ["unit_price", "first_year_fee"].map(Place::from).to_vec();
        let mut issue = Issue::new("W99", Severity::Warning, fields, Problem::SameParties);
        mark_acknowledged(std::slice::from_mut(&mut issue), acknowledged);
        issue
    };
    let mut draft = draft_file(EXAMPLE);
    draft.answers.remove(&"first_year_fee".into());
    assert!(!warning(&draft).acknowledged, "nobody has acknowledged it");
    let acknowledgement = warning(&draft).acknowledgement(&draft, "");
    draft.acknowledged.insert("W99".to_owned(), acknowledgement);
    assert!(warning(&draft).acknowledged);
    for (id, text, holds) in [
        ("product_name", "别的产品", true),
        ("unit_price", "107000.54", false),
        ("first_year_fee", "1", false),
    ] {
        let mut changed = draft.clone();
        changed.answers.insert(id.into(), answer(text));
        assert_eq!(warning(&changed).acknowledged, holds, "{id} = {text}");
    }
    let mut emptied = draft.clone();
    emptied.answers.remove(&"unit_price".into());
    assert!(
        !warning(&emptied).acknowledged,
        "an answer taken away is a change"
    );
}

#[test]
fn an_error_is_lifted_by_a_reason_only() {
    for (confirmable, reason, lifted) in [
        (true, "客户要求", true),
        (true, " ", false),
        (false, "客户要求", false),
    ] {
        let mut draft = draft_file(EXAMPLE);
        let mut issue = Issue::new(
            "E99",
            Severity::Error,
            vec!["unit_price".into()],
            Problem::SameParties,
        );
        issue.confirmable = confirmable;
        let acknowledgement = issue.acknowledgement(&draft, reason);
        draft.acknowledged.insert("E99".to_owned(), acknowledgement);
        mark_acknowledged(std::slice::from_mut(&mut issue), &draft);
        assert_eq!(
            !issue.blocks(),
            lifted,
            "confirmable: {confirmable}, reason: {reason}"
        );
    }
}
