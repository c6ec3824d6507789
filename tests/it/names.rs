//! Which file a name means if several files have similar names.
#![cfg(target_os = "linux")]

use std::fs;

use qianyue::store::{DataFolder, Store};

use crate::store::instance;
use crate::support::program::{Home, Run};

const EXAMPLE: &str = include_str!("../data/example.toml");
const SALE: &str = include_str!("../data/templates/goods-sale.md");
const PARTY: &str = "杭州虚构青禾茶业有限公司";

/// A draft whose contract names this client.
fn draft_of(client: &str) -> String {
    let text = EXAMPLE.replace(PARTY, client);
    assert!(text.contains(client));
    text
}

/// A home with drafts of these names. The client of each draft has the name of its file.
fn home(names: &[&str]) -> Home {
    let home = Home::new();
    for name in names {
        home.write(&format!("data/drafts/{name}"), draft_of(&client(name)));
    }
    home
}

fn client(name: &str) -> String {
    let letters: String = name
        .chars()
        .map(|c| if c == '.' { '点' } else { c })
        .collect();
    format!("{letters}有限公司")
}

/// Whether a run printed the contract of the draft with this file name.
fn shows(run: &Run, name: &str) -> bool {
    run.code == Some(0) && run.output.contains(&client(name))
}

fn is_ambiguous(run: &Run) -> bool {
    run.code == Some(1) && run.output.is_empty() && run.messages.contains("可能指")
}

#[test]
fn the_exact_name_is_meant_before_one_that_is_only_alike() {
    let all = [
        "Alpha.toml",
        "alpha.toml",
        "beta.TOML",
        "beta.toml",
        "Gamma.TOML",
        "alphabet.toml",
    ];
    for (source, expected) in [
        ("Alpha", Some("Alpha.toml")),
        ("alpha", Some("alpha.toml")),
        ("ALPHA", None),
        ("alph", None),
        ("alphab", Some("alphabet.toml")),
        ("ALPHAB", Some("alphabet.toml")),
        ("Alpha.toml", Some("Alpha.toml")),
        ("alpha.toml", Some("alpha.toml")),
        ("beta", Some("beta.toml")),
        ("beta.toml", Some("beta.toml")),
        ("beta.TOML", Some("beta.TOML")),
        ("Beta", None),
        ("BETA.TOML", None),
        ("bet", None),
        ("Gamma", Some("Gamma.TOML")),
        ("gamma", Some("Gamma.TOML")),
        ("Gamma.TOML", Some("Gamma.TOML")),
        ("gamma.toml", Some("Gamma.TOML")),
    ] {
        let home = home(&all);
        let run = home.run(&["show", source]);
        match expected {
            Some(name) => assert!(shows(&run, name), "{source} -> {name}: {run:#?}"),
            None => assert!(is_ambiguous(&run), "{source}: {run:#?}"),
        }
    }
}

#[test]
fn what_is_ambiguous_is_told_with_names_that_are_not() {
    let home = home(&["beta.toml", "beta.TOML", "Alpha.toml", "alpha.toml"]);
    for (source, names) in [
        ("Beta", ["beta", "beta.TOML"]),
        ("ALPHA", ["Alpha", "alpha"]),
    ] {
        let told = home.run(&["show", source]).ended(1).messages;
        for name in names {
            assert!(told.contains(name), "{source}: {told}");
            let shown = home.run(&["show", name]);
            assert!(shown.code == Some(0), "{name}: {shown:#?}");
        }
    }
}

#[test]
fn every_command_takes_the_same_draft() {
    let names = ["Alpha.toml", "alpha.toml"];
    for name in ["Alpha", "alpha"] {
        let home = home(&names);
        let ended = |arguments: &[&str]| home.run(arguments).ended(0);
        let target = ["-o", "x.txt", "--draft"];
        ended(&[&["export", name][..], &target].concat());
        let exported = fs::read_to_string(home.path("x.txt")).unwrap();
        assert!(
            exported.contains(&client(&format!("{name}.toml"))),
            "{name}"
        );
        home.run_with_input(&["ask", name], "0571-00000000\n".as_bytes());
        for other in names {
            let text = fs::read_to_string(home.data().join("drafts").join(other)).unwrap();
            let is_changed = text != draft_of(&client(other));
            assert_eq!(
                is_changed,
                other == format!("{name}.toml"),
                "{name} {other}"
            );
        }
    }
}

#[test]
fn a_name_is_found_in_either_spelling_of_its_accents() {
    let (composed, decomposed) = ("Caf\u{e9} \u{d55c}", "Cafe\u{301} \u{1112}\u{1161}\u{11ab}");
    for (on_disk, typed) in [(decomposed, composed), (composed, decomposed)] {
        let home = Home::new();
        home.write(
            &format!("data/drafts/{on_disk}.toml"),
            draft_of("甲公司有限公司"),
        );
        home.write(
            &format!("{on_disk}/{on_disk}.toml"),
            draft_of("甲公司有限公司"),
        );
        let paper = format!("{on_disk}.docx");
        home.run(&["export", on_disk, "-o", &paper, "--draft"])
            .ended(0);
        for source in [
            typed.to_owned(),
            typed.chars().take(5).collect(),
            format!("{typed}.toml"),
            format!("{typed}/{typed}.toml"),
            format!("./{typed}/{on_disk}.toml"),
            home.path(&format!("{typed}/{typed}.toml"))
                .to_str()
                .unwrap()
                .to_owned(),
            format!("{typed}.docx"),
        ] {
            let run = home.run(&["show", &source]).ended(0);
            assert!(
                run.output.contains("甲公司有限公司"),
                "{source:?}: {run:#?}"
            );
        }
        home.run(&["show", &format!("{typed}x")]).ended(1);
    }
}

#[test]
fn of_two_spellings_the_one_that_was_typed_is_meant() {
    let names = ["Caf\u{e9}.toml", "Cafe\u{301}.toml"];
    let home = home(&names);
    for name in names {
        let stem = name.trim_end_matches(".toml");
        let run = home.run(&["show", stem]);
        assert!(shows(&run, name), "{name:?}: {run:#?}");
    }
    assert!(is_ambiguous(&home.run(&["show", "CAF\u{c9}"])));
}

#[test]
fn two_templates_of_one_id_are_not_taken_for_each_other() {
    let home = Home::new();
    home.write("data/templates/sale.md", SALE);
    home.write("data/templates/sale.MD", SALE);
    assert!(is_ambiguous(&home.run(&["template", "show", "sale"])));
    let store = Store::new(DataFolder::new(home.data()), instance());
    let hash = store.pin_template(SALE.as_bytes()).unwrap();
    let head = "[template]\nid = \"sale\"\n";
    home.write("new.toml", head);
    home.write("kept.toml", format!("{head}sha256 = \"{hash}\"\n"));
    assert!(is_ambiguous(&home.run(&["show", "new.toml"])));
    home.run(&["show", "kept.toml"]).ended(0);
    fs::remove_file(home.data().join("templates/sale.md")).unwrap();
    home.run(&["template", "show", "sale"]).ended(0);
    home.write("data/templates/e\u{301}.md", SALE);
    home.run(&["template", "show", "\u{e9}"]).ended(0);
}
