//! The grammar of the command line. Help texts and value names stand here as locale keys; `usage`
//! replaces them by words of a language.

use std::fmt;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::builder::PossibleValue;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::version::version;
use crate::draft::{Mark, Purpose};
use crate::language::Language;
use crate::render::format::{Format, TextFormat};
use crate::wording::word;

/// The parsed command line: the command and the options that every command shares.
#[derive(Debug, Parser)]
#[command(name = "qianyue", bin_name = "qianyue")]
#[command(version = version(), about = "usage.about", long_about = None)]
pub(super) struct Arguments {
    #[arg(long = "lang", global = true, value_name = "LANG", value_parser = language)]
    #[arg(help = "usage.language")]
    pub language: Option<Language>,
    #[arg(long, global = true, value_name = "DIR", help = "usage.data_dir")]
    pub data_dir: Option<PathBuf>,
    #[arg(long, global = true, value_name = "FILE", help = "usage.config")]
    pub config: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands; without a command the home screen opens.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    #[command(about = "usage.command.new")]
    New {
        #[arg(value_name = "TEMPLATE", help = "usage.template.new")]
        template: Option<String>,
        #[arg(long, value_name = "SOURCE", help = "usage.from")]
        from: Option<String>,
        #[arg(long = "for", value_enum, value_name = "PURPOSE", requires = "from")]
        #[arg(help = "usage.purpose")]
        purpose: Option<Purpose>,
    },
    #[command(about = "usage.command.ask")]
    Ask {
        #[arg(value_name = "TEMPLATE", help = "usage.template.ask")]
        template: Option<String>,
        #[arg(long, value_name = "SOURCE", help = "usage.from")]
        from: Option<String>,
        #[arg(long = "for", value_enum, value_name = "PURPOSE", requires = "from")]
        #[arg(help = "usage.purpose")]
        purpose: Option<Purpose>,
    },
    #[command(about = "usage.command.copy")]
    Copy {
        #[arg(value_name = "SOURCE", help = "usage.source.copy")]
        source: String,
        #[arg(
            long = "for",
            value_enum,
            value_name = "PURPOSE",
            help = "usage.purpose"
        )]
        purpose: Option<Purpose>,
        #[arg(long, help = "usage.json")]
        json: bool,
    },
    #[command(about = "usage.command.open")]
    Open {
        #[arg(value_name = "SOURCE", help = "usage.source.file")]
        source: String,
    },
    #[command(about = "usage.command.list")]
    List {
        #[arg(long, value_name = "DAYS", value_parser = days, help = "usage.ending")]
        ending: Option<u32>,
        #[arg(long, help = "usage.json")]
        json: bool,
    },
    #[command(about = "usage.command.calendar")]
    Calendar {
        #[arg(short, long, value_name = "FILE", help = "usage.calendar_output")]
        output: PathBuf,
        #[arg(long, help = "usage.force")]
        force: bool,
    },
    #[command(about = "usage.command.show")]
    Show {
        #[arg(value_name = "SOURCE", help = "usage.source.any")]
        source: String,
        #[arg(long, value_enum, default_value_t = TextFormat::Plain)]
        #[arg(value_name = "FORMAT", help = "usage.format.print")]
        format: TextFormat,
    },
    #[command(about = "usage.command.check")]
    Check {
        #[arg(value_name = "SOURCE", help = "usage.source.any")]
        source: String,
        #[arg(long, help = "usage.json")]
        json: bool,
    },
    #[command(about = "usage.command.facts")]
    Facts {
        #[arg(value_name = "FILE", default_value = "-", hide_default_value = true)]
        #[arg(help = "usage.message")]
        message: String,
        #[arg(long, value_name = "ID", help = "usage.template.facts")]
        template: Option<String>,
        #[arg(long, value_name = "DATE", value_parser = day, help = "usage.today")]
        today: Option<NaiveDate>,
        #[arg(long, help = "usage.json")]
        json: bool,
    },
    #[command(about = "usage.command.history")]
    History {
        #[arg(value_name = "SOURCE", help = "usage.source.file")]
        source: String,
        #[arg(long, value_name = "NUMBER", value_parser = number, conflicts_with = "json")]
        #[arg(help = "usage.restore")]
        restore: Option<u32>,
        #[arg(long, help = "usage.json")]
        json: bool,
    },
    #[command(about = "usage.command.mark")]
    Mark {
        #[arg(value_name = "SOURCE", help = "usage.source.file")]
        source: String,
        #[arg(value_enum, value_name = "MARK", help = "usage.mark")]
        mark: Mark,
        #[arg(long, value_name = "DAY", value_parser = day, help = "usage.mark_date")]
        date: Option<NaiveDate>,
        #[arg(
            long,
            value_name = "TEXT",
            default_value = "",
            hide_default_value = true
        )]
        #[arg(help = "usage.mark_reason")]
        reason: String,
    },
    #[command(about = "usage.command.doctor")]
    Doctor {
        #[arg(long, help = "usage.json")]
        json: bool,
    },
    #[command(about = "usage.command.export")]
    Export(ExportArguments),
    #[command(about = "usage.command.config")]
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    #[command(about = "usage.command.completions")]
    Completions {
        #[arg(value_enum, value_name = "SHELL", help = "usage.shell")]
        shell: Shell,
    },
    #[command(about = "usage.command.man")]
    Man,
    #[command(about = "usage.command.template")]
    Template {
        #[command(subcommand)]
        command: TemplateCommand,
    },
}

/// The arguments of `qianyue export`.
#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    #[arg(value_name = "SOURCE", help = "usage.source.any")]
    pub source: String,
    #[arg(short, long, value_name = "FILE", help = "usage.output")]
    pub output: PathBuf,
    #[arg(long, value_enum, value_name = "FORMAT", help = "usage.format.export")]
    pub format: Option<Format>,
    #[arg(long, help = "usage.draft")]
    pub draft: bool,
    #[arg(
        long,
        value_name = "IDS",
        value_delimiter = ',',
        help = "usage.acknowledge"
    )]
    pub acknowledge: Vec<String>,
    #[arg(long, value_name = "CONFIRMATION", value_parser = confirmation, help = "usage.confirm")]
    pub confirm: Vec<(String, String)>,
    #[arg(long, value_name = "FILE", help = "usage.summary")]
    pub summary: Option<PathBuf>,
    #[arg(long, help = "usage.no_embed")]
    pub no_embed: bool,
    #[arg(long, help = "usage.force")]
    pub force: bool,
}

/// The commands of `qianyue config`.
#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    #[command(about = "usage.command.config_init")]
    Init,
    #[command(about = "usage.command.config_path")]
    Path,
}

/// The commands of `qianyue template`.
#[derive(Debug, Subcommand)]
pub(super) enum TemplateCommand {
    #[command(about = "usage.command.template_list")]
    List {
        #[arg(long, help = "usage.json")]
        json: bool,
    },
    #[command(about = "usage.command.template_show")]
    Show {
        #[arg(value_name = "ID", help = "usage.template.id")]
        id: String,
        #[arg(long, value_enum, default_value_t = TextFormat::Plain)]
        #[arg(value_name = "FORMAT", help = "usage.format.print")]
        format: TextFormat,
    },
    #[command(about = "usage.command.template_fields")]
    Fields {
        #[arg(value_name = "ID", help = "usage.template.id")]
        id: String,
        #[arg(long, help = "usage.json")]
        json: bool,
    },
    #[command(about = "usage.command.template_check")]
    Check {
        #[arg(value_name = "TEMPLATE", help = "usage.template.check")]
        template: String,
    },
    #[command(about = "usage.command.template_path")]
    Path,
}

/// The kind of value that an argument expects, for the message about a wrong value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// A language code.
    Language,
    /// The id of a finding with a reason.
    Confirmation,
    /// A revision number.
    Number,
    /// A day as `2026-03-01`.
    Day,
    /// A number of days as `60d`.
    Days,
}

impl fmt::Display for Expected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self:?} expected")
    }
}

impl std::error::Error for Expected {}

impl ValueEnum for TextFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(described(self.name()))
    }
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(described(self.name()))
    }
}

impl ValueEnum for Purpose {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(described(self.name()))
    }
}

impl ValueEnum for Mark {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(described(self.name()))
    }
}

/// A value with its description for shell completions, which are in English.
fn described(name: &'static str) -> PossibleValue {
    let key = format!("usage.value.{name}");
    PossibleValue::new(name).help(word(&key, &[], Language::English))
}

fn language(code: &str) -> Result<Language, Expected> {
    Language::from_code(code).ok_or(Expected::Language)
}

fn confirmation(text: &str) -> Result<(String, String), Expected> {
    match text.split_once('=') {
        Some((id, reason)) if !id.trim().is_empty() && !reason.trim().is_empty() => {
            Ok((id.trim().to_owned(), reason.trim().to_owned()))
        }
        _ => Err(Expected::Confirmation),
    }
}

fn day(text: &str) -> Result<NaiveDate, Expected> {
    text.trim().parse().map_err(|_| Expected::Day)
}

fn days(text: &str) -> Result<u32, Expected> {
    let number = text.trim().strip_suffix('d').ok_or(Expected::Days)?;
    number.parse().map_err(|_| Expected::Days)
}

fn number(text: &str) -> Result<u32, Expected> {
    text.parse().map_err(|_| Expected::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_grammar_holds_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_confirmation_needs_a_reason() {
        assert_eq!(
            confirmation("T01=样例"),
            Ok(("T01".to_owned(), "样例".to_owned()))
        );
        for text in ["T01", "T01=", "=x", " = "] {
            assert!(confirmation(text).is_err(), "text: {text}");
        }
    }
}
