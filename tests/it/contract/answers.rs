//! The printed text of answered, struck and unanswered blanks.

use super::{
    EXAMPLE, SALE, SERVICE, contract, draft, draft_file, line_of, lines, printed, sale_answers,
    template,
};
use qianyue::draft::Progress;

const END_MARK: &str = "（以下无正文）";
/// The labels of party B's column. The original contract does not have this column.
const PARTY_B_LINES: [&str; 5] = [
    "乙方（盖章）：",
    "法定代表人（签字）：",
    "联系电话：",
    "开户银行账号：",
    "签署时间：__________年__________月__________日",
];

fn without_end_mark(lines: Vec<String>) -> Vec<String> {
    let (marks, rest): (Vec<String>, Vec<String>) =
        lines.into_iter().partition(|line| line == END_MARK);
    assert_eq!(marks.len(), 1);
    rest
}

#[test]
fn the_blank_contract_prints_the_original_word_for_word() {
    let printed = without_end_mark(printed(&template(SERVICE), &draft(&[])));
    let original = lines(&include_str!("../../data/original.txt").replacen("范本", "", 1));
    assert_eq!(printed[..original.len()], original[..]);
    assert_eq!(printed[original.len()..], PARTY_B_LINES);
}

#[test]
fn the_example_prints_the_signed_contract_line_for_line() {
    let printed = without_end_mark(printed(&template(SERVICE), &draft_file(EXAMPLE)));
    let expected = lines(include_str!("../../data/example.txt"));
    assert_eq!(printed[..expected.len()], expected[..]);
    assert_eq!(printed[expected.len()..], PARTY_B_LINES);
}

#[test]
fn every_kind_of_answer_prints_in_the_spelling_of_contracts() {
    let template = template(SERVICE);
    for (id, typed, expected) in [
        ("unit_price", "1.28万", "单价：12,800元/年。"),
        ("unit_price", "１２８００", "单价：12,800元/年。"),
        (
            "first_year_fee",
            "12800",
            "合作金额：12,800.00元（大写：人民币壹万贰仟捌佰元整）。",
        ),
        ("term_start", "2026年3月1日", "服务期限：2026年3月1日至"),
        ("late_fee_percent", "0.05%", "缴纳0.05%的滞纳金"),
        ("suspend_after_days", "十五", "延迟时间超过15天"),
        ("copies_total", "2", "本合同一式贰份"),
        ("product_name", "𠮷野家", "产品名称：𠮷野家；"),
        (
            "payment",
            "[cash, remittance]",
            "收款方式：☑现金□支票☑汇款□其他。",
        ),
    ] {
        let draft = draft(&[(id, typed)]);
        let found = printed(&template, &draft)
            .iter()
            .any(|line| line.contains(expected));
        assert!(found, "{id} = {typed} does not print {expected}");
    }
}

#[test]
fn a_choice_prints_the_text_of_its_option() {
    let template = template(SERVICE);
    for (payment, other, expected) in [
        (
            "[other]",
            "第三方平台",
            "（四）收款方式：□现金□支票□汇款☑其他：第三方平台。",
        ),
        (
            "[other]",
            "",
            "（四）收款方式：□现金□支票□汇款☑其他：__________。",
        ),
        (
            "[cash]",
            "第三方平台",
            "（四）收款方式：☑现金□支票□汇款□其他。",
        ),
    ] {
        let draft = draft(&[("payment", payment), ("payment_other", other)]);
        assert_eq!(
            line_of(&template, &draft, "收款方式"),
            expected,
            "{payment}, {other}"
        );
    }
}

#[test]
fn a_struck_blank_prints_the_stroke_and_counts_as_answered() {
    let template = template(SERVICE);
    let before = contract(&template, &draft(&[])).values.progress(&template);
    let struck = draft(&[
        ("plan_workdays", "/"),
        ("website", "／"),
        ("unit_price", "/"),
    ]);
    let line = line_of(&template, &struck, "执行类服务");
    assert!(line.contains("合同完款/个工作日内"), "{line}");
    assert_eq!(
        line_of(&template, &struck, "官方网站"),
        "1、登录公司官方网站：/。"
    );
    assert!(line_of(&template, &struck, "单价").contains("单价：__________元/年"));
    let after = contract(&template, &struck).values.progress(&template);
    assert_eq!(
        after.answered,
        before.answered + 2,
        "what may not be struck does not count"
    );
}

#[test]
fn progress_counts_the_required_blanks_that_are_asked() {
    let template = template(SERVICE);
    let progress = |answers: &[(&str, &str)]| {
        contract(&template, &draft(answers))
            .values
            .progress(&template)
    };
    assert_eq!(
        progress(&[]),
        Progress {
            answered: 0,
            total: 19
        }
    );
    for (answers, answered, total) in [
        (vec![("contract_no", "A-1")], 0, 19),
        (vec![("payment", "[other]")], 1, 20),
        (
            vec![("payment", "[other]"), ("payment_other", "代付")],
            2,
            20,
        ),
        (vec![("unit_price", "很多")], 0, 19),
        (vec![("party_a_phone", "0571-00000001")], 0, 19),
    ] {
        assert_eq!(
            progress(&answers),
            Progress { answered, total },
            "{answers:?}"
        );
    }
    let all = contract(&template, &draft_file(EXAMPLE))
        .values
        .progress(&template);
    assert_eq!(
        all,
        Progress {
            answered: 19,
            total: 19
        }
    );
    let by_group = (0..template.groups.len())
        .map(|group| {
            let values = contract(&template, &draft(&[])).values;
            values.progress_of_group(&template, group).total
        })
        .sum::<usize>();
    assert_eq!(
        by_group, 19,
        "every required blank is on one page of the form"
    );
}

#[test]
fn the_second_contract_prints_by_its_own_template() {
    let template = template(SALE);
    let printed = printed(&template, &draft(&sale_answers()));
    assert_eq!(
        printed,
        [
            "产品购销合同",
            "买方：杭州虚构青禾茶业有限公司",
            "卖方：深圳示例云帆网络科技有限公司",
            "买卖双方依据《中华人民共和国民法典》，就下列货物达成一致。",
            "第一条　货物",
            "1.1　卖方向买方出售采茶机共12台。",
            "1.2　运输方式：卖方送货，运费300元由卖方承担。",
            "1.3　附带服务：√安装√培训：两日。",
            "（a）安装在交货后进行。",
            "（b）培训另行约定。",
            "第二条　安装",
            "2.1　卖方负责安装调试。",
            "第三条　价款",
            "3.1　总价：12,800.00元（大写：人民币壹万贰仟捌佰元整）。",
            "3.2　买方应及时付款。逾期付款的，每逾期一日按未付款项的5%支付违约金，以总价为限。",
            "第四条　交货与质保",
            "4.1　交货日期：2026年3月1日。",
            "4.2　质保期至2027年2月28日。",
            "第五条　其他",
            "5.1　本合同一式2份。",
            "（以下无正文）",
            "买方（盖章）：",
            "日期：2026年2月10日",
            "卖方（盖章）：",
            "日期：2026年2月11日",
        ]
    );
}
