//! Amounts of money: a price for a year, a total.

use super::{NEAR, Terms, Word, is_plausible, shortest};
use crate::facts::candidate::Subject;
use crate::facts::ink::Span;
use crate::facts::label::Clarity;
use crate::facts::phone::{self, PhoneKind};
use crate::facts::{number, polarity, token};
use crate::template::{Field, FieldKind};
use crate::value::Money;

/// Words before an amount that make it another one: 开通费3000.
const OTHER_AMOUNTS: &[&str] = &[
    "年涨",
    "递增",
    "上浮",
    "涨幅",
    "开通费",
    "定金",
    "订金",
    "押金",
    "尾款",
    "余款",
    "首付",
    "预付",
    "保证金",
    "手续费",
    "运费",
    "短信",
    "培训费",
    "服务器",
    "域名",
    "差价",
    "折扣",
    "优惠了",
    "减",
    "退",
    "补",
    "赔",
    "罚",
    "工资",
    "报销",
    "红包",
    "违约金",
    "余额",
    "充值",
    "支出",
    "预算",
    "注册资本",
    "实施费",
    "安装费",
    "开发费",
    "上门费",
    "认证费",
    "加收",
    "另收",
    "另付",
    "便宜",
    "涨了",
    "涨价",
    "降了",
    "省了",
    "返",
    "已付",
    "流水",
    "营业额",
    "满",
    "税点",
    "税金",
    "税费",
    "税款",
    "补税",
    "一次性",
    "还需付",
    "还要付",
    "再付",
    "剩余",
    "还差",
    "还剩",
    "优惠",
    "抵扣",
    "减免",
    "赠送",
    "补贴",
    "话费",
    "流量",
    "套餐",
    "原价",
    "尾号",
    "会议号",
    "密码",
    "编号",
    "车牌",
    "单号",
];
/// Words behind an amount of [`OTHER_AMOUNTS`] that make it a price all the same: 优惠价8800.
const PRICE_AFTER: &[&str] = &["价", "后", "完", "下来", "至", "到", "为", "是"];
/// Words right before an amount to which the other side agrees.
const AGREED: &[&str] = &[
    "就",
    "ok",
    "成交",
    "同意",
    "敲定",
    "砍到",
    "降到",
    "压到",
    "谈到",
    "谈成",
    "改成",
    "改为",
    "优惠到",
    "减到",
    "降为",
    "变成",
    "更新到",
    "更新为",
    "提到",
    "提高到",
    "涨到",
    "涨至",
    "调到",
    "优惠至",
    "降至",
];
/// Words right behind such an amount.
const AGREED_BEHIND: &[&str] = &[
    "就签",
    "就定",
    "成交",
    "可以签",
    "签",
    "我就",
    "咱就",
    "同意",
    "就行",
];
/// Words that ask to choose one of several amounts.
const CHOICES: &[&str] = &["哪个", "哪种", "哪款", "哪一", "选哪", "要哪"];
/// Words right behind an amount that make it another one: 两千块补贴.
const OTHERS_BEHIND: &[&str] = &[
    "补贴",
    "优惠",
    "减免",
    "折扣",
    "返现",
    "红包",
    "定金",
    "订金",
    "押金",
    "预付",
    "尾款",
    "手续费",
    "税",
    "罚款",
    "的补贴",
    "的优惠",
    "的定金",
    "的押金",
    "开通费",
    "安装费",
    "培训费",
];
/// Words of a period other than a year, beside an amount.
pub(super) const OTHER_PERIODS: &[&str] = &[
    "/月",
    "每月",
    "一个月",
    "个月",
    "月付",
    "月费",
    "按月",
    "/季",
    "季度",
    "每季",
    "一季",
    "半年",
    "两年",
    "二年",
    "三年",
    "四年",
    "五年",
    "2年",
    "3年",
    "4年",
    "5年",
    "10年",
    "十年",
    "第二年",
    "第三年",
    "次年",
    "第2年",
    "第3年",
    "/次",
    "每次",
    "一次",
    "/条",
    "一条",
    "每条",
    "/天",
    "每天",
    "一天",
    "每条",
    "/个",
];
/// Words of a price for each of several things.
const PER_UNIT: &[&str] = &[
    "每家",
    "每店",
    "每个店",
    "每个门店",
    "每个账号",
    "每个人",
    "每台",
    "每套",
    "每位",
    "每人",
    "一个店",
    "/家",
    "/台",
    "/套",
    "/位",
    "/个",
    "/人",
    "/店",
];
/// Words of a year, behind an amount.
const YEARS_AFTER: &[&str] = &[
    "/年",
    "一年",
    "每年",
    "年",
    "/y",
    "/year",
    "per year",
    "a year",
    "/yr",
    "/1年",
    "/一年",
    "per annum",
    "/每年",
    "yearly",
];
/// Words of a year, before an amount.
const YEARS_BEFORE: &[&str] = &[
    "1年", "每年", "一年", "年付", "per year", "按年", "annually",
];

impl Terms<'_, '_> {
    pub(super) fn amounts(&mut self) {
        let ink = self.page.ink;
        let fields = self.of_kind(|kind| matches!(kind, FieldKind::Money));
        if fields.is_empty() {
            return;
        }
        let mut at = 0;
        let mut last_amount = 0;
        let mut unnamed: Vec<Span> = Vec::new();
        while at < ink.len() {
            if self.taken.get(at).copied().unwrap_or(false) {
                at += 1;
                continue;
            }
            // A telephone or an account in groups of digits is no row of amounts.
            let number_end = phone::phone(ink, at)
                .filter(|found| found.kind != PhoneKind::Bare)
                .map(|found| found.span.end)
                .or_else(|| {
                    let (span, digits) = token::account_number(ink, at)?;
                    (digits.len() >= 10).then_some(span.end)
                });
            if let Some(end) = number_end {
                at = end.max(at + 1);
                continue;
            }
            let (found, next) = number::amount(ink, at);
            at = next.max(at + 1);
            let Some(found) = found else { continue };
            let clause = self.page.scene.clause(found.span.start);
            let previous_end = std::mem::replace(&mut last_amount, found.span.end);
            // An amount given twice, in figures and in words, is one.
            if let Some(second) = self.given_again(&found.span) {
                at = second.1;
                last_amount = second.1;
                if second.0 != Some(found.value) {
                    // The two differ: nobody knows which is meant.
                    continue;
                }
            }
            let field = self.field_of_amount(&found, &clause, &fields, previous_end);
            if field.is_none()
                && found.value.fen() >= 100_000
                && !self.is_other_amount(&found.span, &clause)
            {
                unnamed.push(found.span.clone());
            }
            if let Some((field, is_agreed)) = field {
                let clarity = Some(if found.is_marked {
                    Clarity::Marked
                } else {
                    Clarity::Said
                });
                let value = shortest(found.value);
                let is_zero = found.value.fen() == 0;
                let is_rough = number::is_rough(ink, &found.span, &clause);
                let is_currency = !(is_zero || is_rough);
                if is_currency {
                    self.push(field, value, found.span, clarity.map(|_| Clarity::Said));
                    if let Some(last) = self.found.last_mut() {
                        last.corrects |= is_agreed && !last.is_out;
                    }
                }
            }
        }
        self.rule_out_lists(&fields, &unnamed);
    }

    /// Rules out the amounts of a sentence with several others: which of A家15000，B家16000 counts?
    fn rule_out_lists(&mut self, fields: &[usize], unnamed: &[Span]) {
        for index in 0..self.found.len() {
            let Some(candidate) = self.found.get(index) else {
                continue;
            };
            let is_money =
                matches!(candidate.subject, Subject::Field(field) if fields.contains(&field));
            let sentence = self.page.scene.sentence(candidate.span.start);
            let n_others = unnamed
                .iter()
                .skip_while(|other| other.start < sentence.start)
                .take_while(|other| other.start < sentence.end)
                .count();
            let near = candidate.span.start.saturating_sub(6)..candidate.span.start;
            let is_named = !self.words(fields, &near).is_empty();
            if is_money
                && n_others >= 2
                && !is_named
                && !candidate.corrects
                && let Some(candidate) = self.found.get_mut(index)
            {
                candidate.is_out = true;
            }
        }
    }

    /// Whether words before an amount or behind it make it another one than a price.
    fn is_other_amount(&self, span: &Span, clause: &Span) -> bool {
        let ink = self.page.ink;
        let after = ink.skip_spaces(span.end);
        ink.has(&(clause.start..span.start), OTHER_AMOUNTS)
            || ink.has(&(clause.start..span.start), OTHER_PERIODS)
            || ink.any_at(after, OTHER_PERIODS).is_some()
            || polarity::is_negated(ink, clause, span.start)
            || polarity::is_former(ink, clause, span.start)
    }

    /// The second spelling of an amount in brackets behind it, and its end.
    fn given_again(&self, span: &Span) -> Option<(Option<Money>, usize)> {
        let ink = self.page.ink;
        let mut at = ink.skip_spaces(span.end);
        at = ink
            .any_at(
                at,
                &[
                    ",小写:",
                    ",小写",
                    "小写:",
                    "小写",
                    "(大写:",
                    "(大写",
                    "(人民币",
                    "(",
                    ",大写:",
                    ",大写",
                    "大写:",
                    "大写",
                ],
            )
            .map(|(_, end)| end)?;
        at = ink.skip_spaces(at);
        let (found, end) = number::amount(ink, at);
        let is_amount = found.as_ref().is_some_and(|found| found.is_marked);
        is_amount.then(|| (found.map(|found| found.value), end))
    }

    /// The field that an amount answers, and whether the amount only agrees to one before.
    fn field_of_amount(
        &self,
        found: &number::Found<Money>,
        clause: &Span,
        fields: &[usize],
        previous_end: usize,
    ) -> Option<(usize, bool)> {
        let ink = self.page.ink;
        let span = &found.span;
        let start = clause.start.max(previous_end.min(span.start));
        let before = start..span.start;
        let near = span.start.saturating_sub(6).max(start)..span.start;
        let after = ink.skip_spaces(span.end);
        let slash = if matches!(ink.get(after), '/' | '(') {
            ink.skip_spaces(after + 1)
        } else {
            after
        };
        let is_yearly_after = slash > after
            && ink
                .any_at(slash, &["年", "每年", "一年", "按年", "year", "y"])
                .is_some()
            || ink.any_at(after, YEARS_AFTER).is_some_and(|(word, end)| {
                !(word == "年" && matches!(ink.get(end), '底' | '前' | '后'))
            });
        let is_other_after = ink.any_at(after, OTHER_PERIODS).is_some()
            || matches!(ink.get(after), '/') && !is_yearly_after;
        let yearly_before = ink.last_of(&near, YEARS_BEFORE);
        let other_before = ink.last_of(&before, OTHER_PERIODS);
        let words = self.words(fields, &before);
        let word = words.last().cloned();
        let other = ink
            .last_of(&before, OTHER_AMOUNTS)
            .filter(|(at, name)| ink.any_at(at + name.chars().count(), PRICE_AFTER).is_none());
        // 一次性 beside 首年 is still the first year.
        let is_other = other.is_some_and(|(at, name)| {
            word.as_ref().is_none_or(|word| {
                word.span.end <= at + name.chars().count() && word.span.start < at
            })
        });
        let is_per_unit = ink.has(&before, PER_UNIT)
            || ink.has(&(after..(after + 5).min(clause.end).max(after)), PER_UNIT);
        let sentence = self.page.scene.sentence(span.start);
        let is_named_behind = ink.any_at(after, OTHERS_BEHIND).is_some();
        if is_named_behind
            || is_other_after && !is_yearly_after
            || is_other
            || is_per_unit
            || ink.has(&sentence, CHOICES)
        {
            return None;
        }
        if let Some((at, _)) = other_before
            && word.as_ref().is_none_or(|word| word.span.start < at + 3)
            && !is_yearly_after
            && yearly_before.is_none_or(|(year, _)| year < at)
        {
            return None;
        }
        let period = |index: &usize| {
            self.fields
                .get(*index)
                .and_then(|field| field.unit.split_once('/'))
                .map(|(_, period)| period.to_owned())
        };
        let total = word
            .as_ref()
            .filter(|word| period(&word.field).is_none() && span.start - word.span.end <= NEAR);
        if let Some(word) = total {
            return (found.is_marked || is_plausible(found.value)).then_some((word.field, false));
        }
        let is_yearly = is_yearly_after || yearly_before.is_some();
        if is_yearly && (found.is_marked || is_plausible(found.value)) {
            let yearly = fields
                .iter()
                .copied()
                .find(|index| period(index).is_some_and(|period| period == "年"));
            return yearly.map(|yearly| (yearly, false));
        }
        let word = word
            .filter(|word| span.start - word.span.end <= NEAR)
            .or_else(|| self.word_of_clause_before(clause, fields));
        // 26000全包（首年）: the word stands right behind.
        let behind = span.end..(span.end + 8).min(clause.end).max(span.end);
        let word_behind = || self.words(fields, &behind).into_iter().next();
        word.or_else(word_behind)
            .map(|word| (word.field, false))
            .or_else(|| {
                let behind = span.end..(span.end + 5).min(clause.end).max(span.end);
                let is_alone = ink.trimmed(self.page.scene.said(clause)) == *span
                    && self.stands_agreed(clause);
                self.agreed(&near, &behind, is_alone)
                    .map(|field| (field, true))
            })
            .filter(|_| found.is_marked || is_plausible(found.value))
    }

    /// The field of the last amount before, if the words right before this one agree to it.
    fn agreed(&self, near: &Span, behind: &Span, is_alone: bool) -> Option<usize> {
        let is_agreed = is_alone
            || matches!(self.page.ink.before(near.end), '定' | '改')
            || self.page.ink.has(near, AGREED)
            || self.page.ink.has(behind, AGREED_BEHIND);
        if !is_agreed {
            return None;
        }
        let mut before = self.found.iter().rev();
        let last = before.find_map(|each| match each.subject {
            Subject::Field(index) => self
                .fields
                .get(index)
                .filter(|field| matches!(field.kind, FieldKind::Money))
                .map(|_| index),
            Subject::Client(_) => None,
        });
        last.or_else(|| {
            let is_yearly = |field: &Field| {
                matches!(field.kind, FieldKind::Money) && field.unit.ends_with("/年")
            };
            self.fields.iter().position(is_yearly)
        })
    }

    /// Whether a clause beside one that is nothing but an amount agrees: 可以，18800，就这么定了.
    fn stands_agreed(&self, clause: &Span) -> bool {
        const AGREEING: &[&str] = &["可以", "行", "好", "ok", "成交", "同意", "定了", "没问题"];
        let index = self.page.scene.clause_index(clause.start);
        let beside = [index.checked_sub(1), Some(index + 1)];
        beside.into_iter().flatten().any(|index| {
            self.page.scene.clauses().get(index).is_some_and(|beside| {
                let beside = &self.page.scene.said(beside);
                beside.len() <= 6
                    && self.page.ink.has(beside, AGREEING)
                    && !polarity::is_asked(self.page.ink, beside)
                    && !self
                        .page
                        .ink
                        .has(beside, &["不行", "不可以", "不好", "不同意"])
            })
        })
    }

    /// The word that a clause without a number ends with: 单价，12800.
    fn word_of_clause_before(&self, clause: &Span, fields: &[usize]) -> Option<Word> {
        let index = self.page.scene.clause_index(clause.start).checked_sub(1)?;
        let before = self.page.scene.clauses().get(index)?;
        let last = self.words(fields, before).pop()?;
        (before.end - last.span.end <= 2).then_some(last)
    }
}
