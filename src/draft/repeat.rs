//! Starts a new contract with the answers of an existing contract.

use super::answers::{Answer, Draft};
use super::evaluate::values_of;
use crate::template::{Field, FieldKind, Place, StyleKeys, Template};

/// Copies the answers of `model` to the new draft `to`. Returns the blanks whose answers were not
/// copied; dates come last.
///
/// An answer is not copied if the template forbids it or if the new contract does not ask for the
/// field. A hidden answer would reappear unnoticed when a choice or a correction brings the field
/// back.
#[must_use]
pub fn repeat(
    template: &Template,
    house_style: &StyleKeys,
    model: &Draft,
    to: &mut Draft,
) -> Vec<Place> {
    let fields = template.fields.iter();
    let given: Vec<(&Field, &Answer)> = fields
        .filter(|field| field.is_asked_of_people())
        .filter_map(|field| Some((field, model.answers.get(&field.place())?)))
        .filter(|(_, answer)| !answer.is_empty())
        .collect();
    for (field, answer) in &given {
        if field.copy {
            to.answers.insert(field.place(), (*answer).clone());
        }
    }
    let values = values_of(template, to, &to.style_in(template, house_style));
    let mut left = Vec::new();
    for (field, _) in given {
        let place = field.place();
        if !values.is_asked(&place) {
            to.answers.remove(&place);
        }
        if !to.answers.contains_key(&place) {
            left.push((field.kind == FieldKind::Date, place));
        }
    }
    // The sort is stable, so each half keeps the template's order.
    left.sort_by_key(|(is_day, _)| *is_day);
    left.into_iter().map(|(_, place)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::parse;

    fn text(answer: &str) -> Answer {
        Answer::Text(answer.to_owned())
    }

    /// The ids of the copied answers, and the ids of the answers that were not copied.
    fn repeated(template: &Template, answers: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
        let model = Draft {
            answers: answers
                .iter()
                .map(|(id, answer)| ((*id).into(), text(answer)))
                .collect(),
            ..Draft::default()
        };
        let mut draft = Draft::default();
        let left = repeat(template, &StyleKeys::default(), &model, &mut draft);
        let ids = |places: Vec<Place>| places.iter().map(Place::to_string).collect();
        (ids(draft.answers.into_keys().collect()), ids(left))
    }

    #[test]
    fn what_belongs_to_one_client_is_left_behind() {
        let (_, source) = crate::store::BUILT_IN[0];
        let template = parse(source.as_bytes()).unwrap();
        let (copied, left) = repeated(
            &template,
            &[
                ("contract_no", "HT-1"),
                ("party_a_name", "杭州虚构青禾茶业有限公司"),
                ("product_name", "青禾小程序"),
                ("term_start", "2026-03-01"),
                ("payment_workdays", "5"),
                ("delivery_email", "a@example.com"),
                ("delivery_wechat", "qinghe"),
                ("hotline", "400-000-0000"),
                ("party_a_phone", "0571-00000001"),
                ("party_a_bank_account", "虚构银行 0000000000000000001"),
                ("sign_date", "2026-02-10"),
                ("party_b_phone", "0755-00000001"),
                ("party_b_bank_account", "虚构银行 0000000000000000002"),
            ],
        );
        assert_eq!(
            copied,
            [
                "hotline",
                "party_a_name",
                "party_b_bank_account",
                "party_b_phone",
                "product_name"
            ]
        );
        // Correction C08 adds the working days and C29 the addresses; neither is accepted.
        assert_eq!(
            left,
            [
                "contract_no",
                "payment_workdays",
                "delivery_email",
                "delivery_wechat",
                "party_a_phone",
                "party_a_bank_account",
                "term_start",
                "sign_date"
            ]
        );
    }

    #[test]
    fn each_kind_is_copied_by_its_own_rule_unless_the_template_says_otherwise() {
        for (declared, is_copied) in [
            ("kind = \"text\"", true),
            ("kind = \"text\"\nparty = true", true),
            ("kind = \"money\"", true),
            ("kind = \"integer\"", true),
            ("kind = \"percent\"", true),
            ("kind = \"url\"", true),
            ("kind = \"date\"", false),
            ("kind = \"phone\"", false),
            ("kind = \"bank_account\"", false),
            ("kind = \"credit_code\"", false),
            ("kind = \"phone\"\nsource = \"profile.phone\"", true),
            (
                "kind = \"bank_account\"\nsource = \"profile.bank_account\"",
                true,
            ),
            ("kind = \"credit_code\"\nsource = \"profile.name\"", true),
            ("kind = \"phone\"\ncopy = true", true),
            ("kind = \"date\"\ncopy = true", true),
            ("kind = \"text\"\ncopy = false", false),
            (
                "kind = \"phone\"\nsource = \"profile.phone\"\ncopy = false",
                false,
            ),
        ] {
            let source = format!(
                "+++\nid = \"note\"\ntitle = \"便条\"\nversion = \"1\"\n\n[[fields]]\nid = \"x\"\n\
                 {declared}\nlabel = {{ zh = \"某项\", en = \"Some\" }}\n+++\n{{{{ x }}}}\n"
            );
            let template = parse(source.as_bytes()).unwrap_or_else(|errors| panic!("{errors:?}"));
            let (copied, left) = repeated(&template, &[("x", "1")]);
            assert_eq!(copied.len(), usize::from(is_copied), "{declared}");
            assert_eq!(left.len(), usize::from(!is_copied), "{declared}");
        }
    }
}
