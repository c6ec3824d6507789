//! Drafts that other windows have, conflicts, and what the disk refuses.

use chrono::{DateTime, FixedOffset};

use super::*;
use crate::app::in_use::Choice;
use crate::app::merge::Pair;
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
    assert!(matches!(act(&mut app, Action::Leave), Some(Effect::Close)));
}

#[test]
fn a_draft_changed_elsewhere_is_opened_again_only_where_nothing_is_unsaved() {
    let overtaken = || Message::Overtaken(PathBuf::from("/d/a.toml"));
    let mut app = editor();
    type_text(&mut app, "甲");
    assert!(app.update(overtaken()).is_none());
    assert_eq!(answer(&app, "party_a_name"), "甲");
    let revision = app.editor.as_ref().unwrap().revision;
    app.update(Message::Saved { revision, at: at() });
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
        owner: None,
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
    app.update(Message::Merged(Some(opened("乙", false))));
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
        Entry::Draft(home::DraftEntry {
            id: id.to_owned(),
            copy_of: copy_of.map(str::to_owned),
            ..home::DraftEntry::default()
        })
    };
    home.update(Message::Listed(vec![
        entry("A", None),
        entry("A.conflict-tea-1", Some("A")),
    ]));
    assert!(matches!(act(&mut home, Action::Confirm), Some(Effect::Open(id)) if id == "A"));
    act(&mut home, Action::Next);
    assert!(matches!(
        act(&mut home, Action::Confirm),
        Some(Effect::Compare(_))
    ));
}
