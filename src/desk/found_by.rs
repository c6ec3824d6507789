//! The search text of each line in the list. It is built when the list is read, so that a key press
//! only compares.

use std::sync::Arc;

use super::entry::Entry;
use super::pinyin::{Initials, Letters};

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
    words: Vec<(String, Option<Letters>)>,
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
                &[&draft.amount, &draft.ends, &draft.id],
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
        wanted.words.iter().all(|(word, letters)| {
            let has_initials = |letters| self.initials.hold(letters);
            self.names.contains(word)
                || self.others.contains(word)
                || letters.as_ref().is_some_and(has_initials)
        })
    }
}

impl Wanted {
    /// Splits a typed line into words.
    #[must_use]
    pub fn of(typed: &str) -> Self {
        let words = typed.split_whitespace();
        Self {
            words: words
                .map(|word| (word.to_lowercase(), Letters::of(word)))
                .collect(),
        }
    }
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
