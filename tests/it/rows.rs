//! Rows of a table, through the real program: printing, totals, findings, mistakes of templates.

use std::path::PathBuf;

use proptest::prelude::*;
use qianyue::draft::{DraftFile, Issue};
use qianyue::review::Contract;
use qianyue::template::{self, StyleKeys};
use serde_json::Value;

use crate::support::outputs::outputs_agree;
use crate::support::program::Home;

const PURCHASE: &str = include_str!("../data/templates/purchase.md");

/// The answers outside the rows.
const PARTIES: &str = "buyer = \"杭州虚构青禾茶业有限公司\"\nseller = \"深圳示例云帆网络科技有限公司\"\n\
    subject = \"茶具\"\n";

fn home_with(template: &str, answers: &str) -> (Home, PathBuf) {
    let home = Home::new();
    home.write("data/templates/purchase.md", template);
    let draft = home.write(
        "draft.toml",
        format!("schema = 2\n[template]\nid = \"purchase\"\n[answers]\n{answers}"),
    );
    (home, draft)
}

/// The answers of a row, as TOML.
fn row(id: u32, name: &str, quantity: &str, price: &str, kind: &str) -> String {
    let mut row = format!("[[answers.items]]\nid = {id}\n");
    for (key, value) in [
        ("name", name),
        ("kind", kind),
        ("quantity", quantity),
        ("price", price),
    ] {
        if !value.is_empty() {
            row += &format!("{key} = \"{value}\"\n");
        }
    }
    row
}

fn json(home: &Home, arguments: &[&str], draft: &std::path::Path) -> Value {
    serde_json::from_str(&home.run_on(arguments, draft).output).unwrap()
}

#[test]
fn rows_print_in_their_order_with_totals_of_what_they_print() {
    let answers = format!(
        "{PARTIES}{}{}{}",
        row(7, "紫砂壶", "3", "10.05", "sold"),
        row(2, "品茗杯", "0.1", "10.05", "sold"),
        row(9, "茶巾", "2", "0", "gift")
    );
    let (home, draft) = home_with(PURCHASE, &answers);
    let shown = home.run_on(&["show"], &draft).ended(0).output;
    // 0.1 × 10.05 is rounded to 1.01 in its row, and the total adds what the rows print.
    for words in [
        "紫砂壶",
        "30.15",
        "1.01",
        "茶巾（赠品）",
        "31.16",
        "叁拾壹元壹角陆分",
        "以上共3项",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let order: Vec<usize> = ["紫砂壶", "品茗杯", "茶巾"]
        .iter()
        .filter_map(|name| shown.find(name))
        .collect();
    assert!(order.is_sorted() && order.len() == 3, "{shown}");
    let whole = json(&home, &["show", "--format", "json"], &draft);
    let table = &whole["blocks"][5];
    assert_eq!(table["role"], "table", "{whole}");
    assert_eq!(table["head"], 1);
    let rows: Vec<&Value> = table["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["row"])
        .collect();
    assert_eq!(
        rows,
        [
            &Value::Null,
            &"items[1]".into(),
            &"items[2]".into(),
            &"items[3]".into(),
            &Value::Null
        ]
    );
    let cell = &table["rows"][2]["cells"][3][0]["inlines"][0];
    assert_eq!(cell["field"], "items.price", "{table}");
    assert_eq!((&cell["row"], &cell["text"]), (&2.into(), &"10.05".into()));
    let first = &table["rows"][1]["cells"][0][0]["inlines"][0];
    assert_eq!(first["text"], "1");
    let total = &table["rows"][4]["cells"][4][0]["inlines"][0];
    assert_eq!((&total["text"], total.get("row")), (&"31.16".into(), None));
}

#[test]
fn without_rows_the_table_is_blank_and_nothing_is_added_up() {
    for (min, n_blank) in [("min = 1", 1), ("min = 0", 1), ("min = 4", 4)] {
        let (home, draft) = home_with(&PURCHASE.replace("min = 1", min), PARTIES);
        let whole = json(&home, &["show", "--format", "json"], &draft);
        let rows = whole["blocks"][5]["rows"].as_array().unwrap();
        assert_eq!(rows.len(), 2 + n_blank, "{min}: {whole}");
        assert_eq!(rows[1]["row"], "items[1]");
        let inline = &rows[1]["cells"][1][0]["inlines"][0];
        assert_eq!(
            (&inline["kind"], &inline["row"]),
            (&"blank".into(), &1.into()),
            "{whole}"
        );
        let total = &rows[1 + n_blank]["cells"][4][0]["inlines"][0];
        assert_eq!(total["kind"], "blank", "{whole}");
        let checked = home.run_on(&["check"], &draft).output;
        let needs = min != "min = 0";
        assert_eq!(checked.contains("E12"), needs, "{min}: {checked}");
    }
}

#[test]
fn a_total_waits_for_every_row_that_is_not_empty() {
    for (rows, total, ids) in [
        // An empty row lacks nothing.
        (
            row(1, "杯", "2", "3", "sold") + &row(2, "", "", "", ""),
            Some("6.00"),
            vec!["W22"],
        ),
        (
            row(1, "杯", "2", "3", "sold") + &row(2, "壶", "1", "", "sold"),
            None,
            vec!["E02"],
        ),
        (
            row(1, "杯", "2", "3", "sold") + &row(2, "壶", "1", "很贵", "sold"),
            None,
            vec!["E04"],
        ),
        (
            row(1, "杯", "999999999", "9999999.99", "sold"),
            None,
            vec!["E11"],
        ),
    ] {
        let (home, draft) = home_with(PURCHASE, &format!("{PARTIES}{rows}"));
        let shown = home.run_on(&["show"], &draft).output;
        match total {
            Some(total) => assert!(shown.contains(total), "{shown}"),
            None => assert!(shown.contains("大写：_"), "{shown}"),
        }
        let issues = json(&home, &["check", "--json"], &draft);
        let found = issues.as_array().unwrap();
        for id in ids {
            let issue = found.iter().find(|issue| issue["id"] == id);
            assert!(issue.is_some(), "{id}: {issues}");
        }
    }
    // Where no other issue names the blank, the total does.
    let optional = PURCHASE.replace(
        "id = \"price\"\nrow",
        "id = \"price\"\nrequired = false\nrow",
    );
    let rows = row(1, "杯", "2", "3", "sold") + &row(2, "壶", "1", "", "sold");
    let (home, draft) = home_with(&optional, &format!("{PARTIES}{rows}"));
    let checked = home.run_on(&["check"], &draft).output;
    assert!(
        checked.contains("“合计”算不出来，还缺：第2行“单价”"),
        "{checked}"
    );
}

#[test]
fn a_finding_names_its_row() {
    let rows = row(5, "杯", "2", "3", "sold") + &row(3, "壶", "1", "很贵", "sold");
    let (home, draft) = home_with(PURCHASE, &format!("{PARTIES}{rows}"));
    let issues = json(&home, &["check", "--json"], &draft);
    let found = issues.as_array().unwrap();
    let issue = found.iter().find(|issue| issue["id"] == "E04").unwrap();
    assert_eq!(issue["fields"], serde_json::json!(["items.price"]));
    assert_eq!(
        issue["places"],
        serde_json::json!([{"field": "items.price", "row": 2}])
    );
    let checked = home.run_on(&["check"], &draft).output;
    assert!(checked.contains("第2行“单价”："), "{checked}");
    let english = home.run_on(&["--lang", "en", "check"], &draft).output;
    assert!(english.contains("Price in row 2: "), "{english}");
}

#[test]
fn an_acknowledgement_covers_the_rows_whose_answers_it_holds() {
    let rows =
        |second: &str| row(1, "甲\u{200b}", "2", "3", "sold") + &row(2, second, "1", "5", "sold");
    let noted = "[acknowledged.W11]\nanswers = { \"items#1.name\" = \"甲\\u200B\" }\n";
    for (second, is_acknowledged) in [("乙", true), ("乙\u{200b}", false)] {
        let (home, draft) = home_with(PURCHASE, &format!("{PARTIES}{}{noted}", rows(second)));
        let issues = json(&home, &["check", "--json"], &draft);
        let found = issues.as_array().unwrap();
        let open = found
            .iter()
            .filter(|issue| issue["id"] == "W11" && issue["acknowledged"] == false);
        assert_eq!(open.count() == 0, is_acknowledged, "{issues}");
    }
}

#[test]
fn conditions_and_checks_ask_about_all_rows() {
    for (price, large) in [("50000.01", true), ("50000", false)] {
        let rows = row(1, "壶", "1", price, "sold") + &row(2, "杯", "1", "50000", "sold");
        let (home, draft) = home_with(PURCHASE, &format!("{PARTIES}{rows}"));
        let shown = home.run_on(&["show"], &draft).ended(0).output;
        assert_eq!(shown.contains("分批交货"), large, "{shown}");
        let checked = home.run_on(&["check"], &draft).output;
        assert_eq!(checked.contains("P01"), large, "{checked}");
    }
}

#[test]
fn rows_beyond_the_limit_stay_and_are_an_error() {
    let rows: String = (1..=3).map(|id| row(id, "杯", "1", "1", "sold")).collect();
    let template = PURCHASE.replace("max = 500", "max = 2");
    let (home, draft) = home_with(&template, &format!("{PARTIES}{rows}"));
    let shown = home.run_on(&["show"], &draft).output;
    assert!(shown.contains("3.00"), "{shown}");
    let checked = home.run_on(&["check"], &draft).output;
    assert!(
        checked.contains("“货物清单”最多 2 行，现在有 3 行"),
        "{checked}"
    );
}

#[test]
fn the_fields_of_a_row_are_listed_with_their_group() {
    let (home, _) = home_with(PURCHASE, PARTIES);
    let listed = home
        .run(&["template", "fields", "purchase", "--json"])
        .ended(0)
        .output;
    let fields: Value = serde_json::from_str(&listed).unwrap();
    let listed: Vec<&str> = fields["fields"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|field| field["id"].as_str())
        .collect();
    assert!(
        listed.contains(&"items.price") && !listed.contains(&"price"),
        "{listed:?}"
    );
}

/// One change of the template, and the beginning of the first mistake that follows, from its line on.
const MISTAKES: &[(&str, &str, &str)] = &[
    (
        "采购{{ subject }}",
        "采购{{ subject }}{{ items.name }}",
        "147:24：“items.name”是表格里每一行各填一次的",
    ),
    (
        "| 序号 |",
        "| 序号{{ items.no }} |",
        "149:8：“items.no”是表格里每一行各填一次的",
    ),
    (
        "of = \"sum('items.amount')\"",
        "of = \"items.amount\"",
        "95:1：“items.amount”是表格里每一行各填一次的",
    ),
    (
        "of = \"sum('items.amount')\"",
        "of = \"sum('items.name')\"",
        "95:1：“items.name”必须是 money",
    ),
    (
        "of = \"sum('items.amount')\"",
        "of = \"sum('items.nothing')\"",
        "95:1：引用了未声明的填空项“items.nothing”",
    ),
    (
        "of = \"count('items')\"",
        "of = \"count('item')\"",
        "111:1：引用了未声明的填空项“item”",
    ),
    (
        "when = \"sum('items.amount') > 1000",
        "when = \"items.amount > 1000",
        "134:9：“items.amount”是表格里每一行各填一次的",
    ),
    (
        "{% if sum('items.amount') > 10000000 %}",
        "{% if items.amount > 10000000 %}",
        "156:7：“items.amount”是表格里每一行各填一次的",
    ),
    (
        "{% if sum('items.amount') > 10000000 %}",
        "{% if sum('items.name') > 10000000 %}",
        "156:1：“items.name”必须是 money",
    ),
    (
        "{% if sum('items.amount') > 10000000 %}",
        "{% if sum(total) > 10000000 %}",
        "156:7：sum() 的括号里要写引号括起来的名字",
    ),
    ("id = \"note\"", "id = \"no\"", "89:6：“no”是表达式里的词"),
    ("id = \"note\"", "id = \"id\"", "89:6：“id”是表达式里的词"),
    ("id = \"note\"", "id = \"name\"", "89:6：“name”声明了两次"),
    (
        "max = 500",
        "max = 500\n\n[[rows]]\nid = \"items\"\ngroup = \"goods\"\nlabel = \"清单\"",
        "48:6：“items”声明了两次",
    ),
    (
        "row = \"items\"\nkind = \"money\"",
        "row = \"goods\"\nkind = \"money\"",
        "74:7：“fields.row”不能是“goods”",
    ),
    (
        "row = \"items\"\nkind = \"money\"",
        "row = \"items\"\ngroup = \"goods\"\nkind = \"money\"",
        "75:9：行里的字段不写 group",
    ),
    (
        "max = 500",
        "max = 1001",
        "40:1：行数太多：这里最多 1000 行",
    ),
    (
        "min = 1\nmax = 500",
        "min = 9\nmax = 8",
        "40:1：最少 9 行、最多 8 行",
    ),
    (
        "min = 1\nmax = 500",
        "max = 0",
        "40:1：最少 0 行、最多 0 行",
    ),
    (
        "[summary]",
        "[summary]\nstarts = \"items.name\"",
        "8:10：“items.name”是表格里每一行各填一次的",
    ),
    (
        "of = \"items.price * items.quantity\"",
        "of = \"items.price * items.amount\"",
        "79:1：这些项互相引用，算不出来：items.amount",
    ),
];

#[test]
fn each_mistake_is_named_with_its_place_and_a_way_out() {
    for (old, new, words) in MISTAKES {
        assert_eq!(PURCHASE.matches(old).count(), 1, "{old}");
        let home = Home::new();
        let template = home.write("wrong.md", PURCHASE.replace(old, new));
        let run = home.run_on(&["template", "check"], &template).ended(1);
        let said = format!("{}{}", run.output, run.messages);
        let (_, first) = said.split_once("wrong.md:").unwrap();
        assert!(first.starts_with(words), "{new}: {said}");
        assert!(said.contains("提示："), "{new}: {said}");
    }
    let home = Home::new();
    let template = home.write("right.md", PURCHASE);
    home.run_on(&["template", "check"], &template).ended(0);
}

#[test]
fn a_field_with_the_id_of_rows_is_a_clash_and_stays_known() {
    let renamed = PURCHASE.replace("n_items", "items");
    let home = Home::new();
    let template = home.write("wrong.md", &renamed);
    let run = home.run_on(&["template", "check"], &template).ended(1);
    let said = format!("{}{}", run.output, run.messages);
    assert!(said.contains("wrong.md:112:6：“items”声明了两次"), "{said}");
    assert!(said.contains("第一次在第 41 行"), "{said}");
    assert_eq!(said.matches("wrong.md:").count(), 1, "{said}");
}

#[test]
fn every_output_prints_every_row() {
    let rows: String = (1..=40)
        .map(|id| row(id, &format!("茶杯{id}号"), "2", "1.5", "sold"))
        .collect();
    let (home, draft) = home_with(PURCHASE, &format!("{PARTIES}{rows}"));
    for format in ["text", "markdown", "html", "json"] {
        let printed = home
            .run_on(&["show", "--format", format], &draft)
            .ended(0)
            .output;
        for id in 1..=40 {
            assert!(
                printed.contains(&format!("茶杯{id}号")),
                "{format}: {printed}"
            );
        }
        assert!(printed.contains("120.00"), "{format}");
    }
}

#[test]
fn ask_goes_row_by_row() {
    let home = Home::new();
    home.write("data/templates/purchase.md", PURCHASE);
    let answers = "甲公司\n乙公司\n茶具\n\
        壶\n1\n3\n10.05\n\n\
        杯\n\n0.1\n10.05\n易碎\n\
        \n";
    let run = home
        .run_with_input(&["ask", "purchase"], answers.as_bytes())
        .ended(0);
    for words in [
        "货物清单 第 1 行",
        "货物清单 第 3 行",
        "空行结束这张表",
        "建议：销售",
    ] {
        assert!(run.output.contains(words), "{words}: {}", run.output);
    }
    let name = std::fs::read_dir(home.data().join("drafts")).unwrap();
    let draft = name
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .unwrap();
    let shown = home.run_on(&["show"], &draft).ended(0).output;
    for words in ["壶", "30.15", "1.01", "31.16", "易碎", "以上共2项"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let stem = draft.file_stem().unwrap().to_str().unwrap();
    // Everything is answered, so the questions begin at the first: `-` removes the first row.
    let again = "\n\n\n-\n\n\n\n\n\n\n";
    let run = home
        .run_with_input(&["ask", stem], again.as_bytes())
        .ended(0);
    assert!(run.output.contains("删去了这一行"), "{}", run.output);
    let shown = home.run_on(&["show"], &draft).ended(0).output;
    assert!(
        !shown.contains("壶") && shown.contains("以上共1项"),
        "{shown}"
    );
}

#[test]
fn a_renewal_carries_the_rows_and_another_client_gets_them_without_the_first() {
    let rows = row(4, "杭州虚构青禾茶业有限公司专用壶", "3", "10", "sold")
        + &row(2, "杯", "1", "5", "sold");
    for (purpose, names) in [
        ("renewal", vec!["杭州虚构青禾茶业有限公司专用壶", "杯"]),
        ("other-client", vec!["杯"]),
    ] {
        let (home, draft) = home_with(PURCHASE, &format!("{PARTIES}{rows}"));
        let path = draft.to_str().unwrap();
        let run = home
            .run(&["copy", path, "--for", purpose, "--json"])
            .ended(0);
        let id = run.json()["id"].as_str().unwrap().to_owned();
        let copy = home.data().join("drafts").join(format!("{id}.toml"));
        let shown = home.run_on(&["show"], &copy).ended(0).output;
        for name in ["杭州虚构青禾茶业有限公司专用壶", "杯"] {
            assert_eq!(
                shown.contains(name),
                names.contains(&name),
                "{purpose} {name}: {shown}"
            );
        }
    }
}

#[test]
fn an_exported_contract_opens_with_its_rows_again() {
    let rows = row(7, "壶", "3", "10.05", "sold") + &row(2, "杯", "1", "5", "gift");
    let (home, draft) = home_with(PURCHASE, &format!("{PARTIES}{rows}"));
    let text = home.run_on(&["show"], &draft).ended(0).output;
    let file = home.path("out.docx");
    let out = file.to_str().unwrap();
    home.run(&["export", draft.to_str().unwrap(), "-o", out])
        .ended(0);
    assert_eq!(home.run(&["show", out]).ended(0).output, text);
    let first = std::fs::read(&file).unwrap();
    home.run(&[
        "export",
        out,
        "-o",
        home.path("again.docx").to_str().unwrap(),
    ])
    .ended(0);
    assert_eq!(std::fs::read(home.path("again.docx")).unwrap(), first);
}

/// An answer as a person may type it, or nonsense.
fn answer() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[0-9]{1,6}(\\.[0-9]{1,2})?",
        "[茶壶杯a|\\\\*{ ]{1,9}",
        Just("gift".to_owned()),
        Just("/".to_owned()),
        Just("𠮷\u{200b}㎡".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_stands_in_the_rows_every_output_says_the_same(
        rows in proptest::collection::vec((answer(), answer(), answer(), answer()), 0..9),
        width in 8_usize..120,
    ) {
        let template = template::parse(PURCHASE.as_bytes()).unwrap();
        let mut table = toml_rows(&rows);
        table.insert_str(0, &format!("schema = 2\n[template]\nid = \"purchase\"\n[answers]\n{PARTIES}"));
        let mut file = DraftFile::parse(table.as_bytes()).unwrap();
        let draft = file.draft().clone();
        prop_assert_eq!(draft.rows.of("items").len(), rows.len());
        let contract = Contract::of(&template, &draft, &StyleKeys::new());
        outputs_agree(&contract.document, width)?;
        // A total is there exactly if nothing lacks, and a contract whose total lacks is not ready.
        let is_ready = !contract.issues.iter().any(Issue::blocks);
        let total = contract.values.value(&"total".into());
        prop_assert!(total.is_some() || !is_ready);
        file.set(&draft);
        let again = DraftFile::parse(file.to_text().as_bytes()).unwrap();
        prop_assert!(again.holds(&draft), "{}", file.to_text());
    }
}

fn toml_rows(rows: &[(String, String, String, String)]) -> String {
    let mut text = String::new();
    for (name, kind, quantity, price) in rows {
        text.push_str("[[answers.items]]\n");
        for (key, value) in [
            ("name", name),
            ("kind", kind),
            ("quantity", quantity),
            ("price", price),
        ] {
            if !value.is_empty() {
                text += &format!("{key} = {}\n", serde_json::to_string(value).unwrap());
            }
        }
    }
    text
}
