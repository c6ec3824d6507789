//! Who of the speakers of a chat belongs to the reader's own company.

use std::collections::BTreeSet;

use super::without_header;
use crate::facts::areas::area_at;
use crate::facts::ink::{Ink, Span, is_han};

/// What only the reader's side asks for.
const ASKED_FOR: &[&str] = &[
    "开票信息",
    "开票资料",
    "发票信息",
    "税号",
    "抬头",
    "公司全称",
    "单位全称",
    "公司名称",
    "营业执照",
];
/// Words of a request.
const REQUESTS: &[&str] = &[
    "请问",
    "麻烦",
    "方便",
    "提供",
    "发一下",
    "发我",
    "发下",
    "给我",
    "需要",
    "请发",
    "告诉我",
    "?",
    "吗",
];
/// Words for the other side.
const OTHER_SIDE: &[&str] = &[
    "贵司",
    "贵公司",
    "贵单位",
    "您",
    "你们公司",
    "你公司",
    "你们单位",
];
/// Words with which a speaker says who they are.
const INTRODUCTIONS: &[&str] = &["我是", "我们是", "这边是", "这里是", "这是"];
/// Words that name a speaker of the client.
const CLIENTS: &[&str] = &["客户", "甲方", "买家", "对方"];

/// For each cell whether somebody of the reader's own company says it.
pub(super) fn ours(ink: &Ink, own_name: &str) -> Vec<bool> {
    let brands = brands(own_name);
    let mut lines: Vec<(String, Span)> = Vec::new();
    let mut current = String::new();
    for line in ink.lines() {
        let mut said = without_header(ink, &line);
        let mut name = speaker(ink, &(line.start..said.start));
        // 黄河软件小段：… is a speaker too, if the name is the reader's company's.
        let colon = (said.start..(said.start + 14).min(said.end)).find(|at| ink.get(*at) == ':');
        if let Some(colon) = colon
            && name.is_empty()
        {
            let prefix = ink.text(&(said.start..colon));
            if brands
                .iter()
                .any(|brand| prefix.starts_with(brand.as_str()))
            {
                name = prefix;
                said = colon + 1..said.end;
            }
        }
        if let Some((client, _)) = ink.any_at(line.start, &["客户:", "甲方:", "对方:", "买家:"])
        {
            client.clone_into(&mut current);
        } else if !name.is_empty() && !name.starts_with("to") {
            current = name;
        }
        lines.push((current.clone(), said));
    }
    let ours: BTreeSet<&str> = lines
        .iter()
        .filter(|(name, said)| is_ours(ink, name, said, &brands))
        .map(|(name, _)| name.as_str())
        .collect();
    let mut cells = vec![false; ink.len()];
    for (name, said) in &lines {
        if ours.contains(name.as_str()) {
            for cell in cells.get_mut(said.clone()).unwrap_or_default() {
                *cell = true;
            }
        }
    }
    cells
}

/// Whether a line shows that its speaker belongs to the reader's own company.
fn is_ours(ink: &Ink, name: &str, said: &Span, brands: &[String]) -> bool {
    if CLIENTS.iter().any(|word| name.contains(word)) {
        return false;
    }
    let introduces = |brand: &str| {
        ink.first_of(said, INTRODUCTIONS).is_some_and(|(at, word)| {
            let start = at + word.chars().count();
            ink.has(&(start..(start + 8).min(said.end)), &[brand])
        })
    };
    if brands
        .iter()
        .any(|brand| name.starts_with(brand.as_str()) || introduces(brand))
    {
        return true;
    }
    // Somebody without a name may be the client who forwards our question.
    !name.is_empty()
        && ink.has(said, ASKED_FOR)
        && ink.has(said, REQUESTS)
        && ink.has(said, OTHER_SIDE)
}

/// The letters of a chat name.
fn speaker(ink: &Ink, header: &Span) -> String {
    let text = ink.text(header);
    let mut name: String = text
        .chars()
        .filter(|c| is_han(*c) || c.is_ascii_alphabetic())
        .collect();
    for word in [
        "上午", "下午", "昨天", "今天", "前天", "晚上", "凌晨", "星期", "年", "月", "日",
    ] {
        name = name.replace(word, "");
    }
    name
}

/// Words of a company's name that do not tell it from others.
const GENERAL: &[&str] = &[
    "软件", "科技", "网络", "信息", "技术", "数据", "服务", "智能", "电子", "商务", "文化", "传媒",
    "公司", "有限", "贸易", "实业", "数字", "系统", "集团",
];

/// The pairs of characters that a company is known by, behind the place in its name.
fn brands(own_name: &str) -> Vec<String> {
    let ink = Ink::of(own_name);
    let mut start = 0;
    while let Some(end) = area_at(&ink, start).or_else(|| {
        ink.any_at(start, &["省", "市", "区", "县", "(", ")"])
            .map(|(_, end)| end)
    }) {
        start = end;
    }
    (start..start + 3)
        .map(|at| ink.text(&(at..at + 2)))
        .filter(|pair| pair.chars().count() == 2 && pair.chars().all(is_han))
        .take_while(|pair| !GENERAL.contains(&pair.as_str()))
        .collect()
}
