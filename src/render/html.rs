//! The contract as one self-contained HTML page that prints on A4, without scripts or network
//! requests. Every character of the contract is text in the page; CSS adds only page numbers and
//! padding, which are not part of the contract.

mod look;
mod table;

use crate::document::{
    Block, Document, Edge, Inline, PaperWords, Paragraph, Parties, Role, Table, TableRole,
};
use crate::render::setting::{is_bold, stands_above_title, would_gape};
use crate::value::clean_lines;

/// The width of an underscore in the signature block, in hundredths of an em; the usual width is
/// 50.
const LINE_HUNDREDTHS: usize = 29;
/// Shorter runs of underscores belong to a value and are not a line to write on.
const SHORTEST_LINE: usize = 3;

/// Prints `document` as a complete page, ending with a line feed. With `draft_mark` every printed
/// page shows 草稿 above its text.
#[must_use]
pub fn render(document: &Document, draft_mark: bool) -> String {
    let blocks = document.text_blocks();
    let body: String = (blocks.iter().enumerate())
        .map(|(index, block)| match block {
            Block::Paragraph(paragraph) if stands_above_title(blocks, index) => {
                outer(document, paragraph, " corner")
            }
            Block::Paragraph(paragraph) => outer(document, paragraph, ""),
            Block::Table(table) => match table.role {
                TableRole::Signature(parties) => signature(document, table, parties),
                TableRole::Data => table::render(document, table),
            },
        })
        .collect();
    let body = [
        edge(document, Edge::Header),
        body,
        edge(document, Edge::Footer),
    ]
    .concat();
    let body = if draft_mark {
        // A table head is the only element that every browser repeats on every printed page.
        let mark = PaperWords::of(&document.language).draft_mark;
        format!(
            "<div class=\"draft\">\n<div class=\"mark\">{mark}</div>\n\
             <div class=\"pages\">\n{body}</div>\n</div>\n"
        )
    } else {
        body
    };
    format!(
        "<!DOCTYPE html>\n<html{language}>\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n\
         {body}</main>\n</body>\n</html>\n",
        language = language(&document.language),
        title = escaped(&document.title),
        style = look::sheet(&document.paper, PaperWords::of(&document.language))
            + sentences(document)
            + &edges(document)
            + &table::sheet(document),
    )
}

/// The line at an edge of the pages, which a page without paper shows once; empty if the contract has
/// no such line.
fn edge(document: &Document, edge: Edge) -> String {
    let Some(parts) = document.edge(edge) else {
        return String::new();
    };
    let parts = parts.map(|part| {
        let runs: String = part.iter().map(|inline| run(document, inline)).collect();
        format!("<span>{runs}</span>")
    });
    format!("<div class=\"edge\">{}</div>\n", parts.concat())
}

/// The style of the lines at the edges of the pages and of page breaks.
fn edges(document: &Document) -> String {
    let has = |edge| document.edge(edge).is_some();
    let edges = if has(Edge::Header) || has(Edge::Footer) {
        ".edge { display: flex; justify-content: space-between; font-size: 9pt; margin: 0 0 1em; }\n\
         .edge span { flex: 1; text-align: center; }\n\
         .edge span:first-child { text-align: left; }\n\
         .edge span:last-child { text-align: right; }\n"
    } else {
        ""
    };
    let breaks = if document.blocks.iter().any(Block::is_page_break) {
        ".page { break-after: page; }\n"
    } else {
        ""
    };
    edges.to_owned() + breaks
}

/// The style of articles that are sentences: one that an article follows need not be on one page
/// with it.
fn sentences(document: &Document) -> &'static str {
    let is_article = |block: &Block| match block {
        Block::Paragraph(paragraph) => paragraph.role == Role::Article,
        Block::Table(_) => false,
    };
    let mut pairs = document.blocks.windows(2);
    if pairs.any(|pair| pair.iter().all(is_article)) {
        "h2:has(+ h2) { break-after: auto; }\n"
    } else {
        ""
    }
}

fn language(tag: &str) -> String {
    if tag.is_empty() {
        String::new()
    } else {
        format!(" lang=\"{}\"", escaped(tag))
    }
}

/// A paragraph outside the signature block; `more` is a further CSS class.
fn outer(document: &Document, paragraph: &Paragraph, more: &str) -> String {
    let loose = if would_gape(paragraph) { " loose" } else { "" };
    let (element, class) = match paragraph.role {
        Role::PageBreak => return "<div class=\"page\"></div>\n".to_owned(),
        Role::Title => ("h1", String::new()),
        Role::Article => ("h2", String::new()),
        Role::Clause { depth } => ("p", format!("clause depth{depth}{loose}")),
        Role::Body => ("p", format!("body{loose}")),
        Role::Line | Role::Cell | Role::Edge(_) => ("p", format!("line{more}")),
        Role::EndMark => ("p", "end".to_owned()),
        Role::SignaturePage => ("p", "own_page".to_owned()),
    };
    let attribute = if class.is_empty() {
        String::new()
    } else {
        format!(" class=\"{class}\"")
    };
    let words = words(document, paragraph);
    format!("<{element}{attribute}>{words}</{element}>\n")
}

/// A signature block, which does not break across pages.
fn signature(document: &Document, table: &Table, parties: Parties) -> String {
    let class = match parties {
        Parties::Columns => "signature",
        Parties::Rows => "signature rows",
    };
    let mut html = format!("<table class=\"{class}\">\n");
    for row in &table.rows {
        html.push_str("<tr>");
        for cell in &row.cells {
            let paragraphs = cell.paragraphs.iter();
            let words: Vec<String> = paragraphs.map(|line| words(document, line)).collect();
            html.push_str(&format!("<td>{}</td>", close_lines(&words.join("<br>"))));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</table>\n");
    html
}

/// Shortens the lines of underscores, so that a handwritten date fits one of two columns. CSS hides
/// the surplus underscores, but copied text keeps them.
fn close_lines(words: &str) -> String {
    let mut html = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(start) = rest.find('_') {
        let (before, line) = rest.split_at(start);
        let length = line.len() - line.trim_start_matches('_').len();
        let (line, after) = line.split_at(length);
        html.push_str(before);
        if length < SHORTEST_LINE {
            html.push_str(line);
        } else {
            let hundredths = length * LINE_HUNDREDTHS;
            let (whole, part) = (hundredths / 100, hundredths % 100);
            html.push_str(&format!(
                "<span class=\"rule\" style=\"width:{whole}.{part:02}em\">{line}</span>"
            ));
        }
        rest = after;
    }
    html.push_str(rest);
    html
}

/// The number and the text of a paragraph as HTML.
fn words(document: &Document, paragraph: &Paragraph) -> String {
    let mut html = strong(escaped(&paragraph.number), is_bold(paragraph));
    for inline in &paragraph.inlines {
        html.push_str(&strong(run(document, inline), inline.is_bold()));
    }
    html
}

fn strong(html: String, is_bold: bool) -> String {
    if is_bold && !html.is_empty() {
        format!("<strong>{html}</strong>")
    } else {
        html
    }
}

fn run(document: &Document, inline: &Inline) -> String {
    let spanned = |class: &str, text: &str| {
        if text.is_empty() {
            String::new()
        } else {
            format!("<span class=\"{class}\">{}</span>", lines(text))
        }
    };
    match inline {
        Inline::Text { text, .. } => lines(text),
        Inline::Filled { text, .. } => spanned("filled", text),
        Inline::Struck { text, .. } => spanned("struck", text),
        // A draft marks blanks that need typing; a seal is stamped, so its blank stays unmarked.
        Inline::Blank { place, text, .. } if text.is_empty() => {
            let note = document.fields.get(&place.field);
            if note.is_some_and(|note| note.is_by_hand) {
                String::new()
            } else {
                "<span class=\"blank\"></span>".to_owned()
            }
        }
        Inline::Blank { text, .. } => spanned("blank", text),
        Inline::Tick { mark, label, .. } => format!(
            "<span class=\"option\">{}{}</span>",
            spanned("box", mark),
            escaped(label)
        ),
    }
}

/// Escapes a text of one or more lines for an element.
fn lines(text: &str) -> String {
    escaped(text).replace('\n', "<br>")
}

/// Escapes `text` for an element or an attribute. Invisible characters and characters that change
/// the text direction become visible.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in clean_lines(text).text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            other => html.push(other),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use proptest::prelude::*;

    use super::*;
    use crate::template::{BlockId, PaperStyle, Place};

    #[test]
    fn lines_of_underscores_are_shorter_and_values_stay() {
        for (words, expected) in [
            ("a_b__c", "a_b__c"),
            (
                "______年",
                "<span class=\"rule\" style=\"width:1.74em\">______</span>年",
            ),
            ("", ""),
        ] {
            assert_eq!(close_lines(words), expected);
        }
    }

    fn paragraph(role: Role, inlines: Vec<Inline>) -> Paragraph {
        Paragraph::unnumbered(role, inlines, BlockId::of_line(1))
    }

    fn text(text: &str) -> Inline {
        Inline::Text {
            text: text.to_owned(),
            bold: false,
        }
    }

    fn filled(text: &str) -> Inline {
        Inline::Filled {
            place: Place::from("field"),
            text: text.to_owned(),
            bold: false,
        }
    }

    fn contract() -> Document {
        let party = |name: &str| {
            vec![
                paragraph(Role::Line, vec![text(name)]),
                paragraph(Role::Line, vec![text("日期："), filled("2026年3月1日")]),
            ]
        };
        let mut clause = paragraph(
            Role::Clause { depth: 1 },
            vec![
                text("单价："),
                filled("<b>&\"5\""),
                text("元；"),
                Inline::Tick {
                    place: Place::from("field"),
                    option: "cash".to_owned(),
                    ticked: true,
                    mark: "☑".to_owned(),
                    label: "现金".to_owned(),
                    bold: false,
                },
                Inline::Text {
                    text: "重点".to_owned(),
                    bold: true,
                },
                Inline::Blank {
                    place: Place::from("field"),
                    text: "____".to_owned(),
                    bold: false,
                },
                Inline::Struck {
                    place: Place::from("field"),
                    text: "/".to_owned(),
                    bold: false,
                },
            ],
        );
        clause.number = "（一）".to_owned();
        Document {
            title: "服务合同".to_owned(),
            language: "zh-CN".to_owned(),
            blocks: vec![
                Block::Paragraph(paragraph(Role::Title, vec![text("服务合同")])),
                Block::Paragraph(paragraph(Role::Article, vec![text("内容")])),
                Block::Paragraph(clause),
                Block::Paragraph(paragraph(Role::EndMark, vec![text("（以下无正文）")])),
                Block::signature(vec![party("甲方"), party("乙方")], 9),
            ],
            paper: PaperStyle::default(),
            ..Document::default()
        }
    }

    #[test]
    fn a_page_with_every_kind_of_block_and_inline() {
        assert_snapshot!(render(&contract(), false));
    }

    #[test]
    fn a_draft_repeats_its_mark_on_every_page() {
        let page = render(&contract(), true);
        let (_, body) = page.split_once("<body>").unwrap();
        assert_snapshot!(body);
    }

    #[test]
    fn a_paragraph_stands_as_it_does_on_paper() {
        let mut bold = paragraph(
            Role::Clause { depth: 2 },
            vec![
                Inline::Text {
                    text: "不负责任。".to_owned(),
                    bold: true,
                },
                Inline::Filled {
                    place: Place::from("field"),
                    text: "30".to_owned(),
                    bold: true,
                },
                Inline::Text {
                    text: "。".to_owned(),
                    bold: true,
                },
            ],
        );
        let blank = Inline::Blank {
            place: Place::from("name"),
            text: String::new(),
            bold: false,
        };
        bold.number = "1、".to_owned();
        let document = Document {
            blocks: [
                paragraph(Role::Line, vec![text("合同编号：甲-1")]),
                paragraph(Role::Title, vec![text("合同")]),
                paragraph(Role::Line, vec![text("甲方："), blank]),
                paragraph(Role::Body, vec![text("网址：https://www.example.com。")]),
                paragraph(Role::Clause { depth: 1 }, vec![text("__年__月__日至__年")]),
                bold,
            ]
            .map(Block::Paragraph)
            .into(),
            ..Document::default()
        };
        let page = render(&document, false);
        for expected in [
            "<p class=\"line corner\">合同编号：甲-1</p>",
            "<p class=\"line\">甲方：<span class=\"blank\"></span></p>",
            "<p class=\"body loose\">网址：https://www.example.com。</p>",
            "<p class=\"clause depth1 loose\">__年__月__日至__年</p>",
            "<p class=\"clause depth2\"><strong>1、</strong><strong>不负责任。</strong>\
             <strong><span class=\"filled\">30</span></strong><strong>。</strong></p>",
        ] {
            assert!(page.contains(expected), "{expected}: {page}");
        }
    }

    #[test]
    fn what_cannot_be_seen_is_made_visible() {
        let mut document = contract();
        document.language = "zh\u{9b}\u{202e}\"".to_owned();
        document.title = "服务\u{1b}]0;\u{7}合同\r\0".to_owned();
        let page = render(&document, false);
        assert!(
            page.contains("<html lang=\"zh⟨U+009B⟩⟨U+202E⟩&quot;\">"),
            "{page}"
        );
        assert!(page.contains("<title>服务␛]0;␇合同␍␀</title>"), "{page}");
    }

    #[test]
    fn nothing_is_fetched_or_run() {
        let page = render(&contract(), true);
        for word in [
            "<script", "src=", "href=", "url(", "@import", "http:", "https:",
        ] {
            assert!(!page.contains(word), "{word}: {page}");
        }
    }

    /// The characters of an element's content as a browser shows them, without tags.
    fn shown(html: &str) -> String {
        let mut text = String::new();
        for piece in html.split('<') {
            let (tag, after) = piece.split_once('>').unwrap_or(("", piece));
            if tag == "br" {
                text.push('\n');
            }
            text.push_str(after);
        }
        text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&")
    }

    proptest! {
        #[test]
        fn a_reader_of_the_page_sees_the_contract(
            parts in proptest::collection::vec("[甲“1 \n<>&\"';/#=-]{0,8}", 1..5),
            role in prop_oneof![Just(Role::Title), Just(Role::Clause { depth: 2 }), Just(Role::Line)],
        ) {
            let inlines = parts.iter().enumerate().map(|(index, part)| {
                if index % 2 == 0 { text(part) } else { filled(part) }
            });
            let paragraph = paragraph(role, inlines.collect());
            let expected = paragraph.text();
            let html = outer(&Document::default(), &paragraph, "");
            prop_assert_eq!(shown(html.trim_end_matches('\n')), expected, "html: {}", html);
        }
    }
}
