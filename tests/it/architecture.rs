//! Checks the rules of the architecture on the source text.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use qianyue::template;

use super::contract::SERVICE;

/// The floors, lowest first. A file may import its own floor and the floors below it.
const FLOORS: [&str; 19] = [
    "process", "language", "value", "template", "draft", "facts", "document", "word", "review",
    "render", "intake", "store", "desk", "keys", "wording", "app", "runtime", "tui", "cli",
];

/// The allowed entries of the top folder, including those that a build creates.
const TOP_LEVEL: [&str; 11] = [
    "Cargo.toml",
    "Cargo.lock",
    "src",
    "assets",
    "tests",
    "README.md",
    "LICENSE",
    ".gitignore",
    ".ci",
    ".git",
    "target",
];

/// A source file: its path below `src/` with `/`, and its text without comments and tests.
#[derive(Debug)]
struct Source {
    path: String,
    code: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            code: without_tests(&without_comments(text)),
        }
    }

    /// The first part of the path: `template` of `template/parse.rs` and of `template.rs`.
    fn floor(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        let name = first.strip_suffix(".rs").unwrap_or(first);
        if name == "main" { "cli" } else { name }
    }

    fn is_in(&self, places: &[&str]) -> bool {
        places.iter().any(|place| self.path.starts_with(place))
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<Source> {
    let folder = root().join("src");
    let mut sources = Vec::new();
    for path in files(&folder) {
        let name = path
            .strip_prefix(&folder)
            .unwrap()
            .to_str()
            .unwrap()
            .replace('\\', "/");
        // Skip files that contain only tests.
        if path.extension().is_some_and(|extension| extension == "rs")
            && !name.ends_with("tests.rs")
            && !name.contains("/tests/")
        {
            sources.push(Source::new(&name, &fs::read_to_string(&path).unwrap()));
        }
    }
    assert!(sources.len() > 50, "{} source files", sources.len());
    sources
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Removes line comments. A `//` behind a colon is part of a literal (`https://`).
fn without_comments(text: &str) -> String {
    text.lines()
        .map(|line| match line.find("//") {
            Some(start) if !line[..start].ends_with(':') => &line[..start],
            _ => line,
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// Removes the test module at the end of a file, and items that only tests have.
fn without_tests(code: &str) -> String {
    let mut kept = String::new();
    let mut rest = code;
    while let Some((before, after)) = rest.split_once("#[cfg(test)]\n") {
        kept.push_str(before);
        rest = after_item(after);
    }
    kept.push_str(rest);
    kept
}

/// The text behind an item, which ends with a brace at the start of a line or with a semicolon.
fn after_item(text: &str) -> &str {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        offset += line.len();
        let is_end =
            line.starts_with('}') || (offset == line.len() && line.trim_end().ends_with(';'));
        if is_end {
            break;
        }
    }
    &text[offset..]
}

/// The floors that the code names in paths from the crate root.
fn imports(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for start in ["crate::", "qianyue::"] {
        for (_, after) in code
            .match_indices(start)
            .map(|(at, word)| code.split_at(at + word.len()))
        {
            let name = |text: &'_ str| {
                text.chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .count()
            };
            if let Some(list) = after.strip_prefix('{') {
                let list = list.split('}').next().unwrap_or_default();
                found.extend(
                    list.split(',')
                        .map(|item| &item.trim()[..name(item.trim())]),
                );
            } else {
                found.push(&after[..name(after)]);
            }
        }
    }
    found
}

fn upward_imports(source: &Source) -> Vec<String> {
    let Some(own) = FLOORS.iter().position(|floor| *floor == source.floor()) else {
        return vec![format!("{}: on no floor", source.path)];
    };
    imports(&source.code)
        .into_iter()
        .filter(|name| {
            FLOORS
                .iter()
                .position(|floor| floor == name)
                .is_some_and(|floor| floor > own)
        })
        .map(|name| format!("{}: {name}", source.path))
        .collect()
}

/// The occurrences of the words, if the file is not in one of the places that may use them.
fn misplaced(source: &Source, words: &[&str], places: &[&str]) -> Vec<String> {
    if source.is_in(places) {
        return Vec::new();
    }
    words
        .iter()
        .filter(|word| occurs(&source.code, word))
        .map(|word| format!("{}: {word}", source.path))
        .collect()
}

/// Whether the word occurs at the start of an identifier.
fn occurs(code: &str, word: &str) -> bool {
    code.match_indices(word)
        .any(|(start, _)| !code[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// Words, and the only places that may use them.
const WORDS: [(&[&str], &[&str]); 10] = [
    (&["ratatui"], &["tui/"]),
    (&["crossterm"], &["tui/", "process/console.rs"]),
    (&["docx_rs"], &["render/docx"]),
    (&["zip::", "quick_xml", "flate2"], &["word/"]),
    // Texts of a template reach every output, so they are cleaned where they are read.
    (&["toml::de", "toml::Spanned"], &["template/front_matter"]),
    (&["std::fs", "fs::", "File::", "OpenOptions"], &["store/"]),
    (
        &["Local::now", "Utc::now", "SystemTime::now", "Instant::now"],
        &[
            "runtime",
            "cli/",
            "main.rs",
            // The time limit of the program that converts a contract to PDF.
            "desk/office",
            "tui/event_loop",
            "tui/input/unix",
        ],
    ),
    (
        &["process::Command", "process::{", "Command::new", "spawn()"],
        &["desk/office", "desk/opener"],
    ),
    (
        &["println!", "print!", "eprintln!", "eprint!", "dbg!"],
        &["cli/", "main.rs"],
    ),
    (
        &["Template", "Draft", "qianyue::draft"],
        &[
            "template/",
            "draft/",
            "facts/",
            "document/",
            "review/",
            "intake/",
            "store/",
            "desk/",
            "app/",
            "wording/",
            "wording.rs",
            "runtime",
            "tui/",
            "cli/",
            "main.rs",
            "lib.rs",
            "value/",
            "language.rs",
        ],
    ),
];

/// The calls and macros that panic.
fn panicking(source: &Source) -> Vec<String> {
    [
        ".unwrap()",
        ".expect(",
        "panic!(",
        "unreachable!(",
        "todo!(",
        "unimplemented!(",
    ]
    .iter()
    .filter(|word| source.code.contains(**word))
    .map(|word| format!("{}: {word}", source.path))
    .collect()
}

fn quoted_ids<'a>(source: &Source, ids: impl Iterator<Item = &'a str>) -> Vec<String> {
    ids.filter(|id| source.code.contains(&format!("\"{id}\"")))
        .map(|id| format!("{}: {id}", source.path))
        .collect()
}

fn strangers(names: impl Iterator<Item = String>) -> Vec<String> {
    names
        .filter(|name| !TOP_LEVEL.contains(&name.as_str()))
        .collect()
}

fn over_sources(check: impl Fn(&Source) -> Vec<String>) {
    let found: Vec<String> = sources().iter().flat_map(check).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn imports_point_down() {
    over_sources(|source| match source.path.as_str() {
        // `lib.rs` declares every floor.
        "lib.rs" => Vec::new(),
        _ => upward_imports(source),
    });
}

#[test]
fn an_import_that_points_up_is_found() {
    for (path, code, found) in [
        ("template/model.rs", "use crate::document::Numbering;", 1),
        ("value/money.rs", "fn f() -> crate::draft::Draft {}", 1),
        ("language.rs", "use crate::{value, template::{Field}};", 2),
        ("render/docx.rs", "use crate::store;", 1),
        ("shelf/book.rs", "", 1),
    ] {
        let source = Source::new(path, code);
        assert_eq!(upward_imports(&source).len(), found, "{path}: {code}");
    }
    for (path, code) in [
        (
            "template/model.rs",
            "use crate::value::Money; // crate::draft",
        ),
        (
            "template/model.rs",
            "#[cfg(test)]\nmod tests {\n    use crate::draft;\n}\n",
        ),
        ("main.rs", "use qianyue::tui;"),
    ] {
        assert_eq!(
            upward_imports(&Source::new(path, code)),
            [""; 0],
            "{path}: {code}"
        );
    }
}

/// The command line works at the desk. Only the file that opens the screens names them.
fn names_screens(source: &Source) -> Vec<String> {
    if source.floor() != "cli" || source.is_in(&["cli/screen.rs"]) {
        return Vec::new();
    }
    let floors = imports(&source.code).into_iter();
    let found = floors.filter(|floor| ["app", "runtime", "tui"].contains(floor));
    found
        .map(|floor| format!("{}: {floor}", source.path))
        .collect()
}

#[test]
fn the_command_line_names_the_screens_in_one_file() {
    over_sources(names_screens);
    for (path, code, found) in [
        ("cli/ask.rs", "use crate::app::{App, Effect};", 1),
        ("cli/screen.rs", "use crate::app::{App, Effect};", 0),
        ("cli/ask.rs", "use crate::desk::work::Work;", 0),
        ("runtime/mod.rs", "use crate::app::App;", 0),
    ] {
        assert_eq!(
            names_screens(&Source::new(path, code)).len(),
            found,
            "{path}"
        );
    }
}

/// The functions, constants and statics that a file makes public.
fn public_names(source: &Source) -> Vec<&str> {
    let lines = source.code.lines().map(str::trim_start);
    let declared = lines.filter_map(|line| {
        let line = line.strip_prefix("pub ")?;
        let kinds = ["const fn ", "fn ", "const ", "static "];
        kinds.iter().find_map(|kind| line.strip_prefix(kind))
    });
    declared
        .map(|rest| {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            &rest[..end.unwrap_or(rest.len())]
        })
        .collect()
}

/// The public names of `sources` that occur on no other floor and in none of the `outside` texts.
/// Types are left out: another floor may use the result of a function without naming its type.
fn unused_outside(sources: &[Source], outside: &[String]) -> Vec<String> {
    let words = |code: &str| -> HashSet<String> {
        let words = code.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.map(str::to_owned).collect()
    };
    let mut used: HashMap<String, HashSet<String>> = HashMap::new();
    for source in sources {
        let floor = used.entry(source.floor().to_owned()).or_default();
        floor.extend(words(&source.code));
    }
    used.insert(
        "outside".to_owned(),
        outside.iter().flat_map(|text| words(text)).collect(),
    );
    let is_used = |name: &str, own: &str| {
        let mut others = used.iter().filter(|(floor, _)| *floor != own);
        others.any(|(_, words)| words.contains(name))
    };
    let mut found = Vec::new();
    for source in sources {
        for name in public_names(source) {
            if !is_used(name, source.floor()) {
                found.push(format!("{}: {name}", source.path));
            }
        }
    }
    found
}

#[test]
fn what_is_public_is_used_on_another_floor() {
    let tests = files(&root().join("tests"));
    let tests = tests
        .iter()
        .filter(|path| path.extension().is_some_and(|end| end == "rs"));
    let outside: Vec<String> = tests
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let found = unused_outside(&sources(), &outside);
    assert!(found.is_empty(), "{found:#?}");
    let sources = [
        Source::new(
            "value/a.rs",
            "pub fn used() {}\npub const UNUSED: u8 = 1;\n",
        ),
        Source::new("value/b.rs", "fn f() { used(); UNUSED; }"),
        Source::new("draft/c.rs", "fn g() { crate::value::used() }"),
    ];
    assert_eq!(unused_outside(&sources, &[]), ["value/a.rs: UNUSED"]);
    assert_eq!(unused_outside(&sources, &["UNUSED".to_owned()]), [""; 0]);
}

/// The number of lines that two places may not have in common.
const REPEATED: usize = 10;

/// Where ten lines of code stand that stand in an earlier place too; empty lines do not count.
fn repeated(texts: &[(String, String)]) -> Vec<String> {
    let mut seen: HashMap<Vec<&str>, String> = HashMap::new();
    let mut found = Vec::new();
    for (path, text) in texts {
        let lines: Vec<(usize, &str)> = (1..)
            .zip(text.lines().map(str::trim))
            .filter(|(_, line)| !line.is_empty())
            .collect();
        for window in lines.windows(REPEATED) {
            let place = format!("{path}:{}", window[0].0);
            let code = window.iter().map(|(_, line)| *line).collect();
            if let Some(before) = seen.insert(code, place.clone()) {
                found.push(format!("{place}: as in {before}"));
            }
        }
    }
    found
}

#[test]
fn no_ten_lines_stand_in_two_places() {
    let folder = root().join("src");
    let texts: Vec<(String, String)> = files(&folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .map(|path| {
            let name = path.strip_prefix(&folder).unwrap().display().to_string();
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect();
    let found = repeated(&texts);
    assert!(found.is_empty(), "{found:#?}");
    let block = |from: usize| -> String {
        let lines = (from..from + REPEATED).map(|line| format!("line {line}"));
        lines.collect::<Vec<_>>().join(
            "

",
        )
    };
    let texts = |second: usize| {
        [
            ("a.rs".to_owned(), block(0)),
            ("b.rs".to_owned(), format!("first\n{}", block(second))),
        ]
    };
    assert_eq!(repeated(&texts(0)), ["b.rs:2: as in a.rs:1"]);
    assert_eq!(repeated(&texts(1)), [""; 0]);
}

#[test]
fn every_word_stays_on_its_floor() {
    over_sources(|source| {
        WORDS
            .iter()
            .flat_map(|(words, places)| misplaced(source, words, places))
            .collect()
    });
}

#[test]
fn a_word_on_a_wrong_floor_is_found() {
    for (path, code) in [
        ("app/mod.rs", "use ratatui::Frame;"),
        ("keys/key.rs", "fn f(key: crossterm::event::KeyEvent) {}"),
        ("render/text.rs", "use docx_rs::Docx;"),
        ("store/drafts.rs", "use quick_xml::Reader;"),
        ("template/table.rs", "use toml::de::DeValue;"),
        ("render/docx/package.rs", "use zip::ZipArchive;"),
        ("intake/docx.rs", "use quick_xml::Reader;"),
        ("draft/evaluate.rs", "let text = std::fs::read(path);"),
        ("cli/export.rs", "let file = File::open(path);"),
        ("draft/suggest.rs", "let today = Local::now();"),
        ("app/home.rs", "let start = std::time::Instant::now();"),
        ("store/locks.rs", "let now = SystemTime::now();"),
        ("tui/view.rs", "println!(\"x\");"),
        ("render/json.rs", "use crate::template::Template;"),
        ("render/docx.rs", "fn render(draft: &Draft) {}"),
        ("cli/export.rs", "use std::process::Command;"),
        ("store/health.rs", "use std::process::{Child, Stdio};"),
        (
            "tui/terminal.rs",
            "let stty = std::process::Command::new(\"stty\");",
        ),
    ] {
        let source = Source::new(path, code);
        let found: Vec<String> = WORDS
            .iter()
            .flat_map(|(words, places)| misplaced(&source, words, places))
            .collect();
        assert!(!found.is_empty(), "{path}: {code}");
    }
}

#[test]
fn nothing_panics_outside_tests() {
    over_sources(panicking);
}

#[test]
fn a_panic_outside_tests_is_found() {
    let planted =
        "fn f() {\n    x.unwrap();\n}\n#[cfg(test)]\nmod tests {\n    x.expect(\"y\");\n}\n";
    assert_eq!(
        panicking(&Source::new("app/mod.rs", planted)),
        ["app/mod.rs: .unwrap()"]
    );
    let after = "#[cfg(test)]\nmod tests;\n\nfn f() {\n    panic!(\"x\");\n}\n";
    assert_eq!(
        panicking(&Source::new("app/mod.rs", after)),
        ["app/mod.rs: panic!("]
    );
}

fn field_ids() -> Vec<String> {
    let template = template::parse(SERVICE.as_bytes()).unwrap();
    template
        .fields
        .iter()
        .map(|field| field.id.to_string())
        .collect()
}

/// Ids that are also words of the file formats or of expressions.
const ALSO_WORDS: [&str; 3] = ["website", "hotline", "term_end"];

#[test]
fn no_field_of_a_template_is_known_to_the_program() {
    let ids = field_ids();
    assert!(ids.len() > 20);
    over_sources(|source| {
        let ids = ids
            .iter()
            .map(String::as_str)
            .filter(|id| !ALSO_WORDS.contains(id));
        quoted_ids(source, ids)
    });
}

#[test]
fn a_field_of_a_template_in_the_program_is_found() {
    let source = Source::new("render/docx.rs", "if field == \"unit_price\" {}");
    let ids = field_ids();
    assert_eq!(
        quoted_ids(&source, ids.iter().map(String::as_str)),
        ["render/docx.rs: unit_price"]
    );
}

#[test]
fn the_top_folder_holds_what_belongs_there() {
    let names = fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    assert_eq!(strangers(names), [""; 0]);
}

#[test]
fn a_stranger_in_the_top_folder_is_found() {
    let names = ["src", "benches", "Cargo.toml", "notes.md"].map(str::to_owned);
    assert_eq!(strangers(names.into_iter()), ["benches", "notes.md"]);
}

/// The paths in code spans that end in `.rs`, or in `/` for a folder.
fn paths_named(text: &str) -> Vec<&str> {
    let is_file = |span: &str| Path::new(span).extension().is_some_and(|end| end == "rs");
    let spans = text.split('`').skip(1).step_by(2);
    spans
        .filter(|span| span.ends_with('/') || is_file(span))
        .collect()
}

#[test]
fn the_map_names_files_that_exist() {
    let map: String = fs::read_to_string(root().join("src/lib.rs"))
        .unwrap()
        .lines()
        .filter_map(|line| line.strip_prefix("//!"))
        .filter(|line| !line.contains("```"))
        .collect::<Vec<_>>()
        .join("\n");
    let paths = paths_named(&map);
    assert!(paths.len() > 30, "{paths:?}");
    for path in paths {
        let is_there = root().join("src").join(path).exists() || root().join(path).exists();
        assert!(is_there, "{path}");
    }
}
