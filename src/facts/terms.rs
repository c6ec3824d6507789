//! What fields of the template ask: amounts, days, counts, percentages, choices, texts. Their words
//! are data of the template.

mod amounts;
mod choices;
mod corrections;
mod counts;
mod days;
mod texts;

use std::collections::HashMap;

use super::candidate::{Candidate, Subject};
use super::day::Day;
use super::ink::{Ink, Span};
use super::label::Clarity;
use super::{Page, polarity};
use crate::template::{Field, FieldKind};
use crate::value::Money;
pub(super) use corrections::settle;

/// How far from a word its value may stand, in characters.
const NEAR: usize = 16;

/// A word of the template, in the text.
#[derive(Clone, Debug)]
struct Word {
    field: usize,
    span: Span,
}

struct Terms<'p, 'q> {
    page: &'q Page<'p>,
    fields: &'q [Field],
    found: Vec<Candidate>,
    days: Vec<Day>,
    /// The words of all fields, in lower case, by their first character.
    vocabulary: HashMap<char, Vec<Listed>>,
    /// The length of the term that the message announces, in months, with its place.
    term_length: Option<(i64, Span)>,
    taken: Vec<bool>,
}

/// What a message says for the fields of the template.
pub(super) fn candidates(page: &Page<'_>) -> Vec<Candidate> {
    let Some(template) = page.reader.template else {
        return Vec::new();
    };
    let mut terms = Terms {
        page,
        fields: &template.fields,
        found: Vec::new(),
        days: Vec::new(),
        vocabulary: vocabulary(&template.fields),
        term_length: None,
        taken: vec![false; page.ink.len()],
    };
    terms.days();
    terms.percents();
    terms.counts();
    terms.amounts();
    terms.choices();
    terms.texts();
    terms.found
}

/// A word that leads to a field.
#[derive(Clone, Debug)]
struct Listed {
    field: usize,
    word: String,
    /// The entry of the template that the word is part of.
    entry: String,
}

fn vocabulary(fields: &[Field]) -> HashMap<char, Vec<Listed>> {
    let mut vocabulary: HashMap<char, Vec<Listed>> = HashMap::new();
    for (index, field) in fields.iter().enumerate() {
        for entry in entries(field) {
            let entry = entry.to_lowercase();
            for word in entry.split(' ') {
                if let Some(first) = word.chars().next() {
                    vocabulary.entry(first).or_default().push(Listed {
                        field: index,
                        word: word.to_owned(),
                        entry: entry.clone(),
                    });
                }
            }
        }
    }
    vocabulary
}

/// The words of a field: its `facts`, or its label.
fn entries(field: &Field) -> Vec<&str> {
    if field.facts.is_empty() {
        return vec![field.label.zh.as_str()];
    }
    field.facts.iter().map(String::as_str).collect()
}

impl Terms<'_, '_> {
    fn ink(&self) -> &Ink {
        self.page.ink
    }

    fn take(&mut self, span: &Span) {
        for cell in self.taken.get_mut(span.clone()).unwrap_or_default() {
            *cell = true;
        }
    }

    /// The fields of a kind, by index.
    fn of_kind(&self, fits: fn(&FieldKind) -> bool) -> Vec<usize> {
        let fields = self.fields.iter().enumerate();
        fields
            .filter(|(_, field)| fits(&field.kind))
            .map(|(index, _)| index)
            .collect()
    }

    /// Where words of these fields stand in a span. Of several fields the longest word at a place
    /// counts.
    fn words(&self, fields: &[usize], span: &Span) -> Vec<Word> {
        let ink = self.ink();
        let mut words: Vec<Word> = Vec::new();
        let mut at = span.start;
        while at < span.end {
            let mut best: Option<(usize, usize)> = None;
            for listed in self.vocabulary.get(&ink.get(at)).into_iter().flatten() {
                if fields.contains(&listed.field)
                    && let Some(end) = ink.after(at, &listed.word)
                    && end <= span.end
                    && best.is_none_or(|(_, longest)| end > longest)
                    && self.holds_all(&listed.entry, span)
                {
                    best = Some((listed.field, end));
                }
            }
            match best {
                Some((field, end)) => {
                    words.push(Word {
                        field,
                        span: at..end,
                    });
                    at = end;
                }
                None => at += 1,
            }
        }
        words
    }

    /// Whether all words of an entry stand in a span.
    fn holds_all(&self, entry: &str, span: &Span) -> bool {
        let mut words = entry.split(' ').filter(|word| *word != "@");
        !entry.contains(' ') || words.all(|word| self.ink().has(span, &[word]))
    }

    fn push(&mut self, field: usize, value: String, span: Span, clarity: Option<Clarity>) {
        let ink = self.page.ink;
        let clause = self.page.scene.clause(span.start);
        // What a bracket behind a value says is about another one: 12800（之前报的13800作废）.
        let bracket = (span.end..clause.end).find(|at| ink.get(*at) == '(');
        let before_bracket =
            bracket.filter(|at| *at > span.end || has_number(ink, &(*at..clause.end)));
        let before_bracket = before_bracket.unwrap_or(clause.end).max(span.end);
        let mut candidate = Candidate::new(Subject::Field(field), value, span.clone());
        candidate.clarity = clarity;
        let is_text = self.fields.get(field).is_some_and(|field| {
            matches!(
                field.kind,
                FieldKind::Text | FieldKind::Url | FieldKind::Phone
            )
        });
        candidate.is_out = self.page.scene.is_header(span.start)
            || polarity::is_negated(ink, &clause, span.start)
            || polarity::is_void_after(ink, &(clause.start..before_bracket), span.end)
            || polarity::is_former(ink, &clause, span.start)
            || polarity::is_supposed(ink, &clause)
            || ink.has(
                &self.page.scene.sentence(span.start),
                &["无关", "不相干", "不算在", "另一码事"],
            )
            || !is_text && polarity::is_asked(ink, &clause);
        let near = span.start.saturating_sub(3).max(clause.start)..span.start;
        let behind = span.end..(span.end + 5).min(clause.end).max(span.end);
        let is_agreed = (ink.has(&near, &["就", "那就", "按", "ok"])
            || ink.has(&behind, &["就签", "就定", "成交"]))
            && self
                .fields
                .get(field)
                .is_some_and(|field| matches!(field.kind, FieldKind::Money));
        candidate.corrects = !candidate.is_out
            && (is_agreed || polarity::corrects(ink, self.page.scene, span.start));
        self.take(&span);
        self.found.push(candidate);
    }
}

/// Whether three digits stand together in a span: another value, not a remark.
fn has_number(ink: &Ink, span: &Span) -> bool {
    let digits = ink.slice(span).windows(3);
    digits
        .into_iter()
        .any(|run| run.iter().all(char::is_ascii_digit))
}

/// An amount as the shortest decimal.
fn shortest(amount: Money) -> String {
    let plain = amount.plain();
    match plain.strip_suffix('0') {
        Some(shorter) if plain.contains('.') => shorter.to_owned(),
        Some(_) | None => plain,
    }
}

/// Whether a number without a sign of money can be a price.
fn is_plausible(amount: Money) -> bool {
    amount.fen() >= 10_000
}

/// Whether a field with the unit `of` takes a count with the unit `unit`.
fn takes_unit(of: &str, unit: &str) -> bool {
    let class = |unit: &str| match unit {
        "天" | "日" | "个自然日" | "自然日" | "周" | "个星期" => 1,
        "个工作日" | "工作日" => 2,
        "份" => 3,
        _ => 0,
    };
    class(of) == class(unit) && class(of) != 0
}
