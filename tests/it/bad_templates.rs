//! Wrong, hostile and damaged templates: the program quickly rejects them and names the place of
//! every mistake.

use std::time::Duration;

use proptest::prelude::*;

use qianyue::draft::{Draft, Values};
use qianyue::review::Contract;
use qianyue::template::{self, StyleKeys, Template, TemplateError};

use super::contract::{SALE, SERVICE};
use crate::support::stopwatch::Stopwatch;

/// The longest time for reading or rejecting a template.
const LIMIT: Duration = Duration::from_secs(2);

fn parse(bytes: &[u8]) -> Result<Template, Vec<TemplateError>> {
    let start = Stopwatch::start();
    let result = template::parse(bytes);
    let taken = start.taken();
    assert!(taken < LIMIT, "{} bytes took {taken:?}", bytes.len());
    result
}

/// Each mistake as `line:column: problem`.
fn mistakes(bytes: &[u8]) -> Vec<String> {
    match parse(bytes) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.iter().map(ToString::to_string).collect(),
    }
}

/// Each file with its mistakes: the first message in full, the others by their beginning.
const EXPECTED: [(&str, &[&str]); 35] = [
    ("good", &[]),
    ("empty", &["1:1: empty"]),
    ("no_front_matter", &["1:1: no front matter"]),
    (
        "unclosed_front_matter",
        &["1:1: front matter is not closed"],
    ),
    ("front_matter_bad_toml", &["7:1: not TOML: "]),
    ("unknown_key", &["5:1: unknown key titel"]),
    ("unknown_kind", &["7:8: fields.kind does not take txt"]),
    (
        "dup_field",
        &[
            "14:6: party_a is declared twice",
            "18:6: party_b is declared twice",
        ],
    ),
    (
        "unknown_placeholder",
        &["16:7: unknown field no_such_field"],
    ),
    ("unused_field", &["13:1: unused field zz"]),
    ("unclosed", &["16:22: tag is not closed"]),
    (
        "nested_braces",
        &["16:22: not a field: {{{{ party_b", "16:"],
    ),
    ("unclosed_if", &["22:1: if without endif"]),
    ("include", &["22:1: unknown tag include"]),
    ("import", &["22:1: unknown tag import"]),
    ("loop_huge", &["22:1: unknown tag for", "22:"]),
    ("loop_nested", &["22:1: unknown tag for", "22:"]),
    ("recursive_macro", &["14:1: unknown tag macro", "14:"]),
    ("string_bomb", &["22:1: not a field: \"x\" * 1000000000"]),
    ("set_shadow", &["14:1: unknown tag set"]),
    (
        "private_use",
        &[
            "22:1: private-use character U+E000",
            "22:3: private-use character U+E001",
        ],
    ),
    ("check_syntax", &["16:17: unexpected end of input"]),
    (
        "check_unknown_field",
        &["16:9: unknown name nope", "17:11: unknown field nope"],
    ),
    ("correction_absent", &["13:1: K: the quote does not occur"]),
    ("correction_twice", &["13:1: K: the quote occurs 2 times"]),
    ("many_clauses", &["5017:1: more than 5000 clauses"]),
    ("many_fields", &["805:1: 5002 fields, at most 200"]),
    ("deep_list", &["28:13: deeper than the numbering (3)"]),
    ("deep_quote", &["22:1: not part of a contract: Quote"]),
    ("html", &["22:1: not part of a contract: Html"]),
    ("image", &["22:1: not part of a contract: Image"]),
    ("title_osc", &[]),
    ("blank_title", &["3:9: title is blank"]),
    ("gbk", &["3:10: not UTF-8"]),
    ("id_traversal", &["2:6: not a plain name: ../../x"]),
];

fn file(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/bad/template");
    std::fs::read(format!("{folder}/{name}.md")).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn every_bad_template_is_refused_where_it_is_wrong() {
    for (name, expected) in EXPECTED {
        let found = mistakes(&file(name));
        let fits = match expected {
            [] => found.is_empty(),
            [all @ .., last] => {
                found.len() >= expected.len()
                    && all
                        .iter()
                        .zip(&found)
                        .all(|(expected, found)| found.starts_with(expected))
                    && found
                        .iter()
                        .skip(all.len())
                        .all(|found| found.starts_with(last))
            }
        };
        assert!(fits, "{name}: {found:#?} is not {expected:#?}");
    }
}

#[test]
fn every_file_ends_as_the_manifest_says() {
    let manifest = include_str!("../data/bad/template/manifest.tsv");
    let mut n_files = 0;
    for line in manifest.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [_, _, path, ends, note] = cells[..] else {
            panic!("five cells: {line}");
        };
        let name = path.trim_start_matches("template/").trim_end_matches(".md");
        let found = mistakes(&file(name));
        assert_eq!(
            found.is_empty(),
            ends != "reject",
            "{name} ({note}): {found:#?}"
        );
        assert!(
            EXPECTED.iter().any(|(expected, _)| *expected == name),
            "{name} has no row"
        );
        n_files += 1;
    }
    assert_eq!(n_files, EXPECTED.len());
}

#[test]
fn nothing_unseen_leaves_a_template() {
    let template = parse(&file("title_osc")).unwrap();
    assert_eq!(template.title, "␛]52;c;cHduZWQ=␇");
    let hostile = SALE
        .replace("卖方送货", "卖方\\u001B送货\\u202E")
        .replace("unit = \"台\"", "unit = \"\\u001B台\"")
        .replace("买方自行安装", "买方\u{1B}[2J自行\u{202E}安装\u{7}")
        .replace("blank = \"__________\"", "blank = \"_\\u0007_\"");
    let template = parse(hostile.as_bytes()).unwrap();
    let contract = contract(&template);
    for paragraph in contract.document.paragraphs() {
        let text = paragraph.text();
        let is_clean = !text.chars().any(|c| c.is_control() || c == '\u{202E}');
        assert!(is_clean, "{text:?}");
    }
    for field in &template.fields {
        assert!(!field.unit.contains('\u{1B}'), "{:?}", field.unit);
    }
}

fn contract(template: &Template) -> Contract {
    Contract::new(
        template,
        &template.body(&[]),
        &Draft::default(),
        &StyleKeys::new(),
    )
}

#[test]
fn a_template_from_windows_reads_the_same() {
    let plain = parse(SALE.as_bytes()).unwrap();
    for (name, changed) in [
        ("CRLF", SALE.replace('\n', "\r\n")),
        ("BOM", format!("\u{FEFF}{SALE}")),
        (
            "BOM and CRLF",
            format!("\u{FEFF}{}", SALE.replace('\n', "\r\n")),
        ),
        ("no line end at the end", SALE.trim_end().to_owned()),
    ] {
        let template =
            parse(changed.as_bytes()).unwrap_or_else(|errors| panic!("{name}: {errors:?}"));
        assert_eq!(
            contract(&template).document,
            contract(&plain).document,
            "{name}"
        );
        for accepted in ["K1", "K2"].map(|id| [id.to_owned()]) {
            assert_eq!(
                template.body(&accepted).left_out.len(),
                0,
                "{name}, {accepted:?}"
            );
        }
    }
    let wrong = SALE.replace("{{ goods }}", "{{ good }}");
    for text in [
        wrong.clone(),
        wrong.replace('\n', "\r\n"),
        format!("\u{FEFF}{wrong}"),
    ] {
        let found = mistakes(text.as_bytes());
        assert!(
            found.contains(&"234:14: unknown field good".to_owned()),
            "{found:?}"
        );
    }
}

#[test]
fn several_mistakes_are_reported_together() {
    let wrong = SALE
        .replace("kind = \"percent\"", "kind = \"percentage\"")
        .replace("{{ goods }}", "{{ good }}")
        .replace("{% else %}\n## 自行安装", "{% otherwise %}\n## 自行安装")
        .replace("quote = \"应及时付款\"", "quote = \"没有这句\"");
    let found = mistakes(wrong.as_bytes());
    for expected in [
        "fields.kind does not take percentage",
        "unknown tag otherwise",
        "K2: the quote",
    ] {
        assert!(
            found.iter().any(|line| line.contains(expected)),
            "{expected} in {found:#?}"
        );
    }
}

#[test]
fn a_hostile_body_is_refused_soon() {
    let front = "+++\nid = \"x\"\ntitle = \"题\"\nversion = \"1\"\n[[fields]]\nid = \"a\"\nkind = \"text\"\n\
                 label = \"甲\"\n+++\n\n{{ a }}\n\n";
    let most = 4 * 1024 * 1024 - front.len() - 1;
    for unit in [
        "}}",
        "{{",
        "{{ b }}\n",
        "{{ a }}",
        "{% if a %}\n",
        "{% endif %}\n",
        "{% if a + %}",
        "> ",
        "> > \n",
        "1. ",
        "1. x\n",
        "- ",
        "# x\n",
        "## \n",
        "* * *\n\n",
        "[",
        "![",
        "[a](",
        "<b>\n\n",
        "<",
        "`",
        "**",
        "**a ",
        "*a **b ",
        "_a __b ",
        "| a | b |\n",
        "|",
        "\\",
        "&#xF0000;",
        "&amp;",
        "~~",
        "\n",
        "\t",
        " ",
        "　",
        "条",
        "\u{202E}",
        "\u{1}",
        "\u{E000}",
        "a\n\n",
        "***\n",
        "[a]: b\n",
        "\r",
        "    x\n",
        "```\n",
        "{%}",
        "{{}}",
    ] {
        for n_bytes in [3_000, 250_000, most] {
            let body = unit.repeat(n_bytes / unit.len());
            let start = Stopwatch::start();
            let result = template::parse(format!("{front}{body}\n").as_bytes());
            let taken = start.taken();
            assert!(taken < LIMIT, "{n_bytes} bytes of {unit:?} took {taken:?}");
            if let Err(errors) = result {
                assert!(errors.len() <= 200, "{unit:?}: {} mistakes", errors.len());
            }
        }
    }
}

#[test]
fn a_hostile_front_matter_is_refused_soon() {
    let most = 4 * 1024 * 1024 - 200;
    for unit in [
        "x = 1\n",
        "[",
        "[[",
        "[[fields]]\n",
        "[[checks]]\n",
        "[[corrections]]\n",
        "[[groups]]\n",
        "a.",
        "{",
        "#\n",
        "\"",
        "\n",
        "x = [",
        "x = {a = ",
        "[[fields.options]]\n",
        "é",
    ] {
        for n_bytes in [3_000, 100_000, most] {
            let front = unit.repeat(n_bytes / unit.len());
            let text = format!("+++\n{front}\n+++\n# 题\n");
            let start = Stopwatch::start();
            let result = template::parse(text.as_bytes());
            let taken = start.taken();
            assert!(taken < LIMIT, "{n_bytes} bytes of {unit:?} took {taken:?}");
            let errors = result.expect_err(unit);
            assert!(errors.len() <= 200, "{unit:?}: {} mistakes", errors.len());
        }
    }
}

/// Damage to a file: changed, missing or inserted bytes, or whole lines repeated or missing.
#[derive(Clone, Debug)]
enum Damage {
    Flip(prop::sample::Index, u8),
    Cut(prop::sample::Index, usize),
    Insert(prop::sample::Index, &'static str),
    DoubleLine(prop::sample::Index),
    DropLine(prop::sample::Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let place = any::<prop::sample::Index>;
    let piece = prop::sample::select(
        &[
            "{{",
            "}}",
            "{% if total %}",
            "{% endif %}",
            "{% else %}",
            "+++\n",
            "\n",
            "|",
            "\"",
            "*",
            "&#xF0000;",
            "[",
            "\t",
            "    ",
            "1. ",
            "> ",
            "\u{F0000}",
            "= ",
            "'",
        ][..],
    );
    prop_oneof![
        (place(), any::<u8>()).prop_map(|(place, byte)| Damage::Flip(place, byte)),
        (place(), 1_usize..200).prop_map(|(place, length)| Damage::Cut(place, length)),
        (place(), piece).prop_map(|(place, piece)| Damage::Insert(place, piece)),
        place().prop_map(Damage::DoubleLine),
        place().prop_map(Damage::DropLine),
    ]
}

fn damaged(text: &str, damages: &[Damage]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for damage in damages {
        if bytes.is_empty() {
            return bytes;
        }
        match damage {
            Damage::Flip(place, byte) => {
                let index = place.index(bytes.len());
                bytes[index] = *byte;
            }
            Damage::Cut(place, length) => {
                let start = place.index(bytes.len());
                bytes.drain(start..(start + length).min(bytes.len()));
            }
            Damage::Insert(place, piece) => {
                let start = place.index(bytes.len());
                bytes.splice(start..start, piece.bytes());
            }
            Damage::DoubleLine(place) | Damage::DropLine(place) => {
                let mut lines: Vec<Vec<u8>> = bytes
                    .split_inclusive(|byte| *byte == b'\n')
                    .map(<[u8]>::to_vec)
                    .collect();
                let index = place.index(lines.len());
                if matches!(damage, Damage::DoubleLine(_)) {
                    lines.insert(index, lines[index].clone());
                } else {
                    lines.remove(index);
                }
                bytes = lines.concat();
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn a_damaged_template_is_read_or_refused_but_never_breaks_anything(
        is_sale in any::<bool>(),
        damages in prop::collection::vec(damage(), 1..4),
    ) {
        let bytes = damaged(if is_sale { SALE } else { SERVICE }, &damages);
        match parse(&bytes) {
            Ok(template) => {
                let contract = contract(&template);
                prop_assert_ne!(contract.document.blocks.len(), 0);
                prop_assert_ne!(contract.values, Values::default());
            }
            Err(errors) => {
                let n_lines = bytes.split(|byte| *byte == b'\n').count();
                prop_assert!(!errors.is_empty());
                for error in errors {
                    prop_assert!((1..=n_lines).contains(&error.line) && error.column >= 1, "{error}");
                }
            }
        }
    }
}
