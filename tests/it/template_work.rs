//! No template within the limits makes the user wait, because the work is limited before it is
//! done.

use std::fmt::Write as _;
use std::time::Duration;

use qianyue::draft::Draft;
use qianyue::review::Contract;
use qianyue::template::{self, StyleKeys};

use crate::support::stopwatch::Stopwatch;

/// The longest time for reading or rejecting a template in an unoptimized build. Without the limits
/// some templates take minutes.
const LIMIT: Duration = Duration::from_secs(5);
/// The largest body beside a small front matter, in bytes.
const MOST_BODY: usize = 4 * 1024 * 1024 - 100_000;

fn file(front: &str, body: &str) -> String {
    format!(
        "+++\nid = \"x\"\ntitle = \"题\"\nversion = \"1\"\n{front}\n[[fields]]\nid = \"a\"\n\
         kind = \"text\"\nlabel = \"甲\"\nrequired = false\n+++\n\n{{{{ a }}}}\n\n{body}\n"
    )
}

fn correction(number: usize, quote: &str, suggestion: &str, all: bool) -> String {
    format!(
        "[[corrections]]\nid = \"K{number}\"\nkind = \"typo\"\nquote = \"{quote}\"\n\
         suggestion = \"{suggestion}\"\nreason = \"因\"\nall = {all}\n"
    )
}

fn corrections(
    count: usize,
    quote: impl Fn(usize) -> String,
    suggestion: &str,
    all: bool,
) -> String {
    each(count, |number| {
        correction(number, &quote(number), suggestion, all)
    })
}

fn each(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect::<Vec<_>>().concat()
}

/// Short clauses that fill this number of bytes; each contains its own number.
fn clauses(n_bytes: usize) -> String {
    let mut body = String::new();
    let mut number = 0;
    while body.len() < n_bytes && number < 4_900 {
        number += 1;
        let filler = "内容".repeat(n_bytes / 4_900 / 6);
        let _ = write!(body, "第{number}款{filler}。\n\n");
    }
    body
}

/// A different character for each number.
fn han(number: usize) -> String {
    char::from_u32(0x5000 + u32::try_from(number).unwrap())
        .unwrap()
        .to_string()
}

/// Templates that could be slow, by name.
#[expect(clippy::too_many_lines, reason = "a table, an entry a template")]
fn templates() -> Vec<(&'static str, String)> {
    let ids: Vec<String> = (0..180).map(|number| format!("field_{number}")).collect();
    let fields = each(180, |number| {
        let id = format!("field_{number}");
        format!("[[fields]]\nid = \"{id}\"\nkind = \"text\"\nlabel = \"项\"\nrequired = false\n")
    });
    let all_used = each(180, |number| format!("{{{{ field_{number} }}}}"));
    let many_names = ids.join(" == ");
    let check = |more: &str| {
        format!("[[checks]]\nid = \"C\"\nseverity = \"hint\"\nmessage = \"问\"\n{more}\n")
    };
    let options = each(450, |number| format!("{{id=\"o{number}\",label=\"选\"}},"));
    let choices = each(90, |number| {
        let id = format!("c{number}");
        format!(
            "[[fields]]\nid = \"{id}\"\nkind = \"choice\"\nlabel = \"选\"\noptions = [{options}]\n"
        )
    });
    let all_chosen = each(90, |number| format!("{{{{ c{number} }}}}"));
    let twenty = each(20, han);
    let deep = |depth: usize| {
        (0..depth).fold(String::new(), |mut list, level| {
            let _ = writeln!(list, "{}1. 层", "   ".repeat(level));
            list
        })
    };
    let texts: String = (0..180)
        .map(|number| format!("text_has('词{number}')"))
        .collect::<Vec<_>>()
        .join(" or ");
    let looking = each(100, |number| {
        check(&format!("when = \"{texts}\"")).replace("\"C\"", &format!("\"C{number}\""))
    });
    let paragraph = |unit: &str| {
        const LINES: usize = 19_000;
        (unit.repeat(MOST_BODY / LINES / unit.len()) + "\n").repeat(LINES)
    };
    vec![
        (
            "the same correction sixty times",
            file(
                &corrections(60, |_| "条".to_owned(), "条{{ a }}", true),
                &"条".repeat(16_000),
            ),
        ),
        (
            "the same, clause by clause",
            file(
                &corrections(60, |_| "条".to_owned(), "条{{ a }}", true),
                &"条条条条\n\n".repeat(4_000),
            ),
        ),
        (
            "corrections that do not overlap",
            file(
                &corrections(20, han, "条{{ a }}", true),
                &format!("{}\n\n", twenty.repeat(20)).repeat(2_000),
            ),
        ),
        (
            "corrections that overlap here and there",
            file(
                &corrections(
                    400,
                    |number| han(number % 20) + &han((number + 1) % 20),
                    "条",
                    true,
                ),
                &format!("{}\n\n", twenty.repeat(20)).repeat(40),
            ),
        ),
        (
            "corrections that are broken each",
            file(
                &corrections(
                    60,
                    |number| format!("第{}款", number + 1),
                    "![甲](乙)",
                    false,
                ),
                &clauses(MOST_BODY),
            ),
        ),
        (
            "one correction of many that is broken",
            file(
                &(corrections(60, |number| format!("第{}款", number + 1), "第几款", false)
                    + &correction(999, "第99款", "![甲](乙)", false)),
                &clauses(MOST_BODY),
            ),
        ),
        (
            "a long suggestion for many places",
            file(
                &correction(1, "条", &"甲乙丙".repeat(50_000), true),
                &"条条条条\n\n".repeat(500),
            ),
        ),
        (
            "quotes that are looked for in a long body",
            file(
                &corrections(490, |number| format!("第{}款", number + 1), "第几款", false),
                &clauses(MOST_BODY),
            ),
        ),
        ("many options", file(&choices, &all_chosen)),
        (
            "names of fields that are none",
            file(
                &(fields.clone()
                    + &check(&format!(
                        "when = \"a == '1'\"\nfields = [{}]",
                        "\"fiield_17\",".repeat(60_000)
                    ))),
                &all_used,
            ),
        ),
        (
            "names that are long",
            file(
                &(fields.clone()
                    + &check(&format!(
                        "when = \"a == '1'\"\nfields = [\"{}\"]",
                        "x".repeat(500_000)
                    ))),
                &all_used,
            ),
        ),
        (
            "conditions that name every field",
            file(
                &fields,
                &format!(
                    "{all_used}\n\n{}",
                    format!("{{% if {many_names} %}}甲{{% endif %}}\n\n")
                        .repeat(MOST_BODY / 2 / (many_names.len() + 40))
                ),
            ),
        ),
        (
            "conditions in a line",
            file("", &"{% if a %}".repeat(20_000)),
        ),
        (
            "wrong conditions in a line",
            file("", &"{% if a + %}".repeat(20_000)),
        ),
        (
            "branches in a line",
            file(
                "",
                &format!(
                    "{{% if a %}}{}{{% endif %}}\n\n",
                    "甲{% elif a %}".repeat(60)
                )
                .repeat(3_000),
            ),
        ),
        (
            "words under many conditions",
            file(
                "",
                &format!(
                    "{}{}{}\n\n",
                    "{% if a %}".repeat(60),
                    "内容".repeat(12_000),
                    "{% endif %}".repeat(60)
                )
                .repeat(50),
            ),
        ),
        (
            "messages full of expressions",
            file(
                &check("when = \"a == '1'\"")
                    .replace("\"问\"", &format!("\"{}\"", "{{ 1 }}".repeat(60_000))),
                "",
            ),
        ),
        (
            "numbers for every depth",
            file(
                &format!("numbering = [{}]", "\"1、\",".repeat(3_000)),
                &deep(1_500),
            ),
        ),
        (
            "words that checks look for",
            file(&looking, &clauses(MOST_BODY / 2)),
        ),
        ("a paragraph of stars", file("", &paragraph("**甲 "))),
        ("a paragraph of brackets", file("", &paragraph("[甲]("))),
        (
            "a paragraph of round brackets",
            file("", &"（".repeat(33_000)),
        ),
        ("a paragraph of blanks", file("", &"【甲".repeat(16_000))),
        ("a paragraph of backticks", file("", &paragraph("`甲``"))),
        (
            "a paragraph of less-than signs",
            file("", &paragraph("<甲 ")),
        ),
        (
            "a paragraph of underscores",
            file("", &paragraph("_甲 __乙 ")),
        ),
        ("a paragraph of tildes", file("", &paragraph("~甲 ~~乙 "))),
        (
            "rows of a table",
            file(
                "",
                &format!(
                    "| 甲 | 乙 |\n| --- | --- |\n{}",
                    "| {{ a }} | 丁 |\n".repeat(19_000)
                ),
            ),
        ),
        (
            "unseen characters",
            file("", &"甲\u{202e}\u{85}\u{200b}\n".repeat(19_000).repeat(10)),
        ),
        (
            "unseen characters with a mistake in each line",
            file(
                "",
                &format!("{}\n", "\u{202e}".repeat(60) + "{{ b }}").repeat(19_000),
            ),
        ),
    ]
}

/// The time for reading or rejecting a template, and for making a contract of an empty draft.
struct Taken {
    outcome: String,
    reading: Duration,
    writing: Duration,
}

fn work(text: &str) -> Taken {
    let start = Stopwatch::start();
    let result = template::parse(text.as_bytes());
    let reading = start.taken();
    let start = Stopwatch::start();
    let outcome = match result {
        Ok(template) => {
            let body = template.body(&[]);
            let contract = Contract::new(&template, &body, &Draft::default(), &StyleKeys::new());
            assert!(!contract.document.blocks.is_empty());
            "a template".to_owned()
        }
        Err(errors) => format!("{} mistakes, {}", errors.len(), errors[0]),
    };
    Taken {
        outcome,
        reading,
        writing: start.taken(),
    }
}

#[test]
fn no_template_takes_seconds() {
    let mut slow = Vec::new();
    let mut n_templates = 0;
    for (name, text) in templates() {
        let taken = work(&text);
        n_templates += usize::from(taken.outcome == "a template");
        if taken.reading.max(taken.writing) > LIMIT {
            let bytes = text.len();
            let (reading, writing) = (taken.reading, taken.writing);
            slow.push(format!(
                "{name}, {bytes} bytes: {reading:?} + {writing:?}, {}",
                taken.outcome
            ));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
    assert!(n_templates >= 10, "{n_templates} were templates");
}
