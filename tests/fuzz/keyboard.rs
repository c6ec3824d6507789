//! libFuzzer over what a terminal sends: nothing deadens the keyboard, no control sequence is typed,
//! and it does not matter where bytes are cut. `tests/fuzz/run` starts it; a broken promise is a
//! panic.
#![no_main]

use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode};
use qianyue::tui::input::parser::Parser;

/// Never in UTF-8: the byte behind it is a pause of so many 8 ms, or this byte itself.
const PAUSE: u8 = 0xff;
/// After this rest a key is a key, unless it is pasted.
const REST: Duration = Duration::from_millis(200);
/// A paste is over after this silence, and everything else long before.
const LONGEST: Duration = Duration::from_secs(5);

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    nothing_deadens_it(&arrivals(input));
    let Some((kind, content)) = input.split_first() else {
        return;
    };
    let pasted = String::from_utf8_lossy(content);
    let text: String = pasted.chars().filter(|c| !c.is_control()).collect();
    // In single bytes, and as slowly as they are sent here, a longer string would take too long.
    let short: String = text.chars().take(20).collect();
    is_never_typed(&sequence(*kind, &short), content);
    is_typed(&text, content);
    is_pasted(&pasted, content);
});

/// Bytes that come together, each with the pause before them.
fn arrivals(input: &[u8]) -> Vec<(Duration, Vec<u8>)> {
    let mut arrivals = vec![(Duration::ZERO, Vec::new())];
    let mut bytes = input.iter();
    while let Some(byte) = bytes.next() {
        let pause = match (byte, bytes.clone().next()) {
            (&PAUSE, Some(&next)) => {
                bytes.next();
                (next != PAUSE).then(|| Duration::from_millis(u64::from(next) * 8))
            }
            _ => None,
        };
        match (pause, arrivals.last_mut()) {
            (Some(pause), _) => arrivals.push((pause, Vec::new())),
            (None, Some((_, together))) => together.push(*byte),
            (None, None) => {}
        }
    }
    arrivals
}

fn nothing_deadens_it(arrivals: &[(Duration, Vec<u8>)]) {
    let mut now = Instant::now();
    let (mut whole, mut cut) = (Parser::default(), Parser::default());
    for (pause, bytes) in arrivals {
        now += *pause;
        let mut expected = whole.wait(now);
        expected.extend(whole.take(bytes, now));
        let mut found = cut.wait(now);
        for byte in bytes {
            found.extend(cut.take(&[*byte], now));
        }
        // A rest is before the first of the bytes that come together, wherever they are cut.
        assert_eq!(found, expected, "cut bytes mean something else");
        let deadline = whole.deadline();
        assert!(
            deadline.is_none_or(|deadline| deadline <= now + LONGEST),
            "it waits for ever"
        );
    }
    now += REST;
    whole.wait(now);
    let mut found = whole.take("甲".as_bytes(), now);
    if found.is_empty() {
        found = whole.wait(now + LONGEST);
        let is_pasted = matches!(found.as_slice(), [Event::Paste(text)] if text.ends_with('甲'));
        assert!(is_pasted, "the keyboard is dead: {found:?}");
    } else {
        assert_eq!(typed(&found), "甲", "more than was typed");
    }
    assert_eq!(whole.deadline(), None, "it waits for nothing");
}

/// A complete control sequence that is no key, with this content as far as its kind has it.
fn sequence(kind: u8, text: &str) -> String {
    let parameters: String = text.chars().filter(|c| (' '..='?').contains(c)).collect();
    match kind % 7 {
        0 => format!("\x1b[?{parameters}n"),
        1 => format!("\x1b[>{parameters}~"),
        2 => format!("\x1b]11{text}\x07"),
        3 => format!("\x1b]52{text}\x1b\\"),
        4 => format!("\x1bP1{text}\x1b\\"),
        5 => format!("\x1b_G{text}\x1b\\"),
        _ => format!("\x1bX{text}.\x1b\\"),
    }
}

fn is_never_typed(sequence: &str, cuts: &[u8]) {
    let said = sent_in_pieces(&format!("甲{sequence}乙"), cuts);
    assert_eq!(typed(&said), "甲乙", "{sequence:?}");
    assert_eq!(said.len(), 2, "{sequence:?}: {said:?}");
}

fn is_typed(text: &str, cuts: &[u8]) {
    assert_eq!(typed(&sent_in_pieces(text, cuts)), text);
}

fn is_pasted(text: &str, cuts: &[u8]) {
    let text = text.replace("\x1b[201~", "");
    if text.contains("\x1b[201~") {
        return;
    }
    let said = sent_in_pieces(&format!("\x1b[200~{text}\x1b[201~"), cuts);
    assert_eq!(said, [Event::Paste(text)]);
}

/// What is said of a text that comes in pieces, whose sizes and pauses follow `cuts`.
fn sent_in_pieces(text: &str, cuts: &[u8]) -> Vec<Event> {
    let mut parser = Parser::default();
    let mut now = Instant::now();
    let mut said = Vec::new();
    let mut rest = text.as_bytes();
    let mut cuts = cuts.iter().cycle();
    while !rest.is_empty() {
        let cut = cuts.next().copied().unwrap_or(u8::MAX);
        let (piece, others) = rest.split_at(usize::from(cut % 16 + 1).min(rest.len()));
        now += Duration::from_millis(u64::from(cut / 16) * 6);
        said.extend(parser.take(piece, now));
        rest = others;
    }
    said.extend(parser.wait(now + LONGEST));
    said
}

/// The text of the keys that type.
fn typed(said: &[Event]) -> String {
    let character = |event: &Event| match event.as_key_press_event()?.code {
        KeyCode::Char(character) => Some(character),
        _ => None,
    };
    said.iter().filter_map(character).collect()
}
