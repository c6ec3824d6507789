//! Text as runs: a run has one font, and a line feed becomes a break.

use docx_rs::{BreakType, Run, RunFonts};

use super::styles::PLACEHOLDER;

/// The formatting of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) bold: bool,
    pub(super) underline: bool,
    /// Whether the text is highlighted as an unanswered blank.
    pub(super) highlight: bool,
    /// Whether the text is a placeholder that disappears when a person types in its place.
    pub(super) placeholder: bool,
    /// The character width in hundredths of the font's own width; `None` keeps the font's width.
    pub(super) stretch: Option<i32>,
}

/// The font group that a character needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    /// The fonts of the paragraph style.
    Usual,
    /// A box or a tick, which 宋体 lacks or draws in another size.
    Box,
    /// A Han character outside the Basic Multilingual Plane, as in rare names.
    RareHan,
}

/// The font for boxes, because it draws all boxes in one size.
pub(super) const BOX_FONT: &str = "Segoe UI Symbol";
/// The font for Han characters outside the Basic Multilingual Plane.
pub(super) const RARE_HAN_FONT: &str = "SimSun-ExtB";

/// The runs that print `text`, at least one: a person cannot type into a control without a run.
pub(super) fn runs_to_type_over(text: &str, look: Look) -> Vec<Run> {
    let runs = runs(text, look);
    if runs.is_empty() {
        vec![run(Script::Usual, "", look).add_text("")]
    } else {
        runs
    }
}

/// The runs that print `text`; empty for an empty text.
pub(super) fn runs(text: &str, look: Look) -> Vec<Run> {
    pieces(text)
        .into_iter()
        .map(|(script, piece)| run(script, &piece, look))
        .collect()
}

/// Splits a text into the longest pieces that need one font each.
fn pieces(text: &str) -> Vec<(Script, String)> {
    let mut pieces: Vec<(Script, String)> = Vec::new();
    for character in text.chars() {
        let script = script(character);
        match pieces.last_mut() {
            Some((last, piece)) if *last == script => piece.push(character),
            _ => pieces.push((script, character.to_string())),
        }
    }
    pieces
}

fn script(character: char) -> Script {
    match character {
        '☑' | '☐' | '☒' | '√' | '■' | '□' => Script::Box,
        '\u{20000}'..='\u{3FFFF}' => Script::RareHan,
        _ => Script::Usual,
    }
}

fn run(script: Script, text: &str, look: Look) -> Run {
    let mut run = Run::new();
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        if !line.is_empty() {
            run = run.add_text(line);
        }
    }
    if let Some(fonts) = fonts(script, text) {
        run = run.fonts(fonts);
    }
    if look.bold {
        run = run.bold();
    }
    if look.underline {
        run = run.underline("single");
    }
    if look.highlight {
        run = run.highlight("yellow");
    }
    if let Some(stretch) = look.stretch {
        run.run_property = run.run_property.stretch(stretch);
    }
    if look.placeholder {
        run = run.style(PLACEHOLDER);
    }
    run
}

fn fonts(script: Script, text: &str) -> Option<RunFonts> {
    match script {
        // Without the hint, Word sets “ ” … — × in the Latin font, at half the width.
        Script::Usual => (!text.is_ascii()).then(|| RunFonts::new().hint("eastAsia")),
        Script::Box => Some(every_script(BOX_FONT)),
        Script::RareHan => Some(every_script(RARE_HAN_FONT)),
    }
}

fn every_script(font: &str) -> RunFonts {
    RunFonts::new()
        .ascii(font)
        .hi_ansi(font)
        .cs(font)
        .east_asia(font)
        .hint("eastAsia")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_needs_one_font() {
        for (text, expected) in [
            ("", vec![]),
            ("单价：1,280元", vec![(Script::Usual, "单价：1,280元")]),
            (
                "□现金☑汇款",
                vec![
                    (Script::Box, "□"),
                    (Script::Usual, "现金"),
                    (Script::Box, "☑"),
                    (Script::Usual, "汇款"),
                ],
            ),
            (
                "王𠮷木",
                vec![
                    (Script::Usual, "王"),
                    (Script::RareHan, "𠮷"),
                    (Script::Usual, "木"),
                ],
            ),
        ] {
            let expected: Vec<_> = expected
                .into_iter()
                .map(|(script, piece)| (script, piece.to_owned()))
                .collect();
            assert_eq!(pieces(text), expected, "text: {text}");
        }
    }
}
