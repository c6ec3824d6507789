//! Taking a draft over from another window loses nobody's text.

use std::path::Path;

use qianyue::draft::Answer;
use qianyue::store::{Instance, LockOutcome, StoreError, lock};

use super::{EVERY_TEN_MINUTES, answer_on_disk, at, draft_with, instance, save, store};

#[cfg_attr(
    not(unix),
    expect(dead_code, reason = "the test that asks needs a Unix")
)]
fn holder(path: &Path) -> Option<u32> {
    let asking = Instance {
        process: 99,
        ..instance()
    };
    match lock(path, &asking, at(5)) {
        LockOutcome::HeldByOther(owner) => owner.process,
        LockOutcome::Held(_) | LockOutcome::Unavailable => None,
    }
}

#[test]
fn after_a_take_over_the_first_window_never_overwrites() {
    // In the same second as the last save, and later.
    for minutes in [0, 3] {
        let (_root, store) = store();
        let mut first = store.create(&draft_with("first"), at(0)).unwrap();
        let (mut second, _lock) = store.take_over(first.path(), at(minutes)).unwrap();
        let mut draft = first.draft().clone();
        let typed = Answer::Text("typed on".to_owned());
        draft.answers.insert("name".into(), typed);
        let saved = store.save(&mut first, &draft, at(4), EVERY_TEN_MINUTES);
        let Err(StoreError::Conflict { kept_as, .. }) = saved else {
            panic!("after {minutes} minutes: {saved:?}");
        };
        assert_eq!(answer_on_disk(&store, &kept_as), "typed on");
        save(&store, &mut second, "second", 5);
        assert_eq!(answer_on_disk(&store, second.path()), "second");
    }
}

#[test]
#[cfg(unix)]
fn after_a_take_over_the_lock_is_that_of_the_second_window_until_it_ends() {
    let (_root, store) = store();
    let first = store.create(&draft_with("first"), at(0)).unwrap();
    let other = Instance {
        process: 8,
        ..instance()
    };
    let first_lock = lock(first.path(), &other, at(0));
    assert_eq!(holder(first.path()), Some(8));
    let (_second, second_lock) = store.take_over(first.path(), at(1)).unwrap();
    assert_eq!(holder(first.path()), Some(instance().process));
    drop(first_lock);
    assert_eq!(holder(first.path()), Some(instance().process));
    drop(second_lock);
    assert_eq!(holder(first.path()), None);
}
