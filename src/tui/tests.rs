//! Tests of the screens as the user sees them. Messages alone create each state, as in the event
//! loop.

mod any_size;
mod bytes;
mod confirming;
mod editor;
mod export;
mod home;
mod marking;
mod palette;
mod paste;
mod rows;
mod safety;
mod style;
mod suggestions;

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
use crate::app::{App, Message, Settings};
use crate::desk::{
    BrokenEntry, DraftEntry, DraftState, Entry, ExportFailure, House, ListRow, OpenedDraft,
    PdfFailure, Standing, TemplateEntry,
};
use crate::draft::for_tests::ANSWERS;
use crate::draft::{Answer, Draft, Issue, Progress};
use crate::keys::Action;
use crate::language::Language;
use crate::render::layout::Ambiguous;
use crate::store::{BUILT_IN, StoreError, ThemeName};
use crate::template::{self, FieldId, ProfileKey, Template};

pub(super) const WIDE: (u16, u16) = (120, 40);

const USUAL: (u16, u16) = (80, 24);

const SMALL: (u16, u16) = (60, 16);

fn template() -> Arc<Template> {
    let (_, text) = BUILT_IN[0];
    Arc::new(template::parse(text.as_bytes()).unwrap())
}

fn app_in(language: Language, screen: (u16, u16), ambiguous: Ambiguous) -> App {
    let settings = Settings {
        language,
        ambiguous,
        house: Arc::new(House {
            profile: HashMap::from([(ProfileKey::Website, "https://www.example.com".to_owned())]),
            now: crate::draft::for_tests::now,
            ..House::default()
        }),
        export_dir: PathBuf::from("/合同"),
        ..Settings::default()
    };
    App::new(
        settings,
        screen,
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
    )
}

pub(super) fn app(screen: (u16, u16)) -> App {
    app_in(Language::Chinese, screen, Ambiguous::Narrow)
}

/// Opens a draft with these answers.
pub(super) fn open(mut app: App, answers: &[(&str, &str)]) -> App {
    let mut draft = Draft::default();
    for (id, text) in answers {
        draft
            .answers
            .insert((*id).into(), Answer::Text((*text).to_owned()));
    }
    if answers.len() > 3 {
        let chosen = Answer::Chosen(vec!["remittance".to_owned()]);
        draft.answers.insert("payment".into(), chosen);
    }
    app.update(Message::Opened(Box::new(OpenedDraft {
        template: template(),
        draft,
        read_only: None,
        template_changed: false,
        newer: None,
        not_used: None,
        is_new: false,
    })));
    app
}

/// A draft with half of the answers, one of them doubtful and one wrong.
fn half_filled(app: App) -> App {
    let mut answers: Vec<(&str, &str)> = ANSWERS[..12].to_vec();
    answers[7] = ("late_fee_percent", "5.5");
    answers[8] = ("suspend_after_days", "十五天左右");
    open(app, &answers)
}

fn act(app: &mut App, action: Action) {
    app.update(Message::Action(action));
}

/// Presses a key and draws, like the event loop.
fn press(app: &mut App, action: Action) {
    act(app, action);
    draw_and_see(app);
}

/// Draws, and passes the resulting layout to the state.
fn draw_and_see(app: &mut App) {
    let theme = Theme::named(ThemeName::Default);
    let sight = view(&mut empty(app.screen), app, &theme).sight;
    app.saw(sight);
}

fn go_to(app: &mut App, field: &str) {
    let place = field.into();
    assert!(
        app.editor.as_mut().unwrap().go_to_place(&place),
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

/// The visible rows of a screen, with the cursor's position below them.
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

/// A state for each draft of the list.
fn standing(id: &str) -> Standing {
    let (state, missing, errors, to_confirm) = match id {
        "A" => (DraftState::Ready, 0, 0, 0),
        "B" => (DraftState::Errors, 0, 2, 1),
        "C" => (DraftState::Changed, 0, 0, 0),
        _ => (DraftState::Filling, 19, 0, 0),
    };
    Standing {
        state,
        missing,
        errors,
        to_confirm,
    }
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
            standing: Some(Box::new(standing(id))),
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
            ..TemplateEntry::default()
        }),
        Entry::Template(TemplateEntry {
            id: "broken".to_owned(),
            title: "broken".to_owned(),
            version: String::new(),
            error: Some("第 3 行：未知的键".to_owned()),
            ..TemplateEntry::default()
        }),
    ];
    app.update(Message::Listed(entries.map(ListRow::from).into()));
    app
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
fn help_begins_with_what_one_must_know_and_can_be_searched() {
    for (language, [first, sign, export, wanted]) in [
        (
            Language::Chinese,
            ["先知道这几样", "错误：改好了才能签", "去导出", "日历"],
        ),
        (
            Language::English,
            [
                "First",
                "An error: correct it",
                "Export: it leads",
                "calendar",
            ],
        ),
    ] {
        let mut app = half_filled(app_in(language, WIDE, Ambiguous::Narrow));
        act(&mut app, Action::Help);
        let text = seen(&app);
        let places = [first, sign, export].map(|words| text.find(words));
        assert!(places.iter().all(Option::is_some), "{text}");
        assert!(places.is_sorted(), "{text}");
        app.update(Message::Typed(wanted.to_owned()));
        let found = seen(&app);
        assert!(found.contains("F2"), "{found}");
        assert!(!found.contains(sign), "{found}");
        app.update(Message::Typed("zz".to_owned()));
        assert!(!seen(&app).contains("F2 "), "{}", seen(&app));
        act(&mut app, Action::DeleteLine);
        assert!(seen(&app).contains(sign));
    }
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
            "文件只能读取",
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
