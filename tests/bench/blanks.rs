//! A contract of many blanks.

/// A template of 200 fields whose clauses hold so many blanks, `per_clause` in each.
pub fn template(count: usize, per_clause: usize) -> String {
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
