//! What leads on from an export: the file, its folder, its path, another format, the next contract.

use super::*;
use std::path::Path;

use crate::desk::opener::{NotShown, Shown};
use crate::desk::{ExportFailure, Exported};
use crate::draft::Purpose;
use crate::render::format::Format;

/// The screen after the export of a marked draft; `id` is that of the draft.
fn written(id: &str) -> App {
    let mut app = editor();
    let draft = Draft {
        id: id.to_owned(),
        ..Draft::default()
    };
    app.update(Message::Opened(Box::new(OpenedDraft {
        template: template(),
        draft,
        read_only: None,
        template_changed: false,
        newer: None,
        not_used: None,
        is_new: false,
    })));
    go_to(&mut app, "party_a_name");
    type_text(&mut app, "杭州虚构青禾茶业有限公司");
    act(&mut app, Action::Export);
    act(&mut app, Action::ExportDraft);
    app.update(Message::Exported(Exported {
        path: PathBuf::from("out/x.docx"),
        full_path: PathBuf::from("/tmp/out/x.docx"),
        stood_in: Vec::new(),
        at: None,
    }));
    app
}

/// Selects the way at this place, and goes it.
fn go(app: &mut App, place: usize) -> Option<Effect> {
    for _ in 0..place {
        act(app, Action::Right);
    }
    act(app, Action::Confirm)
}

#[test]
fn after_an_export_the_file_its_folder_and_its_path_are_at_hand() {
    let file = Path::new("/tmp/out/x.docx");
    let effect = go(&mut written(""), 0);
    assert!(matches!(effect, Some(Effect::Show(Shown::File, path)) if path == file));
    let effect = go(&mut written(""), 1);
    assert!(matches!(effect, Some(Effect::Show(Shown::Folder, path)) if path == file));
    let effect = go(&mut written(""), 2);
    assert!(matches!(effect, Some(Effect::Copy(text)) if text == "/tmp/out/x.docx"));
}

#[test]
fn the_same_contract_is_written_as_pdf_without_a_second_look() {
    let mut app = written("");
    let effect = go(&mut app, 3);
    let Some(Effect::Export(request)) = effect else {
        panic!("{effect:?}");
    };
    assert_eq!(request.format, Format::Pdf);
    assert!(request.draft_mark && !request.overwrite);
    let name = request.path.file_name().unwrap().to_string_lossy();
    assert!(
        name.contains("青禾") && name.ends_with("公司.pdf"),
        "{name}"
    );
    // It takes a second press to replace a file.
    let exists = ExportFailure::Exists(request.path.clone());
    app.update(Message::NotExported(exists));
    let effect = act(&mut app, Action::Confirm);
    assert!(matches!(effect, Some(Effect::Export(request)) if request.overwrite));
    app.update(Message::Exported(request.path.clone().into()));
    let written = app.export().unwrap().written.as_ref().unwrap();
    assert!(written.path.ends_with(&*name), "{:?}", written.path);
}

#[test]
fn the_next_contract_of_the_client_begins_when_this_draft_is_closed() {
    let id = "01KA0000000000000000000007";
    let effect = go(&mut written(id), 4);
    let Some(Effect::Close(Some(then))) = effect else {
        panic!("{effect:?}");
    };
    assert!(
        matches!(*then, Effect::Ask(Request::New { from: Some(model), .. })
        if model.source == id && model.purpose == Purpose::Renewal)
    );
    // A draft without a place in the list cannot be copied.
    let mut app = written("");
    assert!(matches!(go(&mut app, 9), Some(Effect::Export(_))));
}

#[test]
fn what_could_not_be_shown_or_copied_is_said() {
    let mut app = written("");
    app.update(Message::Shown(Ok(Shown::Folder)));
    assert_eq!(app.notice, Some(Notice::Shown(Shown::Folder)));
    app.update(Message::Shown(Err(NotShown::NoDesktop)));
    assert!(matches!(app.notice, Some(Notice::Failure(_))));
    for is_copied in [true, false] {
        app.update(Message::OnClipboard(is_copied));
        assert_eq!(app.notice, Some(Notice::PathCopied(is_copied)));
    }
}

#[test]
fn the_name_of_the_file_tells_contracts_apart() {
    let name = |answers: &[(&str, &str)]| {
        let mut app = editor();
        for (field, text) in answers {
            go_to(&mut app, field);
            type_text(&mut app, text);
        }
        act(&mut app, Action::Export);
        app.export().unwrap().path.text().to_owned()
    };
    let client = ("party_a_name", "杭州虚构青禾茶业有限公司");
    for (answers, expected) in [
        (vec![client], "2026-02-10 杭州虚构青禾茶业有限公司"),
        (
            vec![client, ("product_name", "小程序/基础版")],
            "2026-02-10 杭州虚构青禾茶业有限公司 小程序_基础版",
        ),
        (
            vec![
                client,
                ("product_name", "直播"),
                ("contract_no", "QH-2026-07"),
                ("term_start", "2026-03-01"),
            ],
            "2026-03-01 QH-2026-07 杭州虚构青禾茶业有限公司 直播",
        ),
    ] {
        assert_eq!(name(&answers), format!("/tmp/out/{expected}.docx"));
    }
    // Systems allow 255 bytes.
    let (long, number) = ("长".repeat(60), "编".repeat(20));
    let name = name(&[client, ("product_name", &long), ("contract_no", &number)]);
    let name = name.strip_prefix("/tmp/out/").unwrap();
    assert!((230..=250).contains(&name.len()), "{name}");
    assert!(name.contains("公司 长长长"), "{name}");
}
