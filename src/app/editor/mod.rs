//! The editor of one draft: the form and, beside it, the contract.

pub(super) mod acting;
mod changing;
mod confirming;
mod form;
mod grid;
mod grouping;
mod looking;
mod moving;
mod naming;
mod offering;
mod pasting;
mod places;
mod pointing;
mod replacing;
mod rows;
mod stepping;
mod styling;
mod taking;

use std::sync::Arc;

pub use acting::InDraft;
pub use form::{FormLine, MARGIN, answer_column, focused_issue, form_lines};
pub use grid::{Grid, GridColumn, ORDINAL, is_figure};
pub use grouping::grouped;
pub use styling::StyleSource;

use super::Settings;
use super::line_input::LineInput;
use super::panes::{Pane, Shown};
use super::screen::proof::LeftFrom;
use crate::desk::work::Work;
use crate::desk::{NewerTemplate, OpenedDraft};
use crate::draft::{Issue, Values};
use crate::render::format::Format;
use crate::render::layout::{Ambiguous, Layout, Layouter};
use crate::template::{Field, FieldKind, Options, Place, Style};

/// The editor of the open draft.
#[derive(Debug)]
pub struct Editor {
    /// The draft and its contract.
    pub work: Work,
    /// The blanks of the form, in order.
    places_in_form: Vec<Place>,
    /// Columns of the labels in the form; the answers take the other columns.
    pub label_columns: usize,
    /// The index of the selected suggestion in [`Editor::offers`].
    offer: usize,
    /// The focused blank. If the form is empty, it belongs to no field.
    pub focus: Place,
    /// The text of the focused field, if the field takes text.
    pub input: LineInput,
    /// The option under the cursor, if the focused field is a choice.
    pub option: usize,
    /// The focused pane.
    pub pane: Pane,
    /// The visible part of the contract.
    pub contract_shown: Shown,
    /// The visible part of the form. Empty lines above the form keep a clicked line in its place.
    pub form_shown: Shown,
    /// A newer version of the template, if it would change the contract.
    pub newer: Option<NewerTemplate>,
    /// The path and the format that the user chose for the export, while the draft is open.
    pub goes_to: Option<(String, Format)>,
    /// The row of the final review that the user left to mend something; the next export goes back
    /// there.
    pub left_review_from: Option<LeftFrom>,
    /// Whether the first change of a contract that was exported or sent only asks.
    asks: bool,
    /// The text that the user typed when the editor asked. The next text brings it along.
    held: String,
    /// The ids of the issues that the focused field had when it was focused.
    stood: Vec<String>,
    /// The finding that the user went to, until another field is focused.
    pub finding: Option<Issue>,
    /// The row and the column of the blank in the contract that the user moved to last.
    place: (usize, usize),
    screen: (u16, u16),
    layouter: Layouter,
    settings: Arc<Settings>,
}

impl Editor {
    /// Opens a draft at the blank where the user left it, or at the first unanswered blank.
    #[must_use]
    pub fn new(mut opened: OpenedDraft, settings: Arc<Settings>, screen: (u16, u16)) -> Self {
        let newer = opened.newer.take();
        let work = Work::new(opened, Arc::clone(&settings.house));
        Self::around(work, newer, settings, screen)
    }

    fn around(
        work: Work,
        newer: Option<NewerTemplate>,
        settings: Arc<Settings>,
        screen: (u16, u16),
    ) -> Self {
        let mut editor = Self {
            places_in_form: work.places_in_form(),
            label_columns: 0,
            offer: 0,
            focus: Place::from(""),
            input: LineInput::default(),
            option: 0,
            pane: Pane::Form,
            contract_shown: Shown::default(),
            form_shown: Shown::default(),
            newer,
            goes_to: None,
            asks: work.standing().state.asks_before_change(),
            held: String::new(),
            left_review_from: None,
            stood: Vec::new(),
            finding: None,
            place: (0, 0),
            screen,
            layouter: Layouter::new(60, settings.ambiguous),
            work,
            settings,
        };
        editor.label_columns = form::label_columns(&editor);
        let places = editor.places_in_form.clone();
        let left_at = editor.work.draft().focus.clone();
        let left_at = left_at.filter(|place| places.contains(place));
        let is_left_somewhere = left_at.is_some();
        if let Some(place) = left_at.or_else(|| places.first().cloned()) {
            editor.focus = place;
        }
        editor.refresh();
        if !is_left_somewhere && !editor.work.is_open(&editor.focus) {
            let mut places = places.into_iter();
            if let Some(open) = places.find(|place| editor.work.is_open(place)) {
                editor.focus = open;
            }
        }
        editor.load_focus();
        editor.resize(screen);
        editor
    }

    /// Applies changed settings of the screen. The contract stays the same.
    pub(super) fn use_settings(&mut self, settings: Arc<Settings>) {
        self.settings = settings;
        self.resize(self.screen);
    }

    /// The typed values.
    #[must_use]
    pub fn values(&self) -> &Values {
        self.work.values()
    }

    /// The style that the contract prints with.
    #[must_use]
    pub fn style(&self) -> &Style {
        self.work.style()
    }

    /// The issues, errors first.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        self.work.issues()
    }

    /// The rows of the contract.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        self.layouter.last()
    }

    /// The width of ambiguous characters in this terminal.
    #[must_use]
    pub fn ambiguous(&self) -> Ambiguous {
        self.settings.ambiguous
    }

    /// The declaration of the field of a blank.
    #[must_use]
    pub fn field_at(&self, place: &Place) -> Option<&Field> {
        self.work.field_at(place)
    }

    /// The declaration of the focused field.
    #[must_use]
    pub fn focused_field(&self) -> Option<&Field> {
        self.field_at(&self.focus)
    }

    /// The options of the focused field, if it is a choice.
    #[must_use]
    pub fn focused_options(&self) -> Option<&Options> {
        match &self.focused_field()?.kind {
            FieldKind::Choice(options) => Some(options),
            _ => None,
        }
    }

    /// The blanks that the user answers in the contract as it stands, in the order of the form.
    #[must_use]
    pub fn places_in_form(&self) -> &[Place] {
        &self.places_in_form
    }
}
