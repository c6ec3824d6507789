//! Screens as they are seen. A state is made by messages alone, as the loop makes it.

mod bytes;
mod export;
mod home;
mod palette;

mod safety;

mod style;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate};
use insta::assert_snapshot;
use proptest::prelude::*;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::theme::Theme;
use super::view;
use crate::app::home::{BrokenEntry, DraftEntry, Entry, Listed, TemplateEntry};
use crate::app::keys::Action;
use crate::app::{App, ExportFailure, Message, OpenedDraft, PdfFailure, Settings};
use crate::draft::{Answer, Draft, Issue, Progress};
use crate::language::Language;
use crate::render::layout::Ambiguous;
use crate::store::{BUILT_IN, StoreError, ThemeName};
use crate::template::{self, FieldId, ProfileKey, Template};

const WIDE: (u16, u16) = (120, 40);

const USUAL: (u16, u16) = (80, 24);

const SMALL: (u16, u16) = (60, 16);

/// The answers of a finished contract; everything is invented.
const ANSWERS: &[(&str, &str)] = &[
    ("party_a_name", "杭州虚构青禾茶业有限公司"),
    ("party_b_name", "深圳示例云帆网络科技有限公司"),
    ("product_name", "青禾茶铺微信小程序商城（标准版）"),
    ("unit_price", "107000.53"),
    ("term_start", "2026-03-01"),
    ("term_end", "2027-02-28"),
    ("first_year_fee", "107000.53"),
    ("late_fee_percent", "0.05"),
    ("suspend_after_days", "15"),
    ("feedback_workdays", "3"),
    ("account_workdays", "3"),
    ("plan_workdays", "/"),
    ("start_workdays", "3"),
    ("data_retention_days", "30"),
    ("copies_total", "2"),
    ("copies_each", "1"),
    ("website", "https://www.example.com"),
    ("hotline", "400-000-0000"),
    ("party_a_phone", "0571-00000001"),
    (
        "party_a_bank_account",
        "虚构银行杭州示例支行 0000000000000000001",
    ),
    ("sign_date", "2026-02-10"),
];

fn template() -> Arc<Template> {
    let (_, text) = BUILT_IN[0];
    Arc::new(template::parse(text.as_bytes()).unwrap())
}

fn app_in(language: Language, screen: (u16, u16), ambiguous: Ambiguous) -> App {
    let settings = Settings {
        language,
        ambiguous,
        profile: HashMap::from([(ProfileKey::Website, "https://www.example.com".to_owned())]),
        export_dir: PathBuf::from("/合同"),
        ..Settings::default()
    };
    App::new(
        settings,
        screen,
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
    )
}

fn app(screen: (u16, u16)) -> App {
    app_in(Language::Chinese, screen, Ambiguous::Narrow)
}

/// A draft with these answers, opened.
fn open(mut app: App, answers: &[(&str, &str)]) -> App {
    let mut draft = Draft::default();
    for (id, text) in answers {
        draft
            .answers
            .insert((*id).to_owned(), Answer::Text((*text).to_owned()));
    }
    if answers.len() > 3 {
        let chosen = Answer::Chosen(vec!["remittance".to_owned()]);
        draft.answers.insert("payment".to_owned(), chosen);
    }
    app.update(Message::Opened(Box::new(OpenedDraft {
        template: template(),
        draft,
        read_only: None,
        template_changed: false,
        newer: None,
        not_used: None,
    })));
    app
}

/// Half of the answers, one of them doubtful, one of them wrong.
fn half_filled(app: App) -> App {
    let mut answers: Vec<(&str, &str)> = ANSWERS[..12].to_vec();
    answers[7] = ("late_fee_percent", "5.5");
    answers[8] = ("suspend_after_days", "十五天左右");
    open(app, &answers)
}

fn act(app: &mut App, action: Action) {
    app.update(Message::Action(action));
}

/// Presses a key and draws, as the loop does.
fn press(app: &mut App, action: Action) {
    act(app, action);
    draw_and_see(app);
}

/// Draws; the state learns what stands where.
fn draw_and_see(app: &mut App) {
    let theme = Theme::named(ThemeName::Default);
    let sight = view(&mut empty(app.screen), app, &theme).sight;
    app.saw(sight);
}

fn go_to(app: &mut App, field: &str) {
    let id = FieldId::new(field);
    assert!(
        app.editor.as_mut().unwrap().go_to_field(&id),
        "field: {field}"
    );
}

fn empty((columns, rows): (u16, u16)) -> Buffer {
    Buffer::empty(Rect::new(0, 0, columns, rows))
}

fn draw_on(app: &App, size: (u16, u16)) -> (Buffer, Option<(u16, u16)>) {
    let mut buffer = empty(size);
    let drawn = view(&mut buffer, app, &Theme::named(ThemeName::Default));
    (buffer, drawn.cursor)
}

/// The rows of a screen as a person sees them, with the cursor named below.
fn seen(app: &App) -> String {
    let (buffer, cursor) = draw_on(app, app.screen);
    let mut rows = rows(&buffer);
    for row in &mut rows {
        row.truncate(row.trim_end().len());
    }
    let cursor = cursor.map_or("no cursor".to_owned(), |(x, y)| {
        format!("cursor at column {x}, row {y}")
    });
    format!("{}\n-- {cursor}", rows.join("\n"))
}

fn rows(buffer: &Buffer) -> Vec<String> {
    let columns = usize::from(buffer.area.width).max(1);
    buffer
        .content()
        .chunks(columns)
        .map(|cells| {
            let mut row = String::new();
            let mut covered = 0;
            for cell in cells {
                if covered == 0 {
                    row.push_str(cell.symbol());
                    covered = cell.cell_width().max(1);
                }
                covered -= 1;
            }
            row
        })
        .collect()
}

fn listed(mut app: App) -> App {
    let today = app.today;
    let draft = |id: &str, party: &str, subject: &str, amount: &str, ends: &str, updated: &str| {
        Entry::Draft(DraftEntry {
            id: id.to_owned(),
            party: party.to_owned(),
            subject: subject.to_owned(),
            amount: amount.to_owned(),
            ends: ends.to_owned(),
            days_left: ends
                .parse::<NaiveDate>()
                .ok()
                .map(|last| (last - today).num_days()),
            progress: Some(Progress {
                answered: if party.is_empty() { 0 } else { 20 },
                total: 20,
            }),
            updated: Some(DateTime::parse_from_rfc3339(updated).unwrap()),
            ..DraftEntry::default()
        })
    };
    let entries = [
        draft(
            "A",
            "杭州虚构青禾茶业有限公司",
            "青禾茶铺微信小程序商城（标准版）",
            "107,000.53",
            "2027-02-28",
            "2026-11-23T10:32:00+08:00",
        ),
        draft(
            "B",
            "成都样本慢跑体育用品店（个体工商户）武侯区第二分店及其合作商户联合体（筹）",
            "慢跑打卡小程序（基础版）𠮷👨‍👩‍👧",
            "12,800.00",
            "2026-12-30",
            "2026-11-22T18:00:00+08:00",
        ),
        draft("C", "", "", "", "", "2026-10-28T09:00:00+08:00"),
        Entry::Broken(BrokenEntry {
            id: "01KA0000000000000000000007".to_owned(),
            reason: "第 12 行第 5 列，缺少引号".to_owned(),
        }),
        draft(
            "D",
            "苏州样例青石装饰有限公司",
            "青石家装小程序（旗舰版）",
            "999.05",
            "2026-10-30",
            "2025-11-02T09:00:00+08:00",
        ),
        Entry::Template(TemplateEntry {
            id: "t".to_owned(),
            title: "小程序技术开发服务合同".to_owned(),
            version: "1.0.0".to_owned(),
            error: None,
        }),
        Entry::Template(TemplateEntry {
            id: "broken".to_owned(),
            title: "broken".to_owned(),
            version: String::new(),
            error: Some("第 3 行：未知的键".to_owned()),
        }),
    ];
    app.update(Message::Listed(entries.map(Listed::from).into()));
    app
}

#[test]
fn editor_at_120_columns() {
    let mut app = half_filled(app(WIDE));
    go_to(&mut app, "term_start");
    let at = DateTime::parse_from_rfc3339("2026-11-23T10:32:00+08:00").unwrap();
    app.update(Message::Saved {
        id: String::new(),
        revision: 0,
        at,
        remark: None,
    });
    assert_snapshot!(seen(&app));
}

#[test]
fn editor_at_80_columns_on_a_wrong_answer() {
    let mut app = half_filled(app(USUAL));
    go_to(&mut app, "suspend_after_days");
    assert_snapshot!(seen(&app));
}

#[test]
fn editor_at_80_columns_on_a_choice() {
    let mut app = half_filled(app(USUAL));
    go_to(&mut app, "payment");
    act(&mut app, Action::Right);
    assert_snapshot!(seen(&app));
}

#[test]
fn editor_at_60_columns_with_a_suggestion_in_english() {
    let mut app = half_filled(app_in(Language::English, SMALL, Ambiguous::Narrow));
    go_to(&mut app, "website");
    assert_snapshot!(seen(&app));
}

#[test]
fn editor_of_a_blank_draft() {
    assert_snapshot!(seen(&open(app(WIDE), &[])));
}

#[test]
fn editor_on_a_terminal_with_wide_ambiguous_characters() {
    let mut app = half_filled(app_in(Language::Chinese, (101, 30), Ambiguous::Wide));
    go_to(&mut app, "late_fee_percent");
    assert_snapshot!(seen(&app));
}

#[test]
fn editor_with_a_long_answer_of_odd_characters() {
    let mut app = open(app((101, 24)), &[]);
    go_to(&mut app, "party_a_name");
    let name = "成都样本慢跑体育用品店（个体工商户）武侯区第二分店及其合作商户联合体（筹）𠮷e\u{301}葛\u{e0100}👨‍👩‍👧";
    app.update(Message::Pasted(name.to_owned()));
    assert_snapshot!("editor_with_a_long_answer_focused", seen(&app));
    act(&mut app, Action::Next);
    assert_snapshot!("editor_with_a_long_answer_left", seen(&app));
}

#[test]
fn contract_alone_at_80_columns() {
    let mut app = open(app(USUAL), ANSWERS);
    act(&mut app, Action::SwitchPane);
    act(&mut app, Action::PageDown);
    assert_snapshot!(seen(&app));
}

#[test]
fn contract_at_its_end() {
    let mut app = open(app(WIDE), ANSWERS);
    act(&mut app, Action::SwitchPane);
    for _ in 0..20 {
        act(&mut app, Action::PageDown);
    }
    assert_snapshot!(seen(&app));
}

#[test]
fn findings_at_80_columns() {
    let mut app = half_filled(app(USUAL));
    act(&mut app, Action::Findings);
    act(&mut app, Action::Next);
    assert_snapshot!(seen(&app));
}

#[test]
fn findings_while_a_reason_is_typed() {
    let mut app = open(app(USUAL), ANSWERS);
    act(&mut app, Action::Findings);
    act(&mut app, Action::Toggle);
    app.update(Message::Typed("双方另有约定".to_owned()));
    assert_snapshot!(seen(&app));
}

#[test]
fn a_long_finding_is_told_in_full_at_60_columns_in_english() {
    let mut app = open(app_in(Language::English, SMALL, Ambiguous::Narrow), ANSWERS);
    act(&mut app, Action::Findings);
    assert_snapshot!(seen(&app));
}

#[test]
fn corrections_at_80_columns() {
    let mut app = half_filled(app(USUAL));
    act(&mut app, Action::Corrections);
    act(&mut app, Action::Next);
    act(&mut app, Action::Toggle);
    assert_snapshot!(seen(&app));
}

#[test]
fn keys_over_half_of_a_wide_character() {
    let mut app = half_filled(app(WIDE));
    act(&mut app, Action::Help);
    assert_snapshot!("keys_at_120_columns", seen(&app));
    // The list now starts at an odd column.
    app.update(Message::Resized(103, 20));
    assert_snapshot!("keys_at_an_odd_column", seen(&app));
}

#[test]
fn keys_at_60_columns_in_english() {
    let mut app = app_in(Language::English, SMALL, Ambiguous::Narrow);
    act(&mut app, Action::Help);
    act(&mut app, Action::PageDown);
    assert_snapshot!(seen(&app));
}

#[test]
fn the_list_of_keys_stops_at_its_end() {
    let mut app = app(USUAL);
    press(&mut app, Action::Help);
    press(&mut app, Action::LineEnd);
    assert_snapshot!("keys_at_their_end", seen(&app));
    let last = seen(&app);
    for action in [Action::Next, Action::PageDown, Action::Next] {
        press(&mut app, action);
        assert_eq!(seen(&app), last, "{action:?}");
    }
    press(&mut app, Action::Previous);
    assert_ne!(seen(&app), last, "no key is lost");
}

#[test]
fn a_screen_too_small_says_so() {
    assert_snapshot!(seen(&half_filled(app((40, 10)))));
}

#[test]
fn a_save_that_failed_is_said_until_it_succeeds() {
    let mut app = half_filled(app(USUAL));
    go_to(&mut app, "product_name");
    app.update(Message::Typed("甲".to_owned()));
    app.update(Message::NotSaved(StoreError::NoDataFolder));
    assert_snapshot!(seen(&app));
}

#[test]
fn why_a_save_failed_is_said_in_the_header_however_long_the_path_is() {
    let mut app = half_filled(app(USUAL));
    app.update(Message::Typed("甲".to_owned()));
    let path = PathBuf::from("/home/王小明".repeat(9)).join("01JD0000000000000000000001.toml");
    let system = |kind| StoreError::System {
        operation: crate::store::Operation::Write,
        path: path.clone(),
        kind,
        code: None,
    };
    let not_a_file = StoreError::NotAFile {
        path: path.clone(),
        shape: crate::store::Shape::Folder,
    };
    for (error, expected) in [
        (system(std::io::ErrorKind::StorageFull), "磁盘已满"),
        (system(std::io::ErrorKind::PermissionDenied), "没有权限"),
        (
            system(std::io::ErrorKind::ReadOnlyFilesystem),
            "磁盘是只读的",
        ),
        (
            StoreError::ReadOnlyFile { path: path.clone() },
            "文件被标为只读",
        ),
        (not_a_file, "原处不是文件，而是文件夹"),
    ] {
        app.update(Message::NotSaved(error));
        let screen = seen(&app);
        let header = screen.lines().next().unwrap();
        assert!(
            header.trim_end().ends_with(&format!("未保存：{expected}")),
            "{header}"
        );
    }
}

#[test]
fn the_focused_blank_shines_in_the_contract_with_and_without_colour() {
    let mut app = half_filled(app(WIDE));
    go_to(&mut app, "term_start");
    for theme in ThemeName::ALL.map(Theme::named) {
        let mut buffer = empty(WIDE);
        view(&mut buffer, &app, &theme);
        let shining: String = buffer
            .content()
            .iter()
            .filter(|cell| cell.modifier.contains(Modifier::REVERSED | Modifier::BOLD))
            .filter(|cell| cell.symbol() != " ")
            .map(ratatui::buffer::Cell::symbol)
            .collect();
        assert_eq!(shining, "2026年3月1日", "theme: {theme:?}");
    }
}

#[test]
fn the_cursor_stands_where_text_is_typed_and_nowhere_else() {
    let mut app = listed(app(USUAL));
    app.update(Message::Typed("杭𠮷".to_owned()));
    assert_eq!(draw_on(&app, USUAL).1, Some((17, 0)), "the filter");
    let mut app = half_filled(app);
    go_to(&mut app, "unit_price");
    assert!(draw_on(&app, USUAL).1.is_some(), "a field");
    act(&mut app, Action::Help);
    assert_eq!(draw_on(&app, USUAL).1, None, "under the list of keys");
    act(&mut app, Action::Help);
    act(&mut app, Action::SwitchPane);
    assert_eq!(draw_on(&app, USUAL).1, None, "the contract");
    act(&mut app, Action::SwitchPane);
    act(&mut app, Action::Export);
    assert_eq!(draw_on(&app, USUAL).1, None, "a finding at the gate");
    act(&mut app, Action::PageDown);
    act(&mut app, Action::PageDown);
    act(&mut app, Action::Previous);
    act(&mut app, Action::Previous);
    assert!(draw_on(&app, USUAL).1.is_some(), "the path");
}

/// Any screen of the program, by number.
fn any_state(number: usize, screen: (u16, u16), ambiguous: Ambiguous) -> App {
    let app = app_in(Language::Chinese, screen, ambiguous);
    let mut app = match number {
        0 => return app,
        1 => return listed(app),
        2 => open(app, ANSWERS),
        10 => return safety::upgrading(app),
        11 => return safety::in_use(app),
        22 => return safety::without_template(app),
        12 => return palette::look_for(listed(app), "j"),
        13 => return palette::look_for(half_filled(listed(app)), "j"),
        14 => return palette::look_for(half_filled(app), "没有这个"),
        18 => return style::style_of(app, "draft_blanks"),
        19 => {
            let mut app = style::style_of(app, "margins");
            act(&mut app, Action::Confirm);
            return app;
        }
        15..=17 => {
            let mut app = export::written(app_in(Language::English, screen, ambiguous));
            for _ in 15..number {
                act(&mut app, Action::PageDown);
            }
            return app;
        }
        _ => half_filled(app),
    };
    let action = match number {
        2 | 3 => Action::NextUnanswered,
        4 => Action::SwitchPane,
        5 => Action::Export,
        6 => Action::Findings,
        7 => Action::Corrections,
        8 => {
            export::make_pdf(&mut app);
            return app;
        }
        20 => {
            act(&mut app, Action::DeleteLine);
            Action::Steps
        }
        9 => {
            go_to(&mut app, "term_end");
            Action::Helper
        }
        _ => Action::Help,
    };
    act(&mut app, action);
    app
}

/// The first place where something stands on the right half of a wide character.
fn eaten(buffer: &Buffer) -> Option<(u16, u16)> {
    let columns = usize::from(buffer.area.width).max(1);
    (0_u16..)
        .zip(buffer.content().chunks(columns))
        .find_map(|(y, cells)| {
            let is_eaten = |pair: &[ratatui::buffer::Cell]| {
                pair[0].cell_width() > 1 && !matches!(pair[1].symbol(), "" | " ")
            };
            let x = cells.windows(2).position(is_eaten)?;
            Some((u16::try_from(x).unwrap(), y))
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn no_size_of_the_screen_breaks_the_drawing(
        number in 0_usize..=22,
        columns in 1_u16..300,
        rows in 1_u16..100,
        drawn_columns in 1_u16..300,
        wide in any::<bool>(),
    ) {
        let ambiguous = if wide { Ambiguous::Wide } else { Ambiguous::Narrow };
        let app = any_state(number, (columns, rows), ambiguous);
        for size in [(columns, rows), (drawn_columns, rows)] {
            let (buffer, cursor) = draw_on(&app, size);
            if let Some((x, y)) = cursor {
                prop_assert!(x < size.0 && y < size.1, "cursor at {x}, {y} of {size:?}");
            }
            prop_assert_eq!(buffer.area.width, size.0);
            prop_assert_eq!(eaten(&buffer), None, "half of a character is left");
        }
    }
}

#[test]
fn answered_unanswered_wrong_and_struck_blanks_differ_without_colour() {
    let mut app = open(app(WIDE), ANSWERS);
    app.update(Message::Resized(120, 140));
    for (field, text) in [("suspend_after_days", "十五天左右"), ("start_workdays", "")] {
        go_to(&mut app, field);
        act(&mut app, Action::DeleteLine);
        app.update(Message::Pasted(text.to_owned()));
    }
    go_to(&mut app, "contract_no");
    let mut buffer = empty((120, 140));
    view(&mut buffer, &app, &Theme::monochrome());
    let editor = app.editor.as_ref().unwrap();
    let pane = editor.panes().contract;
    let look_of = |field: &str| {
        let id = FieldId::new(field);
        let rows = editor.layout().rows_of_field(&id).unwrap();
        let row = editor.layout().row(rows.start).unwrap();
        let found = row.segments.iter().find(|s| s.field.as_ref() == Some(&id));
        let x = pane.x + u16::try_from(found.unwrap().columns.start).unwrap();
        let y = pane.y + u16::try_from(rows.start - editor.contract_shown.top).unwrap();
        let cell = buffer.cell((x, y)).unwrap();
        (cell.symbol().to_owned(), cell.modifier)
    };
    let looks = [
        "late_fee_percent",
        "start_workdays",
        "suspend_after_days",
        "plan_workdays",
    ]
    .map(look_of);
    for (index, look) in looks.iter().enumerate() {
        assert!(!looks[..index].contains(look), "{looks:?}");
    }
    assert_eq!(looks[1].0, looks[2].0, "the contract's characters stay");
    assert_ne!(looks[1].1, looks[2].1);
    let seal = look_of("party_a_seal");
    assert!(seal.1.contains(Modifier::UNDERLINED), "{seal:?}");
}

#[test]
fn an_amount_is_grouped_while_it_is_typed_and_the_cursor_keeps_its_place() {
    let mut app = open(app(WIDE), &[]);
    go_to(&mut app, "unit_price");
    app.update(Message::Typed("1234567".to_owned()));
    let shown = seen(&app);
    assert!(shown.contains("1,234,567 元/年"), "{shown}");
    let end = draw_on(&app, WIDE).1.unwrap();
    for expected in [1, 2, 4, 5, 6, 8, 9] {
        act(&mut app, Action::Left);
        let (x, _) = draw_on(&app, WIDE).1.unwrap();
        assert_eq!(end.0 - x, expected);
    }
    act(&mut app, Action::DeleteLine);
    app.update(Message::Typed("1.28万".to_owned()));
    let shown = seen(&app);
    assert!(shown.contains("= 12,800 人民币壹万贰仟捌佰元整"), "{shown}");
}

#[test]
fn calendar_beside_its_field() {
    let mut app = half_filled(app(WIDE));
    go_to(&mut app, "term_end");
    act(&mut app, Action::Helper);
    assert_snapshot!("calendar_at_120_columns", seen(&app));
    // The month now covers halves of wide characters on both sides, and stands above its field.
    app.update(Message::Resized(81, 24));
    act(&mut app, Action::Below);
    assert_snapshot!("calendar_at_81_columns", seen(&app));
    let mut english = half_filled(app_in(Language::English, SMALL, Ambiguous::Wide));
    go_to(&mut english, "sign_date");
    act(&mut english, Action::Helper);
    act(&mut english, Action::LineStart);
    assert_snapshot!("calendar_at_60_columns_in_english", seen(&english));
}

#[test]
fn what_was_answered_before_stands_below_the_focused_field_only() {
    let mut app = open(app((101, 24)), &[]);
    let template = template();
    let mut recalled = vec![Vec::new(); template.fields.len()];
    recalled[template.field_index("product_name").unwrap()] = [
        "青禾茶铺微信小程序商城（标准版）",
        "慢跑打卡小程序",
        "𠮷祥小程序",
    ]
    .map(str::to_owned)
    .to_vec();
    app.update(Message::Recalled(recalled));
    go_to(&mut app, "product_name");
    act(&mut app, Action::NextSuggestion);
    assert_snapshot!("answered_before", seen(&app));
    act(&mut app, Action::Next);
    assert!(!seen(&app).contains("以前填过"));
}
