//! The keys that go back.

use super::*;

#[test]
fn escape_in_the_form_returns_to_the_list_after_a_second_press() {
    let mut app = editor();
    assert!(act(&mut app, Action::Cancel).is_none());
    let asked = Some(Notice::PressAgainToGoBack { is_saved: true });
    assert_eq!(app.notice, asked);
    let effect = act(&mut app, Action::Cancel);
    assert!(matches!(effect, Some(Effect::Close(None))));
    // Another key withdraws it, and so does time.
    let mut app = editor();
    act(&mut app, Action::Cancel);
    act(&mut app, Action::Next);
    assert!(act(&mut app, Action::Cancel).is_none());
    app.update(Message::Tempo(Tempo::Late));
    assert!(act(&mut app, Action::Cancel).is_none());
    assert_eq!(app.notice, asked);
    assert!(act(&mut app, Action::Cancel).is_some());
}

#[test]
fn escape_says_saved_only_where_it_is() {
    let mut app = editor();
    type_text(&mut app, "甲");
    act(&mut app, Action::Cancel);
    let asked = Some(Notice::PressAgainToGoBack { is_saved: false });
    assert_eq!(app.notice, asked);
}

#[test]
fn escape_leads_to_a_failed_save_and_to_a_conflict() {
    let mut app = editor();
    type_text(&mut app, "甲");
    app.update(Message::NotSaved(StoreError::NoDataFolder));
    act(&mut app, Action::Cancel);
    assert_eq!(app.context(), Context::Elsewhere);
    let mut app = editor();
    type_text(&mut app, "甲");
    app.update(Message::KeptApart {
        revision: app.editor.as_ref().unwrap().work.revision(),
        at: DateTime::parse_from_rfc3339("2026-11-23T10:32:00+08:00").unwrap(),
        kept_as: PathBuf::from("/d/a.conflict-tea-1.toml"),
    });
    let effect = act(&mut app, Action::Cancel);
    assert!(matches!(effect, Some(Effect::Ask(Request::Compare(_)))));
}
