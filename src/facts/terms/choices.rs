//! Options that a message chooses.

use super::Terms;
use crate::facts::candidate::{Candidate, Subject};
use crate::facts::ink::{CHECKED, Ink, Span, UNCHECKED};
use crate::facts::label::Clarity;
use crate::facts::polarity;
use crate::facts::scene::Standing;
use crate::template::FieldKind;

/// Whether a form with boxes leaves the box of an option unmarked.
fn is_unchecked(ink: &Ink, clause: &Span, span: &Span) -> bool {
    let line = ink.line_start(clause.start)..ink.line_end(clause.start);
    let is_mark = |at: usize| match ink.get(at) {
        CHECKED => Some(true),
        UNCHECKED => Some(false),
        ']' | ')' if matches!(ink.before(at), 'x' | '√' | '☑' | 'v') => Some(true),
        ']' | ')' if matches!(ink.before(at), '[' | '(') => Some(false),
        ']' | ')' if ink.before(at) == ' ' && matches!(ink.before(at - 1), '[' | '(') => Some(false),
        _ => None,
    };
    let marks: Vec<(usize, bool)> = line
        .clone()
        .filter_map(|at| Some((at, is_mark(at)?)))
        .collect();
    let Some((_, any)) = marks.first() else {
        return false;
    };
    let _ = any;
    // The box stands before the option, or behind it where nothing stands before the first.
    let mut before = span.start;
    while ink.before(before) == ' ' {
        before -= 1;
    }
    let own = before
        .checked_sub(1)
        .and_then(&is_mark)
        .or_else(|| is_mark(ink.skip_spaces(span.end)))
        .or_else(|| {
            let at = ink.skip_spaces(span.end);
            (matches!(ink.get(at), '[' | '(')).then(|| is_mark(at + 2)).flatten()
        });
    own != Some(true) && marks.len() > 1
}

impl Terms<'_, '_> {
    pub(super) fn choices(&mut self) {
        let ink = self.page.ink;
        for index in self.of_kind(|kind| matches!(kind, FieldKind::Choice(_))) {
            let Some(field) = self.fields.get(index) else {
                continue;
            };
            let FieldKind::Choice(options) = &field.kind else {
                continue;
            };
            let mut chosen: Vec<(usize, Span, bool)> = Vec::new();
            let mut text_of_option: Option<(usize, Span)> = None;
            for clause in self.page.scene.clauses() {
                if clause.is_empty() || self.page.scene.is_header(clause.start) && clause.len() < 2
                {
                    continue;
                }
                let sentence = self.page.scene.sentence(clause.start);
                let around = sentence.start.saturating_sub(40)..sentence.end;
                let has_context = !self.words(&[index], &around).is_empty();
                for (position, option) in options.all.iter().enumerate() {
                    let own =
                        std::iter::once(option.label.as_str()).filter(|_| option.text.is_none());
                    let words: Vec<&str> =
                        own.chain(option.facts.iter().map(String::as_str)).collect();
                    let Some((at, word)) = ink.first_of(clause, &words) else {
                        continue;
                    };
                    let span = at..at + word.chars().count();
                    if is_unchecked(ink, clause, &span) {
                        continue;
                    }
                    let is_whole = span.len() * 3 >= ink.trimmed(clause.clone()).len();
                    let out = self.is_ruled_out(clause, &span);
                    let n_options = options
                        .all
                        .iter()
                        .filter(|other| {
                            ink.has(clause, &[other.label.as_str()])
                                || other.facts.iter().any(|word| ink.has(clause, &[word]))
                        })
                        .count();
                    let has_context = has_context || n_options > 1;
                    if !(has_context || is_whole)
                        || out
                        || ink.has(
                            clause,
                            &["已付", "已经", "转了", "打了", "查收", "已经付", "付过", "尾号", "流水", "到账", "收到"],
                        )
                    {
                        continue;
                    }
                    // The word of a label: 对公账户.
                    if !word.contains('账')
                        && ink.any_at(span.end, &["账", "户", "的账"]).is_some()
                    {
                        continue;
                    }
                    // The word of a longer one, as 现金 of 现金流.
                    if matches!(ink.get(span.end), '流' | '红' | '牛' | '券') {
                        continue;
                    }
                    // 一般用支票，这次就转账吧: the second counts.
                    let is_settled = ink.has(clause, &["这次", "这回", "就转", "就用", "就走", "就打"])
                        && !ink.has(clause, &["或", "也可", "都"]);
                    let corrects =
                        is_settled || polarity::corrects(ink, self.page.scene, at);
                    if let Some(text) = &option.text
                        && let Some(text) = self.fields.iter().position(|field| field.id == *text)
                    {
                        text_of_option = Some((text, span.clone()));
                    }
                    chosen.push((position, span, corrects));
                }
            }
            if let Some(last) = chosen.iter().rposition(|(_, _, corrects)| *corrects) {
                chosen.drain(..last);
            }
            if chosen.is_empty()
                || !options.multiple
                    && chosen.iter().any(|(position, _, _)| {
                        Some(*position) != chosen.first().map(|first| first.0)
                    })
            {
                continue;
            }
            let mut positions: Vec<usize> =
                chosen.iter().map(|(position, _, _)| *position).collect();
            positions.sort_unstable();
            positions.dedup();
            let ids = positions
                .iter()
                .filter_map(|position| options.all.get(*position))
                .map(|option| option.id.clone())
                .collect();
            let Some((_, first, _)) = chosen.first() else {
                continue;
            };
            let mut candidate = Candidate::new(Subject::Field(index), String::new(), first.clone());
            candidate.values = ids;
            candidate.clarity = Some(Clarity::Said);
            self.found.push(candidate);
            if let Some((text, span)) = text_of_option
                && chosen.iter().any(|(_, chosen, _)| *chosen == span)
            {
                let value = ink.shown(&span);
                let mut candidate = Candidate::new(Subject::Field(text), value, span);
                candidate.clarity = Some(Clarity::Said);
                self.found.push(candidate);
            }
        }
    }

    /// Whether the words around the word of an option rule the option out.
    fn is_ruled_out(&self, clause: &Span, span: &Span) -> bool {
        let ink = self.page.ink;
        let at = span.start;
        polarity::is_negated(ink, clause, at)
            || polarity::is_former(ink, clause, at)
            || polarity::is_asked(ink, clause)
            || polarity::is_supposed(ink, clause)
            || polarity::is_void_after(ink, clause, span.end)
            || ink
                .any_at(
                    span.end,
                    &["不收", "不要", "不行", "不接受", "不用", "都不"],
                )
                .is_some()
            // 甲和乙都不收 refuses both.
            || ink.first_of(&(span.end..clause.end), &["都不", "均不", "全不", "也不"]).is_some_and(
                |(at, _)| !ink.has(&(span.end..at), &["就", "用", "走", "可以", "要"]),
            )
            || self.page.scene.standing(span) != Standing::Said
    }
}
