//! The style screen beside the form.

use super::*;
use crate::app::editor::StyleSource;
use crate::app::panes::Pane;
use crate::desk::OpenedDraft;
use crate::desk::work::Edit;
use crate::template::{Style, StyleKey, StyleKeys, StyleValue};

fn select(app: &mut App, name: &str) {
    let row = Style::keys().iter().position(|key| key.name == name);
    let Some(Screen::Style(screen)) = app.overlay_mut() else {
        panic!("the style screen is not open");
    };
    screen.row = row.unwrap();
}

/// The style screen of a blank draft with this key selected.
fn at(name: &str) -> App {
    let mut app = editor();
    act(&mut app, Action::Style);
    select(&mut app, name);
    app
}

fn own(app: &App) -> &StyleKeys {
    &app.editor.as_ref().unwrap().work.draft().style
}

fn source(app: &App, name: &str) -> StyleSource {
    let key = StyleKey::named(name).unwrap();
    app.editor.as_ref().unwrap().style_source(key)
}

fn text(word: &str) -> StyleValue {
    StyleValue::Text(word.to_owned())
}

#[test]
fn a_choice_is_kept_in_the_draft_as_long_as_it_differs() {
    let mut app = at("underline");
    assert_eq!(source(&app, "underline"), StyleSource::BuiltIn);
    act(&mut app, Action::Toggle);
    assert_eq!(own(&app).get("underline"), Some(&text("padded")));
    assert_eq!(source(&app, "underline"), StyleSource::Draft);
    assert!(app.editor.as_ref().unwrap().work.is_unsaved());
    act(&mut app, Action::Right);
    assert_eq!(own(&app).get("underline"), Some(&text("none")));
    act(&mut app, Action::Confirm);
    assert!(own(&app).is_empty(), "back at what it would be anyway");
    act(&mut app, Action::Left);
    assert_eq!(own(&app).get("underline"), Some(&text("none")));
    act(&mut app, Action::Reset);
    assert!(own(&app).is_empty());
}

#[test]
fn each_change_is_one_step_and_no_change_is_none() {
    let mut app = at("copies");
    act(&mut app, Action::Reset);
    assert!(!app.editor.as_ref().unwrap().can_undo(), "nothing to reset");
    act(&mut app, Action::Toggle);
    select(&mut app, "end_mark");
    act(&mut app, Action::Toggle);
    assert_eq!(own(&app).len(), 2);
    act(&mut app, Action::Undo);
    assert_eq!(own(&app).keys().collect::<Vec<_>>(), ["copies"]);
    act(&mut app, Action::Undo);
    assert!(own(&app).is_empty());
    act(&mut app, Action::Redo);
    assert_eq!(own(&app).get("copies"), Some(&text("digits")));
    act(&mut app, Action::Style);
    assert_eq!(app.context(), Context::Field);
    act(&mut app, Action::Undo);
    assert!(own(&app).is_empty(), "the form takes it back too");
}

#[test]
fn what_the_config_or_the_template_says_is_where_a_draft_starts_from() {
    let mut app = editor();
    let (_, text_of_template) = crate::store::BUILT_IN[0];
    let mut template = template::parse(text_of_template.as_bytes()).unwrap();
    template.style = StyleKeys::from([
        ("end_mark".to_owned(), StyleValue::Bool(false)),
        ("copies".to_owned(), text("digits")),
    ]);
    app.change_settings(|settings| {
        Arc::make_mut(&mut settings.house).style =
            StyleKeys::from([("copies".to_owned(), text("capital"))]);
    });
    app.update(Message::Opened(Box::new(OpenedDraft::writable(
        Arc::new(template),
        Draft::default(),
    ))));
    act(&mut app, Action::Style);
    assert_eq!(source(&app, "end_mark"), StyleSource::Template);
    assert_eq!(source(&app, "copies"), StyleSource::Config);
    assert_eq!(source(&app, "tick"), StyleSource::BuiltIn);
    select(&mut app, "end_mark");
    act(&mut app, Action::Toggle);
    assert_eq!(own(&app).get("end_mark"), Some(&StyleValue::Bool(true)));
    act(&mut app, Action::Toggle);
    assert!(own(&app).is_empty());
}

#[test]
fn a_value_is_typed_and_a_wrong_one_is_told_and_stays() {
    let mut app = at("body_size");
    act(&mut app, Action::Confirm);
    assert_eq!(app.context(), Context::StyleValue);
    act(&mut app, Action::DeleteLine);
    type_text(&mut app, "120");
    act(&mut app, Action::Confirm);
    let Some(Screen::Style(screen)) = app.overlay() else {
        panic!("the style screen is not open");
    };
    assert!(screen.problem.is_some());
    assert_eq!(screen.input.as_ref().unwrap().text(), "120");
    assert!(own(&app).is_empty());
    act(&mut app, Action::DeleteLine);
    type_text(&mut app, "四号");
    act(&mut app, Action::Confirm);
    assert_eq!(own(&app).get("body_size"), Some(&StyleValue::Number(14.0)));
    assert_eq!(app.context(), Context::Style);
    act(&mut app, Action::Confirm);
    type_text(&mut app, ".5");
    act(&mut app, Action::Cancel);
    assert_eq!(app.context(), Context::Style);
    assert_eq!(own(&app).get("body_size"), Some(&StyleValue::Number(14.0)));
    act(&mut app, Action::Confirm);
    type_text(&mut app, ".5");
    act(&mut app, Action::Confirm);
    for (action, expected) in [(Action::Right, 15.0), (Action::Left, 14.0)] {
        act(&mut app, action);
        let expected = StyleValue::Number(expected);
        assert_eq!(own(&app).get("body_size"), Some(&expected), "{action:?}");
    }
}

#[test]
fn every_free_value_is_offered_for_typing_as_it_is_understood() {
    let mut app = editor();
    act(&mut app, Action::Style);
    for key in Style::keys().iter().filter(|key| key.is_free()) {
        select(&mut app, key.name);
        act(&mut app, Action::Confirm);
        act(&mut app, Action::Confirm);
        assert_eq!(app.context(), Context::Style, "{}", key.name);
        assert!(own(&app).is_empty(), "{}", key.name);
    }
}

#[test]
fn the_contract_shows_what_a_change_does() {
    let mut app = at("party_b_block");
    act(&mut app, Action::Toggle);
    assert!(!printed(&app).contains("乙方（盖章）"), "{}", printed(&app));
    let editor = app.editor.as_ref().unwrap();
    let shown = editor.contract_shown.top..editor.contract_shown.top + 35;
    assert!(shown.contains(&(editor.layout().n_rows() - 1)), "{shown:?}");
    let top = editor.contract_shown.top;
    select(&mut app, "underline");
    act(&mut app, Action::Toggle);
    assert_eq!(app.editor.as_ref().unwrap().contract_shown.top, top);
}

#[test]
fn a_draft_that_can_only_be_read_keeps_its_style() {
    let mut app = at("underline");
    app.editor.as_mut().unwrap().work.make_read_only();
    for (name, action) in [
        ("underline", Action::Toggle),
        ("underline", Action::Left),
        ("underline", Action::Confirm),
        ("body_size", Action::Confirm),
        ("body_size", Action::Reset),
    ] {
        select(&mut app, name);
        app.notice = None;
        act(&mut app, action);
        assert_eq!(app.notice, Some(Notice::ReadOnly), "{name}: {action:?}");
        assert_eq!(app.context(), Context::Style);
    }
    assert!(own(&app).is_empty());
}

#[test]
fn a_value_in_the_draft_that_its_key_does_not_take_can_be_taken_away() {
    let mut app = at("copies");
    let editor = app.editor.as_mut().unwrap();
    let wrong = Edit::Style {
        key: "copies",
        value: Some(text("roman")),
    };
    let focus = editor.focus.clone();
    assert_eq!(editor.work.edit(&focus, [wrong]), Ok(()));
    let key = StyleKey::named("copies").unwrap();
    assert!(editor.style_problem(key).is_some());
    assert_eq!(editor.style_source(key), StyleSource::BuiltIn);
    act(&mut app, Action::Reset);
    assert!(own(&app).is_empty());
}

#[test]
fn closing_gives_the_keys_back_to_the_pane_that_had_them() {
    let mut app = editor();
    app.update(Message::Resized(80, 24));
    act(&mut app, Action::SwitchPane);
    act(&mut app, Action::Style);
    assert_eq!(app.editor.as_ref().unwrap().pane, Pane::Form);
    act(&mut app, Action::Cancel);
    assert_eq!(app.context(), Context::Contract);
    act(&mut app, Action::Style);
    assert!(matches!(
        act(&mut app, Action::Leave),
        Some(Effect::Close(None))
    ));
}
