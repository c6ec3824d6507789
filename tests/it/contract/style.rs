//! Each style key changes what it should change, and nothing else.

use super::{EXAMPLE, SALE, SERVICE, contract, draft, draft_file, sale_answers, template};
use qianyue::draft::Draft;
use qianyue::render;
use qianyue::template::{StyleKeys, StyleValue, Template};

fn text_value(text: &str) -> StyleValue {
    StyleValue::Text(text.to_owned())
}

fn with_style(draft: &Draft, key: &str, value: &StyleValue) -> Draft {
    Draft {
        style: StyleKeys::from([(key.to_owned(), value.clone())]),
        ..draft.clone()
    }
}

fn printed(template: &Template, draft: &Draft) -> Vec<String> {
    let document = contract(template, draft).document;
    render::text::render(&document)
        .lines()
        .map(str::to_owned)
        .collect()
}

/// The differing lines: those only in `before`, and those only in `after`.
fn changes(before: &[String], after: &[String]) -> (Vec<String>, Vec<String>) {
    let only = |these: &[String], others: &[String]| {
        let mut rest = others.to_vec();
        these
            .iter()
            .filter(|line| match rest.iter().position(|other| other == *line) {
                Some(place) => {
                    rest.remove(place);
                    false
                }
                None => !line.is_empty(),
            })
            .cloned()
            .collect()
    };
    (only(before, after), only(after, before))
}

fn check(template: &Template, draft: &Draft, cases: &[(&str, StyleValue, &[&str], &[&str])]) {
    let before = printed(template, draft);
    for (key, value, gone, come) in cases {
        let after = printed(template, &with_style(draft, key, value));
        let (found_gone, found_come) = changes(&before, &after);
        assert_eq!(found_gone, *gone, "{key} = {value:?}: lines gone");
        assert_eq!(found_come, *come, "{key} = {value:?}: lines come");
    }
}

#[test]
fn a_style_key_changes_what_it_should_in_the_built_in_contract() {
    let mut draft = draft_file(EXAMPLE);
    draft
        .answers
        .insert("plan_workdays".into(), super::answer("/"));
    let feedback = |mark: &str| {
        format!(
            "5、甲方有权在合同生效后的3个工作日内收到乙方工作人员的服务进行反馈，开户产品应在3个工作日内收到\
             用户名和密码，执行类服务应在合同完款{mark}个工作日内与客户明确执行方案。"
        )
    };
    let (struck, none) = (feedback("/"), feedback("无"));
    let copies = |total: &str, each: &str| {
        format!(
            "（三）本合同一式{total}份，自签订之日生效，有效期以本协议“服务期限”为准，甲方、乙方各执{each}份，\
             每份合同具有同等法律效力。"
        )
    };
    let (capital, digits) = (copies("贰", "壹"), copies("2", "1"));
    check(
        &template(SERVICE),
        &draft,
        &[
            (
                "amount",
                text_value("plain"),
                &[
                    "（一）产品名称：青禾茶铺微信小程序商城（标准版）；单价：107,000.53元/年。",
                    "（三）首年费用合作金额：107,000.53元（大写：人民币壹拾万零柒仟元伍角叁分）。",
                ],
                &[
                    "（一）产品名称：青禾茶铺微信小程序商城（标准版）；单价：107000.53元/年。",
                    "（三）首年费用合作金额：107000.53元（大写：人民币壹拾万零柒仟元伍角叁分）。",
                ],
            ),
            (
                "rmb_prefix",
                StyleValue::Bool(false),
                &["（三）首年费用合作金额：107,000.53元（大写：人民币壹拾万零柒仟元伍角叁分）。"],
                &["（三）首年费用合作金额：107,000.53元（大写：壹拾万零柒仟元伍角叁分）。"],
            ),
            ("copies", text_value("digits"), &[&capital], &[&digits]),
            (
                "tick",
                text_value("■"),
                &["（四）收款方式：□现金□支票☑汇款□其他。"],
                &["（四）收款方式：□现金□支票■汇款□其他。"],
            ),
            ("strike_mark", text_value("无"), &[&struck], &[&none]),
            (
                "party_b_block",
                StyleValue::Bool(false),
                &[
                    "乙方（盖章）：",
                    "法定代表人（签字）：",
                    "联系电话：",
                    "开户银行账号：",
                    "签署时间：__________年__________月__________日",
                ],
                &[],
            ),
            (
                "print_party_names",
                StyleValue::Bool(true),
                &["甲方（盖章）：", "乙方（盖章）："],
                &[
                    "甲方（盖章）：杭州虚构青禾茶业有限公司",
                    "乙方（盖章）：深圳示例云帆网络科技有限公司",
                ],
            ),
            (
                "end_mark",
                StyleValue::Bool(false),
                &["（以下无正文）"],
                &[],
            ),
            ("body_size", StyleValue::Number(14.0), &[], &[]),
            ("underline", text_value("none"), &[], &[]),
            ("tick", text_value("✓"), &[], &[]),
            ("no_such_key", StyleValue::Bool(true), &[], &[]),
        ],
    );
}

#[test]
fn a_style_key_changes_what_it_should_in_the_second_contract() {
    check(
        &template(SALE),
        &draft(&sale_answers()),
        &[
            (
                "amount",
                text_value("plain"),
                &["3.1　总价：12,800.00元（大写：人民币壹万贰仟捌佰元整）。"],
                &["3.1　总价：12800元（大写：人民币壹万贰仟捌佰元整）。"],
            ),
            (
                "copies",
                text_value("capital"),
                &["5.1　本合同一式2份。"],
                &["5.1　本合同一式贰份。"],
            ),
            (
                "tick",
                text_value("☑"),
                &["1.3　附带服务：√安装√培训：两日。"],
                &["1.3　附带服务：☑安装☑培训：两日。"],
            ),
            (
                "party_b_block",
                StyleValue::Bool(false),
                &["卖方（盖章）：", "日期：2026年2月11日"],
                &[],
            ),
            (
                "print_party_names",
                StyleValue::Bool(true),
                &["买方（盖章）：", "卖方（盖章）："],
                &[
                    "买方（盖章）：杭州虚构青禾茶业有限公司",
                    "卖方（盖章）：深圳示例云帆网络科技有限公司",
                ],
            ),
            (
                "end_mark",
                StyleValue::Bool(false),
                &["（以下无正文）"],
                &[],
            ),
            ("strike_mark", text_value("无"), &[], &[]),
        ],
    );
}

#[test]
fn a_hidden_column_is_not_asked() {
    let template = template(SERVICE);
    let draft = draft_file(EXAMPLE);
    for (shown, asked) in [(true, true), (false, false)] {
        let styled = with_style(&draft, "party_b_block", &StyleValue::Bool(shown));
        let contract = contract(&template, &styled);
        for id in ["party_b_phone", "party_b_seal", "party_b_sign_date"] {
            assert_eq!(
                contract.values.is_asked(&id.into()),
                asked,
                "{id}, shown: {shown}"
            );
        }
        assert!(contract.values.is_asked(&"party_a_phone".into()));
    }
}
