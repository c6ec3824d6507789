//! `ask`, which asks the questions line by line: answers, checks, plain output.

use std::fs;
use std::path::PathBuf;

use qianyue::draft::DraftFile;
use qianyue::store::BUILT_IN;

use crate::support::program::{Home, Run};
use crate::support::terminal::Terminal;

fn drafts(home: &Home) -> Vec<PathBuf> {
    fs::read_dir(home.data().join("drafts"))
        .map(|entries| {
            entries
                .map(|entry| entry.unwrap().path())
                .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
                .collect()
        })
        .unwrap_or_default()
}

fn only_draft(home: &Home) -> String {
    let found = drafts(home);
    assert_eq!(found.len(), 1, "{found:?}");
    fs::read_to_string(&found[0]).unwrap()
}

/// Asserts that the output has no control characters except `\n`, and no marks of text direction.
#[track_caller]
fn assert_plain(run: &Run) {
    for text in [&run.output, &run.messages] {
        let command = text.chars().find(|c| {
            (c.is_control() && *c != '\n')
                || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        });
        assert_eq!(command, None, "{text:?}");
    }
}

/// The answers of a whole contract, in the order of the questions.
const ANSWERS: &str = "
杭州虚构青禾茶业有限公司
深圳示例云帆网络科技有限公司
青禾茶铺微信小程序商城（标准版）
１０７０００．５３
2026.3.1


其他
第三方支付平台对公收款
0.05
15天
三
3
/
3
30


https://www.example.com
400-000-0000
";

#[test]
fn a_whole_contract_is_answered_through_a_pipe() {
    let home = Home::new();
    let arguments = ["--lang", "zh-CN", "ask", "mini-program-service"];
    let run = home.run_with_input(&arguments, ANSWERS.as_bytes()).ended(0);
    assert_plain(&run);
    for part in [
        "小程序技术开发服务合同",
        "合同双方 0/2",
        "= 107,000.53 人民币壹拾万零柒仟元伍角叁分",
        "= 2026年3月1日",
        "建议：2027-02-28",
        "4 其他",
        "不适用就写 /",
        "已填 20/20",
    ] {
        assert!(run.output.contains(part), "{part}\n{}", run.output);
    }
    let draft = only_draft(&home);
    for part in [
        "term_end = \"2027-02-28\"",
        "payment = [\"other\"]",
        "第三方支付平台对公收款",
        "plan_workdays = \"/\"",
        "400-000-0000",
    ] {
        assert!(draft.contains(part), "{part}\n{draft}");
    }
    let id = drafts(&home)[0].file_stem().unwrap().to_owned();
    assert!(run.output.contains(id.to_str().unwrap()), "{}", run.output);
}

#[test]
fn a_wrong_answer_is_kept_told_and_asked_again_and_the_way_back_is_open() {
    let home = Home::new();
    let answers = "HT-1\n杭\n\n<\n杭州虚构青禾茶业有限公司\n<\n<\n清除\nquit\n";
    let arguments = ["--lang", "zh-CN", "ask"];
    let run = home.run_with_input(&arguments, answers.as_bytes()).ended(0);
    assert!(run.output.contains("只有 1 个字"), "{}", run.output);
    assert!(run.output.contains("现在：杭\n"), "{}", run.output);
    let draft = only_draft(&home);
    assert!(draft.contains("杭州虚构青禾茶业有限公司"), "{draft}");
    assert!(!draft.contains("HT-1"), "{draft}");
}

#[test]
fn what_was_given_before_the_input_ended_is_a_draft_that_can_be_gone_on_with() {
    let home = Home::new();
    let arguments = ["--lang", "en", "ask", "mini-program-service"];
    let run = home
        .run_with_input(&arguments, "\n杭州虚构青禾茶业有限公司".as_bytes())
        .ended(0);
    assert!(run.output.contains("saved: "), "{}", run.output);
    let id = drafts(&home)[0].file_stem().unwrap().to_owned();
    let id = id.to_str().unwrap();
    let run = home
        .run_with_input(
            &["--lang", "en", "ask", id],
            "深圳示例云帆网络科技有限公司\n".as_bytes(),
        )
        .ended(0);
    assert!(run.output.contains(id), "{}", run.output);
    let draft = only_draft(&home);
    assert!(
        draft.contains("青禾茶业") && draft.contains("云帆"),
        "{draft}"
    );

    let run = home
        .run_with_input(&["ask", "--for", "renewal", "--from", id], b"HT-2\n")
        .ended(0);
    assert!(!run.output.contains(&format!("{id}，")), "{}", run.output);
    assert_eq!(drafts(&home).len(), 2);
}

#[test]
fn nothing_answered_is_no_draft_and_nothing_there_is_said() {
    let home = Home::new();
    home.run_with_input(&["ask"], b"").ended(0);
    assert_eq!(drafts(&home).len(), 0);
    for arguments in [["ask", "no-such-template"], ["ask", "01KZZZZZZZZZZZ"]] {
        let run = home.run_with_input(&arguments, b"").ended(1);
        assert!(!run.messages.is_empty());
    }
    home.run_with_input(&["ask", "--for", "renewal", "--from", "nothing"], b"")
        .ended(1);
}

#[test]
fn choices_are_taken_by_number_and_by_word_and_others_are_refused() {
    let before = "\n\n\n\n\n2026-03-01\n\n\n";
    for (answer, expected) in [
        ("1 3", Ok("[\"cash\", \"remittance\"]")),
        ("3 1", Ok("[\"cash\", \"remittance\"]")),
        ("１、３", Ok("[\"cash\", \"remittance\"]")),
        ("汇款", Ok("[\"remittance\"]")),
        ("现金，支票", Ok("[\"cash\", \"cheque\"]")),
        ("9", Err("没有这一项：9")),
        ("金条", Err("没有这一项：金条")),
    ] {
        let home = Home::new();
        let input = format!("{before}{answer}\n退出\n");
        let run = home
            .run_with_input(&["--lang", "zh-CN", "ask"], input.as_bytes())
            .ended(0);
        match expected {
            Ok(chosen) => assert!(only_draft(&home).contains(chosen), "{answer}\n{run:#?}"),
            Err(words) => assert!(run.output.contains(words), "{answer}\n{}", run.output),
        }
    }
}

#[test]
fn nothing_hostile_reaches_the_terminal() {
    let home = Home::new();
    let (_, text) = BUILT_IN[0];
    let hostile = text
        .replace("id = \"mini-program-service\"", "id = \"hostile\"")
        .replace(
            "zh = \"产品名称\"",
            "zh = \"产品\\u001b[31m\\u202e\\u0007名称\"",
        );
    assert!(hostile.contains("u001b"), "the label is changed");
    fs::create_dir_all(home.data().join("templates")).unwrap();
    fs::write(home.data().join("templates/hostile.md"), hostile).unwrap();
    let answers =
        b"\x1b[2J\n\x1b]0;x\x07\n\xff\xfe\n\x9b31m\n<\n\xe2\x80\xae\xe7\x94\xb2\xe4\xb9\x99\n\0\n";
    let run = home.run_with_input(&["--lang", "zh-CN", "ask", "hostile"], answers);
    assert_plain(&run);
    assert!(run.output.contains("不是 UTF-8"), "{}", run.output);
    let long = "甲".repeat(30_000);
    let run = home.run_with_input(&["--lang", "zh-CN", "ask"], format!("{long}\n").as_bytes());
    assert!(run.output.contains("只留下前"), "cut");
    assert_plain(&run);
}

#[test]
fn gbk_on_standard_input_is_told_as_such() {
    let home = Home::new();
    // `杭州青禾` in GBK.
    let name = b"\xba\xbc\xd6\xdd\xc7\xe0\xba\xcc";
    let arguments = ["--lang", "zh-CN", "ask", "mini-program-service"];
    let lines = [b"\n".as_slice(), name, b"\n"].concat();
    let asked = home.run_with_input(&arguments, &lines).ended(0);
    assert!(asked.output.contains("多半是 GBK"), "{asked:#?}");
    let head = b"[template]\nid = \"mini-program-service\"\n[answers]\nparty_a_name = \"";
    let draft = [head.as_slice(), name, b"\"\n"].concat();
    let checked = home.run_with_input(&["--lang", "zh-CN", "check", "-"], &draft);
    let checked = checked.ended(1);
    for said in ["-:4:17：不是 UTF-8 编码，看起来是GBK", "chcp 65001"] {
        assert!(checked.messages.contains(said), "{checked:#?}");
    }
}

#[test]
fn on_a_terminal_it_sends_text_alone() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(&["ask"], data.path(), 80, 24);
    terminal.wait_for("建议");
    terminal.type_text("quit\r");
    assert_eq!(terminal.wait_exit(), 0);
    assert!(!terminal.raw().contains(&0x1b), "no escape sequence");
}

#[test]
fn a_draft_that_was_thrown_away_meanwhile_is_written_anew_and_that_is_said() {
    let data = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(&["ask"], data.path(), 160, 24);
    terminal.wait_for("合同编号");
    terminal.type_text("QY-1\r");
    terminal.wait_for("甲方（客户）名称");
    let folder = data.path().join("drafts");
    let files = || {
        let entries = fs::read_dir(&folder).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        let mut drafts = paths.filter(|path| path.extension().is_some_and(|end| end == "toml"));
        drafts.next()
    };
    fs::remove_file(files().unwrap()).unwrap();
    terminal.type_text("杭州青禾\r");
    terminal.wait_for("现已重新写入");
    let text = fs::read_to_string(files().unwrap()).unwrap();
    assert!(text.contains("杭州青禾") && text.contains("QY-1"), "{text}");
    terminal.type_text("quit\r");
    assert_eq!(terminal.wait_exit(), 0);
}

#[test]
fn a_draft_without_an_id_of_its_own_is_named_by_its_file_at_the_end() {
    let text = include_str!("../data/example.toml");
    // The second file has an id that is not its name.
    let with_id = format!("id = \"01JD0000000000000000000009\"\n{text}");
    for (file, content, source) in [
        ("draft.toml", text, "draft.toml"),
        ("copy.toml", with_id.as_str(), "copy.toml"),
        ("data/drafts/hand.toml", text, "hand"),
    ] {
        let home = Home::new();
        let path = home.write(file, content);
        for (input, is_changed) in [("", false), ("HT-9\n", true)] {
            let run = home.run_with_input(&["ask", source], input.as_bytes());
            let told = format!("已保存：{source}，已填 ");
            assert!(run.ended(0).output.contains(&told), "{file} {input}");
            let left = fs::read_to_string(&path).unwrap();
            assert_eq!(left.contains("HT-9"), is_changed, "{file}: {left}");
        }
        let is_listed = file.starts_with("data/");
        assert_eq!(drafts(&home).len(), usize::from(is_listed), "{file}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn where_nothing_can_be_printed_nothing_is_asked() {
    let home = Home::new();
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let mut child = home
        .command(["ask"])
        .stdin(std::process::Stdio::piped())
        .stdout(full)
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // The input stays open, because a user who sees no question types no answer.
    let _input = child.stdin.take().unwrap();
    let start = std::time::Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        assert!(start.elapsed().as_secs() < 20, "it waits for an answer");
        std::thread::sleep(std::time::Duration::from_millis(10));
    };
    assert_eq!(status.code(), Some(1));
    let said = std::io::read_to_string(child.stderr.take().unwrap()).unwrap();
    assert!(said.contains("标准输出"), "{said}");
    assert_eq!(drafts(&home).len(), 0);
}

/// Enter accepts only the suggestion that the question prints. Answers of other drafts are not
/// printed.
#[test]
fn enter_takes_only_what_was_offered() {
    let home = Home::new();
    let arguments = ["--lang", "zh-CN", "ask", "mini-program-service"];
    home.run_with_input(&arguments, ANSWERS.as_bytes()).ended(0);
    let first = drafts(&home);
    let run = home.run_with_input(&arguments, "\n".repeat(60).as_bytes());
    let run = run.ended(0);
    let offered = run.output.matches("建议：").count();
    let second: Vec<PathBuf> = drafts(&home)
        .into_iter()
        .filter(|path| !first.contains(path))
        .collect();
    assert_eq!(second.len(), 1, "{second:?}");
    let text = fs::read_to_string(&second[0]).unwrap();
    let draft = DraftFile::parse(text.as_bytes()).unwrap().draft().clone();
    assert_eq!(draft.answers.len(), offered, "{text}\n{}", run.output);
}

/// The form opens a draft where the questions ended, also if nothing was answered there.
#[test]
fn the_draft_opens_where_the_questions_ended() {
    let home = Home::new();
    let arguments = ["--lang", "zh-CN", "ask", "mini-program-service"];
    home.run_with_input(&arguments, ANSWERS.as_bytes()).ended(0);
    let path = drafts(&home).remove(0);
    let id = path.file_stem().unwrap().to_str().unwrap().to_owned();
    let arguments = ["--lang", "zh-CN", "ask", &id];
    home.run_with_input(&arguments, "<\nquit\n".as_bytes())
        .ended(0);
    assert!(
        only_draft(&home).contains("focus = \"contract_no\"\n"),
        "{}",
        only_draft(&home)
    );
}
