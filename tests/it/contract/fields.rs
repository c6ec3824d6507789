//! The blanks of the built-in contract, compared with the table that drafts and scripts rely on.

use super::{SERVICE, contract, template};
use qianyue::draft::Draft;
use qianyue::template::{DefaultAnswer, Field, FieldKind, Template};

/// One row of the table.
struct Row<'a> {
    id: &'a str,
    zh: &'a str,
    en: &'a str,
    kind: &'a str,
    unit: &'a str,
    required: &'a str,
    hand: &'a str,
    strike: &'a str,
    default: &'a str,
    limits: &'a str,
}

fn rows() -> Vec<Row<'static>> {
    include_str!("../../data/fields.tsv")
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [
                id,
                zh,
                en,
                _place,
                kind,
                unit,
                required,
                hand,
                strike,
                default,
                limits,
            ] = cells[..]
            else {
                panic!("eleven cells: {line}");
            };
            Row {
                id,
                zh,
                en,
                kind,
                unit,
                required,
                hand,
                strike,
                default,
                limits,
            }
        })
        .collect()
}

fn kind_of(field: &Field, template: &Template) -> String {
    match &field.kind {
        FieldKind::Text | FieldKind::PartyName => match template.option_of_text(&field.id) {
            Some((_, option)) => format!("text of option {}", option.id),
            None => "text".to_owned(),
        },
        FieldKind::Money => "money".to_owned(),
        FieldKind::Integer => "integer".to_owned(),
        FieldKind::Number => "number".to_owned(),
        FieldKind::Percent => "percent".to_owned(),
        FieldKind::Date => "date".to_owned(),
        FieldKind::Choice(options) if options.multiple => "choice, multiple".to_owned(),
        FieldKind::Choice(_) => "choice".to_owned(),
        FieldKind::Phone => "phone".to_owned(),
        FieldKind::Email => "email".to_owned(),
        FieldKind::Paragraph
        | FieldKind::Rate(_)
        | FieldKind::Time
        | FieldKind::IdCard
        | FieldKind::Postcode => field.kind.name().to_owned(),
        FieldKind::Url => "url".to_owned(),
        FieldKind::BankAccount => "bank_account".to_owned(),
        FieldKind::CreditCode => "credit_code".to_owned(),
        FieldKind::AmountInWords { of } => format!("amount_in_words of {of}"),
        FieldKind::Computed(_) => "computed".to_owned(),
        FieldKind::Hand { .. } => "hand".to_owned(),
    }
}

#[test]
fn every_blank_is_declared_as_the_table_says() {
    let template = template(SERVICE);
    for row in rows() {
        let id = row.id;
        let field = template
            .field(id)
            .unwrap_or_else(|| panic!("{id} is not declared"));
        assert_eq!(field.label.zh, row.zh, "{id}");
        assert_eq!(field.label.en, row.en, "{id}");
        assert_eq!(kind_of(field, &template), row.kind, "{id}");
        if row.unit != "/" {
            assert_eq!(field.unit, row.unit, "{id}");
        }
        // The text of an option is asked only together with its option, and is then required.
        let required = matches!(row.required, "yes" | "with other");
        assert_eq!(field.required, required, "{id}: required");
        assert_eq!(field.hand, row.hand == "yes", "{id}: hand");
        assert_eq!(field.strike, row.strike == "yes", "{id}: strike");
        assert_eq!(default_of(field), row.default, "{id}: default");
    }
}

/// The default of a field in the words of the table.
fn default_of(field: &Field) -> String {
    match (&field.default, field.profile) {
        (None, None) => String::new(),
        (None, Some(_)) => "the profile".to_owned(),
        (Some(DefaultAnswer::Literal(texts)), _) => match &field.kind {
            FieldKind::Choice(_) => format!("[\"{}\"]", texts.join("\", \"")),
            _ => texts.concat(),
        },
        (Some(DefaultAnswer::Computed(expression)), _) => {
            let source = expression.fields().first().map(ToString::to_string);
            match source.as_deref() {
                Some("term_start") => "term_start + 1 year − 1 day".to_owned(),
                Some("copies_each") => "copies_each × 2".to_owned(),
                other => other.unwrap_or_default().to_owned(),
            }
        }
    }
}

#[test]
fn numbers_keep_the_limits_of_the_table() {
    let template = template(SERVICE);
    let mut n_checked = 0;
    for row in rows() {
        let field = template.field(row.id).unwrap();
        let first = row.limits.split('；').next().unwrap_or_default();
        let Some((low, high)) = first.split_once('–') else {
            continue;
        };
        let low: usize = low.parse().unwrap();
        let limits = &field.limits;
        if let Some(high) = high.strip_suffix('字') {
            assert_eq!(limits.max_chars, high.parse().ok(), "{}", row.id);
            assert!(limits.min_chars.unwrap_or(1) == low, "{}", row.id);
        } else if let Some((high, _)) = high.split_once("字：") {
            assert_eq!(limits.max_chars, high.parse().ok(), "{}", row.id);
        } else {
            assert_eq!(limits.min, i64::try_from(low).ok(), "{}", row.id);
            assert_eq!(limits.max, high.parse().ok(), "{}", row.id);
        }
        n_checked += 1;
    }
    assert!(n_checked >= 15, "{n_checked} rows with a range");
    let fee = &template.field("late_fee_percent").unwrap().limits;
    assert_eq!((fee.min, fee.above_min), (Some(0), true));
    assert_eq!((fee.max, fee.decimals), (Some(1_000_000), Some(4)));
    assert_eq!(
        template.field("product_name").unwrap().limits.forbidden,
        "；。"
    );
}

#[test]
fn the_options_of_payment_are_those_of_the_table() {
    let template = template(SERVICE);
    let FieldKind::Choice(options) = &template.field("payment").unwrap().kind else {
        panic!("a choice");
    };
    let found: Vec<(&str, &str)> = options
        .all
        .iter()
        .map(|option| (option.id.as_str(), option.label.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("cash", "现金"),
            ("cheque", "支票"),
            ("remittance", "汇款"),
            ("other", "其他")
        ]
    );
}

#[test]
fn the_insertions_are_optional() {
    let template = template(SERVICE);
    for id in [
        "contract_no",
        "party_b_seal",
        "party_b_legal_rep",
        "party_b_phone",
        "party_b_bank_account",
        "party_b_sign_date",
    ] {
        assert!(!template.field(id).unwrap().required, "{id}");
    }
    // Four more fields appear only with the corrections that add them.
    for id in [
        "payment_workdays",
        "delivery_email",
        "delivery_wechat",
        "notice_days",
    ] {
        assert!(template.field(id).is_some(), "{id}");
        let blank = contract(&template, &Draft::default());
        assert!(!blank.values.is_asked(&id.into()), "{id}");
    }
    assert_eq!(template.fields.len(), rows().len() + 6 + 4);
}
