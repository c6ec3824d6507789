//! Options where they stand in the text, through the real program: boxes, what is asked, reading back.

use std::path::PathBuf;

use proptest::prelude::*;
use qianyue::draft::DraftFile;
use qianyue::intake::docx::read_paragraphs;
use qianyue::intake::recover;
use qianyue::render::docx::{Properties, render};
use qianyue::review::Contract;
use qianyue::template::{self, StyleKeys};
use serde_json::Value;

use crate::support::outputs::outputs_agree;
use crate::support::program::Home;

const LABOUR: &str = include_str!("../data/templates/labour.md");

const ALWAYS: &str = "employer = \"深圳示例云帆网络科技有限公司\"\nemployee = \"张三\"\n\
    mobile = \"13900000000\"\nbegins = 2026-12-01\npost = \"销售\"\nwage = \"8000\"\n\
    hours = \"standard\"\ntrial = \"2\"\n";

fn home_with(template: &str, answers: &str) -> (Home, PathBuf) {
    let home = Home::new();
    home.write("data/templates/labour.md", template);
    let draft = home.write(
        "draft.toml",
        format!("schema = 2\n[template]\nid = \"labour\"\n[answers]\n{answers}"),
    );
    (home, draft)
}

fn json(home: &Home, arguments: &[&str], draft: &std::path::Path) -> Value {
    serde_json::from_str(&home.run_on(arguments, draft).output).unwrap()
}

fn shown(answers: &str) -> String {
    let (home, draft) = home_with(LABOUR, answers);
    home.run_on(&["show"], &draft).ended(0).output
}

#[test]
fn each_box_prints_where_it_stands() {
    let text = shown(&format!("{ALWAYS}term = \"fixed\"\nends = 2028-11-30\n"));
    for line in [
        "1、☑固定期限，至2028年11月30日止；",
        "2、□无固定期限，至法定终止条件出现时止；",
        "3、□以完成一定工作任务为期限，任务为：__________，任务完成即终止。",
        "☑标准工时　□综合计算工时　□不定时工作。实行后两种的",
        "福利：□餐补__________元/月；□交通补贴__________元/月；□其他（__________）。",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn a_blank_in_an_option_is_asked_and_printed_only_when_the_option_is_ticked() {
    // The answers stay in the draft when another option is ticked, but print no longer.
    let kept = format!("{ALWAYS}ends = 2028-11-30\ntask = \"展厅搭建\"\nmeal = \"500\"\n");
    for (term, has_end, has_task) in [
        ("", false, false),
        ("term = \"fixed\"\n", true, false),
        ("term = \"open\"\n", false, false),
        ("term = \"task\"\n", false, true),
    ] {
        let (home, draft) = home_with(LABOUR, &format!("{kept}{term}"));
        let text = home.run_on(&["show"], &draft).ended(0).output;
        assert_eq!(text.contains("2028年11月30日"), has_end, "{term}: {text}");
        assert_eq!(text.contains("展厅搭建"), has_task, "{term}: {text}");
        assert!(!text.contains("500"), "{text}");
        // Without these answers the blanks of the ticked option are missed, and no others.
        let (home, draft) = home_with(LABOUR, &format!("{ALWAYS}{term}"));
        let found = json(&home, &["check", "--json"], &draft).to_string();
        assert_eq!(found.contains("\"ends\""), has_end, "{term}: {found}");
        assert_eq!(found.contains("\"task\""), has_task, "{term}: {found}");
        for field in ["meal", "travel", "other"] {
            assert!(!found.contains(&format!("\"{field}\"")), "{term}: {found}");
        }
    }
    let answers =
        format!("{ALWAYS}term = \"open\"\nextras = [\"meal\", \"other\"]\nmeal = \"500\"\n");
    let (home, draft) = home_with(LABOUR, &answers);
    let text = home.run_on(&["show"], &draft).ended(0).output;
    assert!(
        text.contains("☑餐补500元/月；□交通补贴__________元/月；☑其他（__________）。"),
        "{text}"
    );
    let found = json(&home, &["check", "--json"], &draft).to_string();
    assert!(
        found.contains("\"other\"") && !found.contains("\"travel\""),
        "{found}"
    );
}

#[test]
fn a_box_in_json_is_a_tick_without_a_label() {
    let (home, draft) = home_with(LABOUR, &format!("{ALWAYS}term = \"open\"\n"));
    let json = json(&home, &["show", "--format", "json"], &draft);
    let blocks = json["blocks"].as_array().unwrap();
    let inlines = blocks
        .iter()
        .filter_map(|block| block["inlines"].as_array());
    let ticks: Vec<&Value> = inlines
        .flatten()
        .filter(|inline| inline["kind"] == "tick" && inline["field"] == "term")
        .collect();
    let told: Vec<(&str, &str, bool)> = ticks
        .iter()
        .map(|tick| {
            let told = (&tick["option"], &tick["mark"], &tick["ticked"]);
            assert_eq!(tick["label"], "");
            assert_eq!(tick["text"], tick["mark"]);
            (
                told.0.as_str().unwrap(),
                told.1.as_str().unwrap(),
                told.2.as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("fixed", "□", false),
            ("open", "☑", true),
            ("task", "□", false)
        ]
    );
}

#[test]
fn the_box_and_what_separates_options_are_keys_of_the_style() {
    let whole = LABOUR.replace(
        "{{ hours.standard }}标准工时　{{ hours.total }}综合计算工时　{{ hours.free }}不定时工作。{{ /hours }}",
        "{{ hours }}。",
    );
    for (style, boxes, options) in [
        ("", ["□", "☑"], "☑标准工时□综合计算工时□不定时工作"),
        (
            "box = \"○\"\nbetween_options = \"space\"",
            ["○", "●"],
            "●标准工时　○综合计算工时　○不定时工作",
        ),
        (
            "box = \"○\"\ntick = \"√\"\nbetween_options = \"comma\"",
            ["○", "√"],
            "√标准工时、○综合计算工时、○不定时工作",
        ),
        (
            "box = \"（ ）\"\nbetween_options = \"semicolon\"",
            ["（ ）", "（√）"],
            "（√）标准工时；（ ）综合计算工时；（ ）不定时工作",
        ),
        (
            "box = \"[ ]\"",
            ["[ ]", "[√]"],
            "[√]标准工时[ ]综合计算工时[ ]不定时工作",
        ),
        (
            "box = \"口\"\ntick = \"■\"",
            ["口", "■"],
            "■标准工时口综合计算工时口不定时工作",
        ),
    ] {
        let styled = whole.replace("[style]\n", &format!("[style]\n{style}\n"));
        let (home, draft) = home_with(&styled, &format!("{ALWAYS}term = \"open\"\n"));
        let text = home.run_on(&["show"], &draft).ended(0).output;
        assert!(text.contains(options), "{style}: {text}");
        let [empty, ticked] = boxes;
        let lines = format!("1、{empty}固定期限");
        assert!(text.contains(&lines), "{style}: {text}");
        let lines = format!("2、{ticked}无固定期限");
        assert!(text.contains(&lines), "{style}: {text}");
    }
}

#[test]
fn boxes_in_rows_and_in_branches() {
    const ROWS: &str = "+++\nid = \"labour\"\ntitle = \"清单\"\nversion = \"1\"\n\
        [[rows]]\nid = \"goods\"\nlabel = \"货物\"\n\
        [[fields]]\nid = \"name\"\nrow = \"goods\"\nkind = \"text\"\nlabel = \"名称\"\n\
        [[fields]]\nid = \"kind\"\nrow = \"goods\"\nkind = \"choice\"\nlabel = \"来源\"\n\
        options = [{ id = \"own\", label = \"自产\" }, { id = \"bought\", label = \"外购\" }]\n\
        [[fields]]\nid = \"maker\"\nrow = \"goods\"\nkind = \"text\"\nlabel = \"厂家\"\n\
        [[fields]]\nid = \"pay\"\nkind = \"choice\"\nlabel = \"付款\"\n\
        options = [{ id = \"once\", label = \"一次\" }, { id = \"parts\", label = \"分期\" }]\n\
        [[fields]]\nid = \"long\"\nkind = \"integer\"\nlabel = \"期\"\n+++\n# 清单\n\n\
        共{{ long }}期。\n\n{% if long > 3 %}\n\n长：{{ pay.once }}一次；{{ pay.parts }}分期。\n\n\
        {% else %}\n\n短：{{ pay.parts }}分期；{{ pay.once }}一次。\n\n{% endif %}\n\n\
        | 名称 | 来源 |\n| --- | --- |\n\
        | {{ goods.name }} | {{ goods.kind.own }}自产{{ goods.kind.bought }}外购，厂家{{ goods.maker }} |\n";
    let answers = "pay = \"parts\"\nlong = \"2\"\n\
        [[answers.goods]]\nid = 1\nname = \"壶\"\nkind = \"bought\"\nmaker = \"甲厂\"\n\
        [[answers.goods]]\nid = 2\nname = \"杯\"\nkind = \"own\"\nmaker = \"乙厂\"\n";
    let (home, draft) = home_with(ROWS, answers);
    let text = home.run_on(&["show"], &draft).ended(0).output;
    for words in [
        "短：☑分期；□一次。",
        "□自产☑外购，厂家甲厂",
        "☑自产□外购，厂家\n",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert!(!text.contains("长：") && !text.contains("乙厂"), "{text}");
}

#[test]
fn a_choice_inside_an_option_is_told_when_the_template_is_checked() {
    let nested = LABOUR.replace("不定时工作。{{ /hours }}", "不定时工作。")
        .replace("实行后两种的", "{{ extras.meal }}餐补{{ extras.travel }}交通{{ extras.other }}其他")
        .replace("2. 福利：{{ extras.meal }}餐补{{ meal }}元/月；{{ extras.travel }}交通补贴{{ travel }}元/月；{{ extras.other }}其他（{{ other }}）。", "2. 福利：{{ meal }}{{ travel }}{{ other }}。");
    let home = Home::new();
    home.write("data/templates/labour.md", &nested);
    let run = home.run(&["template", "check", "labour"]).ended(0);
    let told = format!("{}{}", run.output, run.messages);
    assert!(
        told.contains("hours.free") && told.contains("{{ /hours }}"),
        "{told}"
    );
    // Where the words of the options end, the choice stands alone.
    home.write(
        "data/templates/labour.md",
        nested.replace("不定时工作。", "不定时工作。{{ /hours }}"),
    );
    let run = home.run(&["template", "check", "labour"]).ended(0);
    let told = format!("{}{}", run.output, run.messages);
    assert!(!told.contains("hours.free"), "{told}");
}

#[test]
fn boxes_are_read_back_from_paper_without_its_draft() {
    for style in ["", "box = \"○\"", "box = \"（ ）\"", "box = \"[ ]\""] {
        let source = LABOUR.replace("[style]\n", &format!("[style]\n{style}\n"));
        let template = template::parse(source.as_bytes()).unwrap();
        let answers = format!(
            "{ALWAYS}term = \"task\"\ntask = \"展厅搭建\"\nextras = [\"travel\", \"other\"]\ntravel = \"300\"\nother = \"体检\"\n"
        );
        let text = format!("schema = 2\n[template]\nid = \"labour\"\n[answers]\n{answers}");
        let draft = DraftFile::parse(text.as_bytes()).unwrap().draft().clone();
        let contract = Contract::of(&template, &draft, &StyleKeys::new());
        let bytes = render(&contract.document, &Properties::default()).unwrap();
        let paragraphs = read_paragraphs(&bytes).unwrap();
        let found = recover::recover(&template, &paragraphs);
        let values = |draft| {
            let contract = Contract::of(&template, draft, &StyleKeys::new());
            let fields = template.fields.iter();
            let values = fields.map(|field| contract.values.value(&field.place()).cloned());
            values.collect::<Vec<_>>()
        };
        assert_eq!(values(&found.draft), values(&draft), "{style}");
    }
}

fn any_answers() -> impl Strategy<Value = String> {
    let term = prop::sample::select(vec!["", "fixed", "open", "task"]);
    let extras =
        prop::collection::btree_set(prop::sample::select(vec!["meal", "travel", "other"]), 0..3);
    let kept = prop::collection::btree_set(0..5_usize, 0..5);
    (term, extras, kept).prop_map(|(term, extras, kept)| {
        const KEPT: [&str; 5] = [
            "ends = 2028-11-30\n",
            "task = \"展厅搭建，分三个阶段\"\n",
            "meal = \"500\"\n",
            "travel = \"/\"\n",
            "other = \"体检□\"\n",
        ];
        let mut answers = ALWAYS.to_owned();
        if !term.is_empty() {
            answers += &format!("term = \"{term}\"\n");
        }
        let extras: Vec<String> = extras.iter().map(|id| format!("\"{id}\"")).collect();
        answers += &format!("extras = [{}]\n", extras.join(", "));
        answers.extend(kept.iter().map(|index| KEPT[*index]));
        answers
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_ticked_every_output_says_the_same(answers in any_answers(), width in 20_usize..100) {
        let template = template::parse(LABOUR.as_bytes()).unwrap();
        let text = format!("schema = 2\n[template]\nid = \"labour\"\n[answers]\n{answers}");
        let draft = DraftFile::parse(text.as_bytes()).unwrap().draft().clone();
        let contract = Contract::of(&template, &draft, &StyleKeys::new());
        outputs_agree(&contract.document, width)?;
    }
}
