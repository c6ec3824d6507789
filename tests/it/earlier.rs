//! Drafts that an earlier version made, and the files that it exported, print the same bytes. The
//! files under `tests/data/earlier` come from that version: drafts of schema 1 with the texts of
//! their templates, DOCX files with embedded drafts, and what each draft printed.

use std::path::{Path, PathBuf};

use qianyue::store::BUILT_IN;
use qianyue::template::{TableRule, parse, parse_by};

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

#[test]
fn the_texts_with_the_tag_say_the_same_as_before() {
    let text =
        |sha256: &str| std::fs::read(earlier("templates").join(format!("{sha256}.md"))).unwrap();
    for (before, after) in [
        (
            "3614de88b0692fb9a89bfd983d3b8d5e566fd2b4dd3603face52a254c9618ddd",
            BUILT_IN[0].1,
        ),
        (
            "543bb7b753ad7eee11e8d8ff3e44fd15f679d48fe0db8337881bded7fc20bbef",
            include_str!("../data/templates/goods-sale.md"),
        ),
    ] {
        let after = parse(after.as_bytes()).unwrap();
        let kept = parse_by(TableRule::TwoColumns, &text(before)).unwrap();
        assert!(kept.says_the_same(&after), "{}", kept.id);
        // By the new rule the old text prints a table with borders.
        let untagged = parse(&text(before)).unwrap();
        assert!(!untagged.says_the_same(&after), "{}", kept.id);
    }
}
