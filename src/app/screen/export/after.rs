//! What keys do after the export.

use super::ExportScreen;
use super::naming::with_format;
use crate::app::line_input::Edit;
use crate::app::list::Step;
use crate::app::screen::Turn;
use crate::app::screen::command::{Commands, leave, on};
use crate::app::screen::written::Way;
use crate::app::{App, Effect, Request};
use crate::desk::Model;
use crate::desk::opener::Shown;
use crate::draft::Purpose;
use crate::keys::Action;
use crate::render::format::Format;

/// The commands after the export.
pub(in crate::app) const WRITTEN: Commands<ExportScreen> = Commands::new(&[
    on(Action::Confirm, ExportScreen::go),
    on(Action::Cancel, ExportScreen::close),
    on(Action::Leave, leave),
])
.stepping(ExportScreen::step_after)
.editing(ExportScreen::turn);

impl ExportScreen {
    fn step_after(&mut self, step: Step, app: &mut App) {
        if let Some(written) = &mut self.written {
            written.step(step, app.screen.1);
        }
    }

    /// Goes left or right among the ways.
    fn turn(&mut self, edit: Edit, _app: &mut App) {
        if let Some(written) = &mut self.written {
            match edit {
                Edit::Left => written.turn(Step::Previous),
                Edit::Right => written.turn(Step::Next),
                Edit::Start
                | Edit::End
                | Edit::DeleteBefore
                | Edit::DeleteAfter
                | Edit::DeleteLine => {}
            }
        }
    }

    /// Goes the selected way.
    fn go(&mut self, app: &mut App) -> Turn {
        let Some(written) = &self.written else {
            return Turn::Stay(None);
        };
        let path = written.full_path.clone();
        Turn::Stay(match written.ways.get(written.selected) {
            Some(Way::OpenFile) => Some(Effect::Show(Shown::File, path)),
            Some(Way::OpenFolder) => Some(Effect::Show(Shown::Folder, path)),
            Some(Way::CopyPath) => Some(Effect::Copy(path.to_string_lossy().into_owned())),
            Some(Way::Also(format)) => self.export_also(*format, app),
            Some(Way::NextContract) => next_contract(app),
            None => None,
        })
    }

    /// Writes the contract of the last export in another format, beside the first file.
    fn export_also(&mut self, format: Format, app: &mut App) -> Option<Effect> {
        let editor = app.editor.as_ref()?;
        let mut request = self.written.as_ref()?.request.clone()?;
        request.path = with_format(&request.path, request.format, format);
        request.format = format;
        request.overwrite = std::mem::take(&mut self.may_overwrite);
        self.begin(&request, editor);
        Some(Effect::Export(request))
    }
}

/// Closes the draft and begins the next contract with the same client.
fn next_contract(app: &mut App) -> Option<Effect> {
    let source = app.editor.as_ref()?.work.draft().id.clone();
    let next = Effect::Ask(Request::New {
        template: None,
        from: Some(Model {
            source,
            purpose: Purpose::Renewal,
        }),
    });
    app.leave_for(Some(Box::new(next)))
}
