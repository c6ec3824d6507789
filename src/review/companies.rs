//! Finds company names in running text by their legal endings and the characters before them.

use super::passage::{after, before};
use crate::value::comparable;

/// Legal endings of company names (公司法 7; 合伙企业法 15, 56, 62).
const COMPANY_ENDINGS: [&str; 5] = [
    "有限公司",
    "有限责任公司",
    "股份公司",
    "（有限合伙）",
    "（普通合伙）",
];
/// Each ending holds one of these characters: most texts need no further search.
const OF_ENDINGS: [char; 2] = ['司', '伙'];
/// Characters that precede a company name without being part of it.
const BEFORE_COMPANY: &str = "非由向与和及对给为是在从经的至即";
/// Words that show that a text speaks of companies in general.
const GENERAL: [&str; 7] = ["甲方", "乙方", "任何", "其他", "关联", "一家", "该"];
/// The minimum length of a name before its ending in template text, in characters.
const FEWEST_OF_NAME: usize = 4;
/// The minimum length of a name before its ending in an answer, in characters.
const FEWEST_OF_ANSWER: usize = 2;
/// How far around an ending the search for a known name goes, in characters.
const MOST_AROUND: usize = 100;
/// The maximum length of a quoted name, in characters.
const MOST_OF_NAME: usize = 30;

/// The author of a text. A template may speak of companies in general; an answer does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Author {
    Template,
    User,
}

/// The company names in a text that are not among the `known` names.
pub(super) fn strangers(text: &str, author: Author, known: &[&str]) -> Vec<String> {
    let mut strangers: Vec<String> = Vec::new();
    if !text.contains(OF_ENDINGS) {
        return strangers;
    }
    for ending in COMPANY_ENDINGS {
        for (start, _) in text.match_indices(ending) {
            let name = name_in(before(text, start, MOST_OF_NAME));
            if is_name(name, author)
                && !is_within_known(text, start, ending, known)
                && !is_a_spelling_of_known(text, start, ending, known)
            {
                strangers.push(format!("{name}{ending}"));
            }
        }
    }
    strangers
}

fn is_name(name: &str, author: Author) -> bool {
    let n_characters = name.chars().count();
    match author {
        Author::User => n_characters >= FEWEST_OF_ANSWER,
        Author::Template => {
            n_characters >= FEWEST_OF_NAME && !GENERAL.iter().any(|word| name.contains(word))
        }
    }
}

/// The longest candidate for a company name at the end of a text.
fn name_in(text: &str) -> &str {
    let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '（' | '）' | '(' | ')' | '·');
    let before = text.trim_end_matches(is_of_name);
    text.get(before.len()..)
        .unwrap_or_default()
        .trim_start_matches(|c| BEFORE_COMPANY.contains(c) || c == '）' || c == ')')
}

/// Whether the ending at byte `start` is part of an occurrence of a known name.
fn is_within_known(text: &str, start: usize, ending: &str, known: &[&str]) -> bool {
    known.iter().any(|name| {
        name.match_indices(ending).any(|(within, _)| {
            start
                .checked_sub(within)
                .and_then(|first| text.get(first..))
                .is_some_and(|rest| rest.starts_with(name))
        })
    })
}

/// As [`is_within_known`], ignoring white space and differences between look-alike characters.
fn is_a_spelling_of_known(text: &str, start: usize, ending: &str, known: &[&str]) -> bool {
    let before = comparable(before(text, start, MOST_AROUND));
    let after = comparable(after(text, start, MOST_AROUND));
    let known: Vec<String> = known.iter().map(|name| comparable(name)).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    is_within_known(&format!("{before}{after}"), before.len(), ending, &known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ending_holds_a_character_that_is_looked_for_first() {
        for ending in COMPANY_ENDINGS {
            assert!(ending.contains(OF_ENDINGS), "{ending}");
        }
    }

    #[test]
    fn companies_are_told_from_the_words_before_them() {
        let known = ["杭州虚构甲有限公司"];
        for (text, author, expected) in [
            (
                "由苏州虚构丙有限公司承运",
                Author::Template,
                &["苏州虚构丙有限公司"][..],
            ),
            (
                "非苏州虚构丙股份有限公司承诺",
                Author::Template,
                &["苏州虚构丙股份有限公司"][..],
            ),
            ("苏州丁（有限合伙）、乙有限公司", Author::Template, &[][..]),
            (
                "苏州虚构丁（有限合伙）",
                Author::Template,
                &["苏州虚构丁（有限合伙）"][..],
            ),
            (
                "苏州（虚构）有限公司",
                Author::Template,
                &["苏州（虚构）有限公司"][..],
            ),
            ("甲方或其关联有限公司", Author::Template, &[][..]),
            ("丙丁有限公司", Author::Template, &[][..]),
            ("丙丁有限公司的茶", Author::User, &["丙丁有限公司"][..]),
            ("有限公司", Author::User, &[][..]),
            ("杭州虚构甲有限公司滨江分公司", Author::User, &[][..]),
            ("杭州 虚构甲有限公司的茶", Author::User, &[][..]),
            (
                "由杭州虛构甲有限公司承运",
                Author::Template,
                &["杭州虛构甲有限公司"][..],
            ),
            ("新杭州虚构甲有限公司", Author::User, &[][..]),
            ("", Author::User, &[][..]),
        ] {
            assert_eq!(strangers(text, author, &known), expected, "text: {text}");
        }
    }
}
