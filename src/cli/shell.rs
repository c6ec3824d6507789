//! `qianyue completions` and `qianyue man`: both are made from the grammar of the command line, in
//! English.

use clap_complete::Shell;

use super::output::print_bytes;
use super::{Exit, usage};
use crate::language::Language;

pub(super) fn completions(shell: Shell) -> Exit {
    let mut grammar = usage::grammar(Language::English);
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut grammar, "qianyue", &mut script);
    print_bytes(&script)
}

/// Prints one manual page: the program, then each command.
pub(super) fn man() -> Exit {
    // Use the bare version, so that all builds of a version have the same page.
    let mut grammar = usage::grammar(Language::English).version(env!("CARGO_PKG_VERSION"));
    grammar.build();
    let mut page = Vec::new();
    let mut written = clap_mangen::Man::new(grammar.clone()).render(&mut page);
    for command in leaves(&grammar) {
        let man = clap_mangen::Man::new(command.clone());
        let name = command.get_display_name().unwrap_or_default();
        let heading = format!(".SH {}\n", name.replace('-', " ").to_uppercase());
        page.extend_from_slice(heading.as_bytes());
        written = written
            .and_then(|()| man.render_description_section(&mut page))
            .and_then(|()| man.render_synopsis_section(&mut page))
            .and_then(|()| man.render_options_section(&mut page));
    }
    match written {
        Ok(()) => print_bytes(&page),
        // Writing into memory cannot fail.
        Err(_) => Exit::Failed,
    }
}

/// The commands without subcommands.
fn leaves(command: &clap::Command) -> Vec<&clap::Command> {
    command
        .get_subcommands()
        .filter(|command| command.get_name() != "help")
        .flat_map(|command| {
            if command.has_subcommands() {
                leaves(command)
            } else {
                vec![command]
            }
        })
        .collect()
}
