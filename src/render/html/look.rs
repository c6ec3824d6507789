//! The look of the page: the paper style as CSS, for the browser window and for A4.

use crate::document::PaperWords;
use crate::template::{BlankMark, PageSize, PaperStyle, Underline};

/// The line height of 宋体 in ems at single spacing.
const SINGLE_LINE: f64 = 1.3;

/// The content of the page's `style` element.
pub(super) fn sheet(paper: &PaperStyle, words: &PaperWords) -> String {
    let PaperStyle {
        title_font,
        title_size,
        heading_font,
        body_font,
        latin_font,
        body_size,
        line_spacing,
        margins: [top, right, bottom, left],
        underline,
        page_size,
        page_number,
        draft_blanks,
        // Edit protection and embedded data exist only in DOCX.
        protection: _,
        embed_draft: _,
    } = paper;
    let (paper_name, paper_width) = page(*page_size);
    let latin = quoted(latin_font);
    let title_fonts = fonts(title_font);
    let heading_fonts = fonts(heading_font);
    let body_fonts = fonts(body_font);
    let line_height = line_spacing * SINGLE_LINE;
    let footer = if *page_number {
        let [before, between, behind] = words.page_line.map(quoted);
        format!(
            "\n  @bottom-center {{\n    content: {before} counter(page) {between} \
             counter(pages) {behind};\n    font: 9pt {body_fonts};\n  }}"
        )
    } else {
        String::new()
    };
    let filled = match underline {
        Underline::Value | Underline::Padded => ".filled { text-decoration: underline; }\n",
        Underline::None => "",
    };
    let padded = match underline {
        Underline::Padded => ".filled::before, .filled::after { content: \"\\a0\"; }\n",
        Underline::Value | Underline::None => "",
    };
    let highlighted = match draft_blanks {
        BlankMark::Highlight => {
            ".draft .blank { background: #ff0; }\n.draft .blank:empty { padding: 0 2em; }\n"
        }
        BlankMark::Underscores | BlankMark::Label => "",
    };
    format!(
        "@font-face {{
  font-family: \"contract-latin\";
  src: local({latin}), local(\"Liberation Serif\");
  unicode-range: U+20-7E;
}}
@page {{
  size: {paper_name};
  margin: {top}cm {right}cm {bottom}cm {left}cm;{footer}
}}
:root {{ color-scheme: light; background: #ddd; }}
body {{ margin: 0; color: #000; font: {body_size}pt/{line_height:.3} {body_fonts}; }}
main {{
  box-sizing: border-box; max-width: {paper_width}; margin: 1cm auto; background: #fff;
  padding: {top}cm {right}cm {bottom}cm {left}cm;
}}
h1, h2, p {{ margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; line-break: strict; }}
h1 {{
  font: {title_size}pt/{line_height:.3} {title_fonts};
  margin-bottom: {body_size}pt; text-align: center; break-after: avoid;
}}
h2 {{
  font: inherit; font-family: {heading_fonts};
  margin-top: 0.5em; break-after: avoid; break-inside: avoid;
}}
p {{ text-align: justify; orphans: 2; widows: 2; }}
.clause, .body {{ text-indent: 2em; }}
.line, .loose {{ text-align: left; }}
.corner {{ text-align: right; }}
.depth1:has(+ .depth2), .depth2:has(+ .depth3), p:has(+ .end) {{ break-after: avoid; }}
.end {{ margin: 1em 0 2em; text-align: center; break-before: avoid; break-after: avoid; }}
.own_page {{ text-align: center; break-before: page; break-after: avoid; }}
.option {{ white-space: nowrap; }}
.box {{ font-family: \"Segoe UI Symbol\", \"Apple Symbols\", \"Noto Sans Symbols2\", {body_fonts}; }}
{filled}{padded}{highlighted}.signature {{
  width: 100%; table-layout: fixed; border-collapse: collapse;
  break-inside: avoid; break-before: avoid;
}}
.signature td {{
  padding: 0 1em 0.5em 0; vertical-align: top; white-space: pre-wrap; overflow-wrap: anywhere;
}}
.rule {{ display: inline-block; overflow-x: clip; white-space: nowrap; }}
.signature tr:first-child td {{ height: 3cm; }}
.draft {{ display: table; width: 100%; table-layout: fixed; }}
.mark {{
  display: table-header-group; break-inside: avoid;
  font: bold 16pt/2 {heading_fonts}; text-align: center;
}}
.pages {{ display: table-row-group; }}
@media print {{
  :root {{ background: none; }}
  main {{ max-width: none; margin: 0; padding: 0; }}
}}
"
    )
}

/// The name and the width of a page in CSS.
fn page(size: PageSize) -> (&'static str, &'static str) {
    match size {
        PageSize::A4 => ("A4", "21cm"),
        PageSize::Letter => ("letter", "8.5in"),
    }
}

/// A CSS font list for text in a Han font: the Latin font for letters and digits, then the Han
/// font, then its substitutes on other systems.
fn fonts(han: &str) -> String {
    let substitutes = match han {
        "黑体" => "SimHei, \"Heiti SC\", \"Noto Sans CJK SC\", sans-serif",
        "仿宋" => "FangSong, STFangsong, \"Noto Serif CJK SC\", serif",
        "楷体" => "KaiTi, \"Kaiti SC\", \"Noto Serif CJK SC\", serif",
        _ => "SimSun, \"Songti SC\", \"Noto Serif CJK SC\", serif",
    };
    format!("\"contract-latin\", {}, {substitutes}", quoted(han))
}

/// A text as a CSS string that cannot close the `style` element.
fn quoted(text: &str) -> String {
    let mut css = "\"".to_owned();
    for character in text.chars() {
        match character {
            '"' | '\\' | '<' | '>' => css.push_str(&format!("\\{:x} ", u32::from(character))),
            control if control.is_control() => css.push(' '),
            other => css.push(other),
        }
    }
    css.push('"');
    css
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chinese(paper: &PaperStyle) -> String {
        sheet(paper, PaperWords::of("zh-CN"))
    }

    #[test]
    fn every_key_of_the_paper_reaches_the_page() {
        let usual = PaperStyle::default();
        for (paper, expected) in [
            (
                PaperStyle {
                    title_font: "仿宋".to_owned(),
                    ..usual.clone()
                },
                "pt/1.950 \"contract-latin\", \"仿宋\", FangSong",
            ),
            (
                PaperStyle {
                    title_size: 26.0,
                    ..usual.clone()
                },
                "font: 26pt/",
            ),
            (
                PaperStyle {
                    heading_font: "楷体".to_owned(),
                    ..usual.clone()
                },
                "\"楷体\", KaiTi",
            ),
            (
                PaperStyle {
                    body_font: "微软雅黑".to_owned(),
                    ..usual.clone()
                },
                "\"微软雅黑\", SimSun",
            ),
            (
                PaperStyle {
                    latin_font: "Arial".to_owned(),
                    ..usual.clone()
                },
                "local(\"Arial\")",
            ),
            (
                PaperStyle {
                    body_size: 14.0,
                    ..usual.clone()
                },
                "font: 14pt/",
            ),
            (
                PaperStyle {
                    line_spacing: 2.0,
                    ..usual.clone()
                },
                "/2.600",
            ),
            (
                PaperStyle {
                    margins: [1.0, 2.0, 3.0, 4.0],
                    ..usual.clone()
                },
                "margin: 1cm 2cm 3cm 4cm;",
            ),
            (
                PaperStyle {
                    underline: Underline::Padded,
                    ..usual.clone()
                },
                ".filled::before",
            ),
        ] {
            assert!(chinese(&paper).contains(expected), "expected: {expected}");
            assert!(!chinese(&usual).contains(expected), "expected: {expected}");
        }
        for (paper, gone) in [
            (
                PaperStyle {
                    underline: Underline::None,
                    ..usual.clone()
                },
                "underline",
            ),
            (
                PaperStyle {
                    page_number: false,
                    ..usual.clone()
                },
                "counter(page)",
            ),
            (
                PaperStyle {
                    draft_blanks: BlankMark::Underscores,
                    ..usual.clone()
                },
                ".draft .blank",
            ),
        ] {
            assert!(!chinese(&paper).contains(gone), "gone: {gone}");
            assert!(chinese(&usual).contains(gone), "gone: {gone}");
        }
    }

    #[test]
    fn the_name_of_a_font_stays_a_name() {
        assert_eq!(
            quoted("a\"};</style>\\"),
            "\"a\\22 };\\3c /style\\3e \\5c \""
        );
    }
}
