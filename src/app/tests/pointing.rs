//! Clicks, the wheel, and moving from blank to blank in the contract.

use super::*;

fn click(app: &mut App, column: u16, row: u16) {
    app.update(Message::Pointed {
        gesture: Gesture::Click,
        column,
        row,
    });
}

/// The cell of the screen where the contract prints a field.
fn cell_of(app: &App, field: &str) -> (u16, u16) {
    let editor = app.editor.as_ref().unwrap();
    let pane = editor.panes().contract;
    let place = field.into();
    for row in 0..usize::from(pane.height) {
        let laid = editor.layout().row(editor.contract_shown.top + row);
        let segments = laid.map_or(&[][..], |row| &row.segments);
        if let Some(found) = segments.iter().find(|s| s.place.as_ref() == Some(&place)) {
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
    let place = editor.layout().rows_of_place(&editor.focus);
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
    // Nobody types the words of an amount. The click goes to its figure.
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
        let place = field.into();
        let lines = editor::form_lines(editor);
        let line = lines
            .iter()
            .position(|line| line.place() == Some(&place))
            .unwrap();
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
        // The form shows 1,234,567.
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
fn at_the_gate_every_row_is_reached_by_key_and_by_click() {
    let mut app = editor();
    act(&mut app, Action::Export);
    let last = app.export().unwrap().issues.len() + 2;
    let row = |app: &App| app.export().unwrap().row;
    act(&mut app, Action::LineEnd);
    assert_eq!(row(&app), last);
    act(&mut app, Action::LineStart);
    assert_eq!(row(&app), 0);
    let choice = |steps: isize, row: u16| Target {
        column: 0,
        columns: 80,
        row,
        steps,
    };
    app.saw(Sight {
        last_top: None,
        targets: vec![choice(0, 2), choice(1, 3), choice(2, 4)],
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
fn a_click_on_the_counts_of_the_header_lists_the_findings() {
    let mut app = editor();
    let counts = Target {
        column: 70,
        columns: 6,
        row: 0,
        steps: 0,
    };
    app.saw(Sight {
        last_top: None,
        targets: vec![counts],
    });
    for (column, expected) in [(69, Context::Field), (70, Context::Findings)] {
        app.update(Message::Pointed {
            gesture: Gesture::Click,
            column,
            row: 0,
        });
        assert_eq!(app.context(), expected, "column: {column}");
    }
}
