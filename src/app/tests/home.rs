//! The list of drafts and templates.

use super::*;
use crate::desk::{DraftEntry, Entry, ListRow, TemplateEntry};

#[test]
fn a_new_contract_of_several_templates_asks_for_one() {
    let template = |id: &str, error: Option<&str>| {
        Entry::Template(TemplateEntry {
            id: id.to_owned(),
            title: id.to_owned(),
            version: "1.0.0".to_owned(),
            error: error.map(str::to_owned),
            ..TemplateEntry::default()
        })
    };
    let entry = |id| template(id, None);
    let broken = template("broken", Some("broken:1:1"));
    let draft = Entry::Draft(DraftEntry {
        id: "A".to_owned(),
        ..DraftEntry::default()
    });
    let listed = |entries: Vec<Entry>| {
        let mut app = App::new(Settings::default(), (120, 40), NaiveDate::default());
        let entries = entries.into_iter().map(ListRow::from).collect();
        app.update(Message::Listed(entries));
        app
    };
    let opens = |effect: &Option<Effect>| match effect {
        Some(Effect::Ask(Request::New { template, .. })) => template.clone(),
        _ => None,
    };
    let mut app = listed(vec![draft.clone(), broken.clone(), entry("sale")]);
    let effect = act(&mut app, Action::New);
    assert_eq!(opens(&effect).as_deref(), Some("sale"), "there is one");
    let mut app = listed(vec![draft, broken, entry("sale"), entry("service")]);
    type_text(&mut app, "没有这样的");
    assert!(act(&mut app, Action::New).is_none());
    assert_eq!(app.notice, Some(Notice::ChooseTemplate));
    act(&mut app, Action::Next);
    let effect = act(&mut app, Action::New);
    assert_eq!(opens(&effect).as_deref(), Some("service"), "it is selected");
}

#[test]
fn a_broken_template_says_why_no_contract_is_made_with_it() {
    let mut app = App::new(Settings::default(), (120, 40), NaiveDate::default());
    let template = |id: &str, error: Option<&str>| {
        ListRow::from(Entry::Template(TemplateEntry {
            id: id.to_owned(),
            title: id.to_owned(),
            version: String::new(),
            error: error.map(str::to_owned),
            ..TemplateEntry::default()
        }))
    };
    let broken = template("坏模板", Some("坏模板:1:1"));
    app.update(Message::Listed(vec![broken, template("sale", None)]));
    assert!(act(&mut app, Action::New).is_none());
    assert!(matches!(app.notice, Some(Notice::BrokenTemplate { .. })));
}

#[test]
fn a_draft_that_was_not_restored_can_be_restored_again_and_is_selected_then() {
    let draft = |id: &str| {
        ListRow::from(Entry::Draft(DraftEntry {
            id: id.to_owned(),
            ..DraftEntry::default()
        }))
    };
    let mut app = App::new(Settings::default(), (120, 40), NaiveDate::default());
    app.update(Message::Listed(vec![draft("A"), draft("B")]));
    app.update(Message::Trashed("C".to_owned()));
    let restores = |app: &mut App| {
        let effect = act(app, Action::Undo);
        matches!(effect, Some(Effect::Ask(Request::Restore(id))) if id == "C")
    };
    assert!(restores(&mut app));
    assert!(!restores(&mut app), "it is being restored");
    app.update(Message::Failed(StoreError::NoDataFolder));
    assert!(restores(&mut app), "it is still in the trash");
    app.update(Message::Restored("C".to_owned()));
    assert!(!restores(&mut app));
    app.update(Message::Listed(vec![draft("A"), draft("B"), draft("C")]));
    assert!(matches!(app.home.selected(), Some(Entry::Draft(found)) if found.id == "C"));
}

/// How a test reaches a line of text.
type At = fn() -> App;

#[test]
fn a_text_that_was_cut_says_so_wherever_it_is_typed() {
    let long = "长".repeat(crate::value::LONGEST_LINE + 1);
    let at: [(&str, At); 4] = [
        ("filter", || {
            App::new(Settings::default(), (120, 40), NaiveDate::default())
        }),
        ("palette", || opened_at(&[Action::Palette])),
        ("path", || {
            opened_at(&[
                Action::Export,
                Action::LineEnd,
                Action::Previous,
                Action::Previous,
            ])
        }),
        ("elsewhere", || {
            let mut app = opened_at(&[]);
            type_text(&mut app, "甲");
            app.update(Message::NotSaved(StoreError::NoDataFolder));
            act(&mut app, Action::Resolve);
            app
        }),
    ];
    for (name, at) in at {
        let mut app = at();
        app.update(Message::Pasted(long.clone()));
        assert_eq!(app.notice, Some(Notice::TextCut), "{name}");
    }
}

/// The editor after these keys.
fn opened_at(actions: &[Action]) -> App {
    let mut app = editor();
    for action in actions {
        act(&mut app, *action);
    }
    app
}

#[test]
fn a_name_that_is_not_found_begins_a_contract_with_it() {
    let mut app = editor();
    app.closed();
    let service = Entry::Template(TemplateEntry {
        id: "mini-program-service".to_owned(),
        title: "小程序技术开发服务合同".to_owned(),
        ..TemplateEntry::default()
    });
    app.update(Message::Listed(vec![ListRow::from(service)]));
    assert!(!app.helps(Action::Confirm) || app.home.selected().is_some());
    type_text(&mut app, "杭州新客户有限公司");
    assert!(app.helps(Action::Confirm));
    let effect = act(&mut app, Action::Confirm);
    assert!(
        matches!(&effect, Some(Effect::Ask(Request::New { template: Some(id), from: None }))
            if id == "mini-program-service"),
        "{effect:?}"
    );
    let opened = |draft: Draft| {
        Message::Opened(Box::new(OpenedDraft {
            template: template(),
            draft,
            read_only: None,
            template_changed: false,
            newer: None,
            not_used: None,
            is_new: false,
        }))
    };
    app.update(opened(Draft::default()));
    assert_eq!(answer(&app, "party_a_name"), "杭州新客户有限公司");
    // The name goes into that draft only.
    app.closed();
    app.update(opened(Draft::default()));
    assert_eq!(answer(&app, "party_a_name"), "");
}

#[test]
fn the_count_follows_the_filter() {
    let mut app = editor();
    app.closed();
    let draft = |party: &str| {
        ListRow::from(Entry::Draft(DraftEntry {
            id: party.to_owned(),
            party: party.to_owned(),
            ..DraftEntry::default()
        }))
    };
    app.update(Message::Listed(vec![draft("杭州青禾"), draft("成都慢跑")]));
    assert_eq!(app.home.n_drafts_shown(), 2);
    type_text(&mut app, "青禾");
    assert_eq!(app.home.n_drafts_shown(), 1);
}
