//! Tests that press keys and check the state.

mod after_export;
mod exporting;
mod going_back;
mod helping;
mod home;
mod marking;
mod merge;
mod palette;
mod pointing;
mod revisions;
mod safety;
mod style;
mod typing;

use std::collections::HashMap;

use super::pointer::{Gesture, Sight, Target};
use super::screen::{Layer, corrections, export, findings, proof};
use super::*;
use crate::desk::House;
use crate::desk::OpenedDraft;
use crate::draft::{Answer, Draft, Issue};
use crate::render::format::Format;
use crate::template::{self, ProfileKey, Template};

/// Access to the open screens.
impl App {
    pub(crate) fn export(&self) -> Option<&export::ExportScreen> {
        self.screens.iter().find_map(|screen| match screen {
            Screen::Export(screen) => Some(screen.as_ref()),
            _ => None,
        })
    }

    pub(crate) fn export_mut(&mut self) -> Option<&mut export::ExportScreen> {
        self.screens.iter_mut().find_map(|screen| match screen {
            Screen::Export(screen) => Some(screen.as_mut()),
            _ => None,
        })
    }

    pub(crate) fn findings(&self) -> Option<&findings::FindingsScreen> {
        self.screens.iter().find_map(|screen| match screen {
            Screen::Findings(screen) => Some(screen),
            _ => None,
        })
    }

    pub(crate) fn corrections(&self) -> Option<&corrections::CorrectionsScreen> {
        self.screens.iter().find_map(|screen| match screen {
            Screen::Corrections(screen) => Some(screen),
            _ => None,
        })
    }

    pub(crate) fn proof(&self) -> Option<&proof::ProofScreen> {
        self.screens.iter().find_map(|screen| match screen {
            Screen::Proof(screen) => Some(screen),
            _ => None,
        })
    }

    pub(crate) fn overlay(&self) -> Option<&Screen> {
        let mut screens = self.screens.iter();
        screens.find(|screen| screen.layer() == Layer::Overlay)
    }

    fn overlay_mut(&mut self) -> Option<&mut Screen> {
        let mut screens = self.screens.iter_mut();
        screens.find(|screen| screen.layer() == Layer::Overlay)
    }
}

/// The built-in contract, the first template that comes with the program.
fn template() -> Arc<Template> {
    let (_, text) = crate::store::BUILT_IN[0];
    Arc::new(template::parse(text.as_bytes()).unwrap())
}

/// An editor of a blank draft on a wide screen.
fn editor() -> App {
    editor_of(template())
}

fn editor_of(template: Arc<Template>) -> App {
    let today = NaiveDate::from_ymd_opt(2026, 2, 10).unwrap();
    let settings = Settings {
        house: Arc::new(House {
            profile: HashMap::from([(ProfileKey::Name, "深圳示例云帆网络科技有限公司".to_owned())]),
            now: crate::draft::for_tests::now,
            ..House::default()
        }),
        export_dir: PathBuf::from("/tmp/out"),
        ..Settings::default()
    };
    let mut app = App::new(settings, (120, 40), today);
    app.update(Message::Opened(Box::new(OpenedDraft {
        template,
        draft: Draft::default(),
        read_only: None,
        template_changed: false,
        newer: None,
        not_used: None,
        is_new: false,
    })));
    app
}

fn act(app: &mut App, action: Action) -> Option<Effect> {
    app.update(Message::Action(action))
}

fn type_text(app: &mut App, text: &str) {
    for c in text.chars() {
        app.update(Message::Typed(c.to_string()));
    }
}

fn go_to(app: &mut App, field: &str) {
    let place = field.into();
    assert!(
        app.editor.as_mut().unwrap().go_to_place(&place),
        "field: {field}"
    );
}

fn answer(app: &App, field: &str) -> String {
    let editor = app.editor.as_ref().unwrap();
    editor
        .work
        .draft()
        .answers
        .get(&field.into())
        .map(Answer::as_text)
        .unwrap_or_default()
}

fn printed(app: &App) -> String {
    crate::render::text::render(app.editor.as_ref().unwrap().work.document())
}

fn focused(app: &App) -> &str {
    app.editor
        .as_ref()
        .unwrap()
        .focused_field()
        .unwrap()
        .id
        .as_str()
}

#[test]
fn what_is_typed_stands_in_the_contract_at_once() {
    let mut app = editor();
    go_to(&mut app, "party_a_name");
    type_text(&mut app, "杭州青禾有限公司");
    assert!(printed(&app).contains("甲方：杭州青禾有限公司"));
    assert!(app.editor.as_ref().unwrap().work.is_unsaved());
}

#[test]
fn a_day_is_resolved_against_today_and_stored_as_itself() {
    for (typed, stored) in [
        ("3-1", "2026-03-01"),
        ("2-9", "2027-02-09"),
        ("今天", "2026-02-10"),
        ("+30", "2026-03-12"),
        ("２０２６．３．１", "2026-03-01"),
        ("2026-02-30", "2026-02-30"),
        ("27.3.1", "2027-03-01"),
        ("下月1日", "2026-03-01"),
        ("二〇二六年三月一日", "2026-03-01"),
        ("2-29", "2026-02-29"),
        ("三月底", "三月底"),
    ] {
        let mut app = editor();
        go_to(&mut app, "term_start");
        type_text(&mut app, typed);
        assert_eq!(answer(&app, "term_start"), stored, "typed: {typed}");
    }
}

#[test]
fn blanks_before_an_answer_are_no_answer() {
    for (field, typed, stored) in [
        ("party_a_name", [" ", "\u{3000}", "青禾 Tea"], "青禾 Tea"),
        ("late_fee_percent", [" ", "\t", "  5"], "5"),
        ("party_a_name", [" ", "", "\n"], ""),
    ] {
        let mut app = editor();
        go_to(&mut app, field);
        for text in typed {
            app.update(Message::Pasted(text.to_owned()));
        }
        assert_eq!(answer(&app, field), stored, "{field}");
        let is_unsaved = app.editor.as_ref().unwrap().work.is_unsaved();
        assert_eq!(is_unsaved, !stored.is_empty(), "{field}");
    }
}

#[test]
fn a_paste_loses_what_its_source_brought_with_one_notice_and_one_undo() {
    for (field, pasted, stored, spaces, folded) in [
        (
            "party_a_name",
            "杭州虚构青禾\r茶业有限公司",
            "杭州虚构青禾茶业有限公司",
            1,
            &[][..],
        ),
        (
            "party_b_name",
            "深圳示例云帆\u{3000}网络\r\n科技\u{A0}有限公司",
            "深圳示例云帆网络科技有限公司",
            3,
            &[],
        ),
        (
            "party_b_name",
            "\u{2F34}东\u{2FBC}科 有限公司",
            "广东高科有限公司",
            1,
            &[('\u{2F34}', '广'), ('\u{2FBC}', '高')],
        ),
        (
            "party_a_bank_account",
            "虚构银行\u{2ED3}沙支行 0001",
            "虚构银行长沙支行 0001",
            0,
            &[('\u{2ED3}', '长')],
        ),
    ] {
        let mut app = editor();
        go_to(&mut app, field);
        app.update(Message::Pasted(pasted.to_owned()));
        assert_eq!(answer(&app, field), stored, "{pasted:?}");
        let folded = folded.to_vec();
        assert_eq!(
            app.notice,
            Some(Notice::PasteMended { spaces, folded }),
            "{pasted:?}"
        );
        act(&mut app, Action::Undo);
        assert_eq!(answer(&app, field), "", "{pasted:?}");
    }
}

#[test]
fn a_paste_is_closed_up_with_what_stands_beside_it_and_typing_is_not() {
    let mut app = editor();
    go_to(&mut app, "party_a_name");
    type_text(&mut app, "杭州虚构");
    app.update(Message::Pasted("\r青禾\r".to_owned()));
    type_text(&mut app, "茶业有限公司");
    assert_eq!(answer(&app, "party_a_name"), "杭州虚构青禾 茶业有限公司");
    // An input method may send a single space as a paste.
    go_to(&mut app, "product_name");
    type_text(&mut app, "青禾");
    app.update(Message::Pasted("\u{3000}".to_owned()));
    type_text(&mut app, "商城");
    assert_eq!(answer(&app, "product_name"), "青禾\u{3000}商城");
}

#[test]
fn a_wrong_answer_is_kept_and_never_holds_the_user() {
    let mut app = editor();
    go_to(&mut app, "unit_price");
    type_text(&mut app, "十二点三四五");
    assert!(printed(&app).contains("单价：__________元/年"));
    act(&mut app, Action::Next);
    assert_eq!(focused(&app), "term_start");
    act(&mut app, Action::Previous);
    assert_eq!(app.editor.as_ref().unwrap().input.text(), "十二点三四五");
}

#[test]
fn options_are_chosen_with_space_and_digits_and_bring_their_text() {
    let mut app = editor();
    go_to(&mut app, "payment");
    act(&mut app, Action::Right);
    act(&mut app, Action::Toggle);
    type_text(&mut app, "４");
    assert_eq!(answer(&app, "payment"), "cheque、other");
    act(&mut app, Action::Next);
    assert_eq!(focused(&app), "payment_other");
    type_text(&mut app, "第三方支付");
    assert!(printed(&app).contains("□现金☑支票□汇款☑其他：第三方支付。"));
}

#[test]
fn undo_walks_back_over_fields_and_redo_forward() {
    let mut app = editor();
    go_to(&mut app, "party_a_name");
    type_text(&mut app, "甲公司");
    go_to(&mut app, "product_name");
    app.update(Message::Pasted("小程序".to_owned()));
    act(&mut app, Action::Undo);
    assert_eq!(
        (answer(&app, "product_name"), focused(&app)),
        (String::new(), "product_name")
    );
    act(&mut app, Action::Undo);
    assert_eq!(
        (answer(&app, "party_a_name"), focused(&app)),
        (String::new(), "party_a_name")
    );
    act(&mut app, Action::Redo);
    act(&mut app, Action::Redo);
    assert_eq!(answer(&app, "product_name"), "小程序");
}

#[test]
fn leaving_with_an_unsaved_draft_asks_once() {
    let mut app = editor();
    go_to(&mut app, "party_a_name");
    type_text(&mut app, "甲");
    app.update(Message::NotSaved(StoreError::NoDataFolder));
    assert!(act(&mut app, Action::Leave).is_none());
    assert_eq!(app.notice, Some(Notice::PressAgainToLeave));
    assert!(matches!(
        act(&mut app, Action::Leave),
        Some(Effect::Close(None))
    ));
}

#[test]
fn a_draft_of_a_newer_program_is_not_changed() {
    let mut app = editor();
    app.editor.as_mut().unwrap().work.make_read_only();
    go_to(&mut app, "party_a_name");
    type_text(&mut app, "甲");
    act(&mut app, Action::AcceptSuggestion);
    go_to(&mut app, "payment");
    act(&mut app, Action::Toggle);
    assert!(app.editor.as_ref().unwrap().work.draft().answers.is_empty());
    assert_eq!(app.notice, Some(Notice::ReadOnly));
}

#[test]
fn next_unanswered_walks_in_a_circle_over_blanks_only() {
    let mut app = editor();
    let mut seen = Vec::new();
    for _ in 0..40 {
        act(&mut app, Action::NextUnanswered);
        seen.push(focused(&app).to_owned());
    }
    for optional in ["sign_date", "party_b_phone"] {
        assert!(!seen.iter().any(|field| field == optional), "{optional}");
    }
    for needed in ["party_a_name", "copies_each", "hotline"] {
        assert!(seen.iter().any(|field| field == needed), "{needed}");
    }
}

#[test]
fn findings_are_walked_backwards_too() {
    let mut app = editor();
    for (field, text) in [("late_fee_percent", "5.5"), ("suspend_after_days", "0")] {
        go_to(&mut app, field);
        type_text(&mut app, text);
    }
    go_to(&mut app, "plan_workdays");
    let mut seen = Vec::new();
    for _ in 0..4 {
        act(&mut app, Action::PreviousFinding);
        seen.push(focused(&app).to_owned());
    }
    let forward: Vec<String> = (0..4)
        .map(|_| {
            act(&mut app, Action::NextFinding);
            focused(&app).to_owned()
        })
        .collect();
    assert_eq!(seen[..2], ["account_workdays", "feedback_workdays"]);
    assert_eq!(forward[0], seen[2]);
    assert_eq!(forward[1], seen[1]);
}

#[test]
fn a_paste_chooses_no_option() {
    let mut app = editor();
    go_to(&mut app, "payment");
    for text in ["12800", "2026-03-01", " ", "  ", "1 2", "微信"] {
        app.update(Message::Pasted(text.to_owned()));
        assert_eq!(answer(&app, "payment"), "", "{text:?}");
        assert_eq!(app.notice, Some(Notice::NothingToPaste), "{text:?}");
    }
    // An input method may send a single digit as a paste.
    app.update(Message::Pasted("３".to_owned()));
    assert_eq!(answer(&app, "payment"), "remittance");
}

#[test]
fn the_corrections_open_at_the_one_that_mends_the_finding() {
    let mut app = editor();
    go_to(&mut app, "party_b_name");
    type_text(&mut app, "深圳示例云帆网络科技有限公司");
    go_to(&mut app, "party_a_name");
    type_text(&mut app, "杭州虚构青禾茶业有限公司");
    let mut issues = app.editor.as_ref().unwrap().issues().iter();
    let issue = issues.find(|issue| issue.id == "T01").unwrap().clone();
    app.editor.as_mut().unwrap().go_to_issue(&issue);
    act(&mut app, Action::Corrections);
    let editor = app.editor.as_ref().unwrap();
    let list = app.corrections().unwrap();
    let id = list.selected(editor).unwrap().id.clone();
    assert_eq!(id, "C25");
    act(&mut app, Action::Cancel);
    // In the list of findings and on the export screen, the selected finding decides.
    for from in [Action::Findings, Action::Export] {
        act(&mut app, from);
        while app.selected_issue().unwrap().id != "T01" {
            act(&mut app, Action::Next);
        }
        act(&mut app, Action::Corrections);
        assert_eq!(app.context(), Context::Corrections);
        let editor = app.editor.as_ref().unwrap();
        let list = app.corrections().unwrap();
        assert_eq!(list.selected(editor).unwrap().id, "C25");
        act(&mut app, Action::Toggle);
        act(&mut app, Action::Cancel);
        // The correction removed its finding, so another finding is selected.
        assert_ne!(app.selected_issue().unwrap().id, "T01", "{from:?}");
        let gone = |issue: &Issue| issue.id != "T01";
        assert!(app.editor.as_ref().unwrap().issues().iter().all(gone));
        assert!(app.export().iter().all(|gate| gate.issues.iter().all(gone)));
        act(&mut app, Action::Cancel);
        let editor = app.editor.as_mut().unwrap();
        editor.toggle_correction("C25");
    }
    // For a field without a finding, the list opens at the first correction.
    go_to(&mut app, "unit_price");
    act(&mut app, Action::Corrections);
    assert_eq!(app.corrections().unwrap().row, 0);
}
