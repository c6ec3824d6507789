//! Names of the client: labelled, in running text, broken by a PDF.

use super::Gathering;
use crate::facts::candidate::Subject;
use crate::facts::ink::{Span, is_han};
use crate::facts::label::{Announced, Clarity, Label};
use crate::facts::{ClientKey, organisation, polarity};
use crate::value::{comparable, pasted};

/// Words beside an account or a name that make them somebody else's.
pub(super) const THIRD_PARTY: &[&str] = &[
    "母公司",
    "总公司",
    "集团公司",
    "代付",
    "我们集团",
    "集团账",
    "款从",
    "从集团",
    "集团那边",
    "上级公司",
    "上级单位",
    "总部",
    "统一付款",
    "集团付款",
    "代为支付",
    "代为付款",
    "付款由",
    "款由",
    "代收",
    "股东",
    "关联公司",
    "个人账户",
    "个人账号",
    "私人",
    "你们的账",
    "你们这个户",
    "贵司账",
    "打到你们",
    "打给你们",
    "上家",
];

/// Words behind the name of a company that owns the client.
const PARENTS: &[&str] = &[
    "下属",
    "旗下",
    "的下属",
    "的子公司",
    "全资",
    "并入",
    "更名",
    "改名",
    "已注销",
    "已更名",
    "合并到",
    "控股的",
    "的全资",
];
/// Words right before a name that make it the client's.
const CLIENT_WORDS: &[&str] = &[
    "我们",
    "我司",
    "我方",
    "我公司",
    "我单位",
    "我店",
    "甲方",
    "抬头",
    "签约",
    "主体",
    "我是",
    "这边是",
    "这里是",
    "子公司",
];

impl Gathering<'_, '_> {
    /// The companies that the message names, and where our own is named.
    pub(super) fn find_companies(&mut self) {
        let own = comparable(&half_brackets(self.page.reader.own_name));
        for line in self.page.ink.lines() {
            for name in organisation::companies(self.page.ink, &line) {
                let text = comparable(&half_brackets(&self.page.ink.shown(&name)));
                if !own.is_empty()
                    && (text == own || own.ends_with(&text) && text.chars().count() > 5)
                {
                    self.own.push(name.clone());
                }
                self.companies.push(name);
            }
        }
    }

    pub(super) fn labelled_name(
        &mut self,
        announced: Announced,
        label: &Label,
        region: &Span,
        next_label: usize,
    ) {
        let ink = self.page.ink;
        let end = self.value_end(region);
        let piece = ink.trimmed(region.start..end);
        if piece.is_empty() || self.is_taken(&piece) {
            return;
        }
        let mut piece = self.without_remark(piece);
        // The bracket around the label ends the value: （下称苍山民宿）.
        let opens = |at: usize| (piece.start..at).any(|at| ink.get(at) == '(');
        if let Some(close) = piece.clone().find(|at| ink.get(*at) == ')' && !opens(*at)) {
            piece = ink.trimmed(piece.start..close);
        }
        // A remark in brackets that a comma cuts.
        if let Some(open) = piece.clone().find(|at| ink.get(*at) == '(')
            && open > piece.start
            && !(open..piece.end).any(|at| ink.get(at) == ')')
        {
            piece = ink.trimmed(piece.start..open);
        }
        // Two spaces, or a space before another kind of text, end a name.
        if let Some(gap) = piece
            .clone()
            .find(|at| ink.get(*at) == ' ' && is_han(ink.before(*at)) && !is_han(ink.get(*at + 1)))
        {
            piece = piece.start..gap;
        }
        let joined = self.joined(&piece, region, next_label);
        let companies = organisation::companies(ink, &piece);
        let name = match (&joined, companies.first()) {
            (Some(_), _) => Some(piece.clone()),
            (None, Some(company)) if self.is_bracketed(piece.start..company.start) => {
                Some(piece.start..company.end)
            }
            (None, Some(company)) if self.has_branch(label, &piece, company) => Some(piece.clone()),
            (None, Some(company)) if label.clarity == Clarity::Marked => {
                Some(organisation::labelled_start(ink, &piece, company)..company.end)
            }
            (None, Some(company)) => Some(company.clone()),
            (None, None) => {
                organisation::whole(ink, &piece).or_else(|| self.plain_name(&piece, label))
            }
        };
        let Some(name) = name else { return };
        let value = match &joined {
            Some(rest) => format!("{}{}", ink.shown(&piece), ink.shown(rest)),
            None => ink.shown(&name),
        };
        let span = joined.map_or(name.clone(), |rest| name.start..rest.end);
        let value = registered(&value);
        if announced == Announced::Short {
            if value.chars().count() <= 20 {
                self.push(
                    Subject::Client(ClientKey::Short),
                    value,
                    span,
                    Some(label.clarity),
                );
            }
            return;
        }
        if announced == Announced::Holder {
            self.holders.push((span.clone(), value.clone()));
        }
        if organisation::is_bank(ink, &span) && announced == Announced::Holder {
            return;
        }
        let n_found = self.found.len();
        self.name(value, span, Some(label.clarity));
        for candidate in self.found.get_mut(n_found..).unwrap_or_default() {
            candidate.is_second_choice |= announced == Announced::Holder;
        }
    }

    /// Whether a labelled name goes on behind the company: 有限公司工会委员会.
    pub(super) fn has_branch(&self, label: &Label, piece: &Span, company: &Span) -> bool {
        let ink = self.page.ink;
        let rest = company.end..piece.end;
        label.clarity == Clarity::Marked
            && company.start == piece.start
            && (2..=14).contains(&rest.len())
            && ink.slice(&rest).iter().all(|c| is_han(*c))
            && organisation::ends_as_name(ink, piece)
    }

    /// Whether a span is a place in brackets, with which a name may begin: （虚构）国际贸易.
    pub(super) fn is_bracketed(&self, span: Span) -> bool {
        let ink = self.page.ink;
        (4..=8).contains(&span.len())
            && ink.get(span.start) == '('
            && ink.before(span.end) == ')'
            && ink
                .slice(&(span.start + 1..span.end - 1))
                .iter()
                .all(|c| is_han(*c))
            && !ink.has(&span, &["必", "选", "填", "注", "方"])
    }

    /// The rest of a name whose line a PDF broke.
    pub(super) fn joined(&self, piece: &Span, region: &Span, next_label: usize) -> Option<Span> {
        let ink = self.page.ink;
        let is_last =
            piece.end == region.end && ink.get(piece.end) == '\n' && next_label > piece.end + 1;
        if !is_last
            || !is_han(ink.get(piece.start))
            || organisation::ends_as_name(ink, piece)
            || piece.len() < 6
        {
            return None;
        }
        let rest = ink.trimmed(piece.end + 1..ink.line_end(piece.end + 1).min(next_label));
        let both = piece.start..rest.end;
        (!rest.is_empty()
            && rest.len() <= 20
            && organisation::ends_as_name(ink, &both)
            && ink
                .slice(&rest)
                .iter()
                .all(|c| is_han(*c) || matches!(c, '(' | ')')))
        .then_some(rest)
    }

    /// A name without the ending of an organisation, which only a clear label makes one.
    pub(super) fn plain_name(&self, piece: &Span, label: &Label) -> Option<Span> {
        let ink = self.page.ink;
        let is_clear = label.clarity == Clarity::Marked
            || label.announces(Announced::Short)
            || label.announces(Announced::Holder)
            || ink.has(&label.span, &["甲方"]);
        if !is_clear {
            return None;
        }
        let n_han = ink.slice(piece).iter().filter(|c| is_han(**c)).count();
        let is_chinese = (2..=30).contains(&n_han)
            && ink.slice(piece).iter().all(|c| {
                is_han(*c) || c.is_ascii_alphanumeric() || matches!(c, '(' | ')' | '·' | ' ')
            })
            && !polarity::is_asked(ink, piece);
        let is_vague = [
            "我", "你", "他", "见", "如", "同", "待", "不", "没", "无", "暂", "先", "这", "那",
            "谁", "就", "发", "写", "请", "已", "还", "好", "可", "行", "收", "嗯", "哦", "稍",
            "谢", "麻", "对", "在", "是", "有", "ok", "电话", "手机", "个人", "本人", "企业", "别",
            "用", "叫",
        ]
        .iter()
        .any(|word| ink.after(piece.start, word).is_some());
        if is_chinese && !is_vague {
            return Some(piece.clone());
        }
        let is_latin = n_han == 0
            && ink.get(piece.start).is_ascii_alphabetic()
            && piece.len() >= 4
            && ink
                .slice(piece)
                .iter()
                .filter(|c| c.is_ascii_alphabetic())
                .count()
                * 2
                > piece.len()
            && !ink.slice(piece).contains(&'@');
        is_latin.then(|| piece.clone())
    }

    /// A piece without a remark in brackets at its end, which is no part of a name.
    pub(super) fn without_remark(&self, piece: Span) -> Span {
        let ink = self.page.ink;
        if ink.before(piece.end) != ')' {
            return piece;
        }
        let Some(open) = piece.clone().rev().find(|at| ink.get(*at) == '(') else {
            return piece;
        };
        let inside = open..piece.end;
        let is_part = ink.has(&inside, &["合伙", "独资", "个体工商户", "分所", "分公司"])
            || open == piece.start
            || organisation::whole(ink, &(open + 1..piece.end - 1)).is_some();
        if is_part {
            piece
        } else {
            ink.trimmed(piece.start..open)
        }
    }

    pub(super) fn name(&mut self, value: String, span: Span, clarity: Option<Clarity>) {
        let ink = self.page.ink;
        let clause = self.page.scene.clause(span.start);
        let own = comparable(&half_brackets(self.page.reader.own_name));
        if !own.is_empty() && comparable(&half_brackets(&value)) == own {
            self.take(&span);
            return;
        }
        let before = span.start.saturating_sub(10).max(clause.start)..span.start;
        let before = match self.companies.iter().rfind(|name| name.end <= span.start) {
            Some(last)
                if last.end > before.start
                    && ink.has(&(last.end..span.start), &["与", "和", "跟"]) =>
            {
                ink.after(last.end, "(乙方)").unwrap_or(last.end)..span.start
            }
            Some(_) | None => before,
        };
        let is_others = ink.has(
            &before,
            &[
                "乙方",
                "你们",
                "贵司",
                "贵公司",
                "代理",
                "竞争",
                "同行",
                "隔壁",
                "介绍",
                "对方",
            ],
        ) && !ink.has(&before, &["甲方", "抬头", "我们", "我司"])
            || ink.has(&(before.start..span.end), THIRD_PARTY)
            || ink.any_at(span.end, PARENTS).is_some()
            || ink.after(span.end, "代付").is_some()
            || ink.after(span.end, "介绍").is_some();
        // 我们某公司 and 合同甲方某公司 are nearly labels.
        let near = span.start.saturating_sub(6).max(clause.start)..span.start;
        let is_said = clarity.is_none() && ink.has(&near, CLIENT_WORDS);
        let clarity = if is_said {
            Some(Clarity::Glued)
        } else {
            clarity
        };
        let is_latin = !value.chars().any(is_han);
        let subject = self.targets.name;
        if let Some(candidate) = self.push(subject, value, span, clarity) {
            candidate.is_out |= is_others;
            // Of a Chinese and an English name the Chinese one is registered.
            candidate.is_second_choice |= is_latin;
        }
    }
}

/// A name as it is registered: full-width brackets in a Chinese name, no spaces between its
/// characters.
pub(super) fn registered(name: &str) -> String {
    let name = pasted(name.trim(), None, None).text;
    let is_chinese = name.chars().any(is_han);
    let is_plain = |c: char| c.is_ascii() || !is_chinese;
    if name.chars().all(is_plain) {
        return name;
    }
    name.chars()
        .map(|character| match character {
            '(' => '（',
            ')' => '）',
            _ => character,
        })
        .collect()
}

pub(super) fn half_brackets(name: &str) -> String {
    name.replace('（', "(").replace('）', ")")
}
