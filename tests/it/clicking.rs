//! Clicks in lists, in the real program: the mouse does the same as a key.

use crate::support::terminal::Terminal;

/// Presses and releases the left button on the line that shows `text`.
fn click_on(terminal: &Terminal, text: &str) {
    terminal.wait_for(text);
    let screen = terminal.screen();
    let row = screen.lines().position(|line| line.contains(text)).unwrap() + 1;
    for end in ["M", "m"] {
        terminal.send(format!("\u{1b}[<0;12;{row}{end}").as_bytes());
    }
}

/// Whether the selection mark is before this text.
fn is_selected(terminal: &Terminal, text: &str) -> bool {
    let screen = terminal.screen();
    let mut before = screen.lines().filter_map(|line| line.split_once(text));
    // Skip the visible part of the screen below a popup, which ends at the popup's edge.
    before.any(|(before, _)| {
        before
            .rsplit('│')
            .next()
            .is_some_and(|own| own.contains('>'))
    })
}

#[test]
fn a_click_selects_a_line_and_one_on_the_selected_line_is_enter() {
    let data = tempfile::tempdir().unwrap();
    let variables = [("LANG", "zh_CN.UTF-8")];
    let terminal = Terminal::start_with(&[], data.path(), 100, 30, &variables);
    terminal.wait_for("新合同用");
    for name in ["杭州青禾", "成都慢跑"] {
        terminal.press("Ctrl-N");
        terminal.wait_for("合同双方");
        terminal.type_text(name);
        terminal.wait_for(&format!("签约  {name}"));
        terminal.press("Ctrl-Q");
        terminal.wait_for("新合同用");
    }
    // The list changes when it is read again. Wait for the list with both drafts, so that the lines
    // no longer move under the clicks.
    terminal.wait_for("草稿 2");
    terminal.wait_until_true("the draft that was left is selected", || {
        is_selected(&terminal, "成都慢跑")
    });
    // The first click is below the heading of the templates, which is no line of its own.
    for name in ["小程序技术开发服务合同  1", "杭州青禾", "成都慢跑"] {
        click_on(&terminal, name);
        terminal.wait_until_true(&format!("{name} is selected"), || {
            is_selected(&terminal, name)
        });
    }
    click_on(&terminal, "新合同用");
    assert!(is_selected(&terminal, "成都慢跑"), "a heading is no line");
    click_on(&terminal, "成都慢跑");
    terminal.wait_for("签约  成都慢跑");

    terminal.press("F7");
    click_on(&terminal, "C07");
    terminal.wait_until_true("the correction is selected", || {
        is_selected(&terminal, "C07")
    });
    click_on(&terminal, "C07");
    terminal.wait_for("[x] C07");
    terminal.press("Esc");
    terminal.wait_gone("修改建议  成都");

    terminal.press("Ctrl-P");
    terminal.type_text("服务");
    terminal.wait_for("填写    服务起始日");
    assert!(!is_selected(&terminal, "填写    服务到期日"));
    for _ in 0..2 {
        click_on(&terminal, "填写    服务到期日");
    }
    terminal.wait_gone("命令");
    terminal.type_text("2027-2-28");
    terminal.wait_for("2027年2月28日");

    // The first click selects a day of the calendar; the second click accepts it.
    terminal.press("F2");
    terminal.wait_for("2027年2月 ");
    let screen = terminal.screen();
    let heads = "一 二 三 四 五 六 日";
    let (row, line) = screen
        .lines()
        .enumerate()
        .find(|(_, line)| line.contains(heads))
        .unwrap();
    // February 2027 begins on a Monday. Click on the Wednesday of its third week.
    let before = line.split(heads).next().unwrap();
    let column = before
        .chars()
        .map(|c| if c.is_ascii() || c == '│' { 1 } else { 2 })
        .sum::<usize>()
        + 7;
    for _ in 0..2 {
        for end in ["M", "m"] {
            terminal.send(format!("\u{1b}[<0;{column};{}{end}", row + 4).as_bytes());
        }
    }
    terminal.wait_gone(heads);
    terminal.wait_for("2027-02-17");
}

#[test]
fn a_report_of_a_place_that_does_not_exist_is_no_click_and_keys_go_on() {
    let data = tempfile::tempdir().unwrap();
    let variables = [("LANG", "zh_CN.UTF-8")];
    let arguments = ["new", "mini-program-service"];
    let terminal = Terminal::start_with(&arguments, data.path(), 100, 30, &variables);
    terminal.wait_for("合同双方");
    let mut typed = "青禾".to_owned();
    terminal.type_text(&typed);
    for report in [
        "\u{1b}[<0;0;5M",
        "\u{1b}[<0;5;0M",
        "\u{1b}[<0;0;0m",
        "\u{1b}[<64;0;0M",
        "\u{1b}[<0;65535;65535M",
        "\u{1b}[<0;99999;5M",
        "\u{1b}[M   ",
        "\u{1b}[32;0;0M",
        "\u{1b}[0;5R",
    ] {
        terminal.send(report.as_bytes());
        typed.push('青');
        terminal.type_text("青");
        terminal.wait_for(&format!("签约  {typed} "));
    }
}

#[test]
fn a_key_that_is_parted_on_a_slow_line_is_that_key() {
    let data = tempfile::tempdir().unwrap();
    let variables = [("LANG", "zh_CN.UTF-8")];
    let arguments = ["new", "mini-program-service"];
    let terminal = Terminal::start_with(&arguments, data.path(), 100, 30, &variables);
    terminal.wait_for("合同双方");
    terminal.type_text("青禾");
    terminal.wait_for("签约  青禾 ");
    terminal.send(b"\x1b");
    std::thread::sleep(std::time::Duration::from_millis(5));
    terminal.send(b"[B");
    terminal.type_text("云帆");
    terminal.wait_for("乙方：云帆");
    assert!(terminal.screen().contains("签约  青禾 "));
}
