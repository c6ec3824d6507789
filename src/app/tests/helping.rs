//! Help with answers: suggestions, the calendar, steps up and down, and the mark "not applicable".

use super::*;
use crate::draft::{for_tests, recall};

#[test]
fn a_suggestion_prints_nothing_until_it_is_taken() {
    let mut app = editor();
    go_to(&mut app, "term_start");
    type_text(&mut app, "2028-02-29");
    go_to(&mut app, "term_end");
    let offered = app.editor.as_ref().unwrap().focused_suggestion();
    let offered = offered.map(|offered| offered.answer.as_text());
    assert_eq!(offered.as_deref(), Some("2029-02-28"));
    assert!(!printed(&app).contains("2029年"));
    act(&mut app, Action::AcceptSuggestion);
    assert!(printed(&app).contains("至2029年2月28日"));
    assert_eq!(focused(&app), "first_year_fee");
    go_to(&mut app, "term_start");
    act(&mut app, Action::DeleteLine);
    type_text(&mut app, "2030-01-01");
    assert_eq!(
        answer(&app, "term_end"),
        "2029-02-28",
        "what was taken stays"
    );
}

#[test]
fn the_calendar_starts_at_the_offered_day_follows_typing_and_takes_its_day() {
    let mut app = editor();
    go_to(&mut app, "term_start");
    type_text(&mut app, "3-1");
    act(&mut app, Action::Next);
    act(&mut app, Action::Helper);
    assert_eq!(app.context(), Context::Calendar);
    let day = |app: &App| match app.overlay() {
        Some(Screen::Calendar(calendar)) => Some(calendar.day.to_string()),
        _ => None,
    };
    assert_eq!(day(&app).as_deref(), Some("2027-02-28"));
    type_text(&mut app, "2027-3");
    assert_eq!(day(&app).as_deref(), Some("2027-02-28"), "no day yet");
    type_text(&mut app, "-15");
    assert_eq!(day(&app).as_deref(), Some("2027-03-15"));
    act(&mut app, Action::Below);
    act(&mut app, Action::Confirm);
    assert_eq!(answer(&app, "term_end"), "2027-03-22");
    assert_eq!(focused(&app), "first_year_fee");
    act(&mut app, Action::Undo);
    assert_eq!(answer(&app, "term_end"), "2027-03-15");
    act(&mut app, Action::Helper);
    act(&mut app, Action::Cancel);
    assert_eq!((app.context(), focused(&app)), (Context::Field, "term_end"));
    go_to(&mut app, "unit_price");
    act(&mut app, Action::Helper);
    assert_eq!(app.notice, Some(Notice::NoHelper));
}

#[test]
fn the_calendar_takes_no_day_in_the_place_of_what_is_typed() {
    for (typed, then, expected) in [
        // The beginning of these texts is a date, but the whole is not.
        ("2026-2-30", None, "2026-2-30"),
        ("2026-13-45", None, "2026-13-45"),
        ("2026-2-3", None, "2026-02-03"),
        ("2026-2-30", Some(Action::Right), "2026-02-04"),
    ] {
        let mut app = editor();
        go_to(&mut app, "term_start");
        act(&mut app, Action::Helper);
        for c in typed.chars() {
            type_text(&mut app, &c.to_string());
        }
        if let Some(action) = then {
            act(&mut app, action);
        }
        act(&mut app, Action::Confirm);
        assert_eq!(answer(&app, "term_start"), expected, "{typed} {then:?}");
        assert_ne!(app.context(), Context::Calendar, "{typed}");
    }
}

#[test]
fn numbers_and_days_go_up_and_down_within_their_limits() {
    let mut app = editor();
    for (field, typed, steps, expected) in [
        // The first step goes to the suggestion.
        ("feedback_workdays", "", &[Action::StepUp][..], "3"),
        ("feedback_workdays", "三", &[Action::StepUp], "4"),
        ("feedback_workdays", "1", &[Action::StepDown], "1"),
        ("feedback_workdays", "90", &[Action::StepUp], "90"),
        // A wrong answer stays until the user corrects it.
        ("feedback_workdays", "99", &[Action::StepUp], "99"),
        ("feedback_workdays", "15天内", &[Action::StepUp], "15天内"),
        (
            "feedback_workdays",
            "99999999999999999999",
            &[Action::StepDown],
            "99999999999999999999",
        ),
        ("term_start", "2026-13-1", &[Action::StepUp], "2026-13-1"),
        ("term_start", "2026年3月", &[Action::StepDown], "2026年3月"),
        ("copies_total", "", &[Action::StepUp, Action::StepUp], "3"),
        ("term_start", "", &[Action::StepUp], "2026-02-10"),
        ("term_start", "3-1", &[Action::StepDown], "2026-02-28"),
        ("late_fee_percent", "0.05", &[Action::StepUp], "0.05"),
    ] {
        go_to(&mut app, field);
        act(&mut app, Action::DeleteLine);
        type_text(&mut app, typed);
        for step in steps {
            act(&mut app, *step);
        }
        assert_eq!(answer(&app, field), expected, "{field} {typed}");
    }
    assert_eq!(app.notice, Some(Notice::NothingToStep));
}

#[test]
fn a_number_does_not_go_down_to_a_limit_that_is_refused_itself() {
    let (_, text) = crate::store::BUILT_IN[0];
    let (before, after) = text.split_once("id = \"feedback_workdays\"").unwrap();
    let after = after.replacen("min = 1\n", "above = 4\n", 1);
    let text = format!("{before}id = \"feedback_workdays\"{after}");
    let mut app = editor_of(Arc::new(template::parse(text.as_bytes()).unwrap()));
    for (typed, step, expected) in [
        ("", Action::StepUp, "5"),
        ("6", Action::StepDown, "5"),
        ("5", Action::StepDown, "5"),
        ("4", Action::StepUp, "4"),
    ] {
        go_to(&mut app, "feedback_workdays");
        act(&mut app, Action::DeleteLine);
        type_text(&mut app, typed);
        act(&mut app, step);
        assert_eq!(answer(&app, "feedback_workdays"), expected, "{typed:?}");
    }
}

#[test]
fn a_day_that_is_typed_over_the_calendar_takes_the_place_of_the_answer() {
    let mut app = editor();
    for (typed, expected) in [
        ("2026-5-6", "2026-05-06"),
        ("2026-2-30", "2026-2-30"),
        ("２０２７年１月２日", "2027-01-02"),
    ] {
        go_to(&mut app, "term_start");
        act(&mut app, Action::Helper);
        // A space alone does not replace the answer.
        app.update(Message::Typed(" ".to_owned()));
        for character in typed.chars() {
            app.update(Message::Typed(character.to_string()));
        }
        assert_eq!(answer(&app, "term_start"), expected);
        let is_day = typed != "2026-2-30";
        assert_eq!(app.helps(Action::Confirm), is_day);
        act(&mut app, Action::Cancel);
    }
    // After a deletion, typing continues in the existing answer.
    act(&mut app, Action::Helper);
    act(&mut app, Action::DeleteBefore);
    app.update(Message::Typed("日".to_owned()));
    assert_eq!(answer(&app, "term_start"), "2027-01-02");
}

#[test]
fn a_stroke_strikes_a_number_that_may_be_struck() {
    let mut app = editor();
    for (field, typed, expected) in [
        ("plan_workdays", "5/", "/"),
        ("plan_workdays", "5／", "／"),
        ("start_workdays", "5/", "5/"),
        ("website", "a/", "a/"),
    ] {
        go_to(&mut app, field);
        act(&mut app, Action::DeleteLine);
        type_text(&mut app, typed);
        assert_eq!(answer(&app, field), expected, "{field} {typed}");
    }
}

#[test]
fn what_other_drafts_answered_is_offered_after_the_default_and_narrowed_by_typing() {
    let mut app = editor();
    let products = ["青禾小程序", "慢跑打卡小程序", "慢跑商城"];
    let earlier = products
        .map(|product| for_tests::draft(&[("product_name", product), ("copies_total", "4")], &[]));
    let recalled = recall(app.editor.as_ref().unwrap().work.template(), &earlier);
    app.update(Message::Recalled(recalled));
    let offered = |app: &App| {
        let editor = app.editor.as_ref().unwrap();
        editor
            .focused_suggestion()
            .map(|offered| offered.answer.as_text())
    };
    go_to(&mut app, "product_name");
    assert_eq!(offered(&app).as_deref(), Some("青禾小程序"));
    act(&mut app, Action::NextSuggestion);
    assert_eq!(offered(&app).as_deref(), Some("慢跑打卡小程序"));
    for (typed, expected) in [
        ("商城", Some("慢跑商城")),
        ("mpdk", Some("慢跑打卡小程序")),
        ("慢跑商城", None),
        ("没有", None),
    ] {
        act(&mut app, Action::DeleteLine);
        type_text(&mut app, typed);
        assert_eq!(offered(&app).as_deref(), expected, "typed: {typed}");
    }
    act(&mut app, Action::DeleteLine);
    type_text(&mut app, "慢跑");
    assert!(!printed(&app).contains("慢跑打卡"));
    act(&mut app, Action::AcceptSuggestion);
    assert_eq!(answer(&app, "product_name"), "慢跑打卡小程序");
    go_to(&mut app, "copies_total");
    let offers = app.editor.as_ref().unwrap().offers();
    let offers = offers.iter().map(|offer| offer.answer.as_text());
    let offers: Vec<String> = offers.collect();
    assert_eq!(offers, ["2", "4"], "the default first, each once");
    go_to(&mut app, "party_a_name");
    act(&mut app, Action::NextSuggestion);
    assert_eq!(app.notice, Some(Notice::NoSuggestion));
}
