//! Words for the summary of an exported contract.

use super::finding::{issue_with_label, labels, severity};
use super::lookup::word;
use crate::draft::{AcceptedBy, Issue};
use crate::language::Language;
use crate::render::report::{Report, ReportLine, ReportSection};
use crate::review::summary::{Part, Point, Spot, Summary};
use crate::template::{FieldId, Style, Template};
use crate::value::clean;

/// A summary in words: one section for each part, one line for each point.
#[must_use]
pub fn summary(summary: &Summary, template: &Template, language: Language) -> Report {
    let teller = Teller { template, language };
    let title = clean(&summary.title).text;
    let sections = summary.sections.iter().map(|section| ReportSection {
        heading: teller.say(heading_key(section.part), &[]),
        lines: section
            .points
            .iter()
            .map(|point| teller.line(point))
            .collect(),
    });
    Report {
        title: teller.say("title", &[("title", &title)]),
        sections: sections.collect(),
    }
}

/// The decisions against the template and its checks, in short: accepted corrections, acknowledged
/// warnings, confirmed errors with their reasons.
#[must_use]
pub fn departures(summary: &Summary, language: Language) -> Vec<String> {
    let (mut corrections, mut warnings, mut errors) = (Vec::new(), Vec::new(), Vec::new());
    for point in summary.points() {
        match point {
            Point::Correction { id, .. } => corrections.push(id.as_str()),
            Point::Acknowledged(issue) => warnings.push(issue.id.as_str()),
            Point::Confirmed { issue, reason } => errors.push((issue.id.as_str(), reason)),
            Point::Marked
            | Point::Open(_)
            | Point::Value { .. }
            | Point::Amount { .. }
            | Point::Copies(_)
            | Point::Blank { .. }
            | Point::SignaturePage
            | Point::Signs { .. }
            | Point::SealAcross
            | Point::Embeds(_)
            | Point::TextHash(_) => {}
        }
    }
    let mut told = Vec::new();
    let lists = [
        ("departure.corrections", corrections),
        ("departure.acknowledged", warnings),
    ];
    for (key, ids) in lists.iter().filter(|(_, ids)| !ids.is_empty()) {
        let ids = clean(&ids.join(", ")).text.into_owned();
        told.push(word(key, &[("ids", &ids)], language));
    }
    for (id, reason) in errors {
        let values = [("id", id), ("reason", &clean(reason).text)];
        told.push(word("departure.confirmed", &values, language));
    }
    told
}

fn heading_key(part: Part) -> &'static str {
    match part {
        Part::Draft => "draft",
        Part::Contract => "contract",
        Part::Print => "print",
        Part::ByHand => "by_hand",
        Part::Signing => "signing",
        Part::Corrections => "corrections",
        Part::Acknowledged => "acknowledged",
        Part::Confirmed => "confirmed",
        Part::File => "file",
    }
}

struct Teller<'a> {
    template: &'a Template,
    language: Language,
}

impl Teller<'_> {
    fn line(&self, point: &Point) -> ReportLine {
        match point {
            Point::Marked => known("", &self.say("marked", &[])),
            Point::Open(issue) => self.issue(issue),
            Point::Value { field, printed } => {
                let printed = match printed {
                    Some(printed) => printed.clone(),
                    None => self.say("unanswered", &[]),
                };
                known(&self.label_of(field), &printed)
            }
            Point::Amount {
                field,
                figures,
                words,
            } => {
                let both = [("figures", figures.as_str()), ("words", words)];
                known(&self.label_of(field), &self.say("amount", &both))
            }
            Point::Copies(Some(count)) => {
                to_do("", &self.say("copies", &[("count", &count.to_string())]))
            }
            Point::Copies(None) => to_do("", &self.say("no_copies", &[])),
            Point::Blank { field, spot } => to_do(&self.label_of(field), &self.spot(spot)),
            Point::SignaturePage => known("", &self.say("signature_page", &[])),
            Point::Signs { party, hands } => {
                let party = match party {
                    Some(name) => self.label(name),
                    None => String::new(),
                };
                to_do(&party, &labels(hands, self.template, self.language))
            }
            Point::SealAcross => to_do("", &self.say("seal_across", &[])),
            Point::Correction {
                id,
                quote,
                suggestion,
                by,
            } => self.correction(id, [quote, suggestion], *by),
            Point::Acknowledged(issue) => known(&self.label(&issue.id), &self.told(issue)),
            Point::Confirmed { issue, reason } => {
                let told = self.told(issue);
                let values = [("problem", told.as_str()), ("reason", reason.trim())];
                known(&self.label(&issue.id), &self.say("reason", &values))
            }
            Point::Embeds(true) => known("", &self.say("embeds", &[])),
            Point::Embeds(false) => known("", &self.say("embeds_not", &[])),
            Point::TextHash(hash) => known(&self.label(&self.say("text_hash", &[])), hash),
        }
    }

    fn issue(&self, issue: &Issue) -> ReportLine {
        let severity = severity(issue.severity, self.language);
        let label = self.label(&format!("{severity} {}", issue.id));
        known(&label, &self.told(issue))
    }

    fn told(&self, issue: &Issue) -> String {
        issue_with_label(issue, self.template, self.language).message
    }

    fn correction(
        &self,
        id: &str,
        [quote, suggestion]: [&str; 2],
        by: Option<AcceptedBy>,
    ) -> ReportLine {
        let Some(correction) = self.template.correction(id) else {
            return known("", id);
        };
        let readable = |words: &str| with_labels(words, self.template, self.language);
        let values = [
            ("quote", readable(quote)),
            ("suggestion", readable(suggestion)),
            ("reason", correction.reason.get(self.language).to_owned()),
        ];
        let values: Vec<(&str, &str)> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let key = if correction.suggestion.is_empty() {
            "correction_away"
        } else {
            "correction"
        };
        let told = self.say(key, &values);
        let told = match by {
            Some(by) => self.say(&format!("by.{}", by.name()), &[("correction", &told)]),
            None => told,
        };
        known(&self.label(id), &told)
    }

    fn spot(&self, spot: &Spot) -> String {
        match spot {
            Spot::Head => self.say("at_head", &[]),
            Spot::Clause(clause) => clause.clone(),
            Spot::Signature => self.say("at_signature", &[]),
        }
    }

    fn label_of(&self, field: &FieldId) -> String {
        self.label(&labels([field], self.template, self.language))
    }

    fn label(&self, name: &str) -> String {
        self.say("label", &[("name", name)])
    }

    fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        word(&format!("summary.{key}"), values, self.language)
    }
}

fn known(label: &str, text: &str) -> ReportLine {
    line(label, text, false)
}

fn to_do(label: &str, text: &str) -> ReportLine {
    line(label, text, true)
}

/// A line of the report, cleaned: text from templates and reasons cannot act on the terminal.
fn line(label: &str, text: &str, is_to_do: bool) -> ReportLine {
    ReportLine {
        label: clean(label).text.into_owned(),
        text: clean(text).text.into_owned(),
        is_to_do,
    }
}

/// What stands for a tag: the label of its blank, the box of its option, or nothing.
fn label_of_tag(id: &str, template: &Template, language: Language) -> String {
    if id.starts_with('/') {
        return String::new();
    }
    let field = template.field(id);
    let is_box = field.is_none()
        && id
            .rsplit_once('.')
            .is_some_and(|(choice, _)| template.field(choice).is_some());
    if is_box {
        let style = Style::from_layers([&template.style]);
        return style.option_mark(false).to_owned();
    }
    let label = field.map_or(id, |field| field.label.get(language));
    format!("【{label}】")
}

/// The words of a template as a reader sees them, with labels in place of blanks.
#[must_use]
pub fn with_labels(words: &str, template: &Template, language: Language) -> String {
    let mut text = String::new();
    let mut rest = words;
    while let Some((before, tail)) = rest.split_once("{{") {
        text.push_str(before);
        let Some((id, after)) = tail.split_once("}}") else {
            break;
        };
        text.push_str(&label_of_tag(id.trim(), template, language));
        rest = after;
    }
    text.push_str(rest);
    text
}
