//! Copied answers that are to be confirmed.

use super::*;
use crate::draft::{Circumstances, Purpose, copy, for_tests};
use crate::template::StyleKeys;

/// A renewal of the finished contract.
fn renewal(mut app: App) -> App {
    let template = template();
    let style = StyleKeys::default();
    let model = for_tests::draft(ANSWERS, &[]);
    let circumstances = Circumstances {
        old_template: Some(&template),
        style: &style,
        profile: &|_| None,
        now: for_tests::now(),
    };
    let mut draft = Draft::default();
    let purpose = Purpose::Renewal;
    let _copied = copy(&template, &model, purpose, &circumstances, &mut draft);
    app.update(Message::Opened(Box::new(OpenedDraft::writable(
        template, draft,
    ))));
    app
}

fn n_unconfirmed(app: &App) -> usize {
    app.editor.as_ref().unwrap().unconfirmed().count()
}

#[test]
fn a_renewal_marks_what_is_to_be_confirmed() {
    for (language, screen, name) in [
        (Language::Chinese, WIDE, "renewal_at_120_columns"),
        (Language::Chinese, USUAL, "renewal_at_80_columns"),
        (Language::Chinese, SMALL, "renewal_at_60_columns"),
        (Language::English, WIDE, "renewal_at_120_columns_in_english"),
        (Language::English, SMALL, "renewal_at_60_columns_in_english"),
    ] {
        let mut app = renewal(app_in(language, screen, Ambiguous::Narrow));
        go_to(&mut app, "term_start");
        assert_snapshot!(name, seen(&app));
    }
}

#[test]
fn one_key_confirms_what_stands_on_the_screen_and_goes_on() {
    for screen in [WIDE, USUAL, SMALL] {
        let mut app = renewal(app(screen));
        let mut left = n_unconfirmed(&app);
        let mut presses = 0;
        while left > 0 {
            press(&mut app, Action::ConfirmShown);
            let now = n_unconfirmed(&app);
            presses += 1;
            assert!(now < left || presses == 1, "{screen:?}: {left} stay");
            left = now;
        }
        assert!(seen(&app).contains("全部确认完了"), "{}", seen(&app));
        if screen == WIDE {
            let n_groups = template().groups.len();
            assert!(presses <= n_groups, "{presses} presses");
        }
        let issues = app.editor.as_ref().unwrap().issues();
        assert!(issues.iter().all(|issue| issue.id != "W20"));
        press(&mut app, Action::ConfirmShown);
        assert!(seen(&app).contains("没有待确认的内容"));
        press(&mut app, Action::Undo);
        assert!(n_unconfirmed(&app) > 0, "a confirmation can be undone");
    }
}

#[test]
fn only_what_is_visible_is_confirmed() {
    let mut app = renewal(app(SMALL));
    go_to(&mut app, "term_start");
    draw_and_see(&mut app);
    let before = seen(&app);
    let group = before.lines().skip_while(|line| !line.contains("服务内容"));
    let shown = group.filter(|line| line.starts_with('?')).count();
    let left = n_unconfirmed(&app);
    press(&mut app, Action::ConfirmShown);
    assert_eq!(n_unconfirmed(&app), left - shown, "{before}");
    let draft = app.editor.as_ref().unwrap().work.draft();
    for (id, expected) in [
        ("product_name", false),
        ("party_a_name", true),
        ("hotline", true),
    ] {
        assert_eq!(draft.is_unconfirmed(&id.into()), expected, "{id}");
    }
}

#[test]
fn typing_an_answer_anew_confirms_it() {
    let mut app = renewal(app(WIDE));
    go_to(&mut app, "product_name");
    let left = n_unconfirmed(&app);
    app.update(Message::Typed("甲".to_owned()));
    assert_eq!(n_unconfirmed(&app), left - 1);
}

#[test]
fn the_finding_names_what_is_not_confirmed_and_leads_to_it() {
    let mut app = renewal(app(WIDE));
    let issues = app.editor.as_ref().unwrap().issues();
    let ids: Vec<&str> = issues.iter().map(|issue| issue.id.as_str()).collect();
    assert!(ids.contains(&"W20"), "{ids:?}");
    act(&mut app, Action::Findings);
    let screen = seen(&app);
    assert!(screen.contains("还没确认"), "{screen}");
}
