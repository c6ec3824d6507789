//! The screens on a disk whose N-th call fails: a request succeeds or reports the failure, the
//! typed text stays, and the next attempt succeeds.

use qianyue::app::{App, Effect, Message, Request, SaveState, Settings};
use qianyue::desk::{Entry, OpenFailure};
use qianyue::draft::{Answer, Draft, TemplateReference};
use qianyue::runtime::Runtime;
use qianyue::store::{BUILT_IN, DataFolder, Store};
use std::io::ErrorKind;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

use super::failing_disk::Fault;
use super::{at, instance};

/// More calls than any run makes.
const MOST_CALLS: usize = 80;
const KINDS: [ErrorKind; 4] = [
    ErrorKind::StorageFull,
    ErrorKind::PermissionDenied,
    ErrorKind::ReadOnlyFilesystem,
    ErrorKind::Other,
];
const FIELD: &str = "party_a_name";

/// The program without a terminal, with one draft.
struct Desk {
    _root: TempDir,
    real: Store,
    disk: Arc<Fault>,
    id: String,
    app: App,
    runtime: Runtime,
    messages: Receiver<Message>,
}

impl Desk {
    fn new(kind: ErrorKind) -> Self {
        let root = tempfile::tempdir().unwrap();
        let folder = DataFolder::new(root.path().to_owned());
        let real = Store::new(folder.clone(), instance());
        let (template, text) = BUILT_IN[0];
        let sha256 = real.pin_template(text.as_bytes()).unwrap().to_string();
        let mut draft = Draft {
            template: TemplateReference {
                id: template.to_owned(),
                sha256,
                ..TemplateReference::default()
            },
            ..Draft::default()
        };
        let answer = Answer::Text("old".to_owned());
        draft.answers.insert(FIELD.into(), answer);
        let id = real.create(&draft, at(0)).unwrap().draft().id.clone();
        let disk = Fault::never(kind);
        let store = Store::on(disk.disk(), folder, instance());
        let today = "2026-11-22".parse().unwrap();
        let app = App::new(Settings::default(), (120, 40), today);
        let (sender, messages) = channel();
        let answer = Arc::new(move |message| {
            let _nobody_waits = sender.send(message);
        });
        let runtime = Runtime::start(store, Arc::clone(&app.settings), answer).unwrap();
        let mut ready = Self {
            _root: root,
            real,
            disk,
            id,
            app,
            runtime,
            messages,
        };
        // The answer shows that the cleanup at the start is finished. No template has been read
        // yet.
        ready.ask(Effect::Ask(Request::Trash("none".to_owned())));
        let first = ready.next();
        assert!(matches!(first, Message::Failed(_)), "{first:?}");
        ready
    }

    fn ask(&mut self, effect: Effect) {
        self.runtime.perform(&mut self.app, effect);
    }

    fn next(&self) -> Message {
        self.messages.recv_timeout(Duration::from_secs(20)).unwrap()
    }

    /// Opens the draft without a fault and types a character.
    fn opened_and_typed(&mut self) -> Draft {
        self.ask(Effect::Ask(Request::Open(self.id.clone())));
        let opened = self.next();
        assert!(matches!(opened, Message::Opened(_)), "{opened:?}");
        self.app.update(opened);
        self.app.update(Message::Typed("新".to_owned()));
        self.editor_draft()
    }

    fn editor_draft(&self) -> Draft {
        self.app.editor.as_ref().unwrap().work.draft().clone()
    }

    /// Requests a save. Returns whether the save succeeded.
    fn saves(&mut self) -> bool {
        self.ask(Effect::SaveNow);
        loop {
            let message = self.next();
            let is_saved = match &message {
                Message::Saved { .. } => Some(true),
                Message::NotSaved(_) => Some(false),
                _ => None,
            };
            self.app.update(message);
            self.runtime.after_update(&self.app, Instant::now());
            if let Some(is_saved) = is_saved {
                return is_saved;
            }
        }
    }

    fn listed(&self) -> usize {
        self.real.list().unwrap().len()
    }

    fn trashed(&self) -> usize {
        self.real.list_trash().unwrap().len()
    }
}

/// Runs `verb` once with a fault at each of its calls. Returns the number of calls.
fn at_every_call(verb: impl Fn(&mut Desk, usize)) -> usize {
    for n in 1..MOST_CALLS {
        let mut desk = Desk::new(KINDS[n % KINDS.len()]);
        verb(&mut desk, n);
        let has_failed = desk.disk.has_failed();
        desk.disk.fail_at(usize::MAX);
        desk.runtime.shut_down(&mut desk.app);
        if !has_failed {
            return n - 1;
        }
    }
    panic!("more than {MOST_CALLS} calls");
}

#[test]
fn a_draft_opens_as_it_is_or_the_fault_is_told() {
    let n_calls = at_every_call(|desk, n| {
        desk.disk.fail_at(n);
        desk.ask(Effect::Ask(Request::Open(desk.id.clone())));
        match desk.next() {
            Message::Opened(opened) => {
                let answer = opened.draft.answers.get(&FIELD.into()).map(Answer::as_text);
                assert_eq!(answer.as_deref(), Some("old"), "call {n}");
                assert!(!opened.template_changed, "call {n}: with other words");
            }
            Message::NotOpened(OpenFailure::Store(error)) => {
                assert!(desk.disk.has_failed(), "call {n}: {error}");
                assert!(!error.is_not_found(), "call {n}: {error}");
            }
            other => panic!("call {n}: {other:?}"),
        }
    });
    assert!(n_calls >= 4, "{n_calls}");
}

#[test]
fn what_was_typed_stays_while_it_cannot_be_saved_and_is_saved_then() {
    let n_calls = at_every_call(|desk, n| {
        let typed = desk.opened_and_typed();
        desk.disk.fail_at(n);
        if !desk.saves() {
            assert!(desk.disk.has_failed(), "call {n}");
            let is_told = matches!(desk.app.save, SaveState::Failed(_));
            assert!(is_told, "call {n}: {:?}", desk.app.save);
            assert_eq!(desk.editor_draft(), typed, "call {n}");
            assert!(desk.saves(), "call {n}: the next try");
        }
        assert!(matches!(desk.app.save, SaveState::Saved(_)), "call {n}");
        let kept = desk.real.load(&desk.id).unwrap();
        assert_eq!(kept.draft().answers, typed.answers, "call {n}");
    });
    assert!(n_calls >= 8, "{n_calls}");
}

#[test]
fn a_list_holds_every_draft_or_the_fault_is_told() {
    let n_calls = at_every_call(|desk, n| {
        desk.disk.fail_at(n);
        desk.ask(Effect::Ask(Request::List));
        match desk.next() {
            Message::Listed(entries) => {
                let is_there = entries
                    .iter()
                    .any(|listed| matches!(listed.entry, Entry::Draft(_) | Entry::Broken(_)));
                assert!(is_there, "call {n}: {entries:?}");
            }
            Message::Failed(error) => assert!(desk.disk.has_failed(), "call {n}: {error}"),
            other => panic!("call {n}: {other:?}"),
        }
    });
    assert!(n_calls >= 3, "{n_calls}");
}

#[test]
fn a_draft_goes_to_the_trash_and_back_or_stays_and_the_fault_is_told() {
    for is_back in [false, true] {
        let n_calls = at_every_call(|desk, n| {
            let id = desk.id.clone();
            if is_back {
                desk.ask(Effect::Ask(Request::Trash(id.clone())));
                assert!(matches!(desk.next(), Message::Trashed(_)));
            }
            desk.disk.fail_at(n);
            let verb = if is_back {
                Request::Restore
            } else {
                Request::Trash
            };
            desk.ask(Effect::Ask(verb(id.clone())));
            let answer = desk.next();
            assert!(desk.listed() + desk.trashed() >= 1, "call {n}: lost");
            match answer {
                Message::Trashed(_) | Message::Restored(_) => {}
                Message::Failed(error) => {
                    assert!(desk.disk.has_failed(), "call {n}: {error}");
                    desk.ask(Effect::Ask(verb(id)));
                    let again = desk.next();
                    let is_done = matches!(again, Message::Trashed(_) | Message::Restored(_));
                    // The work may have been finished before the failing call.
                    assert!(
                        is_done || desk.listed() == usize::from(is_back),
                        "{again:?}"
                    );
                }
                other => panic!("call {n}: {other:?}"),
            }
            let expected = if is_back { (1, 0) } else { (0, 1) };
            assert_eq!((desk.listed(), desk.trashed()), expected, "call {n}");
        });
        assert!(n_calls >= 4, "{n_calls}");
    }
}
