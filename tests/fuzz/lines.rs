//! Changes that go line by line: a value becomes another one, a line is lost, doubled or moved.
//! Changed byte by byte, a file of settings is mostly none any more, and what judges its values is
//! hardly ever reached.

#[allow(clippy::unwrap_used, reason = "as everywhere in tests")]
#[path = "../it/support/dice.rs"]
mod dice;

use dice::Dice;
use libfuzzer_sys::fuzzer_mutate;

/// Values of every type, some of them at an edge of what their type holds.
const VALUES: [&str; 32] = [
    "\"\"",
    "\"/\"",
    "\"x\"",
    "\"107000.53\"",
    "\"2026-02-29\"",
    "\"\\u001b[2J\\u202e\\u0000\"",
    "'''\nx\n'''",
    // Longer than what a message shows; cut at any byte, a character breaks.
    "\"虚构青禾茶业有限公司虚构青禾茶业有限公司虚构青禾茶业有限公司\"",
    "\"a虚构青禾茶业有限公司虚构青禾茶业有限公司虚构青禾茶业有限公司\"",
    "\"😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀\"",
    "\"e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\"",
    "0",
    "2",
    "-1",
    "2147483648",
    "9223372036854775807",
    "-9223372036854775808",
    "0.1",
    "-0.0",
    "1e308",
    "nan",
    "-inf",
    "true",
    "false",
    "1979-05-27",
    "07:32:00",
    "9999-12-31T23:59:60+23:59",
    "[]",
    "[\"a\", \"b\", \"a\"]",
    "[1, 2.5, 9999999999, nan]",
    "[[\"a\"], { b = 1 }]",
    "{ a = \"1\", b = [\"x\", \"y\"], c = 1979-05-27 }",
];

/// Changes the first `size` bytes of `data`, which may become `max_size`; how many they are then.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let changed = std::str::from_utf8(&data[..size])
        .ok()
        .and_then(|text| changed(text, &mut Dice::new(u64::from(seed))))
        .filter(|changed| !changed.is_empty() && changed.len() <= max_size);
    match changed {
        Some(changed) => {
            data[..changed.len()].copy_from_slice(changed.as_bytes());
            changed.len()
        }
        None => fuzzer_mutate(data, size, max_size),
    }
}

/// The text with one of its lines changed; `None` where the turn is that of single bytes.
fn changed(text: &str, dice: &mut Dice) -> Option<String> {
    let mut lines: Vec<&str> = text.split('\n').collect();
    let at = dice.below(lines.len());
    let with_value;
    match dice.below(8) {
        0 => {
            lines.remove(at);
        }
        1 => lines.insert(dice.below(lines.len()), lines[at]),
        2 => {
            let line = lines.remove(at);
            lines.insert(dice.below(lines.len() + 1), line);
        }
        3..=5 => {
            let (key, _) = lines[at].split_once('=')?;
            with_value = format!("{key}= {}", VALUES[dice.below(VALUES.len())]);
            lines[at] = &with_value;
        }
        _ => return None,
    }
    Some(lines.join("\n"))
}
