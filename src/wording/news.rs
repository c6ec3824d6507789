//! The news of this version, extracted from the change log.

use crate::language::Language;

const CHINESE: &str = include_str!("../../assets/changes.zh-CN.md");
const ENGLISH: &str = include_str!("../../assets/changes.en.md");
/// The number of changes that the first start after an update shows, one line for each.
const N_TOLD: usize = 3;

/// The first changes of a version, one line for each; empty if the change log lacks the version.
#[must_use]
pub fn news(version: &str, language: Language) -> Vec<&'static str> {
    let changes = match language {
        Language::Chinese => CHINESE,
        Language::English => ENGLISH,
    };
    changes
        .lines()
        .skip_while(|line| line.strip_prefix("## ") != Some(version))
        .skip(1)
        .take_while(|line| !line.starts_with("## "))
        .filter_map(|line| line.strip_prefix("- "))
        .take(N_TOLD)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::panes::SMALLEST;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn the_newest_version_is_this_one_and_has_three_lines_in_both_languages() {
        let version = env!("CARGO_PKG_VERSION");
        for (language, changes) in [(Language::Chinese, CHINESE), (Language::English, ENGLISH)] {
            let newest = changes.lines().find_map(|line| line.strip_prefix("## "));
            assert_eq!(newest, Some(version), "{language:?}");
            let news = news(version, language);
            assert_eq!(news.len(), N_TOLD, "{language:?}");
            for line in news {
                // Each line must fit on the smallest screen without its margins.
                let columns = usize::from(SMALLEST.0) - 4;
                assert!(line.width_cjk() <= columns, "{line}");
            }
        }
    }

    #[test]
    fn both_languages_tell_the_same_versions() {
        let versions = |changes: &'static str| -> Vec<&str> {
            let heads = changes.lines().filter_map(|line| line.strip_prefix("## "));
            heads.collect()
        };
        assert_eq!(versions(CHINESE), versions(ENGLISH));
        assert_eq!(news("0.0.0", Language::English), Vec::<&str>::new());
    }
}
