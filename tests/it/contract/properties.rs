//! Properties that hold for any answers.

use std::sync::LazyLock;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;

use super::{SALE, SERVICE, contract, template};
use qianyue::document::{Block, Document};
use qianyue::draft::{Answer, Draft};
use qianyue::language::Language;
use qianyue::render::report::markdown;
use qianyue::review::summary::{Summary, Written};
use qianyue::template::{Field, FieldId, Place, Style, StyleKeys, StyleValue, Template};
use qianyue::wording;

static TEMPLATES: LazyLock<[Template; 2]> = LazyLock::new(|| [template(SERVICE), template(SALE)]);

/// Valid spellings of every kind, invalid spellings that look similar, and texts that look like
/// markup.
const TEXTS: [&str; 40] = [
    "",
    " ",
    "/",
    "／",
    "0",
    "1",
    "2",
    "365",
    "366",
    "-1",
    "十五",
    "１５",
    "999999999999.99",
    "1000000000000",
    "12,800.005",
    "1.28万",
    "¥12,800",
    "0.05",
    "0.05%",
    "100.00001",
    "2026-03-01",
    "2026-02-30",
    "9999-12-31",
    "0000-00-00",
    "+30",
    "今天",
    "https://www.example.com",
    "400-000-0000",
    "虚构银行 0000000000000000001",
    "install",
    "seller",
    "# 题\n\n1. 条\n\n| a | b |\n| --- | --- |",
    "{{ party_a_name }}{% if 1 %}",
    "**粗**__粗__<b>&amp;",
    "\u{202E}\u{200B}\u{0}\u{1B}[31m\r\n\t",
    "\u{F0000}\u{F0001}\u{E000}",
    "𠮷👩‍👩‍👧",
    "一、（一）1、",
    "（以下无正文）",
    "☑□：",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => select(&TEXTS[..]).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[0-9.,%/万元年月日-]{0,14}",
        1 => (0_usize..3_000).prop_map(|n_characters| "条".repeat(n_characters)),
    ]
}

fn answer() -> impl Strategy<Value = Answer> {
    let option = select(
        &[
            "cash", "other", "install", "train", "buyer", "seller", "", "没有",
        ][..],
    );
    prop_oneof![
        4 => text().prop_map(Answer::Text),
        1 => vec(option.prop_map(str::to_owned), 0..4).prop_map(Answer::Chosen),
    ]
}

/// Valid values of style keys in any combination, and some invalid values.
fn style() -> impl Strategy<Value = StyleKeys> {
    let choices: Vec<(String, StyleValue)> = Style::keys()
        .iter()
        .flat_map(|key| {
            let choices = key.choices().into_iter();
            choices.map(|choice| (key.name.to_owned(), choice))
        })
        .collect();
    let names: Vec<String> = Style::keys()
        .iter()
        .map(|key| key.name.to_owned())
        .chain(["no_such_key".to_owned()])
        .collect();
    let nonsense = prop_oneof![
        any::<bool>().prop_map(StyleValue::Bool),
        Just(StyleValue::Text("没有".to_owned())),
        any::<f64>().prop_map(StyleValue::Number),
        vec(any::<f64>(), 0..5).prop_map(StyleValue::Numbers),
    ];
    let pair = prop_oneof![4 => select(choices), 1 => (select(names), nonsense)];
    vec(pair, 0..8).prop_map(|pairs| pairs.into_iter().collect())
}

/// A template and a draft of it.
fn drafts() -> impl Strategy<Value = (usize, Draft)> {
    (0_usize..2).prop_flat_map(|index| {
        let ids: Vec<Place> = TEMPLATES[index]
            .fields
            .iter()
            .map(Field::place)
            .chain(["no_such_field".into(), "goods#7.price".parse().unwrap()])
            .collect();
        let accepted = vec(select(&["K1", "K2", "C25", "\u{1B}"][..]), 0..3);
        let answers = btree_map(select(ids), answer(), 0..20);
        (answers, style(), accepted).prop_map(move |(answers, style, accepted)| {
            let accepted = accepted.into_iter().map(str::to_owned).collect();
            (
                index,
                Draft {
                    answers,
                    style,
                    accepted,
                    ..Draft::default()
                },
            )
        })
    })
}

/// The structure of a document without its values: the line, the number and the size of each block.
fn structure(document: &Document) -> Vec<(usize, String, usize)> {
    document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(paragraph) => (
                paragraph.id.line,
                paragraph.number.clone(),
                paragraph.inlines.len(),
            ),
            Block::Table(table) => (table.id.line, String::new(), table.n_columns()),
        })
        .collect()
}

/// Whether a text has no invisible characters. A line end would be structure, so it counts as one.
fn shows_everything(text: &str) -> bool {
    !text
        .chars()
        .any(|c| c.is_control() || "\u{202E}\u{200B}\u{E000}".contains(c))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn any_draft_gives_a_contract_and_always_the_same((index, draft) in drafts()) {
        let template = &TEMPLATES[index];
        let first = contract(template, &draft);
        let second = contract(template, &draft);
        // Not compared with `==`, because NaN in a style never equals itself.
        prop_assert_eq!(format!("{:?}", first.document), format!("{:?}", second.document));
        prop_assert_eq!(first.issues, second.issues);
        prop_assert_eq!(first.values, second.values);
    }

    /// A key press changes one answer; a restored revision may change all.
    #[test]
    fn what_is_made_of_the_contract_before_is_what_is_made_anew(
        drafts in vec(drafts(), 1..4),
        field in any::<prop::sample::Index>(),
        value in text(),
    ) {
        let template = &TEMPLATES[drafts[0].0];
        let id = field.get(&template.fields).place();
        let changed = drafts.iter().map(|(_, draft)| {
            let mut draft = draft.clone();
            draft.answers.insert(id.clone(), Answer::Text(value.clone()));
            draft
        });
        let drafts: Vec<Draft> = drafts.iter().map(|(_, draft)| draft.clone()).collect();
        let steps = drafts.iter().cloned().zip(changed).flat_map(<[Draft; 2]>::from);
        let mut before = contract(template, &Draft::default());
        let mut before_answers = Draft::default().answers;
        for draft in steps {
            let body = template.body(&draft.accepted);
            let changed = draft.answers_changed_since(&before_answers).collect();
            let again = before.again(template, &body, &draft, &StyleKeys::new(), &changed);
            let anew = contract(template, &draft);
            prop_assert_eq!(&again, &anew);
            before = again;
            before_answers = draft.answers;
        }
    }

    #[test]
    fn nothing_unseen_is_printed((index, draft) in drafts()) {
        for paragraph in contract(&TEMPLATES[index], &draft).document.paragraphs() {
            prop_assert!(shows_everything(&paragraph.text()), "{:?}", paragraph.text());
        }
    }

    #[test]
    fn any_draft_can_be_summed_up_and_nothing_unseen_is_told(
        (index, mut draft) in drafts(),
        reason in text(),
        draft_mark in any::<bool>(),
        embeds in any::<bool>(),
    ) {
        let template = &TEMPLATES[index];
        for issue in contract(template, &draft).issues {
            let acknowledgement = issue.acknowledgement(&draft, &reason);
            draft.acknowledged.insert(issue.id, acknowledgement);
        }
        let written = Written { draft_mark, embeds, text_hash: Some("\u{1B}[31m".to_owned()) };
        let body = template.body(&draft.accepted);
        let contract = contract(template, &draft);
        let summary = Summary::new(template, &draft, &contract, &body.applied, &written);
        for language in [Language::Chinese, Language::English] {
            let report = wording::summary(&summary, template, language);
            let lines: usize = report.sections.iter().map(|part| part.lines.len()).sum();
            prop_assert_eq!(summary.points().count(), lines);
            for line in report.sections.iter().flat_map(|part| &part.lines) {
                let told = format!("{}{}", line.label, line.text);
                prop_assert!(shows_everything(&told) && !told.trim().is_empty(), "{:?}", line);
            }
            let printed = markdown(&report);
            prop_assert!(printed.lines().all(shows_everything), "{}", printed);
            for told in wording::departures(&summary, language) {
                prop_assert!(shows_everything(&told), "{:?}", told);
            }
        }
    }

    /// The values of blanks that no condition reads do not change the blocks.
    #[test]
    fn no_value_becomes_structure(
        (index, mut draft) in drafts(),
        field in any::<prop::sample::Index>(),
        value in text(),
    ) {
        let template = &TEMPLATES[index];
        let body = template.body(&draft.accepted);
        let deciding: Vec<&str> = body
            .conditions
            .iter()
            .flat_map(|condition| condition.expression.fields())
            .map(FieldId::as_str)
            .collect();
        let free: Vec<&str> = template
            .fields
            .iter()
            .map(|field| field.id.as_str())
            .filter(|id| !deciding.contains(id))
            .filter(|id| !["payment", "extras", "transport"].contains(id))
            .collect();
        let before = structure(&contract(template, &draft).document);
        let id = field.get(&free);
        draft.answers.insert((*id).into(), Answer::Text(value));
        prop_assert_eq!(before, structure(&contract(template, &draft).document));
    }
}
