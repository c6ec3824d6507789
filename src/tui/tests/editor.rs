//! Snapshots of the form and the contract beside it.

use super::*;
use crate::draft::{for_tests, recall};

#[test]
fn editor_at_120_columns() {
    let mut app = half_filled(app(WIDE));
    go_to(&mut app, "term_start");
    let at = DateTime::parse_from_rfc3339("2026-11-23T10:32:00+08:00").unwrap();
    app.update(Message::Saved {
        id: String::new(),
        revision: 0,
        at,
        remark: None,
    });
    assert_snapshot!(seen(&app));
}

#[test]
fn editor_at_80_columns_on_a_wrong_answer() {
    let mut app = half_filled(app(USUAL));
    go_to(&mut app, "suspend_after_days");
    assert_snapshot!(seen(&app));
}

#[test]
fn editor_at_80_columns_on_a_choice() {
    let mut app = half_filled(app(USUAL));
    go_to(&mut app, "payment");
    act(&mut app, Action::Right);
    assert_snapshot!(seen(&app));
}

#[test]
fn editor_at_60_columns_with_a_suggestion_in_english() {
    let mut app = half_filled(app_in(Language::English, SMALL, Ambiguous::Narrow));
    go_to(&mut app, "website");
    assert_snapshot!(seen(&app));
}

#[test]
fn editor_of_a_blank_draft() {
    assert_snapshot!(seen(&open(app(WIDE), &[])));
}

#[test]
fn editor_on_a_terminal_with_wide_ambiguous_characters() {
    let mut app = half_filled(app_in(Language::Chinese, (101, 30), Ambiguous::Wide));
    go_to(&mut app, "late_fee_percent");
    assert_snapshot!(seen(&app));
}

#[test]
fn editor_with_a_long_answer_of_odd_characters() {
    let mut app = open(app((101, 24)), &[]);
    go_to(&mut app, "party_a_name");
    let name = "成都样本慢跑体育用品店（个体工商户）武侯区第二分店及其合作商户联合体（筹）𠮷e\u{301}葛\u{e0100}👨‍👩‍👧";
    app.update(Message::Pasted(name.to_owned()));
    assert_snapshot!("editor_with_a_long_answer_focused", seen(&app));
    act(&mut app, Action::Next);
    assert_snapshot!("editor_with_a_long_answer_left", seen(&app));
}

#[test]
fn contract_alone_at_80_columns() {
    let mut app = open(app(USUAL), ANSWERS);
    act(&mut app, Action::SwitchPane);
    act(&mut app, Action::PageDown);
    assert_snapshot!(seen(&app));
}

#[test]
fn contract_at_its_end() {
    let mut app = open(app(WIDE), ANSWERS);
    act(&mut app, Action::SwitchPane);
    for _ in 0..20 {
        act(&mut app, Action::PageDown);
    }
    assert_snapshot!(seen(&app));
}

#[test]
fn the_focused_blank_shines_in_the_contract_with_and_without_colour() {
    let mut app = half_filled(app(WIDE));
    go_to(&mut app, "term_start");
    for theme in ThemeName::ALL.map(Theme::named) {
        let mut buffer = empty(WIDE);
        view(&mut buffer, &app, &theme);
        let shining: String = buffer
            .content()
            .iter()
            .filter(|cell| cell.modifier.contains(Modifier::REVERSED | Modifier::BOLD))
            .filter(|cell| cell.symbol() != " ")
            .map(ratatui::buffer::Cell::symbol)
            .collect();
        assert_eq!(shining, "2026年3月1日", "theme: {theme:?}");
    }
}

#[test]
fn the_cursor_stands_where_text_is_typed_and_nowhere_else() {
    let mut app = listed(app(USUAL));
    app.update(Message::Typed("杭𠮷".to_owned()));
    assert_eq!(draw_on(&app, USUAL).1, Some((17, 0)), "the filter");
    let mut app = half_filled(app);
    go_to(&mut app, "unit_price");
    assert!(draw_on(&app, USUAL).1.is_some(), "a field");
    act(&mut app, Action::Help);
    assert!(draw_on(&app, USUAL).1.is_some(), "the search of the keys");
    act(&mut app, Action::Help);
    act(&mut app, Action::SwitchPane);
    assert_eq!(draw_on(&app, USUAL).1, None, "the contract");
    act(&mut app, Action::SwitchPane);
    act(&mut app, Action::Export);
    assert_eq!(draw_on(&app, USUAL).1, None, "a finding at the gate");
    act(&mut app, Action::PageDown);
    act(&mut app, Action::PageDown);
    act(&mut app, Action::Previous);
    act(&mut app, Action::Previous);
    assert!(draw_on(&app, USUAL).1.is_some(), "the path");
}

#[test]
fn answered_unanswered_wrong_and_struck_blanks_differ_without_colour() {
    let mut app = open(app(WIDE), ANSWERS);
    app.update(Message::Resized(120, 140));
    for (field, text) in [("suspend_after_days", "十五天左右"), ("start_workdays", "")] {
        go_to(&mut app, field);
        act(&mut app, Action::DeleteLine);
        app.update(Message::Pasted(text.to_owned()));
    }
    go_to(&mut app, "contract_no");
    let mut buffer = empty((120, 140));
    view(&mut buffer, &app, &Theme::monochrome());
    let editor = app.editor.as_ref().unwrap();
    let pane = editor.panes().contract;
    let look_of = |field: &str| {
        let place = field.into();
        let rows = editor.layout().rows_of_place(&place).unwrap();
        let row = editor.layout().row(rows.start).unwrap();
        let found = row
            .segments
            .iter()
            .find(|s| s.place.as_ref() == Some(&place));
        let x = pane.x + u16::try_from(found.unwrap().columns.start).unwrap();
        let y = pane.y + u16::try_from(rows.start - editor.contract_shown.top).unwrap();
        let cell = buffer.cell((x, y)).unwrap();
        (cell.symbol().to_owned(), cell.modifier)
    };
    let looks = [
        "late_fee_percent",
        "start_workdays",
        "suspend_after_days",
        "plan_workdays",
    ]
    .map(look_of);
    for (index, look) in looks.iter().enumerate() {
        assert!(!looks[..index].contains(look), "{looks:?}");
    }
    assert_eq!(looks[1].0, looks[2].0, "the contract's characters stay");
    assert_ne!(looks[1].1, looks[2].1);
    let seal = look_of("party_a_seal");
    assert!(seal.1.contains(Modifier::UNDERLINED), "{seal:?}");
}

#[test]
fn an_amount_is_grouped_while_it_is_typed_and_the_cursor_keeps_its_place() {
    let mut app = open(app(WIDE), &[]);
    go_to(&mut app, "unit_price");
    app.update(Message::Typed("1234567".to_owned()));
    let shown = seen(&app);
    assert!(shown.contains("1,234,567 元/年"), "{shown}");
    let end = draw_on(&app, WIDE).1.unwrap();
    for expected in [1, 2, 4, 5, 6, 8, 9] {
        act(&mut app, Action::Left);
        let (x, _) = draw_on(&app, WIDE).1.unwrap();
        assert_eq!(end.0 - x, expected);
    }
    act(&mut app, Action::DeleteLine);
    app.update(Message::Typed("1.28万".to_owned()));
    let shown = seen(&app);
    assert!(shown.contains("= 12,800 人民币壹万贰仟捌佰元整"), "{shown}");
}

#[test]
fn calendar_beside_its_field() {
    let mut app = half_filled(app(WIDE));
    go_to(&mut app, "term_end");
    act(&mut app, Action::Helper);
    assert_snapshot!("calendar_at_120_columns", seen(&app));
    // The month now covers halves of wide characters on both sides, and stands above its field.
    app.update(Message::Resized(81, 24));
    act(&mut app, Action::Below);
    assert_snapshot!("calendar_at_81_columns", seen(&app));
    let mut english = half_filled(app_in(Language::English, SMALL, Ambiguous::Wide));
    go_to(&mut english, "sign_date");
    act(&mut english, Action::Helper);
    act(&mut english, Action::LineStart);
    assert_snapshot!("calendar_at_60_columns_in_english", seen(&english));
}

#[test]
fn what_was_answered_before_stands_below_the_focused_field_only() {
    let mut app = open(app((101, 24)), &[]);
    let products = [
        "青禾茶铺微信小程序商城（标准版）",
        "慢跑打卡小程序",
        "𠮷祥小程序",
    ];
    let earlier = products.map(|product| for_tests::draft(&[("product_name", product)], &[]));
    let recalled = recall(&template(), &earlier);
    app.update(Message::Recalled(recalled));
    go_to(&mut app, "product_name");
    act(&mut app, Action::NextSuggestion);
    assert_snapshot!("answered_before", seen(&app));
    act(&mut app, Action::Next);
    assert!(!seen(&app).contains("以前填过"));
}

#[test]
fn the_most_needed_keys_survive_narrow_screens_also_while_something_is_offered() {
    for language in [Language::Chinese, Language::English] {
        for (screen, keys) in [
            (SMALL, &["F1", "F10"][..]),
            (USUAL, &["F1", "F10", "F9", "F5"]),
            (WIDE, &["F1", "F10", "F9", "F5"]),
        ] {
            let mut app = half_filled(app_in(language, screen, Ambiguous::Narrow));
            let offered = (app.editor.as_ref().unwrap().places_in_form().iter())
                .position(|place| {
                    let editor = app.editor.as_ref().unwrap();
                    editor.work.suggestions().get(place).is_some()
                })
                .unwrap();
            act(&mut app, Action::LineStart);
            for n in 0..=offered {
                let seen = seen(&app);
                let footer = seen.lines().nth_back(1).unwrap().to_owned();
                let words: Vec<&str> = footer.split_whitespace().collect();
                for key in keys {
                    assert!(words.contains(key), "{n} {key} at {screen:?}: {footer}");
                }
                act(&mut app, Action::Next);
            }
        }
    }
}

#[test]
fn the_keys_of_the_footer_stand_out_from_their_words() {
    for theme in [ThemeName::Default, ThemeName::Mono] {
        let app = half_filled(app(USUAL));
        let theme = Theme::named(theme);
        let mut buffer = empty(app.screen);
        view(&mut buffer, &app, &theme);
        let style = |column: u16| buffer[(column, app.screen.1 - 1)].style();
        assert_eq!(buffer[(1, app.screen.1 - 1)].symbol(), "T");
        assert_ne!(style(1), style(5), "{theme:?}");
    }
}

#[test]
fn no_key_of_the_footer_moves_when_a_suggestion_appears() {
    for language in [Language::Chinese, Language::English] {
        for screen in [SMALL, USUAL, WIDE] {
            let mut app = open(app_in(language, screen, Ambiguous::Narrow), &[]);
            go_to(&mut app, "website");
            let footer = |app: &App| {
                let (buffer, _) = draw_on(app, app.screen);
                rows(&buffer).pop().unwrap()
            };
            let offered = footer(&app);
            assert!(offered.contains("Ctrl-E"), "{offered}");
            app.update(Message::Typed("w".to_owned()));
            let typed = footer(&app);
            assert!(!typed.contains("Ctrl-E"), "{typed}");
            for key in ["Tab ", "Shift-Tab", "F3", "F5", "F9", "F10", "F1 "] {
                if let (Some(before), Some(now)) = (offered.find(key), typed.find(key)) {
                    let columns = |text: &str, at| Ambiguous::Narrow.width(&text[..at]);
                    assert_eq!(
                        columns(&offered, before),
                        columns(&typed, now),
                        "{key} at {screen:?}: {offered} / {typed}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_recalled_amount_is_shown_as_it_prints() {
    let mut app = open(app(WIDE), &[]);
    let prices = ["107000.53", "1.28万"];
    let earlier = prices.map(|price| for_tests::draft(&[("unit_price", price)], &[]));
    app.update(Message::Recalled(recall(&template(), &earlier)));
    go_to(&mut app, "unit_price");
    let seen = seen(&app);
    let line = seen.lines().find(|line| line.contains("以前填过"));
    let line = line.unwrap_or_default();
    assert!(
        line.contains("107,000.53") && line.contains("12,800"),
        "{line}"
    );
    assert!(!line.contains("1.28万"), "{line}");
}

#[test]
fn the_pane_with_the_keys_is_unmistakable() {
    for language in [Language::Chinese, Language::English] {
        let names = match language {
            Language::Chinese => ["填写", "合同"],
            Language::English => ["Form", "Contract"],
        };
        for screen in [SMALL, USUAL, WIDE] {
            for theme in [ThemeName::Default, ThemeName::Mono] {
                let mut app = half_filled(app_in(language, screen, Ambiguous::Narrow));
                go_to(&mut app, "term_start");
                for focused in [0, 1] {
                    let theme = Theme::named(theme);
                    let mut buffer = empty(app.screen);
                    view(&mut buffer, &app, &theme);
                    let mut titles = Vec::new();
                    for (row, text) in rows(&buffer).iter().enumerate().skip(1) {
                        let Some(at) = text.find(&format!("> {} ", names[focused])) else {
                            continue;
                        };
                        let column = u16::try_from(Ambiguous::Narrow.width(&text[..at])).unwrap();
                        let row = u16::try_from(row).unwrap();
                        let style = buffer[(column, row)].style();
                        assert!(style.add_modifier.contains(Modifier::REVERSED));
                        titles.push(row);
                    }
                    assert_eq!(titles.len(), 1, "{language:?} {screen:?} {focused}");
                    let others = seen(&app).matches("> ").count();
                    // The form also marks the focused field.
                    assert_eq!(others, if focused == 0 { 2 } else { 1 }, "{}", seen(&app));
                    act(&mut app, Action::SwitchPane);
                }
            }
        }
    }
}

#[test]
fn the_place_in_the_contract_is_said_once() {
    for (language, words) in [
        (Language::Chinese, ["一（二）  上 ", " 行"]),
        (Language::English, ["一（二）  ", " below"]),
    ] {
        for screen in [SMALL, USUAL, WIDE] {
            let mut app = half_filled(app_in(language, screen, Ambiguous::Narrow));
            go_to(&mut app, "term_start");
            act(&mut app, Action::SwitchPane);
            let seen = seen(&app);
            let said: Vec<&str> = seen
                .lines()
                .filter(|line| line.contains(words[0]))
                .collect();
            assert_eq!(said.len(), 1, "{seen}");
            assert!(said[0].contains(words[1]), "{seen}");
        }
    }
}
