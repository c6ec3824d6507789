//! What the words around a value say about it: negated, out of date, corrected, only asked.

mod correction;
mod former;
mod negation;

use super::ink::{Ink, Span};
pub(super) use correction::{CORRECTING, WRONG, corrects};
pub(super) use former::is_former;
pub(super) use negation::{is_negated, is_void_after};

const SUPPOSED: &[&str] = &[
    "对方报",
    "同行",
    "别人",
    "竞品",
    "另一家",
    "隔壁",
    "如果",
    "要是",
    "就算",
    "假如",
    "哪怕",
    "假设",
    "除非",
    "开玩笑",
    "听说",
    "别家",
    "比如",
];
const ASKED: &[&str] = &[
    "吗",
    "能不能",
    "可不可以",
    "行不行",
    "是不是",
    "多少",
    "怎么",
    "凭什么",
    "可否",
    "能否",
    "好不好",
    "要不要",
    "或者说",
    "咋",
    "哪",
    "么?",
];

/// Whether a clause only supposes, or asks.
pub(super) fn is_supposed(ink: &Ink, clause: &Span) -> bool {
    ink.has(clause, SUPPOSED)
}

/// Whether a clause asks.
pub(super) fn is_asked(ink: &Ink, clause: &Span) -> bool {
    ink.get(clause.end) == '?' || ink.has(clause, ASKED)
}
