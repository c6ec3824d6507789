//! Options that a message chooses.

use super::Terms;
use crate::facts::candidate::{Candidate, Subject};
use crate::facts::ink::{CHECKED, Ink, Span, UNCHECKED, is_han};
use crate::facts::label::Clarity;
use crate::facts::polarity;
use crate::facts::scene::Standing;
use crate::template::{FieldKind, TemplateOption};

/// Whether the word of an option is part of another word: 对公账户, 现金流.
fn is_part(ink: &Ink, span: &Span) -> bool {
    let names_account = ink.has(span, &["账"]);
    // 没有公账户 names an account, and 走公账 a way to pay.
    let is_account = names_account && ink.get(span.end) == '户' && ink.before(span.start) == '对';
    is_account
        || matches!(ink.get(span.end), '流' | '红' | '牛' | '券')
        || !names_account && ink.any_at(span.end, &["账", "户", "的账"]).is_some()
}

/// Whether a form with boxes leaves the box of an option unmarked.
fn is_unchecked(ink: &Ink, clause: &Span, span: &Span) -> bool {
    // The boxes of one line; its length bounds the work.
    let end = ink.line_end(clause.start).min(clause.start + 120);
    let line = ink.line_start(clause.start)..end;
    let is_mark = |at: usize| match ink.get(at) {
        CHECKED => Some(true),
        UNCHECKED => Some(false),
        ']' | ')' if matches!(ink.before(at), 'x' | '√' | '☑' | 'v') => Some(true),
        ']' | ')' if matches!(ink.before(at), '[' | '(') => Some(false),
        ']' | ')' if ink.before(at) == ' ' && matches!(ink.before(at - 1), '[' | '(') => {
            Some(false)
        }
        _ => None,
    };
    let marks: Vec<usize> = line.filter(|at| is_mark(*at).is_some()).collect();
    let Some(last) = marks.last().filter(|_| marks.len() > 1) else {
        return false;
    };
    // 汇款☑ 现金□: the boxes stand behind, if nothing stands behind the last of them.
    let is_behind = !is_han(ink.get(ink.skip_spaces(last + 1)));
    let own = if is_behind {
        let at = ink.skip_spaces(span.end);
        let is_open = matches!(ink.get(at), '[' | '(');
        is_mark(at).or_else(|| {
            is_open
                .then(|| is_mark(at + 2).or_else(|| is_mark(at + 1)))
                .flatten()
        })
    } else {
        let mut before = span.start;
        while ink.before(before) == ' ' {
            before -= 1;
        }
        before.checked_sub(1).and_then(&is_mark)
    };
    own != Some(true)
}

/// A place in the text that chooses an option.
#[derive(Clone, Debug)]
struct Chosen {
    /// The place of the option among the options of its field.
    position: usize,
    span: Span,
    /// Whether it replaces what was chosen before.
    corrects: bool,
}

/// Words that say that a payment was made, which chooses nothing.
const PAID: &[&str] = &[
    "已付", "已经", "转了", "打了", "查收", "付过", "尾号", "流水", "到账", "收到",
];

impl Terms<'_, '_> {
    pub(super) fn choices(&mut self) {
        for index in self.of_kind(|kind| matches!(kind, FieldKind::Choice(_))) {
            let Some(field) = self.fields.get(index) else {
                continue;
            };
            let FieldKind::Choice(options) = &field.kind else {
                continue;
            };
            let mut chosen = Vec::new();
            for clause in self.page.scene.clauses() {
                chosen.extend(self.chosen_in(index, &options.all, clause));
            }
            if let Some(last) = chosen.iter().rposition(|each: &Chosen| each.corrects) {
                chosen.drain(..last);
            }
            let Some(first) = chosen.first().cloned() else {
                continue;
            };
            if !options.multiple && chosen.iter().any(|each| each.position != first.position) {
                continue;
            }
            let ids = options.all.iter().enumerate();
            let ids = ids
                .filter(|(position, _)| chosen.iter().any(|each| each.position == *position))
                .map(|(_, option)| option.id.clone())
                .collect();
            let mut candidate = Candidate::new(Subject::Field(index), String::new(), first.span);
            candidate.values = ids;
            candidate.clarity = Some(Clarity::Said);
            self.found.push(candidate);
            self.text_of_option(&options.all, &chosen);
        }
    }

    /// The options that a clause chooses.
    fn chosen_in(&self, index: usize, options: &[TemplateOption], clause: &Span) -> Vec<Chosen> {
        let ink = self.page.ink;
        if clause.is_empty() || self.page.scene.is_header(clause.start) && clause.len() < 2 {
            return Vec::new();
        }
        if let Some(chosen) = self.chosen_by_label(index, options, clause) {
            return vec![chosen];
        }
        let found: Vec<(usize, Span)> = options
            .iter()
            .enumerate()
            .filter_map(|(position, option)| {
                let own = std::iter::once(option.label.as_str()).filter(|_| option.text.is_none());
                let words: Vec<&str> = own.chain(option.facts.iter().map(String::as_str)).collect();
                let span = clause.clone().find_map(|at| {
                    let (_, end) = ink.any_at(at, &words)?;
                    (end <= clause.end && !is_part(ink, &(at..end))).then_some(at..end)
                })?;
                Some((position, span))
            })
            .collect();
        if found.is_empty() || ink.has(clause, PAID) {
            return Vec::new();
        }
        let sentence = self.page.scene.sentence(clause.start);
        let around = sentence.start.saturating_sub(40)..sentence.end;
        let names_option = |option: &TemplateOption| {
            ink.has(&around, &[option.label.as_str()])
                || option.facts.iter().any(|word| ink.has(&around, &[word]))
        };
        let has_context = !self.words(&[index], &around).is_empty()
            || options.iter().filter(|option| names_option(option)).count() > 1;
        // 一般用支票，这次就转账吧: the second counts.
        let is_settled = ink.has(clause, &["这次", "这回", "就转", "就用", "就走", "就打"])
            && !ink.has(clause, &["或", "也可", "都"]);
        let is_chosen = |span: &Span| {
            let is_whole = span.len() * 3 >= ink.trimmed(clause.clone()).len();
            (has_context || is_whole)
                && !is_unchecked(ink, clause, span)
                && !self.is_ruled_out(clause, span)
        };
        found
            .into_iter()
            .filter(|(_, span)| is_chosen(span))
            .map(|(position, span)| Chosen {
                position,
                corrects: is_settled
                    || matches!(ink.before(span.start), '换' | '改')
                    || polarity::corrects(ink, self.page.scene, span.start),
                span,
            })
            .collect()
    }

    /// The option whose label stands right behind the word of the field, with words of its own in
    /// brackets: 收款方式：其他（第三方支付平台）. Those words choose no other option.
    fn chosen_by_label(
        &self,
        index: usize,
        options: &[TemplateOption],
        clause: &Span,
    ) -> Option<Chosen> {
        let ink = self.page.ink;
        let word = self.words(&[index], clause).into_iter().next()?;
        // 方式 may stand between the word and its colon.
        let near = word.span.end..(word.span.end + 5).min(clause.end);
        let colon = near.into_iter().find(|at| ink.get(*at) == ':')?;
        let start = ink.skip_spaces(colon + 1);
        let (position, end) = options.iter().enumerate().find_map(|(position, option)| {
            option.text.as_ref()?;
            Some((position, ink.after(start, &option.label)?))
        })?;
        let open = ink.after(end, "(")?;
        let close = (open..clause.end).find(|at| ink.get(*at) == ')')?;
        let span = ink.trimmed(open..close);
        let is_chosen = !span.is_empty() && !self.is_ruled_out(clause, &span);
        is_chosen.then_some(Chosen {
            position,
            corrects: polarity::corrects(ink, self.page.scene, start),
            span,
        })
    }

    /// Proposes the words of an option for the text field that the option carries.
    fn text_of_option(&mut self, options: &[TemplateOption], chosen: &[Chosen]) {
        let last = chosen.iter().rev().find_map(|each| {
            let id = options.get(each.position)?.text.as_ref()?;
            let text = self.fields.iter().position(|field| field.id == *id)?;
            Some((text, each.span.clone()))
        });
        if let Some((text, span)) = last {
            let value = self.page.ink.shown(&span);
            let value = value.trim_start_matches(['走', '用']).to_owned();
            let mut candidate = Candidate::new(Subject::Field(text), value, span);
            candidate.clarity = Some(Clarity::Said);
            self.found.push(candidate);
        }
    }

    /// Whether the words around the word of an option rule the option out.
    fn is_ruled_out(&self, clause: &Span, span: &Span) -> bool {
        let ink = self.page.ink;
        let at = span.start;
        // 开户行是…，对公的 tells what kind of account that is.
        let is_kind_of_account = ink.get(span.end) == '的'
            && !matches!(ink.before(at), '走' | '用' | '打' | '付' | '是')
            && ink.has(
                &self.page.scene.sentence(at),
                &["账号", "账户", "开户", "卡号"],
            );
        is_kind_of_account
            || matches!(ink.before(at), '不' | '别' | '没' | '勿' | '非')
            || polarity::is_negated(ink, clause, at)
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
            || !matches!(
                self.page.scene.standing(span),
                Standing::Said | Standing::Agreed
            )
    }
}
