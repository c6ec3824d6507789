//! No output contains terminal commands or invisible characters from a template. The tests put them
//! into every string and every key of the front matter, and into the body.

use std::collections::BTreeSet;

use qianyue::draft::{Answer, Draft, Memory, Recalled, suggest};
use qianyue::language::Language;
use qianyue::render::docx::{Properties, render as render_docx};
use qianyue::render::format::TextFormat;
use qianyue::render::report::markdown;
use qianyue::review::Contract;
use qianyue::review::summary::{Summary, Written};
use qianyue::template::{self, FieldKind, Style, StyleKeys, Template};
use qianyue::wording;
use toml::{Table, Value};

use crate::support::program::Home;
use crate::support::unseen::{nothing_unseen_in, unseen};

/// A template with a value for every key.
const EVERY_KEY: &str = include_str!("../data/templates/every-key.md");

/// OSC 52, which writes to the clipboard; C1 controls; marks of text direction; line separators;
/// invisible characters.
const HOSTILE: &str =
    "\u{1b}]52;c;cHduZWQ=\u{7}\u{9b}31m\u{90}\u{202e}\u{2066}\u{2028}\u{85}\u{7f}\u{feff}\u{0}";

const LANGUAGES: [Language; 2] = [Language::Chinese, Language::English];

/// A step of the path to a value of the front matter.
#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Item(usize),
}

fn parts() -> (Table, String) {
    let mut parts = EVERY_KEY.splitn(3, "+++\n").skip(1);
    let front = parts.next().unwrap().parse().unwrap();
    (front, parts.next().unwrap().to_owned())
}

fn file(front: &Table, body: &str) -> String {
    format!("+++\n{}+++\n{body}", toml::to_string(front).unwrap())
}

/// Collects the path of every string in a value.
fn strings(value: &Value, way: &[Step], found: &mut Vec<Vec<Step>>) {
    let mut deeper = |step: Step, value: &Value| {
        let way = [way, &[step]].concat();
        strings(value, &way, found);
    };
    match value {
        Value::String(_) => found.push(way.to_vec()),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                deeper(Step::Item(index), item);
            }
        }
        Value::Table(table) => {
            for (key, value) in table {
                deeper(Step::Key(key.clone()), value);
            }
        }
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => {}
    }
}

fn at<'a>(front: &'a mut Value, way: &[Step]) -> &'a mut Value {
    way.iter().fold(front, |value, step| match step {
        Step::Key(key) => value.get_mut(key).unwrap(),
        Step::Item(index) => value.get_mut(*index).unwrap(),
    })
}

/// The front matter with one string changed.
fn with(front: &Table, way: &[Step], change: impl Fn(&str) -> String) -> Table {
    let mut front = Value::Table(front.clone());
    let place = at(&mut front, way);
    *place = Value::String(change(place.as_str().unwrap()));
    front.as_table().unwrap().clone()
}

/// The paths of all strings in the front matter.
fn all_strings(front: &Table) -> Vec<Vec<Step>> {
    let mut ways = Vec::new();
    strings(&Value::Table(front.clone()), &[], &mut ways);
    assert!(ways.len() > 100, "{} strings", ways.len());
    ways
}

/// Hostile variants of a string: at its end, at its start, inside the quotes of an expression, and
/// as escapes in an expression.
fn hostile(text: &str) -> [String; 4] {
    [
        format!("{text}{HOSTILE}"),
        format!("{HOSTILE}{text}"),
        text.replacen('\'', &format!("'{HOSTILE}"), 1),
        text.replacen('\'', "'\\u001b]52;c;cHduZWQ=\\u0007\\u009b\\u202e", 1),
    ]
}

/// A draft with valid answers.
fn filled(template: &Template) -> Draft {
    let mut draft = Draft::default();
    for field in &template.fields {
        let answer = match &field.kind {
            FieldKind::Text => "青禾",
            FieldKind::PartyName => "杭州虚构青禾茶业有限公司",
            FieldKind::Money => "12800",
            FieldKind::Percent => "5",
            FieldKind::Date => "2026-03-01",
            FieldKind::Choice(options) => {
                let all = options.all.iter().map(|option| option.id.clone());
                let answer = Answer::Chosen(all.collect());
                draft.answers.insert(field.place(), answer);
                continue;
            }
            _ => continue,
        };
        let answer = Answer::Text(answer.to_owned());
        draft.answers.insert(field.place(), answer);
    }
    draft
}

/// A draft that accepts the suggestions of the form, and their texts.
fn taking_offers(template: &Template) -> (Draft, Vec<String>) {
    let mut draft = filled(template);
    for id in ["goods", "remark", "ends", "way"] {
        draft.answers.remove(&id.into());
    }
    let contract = contract(template, &draft);
    let offers = suggest(
        template,
        &contract.values,
        &draft,
        &Style::default(),
        &Memory {
            profile: &|_| None,
            recalled: &Recalled::default(),
        },
    );
    let mut told = Vec::new();
    for (place, offer) in offers {
        told.push(offer.answer.as_text());
        draft.answers.insert(place, offer.answer);
    }
    (draft, told)
}

fn contract(template: &Template, draft: &Draft) -> Contract {
    let body = template.body(&draft.accepted);
    Contract::new(template, &body, draft, &StyleKeys::new())
}

/// All messages about a rejected template.
fn complaints(errors: &[template::TemplateError]) -> Vec<String> {
    let mut said: Vec<String> = errors.iter().map(ToString::to_string).collect();
    for language in LANGUAGES {
        for words in wording::template_errors(errors, "x.md", language) {
            said.extend([words.message, words.hint]);
        }
    }
    said
}

/// All texts of a template that screens and lists show.
fn labels(template: &Template) -> Vec<String> {
    let mut said = vec![
        template.id.clone(),
        template.title.clone(),
        template.version.clone(),
        template.language.clone(),
    ];
    let mut both = |text: &qianyue::language::Localized| {
        said.extend([text.zh.clone(), text.en.clone()]);
    };
    for group in &template.groups {
        both(&group.label);
    }
    for field in &template.fields {
        both(&field.label);
        both(&field.help);
    }
    for check in &template.checks {
        both(&check.hint);
    }
    for correction in &template.corrections {
        both(&correction.reason);
    }
    for field in &template.fields {
        said.extend([field.unit.clone(), field.blank.clone()]);
        said.push(field.limits.forbidden.clone());
        if let FieldKind::Choice(options) = &field.kind {
            for option in &options.all {
                said.extend([option.id.clone(), option.label.clone()]);
                said.push(option.english.clone());
            }
        }
    }
    for check in &template.checks {
        said.extend([
            check.id.clone(),
            check.source.zh.clone(),
            check.source.en.clone(),
        ]);
    }
    for correction in &template.corrections {
        said.extend([correction.id.clone(), correction.quote.clone()]);
        said.push(correction.suggestion.clone());
        let (before, after) = template.clause_around(correction);
        said.extend([before.to_owned(), after.to_owned()]);
    }
    for (key, value) in &template.style {
        said.extend([key.clone(), format!("{value:?}").replace("\\u{", "\u{1b}")]);
    }
    said
}

/// All texts of a contract in every format, and of its issues.
fn outputs(name: &str, template: &Template, draft: &Draft) -> Vec<String> {
    let contract = contract(template, draft);
    let document = &contract.document;
    let mut said = vec![document.title.clone(), document.language.clone()];
    for format in TextFormat::ALL {
        said.push(format.print(document, false));
        said.push(format.print(document, true));
    }
    let docx = render_docx(document, &Properties::default())
        .unwrap_or_else(|error| panic!("{name}: {error:?}"));
    nothing_unseen_in(name, &docx);
    let applied = template.body(&draft.accepted).applied.clone();
    let summary = Summary::new(template, draft, &contract, &applied, &Written::default());
    for language in LANGUAGES {
        said.push(markdown(&wording::summary(&summary, template, language)));
        for issue in &contract.issues {
            let words = wording::issue_with_label(issue, template, language);
            said.extend([words.message, words.hint]);
            said.push(wording::issue_source(issue, language).to_owned());
        }
    }
    said
}

/// Asserts that no output contains invisible characters. Returns whether the template is valid.
fn hold(name: &str, text: &str) -> bool {
    let (said, is_template) = match template::parse(text.as_bytes()) {
        Err(errors) => (complaints(&errors), false),
        Ok(template) => {
            let (offered, mut said) = taking_offers(&template);
            said.extend(labels(&template));
            let mut corrected = filled(&template);
            corrected.accepted = vec!["K1".to_owned(), "K2".to_owned()];
            for draft in [Draft::default(), corrected, offered] {
                said.extend(outputs(name, &template, &draft));
            }
            (said, true)
        }
    };
    for text in said {
        let found = unseen(&text, &['\n', '\t']);
        assert_eq!(found, None, "{name} says {text:?}");
    }
    is_template
}

#[test]
fn no_string_of_the_front_matter_reaches_an_output_raw() {
    let (front, body) = parts();
    assert!(hold("as it is", EVERY_KEY));
    let mut n_templates = 0;
    for way in all_strings(&front) {
        for number in 0..4 {
            let changed = with(&front, &way, |text| hostile(text)[number].clone());
            let name = format!("{way:?}, way {number}");
            n_templates += usize::from(hold(&name, &file(&changed, &body)));
        }
    }
    // Most texts for people accept any characters, so most variants are valid templates.
    assert!(n_templates > 150, "{n_templates} were templates");
}

#[test]
fn no_key_of_the_front_matter_reaches_an_output_raw() {
    let (front, body) = parts();
    for table in [
        "",
        "summary",
        "style",
        "groups",
        "fields",
        "checks",
        "corrections",
    ] {
        let mut changed = front.clone();
        let place = match changed.get_mut(table) {
            Some(Value::Array(items)) => items[0].as_table_mut().unwrap(),
            Some(value) => value.as_table_mut().unwrap(),
            None => &mut changed,
        };
        place.insert(format!("tite{HOSTILE}"), Value::String(HOSTILE.to_owned()));
        assert!(!hold(table, &file(&changed, &body)), "{table}");
    }
}

#[test]
fn nothing_of_the_body_reaches_an_output_raw() {
    let (front, body) = parts();
    let mut n_templates = 0;
    for (number, line) in body.lines().enumerate() {
        let halves = line.chars().count() / 2;
        let middle = line.char_indices().nth(halves).map_or(0, |(at, _)| at);
        for (at, what) in [(line.len(), HOSTILE), (middle, HOSTILE), (middle, "\u{c}")] {
            let mut lines: Vec<String> = body.lines().map(str::to_owned).collect();
            lines[number].insert_str(at, what);
            let name = format!("line {number} at {at}");
            let text = file(&front, &(lines.join("\n") + "\n"));
            n_templates += usize::from(hold(&name, &text));
        }
    }
    assert!(n_templates > 30, "{n_templates} were templates");
}

#[test]
fn a_quote_finds_its_words_also_where_they_cannot_be_seen() {
    let (front, body) = parts();
    let unseen = "定\u{202e}立\u{9b}本合同";
    let body = body.replace("定立本合同", unseen);
    let quote = [
        Step::Key("corrections".to_owned()),
        Step::Item(0),
        Step::Key("quote".to_owned()),
    ];
    let front = with(&front, &quote, |_| unseen.to_owned());
    let template = template::parse(file(&front, &body).as_bytes()).unwrap();
    assert_eq!(template.corrections[0].quote, "定⟨U+202E⟩立⟨U+009B⟩本合同");
    let corrected = template.body(&["K1".to_owned()]);
    assert_eq!(corrected.applied, ["K1"]);
}

/// The keys in the table of the README with this head.
fn documented(head: &str) -> BTreeSet<String> {
    include_str!("../../README.md")
        .lines()
        .skip_while(|line| !line.starts_with(head))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .flat_map(|line| line.split('|').nth(1).unwrap().split(','))
        .map(|key| key.trim().trim_matches('`').to_owned())
        .collect()
}

#[test]
fn the_template_says_something_under_every_key() {
    let (front, _) = parts();
    let keys = |value: &Value| -> BTreeSet<String> {
        let tables: Vec<&Table> = match value {
            Value::Array(items) => items.iter().filter_map(Value::as_table).collect(),
            value => value.as_table().into_iter().collect(),
        };
        tables
            .iter()
            .flat_map(|table| table.keys().cloned())
            .collect()
    };
    for (table, head) in [
        ("fields", "| Key of `[[fields]]`"),
        ("checks", "| Key of `[[checks]]`"),
        ("corrections", "| Key of `[[corrections]]`"),
    ] {
        let documented = documented(head);
        assert!(documented.len() > 4, "{head}: {documented:?}");
        let missing: Vec<_> = documented
            .difference(&keys(&front[table]))
            .cloned()
            .collect();
        assert_eq!(missing, [""; 0], "{table}");
    }
    let given = keys(&front["style"]);
    for key in Style::keys() {
        if let template::StyleValue::Text(_) = key.value(&Style::default()) {
            assert!(given.contains(key.name), "style.{}", key.name);
        }
    }
}

/// The template with every string hostile that may be hostile.
fn wholly_hostile() -> String {
    let (mut front, body) = parts();
    for way in all_strings(&front) {
        let changed = with(&front, &way, |text| hostile(text)[0].clone());
        if template::parse(file(&changed, &body).as_bytes()).is_ok() {
            front = changed;
        }
    }
    let body = body.replace("协商一致", &format!("协商{HOSTILE}一致"));
    file(&front, &body)
}

#[test]
fn no_command_prints_a_template_raw() {
    let home = Home::new();
    home.write("data/templates/every-key.md", wholly_hostile());
    home.write(
        "data/templates/broken.md",
        format!("+++\nid = \"{HOSTILE}\"\n+++\n"),
    );
    let draft = "[template]\nid = \"every-key\"\n[answers]\nbuyer = \"杭州虚构青禾茶业有限公司\"\n\
                 [corrections]\naccepted = [\"K1\"]\n";
    home.write("data/drafts/d.toml", draft);
    let mut commands: Vec<Vec<&str>> = vec![
        vec!["list"],
        vec!["list", "--json"],
        vec!["check", "d"],
        vec!["check", "d", "--json"],
        vec!["history", "d"],
        vec!["history", "d", "--json"],
        vec!["doctor"],
        vec!["doctor", "--json"],
        vec!["template", "list"],
        vec!["template", "list", "--json"],
        vec!["template", "check", "every-key"],
        vec!["template", "check", "broken"],
        vec!["template", "fields", "every-key"],
        vec!["template", "fields", "every-key", "--json"],
    ];
    for format in ["text", "markdown", "json", "html"] {
        commands.push(vec!["template", "show", "every-key", "--format", format]);
        commands.push(vec!["show", "d", "--format", format]);
    }
    for ending in ["txt", "md", "json", "html", "docx"] {
        let name: &str = match ending {
            "txt" => "out.txt",
            "md" => "out.md",
            "json" => "out.json",
            "html" => "out.html",
            _ => "out.docx",
        };
        commands.push(vec![
            "export",
            "d",
            "--draft",
            "-o",
            name,
            "--force",
            "--summary",
            "sum.md",
        ]);
    }
    for language in ["zh-CN", "en"] {
        for command in &commands {
            let arguments = [&["--lang", language], &command[..]].concat();
            let run = home.run(&arguments);
            // These commands fail because of the broken template.
            let fails = command.last() == Some(&"broken") || command[0] == "doctor";
            assert_eq!(run.code == Some(1), fails, "{command:?}: {run:?}");
            for stream in [&run.output, &run.messages] {
                let found = unseen(stream, &['\n', '\t']);
                assert_eq!(found, None, "{command:?} prints {stream:?}");
            }
        }
        let asked =
            home.run_with_input(&["--lang", language, "ask", "every-key"], b"\n\n\n\n\n\n\n");
        for stream in [&asked.output, &asked.messages] {
            assert_eq!(unseen(stream, &['\n', '\t']), None, "ask prints {stream:?}");
        }
        for name in ["out.txt", "out.md", "out.json", "out.html", "sum.md"] {
            let text = std::fs::read_to_string(home.path(name)).unwrap();
            assert_eq!(unseen(&text, &['\n', '\t']), None, "{name} holds {text:?}");
        }
        nothing_unseen_in("out.docx", &std::fs::read(home.path("out.docx")).unwrap());
    }
}

#[test]
fn wrong_usage_is_told_without_what_acts_on_a_terminal() {
    let home = Home::new();
    // An argument of a process cannot contain NUL.
    let hostile = HOSTILE.replace('\0', "");
    for arguments in [
        vec![hostile.as_str()],
        vec!["show", "x", "--format", &hostile],
        vec!["--lang", &hostile],
        vec!["show", "x", &hostile],
        vec!["check", &format!("--{hostile}"), "x"],
        vec!["export", "x", "-o", "y", "--confirm", &hostile],
        vec!["history", "x", "--restore", &hostile],
        vec!["template", &hostile],
        vec!["completions", &hostile],
        vec!["show", &hostile],
        vec!["new", &hostile, &hostile],
        vec!["ask", &hostile],
        vec!["template", "check", &hostile],
        vec!["--config", &hostile, "doctor"],
        vec!["--data-dir", &hostile, "list"],
    ] {
        let run = home.run(&arguments);
        for stream in [&run.output, &run.messages] {
            let found = unseen(stream, &['\n', '\t']);
            assert_eq!(found, None, "{arguments:?} prints {stream:?}");
        }
    }
    let run = home.run(&["show", "x", "--format", &hostile]).ended(2);
    assert!(run.messages.contains("⟨U+009B⟩31m"), "{run:?}");
}
