//! Text that appears and disappears with the answers, and the numbers that follow.

use super::{SALE, SERVICE, contract, document, draft, line_of, printed, template};
use qianyue::document::Inline;

#[test]
fn the_contract_number_stands_above_the_title_only_when_it_is_given() {
    let template = template(SERVICE);
    let without = printed(&template, &draft(&[]));
    let with = printed(&template, &draft(&[("contract_no", "QY-2026-001")]));
    assert_eq!(without[0], "小程序技术开发服务合同");
    assert_eq!(with[0], "合同编号：QY-2026-001");
    assert_eq!(with[1..], without[..]);
}

#[test]
fn exactly_one_branch_of_a_condition_stands() {
    let template = template(SALE);
    for (answers, heading) in [
        (
            vec![("extras", "[install]"), ("total", "200000")],
            "第二条　安装",
        ),
        (
            vec![("extras", "[train]"), ("total", "200000")],
            "第二条　驻场",
        ),
        (
            vec![("extras", "[train]"), ("total", "100000")],
            "第二条　自行安装",
        ),
        (
            vec![("extras", "[train]"), ("total", "100000.01")],
            "第二条　驻场",
        ),
        (vec![("total", "200000")], "第二条　驻场"),
        (vec![], "第二条　自行安装"),
        (vec![("extras", "没有这项")], "第二条　自行安装"),
    ] {
        let printed = printed(&template, &draft(&answers));
        let branches: Vec<&String> = printed
            .iter()
            .filter(|line| line.starts_with("第二条"))
            .collect();
        assert_eq!(branches, [heading], "answers: {answers:?}");
        assert!(
            printed.contains(&"第三条　价款".to_owned()),
            "answers: {answers:?}"
        );
    }
}

#[test]
fn a_condition_inside_a_sentence_changes_that_sentence_alone() {
    let template = template(SALE);
    for (transport, expected) in [
        ("buyer", "1.2　运输方式：买方自提，运费由买方自理。"),
        (
            "seller",
            "1.2　运输方式：卖方送货，运费__________元由卖方承担。",
        ),
    ] {
        let draft = draft(&[("transport", transport)]);
        assert_eq!(line_of(&template, &draft, "运输方式"), expected);
    }
    let collected = printed(&template, &draft(&[("transport", "buyer")]));
    let delivered = printed(&template, &draft(&[("transport", "seller")]));
    let differing = collected.iter().zip(&delivered).filter(|(a, b)| a != b);
    assert_eq!(differing.count(), 1);
    assert_eq!(collected.len(), delivered.len());
}

#[test]
fn a_field_is_asked_while_its_text_stands() {
    let template = template(SALE);
    for (answers, field, asked) in [
        (vec![], "freight", true),
        (vec![("transport", "seller")], "freight", true),
        (vec![("transport", "buyer")], "freight", false),
        (vec![], "training_days", false),
        (vec![("extras", "[install]")], "training_days", false),
        (vec![("extras", "[train]")], "training_days", true),
        // The blank itself is the condition of the text that prints it.
        (vec![], "buyer_code", true),
        (vec![], "payment_days", false),
        (vec![], "total", true),
    ] {
        let contract = contract(&template, &draft(&answers));
        assert_eq!(
            contract.values.is_asked(&field.into()),
            asked,
            "{field} with {answers:?}"
        );
    }
}

#[test]
fn what_is_not_asked_raises_no_issue_and_keeps_its_answer() {
    let template = template(SALE);
    let wrong = [("transport", "buyer"), ("freight", "很多")];
    let quiet = contract(&template, &draft(&wrong));
    assert!(
        quiet
            .issues
            .iter()
            .all(|issue| !issue.places.contains(&"freight".into()))
    );
    let loud = contract(
        &template,
        &draft(&[("transport", "seller"), ("freight", "很多")]),
    );
    assert!(
        loud.issues
            .iter()
            .any(|issue| issue.places.contains(&"freight".into()))
    );
}

#[test]
fn bold_words_stay_bold_around_a_blank() {
    let document = document(&template(SALE), &draft(&[("penalty", "5")]));
    let paragraph = document
        .paragraphs()
        .find(|paragraph| paragraph.text().contains("违约金"))
        .unwrap();
    let bold: Vec<(bool, String)> = paragraph
        .inlines
        .iter()
        .map(|inline| {
            (
                matches!(inline, Inline::Text { bold: true, .. }),
                inline.text(),
            )
        })
        .collect();
    assert_eq!(
        bold,
        [
            (false, "买方应及时付款。".to_owned()),
            (true, "逾期付款的，每逾期一日按未付款项的".to_owned()),
            (false, "5".to_owned()),
            (true, "%支付违约金".to_owned()),
            (false, "，以总价为限。".to_owned()),
        ]
    );
}
