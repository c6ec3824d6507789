use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use proptest::prelude::*;

use super::*;
use crate::draft::TemplateReference;
use crate::draft::{
    AcceptedBy, Acknowledgement, Answer, LastExport, Mark, Origin, Rows, Source, Status,
};
use crate::template::{Place, RowId, StyleError, StyleKeys, StyleValue, TableRule};

const SMALL: &str = "[template]\nid = \"sale\"\n[answers]\n";

fn parsed(text: &str) -> DraftFile {
    DraftFile::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn problem(text: &str) -> (DraftProblem, usize, usize) {
    let error = DraftFile::parse(text.as_bytes()).expect_err(text);
    (error.problem, error.line, error.column)
}

#[test]
fn scalars_of_every_type_are_taken_by_their_literal_text() {
    for (written, expected) in [
        ("\"贰\"", "贰"),
        ("'C:\\x'", "C:\\x"),
        ("2", "2"),
        ("1_000", "1000"),
        ("107_000.53", "107000.53"),
        ("+12_800", "12800"),
        ("'1_000'", "1_000"),
        ("107000.50", "107000.50"),
        ("1e3", "1e3"),
        ("inf", "inf"),
        ("true", "true"),
        ("2026-02-10", "2026-02-10"),
        ("2026-02-10T08:00:00+08:00", "2026-02-10T08:00:00+08:00"),
    ] {
        let file = parsed(&format!("{SMALL}a = {written}  # why\n"));
        assert_eq!(
            file.draft().answers.get(&"a".into()),
            Some(&Answer::Text(expected.to_owned())),
            "written: {written}"
        );
    }
}

#[test]
fn a_list_of_scalars_is_a_choice() {
    let file = parsed(&format!("{SMALL}pay = [\"a\", 2, 1.50]\n"));
    let expected = Answer::Chosen(vec!["a".to_owned(), "2".to_owned(), "1.50".to_owned()]);
    assert_eq!(file.draft().answers.get(&"pay".into()), Some(&expected));
}

#[test]
fn what_is_no_draft_is_refused_at_its_place() {
    let wrong_type = |key: &str, expected, found| DraftProblem::WrongType {
        key: key.to_owned(),
        expected,
        found,
    };
    let (answer, table) = (ExpectedType::Answer, ValueType::Table);
    for (text, expected) in [
        ("", (DraftProblem::Empty, 1, 1)),
        ("\u{feff} \r\n", (DraftProblem::Empty, 1, 1)),
        ("\0\0\0", (DraftProblem::ZeroBytes, 1, 1)),
        ("schema = 1\n甲\0", (DraftProblem::ZeroBytes, 2, 2)),
        ("x = 1\n", (DraftProblem::NotADraft, 1, 1)),
        (
            "[template]\nid = 'x'\n[template]\n",
            (DraftProblem::DuplicateKey, 3, 2),
        ),
        (
            "[template]\nid = 'x'\n<<<<<<< HEAD\n",
            (DraftProblem::MergeConflict, 3, 9),
        ),
        (
            "schema = 1\nid = \"../../etc\"\n",
            (
                DraftProblem::WrongId {
                    found: "\"../../etc\"".to_owned(),
                },
                2,
                6,
            ),
        ),
        (
            "schema = 1\n[answers]\na = { b = 1 }\n",
            (wrong_type("answers.a", answer, table), 3, 1),
        ),
        (
            "schema = 1\n[answers]\na = [[1]]\n",
            (wrong_type("answers.a", answer, ValueType::List), 3, 1),
        ),
        (
            "schema = 1\nanswers = 3\n",
            (
                wrong_type("answers", ExpectedType::Table, ValueType::Scalar),
                2,
                11,
            ),
        ),
        (
            "schema = 1\ncorrections = { accepted = 'C1' }\n",
            (
                wrong_type("corrections.accepted", ExpectedType::List, ValueType::Text),
                2,
                28,
            ),
        ),
    ] {
        assert_eq!(problem(text), expected, "text: {text}");
    }
}

#[test]
fn a_draft_that_is_older_than_the_tag_keeps_the_rule_of_its_time() {
    let head = "schema = 1 # old\n[template]\nid = \"sale\"\n";
    for (text, expected) in [
        (
            format!("{head}sha256 = \"ab\"\n[answers]\n"),
            TableRule::TwoColumns,
        ),
        (format!("{head}sha256 = \"\"\n"), TableRule::Tagged),
        (head.to_owned(), TableRule::Tagged),
        (
            "template = { id = \"sale\", sha256 = \"ab\" }\n".to_owned(),
            TableRule::TwoColumns,
        ),
        (
            "schema = 2\n[template]\nid = \"sale\"\nsha256 = \"ab\"\n".to_owned(),
            TableRule::Tagged,
        ),
        (
            "schema = 2\n[template]\nsha256 = \"ab\"\ntables = \"signature\"\n".to_owned(),
            TableRule::TwoColumns,
        ),
    ] {
        let mut file = parsed(&text);
        assert_eq!(file.draft().template.tables, expected, "{text}");
        assert_eq!(file.read_only, None, "{text}");
        let written = file.to_text();
        let is_named = written.contains("tables = \"signature\"");
        assert_eq!(is_named, expected == TableRule::TwoColumns, "{written}");
        assert_eq!(parsed(&written).draft(), file.draft(), "{written}");
        // An upgrade brings another text, which says what its tables are.
        let mut upgraded = file.draft().clone();
        upgraded.template = TemplateReference::default();
        file.set(&upgraded);
        assert!(file.to_text().contains("schema = 2"), "{}", file.to_text());
        assert!(!file.to_text().contains("tables"), "{}", file.to_text());
    }
}

#[test]
fn a_problem_in_an_older_file_stands_where_it_is_in_the_file() {
    let text = "[template]\nid = \"sale\"\nsha256 = \"ab\"\n[answers]\na = 1\nb = { c = 1 }\n";
    let error = DraftFile::parse(text.as_bytes()).unwrap_err();
    assert_eq!((error.line, error.column), (6, 1));
}

#[test]
fn a_schema_is_a_whole_number_from_one() {
    for written in ["-1", "0", "1.5", "nan", "\"one\"", "true", "[1]"] {
        let (problem, line, column) = problem(&format!("schema = {written}\n"));
        let expected = DraftProblem::WrongSchema {
            found: written.to_owned(),
        };
        assert_eq!((problem, line, column), (expected, 1, 10), "{written}");
    }
}

#[test]
fn a_newer_schema_is_only_shown_whatever_it_made_of_the_rest() {
    let file = parsed("schema = 3\ntitle = \"茶\"\nanswers = 3\n[template]\nid = \"sale\"\n");
    assert_eq!(file.read_only, Some(3));
    assert_eq!(file.draft().title, "茶");
    assert_eq!(file.draft().template.id, "sale");
    assert!(file.draft().answers.is_empty());
}

#[test]
fn bytes_in_another_encoding_are_named() {
    let gbk: &[u8] = b"# \xba\xcf\xcd\xac\xb2\xdd\xb8\xe5\n";
    for (bytes, guess) in [
        (gbk, EncodingGuess::Gbk),
        (b"\xff\xfes\0c\0", EncodingGuess::Utf16),
        (b"schema = 1\n# \xe7\xad", EncodingGuess::CutOff),
        (b"schema = 1\n# \xff\n", EncodingGuess::Unknown),
        (b"PK\x03\x04\0\0", EncodingGuess::Package),
    ] {
        let error = DraftFile::parse(bytes).expect_err("not UTF-8");
        assert_eq!(error.problem, DraftProblem::Encoding { guess }, "{bytes:?}");
    }
}

#[test]
fn a_style_that_does_not_apply_is_reported_and_kept() {
    let text = "[template]\nid = \"x\"\n[style]\ncopy = \"digits\"\nbody_size = 2026-01-01\n";
    let file = parsed(text);
    let [unknown, wrong] = file.warnings.as_slice() else {
        panic!("{:?}", file.warnings);
    };
    assert_eq!((unknown.line, unknown.column), (4, 1));
    assert!(matches!(
        &unknown.problem,
        DraftWarningProblem::Style(StyleError::UnknownKey { key, .. }) if key == "copy"
    ));
    assert_eq!((wrong.line, wrong.column), (5, 13));
    assert_eq!(file.to_text(), text);
}

#[test]
fn a_save_changes_nothing_but_what_changed() {
    let before = "# 给王总\r\n[template]\r\nid = \"sale\" # ours\r\n\r\n[answers] # typed\r\n\
                  # the name\r\na = \"old\"  # old name\r\nb = 2\r\n\r\n[x_plugin]\r\nkeep = \"me\"\r\n# end\r\n";
    let mut file = parsed(before);
    let mut draft = file.draft().clone();
    draft
        .answers
        .insert("a".into(), Answer::Text("新".to_owned()));
    file.set(&draft);
    let after = before.replace("\"old\"", "\"新\"");
    assert_eq!(file.to_text(), format!("schema = 2\r\n{after}"));
}

#[test]
fn a_comment_outlives_the_answer_that_it_stood_at() {
    let mut file = parsed(&format!("{SMALL}# ask him\na = 1 # sure?\nb = 2\n"));
    let mut draft = file.draft().clone();
    draft.answers.remove(&"a".into());
    file.set(&draft);
    assert_eq!(
        file.to_text(),
        format!("schema = 2\n{SMALL}b = 2\n# ask him\n# sure?\n")
    );
}

#[test]
fn a_new_file_begins_with_its_header() {
    let draft = Draft {
        id: "01JD0000000000000000000001".to_owned(),
        title: "青禾茶业".to_owned(),
        created: Some("2026-11-22T09:30:00+08:00".parse().unwrap()),
        updated: Some("2026-11-22T09:31:00+08:00".parse().unwrap()),
        template: TemplateReference {
            id: "sale".to_owned(),
            version: "1.0.0".to_owned(),
            sha256: String::new(),
            ..TemplateReference::default()
        },
        answers: BTreeMap::from([("a".into(), Answer::Text("x\u{202e}\n".to_owned()))]),
        origins: BTreeMap::from([(
            "a".into(),
            Origin {
                from: Source::Copy,
                reference: "01JD0000000000000000000002".to_owned(),
                at: Some("2026-11-22T09:30:00+08:00".parse().unwrap()),
                is_confirmed: false,
                was: "y".to_owned(),
            },
        )]),
        rows: Rows::default(),
        style: StyleKeys::from([("body_size".to_owned(), StyleValue::Number(12.0))]),
        accepted: vec!["C25".to_owned()],
        accepted_by: BTreeMap::from([("C25".to_owned(), AcceptedBy::Standing)]),
        acknowledged: BTreeMap::from([(
            "W06".to_owned(),
            Acknowledgement {
                answers: BTreeMap::from([("a".into(), Answer::Text("x".to_owned()))]),
                reason: String::new(),
            },
        )]),
        focus: Some("a".into()),
        status: Status {
            is: Mark::Signed,
            date: "2026-11-30".parse().ok(),
            reason: String::new(),
        },
        exported: Some(LastExport {
            at: "2026-11-22T10:00:00+08:00".parse().unwrap(),
            path: "/合同/甲.docx".to_owned(),
            text_sha256: "00".to_owned(),
        }),
    };
    let expected = "schema = 2\nid = \"01JD0000000000000000000001\"\ntitle = \"青禾茶业\"\n\
        created = 2026-11-22T09:30:00+08:00\nupdated = 2026-11-22T09:31:00+08:00\nfocus = \"a\"\n\n\
        [template]\nid = \"sale\"\nversion = \"1.0.0\"\n\n[answers]\na = \"x\\U0000202E\\n\"\n\n\
        [origin]\na = { from = \"copy\", ref = \"01JD0000000000000000000002\", \
        at = 2026-11-22T09:30:00+08:00, confirmed = false, was = \"y\" }\n\n\
        [style]\nbody_size = 12.0\n\n[corrections]\naccepted = [\"C25\"]\n\
        by = { C25 = \"standing\" }\n\n\
        [acknowledged.W06]\nanswers = { a = \"x\" }\nreason = \"\"\n\n\
        [status]\nis = \"signed\"\ndate = \"2026-11-30\"\n\n\
        [exported]\nat = 2026-11-22T10:00:00+08:00\npath = \"/合同/甲.docx\"\n\
        text_sha256 = \"00\"\n";
    let file = DraftFile::new(&draft);
    assert_eq!(file.to_text(), expected);
    assert!(file.is_held_by(expected.as_bytes()));
}

#[test]
fn an_origin_that_cannot_be_read_is_told_and_its_answer_counts_as_typed() {
    for (line, expected) in [
        ("a = { from = \"copy\", confirmed = false }", Some(false)),
        ("a = { from = \"profile\" }", Some(true)),
        (
            "a = { from = \"copy\", at = \"gestern\", confirmed = false }",
            Some(false),
        ),
        ("a = { from = \"friend\" }", None),
        ("a = { confirmed = false }", None),
        ("a = { from = \"copy\", confirmed = \"no\" }", None),
        ("a = \"copy\"", None),
    ] {
        let text = format!("schema = 1\n[answers]\na = \"1\"\n[origin]\n{line}\n");
        let file = DraftFile::parse(text.as_bytes()).unwrap();
        let origin = file.draft().origins.get(&"a".into());
        assert_eq!(origin.map(|origin| origin.is_confirmed), expected, "{line}");
        assert_eq!(file.warnings.is_empty(), expected.is_some(), "{line}");
        assert_eq!(file.to_text(), text);
    }
}

#[test]
fn an_id_is_a_ulid_in_capitals_and_nothing_else() {
    for (id, expected) in [
        ("01JD0000000000000000000001", true),
        ("7ZZZZZZZZZZZZZZZZZZZZZZZZZ", true),
        ("8ZZZZZZZZZZZZZZZZZZZZZZZZZ", false),
        ("01jd0000000000000000000001", false),
        ("01JD000000000000000000000I", false),
        ("01JD000000000000000000000", false),
        ("../../../../../../etc/pass", false),
        ("", false),
    ] {
        assert_eq!(is_plain_id(id), expected, "id: {id}");
    }
}

fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,12}",
        "[\\x00-\\x1f\\x7f-\\u{a0}\"'\\\\\r\n\t#=\\[\\]{}]{0,8}",
        Just("'''\"\"\"\u{202e}\u{feff}\u{ffff}\u{10ffff}".to_owned()),
        "[a-z_]{1,8}",
    ]
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        hostile().prop_map(Answer::Text),
        prop::collection::vec(hostile(), 0..3).prop_map(Answer::Chosen),
    ]
}

fn place() -> impl Strategy<Value = Place> {
    // No field of a row is named `id`: that key is the row's own.
    let in_row = "[a-z]{1,3}#[1-9][0-9]?\\.[a-hj-z][a-z]{0,2}";
    prop_oneof![4 => hostile(), 1 => in_row].prop_map(|text| text.parse().unwrap())
}

fn answers() -> impl Strategy<Value = BTreeMap<Place, Answer>> {
    prop::collection::btree_map(place(), answer(), 0..5)
}

fn moment() -> impl Strategy<Value = Option<DateTime<FixedOffset>>> {
    prop::option::of((0_i64..253_000_000_000, 0_u32..3, -840_i32..=840).prop_map(
        |(seconds, millis, minutes)| {
            DateTime::from_timestamp(seconds, millis * 1_000_000)
                .unwrap()
                .with_timezone(&FixedOffset::east_opt(minutes * 60).unwrap())
        },
    ))
}

fn style() -> impl Strategy<Value = StyleKeys> {
    let value = prop_oneof![
        any::<bool>().prop_map(StyleValue::Bool),
        hostile().prop_map(StyleValue::Text),
        (-1e9..1e9).prop_map(StyleValue::Number),
        Just(StyleValue::Number(f64::NAN)),
        prop::collection::vec(0.0..9.0, 0..4).prop_map(StyleValue::Numbers),
    ];
    prop::collection::btree_map(hostile(), value, 0..3)
}

fn status() -> impl Strategy<Value = Status> {
    let day =
        prop::option::of((0..100_000_i32).prop_map(|days| {
            chrono::NaiveDate::from_num_days_from_ce_opt(700_000 + days).unwrap()
        }));
    let mark = prop::sample::select(Mark::ALL.to_vec());
    (mark, day, hostile()).prop_map(|(is, date, reason)| Status { is, date, reason })
}

fn exported() -> impl Strategy<Value = Option<LastExport>> {
    (moment(), hostile(), hostile()).prop_map(|(at, path, text_sha256)| {
        at.map(|at| LastExport {
            at,
            path,
            text_sha256,
        })
    })
}

fn draft() -> impl Strategy<Value = Draft> {
    let acknowledgement =
        (answers(), hostile()).prop_map(|(answers, reason)| Acknowledgement { answers, reason });
    let source = (0..Source::ALL.len()).prop_map(|index| Source::ALL[index]);
    let origin = (source, hostile(), moment(), any::<bool>(), hostile()).prop_map(
        |(from, reference, at, is_confirmed, was)| Origin {
            from,
            reference,
            at,
            is_confirmed,
            was,
        },
    );
    let template = (hostile(), hostile(), hostile(), hostile(), any::<bool>()).prop_map(
        |(id, version, sha256, declined, is_old)| TemplateReference {
            id,
            version,
            sha256,
            declined,
            tables: if is_old {
                TableRule::TwoColumns
            } else {
                TableRule::Tagged
            },
        },
    );
    (
        prop_oneof![Just(String::new()), "[0-7][0-9A-HJKMNP-TV-Z]{25}"],
        (hostile(), prop::option::of(place())),
        (moment(), moment()),
        template,
        (
            answers(),
            prop::collection::btree_map(place(), origin, 0..3),
        ),
        style(),
        prop::collection::vec(hostile(), 0..3),
        prop::collection::btree_map(hostile(), acknowledgement, 0..3),
        (status(), exported()),
    )
        .prop_map(
            |(
                id,
                (title, focus),
                (created, updated),
                template,
                (answers, origins),
                style,
                accepted,
                acknowledged,
                (status, exported),
            )| {
                let mut rows = Rows::default();
                let places: Vec<&Place> =
                    answers.keys().filter(|place| place.row.is_some()).collect();
                for place in places.into_iter().rev() {
                    rows.admit(place);
                }
                // A template gives no id to both rows and a field.
                let mut answers = answers.clone();
                answers.retain(|place, _| {
                    place.row.is_some() || rows.of(place.field.as_str()).is_empty()
                });
                let first = accepted.first();
                let accepted_by = first.map(|id| (id.clone(), AcceptedBy::Copy));
                Draft {
                    id,
                    title,
                    answers,
                    rows,
                    origins,
                    created,
                    updated,
                    template,
                    style,
                    accepted_by: accepted_by.into_iter().collect(),
                    accepted,
                    acknowledged,
                    focus: focus.filter(|place| !place.to_string().is_empty()),
                    status,
                    exported,
                }
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_draft_is_read_back_as_it_was_written(draft in draft()) {
        let text = DraftFile::new(&draft).to_text();
        let read = DraftFile::parse(text.as_bytes());
        prop_assert!(read.is_ok(), "{:?}\n{text}", read.err());
        prop_assert!(read.unwrap().holds(&draft), "{text}");
    }

    #[test]
    fn strangers_in_the_file_survive_any_change(
        first in draft(), second in draft(), windows in any::<bool>(), mark in any::<bool>(),
    ) {
        let mut text = DraftFile::new(&first).to_text();
        text.insert_str(0, "# top\nzz_unknown = 0x2A # seven\n");
        text.push_str("\n[x_plugin]\nkeep = { me = [1, 2] } # yes\n# end\n");
        if windows { text = text.replace('\n', "\r\n"); }
        if mark { text.insert(0, '\u{feff}'); }
        let mut file = DraftFile::parse(text.as_bytes()).unwrap();
        prop_assert_eq!(file.to_text(), text.clone());
        file.set(&second);
        let after = file.to_text();
        prop_assert!(file.is_held_by(after.as_bytes()), "{after}");
        for kept in ["# top", "zz_unknown = 0x2A # seven", "[x_plugin]", "keep = { me = [1, 2] } # yes", "# end"] {
            prop_assert!(after.contains(kept), "lost: {kept}\n{after}");
        }
        prop_assert_eq!(after.contains('\r'), windows);
        prop_assert_eq!(after.starts_with('\u{feff}'), mark);
    }

    #[test]
    fn no_bytes_make_the_parser_panic(bytes in prop::collection::vec(any::<u8>(), 0..80), text in ".{0,80}") {
        let _either_way = DraftFile::parse(&bytes);
        let _either_way = DraftFile::parse(format!("schema = 1\n{text}").as_bytes());
    }
}

/// The draft file with rows in both spellings.
const ROWS: &str = "schema = 2\n[template]\nid = \"sale\"\n[answers]\nbuyer = \"甲\"\n\n\
    # first\n[[answers.goods]]\nid = 7\nname = \"茶\" # green\nprice = 12.50\nx_plugin = \"me\"\n\n\
    [[answers.goods]]\nname = \"杯\"\nkinds = [\"a\", \"b\"]\n\n[[answers.goods]]\nid = 3\n";

#[test]
fn rows_are_read_in_their_order_and_get_the_numbers_that_they_lack() {
    let file = parsed(ROWS);
    let draft = file.draft();
    let numbers: Vec<u32> = draft
        .rows
        .of("goods")
        .iter()
        .map(|row| row.number())
        .collect();
    assert_eq!(numbers, [7, 1, 3]);
    for (place, expected) in [
        ("buyer", "甲"),
        ("goods#7.name", "茶"),
        ("goods#7.price", "12.50"),
        ("goods#1.name", "杯"),
        ("goods#1.kinds", "a、b"),
    ] {
        let Ok(place) = place.parse::<Place>();
        assert_eq!(draft.answers[&place].as_text(), expected, "{place}");
    }
    assert_eq!(draft.answers.len(), 6);
    let inline =
        parsed("[template]\nid = \"x\"\n[answers]\ngoods = [{ name = \"茶\", id = 2 }, {}]\n");
    assert_eq!(inline.draft().rows.of("goods").len(), 2);
    for (text, place) in [
        ("[[answers.goods]]\nname = { a = 1 }\n", (4, 1)),
        ("[[answers.goods]]\nid = 1\n[answers.goods.name]\n", (5, 1)),
    ] {
        let text = format!("schema = 2\n[template]\n{text}");
        let error = DraftFile::parse(text.as_bytes()).unwrap_err();
        assert!(
            matches!(error.problem, DraftProblem::WrongType { .. }),
            "{error}"
        );
        assert_eq!((error.line, error.column).0, place.0, "{error}");
    }
}

#[test]
fn a_row_keeps_its_comments_and_unknown_keys_wherever_it_moves() {
    let mut file = parsed(ROWS);
    let mut draft = file.draft().clone();
    let mut rows = draft.rows.of("goods").to_vec();
    rows.rotate_left(1);
    rows.push(RowId::new(9).unwrap());
    draft.rows.set("goods", rows);
    let Ok(place) = "goods#7.name".parse();
    draft.answers.insert(place, Answer::Text("红茶".to_owned()));
    file.set(&draft);
    let text = file.to_text();
    assert_eq!(parsed(&text).draft(), &draft, "{text}");
    let expected = "[[answers.goods]]\nname = \"杯\"\nkinds = [\"a\", \"b\"]\nid = 1\n\n\
        [[answers.goods]]\nid = 3\n\n# first\n[[answers.goods]]\nid = 7\nname = \"红茶\" # green\n\
        price = 12.50\nx_plugin = \"me\"\n\n[[answers.goods]]\nid = 9\n";
    let squeezed = |text: &str| text.replace("\n\n", "\n");
    assert!(squeezed(&text).ends_with(&squeezed(expected)), "{text}");
    draft.rows.set("goods", Vec::new());
    draft.answers.retain(|place, _| place.row.is_none());
    file.set(&draft);
    assert!(!file.to_text().contains("goods"), "{}", file.to_text());
    assert_eq!(parsed(&file.to_text()).draft(), &draft);
}
#[test]
fn a_wrong_mark_or_export_is_said_and_left_out() {
    for (text, key) in [
        ("[status]\nis = \"verschickt\"\n", "status.is"),
        ("[status]\nis = 3\n", "status.is"),
        ("[status]\ndate = \"2026-02-30\"\n", "status.date"),
        ("[status]\nreason = [1]\n", "status.reason"),
        ("status = 1\n", "status"),
        ("exported = true\n", "exported"),
        ("[exported]\npath = \"x\"\n", "exported"),
    ] {
        let (before, after) = if text.starts_with('[') {
            (SMALL, text)
        } else {
            (text, SMALL)
        };
        let file = parsed(&format!("{before}{after}"));
        let problems: Vec<_> = file.warnings.iter().map(|it| &it.problem).collect();
        assert!(
            matches!(problems[..], [DraftWarningProblem::NotUsed { key: found, .. }] if found == key),
            "{text}: {problems:?}"
        );
        assert_eq!(file.draft().status, Status::default(), "{text}");
        assert_eq!(file.draft().exported, None, "{text}");
    }
}
