//! Contracts of other authors are never recognized as exports of this program. Exports are
//! recognized after any editing.

use std::path::{Path, PathBuf};
use std::process::Command;

use qianyue::draft::Draft;
use qianyue::intake::docx::{ReadParagraph, read_paragraphs};
use qianyue::intake::recover::{Agreement, recover};
use qianyue::render::docx::{Properties, render};
use qianyue::template::Template;

use crate::support::built_in::{self, SALE, SERVICE};
use crate::support::dice::Dice;
use crate::support::program::{Home, Run};
use crate::support::terminal::Terminal;
use crate::support::tools;
use crate::support::word::{docx, with_part};

/// A complete goods contract.
const GOODS: &str = "[template]\nid = \"goods-sale\"\n[answers]\n\
     buyer = \"杭州虚构青禾茶业有限公司\"\nseller = \"深圳示例云帆网络科技有限公司\"\n\
     goods = \"采茶机\"\nquantity = 12\ntotal = 12800\ndelivery = 2026-03-01\n\
     warranty_until = 2027-02-28\ntransport = \"seller\"\nfreight = 300\n\
     extras = [\"install\", \"train\"]\ntraining_days = \"两日\"\npenalty = 5\ncopies = 2\n";

/// The highest share of a template's text in a contract of other authors, and the lowest share in
/// an edited export, in percent.
const MOST_FOREIGN: usize = 45;
const LEAST_EDITED: usize = 55;

/// The contracts in `tests/data/foreign` as Word files, by name: leases, purchases, services, and a
/// contract of the same company with its general terms.
fn foreign() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/foreign");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert!(paths.len() >= 15, "{paths:?}");
    paths
        .iter()
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, docx(&std::fs::read_to_string(path).unwrap()))
        })
        .collect()
}

fn exported(template: &Template, draft: &Draft) -> Vec<u8> {
    let document = built_in::contract(template, draft).document;
    render(&document, &Properties::default()).unwrap()
}

fn stripped(bytes: &[u8]) -> Vec<ReadParagraph> {
    let mut paragraphs = read_paragraphs(bytes).unwrap();
    for paragraph in &mut paragraphs {
        paragraph.controls.clear();
    }
    paragraphs
}

fn agreement(template: &Template, paragraphs: &[ReadParagraph]) -> Agreement {
    recover(template, paragraphs).agreement
}

/// Changes that people make to a contract in Word.
#[derive(Clone, Copy, Debug)]
enum Edit {
    Nothing,
    /// A third of the clauses is deleted.
    Strike,
    /// Two of 25 characters in each paragraph are replaced.
    Reword,
    /// New clauses are inserted at random.
    Insert,
    /// The last third of the clauses is moved to the start.
    Reorder,
    /// Brackets, colons and commas become half-width, with spaces around them.
    Narrow,
    /// Paragraphs become lines of one paragraph.
    Join,
}

const EDITS: [Edit; 7] = [
    Edit::Nothing,
    Edit::Strike,
    Edit::Reword,
    Edit::Insert,
    Edit::Reorder,
    Edit::Narrow,
    Edit::Join,
];

fn edited(paragraphs: &[ReadParagraph], edits: &[Edit], seed: u64) -> Vec<ReadParagraph> {
    let mut dice = Dice::new(seed);
    let mut texts: Vec<String> = paragraphs.iter().map(|each| each.text.clone()).collect();
    for edit in edits {
        texts = match edit {
            Edit::Nothing => texts,
            Edit::Strike => {
                for _ in 0..texts.len() / 3 {
                    texts.remove(dice.below(texts.len()));
                }
                texts
            }
            Edit::Reword => texts.iter().map(|text| reworded(text, &mut dice)).collect(),
            Edit::Insert => texts
                .into_iter()
                .flat_map(|text| {
                    let new = format!("双方另行约定：本条第{}款以书面确认为准。", text.len());
                    let count = dice.below(2);
                    std::iter::once(text).chain(std::iter::repeat_n(new, count))
                })
                .collect(),
            Edit::Reorder => {
                let middle = texts.len() * 2 / 3;
                texts.rotate_left(middle);
                texts
            }
            Edit::Narrow => texts
                .iter()
                .map(|text| {
                    let text = text.replace('（', " (").replace('）', ") ");
                    text.replace('：', ": ").replace('，', ", ")
                })
                .collect(),
            Edit::Join => vec![texts.join("\n")],
        };
    }
    texts
        .into_iter()
        .map(|text| ReadParagraph {
            text,
            ..ReadParagraph::default()
        })
        .collect()
}

fn reworded(text: &str, dice: &mut Dice) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for _ in 0..characters.len() / 25 {
        let at = dice.below(characters.len() - 1);
        characters[at] = '另';
        characters[at + 1] = '议';
    }
    characters.into_iter().collect()
}

/// Exports by name, with their template.
fn ours() -> Vec<(&'static str, &'static Template, Vec<u8>)> {
    let all: Vec<&str> = SERVICE
        .corrections
        .iter()
        .map(|each| each.id.as_str())
        .collect();
    let blank = built_in::draft("[template]\nid = \"mini-program-service\"\n[answers]\n");
    vec![
        (
            "service",
            &*SERVICE,
            exported(&SERVICE, &built_in::example()),
        ),
        (
            "service, every correction",
            &*SERVICE,
            exported(&SERVICE, &built_in::accepting(built_in::example(), &all)),
        ),
        ("service, blank", &*SERVICE, exported(&SERVICE, &blank)),
        ("goods", &*SALE, exported(&SALE, &built_in::draft(GOODS))),
    ]
}

#[test]
#[allow(
    clippy::print_stderr,
    reason = "both distributions, for whoever moves the bound"
)]
fn edited_exports_and_contracts_of_others_lie_far_apart() {
    let templates: [&Template; 2] = [&SERVICE, &SALE];
    let mut highest = 0;
    let others = ours()
        .into_iter()
        .map(|(name, own, bytes)| (name.to_owned(), Some(own), bytes));
    let foreign = foreign()
        .into_iter()
        .map(|(name, bytes)| (name, None, bytes));
    for (name, own, bytes) in foreign.chain(others) {
        let paragraphs = stripped(&bytes);
        for template in templates {
            if own.is_some_and(|own| own.id == template.id) {
                continue;
            }
            for edits in [&[Edit::Nothing][..], &[Edit::Join], &[Edit::Narrow]] {
                let found = agreement(template, &edited(&paragraphs, edits, 1));
                let percent = found.percent();
                eprintln!("{percent:3} % of {}: {name} {edits:?}", template.id);
                assert!(!found.is_contract(), "{name}, {}: {found:?}", template.id);
                highest = highest.max(percent);
            }
        }
    }
    let mut lowest = 100;
    for (name, template, bytes) in ours() {
        let paragraphs = stripped(&bytes);
        let alone = EDITS.iter().map(|edit| vec![*edit]);
        let together = vec![Edit::Strike, Edit::Reword, Edit::Insert, Edit::Narrow];
        for edits in alone.chain([together]) {
            for seed in 1..=6 {
                let found = agreement(template, &edited(&paragraphs, &edits, seed));
                let percent = found.percent();
                eprintln!("{percent:3} % of {}: {name} {edits:?} {seed}", template.id);
                assert!(found.is_contract(), "{name} {edits:?} {seed}: {found:?}");
                lowest = lowest.min(percent);
            }
        }
    }
    eprintln!("others up to {highest} %, ours from {lowest} %");
    assert!(highest <= MOST_FOREIGN, "{highest}");
    assert!(lowest >= LEAST_EDITED, "{lowest}");
}

#[test]
fn libreoffice_saves_ours_and_those_of_others_and_they_stay_what_they_are() {
    let Some(office) = tools::find("soffice") else {
        return;
    };
    let home = Home::new();
    let mut expected = Vec::new();
    let others = foreign()
        .into_iter()
        .map(|(name, bytes)| (name, false, bytes));
    let own = ours()
        .into_iter()
        .map(|(name, _, bytes)| (name.to_owned(), true, bytes));
    for (index, (name, is_ours, bytes)) in others.chain(own).enumerate() {
        home.write(&format!("{index}.docx"), bytes);
        expected.push((name, is_ours));
    }
    let files = |ending: &str| -> Vec<PathBuf> {
        let names = (0..expected.len()).map(|index| format!("{index}.{ending}"));
        names.map(|name| home.path(&name)).collect()
    };
    let profile = home.path("profile");
    let profile = format!("-env:UserInstallation=file://{}", profile.display());
    // The old Word format keeps the least information.
    for (kind, from) in [("doc", "docx"), ("docx", "doc")] {
        let output = tools::run(
            Command::new(&office)
                .arg(&profile)
                .args(["--headless", "--convert-to", kind, "--outdir"])
                .arg(home.path(""))
                .args(files(from)),
        );
        assert!(output.status.success(), "{}", tools::said(&output));
    }
    let templates: [&Template; 2] = [&SERVICE, &SALE];
    for ((name, is_ours), path) in expected.iter().zip(files("docx")) {
        let paragraphs = stripped(&std::fs::read(path).unwrap());
        let found = templates.map(|template| agreement(template, &paragraphs));
        let is_contract = found.iter().any(Agreement::is_contract);
        assert_eq!(is_contract, *is_ours, "{name}: {found:?}");
        let is_sure = |percent| {
            if *is_ours {
                percent >= 90
            } else {
                percent <= MOST_FOREIGN
            }
        };
        let percent = found.iter().map(Agreement::percent).max().unwrap();
        assert!(is_sure(percent), "{name}: {found:?}");
    }
}

/// Asserts that the command prints only the reason, with the nearest template and its share.
#[track_caller]
fn assert_refused(run: Run, name: &str) {
    let run = run.ended(1);
    assert_eq!(run.output, "", "{name}: {run:#?}");
    assert!(
        run.messages.contains("mini-program-service"),
        "{name}: {run:#?}"
    );
    assert!(run.messages.contains('%'), "{name}: {run:#?}");
    assert!(run.messages.contains("template list"), "{name}: {run:#?}");
}

#[test]
fn a_contract_that_others_wrote_is_shown_by_no_command() {
    let home = Home::new();
    for (name, bytes) in foreign() {
        let file = format!("{name}.docx");
        home.write(&file, bytes);
        assert_refused(home.run(&["show", &file]), &name);
        assert_refused(home.run(&["check", &file]), &name);
        let export = ["export", &file, "--draft", "-o", "out.docx"];
        assert_refused(home.run(&export), &name);
        assert_refused(
            home.run(&["ask", "--for", "renewal", "--from", &file]),
            &name,
        );
    }
    let english = home.run(&["show", "lease.docx", "--lang", "en"]).ended(1);
    assert!(
        english
            .messages
            .contains("the nearest is mini-program-service"),
        "{english:#?}"
    );
    assert!(!home.path("out.docx").exists());
    assert!(!home.data().exists(), "nothing is kept");
}

#[test]
fn a_contract_that_others_wrote_is_opened_on_no_screen() {
    let home = Home::new();
    std::fs::create_dir(home.path("new")).unwrap();
    for name in ["supplement", "app-promotion"] {
        let (_, bytes) = foreign().into_iter().find(|(own, _)| own == name).unwrap();
        let path = home.write(&format!("{name}.docx"), bytes);
        let source = path.to_str().unwrap();
        for arguments in [
            &["open", source][..],
            &["new", "--for", "renewal", "--from", source],
        ] {
            let mut terminal = Terminal::start(arguments, &home.path("new"), 120, 40);
            terminal.wait_for("最接近的是");
            terminal.press("Ctrl-Q");
            terminal.wait_exit();
        }
        assert!(!home.path("new/drafts").exists(), "{name}");
    }
}

/// A lease that is typed over an export, or that has the properties of an export, is not
/// recognized.
#[test]
fn what_a_file_says_of_its_template_is_no_proof() {
    let home = Home::new();
    home.write("draft.toml", include_str!("../data/example-ready.toml"));
    home.run(&["export", "draft.toml", "--no-embed", "-o", "ours.docx"])
        .ended(0);
    home.run(&["show", "ours.docx"]).ended(0);
    let ours = std::fs::read(home.path("ours.docx")).unwrap();
    let lease = docx(include_str!("../data/foreign/lease.txt"));
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(lease)).unwrap();
    let lease = std::io::read_to_string(archive.by_name("word/document.xml").unwrap()).unwrap();
    home.write(
        "lease.docx",
        with_part(&ours, "word/document.xml", |_| lease.clone()),
    );
    assert_refused(home.run(&["show", "lease.docx"]), "lease");
}

/// A file that contains a draft but the text of another contract shows the draft, with a warning.
#[test]
fn a_draft_in_a_contract_that_others_wrote_is_told_from_its_text() {
    let home = Home::new();
    home.write("draft.toml", include_str!("../data/example-ready.toml"));
    home.run(&["export", "draft.toml", "-o", "ours.docx"])
        .ended(0);
    let ours = std::fs::read(home.path("ours.docx")).unwrap();
    let shown = home.run(&["show", "ours.docx"]).ended(0);
    for (name, text, is_foreign) in [
        (
            "lease",
            include_str!("../data/foreign/lease.txt").to_owned(),
            true,
        ),
        (
            "app",
            include_str!("../data/foreign/app-promotion.txt").to_owned(),
            true,
        ),
        ("ours", shown.output.replace("滞纳金", "违约金"), false),
    ] {
        let other = docx(&text);
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(other)).unwrap();
        let xml = archive.by_name("word/document.xml").unwrap();
        let xml = std::io::read_to_string(xml).unwrap();
        home.write(
            "other.docx",
            with_part(&ours, "word/document.xml", |_| xml.clone()),
        );
        let run = home.run(&["show", "other.docx"]).ended(0);
        assert_eq!(run.output, shown.output, "{name}");
        assert_eq!(
            run.messages.contains("不是其中那份草稿的合同"),
            is_foreign,
            "{name}: {run:#?}"
        );
        assert!(run.messages.contains("提示："), "{name}: {run:#?}");
    }
}

/// The program compares a file with every template it knows: the user's own, and the stored texts
/// of templates that are no longer installed.
#[test]
fn the_template_of_which_most_stands_reads_a_file() {
    let home = Home::new();
    home.write("data/templates/goods-sale.md", SALE.source.as_str());
    home.write("goods.docx", exported(&SALE, &built_in::draft(GOODS)));
    home.write("service.docx", exported(&SERVICE, &built_in::example()));
    let goods = home.run(&["show", "goods.docx"]).ended(0);
    assert!(goods.output.contains("采茶机"), "{goods:#?}");
    let service = home.run(&["show", "service.docx"]).ended(0);
    assert!(
        service.output.contains("小程序技术开发服务合同"),
        "{service:#?}"
    );
    home.write(
        "purchase.docx",
        docx(include_str!("../data/foreign/purchase.txt")),
    );
    let refused = home.run(&["show", "purchase.docx"]).ended(1);
    assert!(refused.messages.contains("goods-sale"), "{refused:#?}");

    let digest = <sha2::Sha256 as sha2::Digest>::digest(SALE.source.as_bytes());
    let digits: Vec<String> = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let kept = format!("data/drafts/.templates/{}.md", digits.concat());
    std::fs::remove_file(home.path("data/templates/goods-sale.md")).unwrap();
    home.run(&["show", "goods.docx"]).ended(1);
    home.write(&kept, SALE.source.as_str());
    let kept = home.run(&["show", "goods.docx"]).ended(0);
    assert_eq!(kept.output, goods.output);
    assert!(!kept.messages.contains("模板文本已找不到"), "{kept:#?}");
}

/// Files of other formats are not read, whether or not they contain a contract of this program.
#[test]
fn a_text_or_another_document_is_no_contract() {
    let home = Home::new();
    home.write("draft.toml", include_str!("../data/example-ready.toml"));
    let ours = home.run(&["show", "draft.toml"]).ended(0).output;
    let lease = include_str!("../data/foreign/lease.txt").to_owned();
    let bytes = exported(&SERVICE, &built_in::example());
    for (name, content) in [
        ("lease.txt", lease.clone().into_bytes()),
        ("lease.md", ["# ", &lease].concat().into_bytes()),
        ("LEASE.TXT", "# 甲方\n".to_owned().into_bytes()),
        ("ours.txt", ours.into_bytes()),
        ("ours.pdf", b"%PDF-1.6".to_vec()),
        ("ours.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec()),
        ("ours.docm", bytes),
    ] {
        let path = home.write(name, content);
        for command in [
            &["show"][..],
            &["check"],
            &["export", "-o", "x.docx"],
            &["ask", "--for", "renewal", "--from"],
            &["copy", "--for", "renewal"],
        ] {
            let run = home.run_on(command, &path).ended(1);
            assert_eq!(run.output, "", "{name}: {run:#?}");
            assert!(run.messages.contains("不是草稿"), "{name}: {run:#?}");
            assert!(run.messages.contains(".docx"), "{name}: {run:#?}");
        }
    }
    assert!(!home.path("x.docx").exists());
}
