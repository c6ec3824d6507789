//! The texts of `assets/locales`, by key and language.
//!
//! The files are YAML of the plainest kind, read here line by line: a key, then below it a line
//! for each language, in quotes or without. There are no escapes: a text is what stands there.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::Language;

/// Every file of `assets/locales`.
const FILES: [&str; 17] = [
    include_str!("../../assets/locales/ask.yml"),
    include_str!("../../assets/locales/cli.yml"),
    include_str!("../../assets/locales/config.yml"),
    include_str!("../../assets/locales/doctor.yml"),
    include_str!("../../assets/locales/docx.yml"),
    include_str!("../../assets/locales/export.yml"),
    include_str!("../../assets/locales/issue.yml"),
    include_str!("../../assets/locales/notice.yml"),
    include_str!("../../assets/locales/paper.yml"),
    include_str!("../../assets/locales/screen.yml"),
    include_str!("../../assets/locales/store.yml"),
    include_str!("../../assets/locales/style.yml"),
    include_str!("../../assets/locales/summary.yml"),
    include_str!("../../assets/locales/template.yml"),
    include_str!("../../assets/locales/toml.yml"),
    include_str!("../../assets/locales/usage.yml"),
    include_str!("../../assets/locales/value.yml"),
];

/// A text in Chinese and in English.
type Pair = [Option<&'static str>; 2];

/// The text of a key in a language; `None` where there is no such text.
#[must_use]
pub fn text(key: &str, language: Language) -> Option<&'static str> {
    static TEXTS: OnceLock<HashMap<&'static str, Pair>> = OnceLock::new();
    let texts = TEXTS.get_or_init(read);
    let [chinese, english] = texts.get(key).copied()?;
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}

fn read() -> HashMap<&'static str, Pair> {
    let mut texts = HashMap::with_capacity(1_500);
    for file in FILES {
        let mut key = "";
        for line in file.lines() {
            let Some(entry) = line.strip_prefix("  ") else {
                key = line.trim_end_matches(':');
                continue;
            };
            let Some((language, text)) = entry.split_once(": ") else {
                continue;
            };
            let pair = texts.entry(key).or_insert([None; 2]);
            let [chinese, english] = pair;
            match Language::from_code(language) {
                Some(Language::Chinese) => *chinese = Some(unquoted(text)),
                Some(Language::English) => *english = Some(unquoted(text)),
                None => {}
            }
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
        ] {
            assert_eq!(text(key, language), expected, "key: {key}");
        }
    }

    #[test]
    fn every_key_has_a_text_in_both_languages() {
        for (key, pair) in read() {
            assert!(pair.iter().all(Option::is_some), "key: {key}");
        }
    }
}
