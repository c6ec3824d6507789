//! What the front matter declares: groups, fields, style, summary, checks, corrections.

use std::collections::{BTreeMap, BTreeSet};

use toml::de::DeValue;

use super::error::{TemplateProblem, position};
use super::expression::{Expression, is_reserved};
use super::message::Message;
use super::model::{
    Check, Correction, CorrectionKind, DefaultAnswer, Field, FieldId, FieldKind, Group, Limits,
    Options, Print, ProfileKey, Severity, Summary, TemplateOption,
};
use super::style::{Style, StyleError, StyleKeys, StyleValue};
use super::table::{Placed, TableReader, literal_text, style_value};
use super::tags::is_plain_name;
use crate::language::Localized;
use crate::value::{self, ValueError};

/// What an unanswered blank prints when its field does not say.
const BLANK: &str = "__________";
/// What an unanswered date prints when its field does not say.
const BLANK_DATE: &str = "__________年__________月__________日";

/// The most groups, options of a choice, checks or corrections.
pub(super) const MOST_ENTRIES: usize = 500;

/// The lines of the ids that a list has had so far.
pub(super) type Lines = BTreeMap<String, usize>;

/// An id must be a plain name, and may occur once in its list.
pub(super) fn judge_id(reader: &mut TableReader<'_, '_>, lines: &mut Lines, id: &Placed<String>) {
    judge_entry(reader, lines, id, "");
}

/// An id must be a plain name, and may occur once `about` the same.
fn judge_entry(
    reader: &mut TableReader<'_, '_>,
    lines: &mut Lines,
    id: &Placed<String>,
    about: &str,
) {
    if !is_plain_name(&id.value) {
        let problem = TemplateProblem::BadId {
            id: id.value.clone(),
        };
        reader.error(id.offset, problem);
    }
    let entry = format!("{}{about}", id.value);
    if let Some(first_line) = lines.get(&entry) {
        let problem = TemplateProblem::Duplicate {
            id: id.value.clone(),
            first_line: *first_line,
        };
        reader.error(id.offset, problem);
        return;
    }
    let line = position(reader.text_of_file(), id.offset).0;
    lines.insert(entry, line);
}

/// A field whose default has been read but not parsed: it may use fields declared below it.
pub(super) struct DeclaredField {
    pub field: Field,
    default: Option<RawDefault>,
}

enum RawDefault {
    Literal(Vec<String>),
    Expression(Placed<String>),
}

pub(super) fn style(top: &mut TableReader<'_, '_>) -> StyleKeys {
    let mut keys = StyleKeys::new();
    let Some((table, _)) = top.table("style") else {
        return keys;
    };
    for (key, value) in table {
        let name: &str = key.get_ref();
        let given = style_value(value.get_ref());
        // A value of a type that no key takes is judged as one that no key takes.
        let judged = given.unwrap_or(StyleValue::Numbers(Vec::new()));
        match Style::default().set(name, &judged) {
            Ok(()) => {
                keys.insert(name.to_owned(), judged);
            }
            Err(error @ StyleError::UnknownKey { .. }) => {
                top.error(top.offset_of(key), TemplateProblem::Style(error));
            }
            Err(error @ StyleError::WrongValue { .. }) => {
                top.error(top.offset_of(value), TemplateProblem::Style(error));
            }
        }
    }
    keys
}

pub(super) fn groups(top: &mut TableReader<'_, '_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut lines = Lines::new();
    for (table, span) in top.tables("groups", MOST_ENTRIES) {
        let mut reader = top.inner(table, span, "groups");
        let id = reader.required_text("id");
        let label = reader.required_localized("label");
        if let (Some(id), Some(label)) = (id, label) {
            judge_id(&mut reader, &mut lines, &id);
            groups.push(Group {
                id: id.value,
                label: clean_localized(&label.value),
            });
        }
        reader.finish();
    }
    if groups.is_empty() {
        groups.push(Group {
            id: "all".to_owned(),
            label: Localized {
                zh: "填写内容".to_owned(),
                en: "Answers".to_owned(),
            },
        });
    }
    groups
}

pub(super) fn summary(top: &mut TableReader<'_, '_>, ids: &BTreeSet<FieldId>) -> Summary {
    let Some((table, span)) = top.table("summary") else {
        return Summary::default();
    };
    let mut reader = top.inner(table, span, "summary");
    let mut role = |key| {
        let text = reader.text(key)?;
        known_field(&mut reader, ids, &text)
    };
    let summary = Summary {
        party: role("party"),
        subject: role("subject"),
        amount: role("amount"),
        starts: role("starts"),
        ends: role("ends"),
    };
    reader.finish();
    summary
}

fn known_field(
    reader: &mut TableReader<'_, '_>,
    ids: &BTreeSet<FieldId>,
    text: &Placed<String>,
) -> Option<FieldId> {
    if let Some(field) = ids.get(text.value.as_str()) {
        return Some(field.clone());
    }
    let problem = TemplateProblem::UnknownField {
        id: text.value.clone(),
        near: value::nearest(&text.value, ids.iter().map(FieldId::as_str)).map(str::to_owned),
    };
    reader.error(text.offset, problem);
    None
}

/// The name of a kind in the front matter, before its details are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum KindName {
    Text,
    Money,
    Integer,
    Percent,
    Date,
    Choice,
    Phone,
    Url,
    BankAccount,
    CreditCode,
    AmountInWords,
    Hand,
}

const KINDS: [(&str, KindName); 12] = [
    ("text", KindName::Text),
    ("money", KindName::Money),
    ("integer", KindName::Integer),
    ("percent", KindName::Percent),
    ("date", KindName::Date),
    ("choice", KindName::Choice),
    ("phone", KindName::Phone),
    ("url", KindName::Url),
    ("bank_account", KindName::BankAccount),
    ("credit_code", KindName::CreditCode),
    ("amount_in_words", KindName::AmountInWords),
    ("hand", KindName::Hand),
];

impl FieldKind {
    /// The word for it in the front matter.
    #[must_use]
    pub fn name(&self) -> &'static str {
        let name = match self {
            Self::Text | Self::PartyName => KindName::Text,
            Self::Money => KindName::Money,
            Self::Integer => KindName::Integer,
            Self::Percent => KindName::Percent,
            Self::Date => KindName::Date,
            Self::Choice(_) => KindName::Choice,
            Self::Phone => KindName::Phone,
            Self::Url => KindName::Url,
            Self::BankAccount => KindName::BankAccount,
            Self::CreditCode => KindName::CreditCode,
            Self::AmountInWords { .. } => KindName::AmountInWords,
            Self::Hand { .. } => KindName::Hand,
        };
        name.word()
    }
}

impl KindName {
    fn word(self) -> &'static str {
        KINDS
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("", |(word, _)| *word)
    }

    fn is_number(self) -> bool {
        matches!(self, Self::Money | Self::Integer | Self::Percent)
    }

    fn is_typed_text(self) -> bool {
        matches!(
            self,
            Self::Text | Self::Phone | Self::Url | Self::BankAccount
        )
    }

    fn is_typed(self) -> bool {
        !matches!(self, Self::AmountInWords | Self::Hand)
    }
}

pub(super) fn field(
    reader: &mut TableReader<'_, '_>,
    groups: &[Group],
    lines: &mut Lines,
) -> Option<DeclaredField> {
    let id = reader.required_text("id");
    if let Some(id) = &id {
        judge_id(reader, lines, id);
        if is_reserved(&id.value) {
            let problem = TemplateProblem::BadId {
                id: id.value.clone(),
            };
            reader.error(id.offset, problem);
        }
    }
    let name = if reader.has("kind") {
        reader.word("kind", &KINDS)
    } else {
        let offset = reader.offset();
        reader.error(offset, TemplateProblem::MissingKey { key: "kind" });
        None
    };
    let group = group_index(reader, groups);
    let label = reader.required_localized("label");
    let help = reader
        .localized("help")
        .map(|help| clean_localized(&help.value));
    let hand = reader.flag("hand");
    let strike = reader.flag("strike");
    let required = reader.optional_flag("required");
    let copy = reader.optional_flag("copy");
    let recall = reader.optional_flag("recall");
    let profile = profile_source(reader);
    let default = default_answer(reader);
    let unit = reader.shown_text("unit").unwrap_or_default();
    let print = reader
        .word(
            "print",
            &[
                ("fixed", Print::Usual),
                ("shortest", Print::Shortest),
                ("copies", Print::Copies),
                ("label", Print::Label),
            ],
        )
        .unwrap_or_default();
    let blank = reader.shown_text("blank");
    let kind_and_limits = name.map(|name| (kind(reader, name), limits(reader, name)));
    let line = position(reader.text_of_file(), reader.offset()).0;
    let (Some(name), Some((kind, limits)), Some(id), Some(label)) =
        (name, kind_and_limits, id, label)
    else {
        return None;
    };
    Some(DeclaredField {
        field: Field {
            id: FieldId::new(&id.value),
            group,
            label: clean_localized(&label.value),
            help: help.unwrap_or_default(),
            required: required.unwrap_or(name.is_typed() && !hand),
            hand: hand || name == KindName::Hand,
            strike,
            default: None,
            profile,
            limits,
            unit,
            print,
            blank: blank.unwrap_or_else(|| usual_blank(name).to_owned()),
            recall: recall.unwrap_or_else(|| {
                copy.unwrap_or(true) && (profile.is_some() || is_usually_recalled(kind.as_ref()))
            }),
            kind: kind?,
            copy: copy.unwrap_or(name != KindName::Date),
            line,
        },
        default,
    })
}

/// Whether what one contract answers may suit another: never what belongs to one client (names,
/// accounts, telephones), and no days.
fn is_usually_recalled(kind: Option<&FieldKind>) -> bool {
    matches!(
        kind,
        Some(
            FieldKind::Text
                | FieldKind::Money
                | FieldKind::Integer
                | FieldKind::Percent
                | FieldKind::Url
        )
    )
}

fn usual_blank(name: KindName) -> &'static str {
    match name {
        KindName::Hand => "",
        KindName::Date => BLANK_DATE,
        _ => BLANK,
    }
}

fn group_index(reader: &mut TableReader<'_, '_>, groups: &[Group]) -> usize {
    let Some(text) = reader.text("group") else {
        if groups.len() > 1 {
            let offset = reader.offset();
            reader.error(offset, TemplateProblem::MissingKey { key: "group" });
        }
        return 0;
    };
    if let Some(index) = groups.iter().position(|group| group.id == text.value) {
        return index;
    }
    let known: Vec<&str> = groups.iter().map(|group| group.id.as_str()).collect();
    let problem = TemplateProblem::UnknownWord {
        key: "fields.group".to_owned(),
        near: value::nearest(&text.value, known.iter().copied()).map(str::to_owned),
        known: known.join(", "),
        found: text.value,
    };
    reader.error(text.offset, problem);
    0
}

fn profile_source(reader: &mut TableReader<'_, '_>) -> Option<ProfileKey> {
    const SOURCES: [(&str, ProfileKey); 6] = [
        ("profile.name", ProfileKey::Name),
        ("profile.website", ProfileKey::Website),
        ("profile.hotline", ProfileKey::Hotline),
        ("profile.phone", ProfileKey::Phone),
        ("profile.bank_account", ProfileKey::BankAccount),
        ("profile.author", ProfileKey::Author),
    ];
    reader.word("source", &SOURCES)
}

fn default_answer(reader: &mut TableReader<'_, '_>) -> Option<RawDefault> {
    let found = reader.take("default")?;
    match found.get_ref() {
        DeValue::Array(_) => {
            let texts = reader.texts("default");
            Some(RawDefault::Literal(
                texts.into_iter().map(|text| text.value).collect(),
            ))
        }
        DeValue::Table(table) => {
            let mut inner = reader.inner(table, found.span(), "default");
            let expression = inner.required_text("expr");
            inner.finish();
            expression.map(RawDefault::Expression)
        }
        other => {
            if let Some(text) = literal_text(other) {
                return Some(RawDefault::Literal(vec![text]));
            }
            let problem = TemplateProblem::WrongType {
                key: "fields.default".to_owned(),
                expected: "\"…\" | [\"…\"] | { expr = \"…\" }",
            };
            let offset = reader.offset_of(found);
            reader.error(offset, problem);
            None
        }
    }
}

fn kind(reader: &mut TableReader<'_, '_>, name: KindName) -> Option<FieldKind> {
    for (key, allowed) in [
        ("party", name == KindName::Text),
        ("options", name == KindName::Choice),
        ("multiple", name == KindName::Choice),
        (
            "of",
            name == KindName::AmountInWords || name == KindName::Hand,
        ),
    ] {
        refuse_key(reader, key, allowed, name);
    }
    let of = reader.text("of").map(|of| FieldId::new(&of.value));
    let is_party = reader.flag("party");
    let multiple = reader.flag("multiple");
    Some(match name {
        KindName::Text if is_party => FieldKind::PartyName,
        KindName::Text => FieldKind::Text,
        KindName::Money => FieldKind::Money,
        KindName::Integer => FieldKind::Integer,
        KindName::Percent => FieldKind::Percent,
        KindName::Date => FieldKind::Date,
        KindName::Choice => FieldKind::Choice(Options {
            multiple,
            all: options(reader),
        }),
        KindName::Phone => FieldKind::Phone,
        KindName::Url => FieldKind::Url,
        KindName::BankAccount => FieldKind::BankAccount,
        KindName::CreditCode => FieldKind::CreditCode,
        KindName::AmountInWords => {
            let Some(of) = of else {
                let offset = reader.offset();
                reader.error(offset, TemplateProblem::MissingKey { key: "of" });
                return None;
            };
            FieldKind::AmountInWords { of }
        }
        KindName::Hand => FieldKind::Hand { of },
    })
}

fn refuse_key(reader: &mut TableReader<'_, '_>, key: &'static str, allowed: bool, name: KindName) {
    if allowed {
        return;
    }
    if let Some(found) = reader.take(key) {
        let problem = TemplateProblem::KeyOfOtherKind {
            key: key.to_owned(),
            kind: name.word().to_owned(),
        };
        let offset = reader.offset_of(found);
        reader.error(offset, problem);
    }
}

fn options(reader: &mut TableReader<'_, '_>) -> Vec<TemplateOption> {
    let mut options: Vec<TemplateOption> = Vec::new();
    let mut lines = Lines::new();
    for (table, span) in reader.tables("options", MOST_ENTRIES) {
        let mut inner = reader.inner(table, span, "options");
        let id = inner.required_text("id");
        let label = inner.required_text("label");
        let english = inner.shown_text("en");
        let text = inner.text("text");
        if let (Some(id), Some(label)) = (id, label) {
            judge_id(&mut inner, &mut lines, &id);
            let label = value::clean(&label.value).text.into_owned();
            options.push(TemplateOption {
                id: id.value,
                english: english.unwrap_or_else(|| label.clone()),
                label,
                text: text.map(|text| FieldId::new(&text.value)),
            });
        }
        inner.finish();
    }
    if options.is_empty() {
        let offset = reader.offset();
        reader.error(offset, TemplateProblem::MissingKey { key: "options" });
    }
    options
}

fn limits(reader: &mut TableReader<'_, '_>, name: KindName) -> Limits {
    for key in ["min", "above", "max"] {
        refuse_key(reader, key, name.is_number(), name);
    }
    refuse_key(reader, "decimals", name == KindName::Percent, name);
    for key in ["min_chars", "max_chars", "without"] {
        refuse_key(reader, key, name.is_typed_text(), name);
    }
    let mut bound = |key| {
        let text = reader.literal(key)?;
        match in_units(name, &text.value) {
            Ok(number) => Some(number),
            Err(reason) => {
                let problem = TemplateProblem::WrongValue {
                    key: key.to_owned(),
                    reason,
                };
                reader.error(text.offset, problem);
                None
            }
        }
    };
    let min = bound("min");
    let above = bound("above");
    let max = bound("max");
    Limits {
        min: above.or(min),
        above_min: above.is_some(),
        max,
        decimals: reader
            .count("decimals")
            .and_then(|decimals| u32::try_from(decimals).ok()),
        min_chars: reader.count("min_chars"),
        max_chars: reader.count("max_chars"),
        forbidden: reader
            .text("without")
            .map_or_else(String::new, |text| text.value),
    }
}

/// A limit in the unit that values are compared in: fen, ten-thousandths of a percent, ones.
fn in_units(name: KindName, text: &str) -> Result<i64, ValueError> {
    let number = match name {
        KindName::Money => value::Money::parse(text)?.fen(),
        KindName::Percent => value::Percent::parse(text)?.ten_thousandths(),
        _ => u64::from(value::parse_integer(text)?),
    };
    Ok(i64::try_from(number).unwrap_or(i64::MAX))
}

/// A field that another one refers to, the kind that it must be of, and whether it is.
type Reference<'a> = (&'a FieldId, &'static str, fn(&FieldKind) -> bool);

/// Fields that fields refer to exist and are of the right kind.
pub(super) fn check_references(
    top: &mut TableReader<'_, '_>,
    declared: &[DeclaredField],
    ids: &BTreeSet<FieldId>,
) {
    for each in declared {
        let field = &each.field;
        let references: Vec<Reference<'_>> = match &field.kind {
            FieldKind::AmountInWords { of } => {
                vec![(of, "money", |kind| matches!(kind, FieldKind::Money))]
            }
            FieldKind::Hand { of: Some(of) } => vec![(of, "text", |kind| {
                matches!(kind, FieldKind::Text | FieldKind::PartyName)
            })],
            FieldKind::Choice(options) => options
                .all
                .iter()
                .filter_map(|option| option.text.as_ref())
                .map(|text| -> Reference<'_> {
                    (text, "text", |kind| matches!(kind, FieldKind::Text))
                })
                .collect(),
            _ => Vec::new(),
        };
        for (id, expected, fits) in references {
            let target = declared.iter().find(|other| other.field.id == *id);
            let problem = match target {
                Some(target) if fits(&target.field.kind) => continue,
                None if ids.contains(id) => continue,
                Some(_) => TemplateProblem::WrongFieldKind {
                    id: id.to_string(),
                    expected,
                },
                None => TemplateProblem::UnknownField {
                    id: id.to_string(),
                    near: value::nearest(id.as_str(), ids.iter().map(FieldId::as_str))
                        .map(str::to_owned),
                },
            };
            top.add_at_line(field.line, problem);
        }
    }
}

/// Parses the defaults now that every field is known.
pub(super) fn defaults(
    top: &mut TableReader<'_, '_>,
    declared: Vec<DeclaredField>,
    ids: &BTreeSet<FieldId>,
    corrections: &BTreeSet<String>,
) -> Vec<Field> {
    let mut fields = Vec::with_capacity(declared.len());
    for each in declared {
        let mut field = each.field;
        field.default = match each.default {
            None => None,
            Some(RawDefault::Literal(texts)) => {
                for reason in texts.iter().filter_map(|text| refusal(&field.kind, text)) {
                    let key = "fields.default".to_owned();
                    top.add_at_line(field.line, TemplateProblem::WrongValue { key, reason });
                }
                Some(DefaultAnswer::Literal(texts))
            }
            Some(RawDefault::Expression(source)) => {
                expression(top, &source, ids, corrections).map(DefaultAnswer::Computed)
            }
        };
        if let (FieldKind::Choice(options), Some(DefaultAnswer::Literal(chosen))) =
            (&field.kind, &field.default)
        {
            let known: Vec<&str> = options
                .all
                .iter()
                .map(|option| option.id.as_str())
                .collect();
            if let Some(stranger) = chosen.iter().find(|id| !known.contains(&id.as_str())) {
                let problem = TemplateProblem::UnknownWord {
                    key: "fields.default".to_owned(),
                    near: value::nearest(stranger, known.iter().copied()).map(str::to_owned),
                    known: known.join(", "),
                    found: stranger.clone(),
                };
                top.add_at_line(field.line, problem);
            }
        }
        fields.push(field);
    }
    fields
}

/// Why a kind does not take a literal default.
fn refusal(kind: &FieldKind, text: &str) -> Option<ValueError> {
    match kind {
        FieldKind::Money => value::Money::parse(text).err(),
        FieldKind::Integer => value::parse_integer(text).err(),
        FieldKind::Percent => value::Percent::parse(text).err(),
        FieldKind::Date => value::date::parse_stored(text).err(),
        FieldKind::PartyName => value::PartyName::parse(text).err(),
        FieldKind::Phone => value::Phone::parse(text).err(),
        FieldKind::Url => value::Url::parse(text).err(),
        FieldKind::BankAccount => value::BankAccount::parse(text).err(),
        FieldKind::CreditCode => value::CreditCode::parse(text).err(),
        FieldKind::Text
        | FieldKind::Choice(_)
        | FieldKind::AmountInWords { .. }
        | FieldKind::Hand { .. } => None,
    }
}

fn expression(
    reader: &mut TableReader<'_, '_>,
    source: &Placed<String>,
    ids: &BTreeSet<FieldId>,
    corrections: &BTreeSet<String>,
) -> Option<Expression> {
    match Expression::parse(&source.value, ids, corrections) {
        Ok(expression) => Some(expression),
        Err(error) => {
            // Exact for strings without escapes, close for others.
            let text = reader.text_of_file();
            let written = text.get(source.offset..).unwrap_or_default();
            let is_long = written.starts_with("\"\"\"") || written.starts_with("'''");
            let quote = if is_long { 3 } else { 1 };
            let offset = source.offset + quote + error.offset();
            reader.error(offset, TemplateProblem::Expression(error));
            None
        }
    }
}

pub(super) fn checks(
    top: &mut TableReader<'_, '_>,
    ids: &BTreeSet<FieldId>,
    corrections: &BTreeSet<String>,
) -> Vec<Check> {
    let mut checks: Vec<Check> = Vec::new();
    let mut lines = Lines::new();
    for (table, span) in top.tables("checks", MOST_ENTRIES) {
        let mut reader = top.inner(table, span, "checks");
        checks.extend(check(&mut reader, ids, corrections, &mut lines));
        reader.finish();
    }
    checks
}

fn check(
    reader: &mut TableReader<'_, '_>,
    ids: &BTreeSet<FieldId>,
    corrections: &BTreeSet<String>,
    lines: &mut Lines,
) -> Option<Check> {
    let id = reader.required_text("id");
    let severity = if reader.has("severity") {
        reader.word(
            "severity",
            &[
                ("error", Severity::Error),
                ("warning", Severity::Warning),
                ("hint", Severity::Hint),
            ],
        )
    } else {
        let offset = reader.offset();
        reader.error(offset, TemplateProblem::MissingKey { key: "severity" });
        None
    };
    let confirmable = reader.flag("confirmable");
    let when = reader.required_text("when");
    let when = when.and_then(|source| expression(reader, &source, ids, corrections));
    let names = reader.texts("fields");
    let fields = names
        .iter()
        .filter_map(|name| known_field(reader, ids, name))
        .collect();
    if let Some(id) = &id {
        // One rule may look at several fields, each in an entry of its own.
        let about = names
            .iter()
            .fold(String::new(), |about, name| about + " " + &name.value);
        judge_entry(reader, lines, id, &about);
    }
    let message = reader.required_localized("message");
    let message = message.and_then(|text| message_of(reader, &text, ids, corrections));
    let hint = reader.localized("hint");
    let source = reader.shown_text("source").unwrap_or_default();
    Some(Check {
        id: id?.value,
        severity: severity?,
        confirmable,
        when: when?,
        fields,
        message: message?,
        hint: hint
            .map(|hint| clean_localized(&hint.value))
            .unwrap_or_default(),
        source,
    })
}

fn message_of(
    reader: &mut TableReader<'_, '_>,
    text: &Placed<Localized>,
    ids: &BTreeSet<FieldId>,
    corrections: &BTreeSet<String>,
) -> Option<Message> {
    match Message::parse(&text.value, ids, corrections) {
        Ok(message) => Some(message),
        Err(problem) => {
            reader.error(text.offset, problem);
            None
        }
    }
}

/// A correction without its places, which depend on the body.
pub(super) fn correction(
    reader: &mut TableReader<'_, '_>,
    lines: &mut Lines,
) -> Option<Correction> {
    const KINDS: [(&str, CorrectionKind); 8] = [
        ("typo", CorrectionKind::Typo),
        ("missing-period", CorrectionKind::MissingPeriod),
        ("style", CorrectionKind::Style),
        ("legal", CorrectionKind::Legal),
        ("stale-name", CorrectionKind::StaleName),
        ("dangling", CorrectionKind::Dangling),
        ("garbled", CorrectionKind::Garbled),
        ("format", CorrectionKind::Format),
    ];
    let id = reader.required_text("id");
    if let Some(id) = &id {
        judge_id(reader, lines, id);
    }
    let kind = if reader.has("kind") {
        reader.word("kind", &KINDS)
    } else {
        let offset = reader.offset();
        reader.error(offset, TemplateProblem::MissingKey { key: "kind" });
        None
    };
    let quote = reader.required_text("quote");
    let suggestion = reader.required_text("suggestion");
    let reason = reader.required_localized("reason");
    let all = reader.flag("all");
    Some(Correction {
        id: id?.value,
        kind: kind?,
        quote: quote?.value,
        suggestion: suggestion?.value,
        reason: clean_localized(&reason?.value),
        all,
        places: Vec::new(),
        line: 0,
    })
}

/// Texts of a template reach the terminal: control characters become visible.
fn clean_localized(text: &Localized) -> Localized {
    Localized {
        zh: value::clean(&text.zh).text.into_owned(),
        en: value::clean(&text.en).text.into_owned(),
    }
}
