//! Drafts that other windows have, conflicts, and what the disk refuses.

use chrono::{DateTime, FixedOffset};

use super::*;
use crate::app::home::{DraftEntry, Entry, Listed};
use crate::app::in_use::Choice;
use crate::app::merge::{MergeScreen, Pair};
use crate::app::revisions::{Origin, PastState, RevisionsScreen};
use crate::app::trash::TrashRow;
use crate::store::Owner;

fn at() -> DateTime<FixedOffset> {
    "2026-02-10T10:32:00+08:00".parse().unwrap()
}

/// What the runtime says of a draft that another window has, or has no more.
fn opened(name: &str, in_use: bool) -> Box<OpenedDraft> {
    let mut draft = Draft::default();
    let answer = Answer::Text(name.to_owned());
    draft.answers.insert("party_a_name".to_owned(), answer);
    let owner = Owner {
        host: "tea-house".to_owned(),
        user: "王".to_owned(),
        process: Some(7),
        since: "2026-02-10T09:30:00+08:00".to_owned(),
    };
    let path = PathBuf::from("/d/a.toml");
    Box::new(OpenedDraft {
        template: template(),
        draft,
        read_only: in_use.then_some(StoreError::InUse { path, owner }),
        template_changed: false,
        newer: None,
        not_used: None,
    })
}

/// The second window, which has just opened the draft.
fn second() -> App {
    let mut app = editor();
    app.update(Message::Opened(opened("甲", true)));
    app
}

#[test]
fn the_second_window_asks_and_each_choice_does_what_it_says() {
    for (steps, choice) in [(0, Choice::Read), (1, Choice::Copy), (2, Choice::TakeOver)] {
        let mut app = second();
        assert_eq!(app.context(), Context::InUse);
        for _ in 0..steps {
            act(&mut app, Action::Next);
        }
        let effect = act(&mut app, Action::Confirm);
        assert!(app.overlay.is_none(), "{choice:?}");
        let is_right = match choice {
            Choice::Read => effect.is_none(),
            Choice::Copy => matches!(effect, Some(Effect::Copy)),
            Choice::TakeOver => matches!(effect, Some(Effect::TakeOver)),
        };
        assert!(is_right, "{choice:?}: {effect:?}");
    }
}

#[test]
fn who_only_reads_changes_nothing_and_is_told_the_way() {
    let mut app = second();
    act(&mut app, Action::Cancel);
    type_text(&mut app, "乙");
    assert_eq!(answer(&app, "party_a_name"), "甲");
    assert_eq!(app.notice, Some(Notice::ReadOnlyInUse));
    act(&mut app, Action::Resolve);
    assert_eq!(app.context(), Context::InUse);
}

#[test]
fn what_the_other_window_saves_is_shown_where_the_reader_is() {
    let mut app = second();
    act(&mut app, Action::Cancel);
    go_to(&mut app, "unit_price");
    app.update(Message::Reread(opened("甲乙", true)));
    assert_eq!(answer(&app, "party_a_name"), "甲乙");
    assert_eq!(focused(&app), "unit_price");
    assert_eq!(app.context(), Context::Field);
    assert_eq!(app.notice, Some(Notice::ReadAgain));
}

#[test]
fn once_the_draft_is_free_it_can_be_changed() {
    for is_asking in [true, false] {
        let mut app = second();
        if !is_asking {
            act(&mut app, Action::Cancel);
        }
        app.update(Message::Reread(opened("甲", false)));
        assert_eq!(app.notice, Some(Notice::Writable));
        type_text(&mut app, "乙");
        assert_eq!(answer(&app, "party_a_name"), "甲乙", "asking: {is_asking}");
    }
}

#[test]
fn a_conflict_is_told_once_and_leaving_does_not_warn() {
    let mut app = editor();
    type_text(&mut app, "甲");
    let kept_apart = |app: &App| Message::KeptApart {
        revision: app.editor.as_ref().unwrap().revision,
        at: at(),
        kept_as: PathBuf::from("/d/a.conflict-tea-1.toml"),
    };
    let message = kept_apart(&app);
    app.update(message);
    assert_eq!(
        app.notice,
        Some(Notice::KeptApart("a.conflict-tea-1.toml".to_owned()))
    );
    assert_eq!(app.n_failed_saves, 0);
    type_text(&mut app, "乙");
    let message = kept_apart(&app);
    app.update(message);
    assert_eq!(app.notice, None);
    assert!(!app.editor.as_ref().unwrap().is_unsaved());
    assert!(matches!(
        act(&mut app, Action::Leave),
        Some(Effect::Close(None))
    ));
}

#[test]
fn a_draft_changed_elsewhere_is_opened_again_only_where_nothing_is_unsaved() {
    let overtaken = || Message::Overtaken(PathBuf::from("/d/a.toml"));
    let mut app = editor();
    type_text(&mut app, "甲");
    assert!(app.update(overtaken()).is_none());
    assert_eq!(answer(&app, "party_a_name"), "甲");
    let revision = app.editor.as_ref().unwrap().revision;
    app.update(Message::Saved {
        id: String::new(),
        revision,
        at: at(),
        remark: None,
    });
    let effect = app.update(overtaken());
    assert!(matches!(&effect, Some(Effect::Open(path)) if path == "/d/a.toml"));
    app.update(Message::Opened(opened("乙", false)));
    assert_eq!(app.notice, Some(Notice::ReadAgain));
}

/// A draft and the copy of a conflict: one answer differs, one only the draft has, one only the
/// copy has.
fn pair() -> Pair {
    let draft = |answers: &[(&str, &str)]| Draft {
        answers: answers
            .iter()
            .map(|(id, text)| ((*id).to_owned(), Answer::Text((*text).to_owned())))
            .collect(),
        ..Draft::default()
    };
    Pair {
        template: Some(template()),
        draft: draft(&[("hotline", "400"), ("party_a_name", "甲"), ("website", "w")]),
        copy: draft(&[
            ("party_a_name", "乙"),
            ("unit_price", "5"),
            ("website", "w"),
        ]),
        copy_name: "a.conflict-tea-1.toml".to_owned(),
        base: None,
        owner: None,
    }
}

#[test]
fn what_somebody_else_has_changed_is_not_taken_back_unasked() {
    let state = |price: &str| Draft {
        answers: [("unit_price".to_owned(), Answer::Text(price.to_owned()))].into(),
        ..Draft::default()
    };
    for (base, copy, draft, takes_copy, why) in [
        (Some("5"), "5", "7", false, "they have changed it"),
        (Some("5"), "6", "5", true, "it was changed here"),
        (Some("5"), "6", "7", true, "both have"),
        (None, "5", "7", true, "nothing is known"),
    ] {
        let pair = Pair {
            draft: state(draft),
            copy: state(copy),
            base: base.map(state),
            ..pair()
        };
        let screen = MergeScreen::new(pair);
        assert_eq!(screen.rows[0].takes_copy, takes_copy, "{why}");
    }
}

fn merged(effect: Option<Effect>) -> Vec<String> {
    match effect {
        Some(Effect::Merge(draft)) => draft.answers.values().map(Answer::as_text).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_difference_is_decided_by_one_key_and_nothing_is_dropped_unasked() {
    let cases: [(&[Action], [&str; 4]); 4] = [
        (&[], ["400", "乙", "5", "w"]),
        (&[Action::Right], ["400", "甲", "5", "w"]),
        (
            &[
                Action::AllLeft,
                Action::Next,
                Action::Toggle,
                Action::Toggle,
            ],
            ["乙", "5", "w", ""],
        ),
        (&[Action::AllRight], ["400", "甲", "w", ""]),
    ];
    for (actions, expected) in cases {
        let mut app = editor();
        app.update(Message::Compared(Box::new(pair())));
        for action in actions {
            assert!(act(&mut app, *action).is_none());
        }
        let mut result = merged(act(&mut app, Action::Save));
        result.resize(4, String::new());
        assert_eq!(result, expected, "{actions:?}");
    }
}

#[test]
fn a_merge_that_fails_can_be_tried_again_and_one_that_succeeds_is_shown() {
    let mut app = editor();
    app.update(Message::Compared(Box::new(pair())));
    assert!(act(&mut app, Action::Save).is_some());
    assert!(act(&mut app, Action::Save).is_none(), "once");
    app.update(Message::Failed(StoreError::NoDataFolder));
    assert!(act(&mut app, Action::Save).is_some());
    app.update(Message::Merged(Some(opened("乙", false)), None));
    assert!(app.overlay.is_none());
    assert_eq!(answer(&app, "party_a_name"), "乙");
    assert_eq!(app.notice, Some(Notice::Merged));
}

#[test]
fn a_conflict_leads_to_the_two_contents_side_by_side() {
    let mut app = editor();
    let kept_as = PathBuf::from("/d/a.conflict-tea-1.toml");
    app.update(Message::KeptApart {
        revision: 0,
        at: at(),
        kept_as,
    });
    let effect = act(&mut app, Action::Resolve);
    assert!(matches!(&effect, Some(Effect::Compare(path)) if path.ends_with("tea-1.toml")));
    let mut home = App::new(Settings::default(), (80, 24), app.today);
    let entry = |id: &str, copy_of: Option<&str>| {
        Entry::Draft(DraftEntry {
            id: id.to_owned(),
            copy_of: copy_of.map(str::to_owned),
            ..DraftEntry::default()
        })
    };
    let entries = [entry("A", None), entry("A.conflict-tea-1", Some("A"))];
    home.update(Message::Listed(entries.map(Listed::from).into()));
    assert!(matches!(act(&mut home, Action::Confirm), Some(Effect::Open(id)) if id == "A"));
    act(&mut home, Action::Next);
    assert!(matches!(
        act(&mut home, Action::Confirm),
        Some(Effect::Compare(_))
    ));
}

#[test]
fn when_the_disk_refuses_one_key_leads_to_another_place() {
    let mut app = editor();
    go_to(&mut app, "party_a_name");
    type_text(&mut app, "甲");
    app.update(Message::NotSaved(StoreError::NoDataFolder));
    act(&mut app, Action::Resolve);
    assert_eq!(app.context(), Context::Elsewhere);
    act(&mut app, Action::DeleteLine);
    assert!(act(&mut app, Action::Confirm).is_none());
    assert_eq!(app.notice, Some(Notice::NoPath));
    type_text(&mut app, "/u盘");
    let effect = act(&mut app, Action::Confirm);
    assert!(matches!(&effect, Some(Effect::SaveElsewhere(path)) if path.ends_with("u盘")));
    assert!(act(&mut app, Action::Confirm).is_none(), "once");
    app.update(Message::Failed(StoreError::NoDataFolder));
    assert!(act(&mut app, Action::Confirm).is_some(), "tried again");
    app.update(Message::SavedElsewhere {
        revision: app.editor.as_ref().unwrap().revision,
        at: at(),
        path: PathBuf::from("/u盘/a.toml"),
    });
    assert_eq!(app.context(), Context::Field);
    assert!(!app.editor.as_ref().unwrap().is_unsaved());
    assert!(matches!(
        act(&mut app, Action::Leave),
        Some(Effect::Close(None))
    ));
}

/// A revision with this name of the other party.
fn revision(number: u32, name: &str) -> PastState {
    PastState {
        origin: Origin::Revision(number),
        moment: Some(at()),
        draft: Ok(opened(name, false).draft),
        template: None,
    }
}

#[test]
fn a_revision_says_what_it_changed_and_can_be_restored_and_taken_back() {
    let mut app = editor();
    go_to(&mut app, "party_a_name");
    type_text(&mut app, "丙");
    assert!(matches!(
        act(&mut app, Action::Revisions),
        Some(Effect::Revisions)
    ));
    let template = Arc::clone(&app.editor.as_ref().unwrap().template);
    let states = [revision(2, "杭州乙公司"), revision(1, "杭州甲公司")].map(|state| PastState {
        template: Some(Arc::clone(&template)),
        ..state
    });
    app.update(Message::Revisions(states.to_vec()));
    act(&mut app, Action::Next);
    let Some(Overlay::Revisions(screen)) = &app.overlay else {
        panic!("{:?}", app.overlay);
    };
    let sides = |screen: &RevisionsScreen| {
        let [crate::draft::Change::Answer { before, after, .. }] = screen.changes.as_slice() else {
            panic!("{:?}", screen.changes);
        };
        let text = |answer: &Option<Answer>| answer.as_ref().unwrap().as_text();
        (text(before), text(after))
    };
    assert_eq!(
        sides(screen),
        ("杭州甲公司".to_owned(), "杭州乙公司".to_owned())
    );
    let shown: String = screen
        .passages
        .concat()
        .iter()
        .map(|change| change.text.as_str())
        .collect();
    assert!(shown.contains('甲') && shown.contains('乙'), "{shown}");
    act(&mut app, Action::Toggle);
    let Some(Overlay::Revisions(screen)) = &app.overlay else {
        panic!("{:?}", app.overlay);
    };
    assert_eq!(sides(screen), ("丙".to_owned(), "杭州乙公司".to_owned()));
    let effect = act(&mut app, Action::Confirm);
    assert!(matches!(effect, Some(Effect::SaveNow)), "{effect:?}");
    assert_eq!(answer(&app, "party_a_name"), "杭州乙公司");
    assert!(app.editor.as_ref().unwrap().is_unsaved());
    act(&mut app, Action::Undo);
    assert_eq!(answer(&app, "party_a_name"), "丙");
}

#[test]
fn what_is_now_and_what_only_can_be_read_is_not_restored() {
    let mut app = editor();
    app.update(Message::Revisions(vec![revision(1, "甲")]));
    assert!(act(&mut app, Action::Confirm).is_none());
    assert_eq!(app.notice, Some(Notice::NothingToRestore));
    let mut app = second();
    act(&mut app, Action::Cancel);
    let template = Arc::clone(&app.editor.as_ref().unwrap().template);
    app.update(Message::Revisions(vec![PastState {
        template: Some(template),
        ..revision(1, "乙")
    }]));
    act(&mut app, Action::Next);
    assert!(act(&mut app, Action::Confirm).is_none());
    assert_eq!(app.notice, Some(Notice::ReadOnlyInUse));
    assert_eq!(answer(&app, "party_a_name"), "甲");
}

#[test]
fn the_steps_lead_back_and_forth_and_jump_to_what_changed() {
    let mut app = editor();
    act(&mut app, Action::Steps);
    assert_eq!(app.notice, Some(Notice::NothingToUndo));
    for (field, text) in [
        ("party_a_name", "甲"),
        ("unit_price", "5"),
        ("party_a_name", "乙"),
    ] {
        go_to(&mut app, field);
        type_text(&mut app, text);
    }
    go_to(&mut app, "hotline");
    let steps = |app: &mut App| {
        act(app, Action::Steps);
        let Some(Overlay::Revisions(screen)) = &app.overlay else {
            panic!("{:?}", app.overlay);
        };
        let fields = (0..screen.states.len()).map(|row| match screen.made(row).as_slice() {
            [crate::draft::Change::Answer { field, .. }] => field.clone(),
            [] => String::new(),
            changes => panic!("{changes:?}"),
        });
        (screen.row, fields.collect::<Vec<_>>())
    };
    let fields = ["party_a_name", "unit_price", "party_a_name", ""];
    assert_eq!(steps(&mut app), (0, fields.map(str::to_owned).to_vec()));
    // What is now is no step away.
    act(&mut app, Action::Confirm);
    assert_eq!(app.notice, Some(Notice::NothingToRestore));
    act(&mut app, Action::Next);
    act(&mut app, Action::Next);
    act(&mut app, Action::Confirm);
    assert!(app.overlay.is_none());
    let editor = app.editor.as_ref().unwrap();
    assert_eq!(editor.focused_field().unwrap().id.as_str(), "unit_price");
    let answers = |app: &App| ["party_a_name", "unit_price"].map(|field| answer(app, field));
    assert_eq!(answers(&app), ["甲", ""]);
    assert_eq!(steps(&mut app), (2, fields.map(str::to_owned).to_vec()));
    act(&mut app, Action::LineStart);
    act(&mut app, Action::Confirm);
    assert_eq!(answers(&app), ["甲乙", "5"]);
}

#[test]
fn no_step_of_a_draft_that_can_only_be_read_is_taken_back() {
    let mut app = editor();
    go_to(&mut app, "party_a_name");
    type_text(&mut app, "甲");
    app.editor.as_mut().unwrap().read_only = true;
    for action in [Action::Undo, Action::Redo] {
        act(&mut app, action);
        assert_eq!(app.notice, Some(Notice::ReadOnly), "{action:?}");
    }
    act(&mut app, Action::Steps);
    act(&mut app, Action::Next);
    act(&mut app, Action::Confirm);
    assert_eq!(app.notice, Some(Notice::ReadOnly));
    assert_eq!(answer(&app, "party_a_name"), "甲");
}

#[test]
fn revisions_opened_from_the_list_lead_back_there() {
    let mut app = App::new(Settings::default(), (80, 24), editor().today);
    let entry = Entry::Draft(DraftEntry {
        id: "A".to_owned(),
        ..DraftEntry::default()
    });
    app.update(Message::Listed(vec![entry.into()]));
    assert!(matches!(act(&mut app, Action::Revisions), Some(Effect::Open(id)) if id == "A"));
    let effect = app.update(Message::Opened(opened("甲", false)));
    assert!(matches!(effect, Some(Effect::Revisions)), "{effect:?}");
    app.update(Message::Revisions(Vec::new()));
    assert!(matches!(
        act(&mut app, Action::Cancel),
        Some(Effect::Close(None))
    ));
}

#[test]
fn anything_in_the_trash_can_be_brought_back() {
    let mut app = App::new(Settings::default(), (80, 24), editor().today);
    assert!(matches!(
        act(&mut app, Action::OpenTrash),
        Some(Effect::ListTrash)
    ));
    let row = |id: &str| TrashRow {
        entry: Entry::Draft(DraftEntry::default()),
        since: at(),
        days_left: 12,
        path: PathBuf::from(id),
    };
    app.update(Message::TrashListed(vec![row("a"), row("b")]));
    act(&mut app, Action::Next);
    let effect = act(&mut app, Action::Confirm);
    assert!(matches!(&effect, Some(Effect::RestoreTrashed(path)) if path.ends_with("b")));
    assert_eq!(app.context(), Context::Home);
    let effect = app.update(Message::Restored("b".to_owned()));
    assert!(matches!(effect, Some(Effect::List)));
}

#[test]
fn another_place_is_offered_for_what_cannot_be_compared_with_a_broken_file() {
    let mut app = editor();
    type_text(&mut app, "甲");
    let broken = || {
        let error = crate::draft::DraftFile::parse(b"x = [").unwrap_err();
        Message::Failed(StoreError::Broken {
            path: PathBuf::from("/x/A.toml"),
            error,
        })
    };
    app.update(broken());
    assert!(app.overlay.is_none(), "nothing was kept apart");
    app.update(Message::KeptApart {
        revision: 1,
        at: at(),
        kept_as: PathBuf::from("/x/A.conflict-h-1.toml"),
    });
    act(&mut app, Action::Resolve);
    app.update(broken());
    assert!(matches!(app.overlay, Some(Overlay::Elsewhere(_))));
    assert!(matches!(app.notice, Some(Notice::Failure(_))));
}
