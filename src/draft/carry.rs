//! Moves a draft to another version of its template.

use super::answers::{Answer, Draft, TemplateReference};
use super::parse_answer::read;
use super::values::State;
use crate::template::{Field, Place, Template};

/// The result of moving a draft to another version of its template.
#[derive(Clone, Debug)]
pub struct Carried {
    /// The draft with the new template reference and without the answers in `gone`.
    pub draft: Draft,
    /// The number of answers with an unchanged meaning.
    pub n_kept: usize,
    /// Answers that the new version reads differently. The draft keeps them; the user should check
    /// them.
    pub unfit: Vec<Place>,
    /// Answers whose field the new version lacks. The draft no longer contains them.
    pub gone: Vec<Place>,
    /// Blanks that the old version lacks.
    pub added: Vec<Place>,
    /// Accepted corrections that the new version lacks or words differently. The draft no longer
    /// accepts them.
    pub withdrawn: Vec<String>,
}

/// Moves a draft from the template `from` to the template `to`. `reference` identifies `to`.
///
/// Keeps answers to fields that neither version declares, because another tool may own them.
#[must_use]
pub fn carry(
    from: &Template,
    to: &Template,
    draft: &Draft,
    reference: TemplateReference,
) -> Carried {
    let mut carried = Carried {
        draft: draft.clone(),
        n_kept: 0,
        unfit: Vec::new(),
        gone: Vec::new(),
        added: Vec::new(),
        withdrawn: Vec::new(),
    };
    for field in &to.fields {
        let place = field.place();
        let Some(old) = from.field(field.id.as_str()) else {
            if field.is_asked_of_people() {
                carried.added.push(place);
            }
            continue;
        };
        for place in draft.rows.places(field) {
            let answer = draft.answers.get(&place);
            if answer.is_none_or(Answer::is_empty) {
                continue;
            }
            if is_taken_alike(old, field, answer) {
                carried.n_kept += 1;
            } else {
                carried.unfit.push(place);
            }
        }
    }
    for field in &from.fields {
        if to.field(field.id.as_str()).is_some() {
            continue;
        }
        for place in draft.rows.places(field) {
            if carried.draft.answers.remove(&place).is_some() {
                carried.draft.origins.remove(&place);
                carried.gone.push(place);
            }
        }
    }
    for (group, rows) in draft.rows.groups() {
        let is_gone = from.row_group(group).is_some() && to.row_group(group).is_none();
        if is_gone && !rows.is_empty() {
            carried.draft.rows.set(group, Vec::new());
        }
    }
    let stays = |id: &String| from.corrects_the_same(to, std::slice::from_ref(id));
    let (accepted, withdrawn) = draft.accepted.iter().cloned().partition(stays);
    carried.draft.accept(accepted);
    carried.withdrawn = withdrawn;
    carried.draft.template = reference;
    carried
}

/// Whether both fields read the answer the same way. An answer that is wrong for both counts as
/// unchanged.
fn is_taken_alike(old: &Field, new: &Field, answer: Option<&Answer>) -> bool {
    let (before, after) = (read(old, answer).state, read(new, answer).state);
    before == after && (after == State::Wrong || old.unit == new.unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::parse;

    const OLD: &str = r#"+++
id = "note"
title = "便条"
version = "1.0.0"

[[groups]]
id = "all"
label = { zh = "全部", en = "All" }

[[fields]]
id = "name"
group = "all"
kind = "text"
label = { zh = "名称", en = "Name" }

[[fields]]
id = "delay"
group = "all"
kind = "integer"
unit = "天"
label = { zh = "天数", en = "Days" }

[[fields]]
id = "color"
group = "all"
kind = "text"
label = { zh = "颜色", en = "Colour" }

[[corrections]]
id = "C1"
kind = "typo"
quote = "甲"
suggestion = "乙"
reason = { zh = "错字", en = "A slip" }

[[corrections]]
id = "C2"
kind = "typo"
quote = "丙"
suggestion = "丁"
reason = { zh = "错字", en = "A slip" }
+++
甲丙 {{ name }} {{ delay }} {{ color }}
"#;

    fn template(text: &str) -> Template {
        parse(text.as_bytes()).unwrap_or_else(|errors| panic!("{errors:?}"))
    }

    fn draft() -> Draft {
        let answers = [
            ("name", "青禾"),
            ("delay", "15"),
            ("color", "红"),
            ("x", "他"),
        ];
        Draft {
            answers: answers
                .map(|(id, text)| (id.into(), Answer::Text(text.to_owned())))
                .into(),
            accepted: vec!["C1".to_owned(), "C2".to_owned()],
            ..Draft::default()
        }
    }

    #[test]
    fn a_new_version_keeps_what_it_asks_for_and_says_what_it_does_not() {
        let new = OLD
            .replace("id = \"color\"", "id = \"size\"")
            .replace("{{ color }}", "{{ size }}")
            .replace("kind = \"integer\"\nunit = \"天\"", "kind = \"date\"")
            .replace("suggestion = \"丁\"", "suggestion = \"戊\"");
        let (old, new) = (template(OLD), template(&new));
        let reference = TemplateReference {
            sha256: "ff".to_owned(),
            ..TemplateReference::default()
        };
        let carried = carry(&old, &new, &draft(), reference.clone());
        let ids =
            |places: &[Place]| -> Vec<String> { places.iter().map(Place::to_string).collect() };
        assert_eq!(carried.n_kept, 1);
        assert_eq!(ids(&carried.unfit), ["delay"]);
        assert_eq!(ids(&carried.gone), ["color"]);
        assert_eq!(ids(&carried.added), ["size"]);
        assert_eq!(carried.withdrawn, ["C2"]);
        assert_eq!(carried.draft.accepted, ["C1"]);
        assert_eq!(carried.draft.template, reference);
        let left: Vec<_> = carried.draft.answers.keys().map(Place::to_string).collect();
        assert_eq!(left, ["delay", "name", "x"]);
    }

    #[test]
    fn the_same_template_keeps_everything() {
        let old = template(OLD);
        let carried = carry(&old, &old, &draft(), TemplateReference::default());
        assert_eq!(carried.draft, draft());
        assert_eq!(carried.n_kept, 3);
        assert!(carried.unfit.is_empty() && carried.gone.is_empty() && carried.added.is_empty());
    }

    #[test]
    fn another_unit_or_another_limit_is_to_be_looked_at() {
        let old = template(OLD);
        for (from, to) in [
            ("unit = \"天\"", "unit = \"年\""),
            ("unit = \"天\"", "unit = \"天\"\nmax = 10"),
        ] {
            let new = template(&OLD.replace(from, to));
            let carried = carry(&old, &new, &draft(), TemplateReference::default());
            assert_eq!(carried.unfit.len(), 1, "{to}");
            assert_eq!(carried.n_kept, 2, "{to}");
        }
    }
}
