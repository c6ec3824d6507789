//! From answers to text, with the built-in contract and a very different second contract.

mod answers;
mod conditions;
mod corrections;
mod fields;
mod properties;
mod style;
mod suggestions;

use qianyue::document::Document;
use qianyue::draft::{Answer, Draft, DraftFile};
use qianyue::render;
use qianyue::review::Contract;
use qianyue::template::{self, StyleKeys, Template};

/// The built-in contract.
pub const SERVICE: &str = include_str!("../../assets/templates/mini-program-service.md");
/// A contract that has nothing in common with the built-in contract.
pub const SALE: &str = include_str!("../data/templates/goods-sale.md");
/// A draft of the built-in contract with all answers.
pub const EXAMPLE: &str = include_str!("../data/example.toml");

pub fn template(text: &str) -> Template {
    template::parse(text.as_bytes()).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

fn draft_file(text: &str) -> Draft {
    DraftFile::parse(text.as_bytes()).unwrap().draft().clone()
}

/// A draft with these answers; brackets (`[a, b]`) mark the chosen options of a choice.
pub fn draft(answers: &[(&str, &str)]) -> Draft {
    Draft {
        answers: answers
            .iter()
            .map(|(id, text)| ((*id).into(), answer(text)))
            .collect(),
        ..Draft::default()
    }
}

fn answer(text: &str) -> Answer {
    match text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        Some(ids) => Answer::Chosen(ids.split(", ").map(str::to_owned).collect()),
        None => Answer::Text(text.to_owned()),
    }
}

pub fn contract(template: &Template, draft: &Draft) -> Contract {
    Contract::new(
        template,
        &template.body(&draft.accepted),
        draft,
        &StyleKeys::new(),
    )
}

fn document(template: &Template, draft: &Draft) -> Document {
    contract(template, draft).document
}

fn text(template: &Template, draft: &Draft) -> String {
    render::text::render(&document(template, draft))
}

/// The lines that are not blank, without trailing spaces.
fn lines(text: &str) -> Vec<String> {
    text.lines()
        .map(|line| line.trim_end().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

/// The lines of the contract of a draft.
fn printed(template: &Template, draft: &Draft) -> Vec<String> {
    lines(&text(template, draft))
}

/// The only line that contains this label.
fn line_of(template: &Template, draft: &Draft, label: &str) -> String {
    let lines = printed(template, draft);
    let found: Vec<&String> = lines.iter().filter(|line| line.contains(label)).collect();
    match found.as_slice() {
        [line] => (*line).clone(),
        _ => panic!("{label} occurs {} times in {lines:#?}", found.len()),
    }
}

/// Answers with which every blank of the second contract prints something.
pub fn sale_answers() -> Vec<(&'static str, &'static str)> {
    vec![
        ("buyer", "杭州虚构青禾茶业有限公司"),
        ("seller", "深圳示例云帆网络科技有限公司"),
        ("goods", "采茶机"),
        ("quantity", "12"),
        ("total", "12800"),
        ("delivery", "2026-03-01"),
        ("warranty_until", "2027-02-28"),
        ("transport", "seller"),
        ("freight", "300"),
        ("extras", "[install, train]"),
        ("training_days", "两日"),
        ("penalty", "5"),
        ("copies", "2"),
        ("buyer_date", "2026-02-10"),
        ("seller_date", "2026-02-11"),
        ("payment_days", "30"),
    ]
}
