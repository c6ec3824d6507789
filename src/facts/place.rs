//! Addresses and names of persons in running text.

use super::areas::{area_at, begins_with_area};
use super::ink::{Ink, Span, is_han};

const NO_NAMES: &str =
    "是打的了在到给就用我你他这那号时间话机请发找系部址日电手应该按要和与也都还没不座固旧";

/// Parts of an address behind which a number or a name of a building may follow.
const AREAS: &[&str] = &[
    "省",
    "市",
    "自治区",
    "区",
    "县",
    "镇",
    "乡",
    "街道",
    "路",
    "街",
    "大道",
    "巷",
    "弄",
    "村",
    "园",
    "旗",
];
/// What ends the exact part of an address.
const ROOMS: &[&str] = &[
    "号楼",
    "号院",
    "号",
    "室",
    "楼",
    "层",
    "幢",
    "栋",
    "座",
    "单元",
    "房",
    "大厦",
    "广场",
    "中心",
    "园区",
    "产业园",
    "铺",
    "门",
    "组",
];
/// Words that end an address: another label follows.
const STOPS: &[&str] = &[
    "电话",
    "账号",
    "账户",
    "税号",
    "开户",
    "联系",
    "手机",
    "银行",
    "邮编",
    "传真",
    "法人",
    "名称",
    "户名",
    "座机",
    "统一社会",
    "纳税人",
    "信用社",
    "邮箱",
    "抬头",
    "收件",
    "单位名",
];
/// Surnames that are common enough to know a person by.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺虚";
/// Surnames of two characters.
const DOUBLE_SURNAMES: &[&str] = &[
    "欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "令狐", "慕容", "司徒",
];
/// Forms of address behind a name.
const TITLES: &[&str] = &[
    "女士", "先生", "小姐", "老师", "经理", "总监", "主任", "主管", "会计", "同学", "总", "姐",
    "哥", "工", "店长", "老板", "院长", "校长", "律师", "医生", "科长", "处长",
];
/// Words between the label of a contact and the name.
const POSTS: &[&str] = &[
    "采购部",
    "采购",
    "行政部",
    "行政",
    "商务部",
    "商务",
    "市场部",
    "市场",
    "运营",
    "我们",
    "公司",
    "老板",
    "店长",
    "经理",
    "负责人",
    "同事",
    "还是",
    "就写",
];
/// What stands in the place of a name without being one.
const NOBODY: &[&str] = &[
    "应该", "应是", "新号", "平时", "改成", "更正", "我", "谁", "同上", "暂无", "无", "没有", "没",
    "待定", "本人", "自己", "他", "她", "你", "财务", "老板", "未定", "空", "暂不", "不写", "不用",
    "先", "再", "稍后", "同一", "一样", "电话", "手机", "信息", "方式", "地址", "邮箱", "资料",
    "如下", "见", "原来", "原先", "固定", "常用", "备用", "方便", "全部", "单位", "公司", "店里",
    "柜台", "前台", "办公", "白天", "晚上", "应急", "紧急", "技术", "安装", "工程", "商务", "行政",
    "人事", "采购", "售后", "客服", "总机", "分机", "直线", "通知", "都是", "现在", "目前", "金额",
    "单价", "方案", "项目", "产品", "合同", "成功", "明天", "今天", "安排", "关于", "应该", "方式",
    "全称", "简称", "向您", "成立",
];

/// The address that begins at `start` and ends before `limit`, if the text there is one.
pub(super) fn address(ink: &Ink, start: usize, limit: usize) -> Option<Span> {
    let mut at = start;
    let mut areas = 0;
    let mut end = None;
    let mut has_digit = false;
    // No address is longer, which bounds the work.
    let limit = limit.min(start + 100);
    while at < limit {
        let character = ink.get(at);
        let is_inner = is_han(character)
            || character.is_ascii_alphanumeric()
            || matches!(character, '-' | '#' | '&' | '(' | ')' | '·')
            || character == ' '
                && (is_han(ink.get(at + 1)) || ink.get(at + 1).is_ascii_alphanumeric())
                && areas > 0;
        if !is_inner {
            break;
        }
        if ink.any_at(at, STOPS).is_some() && at > start {
            break;
        }
        has_digit |= character.is_ascii_digit() || "一二三四五六七八九十".contains(character);
        if let Some((_, next)) = ink.any_at(at, ROOMS)
            && next <= limit
            && areas > 0
        {
            // 号楼 of 3号楼: the longest.
            end = Some(next);
            at = next;
            continue;
        }
        if let Some((_, next)) = ink.any_at(at, AREAS)
            && at > start
        {
            areas += 1;
            at = next;
            continue;
        }
        at += 1;
    }
    let mut end = end?;
    // What follows in a bracket or as digits and letters still belongs there: 3号2002.
    while ink.get(end).is_ascii_alphanumeric() && end < limit && end - start < 80 {
        end += 1;
        if let Some((_, next)) = ink.any_at(end, ROOMS) {
            end = next;
        }
    }
    if has_more_digits(ink, start, end) {
        return None;
    }
    (areas >= 2 && has_digit && end - start >= 7 && end - start <= 80).then_some(start..end)
}

/// Whether a run of 7 digits or more stands in a span: that is a number, not a house.
fn has_more_digits(ink: &Ink, start: usize, end: usize) -> bool {
    let mut run = 0;
    for at in start..end {
        run = if ink.get(at).is_ascii_digit() {
            run + 1
        } else {
            0
        };
        if run >= 7 {
            return true;
        }
    }
    false
}

/// Where an unlabelled address may begin in a piece: at its first Han character.
pub(super) fn whole_address(ink: &Ink, piece: &Span) -> Option<Span> {
    let piece = ink.trimmed(piece.clone());
    if !is_han(ink.get(piece.start)) {
        return None;
    }
    let leads = &[
        "是",
        "在",
        "为",
        "位于",
        "我们在",
        "公司在",
        "店在",
        "地址是",
    ];
    let start = ink
        .any_at(piece.start, leads)
        .map_or(piece.start, |(_, end)| end);
    // Words of a sentence before the place make it the place of something else.
    if area_at(ink, start).is_none() && !begins_with_area(ink, start) {
        return None;
    }
    let found = address(ink, start, piece.end)?;
    (found.end == piece.end || !is_han(ink.get(found.end))).then_some(found)
}

/// The person whose name begins at `at`; with `labelled`, any short name that stands by itself.
pub(super) fn person(ink: &Ink, at: usize, limit: usize, labelled: bool) -> Option<Span> {
    let mut start = ink.skip_spaces(at);
    while let Some((_, end)) = ink.any_at(start, POSTS) {
        start = ink.skip_spaces(end);
    }
    if ink.get(start) == ':' {
        start = ink.skip_spaces(start + 1);
    }
    if labelled {
        start = behind_department(ink, start);
    }
    // 联系人我（谭晓蓉）.
    if let Some((_, open)) = ink.any_at(start, &["我(", "本人(", "我,", "我本人("]) {
        start = open;
    }
    // 办公室的刘志远.
    let of = (start + 2..start + 8).find(|at| ink.get(*at) == '的');
    if let Some(of) = of
        && (start..of).all(|at| is_han(ink.get(at)))
        && SURNAMES.contains(ink.get(of + 1))
    {
        start = of + 1;
    }
    if ink.any_at(start, NOBODY).is_some() {
        return None;
    }
    if labelled && ink.get(start).is_ascii_alphabetic() {
        return latin(ink, start, limit);
    }
    let mut end = start;
    while (is_han(ink.get(end)) || ink.get(end) == '·') && end < limit && end - start < 12 {
        end += 1;
    }
    while end > start + 2
        && matches!(
            ink.before(end),
            '吧' | '哈' | '呀' | '啊' | '了' | '的' | '呢' | '哦'
        )
    {
        end -= 1;
    }
    // Of 梁小姐 only the surname is known, and the form of address is part of the value.
    if let Some((title, address_end)) = ink.any_at(start + 1, TITLES)
        && title.chars().count() > 1
        && SURNAMES.contains(ink.get(start))
        && (labelled || !is_han(ink.get(address_end)))
    {
        return labelled.then_some(start..address_end);
    }
    let title = (start + 1..=end).find(|at| ink.any_at(*at, TITLES).is_some() && at - start >= 2);
    let is_known =
        SURNAMES.contains(ink.get(start)) || ink.any_at(start, DOUBLE_SURNAMES).is_some();
    let name = match title {
        Some(title) if title - start <= 4 => start..title,
        _ => start..end,
    };
    let has_other_words = ink.slice(&name).iter().any(|c| NO_NAMES.contains(*c));
    if has_other_words && !labelled {
        return None;
    }
    let length = name.len();
    let stands_alone = title.is_some()
        || !is_han(ink.get(end))
        || matches!(
            ink.get(end),
            '吧' | '哈' | '呀' | '啊' | '了' | '的' | '呢' | '哦'
        );
    let is_short = (2..=4).contains(&length)
        || labelled && (5..=6).contains(&length) && !has_other_words && !is_han(ink.get(end))
        || ink.slice(&name).contains(&'·') && length <= 12;
    if is_short
        && stands_alone
        && (labelled || is_known && length <= 3 || ink.any_at(start, DOUBLE_SURNAMES).is_some())
    {
        return Some(name);
    }
    // 联系人甄示例电话…: a name of three with a known surname before a label.
    if is_known && length > 3 {
        for n in [3, 2] {
            let cut = start + n;
            if ink
                .any_at(
                    cut,
                    &[
                        "电话", "手机", "联系", "微信", "邮箱", "座机", "女士", "先生",
                    ],
                )
                .is_some()
            {
                return Some(start..cut);
            }
        }
    }
    None
}

/// Where a name begins behind a department: 教务处 路示例.
fn behind_department(ink: &Ink, start: usize) -> usize {
    let end = (start..start + 7)
        .find(|at| !is_han(ink.get(*at)))
        .unwrap_or(start);
    let is_department = end >= start + 2
        && matches!(
            ink.before(end),
            '处' | '部' | '室' | '科' | '办' | '心' | '组'
        )
        && ink.get(end) == ' '
        && is_han(ink.get(ink.skip_spaces(end)));
    if is_department {
        ink.skip_spaces(end)
    } else {
        start
    }
}

/// Whether two to four Han characters stand between `at` and a telephone number: 找玉罕 139….
pub(super) fn is_before_phone(ink: &Ink, at: usize) -> bool {
    if ink.any_at(at, NOBODY).is_some() {
        return false;
    }
    (2..=4).any(|length| {
        let name = ink.slice(&(at..at + length));
        let is_name =
            name.len() == length && name.iter().all(|c| is_han(*c) && !NO_NAMES.contains(*c));
        is_name && super::phone::phone(ink, ink.skip_spaces(at + length)).is_some()
    })
}

/// Whether a text can be the name of a person: short, without the characters of sentences.
pub(super) fn is_person_like(value: &str) -> bool {
    let n_chars = value.chars().count();
    let is_chinese = value.chars().all(|c| is_han(c) || c == '·');
    if is_chinese {
        return (2..=12).contains(&n_chars)
            && (n_chars <= 6 || value.contains('·'))
            && !value.chars().any(|c| "的了吗呢吧啊是在就也都".contains(c));
    }
    (2..=40).contains(&n_chars)
        && !value.contains([':', '：', '@', '/', '，', '。'])
        && value.chars().filter(char::is_ascii_digit).count() <= 2
}

/// Words right before the name of a person.
const BEFORE_PERSONS: &[&str] = &[
    "是",
    "叫",
    "找",
    "为",
    "的",
    "给",
    "联系",
    "联系人",
    "问",
    "由",
    "经理",
    "老板",
    "老板娘",
    "店主",
    "掌柜",
    "店长",
    "主任",
    "负责人",
    "采购",
    "采购部",
    "行政",
    "行政部",
    "人事",
    "秘书",
    "助理",
    "同事",
    "主管",
    "总监",
    "老师",
    "校长",
    "院长",
    "会长",
    "社长",
    "厂长",
    "园长",
    "经营者",
    "和",
    "与",
    "或",
    "写",
    "打",
    "改成",
    "换成",
    "改为",
    "换",
    "部",
    "对接",
    "留",
    "打给",
    "本人",
    "我",
    "用",
];

/// The person whose name ends right before `end`, not before `floor`; with a form of address where
/// only the surname is given: 梁小姐.
pub(super) fn person_ending(ink: &Ink, end: usize, floor: usize) -> Option<Span> {
    let title = TITLES
        .iter()
        .map(|title| title.chars().count())
        .filter(|length| {
            end.checked_sub(*length)
                .is_some_and(|at| at >= floor && TITLES.contains(&ink.text(&(at..end)).as_str()))
        })
        .max();
    let name_end = end - title.unwrap_or(0);
    let begins = |start: usize| {
        !is_han(ink.before(start))
            || BEFORE_PERSONS.iter().any(|word| {
                start
                    .checked_sub(word.chars().count())
                    .is_some_and(|at| at >= floor && ink.after(at, word) == Some(start))
            })
    };
    for length in [4, 3, 2] {
        let Some(start) = name_end.checked_sub(length).filter(|start| *start >= floor) else {
            continue;
        };
        let is_double = ink.any_at(start, DOUBLE_SURNAMES).is_some();
        let name = ink.slice(&(start..name_end));
        let is_name = name.len() == length
            && name
                .iter()
                .all(|c| is_han(*c) && !NO_NAMES.contains(*c) && *c != '收')
            && (is_double && length > 2 || length < 4 && SURNAMES.contains(ink.get(start)));
        if is_name && begins(start) && ink.any_at(start, NOBODY).is_none() {
            return Some(start..name_end);
        }
    }
    let start = name_end.checked_sub(1).filter(|start| *start >= floor)?;
    (title.is_some() && SURNAMES.contains(ink.get(start)) && begins(start)).then_some(start..end)
}

/// A name of Latin words: `Zhen Shili`.
pub(super) fn latin(ink: &Ink, start: usize, limit: usize) -> Option<Span> {
    let mut end = start;
    let mut words = 0;
    let mut at = start;
    while at < limit {
        let word = at;
        while ink.get(at).is_ascii_alphabetic() || matches!(ink.get(at), '.' | '\'') {
            at += 1;
        }
        if at == word {
            break;
        }
        end = at;
        words += 1;
        if ink.get(at) != ' ' {
            break;
        }
        at += 1;
    }
    let is_followed = matches!(
        ink.get(ink.skip_spaces(end)),
        '\n' | '(' | ',' | ';' | '。' | '"' | '|'
    ) || end >= limit
        || ink.get(end) == ' ';
    ((1..=4).contains(&words) && end - start <= 40 && end - start >= 2 && is_followed)
        .then_some(start..end)
}
