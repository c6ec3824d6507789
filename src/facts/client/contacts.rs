//! Telephones, and persons to talk to.

use super::Gathering;
use crate::facts::candidate::Subject;
use crate::facts::ink::{Ink, Span, is_han};
use crate::facts::label::{self, Clarity};
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

/// Words that say that a value stands in the contract.
const IN_CONTRACT: &[&str] = &[
    "合同上写",
    "合同里写",
    "合同写",
    "合同上留",
    "合同里留",
    "合同留",
    "合同上填",
];
/// Words before a person who is not the one to talk to.
const OTHER_PEOPLE: &[&str] = &[
    "老公", "爱人", "妹", "朋友", "前任", "寄到", "寄给", "发给", "转给", "邮寄", "收货", "收件",
    "你们", "贵司",
];
/// Words before what is meant, behind what is not.
const INSTEAD: &[&str] = &[
    "是",
    "而是",
    "应该是",
    "现在是",
    "改成",
    "改为",
    "换成",
    "现由",
    "现在由",
    "写",
    "改写",
];
/// Words with which a person says who they are.
const INTRODUCTIONS: &[&str] = &[
    "我是",
    "我叫",
    "本人是",
    "本人叫",
    "这里是",
    "这边是",
    "我姓名",
    "我姓",
];

impl Gathering<'_, '_> {
    pub(super) fn phone(&mut self, found: phone::PhoneFound, clarity: Option<Clarity>) {
        let ink = self.page.ink;
        let clause = self.page.scene.clause(found.span.start);
        // 我是财务，开票找我，0571-…: a number by itself belongs to what stands before.
        let before = clause.start..found.span.start;
        let says_nothing = clarity.is_none() && !ink.slice(&before).iter().any(|c| is_han(*c));
        let index = self.page.scene.clause_index(found.span.start);
        let is_others = says_nothing
            && (1..=2).any(|back| {
                index
                    .checked_sub(back)
                    .and_then(|index| self.page.scene.clauses().get(index))
                    .is_some_and(|clause| {
                        ink.line_end(clause.start) >= found.span.start
                            && ink.has(clause, NO_CONTACT)
                    })
            });
        let is_other = is_others
            || ink.has(&(clause.start..found.span.start), NO_CONTACT)
            // 李示例收 139…: the address of a parcel.
            || label::ends_before(ink, back(ink, found.span.start), &["收"])
            || clause.end > found.span.end
                && ink
                    .any_at(
                        ink.skip_spaces(found.span.end),
                        &[
                            "(财务", "(会计", "(法人", "(快递", "(传真)", "财务", "(出纳",
                        ],
                    )
                    .is_some()
            || found.kind == PhoneKind::Hotline && clarity.is_none();
        if found.kind != PhoneKind::Hotline && !is_other {
            self.person_before(&found.span);
        }
        if found.kind == PhoneKind::Mobile && !is_other {
            self.person_behind(&found.span);
        }
        // 手机139…是老板的，合同上写办公室0971-…: the second is for the contract.
        let is_written = ink.has(&before, IN_CONTRACT);
        let is_of_another = ink.after(found.span.end, "是").is_some_and(|at| {
            let words = at..(at + 6).min(clause.end.max(at));
            ink.has(&words, NO_CONTACT) || ink.has(&words, &["老板", "别人", "家里", "前台"])
        });
        let subject = self.targets.phone;
        if let Some(candidate) = self.push(subject, found.value, found.span, clarity) {
            candidate.phone = Some(found.kind);
            candidate.first_counts = true;
            candidate.is_out |= is_other || is_of_another;
            candidate.corrects |= is_written && !candidate.is_out;
        }
    }

    /// Proposes the person whose name stands right before a mobile number.
    pub(super) fn person_before(&mut self, phone: &Span) {
        let ink = self.page.ink;
        let clause = self.page.scene.clause(phone.start);
        let mut end = phone.start;
        let is_mark = |c| matches!(c, ' ' | ',' | ':' | '-' | '(' | '/' | '|' | '、' | '\t');
        while is_mark(ink.before(end)) && phone.start - end < 3 {
            end -= 1;
        }
        // A remark stands between: 宋雨桐（项目对接人）18113012345.
        if ink.before(end) == ')'
            && let Some(open) = (end.saturating_sub(14)..end)
                .rev()
                .find(|at| ink.get(*at) == '(')
            && !ink.has(&(open..end), NO_CONTACT)
        {
            end = open;
        }
        // 甄示例电话139…, 甄示例的手机139….
        let words = [
            "的电话",
            "的手机",
            "电话",
            "手机",
            "手机号",
            "的号码",
            "号码",
            "微信",
            "微信同号",
        ];
        if let Some(word) = words
            .iter()
            .find(|word| label::ends_before(ink, end, &[word]))
        {
            end -= word.chars().count();
        }
        let line = ink.line_start(phone.start);
        let before = clause.start.min(end.saturating_sub(12)).max(line)..end;
        if ink.has(&before, NO_CONTACT) || ink.has(&before, OTHER_PEOPLE) {
            return;
        }
        let person = place::person_ending(ink, end, line);
        if let Some(person) = person
            && !self.is_taken(&person)
            && !self.page.scene.is_header(person.start)
        {
            let value = ink.shown(&person);
            self.push(Subject::Client(ClientKey::Contact), value, person, None);
        }
    }

    /// Proposes the person whose name stands by itself right behind a mobile number.
    pub(super) fn person_behind(&mut self, phone: &Span) {
        let ink = self.page.ink;
        let start = match ink.get(phone.end) {
            ' ' | '(' => ink.skip_spaces(phone.end + 1),
            next if is_han(next) => phone.end,
            _ => return,
        };
        let clause = self.page.scene.clause(phone.start);
        if ink.has(&(clause.start..start), NO_CONTACT) {
            return;
        }
        if let Some(person) = place::person(ink, start, ink.line_end(start), false)
            && person.start == start
            && !self.is_taken(&person)
            && !is_han(ink.get(person.end))
        {
            let value = ink.shown(&person);
            self.push(Subject::Client(ClientKey::Contact), value, person, None);
        }
    }

    /// The person whose name is a line of its own above a telephone number, as on a card.
    pub(super) fn cards(&mut self) {
        let ink = self.page.ink;
        let contact = Subject::Client(ClientKey::Contact);
        if self.found.iter().any(|each| each.subject == contact) {
            return;
        }
        let phones: Vec<usize> = self
            .found
            .iter()
            .filter(|each| each.phone.is_some() && !each.is_out)
            .map(|each| each.span.start)
            .collect();
        for line in ink.lines() {
            let line = ink.trimmed(line);
            let is_above = phones.iter().any(|at| {
                if line.contains(at) {
                    return true;
                }
                let between = ink.slice(&(line.end..(*at).max(line.end)));
                let n_lines = between.iter().filter(|c| **c == '\n').count();
                (1..=4).contains(&n_lines) && between.len() < 120
            });
            let is_word = label::labels_word(ink, line.start).is_some();
            if !is_above || is_word || self.page.scene.is_header(line.start) {
                continue;
            }
            if let Some(person) = place::person(ink, line.start, line.end, false)
                && person.start == line.start
                && (2..=4).contains(&person.len())
                && matches!(ink.get(person.end), ' ' | '\t' | '|' | '\n' | '(' | '/')
                && !self.is_taken(&person)
            {
                let value = ink.shown(&person);
                self.push(contact, value, person, None);
                return;
            }
        }
    }

    /// The persons who say who they are: 我是某公司的林晓燕.
    pub(super) fn introductions(&mut self) {
        let ink = self.page.ink;
        let mut at = 0;
        while at < ink.len() {
            let Some((_, end)) = ink.any_at(at, INTRODUCTIONS) else {
                at += 1;
                continue;
            };
            at = end;
            // 我姓孟叫孟虚构.
            let end = match ink.after(end + 1, "叫") {
                Some(named) if ink.before(end) == '姓' => named,
                Some(_) | None => end,
            };
            let clause = self.page.scene.clause(end);
            let stop = clause.end.min(end + 40).max(end);
            let start = (end..stop).rev().find(|at| ink.get(*at) == '的');
            let start = start.map_or(end, |at| at + 1);
            if let Some(person) = place::person(ink, start, stop, false)
                && person.start == start
                && !self.is_taken(&person)
                && !ink.has(&(end..start), NO_CONTACT)
            {
                let value = ink.shown(&person);
                self.push(Subject::Client(ClientKey::Contact), value, person, None);
            }
        }
    }

    /// Of 不是甲，是乙, the region of 乙, and its end.
    pub(super) fn behind_denial(&self, region: Span, end: usize) -> (Span, usize) {
        let ink = self.page.ink;
        if ink
            .any_at(region.start, &["不是", "不要写", "别写", "不写"])
            .is_none()
        {
            return (region, end);
        }
        let mut next = self.page.scene.clause(end);
        for _ in 0..2 {
            next = self.page.scene.clause(next.end + 1);
            let said = ink.any_at(ink.skip_spaces(next.start), INSTEAD);
            if let Some((_, start)) = said {
                return (start..next.end, next.end);
            }
        }
        (region, end)
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
            // 样小例 Sally Yang: the Chinese name counts.
            let chinese = next.start..next.start + han_run(ink, next.start);
            if (2..=4).contains(&chinese.len()) && matches!(ink.get(chinese.end), ' ' | '\n') {
                let value = ink.shown(&chinese);
                let contact = Subject::Client(ClientKey::Contact);
                self.push(contact, value, chinese, None);
            } else if let Some(name) = place::latin(ink, next.start, next.end)
                && ink.text(&name).contains(' ')
            {
                let value = ink.shown(&name);
                self.push(Subject::Client(ClientKey::Contact), value, name, None);
            }
        }
    }

    /// The person who signs: a name in a line of its own right above the name of the client.
    pub(super) fn signed(&mut self) {
        let ink = self.page.ink;
        let contact = Subject::Client(ClientKey::Contact);
        if self.found.iter().any(|each| each.subject == contact) {
            return;
        }
        let lines: Vec<Span> = ink
            .lines()
            .iter()
            .map(|line| ink.trimmed(line.clone()))
            .collect();
        for pair in lines.windows(2) {
            let [name, company] = pair else { continue };
            let is_client = self.companies.contains(company) && !self.own.contains(company);
            if !is_client || name.is_empty() || label::labels_word(ink, name.start).is_some() {
                continue;
            }
            if let Some(person) = place::person(ink, name.start, name.end, false)
                && person == *name
                && !self.is_taken(&person)
            {
                let value = ink.shown(&person);
                self.push(contact, value, person, None);
                return;
            }
        }
    }
}

/// How many Han characters stand together at `at`.
fn han_run(ink: &Ink, at: usize) -> usize {
    let run = at..ink.len().max(at);
    run.take_while(|at| is_han(ink.get(*at))).count()
}

/// The cell behind the last character before spaces.
fn back(ink: &Ink, at: usize) -> usize {
    let mut at = at;
    while at > 0 && ink.before(at) == ' ' {
        at -= 1;
    }
    at
}
