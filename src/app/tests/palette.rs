//! The palette over the form and over the list.

use super::*;
use crate::app::pointer::Gesture;
use crate::app::screen::palette::Target;
use crate::app::screen::palette::candidates::candidates;
use crate::desk::{DraftEntry, Entry, ListRow, TemplateEntry};
use crate::draft::Purpose;

fn entries() -> Vec<ListRow> {
    let draft = |id: &str, party: &str, copy_of: Option<&str>| {
        Entry::Draft(DraftEntry {
            id: id.to_owned(),
            party: party.to_owned(),
            copy_of: copy_of.map(str::to_owned),
            ..DraftEntry::default()
        })
    };
    let template = Entry::Template(TemplateEntry {
        id: "t".to_owned(),
        title: "购销合同".to_owned(),
        version: "1".to_owned(),
        error: None,
        ..TemplateEntry::default()
    });
    [
        draft("A", "成都样本慢跑体育用品店", None),
        draft("A.conflict-x-1", "成都样本慢跑体育用品店", Some("A")),
        template,
    ]
    .map(ListRow::from)
    .into()
}

/// Opens the palette and types a search.
fn look_for(app: &mut App, typed: &str) {
    act(app, Action::Palette);
    assert_eq!(app.context(), Context::Palette);
    type_text(app, typed);
}

fn go(app: &mut App, typed: &str) -> Option<Effect> {
    look_for(app, typed);
    act(app, Action::Confirm)
}

#[test]
fn what_is_typed_into_the_palette_leads_to_fields_clauses_and_actions() {
    let mut app = editor();
    go_to(&mut app, "unit_price");
    look_for(&mut app, "没有");
    app.update(Message::Pasted("这个".to_owned()));
    assert_eq!(answer(&app, "unit_price"), "");
    act(&mut app, Action::Cancel);
    assert_eq!(
        (app.context(), focused(&app)),
        (Context::Field, "unit_price")
    );
    go(&mut app, "jfkhmc");
    assert_eq!(focused(&app), "party_a_name");
    go(&mut app, "违约责任");
    assert_eq!(app.context(), Context::Contract);
    let top = app.editor.as_ref().unwrap().contract_shown.top;
    assert!(top > 0);
    go(&mut app, "late_fee");
    assert_eq!(
        (app.context(), focused(&app)),
        (Context::Field, "late_fee_percent")
    );
    go(&mut app, "findings");
    assert_eq!(app.context(), Context::Findings);
    act(&mut app, Action::Cancel);
    let effect = go(&mut app, "ctrl-s");
    assert!(matches!(effect, Some(Effect::SaveNow)), "{effect:?}");
}

#[test]
fn only_actions_with_something_to_do_are_offered_with_the_keys_in_force() {
    let mut app = editor();
    let setting = crate::store::KeySetting {
        action: placed("save"),
        keys: vec![placed("f11")],
    };
    let (keys, warnings) = crate::keys::KeyMap::with(&[setting]);
    assert_eq!(warnings, []);
    app.change_settings(|settings| settings.keys = keys);
    let details = |app: &App| -> HashMap<Action, String> {
        let actions = candidates(app)
            .into_iter()
            .filter_map(|line| match line.target {
                Target::Action(action) => Some((action, line.detail)),
                _ => None,
            });
        actions.collect()
    };
    let offered = details(&app);
    assert_eq!(offered[&Action::Save], "F11");
    assert_eq!(offered[&Action::Export], "F9 / Ctrl-X");
    for absent in [Action::Undo, Action::Resolve, Action::Next, Action::Palette] {
        assert!(!offered.contains_key(&absent), "{absent:?}");
    }
    go_to(&mut app, "party_a_name");
    type_text(&mut app, "甲");
    let all_in_place = details(&app);
    assert!(all_in_place.contains_key(&Action::Undo));
    look_for(&mut app, "");
    assert_eq!(details(&app), all_in_place, "also while it is open");
}

fn placed(text: &str) -> crate::store::Placed {
    crate::store::Placed {
        text: text.to_owned(),
        line: 1,
        column: 1,
    }
}

#[test]
fn a_draft_is_left_for_another_one_as_leaving_does() {
    let mut app = editor();
    app.update(Message::Listed(entries()));
    let next = |effect: Option<Effect>| match effect {
        Some(Effect::Close(Some(next))) => format!("{next:?}"),
        other => panic!("{other:?}"),
    };
    assert_eq!(next(go(&mut app, "cdyb")), r#"Ask(Open("A"))"#);
    act(&mut app, Action::Cancel);
    let new = next(go(&mut app, "gxht"));
    assert!(new.starts_with(r#"Ask(New { template: Some("t")"#), "{new}");
    act(&mut app, Action::Cancel);
    go_to(&mut app, "party_a_name");
    type_text(&mut app, "甲");
    app.update(Message::NotSaved(StoreError::NoDataFolder));
    assert!(go(&mut app, "cdyb").is_none());
    assert_eq!(app.notice, Some(Notice::PressAgainToLeave));
    assert_eq!(app.context(), Context::Palette);
    act(&mut app, Action::Next);
    assert!(
        act(&mut app, Action::Confirm).is_none(),
        "another key calls it off"
    );
    let effect = act(&mut app, Action::Confirm);
    assert!(
        next(effect).starts_with("Ask(Compare"),
        "the copy stands below its draft"
    );
}

#[test]
fn at_home_the_palette_opens_drafts_and_follows_the_list() {
    let mut app = App::new(Settings::default(), (80, 24), editor().today);
    look_for(&mut app, "成都");
    assert!(
        act(&mut app, Action::Confirm).is_none(),
        "nothing is there yet"
    );
    app.update(Message::Listed(entries()));
    let effect = act(&mut app, Action::Confirm);
    assert!(
        matches!(&effect, Some(Effect::Ask(Request::Open(id))) if id == "A"),
        "{effect:?}"
    );
    assert!(app.overlay().is_none());
    assert!(app.update(Message::Listed(entries())).is_none());
    look_for(&mut app, "");
    for gesture in [Gesture::WheelDown, Gesture::WheelDown, Gesture::WheelUp] {
        let (column, row) = (0, 0);
        app.update(Message::Pointed {
            gesture,
            column,
            row,
        });
    }
    match app.overlay() {
        Some(Screen::Palette(palette)) => assert_eq!(palette.row(), 3),
        other => panic!("{other:?}"),
    }
    act(&mut app, Action::Palette);
    assert!(app.overlay().is_none(), "the same key closes it");
    assert!(matches!(act(&mut app, Action::Leave), Some(Effect::Quit)));
}

#[test]
fn a_clause_is_found_by_its_number_as_people_write_it() {
    for (typed, clause) in [
        ("第二条", "二"),
        ("第3条", "三"),
        ("二（三）2", "二（三）2"),
        ("二(三)2", "二（三）2"),
        ("2.3.2", "二（三）2"),
    ] {
        let mut app = editor();
        look_for(&mut app, typed);
        let Some(Screen::Palette(palette)) = app.overlay() else {
            panic!("{typed}");
        };
        let found: Vec<&str> = palette.shown().map(|line| line.detail.as_str()).collect();
        assert_eq!(found.first(), Some(&clause), "{typed}: {found:?}");
        act(&mut app, Action::Confirm);
        assert_eq!(app.context(), Context::Contract, "{typed}");
    }
}

#[test]
fn a_contract_is_copied_by_one_of_two_commands() {
    for (typed, purpose) in [
        ("续签", Purpose::Renewal),
        ("给新客户", Purpose::OtherClient),
    ] {
        let mut app = editor();
        app.closed();
        app.update(Message::Listed(entries()));
        let effect = go(&mut app, typed);
        let Some(Effect::Ask(Request::New {
            from: Some(model), ..
        })) = effect
        else {
            panic!("{typed}: {effect:?}");
        };
        assert_eq!((model.source.as_str(), model.purpose), ("A", purpose));
    }
}

#[test]
fn help_and_settings_are_found_first() {
    for is_open in [true, false] {
        for (typed, wanted) in [
            ("帮助", Target::Action(Action::Help)),
            ("设置", Target::Settings(PathBuf::from("/config.toml"))),
        ] {
            let mut app = editor();
            app.change_settings(|settings| {
                settings.config_path = Some(PathBuf::from("/config.toml"));
            });
            if !is_open {
                app.closed();
            }
            look_for(&mut app, typed);
            let Some(Screen::Palette(palette)) = app.overlay() else {
                panic!("{typed}");
            };
            let first = palette.shown().next().map(|line| line.target.clone());
            assert_eq!(first, Some(wanted), "{typed}");
        }
    }
}
