//! The gate before an export: what is missing, where the file goes, in which format; afterwards
//! where it lies and what is to be done on paper.

pub(super) mod acting;
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
use crate::draft::{Issue, Problem};
use crate::render::format::{Format, TextFormat};
use crate::render::text;
use crate::review::summary::Summary;
use crate::template::{Field, FieldId, FieldKind, ProfileKey, Severity};

/// What the gate waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Running {
    /// The file is being written.
    Writing,
    /// Another program makes a PDF.
    Making {
        /// Since how many seconds.
        seconds: u64,
    },
    /// That program is being stopped.
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

/// The state of the gate.
#[derive(Clone, Debug)]
pub struct ExportScreen {
    /// What stands between the draft and a signature, and what only informs.
    pub issues: Vec<Issue>,
    /// Which row has the keys: the issues, then path, format, export.
    pub row: usize,
    /// Where the file goes.
    pub path: LineInput,
    /// The format.
    pub format: Format,
    /// The path that was proposed.
    proposed: String,
    /// What is being done, while something is.
    pub running: Option<Running>,
    /// What is to be known of the contract that is being written.
    summary: Summary,
    /// What is being written.
    asked: Option<Box<ExportRequest>>,
    /// Whether the marked draft, asked for once more, replaces an existing file.
    may_overwrite: bool,
    /// The reason for confirming an error, while it is typed.
    pub reason: Option<LineInput>,
    /// The contract that was written.
    pub written: Option<WrittenScreen>,
    /// Fields that wait for the hand.
    pub left_for_hand: Vec<FieldId>,
}

/// What the row under the cursor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// An issue, by index.
    Issue(usize),
    /// The path.
    Path,
    /// The format.
    Format,
    /// The export itself.
    Go,
}

impl ExportScreen {
    /// The formats that the gate offers; Markdown and JSON are for the command line.
    pub const FORMATS: [Format; 4] = [
        Format::Docx,
        Format::Pdf,
        Format::Text(TextFormat::Html),
        Format::Text(TextFormat::Plain),
    ];

    /// The gate for a draft as it stands.
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

    /// Where the contract goes and in which format, where that is not what was proposed.
    #[must_use]
    pub fn chosen(&self) -> Option<(String, Format)> {
        let path = self.path.text();
        (path != self.proposed).then(|| (path.to_owned(), self.format))
    }

    /// Whether its rows have the keys: no file is being written or was, and no reason is asked for.
    #[must_use]
    pub fn takes_keys(&self) -> bool {
        self.running.is_none() && self.written.is_none() && self.reason.is_none()
    }

    /// Takes over what was mended from elsewhere; the same finding stays selected, else the next.
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

    /// How many errors and how many warnings still stand in the way.
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

    /// What the row under the cursor is.
    #[must_use]
    pub fn row_kind(&self) -> RowKind {
        match self.row.checked_sub(self.issues.len()) {
            None => RowKind::Issue(self.row),
            Some(0) => RowKind::Path,
            Some(1) => RowKind::Format,
            Some(_) => RowKind::Go,
        }
    }

    /// The issue under the cursor.
    #[must_use]
    pub fn selected_issue(&self) -> Option<&Issue> {
        match self.row_kind() {
            RowKind::Issue(index) => self.issues.get(index),
            RowKind::Path | RowKind::Format | RowKind::Go => None,
        }
    }

    /// The file was written.
    pub fn done(&mut self, exported: Exported) {
        self.running = None;
        let summary = std::mem::take(&mut self.summary);
        self.written = Some(WrittenScreen::new(exported, summary));
    }

    /// What was asked for is being done.
    pub fn begin(&mut self, request: &ExportRequest, editor: &Editor) {
        self.summary = summary_of(
            request,
            &editor.work.template(),
            &editor.work.draft(),
            &editor.work.contract(),
            editor.work.applied_corrections(),
            Some(text::hash(&editor.work.contract().document)),
        );
        self.running = Some(Running::on(request.format));
        self.asked = Some(Box::new(request.clone()));
    }

    /// There is such a file already. Only the key that asked for it replaces it, once more: what
    /// was asked for as the contract is given back, to be looked at again.
    pub(in crate::app) fn found_existing(&mut self) -> Option<Box<ExportRequest>> {
        let asked = self.asked.take()?;
        self.may_overwrite = asked.draft_mark;
        (!asked.draft_mark).then_some(asked)
    }

    /// Whether a PDF is in the making, which can be cancelled.
    #[must_use]
    pub fn is_making(&self) -> bool {
        matches!(self.running, Some(Running::Making { .. }))
    }

    /// A PDF has been in the making for so many seconds.
    pub fn wait(&mut self, seconds: u64) {
        if self.is_making() {
            self.running = Some(Running::Making { seconds });
        }
    }

    /// The next or the previous format; the file's ending goes with it.
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

    /// The format goes with an ending that was typed.
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
                &editor.work.draft(),
                &editor.work.template(),
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
