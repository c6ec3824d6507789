//! Values that labels announce.

use super::Gathering;
use super::contacts::NO_CONTACT;
use crate::facts::candidate::Subject;
use crate::facts::ink::{Span, is_han};
use crate::facts::label::{self, Announced, Clarity, Label};
use crate::facts::{ClientKey, Warning, organisation, phone, place, token};
use crate::value::half_width;

/// Words between an old and a new value.
const CHANGES: &[&str] = &["改成", "改为", "换成", "变更为", "更改为"];

impl Gathering<'_, '_> {
    /// Reads the values that a label announces.
    pub(super) fn labelled(&mut self, index: usize, label: &Label) {
        let ink = self.page.ink;
        if self.page.scene.is_header(label.span.start) && ink.get(label.span.end) != ':' {
            return;
        }
        let next = self
            .page
            .labels
            .get(index + 1)
            .map_or(ink.len(), |next| next.span.start);
        let mut limit = ink.line_end(label.value).min(next.max(label.value));
        let clause = self.page.scene.clause(label.span.start);
        let before = clause.start..label.span.start;
        let is_foreign = label::is_foreign(ink, label)
            || label.announces(Announced::Other)
            || label.announces(Announced::Contact) && ink.has(&before, NO_CONTACT);
        if is_foreign {
            // 微信139…，电话同号.
            let behind = label.value..(label.value + 24).min(ink.line_end(label.value));
            let is_mobile = ink.has(&label.span, &["微信同号"])
                && phone::phone(ink, label.value)
                    .is_some_and(|found| found.kind == phone::PhoneKind::Mobile);
            if is_mobile
                || ink.has(&label.span, &["微信"])
                    && ink.has(&behind, &["电话同号", "手机同号", "同手机", "同电话"])
            {
                self.read_one(Announced::Phone, label, label.value..limit, next);
                return;
            }
            // What belongs to such a label is no fact about the client.
            let ends =
                |at: &usize| matches!(ink.get(*at), ',' | ';' | '。' | '(' | ')' | '?' | '!');
            let has_digit = |until: usize| {
                ink.slice(&(label.value..until))
                    .iter()
                    .any(char::is_ascii_digit)
            };
            // 你们的账号没变吧？…: the value stands behind the question.
            let end = (label.value..limit)
                .find(|at| ends(at) && (ink.get(*at) != '?' || has_digit(*at)))
                .unwrap_or(limit);
            let region = label.value..end;
            if ink.has(&label.span, &["发件人"]) && self.signs(&region) {
                self.read_one(Announced::Email, label, region, next);
                return;
            }
            self.take(&region);
            return;
        }
        // 联系人从甲改成乙: the second counts.
        let clause = self.page.scene.clause(label.value);
        let first = match ink.last_of(
            &(label.value..limit.min(clause.end).max(label.value)),
            CHANGES,
        ) {
            Some((at, word)) => at + word.chars().count(),
            None => label.value,
        };
        limit = limit.max(first);
        for announced in label.announced.clone() {
            self.read_one(announced, label, first..limit, next);
        }
    }

    pub(super) fn read_one(
        &mut self,
        announced: Announced,
        label: &Label,
        region: Span,
        next_label: usize,
    ) {
        let ink = self.page.ink;
        let clarity = Some(label.clarity);
        let first = |read: &dyn Fn(usize) -> Option<Span>| region.clone().find_map(read);
        match announced {
            Announced::Name | Announced::Holder | Announced::Short => {
                self.labelled_name(announced, label, &region, next_label);
            }
            Announced::Code => {
                let at = region
                    .clone()
                    .find(|at| ink.get(*at).is_ascii_alphanumeric());
                if let Some(code) = at.and_then(|at| token::code(ink, at, true))
                    && !self.is_taken(&code.span)
                {
                    let subject = self.targets.code;
                    let warning = code.doubt.map(Warning::Doubt);
                    if let Some(candidate) = self.push(subject, code.value, code.span, clarity) {
                        candidate.warning = warning;
                    }
                }
            }
            Announced::Address => self.labelled_address(label, &region, next_label),
            Announced::Phone => {
                let limit = if label.announced.len() > 1 {
                    region.end
                } else {
                    self.value_end(&region)
                };
                let mut at = region.start;
                while at < limit.max(region.start) {
                    match phone::phone(ink, at) {
                        Some(found) if !self.is_taken(&found.span) => {
                            at = found.span.end;
                            self.phone(found, clarity);
                        }
                        Some(found) => at = found.span.end,
                        None => at += 1,
                    }
                }
            }
            Announced::Bank => {
                let line = region.start..region.end;
                if let Some(bank) = first(&|at| organisation::bank(ink, at, &line))
                    && !self.is_taken(&bank)
                {
                    self.bank(bank);
                }
            }
            Announced::Account => {
                let at = region.clone().find(|at| {
                    ink.get(*at).is_ascii_digit() && !self.taken.get(*at).copied().unwrap_or(true)
                });
                if let Some((span, digits)) = at.and_then(|at| token::account_number(ink, at)) {
                    self.number(span, digits, true);
                }
            }
            Announced::Contact => {
                let end = self.value_end(&region);
                let is_marked =
                    label.clarity > Clarity::Glued || place::is_before_phone(ink, region.start);
                let (region, end) = self.behind_denial(region.clone(), end);
                if let Some(person) = place::person(ink, region.start, end, is_marked)
                    && !self.is_taken(&person)
                {
                    let value = ink.shown(&person);
                    self.push(Subject::Client(ClientKey::Contact), value, person, clarity);
                }
            }
            Announced::Email => {
                if let Some(email) = first(&|at| token::email(ink, at))
                    && !self.is_taken(&email)
                {
                    let value = half_width(&ink.shown(&email));
                    self.push(Subject::Client(ClientKey::Email), value, email, clarity);
                }
            }
            Announced::Other => {}
        }
    }

    /// Where a value of free text ends.
    pub(super) fn value_end(&self, region: &Span) -> usize {
        let ink = self.page.ink;
        let is_latin = !ink.slice(region).iter().any(|c| is_han(*c));
        region
            .clone()
            .find(|at| {
                matches!(ink.get(*at), ';' | '。' | '|' | '"' | '\t')
                    || ink.get(*at) == '-' && ink.get(*at + 1) == '-'
                    || ink.get(*at) == ',' && !is_latin
                    || ink.get(*at) == ',' && ink.get(*at + 1) == '"'
            })
            .unwrap_or(region.end)
    }

    /// Whether the person at the start of a span also signs the message, in a line of its own.
    fn signs(&self, span: &Span) -> bool {
        let ink = self.page.ink;
        let start = ink.skip_spaces(span.start);
        let name = (start..span.end).take_while(|at| is_han(ink.get(*at)));
        let name = ink.text(&(start..start + name.count()));
        let lines = ink.lines();
        let mut lines = lines
            .iter()
            .map(|line| ink.text(&ink.trimmed(line.clone())));
        (2..=4).contains(&name.chars().count()) && lines.any(|line| line == name)
    }
}
