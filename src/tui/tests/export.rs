//! Snapshots of the export screen, the final review and the summary.

use super::*;

#[test]
fn gate_with_much_in_the_way() {
    let mut app = half_filled(app(WIDE));
    act(&mut app, Action::Export);
    assert_snapshot!("gate_at_120_columns", seen(&app));
    app.update(Message::Resized(60, 16));
    assert_snapshot!("gate_at_60_columns", seen(&app));
}

#[test]
fn gate_on_the_path_of_a_finished_contract_in_english() {
    let mut app = open(app_in(Language::English, USUAL, Ambiguous::Narrow), ANSWERS);
    act(&mut app, Action::Export);
    for _ in 0..30 {
        act(&mut app, Action::Next);
    }
    act(&mut app, Action::Previous);
    act(&mut app, Action::Previous);
    assert_snapshot!(seen(&app));
}

/// Accepts every finding that can be accepted, with a reason if one is required.
fn acknowledge_all(app: &mut App) {
    act(app, Action::Export);
    let count = app.export().unwrap().issues.len();
    for row in 0..count {
        let gate = app.export_mut().unwrap();
        gate.row = row;
        if gate.selected_issue().is_some_and(Issue::blocks) {
            act(app, Action::Toggle);
        }
        if app.export().unwrap().reason.is_some() {
            app.update(Message::Typed("样例如此".to_owned()));
            act(app, Action::Confirm);
        }
    }
    app.export_mut().unwrap().row = count + 2;
}

/// A finished contract after its export.
pub(super) fn written(app: App) -> App {
    let mut app = open(app, ANSWERS);
    acknowledge_all(&mut app);
    act(&mut app, Action::Confirm);
    act(&mut app, Action::Export);
    let path = "/合同/2026-03-01 杭州虚构青禾茶业有限公司.docx";
    app.update(Message::Exported(PathBuf::from(path).into()));
    app
}

#[test]
fn summary_at_120_columns() {
    assert_snapshot!(seen(&written(app(WIDE))));
}

#[test]
fn summary_at_80_columns_in_english() {
    let app = app_in(Language::English, USUAL, Ambiguous::Narrow);
    assert_snapshot!(seen(&written(app)));
}

#[test]
fn summary_at_60_columns_scrolled() {
    let mut app = written(app(SMALL));
    assert_snapshot!("summary_at_60_columns", seen(&app));
    press(&mut app, Action::PageDown);
    press(&mut app, Action::PageDown);
    press(&mut app, Action::Next);
    assert_snapshot!("summary_at_60_columns_scrolled", seen(&app));
    press(&mut app, Action::LineEnd);
    press(&mut app, Action::Next);
    press(&mut app, Action::PageDown);
    assert_snapshot!("summary_at_60_columns_at_its_end", seen(&app));
    let last = seen(&app);
    press(&mut app, Action::Previous);
    assert_ne!(seen(&app), last, "no key is lost");
    press(&mut app, Action::Next);
    assert_eq!(seen(&app), last);
    press(&mut app, Action::LineStart);
    assert!(seen(&app).contains("服务起始日"));
}

#[test]
fn summary_of_a_marked_draft() {
    let mut app = half_filled(app(USUAL));
    act(&mut app, Action::Export);
    act(&mut app, Action::ExportDraft);
    app.update(Message::Exported(PathBuf::from("/合同/x.docx").into()));
    assert_snapshot!(seen(&app));
}

#[test]
fn the_summary_of_a_pdf_tells_which_typeface_stood_in() {
    for (language, expected) in [
        (Language::Chinese, "没有“宋体”字体"),
        (Language::English, "宋体 is not installed here"),
    ] {
        let mut app = half_filled(app_in(language, USUAL, Ambiguous::Narrow));
        make_pdf(&mut app);
        app.update(Message::Exported(crate::desk::Exported {
            path: PathBuf::from("/合同/x.pdf"),
            full_path: PathBuf::from("/合同/x.pdf"),
            stood_in: vec![crate::desk::StoodIn {
                wanted: "宋体".to_owned(),
                shown: vec!["Noto Serif CJK SC".to_owned()],
            }],
            at: None,
        }));
        let seen = seen(&app);
        assert!(seen.contains(expected), "{seen}");
        assert!(seen.contains("Noto Serif CJK SC"), "{seen}");
    }
}

#[test]
fn gate_while_a_pdf_is_made() {
    let mut app = half_filled(app(SMALL));
    make_pdf(&mut app);
    app.update(Message::Making { seconds: 3 });
    assert_snapshot!("gate_while_a_pdf_is_made", seen(&app));
    act(&mut app, Action::Cancel);
    assert_snapshot!("gate_while_a_pdf_is_cancelled", seen(&app));
}

#[test]
fn gate_without_libreoffice() {
    for (language, name) in [
        (Language::Chinese, "gate_without_libreoffice"),
        (Language::English, "gate_without_libreoffice_in_english"),
    ] {
        let mut app = half_filled(app_in(language, USUAL, Ambiguous::Narrow));
        make_pdf(&mut app);
        let failure = ExportFailure::Pdf(PdfFailure::NoOffice);
        app.update(Message::NotExported(failure));
        if cfg!(target_os = "linux") {
            assert_snapshot!(name, seen(&app));
        }
    }
}

/// Starts the export of a marked draft as PDF.
pub(super) fn make_pdf(app: &mut App) {
    act(app, Action::Export);
    let gate = app.export_mut().unwrap();
    gate.row = gate.issues.len() + 1;
    act(app, Action::Right);
    act(app, Action::ExportDraft);
}

/// The final review of a finished contract, with one accepted correction.
fn last_look(app: App) -> App {
    let mut app = open(app, ANSWERS);
    act(&mut app, Action::Corrections);
    act(&mut app, Action::Toggle);
    act(&mut app, Action::Cancel);
    acknowledge_all(&mut app);
    act(&mut app, Action::Confirm);
    assert!(app.proof().is_some());
    app
}

#[test]
fn the_last_look_at_80_columns() {
    let mut app = last_look(app(USUAL));
    assert_snapshot!("the_last_look_at_80_columns", seen(&app));
    act(&mut app, Action::LineEnd);
    assert_snapshot!("the_last_look_at_its_button", seen(&app));
}

#[test]
fn the_last_look_at_120_columns() {
    assert_snapshot!(seen(&last_look(app(WIDE))));
}

#[test]
fn the_last_look_asks_before_it_replaces_a_file() {
    let english = app_in(Language::English, SMALL, Ambiguous::Narrow);
    let mut app = last_look(english);
    act(&mut app, Action::Export);
    let path = PathBuf::from("/合同/2026-03-01 杭州虚构青禾茶业有限公司.docx");
    app.update(Message::NotExported(ExportFailure::Exists(path)));
    assert_snapshot!(seen(&app));
}

#[test]
fn the_footer_says_that_an_accepted_correction_is_dropped() {
    for (language, [accept, drop]) in [
        (Language::Chinese, ["Space 采纳", "Space 取消采纳"]),
        (Language::English, ["Space accept", "Space drop"]),
    ] {
        let mut app = half_filled(app_in(language, USUAL, Ambiguous::Narrow));
        act(&mut app, Action::Corrections);
        let footer = |app: &App| seen(app).lines().rev().nth(1).unwrap().to_owned();
        assert!(footer(&app).contains(accept), "{}", footer(&app));
        act(&mut app, Action::Toggle);
        assert!(footer(&app).contains(drop), "{}", footer(&app));
    }
}

#[test]
fn corrections_are_named_by_their_words() {
    for action in [Action::Findings, Action::Export, Action::Corrections] {
        for language in [Language::Chinese, Language::English] {
            let mut app = open(app_in(language, WIDE, Ambiguous::Narrow), ANSWERS);
            act(&mut app, action);
            for _ in 0..40 {
                let mut rows = seen(&app);
                // The list of corrections itself shows their ids.
                if action == Action::Corrections {
                    rows = rows.lines().rev().take(6).collect();
                }
                let id = rows.find("C25").or(rows.find("C08")).or(rows.find("C09"));
                assert_eq!(id, None, "{rows}");
                act(&mut app, Action::Next);
            }
        }
    }
}

#[test]
fn a_correction_shows_the_value_of_an_answered_blank() {
    let mut app = open(app(WIDE), ANSWERS);
    act(&mut app, Action::Corrections);
    for _ in 0..60 {
        assert!(!seen(&app).contains("【甲方】"), "{}", seen(&app));
        act(&mut app, Action::Next);
    }
}
