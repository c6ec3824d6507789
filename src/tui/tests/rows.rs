//! Rows of a table in the form.

use super::*;
use crate::draft::Rows;
use crate::template::{Place, RowId};

const PURCHASE: &str = include_str!("../../../tests/data/templates/purchase.md");

/// A draft of the purchase with `n` rows.
fn purchase(mut app: App, n: u32) -> App {
    let template = Arc::new(template::parse(PURCHASE.as_bytes()).unwrap());
    let mut draft = Draft::default();
    let mut put = |place: &str, text: String| {
        let Ok(place) = place.parse::<Place>();
        draft.answers.insert(place, Answer::Text(text));
    };
    put("buyer", "杭州虚构青禾茶业有限公司".to_owned());
    put("seller", "深圳示例云帆网络科技有限公司".to_owned());
    put("subject", "茶具".to_owned());
    for row in 1..=n {
        put(
            &format!("items#{row}.name"),
            format!("茶具套装第{row}号（含茶盘）"),
        );
        let kind = if row % 3 == 0 { "gift" } else { "sold" };
        put(&format!("items#{row}.kind"), kind.to_owned());
        put(&format!("items#{row}.quantity"), format!("{row}.5"));
        put(&format!("items#{row}.price"), format!("{}00.05", row * 10));
    }
    let rows: Vec<RowId> = (1..=n).filter_map(RowId::new).collect();
    draft.rows = Rows::from_iter([("items".to_owned(), rows)]);
    app.update(Message::Opened(Box::new(OpenedDraft::writable(
        template, draft,
    ))));
    app
}

/// The cells of a field, from the first row on.
fn cells(app: &App, field: &str) -> Vec<String> {
    let draft = app.editor.as_ref().unwrap().work.draft();
    let rows = draft.rows.of("items").iter();
    rows.map(|row| {
        let place = Place {
            field: FieldId::new(&format!("items.{field}")),
            row: Some(*row),
        };
        draft
            .answers
            .get(&place)
            .map(Answer::as_text)
            .unwrap_or_default()
    })
    .collect()
}

fn focus(app: &App) -> String {
    app.editor.as_ref().unwrap().focus.to_string()
}

fn typed(app: &mut App, text: &str) {
    app.update(Message::Typed(text.to_owned()));
}

#[test]
fn a_grid_of_forty_rows_at_three_sizes() {
    for (language, screen, name) in [
        (Language::Chinese, WIDE, "rows_at_120_columns"),
        (Language::Chinese, USUAL, "rows_at_80_columns"),
        (Language::Chinese, SMALL, "rows_at_60_columns"),
        (Language::English, WIDE, "rows_at_120_columns_in_english"),
        (Language::English, USUAL, "rows_at_80_columns_in_english"),
        (Language::English, SMALL, "rows_at_60_columns_in_english"),
    ] {
        let mut app = purchase(app_in(language, screen, Ambiguous::Narrow), 40);
        go_to(&mut app, "subject");
        for _ in 0..30 {
            press(&mut app, Action::Below);
        }
        press(&mut app, Action::Next);
        press(&mut app, Action::Next);
        press(&mut app, Action::Next);
        assert_eq!(focus(&app), "items#30.price");
        assert_snapshot!(name, seen(&app));
    }
}

#[test]
fn an_empty_table_offers_its_first_row_and_a_mistake_is_marked() {
    let mut app = purchase(app(USUAL), 0);
    go_to(&mut app, "subject");
    press(&mut app, Action::Next);
    assert_snapshot!("rows_without_any", seen(&app));
    typed(&mut app, "杯");
    press(&mut app, Action::Next);
    press(&mut app, Action::Next);
    typed(&mut app, "很多");
    press(&mut app, Action::Below);
    assert_snapshot!("rows_with_a_mistake", seen(&app));
}

#[test]
fn keys_walk_through_the_cells() {
    let mut app = purchase(app(USUAL), 2);
    go_to(&mut app, "subject");
    for (action, expected) in [
        (Action::Below, "items#1.name"),
        (Action::Next, "items#1.kind"),
        (Action::Next, "items#1.quantity"),
        (Action::Below, "items#2.quantity"),
        (Action::Below, "items#3.quantity"),
        (Action::Above, "items#2.quantity"),
        (Action::Confirm, "items#3.name"),
        (Action::Previous, "items#2.note"),
        (Action::Above, "items#1.note"),
        // From the first row up, out of the table.
        (Action::Above, "subject"),
    ] {
        press(&mut app, action);
        assert_eq!(focus(&app), expected, "{action:?}");
    }
    // The arrows leave a cell at the ends of its text.
    go_to(&mut app, "subject");
    press(&mut app, Action::Below);
    press(&mut app, Action::Right);
    assert_eq!(focus(&app), "items#1.kind");
    press(&mut app, Action::Next);
    press(&mut app, Action::LineStart);
    press(&mut app, Action::Right);
    assert_eq!(focus(&app), "items#1.quantity");
    press(&mut app, Action::LineStart);
    press(&mut app, Action::Left);
    assert_eq!(focus(&app), "items#1.kind");
    // Nothing was added by walking.
    assert_eq!(cells(&app, "name").len(), 2);
}

#[test]
fn enter_adds_a_row_and_in_an_empty_one_ends_the_table() {
    let mut app = purchase(app(USUAL), 1);
    go_to(&mut app, "subject");
    press(&mut app, Action::Below);
    press(&mut app, Action::Confirm);
    typed(&mut app, "茶巾");
    assert_eq!(cells(&app, "name"), ["茶具套装第1号（含茶盘）", "茶巾"]);
    press(&mut app, Action::Confirm);
    assert_eq!(focus(&app), "items#3.name");
    press(&mut app, Action::Confirm);
    assert!(seen(&app).contains("已经是最后一项"), "{}", seen(&app));
    assert_eq!(cells(&app, "name").len(), 2);
    press(&mut app, Action::Undo);
    assert_eq!(cells(&app, "name").len(), 1);
    press(&mut app, Action::Redo);
    assert_eq!(cells(&app, "name").len(), 2);
}

#[test]
fn a_row_that_is_emptied_goes_when_it_is_left() {
    let mut app = purchase(app(USUAL), 1);
    go_to(&mut app, "subject");
    press(&mut app, Action::Below);
    press(&mut app, Action::Below);
    typed(&mut app, "杯");
    assert_eq!(cells(&app, "name").len(), 2);
    press(&mut app, Action::DeleteLine);
    press(&mut app, Action::Above);
    assert_eq!(cells(&app, "name").len(), 1);
}

#[test]
fn rows_are_deleted_copied_and_moved_in_one_step_each() {
    let mut app = purchase(app(USUAL), 3);
    let names = |app: &App| -> Vec<char> {
        let names = cells(app, "name").into_iter();
        names.filter_map(|name| name.chars().nth(5)).collect()
    };
    go_to(&mut app, "subject");
    press(&mut app, Action::Below);
    press(&mut app, Action::Below);
    let steps = [
        (Action::MoveRowUp, "213"),
        (Action::MoveRowUp, "213"),
        (Action::MoveRowDown, "123"),
        (Action::MoveRowDown, "132"),
        (Action::CopyRow, "1322"),
        (Action::DeleteRow, "132"),
        (Action::DeleteRow, "132"),
    ];
    for (action, expected) in steps {
        press(&mut app, action);
        assert_eq!(
            names(&app).into_iter().collect::<String>(),
            expected,
            "{action:?}"
        );
    }
    for expected in ["1322", "132", "123", "213", "123"] {
        press(&mut app, Action::Undo);
        assert_eq!(names(&app).into_iter().collect::<String>(), expected);
    }
    press(&mut app, Action::Undo);
    assert!(seen(&app).contains("没有可撤销"), "{}", seen(&app));
}

#[test]
fn lines_of_a_spreadsheet_fill_rows_in_one_step() {
    for (pasted, at, names, prices) in [
        (
            "礼盒\t销售\t10\t99.5\r茶盘\t赠送\t1\t0\t木制\r",
            "items#1.name",
            vec!["礼盒", "茶盘"],
            vec!["99.5", "0"],
        ),
        (
            "9.9\n8.8\n7.7",
            "items#1.price",
            vec!["茶具套装第1号（含茶盘）", "", ""],
            vec!["9.9", "8.8", "7.7"],
        ),
        // Labels name the columns, in any order; others are skipped.
        (
            "单价\t规格\t名称\r\n1,200.50\t大\t壶\r\n",
            "items#2.kind",
            vec!["茶具套装第1号（含茶盘）", "壶"],
            vec!["1000.05", "1,200.50"],
        ),
    ] {
        let mut app = purchase(app(USUAL), 1);
        let Ok(place) = at.parse::<Place>();
        assert!(app.editor.as_mut().unwrap().go_to_place(&place), "{at}");
        app.update(Message::Pasted(pasted.to_owned()));
        assert_eq!(cells(&app, "name"), names, "{pasted}");
        assert_eq!(cells(&app, "price"), prices, "{pasted}");
        press(&mut app, Action::Undo);
        assert_eq!(cells(&app, "name").len(), 1);
    }
    let mut app = purchase(app(USUAL), 499);
    let Ok(last) = "items#499.note".parse::<Place>();
    app.editor.as_mut().unwrap().go_to_place(&last);
    app.update(Message::Pasted("一\t二\n三\n四\n".to_owned()));
    assert_eq!(cells(&app, "note").len(), 500);
    assert!(seen(&app).contains("放不下的"), "{}", seen(&app));
    press(&mut app, Action::CopyRow);
    assert!(seen(&app).contains("最多 500 行"), "{}", seen(&app));
}

#[test]
fn a_click_finds_the_cell() {
    let mut app = purchase(app(WIDE), 3);
    let screen = seen(&app);
    let row = screen
        .lines()
        .position(|line| line.contains("  2 茶具"))
        .unwrap();
    let line = screen.lines().nth(row).unwrap();
    let before = &line[..line.find("销售").unwrap()];
    let column: usize = before
        .chars()
        .map(|c| if c.is_ascii() { 1 } else { 2 })
        .sum();
    let (x, y) = (u16::try_from(column).unwrap(), u16::try_from(row).unwrap());
    app.editor.as_mut().unwrap().click(x, y);
    assert_eq!(focus(&app), "items#2.kind", "{screen}");
}

/// Two tables whose rows bear the same numbers; each has its largest number of rows.
const TWO_TABLES: &str = r#"+++
id = "two"
title = "两张表"
version = "1"

[[rows]]
id = "goods"
label = { zh = "货物", en = "Goods" }
max = 20

[[rows]]
id = "gifts"
label = { zh = "赠品", en = "Gifts" }
max = 20

[[fields]]
id = "name"
row = "goods"
kind = "text"
label = { zh = "货名", en = "Name" }

[[fields]]
id = "name"
row = "gifts"
kind = "text"
label = { zh = "赠品名", en = "Gift" }
+++
# 两张表

| 货名 |
| --- |
| {{ goods.name }} |

| 赠品名 |
| --- |
| {{ gifts.name }} |
"#;

#[test]
fn rows_of_two_tables_with_the_same_numbers_are_apart() {
    let template = Arc::new(template::parse(TWO_TABLES.as_bytes()).unwrap());
    let mut draft = Draft::default();
    let goods = (1..=20).rev().map(|row| format!("goods#{row}.name"));
    let gifts = (1..=20).map(|row| format!("gifts#{row}.name"));
    let places: Vec<String> = goods.chain(gifts).collect();
    for place in &places {
        let Ok(place) = place.parse::<Place>();
        draft.rows.admit(&place);
        draft.answers.insert(place, Answer::Text("茶".to_owned()));
    }
    let mut app = app(SMALL);
    app.update(Message::Opened(Box::new(OpenedDraft::writable(
        template, draft,
    ))));
    for expected in places {
        assert_eq!(focus(&app), expected);
        let screen = seen(&app);
        assert!(
            screen.contains(" > "),
            "{expected} is out of sight: {screen}"
        );
        press(&mut app, Action::Confirm);
    }
}
