//! The export screen: the findings that prevent the export, and the path and format of the file.
//! After the export: the path, and what remains to be done on paper.

pub(super) mod acting;
pub(super) mod after;
mod naming;

pub(super) use naming::proposed_name;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use self::naming::with_ending;
use super::written::WrittenScreen;
use crate::app::Settings;
use crate::app::editor::Editor;
use crate::app::line_input::LineInput;
use crate::desk::{ExportRequest, Exported, origin, summary_of};
use crate::draft::{Issue, LastExport, Problem};
use crate::render::format::{Format, TextFormat};
use crate::render::text;
use crate::review::summary::Summary;
use crate::template::{Field, FieldId, FieldKind, ProfileKey, Severity};

/// What the screen waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Running {
    /// The file is being written.
    Writing,
    /// Another program converts the contract to PDF.
    Making {
        /// The seconds since the conversion started.
        seconds: u64,
    },
    /// The conversion is being cancelled.
    Cancelling,
}

impl Running {
    fn on(format: Format) -> Self {
        match format {
            Format::Docx | Format::Text(_) => Self::Writing,
            Format::Pdf => Self::Making { seconds: 0 },
        }
    }
}

/// The state of the export screen.
#[derive(Clone, Debug)]
pub struct ExportScreen {
    /// The findings that prevent a signature, and those that only inform.
    pub issues: Vec<Issue>,
    /// The selected row: first the issues, then path, format and export.
    pub row: usize,
    /// The path of the file.
    pub path: LineInput,
    /// The format of the file.
    pub format: Format,
    /// The proposed path.
    proposed: String,
    /// The export in progress; `None` if no export is running.
    pub running: Option<Running>,
    /// The summary of the contract that is being written.
    summary: Summary,
    /// The last request for an export.
    asked: Option<Box<ExportRequest>>,
    /// Whether a second request for a marked draft replaces the existing file.
    may_overwrite: bool,
    /// The reason for confirming an error, while the user types it.
    pub reason: Option<LineInput>,
    /// The result of the export; `None` before the export.
    pub written: Option<WrittenScreen>,
    /// The fields to fill in by hand.
    pub left_for_hand: Vec<FieldId>,
}

/// The kind of the selected row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// An issue, by index.
    Issue(usize),
    /// The path.
    Path,
    /// The format.
    Format,
    /// The row that starts the export.
    Go,
}

impl ExportScreen {
    /// The available formats. Markdown and JSON are available on the command line only.
    pub const FORMATS: [Format; 4] = [
        Format::Docx,
        Format::Pdf,
        Format::Text(TextFormat::Html),
        Format::Text(TextFormat::Plain),
    ];

    /// The export screen for a draft. The first issue that prevents the export is selected, or else
    /// the row that starts it.
    #[must_use]
    pub fn new(editor: &Editor, settings: &Settings, today: NaiveDate) -> Self {
        let stem = settings.export_dir.join(proposed_name(editor, today));
        let path = with_ending(&stem, Format::Docx);
        let proposed = path.to_string_lossy().into_owned();
        let (path, format) = editor
            .goes_to
            .clone()
            .unwrap_or_else(|| (proposed.clone(), Format::Docx));
        let mut screen = Self {
            issues: Vec::new(),
            row: 0,
            path: LineInput::new(&path),
            format,
            proposed,
            running: None,
            summary: Summary::default(),
            asked: None,
            may_overwrite: false,
            reason: None,
            written: None,
            left_for_hand: left_for_hand(editor),
        };
        screen.take_issues(editor);
        screen.row = screen
            .issues
            .iter()
            .position(Issue::blocks)
            .unwrap_or(screen.issues.len() + 2);
        screen
    }

    /// The path and the format of the file; `None` if the path is the proposed one.
    #[must_use]
    pub fn chosen(&self) -> Option<(String, Format)> {
        let path = self.path.text();
        (path != self.proposed).then(|| (path.to_owned(), self.format))
    }

    /// Updates the issues after another screen has changed the draft. The selected issue stays
    /// selected; if it is gone, the next one is selected.
    pub fn read_again(&mut self, editor: &Editor) {
        let selected = self.selected_issue().map(|issue| issue.id.clone());
        let behind = self.row.checked_sub(self.issues.len());
        self.take_issues(editor);
        self.row = match (selected, behind) {
            (Some(id), _) => {
                let same = self.issues.iter().position(|issue| issue.id == id);
                same.unwrap_or(self.row.min(self.issues.len()))
            }
            (None, Some(behind)) => self.issues.len() + behind,
            (None, None) => 0,
        };
    }

    fn take_issues(&mut self, editor: &Editor) {
        self.issues = editor
            .issues()
            .iter()
            .filter(|issue| !matches!(issue.problem, Problem::LeftForHand))
            .cloned()
            .collect();
    }

    /// The number of errors and the number of warnings that prevent the export.
    #[must_use]
    pub fn blocking(&self) -> (usize, usize) {
        let count = |severity| {
            self.issues
                .iter()
                .filter(|issue| issue.blocks() && issue.severity == severity)
                .count()
        };
        (count(Severity::Error), count(Severity::Warning))
    }

    /// The kind of the selected row.
    #[must_use]
    pub fn row_kind(&self) -> RowKind {
        match self.row.checked_sub(self.issues.len()) {
            None => RowKind::Issue(self.row),
            Some(0) => RowKind::Path,
            Some(1) => RowKind::Format,
            Some(_) => RowKind::Go,
        }
    }

    /// The selected issue; `None` if another row is selected.
    #[must_use]
    pub fn selected_issue(&self) -> Option<&Issue> {
        match self.row_kind() {
            RowKind::Issue(index) => self.issues.get(index),
            RowKind::Path | RowKind::Format | RowKind::Go => None,
        }
    }

    /// The export to record in the draft; `None` for a marked draft.
    pub(in crate::app) fn exported(&self, exported: &Exported) -> Option<LastExport> {
        self.asked.as_ref()?.last_export(exported, exported.at?)
    }

    /// Shows that the file was written.
    /// `has_id` tells whether the draft is in the list.
    pub fn done(&mut self, exported: Exported, has_id: bool) {
        self.running = None;
        let summary = std::mem::take(&mut self.summary);
        let request = self.asked.clone();
        self.written = Some(WrittenScreen::new(exported, summary, request, has_id));
    }

    /// Shows that an export has started.
    pub fn begin(&mut self, request: &ExportRequest, editor: &Editor) {
        self.summary = summary_of(
            request,
            editor.work.template(),
            editor.work.draft(),
            editor.work.contract(),
            editor.work.applied_corrections(),
            Some(text::hash(&editor.work.contract().document)),
        );
        self.running = Some(Running::on(request.format));
        self.asked = Some(Box::new(request.clone()));
    }

    /// Handles an existing file. The same key, pressed again, replaces the file. If the contract
    /// itself was requested, its request is returned, so that the user reviews the contract again.
    pub(in crate::app) fn found_existing(&mut self) -> Option<Box<ExportRequest>> {
        let asked = self.asked.take()?;
        self.may_overwrite = asked.draft_mark;
        (!asked.draft_mark).then_some(asked)
    }

    /// Whether a PDF is being made, which the user can cancel.
    #[must_use]
    pub(in crate::app) fn is_making(&self) -> bool {
        matches!(self.running, Some(Running::Making { .. }))
    }

    /// Updates the seconds since the conversion to PDF started.
    pub fn wait(&mut self, seconds: u64) {
        if self.is_making() {
            self.running = Some(Running::Making { seconds });
        }
    }

    /// Selects the next or the previous format, and changes the ending of the path.
    fn change_format(&mut self, forward: bool) {
        let formats = Self::FORMATS;
        let place = formats.iter().position(|format| *format == self.format);
        let step = if forward { 1 } else { formats.len() - 1 };
        let to = place.map_or(0, |place| (place + step) % formats.len());
        let Some(to) = formats.get(to) else {
            return;
        };
        let path = self.path.text();
        if let Some(stem) = path.strip_suffix(&format!(".{}", self.format.extension())) {
            self.path = LineInput::new(&format!("{stem}.{}", to.extension()));
        }
        self.format = *to;
    }

    /// Selects the format of a typed ending.
    fn follow_ending(&mut self) {
        let typed = Format::of_path(Path::new(self.path.text().trim()));
        if let Some(format) = typed.filter(|format| Self::FORMATS.contains(format)) {
            self.format = format;
        }
    }

    fn request(
        &mut self,
        editor: &Editor,
        settings: &Settings,
        draft_mark: bool,
    ) -> Box<ExportRequest> {
        let company = |key| {
            settings
                .house
                .profile
                .get(&key)
                .cloned()
                .unwrap_or_default()
        };
        Box::new(ExportRequest {
            document: editor.work.document().clone(),
            format: self.format,
            path: PathBuf::from(self.path.text().trim()),
            overwrite: std::mem::take(&mut self.may_overwrite),
            draft_mark,
            author: company(ProfileKey::Author),
            company: company(ProfileKey::Name),
            origin: origin(
                editor.work.draft(),
                editor.work.template(),
                editor.style(),
                editor.work.document().paper.embed_draft,
            ),
        })
    }
}

fn left_for_hand(editor: &Editor) -> Vec<FieldId> {
    let hands = editor
        .work
        .template()
        .fields
        .iter()
        .filter(|field| matches!(field.kind, FieldKind::Hand { .. }))
        .map(Field::place)
        .filter(|place| editor.values().is_asked(place));
    let blanks = editor
        .issues()
        .iter()
        .filter(|issue| matches!(issue.problem, Problem::LeftForHand))
        .flat_map(|issue| issue.places.clone());
    hands.chain(blanks).map(|place| place.field).collect()
}
