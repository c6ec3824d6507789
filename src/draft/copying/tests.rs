use super::*;
use crate::draft::for_tests::draft;
use crate::template::parse;

const CLIENT: &str = "杭州虚构青禾茶业有限公司";

fn built_in() -> Template {
    let (_, source) = crate::store::BUILT_IN[0];
    parse(source.as_bytes()).unwrap()
}

/// A finished contract with the blanks that corrections C08 and C29 add.
fn model() -> Draft {
    draft(
        &[
            ("contract_no", "HT-1"),
            ("party_a_name", CLIENT),
            ("party_b_name", "深圳示例云帆网络科技有限公司"),
            ("product_name", "青禾小程序"),
            ("unit_price", "12800"),
            ("term_start", "2027-03-01"),
            ("term_end", "2028-02-29"),
            ("payment_workdays", "5"),
            ("delivery_email", "a@example.com"),
            ("delivery_wechat", "qinghe"),
            ("hotline", "400-000-0000"),
            ("party_a_phone", "0571-00000001"),
            ("party_a_bank_account", "虚构银行 0000000000000000001"),
            ("sign_date", "2027-02-10"),
            ("party_b_phone", "0755-00000001"),
            ("party_b_bank_account", "虚构银行 0000000000000000002"),
        ],
        &["C08", "C29"],
    )
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn now() -> DateTime<FixedOffset> {
    "2027-12-01T10:00:00+08:00".parse().unwrap()
}

/// Copies with a profile that holds the user's own telephone.
fn copied(template: &Template, model: &Draft, purpose: Purpose) -> (Draft, Copied) {
    let style = StyleKeys::default();
    let profile = |key: ProfileKey| (key == ProfileKey::Phone).then(|| "0755-00000009".to_owned());
    let circumstances = Circumstances {
        old_template: Some(template),
        style: &style,
        profile: &profile,
        now: now(),
    };
    let mut to = Draft::default();
    let copied = copy(template, model, purpose, &circumstances, &mut to);
    (to, copied)
}

fn for_another_client(model: &Draft) -> (Draft, Copied) {
    copied(&built_in(), model, Purpose::OtherClient)
}

fn ids(places: &[Place]) -> Vec<String> {
    places.iter().map(Place::to_string).collect()
}

#[test]
fn a_renewal_keeps_the_client_and_moves_the_term() {
    let (to, copied) = copied(&built_in(), &model(), Purpose::Renewal);
    assert_eq!(
        ids(&copied.carried),
        [
            "party_a_name",
            "party_b_name",
            "product_name",
            "unit_price",
            "payment_workdays",
            "delivery_email",
            "delivery_wechat",
            "hotline",
            "party_a_phone",
            "party_a_bank_account",
            "party_b_phone",
            "party_b_bank_account",
        ]
    );
    assert_eq!(ids(&copied.emptied), ["contract_no", "sign_date"]);
    let moved = |id: &str, from: &str, to: &str| Moved {
        place: id.into(),
        from: day(from),
        to: day(to),
    };
    assert_eq!(
        copied.moved,
        [
            moved("term_start", "2027-03-01", "2028-03-01"),
            moved("term_end", "2028-02-29", "2029-02-28"),
        ]
    );
    assert!(!copied.starts_in_past);
    assert_eq!(
        copied.updated,
        [Updated {
            place: "party_b_phone".into(),
            from: "0755-00000001".to_owned(),
            to: "0755-00000009".to_owned(),
        }]
    );
    assert_eq!(copied.corrections, ["C08", "C29"]);
    assert_eq!(to.accepted, ["C08", "C29"]);
    let answer = |id: &str| to.answers.get(&id.into()).map(Answer::as_text);
    assert_eq!(answer("term_start").as_deref(), Some("2028-03-01"));
    assert_eq!(answer("term_end").as_deref(), Some("2029-02-28"));
    assert_eq!(answer("party_b_phone").as_deref(), Some("0755-00000009"));
}

#[test]
fn another_client_gets_the_deal_and_nothing_of_the_first_client() {
    let (to, copied) = copied(&built_in(), &model(), Purpose::OtherClient);
    assert_eq!(
        ids(&copied.carried),
        [
            "party_b_name",
            "unit_price",
            "payment_workdays",
            "hotline",
            "party_b_phone",
            "party_b_bank_account",
        ]
    );
    assert_eq!(
        ids(&copied.emptied),
        [
            "contract_no",
            "party_a_name",
            "product_name",
            "delivery_email",
            "delivery_wechat",
            "party_a_phone",
            "party_a_bank_account",
            "term_start",
            "term_end",
            "sign_date",
        ]
    );
    assert_eq!(copied.moved, []);
    assert_eq!(to.accepted, ["C08", "C29"]);
}

#[test]
fn the_next_term_keeps_whole_months_or_else_days() {
    for (start, end, next) in [
        (
            "2026-03-01",
            "2027-02-28",
            Some(("2027-03-01", "2028-02-29")),
        ),
        (
            "2027-03-01",
            "2028-02-29",
            Some(("2028-03-01", "2029-02-28")),
        ),
        (
            "2026-01-15",
            "2026-07-14",
            Some(("2026-07-15", "2027-01-14")),
        ),
        (
            "2026-01-31",
            "2026-02-28",
            Some(("2026-03-01", "2026-03-31")),
        ),
        (
            "2026-03-01",
            "2026-03-10",
            Some(("2026-03-11", "2026-03-20")),
        ),
        (
            "2026-03-01",
            "2026-03-01",
            Some(("2026-03-02", "2026-03-02")),
        ),
        (
            "2024-02-29",
            "2025-02-28",
            Some(("2025-03-01", "2026-02-28")),
        ),
        ("2026-03-10", "2026-03-01", None),
        ("2998-01-01", "2999-12-31", None),
        ("2026-03-01", "", None),
    ] {
        let model = draft(&[("term_start", start), ("term_end", end)], &[]);
        let (to, _) = copied(&built_in(), &model, Purpose::Renewal);
        let answer = |id: &str| to.answers.get(&id.into()).map(Answer::as_text);
        let found = answer("term_start").zip(answer("term_end"));
        let next = next.map(|(start, end)| (start.to_owned(), end.to_owned()));
        assert_eq!(found, next, "{start} to {end}");
    }
}

#[test]
fn a_term_that_begins_before_today_is_told() {
    for (end, expected) in [("2027-11-29", true), ("2027-11-30", false)] {
        let model = draft(&[("term_start", "2026-12-01"), ("term_end", end)], &[]);
        let (_, copied) = copied(&built_in(), &model, Purpose::Renewal);
        assert_eq!(copied.starts_in_past, expected, "{end}");
    }
}

#[test]
fn a_correction_is_carried_only_if_its_words_are_the_same() {
    let template = built_in();
    let (_, source) = crate::store::BUILT_IN[0];
    let correction = template.correction("C08").unwrap();
    let suggestion = format!("suggestion = \"{}\"", correction.suggestion);
    assert!(source.contains(&suggestion), "{suggestion}");
    let other = source.replace(&suggestion, &suggestion.replace("工作日", "个工作日"));
    let other = parse(other.as_bytes()).unwrap();
    let style = StyleKeys::default();
    for (old_template, expected) in [
        (Some(&template), vec!["C08", "C29"]),
        (Some(&other), vec!["C29"]),
        (None, vec![]),
    ] {
        let circumstances = Circumstances {
            old_template,
            style: &style,
            profile: &|_| None,
            now: now(),
        };
        let mut to = Draft::default();
        let purpose = Purpose::Renewal;
        let copied = copy(&template, &model(), purpose, &circumstances, &mut to);
        assert_eq!(copied.corrections, expected);
        // The blanks of a correction that is not accepted are not asked for.
        let asks_for_days = to.answers.contains_key(&"payment_workdays".into());
        assert_eq!(asks_for_days, expected.contains(&"C08"));
    }
}

#[test]
fn each_owner_is_copied_by_its_own_rule_unless_the_template_says_otherwise() {
    let [both, renewal, neither] = [[true, true], [true, false], [false, false]];
    for (declared, answer, expected) in [
        ("kind = \"text\"", "1", both),
        ("kind = \"money\"", "1", both),
        ("kind = \"text\"\nbelongs = \"us\"", "1", both),
        ("kind = \"text\"\nbelongs = \"client\"", "1", renewal),
        ("kind = \"text\"\nbelongs = \"term\"", "1", neither),
        ("kind = \"text\"\nparty = true", "1", renewal),
        ("kind = \"date\"", "2026-03-01", neither),
        ("kind = \"date\"\nbelongs = \"deal\"", "2026-03-01", both),
        ("kind = \"date\"\ncopy = true", "2026-03-01", both),
        ("kind = \"phone\"", "13900000000", renewal),
        ("kind = \"phone\"\ncopy = true", "13900000000", renewal),
        (
            "kind = \"phone\"\nsource = \"profile.phone\"",
            "13900000000",
            both,
        ),
        ("kind = \"text\"\ncopy = false", "1", neither),
        (
            "kind = \"text\"\nbelongs = \"client\"\ncopy = true",
            "1",
            renewal,
        ),
    ] {
        let source = format!(
            "+++\nid = \"note\"\ntitle = \"便条\"\nversion = \"1\"\n\n[[fields]]\nid = \"x\"\n\
             {declared}\nlabel = {{ zh = \"某项\", en = \"Some\" }}\n+++\n{{{{ x }}}}\n"
        );
        let template = parse(source.as_bytes()).unwrap_or_else(|errors| panic!("{errors:?}"));
        let model = draft(&[("x", answer)], &[]);
        let found = Purpose::ALL.map(|purpose| {
            let (to, copied) = copied(&template, &model, purpose);
            assert_eq!(copied.carried.len() + copied.emptied.len(), 1, "{declared}");
            to.answers.contains_key(&"x".into())
        });
        assert_eq!(found, expected, "{declared}");
    }
}

#[test]
fn a_text_with_a_trace_of_the_client_is_emptied() {
    for (product, kept) in [
        ("微信小程序商城（标准版）", true),
        ("青禾茶铺微信小程序商城", false),
        ("茶业管理系统", true),
        ("杭州站建站", true),
        ("杭州虚构 青禾茶业有限公司 专用", false),
        ("客服 0571 00000001 值守", false),
        ("通知 A@Example.com", false),
        ("微信 qinghe 对接", false),
    ] {
        let mut model = model();
        let place: Place = "product_name".into();
        model
            .answers
            .insert(place.clone(), Answer::Text(product.to_owned()));
        let (to, _) = copied(&built_in(), &model, Purpose::OtherClient);
        assert_eq!(to.answers.contains_key(&place), kept, "{product}");
        let (to, _) = copied(&built_in(), &model, Purpose::Renewal);
        assert!(to.answers.contains_key(&place), "{product}");
    }
}

#[test]
fn what_is_copied_is_to_be_confirmed_and_says_where_it_came_from() {
    let mut model = model();
    model.id = "01KA0000000000000000000001".to_owned();
    model.answers.insert(
        "website".into(),
        Answer::Text("https://a.example".to_owned()),
    );
    let (to, copied) = copied(&built_in(), &model, Purpose::Renewal);
    let origin = |id: &str| to.origins.get(&id.into()).cloned().unwrap();
    let from_copy = |was: &str| Origin {
        from: Source::Copy,
        reference: model.id.clone(),
        at: Some(now()),
        is_confirmed: false,
        was: was.to_owned(),
    };
    assert_eq!(origin("party_a_name"), from_copy(""));
    assert_eq!(origin("website"), from_copy(""));
    assert_eq!(origin("term_start"), from_copy("2027-03-01"));
    let from_profile = Origin {
        from: Source::Profile,
        at: Some(now()),
        is_confirmed: false,
        was: "0755-00000001".to_owned(),
        ..Origin::default()
    };
    assert_eq!(origin("party_b_phone"), from_profile);
    assert_eq!(to.origins.len(), copied.carried.len() + copied.moved.len());

    model.answers.insert(
        "party_b_phone".into(),
        Answer::Text("0755-00000009".to_owned()),
    );
    let (to, _) = for_another_client(&model);
    let same = to.origins.get(&"party_b_phone".into()).cloned();
    assert_eq!(
        same,
        Some(Origin {
            is_confirmed: true,
            was: String::new(),
            ..from_profile
        })
    );
    assert!(to.is_unconfirmed(&"unit_price".into()));
}
