//! Collects answers from other drafts of the same template, to offer them again.

use std::collections::HashMap;

use super::answers::{Answer, Draft};
use super::parse_answer;
use super::values::State;
use crate::template::{Belongs, Field, FieldId, Template};

/// The maximum number of answers offered for a field.
const MOST_OFFERED: usize = 9;

/// Answers from other drafts, by field, in the order to offer them.
pub type Recalled = HashMap<FieldId, Vec<String>>;

/// Collects answers from `drafts` in their order, without duplicates. Includes only fields that the
/// template marks for recall, and only answers that the field accepts; never a client's field,
/// because most drafts are those of other clients.
#[must_use]
pub fn recall<'d>(template: &Template, drafts: impl IntoIterator<Item = &'d Draft>) -> Recalled {
    let mut recalled = Recalled::new();
    let may_be_offered = |field: &&Field| field.recall && template.owner(field) != Belongs::Client;
    let offered: Vec<&Field> = template.fields.iter().filter(may_be_offered).collect();
    for draft in drafts {
        for field in &offered {
            let known = recalled.entry(field.id.clone()).or_default();
            for place in draft.rows.places(field) {
                let answer = draft.answers.get(&place);
                if let Some(Answer::Text(text)) = answer
                    && known.len() < MOST_OFFERED
                    && !known.contains(text)
                    && matches!(
                        parse_answer::read(field, answer).state,
                        State::Answered(_) | State::Struck
                    )
                {
                    known.push(text.clone());
                }
            }
        }
    }
    recalled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::for_tests::draft;
    use crate::template;

    #[test]
    fn only_what_may_be_offered_and_is_understood_is_recalled_newest_first() {
        let (_, text) = crate::store::BUILT_IN[0];
        let template = template::parse(text.as_bytes()).unwrap();
        let drafts = [
            draft(
                &[
                    ("product_name", "青禾小程序"),
                    ("party_a_name", "杭州虚构青禾茶业有限公司"),
                    ("party_a_bank_account", "虚构银行 0000000000000000001"),
                    ("party_a_phone", "0571-00000001"),
                    ("term_start", "2026-03-01"),
                    ("contract_no", "2026-1"),
                    ("delivery_email", "a@example.com"),
                    ("suspend_after_days", "十五天左右"),
                    ("plan_workdays", "/"),
                    ("hotline", "400-000-0000"),
                ],
                &[],
            ),
            draft(
                &[
                    ("product_name", "慢跑小程序"),
                    ("suspend_after_days", "15"),
                    ("plan_workdays", "5"),
                ],
                &[],
            ),
            draft(
                &[("product_name", "青禾小程序"), ("plan_workdays", "/")],
                &[],
            ),
        ];
        let recalled = recall(&template, &drafts);
        let told: Vec<(&str, Vec<&str>)> = template
            .fields
            .iter()
            .filter_map(|field| Some((field, recalled.get(&field.id)?)))
            .filter(|(_, answers)| !answers.is_empty())
            .map(|(field, answers)| {
                let answers = answers.iter().map(String::as_str).collect();
                (field.id.as_str(), answers)
            })
            .collect();
        assert_eq!(
            told,
            [
                ("product_name", vec!["青禾小程序", "慢跑小程序"]),
                ("suspend_after_days", vec!["15"]),
                ("plan_workdays", vec!["/", "5"]),
                ("hotline", vec!["400-000-0000"]),
            ]
        );
    }
}
