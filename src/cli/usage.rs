//! Words help and usage errors. The grammar names its texts by locale keys, which are replaced here
//! by words of a language.

mod help;
mod wrong;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Arg, Command, CommandFactory};

use super::arguments::Arguments;
use super::output::print_usage;
use super::{Exit, system_language};
use crate::language::Language;
use crate::store::{load_config, usual_config_path};
use crate::wording::word;

/// The grammar of the command line with its texts in a language.
pub(super) fn grammar(language: Language) -> Command {
    worded(Arguments::command(), language)
}

fn worded(command: Command, language: Language) -> Command {
    let about = command.get_about().map(ToString::to_string);
    let about = about.map(|key| word(&key, &[], language));
    command
        .about(about.unwrap_or_default())
        .mut_args(|argument| worded_argument(argument, language))
        .mut_subcommands(|command| worded(command, language))
}

fn worded_argument(argument: Arg, language: Language) -> Arg {
    let help = argument.get_help().map(ToString::to_string);
    let help = help.map(|key| word(&key, &[], language));
    let names = argument.get_value_names().unwrap_or_default();
    let names: Vec<String> = names
        .iter()
        .map(|name| word(&format!("usage.name.{name}"), &[], language))
        .collect();
    let argument = argument.help(help.unwrap_or_default());
    if names.is_empty() {
        argument
    } else {
        argument.value_names(names)
    }
}

/// Answers arguments that request help or the version, or that are wrong; `first` is clap's result.
pub(super) fn answer(first: clap::Error, given: &[OsString]) -> Exit {
    let language = language(given);
    let mut grammar = help::with_help(grammar(language), language);
    // Parse the same arguments again, now with texts in that language.
    let answer = grammar.try_get_matches_from_mut(given);
    let error = answer.err().unwrap_or(first);
    let exit = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        | ErrorKind::DisplayVersion => print_usage(&error),
        _ => print_usage(&wrong::worded(&error, &grammar, language)),
    };
    super::told(exit, language)
}

/// The language for messages about possibly wrong arguments: from `--lang`, else from the settings,
/// else from the system.
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
