//! The tags of a body: `{{ id }}` and `{% if … %}`. Each tag is replaced by a mark before the
//! Markdown is parsed, so that no content of a tag is read as Markdown.

use super::body::Parties;
use super::error::{TemplateError, TemplateProblem, Unsupported, report};

/// The mark of the first tag (plane 15, private use); the mark of tag `n` is `n` higher.
const FIRST_MARK: u32 = 0xF_0000;
/// The limit of the number of shares in one `{% widths %}`, and of each share.
const MOST_SHARES: usize = 1_000;
/// The limit of tags in a body; the private-use plane has room for 65,534 marks.
const MOST_TAGS: usize = 60_000;

/// A body whose tags are replaced by marks, with the list of tags.
#[derive(Debug, Default)]
pub(super) struct Tagged {
    /// The marked text: a line that holds only a tag is blank, any other tag is one mark.
    pub text: String,
    /// All tags, in order; the index is the number of the mark.
    pub tags: Vec<Tag>,
    /// The tags that stand alone on a line: line (1-based) and index into `tags`.
    pub line_tags: Vec<(usize, usize)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub kind: TagKind,
    /// The byte offset in the scanned text.
    pub offset: usize,
    /// The byte offset of the expression or id inside the tag.
    pub inner_offset: usize,
    /// The length in bytes, braces included.
    pub length: usize,
    /// The line in the scanned text, 1-based.
    pub line: usize,
}

/// The kind of a tag, with its id or expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TagKind {
    /// `{{ id }}`, `{{ rows.id }}` for a field in a row, or `{{ choice.option }}` for a box.
    Field(String),
    /// `{{ /id }}`: the end of the words of an option.
    EndOptions(String),
    /// `{% if … %}`
    If(String),
    /// `{% elif … %}`
    Elif(String),
    /// `{% else %}`
    Else,
    /// `{% endif %}`
    EndIf,
    /// `{# … #}`, or the part of it on one line: words for other authors, which print nothing.
    Comment,
    /// `{% exempts %}`, inside a paragraph: marks the paragraph as an exemption from liability.
    Exempts,
    /// `{% signature %}` or `{% signature rows %}`, on a line before a table.
    Signature(Parties),
    /// `{% widths 1 3 2 %}`, on a line before a table: the shares of its columns.
    Widths(Vec<usize>),
    /// `{% page %}`, on a line of its own: what follows begins a page.
    Page,
}

impl TagKind {
    /// Whether the tag is part of a text, also where it stands alone on a line.
    fn is_inside_text(&self) -> bool {
        match self {
            Self::Field(_) | Self::EndOptions(_) | Self::Exempts => true,
            Self::If(_)
            | Self::Elif(_)
            | Self::Else
            | Self::EndIf
            | Self::Comment
            | Self::Signature(_)
            | Self::Widths(_)
            | Self::Page => false,
        }
    }
}

/// The index of the tag for which a mark stands; `None` for any other character.
pub(super) fn mark_index(c: char) -> Option<usize> {
    let index = u32::from(c).checked_sub(FIRST_MARK)?;
    usize::try_from(index)
        .ok()
        .filter(|index| *index < MOST_TAGS)
}

/// The mark of the tag with this index.
pub(super) fn mark_of(index: usize) -> Option<char> {
    char::from_u32(FIRST_MARK + u32::try_from(index).ok()?)
}

/// Replaces the tags of a text by marks; adds mistakes to `errors` with positions in `text`. With
/// `has_comments`, `{#` begins a comment; texts that are older than comments print it.
pub(super) fn scan(text: &str, has_comments: bool, errors: &mut Vec<TemplateError>) -> Tagged {
    let mut scanner = Scanner {
        text,
        tagged: Tagged::default(),
        errors,
        line: 0,
        has_comments,
        comment: None,
    };
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        scanner.line += 1;
        scanner.scan_line(line, offset);
        offset += line.len();
        if scanner.tagged.tags.len() > MOST_TAGS {
            let most = MOST_TAGS;
            let problem = TemplateProblem::TooManyTags { most };
            report(scanner.errors, text, offset, problem);
            break;
        }
    }
    if let Some(start) = scanner.comment {
        scanner.error(start, TemplateProblem::UnclosedComment);
    }
    scanner.tagged
}

struct Scanner<'t, 'e> {
    text: &'t str,
    tagged: Tagged,
    errors: &'e mut Vec<TemplateError>,
    line: usize,
    has_comments: bool,
    /// The offset of the comment that is open.
    comment: Option<usize>,
}

impl Scanner<'_, '_> {
    fn scan_line(&mut self, line: &str, offset: usize) {
        let content = line.trim_end_matches(['\n', '\r']);
        let first = self.tagged.tags.len();
        let marked = self.marked(content, offset);
        let is_tag_line = self.tagged.tags.len() == first + 1
            && marked.trim().chars().count() == 1
            && self
                .tagged
                .tags
                .last()
                .is_some_and(|tag| !tag.kind.is_inside_text());
        if is_tag_line {
            self.tagged.line_tags.push((self.line, first));
        } else {
            self.tagged.text.push_str(&marked);
        }
        if line.ends_with('\n') {
            self.tagged.text.push('\n');
        }
    }

    /// Replaces the tags of one line by marks.
    fn marked(&mut self, line: &str, line_offset: usize) -> String {
        let mut marked = String::with_capacity(line.len());
        let mut rest = line;
        if self.comment.is_some() {
            rest = self.comment(rest, line_offset, &mut marked);
        }
        loop {
            let (plain, special) = rest.split_at(rest.find(is_special).unwrap_or(rest.len()));
            marked.push_str(plain);
            rest = special;
            let Some(c) = rest.chars().next() else {
                return marked;
            };
            let offset = line_offset + line.len() - rest.len();
            rest = if self.has_comments && rest.starts_with("{#") {
                self.comment = Some(offset);
                self.comment(rest, offset, &mut marked)
            } else if let Some(inner) = rest.strip_prefix("{{") {
                self.tag(inner, "}}", offset, &mut marked)
            } else if let Some(inner) = rest.strip_prefix("{%") {
                self.tag(inner, "%}", offset, &mut marked)
            } else if rest.starts_with("}}") || rest.starts_with("%}") {
                self.error(offset, TemplateProblem::StrayTagEnd);
                rest.get(2..).unwrap_or_default()
            } else {
                if is_private_use(c) {
                    let code = u32::from(c);
                    self.error(offset, TemplateProblem::PrivateUse { code });
                } else if c == '&' && is_entity(rest) {
                    // Markdown would decode the reference to another character, possibly to a mark.
                    self.error(offset, TemplateProblem::Markdown(Unsupported::Html));
                } else {
                    marked.push(c);
                }
                rest.get(c.len_utf8()..).unwrap_or_default()
            };
        }
    }

    /// Reads the open comment on one line; returns the rest of the line after it.
    fn comment<'l>(&mut self, rest: &'l str, offset: usize, marked: &mut String) -> &'l str {
        // `{#}` is no whole comment.
        let from = if self.comment == Some(offset) { 2 } else { 0 };
        let inner = rest.get(from..).unwrap_or_default();
        let (length, tail) = match inner.split_once("#}") {
            Some((words, tail)) => {
                self.comment = None;
                (from + words.len() + 2, tail)
            }
            None => (rest.len(), ""),
        };
        if length > 0 {
            self.push(marked, TagKind::Comment, offset, offset, length);
        }
        tail
    }

    /// Reads the tag whose content begins at `inner`; returns the rest of the line after the tag.
    fn tag<'l>(
        &mut self,
        inner: &'l str,
        end: &str,
        offset: usize,
        marked: &mut String,
    ) -> &'l str {
        let Some((words, tail)) = inner.split_once(end) else {
            self.error(offset, TemplateProblem::UnclosedTag);
            return "";
        };
        let trimmed = words.trim();
        let kind = if end == "}}" {
            field_tag(trimmed)
        } else {
            statement_tag(trimmed)
        };
        match kind {
            Ok(kind) => {
                let inner_offset = offset + 2 + place_of_argument(words, &kind);
                // The tag has two braces (or brace and percent sign) at each end.
                self.push(marked, kind, offset, inner_offset, words.len() + 4);
            }
            Err(problem) => self.error(offset, problem),
        }
        tail
    }

    fn push(
        &mut self,
        marked: &mut String,
        kind: TagKind,
        offset: usize,
        inner_offset: usize,
        length: usize,
    ) {
        let mark = mark_of(self.tagged.tags.len());
        // Keep one tag above the limit, so that `scan` detects the excess.
        if let Some(mark) = mark.filter(|_| self.tagged.tags.len() <= MOST_TAGS) {
            marked.push(mark);
            self.tagged.tags.push(Tag {
                kind,
                offset,
                inner_offset,
                length,
                line: self.line,
            });
        }
    }

    fn error(&mut self, offset: usize, problem: TemplateProblem) {
        report(self.errors, self.text, offset, problem);
    }
}

/// The byte offset of the id or expression in the content of a tag.
fn place_of_argument(words: &str, kind: &TagKind) -> usize {
    let argument = match kind {
        TagKind::Field(text)
        | TagKind::EndOptions(text)
        | TagKind::If(text)
        | TagKind::Elif(text) => text.len(),
        TagKind::Else
        | TagKind::EndIf
        | TagKind::Exempts
        | TagKind::Comment
        | TagKind::Signature(_)
        | TagKind::Widths(_)
        | TagKind::Page => 0,
    };
    words.trim_end().len() - argument
}

/// Whether a text begins with an HTML character reference (`&amp;`, `&#160;`, `&#xA0;`).
fn is_entity(text: &str) -> bool {
    text.strip_prefix('&')
        .and_then(|rest| rest.split_once(';'))
        .is_some_and(|(name, _)| {
            let digits = name.strip_prefix('#').unwrap_or(name);
            !digits.is_empty()
                && name.len() <= 40
                && digits.chars().all(|c| c.is_ascii_alphanumeric())
        })
}

fn field_tag(words: &str) -> Result<TagKind, TemplateProblem> {
    /// Rows, the choice in them, and its option.
    const MOST_PARTS: usize = 3;
    let (id, ends) = match words.strip_prefix('/') {
        Some(rest) => (rest.trim_start(), true),
        None => (words, false),
    };
    let is_id = id.split('.').all(is_plain_name) && id.split('.').count() <= MOST_PARTS;
    match (is_id, ends) {
        (true, false) => Ok(TagKind::Field(id.to_owned())),
        (true, true) => Ok(TagKind::EndOptions(id.to_owned())),
        (false, _) => Err(TemplateProblem::NotAField {
            found: words.to_owned(),
        }),
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
        ("exempts", "") => Ok(TagKind::Exempts),
        ("page", "") => Ok(TagKind::Page),
        ("signature", "") => Ok(TagKind::Signature(Parties::Columns)),
        ("signature", "rows") => Ok(TagKind::Signature(Parties::Rows)),
        ("widths", shares) => widths_tag(shares),
        _ => Err(TemplateProblem::UnknownTag {
            tag: keyword.to_owned(),
        }),
    }
}

/// Reads the shares of `{% widths 1 3 2 %}`; commas may stand between them.
fn widths_tag(shares: &str) -> Result<TagKind, TemplateProblem> {
    let separators = |c: char| c.is_whitespace() || c == ',';
    let shares: Option<Vec<usize>> = shares
        .split(separators)
        .filter(|share| !share.is_empty())
        .map(|share| {
            share
                .parse()
                .ok()
                .filter(|share| (1..=MOST_SHARES).contains(share))
        })
        .collect();
    match shares {
        Some(shares) if !shares.is_empty() && shares.len() <= MOST_SHARES => {
            Ok(TagKind::Widths(shares))
        }
        Some(_) | None => Err(TemplateProblem::UnknownTag {
            tag: "widths".to_owned(),
        }),
    }
}

/// The text of a clause without `{% exempts %}` at the beginning or the end.
pub(super) fn without_exemption_mark(words: &str) -> &str {
    let is_mark = |inside: &str| inside.trim() == "exempts";
    let mut words = words;
    if let Some((inside, rest)) = words
        .strip_prefix("{%")
        .and_then(|rest| rest.split_once("%}"))
        && is_mark(inside)
    {
        words = rest;
    }
    if let Some((rest, inside)) = words
        .trim_end()
        .strip_suffix("%}")
        .and_then(|rest| rest.rsplit_once("{%"))
        && is_mark(inside)
    {
        words = rest;
    }
    words
}

/// Whether a text is a plain name: an ASCII letter, then ASCII letters, digits and `_`; at most 64.
pub(super) fn is_plain_name(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether a character may begin or end a tag, begin a character reference, or be mistaken for a
/// mark.
fn is_special(c: char) -> bool {
    matches!(c, '{' | '}' | '%' | '&') || is_private_use(c)
}

fn is_private_use(c: char) -> bool {
    matches!(u32::from(c), 0xE000..=0xF8FF | 0xF_0000..=0x10_FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<(TemplateProblem, usize, usize)> {
        let mut errors = Vec::new();
        scan(text, true, &mut errors);
        errors
            .into_iter()
            .map(|error| (error.problem, error.line, error.column))
            .collect()
    }

    #[test]
    fn a_tag_line_is_blanked_and_an_inline_tag_becomes_one_mark() {
        let mut errors = Vec::new();
        let tagged = scan(
            "甲{{ a }}乙\n  {% if a %}\n丙\n{% endif %}\n",
            true,
            &mut errors,
        );
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
                "甲&#xF0000;",
                TemplateProblem::Markdown(Unsupported::Html),
                1,
                2,
            ),
            ("&nbsp;", TemplateProblem::Markdown(Unsupported::Html), 1, 1),
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
    fn an_ampersand_alone_is_an_ampersand() {
        for text in ["A&B", "A & B；", "R&D（研发）;", "&;", "&#;"] {
            assert_eq!(problems(text), [], "text: {text}");
        }
    }

    #[test]
    fn no_tag_is_dropped_in_silence() {
        let text = "{{ a }}".repeat(MOST_TAGS + 2);
        let problem = TemplateProblem::TooManyTags { most: MOST_TAGS };
        assert_eq!(
            problems(&text).first().map(|found| &found.0),
            Some(&problem)
        );
        assert_eq!(problems(&"{{ a }}".repeat(MOST_TAGS)), []);
    }

    #[test]
    fn the_mark_of_an_exemption_is_no_word() {
        for (words, expected) in [
            ("不予退还。{% exempts %}", "不予退还。"),
            ("{%exempts%}不予退还。", "不予退还。"),
            ("{{ days }}天{% exempts %} ", "{{ days }}天"),
            (
                "{% if a %}不予退还{% endif %}",
                "{% if a %}不予退还{% endif %}",
            ),
        ] {
            assert_eq!(without_exemption_mark(words), expected, "words: {words}");
        }
    }

    #[test]
    fn a_tag_remembers_where_its_inner_text_begins() {
        let mut errors = Vec::new();
        for (text, inner_offset) in [
            ("x {%  if   a == 1 %}", 11),
            ("{%elif a%}", 7),
            ("{{  a  }}", 4),
            ("{%- if a %}", 0),
        ] {
            let tagged = scan(text, true, &mut errors);
            let found = tagged.tags.first().map_or(0, |tag| tag.inner_offset);
            assert_eq!(found, inner_offset, "text: {text}");
        }
    }
}
