//! Contracts of different shape, each through check, every output, the validators, paper and back.

use std::path::PathBuf;

use qianyue::draft::DraftFile;
use qianyue::review::Contract;
use qianyue::template::{self, StyleKeys};

use crate::support::office::Office;
use crate::support::outputs::outputs_agree;
use crate::support::program::Home;
use crate::support::tools;

/// The id of a template, its text, and answers to it.
const SHAPES: [(&str, &str, &str); 7] = [
    (
        "purchase",
        include_str!("../data/templates/purchase.md"),
        "buyer = \"杭州虚构青禾茶业有限公司\"\nseller = \"深圳示例云帆网络科技有限公司\"\n",
    ),
    (
        "instalments",
        include_str!("../data/templates/instalments.md"),
        "buyer = \"杭州虚构青禾茶业有限公司\"\nseller = \"深圳示例云帆网络科技有限公司\"\n\
         device = \"包装机\"\nlate = \"0.5\"\n\
         [[answers.parts]]\ndue = 2027-01-31\namount = \"30000\"\n\
         [[answers.parts]]\ndue = 2027-02-28\namount = \"20000.50\"\n",
    ),
    (
        "lease",
        include_str!("../data/templates/lease.md"),
        "landlord = \"王小二\"\nid_number = \"11010519491231002X\"\n\
         tenant = \"杭州虚构青禾茶业有限公司\"\nmail = \"zhang@example.com\"\npostcode = \"310000\"\n\
         area = \"85.50\"\nbuilt = 2008-09-01\nstarts = 2027-01-01\nends = 2027-12-31\n\
         quiet_from = \"22:00\"\nquiet_to = \"7:00\"\nrent = \"5000\"\nfirst_months = \"8.5\"\n\
         deposit = \"10000\"\nlate = \"5\"\nfee = \"3.5\"\nnotes = \"不得转租；\\n可以养猫。\"\n",
    ),
    (
        "labour",
        include_str!("../data/templates/labour.md"),
        "employer = \"深圳示例云帆网络科技有限公司\"\nemployee = \"张三\"\nmobile = \"13900000000\"\n\
         begins = 2026-12-01\npost = \"销售\"\nwage = \"8000\"\nhours = \"standard\"\ntrial = \"2\"\n\
         term = \"fixed\"\nends = 2028-11-30\nextras = [\"meal\"]\nmeal = \"500\"\n",
    ),
    (
        "shares",
        include_str!("../data/templates/shares.md"),
        "seller = \"王小二\"\nseller_card = \"11010519491231002X\"\nbuyer = \"李小三\"\n\
         company = \"杭州虚构青禾茶业有限公司\"\nshare = \"30\"\nprice = \"300000\"\n\
         handover = 2027-03-31\ntaxes = \"each\"\n",
    ),
    (
        "supply",
        include_str!("../data/templates/supply.md"),
        "number = \"GY-2026-018\"\nbuyer = \"杭州虚构青禾茶业有限公司\"\n\
         seller = \"深圳示例云帆网络科技有限公司\"\nclerk = \"王小二\"\ntotal = \"3600\"\n",
    ),
    (
        "nda",
        include_str!("../data/templates/nda.md"),
        "own = \"Shenzhen Example Cloudsail Network Co., Ltd.\"\nother = \"Example Tea Ltd.\"\n\
         mail = \"li@example.com\"\nsigned = 2026-12-01\npurpose = \"a tea shop\"\nyears = 3\n\
         damages = \"12800.50\"\nlaw = \"hk\"\nnotices = [\"mail\"]\n",
    ),
];

fn draft_text(id: &str, answers: &str) -> String {
    format!("schema = 2\n[template]\nid = \"{id}\"\n[answers]\n{answers}")
}

#[test]
fn no_author_is_told_of_a_mistake() {
    let home = Home::new();
    for (id, text, _) in SHAPES {
        home.write(&format!("data/templates/{id}.md"), text);
        let run = home.run(&["template", "check", id]).ended(0);
        assert_eq!(run.messages, "", "{id}");
    }
}

#[test]
fn every_output_says_the_same_filled_and_blank() {
    for (id, text, answers) in SHAPES {
        let template = template::parse(text.as_bytes()).unwrap();
        for answers in [answers, ""] {
            let draft = DraftFile::parse(draft_text(id, answers).as_bytes()).unwrap();
            let contract = Contract::of(&template, draft.draft(), &StyleKeys::new());
            for width in [20, 44, 60, 116] {
                outputs_agree(&contract.document, width)
                    .unwrap_or_else(|error| panic!("{id} at {width}: {error}"));
            }
        }
    }
}

/// The files of all contracts as marked drafts, with their drafts inside.
fn written(home: &Home) -> Vec<PathBuf> {
    let write = |(id, text, answers): (&str, &str, &str)| {
        home.write(&format!("data/templates/{id}.md"), text);
        let draft = home.write(&format!("{id}.toml"), draft_text(id, answers));
        let file = format!("{id}.docx");
        let arguments = ["export", "--draft", "-o", &file];
        home.run_on(&arguments, &draft).ended(0);
        home.path(&file)
    };
    SHAPES.map(write).to_vec()
}

#[test]
fn validators_find_nothing_in_any_of_them() {
    let home = Home::new();
    tools::assert_valid(&written(&home));
}

#[test]
fn a_file_shows_what_its_draft_shows() {
    let home = Home::new();
    for (file, (id, _, _)) in written(&home).iter().zip(SHAPES) {
        let from_draft = home
            .run_on(&["show"], &home.path(&format!("{id}.toml")))
            .ended(0);
        let from_file = home.run_on(&["show"], file).ended(0);
        assert_eq!(from_file.output, from_draft.output, "{id}");
    }
}

#[test]
fn three_who_sign_stand_side_by_side_on_one_page() {
    let home = Home::new();
    let files = written(&home);
    let shares = files
        .iter()
        .find(|file| file.ends_with("shares.docx"))
        .unwrap();
    let (Some(office), Some(reader)) = (
        Office::find(home.data().as_path()),
        tools::find("pdftotext"),
    ) else {
        return;
    };
    office.convert("pdf", &home.data(), [shares]);
    let output = tools::run(
        std::process::Command::new(reader)
            .arg("-layout")
            .arg(home.data().join("shares.pdf"))
            .arg("-"),
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let pages: Vec<&str> = text.split('\u{c}').collect();
    let signers = ["转让方（签字）：", "受让方（签字）：", "目标公司（盖章）："];
    let page = pages.iter().find(|page| page.contains(signers[0])).unwrap();
    let line = page.lines().find(|line| line.contains(signers[0])).unwrap();
    assert!(signers.iter().all(|signer| line.contains(signer)), "{page}");
    assert!(page.contains("法定代表人"), "{page}");
}
