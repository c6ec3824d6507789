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
    let price = proof.sentences.iter().find(|sentence| {
        let mut parts = sentence.parts.iter();
        parts.any(|part| part.text == "107,000.53" && part.place.is_some())
    });
    assert_eq!(price.unwrap().clause, "一、（一）");
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

/// The final review of a contract that is ready to sign.
fn last_look() -> App {
    let mut app = editor();
    fill(&mut app);
    acknowledge_all(&mut app);
    act(&mut app, Action::Export);
    act(&mut app, Action::Confirm);
    assert_eq!(app.context(), Context::Proof);
    app
}

#[test]
fn enter_goes_forward_from_the_export_to_the_button_that_writes() {
    let mut app = last_look();
    let look = app.proof().unwrap();
    assert_eq!(look.row, 0);
    let n_rows = look.n_rows();
    for row in 1..n_rows {
        assert!(act(&mut app, Action::Confirm).is_none());
        assert_eq!(app.proof().map(|look| look.row), Some(row));
    }
    let effect = act(&mut app, Action::Confirm);
    assert!(matches!(effect, Some(Effect::Export(_))));
}

#[test]
fn a_sentence_stands_in_the_last_look_once_with_all_its_values() {
    let app = last_look();
    let sentences = &app.proof().unwrap().sentences;
    let text = |sentence: &crate::review::Sentence| -> String {
        sentence
            .parts
            .iter()
            .map(|part| part.text.as_str())
            .collect()
    };
    let mut seen = std::collections::BTreeSet::new();
    for sentence in sentences {
        assert!(
            seen.insert((sentence.clause.clone(), text(sentence))),
            "{}",
            text(sentence)
        );
    }
    let term = sentences.iter().find(|it| text(it).starts_with("服务期限"));
    assert_eq!(term.unwrap().places().count(), 2);
}

#[test]
fn nothing_is_written_by_a_key_that_comes_too_soon() {
    for action in [Action::Export, Action::Confirm] {
        let mut app = last_look();
        act(&mut app, Action::LineEnd);
        app.update(Message::Tempo(Tempo::Hasty));
        assert!(act(&mut app, action).is_none(), "{action:?}");
        assert_eq!(app.notice, Some(Notice::TooSoon));
        assert!(matches!(act(&mut app, action), Some(Effect::Export(_))));
    }
    // A hasty key does not answer the question either, and the question stays.
    let mut app = last_look();
    act(&mut app, Action::Export);
    let path = PathBuf::from("/tmp/out/x.docx");
    app.update(Message::NotExported(ExportFailure::Exists(path)));
    let question = app.notice.clone();
    app.update(Message::Tempo(Tempo::Hasty));
    assert!(act(&mut app, Action::Confirm).is_none());
    assert_eq!(app.notice, question);
    let effect = act(&mut app, Action::Confirm);
    assert!(matches!(&effect, Some(Effect::Export(request)) if request.overwrite));
}

#[test]
fn the_last_look_leads_to_what_is_wrong_and_back_to_the_same_row() {
    let mut app = last_look();
    for _ in 0..3 {
        act(&mut app, Action::Next);
    }
    let place = app.proof().unwrap().sentences[3]
        .places()
        .next()
        .unwrap()
        .clone();
    act(&mut app, Action::Mend);
    assert!(app.proof().is_none() && app.export().is_none());
    assert_eq!(app.notice, Some(Notice::MendThenGoBack));
    let focus = app.editor.as_ref().unwrap().typed_source(&place);
    assert_eq!(focused(&app), focus.to_string());
    act(&mut app, Action::Export);
    assert_eq!(app.proof().map(|look| look.row), Some(3));
    // Without a change to make, the export begins at its start.
    act(&mut app, Action::Cancel);
    act(&mut app, Action::Cancel);
    act(&mut app, Action::Export);
    assert_eq!(app.context(), Context::Export);
}

#[test]
fn the_last_look_lists_decisions_against_the_template_and_leads_to_each() {
    let mut app = last_look();
    let look = app.proof().unwrap();
    let rows: Vec<proof::ProofRow> = (0..look.n_rows()).map(|row| look.kind(row)).collect();
    let known = rows
        .iter()
        .position(|row| *row == proof::ProofRow::Known(0))
        .unwrap();
    let id = look.known[0].id.clone();
    for _ in 0..known {
        act(&mut app, Action::Next);
    }
    act(&mut app, Action::Mend);
    assert_eq!(app.context(), Context::Findings);
    assert_eq!(app.selected_issue().unwrap().id, id);
    act(&mut app, Action::Cancel);
    act(&mut app, Action::Export);
    assert_eq!(app.proof().map(|look| look.row), Some(known));
}

#[test]
fn a_finding_that_is_dealt_with_leaves_enter_the_way_forward() {
    let mut app = editor();
    fill(&mut app);
    act(&mut app, Action::Export);
    for _ in 0..app.export().unwrap().issues.len() {
        if app.selected_issue().is_none() {
            break;
        }
        act(&mut app, Action::Toggle);
        if app.export().unwrap().reason.is_some() {
            type_text(&mut app, "已与客户确认");
            act(&mut app, Action::Confirm);
        }
    }
    assert_eq!(app.export().unwrap().blocking(), (0, 0));
    assert_eq!(app.export().unwrap().row_kind(), export::RowKind::Go);
    act(&mut app, Action::Confirm);
    act(&mut app, Action::Confirm);
    assert_eq!(
        app.context(),
        Context::Proof,
        "twice Enter stays in the export"
    );
}

#[test]
fn the_export_key_goes_on_at_the_gate() {
    let mut app = editor();
    act(&mut app, Action::Export);
    let first = app.export().unwrap().issues.iter().position(Issue::blocks);
    let field = app.export().unwrap().issues[first.unwrap()].places[0].clone();
    act(&mut app, Action::LineEnd);
    assert!(app.helps(Action::Export));
    act(&mut app, Action::Export);
    assert_eq!(
        focused(&app),
        field.to_string(),
        "the first thing in the way"
    );
    fill(&mut app);
    acknowledge_all(&mut app);
    act(&mut app, Action::Export);
    act(&mut app, Action::Export);
    assert_eq!(app.context(), Context::Proof);
}

/// The finding about the company that the template names in its text, selected in a list.
fn at_a_strange_company(list: Action) -> App {
    let mut app = editor();
    for (field, name) in [
        ("party_b_name", "深圳示例云帆网络科技有限公司"),
        ("party_a_name", "杭州虚构青禾茶业有限公司"),
    ] {
        go_to(&mut app, field);
        type_text(&mut app, name);
    }
    act(&mut app, list);
    for _ in 0..app.editor.as_ref().unwrap().issues().len() {
        if app.selected_issue().unwrap().id == "T01" {
            break;
        }
        act(&mut app, Action::Next);
    }
    app
}

#[test]
fn enter_on_a_finding_that_a_correction_resolves_goes_to_the_correction() {
    for from in [Action::Findings, Action::Export] {
        let mut app = at_a_strange_company(from);
        act(&mut app, Action::Confirm);
        assert_eq!(app.context(), Context::Corrections, "{from:?}");
        let editor = app.editor.as_ref().unwrap();
        assert_eq!(
            app.corrections().unwrap().selected(editor).unwrap().id,
            "C25"
        );
    }
}

#[test]
fn a_finding_without_a_correction_opens_no_list_of_others() {
    for from in [Action::Findings, Action::Export] {
        let mut app = editor();
        act(&mut app, from);
        assert!(!app.helps(Action::Corrections));
        act(&mut app, Action::Corrections);
        assert!(app.corrections().is_none(), "{from:?}");
        assert_eq!(app.notice, Some(Notice::NoCorrectionForFinding));
    }
}

#[test]
fn a_typed_reason_is_not_lost_by_leaving() {
    for from in [Action::Findings, Action::Export] {
        let mut app = at_a_strange_company(from);
        act(&mut app, Action::Toggle);
        assert!(app.asks_for_reason());
        type_text(&mut app, "客户要求");
        assert!(act(&mut app, Action::Leave).is_none(), "{from:?}");
        assert_eq!(app.notice, Some(Notice::ReasonOpen));
        act(&mut app, Action::DeleteLine);
        let effect = act(&mut app, Action::Leave);
        assert!(matches!(effect, Some(Effect::Close(None))), "{from:?}");
    }
}
