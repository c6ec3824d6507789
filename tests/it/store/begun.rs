//! A new draft has one id and one file, whatever fails. Also: folders that cannot be synced.

use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use qianyue::app::{App, Effect, Message, Request, SaveState, Settings};
use qianyue::runtime::Runtime;
use qianyue::store::{BUILT_IN, DataFolder, Keep, SaveRemark, Store};
use tempfile::TempDir;

use super::watched_disk::WatchedDisk;
use super::{answer_on_disk, at, draft_with, instance, names_in};

/// The disk calls of a first save.
const CALLS: [&str; 9] = [
    "facts",
    "read",
    "make_folder",
    "create_temporary",
    "write",
    "sync",
    "persist",
    "exchange",
    "sync_folder",
];

/// The program without a terminal, with a new draft. Its disk refuses one kind of call while
/// `refuses` is set.
struct Desk {
    root: TempDir,
    refuses: Arc<AtomicBool>,
    app: App,
    runtime: Runtime,
    messages: Receiver<Message>,
}

impl Desk {
    fn new(call: &'static str, kind: ErrorKind) -> Self {
        let root = tempfile::tempdir().unwrap();
        let refuses = Arc::new(AtomicBool::new(false));
        let is_refusing = Arc::clone(&refuses);
        let disk = WatchedDisk::new(Arc::new(move |made| {
            if made == call && is_refusing.load(Ordering::SeqCst) {
                return Err(io::Error::from(kind));
            }
            Ok(())
        }));
        let folder = DataFolder::new(root.path().to_owned());
        let store = Store::on(Arc::new(disk), folder, instance());
        let today = "2026-11-22".parse().unwrap();
        let app = App::new(Settings::default(), (120, 40), today);
        let (sender, messages) = channel();
        let answer = Arc::new(move |message| {
            let _nobody_waits = sender.send(message);
        });
        let runtime = Runtime::start(store, Arc::clone(&app.settings), answer).unwrap();
        let mut ready = Self {
            root,
            refuses,
            app,
            runtime,
            messages,
        };
        ready.runtime.perform(
            &mut ready.app,
            Effect::Ask(Request::New {
                template: Some(BUILT_IN[0].0.to_owned()),
                from: None,
            }),
        );
        while ready.app.editor.is_none() {
            ready.hear();
        }
        ready
    }

    fn hear(&mut self) -> Option<bool> {
        let message = self.messages.recv_timeout(Duration::from_secs(20)).unwrap();
        let is_saved = match &message {
            Message::Saved { .. } => Some(true),
            Message::NotSaved(_) => Some(false),
            _ => None,
        };
        self.app.update(message);
        self.runtime.after_update(&self.app, Instant::now());
        is_saved
    }

    /// Types a character and requests a save. Returns whether the save succeeded.
    fn types_and_saves(&mut self) -> bool {
        self.app.update(Message::Typed("茶".to_owned()));
        self.runtime.perform(&mut self.app, Effect::SaveNow);
        loop {
            if let Some(is_saved) = self.hear() {
                return is_saved;
            }
        }
    }

    fn drafts_in(&self, folder: &str) -> Vec<String> {
        let mut names = names_in(&self.root.path().join(folder));
        names.retain(|name| Path::new(name).extension().is_some_and(|it| it == "toml"));
        names.retain(|name| !name.starts_with('.'));
        names
    }
}

#[test]
fn a_new_draft_has_one_id_and_one_copy_however_often_its_save_fails() {
    for call in CALLS {
        for kind in [ErrorKind::StorageFull, ErrorKind::Other] {
            let mut desk = Desk::new(call, kind);
            desk.refuses.store(true, Ordering::SeqCst);
            let mut ids = Vec::new();
            for n in 1..=5 {
                desk.types_and_saves();
                let (drafts, copies) = (desk.drafts_in("drafts"), desk.drafts_in("recovery"));
                assert!(drafts.len() <= 1, "{call}, {kind:?}, try {n}: {drafts:?}");
                assert!(copies.len() <= 1, "{call}, {kind:?}, try {n}: {copies:?}");
                ids.extend(drafts);
                ids.extend(copies);
            }
            desk.refuses.store(false, Ordering::SeqCst);
            assert!(desk.types_and_saves(), "{call}, {kind:?}");
            assert!(matches!(desk.app.save, SaveState::Saved(_)));
            let drafts = desk.drafts_in("drafts");
            assert_eq!(drafts.len(), 1, "{call}, {kind:?}: {drafts:?}");
            ids.retain(|id| *id != drafts[0]);
            assert_eq!(ids, Vec::<String>::new(), "{call}, {kind:?}: one id");
            let copies = desk.drafts_in("recovery");
            assert_eq!(copies, Vec::<String>::new(), "{call}, {kind:?}");
            desk.runtime.shut_down(&mut desk.app);
        }
    }
}

#[test]
fn a_begun_draft_keeps_the_moment_when_it_was_begun() {
    let (_root, store) = super::store();
    let mut open = store.begin(&draft_with("甲"), at(0));
    // These drafts have no id and no creation time, like the screens' draft before its first save.
    for (text, minutes) in [("甲", 1), ("乙", 2), ("丙", 3)] {
        let saved = store.save(&mut open, &draft_with(text), at(minutes), Keep::Always);
        assert_eq!(saved.unwrap().remark(open.path()), None);
        let kept = store.load_path(open.path()).unwrap();
        assert_eq!(kept.draft().created, Some(at(0)), "{text}");
        assert_eq!(kept.draft().id, open.draft().id);
        assert_eq!(answer_on_disk(&store, open.path()), text);
    }
}

#[test]
fn a_folder_that_cannot_be_waited_for_is_told_of_once_and_all_else_is_as_ever() {
    for kind in [ErrorKind::InvalidInput, ErrorKind::Unsupported] {
        let root = tempfile::tempdir().unwrap();
        let n_asked = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let counted = Arc::clone(&n_asked);
        let disk = WatchedDisk::new(Arc::new(move |call| {
            if call == "sync_folder" {
                counted.fetch_add(1, Ordering::SeqCst);
                return Err(kind.into());
            }
            Ok(())
        }));
        let folder = DataFolder::new(root.path().to_owned());
        let store = Store::on(Arc::new(disk), folder, instance());
        let mut open = store.begin(&draft_with("甲"), at(0));
        let mut remarks = Vec::new();
        for minutes in [1, 20, 40] {
            let draft = draft_with(&minutes.to_string());
            let saved = store.save(&mut open, &draft, at(minutes), Keep::Always);
            remarks.extend(saved.unwrap().remark(open.path()));
        }
        let drafts = store.folder().drafts();
        assert_eq!(remarks, [SaveRemark::FolderNotSynced(drafts)], "{kind:?}");
        let n_before = n_asked.load(Ordering::SeqCst);
        store.create(&draft_with("乙"), at(41)).unwrap();
        assert_eq!(n_asked.load(Ordering::SeqCst), n_before, "it is remembered");
        store.trash(open.path(), at(42)).unwrap();
        let trashed = store.list_trash().unwrap();
        store.restore_from_trash(&trashed[0]).unwrap();
        assert_eq!(answer_on_disk(&store, open.path()), "40");
        assert_eq!(store.revisions(open.path()).unwrap().len(), 2);
        assert_eq!(store.list().unwrap().len(), 2);
    }
}
