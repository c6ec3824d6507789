//! Tables of data and signature blocks, through the real program: every output, conditions between
//! rows, mistakes with their lines, and the way back from a DOCX.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use qianyue::document::Block;
use qianyue::draft::Draft;
use qianyue::review::Contract;
use qianyue::template::{self, StyleKeys, TemplateProblem};

use crate::support::outputs::outputs_agree;
use crate::support::program::Home;
use crate::support::tools;

/// A contract with a table of instalments below a clause and a signature block of three parties.
const SALE: &str = r#"+++
id = "sale"
title = "设备买卖合同"
version = "1"
numbering = ["一、", "（一）"]

[style]
end_mark = true

[[fields]]
id = "buyer"
kind = "text"
label = { zh = "买方", en = "Buyer" }

[[fields]]
id = "price"
kind = "money"
label = { zh = "单价", en = "Price" }

[[fields]]
id = "day"
kind = "date"
required = false
label = { zh = "付款日", en = "Payment" }

[[fields]]
id = "extra"
kind = "choice"
required = false
label = { zh = "附加", en = "Extra" }
options = [{ id = "train", label = "培训" }, { id = "none", label = "无" }]
+++
# 设备买卖合同

买方：{{ buyer }}

## 价款

1. 附加：{{ extra }}。货物如下：

   {% widths 1 4 2 %}
   | 序号 | 品名 | 单价（元） |
   | :---: | --- | ---: |
   | 1 | **茶叶**包装机 A\|B | {{ price }} |
   {% if extra == 'train' %}
   | 2 | 操作培训，由卖方派员到{{ buyer }}的现场进行 | 免费 |
   {% endif %}

2. 付款：

| 期次 | 日期 |
| --- | --- |
| 首期 | {{ day }} |

{% signature %}
| 买方（盖章）： | 卖方（盖章）： | 担保人（签字）： |
| --- | --- | --- |
| 日期： | 日期： | 日期： |
"#;

const ANSWERS: &str = "[template]\nid = \"sale\"\n[answers]\nbuyer = \"杭州虚构青禾茶业有限公司\"\n\
    price = \"107000.53\"\nday = \"2026-03-01\"\nextra = [\"train\"]\n";

fn home_with(template: &str, draft: &str) -> (Home, PathBuf) {
    let home = Home::new();
    home.write("data/templates/sale.md", template);
    let draft = home.write("draft.toml", draft);
    (home, draft)
}

fn home() -> (Home, PathBuf) {
    home_with(SALE, ANSWERS)
}

#[track_caller]
fn show(home: &Home, draft: &Path, format: &str) -> String {
    home.run_on(&["show", "--format", format], draft)
        .ended(0)
        .output
}

/// The main part of a DOCX.
fn main_part(path: &Path) -> String {
    let file = std::fs::File::open(path).unwrap();
    let mut archive = zip::ZipArchive::new(file).unwrap();
    let mut xml = String::new();
    archive
        .by_name("word/document.xml")
        .unwrap()
        .read_to_string(&mut xml)
        .unwrap();
    xml
}

fn export(home: &Home, draft: &Path, more: &[&str]) -> PathBuf {
    let path = home.path("contract.docx");
    let mut arguments = vec!["export", "--draft", "--force", "-o", path.to_str().unwrap()];
    arguments.extend(more);
    home.run_on(&arguments, draft).ended(0);
    path
}

#[test]
fn a_table_is_aligned_in_text_for_wide_characters() {
    let (home, draft) = home();
    assert_eq!(
        show(&home, &draft, "text"),
        "设备买卖合同\n\n买方：杭州虚构青禾茶业有限公司\n一、价款\n（一）附加：☑培训□无。货物如下：\n\n\
         序号  品名                                                      单价（元）\n \
         1    茶叶包装机 A|B                                            107,000.53\n \
         2    操作培训，由卖方派员到杭州虚构青禾茶业有限公司的现场进行        免费\n\n\
         （二）付款：\n\n期次  日期\n首期  2026年3月1日\n\n（以下无正文）\n\n\
         买方（盖章）：\n日期：\n\n卖方（盖章）：\n日期：\n\n担保人（签字）：\n日期：\n"
    );
}

#[test]
fn a_table_is_a_table_in_markdown_html_and_json() {
    let (home, draft) = home();
    let markdown = show(&home, &draft, "markdown");
    assert!(
        markdown.contains(
            "| 序号 | 品名 | 单价（元） |\n| :---: | --- | ---: |\n| 1 | **茶叶**包装机 A\\|B | 107,000.53 |\n"
        ),
        "{markdown}"
    );
    let html = show(&home, &draft, "html");
    for part in [
        "<table class=\"data\">\n<colgroup><col style=\"width:14.2%\"><col style=\"width:57.2%\">",
        "<thead>\n<tr><th style=\"text-align:center\">序号</th><th style=\"text-align:center\">品名</th>\
         <th style=\"text-align:right\">单价（元）</th></tr>\n</thead>\n<tbody>\n",
        "<td style=\"text-align:left\"><strong>茶叶</strong>包装机 A|B</td>",
        ".data thead { display: table-header-group; }",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    let json: serde_json::Value = serde_json::from_str(&show(&home, &draft, "json")).unwrap();
    let tables: Vec<&serde_json::Value> = json["blocks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|block| block["role"] == "table")
        .collect();
    assert_eq!(tables.len(), 2, "{json:#}");
    assert_eq!(tables[0]["head"], 1);
    assert_eq!(tables[0]["rows"].as_array().unwrap().len(), 3);
    assert_eq!(tables[0]["rows"][1]["row"], serde_json::Value::Null);
    let cell = &tables[0]["rows"][1]["cells"][2][0];
    assert_eq!(cell["role"], "cell");
    assert_eq!(cell["inlines"][0]["field"], "price");
    let signature = json["blocks"].as_array().unwrap().last().unwrap();
    assert_eq!(signature["role"], "signature");
    assert_eq!(signature["columns"].as_array().unwrap().len(), 3);
}

#[test]
fn a_condition_between_rows_governs_rows_and_a_table_without_rows_is_gone() {
    let untrained = ANSWERS.replace("\"train\"", "\"none\"");
    let (home, draft) = home_with(SALE, &untrained);
    let text = show(&home, &draft, "text");
    assert!(text.contains("A|B") && !text.contains("操作培训"), "{text}");
    let only = SALE
        .replace("   | 1 | **茶叶**包装机 A\\|B | {{ price }} |\n", "")
        .replace("附加：{{ extra }}", "{{ price }}{{ extra }}");
    let (home, draft) = home_with(&only, &untrained);
    let text = show(&home, &draft, "text");
    assert!(!text.contains("品名") && text.contains("期次"), "{text}");
    let (home, draft) = home_with(&only, ANSWERS);
    let text = show(&home, &draft, "text");
    assert!(text.contains("品名") && text.contains("操作培训"), "{text}");
}

#[test]
fn a_docx_has_one_bordered_table_with_a_repeated_head_and_a_grid_column_for_each() {
    let (home, draft) = home();
    let xml = main_part(&export(&home, &draft, &[]));
    assert_eq!(xml.matches("<w:tbl>").count(), 3);
    let table = xml
        .split("<w:tbl>")
        .nth(1)
        .unwrap()
        .split("</w:tbl>")
        .next()
        .unwrap();
    assert_eq!(table.matches("<w:gridCol ").count(), 3);
    assert_eq!(table.matches("<w:tblHeader/>").count(), 1);
    assert_eq!(table.matches("<w:tr>").count(), 3);
    assert_eq!(table.matches("<w:cantSplit/>").count(), 3);
    assert!(table.contains("<w:insideH w:val=\"single\""), "{table}");
    let signature = xml.split("<w:tbl>").nth(3).unwrap();
    assert!(!signature.contains("w:val=\"single\" w:sz"), "{signature}");
    assert_eq!(signature.matches("<w:gridCol ").count(), 3);
}

#[test]
fn validators_find_nothing_in_a_table() {
    let (home, draft) = home();
    let files = [&[][..], &["--no-embed"]].map(|more| {
        let path = export(&home, &draft, more);
        let own = path.with_extension(format!("{}.docx", more.len()));
        std::fs::rename(&path, &own).unwrap();
        own
    });
    tools::assert_valid(&files);
}

#[test]
fn the_answers_in_cells_come_back_from_a_docx_without_its_draft() {
    let (home, draft) = home();
    let path = export(&home, &draft, &["--no-embed"]);
    let before = show(&home, &draft, "text");
    assert_eq!(show(&home, &path, "text"), before);
}

#[test]
fn a_style_leaves_out_the_second_party_and_no_other() {
    let styled = format!("{ANSWERS}[style]\nparty_b_block = false\n");
    let (home, draft) = home_with(SALE, &styled);
    let text = show(&home, &draft, "text");
    assert!(
        text.ends_with("买方（盖章）：\n日期：\n\n担保人（签字）：\n日期：\n"),
        "{text}"
    );
    let rows = SALE.replace("{% signature %}", "{% signature rows %}");
    let (home, draft) = home_with(&rows, ANSWERS);
    let text = show(&home, &draft, "text");
    let end = "买方（盖章）：\n卖方（盖章）：\n担保人（签字）：\n\n日期：\n日期：\n日期：\n";
    assert!(text.ends_with(end), "{text}");
    let xml = main_part(&export(&home, &draft, &[]));
    assert_eq!(
        xml.split("<w:tbl>")
            .nth(3)
            .unwrap()
            .matches("<w:tr>")
            .count(),
        2
    );
}

#[test]
fn a_data_table_of_two_columns_is_a_table_and_a_bar_can_be_printed() {
    let data = include_str!(
        "../data/earlier/templates/434bbc0ee1e3049222413f2c9d813f447f53a9d21ecd24dcd5f41f94d8aba3c8.md"
    );
    let home = Home::new();
    home.write("data/templates/data-table.md", data);
    let draft = home.write(
        "d.toml",
        "[template]\nid = \"data-table\"\n[answers]\na = \"青禾\"\n",
    );
    let markdown = show(&home, &draft, "markdown");
    assert!(
        markdown.contains("| 名称 | 青禾 |\n| --- | --- |\n| 税号 | 无 |\n| 电话 | 无 |\n"),
        "{markdown}"
    );
    let pipe = "+++\nid = \"pipe\"\ntitle = \"X\"\nversion = \"1\"\n+++\n# 标题\n\n\\| 序号 \\| 品名 \\|\n";
    home.write("data/templates/pipe.md", pipe);
    let shown = home.run(&["template", "show", "pipe"]).ended(0).output;
    assert!(shown.contains("| 序号 | 品名 |\n"), "{shown}");
}

#[test]
fn a_mistake_in_a_table_has_its_line_and_a_way_out() {
    let short = SALE.replace("| 1 | **茶叶**包装机 A\\|B |", "| **茶叶**包装机 A\\|B |");
    let long = SALE.replace("A\\|B", "A|B");
    let widths = SALE.replace("widths 1 4 2", "widths 1 4");
    let idle = SALE.replace("2. 付款：", "2. 付款：\n\n{% signature %}\n\n3. 其他。");
    let inside = SALE.replace("2. 付款：", "2. 付款：{% signature %}");
    let odd = SALE.replace("widths 1 4 2", "widths 1 0 2");
    let gap = SALE.replace("| 首期 | {{ day }} |", "\n| 首期 | {{ day }} |");
    for (template, line, chinese, english) in [
        (&short, 44, "2 格", "2 cells"),
        (&long, 44, "4 格", "4 cells"),
        (&widths, 41, "2 个宽度", "2 widths"),
        (&idle, 51, "后面没有可以用它的表格", "has no table"),
        (&inside, 49, "后面没有可以用它的表格", "has no table"),
        (&odd, 41, "不认识的标签“widths”", "unknown tag"),
        (&gap, 54, "和表格断开的行", "a row without its table"),
    ] {
        let home = Home::new();
        home.write("data/templates/sale.md", template.as_str());
        for (language, words) in [("zh-CN", chinese), ("en", english)] {
            let run = home
                .run(&["--lang", language, "template", "check", "sale"])
                .ended(1);
            let is_named =
                run.messages.contains(&format!("sale:{line}:")) && run.messages.contains(words);
            assert!(is_named, "{line} {words}: {run:#?}");
        }
    }
}

#[test]
fn an_old_text_that_relied_on_two_columns_is_explained() {
    let old = SALE
        .replace("{% signature %}\n", "")
        .replace(" | 担保人（签字）： |", " |")
        .replace(
            " | --- |\n| 日期： | 日期： | 日期： |",
            " |\n| 日期： | 日期： |",
        );
    assert!(old.contains("| 日期： | 日期： |\n"), "{old}");
    let home = Home::new();
    home.write("data/templates/sale.md", &old);
    let run = home
        .run(&["--lang", "zh-CN", "template", "check", "sale"])
        .ended(0);
    assert!(
        run.messages.contains("像签署栏") && run.messages.contains("{% signature %}"),
        "{run:#?}"
    );
    home.write("data/templates/sale.md", SALE);
    let run = home
        .run(&["--lang", "zh-CN", "template", "check", "sale"])
        .ended(0);
    assert!(!run.messages.contains("签署栏"), "{run:#?}");
}

#[test]
fn a_row_that_is_higher_than_a_page_may_split_so_that_no_word_is_cut_off() {
    let long = SALE.replace("A\\|B", &"甲方应按约定付款。".repeat(200));
    let (home, draft) = home_with(&long, ANSWERS);
    let xml = main_part(&export(&home, &draft, &[]));
    let table = xml
        .split("<w:tbl>")
        .nth(1)
        .unwrap()
        .split("</w:tbl>")
        .next()
        .unwrap();
    assert_eq!(table.matches("<w:tr>").count(), 3);
    assert_eq!(table.matches("<w:cantSplit/>").count(), 2);
    assert_eq!(table.matches("<w:tblHeader/>").count(), 1);
    // Nor does it fill the other rows of the text with spaces.
    let text = show(&home, &draft, "text");
    let head = text.lines().find(|line| line.starts_with("序号")).unwrap();
    assert!(head.chars().count() < 120, "{head}");
}

#[test]
fn a_list_without_end_is_refused_where_it_is_too_long() {
    let rows = "| 1 | 2 | 3 | 4 |\n".repeat(5_000);
    let text = format!(
        "+++\nid = \"t\"\ntitle = \"T\"\nversion = \"1\"\n+++\n# T\n\n| a | b | c | d |\n| - | - | - | - |\n{rows}"
    );
    let errors = template::parse(text.as_bytes()).unwrap_err();
    let places: Vec<(&TemplateProblem, usize)> = errors
        .iter()
        .map(|error| (&error.problem, error.line))
        .collect();
    assert_eq!(
        places,
        [(&TemplateProblem::TooManyCells { most: 20_000 }, 5_009)]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_preview_shows_the_words_of_the_document_at_every_width(
        cells in proptest::collection::vec(
            proptest::collection::vec("[甲乙—“x ._]{0,14}", 3), 1..6,
        ),
        width in 2_usize..120,
        shares in prop_oneof![Just(""), Just("{% widths 1 9 2 %}\n")],
        marks in prop_oneof![Just("| --- | --- | --- |"), Just("| :--- | :---: | ---: |")],
    ) {
        let line = |cells: &Vec<String>| format!("| {} |\n", cells.join(" | "));
        let mut rows: Vec<String> = cells.iter().map(line).collect();
        rows.insert(1, format!("{marks}\n"));
        let head = "+++\nid = \"t\"\ntitle = \"T\"\nversion = \"1\"\n+++\n# T\n\n";
        let text = format!("{head}{shares}{}", rows.concat());
        // Words that Markdown reads as something else are refused, not printed otherwise.
        let Ok(template) = template::parse(text.as_bytes()) else {
            return Ok(());
        };
        let contract = Contract::of(&template, &Draft::default(), &StyleKeys::new());
        let document = &contract.document;
        prop_assert!(document.blocks.iter().any(|block| matches!(block, Block::Table(_))));
        outputs_agree(document, width)?;
    }
}
