//! Names of banks and of their branches in running text.

use super::beginning::{is_of_name, run_start, without_leads};
use crate::facts::ink::{Ink, Span, is_han};

const LABELS: &[&str] = &[
    "开户行及账号",
    "开户行名称",
    "开户银行",
    "开户行",
    "原开户行",
    "现开户行",
    "新开户行",
    "银行名称",
    "账户",
    "新账户",
    "老账户",
    "打到",
    "汇到",
    "开户",
];
/// What the name of a bank holds.
const BANK_WORDS: &[&str] = &[
    "银行",
    "信用社",
    "农商行",
    "信用合作联社",
    "信用联社",
    "工行",
    "建行",
    "农行",
    "中行",
    "交行",
    "招行",
    "邮储",
];
/// Endings of the name of a bank's branch.
pub(super) const BRANCHES: &[&str] = &[
    "支行",
    "分行",
    "营业部",
    "营业室",
    "营业厅",
    "分理处",
    "储蓄所",
    "信用社",
    "联社",
    "总行",
    "营业所",
    "分社",
    "网点",
    "分部",
];

/// Whether a span is the name of a bank, or of a branch of one.
pub(in crate::facts) fn is_bank(ink: &Ink, span: &Span) -> bool {
    ink.has(span, BANK_WORDS)
}

/// The name of the bank that stands around `at`, where one of the words of a bank stands.
pub(in crate::facts) fn bank(ink: &Ink, at: usize, line: &Span) -> Option<Span> {
    let (_, word_end) = ink.any_at(at, BANK_WORDS)?;
    let start = run_start(ink, at).max(line.start);
    let span = without_leads(ink, start..word_end, at);
    let span = without_bank_label(ink, span, at);
    let mut end = ink.any_at(at, BANK_WORDS).map_or(word_end, |(_, end)| end);
    let mut index = end;
    let limit = (end + 30).min(line.end);
    let mut last_branch = None;
    while index < limit
        && (is_of_name(ink.get(index)) && !ink.get(index).is_ascii_digit()
            || ink.get(index) == ' ' && is_han(ink.before(index)) && is_han(ink.get(index + 1)))
    {
        if let Some((_, branch)) = ink.any_at(index, BRANCHES) {
            last_branch = Some(branch);
            index = branch;
            continue;
        }
        if ink
            .any_at(index, &["账号", "卡号", "账户", "户名", "开户"])
            .is_some()
        {
            break;
        }
        index += 1;
    }
    if let Some(branch) = last_branch {
        end = branch;
    } else if let Some((_, form)) = ink.any_at(end, &["股份有限公司", "有限责任公司", "有限公司"])
    {
        end = form;
    }
    let is_name = last_branch.is_some() || end - span.start >= 4;
    (is_name && end > span.start).then_some(span.start..end)
}

fn without_bank_label(ink: &Ink, span: Span, ending: usize) -> Span {
    let mut start = span.start;
    while let Some((_, end)) = ink.any_at(start, LABELS) {
        if end > ending {
            break;
        }
        start = end;
    }
    start = without_leads(ink, start..span.end, ending).start;
    // No name of a bank holds these.
    if let Some((at, _)) = ink.last_of(
        &(start..ending),
        &["是", "的", "为", "到", "号", "户", "在", "了"],
    ) {
        start = at + 1;
    }
    start.min(ending)..span.end
}
