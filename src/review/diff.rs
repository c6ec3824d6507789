//! Compares two wordings, character by character for Han and word by word for other scripts, to
//! show the effect of a correction.

/// A part of a text that is unchanged, removed or added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiffPart {
    /// Whether the part is unchanged, removed or added.
    pub kind: DiffKind,
    /// The text; never empty.
    pub text: String,
}

/// Whether a part of text is unchanged, removed or added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiffKind {
    /// The text occurs in both wordings.
    Same,
    /// The text occurs only in the old wording.
    Removed,
    /// The text occurs only in the new wording.
    Added,
}

/// The maximum number of word comparisons. Longer texts are shown as replaced.
const MOST_COMPARISONS: usize = 4_000_000;

/// The changes from `old` to `new`. Without the added parts the result reads as `old`; without
/// the removed parts it reads as `new`.
///
/// A single unchanged word between two changes is shown as changed, because scattered single
/// characters are hard to read.
#[must_use]
pub fn word_diff(old: &str, new: &str) -> Vec<DiffPart> {
    let old = words(old);
    let new = words(new);
    // Equal beginnings and ends are cut off first, because the middle takes quadratic time.
    let n_leading = common(old.iter(), new.iter());
    let old_rest = old.get(n_leading..).unwrap_or_default();
    let new_rest = new.get(n_leading..).unwrap_or_default();
    let n_trailing = common(old_rest.iter().rev(), new_rest.iter().rev());
    let (old_middle, trailing) = old_rest.split_at(old_rest.len() - n_trailing);
    let (new_middle, _) = new_rest.split_at(new_rest.len() - n_trailing);
    let mut steps = steps_of(DiffKind::Same, old.get(..n_leading).unwrap_or_default());
    steps.extend(middle(old_middle, new_middle));
    steps.extend(steps_of(DiffKind::Same, trailing));
    join(&absorb(&steps))
}

type Step<'a> = (DiffKind, &'a str);

/// Splits a text: a blank (`{{ id }}`) is one word, letters and digits form words, a date or an
/// amount is one word with its units, and every other character is a word.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_of_word = |c: char| c.is_ascii_alphanumeric() || c == '.';
        let blank = rest
            .strip_prefix("{{")
            .and_then(|inner| inner.find("}}").map(|end| end + "{{}}".len()));
        let length = if let Some(length) = blank {
            length
        } else if first.is_ascii_digit() {
            figure(rest)
        } else if first.is_ascii_alphanumeric() {
            rest.find(|c| !is_of_word(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, after) = rest.split_at(length);
        words.push(word);
        rest = after;
    }
    words
}

/// The length of the date or amount that a text starts with: 2026年3月1日, 12,800.00元, 0.05%.
fn figure(text: &str) -> usize {
    let is_of_figure = |c: char| c.is_ascii_alphanumeric() || ".,%年月日元".contains(c);
    let length = text.find(|c| !is_of_figure(c)).unwrap_or(text.len());
    let found = text.get(..length).unwrap_or_default();
    // A mark at the end belongs to the sentence.
    found.trim_end_matches([',', '.']).len()
}

fn common<'a>(
    old: impl Iterator<Item = &'a &'a str>,
    new: impl Iterator<Item = &'a &'a str>,
) -> usize {
    old.zip(new).take_while(|(old, new)| old == new).count()
}

fn steps_of<'a>(kind: DiffKind, words: &[&'a str]) -> Vec<Step<'a>> {
    words.iter().map(|word| (kind, *word)).collect()
}

/// The differences along a longest common subsequence.
fn middle<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Step<'a>> {
    if old.len().saturating_mul(new.len()) > MOST_COMPARISONS {
        let mut steps = steps_of(DiffKind::Removed, old);
        steps.extend(steps_of(DiffKind::Added, new));
        return steps;
    }
    let lengths = common_lengths(old, new);
    let length =
        |i: usize, j: usize| -> u32 { lengths.get(i * (new.len() + 1) + j).copied().unwrap_or(0) };
    let mut steps = Vec::with_capacity(old.len() + new.len());
    let (mut i, mut j) = (0, 0);
    loop {
        match (old.get(i), new.get(j)) {
            (Some(word), Some(other)) if word == other => {
                steps.push((DiffKind::Same, *word));
                i += 1;
                j += 1;
            }
            (Some(word), Some(_)) if length(i + 1, j) >= length(i, j + 1) => {
                steps.push((DiffKind::Removed, *word));
                i += 1;
            }
            (Some(word), None) => {
                steps.push((DiffKind::Removed, *word));
                i += 1;
            }
            (Some(_) | None, Some(word)) => {
                steps.push((DiffKind::Added, *word));
                j += 1;
            }
            (None, None) => return steps,
        }
    }
}

/// The length of the longest common subsequence for every pair of suffixes.
fn common_lengths(old: &[&str], new: &[&str]) -> Vec<u32> {
    let width = new.len() + 1;
    let mut lengths = vec![0; (old.len() + 1) * width];
    for (i, word) in old.iter().enumerate().rev() {
        for (j, other) in new.iter().enumerate().rev() {
            lengths[i * width + j] = if word == other {
                lengths[(i + 1) * width + j + 1] + 1
            } else {
                lengths[(i + 1) * width + j].max(lengths[i * width + j + 1])
            };
        }
    }
    lengths
}

/// Turns a single unchanged word between two changes into a change.
fn absorb<'a>(steps: &[Step<'a>]) -> Vec<Step<'a>> {
    let is_change = |index: Option<usize>| {
        index
            .and_then(|index| steps.get(index))
            .is_some_and(|(kind, _)| *kind != DiffKind::Same)
    };
    let mut absorbed = Vec::with_capacity(steps.len());
    for (index, (kind, word)) in steps.iter().enumerate() {
        let is_lone = *kind == DiffKind::Same
            && is_change(index.checked_sub(1))
            && is_change(Some(index + 1));
        if is_lone {
            absorbed.push((DiffKind::Removed, *word));
            absorbed.push((DiffKind::Added, *word));
        } else {
            absorbed.push((*kind, *word));
        }
    }
    absorbed
}

/// Merges adjacent steps of one kind. Between unchanged parts, removed text precedes added
/// text.
fn join(steps: &[Step<'_>]) -> Vec<DiffPart> {
    let mut changes: Vec<DiffPart> = Vec::new();
    let mut added = String::new();
    for (kind, word) in steps {
        match kind {
            DiffKind::Added => added.push_str(word),
            DiffKind::Removed => extend(&mut changes, DiffKind::Removed, word),
            DiffKind::Same => {
                extend(&mut changes, DiffKind::Added, &std::mem::take(&mut added));
                extend(&mut changes, DiffKind::Same, word);
            }
        }
    }
    extend(&mut changes, DiffKind::Added, &added);
    changes
}

fn extend(changes: &mut Vec<DiffPart>, kind: DiffKind, text: &str) {
    if text.is_empty() {
        return;
    }
    match changes.last_mut() {
        Some(last) if last.kind == kind => last.text.push_str(text),
        Some(_) | None => changes.push(DiffPart {
            kind,
            text: text.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Shows removed text as `[-…]` and added text as `[+…]`.
    fn marked(old: &str, new: &str) -> String {
        word_diff(old, new)
            .into_iter()
            .map(|change| match change.kind {
                DiffKind::Same => change.text,
                DiffKind::Removed => format!("[-{}]", change.text),
                DiffKind::Added => format!("[+{}]", change.text),
            })
            .collect()
    }

    #[test]
    fn a_reader_sees_what_changes() {
        for (old, new, expected) in [
            (
                "相关的文字，图片等",
                "相关的文字、图片等",
                "相关的文字[-，][+、]图片等",
            ),
            ("商业机密", "商业秘密", "商业[-机][+秘]密"),
            ("自签订之日生效", "自签订之日起生效", "自签订之日[+起]生效"),
            ("启用方案", "启用方案。", "启用方案[+。]"),
            ("0.05%", "0.5%", "[-0.05%][+0.5%]"),
            (
                "至2027年2月28日。",
                "至2027年3月8日。",
                "至[-2027年2月28日][+2027年3月8日]。",
            ),
            (
                "12,800.00元，",
                "1,280.00元，",
                "[-12,800.00元][+1,280.00元]，",
            ),
            ("APP端", "端", "[-APP]端"),
            ("{{ a_b }}天", "{{ c_b }}天", "[-{{ a_b }}][+{{ c_b }}]天"),
            ("在{{ a }}日", "在{{ a }}个月", "在{{ a }}[-日][+个月]"),
            ("{{甲", "{{乙", "{{[-甲][+乙]"),
            ("甲乙丙", "丁乙戊", "[-甲乙丙][+丁乙戊]"),
            ("一样", "一样", "一样"),
            ("", "新", "[+新]"),
            ("旧", "", "[-旧]"),
            ("", "", ""),
        ] {
            assert_eq!(marked(old, new), expected, "old: {old}, new: {new}");
        }
    }

    #[test]
    fn very_long_texts_are_shown_as_replaced() {
        let old: String = "甲乙".repeat(2_000);
        let new: String = "丙丁".repeat(2_000);
        assert_eq!(word_diff(&old, &new).len(), 2);
    }

    proptest! {
        #[test]
        fn both_wordings_can_be_read_from_the_changes(
            old in prop_oneof!["[甲乙丙，a1.{}]{0,20}", any::<String>()],
            new in prop_oneof!["[甲乙丙，a1.]{0,20}", any::<String>()],
        ) {
            let changes = word_diff(&old, &new);
            let without = |kind| -> String {
                let kept = changes.iter().filter(|change| change.kind != kind);
                kept.map(|change| change.text.as_str()).collect()
            };
            prop_assert_eq!(without(DiffKind::Added), old.as_str());
            prop_assert_eq!(without(DiffKind::Removed), new.as_str());
            prop_assert!(changes.iter().all(|change| !change.text.is_empty()));
        }
    }
}
