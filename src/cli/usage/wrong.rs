//! Words usage errors, with suggestions for the intended argument.

use std::error::Error as _;

use clap::Command;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, Error, ErrorFormatter, ErrorKind};

use crate::cli::arguments::Expected;
use crate::language::Language;
use crate::value::clean;
use crate::wording::word;

/// A clap error formatter that prints the error's own text.
pub(super) struct Worded;

impl ErrorFormatter for Worded {
    fn format_error(error: &Error<Self>) -> StyledStr {
        match error.get(ContextKind::Custom) {
            Some(ContextValue::StyledStr(text)) => text.clone(),
            _ => StyledStr::new(),
        }
    }
}

/// The error in the words of a language, without control characters from the arguments.
pub(super) fn worded(error: &Error, grammar: &Command, language: Language) -> Error<Worded> {
    let styles = grammar.get_styles();
    let (head, tip) = (styles.get_error(), styles.get_valid());
    let speaker = Speaker { error, language };
    let mut text = format!(
        "{head}{}{head:#}{}\n",
        speaker.word("usage.frame.error"),
        speaker.message()
    );
    let tips = speaker.tips();
    if !tips.is_empty() {
        text.push('\n');
    }
    for said in tips {
        let label = speaker.word("usage.frame.tip");
        text.push_str(&format!("  {tip}{label}{tip:#}{said}\n"));
    }
    if let Some(usage) = speaker.text(ContextKind::Usage) {
        // Remove clap's own English title.
        let usage = usage.trim_start_matches("Usage:").trim();
        let label = speaker.word("usage.frame.usage");
        text.push_str(&format!("\n{label}{usage}\n"));
    }
    text.push_str(&format!("\n{}\n", speaker.word("usage.frame.more")));
    let mut said = Error::new(error.kind()).with_cmd(grammar);
    let text = ContextValue::StyledStr(StyledStr::from(text));
    said.insert(ContextKind::Custom, text);
    said
}

/// Words the content of a clap error.
struct Speaker<'a> {
    error: &'a Error,
    language: Language,
}

impl Speaker<'_> {
    fn word(&self, key: &str) -> String {
        word(key, &[], self.language)
    }

    /// One part of the error's context; several values are joined into one text.
    fn text(&self, kind: ContextKind) -> Option<String> {
        let list = |texts: &[String]| {
            let texts: Vec<String> = texts.iter().map(|text| cleaned(text)).collect();
            texts.join(self.language.separator())
        };
        match self.error.get(kind)? {
            ContextValue::String(text) => Some(cleaned(text)),
            ContextValue::Strings(texts) => Some(list(texts)),
            ContextValue::StyledStr(text) => Some(cleaned(&text.to_string())),
            _ => None,
        }
    }

    fn message(&self) -> String {
        let name = self.text(ContextKind::InvalidArg).unwrap_or_default();
        let value = self.text(ContextKind::InvalidValue).unwrap_or_default();
        let command = self
            .text(ContextKind::InvalidSubcommand)
            .unwrap_or_default();
        let others = self.text(ContextKind::PriorArg).unwrap_or_default();
        let say = |key: &str, values: &[(&str, &str)]| {
            word(&format!("usage.error.{key}"), values, self.language)
        };
        match self.error.kind() {
            ErrorKind::InvalidSubcommand => say("unknown_command", &[("given", &command)]),
            ErrorKind::UnknownArgument if name.starts_with('-') => {
                say("unknown_option", &[("given", &name)])
            }
            ErrorKind::UnknownArgument => say("unexpected", &[("given", &name)]),
            ErrorKind::MissingRequiredArgument => say("missing", &[("names", &name)]),
            ErrorKind::MissingSubcommand => say("missing_command", &[("given", &command)]),
            ErrorKind::InvalidValue if value.is_empty() => say("missing_value", &[("name", &name)]),
            ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
                say("wrong_value", &[("given", &value), ("name", &name)])
            }
            ErrorKind::TooManyValues => {
                say("superfluous_value", &[("given", &value), ("name", &name)])
            }
            ErrorKind::ArgumentConflict if name == others => say("twice", &[("name", &name)]),
            ErrorKind::ArgumentConflict => say("conflict", &[("name", &name), ("others", &others)]),
            ErrorKind::InvalidUtf8 => say("not_utf8", &[]),
            _ => say("other", &[]),
        }
    }

    /// The suggestions for the intended argument.
    fn tips(&self) -> Vec<String> {
        let mut tips = Vec::new();
        let source = self.error.source();
        if let Some(expected) = source.and_then(|source| source.downcast_ref::<Expected>()) {
            tips.push(self.word(match expected {
                Expected::Language => "usage.expected.language",
                Expected::Confirmation => "usage.expected.confirmation",
                Expected::Number => "usage.expected.number",
                Expected::Day => "usage.expected.day",
                Expected::Days => "usage.expected.days",
            }));
        }
        let one_of = self.text(ContextKind::ValidValue);
        if let Some(values) = one_of.filter(|values| !values.is_empty()) {
            let values = [("values", values.as_str())];
            tips.push(word("usage.frame.among", &values, self.language));
        }
        for kind in [
            ContextKind::SuggestedSubcommand,
            ContextKind::SuggestedArg,
            ContextKind::SuggestedValue,
        ] {
            if let Some(names) = self.text(kind) {
                tips.push(word("usage.similar", &[("names", &names)], self.language));
            }
        }
        if let Some(ContextValue::StyledStrs(said)) = self.error.get(ContextKind::Suggested) {
            tips.extend(said.iter().filter_map(|said| self.tip(&said.to_string())));
        }
        tips
    }

    /// Words a tip that clap has only in English; `None` for an unknown tip.
    fn tip(&self, said: &str) -> Option<String> {
        let quoted = said.split('\'').nth(1)?;
        let key = if said.starts_with("to pass ") {
            "usage.as_value"
        } else if said.ends_with(" exists") {
            "usage.exists"
        } else if said.starts_with("subcommand ") {
            "usage.without_dashes"
        } else {
            return None;
        };
        Some(word(key, &[("given", &cleaned(quoted))], self.language))
    }
}

fn cleaned(text: &str) -> String {
    clean(text).text.into_owned()
}
