//! The revisions of a draft and its undo steps.

use super::safety::{at, opened, second};
use super::*;
use crate::app::screen::revisions::RevisionsScreen;
use crate::desk::{DraftEntry, Entry, PastState, StateOrigin};

/// A revision in which party A has this name.
fn revision(number: u32, name: &str) -> PastState {
    PastState {
        origin: StateOrigin::Revision(number),
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
        Some(Effect::Ask(Request::Revisions))
    ));
    let template = Arc::clone(app.editor.as_ref().unwrap().work.template());
    let states = [revision(2, "杭州乙公司"), revision(1, "杭州甲公司")].map(|state| PastState {
        template: Some(Arc::clone(&template)),
        ..state
    });
    app.update(Message::Revisions(states.to_vec()));
    act(&mut app, Action::Next);
    let Some(Screen::Revisions(screen)) = app.overlay() else {
        panic!("{:?}", app.overlay());
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
    let Some(Screen::Revisions(screen)) = app.overlay() else {
        panic!("{:?}", app.overlay());
    };
    assert_eq!(sides(screen), ("丙".to_owned(), "杭州乙公司".to_owned()));
    let effect = act(&mut app, Action::Confirm);
    assert!(matches!(effect, Some(Effect::SaveNow)), "{effect:?}");
    assert_eq!(answer(&app, "party_a_name"), "杭州乙公司");
    assert!(app.editor.as_ref().unwrap().work.is_unsaved());
    act(&mut app, Action::Undo);
    assert_eq!(answer(&app, "party_a_name"), "丙");
}

#[test]
fn the_time_of_now_is_that_of_the_last_save_and_unsaved_changes_have_none() {
    let mut app = editor();
    let moment_of_now = |app: &mut App| {
        app.update(Message::Revisions(vec![revision(1, "甲")]));
        let Some(Screen::Revisions(screen)) = app.overlay() else {
            panic!("{:?}", app.overlay());
        };
        let moment = screen.states[0].moment;
        act(app, Action::Cancel);
        moment
    };
    type_text(&mut app, "甲");
    assert_eq!(moment_of_now(&mut app), None);
    let at = DateTime::parse_from_rfc3339("2026-11-23T00:00:00+08:00").unwrap();
    let revision = app.editor.as_ref().unwrap().work.revision();
    app.update(Message::Saved {
        id: "01J".to_owned(),
        revision,
        at,
        remark: None,
    });
    assert_eq!(moment_of_now(&mut app), Some(at));
}

#[test]
fn undo_says_what_it_took_back_and_leads_to_the_revisions_where_it_ends() {
    let mut app = editor();
    type_text(&mut app, "杭州甲");
    act(&mut app, Action::Undo);
    let said = |app: &App| {
        let notice = app.notice.as_ref().unwrap();
        let words = crate::wording::notice(
            notice,
            &app.settings.keys,
            crate::language::Language::Chinese,
        );
        format!("{} {}", words.message, words.hint)
    };
    assert!(
        said(&app).contains("已撤销　甲方（客户）名称：杭州甲 -> （空）"),
        "{}",
        said(&app)
    );
    act(&mut app, Action::Redo);
    assert!(
        said(&app).contains("已重做　甲方（客户）名称：（空） -> 杭州甲"),
        "{}",
        said(&app)
    );
    act(&mut app, Action::Undo);
    act(&mut app, Action::Undo);
    assert_eq!(app.notice, Some(Notice::NothingToUndo));
    assert!(said(&app).contains("历史版本里：Ctrl-D"), "{}", said(&app));
}

#[test]
fn what_is_now_and_what_only_can_be_read_is_not_restored() {
    let mut app = editor();
    app.update(Message::Revisions(vec![revision(1, "甲")]));
    assert!(act(&mut app, Action::Confirm).is_none());
    assert_eq!(app.notice, Some(Notice::NothingToRestore));
    let mut app = second();
    act(&mut app, Action::Cancel);
    let template = Arc::clone(app.editor.as_ref().unwrap().work.template());
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
        let Some(Screen::Revisions(screen)) = app.overlay() else {
            panic!("{:?}", app.overlay());
        };
        let fields = (0..screen.states.len()).map(|row| match screen.made(row).as_slice() {
            [crate::draft::Change::Answer { place, .. }] => place.to_string(),
            [] => String::new(),
            changes => panic!("{changes:?}"),
        });
        (screen.row, fields.collect::<Vec<_>>())
    };
    let fields = ["party_a_name", "unit_price", "party_a_name", ""];
    assert_eq!(steps(&mut app), (0, fields.map(str::to_owned).to_vec()));
    // The current state is selected; there is nothing to restore.
    act(&mut app, Action::Confirm);
    assert_eq!(app.notice, Some(Notice::NothingToRestore));
    act(&mut app, Action::Next);
    act(&mut app, Action::Next);
    act(&mut app, Action::Confirm);
    assert!(app.overlay().is_none());
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
    app.editor.as_mut().unwrap().work.make_read_only();
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
    assert!(
        matches!(act(&mut app, Action::Revisions), Some(Effect::Ask(Request::Open(id))) if id == "A")
    );
    let effect = app.update(Message::Opened(opened("甲", false)));
    assert!(
        matches!(effect, Some(Effect::Ask(Request::Revisions))),
        "{effect:?}"
    );
    app.update(Message::Revisions(Vec::new()));
    assert!(matches!(
        act(&mut app, Action::Cancel),
        Some(Effect::Close(None))
    ));
}
