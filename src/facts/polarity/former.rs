//! Whether the words before a value say that it is out of date.

use crate::facts::ink::{Ink, Span};
use crate::facts::label;

const FORMER: &[&str] = &[
    "原来",
    "以前",
    "之前",
    "曾用名",
    "旧名",
    "去年",
    "上次",
    "上一版",
    "原价",
    "原先",
    "原定",
    "本来",
    "旧账户",
    "老账户",
    "旧账号",
    "老账号",
    "原开户行",
    "原账号",
    "市场价",
    "门市价",
    "标价",
    "前身",
    "原名",
    "旧合同",
    "上家",
    "老地址",
];
/// Words that make what was said before valid.
const AGREED: &[&str] = &[
    "同意",
    "没问题",
    "可以",
    "接受",
    "就按",
    "还是按",
    "ok",
    "不变",
    "照旧",
];
pub(super) const PRESENT: &[&str] = &[
    "改",
    "现在",
    "改成",
    "改为",
    "换成",
    "变更为",
    "目前",
    "现叫",
    "今年",
    "现开户行",
    "如今",
    "现更名",
    "更名为",
];

/// Whether the words before a value say that it is out of date.
pub(in crate::facts) fn is_former(ink: &Ink, clause: &Span, at: usize) -> bool {
    let before = clause.start..at;
    match ink.last_of(&before, FORMER) {
        // 上次说的15800我们同意了: what was said is agreed.
        // 按你上次讲的12800: what was said then is valid now.
        Some((word, "上次" | "之前")) if is_followed(ink, word, clause) => false,
        Some((word, "上次" | "之前" | "以前" | "原来" | "原先")) => {
            // The next clause may agree.
            let near = word..(clause.end + 12).min(ink.line_end(clause.end));
            !ink.has(&(word..at), PRESENT) && !ink.has(&near, AGREED)
        }
        Some((word, _)) => {
            // 按去年的价15800: what was valid then is valid now.
            let is_kept = ["按", "照", "同", "跟", "和", "沿用", "参照"]
                .iter()
                .any(|lead| label::ends_before(ink, word, &[lead]));
            !is_kept && !ink.has(&(word..at), PRESENT)
        }
        None => false,
    }
}

/// Whether what was said at `word` is what the writer goes by: 就按你上次讲的.
fn is_followed(ink: &Ink, word: usize, clause: &Span) -> bool {
    let lead = word.saturating_sub(4).max(clause.start)..word;
    let says = word..(word + 6).min(clause.end);
    ink.has(&lead, &["按", "照"])
        && !ink.has(&lead, &["不", "别"])
        && ink.has(&says, &["说", "讲", "谈", "报", "定"])
}
