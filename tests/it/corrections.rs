//! Suggested corrections: each changes its own clause and nothing else.

use std::collections::BTreeSet;

use proptest::prelude::*;
use qianyue::document::Document;
use qianyue::draft::{Draft, Problem};
use qianyue::template::{Correction, Place, Template};

use crate::support::built_in::{SALE, SERVICE, accepting, contract, example, findings, with};

/// Answers for the fields that only corrections add.
const BROUGHT_IN: [(&str, &str); 4] = [
    ("payment_workdays", "5"),
    ("delivery_email", "tea@example.com"),
    ("delivery_wechat", "qinghe"),
    ("notice_days", "30"),
];

fn ids(template: &Template) -> Vec<&str> {
    let ids = template.corrections.iter().map(|each| each.id.as_str());
    ids.collect()
}

/// Every paragraph with its line number in the template.
fn paragraphs(document: &Document) -> Vec<(usize, String)> {
    document
        .paragraphs()
        .map(|paragraph| (paragraph.id.line, paragraph.text()))
        .collect()
}

/// The words of a suggestion outside its blanks.
fn words(suggestion: &str) -> Vec<&str> {
    suggestion
        .split("{{")
        .map(|part| part.split_once("}}").map_or(part, |(_, after)| after))
        .filter(|words| !words.is_empty())
        .collect()
}

fn is_printed(correction: &Correction, text: &str) -> bool {
    let words = words(&correction.suggestion);
    !words.is_empty() && words.iter().all(|part| text.contains(part))
}

#[test]
fn the_template_offers_every_correction_with_its_reason_in_both_languages() {
    assert_eq!(SERVICE.corrections.len(), 57);
    for correction in &SERVICE.corrections {
        let id = &correction.id;
        assert!(!correction.reason.zh.is_empty(), "{id}");
        assert!(!correction.reason.en.is_empty(), "{id}");
        assert!(correction.quote != correction.suggestion, "{id}");
        assert_eq!(correction.all, correction.places.len() > 1, "{id}");
        assert!(
            !correction.suggestion.contains("__"),
            "{id}: {}",
            correction.suggestion
        );
    }
}

#[test]
fn a_correction_changes_exactly_the_lines_of_its_quote() {
    for template in [&*SERVICE, &*SALE] {
        let plain = contract(template, &with(example(), &BROUGHT_IN));
        let before = paragraphs(&plain.document);
        for correction in &template.corrections {
            let draft = accepting(with(example(), &BROUGHT_IN), &[&correction.id]);
            let after = paragraphs(&contract(template, &draft).document);
            assert_eq!(before.len(), after.len(), "{}", correction.id);
            let changed: BTreeSet<usize> = before
                .iter()
                .zip(&after)
                .filter(|(before, after)| before != after)
                .map(|((line, _), _)| *line)
                .collect();
            let lines = correction.lines.iter().copied().collect();
            assert_eq!(changed, lines, "{}", correction.id);
        }
    }
}

#[test]
fn a_correction_alone_is_applied_whole_and_printed() {
    for template in [&*SERVICE, &*SALE] {
        for correction in &template.corrections {
            let id = &correction.id;
            let body = template.body(std::slice::from_ref(id));
            assert!(body.left_out.is_empty(), "{id}");
            assert_eq!(body.applied, std::slice::from_ref(id), "{id}");
            let draft = accepting(with(example(), &BROUGHT_IN), &[id]);
            let text = all_text(template, &draft);
            assert!(is_printed(correction, &text), "{id}: {text}");
        }
    }
}

fn all_text(template: &Template, draft: &Draft) -> String {
    contract(template, draft)
        .document
        .paragraphs()
        .map(|paragraph| paragraph.text() + "\n")
        .collect()
}

#[test]
fn all_corrections_that_do_not_conflict_read_well_together() {
    let all = ids(&SERVICE);
    let draft = accepting(with(example(), &BROUGHT_IN), &all);
    assert!(SERVICE.body(&draft.accepted).left_out.is_empty());
    let text = all_text(&SERVICE, &draft);
    for correction in &SERVICE.corrections {
        assert!(is_printed(correction, &text), "{}", correction.id);
    }
    insta::assert_snapshot!(text);
    let expected = BTreeSet::from(["T06"]);
    assert_eq!(findings(&contract(&SERVICE, &draft)), expected);
}

#[test]
fn two_corrections_of_the_same_words_exclude_each_other() {
    for template in [&*SERVICE, &*SALE] {
        for correction in &template.corrections {
            for other in template.conflicts_of(correction) {
                let back: Vec<&str> = template
                    .conflicts_of(other)
                    .map(|each| each.id.as_str())
                    .collect();
                assert!(back.contains(&correction.id.as_str()), "{}", other.id);
                let both = [correction.id.clone(), other.id.clone()];
                assert_eq!(template.body(&both).left_out, both[1..]);
            }
        }
    }
    let of_sale = SALE.correction("K1").unwrap();
    let conflicts: Vec<&str> = SALE
        .conflicts_of(of_sale)
        .map(|each| each.id.as_str())
        .collect();
    assert_eq!(conflicts, ["K2"]);
    let n_conflicts: usize = SERVICE
        .corrections
        .iter()
        .map(|each| SERVICE.conflicts_of(each).count())
        .sum();
    assert_eq!(n_conflicts, 0);
}

#[test]
fn the_fields_of_a_correction_come_and_go_with_it() {
    for (id, fields) in [
        ("C08", &["payment_workdays"][..]),
        ("C29", &["delivery_email", "delivery_wechat"][..]),
        ("C35", &["notice_days"][..]),
    ] {
        let asked = |accepted: &[&str]| -> Vec<bool> {
            let contract = contract(&SERVICE, &accepting(example(), accepted));
            fields
                .iter()
                .map(|field| contract.values.is_asked(&(*field).into()))
                .collect()
        };
        assert!(asked(&[]).iter().all(|asked| !asked), "{id}");
        assert!(asked(&[id]).iter().all(|asked| *asked), "{id}");
        let missing: Vec<Place> = contract(&SERVICE, &accepting(example(), &[id]))
            .issues
            .into_iter()
            .filter(|issue| issue.problem == Problem::Missing)
            .flat_map(|issue| issue.places)
            .collect();
        let expected: Vec<Place> = fields.iter().map(|field| (*field).into()).collect();
        assert_eq!(missing, expected, "{id}");
    }
}

#[test]
fn an_answer_stays_when_its_correction_is_taken_back() {
    let answered = with(example(), &BROUGHT_IN);
    let taken_back = contract(&SERVICE, &answered);
    let unknown = taken_back.issues.iter().any(|issue| issue.id == "H12");
    assert!(!unknown, "{:?}", taken_back.issues);
    assert!(!all_text(&SERVICE, &answered).contains("tea@example.com"));
    let again = accepting(answered, &["C29"]);
    assert!(all_text(&SERVICE, &again).contains("（tea@example.com）"));
}

#[test]
fn a_correction_that_is_not_applied_silences_no_finding() {
    let twice = accepting(example(), &["C09", "C09"]);
    let found = contract(&SERVICE, &twice);
    assert!(!findings(&found).contains("T04"));
    assert!(!findings(&found).contains("W12"));
    let unknown = accepting(example(), &["C99"]);
    assert!(findings(&contract(&SERVICE, &unknown)).contains("W12"));
}

proptest! {
    #[test]
    fn any_set_of_corrections_in_any_order_is_printed(
        chosen in Just(ids(&SERVICE)).prop_shuffle(),
        count in 0_usize..=57,
    ) {
        let chosen: Vec<&str> = chosen.into_iter().take(count).collect();
        let draft = accepting(with(example(), &BROUGHT_IN), &chosen);
        let body = SERVICE.body(&draft.accepted);
        prop_assert!(body.left_out.is_empty(), "left out: {:?}", body.left_out);
        let text = all_text(&SERVICE, &draft);
        for id in chosen {
            let correction = SERVICE.correction(id).unwrap();
            prop_assert!(is_printed(correction, &text), "{id}");
            prop_assert!(!text.contains(&correction.quote) || correction.suggestion.contains(&correction.quote), "{id}");
        }
    }
}
