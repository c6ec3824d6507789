//! Collects answers from other drafts of the same template, to offer them again.

use std::collections::HashMap;

use super::answers::{Answer, Draft};
use super::parse_answer;
use super::values::State;
use crate::template::{Belongs, Field, FieldId, FieldKind, Place, Template};
use crate::value::ClientName;

/// The maximum number of answers that are kept for a field.
const MOST_KEPT: usize = 200;

/// The newest answers that show what is usual, in drafts. Habits of years ago do not count.
const HABIT_DRAFTS: usize = 20;

/// Answers of other drafts, and whose contracts they come from.
#[derive(Clone, Debug, Default)]
pub struct Recalled {
    /// The clients of the drafts, each once.
    clients: Vec<ClientName>,
    /// The drafts, newest first.
    drafts: Vec<Source>,
    /// The answers by field, the most usual first.
    answers: HashMap<FieldId, Vec<Known>>,
}

/// A draft that answers come from.
#[derive(Clone, Debug)]
struct Source {
    id: String,
    /// The indices of its clients.
    clients: Vec<usize>,
}

/// An answer that drafts gave to a field.
#[derive(Clone, Debug)]
struct Known {
    text: String,
    /// The indices of the drafts that gave the answer, newest first.
    given_by: Vec<usize>,
    /// The indices of the clients whose names stand in the answer.
    names: Vec<usize>,
}

/// An answer of another draft that may be offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recollection<'r> {
    /// The answer.
    pub text: &'r str,
    /// The id of the newest draft that gave the answer.
    pub draft: &'r str,
    /// Whether the answer was given in a contract with the same client.
    pub is_of_client: bool,
}

/// Collects answers from `drafts`, which come newest first. Includes only answers that their fields
/// accept. What is a client's is collected too, and offered to the same client alone.
#[must_use]
pub fn recall<'d>(template: &Template, drafts: impl IntoIterator<Item = &'d Draft>) -> Recalled {
    let may_be_offered = |field: &&Field| match template.owner(field) {
        Belongs::Client => field.kind != FieldKind::PartyName && field.copy != Some(false),
        Belongs::Us | Belongs::Deal | Belongs::Term => field.recall,
    };
    let offered: Vec<&Field> = template.asked_fields().filter(may_be_offered).collect();
    let mut recalled = Recalled::default();
    for (index, draft) in drafts.into_iter().enumerate() {
        let clients = recalled.clients_of(template, draft);
        recalled.drafts.push(Source {
            id: draft.id.clone(),
            clients,
        });
        for field in &offered {
            let known = recalled.answers.entry(field.id.clone()).or_default();
            for place in draft.rows.places(field) {
                collect(known, index, field, draft.answers.get(&place));
            }
        }
    }
    for field in &offered {
        let Some(known) = recalled.answers.get_mut(&field.id) else {
            continue;
        };
        if matches!(
            field.kind,
            FieldKind::Text | FieldKind::Paragraph | FieldKind::Url
        ) {
            for each in known.iter_mut() {
                let clients = recalled.clients.iter().enumerate();
                let named = clients.filter(|(_, client)| client.is_named_in(&each.text));
                each.names = named.map(|(index, _)| index).collect();
            }
        }
        // The sort is stable: of two answers that are equally usual, the newer comes first.
        known.sort_by_key(|each| std::cmp::Reverse(each.n_recent()));
    }
    recalled
}

/// Notes that a draft gave an answer.
fn collect(known: &mut Vec<Known>, draft: usize, field: &Field, answer: Option<&Answer>) {
    let Some(Answer::Text(text)) = answer else {
        return;
    };
    if let Some(same) = known.iter_mut().find(|known| known.text == *text) {
        if same.given_by.last() != Some(&draft) {
            same.given_by.push(draft);
        }
        return;
    }
    let state = parse_answer::read(field, answer).state;
    if known.len() < MOST_KEPT && matches!(state, State::Answered(_) | State::Struck) {
        known.push(Known {
            text: text.clone(),
            given_by: vec![draft],
            names: Vec::new(),
        });
    }
}

impl Known {
    /// The number of recent drafts that gave the answer.
    fn n_recent(&self) -> usize {
        let drafts = self.given_by.iter();
        drafts.take_while(|draft| **draft < HABIT_DRAFTS).count()
    }
}

impl Recalled {
    /// The indices of a draft's clients; new clients are added.
    fn clients_of(&mut self, template: &Template, draft: &Draft) -> Vec<usize> {
        let mut indices = Vec::new();
        for name in client_names(template, draft) {
            let index = self.clients.iter().position(|known| *known == name);
            indices.push(index.unwrap_or_else(|| {
                self.clients.push(name);
                self.clients.len() - 1
            }));
        }
        indices
    }

    /// The indices of the clients that a draft has in common with the other drafts.
    #[must_use]
    pub(super) fn same_clients(&self, template: &Template, draft: &Draft) -> Vec<usize> {
        if self.clients.is_empty() {
            return Vec::new();
        }
        client_names(template, draft)
            .filter_map(|name| self.clients.iter().position(|known| *known == name))
            .collect()
    }

    /// The answers that may be offered for a field to these clients: the newest of theirs first,
    /// then the most usual of all. What names another client, or is a client's own, is left out.
    pub(super) fn offers<'r>(
        &'r self,
        template: &Template,
        field: &Field,
        clients: &[usize],
    ) -> Vec<Recollection<'r>> {
        let known = self.answers.get(&field.id).map_or(&[][..], Vec::as_slice);
        let is_theirs = |draft: &usize| {
            let source = self.drafts.get(*draft);
            source.is_some_and(|source| source.clients.iter().any(|each| clients.contains(each)))
        };
        let is_of_a_client = template.owner(field) == Belongs::Client;
        let mut offers: Vec<(Option<usize>, Recollection<'r>)> = known
            .iter()
            .filter(|each| each.names.iter().all(|named| clients.contains(named)))
            .filter_map(|each| {
                let theirs = each.given_by.iter().find(|draft| is_theirs(draft));
                if is_of_a_client && theirs.is_none() {
                    return None;
                }
                let draft = theirs.or(each.given_by.first())?;
                let recollection = Recollection {
                    text: &each.text,
                    draft: &self.drafts.get(*draft)?.id,
                    is_of_client: theirs.is_some(),
                };
                Some((theirs.copied(), recollection))
            })
            .collect();
        offers.sort_by_key(|(theirs, _)| theirs.unwrap_or(usize::MAX));
        offers.into_iter().map(|(_, offer)| offer).collect()
    }
}

/// The names of the clients of a draft.
fn client_names<'a>(
    template: &'a Template,
    draft: &'a Draft,
) -> impl Iterator<Item = ClientName> + 'a {
    let fields = template.fields.iter();
    fields
        .filter(|field| field.kind == FieldKind::PartyName)
        .filter(|field| template.owner(field) == Belongs::Client)
        .filter_map(|field| Some(draft.answers.get(&Place::from(field.id.clone()))?.as_text()))
        .filter(|name| !name.trim().is_empty())
        .map(|name| ClientName::new(&name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::for_tests::draft;
    use crate::template;

    const QINGHE: &str = "杭州虚构青禾茶业有限公司";
    const MANPAO: &str = "成都样本慢跑体育用品店";

    fn service() -> Template {
        let (_, text) = crate::store::BUILT_IN[0];
        template::parse(text.as_bytes()).unwrap()
    }

    fn named(id: &str, answers: &[(&str, &str)]) -> Draft {
        Draft {
            id: id.to_owned(),
            ..draft(answers, &[])
        }
    }

    /// The newest draft first.
    fn drafts() -> Vec<Draft> {
        vec![
            named(
                "3",
                &[
                    ("party_a_name", QINGHE),
                    ("product_name", "青禾小程序"),
                    ("party_a_phone", "0571-00000001"),
                    ("term_start", "2026-03-01"),
                    ("contract_no", "2026-1"),
                    ("delivery_email", "a@example.com"),
                    ("suspend_after_days", "十五天左右"),
                    ("data_retention_days", "90"),
                    ("plan_workdays", "/"),
                    ("hotline", "400-000-0000"),
                ],
            ),
            named(
                "2",
                &[
                    ("party_a_name", MANPAO),
                    ("product_name", "商城小程序（标准版）"),
                    ("party_a_phone", "028-00000002"),
                    ("data_retention_days", "30"),
                ],
            ),
            named(
                "1",
                &[
                    ("product_name", "打卡小程序"),
                    ("data_retention_days", "30"),
                    ("plan_workdays", "5"),
                ],
            ),
        ]
    }

    fn offered(client: &str, field: &str) -> Vec<(String, String, bool)> {
        let template = service();
        let recalled = recall(&template, &drafts());
        let now = draft(&[("party_a_name", client)], &[]);
        let clients = recalled.same_clients(&template, &now);
        let field = template.field(field).unwrap();
        let offers = recalled.offers(&template, field, &clients);
        let told = offers.into_iter();
        told.map(|offer| {
            let (text, draft) = (offer.text.to_owned(), offer.draft.to_owned());
            (text, draft, offer.is_of_client)
        })
        .collect()
    }

    #[test]
    fn what_the_same_client_had_comes_first_and_no_client_gets_what_is_anothers() {
        for (client, field, expected) in [
            // Usual is what most contracts have, not what the last one has.
            (
                "",
                "data_retention_days",
                vec![("30", "2", false), ("90", "3", false)],
            ),
            (
                QINGHE,
                "data_retention_days",
                vec![("90", "3", true), ("30", "2", false)],
            ),
            // White space and the width of brackets do not make another client.
            (
                "杭州 虚构青禾茶业有限公司",
                "data_retention_days",
                vec![("90", "3", true), ("30", "2", false)],
            ),
            (
                "",
                "product_name",
                vec![
                    ("商城小程序（标准版）", "2", false),
                    ("打卡小程序", "1", false),
                ],
            ),
            (
                MANPAO,
                "product_name",
                vec![
                    ("商城小程序（标准版）", "2", true),
                    ("打卡小程序", "1", false),
                ],
            ),
            (
                QINGHE,
                "product_name",
                vec![
                    ("青禾小程序", "3", true),
                    ("商城小程序（标准版）", "2", false),
                    ("打卡小程序", "1", false),
                ],
            ),
            (QINGHE, "party_a_phone", vec![("0571-00000001", "3", true)]),
            (QINGHE, "delivery_email", vec![("a@example.com", "3", true)]),
            (MANPAO, "party_a_phone", vec![("028-00000002", "2", true)]),
            ("", "party_a_phone", vec![]),
            ("", "party_a_name", vec![]),
            (QINGHE, "term_start", vec![]),
            (QINGHE, "contract_no", vec![]),
            // The field does not accept it.
            (QINGHE, "suspend_after_days", vec![]),
            (
                "",
                "plan_workdays",
                vec![("/", "3", false), ("5", "1", false)],
            ),
            ("", "hotline", vec![("400-000-0000", "3", false)]),
        ] {
            let expected: Vec<(String, String, bool)> = expected
                .into_iter()
                .map(|(text, draft, is_theirs)| (text.to_owned(), draft.to_owned(), is_theirs))
                .collect();
            assert_eq!(offered(client, field), expected, "{client} {field}");
        }
    }

    #[test]
    fn habits_of_long_ago_do_not_count() {
        let mut drafts = vec![named("new", &[("data_retention_days", "60")])];
        drafts.extend((0..19).map(|n| named(&format!("{n}"), &[])));
        drafts.extend((0..30).map(|n| named(&format!("old{n}"), &[("data_retention_days", "30")])));
        let template = service();
        let recalled = recall(&template, &drafts);
        let field = template.field("data_retention_days").unwrap();
        let offers = recalled.offers(&template, field, &[]);
        let texts: Vec<&str> = offers.iter().map(|offer| offer.text).collect();
        assert_eq!(texts, ["60", "30"]);
    }
}
