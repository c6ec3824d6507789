//! The comparison of a draft with its conflict copy.

use super::safety::{at, opened};
use super::*;
use crate::app::screen::merge::MergeScreen;
use crate::desk::{DraftEntry, Entry, ListRow, Pair};

/// A draft and its conflict copy: one answer differs, and each side has one answer of its own.
fn pair() -> Pair {
    let draft = |answers: &[(&str, &str)]| Draft {
        answers: answers
            .iter()
            .map(|(id, text)| ((*id).into(), Answer::Text((*text).to_owned())))
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
        answers: [("unit_price".into(), Answer::Text(price.to_owned()))].into(),
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
        Some(Effect::Ask(Request::Merge(draft))) => {
            draft.answers.values().map(Answer::as_text).collect()
        }
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
    assert!(app.overlay().is_none());
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
    assert!(
        matches!(&effect, Some(Effect::Ask(Request::Compare(path))) if path.ends_with("tea-1.toml"))
    );
    let mut home = App::new(Settings::default(), (80, 24), app.today);
    let entry = |id: &str, copy_of: Option<&str>| {
        Entry::Draft(DraftEntry {
            id: id.to_owned(),
            copy_of: copy_of.map(str::to_owned),
            ..DraftEntry::default()
        })
    };
    let entries = [entry("A", None), entry("A.conflict-tea-1", Some("A"))];
    home.update(Message::Listed(entries.map(ListRow::from).into()));
    assert!(
        matches!(act(&mut home, Action::Confirm), Some(Effect::Ask(Request::Open(id))) if id == "A")
    );
    act(&mut home, Action::Next);
    assert!(matches!(
        act(&mut home, Action::Confirm),
        Some(Effect::Ask(Request::Compare(_)))
    ));
}
