//! Drafts and answers for tests.

use chrono::{DateTime, FixedOffset};

use super::{Answer, Draft};

/// The time at which tests change drafts: no test depends on the computer's clock.
pub(crate) fn now() -> DateTime<FixedOffset> {
    DateTime::UNIX_EPOCH.fixed_offset() + chrono::TimeDelta::days(20_000)
}

/// A draft with these answers and these accepted corrections.
pub(crate) fn draft(answers: &[(&str, &str)], accepted: &[&str]) -> Draft {
    Draft {
        answers: answers
            .iter()
            .map(|(id, answer)| ((*id).into(), Answer::Text((*answer).to_owned())))
            .collect(),
        accepted: accepted.iter().map(|id| (*id).to_owned()).collect(),
        ..Draft::default()
    }
}

/// The answers of a finished contract with invented content.
pub(crate) const ANSWERS: &[(&str, &str)] = &[
    ("party_a_name", "杭州虚构青禾茶业有限公司"),
    ("party_b_name", "深圳示例云帆网络科技有限公司"),
    ("product_name", "青禾茶铺微信小程序商城（标准版）"),
    ("unit_price", "107000.53"),
    ("term_start", "2026-03-01"),
    ("term_end", "2027-02-28"),
    ("first_year_fee", "107000.53"),
    ("late_fee_percent", "0.05"),
    ("suspend_after_days", "15"),
    ("feedback_workdays", "3"),
    ("account_workdays", "3"),
    ("plan_workdays", "/"),
    ("start_workdays", "3"),
    ("data_retention_days", "30"),
    ("copies_total", "2"),
    ("copies_each", "1"),
    ("website", "https://www.example.com"),
    ("hotline", "400-000-0000"),
    ("party_a_phone", "0571-00000001"),
    (
        "party_a_bank_account",
        "虚构银行杭州示例支行 0000000000000000001",
    ),
    ("sign_date", "2026-02-10"),
];
