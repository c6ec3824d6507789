//! Drafts that other windows have open, conflicts, and failed writes.

use chrono::{DateTime, FixedOffset};

use super::*;
use crate::app::screen::in_use::WayIn;
use crate::desk::{DraftEntry, Entry, TrashRow};
use crate::store::Owner;

pub(super) fn at() -> DateTime<FixedOffset> {
    "2026-02-10T10:32:00+08:00".parse().unwrap()
}

/// A draft as the runtime opens it. `in_use` means that another window has it open.
pub(super) fn opened(name: &str, in_use: bool) -> Box<OpenedDraft> {
    let mut draft = Draft::default();
    let answer = Answer::Text(name.to_owned());
    draft.answers.insert("party_a_name".into(), answer);
    let owner = Owner {
        host: "tea-house".to_owned(),
        user: "王".to_owned(),
        process: Some(7),
        since: "2026-02-10T09:30:00+08:00".to_owned(),
    };
    let path = PathBuf::from("/d/a.toml");
    Box::new(OpenedDraft {
        template: template(),
        draft,
        read_only: in_use.then_some(StoreError::InUse { path, owner }),
        template_changed: false,
        newer: None,
        not_used: None,
        is_new: false,
    })
}

/// A second window that has just opened a draft of the first window.
pub(super) fn second() -> App {
    let mut app = editor();
    app.update(Message::Opened(opened("甲", true)));
    app
}

#[test]
fn the_second_window_asks_and_each_choice_does_what_it_says() {
    for (steps, choice) in [(0, WayIn::Read), (1, WayIn::Copy), (2, WayIn::TakeOver)] {
        let mut app = second();
        assert_eq!(app.context(), Context::InUse);
        for _ in 0..steps {
            act(&mut app, Action::Next);
        }
        let effect = act(&mut app, Action::Confirm);
        assert!(app.overlay().is_none(), "{choice:?}");
        let is_right = match choice {
            WayIn::Read => effect.is_none(),
            WayIn::Copy => matches!(effect, Some(Effect::Ask(Request::Copy))),
            WayIn::TakeOver => matches!(effect, Some(Effect::Ask(Request::TakeOver))),
        };
        assert!(is_right, "{choice:?}: {effect:?}");
    }
}

#[test]
fn who_only_reads_changes_nothing_and_is_told_the_way() {
    let mut app = second();
    act(&mut app, Action::Cancel);
    type_text(&mut app, "乙");
    assert_eq!(answer(&app, "party_a_name"), "甲");
    assert_eq!(app.notice, Some(Notice::ReadOnlyInUse));
    act(&mut app, Action::Resolve);
    assert_eq!(app.context(), Context::InUse);
}

#[test]
fn what_the_other_window_saves_is_shown_where_the_reader_is() {
    let mut app = second();
    act(&mut app, Action::Cancel);
    go_to(&mut app, "unit_price");
    app.update(Message::Reread(opened("甲乙", true)));
    assert_eq!(answer(&app, "party_a_name"), "甲乙");
    assert_eq!(focused(&app), "unit_price");
    assert_eq!(app.context(), Context::Field);
    assert_eq!(app.notice, Some(Notice::ReadAgain));
}

#[test]
fn once_the_draft_is_free_it_can_be_changed() {
    for is_asking in [true, false] {
        let mut app = second();
        if !is_asking {
            act(&mut app, Action::Cancel);
        }
        app.update(Message::Reread(opened("甲", false)));
        assert_eq!(app.notice, Some(Notice::Writable));
        type_text(&mut app, "乙");
        assert_eq!(answer(&app, "party_a_name"), "甲乙", "asking: {is_asking}");
    }
}

#[test]
fn a_conflict_is_told_once_and_leaving_does_not_warn() {
    let mut app = editor();
    type_text(&mut app, "甲");
    let kept_apart = |app: &App| Message::KeptApart {
        revision: app.editor.as_ref().unwrap().work.revision(),
        at: at(),
        kept_as: PathBuf::from("/d/a.conflict-tea-1.toml"),
    };
    let message = kept_apart(&app);
    app.update(message);
    assert_eq!(
        app.notice,
        Some(Notice::KeptApart("a.conflict-tea-1.toml".to_owned()))
    );
    assert_eq!(app.n_failed_saves, 0);
    type_text(&mut app, "乙");
    let message = kept_apart(&app);
    app.update(message);
    assert_eq!(app.notice, None);
    assert!(!app.editor.as_ref().unwrap().work.is_unsaved());
    assert!(matches!(
        act(&mut app, Action::Leave),
        Some(Effect::Close(None))
    ));
}

#[test]
fn a_draft_changed_elsewhere_is_opened_again_only_where_nothing_is_unsaved() {
    let overtaken = || Message::Overtaken(PathBuf::from("/d/a.toml"));
    let mut app = editor();
    type_text(&mut app, "甲");
    assert!(app.update(overtaken()).is_none());
    assert_eq!(answer(&app, "party_a_name"), "甲");
    let revision = app.editor.as_ref().unwrap().work.revision();
    app.update(Message::Saved {
        id: String::new(),
        revision,
        at: at(),
        remark: None,
    });
    let effect = app.update(overtaken());
    assert!(matches!(&effect, Some(Effect::Ask(Request::Open(path))) if path == "/d/a.toml"));
    app.update(Message::Opened(opened("乙", false)));
    assert_eq!(app.notice, Some(Notice::ReadAgain));
}

#[test]
fn when_the_disk_refuses_one_key_leads_to_another_place() {
    let mut app = editor();
    go_to(&mut app, "party_a_name");
    type_text(&mut app, "甲");
    app.update(Message::NotSaved(StoreError::NoDataFolder));
    act(&mut app, Action::Resolve);
    assert_eq!(app.context(), Context::Elsewhere);
    act(&mut app, Action::DeleteLine);
    assert!(act(&mut app, Action::Confirm).is_none());
    assert_eq!(app.notice, Some(Notice::NoPath));
    type_text(&mut app, "/u盘");
    let effect = act(&mut app, Action::Confirm);
    assert!(matches!(&effect, Some(Effect::SaveElsewhere(path)) if path.ends_with("u盘")));
    assert!(act(&mut app, Action::Confirm).is_none(), "once");
    app.update(Message::Failed(StoreError::NoDataFolder));
    assert!(act(&mut app, Action::Confirm).is_some(), "tried again");
    app.update(Message::SavedElsewhere {
        revision: app.editor.as_ref().unwrap().work.revision(),
        at: at(),
        path: PathBuf::from("/u盘/a.toml"),
    });
    assert_eq!(app.context(), Context::Field);
    assert!(!app.editor.as_ref().unwrap().work.is_unsaved());
    assert!(matches!(
        act(&mut app, Action::Leave),
        Some(Effect::Close(None))
    ));
}

#[test]
fn anything_in_the_trash_can_be_brought_back() {
    let mut app = App::new(Settings::default(), (80, 24), editor().today);
    assert!(matches!(
        act(&mut app, Action::OpenTrash),
        Some(Effect::Ask(Request::ListTrash))
    ));
    let row = |id: &str| TrashRow {
        entry: Entry::Draft(DraftEntry::default()),
        since: at(),
        days_left: 12,
        path: PathBuf::from(id),
    };
    app.update(Message::TrashListed(vec![row("a"), row("b")]));
    act(&mut app, Action::Next);
    let effect = act(&mut app, Action::Confirm);
    assert!(
        matches!(&effect, Some(Effect::Ask(Request::RestoreTrashed(path))) if path.ends_with("b"))
    );
    assert_eq!(app.context(), Context::Home);
    let effect = app.update(Message::Restored("b".to_owned()));
    assert!(matches!(effect, Some(Effect::Ask(Request::List))));
}

#[test]
fn another_place_is_offered_for_what_cannot_be_compared_with_a_broken_file() {
    let mut app = editor();
    type_text(&mut app, "甲");
    let broken = || {
        let error = crate::draft::DraftFile::parse(b"x = [").unwrap_err();
        Message::Failed(StoreError::Broken {
            path: PathBuf::from("/x/A.toml"),
            error,
        })
    };
    app.update(broken());
    assert!(app.overlay().is_none(), "nothing was kept apart");
    app.update(Message::KeptApart {
        revision: 1,
        at: at(),
        kept_as: PathBuf::from("/x/A.conflict-h-1.toml"),
    });
    act(&mut app, Action::Resolve);
    app.update(broken());
    assert!(matches!(app.overlay(), Some(Screen::Elsewhere(_))));
    assert!(matches!(app.notice, Some(Notice::Failure(_))));
}
