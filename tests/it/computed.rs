//! Computed fields, through the real program: exact results, what is missing, and mistakes.

use crate::support::program::Home;

const SALE: &str = r#"+++
id = "sale"
title = "买卖合同"
version = "1"
numbering = ["一、", "（一）"]

[summary]
amount = "total"

[[fields]]
id = "area"
kind = "number"
label = { zh = "面积", en = "Area" }
unit = "㎡"

[[fields]]
id = "price"
kind = "money"
label = { zh = "单价", en = "Price" }
unit = "元/㎡"

[[fields]]
id = "discount"
kind = "percent"
label = { zh = "折扣", en = "Discount" }
unit = "%"

[[fields]]
id = "total"
kind = "computed"
of = "net * (1 - discount)"
as = "money"
label = { zh = "总价", en = "Total" }
unit = "元"

[[fields]]
id = "net"
kind = "computed"
of = "area * price"
as = "money"
label = { zh = "原价", en = "Net" }

[[fields]]
id = "share"
kind = "computed"
of = "total / net"
as = "percent"
decimals = 2
label = { zh = "比例", en = "Share" }

[[fields]]
id = "words"
kind = "amount_in_words"
of = "total"
label = { zh = "大写", en = "In words" }

[[checks]]
id = "S01"
severity = "warning"
when = "total > 100000"
fields = ["total"]
message = { zh = "总价 {{ total }} 超过 1000 元", en = "{{ total }} is above 1000" }
hint = { zh = "核对", en = "Check" }
+++
# 买卖合同

面积：{{ area }}

总价：{{ total }}元（大写：{{ words }}），为原价的{{ share }}%。

{% if total > 100000 %}
大额。
{% endif %}
"#;

fn home_with(template: &str, answers: &str) -> (Home, std::path::PathBuf) {
    let home = Home::new();
    home.write("data/templates/sale.md", template);
    let draft = home.write(
        "draft.toml",
        format!("[template]\nid = \"sale\"\n[answers]\n{answers}"),
    );
    (home, draft)
}

#[test]
fn figures_are_exact_and_rounded_once() {
    for (area, price, discount, total, words, share) in [
        (
            "85.5",
            "12.34",
            "0",
            "1,055.07",
            "壹仟零伍拾伍元零柒分",
            "100",
        ),
        // 1.005 元 is rounded up; a binary float would round it down.
        ("0.1", "10.05", "0", "1.01", "壹元零壹分", "100"),
        ("3", "0.01", "50", "0.02", "贰分", "66.67"),
        (
            "1000",
            "33.33",
            "12.5",
            "29,163.75",
            "贰万玖仟壹佰陆拾叁元柒角伍分",
            "87.5",
        ),
    ] {
        let answers =
            format!("area = \"{area}\"\nprice = \"{price}\"\ndiscount = \"{discount}\"\n");
        let (home, draft) = home_with(SALE, &answers);
        let shown = home.run_on(&["show"], &draft).ended(0).output;
        let expected = format!("总价：{total}元（大写：人民币{words}），为原价的{share}%。\n");
        assert!(shown.contains(&expected), "{answers}: {shown}");
        let is_large = total.len() > 6;
        assert_eq!(shown.contains("大额。"), is_large, "{shown}");
        let checked = home.run_on(&["--lang", "zh-CN", "check"], &draft).ended(0);
        let warning = format!("总价 {total} 超过");
        assert_eq!(checked.output.contains(&warning), is_large, "{checked:#?}");
    }
}

#[test]
fn a_result_waits_for_its_figures_and_its_words_wait_with_it() {
    for (answers, code) in [
        ("area = \"85.5\"\nprice = \"12.34\"\n", "E02"),
        (
            "area = \"85.5\"\nprice = \"12.345\"\ndiscount = \"1\"\n",
            "E04",
        ),
    ] {
        let (home, draft) = home_with(SALE, answers);
        let shown = home.run_on(&["show"], &draft).ended(0).output;
        let expected = "总价：__________元（大写：__________），为原价的__________%。";
        assert!(shown.contains(expected), "{shown}");
        let checked = home.run_on(&["check"], &draft).ended(3).output;
        assert!(
            checked.contains(code) && !checked.contains("E11"),
            "{checked}"
        );
    }
}

#[test]
fn what_cannot_be_computed_is_an_error_that_says_why() {
    let most = "area = \"999999999999\"\nprice = \"99999999999\"\ndiscount = \"0\"\n";
    let zero = "area = \"0\"\nprice = \"1\"\ndiscount = \"0\"\n";
    let below = "area = \"1\"\nprice = \"1\"\ndiscount = \"150\"\n";
    for (answers, chinese, english) in [
        (most, "“原价”算出来的数太大", "too large"),
        (zero, "“比例”要除以 0", "divided by 0"),
        (below, "“总价”算出来是负数", "below zero"),
    ] {
        let (home, draft) = home_with(SALE, answers);
        for (language, words) in [("zh-CN", chinese), ("en", english)] {
            let run = home.run_on(&["--lang", language, "check"], &draft).ended(3);
            assert!(
                run.output.contains("E11") && run.output.contains(words),
                "{run:#?}"
            );
        }
        home.run_on(&["export", "-o", "x.docx"], &draft).ended(3);
    }
    // A result that the contract does not print is nobody's concern.
    let unprinted = SALE.replace(
        "，为原价的{{ share }}%",
        "{% if total > 0 %}{{ share }}{% endif %}",
    );
    let (home, draft) = home_with(&unprinted, zero);
    assert!(!home.run_on(&["check"], &draft).output.contains("E11"));
}

#[test]
fn nobody_is_asked_for_a_result() {
    let (home, _) = home_with(SALE, "");
    let fields = home.run(&["template", "fields", "sale"]).ended(0).output;
    assert!(
        fields.contains("area\tnumber") && !fields.contains("total"),
        "{fields}"
    );
    let asked = home.run_with_input(
        &["--lang", "zh-CN", "ask", "sale"],
        "85.5\n12.34\n0\n".as_bytes(),
    );
    assert!(asked.output.contains("3/3"), "{asked:#?}");
    let list = home.run(&["list"]).ended(0).output;
    let id = list.split('\t').next().unwrap();
    let shown = home.run(&["show", id]).ended(0).output;
    assert!(shown.contains("1,055.07元"), "{shown}");
}

#[test]
fn a_wrong_formula_is_a_mistake_with_its_place_and_a_way_out() {
    let lines =
        |text: &str, part: &str| text.lines().position(|line| line.contains(part)).unwrap() + 1;
    for (from, to, column, chinese, english) in [
        (
            "area * price",
            "area × price",
            12,
            "看不懂“×”",
            "“×” does not belong",
        ),
        ("area * price", "area * ", 14, "没有写完", "not complete"),
        (
            "area * price",
            "round(area)",
            7,
            "看不懂“round”",
            "“round” does not",
        ),
        ("area * price", "area * prise", 1, "prise", "prise"),
        ("area * price", "area * words", 1, "words", "words"),
        (
            "area * price",
            "area * total",
            1,
            "互相引用",
            "computed from each other",
        ),
    ] {
        let template = SALE.replace(from, to);
        let line = lines(&template, "id = \"net\"");
        let (home, _) = home_with(&template, "");
        for (language, words) in [("zh-CN", chinese), ("en", english)] {
            let run = home
                .run(&["--lang", language, "template", "check", "sale"])
                .ended(1);
            assert!(run.messages.contains(words), "{to}: {run:#?}");
            let at = if column > 1 {
                format!("sale:{}:{column}:", line + 2)
            } else {
                String::from("sale:")
            };
            assert!(
                run.messages.replace('：', ":").contains(&at),
                "{at} {to}: {run:#?}"
            );
        }
    }
    let (home, _) = home_with(
        &SALE.replace(
            "as = \"money\"\nlabel = { zh = \"总价\"",
            "label = { zh = \"总价\"",
        ),
        "",
    );
    let run = home.run(&["template", "check", "sale"]).ended(1);
    assert!(run.messages.contains("as"), "{run:#?}");
}
