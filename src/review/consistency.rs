//! Reads the finished contract again, as the other party will read it. Rules R01 to R07 apply to
//! every contract and do not rely on the code that printed it.

use std::ops::Range;

use chrono::NaiveDate;

use super::companies::{self, Author};
use super::known::Known;
use super::left_overs::left_overs;
use super::passage::{Passage, after, before};
use super::references::{self, Outline};
use super::{amounts, pairs};
use crate::document::{Document, Inline, Paragraph, Role, Standing};
use crate::draft::{Issue, Problem};
use crate::template::{FieldId, FieldKind, Severity, Template};
use crate::value::comparable;

/// A rule of the second reading.
struct Rule {
    id: &'static str,
    severity: Severity,
    /// Whether the user may confirm an error with a reason, because the text may be intended.
    confirmable: bool,
}

impl Rule {
    const fn error(id: &'static str, confirmable: bool) -> Self {
        Self {
            id,
            severity: Severity::Error,
            confirmable,
        }
    }

    const fn warning(id: &'static str) -> Self {
        Self {
            id,
            severity: Severity::Warning,
            confirmable: false,
        }
    }
}

const AMOUNTS: Rule = Rule::error("R01", false);
const NAMES: Rule = Rule::error("R02", true);
const LEFT_OVER: Rule = Rule::warning("R03");
/// Confirmable, because a contract about template software may contain tags on purpose.
const LEFT_TAG: Rule = Rule::error("R03", true);
const COMPANIES: Rule = Rule::warning("R04");
const PAIRED: Rule = Rule::warning("R05");
const DAYS: Rule = Rule::error("R06", true);
const REFERENCES: Rule = Rule::warning("R07");

/// The maximum number of reported leftovers per contract.
const MOST_LEFT_OVERS: usize = 300;

/// The longest text of the form `12月31日`, in characters.
const MOST_OF_DAY: usize = 6;

/// Reads the contract and adds an issue for every inconsistency. Returns one flag per paragraph:
/// `true` if the paragraph is quiet, so that no change elsewhere can cause an issue in it. Skips
/// paragraphs that are `known` to be quiet.
pub(super) fn read_again(
    template: &Template,
    document: &Document,
    mut known: Known<'_>,
    issues: &mut Vec<Issue>,
) -> Vec<bool> {
    let outline = Outline::new(document);
    let mut reading = Reading {
        template,
        parties: parties(template, document),
        names: party_names(template, document),
        clause: String::new(),
        issues,
    };
    let mut read = |paragraph: &Paragraph, standing: Standing<'_>| {
        if known.is_quiet(paragraph) {
            return true;
        }
        let passage = Passage::new(paragraph);
        let is_quiet = is_quiet(template, paragraph, &passage);
        if !is_quiet {
            reading.clause = standing.clause();
            reading.read(paragraph, &passage, &outline);
        }
        is_quiet
    };
    let mut quiet = Vec::new();
    document.walk(|paragraph, standing| quiet.push(read(paragraph, standing)));
    quiet
}

/// Whether a paragraph causes no issue for any party names and any outline of the contract.
fn is_quiet(template: &Template, paragraph: &Paragraph, passage: &Passage<'_>) -> bool {
    let mut issues = Vec::new();
    let mut reading = Reading {
        template,
        parties: Vec::new(),
        names: Vec::new(),
        clause: String::new(),
        issues: &mut issues,
    };
    reading.read_alone(passage);
    issues.is_empty()
        && labelled_name(template, paragraph, passage).is_none()
        && !references::are_in(passage)
}

/// A party as the contract introduces it: the label `甲方` and the name.
struct Party {
    label: String,
    name: String,
}

/// Every party that the contract introduces with a label.
fn parties(template: &Template, document: &Document) -> Vec<Party> {
    let mut parties: Vec<Party> = Vec::new();
    for paragraph in document.paragraphs() {
        let [
            Inline::Text { text: label, .. },
            Inline::Filled {
                place, text: name, ..
            },
        ] = paragraph.inlines.as_slice()
        else {
            continue;
        };
        let label = label.trim_end_matches(['：', ':']).trim();
        let is_known = parties.iter().any(|party| party.label == label);
        if is_party(template, &place.field)
            && !is_known
            && !label.is_empty()
            && !label.contains(['（', '('])
        {
            parties.push(Party {
                label: label.to_owned(),
                name: name.clone(),
            });
        }
    }
    parties
}

fn party_names(template: &Template, document: &Document) -> Vec<String> {
    let mut names: Vec<String> = document
        .paragraphs()
        .flat_map(|paragraph| &paragraph.inlines)
        .filter_map(|inline| match inline {
            Inline::Filled { place, text, .. } if is_party(template, &place.field) => {
                Some(text.clone())
            }
            Inline::Filled { .. }
            | Inline::Text { .. }
            | Inline::Struck { .. }
            | Inline::Blank { .. }
            | Inline::Tick { .. } => None,
        })
        .collect();
    names.sort();
    names.dedup();
    names
}

fn is_party(template: &Template, field: &FieldId) -> bool {
    template
        .field(field.as_str())
        .is_some_and(|field| field.kind == FieldKind::PartyName)
}

struct Reading<'a> {
    template: &'a Template,
    parties: Vec<Party>,
    /// The names of all parties, including parties without a label.
    names: Vec<String>,
    /// The clause of the current paragraph, outermost number first; empty outside of clauses.
    clause: String,
    issues: &'a mut Vec<Issue>,
}

impl Reading<'_> {
    fn read(&mut self, paragraph: &Paragraph, passage: &Passage<'_>, outline: &Outline) {
        self.read_alone(passage);
        for range in outline.broken(passage) {
            let reference = passage.text.get(range.clone()).unwrap_or_default();
            let problem = Problem::NoSuchClause {
                reference: reference.to_owned(),
            };
            self.add(&REFERENCES, passage, &range, problem);
        }
        self.names(paragraph, passage);
    }

    /// The rules that need nothing of the rest of the contract except the party names.
    fn read_alone(&mut self, passage: &Passage<'_>) {
        self.amounts(passage);
        self.left_overs(passage);
        self.companies(passage);
        self.pairs(passage);
        self.days(passage);
    }

    fn add(&mut self, rule: &Rule, passage: &Passage<'_>, range: &Range<usize>, problem: Problem) {
        let places = passage.places(range);
        // Equal problems at the same blanks have the same message, so report only the first.
        let is_repeated = |issue: &Issue| issue.problem == problem && issue.places == places;
        if self.issues.iter().any(is_repeated) {
            return;
        }
        let mut issue = Issue::new(rule.id, rule.severity, places, problem);
        issue.confirmable = rule.confirmable;
        issue.block = Some(passage.id);
        self.issues.push(issue);
    }

    /// R01: amounts in words and in figures agree.
    fn amounts(&mut self, passage: &Passage<'_>) {
        for found in amounts::disagreements(&passage.text) {
            let problem = Problem::AmountsDisagree {
                figures: found.figures,
                words: found.words,
            };
            self.add(&AMOUNTS, passage, &found.range, problem);
        }
    }

    /// R02: a party has the same name after each of its labels.
    fn names(&mut self, paragraph: &Paragraph, passage: &Passage<'_>) {
        let Some((label, named)) = labelled_name(self.template, paragraph, passage) else {
            return;
        };
        let party = self.parties.iter().find(|party| party.label == label);
        let differs = |party: &&Party| comparable(&party.name) != comparable(named);
        if let Some(party) = party.filter(differs) {
            let problem = Problem::PartyNamedTwice {
                label: label.to_owned(),
                name: party.name.clone(),
                other: named.to_owned(),
            };
            let whole = 0..passage.text.len();
            self.add(&NAMES, passage, &whole, problem);
        }
    }

    /// R03: no placeholder is left, except in the blanks of fields.
    fn left_overs(&mut self, passage: &Passage<'_>) {
        let mut words: Option<Range<usize>> = None;
        for (range, inline) in &passage.parts {
            if matches!(inline, Inline::Text { .. } | Inline::Tick { .. }) {
                // Bold text is a separate inline, so join adjacent text before the search.
                let start = words.map_or(range.start, |words| words.start);
                words = Some(start..range.end);
                continue;
            }
            if let Some(words) = words.take() {
                self.left_in_words(passage, &words);
            }
            let field = inline
                .place()
                .and_then(|place| self.template.field(place.field.as_str()));
            let text = passage.text.get(range.clone()).unwrap_or_default();
            match inline {
                Inline::Filled { .. } => {
                    // A URL may contain underscores.
                    let may_underline = field.is_some_and(|field| field.kind == FieldKind::Url);
                    for left in left_overs(text, may_underline) {
                        let place = range.start + left.range.start..range.start + left.range.end;
                        self.left_mark(passage, &place, left.is_tag);
                    }
                }
                // A blank may stay empty: what a contract needs is required, and missed by E02.
                Inline::Blank { .. }
                | Inline::Struck { .. }
                | Inline::Text { .. }
                | Inline::Tick { .. } => {}
            }
        }
        if let Some(words) = words {
            self.left_in_words(passage, &words);
        }
    }

    /// Reports leftovers in template text, except those that the template allows.
    fn left_in_words(&mut self, passage: &Passage<'_>, words: &Range<usize>) {
        let text = passage.text.get(words.clone()).unwrap_or_default();
        for left in left_overs(text, false) {
            let is_allowed = |allowed: &String| {
                text.match_indices(allowed.as_str())
                    .any(|(start, allowed)| {
                        start <= left.range.start && left.range.end <= start + allowed.len()
                    })
            };
            if !self.template.allow_text.iter().any(is_allowed) {
                let place = words.start + left.range.start..words.start + left.range.end;
                self.left_mark(passage, &place, left.is_tag);
            }
        }
    }

    fn left_mark(&mut self, passage: &Passage<'_>, place: &Range<usize>, is_tag: bool) {
        let rule = if is_tag { &LEFT_TAG } else { &LEFT_OVER };
        let found = passage.text.get(place.clone()).unwrap_or_default();
        self.left_over(rule, passage, place, found);
    }

    fn left_over(&mut self, rule: &Rule, passage: &Passage<'_>, place: &Range<usize>, found: &str) {
        let is_left = |issue: &&Issue| matches!(issue.problem, Problem::LeftOver { .. });
        if self.issues.iter().filter(is_left).count() < MOST_LEFT_OVERS {
            let problem = Problem::LeftOver {
                found: found.to_owned(),
                clause: self.clause.clone(),
            };
            self.add(rule, passage, place, problem);
        }
    }

    /// R04: the contract names no company other than the parties.
    fn companies(&mut self, passage: &Passage<'_>) {
        for (range, inline) in &passage.parts {
            let author = match inline {
                Inline::Text { .. } => Author::Template,
                Inline::Filled { place, .. } => match self.template.field(place.field.as_str()) {
                    Some(field) if field.kind == FieldKind::Text => Author::User,
                    // A bank is a company, and an address may contain a company name.
                    Some(_) | None => continue,
                },
                Inline::Struck { .. } | Inline::Blank { .. } | Inline::Tick { .. } => continue,
            };
            let text = passage.text.get(range.clone()).unwrap_or_default();
            let mut known: Vec<&str> = self.names.iter().map(String::as_str).collect();
            if author == Author::Template {
                known.extend(self.asked_about());
            }
            for name in companies::strangers(text, author, &known) {
                let problem = Problem::StrangeCompany { name };
                self.add(&COMPANIES, passage, range, problem);
            }
        }
    }

    /// The texts that checks of the template search for. These checks report the names themselves,
    /// so R04 must not report them again.
    fn asked_about(&self) -> impl Iterator<Item = &str> {
        let checks = self.template.checks.iter();
        checks
            .flat_map(|check| check.when.texts())
            .map(String::as_str)
    }

    /// R05: brackets and quotation marks are paired.
    fn pairs(&mut self, passage: &Passage<'_>) {
        for (offset, character) in pairs::unpaired(&passage.text) {
            let range = offset..offset + character.len_utf8();
            let problem = Problem::Unpaired { character };
            self.add(&PAIRED, passage, &range, problem);
        }
    }

    /// R06: every date exists in the calendar.
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
                self.add(&DAYS, passage, &range, problem);
            }
        }
    }
}

/// A party's label and the name after it, in a paragraph that introduces the party or holds its
/// seal.
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
        Inline::Filled { place, .. } => !is_party(template, &place.field),
        Inline::Struck { .. } | Inline::Tick { .. } => true,
    });
    (is_name && !is_of_other_kind).then_some((label.trim(), name))
}

/// The date around the 年 at byte `year_sign` (`2026年2月30日`), and whether the date exists.
fn day_around(text: &str, year_sign: usize) -> Option<(Range<usize>, bool)> {
    let head = before(text, year_sign, 5);
    let year = head.get(head.trim_end_matches(|c: char| c.is_ascii_digit()).len()..)?;
    let after = after(text, year_sign + '年'.len_utf8(), MOST_OF_DAY);
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
