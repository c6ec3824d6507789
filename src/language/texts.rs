//! The texts of `assets/locales`, looked up by key and language.
//!
//! The files are a small subset of YAML, parsed line by line: a key, then one indented line for
//! each language, with or without quotes. There are no escapes, so every character is literal.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::Language;

/// A file of `assets/locales`, parsed on first use.
struct Texts {
    /// The first words of the keys in this file; no other file has keys with these words.
    heads: &'static [&'static str],
    text: &'static str,
    /// The parsed texts, filled when a text of the file is requested for the first time.
    pairs: OnceLock<HashMap<&'static str, Pair>>,
}

/// A text in Chinese and in English; `None` if the file lacks the language.
type Pair = [Option<&'static str>; 2];

static FILES: [Texts; 22] = [
    Texts::new(&["ask"], include_str!("../../assets/locales/ask.yml")),
    Texts::new(&["cli"], include_str!("../../assets/locales/cli.yml")),
    Texts::new(&["config"], include_str!("../../assets/locales/config.yml")),
    Texts::new(&["copy"], include_str!("../../assets/locales/copy.yml")),
    Texts::new(
        &["doctor", "history"],
        include_str!("../../assets/locales/doctor.yml"),
    ),
    Texts::new(
        &["docx", "intake"],
        include_str!("../../assets/locales/docx.yml"),
    ),
    Texts::new(
        &["export", "pdf", "show"],
        include_str!("../../assets/locales/export.yml"),
    ),
    Texts::new(&["facts"], include_str!("../../assets/locales/facts.yml")),
    Texts::new(
        &["departure", "issue"],
        include_str!("../../assets/locales/issue.yml"),
    ),
    Texts::new(
        &["notice", "open"],
        include_str!("../../assets/locales/notice.yml"),
    ),
    Texts::new(&["origin"], include_str!("../../assets/locales/origin.yml")),
    Texts::new(&["paper"], include_str!("../../assets/locales/paper.yml")),
    Texts::new(&["paste"], include_str!("../../assets/locales/paste.yml")),
    Texts::new(
        &["action", "screen"],
        include_str!("../../assets/locales/screen.yml"),
    ),
    Texts::new(
        &["draft", "store"],
        include_str!("../../assets/locales/store.yml"),
    ),
    Texts::new(&["style"], include_str!("../../assets/locales/style.yml")),
    Texts::new(
        &["suggestions"],
        include_str!("../../assets/locales/suggestions.yml"),
    ),
    Texts::new(
        &["summary"],
        include_str!("../../assets/locales/summary.yml"),
    ),
    Texts::new(
        &["template"],
        include_str!("../../assets/locales/template.yml"),
    ),
    Texts::new(&["toml"], include_str!("../../assets/locales/toml.yml")),
    Texts::new(&["usage"], include_str!("../../assets/locales/usage.yml")),
    Texts::new(
        &["doubt", "value"],
        include_str!("../../assets/locales/value.yml"),
    ),
];

impl Texts {
    const fn new(heads: &'static [&'static str], text: &'static str) -> Self {
        Self {
            heads,
            text,
            pairs: OnceLock::new(),
        }
    }

    fn texts(&self) -> &HashMap<&'static str, Pair> {
        self.pairs.get_or_init(|| read(self.text))
    }
}

/// The text of a key in a language; `None` if the key or the language is missing.
#[must_use]
pub fn text(key: &str, language: Language) -> Option<&'static str> {
    let (head, _) = key.split_once('.')?;
    let file = FILES.iter().find(|file| file.heads.contains(&head))?;
    let [chinese, english] = file.texts().get(key).copied()?;
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}

fn read(file: &'static str) -> HashMap<&'static str, Pair> {
    let mut texts: HashMap<&'static str, Pair> = HashMap::new();
    let mut key = "";
    for line in file.lines() {
        let Some(entry) = line.strip_prefix("  ") else {
            key = line.trim_end_matches(':');
            continue;
        };
        let [chinese, english] = texts.entry(key).or_default();
        if let Some(text) = entry.strip_prefix("zh-CN: ") {
            *chinese = Some(unquoted(text));
        } else if let Some(text) = entry.strip_prefix("en: ") {
            *english = Some(unquoted(text));
        }
    }
    texts
}

fn unquoted(text: &'static str) -> &'static str {
    let inner = |quote| text.strip_prefix(quote)?.strip_suffix(quote);
    inner('"').or_else(|| inner('\'')).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_read() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/locales");
        let n_files = std::fs::read_dir(folder).unwrap().count();
        assert_eq!(n_files, FILES.len());
    }

    #[test]
    fn a_text_stands_as_it_is_written_between_its_quotes() {
        for (key, language, expected) in [
            ("screen.title", Language::Chinese, Some("签约")),
            ("screen.title", Language::English, Some("qianyue")),
            ("ask.skipped", Language::Chinese, Some("跳过")),
            ("no.such.key", Language::English, None),
            ("screen.no_such_key", Language::English, None),
            ("screen", Language::English, None),
        ] {
            assert_eq!(text(key, language), expected, "key: {key}");
        }
    }

    #[test]
    fn every_key_has_a_text_in_both_languages() {
        for (key, pair) in FILES.iter().flat_map(Texts::texts) {
            assert!(pair.iter().all(Option::is_some), "key: {key}");
        }
    }

    #[test]
    fn the_first_word_of_a_key_tells_its_file() {
        for file in &FILES {
            for key in file.texts().keys() {
                let (head, _) = key.split_once('.').unwrap();
                assert!(file.heads.contains(&head), "key: {key}");
                let holds = |other: &&Texts| other.heads.contains(&head);
                assert_eq!(FILES.iter().filter(holds).count(), 1, "key: {key}");
            }
        }
    }
}
