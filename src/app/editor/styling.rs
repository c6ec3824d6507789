//! The style of this contract alone, where it differs from the template and the configuration.

use super::Editor;
use crate::app::panes;
use crate::desk::work::Edit;
use crate::template::{Style, StyleError, StyleKey, StyleKeys, StyleValue};
use crate::wording::Notice;

/// Where the value of a style key comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StyleSource {
    /// The built-in value, as is usual in the trade.
    BuiltIn,
    /// The template.
    Template,
    /// The configuration.
    Config,
    /// The draft.
    Draft,
}

impl StyleSource {
    /// The name of the source in texts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::BuiltIn => "built_in",
            Self::Template => "template",
            Self::Config => "config",
            Self::Draft => "draft",
        }
    }
}

impl Editor {
    /// Where the value of a key comes from.
    #[must_use]
    pub fn style_source(&self, key: &StyleKey) -> StyleSource {
        let sets = |keys: &StyleKeys| {
            let value = keys.get(key.name);
            value.is_some_and(|value| Style::default().set(key.name, value).is_ok())
        };
        if sets(&self.work.draft().style) {
            StyleSource::Draft
        } else if sets(&self.work.house().style) {
            StyleSource::Config
        } else if sets(&self.work.template().style) {
            StyleSource::Template
        } else {
            StyleSource::BuiltIn
        }
    }

    /// Why the draft's value for this style key was rejected, if it was.
    #[must_use]
    pub fn style_problem(&self, key: &StyleKey) -> Option<StyleError> {
        let value = self.work.draft().style.get(key.name)?;
        Style::default().set(key.name, value).err()
    }

    /// Sets a style key for this contract alone, as one undo step. A value that equals the
    /// inherited value is removed from the draft.
    ///
    /// # Errors
    /// The key rejects the value; the draft stays unchanged.
    pub fn set_style(
        &mut self,
        key: &StyleKey,
        value: StyleValue,
    ) -> Result<Option<Notice>, StyleError> {
        if let Some(notice) = self.refuse() {
            return Ok(Some(notice));
        }
        let mut style = Style::from_layers([&self.work.template().style, &self.work.house().style]);
        let inherited = key.value(&style);
        style.set(key.name, &value)?;
        let own = (value != inherited).then_some(value);
        Ok(self.replace_style(key, own))
    }

    /// Removes this contract's own value for a style key, as one undo step.
    pub(in crate::app) fn reset_style(&mut self, key: &StyleKey) -> Option<Notice> {
        if let Some(notice) = self.refuse() {
            return Some(notice);
        }
        self.replace_style(key, None)
    }

    fn replace_style(&mut self, key: &StyleKey, value: Option<StyleValue>) -> Option<Notice> {
        if self.work.draft().style.get(key.name) == value.as_ref() {
            return None;
        }
        let key = key.name;
        self.show_change(|editor| editor.edit([Edit::Style { key, value }]))
    }

    /// Changes the contract and scrolls to the first row that changed. Nothing scrolls if no row
    /// changed.
    pub(in crate::app) fn show_change<T>(&mut self, change: impl FnOnce(&mut Self) -> T) -> T {
        let (before, shown) = (self.layout().clone(), self.contract_shown);
        let outcome = change(self);
        let after = self.layout();
        let n_rows = before.n_rows().max(after.n_rows());
        let changed = (0..n_rows).find(|row| before.row(*row) != after.row(*row));
        let height = usize::from(self.panes().contract.height);
        self.contract_shown = shown;
        if let Some(row) = changed.filter(|_| height > 0) {
            let n_rows = self.layout().n_rows();
            let top = panes::follow(shown.top, height, n_rows, row, row + 1);
            if top != shown.top {
                self.show_from(top);
            }
        }
        outcome
    }
}
