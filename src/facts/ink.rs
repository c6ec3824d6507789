//! A message as cells: each visible character with its plain form and its place in the message.

use std::ops::Range;

use crate::value::{half_width_character, is_unseen};

/// A range of cells.
pub(super) type Span = Range<usize>;

/// Traditional characters of labels, with their simplified form.
const TRADITIONAL: &str = "單单稱称統统會会碼码開开戶户號号帳账電电話话聯联繫系係系郵邮編编稅税識识銀银賬账機机簽签約约價价費费總总額额萬万億亿兩两貳贰參叁陸陆圓圆圖图務务業业傳传真真負负責责個个這这為为請请發发書书項项產产見见與与僅仅從从續续對对絡络張张劉刘陳陈黃黄吳吴趙赵楊杨孫孙馬马鄭郑謝谢韓韩馮冯許许鄧邓蕭萧呂吕蘇苏盧卢蔣蒋賈贾葉叶閻阎鍾钟譚谭鄒邹龔龚龐庞顏颜嚴严溫温蘆芦魯鲁韋韦聶聂齊齐喬乔賴赖賀贺錢钱湯汤簡简寧宁畢毕顧顾塗涂羅罗範范東东廣广縣县區区鎮镇園园場场廠厂館馆飲饮經经師师樓楼層层棟栋訊讯臺台灣湾門门橋桥間间協协學学員员長长辦办購购採采銷销網网絲丝處处術术軟软數数報报標标準准優优週周屆届嗎吗後后過过還还們们來来時时關关無无應应該该現现當当給给說说貴贵實实際际國国華华龍龙蓋盖質质將将據据";

/// Tags of HTML that end a line.
const BREAKING_TAGS: &[&str] = &["br", "p", "div", "li", "tr", "table", "h1", "h2"];
/// Tags of HTML that stand inside a line.
const INLINE_TAGS: &[&str] = &[
    "b", "i", "u", "span", "td", "th", "a", "strong", "em", "font", "ul", "ol", "tbody",
];
/// The longest tag of HTML, in bytes.
const LONGEST_TAG: usize = 300;
/// Entities of HTML.
const ENTITIES: &[(&str, char)] = &[
    ("&nbsp;", ' '),
    ("&amp;", '&'),
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&quot;", '"'),
    ("&#39;", '\''),
    ("&apos;", '\''),
];
/// How many single characters with spaces between them are one spaced word.
const SPACED: usize = 4;

/// The cells of a message.
pub(super) struct Ink {
    /// Half-width, lower-case, simplified where labels need it; what rules read.
    pub plain: Vec<char>,
    /// As the writer typed it; what values are made of.
    shown: Vec<char>,
    /// The bytes of each cell in the message.
    bytes: Vec<Range<usize>>,
}

impl Ink {
    /// Reads a message: drops invisible characters, marks of Markdown and tags of HTML.
    pub(in crate::facts) fn of(message: &str) -> Self {
        let mut ink = Self {
            plain: Vec::new(),
            shown: Vec::new(),
            bytes: Vec::new(),
        };
        let mut at = 0;
        while let Some(character) = message.get(at..).and_then(|rest| rest.chars().next()) {
            let rest = message.get(at..).unwrap_or_default();
            let (length, cell) = read_one(rest, character, ink.plain.last().copied());
            if let Some(cell) = cell {
                ink.push(cell, at..at + length);
            }
            at += length;
        }
        ink.close_spaced_words();
        ink
    }

    fn push(&mut self, shown: char, bytes: Range<usize>) {
        self.plain.push(plain(shown));
        self.shown.push(shown);
        self.bytes.push(bytes);
    }

    /// The number of cells.
    pub(in crate::facts) fn len(&self) -> usize {
        self.plain.len()
    }

    /// The plain character of a cell; a line end outside the text.
    pub(in crate::facts) fn get(&self, at: usize) -> char {
        self.plain.get(at).copied().unwrap_or('\n')
    }

    /// The plain character before a cell; a line end at the start.
    pub(in crate::facts) fn before(&self, at: usize) -> char {
        at.checked_sub(1).map_or('\n', |at| self.get(at))
    }

    /// The bytes of the message that a span covers.
    pub(in crate::facts) fn bytes(&self, span: &Span) -> Range<usize> {
        let first = self.bytes.get(span.start);
        let last = span.end.checked_sub(1).and_then(|at| self.bytes.get(at));
        match (first, last) {
            (Some(first), Some(last)) if first.start <= last.end => first.start..last.end,
            _ => 0..0,
        }
    }

    /// The text of a span as typed.
    pub(in crate::facts) fn shown(&self, span: &Span) -> String {
        self.shown
            .get(span.clone())
            .map_or_else(String::new, |cells| cells.iter().collect())
    }

    /// The plain text of a span.
    pub(in crate::facts) fn text(&self, span: &Span) -> String {
        self.slice(span).iter().collect()
    }

    /// The plain cells of a span.
    pub(in crate::facts) fn slice(&self, span: &Span) -> &[char] {
        self.plain.get(span.clone()).unwrap_or_default()
    }

    /// Where a word that stands at `at` ends; spaces between its Han characters do not count.
    pub(in crate::facts) fn after(&self, at: usize, word: &str) -> Option<usize> {
        let mut end = at;
        for character in word.chars() {
            if self.get(end) != character {
                return None;
            }
            end += 1;
        }
        Some(end)
    }

    /// The first of the words that stands at `at`, the longest first, and its end.
    pub(in crate::facts) fn any_at<'w>(
        &self,
        at: usize,
        words: &[&'w str],
    ) -> Option<(&'w str, usize)> {
        words
            .iter()
            .filter_map(|word| Some((*word, self.after(at, word)?)))
            .max_by_key(|(_, end)| *end)
    }

    /// The last place in a span where one of the words stands, and the end of the word.
    pub(in crate::facts) fn last_of<'w>(
        &self,
        span: &Span,
        words: &[&'w str],
    ) -> Option<(usize, &'w str)> {
        span.clone().rev().find_map(|at| {
            let (word, end) = self.any_at(at, words)?;
            (end <= span.end).then_some((at, word))
        })
    }

    /// The first place in a span where one of the words stands.
    pub(in crate::facts) fn first_of<'w>(
        &self,
        span: &Span,
        words: &[&'w str],
    ) -> Option<(usize, &'w str)> {
        span.clone().find_map(|at| {
            let (word, end) = self.any_at(at, words)?;
            (end <= span.end).then_some((at, word))
        })
    }

    /// Whether one of the words stands in a span.
    pub(in crate::facts) fn has(&self, span: &Span, words: &[&str]) -> bool {
        self.first_of(span, words).is_some()
    }

    /// The first cell at or after `at` that is no space.
    pub(in crate::facts) fn skip_spaces(&self, at: usize) -> usize {
        let mut at = at;
        while self.get(at) == ' ' {
            at += 1;
        }
        at
    }

    /// The span without spaces at its ends.
    pub(in crate::facts) fn trimmed(&self, span: Span) -> Span {
        let (mut start, mut end) = (span.start, span.end);
        while start < end && self.get(start) == ' ' {
            start += 1;
        }
        while start < end && self.before(end) == ' ' {
            end -= 1;
        }
        start..end
    }

    /// The start of the line that holds `at`, or a cell of it a few words before `at`.
    pub(in crate::facts) fn line_start(&self, at: usize) -> usize {
        let mut start = at;
        while start > 0 && self.before(start) != '\n' && at - start < 60 {
            start -= 1;
        }
        start
    }

    /// The end of the line that holds `at`.
    pub(in crate::facts) fn line_end(&self, at: usize) -> usize {
        let rest = self.plain.get(at..).unwrap_or_default();
        let length = rest.iter().position(|character| *character == '\n');
        at + length.unwrap_or(rest.len())
    }

    /// The lines, without their line ends.
    pub(in crate::facts) fn lines(&self) -> Vec<Span> {
        let mut lines = Vec::new();
        let mut start = 0;
        while start <= self.len() {
            let end = self.line_end(start);
            lines.push(start..end);
            start = end + 1;
        }
        lines
    }

    /// Removes the spaces of words whose characters all stand apart, as character recognition
    /// writes them: `虚 构 市`.
    fn close_spaced_words(&mut self) {
        let mut keep = vec![true; self.len()];
        let mut at = 0;
        while at < self.len() {
            let mut spaces = Vec::new();
            let mut end = at;
            // 1 幢 2 单元 are several words; those of a scan are of one script.
            let is_same =
                |end: usize| is_han(self.get(end + 1)) == is_han(self.get(end.saturating_sub(1)));
            while self.get(end) == ' ' && !matches!(self.get(end + 1), ' ' | '\n') && is_same(end) {
                spaces.push(end);
                end += 2;
            }
            if spaces.len() >= SPACED {
                // The last character may begin a longer word, which stays apart.
                if !matches!(self.get(end), ' ' | '\n') {
                    spaces.pop();
                }
                for space in &spaces {
                    if let Some(keep) = keep.get_mut(*space) {
                        *keep = false;
                    }
                }
            }
            at = end.max(at + 1);
        }
        if keep.iter().all(|keep| *keep) {
            return;
        }
        let mut kept = keep.iter();
        self.plain.retain(|_| kept.next().copied().unwrap_or(true));
        let mut kept = keep.iter();
        self.shown.retain(|_| kept.next().copied().unwrap_or(true));
        let mut kept = keep.iter();
        self.bytes.retain(|_| kept.next().copied().unwrap_or(true));
    }
}

/// The length in bytes of what stands at the start of `rest`, and the cell that it becomes.
fn read_one(rest: &str, character: char, before: Option<char>) -> (usize, Option<char>) {
    let length = character.len_utf8();
    match character {
        '<' => {
            if let Some((tag, cell)) = tag(rest) {
                return (tag, cell);
            }
        }
        '&' => {
            if let Some((entity, cell)) =
                ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity))
            {
                return (entity.len(), Some(*cell));
            }
        }
        '*' => {
            let stars = rest.len() - rest.trim_start_matches('*').len();
            // Stars between digits mask a number.
            let masks = before.is_some_and(|c| c.is_ascii_digit());
            return (stars, masks.then_some('*'));
        }
        '`' | '\u{FFFD}' | '\u{FE0E}' | '\u{FE0F}' | '\u{200C}' | '\u{200D}' => {
            return (length, None);
        }
        '\r' => {
            return match rest.strip_prefix("\r\n") {
                Some(_) => (2, Some('\n')),
                None => (length, Some('\n')),
            };
        }
        '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => return (length, Some('\n')),
        '\t' => return (length, Some('\t')),
        _ => {}
    }
    let is_seen = !is_unseen(character);
    (length, is_seen.then_some(character))
}

/// The length of the tag of HTML at the start of `rest`, and the cell that it becomes.
fn tag(rest: &str) -> Option<(usize, Option<char>)> {
    let end = rest
        .bytes()
        .take(LONGEST_TAG)
        .position(|byte| byte == b'>')?;
    let inside = rest.get(1..end)?.trim_start_matches('/');
    let name: String = inside
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    if BREAKING_TAGS.contains(&name.as_str()) {
        Some((end + 1, Some('\n')))
    } else if INLINE_TAGS.contains(&name.as_str()) {
        Some((end + 1, None))
    } else {
        None
    }
}

fn plain(character: char) -> char {
    let half = match character {
        '。' => '。',
        '、' => '、',
        '\t' => '\t',
        '—' | '–' | '－' | '‐' | '‑' | '−' | '─' => '-',
        '～' | '〜' => '~',
        '“' | '”' | '„' | '＂' => '"',
        '．' | '﹒' => '.',
        '☑' | '✓' | '✔' | '√' | '■' | '●' | '✅' | '☒' => CHECKED,
        '□' | '☐' | '○' | '◻' | '▢' | '⬜' => UNCHECKED,
        // A picture stands between sentences, as a comma does.
        _ if is_picture(character) => ',',
        _ if character.is_whitespace() && character != '\n' => ' ',
        _ => half_width_character(character),
    };
    if half.is_ascii() {
        return half.to_ascii_lowercase();
    }
    let mut folds = TRADITIONAL.chars();
    while let (Some(from), Some(to)) = (folds.next(), folds.next()) {
        if from == half {
            return to;
        }
    }
    if half == '帐' { '账' } else { half }
}

/// A box with a mark, in the plain text.
pub(super) const CHECKED: char = '☑';
/// A box without a mark, in the plain text.
pub(super) const UNCHECKED: char = '□';

/// Whether a character is an emoji or another picture.
fn is_picture(character: char) -> bool {
    matches!(character, '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' )
}

/// Whether a character is a Han character.
pub(super) fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}' | '〇')
}
