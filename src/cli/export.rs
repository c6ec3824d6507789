//! `qianyue export`: the contract as a file, if it is ready to sign or marked as a draft.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use signal_hook::flag;

use super::arguments::ExportArguments;
use super::output::{complain, say};
use super::source::Named;
use super::{Exit, Surroundings, check, fail, source};
use crate::app::screen::export::{ExportRequest, origin};
use crate::app::screen::written::summary_of;
use crate::draft::Issue;
use crate::language::Language;
use crate::render::format::Format;
use crate::render::report;
use crate::review::Contract;
use crate::runtime::exporting;
use crate::runtime::office::Cancel;
use crate::runtime::signals::ENDING;
use crate::store::Protected;
use crate::template::{ProfileKey, Severity};
use crate::wording::{self, Words, word};

pub(super) fn run(surroundings: &Surroundings, arguments: &ExportArguments) -> Exit {
    let language = surroundings.language;
    let Some(mut named) = source::read(surroundings, &arguments.source) else {
        return Exit::Failed;
    };
    if arguments.output == Path::new("-") {
        let no_file = Words {
            message: word("cli.no_file.message", &[], language),
            hint: word("cli.no_file.hint", &[], language),
        };
        return fail(&no_file, language);
    }
    // What is asked for, else what the file's ending promises.
    let format = arguments
        .format
        .or_else(|| Format::of_path(&arguments.output));
    let Some(format) = format else {
        let ending = Words {
            message: word("cli.format_unknown.message", &[], language),
            hint: word("cli.format_unknown.hint", &[], language),
        };
        return fail(&ending, language);
    };
    accept(&mut named, surroundings, arguments);
    let contract = named.contract(surroundings);
    if !arguments.draft && !contract.is_ready() {
        let blocking: Vec<Issue> = contract
            .issues
            .iter()
            .filter(|issue| issue.blocks())
            .cloned()
            .collect();
        say(check::as_text(&blocking, &named.template, language).trim_end());
        complain(
            &Words {
                message: word("cli.not_ready.message", &[], language),
                hint: word("cli.not_ready.hint", &[], language),
            },
            language,
        );
        return Exit::NotReady;
    }
    let profile = |key| {
        surroundings
            .config
            .profile
            .get(&key)
            .cloned()
            .unwrap_or_default()
    };
    let request = ExportRequest {
        document: contract.document.clone(),
        format,
        path: arguments.output.clone(),
        overwrite: arguments.force,
        draft_mark: arguments.draft,
        author: profile(ProfileKey::Author),
        company: profile(ProfileKey::Name),
        origin: origin(
            &named.draft,
            &named.template,
            &contract.style,
            contract.document.paper.embed_draft && !arguments.no_embed,
        ),
    };
    let folder = surroundings.store.folder();
    let protected = Protected::new(folder, surroundings.config_path.clone());
    let protected = protected.with_source(named.file.clone());
    write(&named, &contract, &request, &protected, arguments, language)
}

/// Writes the contract, and beside it what is to be known of it; whatever would be refused is
/// refused before either is there.
fn write(
    named: &Named,
    contract: &Contract,
    request: &ExportRequest,
    protected: &Protected,
    arguments: &ExportArguments,
    language: Language,
) -> Exit {
    let summary = {
        let applied = &named.template.body(&named.draft.accepted).applied;
        summary_of(request, &named.template, &named.draft, contract, applied)
    };
    let report = wording::summary(&summary, &named.template, language);
    let interruption = Interruption::default();
    if request.format == Format::Pdf {
        interruption.listen();
        if std::io::stderr().is_terminal() {
            say(&word("cli.making", &[], language));
        }
    }
    let exported = |path: &Path| {
        let path = wording::path(path);
        say(&word("cli.exported", &[("path", &path)], language));
    };
    let cancel = &interruption.cancel;
    let outcome = match &arguments.summary {
        Some(path) => {
            let text = report::markdown(&report);
            exporting::export_with_summary(request, (path, &text), protected, cancel, exported)
        }
        None => {
            exporting::export(request, protected, cancel).inspect(|written| exported(&written.path))
        }
    };
    let written = match outcome {
        Ok(written) => written,
        Err(failure) => {
            let exit = fail(&wording::export_failure(&failure, language), language);
            return interruption.signal().map_or(exit, Exit::Signal);
        }
    };
    for stood_in in &written.stood_in {
        say(&wording::stood_in(stood_in, language));
    }
    for line in wording::departures(&summary, language) {
        say(&line);
    }
    Exit::Done
}

/// A signal that ends the export, with the program that makes the PDF.
#[derive(Default)]
struct Interruption {
    cancel: Cancel,
    /// The number of the signal; 0 while none has come.
    signal: Arc<AtomicUsize>,
}

impl Interruption {
    fn listen(&self) {
        for signal in ENDING {
            // Where the system refuses, the signal ends the program as it always did.
            let number = usize::try_from(*signal).unwrap_or_default();
            let _told = flag::register_usize(*signal, Arc::clone(&self.signal), number);
            let _told = flag::register(*signal, self.cancel.flag());
        }
    }

    fn signal(&self) -> Option<u8> {
        let number = self.signal.load(Ordering::Relaxed);
        u8::try_from(number).ok().filter(|number| *number != 0)
    }
}

/// Acknowledges and confirms what the command line names, for this export only.
fn accept(named: &mut Named, surroundings: &Surroundings, arguments: &ExportArguments) {
    let issues = named.contract(surroundings).issues;
    for issue in &issues {
        let reason = match issue.severity {
            Severity::Warning if arguments.acknowledge.iter().any(|id| id.trim() == issue.id) => "",
            Severity::Error => match arguments.confirm.iter().find(|(id, _)| *id == issue.id) {
                Some((_, reason)) => reason,
                None => continue,
            },
            Severity::Warning | Severity::Hint => continue,
        };
        let acknowledgement = issue.acknowledgement(&named.draft, reason);
        named
            .draft
            .acknowledged
            .insert(issue.id.clone(), acknowledgement);
    }
}
