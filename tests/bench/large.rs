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

/// A template of 200 fields whose clauses hold so many blanks, `per_clause` in each.
pub fn blanks(count: usize, per_clause: usize) -> String {
    const FIELDS: usize = 200;
    let mut text = String::from(
        "+++\nid = \"blanks\"\ntitle = \"空白\"\nversion = \"1\"\nlanguage = \"zh-CN\"\n",
    );
    for field in 0..FIELDS {
        text.push_str(&format!(
            "[[fields]]\nid = \"f{field}\"\nkind = \"text\"\nlabel = \"第{field}项\"\n"
        ));
    }
    text.push_str("+++\n# 空白\n");
    for blank in 0..count {
        if blank % per_clause == 0 {
            text.push_str(&format!("\n{}. ", blank / per_clause + 1));
        }
        text.push_str(&format!("交付{{{{f{}}}}}，", blank % FIELDS));
    }
    text.push('\n');
    text
}
