//! The checks of the built-in template, which keep a wrong contract from being signed.

use std::collections::BTreeSet;

use proptest::prelude::*;
use qianyue::draft::{Answer, Draft, Problem};
use qianyue::template::{self, Severity, StyleValue, TemplateError, TemplateProblem};

use crate::support::built_in::{
    SALE, SERVICE, accepting, contract, draft, example, example_ready, findings, parse, with,
};

/// The findings of the complete example.
const EXAMPLE: [&str; 6] = ["T01", "T03", "T04", "T05", "T06", "W03"];

#[test]
fn the_example_has_these_findings_and_no_other() {
    let contract = contract(&SERVICE, &example());
    assert_eq!(findings(&contract), BTreeSet::from(EXAMPLE));
    for (id, severity) in [
        ("T01", Severity::Error),
        ("T03", Severity::Warning),
        ("T04", Severity::Warning),
        ("T05", Severity::Warning),
        ("W03", Severity::Warning),
        ("T06", Severity::Hint),
    ] {
        let issue = contract.issues.iter().find(|issue| issue.id == id).unwrap();
        assert_eq!(issue.severity, severity, "{id}");
    }
    assert!(!contract.is_ready());
}

#[test]
fn every_finding_of_the_example_leads_to_a_field_or_a_clause() {
    let contract = contract(&SERVICE, &example());
    for issue in &contract.issues {
        let clause = issue.block.and_then(|block| {
            let mut paragraphs = contract.document.paragraphs();
            paragraphs.find(|paragraph| paragraph.id == block)
        });
        assert!(
            !issue.places.is_empty() || clause.is_some() || issue.severity == Severity::Hint,
            "{}",
            issue.id
        );
        for (id, words) in [("T05", "所在管辖权的人民法院"), ("W03", "签订生效日期之前")]
        {
            if issue.id == id {
                assert!(clause.unwrap().text().contains(words), "{id}");
            }
        }
    }
}

#[test]
fn the_confirmed_example_is_ready_to_sign() {
    let contract = contract(&SERVICE, &example_ready());
    let open: Vec<(&str, &Problem)> = contract
        .issues
        .iter()
        .filter(|issue| issue.blocks())
        .map(|issue| (issue.id.as_str(), &issue.problem))
        .collect();
    assert!(contract.is_ready(), "open: {open:?}");
}

#[test]
fn every_planted_mistake_is_found_under_its_own_id_alone() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/planted");
    let expected = include_str!("../data/planted/expected.tsv");
    let rows: Vec<(&str, &str)> = expected
        .lines()
        .skip(1)
        .filter_map(|row| row.split_once('\t'))
        .collect();
    assert_eq!(rows.len(), 10);
    for (file, id) in rows {
        let text = std::fs::read_to_string(format!("{folder}/{file}")).unwrap();
        let contract = contract(&SERVICE, &draft(&text));
        let mut all = BTreeSet::from(EXAMPLE);
        assert!(all.insert(id), "{file}: the example has {id} already");
        assert_eq!(findings(&contract), all, "{file}");
    }
}

/// Answers that replace those of the example, and the resulting additional findings. `-` marks a
/// finding of the example that disappears.
type Case = (
    &'static [(&'static str, &'static str)],
    &'static [&'static str],
);

const CASES: [Case; 75] = [
    // E03: the order of the dates.
    (&[("term_end", "2026-02-28")], &["E03"]),
    (&[("term_end", "2026-03-01")], &["W05"]),
    (&[("sign_date", "2027-03-01")], &["E03"]),
    (&[("party_b_sign_date", "2027-03-01")], &["E03"]),
    // E04: amounts of 0 and amounts with a third decimal.
    (&[("unit_price", "0"), ("first_year_fee", "0")], &["E04"]),
    (&[("first_year_fee", "0")], &["E04", "W06"]),
    (&[("unit_price", "0")], &["E04", "W06"]),
    (&[("first_year_fee", "107000.534")], &["E04"]),
    (&[("unit_price", "0.01"), ("first_year_fee", "0.01")], &[]),
    // E05: the payment method.
    (&[("payment", "")], &["E05"]),
    (&[("payment", "other")], &["E05"]),
    (&[("payment", "other"), ("payment_other", "支付宝")], &[]),
    (&[("payment_other", "不再勾选时留下的文字")], &[]),
    // E06: the number of copies.
    (&[("copies_total", "3")], &["E06"]),
    (&[("copies_each", "2")], &["E06"]),
    (&[("copies_total", "4"), ("copies_each", "2")], &[]),
    // T01: a name from another contract.
    (&[("party_b_name", "深圳市腾信互联科技有限公司")], &["-T01"]),
    (&[("party_a_name", "深圳市腾信互联科技有限公司")], &["-T01"]),
    (&[("party_b_name", "深圳市腾信互联科技有限公司分店")], &[]),
    // Different spellings of one name.
    (
        &[
            ("party_a_name", "深圳示例云帆网络科技有限公司"),
            ("party_b_name", "深圳示例云帆 网络科技有限公司"),
        ],
        &["E01", "W13"],
    ),
    (
        &[
            ("party_a_name", "广东虚构高科有限公司"),
            ("party_b_name", "\u{2F34}东虚构\u{2FBC}科有限公司"),
        ],
        &["E01", "W14"],
    ),
    (
        &[("party_a_name", "杭州虚构青禾\u{3000}茶业有限公司")],
        &["W13"],
    ),
    (
        &[("party_a_name", "杭州虚构青禾\u{A0}茶业有限公司")],
        &["W13"],
    ),
    (&[("product_name", "青禾茶铺 小程序")], &["W13"]),
    (
        &[("party_a_name", "\u{2ED3}沙虚构\u{F90A}山有限公司")],
        &["W14"],
    ),
    (&[("party_a_name", "\u{0410}cme Ltd")], &["W14"]),
    (
        &[(
            "party_a_bank_account",
            "虚构银行 西湖支行 0000000000000000001",
        )],
        &[],
    ),
    // R03: remains of a template.
    (&[("product_name", "【产品】")], &["R03"]),
    (&[("product_name", "{{ product }}")], &["R03"]),
    (&[("product_name", "XXX小程序")], &["R03"]),
    // These wrong answers do not remove the findings of the example.
    (&[("party_b_name", "深圳\u{200B}示例有限公司")], &["E01"]),
    (&[("late_fee_percent", "0")], &["E08"]),
    (&[("late_fee_percent", "百分之五十又半")], &["E08"]),
    // W01: the service begins before the signature.
    (&[("sign_date", "2026-03-01")], &[]),
    (&[("sign_date", "2026-03-02")], &["W01"]),
    (&[("party_b_sign_date", "2026-03-02")], &["W01"]),
    (&[("sign_date", "")], &[]),
    // W04: the limit above which a late fee looks like a slip.
    (&[("late_fee_percent", "0.1")], &[]),
    (&[("late_fee_percent", "0.1001")], &["W04"]),
    (&[("late_fee_percent", "0.3001")], &["W04"]),
    (&[("late_fee_percent", "100")], &["W04"]),
    // W05 and H10: whole years.
    (&[("term_end", "2026-05-31")], &["W05"]),
    (&[("term_end", "2027-02-27")], &["W05"]),
    (&[("term_end", "2027-03-01")], &["H10"]),
    (&[("term_end", "2027-03-02")], &["W05"]),
    (&[("term_end", "2028-02-29")], &["W05"]),
    (&[("term_end", "2028-03-01")], &["H10", "W05"]),
    (
        &[("term_start", "2028-02-29"), ("term_end", "2029-02-28")],
        &[],
    ),
    (
        &[("term_start", "2028-02-29"), ("term_end", "2029-02-27")],
        &[],
    ),
    (
        &[("term_start", "2028-02-29"), ("term_end", "2029-03-01")],
        &["H10"],
    ),
    (
        &[("term_start", "2027-03-01"), ("term_end", "2028-02-29")],
        &[],
    ),
    (
        &[("term_start", "2027-03-01"), ("term_end", "2028-02-28")],
        &["W05"],
    ),
    (
        &[
            ("term_start", "1900-01-01"),
            ("term_end", "1900-01-01"),
            ("sign_date", ""),
        ],
        &["W05"],
    ),
    (
        &[("term_start", "2999-01-01"), ("term_end", "2999-12-31")],
        &[],
    ),
    // W06: fee and price differ.
    (&[("first_year_fee", "107000.35")], &["W06"]),
    (&[("first_year_fee", "107,000.53")], &[]),
    (&[("unit_price", "9800")], &["W06"]),
    // W07: payment in cash; private persons may pay in cash.
    (&[("payment", "cash")], &["W07"]),
    (
        &[
            ("payment", "cash"),
            ("unit_price", "1000"),
            ("first_year_fee", "1000"),
        ],
        &[],
    ),
    (
        &[
            ("payment", "cash"),
            ("unit_price", "1000.01"),
            ("first_year_fee", "1000.01"),
        ],
        &["W07"],
    ),
    (&[("payment", "cash"), ("party_a_name", "王小明")], &[]),
    (
        &[("payment", "cash"), ("party_a_name", "阿卜杜拉·买买提")],
        &[],
    ),
    // W08: the data retention period.
    (&[("data_retention_days", "29")], &["W08"]),
    (&[("data_retention_days", "30")], &[]),
    // H05: one payment method or several.
    (&[("payment", "remittance+cheque")], &["H05"]),
    (&[("payment", "cheque")], &[]),
    // The checks of the field kinds: names, bank accounts, telephone numbers, addresses.
    (&[("party_b_name", "杭州虚构青禾茶业有限公司")], &["E01"]),
    (&[("party_a_name", "杭州__有限公司")], &["E01"]),
    (&[("product_name", "")], &["E02"]),
    (&[("party_a_bank_account", "虚构银行 1234567")], &["W09"]),
    (
        &[("party_a_name", "杭州虚构青禾茶业(集团)有限公司")],
        &["W10"],
    ),
    (&[("hotline", "转小王")], &["H06"]),
    (&[("website", "localhost")], &["H07"]),
    (
        &[("party_a_name", "杭州虚构青禾茶业有限公司宁波分公司")],
        &["H14"],
    ),
    (&[("plan_workdays", "/"), ("website", "/")], &[]),
];

#[test]
fn every_check_fires_where_it_should_and_nowhere_else() {
    for (answers, ids) in CASES {
        let mut expected = BTreeSet::from(EXAMPLE);
        for id in ids {
            match id.strip_prefix('-') {
                Some(id) => expected.remove(id),
                None => expected.insert(id),
            };
        }
        let contract = contract(&SERVICE, &with(example(), answers));
        assert_eq!(findings(&contract), expected, "answers: {answers:?}");
    }
}

#[test]
fn every_check_of_the_template_is_seen_firing_here() {
    let seen: BTreeSet<&str> = CASES
        .iter()
        .flat_map(|(_, ids)| ids.iter().copied())
        .collect();
    let elsewhere = ["T02"];
    for check in &SERVICE.checks {
        let id = check.id.as_str();
        assert!(
            seen.contains(id) || EXAMPLE.contains(&id) || elsewhere.contains(&id),
            "{id} has no case"
        );
    }
}

#[test]
fn a_signature_block_without_party_b_is_warned_of() {
    let mut draft = example();
    let off = StyleValue::Bool(false);
    draft.style.insert("party_b_block".to_owned(), off);
    assert!(findings(&contract(&SERVICE, &draft)).contains("T02"));
}

#[test]
fn a_finding_about_the_text_lapses_with_its_correction() {
    for (correction, id, answers) in [
        ("C25", "T01", &[][..]),
        (
            "C29",
            "T03",
            &[
                ("delivery_email", "a@example.com"),
                ("delivery_wechat", "/"),
            ][..],
        ),
        ("C09", "T04", &[][..]),
        ("C56", "T05", &[][..]),
        ("C08", "W03", &[("payment_workdays", "5")][..]),
    ] {
        let draft = accepting(with(example(), answers), &[correction]);
        let mut expected = BTreeSet::from(EXAMPLE);
        expected.remove(id);
        let contract = contract(&SERVICE, &draft);
        assert_eq!(findings(&contract), expected, "accepted: {correction}");
    }
}

#[test]
fn a_free_service_needs_a_reason_and_a_new_amount_a_new_one() {
    let free = with(
        example_ready(),
        &[("unit_price", "0"), ("first_year_fee", "0")],
    );
    let found = contract(&SERVICE, &free);
    assert!(!found.is_ready());
    let mut confirmed = free.clone();
    for issue in found.issues.iter().filter(|issue| issue.id == "E04") {
        let acknowledgement = issue.acknowledgement(&confirmed, "首年免费试用");
        confirmed
            .acknowledged
            .insert("E04".to_owned(), acknowledgement);
    }
    assert!(contract(&SERVICE, &confirmed).is_ready());
    let changed = with(confirmed, &[("unit_price", "0.00")]);
    assert!(!contract(&SERVICE, &changed).is_ready());
}

#[test]
fn messages_show_figures_as_people_write_them() {
    for (answers, id, zh, en) in [
        (
            &[("late_fee_percent", "5.5")][..],
            "W04",
            "滞纳金 5.5% 若按日计算，一年为 2007.5%，远高于常见的每日 0.05%，约定的违约金过分高于损失的可以请求减少",
            "A late fee of 5.5% per day is 2007.5% a year, far above the usual 0.05% a day; what exceeds the loss by far may be reduced",
        ),
        (
            &[("late_fee_percent", "0.2")][..],
            "W04",
            "滞纳金 0.2% 若按日计算，一年为 73%，高于常见的每日 0.05%，超过损失百分之三十的部分可以请求减少",
            "A late fee of 0.2% per day is 73% a year, above the usual 0.05% a day; what exceeds the loss by more than 30% may be reduced",
        ),
        (
            &[("first_year_fee", "12800")][..],
            "W06",
            "首年费用 12,800.00 元与单价 107,000.53 元不同",
            "The first-year fee 12,800.00 differs from the unit price 107,000.53",
        ),
        (
            &[("copies_total", "3")][..],
            "E06",
            "合同一式 3 份，而甲方、乙方各执 1 份，应为 2 份",
            "3 originals in total, but 1 for each of the two parties make 2",
        ),
        (
            &[("term_end", "2027-03-01")][..],
            "H10",
            "服务到期日 2027年3月1日 是起始日的周年当日，比整年多一天；满年的最后一日是 2027年2月28日",
            "The term ends on 2027年3月1日, the anniversary itself, a day more than whole years; the last day of whole years is 2027年2月28日",
        ),
        (
            &[("term_end", "2028-02-29")][..],
            "W05",
            "服务期限 2026年3月1日至2028年2月29日超过一年，合同只约定了首年费用 107,000.53 元，其余各年没有约定",
            "The term from 2026年3月1日 to 2028年2月29日 is longer than a year, but only the fee of the first year (107,000.53 yuan) is agreed",
        ),
    ] {
        let contract = contract(&SERVICE, &with(example(), answers));
        let issue = contract.issues.iter().find(|issue| issue.id == id).unwrap();
        let Problem::Checked {
            zh: says,
            en: english,
            ..
        } = &issue.problem
        else {
            panic!("{id}: {:?}", issue.problem);
        };
        assert_eq!(
            (says.as_str(), english.as_str()),
            (zh, en),
            "answers: {answers:?}"
        );
    }
}

#[test]
fn every_check_says_what_to_do_and_on_what_ground_in_both_languages() {
    for check in SERVICE.checks.iter().chain(&SALE.checks) {
        let id = &check.id;
        assert!(
            !check.hint.zh.is_empty() && !check.hint.en.is_empty(),
            "{id}"
        );
    }
    for check in &SERVICE.checks {
        let (id, source) = (&check.id, &check.source);
        assert!(!source.zh.is_empty() && !source.en.is_empty(), "{id}");
        assert_ne!(source.zh, source.en, "{id}");
        assert!(
            source.en.is_ascii() || source.en.starts_with("clause"),
            "{id}"
        );
    }
    for word in ["违法", "illegal", "unlawful"] {
        assert!(!SERVICE.source.contains(word), "{word}");
    }
}

#[test]
fn a_message_leaves_no_figure_out() {
    for (answers, _) in CASES {
        for issue in contract(&SERVICE, &with(example(), answers)).issues {
            if let Problem::Checked { zh, en, .. } = &issue.problem {
                let words = format!("{zh}{en}");
                let is_whole = !words.contains('…') && !words.contains("none");
                assert!(is_whole, "{}: {words}", issue.id);
            }
        }
    }
}

/// A template with two number fields and a hint for each `(field, condition)`.
fn with_hints(hints: &[(&str, &str)]) -> String {
    let mut text = "+++\nid = \"x\"\ntitle = \"X\"\nversion = \"1\"\n".to_owned();
    for field in ["number", "other"] {
        text += &format!(
            "[[fields]]\nid = \"{field}\"\nkind = \"integer\"\nrequired = false\n\
             label = {{ zh = \"数\", en = \"N\" }}\n"
        );
    }
    for (field, when) in hints {
        text += &format!(
            "[[checks]]\nid = \"X01\"\nseverity = \"hint\"\nfields = [\"{field}\"]\n\
             when = \"{when}\"\nmessage = {{ zh = \"坏\", en = \"Bad\" }}\n"
        );
    }
    text + "+++\n\n# 合同\n\n甲方：{{ number }}{{ other }}\n"
}

#[test]
fn checks_of_one_id_look_at_different_fields() {
    let both = with_hints(&[("number", "number > 2"), ("other", "other > 2")]);
    let answered = with(Draft::default(), &[("number", "3"), ("other", "3")]);
    let found = contract(&parse(&both), &answered);
    let n_found = found.issues.iter().filter(|each| each.id == "X01").count();
    assert_eq!(n_found, 2);
    let same = with_hints(&[("number", "number > 2"), ("number", "number > 3")]);
    let errors = template::parse(same.as_bytes()).unwrap_err();
    let is_duplicate = |error: &TemplateError| matches!(&error.problem, TemplateProblem::Duplicate { id, .. } if id == "X01");
    assert!(errors.iter().any(is_duplicate), "{errors:?}");
}

#[test]
fn a_check_that_cannot_be_run_says_so() {
    let answered = with(Draft::default(), &[("number", "3")]);
    for when in [
        "1 / (number - 3) > 1",
        "days(number) > 1",
        "number + 'x' == 1",
    ] {
        let template = parse(&with_hints(&[("number", when)]));
        let found = contract(&template, &answered);
        let is_broken = found
            .issues
            .iter()
            .any(|issue| issue.id == "X01" && matches!(issue.problem, Problem::BrokenCheck { .. }));
        assert!(is_broken, "when: {when}, found: {:?}", found.issues);
        assert!(!found.is_ready(), "when: {when}");
    }
}

/// Texts that would be structure, expressions or rules if they were interpreted.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("深圳市腾信互联科技有限公司".to_owned()),
        Just("{{ late_fee_percent }}".to_owned()),
        Just("{% if true %}".to_owned()),
        Just("') or true or text_has('".to_owned()),
        Just("滞纳金、上述邮箱地址、签订生效日期之前".to_owned()),
        Just("## 新条款".to_owned()),
        Just("accepted('C25')".to_owned()),
        ".{0,40}",
    ]
}

/// Fields that no check of the template reads.
const UNREAD: [&str; 7] = [
    "contract_no",
    "product_name",
    "payment_other",
    "website",
    "hotline",
    "party_a_phone",
    "party_b_bank_account",
];

proptest! {
    #[test]
    fn no_answer_changes_which_rules_run(
        texts in prop::collection::vec(hostile(), UNREAD.len()),
        accept in any::<bool>(),
    ) {
        let base = accepting(example(), if accept { &["C25"] } else { &[] });
        let fired = |draft| -> BTreeSet<String> {
            contract(&SERVICE, &draft)
                .issues
                .into_iter()
                .filter(|issue| matches!(
                    issue.problem,
                    Problem::Checked { .. } | Problem::BrokenCheck { .. }
                ))
                .map(|issue| issue.id)
                .collect()
        };
        let expected = fired(base.clone());
        let mut draft = base;
        for (field, text) in UNREAD.iter().zip(texts) {
            draft.answers.insert((*field).into(), Answer::Text(text));
        }
        prop_assert_eq!(fired(draft), expected);
    }
}
