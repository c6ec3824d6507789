//! What is said of the command line itself, before any of it is understood.

use std::ffi::OsString;
use std::path::PathBuf;

use super::system_language;
use crate::language::Language;
use crate::store::{load_config, usual_config_path};

/// The language that arguments ask for which may be wrong otherwise: that of `--lang`, else of the
/// settings, else of the system.
pub(super) fn language(arguments: &[OsString]) -> Language {
    let named = value_of(arguments, "--lang").and_then(|code| Language::from_code(code.to_str()?));
    named.unwrap_or_else(|| {
        let config = value_of(arguments, "--config").map(PathBuf::from);
        let config = config.or_else(usual_config_path);
        let of_config = config.and_then(|path| load_config(&path).0.language);
        of_config.unwrap_or_else(system_language)
    })
}

/// The value of an option, as `--option value` or `--option=value`.
fn value_of(arguments: &[OsString], option: &str) -> Option<OsString> {
    let before_values = arguments.iter().take_while(|argument| *argument != "--");
    let mut arguments = before_values.skip(1);
    while let Some(argument) = arguments.next() {
        if argument == option {
            return arguments.next().cloned();
        }
        let behind = argument.to_str().and_then(|text| text.strip_prefix(option));
        if let Some(value) = behind.and_then(|rest| rest.strip_prefix('=')) {
            return Some(value.into());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_is_read_in_both_forms_and_not_behind_two_dashes() {
        for (arguments, expected) in [
            ("qianyue --lang en list", Some("en")),
            ("qianyue list --lang=zh-CN", Some("zh-CN")),
            ("qianyue --lang", None),
            ("qianyue list -- --lang en", None),
            ("qianyue --language en", None),
            ("--lang en", None),
            ("qianyue list", None),
        ] {
            let given: Vec<OsString> = arguments.split(' ').map(OsString::from).collect();
            let expected = expected.map(OsString::from);
            assert_eq!(value_of(&given, "--lang"), expected, "{arguments}");
        }
    }
}
