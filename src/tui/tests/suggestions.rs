//! The list of suggestions for the blanks that are still empty.

use super::*;
use crate::draft::{Draft, Origin, Source, for_tests, recall};

/// An earlier contract of this client, and one of another.
fn earlier() -> [Draft; 2] {
    let named = |id: &str, answers: &[(&str, &str)]| Draft {
        id: id.to_owned(),
        ..for_tests::draft(answers, &[])
    };
    [
        named(
            "01AAAAAAAAAAAAAAAAAAAAAAAA",
            &[
                ("party_a_name", "成都样本慢跑体育用品店"),
                ("product_name", "慢跑打卡小程序（基础版）"),
                ("data_retention_days", "60"),
            ],
        ),
        named(
            "01BBBBBBBBBBBBBBBBBBBBBBBB",
            &[
                ("party_a_name", "杭州虚构青禾茶业有限公司"),
                ("party_a_phone", "0571-00000001"),
                ("product_name", "青禾茶铺微信小程序商城（标准版）"),
            ],
        ),
    ]
}

/// A new contract with the client's name.
fn begun(app: App) -> App {
    let mut app = open(app, &[("party_a_name", "杭州虚构青禾茶业有限公司")]);
    let recalled = recall(&template(), &earlier());
    app.update(Message::Recalled(recalled));
    app
}

fn origin(app: &App, id: &str) -> Option<Origin> {
    let draft = app.editor.as_ref().unwrap().work.draft();
    draft.origins.get(&id.into()).cloned()
}

fn answers(app: &App) -> Vec<(String, String)> {
    let draft = app.editor.as_ref().unwrap().work.draft();
    let answers = draft.answers.iter();
    answers
        .map(|(place, answer)| (place.to_string(), answer.as_text()))
        .collect()
}

#[test]
fn all_suggestions_stand_in_one_list() {
    for (language, screen, name) in [
        (Language::Chinese, WIDE, "suggestions_at_120_columns"),
        (Language::Chinese, USUAL, "suggestions_at_80_columns"),
        (Language::Chinese, SMALL, "suggestions_at_60_columns"),
        (
            Language::English,
            WIDE,
            "suggestions_at_120_columns_in_english",
        ),
        (
            Language::English,
            USUAL,
            "suggestions_at_80_columns_in_english",
        ),
        (
            Language::English,
            SMALL,
            "suggestions_at_60_columns_in_english",
        ),
    ] {
        let mut app = begun(app_in(language, screen, Ambiguous::Narrow));
        act(&mut app, Action::Suggestions);
        let offered = seen(&app);
        act(&mut app, Action::Confirm);
        let taken = seen(&app);
        assert_snapshot!(name, format!("{offered}\n\n{taken}"));
    }
}

#[test]
fn one_key_takes_all_one_undo_takes_them_back_and_one_key_confirms_them() {
    let mut app = begun(app(WIDE));
    let before = answers(&app);
    act(&mut app, Action::Suggestions);
    act(&mut app, Action::Confirm);
    let taken = answers(&app);
    assert!(taken.len() > before.len() + 8, "{taken:?}");
    let has = |id: &str, text: &str| taken.contains(&(id.to_owned(), text.to_owned()));
    assert!(
        has("product_name", "青禾茶铺微信小程序商城（标准版）"),
        "{taken:?}"
    );
    assert!(has("party_a_phone", "0571-00000001"), "{taken:?}");
    assert!(has("data_retention_days", "60"), "{taken:?}");
    assert!(has("late_fee_percent", "0.05"), "{taken:?}");
    for (id, from, reference) in [
        ("party_a_phone", Source::Copy, "01BBBBBBBBBBBBBBBBBBBBBBBB"),
        (
            "data_retention_days",
            Source::Copy,
            "01AAAAAAAAAAAAAAAAAAAAAAAA",
        ),
        ("late_fee_percent", Source::Default, ""),
    ] {
        let origin = origin(&app, id).unwrap();
        let told = (origin.from, origin.reference.as_str(), origin.is_confirmed);
        assert_eq!(told, (from, reference, false), "{id}");
    }
    act(&mut app, Action::Undo);
    assert_eq!(answers(&app), before);
    act(&mut app, Action::Redo);
    assert_eq!(answers(&app), taken);
    act(&mut app, Action::ConfirmShown);
    let editor = app.editor.as_ref().unwrap();
    assert_eq!(editor.unconfirmed().count(), 0);
    assert!(!seen(&app).contains("还空着的各项"), "{}", seen(&app));
}

#[test]
fn only_what_stands_on_the_screen_is_confirmed() {
    let mut app = begun(app(SMALL));
    act(&mut app, Action::Suggestions);
    act(&mut app, Action::Confirm);
    let count = |app: &App| app.editor.as_ref().unwrap().unconfirmed().count();
    let mut left = vec![count(&app)];
    for _ in 0..9 {
        act(&mut app, Action::ConfirmShown);
        left.push(count(&app));
        if count(&app) == 0 {
            break;
        }
        assert!(seen(&app).contains("[?]"), "{}", seen(&app));
    }
    assert!(left.len() > 2, "{left:?}");
    assert!(left.is_sorted_by(|a, b| a > b), "{left:?}");
    assert_eq!(left.last(), Some(&0));
}

#[test]
fn a_suggestion_is_taken_alone_and_dropped_again() {
    let mut app = begun(app(WIDE));
    act(&mut app, Action::Suggestions);
    let before = answers(&app);
    act(&mut app, Action::Toggle);
    assert_eq!(answers(&app).len(), before.len() + 1);
    act(&mut app, Action::Toggle);
    assert_eq!(answers(&app), before);
    act(&mut app, Action::Suggestions);
    assert_eq!(answers(&app), before);
    // Nothing of the list enters a contract that can only be read.
    app.editor.as_mut().unwrap().work.make_read_only();
    act(&mut app, Action::Suggestions);
    assert!(!seen(&app).contains("还空着的各项"), "{}", seen(&app));
    assert_eq!(answers(&app), before);
}
