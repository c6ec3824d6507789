//! The built-in contract and a second, different one, from answers to text.

use std::collections::BTreeMap;

use qianyue::draft::{Answer, Draft};
use qianyue::render;
use qianyue::review::Contract;
use qianyue::template::{self, StyleKeys, StyleValue, Template};

const SERVICE: &str = include_str!("../../assets/templates/mini-program-service.md");
const SALE: &str = include_str!("../data/templates/goods-sale.md");

pub fn template(text: &str) -> Template {
    template::parse(text.as_bytes()).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

fn draft(answers: &[(&str, &str)]) -> Draft {
    Draft {
        answers: answers
            .iter()
            .map(|(id, text)| ((*id).to_owned(), Answer::Text((*text).to_owned())))
            .collect(),
        ..Draft::default()
    }
}

fn contract(template: &Template, draft: &Draft) -> Contract {
    Contract::new(
        template,
        &template.body(&draft.accepted),
        draft,
        &StyleKeys::new(),
    )
}

fn text(template: &Template, draft: &Draft) -> String {
    render::text::render(&contract(template, draft).document)
}

fn lines(text: &str) -> Vec<&str> {
    text.lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .collect()
}

#[test]
fn the_blank_contract_prints_the_original_word_for_word() {
    let template = template(SERVICE);
    let printed = text(&template, &Draft::default());
    let original = include_str!("../data/original.txt").replacen("范本", "", 1);
    let printed: Vec<&str> = lines(&printed)
        .into_iter()
        .filter(|line| *line != "（以下无正文）")
        .collect();
    let original = lines(&original);
    assert_eq!(printed[..original.len()], original[..]);
    assert_eq!(
        printed.len(),
        original.len() + 5,
        "Party B's column: {printed:#?}"
    );
}
