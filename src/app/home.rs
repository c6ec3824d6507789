//! The list of drafts and templates, newest first unless the user sorts it. Typing filters the
//! list.

pub(super) mod acting;

use std::collections::HashMap;

use super::line_input::LineInput;
use super::list::{Step, moved};
use crate::desk::{DraftEntry, Entry, ListRow, Order, Standing, TemplateEntry, Wanted, arrange};

pub use acting::AtHome;
pub(super) use acting::new_of;

/// The state of the home screen.
#[derive(Clone, Debug, Default)]
pub struct Home {
    /// The text that filters the list.
    pub filter: LineInput,
    /// The sort order of the drafts.
    pub order: Order,
    entries: Vec<ListRow>,
    /// The indices into `entries` in the order of the list.
    arranged: Vec<usize>,
    /// The indices into `entries` of the entries that match the filter.
    shown: Vec<usize>,
    place: usize,
    trashed: Vec<String>,
    /// The drafts that are being restored.
    restoring: Vec<String>,
    /// Whether the list shows what is new in this version. Opening a draft ends this.
    pub has_news: bool,
    /// How many drafts of the list have no state yet.
    n_underived: usize,
    /// Whether the list has been read at least once.
    pub is_listed: bool,
    /// Whether reading the list selects the newest draft: the user has just closed that draft, and
    /// has selected nothing else since.
    selects_newest: bool,
    /// The draft that reading the list selects, because the user has just restored it.
    selects: Option<String>,
}

impl Home {
    /// Replaces the list, and keeps the selected entry selected.
    pub fn show(&mut self, entries: Vec<ListRow>) {
        let selected = self
            .selected()
            .map(Entry::key)
            .map(|(kind, id)| (kind, id.to_owned()));
        self.entries = entries;
        self.arranged = arrange(&self.entries, self.order);
        self.is_listed = true;
        self.n_underived = self.entries().filter_map(underived).count();
        self.narrow();
        let wanted = self.selects.as_ref().and_then(|id| {
            self.shown()
                .position(|(_, entry)| entry.key() == ("draft", id.as_str()))
        });
        if let Some(place) = wanted {
            self.place = place;
            self.selects = None;
        } else if self.selects_newest {
            self.place = 0;
        } else if let Some((kind, id)) = selected {
            let kept = self
                .shown()
                .position(|(_, entry)| entry.key() == (kind, id.as_str()));
            self.place = kept
                .unwrap_or(self.place)
                .min(self.shown.len().saturating_sub(1));
        }
    }

    /// Takes in the states that were derived after the list was read, by id.
    pub(super) fn derived(&mut self, states: Vec<(String, Standing)>) {
        let states: HashMap<String, Standing> = states.into_iter().collect();
        for row in &mut self.entries {
            if let Entry::Draft(draft) = &mut row.entry
                && let Some(standing) = states.get(&draft.id)
            {
                draft.standing = Some(Box::new(*standing));
            }
        }
        self.n_underived = self.entries().filter_map(underived).count();
    }

    /// The ids of the drafts near the selection that have no state yet, for a list of this height:
    /// every visible draft is among them.
    #[must_use]
    pub fn awaiting_state(&self, height: u16) -> Vec<String> {
        if self.n_underived == 0 {
            return Vec::new();
        }
        let height = usize::from(height);
        let first = self.place.saturating_sub(height);
        let near = self.shown.iter().skip(first).take(2 * height);
        near.filter_map(|index| underived(self.entry(*index)?))
            .map(str::to_owned)
            .collect()
    }

    /// Switches to the next sort order.
    pub(super) fn sort_by_next(&mut self) {
        self.order = self.order.next();
        self.arranged = arrange(&self.entries, self.order);
        self.place = 0;
        self.narrow();
    }

    /// The entries that match the filter, in order, with their places.
    pub fn shown(&self) -> impl Iterator<Item = (usize, &Entry)> {
        self.shown
            .iter()
            .filter_map(|index| self.entry(*index))
            .enumerate()
    }

    /// The number of entries that match the filter.
    #[must_use]
    pub fn n_shown(&self) -> usize {
        self.shown.len()
    }

    /// Whether another draft of the list has the same party, and this draft has a subject.
    #[must_use]
    pub fn has_namesake(&self, draft: &DraftEntry) -> bool {
        let is_namesake = |entry: &Entry| {
            matches!(entry, Entry::Draft(other)
                if other.party == draft.party && other.id != draft.id)
        };
        let may_have = !draft.party.is_empty() && !draft.subject.is_empty();
        may_have && draft.copy_of.is_none() && self.entries().any(is_namesake)
    }

    /// Whether the list has entries, and none matches the filter.
    #[must_use]
    pub fn filters_all_out(&self) -> bool {
        self.shown.is_empty() && !self.filter.text().trim().is_empty() && self.is_listed
    }

    /// The number of drafts that match the filter. Unreadable files count as drafts.
    #[must_use]
    pub fn n_drafts_shown(&self) -> usize {
        let is_draft = |entry: &Entry| !matches!(entry, Entry::Template(_));
        self.shown().filter(|(_, entry)| is_draft(entry)).count()
    }

    /// The number of drafts and the number of templates in the list. Unreadable files count as
    /// drafts.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let templates = self
            .entries()
            .filter(|entry| matches!(entry, Entry::Template(_)))
            .count();
        (self.entries.len() - templates, templates)
    }

    /// Whether every usable template calls the other party, or what `of` takes of a template, by a
    /// name with this word.
    #[must_use]
    pub fn all_call_it(&self, word: &str, of: fn(&TemplateEntry) -> &str) -> bool {
        let word = word.to_lowercase();
        let mut usable = self.entries().filter_map(usable_template);
        usable.all(|template| of(template).to_lowercase().contains(&word))
    }

    /// The place of the selected entry among the entries that match the filter.
    #[must_use]
    pub fn place(&self) -> usize {
        self.place
    }

    /// The selected entry.
    #[must_use]
    pub fn selected(&self) -> Option<&Entry> {
        self.entry(*self.shown.get(self.place)?)
    }

    /// All entries with their search texts, the newest draft first.
    #[must_use]
    pub fn listed(&self) -> &[ListRow] {
        &self.entries
    }

    fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().map(|listed| &listed.entry)
    }

    fn entry(&self, index: usize) -> Option<&Entry> {
        self.entries.get(index).map(|listed| &listed.entry)
    }

    /// Moves the selection within the list.
    pub(super) fn step(&mut self, step: Step) {
        self.selects_newest = false;
        self.selects = None;
        self.place = moved(self.place, self.shown.len(), step);
    }

    /// Selects the newest draft when the list is read again, until the user selects another entry.
    /// A list that was requested earlier may arrive first, without that draft.
    pub(super) fn select_newest(&mut self) {
        self.selects_newest = true;
    }

    /// Types into the filter. Returns `false` if the text was cut.
    pub fn type_filter(&mut self, text: &str) -> bool {
        let fits = self.filter.insert(text);
        self.place = 0;
        self.narrow();
        fits
    }

    /// Deletes in the filter.
    pub fn edit_filter(&mut self, edit: fn(&mut LineInput) -> bool) {
        if edit(&mut self.filter) {
            self.place = 0;
            self.narrow();
        }
    }

    /// The template for a new contract: the selected template, or the only usable template.
    #[must_use]
    pub(super) fn template_for_new(&self) -> Option<String> {
        let selected = self.selected().and_then(usable_template);
        let mut usable = self.entries().filter_map(usable_template);
        let only = usable.next().filter(|_| usable.next().is_none());
        selected.or(only).map(|template| template.id.clone())
    }

    /// Selects the first usable template. Clears the filter if no usable template matches it.
    /// Returns `false` if there is no usable template.
    pub(super) fn select_template(&mut self) -> bool {
        let is_shown = |home: &Self| {
            let mut shown = home.shown();
            shown.find_map(|(place, entry)| usable_template(entry).map(|_| place))
        };
        if self.entries().find_map(usable_template).is_none() {
            return false;
        }
        if is_shown(self).is_none() {
            self.edit_filter(LineInput::clear);
        }
        let place = is_shown(self);
        self.selects_newest = false;
        self.place = place.unwrap_or(self.place);
        place.is_some()
    }

    /// Whether the draft of a copy is in the list.
    #[must_use]
    pub fn has_draft_of(&self, copy: &DraftEntry) -> bool {
        copy.copy_of.as_ref().is_some_and(|original| {
            self.entries()
                .any(|entry| matches!(entry, Entry::Draft(draft) if draft.id == *original))
        })
    }

    /// Records that a draft was moved to the trash.
    pub fn trashed(&mut self, id: &str) {
        self.trashed.push(id.to_owned());
    }

    /// Whether a draft was moved to the trash and not restored since.
    #[must_use]
    pub(super) fn has_trashed(&self) -> bool {
        !self.trashed.is_empty()
    }

    /// The id of the draft that was moved to the trash last and not restored since. Until the
    /// restore succeeds or fails, the draft is not asked for again.
    pub(super) fn restore_last(&mut self) -> Option<String> {
        let waiting = |id: &&String| !self.restoring.contains(id);
        let id = self.trashed.iter().rev().find(waiting)?.clone();
        self.restoring.push(id.clone());
        Some(id)
    }

    /// Allows to restore a draft again after the disk refused.
    pub(super) fn failed(&mut self) {
        self.restoring.clear();
    }

    /// Records that a draft was restored, and selects it when the list is read again.
    pub(super) fn restored(&mut self, id: &str) {
        self.trashed.retain(|trashed| trashed != id);
        self.restoring.retain(|restoring| restoring != id);
        self.selects_newest = false;
        self.selects = Some(id.to_owned());
    }

    fn narrow(&mut self) {
        let wanted = Wanted::of(self.filter.text());
        let is_wanted = |index: &&usize| {
            let listed = self.entries.get(**index);
            listed.is_some_and(|listed| listed.found_by.holds(&wanted))
        };
        self.shown = self.arranged.iter().filter(is_wanted).copied().collect();
        self.place = self.place.min(self.shown.len().saturating_sub(1));
    }
}

/// The id of a draft whose state is not derived yet.
fn underived(entry: &Entry) -> Option<&str> {
    match entry {
        Entry::Draft(draft) if draft.standing.is_none() && draft.problem.is_empty() => {
            Some(&draft.id)
        }
        Entry::Draft(_) | Entry::Broken(_) | Entry::Template(_) => None,
    }
}

fn usable_template(entry: &Entry) -> Option<&TemplateEntry> {
    match entry {
        Entry::Template(template) if template.error.is_none() => Some(template),
        Entry::Template(_) | Entry::Draft(_) | Entry::Broken(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home() -> Home {
        let mut home = Home::default();
        let draft = |id: &str, party: &str| {
            Entry::Draft(DraftEntry {
                id: id.to_owned(),
                party: party.to_owned(),
                ..DraftEntry::default()
            })
        };
        let entries = [
            draft("A", "杭州青禾"),
            draft("B", "成都慢跑"),
            Entry::Template(TemplateEntry {
                id: "t".to_owned(),
                title: "服务合同".to_owned(),
                version: "1".to_owned(),
                error: None,
                ..TemplateEntry::default()
            }),
        ];
        home.show(entries.map(ListRow::from).into());
        home
    }

    #[test]
    fn typing_narrows_the_list_and_clearing_widens_it() {
        let mut home = home();
        home.step(Step::Last);
        home.type_filter("成都");
        assert_eq!(home.n_shown(), 1);
        assert!(matches!(home.selected(), Some(Entry::Draft(draft)) if draft.id == "B"));
        home.edit_filter(LineInput::clear);
        assert_eq!(home.n_shown(), 3);
        home.type_filter("hzq");
        assert_eq!(home.n_shown(), 1);
        assert!(matches!(home.selected(), Some(Entry::Draft(draft)) if draft.id == "A"));
    }

    #[test]
    fn the_selection_survives_a_new_listing() {
        let mut home = home();
        home.step(Step::Next);
        let mut entries: Vec<ListRow> = home.entries.clone();
        entries.insert(
            0,
            ListRow::from(Entry::Draft(DraftEntry {
                id: "N".to_owned(),
                ..DraftEntry::default()
            })),
        );
        home.show(entries);
        assert!(matches!(home.selected(), Some(Entry::Draft(draft)) if draft.id == "B"));
    }

    #[test]
    fn a_draft_that_was_just_left_is_selected_also_when_an_older_list_comes_first() {
        let mut home = home();
        let newest = home.entries.remove(0);
        let older = home.entries.clone();
        home.show(older.clone());
        home.step(Step::Next);
        home.select_newest();
        home.show(older.clone());
        let newer: Vec<ListRow> = [newest].into_iter().chain(older).collect();
        home.show(newer.clone());
        assert!(matches!(home.selected(), Some(Entry::Draft(draft)) if draft.id == "A"));
        home.step(Step::Next);
        home.show(newer);
        assert!(matches!(home.selected(), Some(Entry::Draft(draft)) if draft.id == "B"));
    }

    #[test]
    fn a_selection_never_leaves_the_list() {
        let mut home = home();
        home.step(Step::Last);
        assert_eq!(home.place(), 2);
        home.step(Step::First);
        assert_eq!(home.place(), 0);
        home.type_filter("没有这个");
        assert!(home.selected().is_none());
    }
}
