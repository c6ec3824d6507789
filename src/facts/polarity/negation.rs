//! Whether the words around a value deny it, or make it void.

use super::former::PRESENT;
use crate::facts::ink::{Ink, Span};

const REPLACED: &[&str] = &[
    "更新到",
    "更新为",
    "提到",
    "提高到",
    "涨至",
    "优惠到",
    "降为",
    "减到",
    "减为",
    "压到",
    "砍到",
    "谈到",
    "调到",
    "涨为",
    "下调到",
    "上调到",
    "让到",
    "优惠至",
    "降至",
    "调至",
    "改成",
    "改为",
    "换成",
    "变更为",
    "降到",
    "涨到",
    "调整为",
    "改到",
];

const NEGATIVE: &[&str] = &[
    "不得",
    "禁止",
    "严禁",
    "不准",
    "不许",
    "不可",
    "谢绝",
    "不采用",
    "不从",
    "不算",
    "没必要",
    "不必",
    "用不着",
    "不出现",
    "不是",
    "并非",
    "而非",
    "不要",
    "别写",
    "别填",
    "别用",
    "别按",
    "别给",
    "别打",
    "别付",
    "别留",
    "别发",
    "不用",
    "不收",
    "不写",
    "不填",
    "不留",
    "不能",
    "不接受",
    "不走",
    "不付",
    "不需要",
    "无需",
    "勿",
    "没有",
    "没得",
    "莫得",
    "木有",
    "取消",
    "不支持",
    "不开",
    "不想",
    "不再",
    "不打",
    "不按",
    "不含",
    "不包括",
    "除了",
    "不同意",
    "不行",
    "不考虑",
    "先不",
    "先别",
    "不给",
    "不签",
    "拒绝",
];
const AFFIRMATIVE: &[&str] = &[
    "而是",
    "就是",
    "就",
    "是",
    "改成",
    "改为",
    "换成",
    "应为",
    "用",
    "按",
    "要",
    "现在",
    "变更为",
    "只收",
    "走",
    "还是",
];
const VOID_AFTER: &[&str] = &[
    "→",
    "->",
    "(错",
    "(旧",
    "(作废",
    "(不用",
    "(停用",
    "(已停",
    "(不要",
    "(别用",
    "(已注销",
    "签过",
    "合作过",
    "作废",
    "写错",
    "错了",
    "打错",
    "说错",
    "发错",
    "填错",
    "不对",
    "有误",
    "销户",
    "没人接",
    "停用",
    "停机",
    "不用了",
    "不要了",
    "离职",
    "注销",
    "空号",
    "不用管",
    "弃用",
    "别用",
    "不能用",
    "不再用",
    "不再使用",
    "已换",
    "取消",
    "不行",
    "太",
    "贵了",
    "短了",
    "长了",
    "少了",
    "多了",
    "不考虑",
    "不写",
    "别写",
    "不放",
];
/// Words with a negation that deny no value.
const HARMLESS: &[&str] = &[
    "不续",
    "不签",
    "不是",
    "不支持",
    "没付",
    "没交",
    "没给",
    "没到账",
    "不变",
    "不含",
    "不包",
    "没问题",
    "没意见",
    "没变",
    "没错",
    "不错",
    "不用改",
    "不要写错",
    "不要漏",
    "别忘",
    "别漏",
    "别写错",
    "别弄错",
    "别搞错",
    "别填错",
    "别写成",
    "别错",
    "不够再",
    "不限",
    "不少于",
    "不低于",
    "不多不少",
    "差不多",
    "特别",
    "分别",
    "级别",
    "类别",
    "识别",
    "别墅",
    "不好意思",
    "不过",
    "不客气",
    "不见不散",
    "不另",
    "不再变",
    "不再改",
    "不再涨",
    "不涨",
    "不加价",
    "不打折",
    "不动",
    "不予",
    "不得",
    "不足",
    "不到",
    "不开票",
    "不开发票",
    "不开专票",
    "别的",
    "没有异议",
    "无异议",
    "没了",
    "别再变",
    "别变",
    "不改了",
    "不讲价",
    "太感谢",
    "太好",
    "不行就",
    "不停服",
    "不能停",
    "不能少",
    "不能错",
    "不管",
    "不论",
    "不收手续费",
    "不付",
    "不交",
    "不还",
    "不支付",
    "不付款",
];

/// How far before a value a word may stand that negates it.
const FAR: usize = 14;

/// Whether a value at `at` is negated by the words before it in its clause.
pub(in crate::facts) fn is_negated(ink: &Ink, clause: &Span, at: usize) -> bool {
    let from = at.saturating_sub(FAR).max(clause.start);
    let mut index = at;
    while index > from {
        index -= 1;
        if ink.get(index) == ':' {
            return false;
        }
        if let Some((word, end)) = ink.any_at(index, NEGATIVE)
            && end <= at
        {
            // 别写错 and 不要忘 ask for care.
            let is_care = matches!(ink.get(end), '错' | '漏' | '忘');
            let _ = word;
            return !is_care;
        }
        let is_denial = matches!(
            ink.get(index),
            '不' | '别' | '没' | '勿' | '莫' | '拒' | '禁'
        );
        if is_denial && denies(ink, &(index.saturating_sub(3).max(clause.start)..at)) == Some(index)
        {
            return true;
        }
        if let Some((_, end)) = ink.any_at(index, AFFIRMATIVE)
            && end <= at
            && !matches!(
                ink.before(index),
                '不' | '别' | '没' | '需' | '先' | '并' | '必' | '使' | '得' | '可'
            )
        {
            return false;
        }
    }
    false
}

/// Whether the words after a value in its clause make it void: words that say so, and any negation
/// that is not known to be harmless.
pub(in crate::facts) fn is_void_after(ink: &Ink, clause: &Span, end: usize) -> bool {
    if ink.any_at(ink.skip_spaces(end), REPLACED).is_some() {
        return true;
    }
    let after = end..clause.end.min(end + 16).max(end);
    match ink.first_of(&after, VOID_AFTER) {
        // 改成 between the two: what is void stands before. 别写成 speaks of the next value.
        Some((at, word)) => {
            let next = ink.get(at + word.chars().count());
            let is_care = word.starts_with('别') && matches!(next, '成' | '错' | '漏' | '忘');
            let is_kept = ink.has(&(end..at), PRESENT) || matches!(ink.before(at), '没' | '别');
            !is_care && !is_kept
        }
        None => denies(ink, &after).is_some_and(|at| {
            !ink.has(&(end..at), PRESENT) && !ink.has(&(end..at), &["其他", "其它", "另外", "剩下"])
        }),
    }
}

/// The first negation in a span that is not known to be harmless.
fn denies(ink: &Ink, span: &Span) -> Option<usize> {
    let mut at = span.start;
    while at < span.end {
        // The harmless word may begin before the negation: 差不多.
        if let Some((_, end)) = ink.any_at(at, HARMLESS) {
            at = end;
            continue;
        }
        if matches!(ink.get(at), '不' | '别' | '没' | '勿' | '太' | '嫌') {
            return Some(at);
        }
        at += 1;
    }
    None
}
