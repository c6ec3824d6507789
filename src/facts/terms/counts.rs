//! Whole numbers with a unit, and percentages.

use super::{NEAR, Terms, Word, takes_unit};
use crate::facts::candidate::Subject;
use crate::facts::ink::Span;
use crate::facts::label::Clarity;
use crate::facts::number;
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
            let is_others = ink.last_of(&between, OTHERS).is_some() || between.len() > 24;
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
        for found in &counts {
            let clause = self.page.scene.clause(found.span.start);
            let compatible: Vec<usize> = fields
                .iter()
                .copied()
                .filter(|index| {
                    self.fields
                        .get(*index)
                        .is_some_and(|field| takes_unit(&field.unit, found.value.unit))
                })
                .collect();
            if number::is_rough_count(ink, &found.span, &clause) {
                continue;
            }
            let words = self.words(&compatible, &clause);
            // A word belongs to the count that is nearest to it.
            let distance = |word: &Word, span: &Span| {
                if word.span.end <= span.start {
                    span.start - word.span.end
                } else {
                    // A word behind the number is a little farther.
                    word.span.start.saturating_sub(span.end) + 1
                }
            };
            let word = words
                .iter()
                .filter(|word| distance(word, &found.span) <= NEAR)
                // 付款后2个工作日 says when the days begin.
                .filter(|word| {
                    word.span.end > found.span.start
                        || ink.any_at(word.span.end, &["后", "之后", "以后", "完成后", "前", "之前", "以前"]).is_none()
                })
                .filter(|word| {
                    let own = distance(word, &found.span);
                    !counts.iter().any(|other| {
                        other.span != found.span
                            && clause.contains(&other.span.start)
                            && distance(word, &other.span) < own
                            && takes_unit(found.value.unit, other.value.unit)
                    })
                })
                .min_by_key(|word| distance(word, &found.span))
                .cloned();
            let word = word
                .or_else(|| self.word_of_last_clause(&compatible, &clause))
                .or_else(|| self.word_of_next_clause(&compatible, &clause));
            let Some(word) = word else { continue };
            let Some(field) = self.fields.get(word.field) else {
                continue;
            };
            let Ok(number) = parse_integer_with_unit(
                &format!("{}{}", found.value.number, found.value.unit),
                &field.unit,
            ) else {
                continue;
            };
            let fits = field.limits.min.is_none_or(|min| i64::from(number) >= min)
                && field.limits.max.is_none_or(|max| i64::from(number) <= max);
            if fits {
                self.push(
                    word.field,
                    number.to_string(),
                    found.span.clone(),
                    Some(Clarity::Said),
                );
            }
        }
        // Each party its own number of copies: then none is the one for each.
        let units: Vec<usize> = fields;
        for clause in self.page.scene.clauses() {
            for field in &units {
                let unequal = {
                    let mut values: Vec<&str> = self
                        .found
                        .iter()
                        .filter(|each| {
                            each.subject == Subject::Field(*field)
                                && clause.contains(&each.span.start)
                                && !each.is_out
                                && !each.corrects
                        })
                        .filter_map(|each| each.values.first())
                        .map(String::as_str)
                        .collect();
                    values.sort_unstable();
                    values.dedup();
                    values.len() > 1
                };
                if unequal {
                    for each in &mut self.found {
                        each.is_out |= each.subject == Subject::Field(*field)
                            && clause.contains(&each.span.start);
                    }
                }
            }
        }
    }
}
