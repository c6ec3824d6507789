//! Texts behind a word, e-mail addresses and ids, web addresses and telephones of our own.

use super::Terms;
use crate::facts::ink::{Ink, Span, is_han};
use crate::facts::label::Clarity;
use crate::facts::{phone, polarity, token};
use crate::template::{Belongs, FieldKind};

/// Words between the word of a field and its text.
const LINKS: &[&str] = &[
    "就叫",
    "要",
    "就要",
    "选",
    "买",
    "叫",
    "是",
    "为",
    "就写",
    "写",
    "写成",
    "填",
    "就填",
    "改成",
    "改为",
    "定为",
    "就是",
    "用",
    "请写",
    "写上",
    "写的是",
    "更正为",
];

impl Terms<'_, '_> {
    pub(super) fn texts(&mut self) {
        let ink = self.page.ink;
        for (index, field) in self.fields.iter().enumerate() {
            let is_ours = self
                .page
                .reader
                .template
                .is_some_and(|template| template.owner(field) == Belongs::Us);
            match &field.kind {
                FieldKind::Text => {
                    for entry in field.facts.iter().map(|entry| entry.to_lowercase()) {
                        if entry.contains(' ') {
                            self.token_for(index, &entry);
                        } else {
                            self.text_behind(index, &entry);
                        }
                    }
                }
                FieldKind::Url | FieldKind::Phone
                    if is_ours || matches!(field.kind, FieldKind::Url) =>
                {
                    for word in self.words(&[index], &(0..ink.len())) {
                        let end = ink.line_end(word.span.end).min(word.span.end + 6);
                        let value = (word.span.end..=end).find_map(|at| match field.kind {
                            FieldKind::Url => {
                                token::url(ink, at).map(|span| (ink.shown(&span), span))
                            }
                            _ => phone::phone(ink, at).map(|found| (found.value, found.span)),
                        });
                        if let Some((value, span)) = value {
                            self.push(index, value, span, Some(Clarity::Said));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// The text behind a word and a colon.
    fn text_behind(&mut self, index: usize, word: &str) {
        let ink = self.page.ink;
        let word = word.to_lowercase();
        let is_linked = word.ends_with(['是', '要', '买', '购']);
        let mut at = 0;
        while at < ink.len() {
            let Some(end) = ink.after(at, &word) else {
                at += 1;
                continue;
            };
            let start_of_word = at;
            at = end;
            let free = !ink.before(start_of_word).is_ascii_alphanumeric();
            let mut start = ink.skip_spaces(end);
            let has_mark = matches!(ink.get(start), ':' | '=' | '】' | '\t' | '"' | '「');
            if has_mark {
                start += 1;
                start = ink.skip_spaces(start);
                while matches!(ink.get(start), '"' | ':' | ' ') {
                    start += 1;
                }
            } else if let Some((_, after)) = ink.any_at(start, LINKS) {
                start = after;
            } else if !is_linked && !is_apart(ink, start_of_word, end) {
                continue;
            }
            let is_quoted = matches!(ink.get(start), '「' | '『' | '"');
            start += usize::from(is_quoted);
            let has_mark = has_mark || is_quoted;
            let line_end = ink.line_end(start);
            let next_label = self
                .page
                .labels
                .iter()
                .find(|label| label.span.start > start)
                .map_or(line_end, |label| label.span.start);
            let stop = (start..line_end.min(next_label))
                .find(|at| {
                    matches!(
                        ink.get(*at),
                        ',' | ';' | '。' | '|' | '"' | '!' | '?' | '」' | '』'
                    )
                })
                .unwrap_or(line_end.min(next_label));
            // 数量： of another item on the line ends the text.
            let next_item = (start..stop).find(|at| {
                ink.get(*at) == ' '
                    && (*at + 2..(*at + 10).min(stop))
                        .take_while(|at| is_han(ink.get(at - 1)))
                        .any(|at| ink.get(at) == ':')
            });
            let mut piece = ink.trimmed(start..next_item.unwrap_or(stop));
            if let Some(gap) = piece.clone().find(|at| {
                ink.get(*at) == ' '
                    && is_han(ink.before(*at))
                    && is_han(ink.get(at + 1))
                    && !has_mark
            }) {
                piece = piece.start..gap;
            }
            let value = ink.shown(&piece);
            let length = value.chars().count();
            let Some(field) = self.fields.get(index) else {
                return;
            };
            let limits = &field.limits;
            let fits = limits.max_chars.is_none_or(|most| length <= most)
                && length >= limits.min_chars.unwrap_or(1).max(2)
                && !value.contains(|c| limits.forbidden.contains(c));
            let is_known = has_mark
                || length >= 5
                    && ink.has(
                        &piece,
                        &[
                            "小程序",
                            "系统",
                            "软件",
                            "平台",
                            "版)",
                            "商城",
                            "app",
                            "服务",
                        ],
                    );
            if free
                && fits
                && is_known
                && !self.taken.get(piece.start).copied().unwrap_or(true)
                && !polarity::is_asked(ink, &piece)
            {
                self.push(
                    index,
                    value,
                    piece,
                    Some(if has_mark {
                        Clarity::Marked
                    } else {
                        Clarity::Said
                    }),
                );
            }
        }
    }

    /// The e-mail address or id in a clause that holds all words of an entry; `@` asks for an
    /// address.
    fn token_for(&mut self, index: usize, entry: &str) {
        let ink = self.page.ink;
        let wants_email = entry.split(' ').any(|word| word == "@");
        for clause in self.page.scene.clauses().to_vec() {
            let clause = if self.holds_all(entry, &clause) {
                clause
            } else {
                self.page.scene.sentence(clause.start)
            };
            if !self.holds_all(entry, &clause) || polarity::is_asked(ink, &clause) {
                continue;
            }
            let found = clause.clone().find_map(|at| {
                if wants_email {
                    token::email(ink, at)
                } else if token::email(ink, at).is_some() {
                    None
                } else {
                    token::id(ink, at).filter(|span| !is_inside_email(ink, span))
                }
            });
            if let Some(span) = found
                && !self.page.scene.is_header(span.start)
                // What our own side writes is no data of the client.
                && !self.page.scene.is_ours(span.start)
            {
                let value = ink.shown(&span);
                self.push(index, value, span, Some(Clarity::Said));
            }
        }
    }
}

fn is_inside_email(ink: &Ink, span: &Span) -> bool {
    ink.get(span.end) == '@' || ink.before(span.start) == '@' || ink.before(span.start) == '.'
}

/// Whether a word stands between spaces, as the head of a column does: `产品 会员小程序 单价 4980`.
fn is_apart(ink: &Ink, start: usize, end: usize) -> bool {
    matches!(ink.before(start), ' ' | '\n') && ink.get(end) == ' ' && is_han(ink.get(end + 1))
}
