//! libFuzzer over template files: a refusal names a place, and a template that is accepted makes a
//! contract of whatever is answered. `tests/fuzz/run` starts it; a broken promise is a panic.
#![no_main]

mod lines;

use qianyue::document::Block;
use qianyue::draft::{Answer, Draft};
use qianyue::render::text;
use qianyue::review::Contract;
use qianyue::template::{self, StyleKeys, Template};

/// Answers that a form or a file may hold.
const ANSWERS: [&str; 8] = [
    "",
    "/",
    "107000.53",
    "2026-02-29",
    "9999-12-31",
    "{{ x }}{% if %}**粗**",
    "\u{202e}\u{1b}[2J\u{0}",
    "杭州虚构青禾茶业有限公司",
];

libfuzzer_sys::fuzz_target!(|input: &[u8]| keeps_its_promises(input));

libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    lines::mutate(data, size, max_size, seed)
});

fn keeps_its_promises(input: &[u8]) {
    match template::parse(input) {
        Ok(template) => {
            for answer in ANSWERS {
                has_text(&template, &answered(&template, answer));
            }
        }
        Err(errors) => {
            assert!(!errors.is_empty(), "refused without a reason");
            for error in errors {
                assert!(error.line > 0 && error.column > 0, "{error:?}");
            }
        }
    }
}

fn answered(template: &Template, answer: &str) -> Draft {
    let all = |answer: &Answer| {
        template
            .fields
            .iter()
            .map(|field| (field.id.as_str().into(), answer.clone()))
            .collect()
    };
    Draft {
        answers: all(&Answer::Text(answer.to_owned())),
        accepted: template
            .corrections
            .iter()
            .map(|correction| correction.id.clone())
            .collect(),
        ..Draft::default()
    }
}

fn has_text(template: &Template, draft: &Draft) {
    let body = template.body(&draft.accepted);
    let contract = Contract::new(template, &body, draft, &StyleKeys::new());
    let printed = text::render(&contract.document);
    let is_empty = contract.document.blocks.iter().all(|block| match block {
        Block::Paragraph(paragraph) => paragraph.inlines.is_empty(),
        Block::Table(_) => false,
    });
    assert!(is_empty || !printed.trim().is_empty(), "prints nothing");
    assert!(
        !printed.contains(['\u{1b}', '\u{202e}']),
        "acts on a terminal: {printed:?}"
    );
}
