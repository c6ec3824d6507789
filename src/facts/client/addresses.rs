//! Addresses behind a label.

use super::Gathering;
use crate::facts::candidate::Subject;
use crate::facts::ink::{Span, is_han};
use crate::facts::label::{Clarity, Label};
use crate::facts::phone::{self, PhoneKind};
use crate::facts::{ClientKey, organisation, place, polarity, token};
use crate::value::{half_width_character, pasted};

/// Words before a new address.
const MOVES: &[&str] = &[
    "搬迁至",
    "搬迁到",
    "搬至",
    "搬到",
    "迁至",
    "迁到",
    "迁往",
    "变更至",
    "位于",
    "更新为",
];
/// Labels of addresses that are not the registered one.
const OTHER_ADDRESSES: &[&str] = &["办公", "联系", "通讯", "经营", "门店", "店铺"];
/// Words of thanks behind a value.
const COURTESIES: &[&str] = &[
    "谢谢",
    "多谢",
    "麻烦",
    "辛苦",
    "请",
    "收到",
    "好的",
    "以上",
    "就这些",
];

impl Gathering<'_, '_> {
    pub(super) fn labelled_address(&mut self, label: &Label, region: &Span, next_label: usize) {
        let ink = self.page.ink;
        let mut start = ink.skip_spaces(region.start);
        if let Some((_, moved)) = ink.any_at(start, MOVES) {
            start = ink.skip_spaces(moved);
        }
        let mut end = self
            .value_end(&(start..region.end.max(start)))
            .min(start + 200);
        // A telephone, a code or an account behind the address is no part of it.
        for at in start + 1..end {
            let begins = phone::phone(ink, at)
                .is_some_and(|found| found.kind != PhoneKind::Bare || label.announced.len() > 1)
                || token::email(ink, at).is_some()
                || token::code(ink, at, false).is_some()
                || token::account_number(ink, at).is_some_and(|(_, digits)| digits.len() >= 10);
            if begins && at > start + 4 {
                end = at;
                break;
            }
        }
        // 谢谢 and a sticker behind the address are no part of it.
        if let Some(at) = (start + 4..end).find(|at| {
            ink.get(*at) == '[' || ink.get(*at - 1) == ' ' && ink.any_at(*at, COURTESIES).is_some()
        }) {
            end = at;
        }
        // 地址就写执照上的: the address stands behind the colon.
        if let Some(colon) = (start..end).rev().find(|at| ink.get(*at) == ':')
            && end - colon > 6
            && is_han(ink.before(colon))
        {
            start = ink.skip_spaces(colon + 1);
        }
        let piece = ink.trimmed(start..end);
        let mut piece = self.without_remark(piece);
        piece = self.without_number(piece);
        while matches!(ink.before(piece.end), ',' | '、' | '/' | '(' | '-' | ':') {
            piece.end -= 1;
        }
        let n_letters = ink
            .slice(&piece)
            .iter()
            .filter(|c| c.is_alphanumeric())
            .count();
        if n_letters < 5 || self.is_taken(&piece) {
            return;
        }
        let exact = place::address(ink, piece.start, piece.end);
        if label.clarity == Clarity::Glued && exact.is_none() {
            return;
        }
        let is_address = exact.is_some()
            || ink.has(
                &piece,
                &[
                    "省", "市", "区", "县", "路", "街", "镇", "村", "号", "楼", "大厦", "园",
                ],
            )
            || n_letters >= 12 && !ink.slice(&piece).iter().any(|c| is_han(*c));
        // A company behind 地址没变 is no address.
        let is_company = organisation::whole(ink, &piece).is_some()
            && exact.as_ref().is_none_or(|exact| exact.end < piece.end);
        if !is_address || is_company || polarity::is_asked(ink, &piece) {
            return;
        }
        let piece = match exact {
            Some(exact) if label.clarity == Clarity::Glued => exact,
            _ => piece,
        };
        let mut value = ink.shown(&piece);
        let mut span = piece.clone();
        // A line that a PDF broke: the next one goes on with a number of a house.
        if ink.get(region.end) == '\n'
            && piece.end == ink.trimmed(region.clone()).end
            && next_label > region.end + 1
        {
            let rest = ink.trimmed(region.end + 1..ink.line_end(region.end + 1).min(next_label));
            let is_rest = ink.get(rest.start).is_ascii_digit()
                && rest.len() <= 20
                && rest.clone().any(|at| {
                    ink.any_at(at, &["号", "楼", "室", "层", "幢", "栋", "座"])
                        .is_some()
                })
                && ink
                    .slice(&rest)
                    .iter()
                    .all(|c| is_han(*c) || c.is_ascii_alphanumeric());
            if is_rest {
                value.push_str(&ink.shown(&rest));
                span = piece.start..rest.end;
            }
        }
        let value = half_width_digits(&pasted(value.trim(), None, None).text);
        let pushed = self.push(
            Subject::Client(ClientKey::Address),
            value,
            span,
            Some(label.clarity),
        );
        if let Some(candidate) = pushed {
            candidate.is_second_choice = ink.has(&label.span, OTHER_ADDRESSES);
        }
    }

    /// An address without the number of the next item of a list: `3号 4.`.
    pub(super) fn without_number(&self, piece: Span) -> Span {
        let ink = self.page.ink;
        let mut at = piece.end;
        if !matches!(ink.before(at), '.' | '、' | ')') {
            return piece;
        }
        at -= 1;
        let dot = at;
        while ink.before(at).is_ascii_digit() && dot - at < 2 {
            at -= 1;
        }
        if at < dot && ink.before(at) == ' ' {
            ink.trimmed(piece.start..at)
        } else {
            piece
        }
    }
}

/// An address with half-width digits and letters; its brackets keep their width.
pub(super) fn half_width_digits(address: &str) -> String {
    let half = |character: char| {
        let half = half_width_character(character);
        let is_plain = half.is_ascii_alphanumeric() || half == '-';
        if is_plain { half } else { character }
    };
    address.chars().map(half).collect()
}
