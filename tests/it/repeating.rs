//! A new contract with the answers of another contract leaves out what belongs to the old client.

use std::path::{Path, PathBuf};

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

/// Asserts that a draft holds the answers to copy, and nothing of the old client.
fn assert_holds_nothing_of_the_client(text: &str) {
    for kept in ["青禾茶铺", "107000.53", "400-000-0000", "0755-00000001"] {
        assert!(text.contains(kept), "lacks {kept}: {text}");
    }
    for left in [
        "HT-0001",
        "2026-03-01",
        "old.client@example.com",
        "old_client_wechat",
        "0571-00000001",
        "虚构银行",
        "C29",
    ] {
        assert!(!text.contains(left), "holds {left}: {text}");
    }
}

const NOT_COPIED: &str = "没有照抄，请另填：合同编号、接收资料的电子邮箱、接收资料的微信、联系电话、开户银行账号、服务期限起";

#[test]
fn ctrl_r_leaves_the_client_behind_and_says_so() {
    let home = home();
    let mut terminal = Terminal::start(&[], &home.data(), 130, 40);
    terminal.wait_for("青禾茶业");
    terminal.press("Ctrl-R");
    terminal.wait_for(NOT_COPIED);
    terminal.type_text("HT-2");
    terminal.press("Ctrl-Q");
    terminal.wait_for("新合同用");
    terminal.press("Ctrl-Q");
    assert_eq!(terminal.wait_exit(), 0);
    let text = new_draft(&home.data());
    assert!(text.contains("HT-2"), "{text}");
    assert_holds_nothing_of_the_client(&text);
}

#[test]
fn the_questions_leave_the_client_behind_and_say_so() {
    for (language, said) in [
        ("zh-CN", NOT_COPIED),
        (
            "en",
            "Not copied, to be filled in anew: Contract number, E-mail for delivery, \
             WeChat for delivery, Phone, Bank and account, Service starts",
        ),
    ] {
        let home = home();
        let arguments = ["--lang", language, "ask", "--from", ID];
        let run = home
            .run_with_input(&arguments, "HT-2\n".as_bytes())
            .ended(0);
        assert!(run.messages.contains(said), "{run:#?}");
        assert_holds_nothing_of_the_client(&new_draft(&home.data()));
    }
}

#[test]
fn a_contract_in_a_file_leaves_its_client_behind_and_says_so() {
    for more in [&[][..], &["--no-embed"]] {
        let home = home();
        let target = home.path("contract.docx");
        let arguments = ["export", ID, "--draft", "-o", target.to_str().unwrap()];
        home.run(&[&arguments[..], more].concat()).ended(0);
        let arguments = ["--lang", "zh-CN", "ask", "--from", target.to_str().unwrap()];
        let run = home.run_with_input(&arguments, b"HT-2\n").ended(0);
        assert!(run.messages.contains(NOT_COPIED), "{more:?}: {run:#?}");
        assert_holds_nothing_of_the_client(&new_draft(&home.data()));
    }
}
