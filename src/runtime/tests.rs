//! When a draft is saved by itself, on a disk that does not answer.

use super::*;
use crate::app::keys::Action;
use crate::app::{Message, OpenedDraft};
use crate::draft::Draft;
use crate::store::BUILT_IN;
use crate::template;

/// A runtime whose disk does not answer, and a draft that was typed in.
fn hanging() -> (Runtime, Receiver<Job>, App) {
    let (jobs, received) = channel();
    let runtime = Runtime {
        jobs: Some(Arc::new(jobs)),
        thread: None,
        today: today(),
        autosave: Autosave::default(),
        watch: None,
        is_opening: false,
        last_key: None,
        protected: Protected::default(),
        making: None,
        answer: Arc::new(|_| ()),
    };
    let mut app = App::new(Settings::default(), (80, 24), today());
    let (_, text) = BUILT_IN[0];
    app.update(Message::Opened(Box::new(OpenedDraft {
        template: Arc::new(template::parse(text.as_bytes()).unwrap()),
        draft: Draft::default(),
        read_only: None,
        template_changed: false,
        newer: None,
        not_used: None,
    })));
    (runtime, received, app)
}

fn saves(received: &Receiver<Job>) -> Vec<(u64, bool)> {
    let jobs = received.try_iter();
    jobs.filter_map(|job| match job {
        Job::Save { revision, keep, .. } => Some((revision, keep)),
        _ => None,
    })
    .collect()
}

#[test]
fn what_is_typed_is_due_after_a_pause_and_within_a_second() {
    let (mut runtime, received, mut app) = hanging();
    let start = Instant::now();
    assert_eq!(runtime.next_deadline(), None);
    for tenth in 0..9 {
        app.update(Message::Typed("甲".to_owned()));
        let now = start + Duration::from_millis(tenth * 100);
        runtime.after_update(&app, now);
        assert_eq!(
            runtime.next_deadline(),
            Some((now + PAUSE).min(start + LONGEST_UNSAVED))
        );
        runtime.on_deadline(&mut app, now);
    }
    assert_eq!(saves(&received), []);
    runtime.on_deadline(&mut app, start + LONGEST_UNSAVED);
    assert_eq!(saves(&received), [(9, false)]);
    // One in flight: no other follows until it has come back.
    app.update(Message::Typed("乙".to_owned()));
    runtime.after_update(&app, start + Duration::from_secs(2));
    assert_eq!(runtime.next_deadline(), None);
}

#[test]
fn a_disk_that_hangs_is_asked_once_however_often_one_saves() {
    let (mut runtime, received, mut app) = hanging();
    app.update(Message::Typed("甲".to_owned()));
    runtime.after_update(&app, Instant::now());
    for _ in 0..50 {
        runtime.perform(&mut app, Effect::SaveNow);
    }
    assert_eq!(saves(&received), [(1, true)]);
    // It answers: what was asked for meanwhile is done once, as asked for.
    app.update(Message::Saved {
        id: "A".to_owned(),
        revision: 1,
        at: Local::now().fixed_offset(),
        remark: None,
    });
    runtime.after_update(&app, Instant::now());
    let due = runtime.next_deadline().expect("one more save");
    runtime.on_deadline(&mut app, due);
    assert_eq!(saves(&received), [(1, true)]);
}

#[test]
fn what_is_typed_after_a_pause_is_taken_back_alone() {
    let (mut runtime, _received, mut app) = hanging();
    let start = Instant::now();
    for (text, after) in [("甲", 0), ("乙", 900), ("丙", 1_900), ("丁", 2_000)] {
        if let Some(pause) = runtime.before_key(start + Duration::from_millis(after)) {
            app.update(pause);
        }
        app.update(Message::Typed(text.to_owned()));
    }
    let mut typed = || {
        let shown = app
            .editor
            .as_ref()
            .map(|editor| editor.input.text().to_owned());
        app.update(Message::Action(Action::Undo));
        shown.unwrap()
    };
    assert_eq!([typed(), typed(), typed()], ["甲乙丙丁", "甲乙", ""]);
}
