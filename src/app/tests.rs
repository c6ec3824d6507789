//! Keys in, state out.

mod exporting;
mod home;
mod merge;
mod palette;
mod revisions;
mod safety;
mod style;

use std::collections::HashMap;

use super::pointer::{Choice, Gesture, Sight};
use super::*;
use crate::draft::{Answer, Draft, Issue};
use crate::render::format::Format;
use crate::template::{self, ProfileKey, Template};

/// The built-in contract, the first template that comes with the program.
fn template() -> Arc<Template> {
    let (_, text) = crate::store::BUILT_IN[0];
    Arc::new(template::parse(text.as_bytes()).unwrap())
}

/// An editor over a blank draft on a wide screen.
fn editor() -> App {
    editor_of(template())
}

fn editor_of(template: Arc<Template>) -> App {
    let today = NaiveDate::from_ymd_opt(2026, 2, 10).unwrap();
    let settings = Settings {
        profile: HashMap::from([(ProfileKey::Name, "深圳示例云帆网络科技有限公司".to_owned())]),
        export_dir: PathBuf::from("/tmp/out"),
        ..Settings::default()
    };
    let mut app = App::new(settings, (120, 40), today);
    app.update(Message::Opened(Box::new(OpenedDraft {
        template,
        draft: Draft::default(),
        read_only: None,
        template_changed: false,
        newer: None,
        not_used: None,
    })));
    app
}

fn act(app: &mut App, action: Action) -> Option<Effect> {
    app.update(Message::Action(action))
}

fn type_text(app: &mut App, text: &str) {
    for c in text.chars() {
        app.update(Message::Typed(c.to_string()));
    }
}

fn go_to(app: &mut App, field: &str) {
    let id = template::FieldId::new(field);
    assert!(
        app.editor.as_mut().unwrap().go_to_field(&id),
        "field: {field}"
    );
}

fn answer(app: &App, field: &str) -> String {
    let editor = app.editor.as_ref().unwrap();
    editor
        .draft
        .answers
        .get(field)
        .map(Answer::as_text)
        .unwrap_or_default()
}

fn printed(app: &App) -> String {
    crate::render::text::render(app.editor.as_ref().unwrap().document())
}

fn focused(app: &App) -> &str {
    app.editor
        .as_ref()
        .unwrap()
        .focused_field()
        .unwrap()
        .id
        .as_str()
}

#[test]
fn what_is_typed_stands_in_the_contract_at_once() {
    let mut app = editor();
    go_to(&mut app, "party_a_name");
    type_text(&mut app, "杭州青禾有限公司");
    assert!(printed(&app).contains("甲方：杭州青禾有限公司"));
    assert!(app.editor.as_ref().unwrap().is_unsaved());
}

#[test]
fn a_day_is_resolved_against_today_and_stored_as_itself() {
    for (typed, stored) in [
        ("3-1", "2026-03-01"),
        ("2-9", "2027-02-09"),
        ("今天", "2026-02-10"),
        ("+30", "2026-03-12"),
        ("２０２６．３．１", "2026-03-01"),
        ("2026-02-30", "2026-02-30"),
    ] {
        let mut app = editor();
        go_to(&mut app, "term_start");
        type_text(&mut app, typed);
        assert_eq!(answer(&app, "term_start"), stored, "typed: {typed}");
    }
}

#[test]
fn blanks_before_an_answer_are_no_answer() {
    for (field, typed, stored) in [
        ("party_a_name", [" ", "\u{3000}", "青禾 茶业"], "青禾 茶业"),
        ("late_fee_percent", [" ", "\t", "  5"], "5"),
        ("party_a_name", [" ", "", "\n"], ""),
    ] {
        let mut app = editor();
        go_to(&mut app, field);
        for text in typed {
            app.update(Message::Pasted(text.to_owned()));
        }
        assert_eq!(answer(&app, field), stored, "{field}");
        let is_unsaved = app.editor.as_ref().unwrap().is_unsaved();
        assert_eq!(is_unsaved, !stored.is_empty(), "{field}");
    }
}

#[test]
fn a_wrong_answer_is_kept_and_never_holds_the_user() {
    let mut app = editor();
    go_to(&mut app, "unit_price");
    type_text(&mut app, "十二点三四五");
    assert!(printed(&app).contains("单价：__________元/年"));
    act(&mut app, Action::Next);
    assert_eq!(focused(&app), "term_start");
    act(&mut app, Action::Previous);
    assert_eq!(app.editor.as_ref().unwrap().input.text(), "十二点三四五");
}

#[test]
fn a_suggestion_prints_nothing_until_it_is_taken() {
    let mut app = editor();
    go_to(&mut app, "term_start");
    type_text(&mut app, "2028-02-29");
    go_to(&mut app, "term_end");
    let offered = app.editor.as_ref().unwrap().focused_suggestion();
    assert_eq!(offered, Some(Answer::Text("2029-02-28".to_owned())));
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
fn options_are_chosen_with_space_and_digits_and_bring_their_text() {
    let mut app = editor();
    go_to(&mut app, "payment");
    act(&mut app, Action::Right);
    act(&mut app, Action::Toggle);
    type_text(&mut app, "４");
    assert_eq!(answer(&app, "payment"), "cheque、other");
    act(&mut app, Action::Next);
    assert_eq!(focused(&app), "payment_other");
    type_text(&mut app, "第三方支付");
    assert!(printed(&app).contains("□现金☑支票□汇款☑其他：第三方支付。"));
}

#[test]
fn undo_walks_back_over_fields_and_redo_forward() {
    let mut app = editor();
    go_to(&mut app, "party_a_name");
    type_text(&mut app, "甲公司");
    go_to(&mut app, "product_name");
    app.update(Message::Pasted("小程序".to_owned()));
    act(&mut app, Action::Undo);
    assert_eq!(
        (answer(&app, "product_name"), focused(&app)),
        (String::new(), "product_name")
    );
    act(&mut app, Action::Undo);
    assert_eq!(
        (answer(&app, "party_a_name"), focused(&app)),
        (String::new(), "party_a_name")
    );
    act(&mut app, Action::Redo);
    act(&mut app, Action::Redo);
    assert_eq!(answer(&app, "product_name"), "小程序");
}

#[test]
fn leaving_with_an_unsaved_draft_asks_once() {
    let mut app = editor();
    go_to(&mut app, "party_a_name");
    type_text(&mut app, "甲");
    app.update(Message::NotSaved(StoreError::NoDataFolder));
    assert!(act(&mut app, Action::Leave).is_none());
    assert_eq!(app.notice, Some(Notice::PressAgainToLeave));
    assert!(matches!(
        act(&mut app, Action::Leave),
        Some(Effect::Close(None))
    ));
}

#[test]
fn a_draft_of_a_newer_program_is_not_changed() {
    let mut app = editor();
    app.editor.as_mut().unwrap().read_only = true;
    go_to(&mut app, "party_a_name");
    type_text(&mut app, "甲");
    act(&mut app, Action::AcceptSuggestion);
    go_to(&mut app, "payment");
    act(&mut app, Action::Toggle);
    assert!(app.editor.as_ref().unwrap().draft.answers.is_empty());
    assert_eq!(app.notice, Some(Notice::ReadOnly));
}

#[test]
fn next_unanswered_walks_in_a_circle_over_blanks_only() {
    let mut app = editor();
    let mut seen = Vec::new();
    for _ in 0..40 {
        act(&mut app, Action::NextUnanswered);
        seen.push(focused(&app).to_owned());
    }
    for optional in ["sign_date", "party_b_phone"] {
        assert!(!seen.iter().any(|field| field == optional), "{optional}");
    }
    for needed in ["party_a_name", "copies_each", "hotline"] {
        assert!(seen.iter().any(|field| field == needed), "{needed}");
    }
}

fn click(app: &mut App, column: u16, row: u16) {
    app.update(Message::Pointed {
        gesture: Gesture::Click,
        column,
        row,
    });
}

/// The cell of the contract where a field is printed, on the screen.
fn cell_of(app: &App, field: &str) -> (u16, u16) {
    let editor = app.editor.as_ref().unwrap();
    let pane = editor.panes().contract;
    let id = template::FieldId::new(field);
    for row in 0..usize::from(pane.height) {
        let laid = editor.layout().row(editor.contract_shown.top + row);
        let segments = laid.map_or(&[][..], |row| &row.segments);
        if let Some(found) = segments.iter().find(|s| s.field.as_ref() == Some(&id)) {
            let column = u16::try_from(found.columns.start).unwrap();
            return (pane.x + column, pane.y + u16::try_from(row).unwrap());
        }
    }
    panic!("{field} is not in sight");
}

#[test]
fn in_the_contract_the_arrows_walk_from_blank_to_blank_and_enter_edits() {
    let mut app = editor();
    act(&mut app, Action::SwitchPane);
    assert_eq!(focused(&app), "party_a_name");
    let mut walked = Vec::new();
    for action in [
        Action::Below,
        Action::Below,
        Action::Right,
        Action::Next,
        Action::Next,
        Action::Left,
        Action::Above,
        Action::Above,
        Action::Previous,
    ] {
        act(&mut app, action);
        walked.push(focused(&app).to_owned());
    }
    assert_eq!(
        walked,
        [
            "party_b_name",
            "product_name",
            "unit_price",
            "term_start",
            "term_end",
            "term_start",
            "product_name",
            "party_b_name",
            "party_a_name",
        ]
    );
    act(&mut app, Action::Next);
    act(&mut app, Action::Confirm);
    type_text(&mut app, "乙公司");
    assert_eq!(answer(&app, "party_b_name"), "乙公司");
}

#[test]
fn walking_begins_with_what_is_in_sight_and_scrolls_past_the_last_blank() {
    let mut app = editor();
    act(&mut app, Action::SwitchPane);
    act(&mut app, Action::LineEnd);
    act(&mut app, Action::Previous);
    assert_eq!(focused(&app), "party_b_sign_date");
    act(&mut app, Action::LineStart);
    act(&mut app, Action::Below);
    assert_eq!(focused(&app), "party_a_name");
    act(&mut app, Action::PageDown);
    let top = app.editor.as_ref().unwrap().contract_shown.top;
    act(&mut app, Action::Next);
    let editor = app.editor.as_ref().unwrap();
    let place = editor
        .layout()
        .rows_of_field(&editor.focused_field().unwrap().id);
    assert!(place.unwrap().start >= top, "{}", focused(&app));
}

#[test]
fn a_click_on_a_blank_goes_to_its_field_and_scrolls_nothing() {
    let mut app = editor();
    for field in ["term_end", "payment", "product_name"] {
        let top = app.editor.as_ref().unwrap().contract_shown.top;
        let (column, row) = cell_of(&app, field);
        click(&mut app, column, row);
        assert_eq!(focused(&app), field);
        assert_eq!(app.editor.as_ref().unwrap().contract_shown.top, top);
    }
    // The words of an amount are not typed: the figure is.
    let (column, row) = cell_of(&app, "first_year_fee_upper");
    click(&mut app, column, row);
    assert_eq!(focused(&app), "first_year_fee");
    let contract = app.editor.as_ref().unwrap().panes().contract;
    click(&mut app, contract.x, contract.y);
    assert_eq!(app.context(), Context::Contract);
}

#[test]
fn a_click_on_a_field_puts_the_caret_under_the_mouse() {
    let mut app = editor();
    go_to(&mut app, "party_a_name");
    type_text(&mut app, "甲𠮷e\u{301}乙");
    go_to(&mut app, "unit_price");
    type_text(&mut app, "1234567");
    let editor = app.editor.as_ref().unwrap();
    let first = u16::try_from(editor::answer_column(editor)).unwrap();
    let row_of = |app: &App, field: &str| {
        let editor = app.editor.as_ref().unwrap();
        let index = editor.template.field_index(field);
        let lines = editor::form_lines(editor);
        let line = lines.iter().position(|line| line.field() == index).unwrap();
        editor.panes().form.y + u16::try_from(line - editor.form_shown.top).unwrap()
    };
    for (field, column, before) in [
        ("party_a_name", 0, ""),
        ("party_a_name", 1, ""),
        ("party_a_name", 2, "甲"),
        ("party_a_name", 3, "甲"),
        ("party_a_name", 4, "甲𠮷"),
        ("party_a_name", 5, "甲𠮷e\u{301}"),
        ("party_a_name", 6, "甲𠮷e\u{301}"),
        ("party_a_name", 20, "甲𠮷e\u{301}乙"),
        // Shown as 1,234,567.
        ("unit_price", 1, "1"),
        ("unit_price", 2, "1"),
        ("unit_price", 3, "12"),
        ("unit_price", 9, "1234567"),
    ] {
        let row = row_of(&app, field);
        click(&mut app, first + column, row);
        assert_eq!(focused(&app), field);
        let editor = app.editor.as_ref().unwrap();
        assert_eq!(editor.input.before_caret(), before, "{field}, {column}");
    }
}

#[test]
fn a_click_on_an_option_chooses_it() {
    let mut app = editor();
    go_to(&mut app, "product_name");
    let editor = app.editor.as_ref().unwrap();
    let lines = editor::form_lines(editor);
    let (column, row) = (
        u16::try_from(editor::answer_column(editor) + 8).unwrap(),
        lines
            .iter()
            .position(|line| matches!(line, editor::FormLine::Options { .. }))
            .unwrap(),
    );
    let row = editor.panes().form.y + u16::try_from(row).unwrap();
    click(&mut app, column, row);
    assert_eq!(answer(&app, "payment"), "cheque");
    click(&mut app, column, row);
    assert_eq!(answer(&app, "payment"), "");
}

#[test]
fn the_wheel_scrolls_the_pane_under_it_and_the_focus_stays() {
    let mut app = editor();
    let roll = |app: &mut App, gesture, column| {
        app.update(Message::Pointed {
            gesture,
            column,
            row: 10,
        });
        let editor = app.editor.as_ref().unwrap();
        (editor.form_shown.top, editor.contract_shown.top)
    };
    assert_eq!(roll(&mut app, Gesture::WheelDown, 100), (0, 3));
    assert_eq!(roll(&mut app, Gesture::WheelUp, 100), (0, 0));
    assert_eq!(roll(&mut app, Gesture::WheelUp, 5), (0, 0));
    app.update(Message::Resized(120, 20));
    go_to(&mut app, "party_a_name");
    assert_eq!(roll(&mut app, Gesture::WheelDown, 5).0, 3);
    assert_eq!(focused(&app), "party_a_name");
}

#[test]
fn the_mouse_is_given_back_to_the_terminal_at_run_time() {
    let mut app = editor();
    let before = app.mouse;
    act(&mut app, Action::Mouse);
    assert_eq!(
        (app.mouse, &app.notice),
        (!before, &Some(Notice::Mouse(!before)))
    );
    act(&mut app, Action::Mouse);
    assert_eq!(app.mouse, before);
}

#[test]
fn findings_are_walked_backwards_too() {
    let mut app = editor();
    for (field, text) in [("late_fee_percent", "5.5"), ("suspend_after_days", "0")] {
        go_to(&mut app, field);
        type_text(&mut app, text);
    }
    go_to(&mut app, "plan_workdays");
    let mut seen = Vec::new();
    for _ in 0..4 {
        act(&mut app, Action::PreviousFinding);
        seen.push(focused(&app).to_owned());
    }
    let forward: Vec<String> = (0..4)
        .map(|_| {
            act(&mut app, Action::NextFinding);
            focused(&app).to_owned()
        })
        .collect();
    assert_eq!(seen[..2], ["account_workdays", "feedback_workdays"]);
    assert_eq!(forward[0], seen[2]);
    assert_eq!(forward[1], seen[1]);
}

#[test]
fn the_calendar_starts_at_the_offered_day_follows_typing_and_takes_its_day() {
    let mut app = editor();
    go_to(&mut app, "term_start");
    type_text(&mut app, "3-1");
    act(&mut app, Action::Next);
    act(&mut app, Action::Helper);
    assert_eq!(app.context(), Context::Calendar);
    let day = |app: &App| match &app.overlay {
        Some(Overlay::Calendar(calendar)) => Some(calendar.day.to_string()),
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
        // Half of it is a day.
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
fn at_the_gate_every_row_is_reached_by_key_and_by_click() {
    let mut app = editor();
    act(&mut app, Action::Export);
    let last = app.export.as_ref().unwrap().issues.len() + 2;
    let row = |app: &App| app.export.as_ref().unwrap().row;
    act(&mut app, Action::LineEnd);
    assert_eq!(row(&app), last);
    act(&mut app, Action::LineStart);
    assert_eq!(row(&app), 0);
    let choice = |steps: isize, row: u16| Choice {
        column: 0,
        columns: 80,
        row,
        steps,
    };
    app.saw(Sight {
        last_top: None,
        choices: vec![choice(0, 2), choice(1, 3), choice(2, 4)],
    });
    let click = |app: &mut App, row: u16| {
        app.update(Message::Pointed {
            gesture: Gesture::Click,
            column: 5,
            row,
        });
    };
    click(&mut app, 4);
    assert_eq!(row(&app), 2);
    click(&mut app, 9);
    assert_eq!(row(&app), 2, "nothing stands there");
}

#[test]
fn numbers_and_days_go_up_and_down_within_their_limits() {
    let mut app = editor();
    for (field, typed, steps, expected) in [
        ("feedback_workdays", "", &[Action::StepUp][..], "1"),
        ("feedback_workdays", "三", &[Action::StepUp], "4"),
        ("feedback_workdays", "1", &[Action::StepDown], "1"),
        ("feedback_workdays", "90", &[Action::StepUp], "90"),
        // What is wrong stays until it is mended.
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
fn a_paste_chooses_no_option() {
    let mut app = editor();
    go_to(&mut app, "payment");
    for text in ["12800", "2026-03-01", " ", "  ", "1 2", "微信"] {
        app.update(Message::Pasted(text.to_owned()));
        assert_eq!(answer(&app, "payment"), "", "{text:?}");
        assert_eq!(app.notice, Some(Notice::NothingToPaste), "{text:?}");
    }
    // As an input method may send it.
    app.update(Message::Pasted("３".to_owned()));
    assert_eq!(answer(&app, "payment"), "remittance");
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
        // A blank is nothing yet.
        app.update(Message::Typed(" ".to_owned()));
        for character in typed.chars() {
            app.update(Message::Typed(character.to_string()));
        }
        assert_eq!(answer(&app, "term_start"), expected);
        let is_day = typed != "2026-2-30";
        assert_eq!(app.helps(Action::Confirm, app.context()), is_day);
        act(&mut app, Action::Cancel);
    }
    // What is deleted first is typed on from.
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
    let mut recalled = vec![Vec::new(); template().fields.len()];
    let index_of = |field: &str| template().field_index(field).unwrap();
    let products = ["青禾小程序", "慢跑打卡小程序", "慢跑商城"];
    recalled[index_of("product_name")] = products.map(str::to_owned).to_vec();
    recalled[index_of("copies_total")] = vec!["4".to_owned(), "2".to_owned()];
    app.update(Message::Recalled(recalled));
    let offered = |app: &App| {
        let editor = app.editor.as_ref().unwrap();
        editor.focused_suggestion().map(|answer| answer.as_text())
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
    let offers: Vec<String> = offers.iter().map(Answer::as_text).collect();
    assert_eq!(offers, ["2", "4"], "the default first, each once");
    go_to(&mut app, "party_a_name");
    act(&mut app, Action::NextSuggestion);
    assert_eq!(app.notice, Some(Notice::NoSuggestion));
}

#[test]
fn the_corrections_open_at_the_one_that_mends_the_finding() {
    let mut app = editor();
    go_to(&mut app, "party_b_name");
    type_text(&mut app, "深圳示例云帆网络科技有限公司");
    go_to(&mut app, "party_a_name");
    type_text(&mut app, "杭州虚构青禾茶业有限公司");
    let mut issues = app.editor.as_ref().unwrap().issues().iter();
    let issue = issues.find(|issue| issue.id == "T01").unwrap().clone();
    app.editor.as_mut().unwrap().go_to_issue(&issue);
    act(&mut app, Action::Corrections);
    let editor = app.editor.as_ref().unwrap();
    let list = app.corrections.as_ref().unwrap();
    let id = list.selected(editor).unwrap().id.clone();
    assert_eq!(id, "C25");
    act(&mut app, Action::Cancel);
    // From the list of findings and from the gate it is the selected one.
    for from in [Action::Findings, Action::Export] {
        act(&mut app, from);
        while app.selected_issue().unwrap().id != "T01" {
            act(&mut app, Action::Next);
        }
        act(&mut app, Action::Corrections);
        assert_eq!(app.context(), Context::Corrections);
        let editor = app.editor.as_ref().unwrap();
        let list = app.corrections.as_ref().unwrap();
        assert_eq!(list.selected(editor).unwrap().id, "C25");
        act(&mut app, Action::Toggle);
        act(&mut app, Action::Cancel);
        // What it mends is gone, and something else selected.
        assert_ne!(app.selected_issue().unwrap().id, "T01", "{from:?}");
        let gone = |issue: &Issue| issue.id != "T01";
        assert!(app.editor.as_ref().unwrap().issues().iter().all(gone));
        assert!(app.export.iter().all(|gate| gate.issues.iter().all(gone)));
        act(&mut app, Action::Corrections);
        act(&mut app, Action::Cancel);
        act(&mut app, Action::Cancel);
        let editor = app.editor.as_mut().unwrap();
        editor.toggle_correction("C25");
    }
    // Elsewhere it opens at the first.
    go_to(&mut app, "unit_price");
    act(&mut app, Action::Corrections);
    assert_eq!(app.corrections.as_ref().unwrap().row, 0);
}
