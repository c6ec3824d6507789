//! Drafts that an earlier version made, and the files that it exported, print the same bytes. The
//! files under `tests/data/earlier` come from that version: drafts of schema 1 with the texts of
//! their templates, DOCX files with embedded drafts, and what each draft printed.

use std::path::{Path, PathBuf};

use crate::support::program::Home;

/// The drafts, by the id of their template.
const DRAFTS: [(&str, &str); 4] = [
    ("mini-program-service", "01M8PWDTC16VCJ0P42HK8XMADC"),
    ("goods-sale", "01M8PWDTF6Y5VG23Z1Z5J60WC4"),
    ("data-table", "01M8PWDTH68R6R648AKEE7Y59R"),
    ("equipment-lease", "01M8PWDTJFNBA1SYB6906DZXCN"),
];

const FORMATS: [&str; 4] = ["text", "markdown", "json", "html"];

fn earlier(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/earlier")
        .join(name)
}

fn copy_all(home: &Home, from: &str, to: &str) {
    for entry in std::fs::read_dir(earlier(from)).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        home.write(&format!("{to}/{name}"), std::fs::read(&path).unwrap());
    }
}

/// A home with the texts of the templates that the drafts were made with.
fn home() -> Home {
    let home = Home::new();
    copy_all(&home, "templates", "data/drafts/.templates");
    home
}

#[track_caller]
fn assert_prints_as_before(home: &Home, source: &str, template: &str) {
    for format in FORMATS {
        let shown = home.run(&["--lang", "zh-CN", "show", source, "--format", format]);
        let expected =
            std::fs::read_to_string(earlier("prints").join(format!("{template}.{format}")));
        assert_eq!(
            shown.ended(0).output,
            expected.unwrap(),
            "{template}, {format}"
        );
    }
}

#[test]
fn a_draft_of_an_earlier_version_prints_the_same_bytes() {
    let home = home();
    copy_all(&home, "drafts", "data/drafts");
    for (template, id) in DRAFTS {
        assert_prints_as_before(&home, id, template);
    }
}

#[test]
fn a_draft_in_a_docx_of_an_earlier_version_prints_the_same_bytes() {
    let home = home();
    copy_all(&home, "exports", "exports");
    for (template, _) in DRAFTS {
        let file = home.path(&format!("exports/{template}.docx"));
        assert_prints_as_before(&home, file.to_str().unwrap(), template);
    }
}
