//! Finds references of a contract to its own clauses: `第三条`, `第1.2条`, `三（五）`.

use std::ops::Range;

use super::passage::{Passage, after, before};
use crate::document::{Document, Role};

const HAN_DIGITS: &str = "零一二三四五六七八九";
/// Words that mark a reference to a law if they precede it in the same sentence.
const LAWS: [&str; 6] = ["》", "法典", "条例", "解释", "法第", "办法第"];
/// Characters that may precede a reference. Any other character makes the numeral part of a word:
/// 方案一 is not a reference.
const BEFORE: &str = "第按照据依见与和及或至到由在以同款条（“，。；：、 ";

/// The longest number in a reference, in characters.
const MOST_OF_NUMBER: usize = 9;
/// How far back the search for a law goes, in characters.
const MOST_OF_SENTENCE: usize = 80;

/// The number of clauses in each article, counted from the document's numbering: those of the contract
/// and those of each annex, which counts anew.
pub(super) struct Outline {
    parts: Vec<Vec<usize>>,
}

impl Outline {
    pub fn new(document: &Document) -> Self {
        let mut parts: Vec<Vec<usize>> = Vec::new();
        let mut articles = Vec::new();
        for paragraph in document.paragraphs() {
            match paragraph.role {
                Role::Title => parts.push(std::mem::take(&mut articles)),
                Role::Article => articles.push(0),
                Role::Clause { depth: 1 } => {
                    if let Some(n_clauses) = articles.last_mut() {
                        *n_clauses += 1;
                    }
                }
                Role::Clause { .. }
                | Role::Body
                | Role::Line
                | Role::Cell
                | Role::Edge(_)
                | Role::PageBreak
                | Role::EndMark
                | Role::SignaturePage => {}
            }
        }
        parts.push(articles);
        parts.retain(|articles| !articles.is_empty());
        Self { parts }
    }

    fn has(&self, article: usize, clause: Option<usize>) -> bool {
        let is_in = |articles: &Vec<usize>| {
            let index = article.checked_sub(1);
            let n_clauses = index.and_then(|index| articles.get(index));
            n_clauses.is_some_and(|n_clauses| {
                clause.is_none_or(|clause| (1..=*n_clauses).contains(&clause))
            })
        };
        self.parts.iter().any(is_in)
    }

    /// The references in template text whose target does not exist. A user's answers are not
    /// checked.
    pub fn broken(&self, passage: &Passage<'_>) -> Vec<Range<usize>> {
        if self.parts.is_empty() {
            return Vec::new();
        }
        let mut found = articles_named(passage);
        found.extend(clauses_named(passage));
        found
            .into_iter()
            .filter(|(range, article, clause)| {
                passage.is_template(range) && !self.has(*article, *clause)
            })
            .map(|(range, _, _)| range)
            .collect()
    }
}

/// Whether a passage contains a reference to any clause.
pub(super) fn are_in(passage: &Passage<'_>) -> bool {
    !articles_named(passage).is_empty() || !clauses_named(passage).is_empty()
}

type Reference = (Range<usize>, usize, Option<usize>);

/// Finds `第三条`, `第3条` and `第1.2条`, except references to a law.
fn articles_named(passage: &Passage<'_>) -> Vec<Reference> {
    let mut found = Vec::new();
    for (start, opening) in passage.text.match_indices('第') {
        let rest = after(&passage.text, start + opening.len(), MOST_OF_NUMBER);
        let Some((number, _)) = rest.split_once('条') else {
            continue;
        };
        let end = start + opening.len() + number.len() + '条'.len_utf8();
        if is_of_law(before(&passage.text, start, MOST_OF_SENTENCE)) {
            continue;
        }
        let (article, clause) = match number.split_once('.') {
            Some((article, clause)) => (article, Some(clause)),
            None => (number, None),
        };
        let clause_number = clause.map(number_of);
        if let Some(article) = number_of(article)
            && clause_number != Some(None)
        {
            found.push((start..end, article, clause_number.flatten()));
        }
    }
    found
}

/// Finds references such as `三（五）`.
fn clauses_named(passage: &Passage<'_>) -> Vec<Reference> {
    let mut found = Vec::new();
    for (open, bracket) in passage.text.match_indices('（') {
        let rest = after(&passage.text, open + bracket.len(), MOST_OF_NUMBER);
        let Some((clause, _)) = rest.split_once('）') else {
            continue;
        };
        let head = before(&passage.text, open, MOST_OF_NUMBER);
        let lead = head.trim_end_matches(is_han_numeral);
        let article = head.get(lead.len()..).unwrap_or_default();
        let leads = lead.chars().next_back().is_none_or(|c| BEFORE.contains(c));
        let end = open + bracket.len() + clause.len() + '）'.len_utf8();
        if let (Some(number), Some(clause), true) = (han_number(article), han_number(clause), leads)
        {
            found.push((open - article.len()..end, number, Some(clause)));
        }
    }
    found
}

fn is_of_law(before: &str) -> bool {
    let sentence = before.rsplit(['。', '；']).next().unwrap_or_default();
    LAWS.iter().any(|law| sentence.contains(law)) || sentence.ends_with('法')
}

fn number_of(text: &str) -> Option<usize> {
    match text.parse() {
        Ok(number) => Some(number),
        Err(_) => han_number(text),
    }
}

fn is_han_numeral(c: char) -> bool {
    c == '十' || c == '百' || HAN_DIGITS.contains(c)
}

/// Parses 一 to 九百九十九.
fn han_number(text: &str) -> Option<usize> {
    let mut total = 0;
    let mut pending = None;
    if text.is_empty() {
        return None;
    }
    for c in text.chars() {
        match c {
            '百' => total += pending.take()? * 100,
            '十' => total += pending.take().unwrap_or(1) * 10,
            _ => {
                let digit = HAN_DIGITS
                    .chars()
                    .zip(0_usize..)
                    .find(|(digit, _)| *digit == c)
                    .map(|(_, value)| value)?;
                pending = Some(digit);
            }
        }
    }
    Some(total + pending.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Inline, Paragraph};
    use crate::template::BlockId;

    fn paragraph(role: Role, text: &str) -> Paragraph {
        Paragraph::unnumbered(
            role,
            vec![Inline::Text {
                text: text.to_owned(),
                bold: false,
            }],
            BlockId::of_line(1),
        )
    }

    /// Two articles: three clauses in the first, one in the second.
    fn outline() -> Outline {
        let clause = Role::Clause { depth: 1 };
        let roles = [Role::Article, clause, clause, clause, Role::Article, clause];
        Outline::new(&Document {
            blocks: roles
                .into_iter()
                .map(|role| Block::Paragraph(paragraph(role, "")))
                .collect(),
            ..Document::default()
        })
    }

    #[test]
    fn a_reference_leads_to_a_clause_or_is_reported() {
        for (text, expected) in [
            ("按第二条处理", &[][..]),
            ("按第三条处理", &["第三条"][..]),
            ("按第3条、第2条", &["第3条"][..]),
            ("见第1.3条", &[][..]),
            ("见第1.4条", &["第1.4条"][..]),
            ("见第十二条", &["第十二条"][..]),
            ("依据一（三）", &[][..]),
            ("依据一（四）", &["一（四）"][..]),
            ("依据二（一）、三（一）", &["三（一）"][..]),
            ("《中华人民共和国民法典》第五百八十五条", &[][..]),
            ("民法典第五百八十五条、第四百九十七条", &[][..]),
            ("劳动合同法第十条。按第九条", &["第九条"][..]),
            ("方案一（九）", &[][..]),
            ("统一（二期）", &[][..]),
            ("第一百货公司的九条狗", &[][..]),
            ("（三）", &[][..]),
        ] {
            let paragraph = paragraph(Role::Body, text);
            let passage = Passage::new(&paragraph);
            let found: Vec<&str> = outline()
                .broken(&passage)
                .into_iter()
                .map(|range| &text[range])
                .collect();
            assert_eq!(found, expected, "text: {text}");
        }
    }

    #[test]
    fn an_annex_lengthens_no_contract() {
        let clause = Role::Clause { depth: 1 };
        let roles = [
            Role::Title,
            Role::Article,
            clause,
            Role::Title,
            Role::Article,
            clause,
            clause,
        ];
        let outline = Outline::new(&Document {
            blocks: roles
                .map(|role| Block::Paragraph(paragraph(role, "")))
                .to_vec(),
            ..Document::default()
        });
        for (article, clause, expected) in [
            (1, None, true),
            (1, Some(2), true),
            (1, Some(3), false),
            (2, None, false),
        ] {
            assert_eq!(
                outline.has(article, clause),
                expected,
                "{article} {clause:?}"
            );
        }
    }

    #[test]
    fn numbers_of_clauses_are_read() {
        for (text, expected) in [
            ("一", Some(1)),
            ("十", Some(10)),
            ("十二", Some(12)),
            ("二十", Some(20)),
            ("一百零一", Some(101)),
            ("", None),
            ("三期", None),
        ] {
            assert_eq!(han_number(text), expected, "text: {text}");
        }
    }
}
