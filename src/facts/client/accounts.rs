//! Banks and numbers of accounts, put together.

use super::Gathering;
use super::names::{THIRD_PARTY, registered};
use crate::facts::candidate::Candidate;
use crate::facts::ink::Span;
use crate::facts::label::{self, Clarity};
use crate::facts::{Warning, organisation, polarity};
use crate::value::comparable;

impl Gathering<'_, '_> {
    pub(super) fn bank(&mut self, span: Span) {
        if self
            .banks
            .iter()
            .any(|(known, _)| known.start < span.end && span.start < known.end)
        {
            return;
        }
        let ink = self.page.ink;
        let clause = self.page.scene.clause(span.start);
        let start = self.label_start(&span).unwrap_or(span.start);
        let is_out = label::is_former(ink, start)
            || label::is_former(ink, span.start)
            || polarity::is_former(ink, &clause, span.start)
            || polarity::is_negated(ink, &clause, span.start)
            || polarity::is_void_after(ink, &clause, span.end);
        self.take(&span);
        self.banks.push((span, is_out));
    }

    pub(super) fn number(&mut self, span: Span, digits: String, is_labelled: bool) {
        if !self.numbers.iter().any(|(known, _, _)| *known == span) {
            self.take(&span);
            self.numbers.push((span, digits, is_labelled));
        }
    }

    /// Whether the name of a bank stands right before or behind a number.
    pub(super) fn is_by_bank(&self, span: &Span) -> bool {
        let ink = self.page.ink;
        let is_gap = |gap: &Span| {
            gap.len() <= 4
                && ink.slice(gap).iter().all(|c| {
                    matches!(
                        c,
                        ' ' | ',' | ':' | '\n' | '\t' | '(' | '、' | '。' | '/' | ';' | '-'
                    )
                })
        };
        // The number of the bank may stand between in brackets: 支行（行号：000）.
        let is_bracket =
            |gap: &Span| gap.len() <= 30 && ink.get(gap.start) == '(' && ink.before(gap.end) == ')';
        let before = self.banks.iter().any(|(bank, _)| {
            let gap = bank.end..span.start;
            bank.end <= span.start && (is_gap(&gap) || is_bracket(&gap))
        });
        let next = ink.skip_spaces(span.end);
        let next = if matches!(ink.get(next), ',' | '、' | '\n') {
            ink.skip_spaces(next + 1)
        } else {
            next
        };
        let line = next..ink.line_end(next);
        before
            || (next..(next + 16).min(line.end))
                .any(|at| organisation::bank(ink, at, &line).is_some_and(|bank| bank.start == next))
    }

    /// Puts banks and numbers together.
    pub(super) fn pair_accounts(&mut self) {
        let ink = self.page.ink;
        self.banks.sort_by_key(|(span, _)| span.start);
        self.numbers.sort_by_key(|(span, _, _)| span.start);
        let (banks, numbers) = (self.banks.clone(), self.numbers.clone());
        let mut last_pair: Option<(Span, bool)> = None;
        for (index, (span, digits, _)) in numbers.iter().enumerate() {
            let previous_end = index
                .checked_sub(1)
                .and_then(|i| numbers.get(i))
                .map_or(0, |(span, _, _)| span.end);
            let next_start = numbers
                .get(index + 1)
                .map_or(ink.len(), |(span, _, _)| span.start);
            // Another long number between a bank and a number has the bank for itself.
            let has_other = |gap: &Span| {
                let mut run = 0;
                ink.slice(gap).iter().any(|c| {
                    run = if c.is_ascii_digit() { run + 1 } else { 0 };
                    run >= 13
                })
            };
            let is_before = |bank: &Span| {
                bank.end <= span.start
                    && bank.start >= previous_end
                    && (span.start - bank.end > 200 || !has_other(&(bank.end..span.start)))
            };
            // 甲银行，不是乙银行；账号…: the bank that is not denied.
            let before = banks
                .iter()
                .rfind(|(bank, is_out)| is_before(bank) && !is_out)
                .or_else(|| banks.iter().rfind(|(bank, _)| is_before(bank)));
            let after = banks
                .iter()
                .find(|(bank, _)| bank.start >= span.end && bank.start < next_start);
            let corrects = polarity::corrects(ink, self.page.scene, span.start);
            let inherited = last_pair.clone().filter(|_| corrects);
            let pair = before.cloned().or_else(|| {
                // A number stands before its bank only right before it.
                after
                    .filter(|(bank, _)| bank.start - span.end <= 12)
                    .cloned()
            });
            let Some((bank, is_out)) = pair.clone().or(inherited) else {
                continue;
            };
            let pair_is_new = pair.is_some();
            if pair_is_new {
                last_pair = pair;
            }
            let value = format!("{} {digits}", registered(&ink.shown(&bank)));
            let sentence = self.page.scene.sentence(span.start);
            let around = bank.start.min(span.start)..bank.end.max(span.end);
            let wide = sentence.start.min(around.start)..around.end;
            let is_pair = pair_is_new && around.len() <= 60;
            let covered = if is_pair { around } else { span.clone() };
            let subject = self.targets.account;
            let clause = self.page.scene.clause(span.start);
            let holder = self.holder_near(span);
            let says_own = ink.has(
                &(clause.start..span.start),
                &["我司", "我们", "我方", "我公司", "甲方"],
            );
            let mut is_others = !says_own && ink.has(&(sentence.start..span.start), THIRD_PARTY)
                || ink.has(&clause, THIRD_PARTY);
            is_others |= self.is_own_account(span);
            is_others |= ink.has(&wide, &["我个人", "法人卡", "个人卡", "老板的卡"]);
            let rest = span.end..sentence.end.max(span.end);
            is_others |= ink.has(&rest, &["个人的", "私人的"]);
            let is_void = is_out
                || polarity::is_negated(ink, &clause, span.start)
                || polarity::is_void_after(ink, &clause, span.end);
            let clarity = Some(Clarity::Said);
            if let Some(candidate) = self.push(subject, value, covered, clarity) {
                candidate.is_out |= is_others || is_void;
                // Of several accounts the basic one is meant.
                let remark = span.end..(span.end + 8).min(ink.line_end(span.end));
                candidate.is_second_choice = ink.has(&remark, &["一般户", "专户", "外币"]);
                candidate.corrects = corrects && !candidate.is_out;
                candidate.first_counts = true;
                candidate.warning = holder.map(|holder| Warning::OtherHolder { holder });
            }
        }
    }

    /// Whether the holder that is named nearest to an account is the reader's own company.
    fn is_own_account(&self, number: &Span) -> bool {
        let distance = |span: &Span| span.start.abs_diff(number.start);
        let nearest = self.own.iter().map(distance).min();
        let ink = self.page.ink;
        let is_holder = self.own.iter().any(|own| {
            self.label_start(own).is_some_and(|at| {
                ink.any_at(at, &["户名", "开户名", "账户名", "收款人"])
                    .is_some()
            })
        });
        let holder = self.holders.iter().map(|(span, _)| distance(span)).min();
        is_holder
            && nearest.is_some_and(|near| near < 80 && holder.is_none_or(|other| near <= other))
    }

    /// The holder that the message names for an account, if that is not the client.
    pub(super) fn holder_near(&self, number: &Span) -> Option<String> {
        let (_, holder) = self
            .holders
            .iter()
            .min_by_key(|(span, _)| span.start.abs_diff(number.start))
            .filter(|(span, _)| span.start.abs_diff(number.start) < 120)?;
        let names = self
            .found
            .iter()
            .filter(|each| each.subject == self.targets.name && !each.is_out)
            .filter(|each| !each.is_second_choice);
        let mut others = names
            .filter(|each| each.clarity != Some(Clarity::Glued))
            .peekable();
        others.peek()?;
        let same = |each: &Candidate| {
            each.values
                .first()
                .is_some_and(|name| comparable(name) == comparable(holder))
        };
        (!others.any(same)).then(|| holder.clone())
    }
}
