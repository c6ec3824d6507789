//! Snapshots of the list of drafts and templates.

use super::*;

#[test]
fn home_before_the_list_is_read() {
    assert_snapshot!(seen(&app(SMALL)));
}

#[test]
fn home_at_120_columns() {
    let mut app = listed(app(WIDE));
    act(&mut app, Action::Next);
    assert_snapshot!(seen(&app));
}

#[test]
fn home_at_80_columns() {
    assert_snapshot!(seen(&listed(app(USUAL))));
}

#[test]
fn home_at_60_columns_in_english() {
    let app = app_in(Language::English, SMALL, Ambiguous::Narrow);
    assert_snapshot!(seen(&listed(app)));
}

#[test]
fn home_filtered_to_nothing() {
    let mut app = listed(app(USUAL));
    app.update(Message::Typed("没有这家".to_owned()));
    assert_snapshot!(seen(&app));
}

#[test]
fn home_with_a_draft_whose_template_is_gone() {
    for (screen, name) in [
        (WIDE, "home_without_a_template_at_120_columns"),
        (USUAL, "home_without_a_template_at_80_columns"),
    ] {
        let mut app = app(screen);
        let entry = Entry::Draft(DraftEntry {
            id: "01KA0000000000000000000007".to_owned(),
            title: "青禾".to_owned(),
            problem: "找不到这份草稿的模板“note”".to_owned(),
            ..DraftEntry::default()
        });
        app.update(Message::Listed(vec![entry.into()]));
        assert_snapshot!(name, seen(&app));
    }
}

#[test]
fn home_with_a_copy_that_was_kept_when_a_save_failed() {
    let draft = |id: &str, copy_of: Option<&str>| {
        let entry = Entry::Draft(DraftEntry {
            id: id.to_owned(),
            party: "杭州虚构青禾茶业有限公司".to_owned(),
            copy_of: copy_of.map(str::to_owned),
            is_recovered: copy_of.is_some(),
            ..DraftEntry::default()
        });
        entry.into()
    };
    let mut app = app(USUAL);
    app.update(Message::Listed(vec![
        draft("01KA", None),
        draft("/x/recovery/01KA.toml", Some("01KA")),
    ]));
    assert_snapshot!(seen(&app));
    act(&mut app, Action::Next);
    let effect = app.update(Message::Action(Action::Confirm));
    assert!(
        matches!(effect, Some(crate::app::Effect::Ask(crate::app::Request::Compare(id))) if id == "/x/recovery/01KA.toml")
    );
}

#[test]
fn home_at_the_first_start_after_an_update() {
    for (language, screen, name) in [
        (Language::Chinese, USUAL, "home_with_news"),
        (Language::English, SMALL, "home_with_news_in_english"),
    ] {
        let mut app = listed(app_in(language, screen, Ambiguous::Narrow));
        app.update(Message::Updated);
        assert_snapshot!(name, seen(&app));
    }
}

#[test]
fn news_go_with_the_first_draft_that_is_opened() {
    let mut app = listed(app(USUAL));
    let before = seen(&app);
    app.update(Message::Updated);
    assert_ne!(seen(&app), before);
    let mut app = open(app, &[]);
    app.update(Message::Closed);
    assert!(!seen(&app).contains("已更新到"));
}

#[test]
fn the_choice_whom_a_copy_is_for() {
    for (language, screen, name) in [
        (Language::Chinese, WIDE, "copy_for_at_120_columns"),
        (Language::Chinese, USUAL, "copy_for_at_80_columns"),
        (
            Language::English,
            SMALL,
            "copy_for_at_60_columns_in_english",
        ),
    ] {
        let mut app = listed(app_in(language, screen, Ambiguous::Narrow));
        act(&mut app, Action::NewFrom);
        act(&mut app, Action::Next);
        assert_snapshot!(name, seen(&app));
        let effect = app.update(Message::Action(Action::Confirm));
        let purpose = match effect {
            Some(crate::app::Effect::Ask(crate::app::Request::New { from, .. })) => {
                from.map(|model| model.purpose)
            }
            _ => None,
        };
        assert_eq!(purpose, Some(crate::draft::Purpose::OtherClient));
    }
}

#[test]
fn the_heads_are_narrow_only_while_every_template_calls_them_so() {
    let template = |party: &str, subject: &str| {
        Entry::Template(TemplateEntry {
            id: party.to_owned(),
            title: "合同".to_owned(),
            party: party.to_owned(),
            subject: subject.to_owned(),
            ..TemplateEntry::default()
        })
    };
    let service = template("甲方（客户）名称", "产品名称");
    let sale = template("买方", "货物");
    for (templates, heads) in [
        (vec![service.clone()], ["客户", "产品"]),
        (vec![service, sale], ["对方", "标的"]),
    ] {
        let mut app = app(WIDE);
        let draft = Entry::Draft(DraftEntry::default());
        let entries = templates.into_iter().chain([draft]).map(ListRow::from);
        app.update(Message::Listed(entries.collect()));
        let seen = seen(&app);
        let line = seen.lines().nth(2).unwrap();
        let words: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(words[..2], heads, "{line}");
    }
}

#[test]
fn a_first_start_says_what_this_is_and_the_first_steps() {
    for (language, words) in [
        (
            Language::Chinese,
            ["起草合同", "1. 先说明您是谁", "2. 选中下面的模板"],
        ),
        (
            Language::English,
            [
                "drafts contracts",
                "1. Who are you?",
                "2. Choose a template",
            ],
        ),
    ] {
        for screen in [SMALL, USUAL, WIDE] {
            let mut app = app_in(language, screen, Ambiguous::Narrow);
            let template = Entry::Template(TemplateEntry {
                id: "t".to_owned(),
                title: "服务合同".to_owned(),
                ..TemplateEntry::default()
            });
            app.update(Message::Listed(vec![template.into()]));
            let seen = seen(&app);
            for word in words {
                assert!(seen.contains(word), "{word} at {screen:?}: {seen}");
            }
            assert!(seen.contains("> 服务合同"), "{seen}");
        }
    }
}

#[test]
fn contracts_with_one_client_are_told_apart_at_80_columns() {
    let draft = |id: &str, party: &str, subject: &str| {
        ListRow::from(Entry::Draft(DraftEntry {
            id: id.to_owned(),
            party: party.to_owned(),
            subject: subject.to_owned(),
            ..DraftEntry::default()
        }))
    };
    let mut app = app(USUAL);
    app.update(Message::Listed(vec![
        draft("A", "杭州虚构青禾茶业有限公司", "商城小程序"),
        draft("B", "杭州虚构青禾茶业有限公司", "直播小程序"),
        draft("C", "成都样本慢跑", "打卡小程序"),
    ]));
    let seen = seen(&app);
    for words in ["商城", "直播", "成都样本慢跑"] {
        assert!(seen.contains(words), "{words}: {seen}");
    }
    assert!(!seen.contains("打卡"), "{seen}");
}
