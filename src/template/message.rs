//! Messages of checks: text with embedded values (`{{ … }}`).

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::error::TemplateProblem;
use super::expression::{Expression, Scope, ScopeValue};
use super::model::FieldId;
use crate::language::{Language, Localized};

/// The message of a check in both languages, parsed.
#[derive(Debug)]
pub struct CheckMessage {
    zh: Vec<Part>,
    en: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Words(String),
    /// The value of a field in the form that the contract prints.
    Field(FieldId),
    Computed(Arc<Expression>),
}

impl CheckMessage {
    /// Parses the `{{ … }}` of both languages.
    ///
    /// # Errors
    /// A tag is not closed, or its content is not an expression over declared fields.
    pub fn parse(
        text: &Localized,
        fields: &BTreeSet<FieldId>,
        corrections: &BTreeSet<String>,
    ) -> Result<Self, TemplateProblem> {
        // Most expressions occur in both languages: parse each expression once.
        let mut parsed = HashMap::new();
        let mut parse = |source| -> Result<Arc<Expression>, TemplateProblem> {
            if let Some(expression) = parsed.get(source) {
                return Ok(Arc::clone(expression));
            }
            let expression = Expression::parse(source, fields, corrections);
            let expression = Arc::new(expression.map_err(TemplateProblem::Expression)?);
            if let Some((_, id)) = expression.outside_rows(None) {
                let id = id.to_string();
                return Err(TemplateProblem::RowFieldOutside { id });
            }
            parsed.insert(source, Arc::clone(&expression));
            Ok(expression)
        };
        Ok(Self {
            zh: parts(&text.zh, fields, &mut parse)?,
            en: parts(&text.en, fields, &mut parse)?,
        })
    }

    /// The expressions of both languages.
    pub(super) fn expressions(&self) -> impl Iterator<Item = &Expression> {
        self.zh
            .iter()
            .chain(&self.en)
            .filter_map(|part| match part {
                Part::Computed(expression) => Some(&**expression),
                Part::Words(_) | Part::Field(_) => None,
            })
    }

    /// The message with its values filled in, `…` for a missing value. `printed` returns the
    /// printed form of a field.
    #[must_use]
    pub fn render(
        &self,
        language: Language,
        scope: &Scope,
        printed: impl Fn(&FieldId) -> Option<String>,
    ) -> String {
        let parts = match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        };
        parts
            .iter()
            .map(|part| match part {
                Part::Words(words) => words.clone(),
                Part::Field(field) => printed(field).unwrap_or_else(|| "…".to_owned()),
                Part::Computed(expression) => match expression.evaluate(scope) {
                    Ok(ScopeValue::Integer(number)) => number.to_string(),
                    Ok(ScopeValue::Text(text)) => text,
                    Ok(ScopeValue::List(items)) => items.join("、"),
                    Ok(ScopeValue::Flag(flag)) => flag.to_string(),
                    Ok(ScopeValue::Nothing) | Err(_) => "…".to_owned(),
                },
            })
            .collect()
    }
}

fn parts<'t>(
    text: &'t str,
    fields: &BTreeSet<FieldId>,
    parse: &mut impl FnMut(&'t str) -> Result<Arc<Expression>, TemplateProblem>,
) -> Result<Vec<Part>, TemplateProblem> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((words, tail)) = rest.split_once("{{") {
        if !words.is_empty() {
            parts.push(Part::Words(words.to_owned()));
        }
        let (inner, after) = tail.split_once("}}").ok_or(TemplateProblem::UnclosedTag)?;
        parts.push(match fields.get(inner.trim()) {
            Some(field) => Part::Field(field.clone()),
            None => Part::Computed(parse(inner.trim())?),
        });
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Words(rest.to_owned()));
    }
    Ok(parts)
}
