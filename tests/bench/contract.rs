//! How long the contract itself takes: from answers to rows, to paper and back.
//!
//! `cargo bench --bench contract`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a program that prints figures and has no one to report an error to"
)]

mod figures;

use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use figures::measure;
use qianyue::app::Settings;
use qianyue::app::editor::Editor;
use qianyue::app::line_input::LineInput;
use qianyue::document::assemble;
use qianyue::draft::{Draft, DraftFile, evaluate};
use qianyue::intake::docx::read_paragraphs;
use qianyue::language::Language;
use qianyue::render::docx;
use qianyue::render::layout::{Ambiguous, Layouter};
use qianyue::review::Contract;
use qianyue::template::{self, Style, StyleKeys, Template};

const TEMPLATE: &str = include_str!("../../assets/templates/mini-program-service.md");
const DRAFT: &str = include_str!("../data/example.toml");

fn main() {
    let template = Arc::new(template::parse(TEMPLATE.as_bytes()).expect("the built-in template"));
    let draft = DraftFile::parse(DRAFT.as_bytes())
        .expect("the example")
        .draft()
        .clone();
    figures::head();
    from_answers(&template, &draft);
    to_paper(&template, &draft);
    one_key(&template, &draft);
    measure("read the template", Duration::from_millis(20), || {
        template::parse(TEMPLATE.as_bytes())
    });
    measure("read the draft", Duration::from_millis(1), || {
        DraftFile::parse(DRAFT.as_bytes())
    });
}

fn from_answers(template: &Template, draft: &Draft) {
    let body = template.body(&draft.accepted);
    let house = StyleKeys::new();
    let style = Style::from_layers([&template.style, &house, &draft.style]);
    measure(
        "evaluate, assemble and lay out",
        Duration::from_millis(1),
        || {
            let (values, _) = evaluate(template, &body, draft, &style);
            let document = assemble(template, &body, &values, &style);
            Layouter::new(60, Ambiguous::Narrow)
                .layout(&document)
                .n_rows()
        },
    );
    measure(
        "the contract with all checks",
        Duration::from_millis(4),
        || Contract::new(template, &body, draft, &house),
    );
}

fn to_paper(template: &Template, draft: &Draft) {
    let body = template.body(&draft.accepted);
    let document = Contract::new(template, &body, draft, &StyleKeys::new()).document;
    let properties = docx::Properties::default();
    measure("write the DOCX", Duration::from_millis(8), || {
        docx::render(&document, &properties)
    });
    let bytes = docx::render(&document, &properties).expect("the example as DOCX");
    measure("read the DOCX", Duration::from_millis(8), || {
        read_paragraphs(&bytes)
    });
}

fn one_key(template: &Arc<Template>, draft: &Draft) {
    let settings = Arc::new(Settings {
        language: Language::Chinese,
        profile: std::collections::HashMap::new(),
        style: StyleKeys::new(),
        export_dir: std::path::PathBuf::new(),
        ambiguous: Ambiguous::Narrow,
    });
    let today = NaiveDate::from_ymd_opt(2026, 2, 10).expect("a day");
    let mut editor = Editor::new(Arc::clone(template), draft.clone(), settings, (120, 40));
    measure(
        "two keys: one types, one deletes",
        Duration::from_millis(8),
        || {
            editor.insert("茶", false, today);
            editor.delete(LineInput::delete_before, today);
        },
    );
}
