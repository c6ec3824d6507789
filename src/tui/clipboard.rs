//! Puts a text on the clipboard by way of the terminal (OSC 52), which also works in a remote
//! session.

use std::io::{self, Write};

/// Whether the terminal may know the command. Most terminals do, and none answers.
pub(super) fn is_offered() -> bool {
    let variable = |name| std::env::var(name).unwrap_or_default();
    knows(&variable("TERM"), &variable("TERM_PROGRAM"))
}

/// Whether the terminal with these names may know the command: the console of Linux and the
/// terminal of macOS do not.
fn knows(term: &str, program: &str) -> bool {
    term != "linux" && program != "Apple_Terminal"
}

/// Sends the command.
pub(super) fn copy(output: &mut impl Write, text: &str) -> io::Result<()> {
    write!(output, "\x1b]52;c;{}\x07", base64(text.as_bytes()))?;
    output.flush()
}

/// The base64 form of bytes (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0_usize, |group, at| {
            group << 8 | chunk.get(at).map_or(0, |byte| usize::from(*byte))
        });
        for (place, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let digit = DIGITS
                .get(group >> shift & 63)
                .copied()
                .map_or('=', char::from);
            text.push(if place <= chunk.len() { digit } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terminal_gets_the_text_in_base64() {
        for (text, expected) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("合同.docx", "5ZCI5ZCMLmRvY3g="),
        ] {
            let mut sent = Vec::new();
            copy(&mut sent, text).unwrap();
            let sent = String::from_utf8(sent).unwrap();
            assert_eq!(sent, format!("\x1b]52;c;{expected}\x07"), "{text}");
        }
    }

    #[test]
    fn a_terminal_that_cannot_copy_is_not_asked() {
        for (term, program, expected) in [
            ("xterm-256color", "", true),
            ("tmux-256color", "tmux", true),
            ("xterm-256color", "Apple_Terminal", false),
            ("linux", "", false),
        ] {
            assert_eq!(knows(term, program), expected, "{term} {program}");
        }
    }
}
