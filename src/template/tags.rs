//! Tags of a body: `{{ id }}` and `{% if … %}`. They are taken out before the Markdown is
//! parsed, so that nothing in them is Markdown and nothing in the Markdown is a tag.

use super::error::{TemplateError, TemplateProblem, at};

/// The first of the characters that stand for tags (plane 15, private use).
const FIRST_MARK: u32 = 0xF_0000;
/// How many tags a body may have.
const MOST_TAGS: usize = 60_000;

/// A body whose tags are marks, with the tags.
#[derive(Debug, Default)]
pub(super) struct Tagged {
    /// The text: tag lines are blank, tags inside lines are one private-use character each.
    pub text: String,
    /// Every tag, in order.
    pub tags: Vec<Tag>,
    /// Tags on lines of their own: line (1-based) and index into `tags`.
    pub line_tags: Vec<(usize, usize)>,
}

/// One tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    /// What it says.
    pub kind: TagKind,
    /// Where it begins in the text that was scanned, in bytes.
    pub offset: usize,
    /// Where its expression or id begins, in bytes.
    pub inner_offset: usize,
    /// How many bytes it takes.
    pub length: usize,
}

/// What a tag says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TagKind {
    /// `{{ id }}`
    Field(String),
    /// `{% if … %}`
    If(String),
    /// `{% elif … %}`
    Elif(String),
    /// `{% else %}`
    Else,
    /// `{% endif %}`
    EndIf,
}

/// The index of the tag that a character stands for.
pub(super) fn mark_index(c: char) -> Option<usize> {
    let index = u32::from(c).checked_sub(FIRST_MARK)?;
    usize::try_from(index)
        .ok()
        .filter(|index| *index < MOST_TAGS)
}

/// Scans a text for tags; mistakes are added to `errors` with positions in `text`.
pub(super) fn scan(text: &str, errors: &mut Vec<TemplateError>) -> Tagged {
    let mut tagged = Tagged::default();
    let mut offset = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let content = line.trim_end_matches(['\n', '\r']);
        let first = tagged.tags.len();
        let marked = scan_line(text, content, offset, &mut tagged.tags, errors);
        let is_tag_line = tagged.tags.len() == first + 1
            && marked.trim().chars().count() == 1
            && tagged
                .tags
                .last()
                .is_some_and(|tag| !matches!(tag.kind, TagKind::Field(_)));
        if is_tag_line {
            tagged.line_tags.push((index + 1, first));
        } else {
            tagged.text.push_str(&marked);
        }
        if line.ends_with('\n') {
            tagged.text.push('\n');
        }
        offset += line.len();
    }
    tagged
}

/// One line with its tags as marks.
fn scan_line(
    text: &str,
    line: &str,
    line_offset: usize,
    tags: &mut Vec<Tag>,
    errors: &mut Vec<TemplateError>,
) -> String {
    let mut marked = String::with_capacity(line.len());
    let mut rest = line;
    loop {
        let offset = line_offset + line.len() - rest.len();
        if let Some(inner) = rest.strip_prefix("{{") {
            rest = match inner.split_once("}}") {
                Some((id, tail)) => {
                    let id_start = offset + 2 + (id.len() - id.trim_start().len());
                    match field_tag(id.trim()) {
                        Ok(kind) => push(tags, &mut marked, kind, offset, id_start, id.len() + 4),
                        Err(problem) => errors.push(at(text, offset, problem)),
                    }
                    tail
                }
                None => {
                    errors.push(at(text, offset, TemplateProblem::UnclosedTag));
                    ""
                }
            };
        } else if let Some(inner) = rest.strip_prefix("{%") {
            rest = match inner.split_once("%}") {
                Some((words, tail)) => {
                    let trimmed = words.trim();
                    let keyword_length = trimmed.find(char::is_whitespace).unwrap_or(trimmed.len());
                    let expression = trimmed.get(keyword_length..).unwrap_or_default();
                    let start = offset
                        + 2
                        + (words.len() - words.trim_start().len())
                        + keyword_length
                        + (expression.len() - expression.trim_start().len());
                    match statement_tag(trimmed) {
                        Ok(kind) => push(tags, &mut marked, kind, offset, start, words.len() + 4),
                        Err(problem) => errors.push(at(text, offset, problem)),
                    }
                    tail
                }
                None => {
                    errors.push(at(text, offset, TemplateProblem::UnclosedTag));
                    ""
                }
            };
        } else if rest.starts_with("}}") || rest.starts_with("%}") {
            errors.push(at(text, offset, TemplateProblem::StrayTagEnd));
            rest = rest.get(2..).unwrap_or_default();
        } else {
            let mut characters = rest.chars();
            let Some(c) = characters.next() else {
                return marked;
            };
            if is_private_use(c) {
                let code = u32::from(c);
                errors.push(at(text, offset, TemplateProblem::PrivateUse { code }));
            } else {
                marked.push(c);
            }
            rest = characters.as_str();
        }
    }
}

fn push(
    tags: &mut Vec<Tag>,
    marked: &mut String,
    kind: TagKind,
    offset: usize,
    inner_offset: usize,
    length: usize,
) {
    let mark = u32::try_from(tags.len())
        .ok()
        .filter(|_| tags.len() < MOST_TAGS)
        .and_then(|index| char::from_u32(FIRST_MARK + index));
    if let Some(mark) = mark {
        marked.push(mark);
        tags.push(Tag {
            kind,
            offset,
            inner_offset,
            length,
        });
    }
}

fn field_tag(id: &str) -> Result<TagKind, TemplateProblem> {
    if is_plain_name(id) {
        Ok(TagKind::Field(id.to_owned()))
    } else {
        Err(TemplateProblem::NotAField {
            found: id.to_owned(),
        })
    }
}

fn statement_tag(words: &str) -> Result<TagKind, TemplateProblem> {
    let (keyword, expression) = words
        .split_once(char::is_whitespace)
        .map_or((words, ""), |(keyword, rest)| (keyword, rest.trim()));
    match (keyword, expression) {
        ("if", condition) if !condition.is_empty() => Ok(TagKind::If(condition.to_owned())),
        ("elif", condition) if !condition.is_empty() => Ok(TagKind::Elif(condition.to_owned())),
        ("else", "") => Ok(TagKind::Else),
        ("endif", "") => Ok(TagKind::EndIf),
        _ => Err(TemplateProblem::UnknownTag {
            tag: keyword.to_owned(),
        }),
    }
}

/// Whether a text is an ASCII name: a letter, then letters, digits and `_`.
pub(super) fn is_plain_name(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn is_private_use(c: char) -> bool {
    matches!(u32::from(c), 0xE000..=0xF8FF | 0xF_0000..=0x10_FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<(TemplateProblem, usize, usize)> {
        let mut errors = Vec::new();
        scan(text, &mut errors);
        errors
            .into_iter()
            .map(|error| (error.problem, error.line, error.column))
            .collect()
    }

    #[test]
    fn a_tag_line_is_blanked_and_an_inline_tag_becomes_one_mark() {
        let mut errors = Vec::new();
        let tagged = scan("甲{{ a }}乙\n  {% if a %}\n丙\n{% endif %}\n", &mut errors);
        assert_eq!(errors, []);
        assert_eq!(tagged.text, "甲\u{F0000}乙\n\n丙\n\n");
        assert_eq!(tagged.line_tags, [(2, 1), (4, 2)]);
        assert_eq!(tagged.tags[0].kind, TagKind::Field("a".to_owned()));
        assert_eq!(tagged.tags[1].kind, TagKind::If("a".to_owned()));
    }

    #[test]
    fn mistakes_are_named_where_they_stand() {
        for (text, problem, line, column) in [
            ("甲\n乙 {{ a", TemplateProblem::UnclosedTag, 2, 3),
            ("{% if a", TemplateProblem::UnclosedTag, 1, 1),
            ("甲}}", TemplateProblem::StrayTagEnd, 1, 2),
            (
                "{{ a + 1 }}",
                TemplateProblem::NotAField {
                    found: "a + 1".to_owned(),
                },
                1,
                1,
            ),
            (
                "{% for i in x %}",
                TemplateProblem::UnknownTag {
                    tag: "for".to_owned(),
                },
                1,
                1,
            ),
            (
                "{% if %}",
                TemplateProblem::UnknownTag {
                    tag: "if".to_owned(),
                },
                1,
                1,
            ),
            (
                "甲\u{E000}",
                TemplateProblem::PrivateUse { code: 0xE000 },
                1,
                2,
            ),
        ] {
            assert_eq!(problems(text), [(problem, line, column)], "text: {text}");
        }
    }

    #[test]
    fn a_tag_remembers_where_its_inner_text_begins() {
        let mut errors = Vec::new();
        let tagged = scan("x {%  if   a == 1 %}", &mut errors);
        assert_eq!(tagged.tags[0].inner_offset, 11);
    }
}
