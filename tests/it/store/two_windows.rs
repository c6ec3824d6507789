//! Two windows on one draft: in any order, no text is silently overwritten.

use std::fs;

use qianyue::draft::Answer;
use qianyue::store::{DataFolder, Instance, OpenDraft, SaveOutcome, Store, StoreError};

use super::{EVERY_TEN_MINUTES, answer_of, answer_on_disk, at, draft_with, names_in, save, store};

fn try_save(store: &Store, open: &mut OpenDraft, answer: &str) -> Result<SaveOutcome, StoreError> {
    let mut draft = open.draft().clone();
    draft
        .answers
        .insert("name".into(), Answer::Text(answer.to_owned()));
    store
        .save(open, &draft, at(1), EVERY_TEN_MINUTES)
        .map(|saved| saved.outcome)
}

#[test]
fn in_every_order_of_saves_every_last_text_is_on_the_disk() {
    // Each bit stands for a save by the first or the second window.
    for order in 0_u32..64 {
        let (_root, store) = store();
        let path = store
            .create(&draft_with("begun"), at(0))
            .unwrap()
            .path()
            .to_owned();
        let mut windows = [
            store.load_path(&path).unwrap(),
            store.load_path(&path).unwrap(),
        ];
        let mut last: [Option<String>; 2] = [None, None];
        for step in 0..6 {
            let who = usize::try_from(order >> step & 1).unwrap();
            let text = format!("window {who}, save {step}");
            match try_save(&store, &mut windows[who], &text) {
                Ok(_) | Err(StoreError::Conflict { .. }) => last[who] = Some(text),
                Err(error) => panic!("order {order:06b}: {error}"),
            }
        }
        let on_disk: Vec<String> = store
            .list()
            .unwrap()
            .iter()
            .map(|listed| answer_of(listed.draft.as_ref().unwrap()))
            .collect();
        for text in last.into_iter().flatten() {
            assert!(on_disk.contains(&text), "order {order:06b}: {on_disk:?}");
        }
        assert!(on_disk.len() <= 2, "order {order:06b}: {on_disk:?}");
    }
}

#[test]
fn the_loser_keeps_its_text_in_one_copy_beside_the_draft() {
    let (_root, store) = store();
    let mut winner = store.create(&draft_with("begun"), at(0)).unwrap();
    let path = winner.path().to_owned();
    let mut loser = store.load_path(&path).unwrap();
    save(&store, &mut winner, "won", 1);
    let mut copies = Vec::new();
    for text in ["lost", "lost, and typed on"] {
        match try_save(&store, &mut loser, text) {
            Err(StoreError::Conflict {
                ours,
                theirs,
                kept_as,
                ..
            }) => {
                assert_ne!(ours, theirs);
                assert_eq!(answer_on_disk(&store, &kept_as), text);
                copies.push(kept_as);
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(copies[0], copies[1]);
    assert_eq!(answer_on_disk(&store, &path), "won");
    let name = copies[0].file_name().unwrap().to_str().unwrap();
    let id = &winner.draft().id;
    assert_eq!(name, format!("{id}.conflict-tea____house-1.toml"));
    assert_eq!(store.list().unwrap().len(), 2, "both are shown");
}

#[test]
fn the_copy_of_another_window_is_not_overwritten() {
    let (_root, store) = store();
    let mut winner = store.create(&draft_with("begun"), at(0)).unwrap();
    let mut losers = [winner.clone(), winner.clone()];
    save(&store, &mut winner, "won", 1);
    for (n, loser) in losers.iter_mut().enumerate() {
        let lost = try_save(&store, loser, &format!("lost {n}"));
        assert!(matches!(lost, Err(StoreError::Conflict { .. })), "{lost:?}");
    }
    assert_eq!(store.list().unwrap().len(), 3);
}

#[test]
fn the_same_text_twice_is_no_conflict() {
    let (_root, store) = store();
    let mut first = store.create(&draft_with("begun"), at(0)).unwrap();
    let mut second = first.clone();
    assert_eq!(try_save(&store, &mut first, "甲"), Ok(SaveOutcome::Written));
    assert_eq!(
        try_save(&store, &mut second, "甲"),
        Ok(SaveOutcome::Unchanged)
    );
    assert_eq!(
        try_save(&store, &mut second, "乙"),
        Ok(SaveOutcome::Written)
    );
}

#[test]
fn a_draft_that_another_window_has_open_is_not_thrown_away() {
    let (root, store) = store();
    let open = store.create(&draft_with("甲"), at(0)).unwrap();
    let other = Instance {
        host: "other".to_owned(),
        user: "李".to_owned(),
        process: 8,
    };
    let held = qianyue::store::lock(open.path(), &other, at(0));
    let trashed = store.trash(open.path(), at(1));
    assert!(
        matches!(trashed, Err(StoreError::InUse { .. })),
        "{trashed:?}"
    );
    drop(held);
    let again = Store::new(DataFolder::new(root.path().to_owned()), other);
    again.trash(open.path(), at(2)).unwrap();
    assert_eq!(names_in(&store.folder().drafts()), [".trash"]);
}

#[test]
fn a_draft_changed_by_an_editor_of_text_is_a_conflict_and_stays() {
    let (_root, store) = store();
    let mut open = store.create(&draft_with("甲"), at(0)).unwrap();
    let edited = "broken on purpose";
    fs::write(open.path(), edited).unwrap();
    let saved = try_save(&store, &mut open, "乙");
    assert!(
        matches!(saved, Err(StoreError::Conflict { .. })),
        "{saved:?}"
    );
    assert_eq!(fs::read_to_string(open.path()).unwrap(), edited);
}
