//! A single mistake in a small template produces exactly one error, at the right place.

use qianyue::draft::{Answer, Draft, State, evaluate};
use qianyue::template::{self, FieldId, Place, Style, TemplateProblem, Unsupported};

const FRONT: &str = "\
id = \"lease\"
title = \"租赁合同\"
version = \"1\"
numbering = [\"一、\", \"（一）\"]
[[fields]]
id = \"tenant\"
kind = \"text\"
label = \"承租方\"
[[fields]]
id = \"rent\"
kind = \"money\"
label = \"租金\"
[[fields]]
id = \"use\"
kind = \"choice\"
label = \"用途\"
options = [{ id = \"home\", label = \"居住\" }]
";
const BODY: &str =
    "# 租赁合同\n\n承租方：{{ tenant }}\n\n## 租金\n\n1. 每月{{ rent }}元，用于{{ use }}。\n";

/// The template with one part replaced.
fn template(old: &str, new: &str) -> String {
    let whole = format!("+++\n{FRONT}+++\n{BODY}");
    assert_eq!(whole.matches(old).count(), 1, "{old} must occur once");
    whole.replace(old, new)
}

/// The name of the variant. A new variant must be added here.
fn name(problem: &TemplateProblem) -> &'static str {
    match problem {
        TemplateProblem::TooLarge { .. } => "TooLarge",
        TemplateProblem::FrontMatterTooLarge { .. } => "FrontMatterTooLarge",
        TemplateProblem::TooManyLines { .. } => "TooManyLines",
        TemplateProblem::LineTooLong { .. } => "LineTooLong",
        TemplateProblem::TooManyTags { .. } => "TooManyTags",
        TemplateProblem::NotUtf8 => "NotUtf8",
        TemplateProblem::Empty => "Empty",
        TemplateProblem::NoFrontMatter => "NoFrontMatter",
        TemplateProblem::UnclosedFrontMatter => "UnclosedFrontMatter",
        TemplateProblem::Toml { .. } => "Toml",
        TemplateProblem::UnknownKey { .. } => "UnknownKey",
        TemplateProblem::MissingKey { .. } => "MissingKey",
        TemplateProblem::WrongType { .. } => "WrongType",
        TemplateProblem::UnknownWord { .. } => "UnknownWord",
        TemplateProblem::WrongValue { .. } => "WrongValue",
        TemplateProblem::Duplicate { .. } => "Duplicate",
        TemplateProblem::BadId { .. } => "BadId",
        TemplateProblem::ReservedId { .. } => "ReservedId",
        TemplateProblem::RowFieldOutside { .. } => "RowFieldOutside",
        TemplateProblem::UnknownOption { .. } => "UnknownOption",
        TemplateProblem::BoxMissing { .. } => "BoxMissing",
        TemplateProblem::BoxTwice { .. } => "BoxTwice",
        TemplateProblem::BoxesOfWholeChoice { .. } => "BoxesOfWholeChoice",
        TemplateProblem::EndWithoutBox { .. } => "EndWithoutBox",
        TemplateProblem::TextOfBox { .. } => "TextOfBox",
        TemplateProblem::TagInLabel { .. } => "TagInLabel",
        TemplateProblem::TwoGroupsInRow { .. } => "TwoGroupsInRow",
        TemplateProblem::GroupOfRowField => "GroupOfRowField",
        TemplateProblem::TooManyRows { .. } => "TooManyRows",
        TemplateProblem::RowBounds { .. } => "RowBounds",
        TemplateProblem::Blank { .. } => "Blank",
        TemplateProblem::UnknownField { .. } => "UnknownField",
        TemplateProblem::UnknownCorrection { .. } => "UnknownCorrection",
        TemplateProblem::WrongFieldKind { .. } => "WrongFieldKind",
        TemplateProblem::UnusedField { .. } => "UnusedField",
        TemplateProblem::KeyOfOtherKind { .. } => "KeyOfOtherKind",
        TemplateProblem::Expression(_) => "Expression",
        TemplateProblem::Style(_) => "Style",
        TemplateProblem::NumberPattern { .. } => "NumberPattern",
        TemplateProblem::UnclosedTag => "UnclosedTag",
        TemplateProblem::PageInText => "PageInText",
        TemplateProblem::TagAtEdge => "TagAtEdge",
        TemplateProblem::UnclosedComment => "UnclosedComment",
        TemplateProblem::StrayTagEnd => "StrayTagEnd",
        TemplateProblem::NotAField { .. } => "NotAField",
        TemplateProblem::UnknownTag { .. } => "UnknownTag",
        TemplateProblem::TagWithoutIf { .. } => "TagWithoutIf",
        TemplateProblem::IfWithoutEnd => "IfWithoutEnd",
        TemplateProblem::Formula(_) => "Formula",
        TemplateProblem::ComputedCycle { .. } => "ComputedCycle",
        TemplateProblem::TagWithoutTable { .. } => "TagWithoutTable",
        TemplateProblem::RowCells { .. } => "RowCells",
        TemplateProblem::WidthsOfColumns { .. } => "WidthsOfColumns",
        TemplateProblem::TooManyColumns { .. } => "TooManyColumns",
        TemplateProblem::TooManyCells { .. } => "TooManyCells",
        TemplateProblem::PrivateUse { .. } => "PrivateUse",
        TemplateProblem::Markdown(_) => "Markdown",
        TemplateProblem::TooDeep { .. } => "TooDeep",
        TemplateProblem::TooManyClauses { .. } => "TooManyClauses",
        TemplateProblem::TooManyOf { .. } => "TooManyOf",
        TemplateProblem::TooManyDepths { .. } => "TooManyDepths",
        TemplateProblem::TooManyFields { .. } => "TooManyFields",
        TemplateProblem::EmptyBody => "EmptyBody",
        TemplateProblem::QuoteAbsent { .. } => "QuoteAbsent",
        TemplateProblem::QuoteAmbiguous { .. } => "QuoteAmbiguous",
        TemplateProblem::TooManyPlaces { .. } => "TooManyPlaces",
    }
}

/// Every mistake: the name of its variant, its line and its column.
fn mistakes(text: &[u8]) -> Vec<(&'static str, usize, usize)> {
    match template::parse(text) {
        Ok(_) => Vec::new(),
        Err(errors) => errors
            .iter()
            .map(|error| (name(&error.problem), error.line, error.column))
            .collect(),
    }
}

/// The only mistake, with its line and column.
fn mistake(text: &[u8]) -> (TemplateProblem, usize, usize) {
    let errors = template::parse(text).expect_err("a mistake");
    let [error] = errors.as_slice() else {
        panic!("one mistake: {errors:#?}");
    };
    (error.problem.clone(), error.line, error.column)
}

#[test]
fn a_literal_default_is_read_as_an_answer_is() {
    for (kind, given, is_taken) in [
        ("kind = \"integer\"\nunit = \"天\"", "15天", true),
        ("kind = \"integer\"\nunit = \"天\"", "十五日", true),
        ("kind = \"integer\"\nunit = \"天\"", "15元", false),
        ("kind = \"integer\"", "15天", false),
        ("kind = \"money\"\nunit = \"元/年\"", "12,800元/年", true),
        ("kind = \"money\"", "12,800年", false),
        ("kind = \"money\"\nstrike = true", "/", true),
        ("kind = \"money\"", "/", false),
        ("kind = \"date\"", "2026年3月1日", true),
        ("kind = \"date\"", "2026年2月30日", false),
        ("kind = \"phone\"", "不详", true),
        ("kind = \"credit_code\"", "不详", false),
    ] {
        let with = |default: &str| template("kind = \"money\"", &format!("{kind}{default}"));
        for key in ["default", "usual"] {
            let found = mistakes(with(&format!("\n{key} = \"{given}\"")).as_bytes());
            let expected: &[_] = if is_taken {
                &[]
            } else {
                &[("WrongValue", 10, 1)]
            };
            assert_eq!(found, expected, "{kind}: {key} = {given}");
        }

        let template = template::parse(with("").as_bytes()).unwrap();
        let rent = Place::from(FieldId::new("rent"));
        let mut draft = Draft::default();
        draft
            .answers
            .insert(rent.clone(), Answer::Text(given.to_owned()));
        let (values, _) = evaluate(&template, &template.body(&[]), &draft, &Style::default());
        let is_read = matches!(values.state(&rent), State::Answered(_) | State::Struck);
        assert_eq!(is_read, is_taken, "{kind}: {given}");
    }
}

/// A table of more columns than paper has room for.
const WIDE_TABLE: &str = "| 甲 | 甲 | 甲 | 甲 | 甲 | 甲 | 甲 | 甲 | 甲 | 甲 | 甲 | 甲 | 甲 | 甲 | 甲 | 甲 | 甲 | 甲 | 甲 | 甲 | 甲 |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |";

/// The replaced text, its replacement, and the resulting mistake with its line and column.
const MISTAKES: &[(&str, &str, &str, usize, usize)] = &[
    ("+++\nid", "id", "NoFrontMatter", 1, 1),
    ("+++\n# ", "++\n# ", "UnclosedFrontMatter", 1, 1),
    ("title = \"租赁合同\"", "title = \"租赁合同", "Toml", 3, 14),
    (
        "version = ",
        "versions = \"1\"\nversion = ",
        "UnknownKey",
        4,
        1,
    ),
    ("version = \"1\"\n", "", "MissingKey", 2, 1),
    ("version = \"1\"", "version = 1", "WrongType", 4, 11),
    (
        "[\"一、\", \"（一）\"]",
        "['1','1','1','1','1','1','1','1','1','1']",
        "TooManyDepths",
        5,
        50,
    ),
    (
        "version = \"1\"",
        "version = \"1\"\nallow_text = \"【提示】\"",
        "WrongType",
        5,
        14,
    ),
    (
        "version = \"1\"",
        "version = \"1\"\nallow_text = [\" \"]",
        "Blank",
        5,
        15,
    ),
    (
        "kind = \"money\"",
        "kind = \"monney\"",
        "UnknownWord",
        12,
        8,
    ),
    (
        "kind = \"money\"",
        "kind = \"money\"\nmax = \"很多\"",
        "WrongValue",
        13,
        7,
    ),
    (
        "kind = \"money\"",
        "kind = \"money\"\ndefault = \"很多\"",
        "WrongValue",
        10,
        1,
    ),
    (
        "kind = \"money\"",
        "kind = \"money\"\nusual = { expr = \"1\" }",
        "WrongType",
        13,
        9,
    ),
    (
        "label = \"居住\" }",
        "label = \"居住\" }, { id = \"home\", label = \"办公\" }",
        "Duplicate",
        18,
        50,
    ),
    ("id = \"home\"", "id = \"the home\"", "BadId", 18, 19),
    ("id = \"lease\"", "id = \"../lease\"", "BadId", 2, 6),
    (
        "label = \"居住\" }]",
        "label = \"居住\", text = \"date\" }]\n[[fields]]\nid = \"date\"\nkind = \"text\"\nlabel = \"日\"",
        "ReservedId",
        20,
        6,
    ),
    ("title = \"租赁合同\"", "title = \"\\u3164\"", "Blank", 3, 9),
    ("{{ tenant }}", "{{ tenent }}", "UnknownField", 22, 8),
    (
        "label = \"居住\" }",
        "label = \"居住\", text = \"rent\" }",
        "WrongFieldKind",
        14,
        1,
    ),
    ("承租方：{{ tenant }}", "承租方：", "UnusedField", 6, 1),
    (
        "kind = \"money\"",
        "kind = \"money\"\nmax_chars = 3",
        "KeyOfOtherKind",
        13,
        13,
    ),
    (
        "## 租金",
        "{% if rents > 1 %}\n## 租金\n{% endif %}",
        "Expression",
        24,
        7,
    ),
    (
        "## 租金",
        "{% if rent > %}\n## 租金\n{% endif %}",
        "Expression",
        24,
        12,
    ),
    (
        "[[fields]]\nid = \"tenant\"",
        "[style]\ntick = \"x\"\n[[fields]]\nid = \"tenant\"",
        "Style",
        7,
        8,
    ),
    ("\"（一）\"", "\"（）\"", "NumberPattern", 5, 20),
    ("{{ use }}", "{{ use }", "UnclosedTag", 26, 20),
    ("{{ use }}", "{{ use }}{# note", "UnclosedComment", 26, 29),
    ("{{ use }}", "{{ use }}{% page %}", "PageInText", 26, 29),
    ("{{ use }}", "{{ use.house }}", "UnknownOption", 26, 23),
    (
        "{{ use }}",
        "{{ use.home }}或{{ use.home }}",
        "BoxTwice",
        26,
        35,
    ),
    (
        "{{ use }}",
        "{{ use.home }}居住{{ use }}",
        "BoxesOfWholeChoice",
        26,
        20,
    ),
    (
        "{{ use }}",
        "{{ use.home }}{{ /use }}{{ /use }}",
        "EndWithoutBox",
        26,
        44,
    ),
    (
        "{{ use }}",
        "{{ use.home }}{{ /uses }}",
        "UnknownField",
        26,
        38,
    ),
    (
        "用于{{ use }}",
        "{{ /use }}用于{{ use.home }}",
        "EndWithoutBox",
        26,
        18,
    ),
    (
        "label = \"居住\" }]",
        "label = \"居住{{ rent }}\" }]",
        "TagInLabel",
        18,
        35,
    ),
    ("{{ rent }}", "{{ rent }}}}", "StrayTagEnd", 26, 16),
    (
        "{{ rent }}",
        "{{ rent }}{{ rent * 2 }}",
        "NotAField",
        26,
        16,
    ),
    ("## 租金", "{% for x in y %}\n## 租金", "UnknownTag", 24, 1),
    ("## 租金", "{% else %}\n## 租金", "TagWithoutIf", 24, 1),
    ("## 租金", "{% if rent %}\n## 租金", "IfWithoutEnd", 24, 1),
    ("每月", "每{% if rent %}月", "IfWithoutEnd", 26, 5),
    (
        "## 租金",
        "{% signature %}\n## 租金",
        "TagWithoutTable",
        24,
        1,
    ),
    (
        "## 租金",
        "| 甲 | 乙 |\n| --- | --- |\n| 一 |",
        "RowCells",
        26,
        1,
    ),
    (
        "## 租金",
        "{% widths 1 2 %}\n| 甲 |\n| --- |",
        "WidthsOfColumns",
        24,
        1,
    ),
    ("## 租金", WIDE_TABLE, "TooManyColumns", 24, 1),
    ("每月", "每\u{E000}月", "PrivateUse", 26, 5),
    ("## 租金", "### 租金", "Markdown", 24, 1),
    ("## 租金", "- 租金", "Markdown", 24, 1),
    ("## 租金", "甲方：__签字__。", "Markdown", 24, 4),
    ("## 租金", "租*金*", "Markdown", 24, 2),
    ("## 租金", "[租金](x)", "Markdown", 24, 1),
    ("## 租金", "## A&nbsp;B", "Markdown", 24, 5),
    ("## 租金", "1.\n", "Markdown", 24, 1),
    (
        "## 租金",
        "| 甲 | 乙 |\n| --- | --- |\n| 甲 | 乙 | 丙 |",
        "RowCells",
        26,
        1,
    ),
    ("1. 每月", "1. 总则\n   1. 细则\n2. 每月", "TooDeep", 27, 4),
    (
        "label = \"租金\"",
        "label = \"租金\"\n[[checks]]\nid = \"A1\"\nseverity = \"hint\"\nwhen = \"true\"\nmended_by = [\"C1\", \"C2\"]\nmessage = \"x\"\n[[corrections]]\nid = \"C1\"\nkind = \"typo\"\nquote = \"每月\"\nsuggestion = \"每年\"\nreason = \"x\"",
        "UnknownCorrection",
        18,
        20,
    ),
    (BODY, "", "EmptyBody", 20, 1),
    (
        "{ id = \"home\", label = \"居住\" }]\n+++\n# 租赁合同\n\n承租方：{{ tenant }}\n\n## 租金\n\n1. 每月{{ rent }}元，用于{{ use }}",
        "{ id = \"home\", label = \"居住\" }, { id = \"shop\", label = \"经营\" }]\n+++\n# 租赁合同\n\n承租方：{{ tenant }}\n\n## 租金\n\n1. 每月{{ rent }}元，用于{{ use.home }}",
        "BoxMissing",
        26,
        20,
    ),
    (
        "{ id = \"home\", label = \"居住\" }]\n+++\n# 租赁合同\n\n承租方：{{ tenant }}\n\n## 租金\n\n1. 每月{{ rent }}元，用于{{ use }}",
        "{ id = \"home\", label = \"居住\", text = \"tenant\" }]\n+++\n# 租赁合同\n\n承租方：{{ tenant }}\n\n## 租金\n\n1. 每月{{ rent }}元，用于{{ use.home }}",
        "TextOfBox",
        14,
        1,
    ),
    (
        "label = \"租金\"",
        "label = \"租金\"\n[[corrections]]\nid = \"C1\"\nkind = \"typo\"\nquote = \"季\"\nsuggestion = \"年\"\nreason = \"x\"",
        "QuoteAbsent",
        14,
        1,
    ),
    (
        "label = \"租金\"",
        "label = \"租金\"\n[[corrections]]\nid = \"C1\"\nkind = \"typo\"\nquote = \"租\"\nsuggestion = \"年\"\nreason = \"x\"",
        "QuoteAmbiguous",
        14,
        1,
    ),
    (
        "label = \"租金\"",
        "label = \"租金\"\n[[corrections]]\nid = \"C1\"\nkind = \"typo\"\nquote = \"每月\"\nsuggestion = \"- 每月\"\nreason = \"x\"",
        "Markdown",
        14,
        1,
    ),
];

#[test]
fn one_mistake_gives_exactly_that_mistake() {
    let mut wrong = Vec::new();
    for (old, new, expected, line, column) in MISTAKES.iter().copied() {
        let found = mistakes(template(old, new).as_bytes());
        if found != [(expected, line, column)] {
            wrong.push(format!(
                "{old:?} → {new:?}: {found:?} is not {expected}, {line}:{column}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_that_are_no_text_or_too_much_of_it_are_refused_at_once() {
    let whole = template("id = \"lease\"", "id = \"lease\"");
    let field =
        |index: usize| format!("[[fields]]\nid = \"f{index}\"\nkind = \"text\"\nlabel = \"x\"\n");
    let fields: String = (0..201).map(field).collect();
    let clauses = "1. 条\n".repeat(5_001);
    for (bytes, expected, line, column) in [
        (Vec::new(), "Empty", 1, 1),
        (b" \n\t\n".to_vec(), "Empty", 1, 1),
        (vec![b'x'; 4 * 1024 * 1024 + 1], "TooLarge", 1, 1),
        (b"+++\nid = \"\xB2\xC9\"\n".to_vec(), "NotUtf8", 2, 7),
        (b"+++\nid = \"x\"\n".to_vec(), "UnclosedFrontMatter", 1, 1),
        (
            format!("{whole}{}\n", "条".repeat(90_000)).into_bytes(),
            "LineTooLong",
            27,
            1,
        ),
        ("+++\n".repeat(60_001).into_bytes(), "TooManyLines", 1, 1),
        (
            format!("{whole}{}", "条款\n".repeat(20_001)).into_bytes(),
            "TooManyLines",
            20_023,
            1,
        ),
        (
            format!("{whole}{}", "{{ a }}\n".repeat(60_001)).into_bytes(),
            "TooManyLines",
            1,
            1,
        ),
        (
            format!(
                "{whole}{}",
                format!("{}\n", "{{ a }}".repeat(30_001)).repeat(2)
            )
            .into_bytes(),
            "TooManyTags",
            29,
            1,
        ),
        (
            format!(
                "+++\n{}+++\n# x\n",
                format!("#{}\n", "x".repeat(99)).repeat(10_400)
            )
            .into_bytes(),
            "FrontMatterTooLarge",
            2,
            1,
        ),
        (
            format!("{whole}{clauses}").into_bytes(),
            "TooManyClauses",
            5_023,
            1,
        ),
        (
            format!("+++\nid = \"x\"\ntitle = \"x\"\nversion = \"1\"\n{fields}+++\n# x\n")
                .into_bytes(),
            "TooManyFields",
            805,
            1,
        ),
    ] {
        let (problem, found_line, found_column) = mistake(&bytes);
        let found = (name(&problem), found_line, found_column);
        assert_eq!(found, (expected, line, column), "{problem}");
    }
}

#[test]
fn markdown_without_a_meaning_is_named() {
    for (words, expected) in [
        ("租<br>金", Unsupported::Html),
        ("<!-- 租金 -->", Unsupported::Html),
        ("![租金](x.png)", Unsupported::Image),
        ("<https://www.example.com>", Unsupported::Link),
        ("[租金]: x", Unsupported::Link),
        ("> 租金", Unsupported::Quote),
        ("* 租金", Unsupported::BulletList),
        ("    租金", Unsupported::Code),
        ("```\n租金\n```", Unsupported::Code),
        ("`租金`", Unsupported::Code),
        ("**租**金***额***", Unsupported::Emphasis),
        ("---", Unsupported::Rule),
        ("租金\n---", Unsupported::Rule),
        ("#### 租金", Unsupported::DeepHeading),
        ("| 甲 | 乙 |", Unsupported::Table),
    ] {
        let (problem, line, _) = mistake(template("## 租金", words).as_bytes());
        assert_eq!(
            problem,
            TemplateProblem::Markdown(expected),
            "words: {words}"
        );
        assert_eq!(line, 24, "words: {words}");
    }
}

#[test]
fn a_template_that_makes_too_much_work_is_refused_where_it_begins() {
    let whole = template("id = \"lease\"", "id = \"lease\"");
    let correction = "[[corrections]]\nid = \"K\"\nkind = \"typo\"\nquote = \"条\"\n\
                      suggestion = \"款\"\nreason = \"x\"\nall = true\n";
    let long = "条".repeat(30);
    let lines = format!("{long}\n\n").repeat(4_900);
    let many = |count: usize, entry: &dyn Fn(usize) -> String| {
        let entries: Vec<String> = (0..count).map(entry).collect();
        whole.replace("+++\n# ", &format!("{}+++\n# ", entries.concat()))
    };
    let check = |number: usize, when: &str, message: &str| {
        format!(
            "[[checks]]\nid = \"C{number}\"\nseverity = \"hint\"\nwhen = \"{when}\"\n\
             message = \"{message}\"\n"
        )
    };
    let looking = many(200, &|number| {
        check(number, &format!("text_has('词{number}')"), "词")
    });
    let telling = many(2, &|number| {
        check(number, "false", &"{{ 1 }}".repeat(1_500))
    });
    let corrected = whole.replace("+++\n# ", &format!("{correction}+++\n# "));
    for (text, expected, line, column) in [
        (
            format!("{corrected}{}\n", "条".repeat(5_001)),
            "TooManyPlaces",
            19,
            1,
        ),
        (format!("{looking}{lines}"), "TooManyOf", 759, 1),
        (telling, "TooManyOf", 28, 11),
    ] {
        let (problem, found_line, found_column) = mistake(text.as_bytes());
        let found = (name(&problem), found_line, found_column);
        assert_eq!(found, (expected, line, column), "{problem}");
    }
}
