//! Names of organisations in running text.

mod banks;
mod beginning;
mod words;

use super::areas::{area_at, begins_with_area};
use super::ink::{Ink, Span, is_han};
use banks::BRANCHES;
pub(super) use banks::{bank, is_bank};
use beginning::{is_of_name, run_start, stripped, without_leads};
use words::{BEHIND, GENERAL, STRONG, WEAK};

const LONGEST: usize = 60;

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
                        && ink.has(&(name.end..close), &["合伙", "独资", "个体工商户"]) =>
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
    // 找老张就行 is no name of a shop.
    let is_verdict = *ending == "行" && "就才也还可能不都进流通执自".contains(ink.before(at));
    if is_verdict {
        return None;
    }
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
