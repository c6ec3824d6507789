//! The help of every command in clap's layout. clap itself has only English headings.

use clap::builder::{PossibleValue, Styles};
use clap::{Arg, Command};
use unicode_width::UnicodeWidthStr;

use crate::language::Language;
use crate::wording::word;

/// The columns between the two parts of a list, and before the list.
const GAP: usize = 2;

/// The grammar with the help of each command.
pub(super) fn with_help(mut grammar: Command, language: Language) -> Command {
    // clap adds the built-in commands and copies the global options only in `build`.
    grammar.build();
    helping(grammar, language)
}

fn helping(command: Command, language: Language) -> Command {
    let page = Page { language };
    let help = page.text(&command);
    let usage = page.usage(&command);
    command
        .override_help(help)
        .override_usage(usage)
        .mut_subcommands(|command| match command.get_name() {
            "help" => command,
            _ => helping(command, language),
        })
}

/// The language and style of a help page.
struct Page {
    language: Language,
}

/// A line of a list: a name and its description.
struct Row {
    name: String,
    said: Vec<String>,
}

impl Page {
    fn word(&self, key: &str) -> String {
        word(key, &[], self.language)
    }

    fn text(&self, command: &Command) -> String {
        let styles = command.get_styles();
        let header = styles.get_header();
        let about = command.get_about().map(ToString::to_string);
        let label = self.word("usage.frame.usage");
        let heading = label.trim_end();
        let gap = " ".repeat(label.len() - heading.len());
        let mut text = format!(
            "{}\n\n{header}{heading}{header:#}{gap}{}\n",
            about.unwrap_or_default(),
            self.usage(command)
        );
        let commands = command
            .get_subcommands()
            .map(|command| self.command(command));
        let arguments = command
            .get_positionals()
            .map(|argument| self.argument(argument));
        let options = options(command).map(|argument| self.argument(argument));
        for (key, rows) in [
            ("usage.frame.commands", commands.collect::<Vec<Row>>()),
            ("usage.frame.arguments", arguments.collect()),
            ("usage.frame.options", options.collect()),
        ] {
            if !rows.is_empty() {
                let heading = self.word(key);
                text.push_str(&format!("\n{header}{heading}{header:#}\n"));
                text.push_str(&list(&rows, styles));
            }
        }
        text
    }

    /// The usage line of a command.
    fn usage(&self, command: &Command) -> String {
        let name = command.get_bin_name().unwrap_or(command.get_name());
        let mut parts = vec![name.to_owned()];
        parts.push(format!("[{}]", self.word("usage.name.OPTIONS")));
        let required = options(command).filter(|argument| argument.is_required_set());
        parts.extend(required.map(ToString::to_string));
        parts.extend(command.get_positionals().map(ToString::to_string));
        if command.has_subcommands() {
            let below = self.word("usage.name.COMMAND");
            parts.push(if command.is_subcommand_required_set() {
                format!("<{below}>")
            } else {
                format!("[{below}]")
            });
        }
        parts.join(" ")
    }

    fn command(&self, command: &Command) -> Row {
        let about = match command.get_name() {
            "help" => self.word("usage.command.help"),
            _ => command
                .get_about()
                .map(ToString::to_string)
                .unwrap_or_default(),
        };
        Row {
            name: command.get_name().to_owned(),
            said: vec![about],
        }
    }

    fn argument(&self, argument: &Arg) -> Row {
        let name = match (argument.get_short(), argument.is_positional()) {
            (Some(short), _) => format!("-{short}, {argument}"),
            (None, false) => format!("    {argument}"),
            (None, true) => argument.to_string(),
        };
        let mut help = match argument.get_id().as_str() {
            "help" => self.word("usage.help"),
            "version" => self.word("usage.version"),
            _ => argument
                .get_help()
                .map(ToString::to_string)
                .unwrap_or_default(),
        };
        if !argument.get_action().takes_values() {
            return Row {
                name,
                said: vec![help],
            };
        }
        for default in argument.get_default_values() {
            let value = default.to_string_lossy();
            let values = [("value", value.as_ref())];
            help.push_str(&word("usage.frame.default", &values, self.language));
        }
        let mut said = vec![help];
        said.extend(self.values(&argument.get_possible_values()));
        Row { name, said }
    }

    /// The possible values, each with its description; all on one line if none has a description.
    fn values(&self, values: &[PossibleValue]) -> Vec<String> {
        let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
        if values.iter().all(|value| value.get_help().is_none()) {
            let names = names.join(self.language.separator());
            let among = [("values", names.as_str())];
            let line = word("usage.frame.among", &among, self.language);
            return if names.is_empty() {
                Vec::new()
            } else {
                vec![line]
            };
        }
        let line = |value: &PossibleValue| {
            let help = self.word(&format!("usage.value.{}", value.get_name()));
            let parts = [("name", value.get_name()), ("help", help.as_str())];
            format!("- {}", word("usage.frame.value", &parts, self.language))
        };
        std::iter::once(self.word("usage.frame.values"))
            .chain(values.iter().map(line))
            .collect()
    }
}

/// The options of a command: its own, the global options, help and version.
fn options(command: &Command) -> impl Iterator<Item = &Arg> {
    let place = |argument: &&Arg| match argument.get_id().as_str() {
        "help" => 2,
        "version" => 3,
        _ => usize::from(argument.is_global_set()),
    };
    let mut options: Vec<&Arg> = command
        .get_arguments()
        .filter(|argument| !argument.is_positional())
        .collect();
    options.sort_by_key(place);
    options.into_iter()
}

/// A list in two columns; long descriptions wrap within the second column.
fn list(rows: &[Row], styles: &Styles) -> String {
    let literal = styles.get_literal();
    let widest = rows.iter().map(|row| row.name.width()).max().unwrap_or(0);
    let mut text = String::new();
    for Row { name, said } in rows {
        let padding = widest + GAP - name.width();
        text.push_str(&format!(
            "{:GAP$}{literal}{name}{literal:#}{:padding$}",
            "", ""
        ));
        let indent = " ".repeat(GAP + widest + GAP);
        text.push_str(&said.join(&format!("\n{indent}")));
        text.push('\n');
    }
    text
}
