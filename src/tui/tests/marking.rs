//! Snapshots of the marks of a contract, and of states in the header.

use super::*;

#[test]
fn the_marks_at_80_columns() {
    let mut app = half_filled(app(USUAL));
    act(&mut app, Action::Mark);
    assert_snapshot!(seen(&app));
}

#[test]
fn the_day_of_a_signature_at_60_columns_in_english() {
    let mut app = half_filled(app_in(Language::English, SMALL, Ambiguous::Narrow));
    act(&mut app, Action::Mark);
    act(&mut app, Action::LineEnd);
    act(&mut app, Action::Previous);
    act(&mut app, Action::Confirm);
    assert_snapshot!(seen(&app));
}

#[test]
fn the_bar_is_full_only_above_a_contract_that_can_be_signed() {
    let app = open(app(WIDE), ANSWERS);
    let header = seen(&app).lines().next().unwrap().to_owned();
    assert!(header.contains("19/19"), "{header}");
    assert!(header.contains("有错误 1"), "{header}");
    assert!(header.contains("待确认"), "{header}");
    assert!(!header.contains("##############"), "{header}");
    assert!(header.contains("#############-"), "{header}");
}

#[test]
fn the_counts_of_the_header_can_be_clicked_in_the_form_only() {
    let mut app = open(app(WIDE), ANSWERS);
    let targets = |app: &App| {
        let mut buffer = empty(app.screen);
        let drawn = view(&mut buffer, app, &Theme::named(ThemeName::Default));
        let targets = drawn.sight.targets.iter();
        targets.filter(|target| target.row == 0).count()
    };
    assert_eq!(targets(&app), 2);
    act(&mut app, Action::Mark);
    assert_eq!(targets(&app), 0);
}
