//! Assigns the conditions of a body to lines and runs as guards.

use super::Reader;
use crate::template::body::{Condition, ConditionIndex, Guard};
use crate::template::body_text::line_in_file;
use crate::template::error::{MOST_MISTAKES, TemplateProblem, report};
use crate::template::expression::Expression;
use crate::template::model::FieldId;
use crate::template::tags::TagKind;
use crate::value;

/// The limit of guards on one line or run: outer conditions, and earlier branches of the same `if`.
const MOST_GUARDS: usize = 64;

/// An open `if`: its tag, and the guards of the current branch.
pub(super) struct OpenIf {
    tag: usize,
    /// The guards of the current branch; all earlier branches must be false.
    pub(super) branch: Vec<Guard>,
    saw_else: bool,
}

/// The guards of all open branches, outermost first.
pub(super) fn in_force(open: &[OpenIf]) -> Vec<Guard> {
    open.iter().flat_map(|level| level.branch.clone()).collect()
}

impl Reader<'_> {
    pub(super) fn read_conditions(&mut self) {
        for (index, tag) in self.tagged.tags.iter().enumerate() {
            if self.errors.len() >= MOST_MISTAKES {
                return;
            }
            let source = match &tag.kind {
                TagKind::If(source) | TagKind::Elif(source) => source,
                TagKind::Field(id) => {
                    let is_known = self.names.fields.contains(id.as_str()) || self.is_ordinal(id);
                    if !is_known && !self.judge_option(id, tag.inner_offset) {
                        let known = self.names.fields.iter().map(FieldId::as_str);
                        let problem = TemplateProblem::UnknownField {
                            id: id.clone(),
                            near: value::nearest(id, known).map(str::to_owned),
                        };
                        report(self.errors, self.text, tag.inner_offset, problem);
                    }
                    continue;
                }
                TagKind::EndOptions(id) => {
                    self.judge_end(id, tag.inner_offset);
                    continue;
                }
                TagKind::Else
                | TagKind::EndIf
                | TagKind::Exempts
                | TagKind::Comment
                | TagKind::Signature(_)
                | TagKind::Widths(_)
                | TagKind::Page => continue,
            };
            match Expression::parse(source, self.names.fields, self.names.corrections) {
                Ok(expression) => {
                    let condition = ConditionIndex(self.body.conditions.len());
                    self.body.conditions.push(Condition {
                        expression,
                        line: line_in_file(self.first_line, tag.line),
                        offset: tag.inner_offset,
                    });
                    if let Some(slot) = self.condition_of_tag.get_mut(index) {
                        *slot = Some(condition);
                    }
                }
                Err(error) => {
                    let offset = tag.inner_offset + error.offset();
                    let problem = TemplateProblem::Expression(error);
                    report(self.errors, self.text, offset, problem);
                }
            }
        }
    }

    /// Follows the tags that stand alone on a line, and records the guards from each such line on.
    pub(super) fn read_regions(&mut self) {
        let mut open: Vec<OpenIf> = Vec::new();
        for (line, tag) in &self.tagged.line_tags {
            if self.errors.len() >= MOST_MISTAKES {
                return;
            }
            self.step(&mut open, *tag);
            self.regions.push((*line, in_force(&open)));
        }
        self.refuse_open(&open);
    }

    /// Applies one `if`, `elif`, `else` or `endif` to the stack of open conditions.
    pub(super) fn step(&mut self, open: &mut Vec<OpenIf>, tag: usize) {
        if self.is_too_deep {
            return;
        }
        let Some(kind) = self.tagged.tags.get(tag).map(|tag| &tag.kind) else {
            return;
        };
        let guard = self
            .condition_of_tag
            .get(tag)
            .copied()
            .flatten()
            .map(|condition| Guard {
                condition,
                expected: true,
            });
        // A condition that did not parse has no guard but still opens a level: count at least 1.
        let in_force: usize = open.iter().map(|level| level.branch.len().max(1)).sum();
        let opens = matches!(kind, TagKind::If(_) | TagKind::Elif(_));
        if opens && in_force >= MOST_GUARDS {
            let depths = MOST_GUARDS;
            self.error_at_tag(tag, TemplateProblem::TooDeep { depths });
            self.is_too_deep = true;
            return;
        }
        let word = match kind {
            TagKind::If(_) => {
                open.push(OpenIf {
                    tag,
                    branch: guard.into_iter().collect(),
                    saw_else: false,
                });
                return;
            }
            TagKind::Elif(_) => "elif",
            TagKind::Else => "else",
            TagKind::EndIf => "endif",
            TagKind::Field(_)
            | TagKind::EndOptions(_)
            | TagKind::Exempts
            | TagKind::Comment
            | TagKind::Signature(_)
            | TagKind::Widths(_)
            | TagKind::Page => return,
        };
        let allowed = open
            .last()
            .is_some_and(|level| word == "endif" || !level.saw_else);
        let Some(level) = open.last_mut().filter(|_| allowed) else {
            self.error_at_tag(tag, TemplateProblem::TagWithoutIf { tag: word });
            return;
        };
        if word == "endif" {
            open.pop();
            return;
        }
        // `elif` and `else` apply only if the condition before them is false.
        if let Some(last) = level.branch.last_mut() {
            last.expected = false;
        }
        level.branch.extend(guard);
        level.saw_else = word == "else";
    }

    pub(super) fn refuse_open(&mut self, open: &[OpenIf]) {
        if self.is_too_deep {
            return;
        }
        for level in open {
            self.error_at_tag(level.tag, TemplateProblem::IfWithoutEnd);
        }
    }
}
