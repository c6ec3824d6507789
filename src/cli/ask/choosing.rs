//! Answers of choice fields: printed with their labels; chosen by number, label or id.

use crate::draft::Answer;
use crate::language::Language;
use crate::template::{Options, TemplateOption};
use crate::value::{half_width, with_line_marks};
use crate::wording::word;

/// The printed form of an answer, with option labels instead of ids.
pub(super) fn shown_answer(
    answer: &Answer,
    options: Option<&Options>,
    language: Language,
) -> String {
    let Some(options) = options else {
        return with_line_marks(&answer.as_text());
    };
    let labels = answer.chosen().iter().map(|id| {
        let option = options.all.iter().find(|option| option.id == *id);
        option.map_or(id.as_str(), |option| option.label_in(language))
    });
    labels.collect::<Vec<_>>().join(language.separator())
}

/// The options that a line names by number, label or id; or the first word that names no option.
pub(super) fn chosen(
    line: &str,
    options: &Options,
    language: Language,
) -> Result<Vec<String>, String> {
    let named = |name: &str| -> Option<&TemplateOption> {
        let number: Option<usize> = name.parse().ok();
        let by_number = number
            .and_then(|number| number.checked_sub(1))
            .and_then(|index| options.all.get(index));
        by_number.or_else(|| {
            options.all.iter().find(|option| {
                [&option.id, &option.label, &option.english]
                    .into_iter()
                    .any(|own| own.eq_ignore_ascii_case(name))
            })
        })
    };
    // Try the whole line first, because a label may contain spaces.
    if let Some(option) = named(line) {
        return Ok(vec![option.id.clone()]);
    }
    let narrow = half_width(line);
    let mut found = Vec::new();
    for name in narrow
        .split([' ', ',', '、', ';', '\t'])
        .filter(|name| !name.is_empty())
    {
        match named(name) {
            Some(option) if !found.contains(&option.id) => found.push(option.id.clone()),
            Some(_) => {}
            None => return Err(name.to_owned()),
        }
    }
    if !options.multiple && found.len() > 1 {
        return Err(word("ask.only_one", &[], language));
    }
    Ok(found)
}
