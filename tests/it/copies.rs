//! Conflict copies by programs that synchronize folders: the list shows them below their draft.

use std::fs;

use qianyue::store::DataFolder;

use crate::store::files_under;
use crate::support::program::Home;
use crate::support::terminal::Terminal;

const EXAMPLE: &str = include_str!("../data/example.toml");
const ID: &str = "01JD0000000000000000000001";
const OTHER_ID: &str = "01JD1000000000000000000001";

/// The suffixes that these programs add to the name of a copy.
const ENDS: [&str; 12] = [
    " (Ann's conflicted copy 2026-11-22)",
    " (王丽 的冲突副本 2026-11-22)",
    " (Case Conflict)",
    "-DESKTOP-4F7K2QD",
    "-王丽的 MacBook",
    "-冲突-王丽",
    "-NSConflict-wangli-mac26.4.1",
    ".sync-conflict-20261122-093000-ABCDEFG",
    " 2",
    " (1)",
    " [Conflict]",
    ".conflict-tea-house-1",
];

/// Two drafts, and copies of the second draft with all suffixes.
fn home() -> Home {
    let home = Home::new();
    let draft = |hour: usize, number: usize| {
        let head = format!("updated = 2026-11-22T{hour:02}:00:00+08:00\n");
        head + &EXAMPLE.replace("标准版", &format!("第{number}版"))
    };
    home.write(&format!("data/drafts/{OTHER_ID}.toml"), draft(12, 99));
    home.write(&format!("data/drafts/{ID}.toml"), draft(0, 0));
    for (number, end) in ENDS.iter().enumerate() {
        // Some copies are newer than both drafts.
        let text = draft(number + 4, number + 1);
        home.write(&format!("data/drafts/{ID}{end}.toml"), text);
    }
    home
}

#[test]
fn they_are_listed_under_their_draft() {
    let home = home();
    let listed = home.run(&["list", "--json"]).ended(0).json();
    let listed = listed.as_array().unwrap();
    let ids: Vec<&str> = listed
        .iter()
        .map(|row| row["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids[..2], [OTHER_ID, ID]);
    assert_eq!(ids.len(), 2 + ENDS.len());
    for row in listed {
        let id = row["id"].as_str().unwrap();
        let copy_of = [OTHER_ID, ID]
            .iter()
            .all(|draft| id != *draft)
            .then_some(ID);
        assert_eq!(row["copy_of"].as_str(), copy_of, "{row}");
    }
    let text = home.run(&["list"]).ended(0).output;
    let copies = text
        .lines()
        .filter(|line| line.ends_with(&format!("\t{ID} 的冲突副本")));
    assert_eq!(copies.count(), ENDS.len(), "{text}");
}

#[test]
fn the_beginning_of_an_id_is_that_of_the_draft_and_a_whole_name_that_of_a_copy() {
    let home = home();
    let shown = |source: &str| home.run(&["show", source]).ended(0).output;
    for source in ["01JD0", ID, &ID[..20]] {
        assert!(shown(source).contains("第0版"), "{source}");
    }
    for (number, end) in ENDS.iter().enumerate() {
        let version = format!("第{}版", number + 1);
        assert!(shown(&format!("{ID}{end}")).contains(&version), "{end}");
    }
}

#[test]
fn the_doctor_names_each() {
    let home = home();
    let doctor = home.run(&["doctor", "--json"]).ended(1).json();
    let findings = doctor["findings"].as_array().unwrap().iter();
    let copies: Vec<&str> = findings
        .filter(|finding| finding["topic"] == "conflict_copy")
        .map(|finding| finding["path"].as_str().unwrap())
        .collect();
    assert_eq!(copies.len(), ENDS.len(), "{copies:#?}");
}

#[test]
fn on_the_screen_they_stand_below_and_open_side_by_side() {
    let home = home();
    let terminal = Terminal::start(&[], &home.data(), 140, 40);
    terminal.wait_for("(Case Conflict)");
    // The screen paints this text after the copies.
    terminal.wait_for("新合同用");
    let screen = terminal.screen();
    let rows: Vec<&str> = screen.lines().collect();
    let copies: Vec<usize> = (0..rows.len())
        .filter(|row| rows[*row].contains("冲突副本"))
        .collect();
    assert_eq!(copies.len(), ENDS.len(), "{screen}");
    // All copies stand below the second draft, without a gap.
    assert_eq!(
        copies[copies.len() - 1] - copies[0],
        ENDS.len() - 1,
        "{screen}"
    );
    assert!(rows[copies[0] - 1].contains("第0版"), "{screen}");
    for name in [
        "DESKTOP-4F7K2QD",
        "sync-conflict-20261122",
        "NSConflict-wangli",
        "(1)",
    ] {
        assert!(screen.contains(name), "{name}: {screen}");
    }
    // Select the copy with `[Conflict]`, the suffix of Google Drive.
    for _ in 0..3 {
        terminal.press("Down");
    }
    terminal.press("Enter");
    terminal.wait_for("对照");
    terminal.wait_for("[x] 青禾茶铺微信小程序商城（第11版）");
    terminal.press("Ctrl-S");
    let drafts = home.data().join("drafts");
    let copy = drafts.join(format!("{ID} [Conflict].toml"));
    terminal.wait_until_true("the copy is in the trash", || !copy.exists());
    let merged = fs::read_to_string(drafts.join(format!("{ID}.toml"))).unwrap();
    assert!(merged.contains("第11版"), "{merged}");
    let trash = files_under(&DataFolder::new(home.data()).trash());
    assert_eq!(trash.len(), 1, "{trash:?}");
    assert!(fs::read_to_string(&trash[0]).unwrap().contains("第11版"));
}

#[test]
fn two_contracts_whose_names_are_alike_are_no_copies() {
    let home = Home::new();
    let draft = |client: &str| EXAMPLE.replace("杭州虚构青禾茶业有限公司", client);
    home.write("data/drafts/青禾.toml", draft("甲公司有限公司"));
    home.write("data/drafts/青禾 2.toml", draft("乙公司有限公司"));
    home.write("data/drafts/青禾 (1).toml", draft("丙公司有限公司"));
    home.write("data/drafts/青禾-续签.toml", draft("丁公司有限公司"));
    // These two are copies: one has the same content as its draft, one the same creation time.
    home.write("data/drafts/青禾 3.toml", draft("甲公司有限公司"));
    let begun = "created = 2026-11-22T09:30:00+08:00\n";
    home.write(
        "data/drafts/云帆.toml",
        format!("{begun}{}", draft("戊公司有限公司")),
    );
    home.write(
        "data/drafts/云帆 (1).toml",
        format!("{begun}{}", draft("己公司有限公司")),
    );
    let listed = home.run(&["list", "--json"]).ended(0).json();
    let copy_of = |id: &str| {
        let mut rows = listed.as_array().unwrap().iter();
        let row = rows.find(|row| row["id"] == id).unwrap();
        row["copy_of"].as_str().map(str::to_owned)
    };
    for (id, expected) in [
        ("青禾", None),
        ("青禾 2", None),
        ("青禾 (1)", None),
        ("青禾-续签", None),
        ("青禾 3", Some("青禾")),
        ("云帆", None),
        ("云帆 (1)", Some("云帆")),
    ] {
        assert_eq!(copy_of(id).as_deref(), expected, "{id}");
    }
}
