//! The command line's grammar. clap's own frame stays English.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::language::Language;
use crate::render::format::{Format, TextFormat};

/// Draft contracts at the keyboard (签约)
#[derive(Debug, Parser)]
#[command(name = "qianyue", bin_name = "qianyue", version, about, long_about = None)]
pub(super) struct Arguments {
    /// Language of screen and messages: zh-CN or en
    #[arg(long = "lang", global = true, value_name = "LANG", value_parser = language)]
    pub language: Option<Language>,
    /// Folder of drafts and templates (also `QIANYUE_DATA_DIR`)
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Configuration file
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do; without one the home screen opens.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Begin a new draft in the form
    New {
        /// Template id (the first template without it)
        template: Option<String>,
        /// Draft whose answers are copied, where its template allows it
        #[arg(long, value_name = "SOURCE")]
        from: Option<String>,
    },
    /// Ask for every blank line by line, on any terminal or through a pipe
    Ask {
        /// Template id (the first template without it), or id of a draft to go on with
        template: Option<String>,
        /// Draft whose answers are copied, where its template allows it
        #[arg(long, value_name = "SOURCE")]
        from: Option<String>,
    },
    /// Reopen a draft in the form
    Open {
        /// Draft id (or its beginning), or path to a draft file or exported DOCX
        source: String,
    },
    /// List drafts, newest first
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the contract
    Show {
        /// Draft id (or its beginning), path to a draft file or exported DOCX, or - for standard input
        source: String,
        /// Output format
        #[arg(long, value_enum, default_value_t = TextFormat::Plain)]
        format: TextFormat,
    },
    /// Print every finding; exit code 3 if one is an error
    Check {
        /// Draft id (or its beginning), path to a draft file or exported DOCX, or - for standard input
        source: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// List the kept revisions of a draft, newest first, with what changed; or restore one
    History {
        /// Draft id (or its beginning), or path to a draft file or exported DOCX
        source: String,
        /// Make this revision the present draft; the present one becomes a revision
        #[arg(long, value_name = "NUMBER", conflicts_with = "json")]
        restore: Option<u32>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Say where everything lies and what is wrong there; exit code 1 if something needs attention
    Doctor {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Write the contract to a file
    Export(ExportArguments),
    /// Settings
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Print the completions of a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print the manual page
    Man,
    /// Templates
    Template {
        #[command(subcommand)]
        command: TemplateCommand,
    },
}

/// How and where a contract is written.
#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    /// Draft id (or its beginning), path to a draft file or exported DOCX, or - for standard input
    pub source: String,
    /// File to write
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Output format; by the file's ending if not given
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// Write a marked draft: every page says 草稿
    #[arg(long)]
    pub draft: bool,
    /// Acknowledge warnings by id
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    pub acknowledge: Vec<String>,
    /// Confirm an error by id, with the reason
    #[arg(long, value_name = "ID=REASON", value_parser = confirmation)]
    pub confirm: Vec<(String, String)>,
    /// Also write what to print, fill in, sign and seal, as Markdown
    #[arg(long, value_name = "FILE")]
    pub summary: Option<PathBuf>,
    /// Leave the draft out of a DOCX: it cannot be reopened from it, only read
    #[arg(long)]
    pub no_embed: bool,
    /// Overwrite an existing file
    #[arg(long)]
    pub force: bool,
}

/// What to do with the settings.
#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Write a first file with every setting explained; one that is there stays
    Init,
    /// Print where the settings lie
    Path,
}

/// What to do with templates.
#[derive(Debug, Subcommand)]
pub(super) enum TemplateCommand {
    /// List templates
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the blank contract
    Show {
        /// Template id
        id: String,
        /// Output format
        #[arg(long, value_enum, default_value_t = TextFormat::Plain)]
        format: TextFormat,
    },
    /// List the fields of a template and the corrections that it offers
    Fields {
        /// Template id
        id: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Report every mistake of a template
    Check {
        /// Template id or path to a template file
        template: String,
    },
    /// Print the folder of your own templates
    Path,
}

impl ValueEnum for TextFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self {
            Self::Plain => "A paragraph a line",
            Self::Markdown => "Markdown",
            Self::Json => "The document tree",
            Self::Html => "One page for a browser, which prints on A4",
        };
        Some(PossibleValue::new(self.name()).help(help))
    }
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            Self::Docx => Some(PossibleValue::new(self.name()).help("Word")),
            Self::Pdf => {
                Some(PossibleValue::new(self.name()).help("Pages as they print, by LibreOffice"))
            }
            Self::Text(format) => format.to_possible_value(),
        }
    }
}

fn language(code: &str) -> Result<Language, String> {
    Language::from_code(code).ok_or_else(|| "zh-CN or en".to_owned())
}

fn confirmation(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((id, reason)) if !id.trim().is_empty() && !reason.trim().is_empty() => {
            Ok((id.trim().to_owned(), reason.trim().to_owned()))
        }
        _ => Err("ID=REASON, with a reason".to_owned()),
    }
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
