//! The first and the last day of a term, and days that have words of their own.

use chrono::NaiveDate;

use super::{NEAR, Terms, Word};
use crate::facts::day::{self, Day};
use crate::facts::ink::{Ink, Span};
use crate::facts::label::{self, Clarity};
use crate::facts::{number, polarity};
use crate::template::{FieldId, FieldKind};
use crate::value::date::{add_days, days_between, iso};

/// Words before a day that belong to another subject.
const OTHER_DAYS: &[&str] = &[
    "庆典",
    "展会",
    "促销",
    "装修",
    "婚礼",
    "出货",
    "年会",
    "成立",
    "出生",
    "生日",
    "营业期限",
    "注册于",
    "付款",
    "付清",
    "付",
    "打款",
    "开票",
    "上线",
    "开会",
    "会议",
    "培训",
    "发货",
    "验收",
    "报价",
    "有效期",
    "到账",
    "交付",
    "发布",
    "签收",
    "出差",
    "请假",
    "放假",
    "见面",
    "面谈",
    "预约",
    "高铁",
    "航班",
    "车票",
    "创立",
    "开业",
    "活动",
    "拍了",
    "登录",
    "截图",
    "更新于",
    "发送",
    "发票",
    "参加",
    "回访",
];
/// What makes the day before it a deadline.
const DEADLINE: &[&str] = &[
    "前", "之前", "以前", "内", "之内", "左右", "前后", "或", "上午", "下午", "晚上", "那天",
];

/// Words of a contract that ends.
const OLD_CONTRACT: &[&str] = &[
    "原合同",
    "旧合同",
    "老合同",
    "上一份",
    "上一年",
    "上年度",
    "本期",
    "当前",
    "上份",
    "目前合同",
    "现合同",
    "原来的合同",
    "去年的合同",
    "这期",
    "上期",
];
/// Words right before the length of a term.
const TERMS: &[&str] = &[
    "期限",
    "为期",
    "年限",
    "签",
    "周期",
    "续",
    "合同期",
    "服务期",
    "term",
    "period",
];
/// Words right before a day to which another day is moved.
const MOVED: &[&str] = &[
    "改到",
    "提到",
    "提前到",
    "推到",
    "推迟到",
    "调到",
    "挪到",
    "换到",
    "调整到",
    "顺延到",
];
/// Words right before the last day of a term.
const UNTIL: &[&str] = &[
    "到",
    "至",
    "截止到",
    "截至",
    "止于",
    "到期日",
    "截止",
    "到期日:",
    "截止日期:",
];

impl Terms<'_, '_> {
    pub(super) fn days(&mut self) {
        let ink = self.page.ink;
        let mut at = 0;
        while at < ink.len() {
            match day::day(ink, at, self.page.reader.today) {
                Some(found) => {
                    at = found.span.end.max(at + 1);
                    self.take(&found.span);
                    self.days.push(found);
                }
                None => at += 1,
            }
        }
        self.term_length = self.labelled_length();
        let mut index = 0;
        while let Some(day) = self.days.get(index).cloned() {
            index += 1;
            if self.page.scene.is_header(day.span.start) {
                continue;
            }
            let used_next = self.one_day(&day);
            index += usize::from(used_next);
        }
    }

    /// Reads one day, or the range that it begins; returns whether the next day was its end.
    fn one_day(&mut self, day: &Day) -> bool {
        let ink = self.page.ink;
        let summary = self.page.reader.template.map(|template| &template.summary);
        let role = |id: Option<&FieldId>| {
            let id = id?;
            self.fields.iter().position(|field| field.id == *id)
        };
        let starts = role(summary.and_then(|summary| summary.starts.as_ref()));
        let ends = role(summary.and_then(|summary| summary.ends.as_ref()));
        let clause = self.page.scene.clause(day.span.start);
        let sentence = self.page.scene.sentence(day.span.start);
        let before = clause.start..day.span.start;
        let range = day::end_of_range(ink, day, self.page.reader.today);
        let last = range.as_ref().map_or(day.span.end, |end| end.span.end);
        let after = ink.skip_spaces(last);
        let is_deadline = ink.any_at(after, DEADLINE).is_some();
        let whole = clause.start..self.page.scene.clause(last).end;
        if is_deadline && range.is_none() {
            return false;
        }
        // Other fields of days go by their words.
        let others: Vec<usize> = self
            .of_kind(|kind| matches!(kind, FieldKind::Date))
            .into_iter()
            .filter(|index| Some(*index) != starts && Some(*index) != ends)
            .collect();
        let role_fields: Vec<usize> = starts.iter().chain(&ends).copied().collect();
        let role_words = self.words(&role_fields, &(sentence.start..whole.end));
        if let Some(word) = self.words(&others, &before).last().cloned()
            && day.span.start - word.span.end <= NEAR
            && range.is_none()
            && !role_words
                .iter()
                .any(|role| role.span.start >= word.span.end && role.span.end <= day.span.start)
            && ink.get(word.span.end) != '后'
        {
            if let Some(date) = day.date {
                self.push(word.field, iso(date), day.span.clone(), Some(Clarity::Said));
            }
            return false;
        }
        // 12月1日签字: the word stands right behind.
        let behind = day.span.end..(day.span.end + 4).min(clause.end).max(day.span.end);
        if let Some(word) = self.words(&others, &behind).into_iter().next()
            && word.span.start <= day.span.end + 1
            && range.is_none()
        {
            if let Some(date) = day.date {
                self.push(word.field, iso(date), day.span.clone(), Some(Clarity::Said));
            }
            return false;
        }
        let other = ink.last_of(&(before.start..day.span.start), OTHER_DAYS);
        let nearest_word = role_words
            .iter()
            .rfind(|word| word.span.end <= day.span.start);
        if other.is_some_and(|(at, _)| nearest_word.is_none_or(|word| word.span.end <= at)) {
            return range.is_some();
        }
        let (Some(starts), Some(ends)) = (starts, ends) else {
            return false;
        };
        if let Some(last_day) = day.whole_year {
            let is_whole_clause = ink.trimmed(clause.clone()) == day.span;
            if (!role_words.is_empty() || is_whole_clause)
                && let Some(date) = day.date
            {
                self.push(starts, iso(date), day.span.clone(), Some(Clarity::Said));
                self.push(ends, iso(last_day), day.span.clone(), Some(Clarity::Said));
            }
            return false;
        }
        if let Some(end) = range {
            self.range(day, &end, starts, ends, role_words.is_empty());
            return true;
        }
        if let Some(date) = day.date {
            self.single_day(day, date, (starts, ends), &role_words);
        }
        false
    }

    /// Reads a day that begins no range: the start of a term, or its end.
    fn single_day(
        &mut self,
        day: &Day,
        date: NaiveDate,
        (starts, ends): (usize, usize),
        role_words: &[Word],
    ) {
        let ink = self.page.ink;
        let clause = self.page.scene.clause(day.span.start);
        let sentence = self.page.scene.sentence(day.span.start);
        let before = clause.start..day.span.start;
        let after = ink.skip_spaces(day.span.end);
        let nearest_word = role_words
            .iter()
            .rfind(|word| word.span.end <= day.span.start);
        let start_words = self.words(&[starts], &clause);
        let end_words = self.words(&[ends], &clause);
        let is_end_word_after = end_words.iter().any(|word| {
            word.span.start >= day.span.end
                && word.span.start - day.span.end <= 6
                && !start_words.iter().any(|other| {
                    other.span.start >= day.span.end && other.span.end <= word.span.start
                })
        });
        let is_until = label::ends_before(ink, day.span.start, UNTIL)
            && !label::ends_before(ink, day.span.start, MOVED);
        // The old contract ends then: a renewal begins the day after.
        let is_old = ink.has(&before, OLD_CONTRACT);
        let rest = self.goes_on(day.span.end..sentence.end);
        let earlier = sentence.start..day.span.start;
        let length = self
            .length_in(&rest)
            .or_else(|| self.length_in(&earlier))
            .or_else(|| self.term_length.clone());
        if is_end_word_after && ink.has(&(day.span.end..sentence.end), &["续"]) || is_old {
            if let (Some(first), Some((months, span))) = (add_days(date, 1), length)
                && ink.has(&rest, &["续", "接"])
            {
                self.start_with_length(starts, ends, first, day.span.clone(), Some((months, span)));
            }
            return;
        }
        let nearest = nearest_word.filter(|word| day.span.start - word.span.end <= 6);
        let is_end_word_before =
            nearest.is_some_and(|word| word.field == ends && word.span.start >= clause.start);
        if (is_end_word_after || is_until || is_end_word_before)
            && (!role_words.is_empty() || ink.has(&before, &["签", "服务", "合同", "续"]))
        {
            self.push(ends, iso(date), day.span.clone(), Some(Clarity::Said));
            return;
        }
        // 起 alone says of anything that it begins: 12月1日起办公地址搬迁.
        let money = self.of_kind(|kind| matches!(kind, FieldKind::Money));
        let is_about_term = !role_words.is_empty()
            || length.is_some()
            || clause.len() <= 14
            || !self.words(&money, &sentence).is_empty();
        let is_start = is_about_term
            && ink
                .any_at(after, &["起", "开始", "起算", "生效", "启用", "算", "正式"])
                .is_some()
            || ink.any_at(after, &["起服务", "开始服务"]).is_some()
            || label::ends_before(
                ink,
                day.span.start,
                &["从", "自", "起始", "开始日期:", "起始日期:"],
            ) && !start_words.is_empty()
            || label::ends_before(
                ink,
                ink_back(ink, day.span.start),
                &["从", "自", "from", "starting", "starts", "beginning"],
            ) && length.is_some()
            || polarity::corrects(ink, self.page.scene, day.span.start)
                && nearest_word.is_some_and(|word| word.field == starts)
            || start_words.iter().any(|word| {
                word.span.end <= day.span.start && day.span.start - word.span.end <= NEAR
                    || word.span.start >= day.span.end && word.span.start - day.span.end <= 6
            });
        if is_start {
            self.start_with_length(starts, ends, date, day.span.clone(), length);
        }
    }

    /// The only length that words of a term announce anywhere in the message: 期限：12个月.
    fn labelled_length(&self) -> Option<(i64, Span)> {
        let ink = self.page.ink;
        let starts = self.page.reader.template.and_then(|template| {
            let id = template.summary.starts.as_ref()?;
            self.fields.iter().position(|field| field.id == *id)
        })?;
        let mut found: Option<(i64, Span)> = None;
        let mut at = 0;
        while at < ink.len() {
            let Some(length) = day::length(ink, at) else {
                at += 1;
                continue;
            };
            at = length.span.end.max(at + 1);
            let clause = self.page.scene.clause(length.span.start);
            let near = length.span.start.saturating_sub(8).max(clause.start)..length.span.start;
            let is_term = ink.has(&near, TERMS) || !self.words(&[starts], &near).is_empty();
            if !is_term
                || polarity::is_negated(ink, &clause, length.span.start)
                || polarity::is_asked(ink, &clause)
                || self.page.scene.is_header(length.span.start)
            {
                continue;
            }
            if found
                .as_ref()
                .is_some_and(|(months, _)| *months != length.months)
            {
                return None;
            }
            found.get_or_insert((length.months, length.span));
        }
        found
    }

    /// The rest of a sentence, with the next line if that goes on: 签两年.
    fn goes_on(&self, rest: Span) -> Span {
        let ink = self.page.ink;
        let mut next = rest.end + 1;
        while next < ink.len()
            && (self.page.scene.is_header(next) || matches!(ink.get(next), ' ' | '\n'))
        {
            next += 1;
        }
        let goes_on = ink.any_at(next, &["签", "先签", "续", "为期", "一共", "期限", "共"]);
        match goes_on {
            Some(_) => rest.start..self.page.scene.sentence(next).end.max(rest.end),
            None => rest,
        }
    }

    fn range(&mut self, day: &Day, end: &Day, starts: usize, ends: usize, is_bare: bool) {
        let ink = self.page.ink;
        let clause = self.page.scene.clause(day.span.start);
        let is_former = polarity::is_former(ink, &clause, day.span.start);
        let clarity = (!is_bare).then_some(Clarity::Said);
        // 26年3月到27年2月: from the first day of the one month to the last day of the other.
        let last = end.date.or_else(|| end.last_of_month());
        let first = match (day.first_of_month(), last) {
            (Some(first), Some(last)) => Some(first).filter(|first| *first < last),
            (None, Some(last)) => day::before_end(day, last, self.page.reader.today),
            (_, None) => day.date,
        };
        // Two days with their years in the wrong order: nobody knows which is wrong.
        let is_backwards = day
            .date
            .zip(last)
            .is_some_and(|(first, last)| first >= last);
        if is_backwards && day.yearless.is_none() {
            return;
        }
        // Less than a month is no term of a contract.
        let is_short = first
            .zip(last)
            .is_some_and(|(first, last)| days_between(first, last) < 27);
        if is_short {
            return;
        }
        if is_bare {
            // Without a word, only a term of a month or more is one of service.
            let is_term = first
                .zip(last)
                .is_some_and(|(first, last)| days_between(first, last) >= 27);
            if !is_term || is_former {
                return;
            }
        }
        if let Some(first) = first {
            self.push(starts, iso(first), day.span.clone(), clarity);
        }
        if let Some(last) = last {
            self.push(ends, iso(last), end.span.clone(), clarity);
        }
    }

    fn start_with_length(
        &mut self,
        starts: usize,
        ends: usize,
        first: NaiveDate,
        span: Span,
        length: Option<(i64, Span)>,
    ) {
        self.push(starts, iso(first), span.clone(), Some(Clarity::Said));
        let is_out = self.found.last().is_some_and(|each| each.is_out);
        let corrects = self.found.last().is_some_and(|each| each.corrects);
        if let Some((months, of)) = length
            && !is_out
            && let Some(last) = day::last_day(first, months)
        {
            self.push(ends, last, of, Some(Clarity::Said));
            // A corrected start moves the end with it.
            if let Some(end) = self.found.last_mut() {
                end.corrects |= corrects && !end.is_out;
            }
        }
    }

    /// The length of a term in a span: one that no amount stands beside.
    fn length_in(&self, span: &Span) -> Option<(i64, Span)> {
        let ink = self.page.ink;
        let mut at = span.start;
        while at < span.end {
            if let Some(length) = day::length(ink, at)
                && length.span.end <= span.end
            {
                let clause = self.page.scene.clause(at);
                let has_amount = (clause.start.max(span.start)..clause.end).any(|index| {
                    let (amount, _) = number::amount(ink, index);
                    amount.is_some_and(|amount| {
                        (amount.is_marked || amount.value.fen() >= 10_000)
                            && !self.taken.get(index).copied().unwrap_or(false)
                            && (amount.span.end <= length.span.start
                                || amount.span.start >= length.span.end)
                    })
                });
                if polarity::is_negated(ink, &clause, at) {
                    at = length.span.end;
                    continue;
                }
                let is_other = ink
                    .any_at(length.span.end, &["内", "后", "前", "以上", "多", "左右"])
                    .is_some()
                    || ink.has(
                        &(clause.start.max(span.start)..at),
                        &["质保", "保修", "保存", "保留", "每"],
                    );
                return (!has_amount && !is_other).then_some((length.months, length.span));
            }
            at += 1;
        }
        None
    }
}

/// The cell before spaces.
fn ink_back(ink: &Ink, at: usize) -> usize {
    let mut at = at;
    while at > 0 && ink.before(at) == ' ' {
        at -= 1;
    }
    at
}
