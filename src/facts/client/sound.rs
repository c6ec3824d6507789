//! Whether a text can be what it is proposed as: the last check before a proposal.

use crate::facts::ClientKey;
use crate::facts::ink::is_han;
use crate::facts::place::is_person_like;

/// Words that no name and no address holds.
const LABELS: &[&str] = &[
    "税号",
    "电话",
    "手机",
    "账号",
    "开户行",
    "邮箱",
    "联系人",
    "信用代码",
    "抬头",
    "资料如下",
    "信息如下",
    "我们",
    "你们",
    "请问",
    "谢谢",
    "不要",
    "麻烦",
];
/// Characters with which no name and no address begins.
const NO_START: &str = "了的是和与或在到把被给从就也都吗呢吧啊嗯，。：；、）)-";

/// Whether `value` can be the value of `key`.
pub(super) fn is_sound(key: ClientKey, value: &str) -> bool {
    match key {
        ClientKey::Name | ClientKey::Short => {
            is_balanced(value)
                && starts_well(value)
                && !value.contains([':', '：', '，', ',', '。', '；', '？', '?', '！'])
                || !value.chars().any(is_han)
        }
        ClientKey::Address => {
            is_balanced(value) && starts_well(value) && !value.contains(['：', '。', '；', '？'])
        }
        ClientKey::Contact => is_person_like(value),
        ClientKey::CreditCode | ClientKey::Phone | ClientKey::BankAccount | ClientKey::Email => {
            true
        }
    }
}

fn starts_well(value: &str) -> bool {
    !value.starts_with(|c| NO_START.contains(c)) && !LABELS.iter().any(|word| value.contains(word))
}

/// Whether every bracket is closed.
fn is_balanced(value: &str) -> bool {
    let mut depth = 0_i32;
    for character in value.chars() {
        match character {
            '(' | '（' => depth += 1,
            ')' | '）' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}
