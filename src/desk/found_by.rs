//! The search text of each line in the list. It is built when the list is read, so that a key press
//! only compares.

use std::sync::Arc;

use super::entry::Entry;
use super::pinyin::{self, Initials, Letters};
use crate::value::half_width;

/// An entry of the list with its search text.
#[derive(Clone, Debug)]
pub struct ListRow {
    /// The entry.
    pub entry: Entry,
    /// The search text of the entry.
    pub found_by: Arc<FoundBy>,
}

/// The words and the pinyin initials by which an entry is found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct FoundBy {
    /// The entry's names in lower case, one on each line.
    names: String,
    /// Further texts in lower case that match only literally: amounts, dates, ids.
    others: String,
    /// The pinyin initials of `names`.
    initials: Initials,
}

/// A typed search; an entry matches if it contains every word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    words: Vec<WantedWord>,
}

/// A word of a search, in the forms that search texts may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedWord {
    /// The word in lower case.
    typed: String,
    /// The word as an amount without commas, or as a date in the form 2026-3-1.
    figures: Vec<String>,
    letters: Option<Letters>,
}

impl From<Entry> for ListRow {
    fn from(entry: Entry) -> Self {
        let found_by = Arc::new(FoundBy::of(&entry));
        Self { entry, found_by }
    }
}

impl FoundBy {
    /// Builds the search text of an entry.
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        match entry {
            Entry::Draft(draft) => Self::new(
                &[&draft.party, &draft.subject, &draft.title],
                &[
                    &draft.number,
                    &draft.amount,
                    &draft.amount.replace(',', ""),
                    &draft.ends,
                    &as_date(&draft.ends).unwrap_or_default(),
                    &draft.id,
                ],
            ),
            Entry::Broken(broken) => Self::new(&[], &[&broken.id]),
            Entry::Template(template) => Self::new(&[&template.title], &[&template.id]),
        }
    }

    /// Builds a search text from names, the main name first, and from texts that match only
    /// literally.
    #[must_use]
    pub fn new(names: &[&str], others: &[&str]) -> Self {
        let names = names.join("\n");
        Self {
            others: others.join("\n").to_lowercase(),
            initials: Initials::of(&names),
            names: names.to_lowercase(),
        }
    }

    /// The names in lower case, one on each line, the main name first.
    #[must_use]
    pub fn names(&self) -> &str {
        &self.names
    }

    /// The texts in lower case that match only literally.
    #[must_use]
    pub fn others(&self) -> &str {
        &self.others
    }

    /// The pinyin initials of the names.
    #[must_use]
    pub fn initials(&self) -> &Initials {
        &self.initials
    }

    /// Whether every word of the search is found.
    #[must_use]
    pub fn holds(&self, wanted: &Wanted) -> bool {
        wanted.words.iter().all(|word| {
            let has_initials = |letters| self.initials.hold(letters);
            self.names.contains(&word.typed)
                || word.is_in(&self.others)
                || word.letters.as_ref().is_some_and(has_initials)
                || pinyin::spells(&self.names, &word.typed)
        })
    }
}

impl Wanted {
    /// Splits a typed line into words.
    #[must_use]
    pub fn of(typed: &str) -> Self {
        let words = typed.split_whitespace();
        Self {
            words: words.map(WantedWord::of).collect(),
        }
    }
}

impl WantedWord {
    /// Reads a word.
    #[must_use]
    pub fn of(word: &str) -> Self {
        let plain = half_width(word);
        let is_amount = plain
            .chars()
            .all(|c| c.is_ascii_digit() || ",.".contains(c));
        let amount = is_amount.then(|| plain.replace(',', ""));
        let figures = [amount, as_date(&plain)].into_iter().flatten();
        Self {
            typed: word.to_lowercase(),
            figures: figures.filter(|figure| !figure.is_empty()).collect(),
            letters: Letters::of(word),
        }
    }

    /// The word in lower case.
    #[must_use]
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// The letters of the word, if it has nothing else.
    #[must_use]
    pub fn letters(&self) -> Option<&Letters> {
        self.letters.as_ref()
    }

    /// Whether texts that match only literally hold the word in one of its forms.
    #[must_use]
    pub fn is_in(&self, others: &str) -> bool {
        let mut forms = std::iter::once(&self.typed).chain(&self.figures);
        forms.any(|form| others.contains(form.as_str()))
    }
}

/// A date, or the beginning of one, in the form 2026-3-1; `None` for other words.
fn as_date(word: &str) -> Option<String> {
    const MARKS: &[char] = &['-', '.', '/', '年', '月'];
    let word = word.trim_end_matches(['日', '号']);
    let is_date = word.contains(MARKS)
        && word
            .chars()
            .all(|c| c.is_ascii_digit() || MARKS.contains(&c));
    is_date.then(|| {
        let parts = word.split(MARKS).map(|part| part.trim_start_matches('0'));
        parts.collect::<Vec<_>>().join("-")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::entry::{BrokenEntry, DraftEntry, TemplateEntry};

    #[test]
    fn lines_are_found_by_any_word_and_by_the_initials_of_their_names() {
        let draft = Entry::Draft(DraftEntry {
            id: "01KAQ7".to_owned(),
            title: "补充协议".to_owned(),
            party: "杭州虚构青禾茶业有限公司".to_owned(),
            subject: "慢跑打卡小程序2".to_owned(),
            number: "HT-9".to_owned(),
            amount: "12,800.00".to_owned(),
            ends: "2027-02-28".to_owned(),
            ..DraftEntry::default()
        });
        let template = Entry::Template(TemplateEntry {
            id: "service".to_owned(),
            title: "小程序技术开发服务合同".to_owned(),
            version: "1".to_owned(),
            error: None,
            ..TemplateEntry::default()
        });
        let broken = Entry::Broken(BrokenEntry {
            id: "Kaputt".to_owned(),
            reason: "第 12 行".to_owned(),
        });
        for (entry, typed, found) in [
            (&draft, "", true),
            (&draft, "青禾", true),
            (&draft, "qh", true),
            (&draft, "ＱＨ", true),
            (&draft, "qhcy 12,8", true),
            (&draft, "mpdk", true),
            (&draft, "xcx2", true),
            (&draft, "bcxy", true),
            (&draft, "01kaq", true),
            (&draft, "12800", true),
            (&draft, "12,800.00", true),
            (&draft, "2027.2.28", true),
            (&draft, "2027年2月28日", true),
            (&draft, "２０２７/02", true),
            (&draft, "2-28", true),
            (&draft, "2027-3", false),
            (&draft, "ht-9", true),
            (&draft, "qinghe", true),
            (&draft, "qcy", true),
            (&draft, "qh 没有", false),
            (&draft, "gsmp", false),
            (&template, "xcxjs", true),
            (&template, "Service", true),
            (&broken, "kap", true),
            (&broken, "12", false),
        ] {
            let found_by = FoundBy::of(entry);
            assert_eq!(found_by.holds(&Wanted::of(typed)), found, "{typed}");
        }
    }
}
