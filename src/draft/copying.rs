//! Starts a new contract with the answers of an existing contract: a renewal with the same client,
//! or the same deal with another client.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::answers::{Answer, Draft};
use super::evaluate::values_of;
use super::origin::{Origin, Source};
use super::standing::AcceptedBy;
use super::values::Values;
use crate::template::{
    Belongs, Field, FieldId, FieldKind, Place, ProfileKey, RowId, Style, StyleKeys, Template,
};
use crate::value::{ClientName, Value, comparable, date};

/// The shortest answer of a client that is searched for in other answers, in characters.
const TRACE: usize = 4;

/// Whom the copy of a contract is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The same client, for the next term.
    Renewal,
    /// Another client. Nothing of the first client may reach the copy.
    OtherClient,
}

impl Purpose {
    /// The name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Renewal => "renewal",
            Self::OtherClient => "other-client",
        }
    }

    /// Both purposes, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Renewal, Self::OtherClient];
}

/// What became of the answers of the copied contract.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// The blanks whose answers were carried over.
    pub carried: Vec<Place>,
    /// The blanks whose answers were left behind, dates last.
    pub emptied: Vec<Place>,
    /// The days of the term that were moved to the next term.
    pub moved: Vec<Moved>,
    /// The blanks of the user's own company whose old answers differ from the profile, which
    /// replaced them.
    pub updated: Vec<Updated>,
    /// The accepted corrections that were carried over, by id.
    pub corrections: Vec<String>,
    /// The rules whose acknowledged warnings were carried over, by id.
    pub acknowledged: Vec<String>,
    /// Whether the new term starts before today.
    pub starts_in_past: bool,
}

/// A day of the term that was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The blank.
    pub place: Place,
    /// The day in the old contract.
    pub from: NaiveDate,
    /// The day in the new contract.
    pub to: NaiveDate,
}

/// An answer that the profile replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Updated {
    /// The blank.
    pub place: Place,
    /// The answer in the old contract.
    pub from: String,
    /// The answer from the profile.
    pub to: String,
}

/// What a copy depends on, apart from the contracts.
pub struct Circumstances<'a> {
    /// The template that the copied contract was made with; `None` if its text is lost. Without it
    /// no accepted correction is carried over, because its words are unknown.
    pub old_template: Option<&'a Template>,
    /// The house style.
    pub style: &'a StyleKeys,
    /// The user's own company.
    pub profile: &'a dyn Fn(ProfileKey) -> Option<String>,
    /// The time of the copy.
    pub now: DateTime<FixedOffset>,
}

/// Copies the answers of `model` to the new draft `to`, as the owner of each answer and the purpose
/// demand, and the accepted corrections whose words have not changed. Acknowledgements are not
/// copied.
///
/// An answer is not copied if the new contract does not ask for the field: a hidden answer would
/// reappear unnoticed when a choice or a correction brings the field back.
#[must_use]
pub fn copy(
    template: &Template,
    model: &Draft,
    purpose: Purpose,
    circumstances: &Circumstances<'_>,
    to: &mut Draft,
) -> Copied {
    let style = |draft: &Draft| draft.style_in(template, circumstances.style);
    to.accept(carried_corrections(
        template,
        model,
        circumstances.old_template,
    ));
    let copied = to.accepted.iter().map(|id| (id.clone(), AcceptedBy::Copy));
    to.accepted_by = copied.collect();
    let old = values_of(template, model, &style(model));
    let term = match purpose {
        Purpose::Renewal => next_term(template, &old),
        Purpose::OtherClient => None,
    };
    let traces = match purpose {
        Purpose::Renewal => None,
        Purpose::OtherClient => Some(Traces::of(template, model)),
    };
    let given: Vec<(&Field, Place, &Answer)> = (template.asked_fields())
        .flat_map(|field| model.rows.places(field).map(move |place| (field, place)))
        .filter_map(|(field, place)| {
            let answer = model.answers.get(&place)?;
            Some((field, place, answer))
        })
        .filter(|(_, _, answer)| !answer.is_empty())
        .collect();
    let mut copied = Copied::default();
    for (field, place, answer) in &given {
        let kept = match (template.owner(field), purpose, field.copy) {
            (Belongs::Client, Purpose::OtherClient, _) | (_, _, Some(false)) => None,
            (Belongs::Us, _, None) => Some(ours(field, place, answer, circumstances, &mut copied)),
            (Belongs::Term, _, None) => term
                .as_ref()
                .and_then(|days| days.iter().find(|moved| moved.place == *place))
                .map(|moved| Answer::Text(date::iso(moved.to))),
            (Belongs::Client | Belongs::Us | Belongs::Deal | Belongs::Term, _, _) => {
                Some((*answer).clone())
            }
        };
        let is_ours = template.owner(field) == Belongs::Us;
        let names_client = |answer: &Answer| {
            let traces = traces.as_ref().filter(|_| !is_ours);
            traces.is_some_and(|traces| traces.are_in(field, answer))
        };
        if let Some(kept) = kept.filter(|kept| !names_client(kept)) {
            to.answers.insert(place.clone(), kept);
        }
    }
    // A row of which nothing is copied is left out, and the others keep their order.
    for (group, rows) in model.rows.groups() {
        let is_copied = |row: &&RowId| {
            let mut fields = template.fields_of_rows(group);
            fields.any(|field| to.answers.contains_key(&field.place_in(Some(**row))))
        };
        let copied: Vec<RowId> = rows.iter().filter(is_copied).copied().collect();
        to.rows.set(group, copied);
    }
    forget_unasked(template, to, &style(to));
    copied.corrections.clone_from(&to.accepted);
    copied
        .updated
        .retain(|updated| to.answers.contains_key(&updated.place));
    copied.moved = term.unwrap_or_default();
    copied
        .moved
        .retain(|moved| to.answers.get(&moved.place) == Some(&Answer::Text(date::iso(moved.to))));
    let is_start = |moved: &&Moved| Some(&moved.place.field) == template.summary.starts.as_ref();
    let start = copied.moved.iter().find(is_start);
    copied.starts_in_past = start.is_some_and(|moved| moved.to < circumstances.now.date_naive());
    note_origins(template, model, circumstances, &copied, to);
    let mut emptied = Vec::new();
    for (field, place, _) in given {
        if !to.answers.contains_key(&place) {
            emptied.push((template.owner(field) == Belongs::Term, place));
        } else if copied.moved.iter().all(|moved| moved.place != place) {
            copied.carried.push(place);
        }
    }
    // The sort is stable, so each half keeps the template's order.
    emptied.sort_by_key(|(is_day, _)| *is_day);
    copied.emptied = emptied.into_iter().map(|(_, place)| place).collect();
    copied
}

/// Notes where each answer came from. Nothing is confirmed but what the profile says as before.
fn note_origins(
    template: &Template,
    model: &Draft,
    circumstances: &Circumstances<'_>,
    copied: &Copied,
    to: &mut Draft,
) {
    let at = Some(date::whole_seconds(circumstances.now));
    let places: Vec<Place> = to.answers.keys().cloned().collect();
    for place in places {
        let field = template.field(place.field.as_str());
        let is_profile = field.is_some_and(|field| {
            let now = field.profile.and_then(circumstances.profile);
            let answer = to.answers.get(&place).map(Answer::as_text);
            template.owner(field) == Belongs::Us && now.is_some() && now == answer
        });
        let moved = copied.moved.iter().find(|moved| moved.place == place);
        let updated = copied.updated.iter().find(|updated| updated.place == place);
        let was = match (moved, updated) {
            (Some(moved), _) => date::iso(moved.from),
            (None, Some(updated)) => updated.from.clone(),
            (None, None) => String::new(),
        };
        let origin = if is_profile {
            Origin {
                from: Source::Profile,
                at,
                is_confirmed: was.is_empty(),
                was,
                ..Origin::default()
            }
        } else {
            Origin {
                from: Source::Copy,
                reference: model.id.clone(),
                at,
                is_confirmed: false,
                was,
            }
        };
        to.origins.insert(place, origin);
    }
}

/// The accepted corrections of `model` that change the same words in both templates.
fn carried_corrections(
    template: &Template,
    model: &Draft,
    old_template: Option<&Template>,
) -> Vec<String> {
    let Some(old) = old_template else {
        return Vec::new();
    };
    let is_same = |id: &&String| {
        template.correction(id).is_some()
            && old.corrects_the_same(template, std::slice::from_ref(*id))
    };
    model.accepted.iter().filter(is_same).cloned().collect()
}

/// The answer of the user's own company: from the profile, or else from the old contract.
fn ours(
    field: &Field,
    place: &Place,
    answer: &Answer,
    circumstances: &Circumstances<'_>,
    copied: &mut Copied,
) -> Answer {
    let profile = field.profile.and_then(circumstances.profile);
    let Some(now) = profile.filter(|text| !text.trim().is_empty()) else {
        return answer.clone();
    };
    if now != answer.as_text() {
        copied.updated.push(Updated {
            place: place.clone(),
            from: answer.as_text(),
            to: now.clone(),
        });
    }
    Answer::Text(now)
}

/// What shows that a text is about the old client: its names, and its other data.
struct Traces {
    names: Vec<ClientName>,
    data: Vec<String>,
}

impl Traces {
    fn of(template: &Template, model: &Draft) -> Self {
        let theirs = (template.fields.iter())
            .filter(|field| template.owner(field) == Belongs::Client)
            .flat_map(|field| model.rows.places(field).map(move |place| (field, place)))
            .filter_map(|(field, place)| Some((field, model.answers.get(&place)?.as_text())));
        let (names, data): (Vec<_>, Vec<_>) =
            theirs.partition(|(field, _)| field.kind == FieldKind::PartyName);
        let names = names.iter().map(|(_, name)| ClientName::new(name));
        let data = data.iter().map(|(_, text)| folded(text));
        Self {
            names: names.collect(),
            data: data.filter(|text| text.chars().count() >= TRACE).collect(),
        }
    }

    fn are_in(&self, field: &Field, answer: &Answer) -> bool {
        if matches!(field.kind, FieldKind::Choice(_)) {
            // The words of an option are the template's.
            return false;
        }
        let text = answer.as_text();
        let whole = folded(&text);
        self.names.iter().any(|name| name.is_named_in(&text))
            || self.data.iter().any(|data| whole.contains(data.as_str()))
    }
}

/// A text as it is compared with another: without white space, punctuation marks of phone numbers,
/// and differences of case.
fn folded(text: &str) -> String {
    let text = comparable(text).to_lowercase();
    text.replace(['-', '－', ' '], "")
}

/// The days of the term after the old one: it starts on the day after the old end, and has the same
/// number of whole months, or else of days.
fn next_term(template: &Template, old: &Values) -> Option<Vec<Moved>> {
    let day = |field: &Option<FieldId>| {
        let place: Place = field.clone()?.into();
        match old.value(&place)? {
            Value::Date(day) => Some((place, *day)),
            _ => None,
        }
    };
    let (start_place, start) = day(&template.summary.starts)?;
    let (end_place, end) = day(&template.summary.ends)?;
    if end < start {
        return None;
    }
    let next = end.succ_opt()?;
    let next_end = match date::whole_months(start, end) {
        Some(months) => date::term_end(next, months)?,
        None => date::add_days(next, (end - start).num_days())?,
    };
    Some(vec![
        Moved {
            place: start_place,
            from: start,
            to: next,
        },
        Moved {
            place: end_place,
            from: end,
            to: next_end,
        },
    ])
}

/// Deletes the answers that the new contract does not ask for.
fn forget_unasked(template: &Template, to: &mut Draft, style: &Style) {
    let values = values_of(template, to, style);
    to.answers.retain(|place, _| values.is_asked(place));
}

#[cfg(test)]
mod tests;
