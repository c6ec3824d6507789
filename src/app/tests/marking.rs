//! The marks of a contract, and what they allow.

use super::*;
use crate::desk::{DraftState, Exported};
use crate::draft::{LastExport, Mark, Status};

fn state(app: &App) -> DraftState {
    app.editor.as_ref().unwrap().work.standing().state
}

/// Chooses a mark on its screen, and types the day or the reason.
fn mark(app: &mut App, mark: Mark, typed: &str) {
    act(app, Action::Mark);
    let row = Mark::ALL.iter().position(|other| *other == mark).unwrap();
    act(app, Action::LineStart);
    for _ in 0..row {
        act(app, Action::Next);
    }
    act(app, Action::Confirm);
    if app.context() == Context::MarkValue {
        act(app, Action::DeleteLine);
        type_text(app, typed);
        act(app, Action::Confirm);
    }
}

#[test]
fn a_signed_contract_can_only_be_read_until_a_reason_opens_it() {
    let mut app = editor();
    mark(&mut app, Mark::Signed, "2026-3-2");
    assert_eq!(app.notice, Some(Notice::Marked(Mark::Signed)));
    assert_eq!(state(&app), DraftState::Signed);
    type_text(&mut app, "甲");
    assert_eq!(answer(&app, "party_a_name"), "");
    assert_eq!(app.notice, Some(Notice::Locked(Mark::Signed)));
    // The reason must not be empty.
    mark(&mut app, Mark::Open, "");
    assert_eq!(app.context(), Context::MarkValue);
    assert_eq!(app.notice, Some(Notice::ReasonNeeded));
    act(&mut app, Action::Cancel);
    act(&mut app, Action::Cancel);
    mark(&mut app, Mark::Open, "对方退回");
    let draft = app.editor.as_ref().unwrap().work.draft().clone();
    assert_eq!(draft.status.reason, "对方退回");
    type_text(&mut app, "甲");
    assert_eq!(answer(&app, "party_a_name"), "甲");
}

#[test]
fn a_mark_is_saved_and_is_no_step_of_undo() {
    let mut app = editor();
    type_text(&mut app, "甲");
    let before = app.editor.as_ref().unwrap().work.revision();
    mark(&mut app, Mark::Sent, "今天");
    let work = &app.editor.as_ref().unwrap().work;
    assert!(work.revision() > before);
    assert_eq!(work.draft().status.date, Some(app.today));
    act(&mut app, Action::Undo);
    let draft = app.editor.as_ref().unwrap().work.draft();
    assert_eq!(draft.status.is, Mark::Sent);
    assert_eq!(answer(&app, "party_a_name"), "");
}

#[test]
fn the_day_of_a_mark_must_be_a_day() {
    let mut app = editor();
    mark(&mut app, Mark::Signed, "不久前");
    assert_eq!(app.notice, Some(Notice::NoSuchMarkDay));
    assert_eq!(state(&app), DraftState::Filling);
}

#[test]
fn only_the_contract_itself_is_recorded_as_exported() {
    for (is_draft, expected) in [(true, None), (false, Some("/tmp/out/x.docx"))] {
        let mut app = editor();
        act(&mut app, Action::Export);
        let effect = act(&mut app, Action::ExportDraft);
        let Some(Effect::Export(mut request)) = effect else {
            panic!("{effect:?}");
        };
        request.draft_mark = is_draft;
        app.begin_export(&request);
        let at = DateTime::parse_from_rfc3339("2026-11-23T10:32:00+08:00").ok();
        app.update(Message::Exported(Exported {
            at,
            ..PathBuf::from("/tmp/out/x.docx").into()
        }));
        let exported = &app.editor.as_ref().unwrap().work.draft().exported;
        let path = exported.as_ref().map(|exported| exported.path.as_str());
        assert_eq!(path, expected);
    }
}

#[test]
fn the_first_change_of_an_exported_contract_asks_and_loses_nothing() {
    let mut app = editor();
    let mut draft = app.editor.as_ref().unwrap().work.draft().clone();
    for (field, text) in crate::draft::for_tests::ANSWERS {
        let answer = Answer::Text((*text).to_owned());
        draft.answers.insert((*field).into(), answer);
    }
    let payment = Answer::Chosen(vec!["remittance".to_owned()]);
    draft.answers.insert("payment".into(), payment);
    draft.status = Status {
        is: Mark::Sent,
        ..Status::default()
    };
    let template: Arc<Template> = Arc::clone(app.editor.as_ref().unwrap().work.template());
    let contract = crate::review::Contract::of(&template, &draft, &template::StyleKeys::new());
    for issue in contract.issues.iter().filter(|issue| issue.blocks()) {
        let given = issue.acknowledgement(&draft, "样例");
        draft.acknowledged.insert(issue.id.clone(), given);
    }
    draft.exported = Some(LastExport {
        at: DateTime::parse_from_rfc3339("2026-11-23T10:32:00+08:00").unwrap(),
        path: "/tmp/out/x.docx".to_owned(),
        text_sha256: crate::render::text::hash(&contract.document).to_string(),
    });
    let opened = OpenedDraft::writable(template, draft);
    app.update(Message::Opened(Box::new(opened)));
    assert_eq!(state(&app), DraftState::Sent);
    go_to(&mut app, "contract_no");
    type_text(&mut app, "Q");
    assert!(matches!(app.notice, Some(Notice::ChangesExported(_))));
    assert_eq!(answer(&app, "contract_no"), "");
    type_text(&mut app, "Y");
    assert_eq!(answer(&app, "contract_no"), "QY");
    assert_eq!(state(&app), DraftState::Changed);
    type_text(&mut app, "1");
    assert_eq!(answer(&app, "contract_no"), "QY1");
}
