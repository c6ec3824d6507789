//! The stack of screens: the one on top has the keys.

use super::home::AtHome;
use super::screen::{Layer, Screen, TakesKeys, Turn};
use super::{App, Effect, works_everywhere};
use crate::draft::Issue;
use crate::keys::{Action, Context};

impl App {
    /// Every screen, the lowest first.
    #[must_use]
    pub fn screens(&self) -> &[Screen] {
        &self.screens
    }

    /// Where keys are pressed now.
    #[must_use]
    pub fn context(&self) -> Context {
        self.top().context(self)
    }

    /// Where keys are pressed once nothing stands over the list or the draft.
    pub(super) fn context_below(&self) -> Context {
        self.highest_below(Layer::Overlay).context(self)
    }

    /// Where keys are pressed once the list of keys is closed.
    #[must_use]
    pub fn context_below_help(&self) -> Context {
        self.highest_below(Layer::Help).context(self)
    }

    /// Whether the month of the focused date is shown.
    #[must_use]
    pub fn shows_calendar(&self) -> bool {
        let mut screens = self.screens.iter();
        screens.any(|screen| matches!(screen, Screen::Calendar(_)))
    }

    /// Whether a key has something to do where keys are pressed now.
    #[must_use]
    pub fn helps(&self, action: Action) -> bool {
        works_everywhere(action) || self.top().helps(action, self)
    }

    /// Whether a key has something to do once nothing stands over the list or the draft.
    pub(super) fn helps_below(&self, action: Action) -> bool {
        works_everywhere(action) || self.highest_below(Layer::Overlay).helps(action, self)
    }

    /// The finding that has the keys, at the gate or in the list of findings.
    #[must_use]
    pub fn selected_issue(&self) -> Option<&Issue> {
        self.top().selected_issue(self)
    }

    /// Whether the reason for confirming an error is being typed.
    #[must_use]
    pub fn asks_for_reason(&self) -> bool {
        self.top().asks_for_reason()
    }

    /// The name that keys go by in the footer: that of their context, or of what is being done.
    #[must_use]
    pub fn place(&self) -> &'static str {
        let place = self.top().place();
        place.unwrap_or_else(|| self.context().name())
    }

    pub(super) fn top(&self) -> &dyn TakesKeys {
        // The list is only ever off the stack while it is asked itself.
        let top = self.screens.last().map(Screen::behaviour);
        top.unwrap_or(&AtHome)
    }

    fn highest_below(&self, layer: Layer) -> &dyn TakesKeys {
        let mut screens = self.screens.iter().rev();
        let screen = screens.find(|screen| screen.layer() < layer);
        screen.map_or(&AtHome, Screen::behaviour)
    }

    /// Opens a screen: on top of its layer.
    pub(super) fn show(&mut self, screen: Screen) {
        let layer = screen.layer();
        if layer == Layer::Overlay {
            self.close_overlay();
        }
        let below = self.screens.iter().filter(|other| other.layer() <= layer);
        self.screens.insert(below.count(), screen);
    }

    pub(super) fn has_overlay(&self) -> bool {
        let mut screens = self.screens.iter();
        screens.any(|screen| screen.layer() == Layer::Overlay)
    }

    pub(super) fn close_overlay(&mut self) {
        self.screens
            .retain(|screen| screen.layer() != Layer::Overlay);
    }

    /// Does what a key does on the screen on top.
    pub(super) fn act_on_top(&mut self, action: Action) -> Option<Effect> {
        let mut screen = self.screens.pop()?;
        let place = self.screens.len();
        match screen.behaviour_mut().act(action, self) {
            Turn::Stay(effect) => {
                // What it has opened stands over it.
                self.screens.insert(place.min(self.screens.len()), screen);
                effect
            }
            Turn::Close(effect) => effect,
        }
    }

    /// Types into the screen on top.
    pub(super) fn type_on_top(&mut self, text: &str, is_paste: bool) {
        if let Some(mut screen) = self.screens.pop() {
            screen.behaviour_mut().typed(text, is_paste, self);
            self.screens.push(screen);
        }
    }
}
