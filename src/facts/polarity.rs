//! What the words around a value say about it: negated, out of date, corrected, only asked.

use super::ink::{Ink, Span};
use super::scene::Scene;

const REPLACED: &[&str] = &[
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
const PRESENT: &[&str] = &[
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
/// Words that announce a correction of what stood before.
pub(super) const CORRECTING: &[&str] = &[
    "更新：",
    "更新:",
    "那就",
    "后来",
    "不不",
    "改用",
    "应为",
    "应该是",
    "应是",
    "改成",
    "改为",
    "换成",
    "变更为",
    "更正",
    "说错",
    "写错",
    "打错",
    "错了",
    "填错",
    "发错",
    "输错",
    "重新发",
    "重发",
    "重新给",
    "哦不",
    "不对",
    "有误",
    "少了一位",
    "多了一位",
    "少一位",
    "多一位",
    "打错字",
    "错字",
    "改一下",
    "纠正",
    "现在叫",
    "更名为",
    "最终",
    "最后定",
    "敲定",
    "就定",
    "定为",
    "为准",
    "更新一下",
    "换了",
    "搞错",
    "弄错",
    "抱歉",
    "更新为",
    "算了",
    "新地址",
    "新电话",
    "新账号",
    "新账户",
    "新号码",
    "新手机",
    "搬到",
    "口误",
    "correction",
];
/// Words that say that what stood before is wrong.
pub(super) const WRONG: &[&str] = &[
    "不对",
    "不不",
    "算了",
    "说错",
    "写错",
    "打错",
    "错了",
    "填错",
    "发错",
    "输错",
    "哦不",
    "有误",
    "少了一位",
    "多了一位",
    "少一位",
    "多一位",
    "错字",
    "作废",
    "搞错",
    "弄错",
    "口误",
    "开玩笑",
    "不算数",
];
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

/// How far before a value a word may stand that negates it.
const FAR: usize = 14;

/// Whether a value at `at` is negated by the words before it in its clause.
pub(super) fn is_negated(ink: &Ink, clause: &Span, at: usize) -> bool {
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
pub(super) fn is_void_after(ink: &Ink, clause: &Span, end: usize) -> bool {
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

/// Whether the words before a value say that it is out of date.
pub(super) fn is_former(ink: &Ink, clause: &Span, at: usize) -> bool {
    let before = clause.start..at;
    match ink.last_of(&before, FORMER) {
        // 上次说的15800我们同意了: what was said is agreed.
        Some((word, "上次" | "之前" | "以前" | "原来" | "原先")) => {
            // The next clause may agree.
            let near = word..(clause.end + 12).min(ink.line_end(clause.end));
            !ink.has(&(word..at), PRESENT) && !ink.has(&near, AGREED)
        }
        Some((word, _)) => {
            // 按去年的价15800: what was valid then is valid now.
            let is_kept = ["按", "照", "同", "跟", "和", "沿用", "参照"]
                .iter()
                .any(|lead| super::label::ends_before(ink, word, &[lead]));
            !is_kept && !ink.has(&(word..at), PRESENT)
        }
        None => false,
    }
}

/// Whether a clause only supposes, or asks.
pub(super) fn is_supposed(ink: &Ink, clause: &Span) -> bool {
    ink.has(clause, SUPPOSED)
}

/// Whether a clause asks.
pub(super) fn is_asked(ink: &Ink, clause: &Span) -> bool {
    ink.get(clause.end) == '?' || ink.has(clause, ASKED)
}

/// Whether the words before a value announce a correction: in its clause, or in the two before.
pub(super) fn corrects(ink: &Ink, scene: &Scene, at: usize) -> bool {
    let index = scene.clause_index(at);
    let clause = scene.clause(at);
    if ink.before(at) == '改' {
        return true;
    }
    if ink.has(&(clause.start..at), CORRECTING) || is_not_this_but_that(ink, scene, index, at) {
        return true;
    }
    (1..=2).any(|back| {
        index
            .checked_sub(back)
            .and_then(|index| scene.clauses().get(index))
            .is_some_and(|before| {
                let said = scene.said(before);
                // 一式两份，不，一式四份.
                let denies = matches!(
                    ink.text(&ink.trimmed(said)).as_str(),
                    "不" | "不是" | "错" | "no"
                );
                (ink.has(before, CORRECTING) || denies)
                    && !ink
                        .slice(&(before.end..clause.start))
                        .iter()
                        .filter(|c| **c == '\n')
                        .count()
                        .gt(&1)
            })
    })
}

/// 不是甲，是乙.
fn is_not_this_but_that(ink: &Ink, scene: &Scene, index: usize, at: usize) -> bool {
    let clause = scene.clause(at);
    let Some(before) = index
        .checked_sub(1)
        .and_then(|index| scene.clauses().get(index))
    else {
        return false;
    };
    ink.has(before, &["不是"])
        && ink.has(&(clause.start..at), &["是"])
        && !ink.has(&(clause.start..at), &["不是"])
}
