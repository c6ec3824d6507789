//! What a message says without a label.

use super::Gathering;
use super::addresses::half_width_digits;
use super::names::registered;
use crate::facts::candidate::Subject;
use crate::facts::ink::Span;
use crate::facts::phone::{self, PhoneKind};
use crate::facts::{ClientKey, organisation, place, polarity, token};
use crate::value::{half_width, pasted};

impl Gathering<'_, '_> {
    /// What the text holds besides the values of labels.
    pub(super) fn unlabelled(&mut self) {
        let ink = self.page.ink;
        for line in ink.lines() {
            let mut at = line.start;
            while at < line.end {
                if self.taken.get(at).copied().unwrap_or(true) || self.page.scene.is_header(at) {
                    at += 1;
                    continue;
                }
                at = self.token(at, &line).max(at + 1);
            }
        }
        for company in self.companies.clone() {
            if !self.is_taken(&company) && !organisation::is_bank(ink, &company) {
                let value = registered(&ink.shown(&company));
                self.name(value, company, None);
            }
        }
        self.introductions();
        for piece in self.pieces() {
            if self.is_taken(&piece) {
                continue;
            }
            if let Some(address) = place::whole_address(ink, &piece)
                && !ink.has(&piece, &["寄到", "寄给", "送到", "发到", "快递到"])
                && !organisation::is_bank(ink, &address)
                && organisation::whole(ink, &address).is_none()
            {
                let clause = self.page.scene.clause(piece.start);
                if !ink.has(
                    &(clause.start..piece.start),
                    &["位置", "快递", "收件", "寄"],
                ) {
                    let value = pasted(ink.shown(&address).trim(), None, None).text;
                    let value = half_width_digits(&value);
                    self.push(Subject::Client(ClientKey::Address), value, address, None);
                }
                continue;
            }
            if let Some(name) = organisation::establishments(ink, &piece).into_iter().next()
                && !organisation::is_bank(ink, &name)
            {
                let value = registered(&ink.shown(&name));
                self.name(value, name, None);
                continue;
            }
            let piece = self.before_person(piece);
            if let Some(name) = organisation::whole(ink, &piece)
                && !organisation::is_bank(ink, &name)
                && (self.stands_among_facts(&piece)
                    || ink.has(
                        &(piece.start..name.start),
                        &[
                            "我们是",
                            "我是",
                            "店叫",
                            "店名",
                            "抬头",
                            "公司叫",
                            "单位是",
                            "甲方",
                        ],
                    ))
            {
                let value = registered(&ink.shown(&name));
                self.name(value, name, None);
            }
        }
    }

    /// 我是某某幼儿园的贾老师: the piece before 的.
    pub(super) fn before_person(&self, piece: Span) -> Span {
        let ink = self.page.ink;
        let is_said = ink
            .any_at(piece.start, &["我是", "我们是", "这边是", "这里是"])
            .is_some();
        match piece.clone().rev().find(|at| ink.get(*at) == '的') {
            Some(at) if is_said && at > piece.start + 4 => piece.start..at,
            _ => piece,
        }
    }

    /// Whether other facts of a client stand in the same line or in a line beside.
    pub(super) fn stands_among_facts(&self, piece: &Span) -> bool {
        let near = piece.start.saturating_sub(80)..piece.end + 80;
        self.found
            .iter()
            .any(|each| near.contains(&each.span.start))
            || self
                .numbers
                .iter()
                .any(|(span, _, _)| near.contains(&span.start))
    }

    /// The pieces of the text between marks, spaces and what is taken.
    pub(super) fn pieces(&self) -> Vec<Span> {
        let ink = self.page.ink;
        let mut pieces = Vec::new();
        let mut start = 0;
        for at in 0..=ink.len() {
            let ends = at == ink.len()
                || self.taken.get(at).copied().unwrap_or(true)
                || self.page.scene.is_header(at)
                || matches!(
                    ink.get(at),
                    '\n' | ',' | ';' | '。' | ':' | '!' | '?' | '|' | '\t' | '"' | '、' | '[' | ']'
                )
                || ink.get(at) == ' ';
            if ends {
                let piece = ink.trimmed(start..at);
                if piece.len() >= 4 {
                    pieces.push(piece);
                }
                start = at + 1;
                // A taken cell may directly begin the next piece.
                if at < ink.len()
                    && !self.taken.get(at + 1).copied().unwrap_or(true)
                    && self.taken.get(at).copied().unwrap_or(false)
                {
                    start = at + 1;
                }
            }
        }
        pieces
    }

    /// Reads the value at `at`; returns where the search goes on.
    pub(super) fn token(&mut self, at: usize, line: &Span) -> usize {
        let ink = self.page.ink;
        if let Some(url) = token::url(ink, at) {
            self.take(&url);
            return url.end;
        }
        if let Some(email) = token::email(ink, at) {
            let clause = self.page.scene.clause(at);
            let is_other = ink.has(
                &(clause.start..at),
                &["发票", "开票", "收票", "财务", "发件人", "抄送", "<"],
            ) || ink.before(at) == '<';
            let value = half_width(&ink.shown(&email));
            let end = email.end;
            if let Some(candidate) =
                self.push(Subject::Client(ClientKey::Email), value, email, None)
            {
                candidate.is_out |= is_other;
            }
            return end;
        }
        if let Some(code) = token::code(ink, at, false) {
            let end = code.span.end;
            let subject = self.targets.code;
            self.push(subject, code.value, code.span, None);
            return end;
        }
        if let Some(found) = phone::phone(ink, at)
            && found.kind != PhoneKind::Bare
        {
            let end = found.span.end;
            if found.kind == PhoneKind::Hotline {
                self.take(&found.span);
            } else {
                self.phone(found, None);
            }
            return end;
        }
        if let Some((span, digits)) = token::account_number(ink, at) {
            let end = span.end;
            let is_corrected =
                !self.numbers.is_empty() && polarity::corrects(ink, self.page.scene, span.start);
            let is_account = digits.len() >= 10 && (is_corrected || self.is_by_bank(&span));
            if is_account {
                self.number(span, digits, false);
            }
            return end;
        }
        if let Some(bank) = organisation::bank(ink, at, line)
            && !self.is_taken(&bank)
        {
            let end = bank.end;
            self.bank(bank);
            return end;
        }
        at + 1
    }
}
