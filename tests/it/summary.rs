//! The summary that an export writes beside the contract, for any template, in both languages.

use std::fs;

use insta::assert_snapshot;
use qianyue::language::Language;
use qianyue::review::summary::{Point, Spot, Summary, Written};
use qianyue::template::Template;
use qianyue::wording;

use crate::contract::{SALE, draft, sale_answers, template};
use crate::support::program::Home;

const EXAMPLE: &str = include_str!("../data/example.toml");
const READY: &str = include_str!("../data/example-ready.toml");

fn home() -> Home {
    let home = Home::new();
    home.write("example.toml", EXAMPLE);
    home.write("ready.toml", READY);
    home.write("data/templates/goods-sale.md", SALE);
    home
}

/// The summary that an export of `source` writes.
fn summary(home: &Home, source: &str, language: &str, more: &[&str]) -> String {
    let arguments = ["--lang", language, "export", source, "-o", "x.docx"];
    let arguments = [&arguments[..], &["--summary", "x.md", "--force"], more].concat();
    let run = home.run(&arguments).ended(0);
    assert_eq!(run.output, "");
    assert!(run.messages.contains("x.md"), "{run:?}");
    fs::read_to_string(home.path("x.md")).unwrap()
}

/// A sale with two corrections, one of them accepted, and an acknowledged warning.
fn sale() -> String {
    let answers: Vec<String> = sale_answers()
        .into_iter()
        .filter(|(id, _)| !["buyer_date", "freight", "extras"].contains(id))
        .map(|(id, text)| format!("{id} = \"{text}\""))
        .collect();
    format!(
        "[template]\nid = \"goods-sale\"\n[answers]\n{}\nfreight = \"13000\"\n\
         [corrections]\naccepted = [\"K1\"]\n[acknowledged.G01]\nreason = \"\"\n",
        answers.join("\n")
    )
}

#[test]
fn the_example_is_summed_up_in_both_languages() {
    let home = home();
    assert_snapshot!("example", summary(&home, "ready.toml", "zh-CN", &[]));
    assert_snapshot!(
        "example_in_english",
        summary(&home, "ready.toml", "en", &[])
    );
}

#[test]
fn a_second_template_is_summed_up_by_what_it_declares() {
    let home = home();
    home.write("sale.toml", sale());
    assert_snapshot!(
        "sale",
        summary(&home, "sale.toml", "zh-CN", &["--no-embed"])
    );
    assert_snapshot!("sale_in_english", summary(&home, "sale.toml", "en", &[]));
}

#[test]
fn a_marked_draft_says_first_why_it_is_not_to_be_signed() {
    let home = home();
    home.write(
        "begun.toml",
        "[template]\nid = \"goods-sale\"\n[answers]\nbuyer = \"杭州虚构青禾茶业有限公司\"\n",
    );
    let said = summary(&home, "begun.toml", "zh-CN", &["--draft"]);
    assert_snapshot!("begun", said);
    assert_snapshot!(
        "begun_in_english",
        summary(&home, "begun.toml", "en", &["--draft"])
    );
}

#[test]
fn the_hash_is_that_of_what_show_prints() {
    use qianyue::value::ContentHash;
    let home = home();
    let shown = home.run(&["show", "ready.toml"]).ended(0).output;
    let hash = ContentHash::of(shown.as_bytes()).to_string();
    for more in [&["--draft"][..], &["--format", "text"]] {
        assert!(summary(&home, "ready.toml", "en", more).contains(&hash));
    }
    let other = READY.replace("\"2\"", "\"4\"");
    assert_ne!(other, READY);
    home.write("ready.toml", other);
    assert!(!summary(&home, "ready.toml", "en", &["--draft"]).contains(&hash));
}

#[test]
fn only_a_docx_carries_the_draft() {
    let home = home();
    for (more, carries) in [
        (&[][..], true),
        (&["--no-embed"], false),
        (&["--format", "html"], false),
        (&["--format", "text"], false),
    ] {
        let said = summary(&home, "ready.toml", "zh-CN", more);
        assert_eq!(said.contains("- 附有草稿"), carries, "{more:?}: {said}");
        assert_eq!(said.contains("- 不附草稿"), !carries, "{more:?}: {said}");
    }
}

#[test]
fn nothing_is_written_where_the_summary_has_no_place() {
    let home = home();
    home.write("taken.md", "old");
    fs::create_dir(home.path("folder")).unwrap();
    for (target, more, said) in [
        ("taken.md", &[][..], "已经存在"),
        ("x.docx", &[], "合同本身"),
        ("./folder/../x.docx", &["--force"], "合同本身"),
        ("folder", &["--force"], "是文件夹"),
        ("none/x.md", &[], "不存在"),
    ] {
        let arguments = ["export", "ready.toml", "-o", "x.docx", "--summary", target];
        let run = home.run(&[&arguments[..], more].concat()).ended(1);
        assert!(run.messages.contains(said), "{target}: {run:?}");
        assert!(!home.path("x.docx").exists(), "{target}");
    }
    assert_eq!(fs::read(home.path("taken.md")).unwrap(), b"old");
    let unready = [
        "export",
        "example.toml",
        "-o",
        "x.docx",
        "--summary",
        "x.md",
    ];
    home.run(&unready).ended(3);
    assert!(!home.path("x.md").exists());
}

/// The points in the summary of a draft of the second template.
fn points(answers: &[(&str, &str)], style: &str) -> Vec<Point> {
    points_of(&template(SALE), answers, style)
}

fn points_of(template: &Template, answers: &[(&str, &str)], style: &str) -> Vec<Point> {
    let mut draft = draft(answers);
    let with_style = format!("[template]\nid = \"goods-sale\"\n[style]\n{style}\n");
    let file = qianyue::draft::DraftFile::parse(with_style.as_bytes()).unwrap();
    draft.style.clone_from(&file.draft().style);
    let contract = crate::contract::contract(template, &draft);
    let applied = template.body(&draft.accepted).applied.clone();
    let summary = Summary::new(template, &draft, &contract, &applied, &Written::default());
    let report = wording::summary(&summary, template, Language::Chinese);
    let lines: usize = report.sections.iter().map(|part| part.lines.len()).sum();
    assert_eq!(summary.points().count(), lines);
    summary.points().cloned().collect()
}

fn blank(field: &str, spot: Spot) -> Point {
    Point::Blank {
        field: qianyue::template::FieldId::new(field),
        spot,
    }
}

#[test]
fn a_blank_waits_for_the_pen_only_where_it_may_be_open_when_signing() {
    let all = sale_answers();
    let without = |ids: &[&str]| -> Vec<(&str, &str)> {
        let kept = all.iter().filter(|(id, _)| !ids.contains(id));
        kept.copied().collect()
    };
    let open = |answers: &[(&str, &str)]| -> Vec<Point> {
        let points = points(answers, "");
        let is_blank = |point: &Point| matches!(point, Point::Blank { .. });
        points.into_iter().filter(is_blank).collect()
    };
    assert_eq!(open(&all), []);
    assert_eq!(
        open(&without(&["seller_date"])),
        [blank("seller_date", Spot::Signature)]
    );
    // A required blank is not left for the pen, and neither are the words of an amount.
    assert_eq!(open(&without(&["total", "goods"])), []);
}

#[test]
fn each_column_of_the_signatures_names_who_signs_there() {
    let signs = |style: &str| -> Vec<(Option<String>, usize)> {
        let points = points(&sale_answers(), style);
        let signs = points.into_iter().filter_map(|point| match point {
            Point::Signs { party, hands } => Some((party, hands.len())),
            _ => None,
        });
        signs.collect()
    };
    let buyer = (Some("杭州虚构青禾茶业有限公司".to_owned()), 1);
    let seller = (Some("深圳示例云帆网络科技有限公司".to_owned()), 1);
    for (style, expected) in [
        ("", vec![buyer.clone(), seller.clone()]),
        ("print_party_names = true", vec![buyer.clone(), seller]),
        ("party_b_block = false", vec![buyer]),
    ] {
        assert_eq!(signs(style), expected, "{style}");
    }
    // The buyer is also a witness, but must seal only once.
    let source = format!("{SALE}| 见证人：{{{{ seller }}}} | 见证人：{{{{ buyer }}}} |\n");
    let witnessed = points_of(&template(&source), &sale_answers(), "");
    let signs = witnessed
        .iter()
        .filter(|point| matches!(point, Point::Signs { .. }));
    let n_hands: usize = signs
        .map(|point| match point {
            Point::Signs { hands, .. } => hands.len(),
            _ => 0,
        })
        .sum();
    assert_eq!(n_hands, 2, "{witnessed:#?}");
    let own = points(&sale_answers(), "signature_page = \"own_page\"");
    assert!(own.contains(&Point::SignaturePage));
    assert!(!points(&sale_answers(), "").contains(&Point::SignaturePage));
}
