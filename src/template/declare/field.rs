//! Reads the fields in two steps: each declaration by itself, then the references between fields.

use std::collections::BTreeSet;

use super::kind::{self, KINDS, KindName};
use super::{Offsets, expression, group_index, judge_id, judge_id_in};
use crate::template::belongs::Belongs;
use crate::template::error::TemplateProblem;
use crate::template::expression::is_reserved;
use crate::template::front_matter::{Content, Placed};
use crate::template::model::{
    ComputedAs, DefaultAnswer, Field, FieldId, FieldKind, Group, ProfileKey,
};
use crate::template::reading::is_strike_mark;
use crate::template::rows::{RowGroup, is_reserved_in_rows};
use crate::template::table::{TableReader, literal_text};
use crate::value::{self, ValueError};

/// A reference: the id of the target, the name of the required kind, and a test of the kind.
type Reference<'a> = (&'a FieldId, &'static str, fn(&FieldKind) -> bool);

/// A field whose default is not parsed yet, because the default may use fields declared later.
pub(in crate::template) struct DeclaredField {
    pub field: Field,
    default: Option<RawDefault>,
}

enum RawDefault {
    Literal(Vec<String>),
    Expression(Placed<String>),
}

pub(in crate::template) fn field(
    reader: &mut TableReader<'_, '_>,
    groups: &[Group],
    rows: &[RowGroup],
    offsets: &mut Offsets,
) -> Option<DeclaredField> {
    let id = reader.required_text("id");
    let row = row_group(reader, rows);
    let id = id.map(|id| judged_id(reader, offsets, id, row));
    let name = if reader.has("kind") {
        reader.word("kind", &KINDS)
    } else {
        let offset = reader.offset();
        reader.error(offset, TemplateProblem::MissingKey { key: "kind" });
        None
    };
    let group = match row {
        Some(row) => {
            if let Some(found) = reader.take("group") {
                reader.error(found.offset, TemplateProblem::GroupOfRowField);
            }
            row.group
        }
        // The wrong `row` is the mistake; no second one follows from it.
        None if reader.has("row") => {
            reader.take("group");
            0
        }
        None => group_index(reader, groups, "fields.group"),
    };
    let label = reader.required_localized("label");
    let help = reader.localized("help").map(|help| help.value);
    let hand = reader.flag("hand");
    let strike = reader.flag("strike");
    let required = reader.optional_flag("required");
    let copy = reader.optional_flag("copy");
    let recall = reader.optional_flag("recall");
    let belongs = reader.word(
        "belongs",
        &[
            ("client", Belongs::Client),
            ("us", Belongs::Us),
            ("deal", Belongs::Deal),
            ("term", Belongs::Term),
        ],
    );
    let facts = kind::facts(reader);
    let profile = profile_source(reader);
    let default = default_answer(reader);
    let usual = usual_answer(reader);
    let unit = reader.text("unit").map(|unit| unit.value);
    let print = kind::print(reader, name);
    let currency = kind::currency(reader, name);
    let blank = reader.text("blank").map(|blank| blank.value);
    let kind_and_limits = name.map(|name| (kind::kind(reader, name), kind::limits(reader, name)));
    let line = reader.file().line(reader.offset());
    let (Some(name), Some((kind, limits)), Some(id), Some(label)) =
        (name, kind_and_limits, id, label)
    else {
        return None;
    };
    Some(DeclaredField {
        field: Field {
            id: FieldId::new(&id.value),
            group,
            label: label.value,
            help: help.unwrap_or_default(),
            required: required.unwrap_or(name.is_typed() && !hand),
            hand: hand || name == KindName::Hand,
            strike,
            default: None,
            usual,
            profile,
            limits,
            unit: unit.unwrap_or_else(|| kind::usual_unit(name).to_owned()),
            print: print.unwrap_or_default(),
            currency: currency.unwrap_or_default(),
            blank: blank.unwrap_or_else(|| match row {
                // The cell itself is the room to write in.
                Some(_) => String::new(),
                None => kind::usual_blank(name, print.unwrap_or_default()).to_owned(),
            }),
            recall: recall.unwrap_or_else(|| {
                copy.unwrap_or(true) && (profile.is_some() || is_usually_recalled(kind.as_ref()))
            }),
            kind: kind?,
            copy,
            belongs,
            facts,
            line,
        },
        default,
    })
}

/// The group of rows that a field names.
fn row_group<'a>(reader: &mut TableReader<'_, '_>, rows: &'a [RowGroup]) -> Option<&'a RowGroup> {
    let text = reader.text("row")?;
    let found = rows.iter().find(|row| row.id == text.value);
    if found.is_none() {
        let known: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        let problem = TemplateProblem::UnknownWord {
            key: "fields.row".to_owned(),
            near: value::nearest(&text.value, known.iter().copied()).map(str::to_owned),
            known: known.join(", "),
            found: text.value,
        };
        reader.error(text.offset, problem);
    }
    found
}

/// The id of a field as all others name it: `goods.price` for `price` in the rows `goods`.
fn judged_id(
    reader: &mut TableReader<'_, '_>,
    offsets: &mut Offsets,
    id: Placed<String>,
    row: Option<&RowGroup>,
) -> Placed<String> {
    let is_taken = row.is_some() && is_reserved_in_rows(&id.value);
    if is_reserved(&id.value) || is_taken {
        let problem = TemplateProblem::ReservedId {
            id: id.value.clone(),
        };
        reader.error(id.offset, problem);
    }
    let Some(row) = row else {
        judge_id(reader, offsets, &id);
        return id;
    };
    judge_id_in(reader, offsets, &id, &row.id);
    id.map(|name| format!("{}.{name}", row.id))
}

/// The default of `recall` for a field without a profile source. Data of one client (names,
/// accounts, telephones) and days do not suit another contract.
fn is_usually_recalled(kind: Option<&FieldKind>) -> bool {
    matches!(
        kind,
        Some(
            FieldKind::Text
                | FieldKind::Paragraph
                | FieldKind::Money
                | FieldKind::Integer
                | FieldKind::Number
                | FieldKind::Percent
                | FieldKind::Rate(_)
                | FieldKind::Time
                | FieldKind::Url
        )
    )
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
    match &found.value {
        Content::List(_) => Some(RawDefault::Literal(list(reader, "default"))),
        Content::Table(table) => {
            let mut inner = reader.inner(table, found.offset, "default");
            let expression = inner.required_lines("expr");
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
            reader.error(found.offset, problem);
            None
        }
    }
}

/// The answer that users of the template usually give; empty if the template names none.
fn usual_answer(reader: &mut TableReader<'_, '_>) -> Vec<String> {
    let Some(found) = reader.take("usual") else {
        return Vec::new();
    };
    if let Content::List(_) = &found.value {
        return list(reader, "usual");
    }
    literal_text(&found.value).map_or_else(
        || {
            let problem = TemplateProblem::WrongType {
                key: "fields.usual".to_owned(),
                expected: "\"…\" | [\"…\"]",
            };
            reader.error(found.offset, problem);
            Vec::new()
        },
        |text| vec![text],
    )
}

fn list(reader: &mut TableReader<'_, '_>, key: &'static str) -> Vec<String> {
    let texts = reader.texts(key).into_iter();
    texts.map(|text| text.value).collect()
}

/// Reports references to fields that do not exist or are of the wrong kind.
pub(in crate::template) fn check_references(
    top: &mut TableReader<'_, '_>,
    declared: &[DeclaredField],
    ids: &BTreeSet<FieldId>,
) {
    for each in declared {
        let field = &each.field;
        let references: Vec<Reference<'_>> = match &field.kind {
            FieldKind::AmountInWords { of } => {
                vec![(of, "money", is_amount)]
            }
            FieldKind::Computed(computed) => {
                let fields = computed.formula.read_fields().into_iter();
                fields
                    .map(|id| -> Reference<'_> { (id, FIGURE, is_figure) })
                    .collect()
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
            if !top.has_room() {
                return;
            }
            let target = declared.iter().find(|other| other.field.id == *id);
            if is_outside(field, id) {
                let id = id.to_string();
                top.add_at_line(field.line, TemplateProblem::RowFieldOutside { id });
                continue;
            }
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

/// Whether a field reads a field of rows that are not its own.
fn is_outside(field: &Field, id: &FieldId) -> bool {
    let group = id.rows();
    group.is_some() && group != field.rows()
}

/// The kinds of a field with a figure, as the front matter names them.
const FIGURE: &str =
    "money | integer | number | percent | per_mille | per_ten_thousand | discount | computed";

/// Reports a total over something that is not a figure in rows.
pub(in crate::template) fn check_totals(
    top: &mut TableReader<'_, '_>,
    totals: &[(FieldId, usize)],
    fields: &[Field],
) {
    for (id, line) in totals {
        let target = fields.iter().find(|field| field.id == *id);
        let Some(target) = target else {
            continue;
        };
        if target.rows().is_none() || !is_figure(&target.kind) {
            let (id, expected) = (id.to_string(), FIGURE);
            top.add_at_line(*line, TemplateProblem::WrongFieldKind { id, expected });
        }
    }
}

/// Whether a field holds an amount, which has words.
fn is_amount(kind: &FieldKind) -> bool {
    match kind {
        FieldKind::Computed(computed) => computed.print_as == ComputedAs::Money,
        kind => *kind == FieldKind::Money,
    }
}

/// Whether a formula can read a field.
fn is_figure(kind: &FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::Money
            | FieldKind::Integer
            | FieldKind::Number
            | FieldKind::Percent
            | FieldKind::Rate(_)
            | FieldKind::Computed(_)
    )
}

/// Parses the defaults, after all fields are read.
pub(in crate::template) fn defaults(
    top: &mut TableReader<'_, '_>,
    declared: Vec<DeclaredField>,
    ids: &BTreeSet<FieldId>,
    corrections: &BTreeSet<String>,
) -> Vec<Field> {
    let mut fields = Vec::with_capacity(declared.len());
    for each in declared {
        let mut field = each.field;
        judge_literal(top, &field, "fields.usual", &field.usual);
        field.default = match each.default {
            None => None,
            Some(RawDefault::Literal(texts)) => {
                judge_literal(top, &field, "fields.default", &texts);
                Some(DefaultAnswer::Literal(texts))
            }
            Some(RawDefault::Expression(source)) => {
                expression(top, &source, ids, corrections, field.rows())
                    .map(|expression| DefaultAnswer::Computed(Box::new(expression)))
            }
        };
        fields.push(field);
    }
    fields
}

/// Reports literal answers in the declaration of a field that the field itself would refuse.
fn judge_literal(top: &mut TableReader<'_, '_>, field: &Field, key: &str, texts: &[String]) {
    for reason in texts.iter().filter_map(|text| refusal(field, text)) {
        let key = key.to_owned();
        top.add_at_line(field.line, TemplateProblem::WrongValue { key, reason });
    }
    let FieldKind::Choice(options) = &field.kind else {
        return;
    };
    let known: Vec<&str> = (options.all.iter())
        .map(|option| option.id.as_str())
        .collect();
    if let Some(stranger) = texts.iter().find(|id| !known.contains(&id.as_str())) {
        let problem = TemplateProblem::UnknownWord {
            key: key.to_owned(),
            near: value::nearest(stranger, known.iter().copied()).map(str::to_owned),
            known: known.join(", "),
            found: stranger.clone(),
        };
        top.add_at_line(field.line, problem);
    }
}

/// Why a field does not take a literal answer, which is read as a typed one is. The options of a
/// choice are judged elsewhere.
fn refusal(field: &Field, text: &str) -> Option<ValueError> {
    let is_choice = matches!(field.kind, FieldKind::Choice(_));
    if is_choice || field.strike && is_strike_mark(text.trim()) {
        return None;
    }
    field.value_of(text).err()
}
