//! What of the configuration the screens use.

use std::path::PathBuf;
use std::sync::Arc;

use crate::desk::House;
use crate::keys::KeyMap;
use crate::language::Language;
use crate::render::layout::Ambiguous;
use crate::store::{AmbiguousWidth, ThemeName};
use crate::wording::word_with_keys;

/// What of the configuration the screens use.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The language of the screen.
    pub language: Language,
    /// The user's own company and style.
    pub house: Arc<House>,
    /// Where exports are offered to go.
    pub export_dir: PathBuf,
    /// How wide the terminal draws ambiguous characters.
    pub ambiguous: Ambiguous,
    /// Where that is known from.
    pub ambiguous_width: AmbiguousWidth,
    /// The colours; `None` where the environment decides.
    pub theme: Option<ThemeName>,
    /// Whether clicks are for the program.
    pub mouse: bool,
    /// The file of these settings; `None` where the platform knows no place for it.
    pub config_path: Option<PathBuf>,
    /// The keys in force.
    pub keys: KeyMap,
}

impl Settings {
    /// A text of the screen in its language, with the names of the keys in force.
    #[must_use]
    pub fn word(&self, key: &str, values: &[(&str, &str)]) -> String {
        word_with_keys(key, values, &self.keys, self.language)
    }
}
