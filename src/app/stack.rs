//! The stack of screens. The screen on top receives the keys.

use super::home::AtHome;
use super::screen::{Layer, Screen, TakesKeys, Turn};
use super::{App, Effect, works_everywhere};
use crate::draft::Issue;
use crate::keys::{Action, Context};

impl App {
    /// All screens, the lowest first.
    #[must_use]
    pub fn screens(&self) -> &[Screen] {
        &self.screens
    }

    /// The context of the screen on top.
    #[must_use]
    pub fn context(&self) -> Context {
        self.top().context(self)
    }

    /// The context below all overlays: the list, the draft, or a view of the draft.
    pub(super) fn context_below(&self) -> Context {
        self.highest_below(Layer::Overlay).context(self)
    }

    /// The context of the screen that the help covers.
    #[must_use]
    pub fn context_below_help(&self) -> Context {
        self.highest_below(Layer::Help).context(self)
    }

    /// Whether the calendar is open.
    #[must_use]
    pub fn shows_calendar(&self) -> bool {
        let mut screens = self.screens.iter();
        screens.any(|screen| matches!(screen, Screen::Calendar(_)))
    }

    /// Whether an action has an effect on the screen on top.
    #[must_use]
    pub fn helps(&self, action: Action) -> bool {
        works_everywhere(action) || self.top().helps(action, self)
    }

    /// Whether an action has an effect below all overlays.
    pub(super) fn helps_below(&self, action: Action) -> bool {
        works_everywhere(action) || self.highest_below(Layer::Overlay).helps(action, self)
    }

    /// The selected finding, on the export screen or in the list of findings.
    #[must_use]
    pub fn selected_issue(&self) -> Option<&Issue> {
        self.top().selected_issue(self)
    }

    /// Whether the key that chooses drops the selected entry.
    #[must_use]
    pub fn toggles_off(&self) -> bool {
        self.top().toggles_off(self)
    }

    /// Whether the user is typing the reason for confirming an error.
    #[must_use]
    pub fn asks_for_reason(&self) -> bool {
        self.top().asks_for_reason()
    }

    /// The name under which the footer finds its texts: the current step of the screen, if the
    /// screen names one, or else the context.
    #[must_use]
    pub fn place(&self) -> &'static str {
        let place = self.top().place();
        place.unwrap_or_else(|| self.context().name())
    }

    pub(super) fn top(&self) -> &dyn TakesKeys {
        // The home screen leaves the stack only while it handles a key itself.
        let top = self.screens.last().map(Screen::behaviour);
        top.unwrap_or(&AtHome)
    }

    fn highest_below(&self, layer: Layer) -> &dyn TakesKeys {
        let mut screens = self.screens.iter().rev();
        let screen = screens.find(|screen| screen.layer() < layer);
        screen.map_or(&AtHome, Screen::behaviour)
    }

    /// Opens a screen on top of its layer. A new overlay replaces the old one.
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

    /// Lets the screen on top handle an action. Meanwhile the screen is off the stack, so that it
    /// can change the stack.
    pub(super) fn act_on_top(&mut self, action: Action) -> Option<Effect> {
        let mut screen = self.screens.pop()?;
        let place = self.screens.len();
        match screen.behaviour_mut().act(action, self) {
            Turn::Stay(effect) => {
                // A screen that the action opened stays on top.
                self.screens.insert(place.min(self.screens.len()), screen);
                effect
            }
            Turn::Close(effect) => effect,
        }
    }

    /// Passes text to the screen on top.
    pub(super) fn type_on_top(&mut self, text: &str, is_paste: bool) {
        if let Some(mut screen) = self.screens.pop() {
            screen.behaviour_mut().typed(text, is_paste, self);
            self.screens.push(screen);
        }
    }
}
