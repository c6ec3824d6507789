//! The part of the configuration that the screens use.

use std::path::PathBuf;
use std::sync::Arc;

use crate::desk::House;
use crate::keys::KeyMap;
use crate::language::Language;
use crate::render::layout::Ambiguous;
use crate::store::{AmbiguousWidth, ThemeName};
use crate::wording::word_with_keys;

/// The part of the configuration that the screens use.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The language of the screens.
    pub language: Language,
    /// The user's own company and style.
    pub house: Arc<House>,
    /// The folder that is proposed for exports.
    pub export_dir: PathBuf,
    /// The width that the terminal gives ambiguous characters.
    pub ambiguous: Ambiguous,
    /// Whether this width is measured or set by the user.
    pub ambiguous_width: AmbiguousWidth,
    /// The theme; `None` if the environment decides.
    pub theme: Option<ThemeName>,
    /// Whether the program receives clicks.
    pub mouse: bool,
    /// The path of the configuration file; `None` if the platform has no place for it.
    pub config_path: Option<PathBuf>,
    /// The active key map.
    pub keys: KeyMap,
}

impl Settings {
    /// A text of the screens in their language, with the names of the keys that are bound.
    #[must_use]
    pub fn word(&self, key: &str, values: &[(&str, &str)]) -> String {
        word_with_keys(key, values, &self.keys, self.language)
    }
}
