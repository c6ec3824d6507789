//! Tests of the parser without a terminal and with an artificial clock.

use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers};
use proptest::prelude::*;

use super::parser::Parser;

/// A parser with an artificial clock.
struct Terminal {
    parser: Parser,
    now: Instant,
    said: String,
}

impl Terminal {
    fn new() -> Self {
        Self {
            parser: Parser::default(),
            now: Instant::now(),
            said: String::new(),
        }
    }

    fn send(&mut self, bytes: &[u8]) {
        let found = self.parser.take(bytes, self.now);
        self.said.extend(found.iter().map(described));
    }

    fn wait(&mut self, milliseconds: u64) {
        self.now += Duration::from_millis(milliseconds);
        let found = self.parser.wait(self.now);
        self.said.extend(found.iter().map(described));
    }

    /// The inputs since the last call.
    fn said(&mut self) -> String {
        std::mem::take(&mut self.said)
    }
}

/// A character as itself, any other input by its name: `甲<Left><Alt-Up><paste 乙>`.
fn described(input: &Event) -> String {
    match input {
        Event::Key(key) => {
            let held: String = [
                (KeyModifiers::CONTROL, "Ctrl-"),
                (KeyModifiers::ALT, "Alt-"),
                (KeyModifiers::SHIFT, "Shift-"),
                (KeyModifiers::SUPER, "Super-"),
            ]
            .into_iter()
            .filter(|(modifier, _)| key.modifiers.contains(*modifier))
            .map(|(_, name)| name)
            .collect();
            let kind = match key.kind {
                KeyEventKind::Press => "",
                KeyEventKind::Repeat => " again",
                KeyEventKind::Release => " let go",
            };
            match key.code {
                KeyCode::Char(c) if held.is_empty() && kind.is_empty() => c.to_string(),
                KeyCode::Char(c) if held == "Shift-" && kind.is_empty() => c.to_string(),
                KeyCode::Char(c) => format!("<{held}{c}{kind}>"),
                KeyCode::F(number) => format!("<{held}F{number}{kind}>"),
                code => format!("<{held}{code:?}{kind}>"),
            }
        }
        Event::Paste(text) => format!("<paste {text}>"),
        Event::Mouse(mouse) => {
            format!("<{:?} {},{}>", mouse.kind, mouse.column, mouse.row)
        }
        other => format!("<{other:?}>"),
    }
}

/// The inputs of bytes that arrive at once, and of the same bytes sent singly every 20 ms; nothing
/// follows.
fn meant(bytes: &[u8]) -> [String; 2] {
    [bytes.len().max(1), 1].map(|size| {
        let mut terminal = Terminal::new();
        for piece in bytes.chunks(size) {
            terminal.send(piece);
            terminal.wait(20);
        }
        terminal.wait(6_000);
        terminal.said()
    })
}

fn assert_meant(bytes: &[u8], expected: &str) {
    let shown = String::from_utf8_lossy(bytes);
    assert_eq!(meant(bytes), [expected, expected], "{shown:?} {bytes:x?}");
}

#[test]
fn keys_are_known_however_they_come() {
    for (bytes, expected) in [
        ("aZ9?~", "aZ9?~"),
        ("甲é𠮷", "甲é𠮷"),
        (" \r\t\u{7f}", " <Enter><Tab><Backspace>"),
        (
            "\x01\x11\x1a\0\n\x08",
            "<Ctrl-a><Ctrl-q><Ctrl-z><Ctrl- ><Ctrl-j><Ctrl-h>",
        ),
        ("\x1c\x1f", "<Ctrl-4><Ctrl-7>"),
        ("\x1b", "<Esc>"),
        (
            "\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F",
            "<Up><Down><Right><Left><Home><End>",
        ),
        (
            "\x1bOA\x1bOB\x1bOC\x1bOD\x1bOH\x1bOF",
            "<Up><Down><Right><Left><Home><End>",
        ),
        ("\x1b[1~\x1b[7~\x1b[4~\x1b[8~", "<Home><Home><End><End>"),
        (
            "\x1b[2~\x1b[3~\x1b[5~\x1b[6~",
            "<Insert><Delete><PageUp><PageDown>",
        ),
        ("\x1bOP\x1bOQ\x1bOR\x1bOS", "<F1><F2><F3><F4>"),
        (
            "\x1b[11~\x1b[12~\x1b[13~\x1b[14~\x1b[15~",
            "<F1><F2><F3><F4><F5>",
        ),
        (
            "\x1b[17~\x1b[18~\x1b[19~\x1b[20~\x1b[21~",
            "<F6><F7><F8><F9><F10>",
        ),
        ("\x1b[23~\x1b[24~", "<F11><F12>"),
        // Some terminals send these keys for Shift-F1 and so on.
        (
            "\x1b[25~\x1b[26~\x1b[28~\x1b[29~\x1b[31~\x1b[34~",
            "<F13><F14><F15><F16><F17><F20>",
        ),
        ("\x1b[[A\x1b[[E", "<F1><F5>"),
        ("\x1b[Z", "<Shift-BackTab>"),
        (
            "\x1b[1;5A\x1b[1;3B\x1b[1;2C\x1b[1;6D",
            "<Ctrl-Up><Alt-Down><Shift-Right><Ctrl-Shift-Left>",
        ),
        (
            "\x1b[5A\x1b[;5A\x1bO5A\x1bO1;5A",
            "<Ctrl-Up><Ctrl-Up><Ctrl-Up><Ctrl-Up>",
        ),
        (
            "\x1b[1;2P\x1b[1;2S\x1b[15;2~\x1b[3;5~",
            "<Shift-F1><Shift-F4><Shift-F5><Ctrl-Delete>",
        ),
        ("\x1b[1;2R\x1b[1;5R", "<Shift-F3><Ctrl-F3>"),
        ("\x1b[1;5:3A\x1b[1;1:2B", "<Ctrl-Up let go><Down again>"),
        // The keypad in application mode.
        ("\x1bOp\x1bOy\x1bOn\x1bOm\x1bOM", "09.-<Enter>"),
        // Keys as character numbers.
        (
            "\x1b[27u\x1b[13u\x1b[9u\x1b[9;2u\x1b[127u",
            "<Esc><Enter><Tab><Shift-BackTab><Backspace>",
        ),
        ("\x1b[97u\x1b[97;2u\x1b[97:65;2u\x1b[30002u", "aAA甲"),
        (
            "\x1b[113;5u\x1b[27;5;113~\x1b[108;3u",
            "<Ctrl-q><Ctrl-q><Alt-l>",
        ),
        ("\x1b[57400u\x1b[57417u\x1b[97;1:3u", "1<Left><a let go>"),
        // These keys are not bound and type no text.
        ("\x1b[113;7u\x1b[57441u\x1b[27;5;55296~\x1b[1u", ""),
        (
            "\x1bl\x1bL\x1b\r\x1b\x7f",
            "<Alt-l><Alt-Shift-L><Alt-Enter><Alt-Backspace>",
        ),
        ("\x1b[I\x1b[O", "<FocusGained><FocusLost>"),
        (
            "\x1b[<0;8;10M\x1b[<0;8;10m",
            "<Down(Left) 7,9><Up(Left) 7,9>",
        ),
        (
            "\x1b[<64;1;1M\x1b[<65;300;1M\x1b[<35;2;2M",
            "<ScrollUp 0,0><ScrollDown 299,0><Moved 1,1>",
        ),
        ("\x1b[32;8;10M\x1b[M (*", "<Down(Left) 7,9><Down(Left) 7,9>"),
        // No cell has these positions, and no mouse has these buttons.
        (
            "\x1b[<0;0;1M\x1b[<0;1;70000M\x1b[<999;1;1M\x1b[<0;1M\x1b[M   ",
            "",
        ),
        ("\x1b[200~甲\r乙\x1b[201~丙", "<paste 甲\r乙>丙"),
        ("\x1b[200~\x1b[201~", "<paste >"),
        (
            "\x1b[200~a\x1b[Db\x1b[20\x1b[200~\x1b\x1b[201~c",
            "<paste a\x1b[Db\x1b[20\x1b[200~\x1b>c",
        ),
    ] {
        assert_meant(bytes.as_bytes(), expected);
    }
    assert_meant(
        b"\x1b[200~\xff\xe7\x94\x1b[201~",
        "<paste \u{fffd}\u{fffd}>",
    );
    assert_meant(b"\x1b[M \xff\xff", "<Down(Left) 222,222>");
}

#[test]
fn an_escape_before_a_key_is_alt_where_a_key_may_be_bound_with_alt() {
    for (bytes, expected) in [
        ("\x1b\x1b[A", "<Alt-Up>"),
        ("\x1b\x1bOB", "<Alt-Down>"),
        ("\x1b\x1b[3~", "<Alt-Delete>"),
        ("\x1b\x1b[1;5A", "<Ctrl-Alt-Up>"),
        ("\x1b\x1b\x1b[A", "<Esc><Alt-Up>"),
        // The user pressed both keys.
        ("\x1b\x1b[15~", "<Esc><F5>"),
        ("\x1b\x1bOP", "<Esc><F1>"),
        ("\x1b\x1b[Z", "<Esc><Shift-BackTab>"),
        ("\x1b\x1b", "<Esc><Esc>"),
        ("\x1b\x1b\x1b", "<Esc><Esc><Esc>"),
        ("\x1b\x1bl", "<Esc><Alt-l>"),
        ("\x1b\x11", "<Esc><Ctrl-q>"),
        ("\x1b甲", "<Esc>甲"),
        // The user pressed Esc before the terminal sent its report.
        ("\x1b\x1b[?997;1n", "<Esc>"),
        ("\x1b\x1b]11;rgb:0/0/0\x07甲", "<Esc>甲"),
        ("\x1b\x1b[200~甲\x1b[201~", "<Esc><paste 甲>"),
        ("\x1b\x1b[<0;8;10M", "<Esc><Down(Left) 7,9>"),
        ("\x1b\x1b[1;甲", "<Esc>甲"),
    ] {
        assert_meant(bytes.as_bytes(), expected);
    }
}

#[test]
fn what_is_no_key_is_dropped_whole() {
    for bytes in [
        "\x1b[?997;1n",
        "\x1b[?2026;2$y",
        "\x1b[4;2$y",
        "\x1b[?62;4;22c",
        "\x1b[>0;276;0c",
        "\x1b[=1;0c",
        "\x1b[0n",
        "\x1b[?0u",
        "\x1b[?1;0;256S",
        "\x1b[24;80R",
        "\x1b[1;1R",
        "\x1b[1;40R",
        "\x1b[8;30;110t",
        "\x1b[3;1;1;128;128;1;0x",
        "\x1b[1 q",
        "\x1b[99~",
        "\x1b[201~",
        "\x1b[0;276;95_",
        "\x1b[m",
        "\x1b[31@",
        "\x1bOz",
        "\x1b]11;rgb:0000/0000/0000\x1b\\",
        "\x1b]11;rgb:0000/0000/0000\x07",
        "\x1b]52;c;5p2t5bee\x07",
        "\x1b]l标题\x1b\\",
        "\x1b]\x1b\\",
        "\x1b]\x07",
        "\x1bP>|tmux 3.5a\x1b\\",
        "\x1bP1+r\x07\r\n\t\x1b\\",
        "\x1b_Gi=31;OK\x1b\\",
        "\x1b^a private message\x1b\\",
        "\x1bX任何 \x03\x11 string\x1b\\",
        // CAN cancels the string.
        "\x1b]11;rgb\x18",
        // The same with C1 control characters.
        "\u{9b}?997;1n",
        "\u{9d}11;rgb:0/0/0\u{9c}",
        "\u{9d}11;rgb:0/0/0\x07",
        "\u{90}>|xterm\x1b\\",
        "\u{85}\u{9c}",
    ] {
        assert_meant(bytes.as_bytes(), "");
        assert_meant(format!("甲{bytes}乙").as_bytes(), "甲乙");
    }
    for bytes in [
        b"\x9b?997;1n".as_slice(),
        b"\x9d11;rgb:0/0/0\x9c",
        b"\xff\xc0\xa4\xfe",
        b"\xe7\x94",
        b"\xed\xa0\x80",
        b"\xf5\x80\x80\x80",
    ] {
        assert_meant(bytes, "");
        assert_meant(&[bytes, "乙".as_bytes()].concat(), "乙");
    }
}

/// Input that follows an unfinished sequence is not lost.
#[test]
fn what_breaks_off_begins_anew() {
    for (bytes, expected) in [
        ("\x1b[<0;1\x1b[A", "<Up>"),
        ("\x1b[1;\x11", "<Ctrl-q>"),
        ("\x1b[?\x7f", "<Backspace>"),
        ("\x1b[1;甲", "甲"),
        ("\x1b[甲", "<Alt-[>甲"),
        ("\x1b[\r", "<Alt-[><Enter>"),
        ("\x1bO甲", "<Alt-Shift-O>甲"),
        ("\x1bO\x1b[A", "<Alt-Shift-O><Up>"),
        ("\x1b]甲", "<Alt-]>甲"),
        ("\x1b]\r", "<Alt-]><Enter>"),
        ("\x1b]\x1b[A", "<Alt-]><Up>"),
        ("\x1b[M!\x1b[A", "<Up>"),
        ("\x1b[M!\r", "<Enter>"),
        ("\x1b[[甲", "甲"),
        ("\x1b]11;rgb:\x1b[A", "<Up>"),
        ("\x1b]11;rgb:\x1b\x1b[A", "<Alt-Up>"),
        ("\x1b]11;rgb:\x1b]11;rgb:0/0/0\x07甲", "甲"),
        ("\x1b_abc\x1bl", "<Alt-l>"),
        // A byte that looks like a C1 control may be part of a broken character.
        ("\u{9d}12甲", "甲"),
        ("\u{90}12\r", "<Enter>"),
        ("\u{9b}甲", "甲"),
    ] {
        assert_meant(bytes.as_bytes(), expected);
    }
    assert_meant(b"\xe7\x94\xe7\x94\xb2", "甲");
    assert_meant(b"\xe7a", "a");
    assert_meant(b"\xe0\x9d12", "12");
    assert_meant(b"\x9d12\xe7\x94\xb2", "甲");
}

/// Bytes, the milliseconds after them, and the inputs expected by then.
type Step<'a> = (&'a [u8], u64, &'a str);

#[test]
fn what_does_not_go_on_is_over_in_time() {
    let string = [b"\x1b]".as_slice(), &b"a".repeat(1024 * 1024 - 1)].concat();
    let sequence = [b"\x1b[".as_slice(), &b"1".repeat(253)].concat();
    let steps: [(&str, &[Step<'_>]); 24] = [
        ("Esc", &[(b"\x1b", 99, ""), (b"", 1, "<Esc>")]),
        (
            "Esc, late text",
            &[(b"\x1b", 100, "<Esc>"), (b"[D", 0, "[D")],
        ),
        (
            "continued",
            &[(b"\x1b", 99, ""), (b"[", 99, ""), (b"D", 0, "<Left>")],
        ),
        (
            "Esc Esc",
            &[(b"\x1b", 60, ""), (b"\x1b", 99, ""), (b"", 1, "<Esc><Esc>")],
        ),
        (
            "Alt-[",
            &[(b"\x1b[", 99, ""), (b"", 1, "<Alt-[>"), (b"D", 0, "D")],
        ),
        ("Alt-O", &[(b"\x1bO", 100, "<Alt-Shift-O>")]),
        (
            "Alt-]",
            &[(b"\x1b]", 99, ""), (b"", 1, "<Alt-]>"), (b"11", 0, "11")],
        ),
        ("Alt-P", &[(b"\x1bP", 100, "<Alt-Shift-P>")]),
        ("Alt-X", &[(b"\x1bX", 100, "<Alt-Shift-X>")]),
        ("Alt-^", &[(b"\x1b^", 100, "<Alt-^>")]),
        ("Alt-_", &[(b"\x1b_", 100, "<Alt-_>")]),
        ("C1", &[(b"\x9b", 100, ""), (b"A", 0, "A")]),
        (
            "a sequence",
            &[(b"\x1b[1;", 499, ""), (b"5A", 0, "<Ctrl-Up>")],
        ),
        ("it is over", &[(b"\x1b[1;", 500, ""), (b"5A", 0, "5A")]),
        (
            "it is long",
            &[(&sequence, 0, ""), (b"A", 0, ""), (b"A", 0, "A")],
        ),
        ("it is too long", &[(&sequence, 0, ""), (b"1A", 0, "A")]),
        ("a mouse", &[(b"\x1b[M !", 500, ""), (b"!", 0, "!")]),
        ("a console key", &[(b"\x1b[[", 500, ""), (b"A", 0, "A")]),
        (
            "a string",
            &[(b"\x1b]11;", 999, ""), (b"r", 999, ""), (b"\x07a", 0, "a")],
        ),
        ("it is over", &[(b"\x1b]11;", 1_000, ""), (b"ab", 0, "ab")]),
        ("it is too long", &[(&string, 0, ""), (b"ab", 0, "b")]),
        (
            "its late end",
            &[(b"\x1b]1\x1b", 100, "<Esc>"), (b"\\a", 0, "a")],
        ),
        (
            "no end of it",
            &[(b"\x1b]1\x1b", 1_000, "<Esc>"), (b"\\", 0, "\\")],
        ),
        (
            "a paste",
            &[
                (b"\x1b[200~a\x1b[20", 4_999, ""),
                (b"", 1, "<paste a>"),
                (b"1", 0, "1"),
            ],
        ),
    ];
    for (what, steps) in steps {
        let mut terminal = Terminal::new();
        for (bytes, wait, expected) in steps {
            if !bytes.is_empty() {
                terminal.send(bytes);
            }
            terminal.wait(*wait);
            assert_eq!(terminal.said(), *expected, "{what}: {bytes:x?}, {wait} ms");
        }
        assert_eq!(terminal.parser.deadline(), None, "{what}: nothing waits");
    }
}

/// Terminals do not pause like this within an answer; people who type do.
#[test]
fn after_a_rest_only_letters_may_still_be_of_an_answer() {
    for (bytes, rest, typed, expected) in [
        ("\x1b]11;rgb:", 200, "甲", "甲"),
        ("\x1bX12", 200, "\x11", "<Ctrl-q>"),
        ("\x1bP12", 200, "\r", "<Enter>"),
        ("\x1b_12", 200, "\x7f", "<Backspace>"),
        ("\x1b[M !", 200, "甲", "甲"),
        ("\x1b]11;rgb:", 20, "甲", ""),
        ("\x1b]11;rgb:", 200, "a", ""),
        ("\x1b]11;rgb:", 200, "a甲", "甲"),
        ("\x1b]11;rgb:", 200, "\x07", ""),
    ] {
        let mut terminal = Terminal::new();
        terminal.send(bytes.as_bytes());
        terminal.wait(rest);
        terminal.send(typed.as_bytes());
        terminal.wait(2_000);
        assert_eq!(terminal.said(), expected, "{bytes:?}, {rest} ms, {typed:?}");
    }
    let mut terminal = Terminal::new();
    terminal.send(b"\x1b]11;");
    for _ in 0..24 {
        terminal.wait(500);
        terminal.send(b"a");
    }
    assert_eq!(terminal.said(), "aaaaa", "a string does not last for ever");
}

#[test]
fn a_place_is_the_answer_to_a_question_and_else_a_key() {
    let mut terminal = Terminal::new();
    terminal.parser.expect_cursor();
    terminal.send(b"a\x1b[1;3");
    assert_eq!(terminal.parser.cursor(), None);
    terminal.send(b"R\x1b[1;2R");
    assert_eq!(terminal.parser.cursor(), Some((2, 0)));
    assert_eq!(terminal.parser.cursor(), None, "it is told once");
    assert_eq!(terminal.said(), "a<Shift-F3>");
}

/// A piece of terminal input, complete or not.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: [&[u8]; 24] = [
        b"\x1b", b"\x1b[", b"\x1bO", b"\x1b]", b"\x1bP", b"\x1bX", b"\x1b_", b"\x1b\\", b"\x07",
        b"[200~", b"[201~", b"1;5", b"<0;1", b"?997;1n", b"$y", b"M", b"m", b"R", b"~", b"u",
        b"\x9b", b"\x9d", b"[[", b"\r",
    ];
    prop_oneof![
        4 => proptest::sample::select(&PIECES).prop_map(<[u8]>::to_vec),
        2 => proptest::sample::select(vec!["甲", "𠮷", "a", "Z9", "\u{9c}"])
            .prop_map(|text| text.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 1..4),
    ]
}

fn soup() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(piece(), 0..24).prop_map(|pieces| pieces.concat())
}

/// A complete sequence that is not a key, generated by the rules of ECMA-48.
fn answer() -> impl Strategy<Value = Vec<u8>> {
    let string =
        |introducer: &'static str, content: &'static str, ends: &'static [&'static str]| {
            (content, proptest::sample::select(ends))
                .prop_map(move |(content, end)| format!("{introducer}{content}{end}").into_bytes())
        };
    prop_oneof![
        "\u{1b}\\[[?>=][0-9:;<=>?]{0,20}[ -/]{0,2}[@-~]".prop_map(String::into_bytes),
        "\u{1b}\\[[0-9;]{0,20}[ -/]{1,2}[@-~]".prop_map(String::into_bytes),
        string("\x1b]", "[ -~][ -~甲🙂]{0,40}", &["\x07", "\x1b\\"]),
        string("\x1bP", "[ -~][ -~甲🙂\t\r\n]{0,40}", &["\x1b\\"]),
        string("\x1b_", "[ -~甲🙂][ -~甲🙂\t\r\n]{0,40}", &["\x1b\\"]),
        string("\x1b^", "[ -~甲🙂][ -~甲🙂\t\r\n]{0,40}", &["\x1b\\"]),
        string(
            "\x1bX",
            "[ -~甲🙂][\u{1}-\u{17}\u{1c}-\u{7f}甲🙂]{0,40}",
            &["\x1b\\"]
        ),
    ]
}

/// Sends bytes in pieces of these sizes, each after this pause in milliseconds.
fn send_in_pieces(terminal: &mut Terminal, bytes: &[u8], pieces: &[(usize, u64)]) {
    let mut rest = bytes;
    for (size, pause) in pieces.iter().cycle() {
        let (piece, others) = rest.split_at((*size).min(rest.len()));
        rest = others;
        if piece.is_empty() {
            return;
        }
        terminal.wait(*pause);
        terminal.send(piece);
    }
}

/// Pieces and pauses that are too short for a timeout.
fn quick() -> impl Strategy<Value = Vec<(usize, u64)>> {
    proptest::collection::vec((1_usize..6, 0_u64..100), 1..6)
}

proptest! {
    #[test]
    fn it_is_all_the_same_where_bytes_are_cut(bytes in soup(), pieces in quick()) {
        let mut whole = Terminal::new();
        whole.send(&bytes);
        whole.wait(6_000);
        let mut cut = Terminal::new();
        send_in_pieces(&mut cut, &bytes, &pieces);
        cut.wait(6_000);
        prop_assert_eq!(cut.said(), whole.said());
    }

    #[test]
    fn nothing_deadens_the_keyboard(
        bytes in soup(),
        pieces in proptest::collection::vec((1_usize..6, 0_u64..2_000), 1..6),
    ) {
        let mut terminal = Terminal::new();
        send_in_pieces(&mut terminal, &bytes, &pieces);
        terminal.wait(200);
        let before = terminal.said();
        terminal.send("甲".as_bytes());
        let at_once = terminal.said();
        if at_once.is_empty() {
            terminal.wait(5_000);
            let pasted = terminal.said();
            prop_assert!(pasted.starts_with("<paste ") && pasted.ends_with("甲>"), "{before:?} {pasted:?}");
        } else {
            prop_assert_eq!(at_once, "甲", "{:?}", before);
        }
        prop_assert_eq!(terminal.parser.deadline(), None);
    }

    #[test]
    fn an_answer_is_never_typed(
        answers in proptest::collection::vec(answer(), 1..4),
        pieces in quick(),
    ) {
        let mut terminal = Terminal::new();
        for bytes in &answers {
            send_in_pieces(&mut terminal, bytes, &pieces);
            terminal.send("甲".as_bytes());
        }
        terminal.wait(6_000);
        prop_assert_eq!(terminal.said(), "甲".repeat(answers.len()), "{:x?}", answers);
    }

    #[test]
    fn a_text_is_typed_as_it_is(text in "[ -~甲乙é🙂𠮷e\u{301}]{0,40}", pieces in quick()) {
        let mut terminal = Terminal::new();
        send_in_pieces(&mut terminal, text.as_bytes(), &pieces);
        prop_assert_eq!(terminal.said(), text);
    }

    #[test]
    fn a_paste_is_handed_on_as_it_is(
        text in "([ -~甲🙂\t\r]|\u{1b}\\[20|\u{1b}){0,40}",
        pieces in proptest::collection::vec((1_usize..6, 0_u64..4_000), 1..6),
    ) {
        prop_assume!(!text.contains("\u{1b}[201~"));
        let mut terminal = Terminal::new();
        // Send the start at once: the pieces of a sequence have a shorter timeout.
        terminal.send(b"\x1b[200~");
        send_in_pieces(&mut terminal, format!("{text}\x1b[201~").as_bytes(), &pieces);
        prop_assert_eq!(terminal.said(), format!("<paste {text}>"));
    }
}
