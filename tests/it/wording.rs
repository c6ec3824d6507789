//! All texts for users: each exists in both languages and is used, and none is missing.

use qianyue::desk::{CopyReport, ExportFailure};
use qianyue::keys::{KeyMap, key_named};
use qianyue::language::{Language, Localized};
use qianyue::store::{Kept, KeySetting, Operation, Owner, Placed, Shape, StoreError};
use qianyue::value::ContentHash;
use qianyue::wording::Notice;
use qianyue::wording::{self, Words};
use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

const LANGUAGES: [&str; 2] = ["zh-CN", "en"];

/// Texts by key and language.
type Texts = BTreeMap<String, BTreeMap<String, String>>;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The texts in `assets/locales`. A key has its own line; the languages follow below it.
fn texts() -> Texts {
    let mut texts = Texts::new();
    for entry in std::fs::read_dir(repository().join("assets/locales")).unwrap() {
        let path = entry.unwrap().path();
        let file = std::fs::read_to_string(&path).unwrap();
        let mut key = String::new();
        for (index, line) in file.lines().enumerate() {
            let place = format!("{}:{}", path.display(), index + 1);
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(text) = line.strip_prefix("  ") {
                let (language, text) = text.split_once(": ").expect(&place);
                assert!(LANGUAGES.contains(&language), "{place}: {language}");
                let quoted = |quote| text.strip_prefix(quote)?.strip_suffix(quote);
                let text = quoted('"').or_else(|| quoted('\'')).unwrap_or(text);
                assert!(!text.contains("\\\""), "{place}: there are no escapes");
                let text = text.to_owned();
                let former = texts
                    .get_mut(&key)
                    .expect(&place)
                    .insert(language.to_owned(), text);
                assert_eq!(former, None, "{place}: {key} twice in {language}");
            } else {
                line.strip_suffix(':').expect(&place).clone_into(&mut key);
                let former = texts.insert(key.clone(), BTreeMap::new());
                assert_eq!(former, None, "{place}: {key} twice");
            }
        }
    }
    assert!(texts.len() > 100);
    texts
}

/// The names between `%{` and `}`.
fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split("%{")
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

/// The source files of the program, without their tests.
fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if path.file_name().is_some_and(|name| name != "tests") {
                    walk(&path, found);
                }
            } else if path.extension().is_some_and(|ending| ending == "rs")
                && path.file_name().is_some_and(|name| name != "tests.rs")
            {
                let text = std::fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
                found.push((path, code.to_owned()));
            }
        }
    }
    let mut found = Vec::new();
    walk(&repository().join("src"), &mut found);
    assert!(found.len() > 50);
    found
}

/// The string literals of a file that may be a key or a part of a key.
fn literals(code: &str) -> impl Iterator<Item = &str> {
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split('"').skip(1).step_by(2))
        .filter(|literal| {
            !literal.is_empty()
                && literal
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "._-{}".contains(c))
        })
}

/// The literals from which the program can build keys: plain words, and patterns with `{}`.
struct Makings {
    words: BTreeSet<String>,
    /// Each pattern as its fixed pieces around the places; at least two pieces.
    patterns: BTreeSet<Vec<String>>,
}

impl Makings {
    fn of(sources: &[(PathBuf, String)]) -> Self {
        let mut makings = Self {
            words: BTreeSet::new(),
            patterns: BTreeSet::new(),
        };
        for literal in sources.iter().flat_map(|(_, code)| literals(code)) {
            let pieces: Vec<String> = literal
                .split('{')
                .enumerate()
                .map(|(index, piece)| match piece.split_once('}') {
                    Some((_, after)) if index > 0 => after.to_owned(),
                    _ => piece.to_owned(),
                })
                .collect();
            if pieces.len() == 1 {
                makings.words.insert(literal.to_owned());
            } else if pieces.iter().any(|piece| piece.len() > 1) {
                makings.patterns.insert(pieces);
            }
        }
        makings
    }

    fn can_make(&self, key: &str) -> bool {
        let is_number = key.chars().all(|c| c.is_ascii_digit());
        is_number
            || self.words.contains(key)
            || self.patterns.iter().any(|pieces| {
                key.strip_prefix(pieces[0].as_str())
                    .is_some_and(|rest| self.can_fill(rest, &pieces[1..]))
            })
    }

    /// Whether `rest` is a buildable word followed by the first piece, then the same for the other
    /// pieces, up to the end.
    fn can_fill(&self, rest: &str, pieces: &[String]) -> bool {
        let Some((piece, further)) = pieces.split_first() else {
            return rest.is_empty();
        };
        (1..=rest.len()).any(|end| {
            let (filling, after) = rest.split_at(end);
            after
                .strip_prefix(piece.as_str())
                .is_some_and(|after| self.can_fill(after, further))
                && self.can_make(filling)
        })
    }
}

#[test]
fn every_text_stands_in_both_languages_with_the_same_values() {
    for (key, by_language) in texts() {
        for language in LANGUAGES {
            let text = by_language
                .get(language)
                .unwrap_or_else(|| panic!("{key}: none in {language}"));
            assert!(!text.trim().is_empty(), "{key}: empty in {language}");
        }
        assert_eq!(
            placeholders(&by_language["zh-CN"]),
            placeholders(&by_language["en"]),
            "{key}"
        );
    }
}

/// Keys can be rebound, so a text must use the placeholder of the action's key.
#[test]
fn no_text_of_the_screen_names_a_key_itself() {
    let usual = KeyMap::default();
    let known: BTreeSet<String> = usual
        .lines()
        .iter()
        .flat_map(|line| line.keys.iter().map(|key| key.name()))
        .filter(|name| name.contains('-') || name.starts_with('F') || name == "Esc")
        .collect();
    for (key, by_language) in texts() {
        for text in by_language.values() {
            for name in placeholders(text) {
                if let Some(action) = name.strip_prefix("key.") {
                    assert!(key_named(&usual, action).is_some(), "{key}: {action}");
                }
            }
            let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
            let named: Vec<&str> = words.filter(|word| known.contains(*word)).collect();
            assert_eq!(named, [""; 0], "{key}: {text}");
        }
    }
}

#[test]
fn every_text_is_used() {
    let makings = Makings::of(&sources());
    let unused: Vec<String> = texts()
        .into_keys()
        .filter(|key| !makings.can_make(key))
        .collect();
    assert_eq!(unused, [""; 0]);
}

#[test]
fn a_key_that_nothing_makes_counts_as_unused() {
    let makings = Makings::of(&sources());
    for key in ["store.no_such_thing.message", "nothing", "cli.exportiert"] {
        assert!(!makings.can_make(key), "{key}");
    }
}

#[test]
fn every_text_that_the_program_asks_for_exists() {
    let texts = texts();
    let mut n_asked = 0;
    for (path, code) in sources() {
        let code: String = code.split_whitespace().collect::<Vec<_>>().join(" ");
        // The text that the closure `say` in this function adds around a key.
        let mut around = ("", "");
        for (at, _) in code.match_indices(['w', 's']) {
            let here = &code[at..];
            if let Some(closure) = here.strip_prefix("say =") {
                around = set_around(closure);
            }
            let asked = argument(here, "word(\"")
                .map(str::to_owned)
                .or_else(|| argument(here, "words(\"").map(|key| format!("{key}.message")))
                .or_else(|| {
                    let (prefix, suffix) = around;
                    argument(here, "say(\"").map(|key| format!("{prefix}{key}{suffix}"))
                });
            let Some(key) = asked else { continue };
            if key.contains('{') || !key.contains('.') {
                continue;
            }
            n_asked += 1;
            assert!(texts.contains_key(&key), "{}: {key}", path.display());
        }
    }
    assert!(n_asked > 80, "asked: {n_asked}");
}

/// The prefix and the suffix that a closure adds to its `key`.
fn set_around(closure: &str) -> (&str, &str) {
    let before = closure.split_once("{key}\"").map(|(before, _)| before);
    match before.filter(|before| !before.contains("fn ") && before.len() < 300) {
        Some(before) => {
            let prefix = before.rsplit('"').next().unwrap_or_default();
            let suffix = if before.contains("words(") || before.contains("words_with_keys(") {
                ".message"
            } else {
                ""
            };
            (prefix, suffix)
        }
        None => ("", ""),
    }
}

/// The literal argument if the code starts with this call. Blanks after the bracket do not count.
fn argument<'a>(code: &'a str, call: &str) -> Option<&'a str> {
    let (name, quote) = call.split_at(call.len() - 1);
    let rest = code.strip_prefix(name)?.trim_start().strip_prefix(quote)?;
    rest.split_once('"').map(|(literal, _)| literal)
}

/// Whether a message is a key without a text.
fn is_bare_key(text: &str) -> bool {
    !text.is_empty()
        && text.contains('.')
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || "._-".contains(c) || "CN".contains(c))
}

fn assert_worded(said: &Words, what: &str) {
    assert!(!said.message.trim().is_empty(), "{what}");
    assert!(!is_bare_key(&said.message), "{what}: {}", said.message);
    assert!(!is_bare_key(&said.hint), "{what}: {}", said.hint);
    for text in [&said.message, &said.hint] {
        assert!(!text.contains("%{"), "{what}: {text}");
    }
}

fn store_errors() -> Vec<StoreError> {
    let path = || PathBuf::from("/x/青禾.toml");
    let hash = ContentHash::of(b"x");
    let kept = |kept| StoreError::Protected { path: path(), kept };
    let mut errors: Vec<StoreError> = [
        Operation::Read,
        Operation::List,
        Operation::Write,
        Operation::MakeFolder,
        Operation::Move,
        Operation::Delete,
    ]
    .into_iter()
    .flat_map(|operation| {
        [
            (ErrorKind::StorageFull, Some(28)),
            (ErrorKind::PermissionDenied, Some(13)),
            (ErrorKind::ReadOnlyFilesystem, Some(30)),
            (ErrorKind::NotFound, Some(2)),
            (ErrorKind::InvalidFilename, Some(36)),
            (ErrorKind::Other, Some(24)),
            (ErrorKind::Other, Some(5)),
            (ErrorKind::TimedOut, None),
        ]
        .map(|(kind, code)| StoreError::System {
            operation,
            path: path(),
            kind,
            code,
        })
    })
    .collect();
    errors.extend(
        [Shape::File, Shape::Folder, Shape::Link, Shape::Special].map(|shape| {
            StoreError::NotAFile {
                path: path(),
                shape,
            }
        }),
    );
    errors.extend([
        StoreError::NotFound {
            source_given: "01".to_owned(),
        },
        StoreError::Ambiguous {
            source_given: "01".to_owned(),
            matches: vec!["01A".to_owned(), "01B".to_owned()],
        },
        StoreError::TooLarge {
            path: path(),
            bytes: 5_000_000,
            limit_bytes: 4_194_304,
        },
        StoreError::NewerSchema {
            path: path(),
            schema: 2,
        },
        StoreError::ReadOnlyFile { path: path() },
        StoreError::Conflict {
            path: path(),
            ours: hash,
            theirs: hash,
            kept_as: path(),
        },
        StoreError::Unfaithful { path: path() },
        StoreError::Exists { path: path() },
        StoreError::InUse {
            path: path(),
            owner: Owner {
                host: String::new(),
                user: "王".to_owned(),
                process: None,
                since: String::new(),
            },
        },
        StoreError::BadName {
            name: "CON".to_owned(),
        },
        kept(Kept::Source),
        kept(Kept::Draft),
        kept(Kept::Settings),
        kept(Kept::Folder),
        StoreError::Damaged { path: path() },
        StoreError::NoDataFolder,
    ]);
    errors
}

#[test]
fn every_failure_of_the_disk_is_worded_in_both_languages() {
    for error in store_errors() {
        for language in [Language::Chinese, Language::English] {
            let said = wording::store_error(&error, language);
            assert_worded(&said, &format!("{error:?} in {}", language.code()));
        }
    }
}

#[test]
fn every_notice_is_worded_in_both_languages() {
    let notices = [
        Notice::LastField,
        Notice::NothingUnanswered,
        Notice::NoFinding,
        Notice::NoSuggestion,
        Notice::PasteCut,
        Notice::PasteMended {
            spaces: 1,
            folded: vec![('\u{2F34}', '广')],
        },
        Notice::NothingToUndo,
        Notice::NothingToRedo,
        Notice::ReadOnly,
        Notice::TemplateChanged,
        Notice::PressAgainToTrash,
        Notice::Trashed,
        Notice::Restored,
        Notice::NothingToTrash,
        Notice::PressAgainToLeave,
        Notice::PressAgainToOverwrite("甲.docx".to_owned()),
        Notice::MustBeMended,
        Notice::NoCorrections,
        Notice::CorrectionConflict("C25".to_owned()),
        Notice::SlipsAccepted(3),
        Notice::ReasonNeeded,
        Notice::NotReady,
        Notice::Copied(CopyReport {
            emptied: vec![Localized::default()],
            ..CopyReport::default()
        }),
    ];
    for notice in notices {
        for language in [Language::Chinese, Language::English] {
            let said = wording::notice(&notice, &KeyMap::default(), language);
            assert_worded(&said, &format!("{notice:?} in {}", language.code()));
        }
    }
}

#[test]
fn a_notice_names_the_keys_that_it_is_given() {
    let placed = |text: &str| Placed {
        text: text.to_owned(),
        line: 1,
        column: 1,
    };
    let setting = KeySetting {
        action: placed("undo"),
        keys: vec![placed("f11")],
    };
    let (changed, warnings) = KeyMap::with(&[setting]);
    assert_eq!(warnings, []);
    for (keys, expected) in [(KeyMap::default(), "Ctrl-Z 恢复"), (changed, "F11 恢复")] {
        let said = wording::notice(&Notice::Trashed, &keys, Language::Chinese);
        assert_eq!(said.hint, expected);
    }
}

#[test]
fn files_that_an_export_could_not_take_back_are_named() {
    use qianyue::store::NotWritten;
    let failure = ExportFailure::Left(NotWritten {
        error: Box::new(StoreError::System {
            operation: Operation::Write,
            path: "/x/合同.docx".into(),
            kind: ErrorKind::Other,
            code: Some(5),
        }),
        left: vec!["/x/合同.docx".into(), "/x/打印签署.md".into()],
    });
    for (language, parts) in [
        (
            Language::Chinese,
            ["/x/合同.docx", "/x/打印签署.md", "断电", "--force"],
        ),
        (
            Language::English,
            ["/x/合同.docx", "/x/打印签署.md", "power cut", "--force"],
        ),
    ] {
        let said = wording::export_failure(&failure, language);
        assert_worded(&said, "left");
        for part in parts {
            assert!(format!("{said:?}").contains(part), "{part}: {said:?}");
        }
    }
}

#[test]
fn each_limit_of_a_template_is_told_by_its_own_name() {
    use qianyue::template::{TemplateError, TemplateProblem};
    for (problem, language, part) in [
        (
            TemplateProblem::LineTooLong {
                bytes: 270_001,
                most: 262_144,
            },
            Language::Chinese,
            "这一行太长（264 KB），一行最多 256 KB",
        ),
        (
            TemplateProblem::TooManyTags { most: 60_000 },
            Language::Chinese,
            "超过 60000 个",
        ),
        (
            TemplateProblem::TooManyLines { most: 20_000 },
            Language::English,
            "more than 20000 lines",
        ),
        (
            TemplateProblem::FrontMatterTooLarge {
                bytes: 1_048_577,
                most: 1_048_576,
            },
            Language::English,
            "1025 KB",
        ),
    ] {
        let error = TemplateError {
            problem,
            line: 1,
            column: 1,
        };
        let said = wording::template_error(&error, "x.md", language);
        assert!(said.message.contains(part), "{said:?}");
        assert!(
            !said.message.contains("4 MB") && !said.message.contains("条款"),
            "{said:?}"
        );
    }
}

/// Words of developers and publishers, which no account manager says.
const FOREIGN_WORDS: &[&str] = &[
    "勘误",
    "知道了",
    "已知道",
    "采用错字",
    "可以签了",
    "取自配置",
    "列出按键",
    "重新画",
    "期限止",
    "三空",
    "Slip",
    "mere slip",
    "Mend",
    "sign over",
];

#[test]
fn no_text_uses_a_word_that_only_developers_use() {
    let template = include_str!("../../assets/templates/mini-program-service.md");
    let front = template.split("\n+++\n").next().unwrap();
    let lines = front.lines().filter(|line| !line.starts_with("facts = "));
    let of_template = lines.map(|line| ("template".to_owned(), line.to_owned()));
    let of_locales = texts()
        .into_iter()
        .flat_map(|(key, both)| both.into_values().map(move |text| (key.clone(), text)));
    for (key, text) in of_template.chain(of_locales) {
        for word in FOREIGN_WORDS {
            assert!(!text.contains(word), "{key}: {word} in {text}");
        }
    }
}
