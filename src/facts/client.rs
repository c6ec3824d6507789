//! Who the client is: names, codes, addresses, telephones, accounts, persons.

mod accounts;
mod addresses;
mod contacts;
mod excluded;
mod labelled;
mod names;
mod sound;
mod unlabelled;

use super::candidate::{Candidate, Subject};
use super::ink::{Ink, Span};
use super::label::{self, Clarity};
use super::{ClientKey, Page, polarity};
use crate::template::{Belongs, Field, FieldKind};
pub(super) use excluded::exclude;

/// Where the facts of the client go: fields of the template, or keys of the client file.
struct Targets {
    name: Subject,
    phone: Subject,
    account: Subject,
    code: Subject,
}

impl Targets {
    fn of(page: &Page<'_>) -> Self {
        let field = |fits: fn(&FieldKind) -> bool, key: ClientKey| {
            page.reader
                .template
                .and_then(|template| {
                    let party = template.summary.party.as_ref();
                    let is_clients = |field: &Field| template.owner(field) == Belongs::Client;
                    let mut fields = template.fields.iter();
                    fields
                        .position(|field| fits(&field.kind) && Some(&field.id) == party)
                        .or_else(|| {
                            let mut fields = template.fields.iter();
                            fields.position(|field| fits(&field.kind) && is_clients(field))
                        })
                })
                .map_or(Subject::Client(key), Subject::Field)
        };
        Self {
            name: field(|kind| matches!(kind, FieldKind::PartyName), ClientKey::Name),
            phone: field(|kind| matches!(kind, FieldKind::Phone), ClientKey::Phone),
            account: field(
                |kind| matches!(kind, FieldKind::BankAccount),
                ClientKey::BankAccount,
            ),
            code: field(
                |kind| matches!(kind, FieldKind::CreditCode),
                ClientKey::CreditCode,
            ),
        }
    }
}

/// Words that make what a sentence tells somebody else's.
const OTHERS: &[&str] = &[
    "他们公司",
    "他们单位",
    "他们家",
    "他们是",
    "他家",
    "人家公司",
    "隔壁",
    "朋友的公司",
    "朋友公司",
    "另一家",
    "别家",
    "介绍个客户",
    "给你介绍",
    "推荐给你",
];

/// Whether a sentence speaks of a company that is neither the client nor the reader's.
fn is_of_others(ink: &Ink, sentence: &Span, clause: &Span) -> bool {
    ink.has(sentence, OTHERS) && !ink.has(clause, &["我们", "我司", "甲方", "我方"])
}

struct Gathering<'p, 'q> {
    page: &'q Page<'p>,
    targets: Targets,
    taken: Vec<bool>,
    found: Vec<Candidate>,
    banks: Vec<(Span, bool)>,
    numbers: Vec<(Span, String, bool)>,
    holders: Vec<(Span, String)>,
    own: Vec<Span>,
    companies: Vec<Span>,
}

/// What a message says of the client. `taken` is what fields of the template hold already.
pub(super) fn candidates(page: &Page<'_>, taken: &[Span]) -> Vec<Candidate> {
    let mut gathering = Gathering {
        page,
        targets: Targets::of(page),
        taken: vec![false; page.ink.len()],
        found: Vec::new(),
        banks: Vec::new(),
        numbers: Vec::new(),
        holders: Vec::new(),
        own: Vec::new(),
        companies: Vec::new(),
    };
    for span in taken {
        gathering.take(span);
    }
    gathering.find_companies();
    for (index, label) in page.labels.iter().enumerate() {
        gathering.labelled(index, label);
    }
    gathering.unlabelled();
    gathering.pair_accounts();
    gathering.signature();
    gathering.signed();
    gathering.cards();
    gathering.found
}

impl Gathering<'_, '_> {
    pub(super) fn take(&mut self, span: &Span) {
        for cell in self.taken.get_mut(span.clone()).unwrap_or_default() {
            *cell = true;
        }
    }

    pub(super) fn is_taken(&self, span: &Span) -> bool {
        self.taken
            .get(span.clone())
            .unwrap_or_default()
            .contains(&true)
    }

    pub(super) fn push(
        &mut self,
        subject: Subject,
        value: String,
        span: Span,
        clarity: Option<Clarity>,
    ) -> Option<&mut Candidate> {
        if value.trim().is_empty() || self.page.scene.is_header(span.start) {
            return None;
        }
        let key = match subject {
            Subject::Client(key) => Some(key),
            Subject::Field(_) => (subject == self.targets.name).then_some(ClientKey::Name),
        };
        if key.is_some_and(|key| !sound::is_sound(key, &value)) {
            return None;
        }
        let ink = self.page.ink;
        let clause = self.page.scene.clause(span.start);
        let sentence = self.page.scene.sentence(span.start);
        let mut candidate = Candidate::new(subject, value, span.clone());
        candidate.clarity = clarity;
        let start = self.label_start(&span).unwrap_or(span.start);
        candidate.is_out = polarity::is_negated(ink, &clause, span.start)
            || polarity::is_void_after(ink, &clause, span.end)
            || polarity::is_former(ink, &clause, span.start)
            || label::is_former(ink, start)
            || polarity::is_supposed(ink, &clause)
            || self.page.scene.is_ours(span.start)
            || ink.has(&sentence, &["无关", "不相干"])
            || is_of_others(ink, &sentence, &clause)
            || subject != self.targets.name && self.belongs_to_supplier(&span, &sentence)
            || subject != self.targets.name && self.belongs_to_us(&span, &sentence);
        candidate.corrects =
            polarity::corrects(ink, self.page.scene, span.start) && !candidate.is_out;
        self.take(&span);
        self.found.push(candidate);
        self.found.last_mut()
    }

    /// The start of the label right before a value.
    pub(super) fn label_start(&self, span: &Span) -> Option<usize> {
        let labels = self.page.labels;
        let after = labels.partition_point(|label| label.span.start < span.start);
        let label = labels.get(after.checked_sub(1)?)?;
        (span.start.checked_sub(label.value)? < 4).then_some(label.span.start)
    }

    /// Whether the company that is named last before a value in its sentence is a supplier or another
    /// third party, and the value is said to be that company's.
    fn belongs_to_supplier(&self, span: &Span, sentence: &Span) -> bool {
        const SUPPLIERS: &[&str] = &[
            "供应商",
            "代理商",
            "经销商",
            "供货商",
            "服务商",
            "物流公司",
            "发货的是",
            "合作的",
        ];
        let ink = self.page.ink;
        let last = self.companies.iter().rfind(|name| name.end <= span.start);
        last.is_some_and(|last| {
            let before = last.start.saturating_sub(6).max(sentence.start)..last.start;
            let between = last.end..span.start;
            sentence.contains(&last.start)
                && ink.has(&before, SUPPLIERS)
                && !ink.has(&between, &["我们", "我司", "甲方", "我方"])
        })
    }

    /// Whether our own company is the last one named before a value, in its sentence or under a
    /// label.
    pub(super) fn belongs_to_us(&self, span: &Span, sentence: &Span) -> bool {
        let label = self.label_start(span).unwrap_or(span.start);
        let client = [
            "甲方",
            "我方",
            "我司",
            "我们",
            "客户",
            "购方",
            "需方",
            "买方",
            "采购方",
            "委托方",
        ];
        let is_of_client = self.page.ink.any_at(label, &client).is_some()
            || label::ends_before(self.page.ink, label, &client);
        if self.own.is_empty() || is_of_client {
            return false;
        }
        let last = self.companies.iter().rfind(|name| name.end <= span.start);
        let Some(last) = last.filter(|last| self.own.contains(last)) else {
            return false;
        };
        if sentence.contains(&last.start) {
            return true;
        }
        let between = self.page.ink.slice(&(last.end..span.start));
        let n_lines = between.iter().filter(|c| **c == '\n').count();
        let has_gap = between.windows(2).any(|pair| pair == ['\n', '\n']);
        let mut before = last.start;
        while before > 0 && self.page.ink.before(before) == ' ' {
            before -= 1;
        }
        let is_marked = self.label_start(last).is_some() || self.page.ink.before(before) == ':';
        is_marked && n_lines <= 6 && !has_gap
    }
}
