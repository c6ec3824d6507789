//! What later clauses exclude: 电话不要写, and persons who left.

use super::Targets;
use crate::facts::candidate::{Candidate, Subject};
use crate::facts::ink::Span;
use crate::facts::label::Clarity;
use crate::facts::phone::PhoneKind;
use crate::facts::{ClientKey, Page, polarity};

/// Words that exclude what they name: 电话不要写.
const EXCLUDING: &[&str] = &[
    "不要写",
    "不写",
    "别写",
    "先别填",
    "别填",
    "不填",
    "不用写",
    "不用填",
    "不留",
    "别留",
    "不要留",
    "不需要写",
    "先不填",
    "先不写",
    "别放",
    "不要放",
    "不体现",
    "先空着",
    "空着",
    "不要填",
    "不放",
    "别用",
    "不要用",
    "先不给",
];

/// Rules out what a clause without a value excludes: 电话不要写.
pub(in crate::facts) fn exclude(page: &Page<'_>, candidates: &mut [Candidate]) {
    let ink = page.ink;
    let targets = Targets::of(page);
    let contact = Subject::Client(ClientKey::Contact);
    let words: [(&[&str], Subject, Option<PhoneKind>); 8] = [
        (&["座机", "固话"], targets.phone, Some(PhoneKind::Fixed)),
        (&["手机"], targets.phone, Some(PhoneKind::Mobile)),
        (&["电话", "号码", "联系方式"], targets.phone, None),
        (&["联系人"], contact, None),
        (&["账号", "账户", "开户行", "银行"], targets.account, None),
        (&["邮箱", "邮件"], Subject::Client(ClientKey::Email), None),
        (&["地址"], Subject::Client(ClientKey::Address), None),
        (&["税号"], targets.code, None),
    ];
    gone(page, candidates);
    follow(candidates);
    for clause in page.scene.clauses() {
        let excludes = ink.first_of(clause, EXCLUDING).is_some_and(|(at, word)| {
            let end = at + word.chars().count();
            // 以前的地址不要用 says nothing of the present one.
            !matches!(ink.get(end), '错' | '漏') && !polarity::is_former(ink, clause, at)
        });
        if !excludes || page.scene.is_header(clause.start) && clause.len() < 3 {
            continue;
        }
        let names_nothing = !words.iter().any(|(names, _, _)| ink.has(clause, names));
        if names_nothing && is_remark(page, clause) {
            exclude_last(page, candidates, clause);
        }
        for (names, subject, kind) in &words {
            if !ink.has(clause, names) {
                continue;
            }
            // A value in the clause is what the words exclude, and nothing else; also a number
            // that is no candidate, as an account without its bank.
            let is_account = *subject == targets.account;
            if candidates
                .iter()
                .any(|each| each.subject == *subject && clause.contains(&each.span.start))
                || is_account && has_long_number(ink.slice(clause))
            {
                continue;
            }
            for candidate in candidates.iter_mut() {
                let fits =
                    candidate.subject == *subject && (kind.is_none() || candidate.phone == *kind);
                let is_later_correction = candidate.corrects && candidate.span.start > clause.end;
                if fits && !is_later_correction {
                    candidate.is_out = true;
                }
            }
        }
    }
}

/// Whether a clause is nothing but a remark on what stands before it: 先别写, 这个不要写.
fn is_remark(page: &Page<'_>, clause: &Span) -> bool {
    let said = page.ink.trimmed(page.scene.said(clause));
    said.len() <= 7 && !page.ink.slice(&said).iter().any(char::is_ascii_digit)
}

/// Rules out the last value before a clause in its sentence.
fn exclude_last(page: &Page<'_>, candidates: &mut [Candidate], clause: &Span) {
    let sentence = page.scene.sentence(clause.start);
    let before = candidates
        .iter_mut()
        .filter(|each| each.span.start >= sentence.start && each.span.end <= clause.start);
    if let Some(last) = before.max_by_key(|each| each.span.end) {
        last.is_out = true;
    }
}

/// Whether ten digits stand together.
fn has_long_number(cells: &[char]) -> bool {
    let mut windows = cells.windows(10);
    windows.any(|run| run.iter().all(char::is_ascii_digit))
}

/// Rules out a person of whom the message says that they left, and the number beside the name.
fn gone(page: &Page<'_>, candidates: &mut [Candidate]) {
    const GONE: &[&str] = &[
        "离职",
        "已离职",
        "调走",
        "不负责",
        "休产假",
        "下周离职",
        "不干了",
        "走了",
    ];
    let ink = page.ink;
    let mut places = Vec::new();
    for candidate in candidates.iter_mut() {
        let name = match (candidate.subject, candidate.values.first()) {
            (Subject::Client(ClientKey::Contact), Some(name)) => name.to_lowercase(),
            _ => continue,
        };
        let has_left = (0..ink.len()).any(|at| {
            ink.after(at, &name)
                .is_some_and(|end| ink.any_at(end, GONE).is_some())
        });
        if has_left {
            candidate.is_out = true;
            places.push(candidate.span.end);
        }
    }
    for candidate in candidates.iter_mut().filter(|each| each.phone.is_some()) {
        let start = candidate.span.start;
        candidate.is_out |= places.iter().any(|end| start >= *end && start - end <= 6);
    }
}

/// The number beside a corrected contact corrects the number before, and the number beside a
/// labelled contact is as clear as the contact.
fn follow(candidates: &mut [Candidate]) {
    let labelled: Vec<usize> = candidates
        .iter()
        .filter(|each| each.subject == Subject::Client(ClientKey::Contact))
        .filter(|each| each.clarity.is_some() && !each.is_out)
        .map(|each| each.span.end)
        .collect();
    for each in candidates.iter_mut().filter(|each| each.phone.is_some()) {
        let start = each.span.start;
        if labelled.iter().any(|end| start >= *end && start - end <= 6) {
            each.clarity = Some(Clarity::Marked);
        }
    }
    let ends: Vec<usize> = candidates
        .iter()
        .filter(|each| {
            let is_contact = each.subject == Subject::Client(ClientKey::Contact);
            is_contact && each.corrects && !each.is_out
        })
        .map(|each| each.span.end)
        .collect();
    for candidate in candidates.iter_mut() {
        let start = candidate.span.start;
        let follows = ends.iter().any(|end| start >= *end && start - end <= 6);
        candidate.corrects |= follows && candidate.phone.is_some() && !candidate.is_out;
    }
}
