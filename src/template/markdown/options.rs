//! Boxes of options inside a text, and the words that belong to each.

use super::Reader;
use crate::template::body::{BodyContent, OptionOf};
use crate::template::error::{TemplateProblem, report};
use crate::template::model::FieldId;
use crate::template::options::misprinted;
use crate::template::tags::TagKind;
use crate::value;

impl Reader<'_> {
    /// The option that a tag names; `None` if it names something else.
    pub(super) fn option_of(&self, id: &str) -> Option<OptionOf> {
        let (choice, option) = id.rsplit_once('.')?;
        let choice = FieldId::new(choice);
        self.names.choices.contains_key(&choice).then(|| OptionOf {
            choice,
            option: option.to_owned(),
        })
    }

    /// Reports an option that its choice does not have; returns whether the tag names a box.
    pub(super) fn judge_option(&mut self, id: &str, offset: usize) -> bool {
        let Some(named) = self.option_of(id) else {
            return false;
        };
        let Some(known) = self.names.choices.get(&named.choice) else {
            return false;
        };
        if !known.contains(&named.option) {
            let known = known.iter().map(String::as_str);
            let near = value::nearest(&named.option, known);
            let problem = TemplateProblem::UnknownOption {
                id: id.to_owned(),
                near: near.map(|near| format!("{}.{near}", named.choice)),
            };
            report(self.errors, self.text, offset, problem);
        }
        true
    }

    /// Reports the ends of options of something that is no choice.
    pub(super) fn judge_end(&mut self, id: &str, offset: usize) {
        if !self.names.choices.contains_key(&FieldId::new(id)) {
            let known = self.names.choices.keys().map(FieldId::as_str);
            let near = value::nearest(id, known).map(str::to_owned);
            let id = id.to_owned();
            report(
                self.errors,
                self.text,
                offset,
                TemplateProblem::UnknownField { id, near },
            );
        }
    }

    /// Ends the words of the options of a choice at `{{ /choice }}`.
    pub(super) fn close_options(&mut self, within: &mut Vec<OptionOf>, tag: usize) {
        let Some(TagKind::EndOptions(id)) = self.tagged.tags.get(tag).map(|tag| &tag.kind) else {
            return;
        };
        let (id, n_open) = (id.clone(), within.len());
        end_options(within, &FieldId::new(&id));
        let is_known = self.names.choices.contains_key(&FieldId::new(&id));
        if within.len() == n_open && is_known {
            self.error_at_tag(tag, TemplateProblem::EndWithoutBox { id });
        }
    }

    /// Reports choices whose boxes do not stand once each, or that print whole as well.
    pub(super) fn refuse_misprinted_options(&mut self) {
        if !self.errors.is_empty() {
            return;
        }
        let tags: Vec<usize> = (0..self.tagged.tags.len())
            .filter(
                |tag| match self.tagged.tags.get(*tag).map(|tag| &tag.kind) {
                    Some(TagKind::Field(id)) => matches!(self.blank(id), BodyContent::Box(_)),
                    _ => false,
                },
            )
            .collect();
        for (index, problem) in misprinted(&self.body, &self.names.choices) {
            self.error_at_tag(tags.get(index).copied().unwrap_or_default(), problem);
        }
    }
}

/// Ends the words of the open option of a choice, and of all options inside them.
pub(super) fn end_options(within: &mut Vec<OptionOf>, choice: &FieldId) {
    if let Some(place) = within.iter().position(|open| open.choice == *choice) {
        within.truncate(place);
    }
}
