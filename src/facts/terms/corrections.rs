//! What later clauses say about earlier values: wrong, refused, replaced.

use super::amounts::OTHER_PERIODS;
use super::{entries, has_number, is_plausible, shortest, takes_unit};
use crate::facts::candidate::{Candidate, Subject};
use crate::facts::ink::Span;
use crate::facts::label::Clarity;
use crate::facts::scene::Standing;
use crate::facts::{ClientKey, Page, number, polarity};
use crate::template::FieldKind;
use crate::value::parse_integer_with_unit;

/// Words that refuse a price.
const REFUSALS: &[&str] = &["不行", "太贵", "贵了", "不同意", "太高", "接受不了"];

/// Gives a value without words of its own to the field of the value that it corrects, and rules out
/// what a clause without a value calls wrong.
pub(in crate::facts) fn settle(page: &Page<'_>, candidates: &mut Vec<Candidate>) {
    let ink = page.ink;
    for clause in page.scene.clauses() {
        if let Some((at, word)) = ink.first_of(clause, polarity::CORRECTING)
            && !page.scene.is_header(at)
        {
            inherit(page, candidates, at + word.chars().count());
        }
        // 至少30天，写60天吧.
        let said = ink.skip_spaces(page.scene.said(clause).start);
        if let Some((_, end)) = ink.any_at(said, &["写", "就写", "那就写", "还是写", "改写"])
        {
            inherit(page, candidates, end);
        }
        // 首年不是甲，是乙.
        let is_denied = candidates
            .iter()
            .any(|each| each.is_out && clause.contains(&each.span.start));
        if is_denied && ink.has(clause, &["不是"]) {
            inherit(page, candidates, clause.end);
        }
        refuse(page, candidates, clause);
    }
    for clause in page.scene.clauses() {
        let Some((at, word)) = ink.first_of(clause, polarity::WRONG) else {
            continue;
        };
        if page.scene.is_header(at) {
            continue;
        }
        // 别写错 asks for care; 错了 behind a value in its clause is said of that value.
        if matches!(ink.before(at), '别' | '没' | '不')
            || candidates
                .iter()
                .any(|each| clause.contains(&each.span.start) && each.span.start < at)
                && !ink.has(&(clause.start..at), &["上面", "前面", "刚才"])
        {
            void_same_clause(page, candidates, clause, at);
        } else if let Some(subject) = subject_of(page, candidates, clause, at) {
            // 单价应为13800，上条发错了: the correction stands.
            let is_earlier = ink.has(clause, &["上条", "上一条", "刚才", "前面", "之前", "上面"]);
            for each in candidates.iter_mut() {
                let stands = is_earlier && each.corrects;
                if each.subject == subject && each.span.start < at && !stands {
                    each.is_out = true;
                }
            }
        }
        inherit(page, candidates, at + word.chars().count());
    }
    lone_end(page, candidates);
    candidates.sort_by_key(|each| each.span.start);
}

/// Rules out the last day of a term where nothing else in the message speaks of a contract: 到期日
/// of a bill.
fn lone_end(page: &Page<'_>, candidates: &mut [Candidate]) {
    // A message of a few words is about nothing else.
    if page.ink.len() < 24 {
        return;
    }
    let ends = page
        .reader
        .template
        .and_then(|template| {
            let id = template.summary.ends.as_ref()?;
            template.fields.iter().position(|field| field.id == *id)
        })
        .map(Subject::Field);
    let is_alone = candidates
        .iter()
        .all(|each| each.is_out || Some(each.subject) == ends);
    if !is_alone {
        return;
    }
    for each in candidates {
        let sentence = page.scene.sentence(each.span.start);
        each.is_out |= !page
            .ink
            .has(&sentence, &["服务", "合同", "期限", "签", "续", "term"]);
    }
}

/// Rules out the amounts before a clause that refuses a price: 这个价格不行.
fn refuse(page: &Page<'_>, candidates: &mut [Candidate], clause: &Span) {
    let ink = page.ink;
    let Some((at, _)) = ink.first_of(clause, REFUSALS) else {
        return;
    };
    let asks = ink.before(at) == '行'
        || ink.has(&(at..(at + 8).min(clause.end)), &["的话", "就"])
        || candidates
            .iter()
            .any(|each| clause.contains(&each.span.start));
    if asks || page.scene.standing(&(at..at + 1)) != Standing::Said {
        return;
    }
    for each in candidates.iter_mut().filter(|each| each.span.end <= at) {
        let is_money = matches!(each.subject, Subject::Field(index) if page.field(index).is_some_and(|field| matches!(field.kind, FieldKind::Money)));
        each.is_out |= is_money;
    }
}

fn void_same_clause(page: &Page<'_>, candidates: &mut [Candidate], clause: &Span, at: usize) {
    let last = candidates
        .iter_mut()
        .rfind(|each| clause.contains(&each.span.start) && each.span.start < at);
    if let Some(last) = last
        && !has_number(page.ink, &(last.span.end.min(at)..at))
    {
        last.is_out = true;
    }
}

/// What a clause calls wrong: what its label names, or else the last value before it.
fn subject_of(
    page: &Page<'_>,
    candidates: &[Candidate],
    clause: &Span,
    at: usize,
) -> Option<Subject> {
    let ink = page.ink;
    let before: Vec<&Candidate> = candidates
        .iter()
        .filter(|each| each.span.end <= at)
        .collect();
    let named: [(&[&str], &[ClientKey]); 6] = [
        (&["账号", "账户", "卡号"], &[ClientKey::BankAccount]),
        (&["税号", "信用代码"], &[ClientKey::CreditCode]),
        (
            &["电话", "手机", "尾号", "号码", "座机"],
            &[ClientKey::Phone],
        ),
        (&["公司名", "名称", "名字", "抬头"], &[ClientKey::Name]),
        (&["地址"], &[ClientKey::Address]),
        (&["邮箱"], &[ClientKey::Email]),
    ];
    let key_of = |subject: Subject| match subject {
        Subject::Client(key) => Some(key),
        Subject::Field(index) => page.field(index).and_then(|field| match field.kind {
            FieldKind::PartyName => Some(ClientKey::Name),
            FieldKind::Phone => Some(ClientKey::Phone),
            FieldKind::BankAccount => Some(ClientKey::BankAccount),
            FieldKind::CreditCode => Some(ClientKey::CreditCode),
            _ => None,
        }),
    };
    for (words, keys) in named {
        if ink.has(clause, words) {
            // A label without a value before it is said of nothing else.
            return before
                .iter()
                .rfind(|each| key_of(each.subject).is_some_and(|key| keys.contains(&key)))
                .map(|each| each.subject);
        }
    }
    // A word of a field: 上面年费写错了.
    for each in before.iter().rev() {
        if let Subject::Field(index) = each.subject
            && let Some(field) = page.field(index)
            && entries(field)
                .iter()
                .any(|entry| !entry.contains(' ') && ink.has(clause, &[entry]))
        {
            return Some(each.subject);
        }
    }
    before.last().map(|each| each.subject)
}

/// The first number behind a correction goes to the field of the last number of its kind, if it has
/// no words of its own.
fn inherit(page: &Page<'_>, candidates: &mut Vec<Candidate>, at: usize) {
    let ink = page.ink;
    let Some(template) = page.reader.template else {
        return;
    };
    let limit = ink.len().min(at + 40);
    let last_of = |fits: fn(&FieldKind) -> bool, candidates: &[Candidate]| {
        candidates.iter().rfind(|each| each.span.end <= at && matches!(each.subject, Subject::Field(index) if template.fields.get(index).is_some_and(|field| fits(&field.kind)))).map(|each| each.subject)
    };
    let money = last_of(|kind| matches!(kind, FieldKind::Money), candidates);
    let integer = last_of(|kind| matches!(kind, FieldKind::Integer), candidates);
    let percent = last_of(|kind| matches!(kind, FieldKind::Percent), candidates);
    let mut index = at;
    while index < limit {
        if candidates.iter().any(|each| each.span.contains(&index)) {
            return;
        }
        let clause = page.scene.clause(index);
        let found: Option<(Subject, String, Span)> = if let (Some(subject), Some(found)) =
            (percent, number::percent(ink, index))
        {
            Some((subject, found.value.print(), found.span))
        } else if let (Some(subject), Some(found)) = (integer, number::count(ink, index)) {
            let unit = match subject {
                Subject::Field(field) => template.fields.get(field).map(|field| field.unit.clone()),
                Subject::Client(_) => None,
            };
            unit.filter(|unit| takes_unit(unit, found.value.unit))
                .and_then(|unit| {
                    parse_integer_with_unit(
                        &format!("{}{}", found.value.number, found.value.unit),
                        &unit,
                    )
                    .ok()
                })
                .map(|number| (subject, number.to_string(), found.span))
        } else if let (Some(subject), (Some(found), _)) = (money, number::amount(ink, index)) {
            let is_of_period = ink.has(&(clause.start..found.span.start), OTHER_PERIODS)
                || ink
                    .any_at(ink.skip_spaces(found.span.end), OTHER_PERIODS)
                    .is_some();
            (!is_of_period && (found.is_marked || is_plausible(found.value)))
                .then(|| (subject, shortest(found.value), found.span))
        } else {
            None
        };
        if let Some((subject, value, span)) = found {
            let is_out = polarity::is_negated(ink, &clause, span.start)
                || page.scene.is_header(span.start)
                || number::is_rough(ink, &span, &clause);
            if !is_out {
                let mut candidate = Candidate::new(subject, value, span);
                candidate.clarity = Some(Clarity::Said);
                candidate.corrects = true;
                candidates.push(candidate);
                return;
            }
            index = span.end.max(index + 1);
            continue;
        }
        index += 1;
    }
}
