//! Telephones, and persons to talk to.

use super::Gathering;
use crate::facts::candidate::Subject;
use crate::facts::ink::{Span, is_han};
use crate::facts::label::Clarity;
use crate::facts::phone::{self, PhoneKind};
use crate::facts::{ClientKey, place};

/// Words beside a telephone or a person that make them no contact for a contract.
pub(super) const NO_CONTACT: &[&str] = &[
    "财务",
    "会计",
    "出纳",
    "法人",
    "法定代表",
    "快递",
    "收件",
    "收货",
    "售后",
    "司机",
    "物流",
    "发票",
    "开票的",
    "技术",
    "客服",
    "紧急",
    "外卖",
    "取件",
];

impl Gathering<'_, '_> {
    pub(super) fn phone(&mut self, found: phone::PhoneFound, clarity: Option<Clarity>) {
        let ink = self.page.ink;
        let clause = self.page.scene.clause(found.span.start);
        let is_other = ink.has(&(clause.start..found.span.start), NO_CONTACT)
            || clause.end > found.span.end
                && ink
                    .any_at(
                        ink.skip_spaces(found.span.end),
                        &["(财务", "(会计", "(法人", "(快递", "(传真", "财务", "(出纳"],
                    )
                    .is_some()
            || found.kind == PhoneKind::Hotline && clarity != Some(Clarity::Marked);
        let subject = self.targets.phone;
        if let Some(candidate) = self.push(subject, found.value, found.span, clarity) {
            candidate.phone = Some(found.kind);
            candidate.first_counts = true;
            candidate.is_out |= is_other;
        }
    }

    /// Proposes the person whose name stands right before a mobile number.
    pub(super) fn person_before(&mut self, phone: &Span) {
        let ink = self.page.ink;
        let clause = self.page.scene.clause(phone.start);
        let mut end = phone.start;
        while matches!(ink.before(end), ' ' | ',' | ':' | '-' | '(') && phone.start - end < 3 {
            end -= 1;
        }
        let mut start = end;
        while is_han(ink.before(start)) && end - start < 6 && !self.page.scene.is_header(start - 1)
        {
            start -= 1;
        }
        let whole = start..end;
        if self.is_taken(&whole)
            || ink.has(&(clause.start.min(start)..end), NO_CONTACT)
            || ink.has(
                &(clause.start.min(start)..start),
                &["老公", "爱人", "妹", "朋友", "前任"],
            )
        {
            return;
        }
        if let Some(person) = place::person(ink, start, end, false)
            && person.end <= end
        {
            let value = ink.shown(&person);
            self.push(Subject::Client(ClientKey::Contact), value, person, None);
        }
    }

    /// Of 不是甲，是乙, the region of 乙, and its end.
    pub(super) fn behind_denial(&self, region: Span, end: usize) -> (Span, usize) {
        let ink = self.page.ink;
        let next = self.page.scene.clause(end + 1);
        let said = ink.any_at(ink.skip_spaces(next.start), &["是", "而是", "应该是"]);
        match said {
            Some((_, start)) if ink.any_at(region.start, &["不是"]).is_some() => {
                (start..next.end, next.end)
            }
            Some(_) | None => (region, end),
        }
    }

    /// The name below the last words of an English mail.
    pub(super) fn signature(&mut self) {
        let ink = self.page.ink;
        let lines = ink.lines();
        for (index, line) in lines.iter().enumerate() {
            let ends_mail = ink.has(
                line,
                &["regards", "sincerely", "yours truly", "best wishes"],
            );
            if !ends_mail || line.len() > 30 {
                continue;
            }
            let Some(next) = lines
                .get(index + 1..)
                .and_then(|rest| rest.iter().find(|line| !line.is_empty()))
            else {
                continue;
            };
            if let Some(name) = place::latin(ink, next.start, next.end)
                && ink.text(&name).contains(' ')
            {
                let value = ink.shown(&name);
                self.push(Subject::Client(ClientKey::Contact), value, name, None);
            }
        }
    }
}
