//! Reading the finished contract again finds contradictions; a contract that is ready has none.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use qianyue::document::{Document, Inline};
use qianyue::draft::{Acknowledgement, Answer, Draft, Issue, State};
use qianyue::review::Contract;
use qianyue::template::{FieldKind, StyleKeys, StyleValue, Template};
use qianyue::value::{Money, Value, capital_words};

use crate::support::built_in::{SALE, SERVICE, contract, example, example_ready, with};

fn is_of_reading(issue: &Issue) -> bool {
    issue.id.starts_with('R')
}

fn found_on_reading(contract: &Contract) -> Vec<&Issue> {
    contract
        .issues
        .iter()
        .filter(|issue| is_of_reading(issue))
        .collect()
}

#[test]
fn reading_again_finds_nothing_in_a_blank_or_a_complete_contract() {
    for (template, draft) in [
        (&*SERVICE, Draft::default()),
        (&*SERVICE, example()),
        (&*SERVICE, example_ready()),
        (&*SALE, Draft::default()),
    ] {
        let contract = contract(template, &draft);
        assert!(
            found_on_reading(&contract).is_empty(),
            "{:?}",
            found_on_reading(&contract)
        );
    }
}

#[test]
fn what_reading_finds_is_acknowledged_for_the_words_that_were_read() {
    let mut draft = with(example_ready(), &[("product_name", "青禾茶铺（散装")]);
    let beforehand = Acknowledgement::default();
    draft.acknowledged.insert("R05".to_owned(), beforehand);
    let found = contract(&SERVICE, &draft);
    assert!(!found.is_ready());
    let issue = found.issues.iter().find(|issue| issue.id == "R05").unwrap();
    let acknowledgement = issue.acknowledgement(&draft, "");
    draft.acknowledged.insert("R05".to_owned(), acknowledgement);
    assert!(contract(&SERVICE, &draft).is_ready());
    let other = with(draft, &[("product_name", "青禾茶铺（整装")]);
    assert!(!contract(&SERVICE, &other).is_ready());
}

/// Names like those of registered companies.
fn party() -> impl Strategy<Value = String> {
    (
        "[杭宁苏无绍][州波锡兴]",
        "[青云禾帆示例]{2,6}",
        prop_oneof![
            Just("科技有限公司"),
            Just("茶业有限责任公司"),
            Just("（杭州）股份有限公司"),
            Just("有限公司宁波分公司"),
            Just("事务所（普通合伙）"),
        ],
    )
        .prop_map(|(place, name, ending)| format!("{place}{name}{ending}"))
}

/// A valid answer for the field.
fn answer(template: &Template, index: usize) -> BoxedStrategy<Option<Answer>> {
    let field = &template.fields[index];
    let limits = field.limits.clone();
    let text = |strategy: BoxedStrategy<String>| {
        strategy.prop_map(|text| Some(Answer::Text(text))).boxed()
    };
    match &field.kind {
        FieldKind::Text => text(
            prop_oneof![
                "[青禾茶铺小程序商城]{3,12}",
                "[a-z]{3,10}（[标准版]{1,3}）",
                "“[青禾]{2,4}”[一二三]期"
            ]
            .boxed(),
        ),
        FieldKind::PartyName => text(party().boxed()),
        FieldKind::Money => text(
            (0..=Money::MAX.fen())
                .prop_map(|fen| Money::from_fen(fen).unwrap().canonical())
                .boxed(),
        ),
        FieldKind::Integer => {
            let lowest = limits.min.unwrap_or(1);
            let highest = limits.max.unwrap_or(100);
            text(
                (lowest..=highest)
                    .prop_map(|number| number.to_string())
                    .boxed(),
            )
        }
        FieldKind::Number => text("[1-9][0-9]{0,3}\\.[0-9]{1,2}".boxed()),
        FieldKind::Paragraph => text("[甲乙，。a ]{1,9}(\n[丙丁：1. -]{1,9}){0,2}".boxed()),
        FieldKind::Rate(_) => text("[1-9]\\.[0-9]{1,2}".boxed()),
        FieldKind::Time => text("(0[0-9]|1[0-9]|2[0-3]):[0-5][0-9]".boxed()),
        FieldKind::IdCard => text(Just("11010519491231002X".to_owned()).boxed()),
        FieldKind::Postcode => text("[0-9]{6}".boxed()),
        FieldKind::Percent => text(
            (1..=1_000_u32)
                .prop_map(|n| format!("{}.{:02}", n / 100, n % 100))
                .prop_filter("above 0", |p| p != "0.00")
                .boxed(),
        ),
        FieldKind::Date => text(
            (2000..2100_i32, 1..=12_u32, 1..=28_u32)
                .prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}"))
                .boxed(),
        ),
        FieldKind::Choice(options) => {
            let ids: Vec<String> = options.all.iter().map(|option| option.id.clone()).collect();
            let most = if options.multiple { ids.len() } else { 1 };
            prop::sample::subsequence(ids, 1..=most)
                .prop_map(|chosen| Some(Answer::Chosen(chosen)))
                .boxed()
        }
        FieldKind::Phone => text("0571-[0-9]{8}".boxed()),
        FieldKind::Email => text("[a-z]{3,9}@example\\.com".boxed()),
        FieldKind::Url => text("https://[a-z]{3,9}\\.example\\.com".boxed()),
        FieldKind::BankAccount => text("虚构商业银行股份有限公司 [0-9]{16}".boxed()),
        FieldKind::CreditCode => text(Just("91330106MA2CFYQ43B".to_owned()).boxed()),
        FieldKind::AmountInWords { .. } | FieldKind::Computed(_) | FieldKind::Hand { .. } => {
            Just(None).boxed()
        }
    }
}

/// All style keys that change how values print.
fn style() -> impl Strategy<Value = StyleKeys> {
    let flag = || any::<bool>().prop_map(StyleValue::Bool);
    let word = |words: &'static [&'static str]| {
        prop::sample::select(words).prop_map(|word| StyleValue::Text(word.to_owned()))
    };
    (
        flag(),
        flag(),
        flag(),
        word(&["grouped", "plain"]),
        word(&["capital", "digits"]),
    )
        .prop_map(|(names, prefix, party_b, amount, copies)| {
            StyleKeys::from([
                ("print_party_names".to_owned(), names),
                ("rmb_prefix".to_owned(), prefix),
                ("party_b_block".to_owned(), party_b),
                ("amount".to_owned(), amount),
                ("copies".to_owned(), copies),
            ])
        })
}

/// Drafts with valid answers, some of which are missing.
fn draft_of(template: &'static Template, missing: f64) -> impl Strategy<Value = Draft> {
    let answers: Vec<_> = (0..template.fields.len())
        .map(|index| (answer(template, index), prop::bool::weighted(missing)))
        .collect();
    (answers, style()).prop_map(move |(answers, style)| Draft {
        style,
        answers: template
            .fields
            .iter()
            .zip(answers)
            .filter_map(|(field, (answer, is_missing))| {
                let answer = answer.filter(|_| !is_missing)?;
                Some((field.place(), answer))
            })
            .collect(),
        ..Draft::default()
    })
}

proptest! {
    #[test]
    fn reading_again_finds_nothing_in_answers_that_are_right(
        service in draft_of(&SERVICE, 0.1),
        sale in draft_of(&SALE, 0.1),
        accepted in prop::sample::subsequence(
            SERVICE.corrections.iter().map(|each| each.id.clone()).collect::<Vec<_>>(),
            0..=57,
        ),
    ) {
        let corrected = Draft { accepted, ..service.clone() };
        for (template, draft) in [(&*SERVICE, &service), (&*SERVICE, &corrected), (&*SALE, &sale)] {
            let contract = contract(template, draft);
            prop_assert!(found_on_reading(&contract).is_empty(), "{:?}", found_on_reading(&contract));
        }
    }
}

/// The printed values of a field.
fn printed(document: &Document, field: &str) -> Vec<String> {
    document
        .paragraphs()
        .flat_map(|paragraph| &paragraph.inlines)
        .filter_map(|inline| match inline {
            Inline::Filled { place, text, .. } if *place == field.into() => Some(text.clone()),
            _ => None,
        })
        .collect()
}

/// Variants of the complete, confirmed contract: valid, invalid and missing answers.
fn nearly_ready() -> impl Strategy<Value = Draft> {
    let texts: Vec<(&'static str, Vec<&'static str>)> = vec![
        (
            "party_a_name",
            vec![
                "杭州虚构青禾茶业有限公司",
                "",
                "宁波虚构海棠茶业有限公司",
                "王小明",
            ],
        ),
        (
            "party_b_name",
            vec![
                "深圳示例云帆网络科技有限公司",
                "",
                "深圳市腾信互联科技有限公司",
            ],
        ),
        (
            "product_name",
            vec!["青禾茶铺", "", "茶100元（大写：壹元整）", "___"],
        ),
        ("unit_price", vec!["107000.53", "", "0", "12800"]),
        (
            "first_year_fee",
            vec!["107000.53", "107,000.53", "", "12800", "1.234"],
        ),
        (
            "term_end",
            vec!["2027-02-28", "", "2026-02-28", "2028-02-29"],
        ),
        ("late_fee_percent", vec!["0.05", "", "5.5", "0"]),
        ("copies_total", vec!["2", "", "3"]),
        ("plan_workdays", vec!["5", "/", ""]),
        ("hotline", vec!["400-000-0000", "/", ""]),
        ("sign_date", vec!["2026-02-10", "", "2026-04-01"]),
    ];
    let changes: Vec<_> = texts
        .into_iter()
        .map(|(field, texts)| {
            let usual = Just(texts[0]);
            (
                Just(field),
                prop_oneof![6 => usual, 1 => prop::sample::select(texts)],
            )
        })
        .collect();
    let unconfirmed = prop::option::weighted(0.2, prop::sample::select(vec!["T01", "T04", "W03"]));
    let accepted = prop::sample::subsequence(vec!["C08", "C09", "C25", "C29", "C35"], 0..=2);
    (changes, unconfirmed, accepted).prop_map(|(changes, unconfirmed, accepted)| {
        let mut draft = example_ready();
        for (field, text) in changes {
            let answer = Answer::Text(text.to_owned());
            draft.answers.insert(field.into(), answer);
        }
        if let Some(id) = unconfirmed {
            draft.acknowledged.remove(id);
        }
        draft.accepted = accepted.into_iter().map(str::to_owned).collect();
        draft
    })
}

#[test]
#[allow(clippy::print_stderr, reason = "says how much the property has seen")]
fn a_contract_that_is_ready_lacks_nothing_and_contradicts_itself_nowhere() {
    const CASES: u32 = 1_500;
    let n_ready = std::cell::Cell::new(0);
    let mut runner = TestRunner::new(Config {
        cases: CASES,
        failure_persistence: None,
        ..Config::default()
    });
    let outcome = runner.run(&nearly_ready(), |draft| {
        let contract = contract(&SERVICE, &draft);
        if contract.is_ready() {
            n_ready.set(n_ready.get() + 1);
            promise_of_ready(&contract, &draft)?;
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    let n_ready = n_ready.get();
    eprintln!("ready: {n_ready} of {CASES}");
    assert!(n_ready > CASES / 10, "ready: {n_ready} of {CASES}");
    assert!(n_ready < CASES, "every draft was ready");
}

fn promise_of_ready(contract: &Contract, draft: &Draft) -> Result<(), TestCaseError> {
    for field in &SERVICE.fields {
        let place = field.place();
        let is_due = field.required && contract.values.is_asked(&place);
        let is_answered = matches!(
            contract.values.state(&place),
            State::Answered(_) | State::Struck
        );
        prop_assert!(!is_due || is_answered, "{} is unanswered", field.id);
    }
    let fee = match contract.values.value(&"first_year_fee".into()) {
        Some(Value::Money(fee)) => *fee,
        other => return Err(TestCaseError::fail(format!("no fee: {other:?}"))),
    };
    prop_assert_eq!(
        printed(&contract.document, "first_year_fee"),
        [fee.grouped()]
    );
    let words = format!("人民币{}", capital_words(fee));
    prop_assert_eq!(printed(&contract.document, "first_year_fee_upper"), [words]);
    let fires = contract.issues.iter().any(|issue| issue.id == "T01");
    let reason = draft.acknowledged.get("T01").map(|each| each.reason.trim());
    prop_assert!(!fires || reason.is_some_and(|reason| !reason.is_empty()));
    prop_assert!(
        !found_on_reading(contract)
            .iter()
            .any(|issue| issue.id == "R01")
    );
    Ok(())
}
