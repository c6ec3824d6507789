//! A contract of 500,000 characters.

use qianyue::store::BUILT_IN;

/// The built-in template with clauses added until it has 500,000 characters.
pub fn template() -> String {
    let (_, built_in) = BUILT_IN[0];
    let clause = "双方确认，本合同履行过程中形成的全部文件、数据和资料，均应当妥善保存，未经对方书面同意不得向第三方披露。";
    let mut text = built_in.replacen("id = \"mini-program-service\"", "id = \"large\"", 1);
    text.push_str("\n\n");
    let missing = 500_000_usize.saturating_sub(text.chars().count());
    for _ in 0..=missing / (clause.chars().count() * 4) {
        text.push_str(&clause.repeat(4));
        text.push_str("\n\n");
    }
    text
}
