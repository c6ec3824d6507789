//! The real program in a real pseudo-terminal, as its users drive it.

use std::fs;
use std::path::{Path, PathBuf};

use qianyue::intake::docx::read_paragraphs;

use crate::support::terminal::Terminal;

const NEW: &[&str] = &["new", "mini-program-service"];

fn drafts(data: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(data.join("drafts"))
        .map(|entries| entries.map(|entry| entry.unwrap().path()).collect())
        .unwrap_or_default();
    found.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
    });
    found.sort();
    found
}

/// Waits until the text of the only draft contains `part`, and returns the text.
fn draft_with(data: &Path, part: &str) -> String {
    let start = std::time::Instant::now();
    loop {
        let text = drafts(data)
            .first()
            .and_then(|path| fs::read_to_string(path).ok())
            .unwrap_or_default();
        if text.contains(part) {
            return text;
        }
        assert!(
            start.elapsed().as_secs() < 20,
            "no draft holds {part:?}:\n{text}"
        );
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

/// Types an answer and goes to the next field.
fn answer(terminal: &Terminal, text: &str) {
    terminal.type_text(text);
    terminal.press("Enter");
}

#[test]
fn a_whole_contract_is_typed_left_reopened_and_exported() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(NEW, data.path(), 120, 40);
    terminal.wait_for("合同双方");
    answer(&terminal, "杭州虚构青禾茶业有限公司");
    terminal.paste("深圳示例云帆\n网络科技有限公司");
    terminal.wait_for("深圳示例云帆网络科技有限公司");
    for _ in 0.."网络科技有限公司".chars().count() {
        terminal.press("Left");
    }
    terminal.type_text("x");
    terminal.wait_for("深圳示例云帆x网络科技有限公司");
    terminal.press("Backspace");
    terminal.wait_for("深圳示例云帆网络科技有限公司");
    terminal.press("Enter");
    answer(&terminal, "青禾茶铺微信小程序商城（标准版）");
    answer(&terminal, "１０７０００．５３");
    answer(&terminal, "2026-02-30");
    terminal.wait_for("日历上没有");
    terminal.press("Shift-Tab");
    terminal.press("Ctrl-U");
    answer(&terminal, "2026.3.1");
    terminal.press("Ctrl-E");
    terminal.wait_for("2027年2月28日");
    terminal.press("Ctrl-E");
    terminal.wait_for("人民币壹拾万零柒仟元伍角叁分");
    terminal.type_text("4");
    terminal.press("Enter");
    answer(&terminal, "第三方支付平台对公收款");
    for text in ["0.05", "15天", "三", "3", "/", "3", "30"] {
        answer(&terminal, text);
    }
    terminal.press("Ctrl-E");
    terminal.press("Ctrl-E");
    answer(&terminal, "https://www.example.com");
    answer(&terminal, "400-000-0000");
    terminal.wait_for("20/20");
    terminal.press("Ctrl-Q");
    terminal.wait_for("新合同用");
    terminal.press("F10");
    assert_eq!(terminal.wait_exit(), 0);

    let kept = draft_with(data.path(), "400-000-0000");
    assert!(kept.contains("term_start = \"2026-03-01\""), "{kept}");
    let mut terminal = Terminal::start(&[], data.path(), 120, 40);
    terminal.wait_for("杭州虚构青禾茶业有限公司");
    terminal.press("Enter");
    terminal.wait_for("已填 20/20");
    terminal.press("F9");
    acknowledge_everything(&terminal);
    terminal.press("Enter");
    terminal.wait_for("单价：");
    terminal.press_after_reading("F9");
    terminal.wait_for("骑缝章");
    let file = data
        .path()
        .join("2026-03-01 杭州虚构青禾茶业有限公司 青禾茶铺微信小程序商城（标准版）.docx");
    let paragraphs = read_paragraphs(&fs::read(file).unwrap()).unwrap();
    let text: Vec<&str> = paragraphs
        .iter()
        .map(|paragraph| paragraph.text.as_str())
        .collect();
    for line in [
        "甲方：杭州虚构青禾茶业有限公司",
        "（二）服务期限：2026年3月1日至2027年2月28日。",
        "（三）首年费用合作金额：107,000.53元（大写：人民币壹拾万零柒仟元伍角叁分）。",
        "（四）收款方式：□现金□支票□汇款☑其他：第三方支付平台对公收款。",
    ] {
        assert!(text.contains(&line), "{line}\n{text:#?}");
    }
    terminal.press("Esc");
    terminal.wait_gone("骑缝章");
    terminal.press("Ctrl-Q");
    terminal.wait_for("新合同用");
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
}

/// Goes through the list of the export screen: confirms the error with a reason, then acknowledges
/// the warnings.
fn acknowledge_everything(terminal: &Terminal) {
    terminal.wait_for("还不能签");
    terminal.press("Ctrl-A");
    terminal.wait_for("请写明理由");
    terminal.type_text("样例如此");
    terminal.press("Enter");
    terminal.wait_gone("个错误");
    for _ in 0..20 {
        if !terminal.screen().contains("还不能签") {
            break;
        }
        // The next warning is selected then.
        terminal.press("Ctrl-A");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    terminal.wait_gone("还不能签");
    for _ in 0..30 {
        terminal.press("Down");
    }
}

#[test]
fn what_was_typed_a_second_ago_survives_kill_9() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(NEW, data.path(), 100, 30);
    terminal.wait_for("合同双方");
    terminal.type_text("杭州青禾");
    terminal.wait_for("甲方：杭州青禾");
    std::thread::sleep(std::time::Duration::from_millis(1_500));
    terminal.signal("KILL");
    terminal.wait_exit();
    assert!(draft_with(data.path(), "杭州青禾").contains("party_a_name"));
}

#[test]
fn a_signal_saves_restores_the_terminal_and_says_so() {
    for (signal, code) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        let data = tempfile::tempdir().unwrap();
        let mut terminal = Terminal::start(NEW, data.path(), 100, 30);
        terminal.wait_for("合同双方");
        terminal.type_text("杭州");
        terminal.wait_for("甲方：杭州");
        terminal.signal(signal);
        assert_eq!(terminal.wait_exit(), code, "signal: {signal}");
        draft_with(data.path(), "杭州");
        let raw = String::from_utf8_lossy(&terminal.raw()).into_owned();
        for sequence in ["\u{1b}[?1049l", "\u{1b}[?2004l", "\u{1b}[?25h"] {
            assert!(raw.contains(sequence), "signal: {signal}, {sequence:?}");
        }
    }
}

#[test]
fn a_vanished_terminal_saves_and_ends() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(NEW, data.path(), 100, 30);
    terminal.wait_for("合同双方");
    terminal.type_text("杭州");
    terminal.wait_for("甲方：杭州");
    terminal.hang_up();
    terminal.wait_exit();
    draft_with(data.path(), "杭州");
}

#[test]
fn a_template_opened_by_mistake_leaves_no_draft() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(NEW, data.path(), 100, 30);
    terminal.wait_for("合同双方");
    terminal.press("Ctrl-Q");
    terminal.wait_for("新合同用");
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
    assert_eq!(drafts(data.path()), Vec::<PathBuf>::new());
}

#[test]
fn the_screen_speaks_english_where_it_is_asked_to() {
    let data = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(
        &["--lang", "en", "new", "mini-program-service"],
        data.path(),
        120,
        40,
    );
    terminal.wait_for("Parties");
    terminal.wait_for("甲方：");
}

#[test]
fn a_small_screen_says_so_and_keeps_everything() {
    let data = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(NEW, data.path(), 100, 30);
    terminal.wait_for("合同双方");
    terminal.type_text("杭州");
    terminal.wait_for("甲方：杭州");
    terminal.resize(40, 10);
    terminal.wait_for("60");
    terminal.resize(100, 30);
    terminal.wait_for("甲方：杭州");
}

#[test]
fn a_draft_in_the_trash_comes_back() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(NEW, data.path(), 100, 30);
    terminal.wait_for("合同双方");
    terminal.type_text("杭州青禾");
    terminal.press("Ctrl-Q");
    terminal.wait_for("新合同用");
    terminal.wait_for("杭州青禾");
    terminal.press("Delete");
    terminal.wait_for("再按一次");
    terminal.press("Delete");
    terminal.wait_gone("杭州青禾");
    assert_eq!(drafts(data.path()).len(), 0);
    terminal.press("Ctrl-Z");
    terminal.wait_for("杭州青禾");
    assert_eq!(drafts(data.path()).len(), 1);
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
}

#[test]
fn the_steps_are_walked_back_to_where_a_pause_was() {
    let data = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(NEW, data.path(), 80, 24);
    terminal.wait_for("合同双方");
    terminal.type_text("杭州");
    terminal.wait_for("甲方：杭州");
    // After a pause, typing starts a new undo step.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    terminal.type_text("青禾");
    terminal.wait_for("甲方：杭州青禾");
    terminal.press("Alt-z");
    terminal.wait_for("操作步骤");
    terminal.wait_for("杭州 -> 杭州青禾");
    terminal.wait_for("打开草稿时");
    terminal.press("Down");
    terminal.press("Enter");
    terminal.wait_gone("操作步骤");
    terminal.wait_gone("青禾");
    terminal.wait_for("甲方：杭州");
    terminal.press("Ctrl-y");
    terminal.wait_for("甲方：杭州青禾");
}

#[test]
fn a_former_state_is_restored_from_the_editor_and_seen_from_the_list() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(NEW, data.path(), 100, 30);
    terminal.wait_for("合同双方");
    terminal.type_text("杭州青禾");
    terminal.press("Ctrl-S");
    terminal.wait_for("已保存");
    terminal.press("Ctrl-U");
    terminal.type_text("成都慢跑");
    terminal.wait_for("未保存");
    terminal.press("Ctrl-S");
    draft_with(data.path(), "成都慢跑");
    terminal.press("Ctrl-D");
    terminal.wait_for("第 1 版");
    terminal.press("Down");
    terminal.press("Space");
    terminal.wait_for("成都慢跑 -> 杭州青禾");
    terminal.press("Enter");
    terminal.wait_for("已恢复");
    draft_with(data.path(), "杭州青禾");
    terminal.press("Ctrl-Q");
    terminal.wait_for("新合同用");
    terminal.wait_for("> 杭州青禾");
    terminal.press("Ctrl-D");
    terminal.wait_for("第 2 版");
    terminal.press("Esc");
    terminal.wait_for("新合同用");
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
}

#[test]
fn a_draft_thrown_away_in_another_life_is_brought_back_from_the_trash() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(NEW, data.path(), 100, 30);
    terminal.wait_for("合同双方");
    terminal.type_text("杭州青禾");
    terminal.press("Ctrl-Q");
    terminal.wait_for("杭州青禾");
    terminal.press("Delete");
    terminal.wait_for("再按一次");
    terminal.press("Delete");
    terminal.wait_gone("杭州青禾");
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
    let mut terminal = Terminal::start(&[], data.path(), 100, 30);
    terminal.wait_for("新合同用");
    terminal.press("Ctrl-T");
    terminal.wait_for("天后清除");
    terminal.press("Enter");
    terminal.wait_for("已恢复");
    terminal.wait_for("杭州青禾");
    assert_eq!(drafts(data.path()).len(), 1);
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
}

/// From 7,282 columns, nine times the width exceeds `u16`.
#[test]
fn a_very_wide_terminal_shows_the_form_and_the_contract() {
    let data = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(&["new", "mini-program-service"], data.path(), 7_282, 24);
    terminal.wait_for("合同双方");
    terminal.type_text("杭州青禾");
    terminal.wait_for("甲方：杭州青禾");
}
