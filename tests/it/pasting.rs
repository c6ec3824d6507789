//! Contracts whose facts come in one pasted message: the keys from the list to the file.

use std::cell::Cell;
use std::io::Write;
use std::time::Duration;

use crate::copying::{left_to_confirm, whole_package};
use crate::support::program::Home;
use crate::support::terminal::Terminal;

/// The facts of the first contract, as the client sends them.
const FIRST: &str = "名称：虚构市样例茶业有限公司\n税号：91000000MADEMA1A19\n电话：0571-00000011\n\
    开户行：虚构银行样例支行，账号：0000000000000000011\n产品名称：示例茶铺微信小程序商城（标准版）\n\
    年费12800，首年费用12800，签一年，2027年3月1日开始，付款走对公转账，签约后5个工作日内付款\n\
    滞纳金每日万分之五，逾期超过15天暂停服务，反馈3个工作日，开户5个工作日，执行方案10个工作日，\
    收款后3个工作日内开始履行\n提前通知30天，数据保留90天，合同一式四份，各执两份\n\
    接收资料邮箱 files@example.com，接收资料微信 shili_tea";

/// The facts of the second contract: the same deal for another client.
const SECOND: &str = "名称：虚构市样板竹艺有限公司\n电话：0571-00000022\n\
    开户行：虚构银行样板支行，账号：0000000000000000022\n产品名称：样板竹艺微信小程序商城（标准版）\n\
    签一年，2027年5月1日开始\n接收资料邮箱 bamboo@example.com，接收资料微信 bamboo_art";

const PROFILE: &str = "[profile]\nname = \"深圳示例云帆网络科技有限公司\"\n\
    website = \"https://www.example.com\"\nhotline = \"400-000-0000\"\n\
    phone = \"0755-00000000\"\nbank_account = \"虚构银行深圳示例支行 0000000000000000002\"\n";

/// Somebody at the keyboard, and the number of keys pressed. A paste counts as one.
struct Person<'t> {
    terminal: &'t Terminal,
    n_keys: Cell<usize>,
}

impl Person<'_> {
    fn press(&self, keys: &[&str]) {
        for key in keys {
            self.terminal.press(key);
            self.n_keys.set(self.n_keys.get() + 1);
        }
    }

    /// Pastes a message, takes what is sure, and goes back to the form.
    fn paste(&self, message: &str) {
        self.press(&["Alt-V"]);
        self.terminal.wait_for("粘贴到这里");
        self.terminal.paste(message);
        self.n_keys.set(self.n_keys.get() + 1);
        self.terminal.wait_for("有把握");
        self.press(&["Alt-T"]);
        self.terminal.wait_for("已填入 ");
        self.press(&["Esc"]);
        self.terminal.wait_for("F9 导出");
    }

    /// Confirms what is marked, group by group.
    fn confirm(&self) {
        while left_to_confirm(self.terminal).is_some() {
            // The header says later that the draft is saved.
            let seen = || {
                let screen = self.terminal.screen();
                let below: Vec<String> = screen.lines().skip(1).map(str::to_owned).collect();
                (left_to_confirm(self.terminal), below)
            };
            let before = seen();
            self.press(&["Alt-A"]);
            // The first press may only lead to the group.
            self.terminal
                .wait_until_true("the group changes", || seen() != before);
        }
    }

    /// Exports: the check, the last look, the file.
    fn export(&self) {
        self.press(&["F9"]);
        self.terminal.wait_for("可签署");
        self.press(&["F9"]);
        self.terminal.wait_for("逐句核对");
        // A key that follows at once cannot be an answer to the screen, and writes nothing.
        std::thread::sleep(Duration::from_millis(500));
        self.press(&["F9"]);
        self.terminal.wait_for("已导出");
    }
}

#[test]
fn two_contracts_from_pasted_messages_take_few_keys() {
    let home = Home::new();
    let folder = home.path("out");
    std::fs::create_dir(&folder).unwrap();
    std::fs::create_dir_all(home.data()).unwrap();
    let place = folder.to_str().unwrap();
    let config = home.write("c.toml", format!("export_dir = {place:?}\n{PROFILE}"));
    let arguments = ["--config", config.to_str().unwrap()];
    let mut output = std::io::stdout();

    let mut terminal = Terminal::start(&arguments, &home.data(), 120, 40);
    terminal.wait_for("小程序技术开发服务合同");
    let person = Person {
        terminal: &terminal,
        n_keys: Cell::new(0),
    };
    person.press(&["Ctrl-N"]);
    terminal.wait_for("合同双方");
    person.paste(FIRST);
    // Our own company stands in the profile: its name, its website and its hotline.
    person.press(&["Ctrl-E", "F3", "Ctrl-E", "Ctrl-E", "F7"]);
    terminal.wait_for("C02");
    let corrections = [
        "Down", "Down", "Down", "Down", "Space", "Down", "Space", "PageDown", "PageDown", "Space",
        "Up", "Up", "Up", "Up", "Space", "End", "Up", "Up", "Up", "Up", "Space",
    ];
    person.press(&corrections);
    terminal.wait_for("已采纳 5/");
    person.press(&["Esc"]);
    terminal.wait_for("已填 22/22");
    person.export();
    let n_keys = person.n_keys.get();
    writeln!(
        output,
        "a first contract: {n_keys} keys from the list to the file"
    )
    .unwrap();
    assert!(n_keys <= 45, "{n_keys} keys");
    let first = whole_package(
        &folder.join("2027-03-01 虚构市样例茶业有限公司 示例茶铺微信小程序商城（标准版）.docx"),
    );
    assert!(first.contains("0000000000000000011"));
    terminal.press("F10");
    terminal.wait_for("虚构市样例茶业");
    terminal.press("F10");
    terminal.wait_exit();

    let terminal = Terminal::start(&arguments, &home.data(), 120, 40);
    terminal.wait_for("虚构市样例茶业");
    let person = Person {
        terminal: &terminal,
        n_keys: Cell::new(0),
    };
    person.press(&["Ctrl-R"]);
    terminal.wait_for("给新客户");
    person.press(&["Down", "Enter"]);
    terminal.wait_for("合同双方");
    person.paste(SECOND);
    person.confirm();
    person.export();
    let n_keys = person.n_keys.get();
    writeln!(output, "a second for another client: {n_keys} keys").unwrap();
    assert!(n_keys <= 20, "{n_keys} keys");
    let second = whole_package(
        &folder.join("2027-05-01 虚构市样板竹艺有限公司 样板竹艺微信小程序商城（标准版）.docx"),
    );
    for trace in [
        "样例茶业",
        "示例茶铺",
        "0571-00000011",
        "files@",
        "shili_tea",
    ] {
        assert!(!second.contains(trace), "{trace}");
    }
    for id in ["C08", "C09", "C25", "C29", "C56"] {
        assert!(first.contains(id) && second.contains(id), "{id}");
    }
    for draft in std::fs::read_dir(home.data().join("drafts")).unwrap() {
        let path = draft.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let draft = std::fs::read_to_string(path).unwrap();
            assert!(!draft.contains("confirmed = false"), "{draft}");
        }
    }
}
