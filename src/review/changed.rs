//! Compares two versions of a contract and lists the sentences that differ, word by word.

use super::diff::{DiffKind, DiffPart, word_diff};
use crate::document::{Document, Paragraph};

/// The characters that end a sentence or a paragraph.
const ENDS: [char; 4] = ['。', '；', '！', '\n'];

/// A changed part of the contract: whole sentences with their removed and added words.
pub type Passage = Vec<DiffPart>;

/// All passages that differ between `old` and `new`, in reading order.
#[must_use]
pub fn changed_passages(old: &Document, new: &Document) -> Vec<Passage> {
    let texts = |document: &Document| -> Vec<String> {
        let paragraphs = document.paragraphs();
        paragraphs.map(Paragraph::text).collect()
    };
    let (old, new) = (texts(old), texts(new));
    let mut passages = Vec::new();
    let (mut from_old, mut from_new) = (0, 0);
    for (at_old, at_new) in same_paragraphs(&old, &new)
        .into_iter()
        .chain([(old.len(), new.len())])
    {
        let gone = old.get(from_old..at_old).unwrap_or_default();
        let come = new.get(from_new..at_new).unwrap_or_default();
        if !(gone.is_empty() && come.is_empty()) {
            passages.extend(sentences(word_diff(&gone.join("\n"), &come.join("\n"))));
        }
        (from_old, from_new) = (at_old + 1, at_new + 1);
    }
    passages
}

/// The index pairs of equal paragraphs, along a longest common subsequence.
fn same_paragraphs(old: &[String], new: &[String]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    let mut lengths = vec![0_usize; (old.len() + 1) * width];
    let at =
        |lengths: &[usize], i: usize, j: usize| lengths.get(i * width + j).copied().unwrap_or(0);
    for (i, one) in old.iter().enumerate().rev() {
        for (j, other) in new.iter().enumerate().rev() {
            let length = if one == other {
                at(&lengths, i + 1, j + 1) + 1
            } else {
                at(&lengths, i + 1, j).max(at(&lengths, i, j + 1))
            };
            if let Some(cell) = lengths.get_mut(i * width + j) {
                *cell = length;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut same = Vec::new();
    while let (Some(one), Some(other)) = (old.get(i), new.get(j)) {
        if one == other {
            same.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if at(&lengths, i + 1, j) >= at(&lengths, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    same
}

/// Shortens unchanged text to the sentences that contain a change.
fn sentences(changes: Vec<DiffPart>) -> Vec<Passage> {
    let last = changes.len().saturating_sub(1);
    let mut passages = Vec::new();
    let mut passage = Passage::new();
    for (index, change) in changes.into_iter().enumerate() {
        if change.kind != DiffKind::Same {
            passage.push(change);
            continue;
        }
        let is_inside = index > 0 && index < last;
        let head = change.text.split_inclusive(ENDS).next().unwrap_or_default();
        let tail = change.text.rsplit(ENDS).next().unwrap_or_default();
        // Both changes lie in the same sentence.
        if is_inside && !change.text.contains(ENDS) {
            passage.push(change);
            continue;
        }
        if index > 0 {
            push(&mut passage, head.trim_end_matches('\n'));
            passages.push(std::mem::take(&mut passage));
        }
        if index < last {
            push(&mut passage, tail);
        }
    }
    passages.push(passage);
    passages.retain(|passage| passage.iter().any(|change| change.kind != DiffKind::Same));
    passages
}

fn push(passage: &mut Passage, text: &str) {
    if !text.is_empty() {
        passage.push(DiffPart {
            kind: DiffKind::Same,
            text: text.to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Inline, Role};
    use crate::template::BlockId;

    fn document(paragraphs: &[&str]) -> Document {
        let block = |text: &&str| {
            Block::Paragraph(Paragraph::unnumbered(
                Role::Body,
                vec![Inline::Text {
                    text: (*text).to_owned(),
                    bold: false,
                }],
                BlockId::of_line(1),
            ))
        };
        Document {
            blocks: paragraphs.iter().map(block).collect(),
            ..Document::default()
        }
    }

    fn marked(old: &[&str], new: &[&str]) -> Vec<String> {
        changed_passages(&document(old), &document(new))
            .into_iter()
            .map(|passage| {
                let mark = |change: DiffPart| match change.kind {
                    DiffKind::Same => change.text,
                    DiffKind::Removed => format!("[-{}]", change.text),
                    DiffKind::Added => format!("[+{}]", change.text),
                };
                passage.into_iter().map(mark).collect()
            })
            .collect()
    }

    #[test]
    fn only_sentences_that_change_are_shown_in_reading_order() {
        let cases: [(&[&str], &[&str], &[&str]); 6] = [
            (&["甲。乙。"], &["甲。乙。"], &[]),
            (
                &["首句。单价12元。末句。", "不变。"],
                &["首句。单价15元。末句。", "不变。"],
                &["单价[-12元][+15元]。"],
            ),
            (
                &["一句甲处。中间。三句乙处。"],
                &["一句丙处。中间。三句丁处。"],
                &["一句[-甲][+丙]处。", "三句[-乙][+丁]处。"],
            ),
            (
                &["前。", "后。"],
                &["前。", "新增。", "后。"],
                &["[+新增。]"],
            ),
            (
                &["前。", "删去。", "后。"],
                &["前。", "后。"],
                &["[-删去。]"],
            ),
            (&[], &["全新"], &["[+全新]"]),
        ];
        for (old, new, expected) in cases {
            assert_eq!(marked(old, new), expected, "old: {old:?}, new: {new:?}");
        }
    }
}
