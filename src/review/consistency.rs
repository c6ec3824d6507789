//! The finished contract, read again as the other side will read it: rules R01 to R07, which
//! hold for every contract and trust nothing that printed it.

use std::ops::Range;

use chrono::NaiveDate;

use super::amounts;
use super::passage::Passage;
use super::references::Outline;
use crate::document::{Document, Inline, Paragraph, Role};
use crate::draft::{Issue, Problem};
use crate::template::{Field, FieldKind, Severity, Template};

/// How the names of companies end in running text (公司法 7; 合伙企业法 15, 56, 62).
const COMPANY_ENDINGS: [&str; 5] = [
    "有限公司",
    "有限责任公司",
    "股份公司",
    "（有限合伙）",
    "（普通合伙）",
];
/// Words that stand before a company's name without being part of it.
const BEFORE_COMPANY: &str = "非由向与和及对给为是在从经的至即";
/// Words by which a text speaks of companies in general.
const GENERAL: [&str; 7] = ["甲方", "乙方", "任何", "其他", "关联", "一家", "该"];
/// The fewest characters before its ending that make a name in the template's own words.
const FEWEST_OF_NAME: usize = 4;
/// The most characters of a name that is quoted.
const MOST_OF_NAME: usize = 30;

/// What a template leaves where something is to be filled in.
const LEFT_OVERS: [&str; 4] = ["___", "{{", "{%", "}}"];

const PAIRS: [(char, char); 3] = [('（', '）'), ('“', '”'), ('《', '》')];

/// Reads the whole contract and adds what does not fit together.
pub(super) fn read_again(template: &Template, document: &Document, issues: &mut Vec<Issue>) {
    let outline = Outline::new(document);
    let mut reading = Reading {
        template,
        parties: parties(template, document),
        issues,
    };
    for paragraph in document.paragraphs() {
        let passage = Passage::new(paragraph);
        reading.amounts(&passage);
        reading.left_overs(&passage);
        reading.companies(&passage);
        reading.pairs(&passage);
        reading.days(&passage);
        for range in outline.broken(&passage) {
            let reference = passage.text.get(range.clone()).unwrap_or_default();
            let problem = Problem::NoSuchClause {
                reference: reference.to_owned(),
            };
            reading.add("R07", Severity::Warning, &passage, &range, problem);
        }
        reading.names(paragraph, &passage);
    }
}

/// A party as the contract introduces it: `甲方` and its name.
struct Party {
    label: String,
    name: String,
}

/// Every party that is named after a label of its own.
fn parties(template: &Template, document: &Document) -> Vec<Party> {
    let mut parties: Vec<Party> = Vec::new();
    for paragraph in document.paragraphs() {
        let [
            Inline::Text { text: label, .. },
            Inline::Filled { field, text: name },
        ] = paragraph.inlines.as_slice()
        else {
            continue;
        };
        let label = label.trim_end_matches(['：', ':']).trim();
        let is_party = template
            .field(field.as_str())
            .is_some_and(|field| field.kind == FieldKind::PartyName);
        let is_known = parties.iter().any(|party| party.label == label);
        if is_party && !is_known && !label.is_empty() && !label.contains(['（', '(']) {
            parties.push(Party {
                label: label.to_owned(),
                name: name.clone(),
            });
        }
    }
    parties
}

struct Reading<'a> {
    template: &'a Template,
    parties: Vec<Party>,
    issues: &'a mut Vec<Issue>,
}

impl Reading<'_> {
    fn add(
        &mut self,
        id: &str,
        severity: Severity,
        passage: &Passage<'_>,
        range: &Range<usize>,
        problem: Problem,
    ) {
        let fields = passage.fields(range);
        let is_repeated = |issue: &Issue| issue.problem == problem && issue.fields == fields;
        if self.issues.iter().any(is_repeated) {
            return;
        }
        self.issues.push(Issue::new(id, severity, fields, problem));
    }

    /// R01: an amount in words says what its figures say.
    fn amounts(&mut self, passage: &Passage<'_>) {
        for found in amounts::disagreements(&passage.text) {
            let problem = Problem::AmountsDisagree {
                figures: found.figures,
                words: found.words,
            };
            self.add("R01", Severity::Error, passage, &found.range, problem);
        }
    }

    /// R02: a party bears one name wherever it is named after its label.
    fn names(&mut self, paragraph: &Paragraph, passage: &Passage<'_>) {
        let Some((label, named)) = labelled_name(self.template, paragraph, passage) else {
            return;
        };
        let party = self.parties.iter().find(|party| party.label == label);
        if let Some(party) = party.filter(|party| party.name != named) {
            let problem = Problem::PartyNamedTwice {
                label: label.to_owned(),
                name: party.name.clone(),
                other: named.to_owned(),
            };
            let whole = 0..passage.text.len();
            self.add("R02", Severity::Error, passage, &whole, problem);
        }
    }

    /// R03: nothing is left that still waits to be filled in, but what waits for the hand.
    fn left_overs(&mut self, passage: &Passage<'_>) {
        for (range, inline) in &passage.parts {
            let field = inline
                .field()
                .and_then(|id| self.template.field(id.as_str()));
            let text = passage.text.get(range.clone()).unwrap_or_default();
            let left = match inline {
                Inline::Blank { .. } => left_blank(field, text),
                Inline::Filled { .. }
                    if field.is_some_and(|field| field.kind == FieldKind::Url) =>
                {
                    None
                }
                Inline::Text { .. }
                | Inline::Filled { .. }
                | Inline::Struck { .. }
                | Inline::Tick { .. } => LEFT_OVERS.into_iter().find(|left| text.contains(left)),
            };
            if let Some(left) = left {
                let problem = Problem::LeftOver {
                    found: left.to_owned(),
                };
                self.add("R03", Severity::Warning, passage, range, problem);
            }
        }
    }

    /// R04: no company is named that is neither party.
    fn companies(&mut self, passage: &Passage<'_>) {
        for (range, inline) in &passage.parts {
            let is_answer = match inline {
                Inline::Text { .. } => false,
                Inline::Filled { field, .. } => match self.template.field(field.as_str()) {
                    Some(field) if field.kind == FieldKind::Text => true,
                    // A bank is a company, and an address may hold one's name.
                    Some(_) | None => continue,
                },
                Inline::Struck { .. } | Inline::Blank { .. } | Inline::Tick { .. } => continue,
            };
            let text = passage.text.get(range.clone()).unwrap_or_default();
            for name in self.strangers(text, is_answer) {
                let problem = Problem::StrangeCompany { name };
                self.add("R04", Severity::Warning, passage, range, problem);
            }
        }
    }

    /// The companies in a text that are neither party; in the template's own words also those
    /// that no check of the template asks about, since it reports them itself.
    fn strangers(&self, text: &str, is_answer: bool) -> Vec<String> {
        let mut known: Vec<&str> = self
            .parties
            .iter()
            .map(|party| party.name.as_str())
            .collect();
        if !is_answer {
            let checks = &self.template.checks;
            let asked = checks.iter().flat_map(|check| check.when.texts());
            known.extend(asked.map(String::as_str));
        }
        let mut strangers: Vec<String> = Vec::new();
        for ending in COMPANY_ENDINGS {
            for (start, _) in text.match_indices(ending) {
                let end = start + ending.len();
                if is_within_known(text, start..end, &known) {
                    continue;
                }
                let before = name_before(text.get(..start).unwrap_or_default());
                let fewest = if is_answer { 2 } else { FEWEST_OF_NAME };
                let is_general = !is_answer && GENERAL.iter().any(|word| before.contains(word));
                if before.chars().count() >= fewest && !is_general {
                    strangers.push(format!("{before}{ending}"));
                }
            }
        }
        strangers
    }

    /// R05: brackets and quotation marks come in pairs.
    fn pairs(&mut self, passage: &Passage<'_>) {
        for (offset, character) in unpaired(&passage.text) {
            let range = offset..offset + character.len_utf8();
            let problem = Problem::Unpaired { character };
            self.add("R05", Severity::Warning, passage, &range, problem);
        }
    }

    /// R06: every day is one of the calendar.
    fn days(&mut self, passage: &Passage<'_>) {
        for (year_sign, _) in passage.text.match_indices('年') {
            let Some((range, is_day)) = day_around(&passage.text, year_sign) else {
                continue;
            };
            if !is_day {
                let date = passage.text.get(range.clone()).unwrap_or_default();
                let problem = Problem::NoSuchDay {
                    date: date.to_owned(),
                };
                self.add("R06", Severity::Error, passage, &range, problem);
            }
        }
    }
}

/// A blank without an answer that no one will fill: neither required, which is an issue of its
/// own, nor for the hand, nor derived from another field.
fn left_blank<'t>(field: Option<&Field>, text: &'t str) -> Option<&'t str> {
    let is_expected =
        field.is_some_and(|field| field.required || field.hand || !field.is_asked_of_people());
    (!is_expected && text.contains("__")).then_some(text)
}

/// The label of a party, and the name that stands after it: on a line of its own, where the
/// party is introduced or puts its seal.
fn labelled_name<'p>(
    template: &Template,
    paragraph: &Paragraph,
    passage: &'p Passage<'_>,
) -> Option<(&'p str, &'p str)> {
    if !matches!(paragraph.role, Role::Line | Role::Body) {
        return None;
    }
    let (head, name) = passage.text.split_once(['：', ':'])?;
    let name = name.trim();
    let label = match head.split_once(['（', '(']) {
        Some((label, place)) if place.contains('章') => label,
        Some(_) => return None,
        None => head,
    };
    let is_name = !name.is_empty() && !name.contains(['，', '。', '；', '_']);
    let is_of_other_kind = paragraph.inlines.iter().any(|inline| match inline {
        Inline::Text { .. } | Inline::Blank { .. } => false,
        Inline::Filled { field, .. } => template
            .field(field.as_str())
            .is_none_or(|field| field.kind != FieldKind::PartyName),
        Inline::Struck { .. } | Inline::Tick { .. } => true,
    });
    (is_name && !is_of_other_kind).then_some((label.trim(), name))
}

/// Whether these bytes lie within one of the known names.
fn is_within_known(text: &str, range: Range<usize>, known: &[&str]) -> bool {
    known.iter().filter(|name| !name.is_empty()).any(|name| {
        text.match_indices(name)
            .any(|(start, _)| start <= range.start && range.end <= start + name.len())
    })
}

/// The name that ends a text, as far as it can be told from the words before it.
fn name_before(text: &str) -> &str {
    let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '（' | '）' | '(' | ')' | '·');
    let start = text
        .char_indices()
        .rev()
        .take(MOST_OF_NAME)
        .take_while(|(_, c)| is_of_name(*c))
        .last()
        .map_or(text.len(), |(offset, _)| offset);
    text.get(start..)
        .unwrap_or_default()
        .trim_start_matches(|c| BEFORE_COMPANY.contains(c) || c == '）' || c == ')')
}

/// The brackets and quotation marks without their other half, with their places in bytes.
fn unpaired(text: &str) -> Vec<(usize, char)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut alone = Vec::new();
    for (offset, c) in text.char_indices() {
        let Some((opening, closing)) = PAIRS
            .into_iter()
            .find(|(opening, closing)| c == *opening || c == *closing)
        else {
            continue;
        };
        if c == opening {
            open.push((offset, closing));
        } else if open.last().is_some_and(|(_, wanted)| *wanted == c) {
            open.pop();
        } else if !is_item_number(text.get(..offset).unwrap_or_default()) {
            alone.push((offset, c));
        }
    }
    let never_closed = open.into_iter().filter_map(|(offset, _)| {
        let c = text.get(offset..)?.chars().next()?;
        Some((offset, c))
    });
    alone.extend(never_closed);
    alone
}

/// Whether a text ends with the number of a list's item: `1）` has no opening bracket.
fn is_item_number(before: &str) -> bool {
    let number = before
        .rsplit(['；', '，', '。', '：', ' ', '　', '\n'])
        .next()
        .unwrap_or_default();
    let is_number = |c: char| c.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(c);
    (1..=3).contains(&number.chars().count()) && number.chars().all(is_number)
}

/// The `2026年2月30日` around the 年 at `year_sign`, and whether there is such a day.
fn day_around(text: &str, year_sign: usize) -> Option<(Range<usize>, bool)> {
    let before = text.get(..year_sign)?;
    let year = before.get(before.trim_end_matches(|c: char| c.is_ascii_digit()).len()..)?;
    let after = text.get(year_sign + '年'.len_utf8()..)?;
    let (month, rest) = after.split_once('月')?;
    let (day, _) = rest.split_once('日')?;
    let is_number = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if year.len() != 4 || !is_number(month, 2) || !is_number(day, 2) {
        return None;
    }
    let end = year_sign + "年月日".len() + month.len() + day.len();
    let is_day =
        NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
            .is_some();
    Some((year_sign - year.len()..end, is_day))
}

#[cfg(test)]
mod tests;
