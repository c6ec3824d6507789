//! The export screen, the final review, and the results of an export.

use super::*;
use crate::desk::{ExportFailure, PdfFailure};
use crate::draft::for_tests::ANSWERS;

#[test]
fn where_the_contract_goes_is_said_once_while_the_draft_is_open() {
    let mut app = editor();
    act(&mut app, Action::Export);
    let gate = |app: &App| {
        let gate = app.export().unwrap();
        (gate.path.text().to_owned(), gate.format)
    };
    let proposed = gate(&app);
    while app.export().unwrap().row_kind() != export::RowKind::Path {
        act(&mut app, Action::Next);
    }
    act(&mut app, Action::DeleteLine);
    type_text(&mut app, "/合同/甲.pdf");
    let typed = ("/合同/甲.pdf".to_owned(), Format::Pdf);
    assert_eq!(gate(&app), typed);
    // The path stays after going to a finding, and after closing the screen.
    act(&mut app, Action::LineStart);
    app.export_mut().unwrap().row = 0;
    act(&mut app, Action::Confirm);
    assert!(app.export().is_none());
    act(&mut app, Action::Export);
    assert_eq!(gate(&app), typed);
    act(&mut app, Action::Cancel);
    act(&mut app, Action::Export);
    assert_eq!(gate(&app), typed);
    // A path that was only proposed changes with the draft.
    let mut app = editor();
    act(&mut app, Action::Export);
    assert_eq!(gate(&app), proposed);
    act(&mut app, Action::Cancel);
    go_to(&mut app, "party_a_name");
    type_text(&mut app, "杭州虚构青禾茶业有限公司");
    act(&mut app, Action::Export);
    assert!(gate(&app).0.contains("青禾"), "{:?}", gate(&app));
}

#[test]
fn the_gate_lists_what_is_missing_and_leads_there() {
    let mut app = editor();
    act(&mut app, Action::Export);
    let export = app.export().unwrap();
    assert!(export.blocking().0 > 10);
    assert_eq!(
        export.path.text(),
        "/tmp/out/2026-02-10 小程序技术开发服务合同.docx"
    );
    let field = export.selected_issue().unwrap().places[0].clone();
    assert!(act(&mut app, Action::Confirm).is_none());
    assert!(app.export().is_none());
    assert_eq!(focused(&app), field.to_string());
    act(&mut app, Action::Export);
    let effect = act(&mut app, Action::ExportDraft);
    assert!(
        matches!(&effect, Some(Effect::Export(request)) if request.draft_mark && !request.overwrite)
    );
}

#[test]
fn an_existing_file_is_replaced_only_by_the_key_that_asked_for_it_once_more() {
    let exists = || {
        let path = PathBuf::from("/tmp/out/x.docx");
        Message::NotExported(ExportFailure::Exists(path))
    };
    let replaces = |effect: &Option<Effect>, draft: bool| {
        matches!(effect, Some(Effect::Export(request))
            if request.overwrite && request.draft_mark == draft)
    };
    // A marked draft of a contract that is complete.
    let mut app = editor();
    fill(&mut app);
    acknowledge_all(&mut app);
    act(&mut app, Action::Export);
    act(&mut app, Action::ExportDraft);
    app.update(exists());
    assert!(matches!(
        app.notice,
        Some(Notice::PressAgainToOverwriteDraft(_))
    ));
    assert!(act(&mut app, Action::Confirm).is_none(), "looked at first");
    act(&mut app, Action::Cancel);
    let effect = act(&mut app, Action::ExportDraft);
    assert!(!replaces(&effect, true), "another key lay between");
    app.update(exists());
    let effect = act(&mut app, Action::ExportDraft);
    assert!(replaces(&effect, true));
    app.update(Message::Exported(PathBuf::from("/tmp/out/x.docx").into()));
    act(&mut app, Action::Cancel);
    // The contract itself.
    act(&mut app, Action::Export);
    act(&mut app, Action::Confirm);
    let effect = act(&mut app, Action::Export);
    assert!(!replaces(&effect, false));
    app.update(exists());
    assert!(matches!(app.notice, Some(Notice::PressAgainToOverwrite(_))));
    assert_eq!(app.context(), Context::Proof);
    act(&mut app, Action::Next);
    let effect = act(&mut app, Action::Export);
    assert!(!replaces(&effect, false), "another key lay between");
    app.update(exists());
    act(&mut app, Action::Help);
    act(&mut app, Action::Cancel);
    let effect = act(&mut app, Action::Export);
    assert!(!replaces(&effect, false), "it is said no more");
    app.update(exists());
    let effect = act(&mut app, Action::Export);
    assert!(replaces(&effect, false));
}

/// Answers every required field that has an answer in the list.
fn fill(app: &mut App) {
    for (field, text) in ANSWERS {
        go_to(app, field);
        type_text(app, text);
    }
    go_to(app, "payment");
    type_text(app, "3");
}

/// Acknowledges every warning and confirms every confirmable error in the list of findings.
fn acknowledge_all(app: &mut App) {
    act(app, Action::Findings);
    for _ in 0..app.editor.as_ref().unwrap().issues().len() {
        let blocks = {
            let editor = app.editor.as_ref().unwrap();
            app.findings().unwrap().selected(editor).unwrap().blocks()
        };
        if blocks {
            act(app, Action::Toggle);
            if app.findings().unwrap().reason.is_some() {
                type_text(app, "已与客户确认");
                act(app, Action::Confirm);
            }
        }
        act(app, Action::Next);
    }
    act(app, Action::Cancel);
}

#[test]
fn a_complete_contract_passes_the_gate_and_the_last_look() {
    let mut app = editor();
    fill(&mut app);
    assert_eq!(app.editor.as_ref().unwrap().work.progress().answered, 19);
    acknowledge_all(&mut app);
    assert!(app.editor.as_ref().unwrap().work.contract().is_ready());
    act(&mut app, Action::Export);
    assert!(act(&mut app, Action::Confirm).is_none());
    let proof = app.proof().unwrap();
    assert!(
        proof
            .differences
            .iter()
            .any(|found| found.value == "107,000.53"
                && found.clause == "一、（一）"
                && found.before.ends_with("单价："))
    );
    let effect = act(&mut app, Action::Export);
    assert!(matches!(&effect, Some(Effect::Export(request)) if !request.draft_mark));
    app.update(Message::Exported(PathBuf::from("/tmp/out/x.docx").into()));
    assert!(app.export().unwrap().written.is_some());
}

/// The export screen of a blank draft while a marked draft is written as PDF.
fn making_a_pdf() -> App {
    let mut app = editor();
    act(&mut app, Action::Export);
    let gate = app.export_mut().unwrap();
    gate.row = gate.issues.len() + 1;
    act(&mut app, Action::Right);
    let gate = app.export().unwrap();
    assert!(gate.path.text().contains(".pdf"), "{}", gate.path.text());
    let effect = act(&mut app, Action::ExportDraft);
    assert!(matches!(&effect, Some(Effect::Export(request)) if request.format == Format::Pdf));
    app
}

#[test]
fn a_pdf_in_the_making_is_cancelled_and_said_to_be_only_when_it_is() {
    let mut app = making_a_pdf();
    app.update(Message::Making { seconds: 7 });
    app.update(Message::Typed("x".to_owned()));
    assert!(act(&mut app, Action::Confirm).is_none());
    assert!(act(&mut app, Action::ExportDraft).is_none());
    let running = app.export().unwrap().running;
    assert_eq!(running, Some(export::Running::Making { seconds: 7 }));
    assert!(matches!(
        act(&mut app, Action::Cancel),
        Some(Effect::CancelExport)
    ));
    let running = |app: &App| app.export().unwrap().running;
    assert_eq!(running(&app), Some(export::Running::Cancelling));
    app.update(Message::Making { seconds: 8 });
    assert!(act(&mut app, Action::Cancel).is_none(), "once is enough");
    assert_eq!(running(&app), Some(export::Running::Cancelling));
    assert_eq!(app.notice, None);
    let cancelled = ExportFailure::Pdf(PdfFailure::Cancelled);
    app.update(Message::NotExported(cancelled));
    assert_eq!(app.notice, Some(Notice::ExportCancelled));
    assert_eq!(app.export().unwrap().running, None);
    assert!(matches!(
        act(&mut app, Action::ExportDraft),
        Some(Effect::Export(_))
    ));
}

#[test]
fn a_pdf_that_is_done_before_it_can_be_cancelled_is_shown() {
    let mut app = making_a_pdf();
    act(&mut app, Action::Cancel);
    app.update(Message::Exported(PathBuf::from("/tmp/out/x.pdf").into()));
    assert!(app.export().unwrap().written.is_some());
}

#[test]
fn leaving_takes_a_pdf_in_the_making_with_it_and_says_nothing_in_the_list() {
    let mut app = making_a_pdf();
    assert!(matches!(
        act(&mut app, Action::Leave),
        Some(Effect::Close(None))
    ));
    app.closed();
    let cancelled = ExportFailure::Pdf(PdfFailure::Cancelled);
    app.update(Message::NotExported(cancelled));
    app.update(Message::Making { seconds: 8 });
    assert_eq!(app.notice, None);
}

#[test]
fn the_last_look_leads_to_the_value_that_is_wrong() {
    let mut app = editor();
    fill(&mut app);
    acknowledge_all(&mut app);
    act(&mut app, Action::Export);
    act(&mut app, Action::Confirm);
    let first = app.proof().unwrap().differences[0].place.clone();
    act(&mut app, Action::Confirm);
    assert!(app.proof().is_none() && app.export().is_none());
    assert_eq!(focused(&app), first.to_string());
}
