//! Fifteen common complaints about programs of this kind, none of which is true for this program.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use qianyue::keys::{Context, KeyMap};
use qianyue::render::layout::{Ambiguous, Layout, Layouter};
use qianyue::tui::keyboard;

use crate::support::terminal::{Kind, Terminal};

const NEW: &[&str] = &["new", "mini-program-service"];
const CHINESE: (&str, &str) = ("LANG", "zh_CN.UTF-8");

struct Desk {
    data: tempfile::TempDir,
    terminal: Terminal,
}

fn start(columns: u16, rows: u16) -> Desk {
    start_with(columns, rows, &[CHINESE], Kind::Narrow)
}

fn start_with(columns: u16, rows: u16, variables: &[(&str, &str)], kind: Kind) -> Desk {
    let data = tempfile::tempdir().unwrap();
    let terminal = Terminal::start_on(NEW, data.path(), (columns, rows), variables, kind);
    terminal.wait_for("合同双方");
    Desk { data, terminal }
}

/// The texts of all drafts in a data folder.
fn drafts(data: &std::path::Path) -> String {
    let files = std::fs::read_dir(data.join("drafts")).unwrap();
    let texts = files.filter_map(|file| std::fs::read_to_string(file.unwrap().path()).ok());
    texts.collect()
}

/// The base character of a cell, without combining characters.
fn first_of(cell: &str) -> String {
    cell.trim().chars().take(1).collect()
}

/// Waits until the visible cursor stands between these two texts.
fn wait_for_caret(terminal: &Terminal, left: &str, right: &str) {
    terminal.wait_until_true(
        &format!("the caret stands between {left:?} and {right:?}"),
        || {
            let (row, column) = terminal.cursor();
            let before = (1..=2).find_map(|step| {
                let cell = terminal.cell(row, column.checked_sub(step)?);
                (!cell.is_empty()).then_some(cell)
            });
            terminal.shows_cursor()
                && first_of(&before.unwrap_or_default()) == left
                && first_of(&terminal.cell(row, column)) == right
        },
    );
}

#[test]
fn complaint_01_the_preedit_text_is_drawn_away_from_the_caret() {
    let Desk { terminal, .. } = start(120, 40);
    terminal.type_text("杭州a");
    wait_for_caret(&terminal, "a", "");
    for (left, right) in [("州", "a"), ("杭", "州"), ("", "杭")] {
        terminal.press("Left");
        wait_for_caret(&terminal, left, right);
    }
    terminal.press("Down");
    terminal.type_text("深");
    wait_for_caret(&terminal, "深", "");
    terminal.press("Ctrl-Q");
    terminal.wait_for("新合同用");
    terminal.type_text("青𠮷");
    wait_for_caret(&terminal, "𠮷", "");
}

#[test]
fn complaint_02_the_caret_counts_code_points() {
    let Desk { data, terminal } = start(120, 40);
    // Three visible characters: a surrogate pair, one with a variation selector, one with a
    // combining mark.
    terminal.type_text("𠮷葛\u{e0100}e\u{301}");
    terminal.wait_for("e\u{301}");
    terminal.press("Left");
    terminal.press("Left");
    wait_for_caret(&terminal, "𠮷", "葛");
    terminal.press("Delete");
    terminal.wait_gone("葛");
    terminal.press("End");
    terminal.press("Backspace");
    terminal.wait_gone("e\u{301}");
    wait_for_caret(&terminal, "𠮷", "");
    terminal.press("Ctrl-S");
    terminal.wait_for("已保存");
    let kept = drafts(data.path());
    assert!(kept.contains("party_a_name = \"𠮷\"\n"), "{kept}");
}

#[test]
fn complaint_03_chinese_cannot_be_pasted() {
    let Desk { terminal, .. } = start(120, 40);
    terminal.paste("深圳示例云帆网络科技有限公司𠮷");
    terminal.wait_for("甲方：深圳示例云帆网络科技有限公司𠮷");
}

#[test]
fn complaint_04_old_characters_stay_on_the_screen() {
    let Desk { terminal, .. } = start(101, 31);
    terminal.type_text("杭州虚构青禾茶业有限公司");
    terminal.wait_for("甲方：杭州虚构青禾茶业有限公司");
    for key in [
        "Home", "Delete", "Right", "Delete", "F6", "PageDown", "F6", "F1", "Down", "F1",
    ] {
        terminal.press(key);
    }
    terminal.resize(104, 30);
    terminal.type_text("x");
    terminal.wait_for("甲方：州x构青禾");
    terminal.wait_for("已保存");
    let settled = |terminal: &Terminal| {
        let mut before = terminal.screen();
        loop {
            std::thread::sleep(std::time::Duration::from_millis(150));
            let now = terminal.screen();
            if now == before {
                return now;
            }
            before = now;
        }
    };
    let drawn = settled(&terminal);
    let sent = terminal.raw().len();
    terminal.press("Ctrl-L");
    terminal.wait_until_true("everything is sent again", || {
        terminal.raw().len() > sent + 1_000
    });
    // A cell that was never written counts as a blank.
    let seen = |screen: &str| -> Vec<String> {
        let lines = screen.lines().map(str::trim_end);
        lines.map(str::to_owned).collect()
    };
    assert_eq!(seen(&settled(&terminal)), seen(&drawn));
}

#[test]
fn complaint_05_wide_characters_eat_the_border_of_a_popup() {
    for columns in 100..106 {
        let Desk { terminal, .. } = start(columns, 24);
        terminal.press("F1");
        terminal.wait_for("└");
        let corner = (0..columns)
            .find(|column| terminal.cell(1, *column) == "┌")
            .unwrap();
        let other = (0..columns)
            .find(|column| terminal.cell(1, *column) == "┐")
            .unwrap();
        for row in 2..22 {
            for column in [corner, other] {
                assert_eq!(terminal.cell(row, column), "│", "{columns}: row {row}");
            }
        }
    }
}

/// Checks the rows of the example contract at this width.
fn with_layout(width: usize, check: impl FnOnce(&Layout, &str)) {
    let template = &*crate::support::built_in::SERVICE;
    let draft = crate::support::built_in::example();
    let contract = qianyue::review::Contract::new(
        template,
        &template.body(&[]),
        &draft,
        &qianyue::template::StyleKeys::new(),
    );
    let mut layouter = Layouter::new(width, Ambiguous::Narrow);
    layouter.layout(&contract.document);
    let text = qianyue::render::text::render(&contract.document);
    check(layouter.last(), &text);
}

fn row_text(row: &qianyue::render::layout::Row) -> String {
    row.segments
        .iter()
        .map(|segment| segment.text.as_str())
        .collect()
}

#[test]
fn complaint_06_wrapping_loses_characters() {
    for width in 10..120 {
        with_layout(width, |layout, text| {
            let rows: String = layout.rows(0..layout.n_rows()).map(row_text).collect();
            let kept = |text: &str| -> Vec<char> {
                let mut kept: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
                kept.sort_unstable();
                kept
            };
            assert_eq!(kept(&rows), kept(text), "width {width}");
        });
    }
}

#[test]
fn complaint_07_a_line_begins_with_a_closing_mark() {
    const NEVER_FIRST: &str = "、，。：；！？”’」』）〕】》〉·％%";
    let mut n_rows = 0;
    for width in 12..120 {
        with_layout(width, |layout, _| {
            for row in layout.rows(0..layout.n_rows()) {
                n_rows += 1;
                let text = row_text(row);
                let first = text.trim_start().chars().next();
                assert!(
                    first.is_none_or(|first| !NEVER_FIRST.contains(first)),
                    "width {width}: {text}"
                );
            }
        });
    }
    assert!(n_rows > 5_000);
}

#[test]
fn complaint_08_blanks_stand_behind_wide_characters() {
    let Desk { terminal, .. } = start(120, 40);
    terminal.type_text("杭州虚构青禾茶业有限公司");
    terminal.wait_for("甲方：杭州虚构青禾茶业有限公司");
    let screen = terminal.screen();
    for text in [
        "> 甲方（客户）名称",
        "甲、乙双方经充分协商，就甲乙双方",
        "小程序技术开发服务合同",
    ] {
        assert!(screen.contains(text), "{text}\n{screen}");
    }
    // The program sends nothing between the characters that a terminal could show as a blank.
    let raw = String::from_utf8_lossy(&terminal.raw()).into_owned();
    assert!(raw.contains("甲、乙双方经充分协商，就甲乙双方"), "{raw}");
}

#[test]
fn complaint_09_characters_of_ambiguous_width_shift_the_layout() {
    for (kind, border) in [(Kind::Narrow, "│"), (Kind::Wide, "|")] {
        let Desk { terminal, .. } = start_with(120, 40, &[CHINESE], kind);
        terminal.type_text("“青禾”——茶…业·□");
        terminal.wait_for("业·");
        let at: Vec<u16> = (1..37)
            .filter_map(|row| (40..80).find(|column| terminal.cell(row, *column) == border))
            .collect();
        assert!(at.len() > 30, "{kind:?}: {at:?}\n{}", terminal.screen());
        assert!(at.iter().all(|column| *column == at[0]), "{kind:?}: {at:?}");
        // The program sends the column of the text behind a character of ambiguous width.
        let raw = String::from_utf8_lossy(&terminal.raw()).into_owned();
        let typed = raw.rfind('“').unwrap();
        let follows = &raw[typed + '“'.len_utf8()..];
        assert!(follows.starts_with("\u{1b}["), "{kind:?}: {follows:?}");
    }
}

#[test]
fn complaint_10_keys_count_twice_on_windows() {
    let mut key = KeyEvent::new(KeyCode::Char('签'), KeyModifiers::NONE);
    let does = |key| keyboard::message(Event::Key(key), Context::Field, &KeyMap::default());
    assert!(does(key).is_some());
    key.kind = KeyEventKind::Release;
    assert!(does(key).is_none());
}

#[test]
fn complaint_11_a_paste_runs_commands() {
    let Desk { terminal, .. } = start(120, 40);
    terminal.paste("杭州\n\t青禾\u{11}\u{18}\u{1b}[20~\u{202e}茶\n");
    terminal.wait_for("甲方：杭州青禾");
    let screen = terminal.screen();
    assert!(screen.contains("> 甲方"), "still in the field\n{screen}");
    assert!(!screen.contains("还不能签"), "{screen}");
    assert!(!screen.contains('\u{202e}'), "{screen}");
    // The program cuts a paste of one megabyte and says so.
    terminal.press("Ctrl-U");
    terminal.paste(&"青禾\n".repeat(150_000));
    terminal.wait_for("太长");
    terminal.press("Ctrl-U");
    terminal.type_text("好了");
    terminal.wait_for("甲方：好了");
}

#[test]
fn complaint_12_a_wrong_answer_locks_its_field() {
    let Desk { terminal, .. } = start(120, 40);
    terminal.type_text("杭");
    terminal.wait_for("只有 1 个字");
    for (key, label) in [("Tab", "> 乙方"), ("Up", "> 甲方"), ("Down", "> 乙方")] {
        terminal.press(key);
        terminal.wait_for(label);
    }
    terminal.press("F6");
    terminal.press("F6");
    assert!(terminal.screen().contains("只有 1 个字"), "kept and told");
}

#[test]
fn complaint_13_nothing_can_be_read_on_a_light_background() {
    let colours = |background: &str| {
        let variables = [CHINESE, ("COLORFGBG", background)];
        let Desk { terminal, .. } = start_with(120, 40, &variables, Kind::Narrow);
        terminal.type_text("杭");
        terminal.wait_for("只有 1 个字");
        String::from_utf8_lossy(&terminal.raw()).into_owned()
    };
    let light = colours("0;15");
    let dark = colours("15;0");
    let uses = |raw: &str, colour: &str| {
        raw.contains(&format!("38;5;{colour}m")) || raw.contains(&format!("38;5;{colour};"))
    };
    for pale in ["2", "3", "6", "7", "10", "11", "14", "15"] {
        assert!(!uses(&light, pale), "colour {pale}");
    }
    assert!(uses(&light, "4") && uses(&light, "1"), "blue and red");
    assert!(uses(&dark, "6"), "cyan");
    for raw in [light, dark] {
        assert!(
            !raw.contains("48;5;"),
            "the background is the terminal's own"
        );
    }
}

#[test]
fn complaint_14_the_mouse_is_taken_and_nothing_can_be_copied() {
    let data = tempfile::tempdir().unwrap();
    std::fs::write(data.path().join("c.toml"), "mouse = false\n").unwrap();
    let arguments = ["--config", "c.toml", "new", "mini-program-service"];
    let terminal = Terminal::start(&arguments, data.path(), 120, 40);
    terminal.wait_for("合同双方");
    let raw = String::from_utf8_lossy(&terminal.raw()).into_owned();
    for mode in ["?1000h", "?1002h", "?1003h", "?1006h"] {
        assert!(!raw.contains(mode), "{mode}");
    }
    // If the mouse is on, a key turns it off. A message names Shift as the other way to select
    // text.
    let Desk { terminal, .. } = start(120, 40);
    let has_mouse = || {
        let raw = String::from_utf8_lossy(&terminal.raw()).into_owned();
        raw.rfind("\u{1b}[?1000h") > raw.rfind("\u{1b}[?1000l")
    };
    assert!(has_mouse());
    terminal.press("Alt-m");
    terminal.wait_until_true("the mouse is given back", || !has_mouse());
    terminal.press("Alt-m");
    terminal.wait_until_true("the mouse is taken again", has_mouse);
    terminal.wait_for("Shift");
}

#[test]
fn complaint_15_a_program_without_a_terminal_burns_the_processor() {
    let Desk { data, mut terminal } = start(120, 40);
    terminal.type_text("杭州");
    terminal.wait_for("甲方：杭州");
    terminal.hang_up();
    terminal.wait_exit();
    let drafts = std::fs::read_dir(data.path().join("drafts")).unwrap();
    assert!(drafts.count() > 0, "and what was typed is saved");
}
