//! Decimals and addresses of mail, through the real program: what is understood, printed, refused,
//! asked and computed.

use crate::support::program::Home;

/// A lease with an area, a weight and an address of mail.
const LEASE: &str = r#"+++
id = "lease"
title = "租赁合同"
version = "1"
numbering = ["一、", "（一）"]

[[fields]]
id = "area"
kind = "number"
label = { zh = "面积", en = "Area" }
unit = "㎡"
above = 0
max = 9999.5
decimals = 2

[[fields]]
id = "half"
kind = "number"
required = false
label = { zh = "一半", en = "Half" }
default = { expr = "area // 2" }

[[fields]]
id = "email"
kind = "email"
label = { zh = "邮箱", en = "E-mail" }

[[checks]]
id = "L01"
severity = "warning"
when = "area > 90 * 1000000"
fields = ["area"]
message = { zh = "{{ area }}㎡超过 90，一半是 {{ number(area // 2) }}", en = "{{ area }} is above 90, half of it {{ number(area // 2) }}" }
hint = { zh = "核对面积", en = "Check the area" }
+++
# 租赁合同

面积：{{ area }}

一半：{{ half }}

邮箱：{{ email }}
"#;

fn home() -> Home {
    let home = Home::new();
    home.write("data/templates/lease.md", LEASE);
    home
}

fn with_answers(area: &str, email: &str) -> (Home, std::path::PathBuf) {
    let home = home();
    let text = format!("[template]\nid = \"lease\"\n[answers]\narea = {area}\nemail = {email}\n");
    let draft = home.write("draft.toml", text);
    (home, draft)
}

#[test]
fn a_number_prints_the_digits_that_were_given_and_no_others() {
    for (area, printed) in [
        ("\"85.50\"", "85.50"),
        ("85.5", "85.5"),
        ("\"８５．５平米\"", "85.5"),
        ("\"1,280.05 ㎡\"", "1280.05"),
        ("\"八十五点五\"", "85.5"),
        ("120", "120"),
    ] {
        let (home, draft) = with_answers(area, "\"zhang＠example。com\"");
        let shown = home.run_on(&["show"], &draft).ended(0).output;
        assert!(
            shown.contains(&format!("面积：{printed}\n")),
            "{area}: {shown}"
        );
        assert!(shown.contains("邮箱：zhang@example.com\n"), "{shown}");
        let json = home.run_on(&["show", "--format", "json"], &draft).ended(0);
        let text = &json.json()["blocks"][1]["inlines"][1]["text"];
        assert_eq!(text, printed, "area: {area}");
    }
}

#[test]
fn what_does_not_fit_is_an_error_that_says_why() {
    for (area, email, code, chinese, english) in [
        (
            "\"abc\"",
            "\"a@example.com\"",
            "E08",
            "不是可以识别的数字",
            "cannot be read",
        ),
        ("\"85.505\"", "\"a@example.com\"", "E08", "2 位", "2"),
        ("0", "\"a@example.com\"", "E08", "0", "0"),
        (
            "\"9999.51\"",
            "\"a@example.com\"",
            "E08",
            "9999.5",
            "9999.5",
        ),
        ("\"约85\"", "\"a@example.com\"", "E08", "约85", "约85"),
        (
            "85",
            "\"abc\"",
            "E08",
            "不是完整的邮箱地址",
            "no complete address of mail",
        ),
        (
            "85",
            "\"a@x.com;b@x.com\"",
            "E08",
            "不止一个邮箱",
            "more than one address",
        ),
    ] {
        let (home, draft) = with_answers(area, email);
        for (language, expected) in [("zh-CN", chinese), ("en", english)] {
            let run = home.run_on(&["--lang", language, "check"], &draft).ended(3);
            let is_named = run.output.contains(code) && run.output.contains(expected);
            assert!(is_named, "{area} {email}: {run:#?}");
        }
    }
    let (home, draft) = with_answers("85", "\"a@example.con\"");
    let run = home.run_on(&["--lang", "zh-CN", "check"], &draft).ended(0);
    assert!(
        run.output.contains("H17") && run.output.contains("a@example.com"),
        "{run:#?}"
    );
}

#[test]
fn expressions_compute_with_exact_millionths() {
    let (home, draft) = with_answers("90.01", "\"a@example.com\"");
    let run = home.run_on(&["--lang", "zh-CN", "check"], &draft).ended(0);
    assert!(
        run.output.contains("90.01㎡超过 90，一半是 45.005"),
        "{run:#?}"
    );
    let (home, draft) = with_answers("90", "\"a@example.com\"");
    let run = home.run_on(&["--lang", "zh-CN", "check"], &draft).ended(0);
    assert!(!run.output.contains("L01"), "{run:#?}");
}

#[test]
fn both_kinds_are_listed_and_asked_and_what_is_computed_is_offered() {
    let home = home();
    let listed = home
        .run(&["--lang", "zh-CN", "template", "fields", "lease"])
        .ended(0)
        .output;
    assert!(listed.contains("area\tnumber\t面积\n"), "{listed}");
    assert!(listed.contains("email\temail\t邮箱\n"), "{listed}");
    home.run(&["template", "check", "lease"]).ended(0);
    let answers = "8５.5平方米\n\nabc\nzhang@example.com\n";
    let arguments = ["--lang", "zh-CN", "ask", "lease"];
    let asked = home
        .run_with_input(&arguments, answers.as_bytes())
        .ended(0)
        .output;
    assert!(asked.contains("42.75"), "{asked}");
    assert!(asked.contains("不是完整的邮箱地址"), "{asked}");
    let list = home.run(&["list"]).ended(0).output;
    let id = list.split('\t').next().unwrap();
    let shown = home.run(&["show", id]).ended(0).output;
    let expected = "租赁合同\n\n面积：85.5\n一半：42.75\n邮箱：zhang@example.com\n";
    assert!(shown.starts_with(expected), "{shown}");
}

#[test]
fn an_old_field_may_keep_the_name_of_the_new_helper() {
    let home = home();
    let renamed = LEASE
        .replace("area", "number")
        .replace("number(number // 2)", "number(number)");
    home.write("data/templates/lease.md", renamed);
    home.run(&["template", "check", "lease"]).ended(0);
    let draft = home.write(
        "d.toml",
        "[template]\nid = \"lease\"\n[answers]\nnumber = \"91.5\"\n",
    );
    let run = home.run_on(&["--lang", "zh-CN", "check"], &draft).ended(3);
    assert!(
        run.output.contains("91.5㎡超过 90，一半是 91.5"),
        "{run:#?}"
    );
}
