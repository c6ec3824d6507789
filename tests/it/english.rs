//! Contracts in English: what the program adds to them is English, too.

use crate::support::program::Home;
use crate::support::word::part;

const NDA: &str = include_str!("../data/templates/nda.md");

const DRAFT: &str = "schema = 2\n[template]\nid = \"nda\"\n[answers]\n\
    own = \"Shenzhen Example Cloudsail Network Co., Ltd.\"\nother = \"Example Tea Ltd.\"\n\
    mail = \"li@example.com\"\nsigned = 2026-12-01\npurpose = \"a tea shop on the web\"\n\
    years = 3\ndamages = \"12800.50\"\nlaw = \"hk\"\n\
    notices = [\"mail\", \"other\"]\nother_way = \"courier\"\n";

fn home() -> Home {
    let home = Home::new();
    home.write("data/templates/nda.md", NDA);
    home
}

#[test]
fn days_amounts_numbers_and_marks_are_english() {
    let home = home();
    let checked = home.run(&["template", "check", "nda"]).ended(0);
    assert_eq!(checked.messages, "");
    let draft = home.write("draft.toml", DRAFT);
    let text = home.run_on(&["show"], &draft).ended(0).output;
    for words in [
        "This agreement is made on December 1, 2026 between Shenzhen",
        "\n1. Purpose\n",
        "\n1.1 The parties want",
        "\n2.1 Each party keeps the other's secrets for 3 years",
        "\n(a) It shows them",
        "pays US$12,800.50 (US Dollars Twelve Thousand Eight Hundred and Cents Fifty Only).",
        "given by ☑electronic mail ☑other: courier, to li@example.com.",
        "The law of the Hong Kong Special Administrative Region applies.",
        "\n(End of text)\n",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert!(
        !text.contains("legal team") && !text.contains("{#"),
        "{text}"
    );
    let is_chinese = |c: char| ('\u{3000}'..='\u{9FFF}').contains(&c) || c == '：';
    assert!(!text.contains(is_chinese), "{text}");
}

#[test]
fn a_contract_may_be_printed_on_letter_paper() {
    let home = home();
    let letter = NDA.replace("[summary]", "[style]\npaper = \"Letter\"\n\n[summary]");
    home.write("data/templates/nda.md", letter);
    let draft = home.write("draft.toml", DRAFT);
    for (format, expected) in [
        ("docx", "<w:pgSz w:w=\"12240\" w:h=\"15840\"/>"),
        ("html", "size: letter;"),
    ] {
        let arguments = ["export", "--format", format, "--force", "-o", "out"];
        home.run_on(&arguments, &draft).ended(0);
        let bytes = std::fs::read(home.path("out")).unwrap();
        let text = if format == "docx" {
            part(&bytes, "word/document.xml")
        } else {
            String::from_utf8(bytes).unwrap()
        };
        assert!(text.contains(expected), "{format}: {text}");
    }
}

#[test]
fn blanks_and_the_marks_of_paper_are_english() {
    let home = home();
    let draft = home.write("draft.toml", "[template]\nid = \"nda\"\n");
    for (format, file) in [
        ("html", "a.html"),
        ("markdown", "a.md"),
        ("text", "a.txt"),
        ("docx", "a.docx"),
    ] {
        let arguments = [
            "export",
            "--draft",
            "--no-embed",
            "--format",
            format,
            "-o",
            file,
        ];
        home.run_on(&arguments, &draft).ended(0);
        let bytes = std::fs::read(home.path(file)).unwrap();
        let text = if format == "docx" {
            ["word/document.xml", "word/header1.xml", "word/footer1.xml"]
                .map(|name| part(&bytes, name))
                .concat()
        } else {
            String::from_utf8(bytes).unwrap()
        };
        assert!(text.contains("DRAFT"), "{format}: {text}");
        assert!(
            !text.contains("草稿") && !text.contains('月') && !text.contains('第'),
            "{format}: {text}"
        );
        if format == "html" || format == "docx" {
            assert!(
                text.contains("Page ") && text.contains(" of "),
                "{format}: {text}"
            );
        }
    }
}
