//! Text as runs: a run has one font, and a line feed becomes a break.

use docx_rs::{BreakType, Run, RunFonts};

use super::styles::PLACEHOLDER;

/// How a piece of text is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// In bold.
    pub(super) bold: bool,
    /// With a line under it.
    pub(super) underline: bool,
    /// On a coloured ground, as what is still to be answered.
    pub(super) highlight: bool,
    /// As what goes when somebody types in its place.
    pub(super) placeholder: bool,
    /// The width of its characters in hundredths of their own; `None` leaves them as they are.
    pub(super) stretch: Option<i32>,
}

/// Which font a character needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    /// The style's own fonts.
    Usual,
    /// A box or tick, which 宋体 lacks or draws in another size.
    Box,
    /// Han beyond the first plane, as in rare names.
    RareHan,
}

/// Has all the boxes in one size.
pub(super) const BOX_FONT: &str = "Segoe UI Symbol";
/// Has the Han of the planes beyond the first.
pub(super) const RARE_HAN_FONT: &str = "SimSun-ExtB";

/// The runs that print `text`, one at least: a control without a run cannot be typed into.
pub(super) fn runs_to_type_over(text: &str, look: Look) -> Vec<Run> {
    let runs = runs(text, look);
    if runs.is_empty() {
        vec![run(Script::Usual, "", look).add_text("")]
    } else {
        runs
    }
}

/// The runs that print `text`; none for an empty one.
pub(super) fn runs(text: &str, look: Look) -> Vec<Run> {
    pieces(text)
        .into_iter()
        .map(|(script, piece)| run(script, &piece, look))
        .collect()
}

/// The longest pieces that need one font each.
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
        // Without the hint, Word sets “ ” … — × in the Latin font, half as wide.
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
