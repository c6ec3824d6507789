//! Words for the changes between two states of a draft.

use super::lookup::word;
use super::style::{style_name, style_value};
use super::summary::with_labels;
use crate::draft::{Answer, Change};
use crate::language::{Language, Localized};
use crate::template::{FieldId, FieldKind, Place, Style, StyleKey, StyleValue, Template};
use crate::value::{clean, with_line_marks};

/// The most characters of an answer that a line shows.
const SHOWN_CHARS: usize = 60;

/// The first change in one line, with the number of all changes if there are more, in both
/// languages; `None` without a change.
#[must_use]
pub fn changes_in_short(changes: &[Change], template: &Template) -> Option<Localized> {
    let first = changes.first()?;
    let said = |language| {
        let first = change(first, Some(template), language);
        let count = changes.len().to_string();
        let values = [("change", first.as_str()), ("count", &count)];
        match changes.len() {
            1 => first,
            _ => word("notice.more_changes", &values, language),
        }
    };
    Some(Localized {
        zh: said(Language::Chinese),
        en: said(Language::English),
    })
}

/// A change in one line, with field labels from the template, if a template is given.
#[must_use]
pub fn change(change: &Change, template: Option<&Template>, language: Language) -> String {
    let say =
        |key: &str, values: &[(&str, &str)]| word(&format!("history.{key}"), values, language);
    match change {
        Change::Title { before, after } => say(
            "title",
            &[("before", &shown(before)), ("after", &shown(after))],
        ),
        Change::Template { before, after } => say(
            "template",
            &[("before", &shown(before)), ("after", &shown(after))],
        ),
        Change::Answer {
            place,
            before,
            after,
        } => say(
            "answer",
            &[
                ("field", &place_label(place, None, template, language)),
                (
                    "before",
                    &shown(&answer(before.as_ref(), &place.field, template, language)),
                ),
                (
                    "after",
                    &shown(&answer(after.as_ref(), &place.field, template, language)),
                ),
            ],
        ),
        Change::Rows {
            group,
            before,
            after,
        } => say(
            "rows",
            &[
                ("group", &group_label(group, template, language)),
                ("before", &before.len().to_string()),
                ("after", &after.len().to_string()),
            ],
        ),
        Change::Style { key, before, after } => say(
            "style",
            &[
                (
                    "key",
                    &style_name(key, language).unwrap_or_else(|| shown(key)),
                ),
                ("before", &style(key, before.as_ref(), language)),
                ("after", &style(key, after.as_ref(), language)),
            ],
        ),
        Change::Accepted { id } => say("accepted", &[("id", &correction(id, template, language))]),
        Change::Withdrawn { id } => {
            say("withdrawn", &[("id", &correction(id, template, language))])
        }
        Change::Acknowledged { id, after: None } => say("unacknowledged", &[("id", &shown(id))]),
        Change::Acknowledged { id, after: Some(_) } => say("acknowledged", &[("id", &shown(id))]),
    }
}

/// A correction: its id and the words that it replaces.
fn correction(id: &str, template: Option<&Template>, language: Language) -> String {
    let declared = template.and_then(|template| Some((template, template.correction(id)?)));
    let Some((template, declared)) = declared else {
        return shown(id);
    };
    let quote = shown(&with_labels(&declared.quote, template, language));
    let values = [("id", declared.id.as_str()), ("quote", quote.as_str())];
    word("history.correction", &values, language)
}

/// The subject of a change: the label of a field, or the name of the changed part.
#[must_use]
pub fn change_subject(change: &Change, template: Option<&Template>, language: Language) -> String {
    let say = |key: &str, id: &str| {
        let key = format!("history.subject.{key}");
        word(&key, &[("id", &shown(id))], language)
    };
    match change {
        Change::Title { .. } => say("title", ""),
        Change::Template { .. } => say("template", ""),
        Change::Answer { place, .. } => place_label(place, None, template, language),
        Change::Rows { group, .. } => say("rows", &group_label(group, template, language)),
        Change::Style { key, .. } => say(
            "style",
            &style_name(key, language).unwrap_or_else(|| shown(key)),
        ),
        Change::Accepted { id } | Change::Withdrawn { id } => say("correction", id),
        Change::Acknowledged { id, .. } => say("acknowledged", id),
    }
}

/// The old and the new side of a change.
#[must_use]
pub fn change_sides(
    change: &Change,
    template: Option<&Template>,
    language: Language,
) -> (String, String) {
    let say = |key: &str| word(&format!("history.side.{key}"), &[], language);
    let text = |text: &str| {
        if text.is_empty() {
            word("history.nothing", &[], language)
        } else {
            clean(text).text.into_owned()
        }
    };
    match change {
        Change::Title { before, after } | Change::Template { before, after } => {
            (text(before), text(after))
        }
        Change::Answer {
            place,
            before,
            after,
        } => (
            answer(before.as_ref(), &place.field, template, language),
            answer(after.as_ref(), &place.field, template, language),
        ),
        Change::Rows { before, after, .. } => {
            let rows = |rows: usize| {
                let key = "history.side.rows";
                word(key, &[("count", &rows.to_string())], language)
            };
            (rows(before.len()), rows(after.len()))
        }
        Change::Style { key, before, after } => (
            style(key, before.as_ref(), language),
            style(key, after.as_ref(), language),
        ),
        Change::Accepted { .. } => (say("no"), say("yes")),
        Change::Withdrawn { .. } => (say("yes"), say("no")),
        Change::Acknowledged { after, .. } => match after {
            Some(_) => (say("no"), say("yes")),
            None => (say("yes"), say("no")),
        },
    }
}

/// The value of a style key: in words if the key accepts the value, otherwise as written.
fn style(key: &str, value: Option<&StyleValue>, language: Language) -> String {
    let Some(value) = value else {
        return word("history.inherited", &[], language);
    };
    match StyleKey::named(key) {
        Some(known) if Style::default().set(key, value).is_ok() => {
            style_value(known, value, language)
        }
        Some(_) | None => match value {
            StyleValue::Bool(flag) => flag.to_string(),
            StyleValue::Text(text) => shown(text),
            StyleValue::Number(number) => number.to_string(),
            StyleValue::Numbers(numbers) => shown(&format!("{numbers:?}")),
        },
    }
}

/// The label of a field; the id of the field if the template does not declare it.
#[must_use]
pub fn field_label(field: &FieldId, template: Option<&Template>, language: Language) -> String {
    let found = template.and_then(|template| template.field(field.as_str()));
    match found {
        Some(found) => shown(found.label.get(language)),
        None => shown(field.as_str()),
    }
}

/// The label of a group of rows; its id if the template does not declare it.
fn group_label(group: &str, template: Option<&Template>, language: Language) -> String {
    let found = template.and_then(|template| template.row_group(group));
    shown(found.map_or(group, |found| found.label.get(language)))
}

/// The label of a blank; for a blank in a row with the ordinal of the row, if it is given, and with
/// the name of the group, if the template has several groups.
#[must_use]
pub(super) fn place_label(
    place: &Place,
    ordinal: Option<usize>,
    template: Option<&Template>,
    language: Language,
) -> String {
    let label = field_label(&place.field, template, language);
    let Some(group) = place.field.rows() else {
        return label;
    };
    let is_one_of_several = template.is_none_or(|template| template.rows.len() > 1);
    let name = if is_one_of_several || ordinal.is_none() {
        group_label(group, template, language)
    } else {
        String::new()
    };
    let values = [("group", name.as_str()), ("field", &label)];
    match ordinal {
        Some(ordinal) => {
            let row = ordinal.to_string();
            let values = [&values[..], &[("row", &row)]].concat();
            let key = if name.is_empty() {
                "issue.in_row"
            } else {
                "issue.in_row_of"
            };
            word(key, &values, language)
        }
        None => word("issue.in_rows", &values, language),
    }
}

/// An answer in the form that a person gave it: options by their labels.
fn answer(
    answer: Option<&Answer>,
    field: &FieldId,
    template: Option<&Template>,
    language: Language,
) -> String {
    let options = match template.and_then(|template| template.field(field.as_str())) {
        Some(found) => match &found.kind {
            FieldKind::Choice(options) => Some(options),
            _ => None,
        },
        None => None,
    };
    match (answer, options) {
        (Some(Answer::Chosen(chosen)), Some(options)) if !chosen.is_empty() => {
            let label = |id: &String| {
                let option = options.all.iter().find(|option| option.id == *id);
                let label = option.map_or(id.as_str(), |option| option.label_in(language));
                clean(label).text.into_owned()
            };
            chosen
                .iter()
                .map(label)
                .collect::<Vec<_>>()
                .join(language.separator())
        }
        (Some(answer), _) if !answer.is_empty() => with_line_marks(&answer.as_text()),
        (Some(_) | None, _) => word("history.nothing", &[], language),
    }
}

/// A text cleaned for display in a line: no character acts on the terminal.
fn shown(text: &str) -> String {
    let cleaned = clean(text).text.into_owned();
    if cleaned.chars().count() <= SHOWN_CHARS {
        return cleaned;
    }
    let mut cut: String = cleaned.chars().take(SHOWN_CHARS - 1).collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_style_says_what_it_was_and_is() {
        let text = |text: &str| Some(StyleValue::Text(text.to_owned()));
        for (key, before, after, said) in [
            (
                "copies",
                None,
                text("digits"),
                "样式 份数：（沿用） -> 数字 2",
            ),
            (
                "end_mark",
                Some(StyleValue::Bool(true)),
                None,
                "样式 以下无正文：是 -> （沿用）",
            ),
            // Values that a key does not accept, and keys of a newer program, are shown verbatim.
            (
                "copies",
                text("roman\u{1b}"),
                None,
                "样式 份数：roman␛ -> （沿用）",
            ),
            (
                "glow",
                None,
                Some(StyleValue::Number(1.5)),
                "样式 glow：（沿用） -> 1.5",
            ),
        ] {
            let changed = Change::Style {
                key: key.to_owned(),
                before,
                after,
            };
            assert_eq!(change(&changed, None, Language::Chinese), said);
        }
    }

    #[test]
    fn a_correction_is_named_by_the_words_that_it_mends() {
        let (_, text) = crate::store::BUILT_IN[0];
        let template = crate::template::parse(text.as_bytes()).unwrap();
        for (id, template, said) in [
            (
                "C03",
                Some(&template),
                "采纳修改建议 C03（“首年费用合作金额”）",
            ),
            ("C03", None, "采纳修改建议 C03"),
            ("C99", Some(&template), "采纳修改建议 C99"),
        ] {
            let changed = Change::Accepted { id: id.to_owned() };
            assert_eq!(change(&changed, template, Language::Chinese), said);
        }
    }
}
