//! Tests of automatic saving on a disk that does not respond.

use super::*;
use crate::app::Message;
use crate::desk::OpenedDraft;
use crate::draft::Draft;
use crate::store::BUILT_IN;
use crate::template;

/// A runtime whose disk does not respond, and a draft with a typed answer.
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
        last_action: None,
        looks_since: None,
        protected: Protected::default(),
        making: None,
        answer: Arc::new(|_| ()),
        awaited_states: Vec::new(),
    };
    let mut app = App::new(Settings::default(), (80, 24), today());
    let (_, text) = BUILT_IN[0];
    app.update(Message::Opened(Box::new(OpenedDraft::writable(
        Arc::new(template::parse(text.as_bytes()).unwrap()),
        Draft::default(),
    ))));
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
    // While a save is in flight, no other save follows.
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
    // The disk responds: the requests made meanwhile lead to one save that keeps a revision.
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

/// Runs the due save at `now` and lets it fail. Returns the time of the next attempt.
fn fails(runtime: &mut Runtime, app: &mut App, now: Instant, has_copy: bool) -> Instant {
    runtime.on_deadline(app, now);
    let mut hear = |message| {
        runtime.before_update(&message);
        app.update(message);
        runtime.after_update(app, now);
    };
    if has_copy {
        hear(Message::CopyKept);
    }
    hear(Message::NotSaved(StoreError::NoDataFolder));
    runtime.next_deadline().expect("it is tried again")
}

fn types(runtime: &mut Runtime, app: &mut App, now: Instant) {
    app.update(Message::Typed("甲".to_owned()));
    runtime.after_update(app, now);
}

#[test]
fn what_a_copy_holds_is_tried_again_more_and_more_rarely() {
    let (mut runtime, received, mut app) = hanging();
    let mut now = Instant::now();
    types(&mut runtime, &mut app, now);
    now += PAUSE;
    for seconds in [1, 2, 4, 8, 16, 30, 30] {
        let next = fails(&mut runtime, &mut app, now, true);
        assert_eq!(next - now, Duration::from_secs(seconds));
        now = next;
    }
    assert_eq!(saves(&received).len(), 7);
}

#[test]
fn what_lies_nowhere_is_tried_again_within_a_second() {
    let (mut runtime, received, mut app) = hanging();
    let mut now = Instant::now();
    types(&mut runtime, &mut app, now);
    now += PAUSE;
    for _ in 0..20 {
        let next = fails(&mut runtime, &mut app, now, false);
        assert_eq!(next - now, LONGEST_UNSAVED);
        now = next;
    }
    assert_eq!(saves(&received).len(), 20);
}

#[test]
fn what_is_typed_while_saves_fail_is_due_as_ever() {
    let (mut runtime, received, mut app) = hanging();
    let mut now = Instant::now();
    types(&mut runtime, &mut app, now);
    now += PAUSE;
    for _ in 0..6 {
        now = fails(&mut runtime, &mut app, now, true);
    }
    // The next retry is 30 s away, but new changes are saved after the usual pause.
    saves(&received);
    types(&mut runtime, &mut app, now);
    assert_eq!(runtime.next_deadline(), Some(now + PAUSE));
    for tenth in 1..=21 {
        let now = now + Duration::from_millis(tenth * 100);
        types(&mut runtime, &mut app, now);
        runtime.on_deadline(&mut app, now);
        if runtime.autosave.in_flight.is_some() {
            fails(&mut runtime, &mut app, now, true);
        }
    }
    assert_eq!(
        saves(&received).len(),
        2,
        "each within a second of its first key"
    );
}

#[test]
fn what_is_typed_after_saving_elsewhere_waits_for_no_former_failure() {
    for types_meanwhile in [false, true] {
        let (mut runtime, _received, mut app) = hanging();
        let mut now = Instant::now();
        types(&mut runtime, &mut app, now);
        now += PAUSE;
        for _ in 0..6 {
            now = fails(&mut runtime, &mut app, now, true);
        }
        let revision = app.editor.as_ref().unwrap().work.revision();
        if types_meanwhile {
            types(&mut runtime, &mut app, now);
        }
        app.update(Message::SavedElsewhere {
            revision,
            at: Local::now().fixed_offset(),
            path: "/elsewhere/a.toml".into(),
        });
        runtime.after_update(&app, now);
        let due = types_meanwhile.then_some(now + PAUSE);
        assert_eq!(runtime.next_deadline(), due, "nothing else is to be tried");
        now += LONGEST_RETRY;
        types(&mut runtime, &mut app, now);
        let due = runtime.next_deadline().unwrap();
        assert!(due <= now + PAUSE, "{types_meanwhile}");
    }
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

#[test]
fn a_repeat_of_a_held_key_and_a_key_before_anyone_can_read_are_hasty() {
    let start = Instant::now();
    for (keys, expected) in [
        (
            &[(Action::Confirm, 0), (Action::Confirm, 100)][..],
            Some(Tempo::Hasty),
        ),
        (&[(Action::Confirm, 0), (Action::Confirm, 400)], None),
        (&[(Action::Next, 0), (Action::Confirm, 100)], None),
        (&[(Action::Cancel, 0), (Action::Cancel, 1_900)], None),
        (
            &[(Action::Cancel, 0), (Action::Cancel, 2_100)],
            Some(Tempo::Late),
        ),
    ] {
        let (mut runtime, _received, _app) = hanging();
        let mut tempo = None;
        for (action, after) in keys {
            let now = start + Duration::from_millis(*after);
            tempo = runtime.tempo(&Message::Action(*action), now);
        }
        let found = tempo.map(|message| match message {
            Message::Tempo(tempo) => tempo,
            other => panic!("{other:?}"),
        });
        assert_eq!(found, expected, "{keys:?}");
    }
    let (mut runtime, _received, _app) = hanging();
    runtime.looks_since = Some(start);
    for (after, is_hasty) in [(299, true), (301, false)] {
        let now = start + Duration::from_millis(after);
        let tempo = runtime.tempo(&Message::Action(Action::Export), now);
        assert_eq!(tempo.is_some(), is_hasty, "{after}");
        runtime.last_action = None;
    }
}
