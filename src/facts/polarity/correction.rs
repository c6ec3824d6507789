//! Whether a value corrects what stood before.

use crate::facts::ink::Ink;
use crate::facts::scene::Scene;

/// Words that announce a correction of what stood before.
pub(in crate::facts) const CORRECTING: &[&str] = &[
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
pub(in crate::facts) const WRONG: &[&str] = &[
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

/// Whether the words before a value announce a correction: in its clause, or in the two before.
pub(in crate::facts) fn corrects(ink: &Ink, scene: &Scene, at: usize) -> bool {
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
