//! Names of organisations and of banks in running text.

use super::areas::{area_at, begins_with_area, first_area};
use super::ink::{Ink, Span, is_han};

const LABELS: &[&str] = &[
    "开户行及账号",
    "开户行名称",
    "开户银行",
    "开户行",
    "原开户行",
    "现开户行",
    "新开户行",
    "银行名称",
    "账户",
    "新账户",
    "老账户",
    "打到",
    "汇到",
    "开户",
];

/// Endings that show a name of an organisation wherever they stand.
const STRONG: &[&str] = &[
    "有限责任公司",
    "股份有限公司",
    "有限公司",
    "分公司",
    "股份公司",
    "集团公司",
    "公司",
    "律师事务所",
    "会计师事务所",
    "专业合作社",
    "合伙企业",
    "事务所",
];
/// Endings that show a name only where the name stands by itself.
const WEAK: &[&str] = &[
    "场",
    "局",
    "站",
    "院",
    "俱乐部",
    "会所",
    "山庄",
    "度假村",
    "景区",
    "乐园",
    "农家乐",
    "网吧",
    "健身房",
    "政府",
    "厂",
    "店",
    "商行",
    "经营部",
    "批发部",
    "工作室",
    "合作社",
    "超市",
    "酒店",
    "餐厅",
    "饭店",
    "旅馆",
    "宾馆",
    "集团",
    "大学",
    "学院",
    "学校",
    "中学",
    "小学",
    "幼儿园",
    "医院",
    "诊所",
    "门诊部",
    "卫生院",
    "药房",
    "药店",
    "研究院",
    "研究所",
    "协会",
    "学会",
    "商会",
    "基金会",
    "博物馆",
    "图书馆",
    "美术馆",
    "体育馆",
    "委员会",
    "居委会",
    "服务中心",
    "培训中心",
    "中心",
    "门市部",
    "加工厂",
    "农场",
    "茶馆",
    "馆",
    "坊",
    "社",
    "铺",
    "行",
];
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
/// Words behind a name in running text.
const BEHIND: &[&str] = &[
    "的", "(", "想", "要", "需要", "准备", "打算", "同意", "这边", "在", "已", "确认", "签",
    "现在", "今年", "明年", "买", "订", "续", "收货", "收件", "地址", "电话", "税号", "开票",
    "联系", "开户", "公司", "账", "来", "是", "老板", "负责", "下单", "说",
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
/// Beginnings of runs that are no names: pronouns and general words.
const GENERAL: &[&str] = &[
    "贵公司",
    "贵司",
    "这家",
    "那家",
    "哪家",
    "一家",
    "有限公司",
    "股份有限公司",
    "你们",
    "别的",
    "其他",
    "任何",
    "该",
    "几家",
    "两家",
    "总",
    "分",
    "子",
    "母",
    "上市",
];
/// What the name of a bank holds.
const BANK_WORDS: &[&str] = &[
    "银行",
    "信用社",
    "农商行",
    "信用合作联社",
    "信用联社",
    "工行",
    "建行",
    "农行",
    "中行",
    "交行",
    "招行",
    "邮储",
];
/// Endings of the name of a bank's branch.
const BRANCHES: &[&str] = &[
    "支行",
    "分行",
    "营业部",
    "营业室",
    "营业厅",
    "分理处",
    "储蓄所",
    "信用社",
    "联社",
    "总行",
    "营业所",
    "分社",
    "网点",
    "分部",
];
const LONGEST: usize = 60;

fn is_of_name(character: char) -> bool {
    is_han(character)
        || character.is_ascii_alphanumeric()
        || matches!(character, '(' | ')' | '·' | '&')
}

/// The run of characters that a name may hold, around `at`.
fn run_start(ink: &Ink, at: usize) -> usize {
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
fn without_leads(ink: &Ink, span: Span, ending: usize) -> Span {
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
fn stripped(ink: &Ink, start: usize, ending: usize) -> usize {
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

/// The name that ends with the ending of a company at `at`.
fn name_ending_at(ink: &Ink, at: usize, ending: &str) -> Option<Span> {
    let start = run_start(ink, at);
    let mut end = at + ending.chars().count();
    let span = without_leads(ink, start..end, at);
    let start = span.start;
    // A branch behind a company belongs to the name: 有限公司宁波分公司.
    let mut last = end;
    while is_han(ink.get(last)) && last - end < 12 {
        if let Some(branch) = ink
            .after(last, "分公司")
            .or_else(|| ink.after(last, "分店"))
        {
            end = branch;
            break;
        }
        last += 1;
    }
    if ink.get(end) == '(' {
        let close = (end..end + 14).find(|at| ink.get(*at) == ')');
        if let Some(close) = close
            && ink.has(&(end..close), &["合伙", "个体", "个人独资", "普通"])
        {
            end = close + 1;
        }
    }
    let letters = at.checked_sub(start)?;
    if ending == "公司"
        && ink.has(
            &(start..at),
            &["不", "要", "写", "吗", "了", "你", "我", "哪", "这"],
        )
    {
        return None;
    }
    let text = ink.text(&(start..at));
    let is_general = GENERAL.iter().any(|word| {
        text.as_str() == *word
            || (word.chars().count() > 1 && text.starts_with(word) && *word != "有限公司")
    }) || text.is_empty();
    ((2..=LONGEST).contains(&letters) && !is_general).then_some(start..end)
}

/// Whether a span is the name of a bank, or of a branch of one.
pub(super) fn is_bank(ink: &Ink, span: &Span) -> bool {
    ink.has(span, BANK_WORDS)
}

/// The names of companies in a line, without banks.
pub(super) fn companies(ink: &Ink, line: &Span) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut at = line.start;
    while at < line.end {
        if let Some((ending, end)) = ink.any_at(at, STRONG)
            && end <= line.end
        {
            // 公司 of 分公司 and of 公司名称 is no ending.
            let is_inner = found.last().is_some_and(|last| last.end > at);
            if !is_inner
                && ink
                    .any_at(
                        end,
                        &["名称", "名", "全称", "抬头", "地址", "电话", "税号", "户名"],
                    )
                    .is_none_or(|_| ending != "公司")
                && let Some(name) = name_ending_at(ink, at, ending)
                && name.start >= line.start
                && name.end <= line.end
                && (ending != "公司" || ink.slice(&name).len() >= 6)
            {
                at = name.end;
                found.push(name);
                continue;
            }
            at = end;
            continue;
        }
        at += 1;
    }
    found
}

/// Where a name behind a clear label begins: at once, but for words that lead to a name. `company`
/// is the name as it would be read without the label.
pub(super) fn labelled_start(ink: &Ink, piece: &Span, company: &Span) -> usize {
    let start = stripped(ink, piece.start, company.end.saturating_sub(2));
    let prefix = start..company.start.max(start);
    let is_sentence = ink.has(
        &prefix,
        &["我们", "请", "改", "换", "不", "这", "发票", "合同"],
    );
    let opens = |c: char| ink.slice(&prefix).iter().filter(|each| **each == c).count();
    let is_name = ink.slice(&prefix).iter().all(|c| is_of_name(*c)) && opens('(') == opens(')');
    if is_sentence || !is_name {
        company.start
    } else {
        start
    }
}

/// The names in a line that begin with a city and end with the ending of an organisation, without
/// a company's legal form: 湖州南浔鲜果屋水果店.
pub(super) fn establishments(ink: &Ink, line: &Span) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut at = line.start;
    while at < line.end {
        if area_at(ink, at).is_none() && !(at == line.start && begins_with_area(ink, at)) {
            at += 1;
            continue;
        }
        let mut end = at;
        while end < line.end && is_of_name(ink.get(end)) && end - at < LONGEST {
            end += 1;
        }
        let ending = (at + 4..=end).find(|stop| {
            let ends = WEAK.iter().any(|ending| {
                let length = ending.chars().count();
                (length >= 2 || matches!(*ending, "厂" | "店"))
                    && *stop >= at + length + 3
                    && ink.after(stop - length, ending).is_some()
            });
            ends && (!is_of_name(ink.get(*stop)) || ink.any_at(*stop, BEHIND).is_some())
        });
        let name = ending.and_then(|stop| whole(ink, &(at..stop))).map(|name| {
            // （普通合伙） belongs to the name.
            let close = (name.end..name.end + 12).find(|at| ink.get(*at) == ')');
            match close {
                Some(close)
                    if ink.get(name.end) == '('
                        && ink.has(&(name.end..close), &["合伙", "独资"]) =>
                {
                    name.start..close + 1
                }
                Some(_) | None => name,
            }
        });
        at = name.as_ref().map_or(end, |name| name.end).max(at + 1);
        found.extend(name);
    }
    found
}

/// The name that a piece is, as a whole: 虚构市样例雨伞厂.
pub(super) fn whole(ink: &Ink, piece: &Span) -> Option<Span> {
    let piece = ink.trimmed(piece.clone());
    if !ink.slice(&piece).iter().all(|c| is_of_name(*c)) || piece.len() > LONGEST {
        return None;
    }
    let bare = if ink.before(piece.end) == ')' {
        piece
            .clone()
            .rev()
            .find(|at| ink.get(*at) == '(')
            .unwrap_or(piece.end)
    } else {
        piece.end
    };
    let ending = WEAK
        .iter()
        .chain(STRONG)
        .filter(|ending| {
            let length = ending.chars().count();
            bare.checked_sub(length)
                .is_some_and(|at| at >= piece.start && ink.after(at, ending).is_some())
        })
        .max_by_key(|ending| ending.len())?;
    let at = bare - ending.chars().count();
    let span = without_leads(ink, piece.clone(), at);
    let letters = at.checked_sub(span.start)?;
    let has_digit = ink
        .slice(&span)
        .iter()
        .filter(|c| c.is_ascii_digit())
        .count()
        > 2;
    let is_said = ink.has(
        &span,
        &[
            "不", "要", "写", "吗", "吧", "了", "么", "我们", "你", "他们", "请", "这", "那个",
            "发", "给",
        ],
    );
    if is_said
        || ink
            .any_at(bare.saturating_sub(2), &["广场", "车站"])
            .is_some()
        || ink.any_at(bare.saturating_sub(3), &["停车场"]).is_some()
    {
        return None;
    }
    let least = if *ending == "公司" {
        4
    } else if STRONG.contains(ending) {
        2
    } else {
        4
    };
    (letters >= least && !has_digit && ink.any_at(span.start, GENERAL).is_none()).then_some(span)
}

/// Whether a piece may be a name at all: letters of Chinese, with the ending of an organisation.
pub(super) fn ends_as_name(ink: &Ink, span: &Span) -> bool {
    let bare = if ink.before(span.end) == ')' {
        span.clone()
            .rev()
            .find(|at| ink.get(*at) == '(')
            .unwrap_or(span.end)
    } else {
        span.end
    };
    STRONG.iter().chain(WEAK).chain(BRANCHES).any(|ending| {
        bare.checked_sub(ending.chars().count())
            .is_some_and(|at| at >= span.start && ink.after(at, ending).is_some())
    }) || ink.after(bare.saturating_sub(2), "银行").is_some()
}

/// The name of the bank that stands around `at`, where one of the words of a bank stands.
pub(super) fn bank(ink: &Ink, at: usize, line: &Span) -> Option<Span> {
    let (_, word_end) = ink.any_at(at, BANK_WORDS)?;
    let start = run_start(ink, at).max(line.start);
    let span = without_leads(ink, start..word_end, at);
    let span = without_bank_label(ink, span, at);
    let mut end = ink.any_at(at, BANK_WORDS).map_or(word_end, |(_, end)| end);
    let mut index = end;
    let limit = (end + 30).min(line.end);
    let mut last_branch = None;
    while index < limit
        && (is_of_name(ink.get(index)) && !ink.get(index).is_ascii_digit()
            || ink.get(index) == ' ' && is_han(ink.before(index)) && is_han(ink.get(index + 1)))
    {
        if let Some((_, branch)) = ink.any_at(index, BRANCHES) {
            last_branch = Some(branch);
            index = branch;
            continue;
        }
        if ink
            .any_at(index, &["账号", "卡号", "账户", "户名", "开户"])
            .is_some()
        {
            break;
        }
        index += 1;
    }
    if let Some(branch) = last_branch {
        end = branch;
    } else if let Some((_, form)) = ink.any_at(end, &["股份有限公司", "有限责任公司", "有限公司"])
    {
        end = form;
    }
    let is_name = last_branch.is_some() || end - span.start >= 4;
    (is_name && end > span.start).then_some(span.start..end)
}

fn without_bank_label(ink: &Ink, span: Span, ending: usize) -> Span {
    let mut start = span.start;
    while let Some((_, end)) = ink.any_at(start, LABELS) {
        if end > ending {
            break;
        }
        start = end;
    }
    start = without_leads(ink, start..span.end, ending).start;
    // No name of a bank holds these.
    if let Some((at, _)) = ink.last_of(
        &(start..ending),
        &["是", "的", "为", "到", "号", "户", "在", "了"],
    ) {
        start = at + 1;
    }
    start.min(ending)..span.end
}
