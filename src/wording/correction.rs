//! Names corrections by their words: people do not know their ids.

use super::lookup::word;
use crate::language::Language;
use crate::template::{Correction, Template};

/// The number of characters by which a reader recognizes a passage.
const RECOGNIZABLE: usize = 14;

/// The name of a correction: its words before and after. `readable` prints words of the template
/// for a reader.
#[must_use]
pub fn correction_name(
    correction: &Correction,
    readable: impl Fn(&str) -> String,
    language: Language,
) -> String {
    let [quote, suggestion] =
        [&correction.quote, &correction.suggestion].map(|words| beginning(&readable(words)));
    let key = if correction.suggestion.is_empty() {
        "screen.correction.away"
    } else {
        "screen.correction.name"
    };
    let values = [
        ("quote", quote.as_str()),
        ("suggestion", suggestion.as_str()),
    ];
    word(key, &values, language)
}

/// A text of the template with the names of corrections in place of their ids. `readable` prints
/// words of the template for a reader.
#[must_use]
pub fn with_correction_names(
    text: &str,
    template: &Template,
    readable: impl Fn(&str) -> String,
    language: Language,
) -> String {
    name_corrections(text, |id| {
        let correction = template.correction(id)?;
        Some(correction_name(correction, &readable, language))
    })
}

/// Replaces every whole word that `name` knows. An id has a letter, so that no number of a text is
/// taken for an id.
fn name_corrections(text: &str, name: impl Fn(&str) -> Option<String>) -> String {
    let is_of_id = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let mut named = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_of_id) {
        let (before, tail) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let end = tail.find(|c| !is_of_id(c)).unwrap_or(tail.len());
        let (id, after) = tail.split_at_checked(end).unwrap_or((tail, ""));
        named.push_str(before);
        let has_letter = id.chars().any(|c| c.is_ascii_alphabetic());
        match Some(id).filter(|_| has_letter).and_then(&name) {
            Some(words) => {
                // Chinese sets no space between a word and a quotation.
                let is_han = |c: char| !c.is_ascii();
                if words.starts_with(is_han) && named.trim_end().ends_with(is_han) {
                    named.truncate(named.trim_end().len());
                }
                named.push_str(&words);
            }
            None => named.push_str(id),
        }
        rest = after;
    }
    named.push_str(rest);
    named
}

/// The beginning of a text, long enough to recognize it.
fn beginning(text: &str) -> String {
    if text.chars().count() <= RECOGNIZABLE {
        return text.to_owned();
    }
    text.chars().take(RECOGNIZABLE).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_becomes_the_words_of_its_correction() {
        let name = |id: &str| (id == "C08").then(|| "“甲”改为“乙”".to_owned());
        for (text, expected) in [
            (
                "采纳修改建议 C08，写明天数",
                "采纳修改建议“甲”改为“乙”，写明天数",
            ),
            ("采纳修改建议C08后填写", "采纳修改建议“甲”改为“乙”后填写"),
            ("Accept C08.", "Accept “甲”改为“乙”."),
            ("C080 和 XC08 不是", "C080 和 XC08 不是"),
            ("共 3 天，见 C09", "共 3 天，见 C09"),
            ("", ""),
        ] {
            assert_eq!(name_corrections(text, name), expected, "text: {text}");
        }
    }
}
