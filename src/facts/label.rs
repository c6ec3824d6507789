//! Labels of what belongs to the client: 单位名称, 税号, 开户行及账号.

mod words;

use super::ink::{Ink, Span, is_han};
use super::{organisation, phone, place, token};

/// What a label announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Announced {
    Name,
    /// The holder of an account: also the name of the client, or somebody else's.
    Holder,
    Short,
    Code,
    Address,
    Phone,
    Bank,
    Account,
    Contact,
    Email,
    /// What no field is for: fax, post code, the number of a bank.
    Other,
}

/// How clearly a label is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Clarity {
    /// The value follows at once.
    Glued,
    /// A word such as 是 stands between.
    Said,
    /// A colon or a line end stands between.
    Marked,
}

/// A label in the text.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub span: Span,
    pub announced: Vec<Announced>,
    pub clarity: Clarity,
    /// Where the value begins.
    pub value: usize,
    /// Whether the word is one that also means something else.
    is_plain_word: bool,
}

use Announced::{Account, Address, Bank, Code, Contact, Email, Holder, Name, Other, Phone, Short};
use words::{
    FOR_INVOICES, FOREIGN, FORMER, LABELS, ONLY_MARKED, PARTIES, PLAIN_WORDS, SAID, THINGS,
    TO_PERSON,
};

impl Label {
    pub(in crate::facts) fn announces(&self, what: Announced) -> bool {
        self.announced.contains(&what)
    }
}

/// Whether one of the words ends right before `at`.
pub(super) fn ends_before(ink: &Ink, at: usize, words: &[&str]) -> bool {
    words.iter().any(|word| {
        at.checked_sub(word.chars().count())
            .is_some_and(|start| ink.after(start, word).is_some())
    })
}

/// The labels of a text, in order.
pub(super) fn labels(ink: &Ink) -> Vec<Label> {
    let mut found: Vec<Label> = Vec::new();
    let mut at = 0;
    while at < ink.len() {
        match label_at(ink, at) {
            Some(label) => {
                at = label.span.end.max(at + 1);
                if is_label(ink, &label) {
                    found.push(label);
                }
            }
            None => at += 1,
        }
    }
    found
}

/// The longest word of a label at `at`, where spaces may stand between two Han characters.
fn word_at(ink: &Ink, at: usize) -> Option<(Announced, usize, bool)> {
    let first = ink.get(at);
    if !(is_han(first) || first.is_ascii_alphabetic())
        || first.is_ascii_alphabetic() && ink.before(at).is_ascii_alphanumeric()
    {
        return None;
    }
    let mut best: Option<(Announced, usize, bool)> = None;
    for (announced, words) in LABELS {
        for word in *words {
            if let Some(end) = spaced_after(ink, at, word)
                && best.is_none_or(|(_, longest, _)| end > longest)
                && !(first.is_ascii_alphabetic() && ink.get(end).is_ascii_alphanumeric())
            {
                best = Some((*announced, end, PLAIN_WORDS.contains(word)));
            }
        }
    }
    for &(word, announced) in ONLY_MARKED {
        if let Some(end) = ink.after(at, word)
            && best.is_none_or(|(_, longest, _)| end > longest)
        {
            best = Some((announced, end, true));
        }
    }
    best
}

/// Where a label ends whose Han characters may stand apart: 名  称.
fn spaced_after(ink: &Ink, at: usize, word: &str) -> Option<usize> {
    if let Some(end) = ink.after(at, word) {
        return Some(end);
    }
    if word.chars().count() > 4 || !word.chars().all(is_han) {
        return None;
    }
    let mut end = at;
    for (index, character) in word.chars().enumerate() {
        if index > 0 {
            end = ink.skip_spaces(end);
        }
        if ink.get(end) != character {
            return None;
        }
        end += 1;
    }
    // A colon shows that words that stand apart are one label, or a gap as on a licence.
    let is_gap = ink.get(end) == ' ' && ink.get(end + 1) == ' ';
    (ink.get(ink.skip_spaces(end)) == ':' || is_gap && is_line_start(ink, at)).then_some(end)
}

fn label_at(ink: &Ink, at: usize) -> Option<Label> {
    let (first, end, is_plain_word) = if let Some(found) = word_at(ink, at) {
        found
    } else {
        let (_, end) = ink.any_at(at, TO_PERSON)?;
        (Contact, end, false)
    };
    // 公司 at the end of a name is no label; 甲方 of 合同甲方是 is one.
    let is_party = ink.any_at(at, PARTIES).is_some();
    if is_han(ink.before(at)) && !is_party && (is_plain_word || ink.after(at, "公司").is_some()) {
        return None;
    }
    // 甲方信息 is a heading.
    if ink
        .any_at(
            end,
            &[
                "信息", "资料", "情况", "如下", "签字", "盖章", "代表", "是否",
            ],
        )
        .is_some()
        && first == Name
    {
        return None;
    }
    let mut announced = vec![first];
    let mut end = end;
    // Several labels for values that stand together: 地址、电话.
    loop {
        let mut next = ink.skip_spaces(end);
        if let Some((_, after)) = ink.any_at(
            next,
            &["、", "/", "及", "和", "与", "&", "或", "+", ",", "以及"],
        ) {
            next = ink.skip_spaces(after);
        }
        let joined = next > end || ink.get(end) != ':';
        match word_at(ink, next) {
            Some((more, after, _))
                if joined
                    && next >= end
                    && announced.len() < 3
                    && is_joint(ink, end, next, after) =>
            {
                // 甲方地址 announces an address.
                if next == end && announced == [Name] {
                    announced.clear();
                }
                announced.push(more);
                end = after;
            }
            _ => break,
        }
    }
    let (clarity, value) = separator(ink, end);
    Some(Label {
        span: at..end,
        announced,
        clarity,
        value,
        is_plain_word,
    })
}

/// Whether two words of labels announce values that stand together, and are not two labels.
fn is_joint(ink: &Ink, end: usize, next: usize, after: usize) -> bool {
    if ink.get(ink.skip_spaces(end)) == '\n' {
        return false;
    }
    let between = ink.text(&(end..next));
    let is_marked = matches!(
        ink.get(ink.skip_spaces(after)),
        ':' | '=' | ']' | '】' | '\t' | '\n' | '"'
    ) || ink.get(after) == '(';
    between.trim() != "," && (is_marked || !between.trim().is_empty())
}

/// What stands between a label and its value.
fn separator(ink: &Ink, end: usize) -> (Clarity, usize) {
    let mut at = ink.skip_spaces(end);
    let mut clarity = Clarity::Glued;
    if ink.get(at) == '(' {
        let close = (at..at + 14).find(|at| matches!(ink.get(*at), ')' | '\n'));
        if let Some(close) = close
            && ink.get(close) == ')'
            && matches!(ink.get(ink.skip_spaces(close + 1)), ':' | '=' | '\t')
        {
            at = ink.skip_spaces(close + 1);
        }
    }
    while at < ink.len() {
        let next = match ink.get(at) {
            ':' | '=' | '】' | '》' | '\t' | '|' => Clarity::Marked,
            ']' | '"' | '」'
                if clarity > Clarity::Glued
                    || matches!(ink.get(ink.skip_spaces(at + 1)), ':' | '"')
                    || ink.get(at) == ']' =>
            {
                Clarity::Marked
            }
            '-' if ink.get(at + 1) == '-' || ink.get(at + 1) == '>' => {
                at += 1;
                Clarity::Said
            }
            '>' if clarity > Clarity::Glued => clarity,
            '"' | '「' if clarity <= Clarity::Said && is_quoted(ink, at) => Clarity::Said,
            ',' if clarity == Clarity::Said && ends_before(ink, at, &["变", "了", "准"]) => {
                clarity
            }
            '\n' if at == ink.skip_spaces(end) || clarity == Clarity::Marked => Clarity::Marked,
            ' ' => clarity,
            _ => {
                if let Some((_, after)) = ink.any_at(at, SAID) {
                    // 是 of 是否 says nothing.
                    if matches!(ink.get(after), '否' | '不') {
                        return (clarity, at);
                    }
                    clarity = clarity.max(Clarity::Said);
                    at = after;
                    continue;
                }
                return (clarity, at);
            }
        };
        clarity = clarity.max(next);
        at += 1;
    }
    (clarity, at.min(ink.len()))
}

/// Whether a quotation mark at `at` is closed again soon.
fn is_quoted(ink: &Ink, at: usize) -> bool {
    (at + 2..at + 30)
        .map(|at| ink.get(at))
        .take_while(|c| *c != '\n')
        .any(|c| matches!(c, '"' | '」'))
}

/// Whether a word of a label announces a value here.
fn is_label(ink: &Ink, label: &Label) -> bool {
    let before = ink.before(label.span.start);
    let stands_free = !is_han(before) && !before.is_ascii_alphanumeric();
    let first = label.announced.first().copied().unwrap_or(Other);
    // 产品名称 names no client.
    if first == Name && ends_before(ink, label.span.start, THINGS) {
        return false;
    }
    let ends_line = ink.get(ink.skip_spaces(label.span.end)) == '\n';
    match label.clarity {
        // A label in a line of its own has nothing before it.
        Clarity::Marked if ends_line => {
            !label.is_plain_word && is_line_start(ink, label.span.start)
        }
        Clarity::Marked => stands_free || !label.is_plain_word,
        Clarity::Said if !label.is_plain_word => true,
        Clarity::Said | Clarity::Glued => {
            let at = label.value;
            let limit = ink.line_end(at);
            match first {
                Code => {
                    ink.slice(&(at..at + 10))
                        .iter()
                        .filter(|c| c.is_ascii_alphanumeric())
                        .count()
                        >= 8
                }
                Phone => phone::phone(ink, at).is_some(),
                Account => token::account_number(ink, at).is_some(),
                Email => token::email(ink, at).is_some(),
                Bank => {
                    !label.is_plain_word
                        && (at..(at + 20).min(limit))
                            .any(|at| organisation::bank(ink, at, &(label.value..limit)).is_some())
                }
                Address => place::address(ink, at, limit).is_some(),
                Name | Holder | Short => {
                    (!label.is_plain_word
                        || label.clarity == Clarity::Said
                            && ink.any_at(label.span.start, PARTIES).is_some())
                        && organisation::companies(ink, &(at..limit.min(at + 60)))
                            .first()
                            .is_some_and(|name| name.start <= at + 3)
                        || (!label.is_plain_word || ink.get(label.span.end) == ' ')
                            && [piece_end(ink, at), next_label(ink, at)]
                                .iter()
                                .any(|end| organisation::whole(ink, &(at..*end)).is_some())
                        || stands_free && first == Short && is_han(ink.get(at))
                        || stands_free
                            && first == Holder
                            && !label.is_plain_word
                            && place::person(ink, at, limit, true).is_some()
                        || stands_free
                            && !label.is_plain_word
                            && (is_han(ink.get(at)))
                            && label.clarity == Clarity::Said
                }
                Contact => {
                    place::person(ink, at, limit, false).is_some()
                        || ink.any_at(at, &["我("]).is_some()
                        || place::is_before_phone(ink, at)
                        || ink.has(
                            &(at..(at + 12).min(limit)),
                            &["改成", "换成", "改为", "变更为", "换为"],
                        )
                        || ink.any_at(at, &["不是"]).is_some()
                }
                Other => {
                    let next = ink.get(at);
                    next.is_ascii_alphanumeric() || !label.is_plain_word && is_han(next)
                }
            }
        }
    }
}

/// Where the piece that begins at `at` ends.
fn piece_end(ink: &Ink, at: usize) -> usize {
    let mut end = at;
    while !matches!(
        ink.get(end),
        '\n' | ',' | ';' | '。' | ' ' | '!' | '?' | ':'
    ) {
        end += 1;
    }
    end
}

/// Where the piece that begins at `at` ends, or a word of the next label begins in it.
fn next_label(ink: &Ink, at: usize) -> usize {
    let end = piece_end(ink, at).min(at + 40);
    let next = (at + 4..end).find(|at| word_at(ink, *at).is_some());
    next.unwrap_or(end)
}

/// Whether only marks and spaces stand between the start of the line and `at`.
fn is_line_start(ink: &Ink, at: usize) -> bool {
    let mut start = at;
    while matches!(ink.before(start), ' ' | '[' | '【' | '>' | '-' | '(') {
        start -= 1;
    }
    ink.before(start) == '\n'
}

/// Whether the words before a label make it somebody else's or no field's.
pub(super) fn is_foreign(ink: &Ink, label: &Label) -> bool {
    let start = label.span.start;
    // Whoever writes 客户名称 writes of the client, and 我司 is the reader's side.
    let ours = ["我司", "我方", "我们的", "我们"];
    let speaks_of_client = (ends_before(ink, start, &ours) || ink.any_at(start, &ours).is_some())
        && ink.has(
            &(0..ink.len().min(400)),
            &["客户名称", "客户电话", "客户全称", "客户资料", "客户信息"],
        );
    let is_of_other = !label.announces(Other)
        && LABELS
            .iter()
            .filter(|(announced, _)| *announced == Other)
            .any(|(_, words)| ends_before(ink, start, words));
    is_of_other
        || speaks_of_client
        || ends_before(ink, start, FOREIGN)
        || ink.before(start) == '的' && ends_before(ink, start - 1, FOREIGN)
        || label.announces(Email) && ends_before(ink, start, FOR_INVOICES)
}

/// Whether the words before a label say that its value is out of date.
pub(super) fn is_former(ink: &Ink, at: usize) -> bool {
    ends_before(ink, at, FORMER)
}

/// The end of the word of a label at `at`.
pub(super) fn labels_word(ink: &Ink, at: usize) -> Option<usize> {
    word_at(ink, at).map(|(_, end, _)| end)
}
