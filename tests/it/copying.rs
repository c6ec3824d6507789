//! A copy of a contract: for a renewal it keeps the client, for another client it holds nothing of
//! the first one.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use qianyue::template::{Belongs, FieldKind};

use crate::support::built_in::SERVICE;
use crate::support::dice::Dice;
use crate::support::program::Home;
use crate::support::terminal::Terminal;

/// A finished contract with the addresses that correction C29 adds.
const MODEL: &str = r#"schema = 1

[template]
id = "mini-program-service"

[answers]
contract_no = "HT-0001"
party_a_name = "杭州虚构青禾茶业有限公司"
party_b_name = "深圳示例云帆网络科技有限公司"
product_name = "青禾茶铺微信小程序商城（标准版）"
unit_price = "107000.53"
term_start = "2026-03-01"
term_end = "2027-02-28"
delivery_email = "old.client@example.com"
delivery_wechat = "old_client_wechat"
hotline = "400-000-0000"
party_a_phone = "0571-00000001"
party_a_bank_account = "虚构银行 0000000000000000001"
party_b_phone = "0755-00000001"

[corrections]
accepted = ["C29"]
"#;
const ID: &str = "01KA0000000000000000000001";

fn home() -> Home {
    let home = Home::new();
    home.write(&format!("data/drafts/{ID}.toml"), MODEL);
    home
}

/// The only draft except the model.
fn new_draft(data: &Path) -> String {
    let paths: Vec<PathBuf> = std::fs::read_dir(data.join("drafts"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .filter(|path| path.file_stem().is_some_and(|stem| stem != ID))
        .collect();
    let [path] = paths.as_slice() else {
        panic!("one new draft: {paths:?}");
    };
    std::fs::read_to_string(path).unwrap()
}

/// What belongs to the first client in [`MODEL`].
const OF_THE_CLIENT: [&str; 6] = [
    "青禾",
    "old.client@example.com",
    "old_client_wechat",
    "0571-00000001",
    " 0000000000000000001",
    "虚构银行",
];
/// What is the same in every contract.
const OF_THE_DEAL: [&str; 4] = ["107000.53", "400-000-0000", "0755-00000001", "C29"];

/// Asserts that a draft for another client holds the deal, and nothing of the first client.
fn assert_holds_nothing_of_the_client(text: &str) {
    for kept in OF_THE_DEAL {
        assert!(text.contains(kept), "lacks {kept}: {text}");
    }
    for left in [&OF_THE_CLIENT[..], &["HT-0001", "2026-03-01", "2027-02-28"]].concat() {
        assert!(!text.contains(left), "holds {left}: {text}");
    }
}

/// Asserts that a renewal holds the client and the deal, and the next term.
fn assert_is_renewed(text: &str) {
    let term = ["term_start = \"2027-03-01\"", "term_end = \"2028-02-29\""];
    for kept in [&OF_THE_DEAL[..], &OF_THE_CLIENT, &term].concat() {
        assert!(text.contains(kept), "lacks {kept}: {text}");
    }
    assert!(!text.contains("HT-0001"), "{text}");
}

/// What is said about a copy for another client.
const EMPTIED: &str = "没有照抄，请另填：合同编号、甲方（客户）名称、产品名称、接收资料的电子邮箱、\
                       接收资料的微信、甲方联系电话、甲方开户银行账号、服务起始日、服务到期日";

#[test]
fn ctrl_r_asks_whom_the_copy_is_for() {
    for (keys, said, check) in [
        (
            &["Enter"][..],
            "没有照抄，请另填：合同编号",
            assert_is_renewed as fn(&str),
        ),
        (
            &["Down", "Enter"],
            "没有照抄，请另填：合同编号、甲方",
            assert_holds_nothing_of_the_client,
        ),
    ] {
        let home = home();
        let mut terminal = Terminal::start(&[], &home.data(), 120, 40);
        terminal.wait_for("青禾茶业");
        terminal.press("Ctrl-R");
        terminal.wait_for("照抄“杭州虚构青禾茶业有限公司”的合同，用来：");
        for key in keys {
            terminal.press(key);
        }
        terminal.wait_for(said);
        terminal.type_text("HT-2");
        terminal.press("Ctrl-Q");
        terminal.wait_for("新合同用");
        terminal.press("Ctrl-Q");
        assert_eq!(terminal.wait_exit(), 0);
        let text = new_draft(&home.data());
        assert!(text.contains("HT-2"), "{text}");
        check(&text);
    }
}

#[test]
fn escape_copies_nothing() {
    let home = home();
    let mut terminal = Terminal::start(&["new", "--from", ID], &home.data(), 80, 24);
    terminal.wait_for("续签");
    terminal.press("Esc");
    terminal.wait_for("青禾茶业");
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
    let drafts = std::fs::read_dir(home.path("data/drafts")).unwrap();
    let paths = drafts.map(|entry| entry.unwrap().path());
    let is_draft = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "toml");
    assert_eq!(paths.filter(is_draft).count(), 1);
}

#[test]
fn the_questions_leave_the_client_behind_and_say_so() {
    for (language, said) in [
        ("zh-CN", EMPTIED),
        (
            "en",
            "Not copied, to be filled in anew: Contract number, Party A (client), Product, \
             E-mail for delivery, WeChat for delivery, Party A's phone, Party A's bank account, \
             Service starts, Service ends",
        ),
    ] {
        let home = home();
        let purpose = ["--for", "other-client"];
        let arguments = [&["--lang", language, "ask", "--from", ID], &purpose[..]].concat();
        let run = home
            .run_with_input(&arguments, "HT-2\n".as_bytes())
            .ended(0);
        assert!(run.messages.contains(said), "{run:#?}");
        assert_holds_nothing_of_the_client(&new_draft(&home.data()));
    }
}

#[test]
fn without_a_purpose_nothing_is_copied_where_nobody_can_be_asked() {
    for (arguments, language) in [
        (&["ask", "--from", ID][..], "zh-CN"),
        (&["copy", ID], "zh-CN"),
        (&["copy", ID, "--json"], "en"),
    ] {
        let home = home();
        let arguments = [&["--lang", language], arguments].concat();
        let run = home.run_with_input(&arguments, b"HT-2\n").ended(2);
        for choice in ["--for renewal", "--for other-client"] {
            assert!(run.messages.contains(choice), "{run:#?}");
        }
        assert_eq!(run.output, "");
        let drafts = std::fs::read_dir(home.path("data/drafts")).unwrap();
        assert_eq!(drafts.count(), 1, "{arguments:?}");
    }
    let run = home().run(&["copy", ID, "--for", "friend"]).ended(2);
    assert!(run.messages.contains("renewal"), "{run:#?}");
    home().run(&["ask", "--for", "renewal"]).ended(2);
}

#[test]
fn the_questions_ask_in_a_terminal_whom_the_copy_is_for() {
    let home = home();
    let mut terminal = Terminal::start(&["ask", "--from", ID], &home.data(), 100, 40);
    terminal.wait_for("这份合同是：");
    terminal.type_text("3\r");
    terminal.wait_for("请输入 1 或 2");
    terminal.type_text("2\r");
    terminal.wait_for("没有照抄，请另填");
    terminal.type_text("HT-2\r");
    terminal.wait_for("甲方（客户）名称");
    terminal.type_text("quit\r");
    assert_eq!(terminal.wait_exit(), 0);
    assert_holds_nothing_of_the_client(&new_draft(&home.data()));
}

#[test]
fn a_contract_in_a_file_leaves_its_client_behind_and_says_so() {
    for more in [&[][..], &["--no-embed"]] {
        let home = home();
        let target = home.path("contract.docx");
        let arguments = ["export", ID, "--draft", "-o", target.to_str().unwrap()];
        home.run(&[&arguments[..], more].concat()).ended(0);
        let arguments = ["--lang", "zh-CN", "ask", "--from", target.to_str().unwrap()];
        let arguments = [&arguments[..], &["--for", "other-client"]].concat();
        let run = home.run_with_input(&arguments, b"HT-2\n").ended(0);
        assert!(run.messages.contains(EMPTIED), "{more:?}: {run:#?}");
        assert_holds_nothing_of_the_client(&new_draft(&home.data()));
    }
}

#[test]
fn a_copy_without_the_screen_says_what_became_of_each_answer() {
    let home = home();
    let run = home
        .run(&["copy", ID, "--for", "renewal", "--json"])
        .ended(0);
    let said: serde_json::Value = serde_json::from_str(&run.output).unwrap();
    let text = new_draft(&home.data());
    let id = said["id"].as_str().unwrap();
    assert!(text.contains(&format!("id = \"{id}\"")), "{id}: {text}");
    assert_is_renewed(&text);
    assert_eq!(said["emptied"], serde_json::json!(["contract_no"]));
    assert_eq!(
        said["moved"],
        serde_json::json!({
            "term_start": {"from": "2026-03-01", "to": "2027-03-01"},
            "term_end": {"from": "2027-02-28", "to": "2028-02-29"},
        })
    );
    assert_eq!(said["carried"][0], "party_a_name", "{said}");

    let run = home.run(&["copy", id, "--for", "other-client"]).ended(0);
    let mut lines = run.output.lines();
    let other = lines.next().unwrap().to_owned();
    let path = home.path(&format!("data/drafts/{other}.toml"));
    let text = std::fs::read_to_string(path).unwrap();
    for left in OF_THE_CLIENT {
        assert!(!text.contains(left), "holds {left}: {text}");
    }
    assert_eq!(lines.next(), Some("照抄了 4 项"), "{}", run.output);
    home.run(&["copy", "nothing", "--for", "renewal"]).ended(1);
}

/// The text of every part of a DOCX, one after the other.
pub(crate) fn whole_package(path: &Path) -> String {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    for index in 0..archive.len() {
        let mut part = Vec::new();
        archive
            .by_index(index)
            .unwrap()
            .read_to_end(&mut part)
            .unwrap();
        text.push_str(&String::from_utf8_lossy(&part));
    }
    text
}

/// A random contract in which each answer of the client is unmistakable. Returns the draft's text
/// and what must not be found in a contract for another client.
fn random_contract(dice: &mut Dice) -> (String, Vec<String>) {
    let core = ["青禾", "云泽", "松果", "白塔"][dice.below(4)];
    let name = format!("杭州{core}茶业有限公司");
    let mut answers = String::new();
    let mut secrets = vec![core.to_owned()];
    for field in &SERVICE.fields {
        let is_client = SERVICE.owner(field) == Belongs::Client;
        let number = 10_000_000 + dice.below(80_000_000);
        let leaks = dice.below(3) == 0;
        let answer = match &field.kind {
            FieldKind::PartyName if is_client => name.clone(),
            FieldKind::Phone => format!("0571-{number}"),
            FieldKind::BankAccount => format!("虚构银行 62220000000{number}"),
            FieldKind::Text if is_client => format!("u{number}@example.com"),
            FieldKind::Text if leaks => format!("{core}小程序 {number}"),
            FieldKind::Text => format!("甲款 {number}"),
            FieldKind::Money | FieldKind::Integer => format!("{}", 1 + dice.below(28)),
            FieldKind::Date => format!("2026-0{}-1{}", 1 + dice.below(9), dice.below(9)),
            _ => continue,
        };
        if is_client && field.kind != FieldKind::PartyName {
            secrets.push(
                answer
                    .rsplit([' ', '-'])
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
            );
        }
        answers.push_str(&format!("{} = \"{answer}\"\n", field.id));
    }
    let all: Vec<String> = SERVICE
        .corrections
        .iter()
        .filter(|_| dice.below(2) == 0)
        .map(|correction| format!("\"{}\"", correction.id))
        .collect();
    let accepted = if dice.below(3) == 0 {
        String::new()
    } else {
        all.join(", ")
    };
    let text = format!(
        "schema = 1\ntitle = \"{name}\"\n[template]\nid = \"mini-program-service\"\n[answers]\n\
         {answers}[corrections]\naccepted = [{accepted}]\n[acknowledged.W06]\n\
         reason = \"{name}同意\"\n"
    );
    (text, secrets)
}

#[test]
fn the_whole_package_for_another_client_holds_nothing_of_the_first() {
    for seed in 0..25 {
        let mut dice = Dice::new(seed);
        let (text, secrets) = random_contract(&mut dice);
        let home = Home::new();
        home.write(&format!("data/drafts/{ID}.toml"), &text);
        for secret in &secrets {
            assert!(text.contains(secret), "{secret} {text}");
        }
        let run = home
            .run(&["copy", ID, "--for", "other-client", "--json"])
            .ended(0);
        let said: serde_json::Value = serde_json::from_str(&run.output).unwrap();
        let id = said["id"].as_str().unwrap();
        let target = home.path("out.docx");
        home.run(&["export", id, "--draft", "-o", target.to_str().unwrap()])
            .ended(0);
        let package = whole_package(&target);
        let draft = new_draft(&home.data());
        for secret in secrets {
            for (place, text) in [
                ("package", &package),
                ("draft", &draft),
                ("output", &run.output),
            ] {
                assert!(
                    !text.contains(&secret),
                    "seed {seed}, {place} holds {secret}: {text}"
                );
            }
        }
        assert!(
            said["carried"].as_array().is_some_and(|ids| ids.len() > 5),
            "{said}"
        );
    }
}

#[test]
fn check_asks_whose_the_data_of_a_person_is() {
    let home = Home::new();
    let template = |belongs: &str| {
        format!(
            "+++\nid = \"note\"\ntitle = \"便条\"\nversion = \"1\"\n\n[[fields]]\nid = \"mail\"\n\
             kind = \"text\"\n{belongs}label = {{ zh = \"联系邮箱\", en = \"E-mail\" }}\n+++\n{{{{ mail }}}}\n"
        )
    };
    home.write("note.md", template(""));
    let run = home.run(&["template", "check", "note.md"]).ended(0);
    let all = format!("{}{}", run.output, run.messages);
    assert!(all.contains("note.md:6:1"), "{run:#?}");
    assert!(all.contains("belongs = \"client\""), "{run:#?}");
    home.write("note.md", template("belongs = \"us\"\n"));
    let run = home.run(&["template", "check", "note.md"]).ended(0);
    assert!(
        !format!("{}{}", run.output, run.messages).contains("belongs"),
        "{run:#?}"
    );
    home.write("note.md", template("belongs = \"friend\"\n"));
    let run = home.run(&["template", "check", "note.md"]).ended(1);
    assert!(run.messages.contains("note.md:9:"), "{run:#?}");
}

#[test]
fn a_copy_is_final_only_when_somebody_has_looked_at_what_it_carries() {
    let home = Home::new();
    home.write(
        &format!("data/drafts/{ID}.toml"),
        include_str!("../data/example-ready.toml"),
    );
    let run = home
        .run(&["copy", ID, "--for", "renewal", "--json"])
        .ended(0);
    let said: serde_json::Value = serde_json::from_str(&run.output).unwrap();
    let id = said["id"].as_str().unwrap();
    let text = new_draft(&home.data());
    let carried = format!("ref = \"{ID}\"");
    assert!(text.contains(&carried), "{text}");
    assert!(
        text.contains("confirmed = false, was = \"2026-03-01\""),
        "{text}"
    );
    let run = home.run(&["check", id, "--json"]).ended(3);
    let issues: serde_json::Value = serde_json::from_str(&run.output).unwrap();
    assert!(issues.to_string().contains("W20"), "{issues}");
    let run = home.run(&["export", id, "-o", "x.docx"]).ended(3);
    assert!(
        run.messages.contains("还没确认") || run.output.contains("还没确认"),
        "{run:#?}"
    );

    // Enter at each question of `ask` confirms its answer.
    let lines = "\n".repeat(60);
    home.run_with_input(&["ask", id], lines.as_bytes()).ended(0);
    let text = std::fs::read_to_string(home.path(&format!("data/drafts/{id}.toml"))).unwrap();
    assert!(!text.contains("confirmed = false"), "{text}");
}

#[test]
fn the_draft_in_a_file_says_nothing_of_origins_and_reasons() {
    let home = Home::new();
    let ready = include_str!("../data/example-ready.toml");
    let plain = home.write("plain.toml", ready);
    let first = home.path("plain.docx");
    home.run(&[
        "export",
        plain.to_str().unwrap(),
        "--draft",
        "-o",
        first.to_str().unwrap(),
    ])
    .ended(0);
    let told = format!(
        "{ready}\n[origin]\nproduct_name = {{ from = \"copy\", ref = \"{ID}\", confirmed = true }}\n\
         [acknowledged.W99]\nanswers = {{}}\nreason = \"老板说可以\"\n"
    );
    let told = home.write("told.toml", told);
    let second = home.path("told.docx");
    home.run(&[
        "export",
        told.to_str().unwrap(),
        "--draft",
        "-o",
        second.to_str().unwrap(),
    ])
    .ended(0);
    let package = whole_package(&second);
    for secret in ["老板", ID, "[origin]"] {
        assert!(!package.contains(secret), "{secret}");
    }
}

#[test]
fn acknowledged_warnings_travel_while_they_say_the_same_and_confirmed_errors_never() {
    let ready = include_str!("../data/example-ready.toml");
    let model = ready.replace(
        "[acknowledged.T03]\nanswers = {}\nreason = \"\"",
        "[acknowledged.T03]\nanswers = {}\nreason = \"王经理说可以\"",
    );
    assert_ne!(model, ready);
    for (purpose, has_reason) in [("renewal", true), ("other-client", false)] {
        let home = Home::new();
        home.write(&format!("data/drafts/{ID}.toml"), &model);
        let run = home.run(&["copy", ID, "--for", purpose]).ended(0);
        assert!(run.output.contains("条警告不再提示"), "{run:#?}");
        let text = new_draft(&home.data());
        for id in ["T03", "T04", "T05"] {
            assert!(
                text.contains(&format!("[acknowledged.{id}]")),
                "{purpose}: {id} {text}"
            );
        }
        // An error that somebody confirmed is to be confirmed anew.
        assert!(!text.contains("[acknowledged.T01]"), "{purpose}: {text}");
        assert_eq!(text.contains("王经理"), has_reason, "{purpose}: {text}");
    }
    // The rate changes what T04 says.
    let home = Home::new();
    home.write(
        &format!("data/drafts/{ID}.toml"),
        model.replace("\"0.05\"", "\"\""),
    );
    home.run(&["copy", ID, "--for", "renewal"]).ended(0);
    let text = new_draft(&home.data());
    assert!(
        text.contains("[acknowledged.T03]") && !text.contains("[acknowledged.T04]"),
        "{text}"
    );
}

/// A template in which one rule is an error about one field and a warning about another.
const ONE_RULE: &str = r#"+++
id = "note"
title = "便条"
version = "1"

[[fields]]
id = "a"
kind = "integer"
label = { zh = "甲数", en = "A" }

[[fields]]
id = "b"
kind = "integer"
label = { zh = "乙数", en = "B" }

[[checks]]
id = "K1"
severity = "error"
confirmable = true
when = "a > 1"
fields = ["a"]
message = { zh = "甲数偏大", en = "A is large" }

[[checks]]
id = "K1"
severity = "warning"
when = "b > 1"
fields = ["b"]
message = { zh = "乙数偏大", en = "B is large" }
+++
{{ a }} {{ b }}
"#;

#[test]
fn a_reason_confirms_no_error_in_the_copy() {
    let home = Home::new();
    home.write("data/templates/note.md", ONE_RULE);
    let draft = "schema = 2\n[template]\nid = \"note\"\n[answers]\na = \"2\"\nb = \"2\"\n\
                 [acknowledged.K1]\nanswers = {}\nreason = \"说好的\"\n";
    home.write(&format!("data/drafts/{ID}.toml"), draft);
    home.run(&["check", ID]).ended(0);
    home.run(&["copy", ID, "--for", "renewal"]).ended(0);
    let text = new_draft(&home.data());
    assert!(text.contains("[acknowledged.K1]"), "{text}");
    assert!(!text.contains("说好的"), "{text}");
}

/// A finished contract with the corrections that the user usually accepts.
fn corrected_contract() -> String {
    let ready = include_str!("../data/example-ready.toml");
    let (answers, _) = ready.split_once("[acknowledged.T01]").unwrap();
    format!(
        "{answers}payment_workdays = \"5\"\ndelivery_email = \"a@example.com\"\n\
         delivery_wechat = \"qinghe\"\n\n[corrections]\n\
         accepted = [\"C08\", \"C09\", \"C25\", \"C29\", \"C56\"]\n"
    )
}

/// The number of answers to confirm, as the header shows it.
pub(crate) fn left_to_confirm(terminal: &Terminal) -> Option<String> {
    let screen = terminal.screen();
    let (_, rest) = screen.lines().next()?.split_once("待确认 ")?;
    rest.split_whitespace().next().map(str::to_owned)
}

#[test]
fn a_renewal_takes_twelve_keys_from_the_list_to_the_file() {
    let home = Home::new();
    home.write(&format!("data/drafts/{ID}.toml"), corrected_contract());
    let folder = home.path("out");
    std::fs::create_dir(&folder).unwrap();
    let config = home.write(
        "c.toml",
        format!("export_dir = {:?}\n", folder.to_str().unwrap()),
    );
    let arguments = ["--config", config.to_str().unwrap()];
    let terminal = Terminal::start(&arguments, &home.data(), 120, 40);
    let n_keys = std::cell::Cell::new(0);
    let press = |key: &str| {
        terminal.press(key);
        n_keys.set(n_keys.get() + 1);
    };
    terminal.wait_for("青禾茶业");
    press("Ctrl-R");
    terminal.wait_for("同一客户");
    press("Enter");
    terminal.wait_for("待确认");
    while let Some(before) = left_to_confirm(&terminal) {
        press("Alt-A");
        terminal.wait_until_true("the number falls", || {
            left_to_confirm(&terminal).as_ref() != Some(&before)
        });
    }
    press("F9");
    terminal.wait_for("可签署");
    press("F9");
    terminal.wait_for("逐句核对");
    // A key that follows at once cannot be an answer to the screen, and writes nothing.
    std::thread::sleep(std::time::Duration::from_millis(500));
    press("F9");
    terminal.wait_for("已导出");
    let n_keys = n_keys.get();
    let mut output = std::io::stdout();
    writeln!(output, "a renewal: {n_keys} keys from the list to the file").unwrap();
    assert!(n_keys <= 12, "{n_keys} keys");
    let file =
        folder.join("2027-03-01 杭州虚构青禾茶业有限公司 青禾茶铺微信小程序商城（标准版）.docx");
    let text = whole_package(&file);
    assert!(
        text.contains("2028") && !text.contains("confirmed"),
        "{text}"
    );
    let draft = new_draft(&home.data());
    assert!(!draft.contains("confirmed = false"), "{draft}");
}
