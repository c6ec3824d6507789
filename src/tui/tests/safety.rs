//! Tests of the screens about other windows, conflicts and failing disks.

use super::*;
use crate::app::pointer::Gesture;
use crate::app::screen::Screen;
use crate::desk::{
    NewerTemplate, OpenFailure, Pair, PastState, StateOrigin, TrashRow, WithoutTemplate,
};
use crate::draft::TemplateReference;
use crate::keys::Context;
use crate::store::Owner;

/// A draft that another window has open.
pub(super) fn in_use(app: App) -> App {
    let owner = Owner {
        host: "tea-house".to_owned(),
        user: "王小明".to_owned(),
        process: Some(4711),
        since: "2026-11-23T09:30:00+08:00".to_owned(),
    };
    let path = PathBuf::from("/合同/01KA.toml");
    let reason = StoreError::InUse { path, owner };
    let mut app = half_filled(app);
    let draft = app.editor.as_ref().unwrap().work.draft().clone();
    app.update(Message::Opened(Box::new(OpenedDraft {
        template: template(),
        draft,
        read_only: Some(reason),
        template_changed: false,
        newer: None,
        not_used: None,
        is_new: false,
    })));
    app
}

/// A draft with a newer template version: changed words, one more blank and one blank less.
pub(super) fn upgrading(app: App) -> App {
    let (_, text) = BUILT_IN[0];
    let field = "[[fields]]\nid = \"site\"\ngroup = \"service\"\nkind = \"text\"\n\
                 label = { zh = \"服务地点\", en = \"Place of service\" }\n\n[[fields]]";
    let text = text
        .replace("version = \"1.0.0\"", "version = \"1.1.0\"")
        .replace("双方共同遵守。", "双方在{{ site }}共同遵守。")
        .replacen("[[fields]]", field, 1);
    let newer = NewerTemplate {
        template: Arc::new(template::parse(text.as_bytes()).unwrap()),
        reference: TemplateReference {
            version: "1.1.0".to_owned(),
            sha256: "ff".to_owned(),
            ..TemplateReference::default()
        },
    };
    let mut app = half_filled(app);
    let draft = app.editor.as_ref().unwrap().work.draft().clone();
    app.update(Message::Opened(Box::new(OpenedDraft {
        template: template(),
        draft,
        read_only: None,
        template_changed: false,
        newer: Some(newer),
        not_used: None,
        is_new: false,
    })));
    assert_eq!(app.context(), Context::Upgrade);
    app
}

#[test]
fn a_newer_version_of_the_template() {
    assert_snapshot!("upgrade_at_120_columns", seen(&upgrading(app(WIDE))));
    let mut chosen = upgrading(app(USUAL));
    act(&mut chosen, Action::Next);
    assert_snapshot!("upgrade_at_80_columns", seen(&chosen));
    let english = app_in(Language::English, SMALL, Ambiguous::Narrow);
    assert_snapshot!(
        "upgrade_at_60_columns_in_english",
        seen(&upgrading(english))
    );
}

#[test]
fn a_draft_that_another_window_has() {
    assert_snapshot!("in_use_at_80_columns", seen(&in_use(app(USUAL))));
    let english = app_in(Language::English, SMALL, Ambiguous::Narrow);
    assert_snapshot!("in_use_at_60_columns_in_english", seen(&in_use(english)));
    let mut reading = in_use(app(WIDE));
    act(&mut reading, Action::Cancel);
    assert_snapshot!("in_use_and_read_at_120_columns", seen(&reading));
}

#[test]
fn a_conflict_at_80_columns() {
    let mut app = half_filled(app(USUAL));
    go_to(&mut app, "product_name");
    app.update(Message::Typed("甲".to_owned()));
    let at = DateTime::parse_from_rfc3339("2026-11-23T10:32:00+08:00").unwrap();
    app.update(Message::KeptApart {
        revision: app.editor.as_ref().unwrap().work.revision(),
        at,
        kept_as: PathBuf::from("/合同/01KA0000000000000000000007.conflict-tea-house-1.toml"),
    });
    assert_snapshot!(seen(&app));
}

/// A draft and a copy with several differences.
fn pair() -> Pair {
    let moment = |time: &str| DateTime::parse_from_rfc3339(time).ok();
    let mut draft = Draft::default();
    for (id, text) in &ANSWERS[..6] {
        let answer = Answer::Text((*text).to_owned());
        draft.answers.insert((*id).into(), answer);
    }
    draft.updated = moment("2026-11-23T10:35:00+08:00");
    let mut copy = draft.clone();
    copy.updated = moment("2026-11-23T10:32:00+08:00");
    let long = "青禾茶铺微信小程序商城（标准版），含支付、会员、分销、直播四个模块和一年的维护";
    for (id, text) in [("product_name", long), ("unit_price", "98000")] {
        let answer = Answer::Text(text.to_owned());
        copy.answers.insert(id.into(), answer);
    }
    copy.answers.remove(&"term_end".into());
    let chosen = Answer::Chosen(vec!["cheque".to_owned(), "remittance".to_owned()]);
    copy.answers.insert("payment".into(), chosen);
    copy.accepted.push("C25".to_owned());
    Pair {
        template: Some(template()),
        copy,
        copy_name: "01KA.conflict-tea-house-1.toml".to_owned(),
        draft,
        base: None,
        owner: None,
    }
}

#[test]
fn a_draft_and_its_copy_side_by_side() {
    let mut wide = listed(app(WIDE));
    wide.update(Message::Compared(Box::new(pair())));
    act(&mut wide, Action::Right);
    act(&mut wide, Action::Next);
    assert_snapshot!("merge_at_120_columns", seen(&wide));
    let owner = Owner {
        host: "tea-house".to_owned(),
        user: "王".to_owned(),
        process: Some(7),
        since: String::new(),
    };
    let mut usual = half_filled(app(USUAL));
    usual.update(Message::Compared(Box::new(Pair {
        owner: Some(owner),
        ..pair()
    })));
    act(&mut usual, Action::Next);
    assert_snapshot!("merge_at_80_columns", seen(&usual));
    let mut small = half_filled(app_in(Language::English, SMALL, Ambiguous::Narrow));
    small.update(Message::Compared(Box::new(pair())));
    assert_snapshot!("merge_at_60_columns_in_english", seen(&small));
}

#[test]
fn home_with_a_conflict_sorted_by_end() {
    let mut app = app(USUAL);
    let entry = |id: &str, copy_of: Option<&str>| {
        Entry::Draft(DraftEntry {
            id: id.to_owned(),
            party: "杭州虚构青禾茶业有限公司".to_owned(),
            copy_of: copy_of.map(str::to_owned),
            ..DraftEntry::default()
        })
    };
    let entries = [
        entry("01KA.conflict-tea-house-1", Some("01KA")),
        entry("01KB", None),
        entry("01KA", None),
    ];
    app.update(Message::Listed(entries.map(ListRow::from).into()));
    act(&mut app, Action::Sort);
    act(&mut app, Action::Sort);
    assert_snapshot!(seen(&app));
}

#[test]
fn another_place_for_a_draft_that_the_disk_refuses() {
    for (name, screen, language) in [
        ("elsewhere_at_80_columns", USUAL, Language::Chinese),
        (
            "elsewhere_at_60_columns_in_english",
            SMALL,
            Language::English,
        ),
    ] {
        let mut app = half_filled(app_in(language, screen, Ambiguous::Narrow));
        go_to(&mut app, "product_name");
        app.update(Message::Typed("甲".to_owned()));
        app.update(Message::NotSaved(StoreError::System {
            operation: crate::store::Operation::Write,
            path: PathBuf::from("/合同/drafts/01KA0000000000000000000007.toml"),
            kind: std::io::ErrorKind::StorageFull,
            code: Some(28),
        }));
        act(&mut app, Action::Resolve);
        assert_snapshot!(name, seen(&app));
    }
}

#[test]
fn the_revisions_of_a_draft() {
    for (name, screen, language) in [
        ("revisions_at_120_columns", WIDE, Language::Chinese),
        ("revisions_at_80_columns", USUAL, Language::Chinese),
        (
            "revisions_at_60_columns_in_english",
            SMALL,
            Language::English,
        ),
    ] {
        let mut app = half_filled(app_in(language, screen, Ambiguous::Narrow));
        let state = |number: u32, price: &str, days: &str| {
            let mut draft = app.editor.as_ref().unwrap().work.draft().clone();
            for (id, text) in [("unit_price", price), ("feedback_workdays", days)] {
                let answer = Answer::Text(text.to_owned());
                draft.answers.insert(id.into(), answer);
            }
            PastState {
                origin: StateOrigin::Revision(number),
                moment: DateTime::parse_from_rfc3339("2026-11-20T10:32:00+08:00").ok(),
                draft: Ok(draft),
                template: Some(template()),
            }
        };
        let broken = PastState {
            draft: Err(StoreError::NoDataFolder),
            ..state(2, "", "")
        };
        let states = vec![state(3, "98000", "5"), broken, state(1, "88000", "3")];
        app.update(Message::Revisions(states));
        act(&mut app, Action::Next);
        assert_snapshot!(name, seen(&app));
    }
}

#[test]
fn the_steps_since_the_draft_was_opened() {
    for (name, screen, language) in [
        ("steps_at_120_columns", WIDE, Language::Chinese),
        ("steps_at_80_columns", USUAL, Language::Chinese),
        ("steps_at_60_columns_in_english", SMALL, Language::English),
    ] {
        let mut app = half_filled(app_in(language, screen, Ambiguous::Narrow));
        for (field, text) in [
            ("hotline", "0571-5500"),
            ("unit_price", "12"),
            ("website", "a.cn"),
        ] {
            go_to(&mut app, field);
            act(&mut app, Action::DeleteLine);
            for c in text.chars() {
                app.update(Message::Typed(c.to_string()));
            }
        }
        act(&mut app, Action::Undo);
        act(&mut app, Action::Steps);
        act(&mut app, Action::Next);
        assert_snapshot!(name, seen(&app));
    }
}

/// A draft with an answer of every kind and a missing template.
pub(super) fn without_template(mut app: App) -> App {
    let open = half_filled(self::app(USUAL)).editor.unwrap();
    let mut draft = open.work.draft().clone();
    draft.answers.insert(
        "other_terms".into(),
        Answer::Text(format!("\u{202e}{}", "双方另行约定的事项，".repeat(20))),
    );
    draft.accepted.push("C25".to_owned());
    app.update(Message::WithoutTemplate(Box::new(WithoutTemplate {
        draft,
        path: PathBuf::from("/合同/drafts/01KA0000000000000000000007.toml"),
        why: OpenFailure::NoTemplate {
            id: "supplement-2024".to_owned(),
        },
    })));
    assert_eq!(app.context(), Context::Answers);
    app
}

#[test]
fn what_a_draft_holds_whose_template_is_gone() {
    let mut usual = without_template(listed(app(USUAL)));
    assert_snapshot!("answers_at_80_columns", seen(&usual));
    usual.update(Message::Action(Action::LineEnd));
    for _ in 0..30 {
        if seen(&usual).contains("双方另行约定的事项，双方另行约定的事项，双方另行约定的事项，双方")
        {
            break;
        }
        usual.update(Message::Action(Action::Previous));
    }
    assert_snapshot!("answers_with_a_long_one_at_80_columns", seen(&usual));
    let small = app_in(Language::English, SMALL, Ambiguous::Narrow);
    assert_snapshot!(
        "answers_at_60_columns_in_english",
        seen(&without_template(listed(small)))
    );
    usual.update(Message::Action(Action::Cancel));
    assert_eq!(usual.context(), Context::Home);
}

#[test]
fn what_lies_in_the_trash() {
    let row = |party: &str, days_left: i64| TrashRow {
        entry: Entry::Draft(DraftEntry {
            id: "01KA".to_owned(),
            party: party.to_owned(),
            subject: "青禾茶铺微信小程序商城（标准版）".to_owned(),
            ..DraftEntry::default()
        }),
        since: DateTime::parse_from_rfc3339("2026-11-20T10:32:00+08:00").unwrap(),
        days_left,
        path: PathBuf::from("/x"),
    };
    let rows = || vec![row("杭州虚构青禾茶业有限公司", 27), row("", 3)];
    let mut usual = listed(app(USUAL));
    usual.update(Message::TrashListed(rows()));
    assert_snapshot!("trash_at_80_columns", seen(&usual));
    let mut small = listed(app_in(Language::English, SMALL, Ambiguous::Narrow));
    small.update(Message::TrashListed(rows()));
    assert_snapshot!("trash_at_60_columns_in_english", seen(&small));
    usual.update(Message::TrashListed(Vec::new()));
    assert_snapshot!("trash_empty", seen(&usual));
}

#[test]
fn the_ways_out_of_a_draft_in_use_are_clicked() {
    let mut app = in_use(app(USUAL));
    press(&mut app, Action::Next);
    let row = |app: &App| match app.overlay() {
        Some(Screen::InUse(screen)) => screen.row,
        _ => panic!("nobody is asked"),
    };
    let screen = seen(&app);
    let y = screen
        .lines()
        .position(|line| line.contains("接管"))
        .unwrap();
    let click = |app: &mut App, y: usize| {
        let effect = app.update(Message::Pointed {
            gesture: Gesture::Click,
            column: 8,
            row: u16::try_from(y).unwrap(),
        });
        draw_and_see(app);
        effect
    };
    // A click on the explanation of a choice selects the choice.
    assert!(click(&mut app, y + 1).is_none());
    assert_eq!(row(&app), 2);
    assert!(click(&mut app, 3).is_none());
    assert_eq!(row(&app), 2, "nothing stands there");
    assert!(click(&mut app, y).is_some());
}
