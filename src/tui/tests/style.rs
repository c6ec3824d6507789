//! Snapshots of the style screen.

use super::*;
use crate::template::Style;

/// The style screen over a finished contract, with this key selected.
pub(super) fn style_of(app: App, name: &str) -> App {
    let mut app = open(app, ANSWERS);
    act(&mut app, Action::Style);
    let place = Style::keys().iter().position(|key| key.name == name);
    for _ in 0..place.unwrap() {
        act(&mut app, Action::Next);
    }
    app
}

#[test]
fn style_at_120_columns() {
    let mut app = style_of(app(WIDE), "tick");
    act(&mut app, Action::Right);
    assert_snapshot!("style_at_120_columns", seen(&app));
    let english = app_in(Language::English, WIDE, Ambiguous::Narrow);
    let mut english = style_of(english, "signature_page");
    act(&mut english, Action::Toggle);
    assert_snapshot!("style_at_120_columns_in_english", seen(&english));
}

#[test]
fn style_at_80_columns() {
    let mut app = style_of(app(USUAL), "margins");
    act(&mut app, Action::Confirm);
    assert_snapshot!("style_at_80_columns", seen(&app));
    let english = app_in(Language::English, USUAL, Ambiguous::Narrow);
    assert_snapshot!(
        "style_at_80_columns_in_english",
        seen(&style_of(english, "embed_draft"))
    );
}

#[test]
fn style_at_60_columns() {
    let mut app = style_of(app(SMALL), "title_size");
    act(&mut app, Action::Confirm);
    app.update(Message::Typed("00".to_owned()));
    act(&mut app, Action::Confirm);
    assert_snapshot!("style_at_60_columns", seen(&app));
    let english = app_in(Language::English, SMALL, Ambiguous::Wide);
    assert_snapshot!(
        "style_at_60_columns_in_english",
        seen(&style_of(english, "draft_blanks"))
    );
}
