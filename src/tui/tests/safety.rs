//! What the screens say about other windows, conflicts and a disk that refuses.

use super::*;
use crate::store::Owner;

/// A draft that another window has.
fn in_use(app: App) -> App {
    let owner = Owner {
        host: "tea-house".to_owned(),
        user: "王小明".to_owned(),
        process: Some(4711),
        since: "2026-11-23T09:30:00+08:00".to_owned(),
    };
    let path = PathBuf::from("/合同/01KA.toml");
    let reason = StoreError::InUse { path, owner };
    let mut app = half_filled(app);
    let draft = app.editor.as_ref().unwrap().draft.clone();
    app.update(Message::Opened(Box::new(OpenedDraft {
        template: template(),
        draft,
        read_only: Some(reason),
        template_changed: false,
    })));
    app
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
        revision: app.editor.as_ref().unwrap().revision,
        at,
        kept_as: PathBuf::from("/合同/01KA0000000000000000000007.conflict-tea-house-1.toml"),
    });
    assert_snapshot!(seen(&app));
}
