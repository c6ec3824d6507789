//! Who speaks where: chat names and times, quoted messages, sections of others, sentences.

mod speakers;

use super::ink::{Ink, Span, is_han};
use super::label;

const TOPICS: &[&str] = &[
    "单价",
    "年费",
    "价格",
    "总价",
    "期限",
    "服务",
    "日期",
    "产品",
    "合同",
    "付款",
    "开票",
    "资料",
    "信息",
    "滞纳金",
    "数据",
    "份数",
    "首年",
    "费用",
    "金额",
    "时间",
    "支付",
    "方式",
    "版本",
    "补充",
    "更正",
    "甲方",
    "乙方",
    "税率",
    "price",
    "term",
    "product",
    "start",
    "end",
    "fee",
    "period",
    "date",
    "pay",
    "subject",
    "from",
    "to",
];

/// What a part of a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// What the writer says.
    Said,
    /// A chat name, a time, a form of address.
    Header,
    /// A message that the writer quotes or forwards.
    Quoted,
    /// A quoted offer to which the writer agrees.
    Agreed,
    /// What the writer calls void.
    Void,
    /// What belongs to the reader's own company.
    Ours,
}

/// The parts of a message.
pub(super) struct Scene {
    standings: Vec<Standing>,
    /// Whether somebody of the reader's own company says this.
    ours: Vec<bool>,
    /// The clause of each cell: between commas, stops and line ends.
    clauses: Vec<Span>,
    clause_of: Vec<usize>,
    sentence_of: Vec<usize>,
    sentences: Vec<Span>,
}

/// Lines behind which an older mail follows.
const OLDER_MAIL: &[&str] = &[
    "原始邮件",
    "原始消息",
    "original message",
    "forwarded message",
    "转发邮件",
    "转发的邮件",
    "写道:",
    "wrote:",
];
/// Words with which the writer agrees to the offer below.
const AGREEING_BELOW: &[&str] = &[
    "按下面",
    "按以下",
    "按下方",
    "照下面",
    "同意下面",
    "同意以下",
    "同意下方",
    "下面的报价可以",
    "下面的报价没问题",
    "以下没问题",
    "下面没问题",
];
/// Headings of what is void.
const VOID: &[&str] = &[
    "作废",
    "废弃",
    "旧版",
    "旧的",
    "老的",
    "错的",
    "不用这份",
    "不要用",
    "以前的",
    "去年的",
    "原来的",
    "过期",
];
/// Headings of what is valid.
const VALID: &[&str] = &[
    "用这份",
    "用这个",
    "新的",
    "最新",
    "正确的",
    "以此为准",
    "这份为准",
    "第二份",
    "现在的",
    "今年的",
    "更新后",
    "变更后",
];
/// Headings of our own company.
const OURS: &[&str] = &[
    "销售方",
    "卖方",
    "乙方",
    "收款方",
    "服务方",
    "供应商",
    "供货方",
    "销方",
    "贵司信息",
    "你们的信息",
    "贵公司",
    "开票方",
];
/// Headings of the client.
const CLIENTS: &[&str] = &[
    "购买方",
    "买方",
    "甲方",
    "付款方",
    "客户",
    "购方",
    "需方",
    "受票方",
    "我方",
    "我司",
    "我们的",
];
/// A space between two Han characters ends a clause of so many characters.
const GAP: usize = 3;
/// Words that begin a clause in speech without stops.
const GOES_ON: &[&str] = &["然后", "还有就是", "再就是", "另外", "嗯就", "嗯那个"];
const LONGEST_HEADING: usize = 16;
/// How far a clause or a sentence reaches from a cell, in characters.
const FAR: usize = 200;

impl Scene {
    pub(in crate::facts) fn of(ink: &Ink, own_name: &str) -> Self {
        let mut scene = Self {
            standings: vec![Standing::Said; ink.len()],
            ours: speakers::ours(ink, own_name),
            clauses: Vec::new(),
            clause_of: Vec::new(),
            sentence_of: Vec::new(),
            sentences: Vec::new(),
        };
        let lines = ink.lines();
        let mut section = Standing::Said;
        let mut quoting = false;
        let mut agreed = false;
        for (index, line) in lines.iter().enumerate() {
            let said = without_header(ink, line);
            scene.stand(&(line.start..said.start), Standing::Header);
            if said.is_empty() {
                continue;
            }
            quoting = quoting || ink.has(&said, OLDER_MAIL);
            match heading(ink, &said) {
                Some(Standing::Void) if ink.has(&said, &["以上", "上面", "前面", "上述"]) =>
                {
                    scene.stand_before(said.start);
                }
                Some(heading) => section = heading,
                None => {}
            }
            let is_reply_above = lines.get(index + 1).is_some_and(|next| is_rule(ink, next));
            let is_in_quotes = matches!(ink.get(said.start), '「' | '『')
                && (is_reply_above || ink.before(said.end) == '」');
            agreed = agreed
                || !quoting && ink.has(&said, AGREEING_BELOW) && !ink.has(&said, &["?", "不"]);
            let standing = if quoting && agreed {
                Standing::Agreed
            } else if quoting || is_in_quotes {
                Standing::Quoted
            } else {
                section
            };
            if standing != Standing::Said {
                scene.stand(&said, standing);
            }
            scene.stand_addressed(ink, &said);
        }
        scene.divide(ink);
        scene
    }

    fn stand(&mut self, span: &Span, standing: Standing) {
        for cell in self.standings.get_mut(span.clone()).unwrap_or_default() {
            *cell = standing;
        }
    }

    /// Makes void what stands before `end`.
    fn stand_before(&mut self, end: usize) {
        for cell in self.standings.get_mut(..end).unwrap_or_default() {
            if *cell == Standing::Said {
                *cell = Standing::Void;
            }
        }
    }

    /// Marks whom the writer addresses: `@甄示例`.
    fn stand_addressed(&mut self, ink: &Ink, line: &Span) {
        let mut at = line.start;
        while at < line.end {
            if ink.get(at) == '@' && !ink.before(at).is_ascii_alphanumeric() {
                let mut end = at + 1;
                while end < line.end
                    && !matches!(ink.get(end), ' ' | ',' | ':' | '\n')
                    && end - at < 12
                {
                    end += 1;
                }
                self.stand(&(at..end), Standing::Header);
                at = end;
            }
            at += 1;
        }
    }

    fn divide(&mut self, ink: &Ink) {
        let (mut clause, mut sentence) = (0, 0);
        for at in 0..ink.len() {
            let (ends_clause, ends_sentence) = ends(ink, at);
            self.clause_of.push(self.clauses.len());
            self.sentence_of.push(self.sentences.len());
            // Voice typing sets spaces in the place of commas.
            let is_gap = ink.get(at) == ' '
                && at - clause >= GAP
                && is_han(ink.before(at))
                && is_han(ink.get(at + 1));
            if ends_clause || is_gap {
                self.clauses.push(clause..at);
                clause = at + 1;
            } else if at - clause >= GAP
                && is_han(ink.before(at))
                && ink.any_at(at, GOES_ON).is_some()
            {
                // Voice typing sets no commas at all.
                self.clauses.push(clause..at);
                clause = at;
                if let Some(of) = self.clause_of.last_mut() {
                    *of = self.clauses.len();
                }
            }
            if ends_sentence {
                self.sentences.push(sentence..at);
                sentence = at + 1;
            }
        }
        self.clauses.push(clause..ink.len());
        self.sentences.push(sentence..ink.len());
    }

    pub(in crate::facts) fn standing(&self, span: &Span) -> Standing {
        self.standings
            .get(span.start)
            .copied()
            .unwrap_or(Standing::Said)
    }

    /// Whether somebody of the reader's own company says what stands at a cell.
    pub(in crate::facts) fn is_ours(&self, at: usize) -> bool {
        self.ours.get(at).copied().unwrap_or(false)
    }

    /// Whether a cell belongs to a chat name, a time or a form of address.
    pub(in crate::facts) fn is_header(&self, at: usize) -> bool {
        self.standings.get(at) == Some(&Standing::Header)
    }

    /// A clause without the chat name and the time before it.
    pub(in crate::facts) fn said(&self, clause: &Span) -> Span {
        let start = clause.clone().find(|at| !self.is_header(*at));
        start.unwrap_or(clause.end)..clause.end
    }

    pub(in crate::facts) fn clauses(&self) -> &[Span] {
        &self.clauses
    }

    pub(in crate::facts) fn clause_index(&self, at: usize) -> usize {
        self.clause_of
            .get(at)
            .copied()
            .unwrap_or(self.clauses.len().saturating_sub(1))
    }

    /// The clause around a cell; of a very long one, the part near the cell.
    pub(in crate::facts) fn clause(&self, at: usize) -> Span {
        let clause = self.clauses.get(self.clause_index(at));
        near(clause, at)
    }

    /// The sentence around a cell; of a very long one, the part near the cell.
    pub(in crate::facts) fn sentence(&self, at: usize) -> Span {
        let last = self.sentences.len().saturating_sub(1);
        let index = self.sentence_of.get(at).copied().unwrap_or(last);
        near(self.sentences.get(index), at)
    }
}

/// The part of a span near a cell, which bounds the work on text without stops.
fn near(span: Option<&Span>, at: usize) -> Span {
    let Some(span) = span else { return 0..0 };
    let start = span.start.max(at.saturating_sub(FAR)).min(span.end);
    start..span.end.min(at.saturating_add(FAR)).max(start)
}

/// Whether a clause and a sentence end at a cell.
fn ends(ink: &Ink, at: usize) -> (bool, bool) {
    let is_digit = |at| ink.get(at).is_ascii_digit();
    match ink.get(at) {
        '\n' | '。' | ';' | '!' | '?' | '…' => (true, true),
        ',' => (
            !(ink.before(at).is_ascii_digit()
                && is_digit(at + 1)
                && is_digit(at + 2)
                && is_digit(at + 3)),
            false,
        ),
        '-' => (ink.get(at + 1) == '-' && !is_digit(at + 2), false),
        '|' => (true, false),
        _ => (false, false),
    }
}

/// A line of nothing but dashes.
fn is_rule(ink: &Ink, line: &Span) -> bool {
    let dashes = ink.slice(line).iter().filter(|c| **c == '-').count();
    dashes >= 5 && ink.slice(line).iter().all(|c| matches!(c, '-' | ' '))
}

/// What a short line without a value says about the lines below it.
fn heading(ink: &Ink, line: &Span) -> Option<Standing> {
    let line = ink.trimmed(line.clone());
    let text = ink.text(&line);
    let n_digits = text.chars().filter(char::is_ascii_digit).count();
    // A sentence is no heading, and 收款方式 begins no section of 收款方.
    let is_sentence = text.contains([',', '。', '?', '!']) || text.contains("方式");
    if line.len() > LONGEST_HEADING || n_digits > 2 || is_sentence {
        return None;
    }
    let bare = text.trim_matches(|c: char| !is_han(c));
    // A label with a value is no heading.
    if let Some((_, value)) = text.split_once(':')
        && value.chars().filter(|c| is_han(*c)).count() >= 2
    {
        return None;
    }
    if OURS
        .iter()
        .any(|word| bare.starts_with(word) && bare.chars().count() <= word.chars().count() + 4)
    {
        return Some(Standing::Ours);
    }
    if CLIENTS
        .iter()
        .any(|word| bare.starts_with(word) && bare.chars().count() <= word.chars().count() + 4)
        || VALID.iter().any(|word| text.contains(word))
    {
        return Some(Standing::Said);
    }
    let is_void = VOID.iter().any(|word| text.contains(word)) && !text.contains("不要用旧");
    is_void.then_some(Standing::Void)
}

/// The line without the name and time of a chat in front of what is said.
pub(super) fn without_header(ink: &Ink, line: &Span) -> Span {
    let line = ink.trimmed(line.clone());
    if line.is_empty() {
        return line.end..line.end;
    }
    if let Some(after) = bracketed_time(ink, &line) {
        let rest = ink.skip_spaces(after);
        return speaker(ink, rest, line.end).unwrap_or(rest)..line.end;
    }
    if let Some(after) = time(ink, line.start, line.end) {
        // QQ: the time, then the name.
        let rest = ink.skip_spaces(after);
        if line.end - rest <= 30 && !ink.slice(&(rest..line.end)).contains(&':') {
            return line.end..line.end;
        }
        if let Some(said) = speaker(ink, rest, line.end) {
            return said..line.end;
        }
        return line;
    }
    // A name, then the time at the end of the line.
    for at in line.start + 1..line.end {
        if ink.before(at) != ' ' && at > line.start + 1 {
            continue;
        }
        if at - line.start > 30 {
            break;
        }
        if let Some(after) = time(ink, at, line.end)
            && ink.skip_spaces(after) >= line.end
            && is_chat_name(ink, &(line.start..at))
        {
            return line.end..line.end;
        }
    }
    if let Some(said) = speaker(ink, line.start, line.end) {
        return said..line.end;
    }
    line
}

fn is_chat_name(ink: &Ink, span: &Span) -> bool {
    let span = ink.trimmed(span.clone());
    !span.is_empty()
        && span.len() <= 24
        && !ink
            .slice(&span)
            .iter()
            .any(|c| matches!(c, ':' | ',' | '。' | ';' | '='))
        && ink
            .slice(&span)
            .iter()
            .filter(|c| c.is_ascii_digit())
            .count()
            <= 4
        && !ink.has(
            &span,
            &["服务", "开始", "签", "会议", "开会", "期", "时间", "到期"],
        )
}

/// `[2026/11/21, 09:15:02]`.
fn bracketed_time(ink: &Ink, line: &Span) -> Option<usize> {
    if !matches!(ink.get(line.start), '[' | '(' | '【') {
        return None;
    }
    let end = time(ink, line.start + 1, line.end)?;
    matches!(ink.get(end), ']' | ')' | '】').then_some(end + 1)
}

/// The end of a date and a time of the day that begin at `at`; a date alone is none.
fn time(ink: &Ink, at: usize, limit: usize) -> Option<usize> {
    let mut end = at;
    let mut has_clock = false;
    while end < limit {
        if let Some(clock) = clock(ink, end) {
            has_clock = true;
            end = clock;
        } else if let Some((_, word)) = ink.any_at(
            end,
            &[
                "今天", "昨天", "前天", "上午", "下午", "晚上", "凌晨", "中午", "星期", "周", "年",
                "月", "日", "号", "am", "pm", "一", "二", "三", "四", "五", "六", "天",
            ],
        ) {
            end = word;
        } else if ink.get(end).is_ascii_digit()
            || matches!(ink.get(end), '-' | '/' | '.' | ' ' | ',')
        {
            end += 1;
        } else {
            break;
        }
    }
    while end > at && ink.before(end) == ' ' {
        end -= 1;
    }
    (has_clock && end - at <= 32).then_some(end)
}

/// The end of `10:23` or `10:23:45` at `at`.
fn clock(ink: &Ink, at: usize) -> Option<usize> {
    if ink.before(at).is_ascii_digit() {
        return None;
    }
    let mut end = at;
    while ink.get(end).is_ascii_digit() {
        end += 1;
    }
    if !matches!(end - at, 1 | 2) || ink.get(end) != ':' {
        return None;
    }
    let minutes = end + 1;
    if !(ink.get(minutes).is_ascii_digit() && ink.get(minutes + 1).is_ascii_digit())
        || ink.get(minutes + 2).is_ascii_digit()
    {
        return None;
    }
    if ink.get(minutes + 2) == ':'
        && ink.get(minutes + 3).is_ascii_digit()
        && ink.get(minutes + 4).is_ascii_digit()
    {
        return Some(minutes + 5);
    }
    Some(minutes + 2)
}

/// Where the words begin behind `甄示例：` or `小范，`.
fn speaker(ink: &Ink, start: usize, limit: usize) -> Option<usize> {
    let mut end = start;
    while end < limit
        && (is_han(ink.get(end)) || ink.get(end).is_ascii_alphabetic() || ink.get(end) == '·')
        && end - start <= 12
    {
        end += 1;
    }
    if ink.get(end) == '(' {
        let close = (end..(end + 14).min(limit)).find(|at| ink.get(*at) == ')')?;
        end = close + 1;
    }
    let name = start..end;
    let n_han = ink.slice(&name).iter().filter(|c| is_han(**c)).count();
    let is_short = (2..=4).contains(&n_han)
        || n_han == 0 && (2..=12).contains(&name.len())
        || n_han > 0 && n_han <= 8 && ink.before(end) == ')';
    if ink.get(end) != ':' || !is_short {
        return None;
    }
    // A label announces a value.
    let is_label = label::labels_word(ink, start).is_some_and(|word_end| word_end <= end)
        || is_topic(ink, &name);
    (!is_label).then_some(end + 1)
}

/// Words before a colon that name a subject and no person.
fn is_topic(ink: &Ink, span: &Span) -> bool {
    let text = ink.text(span);
    let is_heading = [VOID, VALID, OURS, CLIENTS]
        .iter()
        .any(|words| words.iter().any(|word| text.contains(word)));
    (is_heading && !text.contains("客户"))
        || TOPICS.iter().any(|topic| text.contains(topic))
            && !(text.chars().count() == 2 && matches!(text.as_str(), "to"))
}
