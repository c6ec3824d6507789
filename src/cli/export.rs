//! `qianyue export`: writes the contract to a file if it is ready to sign or marked as a draft.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::Local;
use signal_hook::flag;

use super::arguments::ExportArguments;
use super::output::{complain, say};
use super::recording::record;
use super::source::Named;
use super::{Exit, Surroundings, check, fail, source};
use crate::desk::office::Cancel;
use crate::desk::{ExportRequest, exporting, origin, summary_of};
use crate::draft::{Draft, Issue, LastExport};
use crate::process::signals::ENDING;
use crate::render::format::Format;
use crate::render::{report, text};
use crate::review::Contract;
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
    // The requested format, or else the format of the file's extension.
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
    let mut contract = named.contract(surroundings);
    if accept(&mut named.draft, &contract.issues, arguments) {
        contract = named.contract(surroundings);
    }
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
    write(
        surroundings,
        &named,
        &contract,
        &request,
        &protected,
        arguments,
    )
}

/// Writes the contract and its summary. If either file would be refused, neither is written.
fn write(
    surroundings: &Surroundings,
    named: &Named,
    contract: &Contract,
    request: &ExportRequest,
    protected: &Protected,
    arguments: &ExportArguments,
) -> Exit {
    let language = surroundings.language;
    let summary = {
        let applied = &named.template.body(&named.draft.accepted).applied;
        let text_hash = arguments.summary.as_ref();
        let text_hash = text_hash.map(|_| text::hash(&contract.document));
        summary_of(
            request,
            &named.template,
            &named.draft,
            contract,
            applied,
            text_hash,
        )
    };
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
            let text = report::markdown(&wording::summary(&summary, &named.template, language));
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
    if let (Some(export), Some(path)) = (
        request.last_export(&written, Local::now().fixed_offset()),
        named.kept_file(surroundings),
    ) {
        record_export(surroundings, path, export);
    }
    Exit::Done
}

/// Records the export in the draft, so that the list says so. The file is written in any case.
fn record_export(surroundings: &Surroundings, path: &Path, export: LastExport) {
    let language = surroundings.language;
    let recorded = surroundings.store.load_path(path).and_then(|open| {
        let change = |draft: &mut Draft| draft.exported = Some(export);
        record(surroundings, open, change)
    });
    match recorded {
        Ok(None) => {}
        Ok(Some(remark)) => complain(&wording::save_remark(&remark, language), language),
        Err(error) => {
            let Words { message, hint } = wording::store_error(&error, language);
            let values = [("reason", message.as_str())];
            let message = word("cli.export_not_recorded", &values, language);
            complain(&Words { message, hint }, language);
        }
    }
}

/// Ends the export and the program that makes the PDF when a signal arrives.
#[derive(Default)]
struct Interruption {
    cancel: Cancel,
    /// The number of the signal; 0 before a signal arrives.
    signal: Arc<AtomicUsize>,
}

impl Interruption {
    fn listen(&self) {
        for signal in ENDING {
            // If the system refuses the handler, the signal keeps its default action.
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

/// Acknowledges and confirms the findings named on the command line, for this export only. Returns
/// whether any were named.
fn accept(draft: &mut Draft, issues: &[Issue], arguments: &ExportArguments) -> bool {
    let mut is_any = false;
    for issue in issues {
        let reason = match issue.severity {
            Severity::Warning if arguments.acknowledge.iter().any(|id| id.trim() == issue.id) => "",
            Severity::Error => match arguments.confirm.iter().find(|(id, _)| *id == issue.id) {
                Some((_, reason)) => reason,
                None => continue,
            },
            Severity::Warning | Severity::Hint => continue,
        };
        let acknowledgement = issue.acknowledgement(draft, reason);
        draft.acknowledged.insert(issue.id.clone(), acknowledgement);
        is_any = true;
    }
    is_any
}
