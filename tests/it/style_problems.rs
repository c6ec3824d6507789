//! An unknown or wrong style key is reported with line and column, wherever it is.

use std::fs;

use qianyue::draft::{DraftFile, DraftWarningProblem};
use qianyue::store::{ConfigProblem, load_config};
use qianyue::template::{self, Style, StyleError, StyleValue, TemplateProblem};

/// A line below `[style]`, the column of its mistake, and the mistake with the similar key or the
/// accepted values.
const LINES: &[(&str, usize, &str)] = &[
    ("end_marks = true", 1, "unknown end_marks, near end_mark"),
    ("  colour = \"red\"", 3, "unknown colour"),
    ("\"字号\" = 12", 1, "unknown 字号"),
    (
        "end_marks = 2026-01-01",
        1,
        "unknown end_marks, near end_mark",
    ),
    (
        "amount = \"roman\"",
        10,
        "amount takes \"grouped\" | \"plain\"",
    ),
    ("amount = 12", 10, "amount takes \"grouped\" | \"plain\""),
    ("rmb_prefix = \"yes\"", 14, "rmb_prefix takes true | false"),
    (
        "copies = \"贰\"",
        10,
        "copies takes \"capital\" | \"digits\"",
    ),
    ("tick = \"x\"", 8, "tick takes \"☑\" | \"√\" | \"■\""),
    (
        "box = \"■\"",
        7,
        "box takes \"□\" | \"○\" | \"（ ）\" | \"[ ]\" | \"口\"",
    ),
    (
        "between_options = \" \"",
        19,
        "between_options takes \"none\" | \"space\" | \"semicolon\" | \"comma\"",
    ),
    (
        "strike_mark = \"-\"",
        15,
        "strike_mark takes \"/\" | \"无\"",
    ),
    ("party_b_block = 1", 17, "party_b_block takes true | false"),
    (
        "print_party_names = []",
        21,
        "print_party_names takes true | false",
    ),
    ("end_mark =   \"\"", 14, "end_mark takes true | false"),
    (
        "signature_page = \"own\"",
        18,
        "signature_page takes \"keep\" | \"own_page\"",
    ),
    (
        "emphasise_exemptions = 0",
        24,
        "emphasise_exemptions takes true | false",
    ),
    (
        "underline = false",
        13,
        "underline takes \"value\" | \"padded\" | \"none\"",
    ),
    (
        "title_font = \"\"",
        14,
        "title_font takes \"宋体\" | \"仿宋\" | …",
    ),
    (
        "heading_font = \"<黑>\"",
        16,
        "heading_font takes \"宋体\" | \"仿宋\" | …",
    ),
    (
        "body_font = 12",
        13,
        "body_font takes \"宋体\" | \"仿宋\" | …",
    ),
    (
        "latin_font = \"\\u0007\"",
        14,
        "latin_font takes \"Times New Roman\" | \"Arial\" | …",
    ),
    ("title_size = \"小四\"", 14, "title_size takes 6–48"),
    ("title_size = 5.9", 14, "title_size takes 6–48"),
    ("body_size = 48.1", 13, "body_size takes 6–48"),
    ("body_size = nan", 13, "body_size takes 6–48"),
    ("body_size = 99999999999", 13, "body_size takes 6–48"),
    ("line_spacing = 0.9", 16, "line_spacing takes 1–3"),
    ("line_spacing = inf", 16, "line_spacing takes 1–3"),
    (
        "margins = [2, 2, 2]",
        11,
        "margins takes [2.54, 2.6, 2.54, 3.0] (0.5–8)",
    ),
    (
        "margins = [2, 2, 2, 9]",
        11,
        "margins takes [2.54, 2.6, 2.54, 3.0] (0.5–8)",
    ),
    (
        "margins = [2, 2, 2, \"2\"]",
        11,
        "margins takes [2.54, 2.6, 2.54, 3.0] (0.5–8)",
    ),
    ("paper = \"A3\"", 9, "paper takes \"A4\" | \"Letter\""),
    (
        "page_number = { first = 2 }",
        15,
        "page_number takes true | false",
    ),
    (
        "protection = \"all\"",
        14,
        "protection takes \"none\" | \"values\"",
    ),
    (
        "embed_draft = 2026-01-01",
        15,
        "embed_draft takes true | false",
    ),
    (
        "draft_blanks = \"yellow\"",
        16,
        "draft_blanks takes \"underscores\" | \"label\" | \"highlight\"",
    ),
];

const TEMPLATE: &str = "+++\nid = \"note\"\ntitle = \"便条\"\nversion = \"1\"\n\n[style]\nRIGHT = false\nLINE\n+++\n\n# 便条\n\n正文。\n";
const DRAFT: &str = "schema = 1\n\n[template]\nid = \"note\"\n\n[style]\nRIGHT = false\nLINE\n";
const CONFIG: &str = "# 配置\nlanguage = \"en\"\n\n\n\n[style]\nRIGHT = false\nLINE\n";
/// The number of the wrong line.
const PLACE: usize = 8;

/// A file with a valid line and, below it, the wrong line. Returns also the key of the valid line.
fn file(text: &str, line: &str) -> (String, &'static str) {
    let right = if line.starts_with("page_number") {
        "end_mark"
    } else {
        "page_number"
    };
    (text.replace("RIGHT", right).replace("LINE", line), right)
}

fn told(error: &StyleError) -> String {
    match error {
        StyleError::UnknownKey { key, near: None } => format!("unknown {key}"),
        StyleError::UnknownKey {
            key,
            near: Some(near),
        } => format!("unknown {key}, near {near}"),
        StyleError::WrongValue { key, takes } => format!("{key} takes {takes}"),
    }
}

#[test]
fn every_key_stands_among_the_wrong_ones() {
    for key in Style::keys() {
        let takes = format!("{} takes", key.name);
        let is_there = LINES.iter().any(|(_, _, what)| what.starts_with(&takes));
        assert!(is_there, "{}", key.name);
    }
}

#[test]
fn a_wrong_style_of_a_template_is_told_where_it_stands() {
    let (text, _) = file(TEMPLATE, "");
    assert!(template::parse(text.as_bytes()).is_ok());
    for (line, column, what) in LINES {
        let (text, _) = file(TEMPLATE, line);
        let errors = template::parse(text.as_bytes()).unwrap_err();
        let found: Vec<(usize, usize, String)> = errors
            .iter()
            .map(|error| match &error.problem {
                TemplateProblem::Style(style) => (error.line, error.column, told(style)),
                other => panic!("{line}: {other:?}"),
            })
            .collect();
        assert_eq!(found, [(PLACE, *column, (*what).to_owned())], "{line}");
    }
}

#[test]
fn a_wrong_style_of_a_draft_is_told_where_it_stands_and_the_rest_applies() {
    for (line, column, what) in LINES {
        let (text, right) = file(DRAFT, line);
        let file = DraftFile::parse(text.as_bytes()).unwrap();
        let found: Vec<(usize, usize, String)> = file
            .warnings
            .iter()
            .map(|warning| match &warning.problem {
                DraftWarningProblem::Style(style) => (warning.line, warning.column, told(style)),
                other => panic!("{line}: {other:?}"),
            })
            .collect();
        assert_eq!(found, [(PLACE, *column, (*what).to_owned())], "{line}");
        let style = Style::from_layers([&file.draft().style]);
        let mut expected = Style::default();
        expected.set(right, &StyleValue::Bool(false)).unwrap();
        assert_eq!(style, expected, "{line}");
    }
}

#[test]
fn a_wrong_style_of_the_config_is_told_where_it_stands_and_the_rest_applies() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    for (line, column, what) in LINES {
        let (text, right) = file(CONFIG, line);
        fs::write(&path, text).unwrap();
        let (config, warnings) = load_config(&path);
        let found: Vec<(usize, usize, String)> = warnings
            .iter()
            .map(|warning| match &warning.problem {
                ConfigProblem::Style(style) => (warning.line, warning.column, told(style)),
                other => panic!("{line}: {other:?}"),
            })
            .collect();
        assert_eq!(found, [(PLACE, *column, (*what).to_owned())], "{line}");
        let kept: Vec<&String> = config.style.keys().collect();
        assert_eq!(kept, [right], "{line}");
    }
}

#[test]
fn a_style_that_is_no_table_is_told_too() {
    let config = CONFIG.replace("[style]\nRIGHT = false\nLINE", "style = 12");
    let draft = "schema = 1\nstyle = 12\n\n[template]\nid = \"note\"\n";
    let template = TEMPLATE.replace("\n[style]\nRIGHT = false\nLINE", "style = 12");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    fs::write(&path, config).unwrap();
    let (_, warnings) = load_config(&path);
    let places: Vec<_> = warnings.iter().map(|one| (one.line, one.column)).collect();
    assert_eq!(places, [(6, 9)]);
    let error = DraftFile::parse(draft.as_bytes()).unwrap_err();
    assert_eq!((error.line, error.column), (2, 9));
    let errors = template::parse(template.as_bytes()).unwrap_err();
    let places: Vec<_> = errors.iter().map(|one| (one.line, one.column)).collect();
    assert_eq!(places, [(5, 9)]);
}
