//! The built-in contract and drafts of it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use qianyue::document::Document;
use qianyue::draft::{Answer, Draft, DraftFile};
use qianyue::review::Contract;
use qianyue::template::{self, StyleKeys, StyleValue, Template};

/// The built-in template.
pub static SERVICE: LazyLock<Template> = LazyLock::new(|| {
    parse(include_str!(
        "../../../assets/templates/mini-program-service.md"
    ))
});

/// A template that shares no field with the built-in one.
pub static SALE: LazyLock<Template> =
    LazyLock::new(|| parse(include_str!("../../data/templates/goods-sale.md")));

/// A template from its text.
pub fn parse(text: &str) -> Template {
    template::parse(text.as_bytes()).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// A draft from the text of its file.
pub fn draft(text: &str) -> Draft {
    DraftFile::parse(text.as_bytes()).unwrap().draft().clone()
}

/// The complete contract, with findings that are neither confirmed nor acknowledged.
pub fn example() -> Draft {
    draft(include_str!("../../data/example.toml"))
}

/// The complete contract, ready to sign.
pub fn example_ready() -> Draft {
    draft(include_str!("../../data/example-ready.toml"))
}

/// The draft with other answers. `+` separates the options of `payment`; an empty text removes an
/// answer.
pub fn with(mut draft: Draft, answers: &[(&str, &str)]) -> Draft {
    for (field, text) in answers {
        let answer = if *field == "payment" {
            Answer::Chosen(text.split('+').map(str::to_owned).collect())
        } else {
            Answer::Text((*text).to_owned())
        };
        if text.is_empty() {
            draft.answers.remove(&(*field).into());
        } else {
            draft.answers.insert((*field).into(), answer);
        }
    }
    draft
}

/// The draft with these corrections accepted.
pub fn accepting(mut draft: Draft, corrections: &[&str]) -> Draft {
    draft.accepted = corrections.iter().map(|id| (*id).to_owned()).collect();
    draft
}

/// The contract of a draft in the template's own style.
pub fn contract(template: &Template, draft: &Draft) -> Contract {
    let body = template.body(&draft.accepted);
    Contract::new(template, &body, draft, &StyleKeys::new())
}

/// The ids of all issues, without the hint that lists the blanks to fill in by hand.
pub fn findings(contract: &Contract) -> BTreeSet<&str> {
    contract
        .issues
        .iter()
        .map(|issue| issue.id.as_str())
        .filter(|id| *id != "H02")
        .collect()
}

/// Contracts of the built-in template, by name: complete, blank, with the longest values, with
/// signatures on their own page.
pub fn real_contracts() -> Vec<(&'static str, Document)> {
    let company = format!("{}有限公司", "杭州虚构青禾".repeat(9));
    let longest = with(
        example(),
        &[
            ("party_a_name", company.as_str()),
            ("party_b_name", &company.replace("杭州", "深圳")),
            ("unit_price", "999999999999.99"),
            ("first_year_fee", "999999999999.99"),
            ("payment", "cash+cheque+remittance+other"),
            ("payment_other", &"第三方支付平台对公收款".repeat(3)),
            ("product_name", &"微信小程序商城（标准版）".repeat(6)),
            ("late_fee_percent", "99.9999"),
            (
                "party_a_bank_account",
                &"虚构银行杭州示例支行 0000000000000000001 ".repeat(3),
            ),
            (
                "party_b_bank_account",
                &"虚构银行深圳示例支行 0000000000000000002 ".repeat(3),
            ),
            (
                "website",
                "https://www.example.com/a/very/long/path/to/the/help/page?language=zh-CN",
            ),
            ("contract_no", "QY-2026-0000000000000000000000001"),
        ],
    );
    let mut own_page = example();
    for (key, value) in [
        ("signature_page", StyleValue::Text("own_page".to_owned())),
        ("emphasise_exemptions", StyleValue::Bool(true)),
        ("print_party_names", StyleValue::Bool(true)),
        ("protection", StyleValue::Text("values".to_owned())),
    ] {
        own_page.style.insert(key.to_owned(), value);
    }
    [
        ("example", example()),
        (
            "blank",
            draft("[template]\nid = \"mini-program-service\"\n[answers]\n"),
        ),
        ("longest", longest),
        ("own page", own_page),
    ]
    .into_iter()
    .map(|(name, draft)| (name, contract(&SERVICE, &draft).document))
    .collect()
}
