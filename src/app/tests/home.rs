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
