//! Corrections are accepted one by one; those that change the same words exclude each other.

use super::{SALE, contract, draft, line_of, sale_answers, template};
use qianyue::draft::{Draft, Problem};
use qianyue::template::overlap;

fn accepting(accepted: &[&str]) -> Draft {
    Draft {
        accepted: accepted.iter().map(|id| (*id).to_owned()).collect(),
        ..draft(&sale_answers())
    }
}

#[test]
fn an_accepted_correction_changes_its_words_and_nothing_else() {
    let template = template(SALE);
    for (accepted, expected) in [
        (vec![], "3.2　买方应及时付款。"),
        (vec!["K1"], "3.2　买方应在收货后30日内付款。"),
        (vec!["K2"], "3.2　买方应当按期付款。"),
        (vec!["K1", "K2"], "3.2　买方应在收货后30日内付款。"),
        (vec!["K2", "K1"], "3.2　买方应当按期付款。"),
        (vec!["K1", "K1"], "3.2　买方应在收货后30日内付款。"),
        (vec!["K9"], "3.2　买方应及时付款。"),
    ] {
        let line = line_of(&template, &accepting(&accepted), "付款。");
        assert!(line.starts_with(expected), "{accepted:?}: {line}");
        let plain = super::printed(&template, &accepting(&[]));
        let corrected = super::printed(&template, &accepting(&accepted));
        let differing = plain.iter().zip(&corrected).filter(|(a, b)| a != b).count();
        assert!(
            differing <= 1 && plain.len() == corrected.len(),
            "{accepted:?}"
        );
    }
}

#[test]
fn corrections_of_the_same_words_exclude_each_other() {
    let template = template(SALE);
    let [first, second] = template.corrections.as_slice() else {
        panic!("two corrections");
    };
    assert!(overlap(first, second) && overlap(second, first));
}

#[test]
fn a_correction_that_cannot_be_applied_is_listed() {
    let template = template(SALE);
    for (accepted, left_out) in [
        (vec!["K1"], vec![]),
        (vec!["K1", "K2"], vec!["K2"]),
        (vec!["K9", "K1"], vec!["K9"]),
        (vec!["K1", "K1"], vec![]),
        (vec!["K9", "K9"], vec!["K9"]),
    ] {
        let draft = accepting(&accepted);
        assert_eq!(
            template.body(&draft.accepted).left_out,
            left_out,
            "{accepted:?}"
        );
        let reported: Vec<String> = contract(&template, &draft)
            .issues
            .into_iter()
            .filter_map(|issue| match issue.problem {
                Problem::UnappliedCorrection { id } => Some(id),
                _ => None,
            })
            .collect();
        assert_eq!(reported, left_out, "{accepted:?}");
    }
}

#[test]
fn a_blank_comes_and_goes_with_the_correction_that_brings_it() {
    let template = template(SALE);
    for (accepted, asked) in [(vec![], false), (vec!["K1"], true), (vec!["K2"], false)] {
        let contract = contract(&template, &accepting(&accepted));
        assert_eq!(
            contract.values.is_asked(&"payment_days".into()),
            asked,
            "{accepted:?}"
        );
    }
}
