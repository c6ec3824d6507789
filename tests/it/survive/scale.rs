//! Many drafts: the first rows appear at once, unchanged files are not read again, and no change is
//! missed.

use qianyue::app::{App, Effect, Message, Request, Settings};
use qianyue::desk::listing::{Listing, Memory, States, View, entries};
use qianyue::desk::{DraftState, Entry, ListRow, TemplateCache};
use qianyue::language::Language;
use qianyue::runtime::Runtime;
use qianyue::store::{DataFolder, Keep, Store};
use qianyue::template::{StyleKeys, StyleValue};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

use crate::store::{at, draft_with, instance};

const EXAMPLE: &str = include_str!("../../data/example-ready.toml");

/// A store with `count` drafts of one template, written in 2020 at intervals of one second.
fn full_store(count: usize) -> (TempDir, Store) {
    let root = tempfile::tempdir().unwrap();
    let store = Store::new(DataFolder::new(root.path().to_owned()), instance());
    let folder = store.folder().drafts();
    fs::create_dir_all(&folder).unwrap();
    for n in 0..count {
        write_old(&folder.join(format!("01JD{n:022}.toml")), EXAMPLE, n);
    }
    (root, store)
}

/// Writes a file with an old modification time, so that the time counts as settled.
fn write_old(path: &Path, text: &str, seconds: usize) {
    fs::write(path, text).unwrap();
    let seconds = u64::try_from(seconds).unwrap();
    let moment = SystemTime::UNIX_EPOCH + Duration::from_secs(1_577_836_800 + seconds);
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_modified(moment).unwrap();
}

fn view(style: &StyleKeys) -> View<'_> {
    View {
        house_style: style,
        reasons: qianyue::wording::list_reasons(Language::English),
        now: SystemTime::now(),
        today: "2026-11-22".parse().unwrap(),
    }
}

/// Lists like the worker. Returns the rows, and how many rows were shown each time.
fn list(
    store: &Store,
    cache: &mut TemplateCache,
    memory: &mut Memory,
) -> (Vec<ListRow>, Vec<usize>) {
    let style = StyleKeys::new();
    let view = view(&style);
    let mut listing = Listing::begin(store, cache, &view, States::Later).unwrap();
    let mut shown = Vec::new();
    loop {
        listing.read_piece(store, cache, memory, &view);
        if listing.is_worth_showing() {
            shown.push(drafts(&listing.entries(&view)).len());
        }
        if listing.is_done() {
            return (listing.entries(&view), shown);
        }
    }
}

/// The id of every draft with its party, or with the reason why it cannot be read.
fn drafts(entries: &[ListRow]) -> Vec<(String, String)> {
    entries
        .iter()
        .filter_map(|listed| match &listed.entry {
            Entry::Draft(draft) => Some((draft.id.clone(), draft.party.clone())),
            Entry::Broken(broken) => Some((broken.id.clone(), broken.reason.clone())),
            Entry::Template(_) => None,
        })
        .collect()
}

fn path_of(store: &Store, n: usize) -> PathBuf {
    store.folder().drafts().join(format!("01JD{n:022}.toml"))
}

#[test]
fn the_first_rows_come_before_the_last_are_read() {
    let (_root, store) = full_store(700);
    let (mut cache, mut memory) = (TemplateCache::default(), Memory::default());
    let (entries, shown) = list(&store, &mut cache, &mut memory);
    assert_eq!(shown, [64, 512, 700]);
    assert_eq!(drafts(&entries).len(), 700);
    assert!(
        entries
            .iter()
            .any(|listed| matches!(listed.entry, Entry::Template(_)))
    );
}

#[test]
fn a_list_from_memory_is_the_list_from_the_disk_whatever_changed_in_between() {
    let (_root, store) = full_store(100);
    let (mut cache, mut memory) = (TemplateCache::default(), Memory::default());
    list(&store, &mut cache, &mut memory);
    let fresh = || {
        let style = StyleKeys::new();
        let fresh = entries(
            &store,
            &mut TemplateCache::default(),
            &view(&style),
            States::Unread,
        )
        .unwrap();
        drafts(&fresh.into_iter().map(ListRow::from).collect::<Vec<_>>())
    };
    // Another program may write a file of the same length and with the same time.
    let renamed = EXAMPLE.replace("青禾", "慢跑");
    assert_eq!(renamed.len(), EXAMPLE.len());
    let before = fresh();
    write_old(&path_of(&store, 5), &renamed, 5);
    assert_ne!(before, fresh());
    let steps: [&dyn Fn(); 5] = [
        &|| (),
        &|| fs::remove_file(path_of(&store, 7)).unwrap(),
        &|| fs::write(path_of(&store, 8), "broken").unwrap(),
        &|| drop(store.create(&draft_with("甲"), at(0)).unwrap()),
        &|| {
            let mut open = store.load_path(&path_of(&store, 9)).unwrap();
            let draft = draft_with("乙");
            store.save(&mut open, &draft, at(1), Keep::Always).unwrap();
        },
    ];
    for (n, step) in steps.iter().enumerate() {
        step();
        let (entries, _) = list(&store, &mut cache, &mut memory);
        assert_eq!(drafts(&entries), fresh(), "step {n}");
    }
}

/// The state of every draft of a list, by id.
fn states_of(entries: &[ListRow]) -> Vec<(String, Option<DraftState>)> {
    let drafts = entries.iter().filter_map(|row| match &row.entry {
        Entry::Draft(draft) => Some((
            draft.id.clone(),
            draft.standing.as_ref().map(|standing| standing.state),
        )),
        Entry::Broken(_) | Entry::Template(_) => None,
    });
    drafts.collect()
}

/// A list whose drafts were read, and whose states were not derived yet.
fn read_list(store: &Store, cache: &mut TemplateCache, memory: &mut Memory) -> Listing {
    let style = StyleKeys::new();
    let mut listing = Listing::begin(store, cache, &view(&style), States::Later).unwrap();
    while !listing.is_done() {
        listing.read_piece(store, cache, memory, &view(&style));
    }
    listing
}

/// Derives the states of a list. Returns the ids in the order in which they were derived.
fn derive(
    listing: &mut Listing,
    store: &Store,
    cache: &mut TemplateCache,
    memory: &mut Memory,
) -> Vec<String> {
    let style = StyleKeys::new();
    let mut ids = Vec::new();
    while !listing.is_derived() {
        let derived = listing.derive_piece(store, cache, memory, &view(&style));
        ids.extend(derived.into_iter().map(|(id, _)| id));
    }
    ids
}

#[test]
fn states_are_derived_once_the_wanted_ones_first_and_found_again_by_the_next_program() {
    let (_root, store) = full_store(40);
    let style = StyleKeys::new();
    let (mut cache, mut memory) = (TemplateCache::default(), Memory::default());
    let mut listing = read_list(&store, &mut cache, &mut memory);
    let unknown = states_of(&listing.entries(&view(&style)));
    assert!(unknown.iter().all(|(_, state)| state.is_none()));
    let wanted: Vec<String> = [7, 3].map(|n| format!("01JD{n:022}")).into();
    listing.derive_first(wanted.clone());
    let ids = derive(&mut listing, &store, &mut cache, &mut memory);
    assert_eq!(ids.len(), 40);
    assert_eq!(ids[..2], wanted);
    let derived = states_of(&listing.entries(&view(&style)));
    assert!(derived.iter().all(|(_, state)| state.is_some()));

    let (mut cache, mut memory) = (TemplateCache::default(), Memory::default());
    let listing = read_list(&store, &mut cache, &mut memory);
    assert!(listing.is_derived(), "another program knows the states");
    assert_eq!(states_of(&listing.entries(&view(&style))), derived);
}

#[test]
fn a_state_is_derived_anew_when_anything_that_it_follows_from_has_changed() {
    let (_root, store) = full_store(3);
    let file = store.folder().drafts().join(".states");
    let at_once = |style: &StyleKeys| {
        let cache = &mut TemplateCache::default();
        let read = entries(&store, cache, &view(style), States::AtOnce).unwrap();
        let rows: Vec<ListRow> = read.into_iter().map(ListRow::from).collect();
        states_of(&rows)
    };
    let n_open = || {
        let (mut cache, mut memory) = (TemplateCache::default(), Memory::default());
        let mut listing = read_list(&store, &mut cache, &mut memory);
        derive(&mut listing, &store, &mut cache, &mut memory).len()
    };
    let plain = StyleKeys::new();
    let before = at_once(&plain);
    assert_eq!(n_open(), 0);
    // The draft.
    let emptied = EXAMPLE.replace("杭州虚构青禾茶业有限公司", "");
    write_old(&path_of(&store, 1), &emptied, 1);
    assert_eq!(n_open(), 1);
    let after = at_once(&plain);
    assert_eq!(after[0], before[0]);
    assert_eq!(after[1].1, Some(DraftState::Filling));
    // The template.
    let (id, text) = qianyue::store::BUILT_IN[0];
    let overwrite = qianyue::store::Overwrite::Replace;
    let other = format!("{text}\n另行约定的，从其约定。\n");
    store.add_template(id, other.as_bytes(), overwrite).unwrap();
    assert_eq!(n_open(), 3);
    // The user's own style, which a check may look at.
    let large = StyleKeys::from([("body_size".to_owned(), StyleValue::Number(42.0))]);
    at_once(&large);
    assert_eq!(n_open(), 3);
    // A broken file is no file.
    let whole = fs::read_to_string(&file).unwrap();
    assert_eq!(n_open(), 0);
    fs::write(&file, whole.replace("filling", "ready")).unwrap();
    assert_eq!(n_open(), 3);
    fs::write(&file, [0xff, 0]).unwrap();
    assert_eq!(n_open(), 3);
    fs::remove_file(&file).unwrap();
    assert_eq!(n_open(), 3);
}

#[test]
fn a_template_that_changes_is_seen_by_rows_that_were_remembered() {
    let (_root, store) = full_store(1);
    let (mut cache, mut memory) = (TemplateCache::default(), Memory::default());
    let (before, _) = list(&store, &mut cache, &mut memory);
    assert!(!drafts(&before)[0].1.is_empty());
    let (id, text) = qianyue::store::BUILT_IN[0];
    let overwrite = qianyue::store::Overwrite::Replace;
    store.add_template(id, b"broken", overwrite).unwrap();
    let (broken, _) = list(&store, &mut cache, &mut memory);
    assert_eq!(drafts(&broken)[0].1, "");
    store.add_template(id, text.as_bytes(), overwrite).unwrap();
    let (after, _) = list(&store, &mut cache, &mut memory);
    assert_eq!(drafts(&after), drafts(&before));
}

#[test]
fn the_days_to_the_last_day_are_counted_from_the_day_that_is_given() {
    let (_root, store) = full_store(1);
    let style = StyleKeys::new();
    let days_on = |today: &str| {
        let view = View {
            today: today.parse().unwrap(),
            ..view(&style)
        };
        match entries(&store, &mut TemplateCache::default(), &view, States::Unread)
            .unwrap()
            .swap_remove(0)
        {
            Entry::Draft(draft) => (draft.ends, draft.days_left),
            other => panic!("{other:?}"),
        }
    };
    let (ends, _) = days_on("2026-11-22");
    assert_eq!(days_on(&ends).1, Some(0), "on {ends}");
    let next: chrono::NaiveDate = ends.parse().unwrap();
    assert_eq!(days_on(&next.succ_opt().unwrap().to_string()).1, Some(-1));
    let before = next - chrono::TimeDelta::days(60);
    assert_eq!(days_on(&before.to_string()).1, Some(60));
}

fn next(messages: &Receiver<Message>) -> Message {
    messages.recv_timeout(Duration::from_secs(20)).unwrap()
}

#[test]
fn a_draft_opens_before_a_long_list_is_read() {
    let (_root, store) = full_store(3000);
    let today = "2026-11-22".parse().unwrap();
    let mut app = App::new(Settings::default(), (80, 24), today);
    let (sender, messages) = channel();
    let answer = Arc::new(move |message| {
        let _nobody_waits = sender.send(message);
    });
    let mut runtime = Runtime::start(store, Arc::clone(&app.settings), answer).unwrap();
    runtime.perform(&mut app, Effect::Ask(Request::List));
    runtime.perform(
        &mut app,
        Effect::Ask(Request::Open(format!("01JD{:022}", 0))),
    );
    let mut n_listed = 0;
    while !matches!(next(&messages), Message::Opened(_)) {
        n_listed += 1;
    }
    assert!(n_listed <= 1, "{n_listed} lists were shown first");
    let whole = |message: &Message| match message {
        Message::Listed(entries) => drafts(entries).len() == 3000,
        Message::Recalled(_) => false,
        other => panic!("{other:?}"),
    };
    while !whole(&next(&messages)) {}
    runtime.shut_down(&mut app);
}
