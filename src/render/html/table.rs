//! A table of data as HTML: bordered, its head repeated on each printed page, its rows not torn.

use super::words;
use crate::document::{Alignment, Block, Document, Parties, Table, TableRole, TableRow};
use crate::render::columns::{divided, needed};
use crate::render::layout::Ambiguous;

/// The width of a table in thousandths, the unit of its columns.
const WHOLE: usize = 1_000;

const DATA: &str = ".data {
  width: 100%; table-layout: fixed; border-collapse: collapse; margin: 0.3em 0;
}
.data th, .data td {
  border: 0.5pt solid #000; padding: 0.1em 0.3em; font-weight: normal; vertical-align: middle;
  white-space: pre-wrap; overflow-wrap: anywhere;
}
.data thead { display: table-header-group; }
.data tr { break-inside: avoid; }
";

const SIGNATURE_ROWS: &str = ".signature.rows tr td { height: 3cm; }\n";

/// The CSS of the tables that a contract has; empty for a contract without them.
pub(super) fn sheet(document: &Document) -> String {
    let rules = [
        (TableRole::Data, DATA),
        (TableRole::Signature(Parties::Rows), SIGNATURE_ROWS),
    ];
    let has = |role: TableRole| {
        let is_so = |block: &Block| match block {
            Block::Table(table) => table.role == role,
            Block::Paragraph(_) => false,
        };
        document.blocks.iter().any(is_so)
    };
    let needed = rules.into_iter().filter(|(role, _)| has(*role));
    needed.map(|(_, css)| css).collect()
}

pub(super) fn render(document: &Document, table: &Table) -> String {
    let measure = Ambiguous::Wide;
    let widths = divided(
        table,
        &needed(table, |text| measure.width(text), |_| 0),
        WHOLE,
    );
    let mut html = "<table class=\"data\">\n<colgroup>".to_owned();
    for width in widths {
        let (percent, tenth) = (width / 10, width % 10);
        html.push_str(&format!("<col style=\"width:{percent}.{tenth}%\">"));
    }
    html.push_str("</colgroup>\n");
    let (head, body) = table.rows.split_at(table.n_head.min(table.rows.len()));
    for (element, cell, rows) in [("thead", "th", head), ("tbody", "td", body)] {
        if rows.is_empty() {
            continue;
        }
        html.push_str(&format!("<{element}>\n"));
        for row in rows {
            html.push_str(&line(document, table, row, cell));
        }
        html.push_str(&format!("</{element}>\n"));
    }
    html.push_str("</table>\n");
    html
}

fn line(document: &Document, table: &Table, row: &TableRow, element: &str) -> String {
    let is_head = element == "th";
    let cells = row.cells.iter().enumerate().map(|(column, cell)| {
        let lines = cell.paragraphs.iter();
        let lines: Vec<String> = lines.map(|line| words(document, line)).collect();
        let alignment = if is_head {
            table.head_alignment(column)
        } else {
            table.alignment(column)
        };
        let alignment = match alignment {
            Alignment::Left => "left",
            Alignment::Centre => "center",
            Alignment::Right => "right",
        };
        let style = format!("style=\"text-align:{alignment}\"");
        format!("<{element} {style}>{}</{element}>", lines.join("<br>"))
    });
    format!("<tr>{}</tr>\n", cells.collect::<String>())
}
