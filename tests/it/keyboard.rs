//! Input of a terminal to the real program: keys in pieces, and unexpected replies of the terminal.
#![cfg(unix)]

use std::time::Duration;

use crate::support::terminal::Terminal;

/// The time between two pieces, as over ssh or mosh.
const APART: Duration = Duration::from_millis(20);
/// After this silence a lone Esc is a key, and an incomplete sequence swallows nothing more.
const REST: Duration = Duration::from_millis(200);
/// After this silence an unfinished control string ends.
const STRING_IS_OVER: Duration = Duration::from_millis(1_100);
/// After this silence an unfinished paste ends.
const PASTE_IS_OVER: Duration = Duration::from_millis(5_200);

const DELETE_LINE: &[u8] = b"\x15";

/// The form with the contract beside it; the name of party A is focused.
struct Field {
    terminal: Terminal,
    _data: tempfile::TempDir,
}

impl Field {
    fn new() -> Self {
        let data = tempfile::tempdir().unwrap();
        let terminal = Terminal::start(&["new", "mini-program-service"], data.path(), 110, 30);
        terminal.wait_for("合同双方");
        Self {
            terminal,
            _data: data,
        }
    }

    fn send_apart(&self, pieces: &[&[u8]], pause: Duration) {
        for piece in pieces {
            self.terminal.send(piece);
            std::thread::sleep(pause);
        }
    }

    /// Waits until the form and the contract show exactly `expected` as the name, then deletes it.
    /// `what` describes the bytes that were sent.
    fn holds(&self, expected: &str, what: &str) {
        // The name must end the line, so that no longer name matches.
        let line = format!("甲方：{expected}");
        self.terminal
            .wait_until_true(&format!("{what}: {line}"), || {
                self.terminal
                    .screen()
                    .lines()
                    .any(|shown| shown.trim_end().ends_with(&line))
            });
        let screen = self.terminal.screen();
        assert!(
            screen.contains("合同双方"),
            "{what}: another screen\n{screen}"
        );
        self.terminal.send(DELETE_LINE);
        self.terminal.wait_gone(&line);
    }
}

/// Complete sequences that are not keys, as terminals send them unasked or late.
const ANSWERS: [&[u8]; 24] = [
    // The colour scheme, a mode, the window size, the keyboard flags.
    b"\x1b[?997;1n",
    b"\x1b[?2026;2$y",
    b"\x1b[2026;0$y",
    b"\x1b[48;30;110;600;1100t",
    b"\x1b[8;30;110t",
    b"\x1b[?0u",
    // The terminal's type, its status, the cursor position.
    b"\x1b[?62;4;22c",
    b"\x1b[>0;276;0c",
    b"\x1b[0n",
    b"\x1b[24;80R",
    b"\x1b[1;1R",
    b"\x1b[?1;0;256S",
    b"\x1b[3;1;1;128;128;1;0x",
    // Colours, the clipboard, the window title.
    b"\x1b]11;rgb:0000/0000/0000\x1b\\",
    b"\x1b]11;rgb:0000/0000/0000\x07",
    b"\x1b]4;1;rgb:cdcd/0000/0000\x07",
    b"\x1b]52;c;5p2t5bee\x1b\\",
    "\x1b]l标题\x1b\\".as_bytes(),
    b"\x1bP>|tmux 3.5a\x1b\\",
    b"\x1bP1+r544e=787465726d\x1b\\",
    b"\x1bP1$r0m\x1b\\",
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b^a private message\x1b\\",
    "\x1bX任何 string\x1b\\".as_bytes(),
];

#[test]
fn an_answer_that_nobody_asked_for_is_dropped_whole() {
    let field = Field::new();
    for answer in ANSWERS {
        let what = String::from_utf8_lossy(answer).into_owned();
        let together = ["甲".as_bytes(), answer, "乙".as_bytes()].concat();
        field.terminal.send(&together);
        field.holds("甲乙", &what);
    }
    // The keyboard still works: a function key, and the key that ends the program.
    field.terminal.send(b"\x1b[?997;1n\x1b[15~");
    field.terminal.wait_for("Enter 去改");
    let mut terminal = field.terminal;
    terminal.press("Esc");
    terminal.wait_gone("Enter 去改");
    terminal.press("Ctrl-Q");
    terminal.wait_for("新合同用");
    terminal.send(b"\x1b]11;rgb:ffff/ffff/ffff\x07");
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
}

#[test]
fn an_answer_in_pieces_is_dropped_whole() {
    let field = Field::new();
    for answer in [
        b"\x1b[?997;1n".as_slice(),
        b"\x1b]11;rgb:0000/0000/0000\x1b\\",
        b"\x1bP>|tmux 3.5a\x1b\\",
    ] {
        let what = String::from_utf8_lossy(answer).into_owned();
        for cut in [1, 2, 3, answer.len() / 2, answer.len() - 1] {
            let (first, rest) = answer.split_at(cut);
            field.send_apart(&["甲".as_bytes(), first, rest, "乙".as_bytes()], APART);
            field.holds("甲乙", &format!("{what} cut at {cut}"));
        }
    }
}

#[test]
fn a_key_in_pieces_is_that_key() {
    let field = Field::new();
    for (key, expected) in [
        (b"\x1b[D".as_slice(), "甲丙乙"),
        (b"\x1bOD", "甲丙乙"),
        (b"\x1b[H", "丙甲乙"),
        (b"\x1b[1~", "丙甲乙"),
        (b"\x1b[F", "甲乙丙"),
        (b"\x1b[<0;200;29M", "甲乙丙"),
    ] {
        for cut in 1..key.len() {
            let (first, rest) = key.split_at(cut);
            let pieces = ["甲乙".as_bytes(), first, rest, "丙".as_bytes()];
            field.send_apart(&pieces, APART);
            let what = String::from_utf8_lossy(key).into_owned();
            field.holds(expected, &format!("{what} cut at {cut}"));
        }
    }
}

#[test]
fn a_character_in_pieces_is_that_character() {
    let field = Field::new();
    for name in ["甲乙", "𠮷祥", "éa"] {
        let bytes: Vec<&[u8]> = name.as_bytes().chunks(1).collect();
        field.send_apart(&bytes, APART);
        field.holds(name, name);
    }
}

#[test]
fn a_paste_in_pieces_is_one_paste() {
    let field = Field::new();
    let start = b"\x1b[200~";
    let end = b"\x1b[201~";
    // A line end between two Han characters would disappear, so the line end follows a digit.
    let text = "甲1\r乙\x1b丙".as_bytes();
    for cut in 1..start.len() {
        let (first, rest) = start.split_at(cut);
        let (last, gone) = end.split_at(cut);
        field.send_apart(&[first, rest, text, last, gone], APART);
        // If the text arrived as typed keys, the line end would go to the next field.
        field.holds("甲1 乙丙", &format!("cut at {cut}"));
    }
}

#[test]
fn a_sequence_that_never_ends_is_dropped_after_a_rest() {
    let field = Field::new();
    for (unfinished, rest) in [
        (b"\x1b[<0;1".as_slice(), REST),
        (b"\x1b[?", REST),
        (b"\x1b[1;", REST),
        (b"\x1b[M !", REST),
        (b"\x1b]11;rgb:", REST),
        (b"\x1bP>|", REST),
        (b"\x1b_G", REST),
        (b"\xe7\x94", REST),
    ] {
        let what = String::from_utf8_lossy(unfinished).into_owned();
        field.send_apart(&["甲".as_bytes(), unfinished], Duration::ZERO);
        std::thread::sleep(rest);
        field.terminal.type_text("乙");
        field.holds("甲乙", &what);
    }
    // Letters may belong to the control string until a longer silence ends it.
    field.send_apart(&[b"A", b"\x1b]11;rgb:"], Duration::ZERO);
    std::thread::sleep(STRING_IS_OVER);
    field.terminal.type_text("B");
    field.holds("AB", "letters behind a string");
    // The start of a key ends the control string at once.
    field.send_apart(
        &["甲乙".as_bytes(), b"\x1b]11;", b"\x1b[D", b"C"],
        Duration::ZERO,
    );
    field.holds("甲C乙", "a key inside a string");
    field.terminal.send(b"\x1b]11;");
    std::thread::sleep(REST);
    field.terminal.press("F5");
    field.terminal.wait_for("Enter 去改");
}

#[test]
fn a_paste_that_never_ends_is_kept_as_text() {
    let field = Field::new();
    field.terminal.send("\x1b[200~甲乙\x1b[20".as_bytes());
    std::thread::sleep(PASTE_IS_OVER);
    field.terminal.type_text("丙");
    field.holds("甲乙丙", "an unfinished paste");
}

#[test]
fn what_introduces_a_string_is_a_key_with_alt_where_nothing_follows() {
    let field = Field::new();
    for key in [
        b"\x1b]", b"\x1b[", b"\x1bO", b"\x1bP", b"\x1bX", b"\x1b^", b"\x1b_",
    ] {
        let what = String::from_utf8_lossy(key).into_owned();
        field.send_apart(&["甲".as_bytes(), key], REST);
        field.terminal.type_text("B");
        field.holds("甲B", &what);
    }
}

#[test]
fn a_lone_escape_is_the_key_and_alt_stays_alt() {
    let field = Field::new();
    let terminal = &field.terminal;
    for _ in 0..2 {
        terminal.press("F5");
        terminal.wait_for("Enter 去改");
        terminal.press("Esc");
        terminal.wait_gone("Enter 去改");
    }
    // Two screens are open, and two Esc keys arrive in one read.
    terminal.press("F5");
    terminal.wait_for("Enter 去改");
    terminal.press("F1");
    terminal.wait_for("─ Esc 返回 ─");
    terminal.send(b"\x1b\x1b");
    terminal.wait_for("合同双方");
    terminal.wait_gone("Enter 去改");
    terminal.send(b"\x1b");
    std::thread::sleep(APART);
    terminal.send(b"l");
    terminal.wait_for("Parties");
}

/// Some terminals send `ESC` before the arrow for Alt-Up, which increases a number. Up alone would
/// go to the previous field.
#[test]
fn an_escape_before_an_arrow_is_alt() {
    let field = Field::new();
    let terminal = &field.terminal;
    terminal.press("Ctrl-P");
    terminal.wait_for("命令 ─");
    terminal.type_text("服务反馈工作日");
    terminal.wait_for("填写    服务反馈工作日");
    terminal.press("Enter");
    terminal.wait_for("> 服务反馈工作日");
    terminal.type_text("7");
    terminal.wait_for("> 服务反馈工作日         7 个工作日");
    for (key, number) in [
        ("\x1b\x1b[A", 8),
        ("\x1b\x1bOA", 9),
        ("\x1b[1;3A", 10),
        ("\x1b[1;5A", 11),
        ("\x1b\x1b[B", 10),
    ] {
        terminal.send(key.as_bytes());
        terminal.wait_for(&format!("> 服务反馈工作日         {number} 个工作日"));
    }
}

/// The end of a frame. The terminal shows the frame only then.
const FRAME_END: &[u8] = b"\x1b[?2026l";

fn frames(terminal: &Terminal) -> usize {
    let raw = terminal.raw();
    raw.windows(FRAME_END.len())
        .filter(|bytes| *bytes == FRAME_END)
        .count()
}

#[test]
fn characters_of_a_paste_that_nothing_marks_are_taken_as_one_text() {
    let field = Field::new();
    field.terminal.press("Tab");
    let before = frames(&field.terminal);
    field.terminal.type_text(&"甲、".repeat(30_000));
    field.terminal.wait_for("只留下了前面的部分");
    let shown = frames(&field.terminal) - before;
    assert!(shown < 1_000, "{shown} frames");
}

#[test]
fn the_screen_shows_what_becomes_of_many_keys_while_they_are_taken() {
    let mut template = String::from(
        "+++\nid = \"many\"\ntitle = \"许多\"\nversion = \"1\"\nlanguage = \"zh-CN\"\n",
    );
    let mut clauses = String::new();
    for field in 0..200 {
        template.push_str(&format!(
            "[[fields]]\nid = \"f{field}\"\nkind = \"text\"\nlabel = \"第{field}项\"\n"
        ));
        let clause = format!("第{field}项为{{{{ f{field} }}}}。\n\n");
        clauses.push_str(&clause.repeat(20));
    }
    let data = tempfile::tempdir().unwrap();
    let templates = data.path().join("templates");
    std::fs::create_dir(&templates).unwrap();
    std::fs::write(
        templates.join("many.md"),
        format!("{template}+++\n# 许多\n\n{clauses}"),
    )
    .unwrap();
    let terminal = Terminal::start(&["new", "many"], data.path(), 110, 30);
    terminal.wait_for("第0项");
    let before = frames(&terminal);
    terminal.type_text(&"甲\t".repeat(200));
    terminal.wait_for("第199项为甲");
    let shown = frames(&terminal) - before;
    assert!(shown >= 5, "{shown} frames");
}
