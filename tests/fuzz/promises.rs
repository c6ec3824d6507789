//! What the parsers promise, whatever they are given.

use qianyue::document::Block;
use qianyue::draft::{Answer, Draft, DraftFile};
use qianyue::render::text;
use qianyue::review::Contract;
use qianyue::template::{self, StyleKeys, Template};

/// Answers that a form or a file may hold.
const ANSWERS: [&str; 8] = [
    "",
    "/",
    "107000.53",
    "2026-02-29",
    "9999-12-31",
    "{{ x }}{% if %}**粗**",
    "\u{202e}\u{1b}[2J\u{0}",
    "杭州虚构青禾茶业有限公司",
];

/// What is fed.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// Draft files.
    Draft,
    /// Template files.
    Template,
}

impl Target {
    /// Where files of the kind lie.
    pub fn seeds(self) -> &'static [&'static str] {
        match self {
            Self::Draft => &[
                "tests/data/bad/draft",
                "tests/data/example.toml",
                "tests/data/example-ready.toml",
            ],
            Self::Template => &[
                "tests/data/bad/template",
                "tests/data/templates",
                "assets/templates",
            ],
        }
    }

    /// Whether the parser accepts `input`.
    ///
    /// # Errors
    /// The promise that is broken.
    pub fn keeps_promises(self, input: &[u8]) -> Result<bool, &'static str> {
        match self {
            Self::Draft => draft(input),
            Self::Template => template(input),
        }
    }
}

/// What is read is written the same, and a change of one answer changes nothing else.
fn draft(input: &[u8]) -> Result<bool, &'static str> {
    let Ok(mut file) = DraftFile::parse(input) else {
        return Ok(false);
    };
    if !file.is_held_by(file.to_text().as_bytes()) {
        return Err("is not read back as it was written");
    }
    if file.read_only.is_some() {
        return Ok(true);
    }
    let mut draft = file.draft().clone();
    let answer = Answer::Text("\u{1b}新的\n\"答案\" # \\".to_owned());
    draft.answers.insert("fuzz".to_owned(), answer);
    file.set(&draft);
    if !file.is_held_by(file.to_text().as_bytes()) {
        return Err("is not read back after an answer was set");
    }
    draft.answers.clear();
    file.set(&draft);
    if !file.is_held_by(file.to_text().as_bytes()) {
        return Err("is not read back after its answers were taken away");
    }
    Ok(true)
}

/// A template that is accepted makes a contract of whatever is answered.
fn template(input: &[u8]) -> Result<bool, &'static str> {
    let template = match template::parse(input) {
        Ok(template) => template,
        Err(errors) if errors.is_empty() => return Err("is refused without a reason"),
        Err(errors)
            if errors
                .iter()
                .any(|error| error.line == 0 || error.column == 0) =>
        {
            return Err("is refused with a place that does not exist");
        }
        Err(_) => return Ok(false),
    };
    for answer in ANSWERS {
        has_text(&template, &answered(&template, answer))?;
    }
    Ok(true)
}

fn answered(template: &Template, answer: &str) -> Draft {
    let all = |answer: &Answer| {
        template
            .fields
            .iter()
            .map(|field| (field.id.as_str().to_owned(), answer.clone()))
            .collect()
    };
    Draft {
        answers: all(&Answer::Text(answer.to_owned())),
        accepted: template
            .corrections
            .iter()
            .map(|correction| correction.id.clone())
            .collect(),
        ..Draft::default()
    }
}

fn has_text(template: &Template, draft: &Draft) -> Result<(), &'static str> {
    let body = template.body(&draft.accepted);
    let contract = Contract::new(template, &body, draft, &StyleKeys::new());
    let printed = text::render(&contract.document);
    let is_empty = contract.document.blocks.iter().all(|block| match block {
        Block::Paragraph(paragraph) => paragraph.inlines.is_empty(),
        Block::Signature(_) => false,
    });
    if printed.trim().is_empty() && !is_empty {
        return Err("has blocks and prints nothing");
    }
    if printed.contains('\u{1b}') || printed.contains('\u{202e}') {
        return Err("prints what acts on a terminal");
    }
    Ok(())
}
