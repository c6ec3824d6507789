//! Tests of the palette over the form and over the list.

use super::*;

/// The palette after typing a search.
pub(super) fn look_for(mut app: App, typed: &str) -> App {
    act(&mut app, Action::Palette);
    app.update(Message::Typed(typed.to_owned()));
    app
}

#[test]
fn palette_over_the_form() {
    let mut app = look_for(half_filled(listed(app(WIDE))), "");
    assert_snapshot!("palette_at_120_columns", seen(&app));
    app.update(Message::Typed("jf".to_owned()));
    act(&mut app, Action::Next);
    assert_snapshot!("palette_with_initials_at_120_columns", seen(&app));
    // The frame covers halves of wide characters on both sides.
    app.update(Message::Resized(81, 24));
    assert_snapshot!("palette_at_81_columns", seen(&app));
}

#[test]
fn a_field_is_found_by_its_chinese_name_on_an_english_screen() {
    let english = app_in(Language::English, USUAL, Ambiguous::Narrow);
    let shown = seen(&look_for(half_filled(english), "jf"));
    assert!(shown.contains("> field   Party A (client)"), "{shown}");
}

#[test]
fn palette_over_the_list() {
    let english = app_in(Language::English, SMALL, Ambiguous::Wide);
    let mut app = look_for(listed(english), "xcx");
    assert_snapshot!("palette_at_60_columns_in_english", seen(&app));
    act(&mut app, Action::Help);
    assert!(seen(&app).contains("Commands"), "its keys come first");
    act(&mut app, Action::Help);
    app.update(Message::Typed("没有".to_owned()));
    assert_snapshot!("palette_without_a_find", seen(&app));
}

#[test]
fn a_draft_that_cannot_be_saved_is_not_left_without_a_word() {
    let mut app = half_filled(listed(app(USUAL)));
    go_to(&mut app, "product_name");
    app.update(Message::Typed("甲".to_owned()));
    app.update(Message::NotSaved(StoreError::NoDataFolder));
    let mut app = look_for(app, "szylqs");
    act(&mut app, Action::Confirm);
    let shown = seen(&app);
    assert!(shown.contains("再按一次就丢弃"), "{shown}");
    assert!(shown.contains("苏州样例青石装饰有限公司"), "{shown}");
}

#[test]
fn what_findings_name_is_found() {
    for (typed, expected) in [
        ("C56", "建议"),
        ("二（三）2", "条款    2、乙方有义务"),
        ("四（二）", "条款    （二）双方当事人"),
    ] {
        let mut app = look_for(half_filled(app(USUAL)), typed);
        let first = seen(&app).lines().nth(3).unwrap().to_owned();
        assert!(first.contains(expected), "{typed}: {first}");
        act(&mut app, Action::Confirm);
        assert!(app.overlay().is_none(), "{typed}");
    }
}
