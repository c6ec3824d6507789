//! The command line as a person or a script uses it: the real program with its streams and exit
//! codes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use qianyue::intake::docx::read_paragraphs;

use crate::support::office::Office;
use crate::support::program::{Home, PROGRAM, Run, end};
use crate::support::tools;

const EXAMPLE: &str = include_str!("../data/example.toml");
const READY: &str = include_str!("../data/example-ready.toml");
const SIGNED: &str = include_str!("../data/example.txt");
const ORIGINAL: &str = include_str!("../data/original.txt");
const SALE: &str = include_str!("../data/templates/goods-sale.md");
const END_MARK: &str = "（以下无正文）";
const ID: &str = "01JD0000000000000000000001";
const OTHER_ID: &str = "01JD0000000000000000000002";

/// A home with both examples as files, and one of them also as a draft in the list.
fn home() -> Home {
    let home = Home::new();
    home.write("example.toml", EXAMPLE);
    home.write("ready.toml", READY);
    home.write(&format!("data/drafts/{ID}.toml"), EXAMPLE);
    home
}

/// The lines that are not blank, without trailing spaces.
fn lines(text: &str) -> Vec<&str> {
    text.lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .collect()
}

/// The lines of a contract before the signatures of party B, without the end mark.
fn of_party_a(text: &str) -> Vec<&str> {
    lines(text)
        .into_iter()
        .take_while(|line| !line.starts_with("乙方（盖章）"))
        .filter(|line| *line != END_MARK)
        .collect()
}

fn export(home: &Home, more: &[&str]) -> Run {
    let mut arguments = vec!["export", "ready.toml"];
    arguments.extend(more);
    home.run(&arguments)
}

/// The ready example as DOCX.
fn exported(home: &Home) -> PathBuf {
    export(home, &["-o", "contract.docx"]).ended(0);
    home.path("contract.docx")
}

#[test]
fn show_prints_the_signed_contract_line_for_line() {
    let home = home();
    let shown = home.run(&["show", "example.toml"]).ended(0);
    assert_eq!(of_party_a(&shown.output), lines(SIGNED));
    assert_eq!(shown.messages, "");
}

#[test]
fn the_ids_that_a_script_needs_are_listed() {
    let home = Home::new();
    let text = home
        .run(&["template", "fields", "mini-program-service"])
        .ended(0)
        .output;
    for line in [
        "contract_no\ttext\t合同编号\n",
        "  remittance\t汇款\n",
        "payment_other\ttext\t",
        "C25\t非深圳市腾信互联科技有限公司承诺的范围\t不属于乙方承诺的范围\n",
    ] {
        assert!(text.contains(line), "{line:?} in {text}");
    }
    let listed = home
        .run(&["template", "fields", "mini-program-service", "--json"])
        .ended(0)
        .json();
    let ids = |list: &str| -> Vec<String> {
        let items = listed[list].as_array().unwrap().iter();
        items
            .map(|item| item["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert!(ids("fields").contains(&"payment".to_owned()));
    assert!(
        !ids("fields").contains(&"party_a_seal".to_owned()),
        "nobody types a seal"
    );
    assert_eq!(ids("corrections").len(), 57);
    home.run(&["template", "fields", "nothing"]).ended(1);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let home = Home::new();
    let draft = home.write("d.toml", "[template]\nid = \"mini-program-service\"\n");
    let to = home.path("nirgends/x.docx");
    let arguments = [
        "export",
        draft.to_str().unwrap(),
        "-o",
        to.to_str().unwrap(),
        "--draft",
    ];
    let run = home.run(&arguments).ended(1);
    assert!(run.messages.contains("nirgends 不存在"), "{}", run.messages);
    assert!(!home.path("nirgends").exists());
}

#[test]
fn template_show_prints_the_original_word_for_word() {
    let home = Home::new();
    let shown = home
        .run(&["template", "show", "mini-program-service"])
        .ended(0);
    let original = ORIGINAL.replacen("范本", "", 1);
    assert_eq!(of_party_a(&shown.output), lines(&original));
    assert_eq!(shown.messages, "");
}

#[test]
fn a_draft_is_named_by_id_by_its_beginning_by_path_and_on_standard_input() {
    let home = home();
    let expected = home.run(&["show", "example.toml"]).ended(0).output;
    let absolute = home.path("example.toml");
    for source in [ID, "01JD", "01jd", absolute.to_str().unwrap()] {
        let shown = home.run(&["show", source]).ended(0);
        assert_eq!(shown.output, expected, "source: {source}");
    }
    let piped = home
        .run_with_input(&["show", "-"], EXAMPLE.as_bytes())
        .ended(0);
    assert_eq!(piped.output, expected);
}

#[test]
fn a_draft_that_is_not_there_or_could_be_two_fails_with_a_message() {
    let home = home();
    home.write(&format!("data/drafts/{OTHER_ID}.toml"), EXAMPLE);
    for (source, expected) in [
        ("01JD", OTHER_ID),
        ("nope", "nope"),
        ("nope.toml", "nope.toml"),
        (".", "."),
    ] {
        for command in ["show", "check"] {
            let run = home.run(&[command, source]).ended(1);
            assert_eq!(run.output, "", "{command} {source}");
            assert!(run.messages.contains(expected), "{run:#?}");
            assert!(run.messages.contains("提示："), "{run:#?}");
        }
    }
}

#[test]
fn a_broken_draft_on_standard_input_is_refused_with_its_place() {
    let run = Home::new()
        .run_with_input(&["check", "-"], b"schema = 1\nschema = 1\n")
        .ended(1);
    assert!(run.messages.contains("-:2:1"), "{run:#?}");
    assert_eq!(run.output, "");
}

#[test]
fn a_draft_without_its_template_says_which_one_is_missing() {
    let run = Home::new()
        .run_with_input(&["show", "-"], b"[template]\nid = \"lease\"\n[answers]\n")
        .ended(1);
    assert!(run.messages.contains("lease"), "{run:#?}");
}

#[test]
fn show_speaks_markdown_and_json() {
    let home = home();
    let markdown = home
        .run(&["show", ID, "--format", "markdown"])
        .ended(0)
        .output;
    assert!(
        markdown.starts_with("# 小程序技术开发服务合同\n"),
        "{markdown}"
    );
    let json = home.run(&["show", ID, "--format", "json"]).ended(0);
    assert!(json.output.ends_with("}\n") && !json.output.ends_with("\n\n"));
    let json = json.json();
    assert_eq!(json["title"], "小程序技术开发服务合同");
    assert_eq!(json["language"], "zh-CN");
    let filled = json["blocks"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|block| block["inlines"].as_array().cloned().unwrap_or_default())
        .find(|inline| inline["field"] == "product_name")
        .unwrap();
    assert_eq!(filled["kind"], "filled");
    assert_eq!(filled["text"], "青禾茶铺微信小程序商城（标准版）");
}

#[test]
fn list_prints_drafts_newest_first_and_says_what_it_cannot_read() {
    let home = Home::new();
    assert_eq!(home.run(&["list"]).ended(0).output, "");
    assert_eq!(
        home.run(&["list", "--json"]).ended(0).json(),
        serde_json::json!([])
    );
    let at = |day: &str| format!("updated = 2026-11-{day}T10:00:00+08:00\n{EXAMPLE}");
    home.write(&format!("data/drafts/{ID}.toml"), at("20"));
    home.write(&format!("data/drafts/{OTHER_ID}.toml"), at("21"));
    home.write("data/drafts/broken.toml", "[");
    let list = home.run(&["list"]).ended(0);
    let rows: Vec<Vec<&str>> = list
        .output
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    let first_cells: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    assert_eq!(first_cells, [OTHER_ID, ID, "broken"], "{}", list.output);
    assert_eq!(
        rows[0][3..],
        [
            "杭州虚构青禾茶业有限公司",
            "青禾茶铺微信小程序商城（标准版）"
        ]
    );
    assert!(rows[2][1].starts_with("打不开："), "{}", list.output);
    let json = home.run(&["list", "--json"]).ended(0).json();
    let first = &json[0];
    assert_eq!(first["id"], OTHER_ID);
    assert_eq!(first["party"], "杭州虚构青禾茶业有限公司");
    assert_eq!(first["subject"], "青禾茶铺微信小程序商城（标准版）");
    assert_eq!(first["amount"], "107,000.53");
    assert_eq!(first["ends"], "2027-02-28");
    assert!(first["answered"].as_u64() <= first["total"].as_u64());
    assert!(first["updated"].as_str().unwrap().starts_with("2026-11-21"));
    assert!(json[2]["error"].as_str().unwrap().starts_with("第 1 行第 "));
}

#[test]
fn history_and_doctor_answer_for_a_healthy_draft() {
    let home = home();
    home.run(&["history", ID, "--json"]).ended(0).json();
    let unknown = home.run(&["history", "nope"]).ended(1);
    assert!(unknown.messages.contains("nope"), "{unknown:#?}");
    let doctor = home.run(&["doctor", "--json"]).ended(0).json();
    assert_eq!(doctor["needs_attention"], false, "{doctor:#}");
    let said = home.run(&["doctor"]).ended(0);
    let data = home.data();
    assert!(said.output.contains(data.to_str().unwrap()), "{said:#?}");
}

#[cfg(unix)]
#[test]
fn an_export_may_be_read_by_whom_the_user_lets() {
    use std::os::unix::fs::PermissionsExt;
    let home = home();
    let own = home.path("own.txt");
    fs::write(&own, "").unwrap();
    let path = exported(&home);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&path), mode(&own));
}

#[test]
fn a_broken_draft_is_restored_from_its_history_and_kept_there() {
    let home = home();
    let path = home.data().join("drafts").join(format!("{ID}.toml"));
    let good = fs::read_to_string(&path).unwrap();
    let folder = home.data().join("drafts/.history").join(ID);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("00000001-20260301T080000Z.toml"), &good).unwrap();
    let broken = "[answers\nparty_a_name = ";
    fs::write(&path, broken).unwrap();
    let opened = home.run(&["show", ID]).ended(1);
    assert!(opened.messages.contains("qianyue history"), "{opened:#?}");
    let listed = home.run(&["history", ID, "--json"]).ended(0).json();
    let numbers: Vec<Option<u64>> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|state| state["revision"].as_u64())
        .collect();
    assert_eq!(numbers, [None, Some(1)], "{listed:#}");
    home.run(&["history", ID, "--restore", "1"]).ended(0);
    home.run(&["show", ID]).ended(0);
    let kept: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    assert_eq!(kept.len(), 2, "{kept:#?}");
    assert!(kept.iter().any(|text| text == broken), "{kept:#?}");
}

#[test]
fn check_ends_with_3_while_an_error_stands_and_with_0_otherwise() {
    let home = home();
    let found = home.run(&["check", "example.toml"]).ended(3);
    assert!(found.output.contains("错误 T01"), "{found:#?}");
    assert_eq!(found.messages, "");
    let ready = home.run(&["check", "ready.toml"]).ended(0);
    let confirmed = ready.output.lines().find(|line| line.starts_with("错误"));
    assert!(
        confirmed.is_none_or(|line| line.ends_with("（已确认）")),
        "{ready:#?}"
    );
}

#[test]
fn check_gives_every_finding_as_json() {
    let home = home();
    let json = home
        .run(&["check", "example.toml", "--json"])
        .ended(3)
        .json();
    let found = json.as_array().unwrap();
    assert!(!found.is_empty());
    for finding in found {
        let id = &finding["id"];
        assert!(id.as_str().is_some_and(|id| !id.is_empty()), "{finding}");
        assert!(
            ["error", "warning", "hint"].contains(&finding["severity"].as_str().unwrap()),
            "{finding}"
        );
        assert!(
            !finding["message"].as_str().unwrap().is_empty(),
            "{finding}"
        );
        assert!(finding["hint"].is_string(), "{finding}");
        assert!(finding["source"].is_string(), "{finding}");
        assert!(finding["fields"].is_array(), "{finding}");
        assert_eq!(finding["acknowledged"], false, "{finding}");
    }
}

#[test]
fn a_finding_names_its_source_in_the_language_of_the_reader() {
    let home = home();
    for (language, law) in [
        ("zh-CN", "民事诉讼法 35"),
        ("en", "Civil Procedure Law, art. 35"),
    ] {
        let arguments = ["--lang", language, "check", "example.toml", "--json"];
        let found = home.run(&arguments).ended(3).json();
        let sources: Vec<&str> = (found.as_array().unwrap().iter())
            .filter_map(|finding| finding["source"].as_str())
            .collect();
        assert!(sources.contains(&law), "{language}: {sources:?}");
    }
}

#[test]
fn an_export_holds_the_lines_that_show_prints() {
    let home = home();
    let paper = read_paragraphs(&fs::read(exported(&home)).unwrap()).unwrap();
    let mut paper: Vec<&str> = paper
        .iter()
        .map(|paragraph| paragraph.text.trim_end())
        .filter(|text| !text.is_empty())
        .collect();
    let shown = home.run(&["show", "ready.toml"]).ended(0).output;
    let shown = lines(&shown);
    // In the table the parties stand side by side. `show` prints one party below the other.
    let signatures = shown
        .iter()
        .position(|line| line.starts_with("甲方（盖章）"))
        .unwrap();
    let table = paper.split_off(signatures);
    assert_eq!(paper, shown[..signatures]);
    let by_party: Vec<&str> = [0, 1]
        .into_iter()
        .flat_map(|party| table.iter().skip(party).step_by(2).copied())
        .collect();
    assert_eq!(by_party, shown[signatures..]);
}

#[test]
fn an_export_is_said_on_standard_error_and_twice_the_same_to_the_byte() {
    let home = home();
    for name in ["one.docx", "two.docx"] {
        let run = export(&home, &["-o", name]).ended(0);
        assert_eq!(run.output, "");
        assert!(run.messages.contains(name), "{run:#?}");
    }
    let read = |name| fs::read(home.path(name)).unwrap();
    assert!(read("one.docx") == read("two.docx"));
}

#[test]
fn an_export_never_overwrites_unless_it_is_forced() {
    let home = home();
    home.write("contract.docx", "mine");
    let refused = export(&home, &["-o", "contract.docx"]).ended(1);
    assert!(refused.messages.contains("contract.docx"), "{refused:#?}");
    assert_eq!(fs::read(home.path("contract.docx")).unwrap(), b"mine");
    export(&home, &["-o", "contract.docx", "--force"]).ended(0);
    assert!(
        fs::read(home.path("contract.docx"))
            .unwrap()
            .starts_with(b"PK")
    );
}

#[test]
fn an_export_that_cannot_be_written_says_so() {
    let home = home();
    let run = export(&home, &["-o", "no/such/folder.docx"]).ended(1);
    assert!(run.messages.contains("no/such 不存在"), "{run:#?}");
    let run = export(&home, &["-o", "-", "--format", "docx"]).ended(1);
    assert!(run.messages.contains("qianyue show"), "{run:#?}");
    assert!(!home.path("-").exists());
    let run = export(&home, &["-o", "contract.odt"]).ended(1);
    assert!(run.messages.contains(".docx"), "{run:#?}");
}

#[test]
fn a_folder_named_as_the_file_is_said_with_the_way_out() {
    let home = home();
    fs::create_dir(home.path("out.docx")).unwrap();
    for force in [&[][..], &["--force"]] {
        let run = export(&home, &[&["-o", "out.docx"], force].concat()).ended(1);
        assert!(run.messages.contains("out.docx 是文件夹"), "{run:#?}");
        assert!(run.messages.contains("加上文件名"), "{run:#?}");
    }
    assert_eq!(fs::read_dir(home.path("out.docx")).unwrap().count(), 0);
}

#[test]
fn the_format_follows_the_files_ending_unless_it_is_given() {
    let home = home();
    let shown = home.run(&["show", "ready.toml"]).ended(0).output;
    for arguments in [
        &["-o", "contract.txt"][..],
        &["-o", "contract.odd", "--format", "text"],
    ] {
        export(&home, arguments).ended(0);
        let written = fs::read_to_string(home.path(arguments[1])).unwrap();
        assert_eq!(written, shown, "{arguments:?}");
    }
    export(&home, &["-o", "contract", "--format", "docx"]).ended(0);
    assert!(fs::read(home.path("contract")).unwrap().starts_with(b"PK"));
}

#[test]
fn what_is_not_ready_is_not_exported() {
    let home = home();
    let run = home
        .run(&["export", "example.toml", "-o", "contract.docx"])
        .ended(3);
    assert!(run.messages.contains("错误 T01"), "{run:#?}");
    assert_eq!(run.output, "");
    assert!(!home.path("contract.docx").exists());
}

#[test]
fn a_marked_draft_says_so_on_every_page_and_in_text() {
    let home = home();
    for (marked, name) in [(true, "draft.docx"), (false, "contract.docx")] {
        let more: &[&str] = if marked { &["--draft"] } else { &[] };
        export(&home, &[&["-o", name], more].concat()).ended(0);
        let header = part(&home.path(name), "word/header1.xml");
        assert_eq!(
            header.is_some_and(|header| header.contains("草稿")),
            marked,
            "{name}"
        );
    }
    home.run(&["export", "example.toml", "-o", "draft.txt", "--draft"])
        .ended(0);
    let text = fs::read_to_string(home.path("draft.txt")).unwrap();
    assert!(text.starts_with("草稿\n\n"), "{text}");
    for (ending, mark) in [
        ("md", "**草稿**"),
        ("html", ">草稿<"),
        ("json", "\"draft\": true"),
    ] {
        let name = format!("draft.{ending}");
        home.run(&["export", "example.toml", "-o", &name, "--draft"])
            .ended(0);
        let draft = fs::read_to_string(home.path(&name)).unwrap();
        assert!(draft.contains(mark), "{draft}");
    }
}

#[test]
fn a_file_and_standard_output_hold_the_same_in_every_format_that_is_text() {
    let home = home();
    for (format, ending) in [
        ("text", "txt"),
        ("markdown", "md"),
        ("json", "json"),
        ("html", "html"),
    ] {
        let name = format!("contract.{ending}");
        export(&home, &["-o", &name]).ended(0);
        let written = fs::read_to_string(home.path(&name)).unwrap();
        let shown = home.run(&["show", "ready.toml", "--format", format]);
        assert_eq!(shown.ended(0).output, written, "format: {format}");
        for number in ["一、", "（一）", "1、"] {
            assert!(written.contains(number), "{format}: {number}");
        }
        let seals = ["甲方（盖章）", "乙方（盖章）"].map(|seal| written.find(seal));
        assert!(
            seals[0].is_some() && seals[0] < seals[1],
            "format: {format}"
        );
    }
}

/// A part of an archive as text.
fn part(path: &Path, name: &str) -> Option<String> {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let part = archive.by_name(name).ok()?;
    Some(std::io::read_to_string(part).unwrap())
}

#[test]
fn warnings_are_acknowledged_and_errors_confirmed_for_one_export_only() {
    let home = home();
    let before = fs::read(home.path("example.toml")).unwrap();
    let json = home
        .run(&["check", "example.toml", "--json"])
        .ended(3)
        .json();
    let ids = |severity: &str| -> Vec<String> {
        json.as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["severity"] == severity)
            .map(|finding| finding["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let warnings = ids("warning").join(",");
    let confirmations: Vec<String> = ids("error")
        .iter()
        .map(|id| format!("{id}=样例：原文如此"))
        .collect();
    let mut arguments = vec!["export", "example.toml", "-o", "contract.docx"];
    for confirmation in &confirmations {
        arguments.extend(["--confirm", confirmation]);
    }
    if !warnings.is_empty() {
        let run = home.run(&arguments).ended(3);
        assert!(!run.messages.contains("错误 T01"), "{run:#?}");
        arguments.extend(["--acknowledge", &warnings]);
    }
    home.run(&arguments).ended(0);
    assert!(fs::read(home.path("example.toml")).unwrap() == before);
}

#[test]
fn templates_are_listed_checked_and_found() {
    let home = home();
    home.write("data/templates/goods-sale.md", SALE);
    let list = home.run(&["template", "list"]).ended(0).output;
    assert!(list.contains("goods-sale\t0.3.1\t产品购销合同\n"), "{list}");
    let json = home.run(&["template", "list", "--json"]).ended(0).json();
    let built_in = json
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["id"] == "mini-program-service")
        .unwrap();
    assert_eq!(built_in["title"], "小程序技术开发服务合同");
    assert!(built_in["version"].is_string());
    let checked = home.run(&["template", "check", "goods-sale"]).ended(0);
    assert!(checked.output.contains("产品购销合同"), "{checked:#?}");
    let path = home.run(&["template", "path"]).ended(0).output;
    assert_eq!(
        path,
        format!("{}\n", home.data().join("templates").display())
    );
    let markdown = home
        .run(&["template", "show", "goods-sale", "--format", "markdown"])
        .ended(0);
    assert!(markdown.output.starts_with("# "), "{}", markdown.output);
    for command in ["show", "check"] {
        let run = home.run(&["template", command, "lease"]).ended(1);
        assert!(run.messages.contains("lease"), "{run:#?}");
        assert_eq!(run.output, "");
    }
}

#[test]
fn a_template_with_a_mistake_says_where_in_the_users_language() {
    let home = Home::new();
    let path = home.write("bad.md", SALE.replacen("{{ buyer }}", "{{ buyr }}", 1));
    let line = SALE
        .lines()
        .position(|line| line.contains("{{ buyer }}"))
        .unwrap()
        + 1;
    let place = format!("bad.md:{line}:");
    for (language, words) in [("zh-CN", "未声明"), ("en", "undeclared")] {
        let run = home
            .run_on(&["--lang", language, "template", "check"], &path)
            .ended(1);
        assert!(run.messages.contains(&place), "{run:#?}");
        assert!(run.messages.contains(words), "{run:#?}");
    }
}

#[test]
fn the_language_comes_from_the_option_then_the_config_then_the_system() {
    let home = home();
    let config = home.write("config.toml", "language = \"en\"\n");
    let config = config.to_str().unwrap();
    for (arguments, system, is_english) in [
        (&[][..], "C", false),
        (&[], "en_US.UTF-8", true),
        (&[], "zh_CN.UTF-8", false),
        (&[], "fr_FR.UTF-8", false),
        (&["--config", config], "zh_CN.UTF-8", true),
        (
            &["--config", config, "--lang", "zh-CN"],
            "en_US.UTF-8",
            false,
        ),
        (&["--lang", "en"], "zh_CN.UTF-8", true),
    ] {
        let mut command = home.command(arguments);
        command.args(["check", "example.toml"]).env("LANG", system);
        let run = end(&mut command).ended(3);
        assert_eq!(
            run.output.contains("error T01"),
            is_english,
            "{arguments:?} {system}: {run:#?}"
        );
    }
}

#[test]
fn what_is_wrong_in_the_config_is_said_with_its_place_and_the_rest_is_used() {
    let home = home();
    home.write(
        "config.toml",
        "language = \"en\"\nexport_dri = \"/x\"\n[style]\nbody_size = 500\nend_mark = false\n",
    );
    let run = home
        .run(&["--config", "config.toml", "show", "example.toml"])
        .ended(0);
    for place in ["config.toml:2:1", "config.toml:4:13"] {
        assert!(run.messages.contains(place), "{place}: {run:#?}");
    }
    assert!(!run.output.contains(END_MARK), "{}", run.output);
    home.write("config.toml", "language = ");
    let run = home
        .run(&["--config", "config.toml", "show", "example.toml"])
        .ended(0);
    assert!(run.messages.contains("config.toml:1:"), "{run:#?}");
    assert!(run.output.contains(END_MARK));
    home.run(&["--config", "none.toml", "list"]).ended(0);
}

#[test]
fn the_data_folder_is_that_of_the_option_then_of_the_environment() {
    let home = home();
    home.write(&format!("other/drafts/{OTHER_ID}.toml"), EXAMPLE);
    let from_environment = home.run(&["list"]).ended(0).output;
    assert!(from_environment.starts_with(ID), "{from_environment}");
    let from_option = home.run(&["--data-dir", "other", "list"]).ended(0).output;
    assert!(from_option.starts_with(OTHER_ID), "{from_option}");
}

#[test]
fn looking_writes_nothing() {
    let home = Home::new();
    home.write("example.toml", EXAMPLE);
    for arguments in [
        &["list"][..],
        &["show", "example.toml"],
        &["check", "example.toml"],
        &["template", "list"],
    ] {
        home.run(arguments);
    }
    let left: Vec<_> = fs::read_dir(home.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["example.toml"]);
}

#[test]
fn wrong_usage_ends_with_2() {
    let home = home();
    for arguments in [
        &["nonsense"][..],
        &["show"],
        &["show", ID, "--format", "odt"],
        &["export", ID],
        &["export", ID, "-o", "x.docx", "--confirm", "T01"],
        &["--lang", "fr", "list"],
        &["template"],
    ] {
        let run = home.run(arguments).ended(2);
        assert_eq!(run.output, "", "{arguments:?}");
        assert!(!run.messages.is_empty(), "{arguments:?}");
    }
}

#[test]
fn help_and_version_are_results() {
    let home = Home::new();
    for arguments in [
        &["--help"][..],
        &["help"],
        &["export", "--help"],
        &["template", "--help"],
        &["--version"],
    ] {
        let run = home.run(arguments).ended(0);
        assert!(!run.output.is_empty(), "{arguments:?}");
        assert_eq!(run.messages, "", "{arguments:?}");
    }
}

#[test]
fn a_reader_that_has_gone_is_no_failure() {
    let home = home();
    for arguments in [
        &["show", ID][..],
        &["show", ID, "--format", "json"],
        &["list", "--json"],
        &["template", "list"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = home.command(arguments);
        let child = command
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert_eq!(tools::said(&output), "", "{arguments:?}");
    }
}

#[test]
fn the_program_ends_without_its_standard_error() {
    let home = home();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let status = home
        .at_home(Command::new(PROGRAM))
        .args(["show", "nope"])
        .stdout(Stdio::null())
        .stderr(writer)
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(1));
}

#[test]
fn python_docx_reads_what_show_prints() {
    let Some(python) = tools::python_with("docx") else {
        return;
    };
    let home = home();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checkers/read_paragraphs.py");
    let read = tools::run(Command::new(python).arg(script).arg(exported(&home)));
    assert!(read.status.success(), "{}", tools::said(&read));
    let texts: Vec<String> = serde_json::from_slice(&read.stdout).unwrap();
    let shown = home.run(&["show", "ready.toml"]).ended(0).output;
    let mut read: Vec<&str> = texts.iter().map(|text| text.trim_end()).collect();
    read.retain(|text| !text.is_empty());
    let mut shown = lines(&shown);
    read.sort_unstable();
    shown.sort_unstable();
    assert_eq!(read, shown);
}

#[test]
fn validators_find_nothing_in_the_real_export() {
    let home = home();
    let contract = exported(&home);
    if let Some(audit) = tools::find("openxml-audit") {
        let output = tools::run(
            Command::new(audit)
                .args(["-f", "microsoft365", "-q"])
                .arg(&contract),
        );
        let said = tools::said(&output);
        assert!(output.status.success() && said.trim().is_empty(), "{said}");
    }
    if let Some(integrity) = tools::find("ooxml-integrity") {
        let mut command = Command::new(integrity);
        command.args(["check", "--no-config", "--fail-on", "info", "--quiet"]);
        let output = tools::run(command.arg(&contract));
        assert!(output.status.success(), "{}", tools::said(&output));
    }
}

#[test]
fn the_real_contract_fills_four_or_five_pages_of_a4() {
    let home = home();
    let (Some(office), Some(pdfinfo)) = (Office::find(&home.path("")), tools::find("pdfinfo"))
    else {
        return;
    };
    let contract = exported(&home);
    office.convert("pdf", &home.path(""), [contract]);
    let info = tools::said(&tools::run(
        Command::new(pdfinfo).arg(home.path("contract.pdf")),
    ));
    assert!(info.contains("(A4)"), "{info}");
    let pages: usize = info
        .lines()
        .find_map(|line| line.strip_prefix("Pages:"))
        .and_then(|count| count.trim().parse().ok())
        .unwrap();
    assert!((4..=5).contains(&pages), "{info}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_result_that_standard_output_does_not_take_is_told() {
    let home = Home::new();
    for arguments in [
        &["template", "show", "mini-program-service"][..],
        &["list", "--json"],
    ] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let mut command = home.command(arguments);
        let output = command.stdout(full).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
        assert!(
            said.contains("标准输出") && said.contains("磁盘已满"),
            "{said}"
        );
    }
}

#[test]
fn a_file_for_a_folder_and_a_folder_for_a_file_are_told_apart() {
    let home = Home::new();
    let file = home.write("file", "x");
    let file = file.to_str().unwrap();
    let listed = home.run(&["--data-dir", file, "list"]).ended(1);
    assert!(listed.messages.contains("--data-dir"), "{listed:?}");
    let folder = home.path("");
    let draft = home.write("draft.toml", READY);
    let arguments = ["export", draft.to_str().unwrap(), "--draft"];
    let target = ["--format", "text", "-o", folder.to_str().unwrap()];
    let exported = home.run(&[&arguments[..], &target[..]].concat()).ended(1);
    assert!(exported.messages.contains("文件名"), "{exported:?}");
}
