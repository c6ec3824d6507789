//! Where the name of an organisation begins in running text.

use super::LONGEST;
use crate::facts::areas::{area_at, first_area};
use crate::facts::ink::{Ink, Span, is_han};

/// Words before a name that are no part of it.
const LEADS: &[&str] = &[
    "我们单位是",
    "我们店是",
    "买小程序的是",
    "请开",
    "开给",
    "不开",
    "公司全名",
    "全名",
    "下属的",
    "下属",
    "旗下的",
    "旗下",
    "盖章单位",
    "签约方",
    "盖章",
    "这次用",
    "这次",
    "我们是",
    "我是",
    "这是",
    "我",
    "您",
    "贵公司",
    "贵司",
    "你司",
    "你们的",
    "你们",
    "请问",
    "我们公司叫",
    "我们公司是",
    "我们公司",
    "我们店",
    "我们",
    "我公司",
    "我司",
    "我方",
    "本公司",
    "咱们",
    "咱",
    "我家",
    "我店",
    "公司全称",
    "公司名称",
    "公司名",
    "公司叫",
    "公司是",
    "公司",
    "单位名称",
    "单位全称",
    "单位叫",
    "单位",
    "全称",
    "抬头",
    "名称",
    "户名",
    "甲方",
    "客户",
    "开票",
    "发票",
    "合同",
    "签约主体",
    "主体",
    "子公司",
    "母公司",
    "总公司",
    "店名",
    "店",
    "原来",
    "现在",
    "以后",
    "今后",
    "嗯",
    "哦",
    "呃",
    "啊",
    "那个",
    "就是",
    "就",
    "叫做",
    "叫",
    "是",
    "为",
    "用",
    "跟",
    "和",
    "与",
    "由",
    "给",
    "按",
    "写",
    "签",
    "以",
    "从",
    "在",
    "请",
    "开",
    "款",
    "它的",
    "他的",
    "的",
    "另外",
    "还有",
    "改成",
    "改为",
    "换成",
    "变更为",
    "应为",
    "应该是",
    "还是",
    "到",
    "对",
    "把",
    "即",
    "你好",
    "您好",
    "好的",
    "同",
    "不是",
    "名字叫",
    "名字",
];
/// Words and characters that no name holds: a name begins behind the last of them.
const BOUNDARIES: &[&str] = &[
    "是",
    "叫",
    "的",
    "了",
    "吗",
    "吧",
    "啊",
    "哦",
    "嗯",
    "您",
    "你",
    "我",
    "他",
    "她",
    "它",
    "们",
    "这",
    "跟",
    "把",
    "请",
    "没",
    "咱",
    "啥",
    "嘛",
    "么",
    "出现",
    "不要",
    "下属",
    "旗下",
    "这次用",
    "开给",
    "开到",
    "寄给",
    "发给",
    "卖给",
    "改用",
    "改成",
    "改为",
    "换成",
    "换为",
    "更正为",
    "更名为",
    "变更为",
    "应为",
    "应该为",
    "写成",
    "写上",
    "就写",
    "写着",
    "填上",
    "就填",
    "子公司",
    "母公司",
    "总公司",
    "合同跟",
    "合同和",
    "合同与",
    "抬头写",
    "抬头开",
    "签约方",
    "签约主体",
    "合同主体",
    "甲方",
    "乙方",
    "买方",
    "卖方",
    "丙方",
    "那边",
    "那家",
    "现名",
    "我方",
    "贵方",
    "对方",
    "我司",
    "我公司",
    "原名",
    "曾用名",
    "旧名",
    "前身是",
    "新名",
    "名为",
    "全名",
    "还有",
    "另外",
    "或者",
    "以及",
    "不用",
    "不写",
    "不签",
    "不开",
    "那个",
    "就用",
    "先用",
    "要用",
    "统一用",
    "都用",
    "付款走",
    "款走",
    "盖章",
    "隔壁",
];
/// Words of names that hold a boundary.
const INNER: &[&str] = &[
    "美的",
    "的士",
    "吉他",
    "其他",
    "酒吧",
    "网吧",
    "书吧",
    "水吧",
    "吧台",
    "叫花鸡",
    "高跟鞋",
    "申请",
    "我爱我家",
    "走廊",
    "茶吧",
    "陶吧",
    "行走",
    "我乐",
    "你我",
    "了望",
];
/// Characters before the name of a city that are no part of a name that begins there.
const BEFORE_AREAS: &str = "用和与同为写给由以在到改换签按从向开上盖章称头名体位户方司店是抬：给对";

pub(super) fn is_of_name(character: char) -> bool {
    is_han(character)
        || character.is_ascii_alphanumeric()
        || matches!(character, '(' | ')' | '·' | '&')
}

/// The run of characters that a name may hold, around `at`.
pub(super) fn run_start(ink: &Ink, at: usize) -> usize {
    let mut start = at;
    while start > 0 && at - start < LONGEST {
        let before = ink.before(start);
        if !is_of_name(before) {
            break;
        }
        start -= 1;
    }
    // A code, a number or a room before the name is no part of it.
    let mut at_digit = None;
    for index in start..at {
        if ink.get(index).is_ascii_digit() {
            at_digit = Some(index);
        }
    }
    match at_digit {
        Some(index) => {
            let mut next = index + 1;
            if ink.get(next).is_ascii_alphabetic() {
                while ink.get(next).is_ascii_alphanumeric() {
                    next += 1;
                }
            }
            // 公司3号 and 7号 end an address; 第3小学 does not.
            if ink
                .any_at(next, &["号楼", "号", "室", "楼", "层", "幢", "栋", "座"])
                .is_some()
            {
                next = ink
                    .any_at(next, &["号楼", "号", "室", "楼", "层", "幢", "栋", "座"])
                    .map_or(next, |(_, end)| end);
                next.min(at)
            } else if is_long_number(ink, start, index) {
                next.min(at)
            } else {
                start
            }
        }
        None => start,
    }
}

/// Whether the digits and letters that end at `index` are a number or a code: six or more.
fn is_long_number(ink: &Ink, start: usize, index: usize) -> bool {
    let run = ink.slice(&(start..index + 1)).iter().rev();
    run.take_while(|c| c.is_ascii_alphanumeric()).count() >= 6
}

/// Where a name in running text begins: behind the last word that no name holds, and behind words
/// that lead to a name.
pub(super) fn without_leads(ink: &Ink, span: Span, ending: usize) -> Span {
    let start = stripped(ink, behind_boundary(ink, span.start, ending), ending);
    // A city behind the words of a sentence begins a name: 合同用杭州….
    let begins = |at: usize| {
        at > start
            && ending.saturating_sub(at) >= 3
            && BEFORE_AREAS.contains(ink.before(at))
            && area_at(ink, start).is_none()
    };
    let start = first_area(ink, &(start..ending))
        .filter(|at| begins(*at))
        .unwrap_or(start);
    // A bracket that the name does not close holds the whole name.
    let last_open = (start..ending).rev().find(|at| ink.get(*at) == '(');
    let start = last_open
        .filter(|open| !(*open..ending).any(|at| ink.get(at) == ')'))
        .filter(|open| ending.saturating_sub(open + 1) >= 2)
        .map_or(start, |open| open + 1);
    start..span.end
}

/// The end of the last boundary before `ending` that leaves a name of two characters.
fn behind_boundary(ink: &Ink, start: usize, ending: usize) -> usize {
    let mut begin = start;
    let mut at = start;
    while at < ending {
        let inner = ink.any_at(at, INNER);
        if let Some((_, end)) = inner {
            at = end;
            continue;
        }
        match ink.any_at(at, BOUNDARIES) {
            // Nothing is left of 我们的公司.
            Some((_, end)) => {
                begin = end.min(ending);
                at = end;
            }
            None => at += 1,
        }
    }
    begin
}

/// The start of a name without the words that lead to it.
pub(super) fn stripped(ink: &Ink, start: usize, ending: usize) -> usize {
    let mut start = start;
    loop {
        while matches!(ink.get(start), ')' | '·' | '&') || ink.get(start) == ' ' {
            start += 1;
        }
        if let Some(close) = (ink.get(start) == '(')
            .then(|| (start..ending).find(|at| ink.get(*at) == ')'))
            .flatten()
        {
            // A name does not begin with a bracket.
            start = close + 1;
            continue;
        }
        if ink.get(start) == '(' {
            start += 1;
            continue;
        }
        match ink.any_at(start, LEADS) {
            Some((_, end)) if ending.saturating_sub(end) >= 2 => start = end,
            _ => return start,
        }
    }
}
