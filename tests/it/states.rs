//! The state of a draft in the list, and the marks that a user sets.

use std::fs;

use crate::support::program::Home;

const EXAMPLE: &str = include_str!("../data/example.toml");
const READY: &str = include_str!("../data/example-ready.toml");

/// A home with drafts of these names and texts.
fn home(drafts: &[(&str, String)]) -> Home {
    let home = Home::new();
    for (name, text) in drafts {
        home.write(&format!("data/drafts/{name}.toml"), text);
    }
    home
}

/// What `list --json` says about the draft of this name.
fn listed(home: &Home, name: &str) -> serde_json::Value {
    let output = home.run(&["list", "--json"]).ended(0).output;
    let list: Vec<serde_json::Value> = serde_json::from_str(&output).unwrap();
    let found = list.into_iter().find(|entry| entry["id"] == name);
    found.unwrap_or_else(|| panic!("{name} in {output}"))
}

fn exported(text_sha256: &str) -> String {
    format!(
        "\n[exported]\nat = 2026-11-23T10:32:00+08:00\npath = \"/合同/甲.docx\"\n\
         text_sha256 = \"{text_sha256}\"\n"
    )
}

#[test]
fn each_draft_has_the_first_state_that_applies() {
    let wrong = READY.replace("\"107000.53\"", "\"十万左右\"");
    assert_ne!(wrong, READY);
    let blank = "[template]\nid = \"mini-program-service\"\n[answers]\n".to_owned();
    let marked = |text: &str, mark: &str| format!("{text}\n[status]\nis = \"{mark}\"\n");
    let home = home(&[
        ("blank", blank.clone()),
        ("wrong", wrong),
        ("doubtful", EXAMPLE.to_owned()),
        ("ready", READY.to_owned()),
        ("sent", marked(READY, "sent")),
        ("signed", marked(READY, "signed")),
        ("void", marked(&blank, "void")),
        ("changed", format!("{READY}{}", exported("00"))),
    ]);
    for (name, state) in [
        ("blank", "filling"),
        ("wrong", "errors"),
        ("ready", "ready"),
        ("sent", "sent"),
        ("signed", "signed"),
        ("void", "void"),
        ("changed", "changed"),
    ] {
        let entry = listed(&home, name);
        assert_eq!(entry["state"], state, "{name}: {entry}");
    }
    let doubtful = listed(&home, "doubtful");
    let count = |key: &str| doubtful[key].as_u64().unwrap();
    assert_eq!(count("missing"), 0, "{doubtful}");
    assert!(count("to_confirm") > 0, "{doubtful}");
    let changed = listed(&home, "changed");
    assert_eq!(changed["exported"]["path"], "/合同/甲.docx");
    assert_eq!(listed(&home, "ready")["exported"], serde_json::Value::Null);
}

#[test]
fn an_exported_draft_is_changed_once_its_text_is_another() {
    let home = home(&[("a", READY.to_owned())]);
    let text = home.run(&["show", "a"]).ended(0).output;
    let hash = qianyue::value::ContentHash::of(text.as_bytes()).to_string();
    home.write("data/drafts/a.toml", format!("{READY}{}", exported(&hash)));
    assert_eq!(listed(&home, "a")["state"], "exported");
    // An acknowledgement or a comment is no change of the text.
    let more = format!("# {hash}\n{READY}{}", exported(&hash));
    home.write("data/drafts/a.toml", more);
    assert_eq!(listed(&home, "a")["state"], "exported");
}

/// A home with one draft that is ready to sign.
fn ready() -> Home {
    home(&[("a", READY.to_owned())])
}

#[test]
fn an_export_from_the_command_line_is_recorded_and_a_marked_one_is_not() {
    let home = ready();
    let export = |name: &str, more: &[&str]| {
        let path = home.path(name).to_string_lossy().into_owned();
        let arguments = [&["export", "a", "-o", path.as_str()], more].concat();
        home.run(&arguments).ended(0);
        path
    };
    export("draft.docx", &["--draft"]);
    assert_eq!(listed(&home, "a")["state"], "ready");
    let path = export("a.docx", &[]);
    let entry = listed(&home, "a");
    assert_eq!(entry["state"], "exported", "{entry}");
    assert_eq!(entry["exported"]["path"], path);
    let text = home.run(&["show", "a"]).ended(0).output;
    let hash = qianyue::value::ContentHash::of(text.as_bytes()).to_string();
    assert_eq!(entry["exported"]["text_sha256"], hash);
    // A later marked draft does not replace the record.
    export("draft2.docx", &["--draft"]);
    assert_eq!(listed(&home, "a")["exported"]["path"], path);
    let changed = fs::read_to_string(home.path("data/drafts/a.toml")).unwrap();
    let changed = changed.replace("\"107000.53\"", "\"107000.54\"");
    home.write("data/drafts/a.toml", changed);
    assert_eq!(listed(&home, "a")["exported"]["path"], path);
}

#[test]
fn a_file_that_a_script_wrote_stays_as_it_is() {
    let home = Home::new();
    let source = home.write("ready.toml", READY);
    let output = home.path("x.docx");
    home.run(&[
        "export",
        &source.to_string_lossy(),
        "-o",
        &output.to_string_lossy(),
    ])
    .ended(0);
    assert_eq!(fs::read_to_string(source).unwrap(), READY);
}

#[test]
fn the_draft_in_a_docx_says_nothing_of_marks_exports_and_reasons() {
    let home = ready();
    let output = home.path("x.docx").to_string_lossy().into_owned();
    home.run(&["mark", "a", "sent"]).ended(0);
    home.run(&["export", "a", "-o", &output]).ended(0);
    home.run(&["mark", "a", "void", "--reason", "客户取消"])
        .ended(0);
    home.run(&["mark", "a", "open", "--reason", "又要了"])
        .ended(0);
    let again = home.path("y.docx").to_string_lossy().into_owned();
    home.run(&["export", "a", "-o", &again]).ended(0);
    // Equal contracts give equal files, whatever became of them.
    assert_eq!(fs::read(&output).unwrap(), fs::read(&again).unwrap());
}

#[test]
fn ask_obeys_the_marks() {
    let home = ready();
    home.run(&["mark", "a", "signed"]).ended(0);
    let kept = || fs::read_to_string(home.path("data/drafts/a.toml")).unwrap();
    let before = kept();
    let refused = home.run_with_input(&["ask", "a"], "丙公司\n".as_bytes());
    let refused = refused.ended(1);
    assert!(refused.messages.contains("已签署"), "{}", refused.messages);
    assert_eq!(kept(), before);
    home.run(&["mark", "a", "sent", "--reason", "还没签"])
        .ended(0);
    let before = kept();
    // A sent contract asks first: a line that is no answer to that changes nothing.
    let asked = home.run_with_input(&["ask", "a"], "丙公司\n".as_bytes());
    let asked = asked.ended(0);
    assert!(asked.output.contains("已发出"), "{}", asked.output);
    assert_eq!(kept(), before);
    let input = "\nQY-1\n".as_bytes();
    home.run_with_input(&["ask", "a"], input).ended(0);
    assert!(kept().contains("QY-1"), "{}", kept());
}

#[test]
fn unconfirmed_answers_are_counted_once_each() {
    let home = ready();
    let copied = home
        .run(&["copy", "a", "--for", "renewal", "--json"])
        .ended(0);
    let id = copied.json()["id"].as_str().unwrap().to_owned();
    let file = home.path(&format!("data/drafts/{id}.toml"));
    let n_unconfirmed = fs::read_to_string(file).unwrap();
    let n_unconfirmed = n_unconfirmed.matches("confirmed = false").count();
    let check = home.run(&["check", &id, "--json"]).ended(3);
    let findings = check.json();
    let warnings = findings.as_array().unwrap().iter().filter(|finding| {
        finding["severity"] == "warning"
            && finding["id"] != "W20"
            && finding["acknowledged"] == false
    });
    let expected = warnings.count() + n_unconfirmed;
    assert!(n_unconfirmed > 5);
    assert_eq!(listed(&home, &id)["to_confirm"], expected);
}

#[test]
fn mark_records_what_became_of_a_contract() {
    let home = home(&[("a", READY.to_owned())]);
    let mark = |arguments: &[&str]| home.run(&[&["mark", "a"], arguments].concat());
    let kept = || fs::read_to_string(home.path("data/drafts/a.toml")).unwrap();
    mark(&["signed", "--date", "2026-03-02"]).ended(0);
    assert!(
        kept().contains("[status]\nis = \"signed\"\ndate = \"2026-03-02\"\n"),
        "{}",
        kept()
    );
    assert_eq!(listed(&home, "a")["state"], "signed");
    // A signed contract is opened again only with a reason.
    let refused = mark(&["open"]).ended(1);
    assert!(
        refused.messages.contains("--reason"),
        "{}",
        refused.messages
    );
    assert_eq!(listed(&home, "a")["state"], "signed");
    mark(&["open", "--reason", "对方退回"]).ended(0);
    assert!(kept().contains("reason = \"对方退回\""), "{}", kept());
    assert_eq!(listed(&home, "a")["state"], "ready");
    mark(&["void"]).ended(1);
    mark(&["void", "--reason", "客户取消"]).ended(0);
    assert_eq!(listed(&home, "a")["state"], "void");
    mark(&["gone"]).ended(2);
    mark(&["sent", "--date", "昨天"]).ended(2);
}

#[test]
fn a_signed_contract_is_not_restored_to_an_earlier_revision() {
    let home = home(&[("a", READY.to_owned())]);
    home.run(&["mark", "a", "sent"]).ended(0);
    home.run(&["mark", "a", "signed"]).ended(0);
    let refused = home.run(&["history", "a", "--restore", "1"]).ended(1);
    assert!(refused.messages.contains("已签署"), "{}", refused.messages);
    assert_eq!(listed(&home, "a")["state"], "signed");
}
