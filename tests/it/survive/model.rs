//! Windows, editors, crashes and clock jumps in any order: every text that was reported as saved is
//! in the file, in a revision or in a conflict copy.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use qianyue::draft::{Answer, Draft, DraftFile};
use qianyue::store::{Keep, OpenDraft, REVISION_LIMIT, Store, StoreError};

use crate::store::{EVERY_TEN_MINUTES, at, draft_with, files_under, store};

const N_WINDOWS: usize = 3;

/// An event in the life of a draft.
#[derive(Clone, Debug)]
enum Event {
    /// The user types in a window, and the window saves.
    Save { window: usize, keep: bool },
    /// The user types in a window, which crashes before it saves and is opened again.
    Crash { window: usize },
    /// Another program changes the file, in place or by a rename.
    EditOutside { in_place: bool },
    /// The clock jumps by this number of minutes.
    Jump { minutes: i64 },
    /// The draft is moved to the trash and restored.
    TrashAndRestore,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => (0..N_WINDOWS, any::<bool>()).prop_map(|(window, keep)| Event::Save { window, keep }),
        2 => (0..N_WINDOWS).prop_map(|window| Event::Crash { window }),
        2 => any::<bool>().prop_map(|in_place| Event::EditOutside { in_place }),
        3 => (-100_000_i64..100_000).prop_map(|minutes| Event::Jump { minutes }),
        1 => Just(Event::TrashAndRestore),
    ]
}

/// A window with the draft. A text that it saved may be replaced only by its own next save, and
/// only until the window is opened again.
struct Window {
    open: OpenDraft,
    last_saved: Option<String>,
}

struct World {
    root: tempfile::TempDir,
    store: Store,
    path: PathBuf,
    windows: Vec<Window>,
    minutes: i64,
    n_texts: usize,
    /// The texts that must still be found somewhere.
    promised: BTreeSet<String>,
}

impl World {
    fn new() -> Self {
        let (root, store) = store();
        let path = store
            .create(&draft_with("begun"), at(0))
            .unwrap()
            .path()
            .to_owned();
        let windows = (0..N_WINDOWS).map(|_| window(&store, &path)).collect();
        Self {
            root,
            store,
            path,
            windows,
            minutes: 0,
            n_texts: 0,
            promised: BTreeSet::from(["begun".to_owned()]),
        }
    }

    fn next_text(&mut self) -> String {
        self.n_texts += 1;
        format!("text {}", self.n_texts)
    }

    fn happen(&mut self, event: &Event) {
        self.minutes += 1;
        match event {
            Event::Save { window, keep } => self.save(*window, *keep),
            Event::Crash { window: at } => self.windows[*at] = window(&self.store, &self.path),
            Event::EditOutside { in_place } => self.edit_outside(*in_place),
            Event::Jump { minutes } => self.minutes += minutes,
            Event::TrashAndRestore => {
                self.store.trash(&self.path, at(self.minutes)).unwrap();
                let trashed = self.store.list_trash().unwrap().remove(0);
                assert_eq!(
                    self.store.restore_from_trash(&trashed),
                    Ok(self.path.clone())
                );
            }
        }
    }

    fn save(&mut self, window: usize, keep: bool) {
        let text = self.next_text();
        let keep = if keep {
            Keep::Always
        } else {
            EVERY_TEN_MINUTES
        };
        let window = &mut self.windows[window];
        let mut draft: Draft = window.open.draft().clone();
        draft
            .answers
            .insert("name".into(), Answer::Text(text.clone()));
        let saved = self
            .store
            .save(&mut window.open, &draft, at(self.minutes), keep);
        match saved {
            Ok(saved) => assert_eq!(saved.revision_problem, None),
            Err(StoreError::Conflict { kept_as, .. }) => assert!(kept_as.exists()),
            Err(error) => panic!("{error}"),
        }
        // The next save of a window may replace its last text.
        if let Some(former) = window.last_saved.replace(text.clone()) {
            self.promised.remove(&former);
        }
        self.promised.insert(text);
    }

    /// Another program reads the file, changes another answer and writes the file.
    fn edit_outside(&mut self, in_place: bool) {
        let note = self.next_text();
        let mut file = DraftFile::parse(&std::fs::read(&self.path).unwrap()).unwrap();
        let mut draft = file.draft().clone();
        let former = draft
            .answers
            .insert("note".into(), Answer::Text(note.clone()));
        file.set(&draft);
        if in_place {
            std::fs::write(&self.path, file.to_text()).unwrap();
        } else {
            let beside = self.path.with_extension("swp");
            std::fs::write(&beside, file.to_text()).unwrap();
            std::fs::rename(&beside, &self.path).unwrap();
        }
        if let Some(Answer::Text(former)) = former {
            self.promised.remove(&former);
        }
        self.promised.insert(note);
    }

    fn keeps_its_promises(&self, events: &[Event]) {
        let found = texts_under(self.root.path());
        let lost: Vec<&String> = self.promised.difference(&found).collect();
        assert!(lost.is_empty(), "lost {lost:?} by {events:#?}");
        let revisions = self.store.revisions(&self.path).unwrap();
        assert!(revisions.len() <= REVISION_LIMIT, "{}", revisions.len());
        for revision in &revisions {
            assert!(self.store.read_revision(revision).is_ok(), "{revision:?}");
        }
    }
}

fn window(store: &Store, path: &Path) -> Window {
    Window {
        open: store.load_path(path).unwrap(),
        last_saved: None,
    }
}

/// All answers in all drafts, revisions and copies.
fn texts_under(folder: &Path) -> BTreeSet<String> {
    files_under(folder)
        .iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .flat_map(|path| {
            let file = DraftFile::parse(&std::fs::read(path).unwrap()).unwrap();
            let texts: Vec<String> = file.draft().answers.values().map(Answer::as_text).collect();
            texts
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_told_to_be_saved_is_found_again(events in prop::collection::vec(event(), 1..18)) {
        let mut world = World::new();
        for event in &events {
            world.happen(event);
        }
        world.keeps_its_promises(&events);
    }
}
