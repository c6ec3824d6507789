//! The pages of a contract as `LibreOffice` prints them: no heading or signature alone, no torn
//! block, no text outside the margins.

use std::path::{Path, PathBuf};
use std::process::Command;

use qianyue::document::{Block, Document, Role};
use qianyue::render::docx::{Properties, render};

use crate::support::built_in::real_contracts;
use crate::support::contracts::{contract, grown};
use crate::support::office::Office;
use crate::support::tools;

/// The distance of two lines in points: 小四 (12 points) with a spacing of 1.5.
const PITCH: f64 = 23.0;
/// The margins of the default style, in points: top, right, bottom, left.
const MARGINS: [f64; 4] = [72.0, 73.7, 72.0, 85.0];
/// How far a closing mark may hang over the end of a line, in points.
const OVERHANG: f64 = 13.0;

/// A piece of text with its box, in points from the top left corner of the page.
#[derive(Clone, Debug)]
struct Word {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
    text: String,
}

/// The words at one height.
#[derive(Clone, Debug)]
struct Line {
    words: Vec<Word>,
}

impl Line {
    fn text(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect()
    }

    /// The widest gap between two neighbouring words.
    fn widest_gap(&self) -> f64 {
        let gaps = self.words.iter().zip(self.words.iter().skip(1));
        gaps.map(|(word, next)| next.left - word.right)
            .fold(0.0, f64::max)
    }
}

/// A page without its header and footer.
#[derive(Clone, Debug)]
struct Page {
    width: f64,
    height: f64,
    lines: Vec<Line>,
    footer: String,
}

/// Converts the contracts to PDF. Returns the files in the same order.
fn printed(office: &Office, folder: &Path, documents: &[(&str, Document)]) -> Vec<PathBuf> {
    let path = |index: usize, format: &str| folder.join(format!("{index}.{format}"));
    for (index, (_, document)) in documents.iter().enumerate() {
        let docx = render(document, &Properties::default()).unwrap();
        std::fs::write(path(index, "docx"), docx).unwrap();
    }
    let indices = 0..documents.len();
    let files: Vec<PathBuf> = indices.clone().map(|index| path(index, "docx")).collect();
    office.convert("pdf", folder, files);
    indices.map(|index| path(index, "pdf")).collect()
}

/// The value of an attribute of a tag.
fn number(tag: &str, name: &str) -> f64 {
    let (_, rest) = tag.split_once(&format!("{name}=\"")).unwrap();
    rest.split('"').next().unwrap().parse().unwrap()
}

/// The pages of a PDF with the boxes of their words.
fn pages(pdftotext: &Path, pdf: &Path) -> Vec<Page> {
    let output = tools::run(Command::new(pdftotext).arg("-bbox").arg(pdf).arg("-"));
    assert!(output.status.success(), "{}", tools::said(&output));
    let html = String::from_utf8(output.stdout).unwrap();
    html.split("<page ")
        .skip(1)
        .map(|page| {
            let (width, height) = (number(page, "width"), number(page, "height"));
            let words = page.split("<word ").skip(1).map(|rest| {
                let (tag, behind) = rest.split_once('>').unwrap();
                Word {
                    left: number(tag, "xMin"),
                    top: number(tag, "yMin"),
                    right: number(tag, "xMax"),
                    bottom: number(tag, "yMax"),
                    text: behind.split("</word>").next().unwrap().to_owned(),
                }
            });
            let (words, footer): (Vec<Word>, Vec<Word>) =
                words.partition(|word| word.bottom < height - MARGINS[2] + 6.0);
            Page {
                width,
                height,
                lines: lines(words),
                footer: footer.iter().map(|word| word.text.as_str()).collect(),
            }
        })
        .collect()
}

/// Groups words of the same height into lines, each sorted from left to right.
fn lines(mut words: Vec<Word>) -> Vec<Line> {
    let middle = |word: &Word| f64::midpoint(word.top, word.bottom);
    words.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
    let mut lines: Vec<Line> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if middle(&word) - middle(&line.words[0]) < PITCH / 2.0 => {
                line.words.push(word);
            }
            _ => lines.push(Line { words: vec![word] }),
        }
    }
    for line in &mut lines {
        line.words.sort_by(|a, b| a.left.total_cmp(&b.left));
    }
    lines
}

/// The headings of a contract as printed, without spaces.
fn headings(document: &Document) -> Vec<String> {
    document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph),
            Block::Table(_) => None,
        })
        .filter(|paragraph| matches!(paragraph.role, Role::Title | Role::Article))
        .map(|paragraph| paragraph.text().replace(' ', ""))
        .collect()
}

/// Checks every page like a careful secretary.
fn look_at(name: &str, document: &Document, pages: &[Page]) {
    let headings = headings(document);
    let [top, right, bottom, left] = MARGINS;
    for (index, page) in pages.iter().enumerate() {
        let place = format!("{name}, page {}", index + 1);
        assert!((page.width - 595.3).abs() < 1.0, "{place}: no A4");
        let footer = format!("第{}页共{}页", index + 1, pages.len());
        assert_eq!(page.footer, footer, "{place}");
        for word in page.lines.iter().flat_map(|line| &line.words) {
            assert!(
                word.left > left - 1.0
                    && word.right < page.width - right + OVERHANG
                    && word.top > top - PITCH
                    && word.bottom < page.height - bottom + 6.0,
                "{place}: out of the page's text, {word:?}"
            );
        }
        let last = page.lines.last().unwrap().text();
        assert!(
            !headings.contains(&last),
            "{place}: a heading ends the page, {last}"
        );
        let signs = page
            .lines
            .iter()
            .position(|line| line.text().contains("（盖章）"));
        let clauses = page.lines.get(..signs.unwrap_or(page.lines.len())).unwrap();
        for line in clauses {
            assert!(line.widest_gap() < 12.0, "{place}: stretched, {line:#?}");
        }
        // A page may end early if it ends the text before a page of signatures.
        let ends_text = last == "（以下无正文）";
        if signs.is_none() && !ends_text && index + 1 < pages.len() {
            assert!(
                page.lines.len() > 8,
                "{place}: nearly empty, {:#?}",
                page.lines
            );
        }
    }
}

/// Checks that the last page contains all signatures, below the end of the contract.
fn look_at_signatures(name: &str, pages: &[Page], above: &str) {
    let last = pages.last().unwrap();
    let texts: Vec<String> = last.lines.iter().map(Line::text).collect();
    let place = |words: &str| texts.iter().position(|text| text.contains(words));
    let seal = place("（盖章）").unwrap_or_else(|| panic!("{name}: no seal, {texts:#?}"));
    assert!(seal > 0, "{name}: signatures stand alone");
    let above_it = texts[..seal].concat();
    assert!(above_it.contains(above), "{name}: {above_it}");
    let date = place("签署时间").unwrap_or_else(|| panic!("{name}: no date, {texts:#?}"));
    assert!(
        place("（签字）").is_some_and(|row| row > seal && row < date),
        "{name}"
    );
    // A round seal is 4 to 4.5 cm wide. 170 points are 6 cm.
    let bottom = last.lines.last().unwrap().words[0].bottom;
    let height = bottom - last.lines[seal].words[0].top;
    assert!(
        height > 130.0,
        "{name}: {height} points for seal and signature"
    );
    // The blank of a date is not broken.
    for row in &last.lines[date..] {
        let text = row.text();
        assert!(
            !text.starts_with('_') && !text.starts_with('月'),
            "{name}: {text}"
        );
    }
}

#[test]
fn every_page_of_a_real_contract_stands_up_to_a_careful_look() {
    let Some(pdftotext) = tools::find("pdftotext") else {
        return;
    };
    let mut documents = real_contracts();
    documents.push(("40 pages", contract("杭州虚构青禾茶业有限公司", 62)));
    let folder = tempfile::tempdir().unwrap();
    let Some(office) = Office::find(folder.path()) else {
        return;
    };
    let pdfs = printed(&office, folder.path(), &documents);
    for ((name, document), pdf) in documents.iter().zip(&pdfs) {
        let pages = pages(&pdftotext, pdf);
        look_at(name, document, &pages);
        let above = if *name == "own page" {
            "（本页无正文，为《小程序技术开发服务合同》签署页）"
        } else {
            "（以下无正文）"
        };
        look_at_signatures(name, &pages, above);
        if *name == "40 pages" {
            assert!(pages.len() >= 40, "{} pages", pages.len());
        }
    }
}

#[test]
fn signatures_stand_together_with_the_end_of_the_contract() {
    let Some(pdftotext) = tools::find("pdftotext") else {
        return;
    };
    // These lengths let the text end at every height of a page.
    let documents: Vec<(&str, Document)> = (0..9).map(|n| ("grown", grown(n * 3))).collect();
    let folder = tempfile::tempdir().unwrap();
    let Some(office) = Office::find(folder.path()) else {
        return;
    };
    let pdfs = printed(&office, folder.path(), &documents);
    for (index, (pdf, (name, document))) in pdfs.iter().zip(&documents).enumerate() {
        let name = format!("{name} {index}");
        let pages = pages(&pdftotext, pdf);
        assert!((2..=5).contains(&pages.len()), "{name}: {}", pages.len());
        look_at(&name, document, &pages);
        look_at_signatures(&name, &pages, "末条");
    }
}

/// The number of pages for each top margin. A larger margin moves the end of the signatures down.
fn pages_of_steps(pdftotext: &Path, office: &Office, top_margins_cm: &[f64]) -> Vec<usize> {
    let documents: Vec<(&str, Document)> = top_margins_cm
        .iter()
        .map(|top_cm| {
            let mut document = grown(12);
            document.paper.body_size = 16.0;
            document.paper.margins[0] = *top_cm;
            ("large", document)
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let pdfs = printed(office, folder.path(), &documents);
    let count = |(pdf, top_cm): (&PathBuf, &f64)| {
        let pages = pages(pdftotext, pdf);
        look_at_signatures(&format!("large, {top_cm} cm"), &pages, "末条");
        pages.len()
    };
    pdfs.iter().zip(top_margins_cm).map(count).collect()
}

/// Word requires a paragraph after the table of signatures. It must not start a page of its own.
#[test]
fn signatures_that_reach_the_foot_of_a_page_end_the_contract() {
    const STEPS: i32 = 24;
    let Some(pdftotext) = tools::find("pdftotext") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let Some(office) = Office::find(folder.path()) else {
        return;
    };
    let steps = |from: f64, width: f64| -> Vec<f64> {
        (0..=STEPS)
            .map(|step| from + width * f64::from(step) / f64::from(STEPS))
            .collect()
    };
    // The margin at which the signatures need another page depends on the typeface. Coarse steps
    // find it; fine steps then test every height around it.
    let coarse = steps(2.0, 8.0);
    let counts = pages_of_steps(&pdftotext, &office, &coarse);
    let passed = counts.windows(2).position(|pair| pair[0] < pair[1]);
    let passed = passed.unwrap_or_else(|| panic!("the foot was never passed: {counts:?}"));
    let fine = steps(coarse[passed], coarse[passed + 1] - coarse[passed]);
    let counts = pages_of_steps(&pdftotext, &office, &fine);
    assert!(counts.is_sorted(), "{counts:?}");
    assert_eq!(counts[0] + 1, counts[counts.len() - 1], "{counts:?}");
}

/// Signatures that are higher than a page continue on the next page, and no words are cut off.
#[test]
fn signatures_that_no_page_holds_are_torn_and_whole() {
    let Some(pdftotext) = tools::find("pdftotext") else {
        return;
    };
    let documents: Vec<(&str, Document)> = [(48.0, [2.5; 4]), (18.0, [8.0; 4])]
        .into_iter()
        .flat_map(|(size, margins)| {
            real_contracts()
                .into_iter()
                .map(move |(name, mut document)| {
                    document.paper.body_size = size;
                    document.paper.margins = margins;
                    (name, document)
                })
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let Some(office) = Office::find(folder.path()) else {
        return;
    };
    let pdfs = printed(&office, folder.path(), &documents);
    let count = |text: &str| {
        let mut counts = std::collections::BTreeMap::new();
        // `pdftotext` removes a hyphen at the end of a line, so hyphens do not count.
        for c in text
            .chars()
            .filter(|c| !c.is_whitespace() && !"_-".contains(*c))
        {
            *counts.entry(c).or_insert(0) += 1;
        }
        counts
    };
    for ((name, document), pdf) in documents.iter().zip(&pdfs) {
        let name = format!("{name} at {}", document.paper.body_size);
        let output = tools::run(Command::new(&pdftotext).arg(pdf).arg("-"));
        let printed = count(&String::from_utf8_lossy(&output.stdout));
        for (c, expected) in count(&qianyue::render::text::render(document)) {
            let found = printed.get(&c).copied().unwrap_or_default();
            assert!(found >= expected, "{name}: {c} {found} of {expected} times");
        }
    }
}
