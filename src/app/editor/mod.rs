//! The form and the contract beside it: one draft being written.

pub(super) mod acting;
mod changing;
mod form;
mod grouping;
mod looking;
mod moving;
mod offering;
mod places;
mod pointing;
mod replacing;
mod stepping;
mod styling;

use std::sync::Arc;

pub use acting::InDraft;
pub use form::{FormLine, MARGIN, answer_column, focused_issue, form_lines};
pub use grouping::grouped;
pub use styling::StyleSource;

use super::Settings;
use super::line_input::LineInput;
use super::panes::{Pane, Shown};
use crate::desk::work::Work;
use crate::desk::{NewerTemplate, OpenedDraft};
use crate::draft::{Issue, Recalled, Values};
use crate::render::format::Format;
use crate::render::layout::{Ambiguous, Layout, Layouter};
use crate::template::{Field, FieldKind, Options, Place, Style};

/// One draft being written.
#[derive(Debug)]
pub struct Editor {
    /// The draft and its contract.
    pub work: Work,
    /// The blanks of the form, in order.
    places_in_form: Vec<Place>,
    /// Columns of the form's labels; the rest of its width is the answers'.
    pub label_columns: usize,
    /// What other drafts answered.
    recalled: Recalled,
    /// Which of the offers for the focused field would be taken.
    offer: usize,
    /// The blank that has the keys; a place that no field has where the form is empty.
    pub focus: Place,
    /// The text of the focused field, when it takes text.
    pub input: LineInput,
    /// The option under the cursor, when the focused field is a choice.
    pub option: usize,
    /// Which pane has the keys.
    pub pane: Pane,
    /// What of the contract is shown.
    pub contract_shown: Shown,
    /// What of the form is shown; empty lines stand above it where what was clicked stays where
    /// it is.
    pub form_shown: Shown,
    /// A newer version of the template that would make another contract of the draft.
    pub newer: Option<NewerTemplate>,
    /// Where the user has said that the contract goes, while the draft is open.
    pub goes_to: Option<(String, Format)>,
    /// What was said of the focused field when it got the keys, by id.
    stood: Vec<String>,
    /// The finding that was gone to, until another field is.
    pub finding: Option<Issue>,
    /// Row and column of the contract that were walked to last.
    place: (usize, usize),
    screen: (u16, u16),
    layouter: Layouter,
    settings: Arc<Settings>,
}

impl Editor {
    /// Opens a draft at the field where it was left, or at the first unanswered one.
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
            recalled: Recalled::new(),
            offer: 0,
            focus: Place::from(""),
            input: LineInput::default(),
            option: 0,
            pane: Pane::Form,
            contract_shown: Shown::default(),
            form_shown: Shown::default(),
            newer,
            goes_to: None,
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

    /// Takes other settings of the screen; the contract stays as it is.
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

    /// What was found, errors first.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        self.work.issues()
    }

    /// The rows of the contract.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        self.layouter.last()
    }

    /// Which characters the terminal draws two cells wide.
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

    /// The options of the focused field, when it is a choice.
    #[must_use]
    pub fn focused_options(&self) -> Option<&Options> {
        match &self.focused_field()?.kind {
            FieldKind::Choice(options) => Some(options),
            _ => None,
        }
    }

    /// The blanks of the form, in order: asked in the contract as it stands, and typed by people.
    #[must_use]
    pub fn places_in_form(&self) -> &[Place] {
        &self.places_in_form
    }
}
