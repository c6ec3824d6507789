//! Whole numbers with a unit, and percentages.

use std::collections::{BTreeMap, BTreeSet};

use super::{NEAR, Terms, Word, takes_unit};
use crate::facts::candidate::Subject;
use crate::facts::ink::Span;
use crate::facts::label::Clarity;
use crate::facts::number::{self, Count, Found};
use crate::template::FieldKind;
use crate::value::parse_integer_with_unit;

/// Words before a percentage that make it another one: 违约金20%.
const OTHERS: &[&str] = &[
    "违约金",
    "税率",
    "税点",
    "折",
    "首付",
    "定金",
    "尾款",
    "预付",
    "提成",
    "佣金",
    "利率",
    "涨",
    "降",
    "返",
    "扣点",
    "手续费",
    "专票",
    "普票",
    "完成",
    "进度",
    "成功率",
    "满意",
    "增长",
    "付",
];

/// Words behind the word of a field that say when days begin.
const ANCHORS: &[&str] = &["后", "之后", "以后", "完成后", "前", "之前", "以前"];

impl Terms<'_, '_> {
    /// The word of a clause without a number right behind this one: 逾期超过15天，可以暂停服务.
    fn word_of_next_clause(&self, fields: &[usize], clause: &Span) -> Option<Word> {
        let ink = self.page.ink;
        let index = self.page.scene.clause_index(clause.start) + 1;
        let next = self.page.scene.clauses().get(index)?;
        let is_near = ink.get(clause.end) == ',' && next.len() <= NEAR;
        let has_count = next.clone().any(|at| number::count(ink, at).is_some());
        let word = self.words(fields, next).into_iter().next()?;
        (is_near && !has_count).then_some(word)
    }

    /// The word of a clause without a number right before this one: 份数太多了，两份就行.
    fn word_of_last_clause(&self, fields: &[usize], clause: &Span) -> Option<Word> {
        let ink = self.page.ink;
        let index = self.page.scene.clause_index(clause.start).checked_sub(1)?;
        let before = self.page.scene.clauses().get(index)?;
        let is_near = clause.start.saturating_sub(before.end) < 2
            && before.len() <= NEAR
            && ink.get(before.end) != '\n';
        let has_count = before.clone().any(|at| number::count(ink, at).is_some());
        let word = self.words(fields, before).pop()?;
        (is_near && !has_count).then_some(word)
    }

    pub(super) fn percents(&mut self) {
        let ink = self.page.ink;
        let fields = self.of_kind(|kind| matches!(kind, FieldKind::Percent));
        let mut at = 0;
        while at < ink.len() {
            let Some(found) = number::percent(ink, at) else {
                at += 1;
                continue;
            };
            at = found.span.end;
            self.take(&found.span);
            let sentence = self.page.scene.sentence(found.span.start);
            let clause = self.page.scene.clause(found.span.start);
            let words = self.words(&fields, &(sentence.start..found.span.start));
            let behind = self.words(&fields, &(found.span.end..clause.end));
            let word = words.last().or(behind.first());
            let Some(word) = word else { continue };
            let between = word.span.end.min(found.span.end)..found.span.start;
            let is_others = ink.last_of(&between, OTHERS).is_some_and(|(at, word)| {
                // 从千分之一降到万分之五 names the new one.
                !matches!(
                    ink.get(at + word.chars().count()),
                    '到' | '至' | '为' | '成'
                )
            }) || between.len() > 24;
            if is_others
                || number::is_rough(ink, &found.span, &clause)
                || found.value.ten_thousandths() == 0
            {
                continue;
            }
            self.push(
                word.field,
                found.value.print(),
                found.span,
                Some(Clarity::Said),
            );
        }
    }

    pub(super) fn counts(&mut self) {
        let ink = self.page.ink;
        let fields = self.of_kind(|kind| matches!(kind, FieldKind::Integer));
        let mut counts = Vec::new();
        let mut at = 0;
        while at < ink.len() {
            match number::count(ink, at) {
                Some(found) if !self.taken.get(at).copied().unwrap_or(false) => {
                    at = found.span.end;
                    counts.push(found);
                }
                _ => at += 1,
            }
        }
        let n_before = self.found.len();
        for found in &counts {
            let clause = self.page.scene.clause(found.span.start);
            if number::is_rough_count(ink, &found.span, &clause) {
                continue;
            }
            let Some(word) = self.word_of_count(found, &counts, &fields) else {
                continue;
            };
            let Some(field) = self.fields.get(word.field) else {
                continue;
            };
            let typed = format!("{}{}", found.value.number, found.value.unit);
            let Ok(number) = parse_integer_with_unit(&typed, &field.unit) else {
                continue;
            };
            let fits = field.limits.min.is_none_or(|min| i64::from(number) >= min)
                && field.limits.max.is_none_or(|max| i64::from(number) <= max);
            if fits {
                let span = found.span.clone();
                self.push(word.field, number.to_string(), span, Some(Clarity::Said));
            }
        }
        self.rule_out_unequal(n_before);
    }

    /// The word that a count belongs to: the nearest one, if no other count is nearer to it.
    fn word_of_count(
        &self,
        found: &Found<Count>,
        counts: &[Found<Count>],
        fields: &[usize],
    ) -> Option<Word> {
        let ink = self.page.ink;
        let clause = self.page.scene.clause(found.span.start);
        let takes = |index: &usize| {
            let field = self.fields.get(*index);
            field.is_some_and(|field| takes_unit(&field.unit, found.value.unit))
        };
        let compatible: Vec<usize> = fields.iter().copied().filter(takes).collect();
        let first = counts.partition_point(|other| other.span.start < clause.start);
        let in_clause = || {
            let rest = counts.get(first..).unwrap_or_default().iter();
            rest.take_while(|other| other.span.start < clause.end)
        };
        let is_nearest = |word: &Word| {
            let own = distance(word, &found.span);
            !in_clause().any(|other| {
                other.span != found.span
                    && distance(word, &other.span) < own
                    && takes_unit(found.value.unit, other.value.unit)
            })
        };
        // 付款后2个工作日 says when the days begin.
        // Some words may stand between: 付清全款后.
        let is_anchor = |word: &Word| {
            let near = word.span.end..(word.span.end + 3).min(found.span.start + 1);
            near.into_iter().any(|at| ink.any_at(at, ANCHORS).is_some())
        };
        self.words(&compatible, &clause)
            .into_iter()
            .filter(|word| distance(word, &found.span) <= NEAR)
            .filter(|word| !is_anchor(word) && is_nearest(word))
            .min_by_key(|word| distance(word, &found.span))
            .or_else(|| self.word_of_last_clause(&compatible, &clause))
            .or_else(|| self.word_of_next_clause(&compatible, &clause))
    }

    /// Rules out different counts of one field in one clause, from the candidate at `first` on: if
    /// each party holds its own number of copies, none is the one for each.
    fn rule_out_unequal(&mut self, first: usize) {
        let mut values: BTreeMap<(Subject, usize), BTreeSet<String>> = BTreeMap::new();
        let scene = self.page.scene;
        let counted = self.found.get_mut(first..).unwrap_or_default();
        for each in counted.iter().filter(|each| !each.is_out && !each.corrects) {
            let place = (each.subject, scene.clause_index(each.span.start));
            values
                .entry(place)
                .or_default()
                .extend(each.values.first().cloned());
        }
        for each in counted {
            let place = (each.subject, scene.clause_index(each.span.start));
            each.is_out |= values.get(&place).is_some_and(|values| values.len() > 1);
        }
    }
}

/// How far a word is from a count. A word behind the count is a little farther.
fn distance(word: &Word, count: &Span) -> usize {
    if word.span.end <= count.start {
        count.start - word.span.end
    } else {
        word.span.start.saturating_sub(count.end) + 1
    }
}
