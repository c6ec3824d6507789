//! Words for the mistakes in a template, with their places.

use super::lookup::{Words, optional, placed, word, words};
use super::toml::toml_fault;
use super::value::value_error;
use crate::language::Language;
use crate::template::{
    ExpressionError, FormulaError, Remark, RemarkKind, StyleError, TemplateError, TemplateProblem,
    TemplateRemark, Unsupported,
};
use crate::value::clean;

/// The most mistakes in one list.
const LISTED: usize = 50;

/// A mistake as `file:line:column：message`.
#[must_use]
pub fn template_error(error: &TemplateError, file: &str, language: Language) -> Words {
    let said = problem(&error.problem, language);
    let at = (error.line, error.column);
    placed("template.at", said, at, file, language)
}

/// A warning as `file:line:column：message`: the template is valid at this place, but may not mean
/// what its author intends.
#[must_use]
pub fn template_remark(remark: &TemplateRemark, file: &str, language: Language) -> Words {
    let said = match &remark.remark {
        RemarkKind::Expression(Remark::NotWholeYears) => {
            words("template.not_whole_years", &[], language)
        }
        RemarkKind::Expression(Remark::ShortTerm) => words("template.short_term", &[], language),
        RemarkKind::UnclearOwner { field } => {
            words("template.unclear_owner", &[("field", field)], language)
        }
        RemarkKind::BoxInOption {
            choice,
            option,
            around,
        } => words(
            "template.box_in_option",
            &[("choice", choice), ("option", option), ("around", around)],
            language,
        ),
        RemarkKind::NumberDiffers { written, printed } => words(
            "template.number_differs",
            &[("written", written), ("printed", printed.trim())],
            language,
        ),
        RemarkKind::ShallowIndent => words("template.shallow_indent", &[], language),
        RemarkKind::Asterisks => words("template.asterisks", &[], language),
        RemarkKind::JoinedLines => words("template.joined_lines", &[], language),
        RemarkKind::MaybeSignature => words("template.maybe_signature", &[], language),
    };
    let at = (remark.line, remark.column);
    placed("template.at", said, at, file, language)
}

/// All mistakes of a template in file order; the end of a very long list is counted only.
#[must_use]
pub fn template_errors(errors: &[TemplateError], file: &str, language: Language) -> Vec<Words> {
    let mut all: Vec<Words> = errors
        .iter()
        .take(LISTED)
        .map(|error| template_error(error, file, language))
        .collect();
    if errors.len() > LISTED {
        let more = (errors.len() - LISTED).to_string();
        all.push(words("template.more", &[("count", &more)], language));
    }
    all
}

#[expect(clippy::too_many_lines, reason = "a flat match, one arm a variant")]
fn problem(problem: &TemplateProblem, language: Language) -> Words {
    let say =
        |key: &str, values: &[(&str, &str)]| words(&format!("template.{key}"), values, language);
    let near_hint = |key: &str, mut said: Words, near: Option<&str>| {
        if let Some(near) = near {
            said.hint = optional(
                &format!("template.{key}.hint_near"),
                &[("near", &shown(near))],
                language,
            );
        }
        said
    };
    match problem {
        TemplateProblem::TooLarge { bytes } => say("too_large", &[("bytes", &bytes.to_string())]),
        TemplateProblem::FrontMatterTooLarge { bytes, most } => say(
            "front_matter_too_large",
            &[("size", &kilobytes(*bytes)), ("most", &kilobytes(*most))],
        ),
        TemplateProblem::TooManyLines { most } => {
            say("too_many_lines", &[("most", &most.to_string())])
        }
        TemplateProblem::LineTooLong { bytes, most } => say(
            "line_too_long",
            &[("size", &kilobytes(*bytes)), ("most", &kilobytes(*most))],
        ),
        TemplateProblem::TooManyTags { most } => {
            say("too_many_tags", &[("most", &most.to_string())])
        }
        TemplateProblem::NotUtf8 => say("not_utf8", &[]),
        TemplateProblem::Empty => say("empty", &[]),
        TemplateProblem::NoFrontMatter => say("no_front_matter", &[]),
        TemplateProblem::UnclosedFrontMatter => say("unclosed_front_matter", &[]),
        TemplateProblem::Toml { detail } => {
            say("toml", &[("detail", &toml_fault(detail, language))])
        }
        TemplateProblem::UnknownKey { key, near } => near_hint(
            "unknown_key",
            say("unknown_key", &[("key", &shown(key))]),
            near.as_deref(),
        ),
        TemplateProblem::MissingKey { key } => say("missing_key", &[("key", key)]),
        TemplateProblem::WrongType { key, expected } => say(
            "wrong_type",
            &[("key", &shown(key)), ("expected", expected)],
        ),
        TemplateProblem::UnknownWord {
            key,
            found,
            near,
            known,
        } => {
            let values = [
                ("key", shown(key)),
                ("found", shown(found)),
                ("known", shown(known)),
            ];
            let values: Vec<(&str, &str)> = values
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            near_hint(
                "unknown_word",
                say("unknown_word", &values),
                near.as_deref(),
            )
        }
        TemplateProblem::WrongValue { key, reason } => {
            let reason = value_error(reason, language);
            let said = say(
                "wrong_value",
                &[("key", &shown(key)), ("reason", &reason.message)],
            );
            Words {
                message: said.message,
                hint: reason.hint,
            }
        }
        TemplateProblem::Duplicate { id, first_line } => {
            let mut said = say("duplicate", &[("id", &shown(id))]);
            if *first_line > 0 {
                said.hint = optional(
                    "template.duplicate.hint_line",
                    &[("line", &first_line.to_string())],
                    language,
                );
            }
            said
        }
        TemplateProblem::BadId { id } => say("bad_id", &[("id", &shown(id))]),
        TemplateProblem::ReservedId { id } => say("reserved_id", &[("id", &shown(id))]),
        TemplateProblem::RowFieldOutside { id } => {
            let id = shown(id);
            let group = id.split_once('.').map_or(id.as_str(), |(group, _)| group);
            say("row_field_outside", &[("id", &id), ("group", group)])
        }
        TemplateProblem::UnknownOption { id, near } => near_hint(
            "unknown_option",
            say("unknown_option", &[("id", &shown(id))]),
            near.as_deref(),
        ),
        TemplateProblem::BoxMissing { id } => say("box_missing", &[("id", &shown(id))]),
        TemplateProblem::BoxTwice { id } => say("box_twice", &[("id", &shown(id))]),
        TemplateProblem::BoxesOfWholeChoice { id } => {
            say("boxes_of_whole_choice", &[("id", &shown(id))])
        }
        TemplateProblem::EndWithoutBox { id } => say("end_without_box", &[("id", &shown(id))]),
        TemplateProblem::TextOfBox { id, text } => {
            say("text_of_box", &[("id", &shown(id)), ("text", &shown(text))])
        }
        TemplateProblem::TagInLabel { id } => say("tag_in_label", &[("id", &shown(id))]),
        TemplateProblem::TwoGroupsInRow { first, second } => say(
            "two_groups_in_row",
            &[("first", &shown(first)), ("second", &shown(second))],
        ),
        TemplateProblem::GroupOfRowField => say("group_of_row_field", &[]),
        TemplateProblem::TooManyRows { most } => {
            say("too_many_rows", &[("most", &most.to_string())])
        }
        TemplateProblem::RowBounds { min, max } => say(
            "row_bounds",
            &[("min", &min.to_string()), ("max", &max.to_string())],
        ),
        TemplateProblem::Blank { key } => say("blank", &[("key", &shown(key))]),
        TemplateProblem::UnknownField { id, near } => near_hint(
            "unknown_field",
            say("unknown_field", &[("id", &shown(id))]),
            near.as_deref(),
        ),
        TemplateProblem::UnknownCorrection { id, near } => near_hint(
            "unknown_correction",
            say("unknown_correction", &[("id", &shown(id))]),
            near.as_deref(),
        ),
        TemplateProblem::WrongFieldKind { id, expected } => say(
            "wrong_field_kind",
            &[("id", &shown(id)), ("expected", expected)],
        ),
        TemplateProblem::UnusedField { id } => say("unused_field", &[("id", &shown(id))]),
        TemplateProblem::KeyOfOtherKind { key, kind } => {
            say("key_of_other_kind", &[("key", &shown(key)), ("kind", kind)])
        }
        TemplateProblem::Expression(error) => expression(error, language),
        TemplateProblem::Formula(FormulaError::TooLong) => say("formula_too_long", &[]),
        TemplateProblem::Formula(FormulaError::Unexpected { found, .. }) if found.is_empty() => {
            say("formula_end", &[])
        }
        TemplateProblem::Formula(FormulaError::Unexpected { found, .. }) => {
            say("formula", &[("found", &shown(found))])
        }
        TemplateProblem::ComputedCycle { ids } => say("computed_cycle", &[("ids", &shown(ids))]),
        TemplateProblem::Style(StyleError::UnknownKey { key, near }) => near_hint(
            "unknown_key",
            say("unknown_key", &[("key", &shown(&format!("style.{key}")))]),
            *near,
        ),
        TemplateProblem::Style(StyleError::WrongValue { key, takes }) => say(
            "style_wrong_value",
            &[
                ("key", &shown(&format!("style.{key}"))),
                ("expected", takes),
            ],
        ),
        TemplateProblem::NumberPattern { pattern } => {
            say("number_pattern", &[("pattern", &shown(pattern))])
        }
        TemplateProblem::UnclosedTag => say("unclosed_tag", &[]),
        TemplateProblem::PageInText => say("page_in_text", &[]),
        TemplateProblem::TagAtEdge => say("tag_at_edge", &[]),
        TemplateProblem::UnclosedComment => say("unclosed_comment", &[]),
        TemplateProblem::StrayTagEnd => say("stray_tag_end", &[]),
        TemplateProblem::NotAField { found } => say("not_a_field", &[("found", &shown(found))]),
        TemplateProblem::UnknownTag { tag } => say("unknown_tag", &[("tag", &shown(tag))]),
        TemplateProblem::TagWithoutIf { tag } => say("tag_without_if", &[("tag", tag)]),
        TemplateProblem::IfWithoutEnd => say("if_without_end", &[]),
        TemplateProblem::TagWithoutTable { tag } => say("tag_without_table", &[("tag", tag)]),
        TemplateProblem::RowCells { found, n_columns } => say(
            "row_cells",
            &[
                ("found", &found.to_string()),
                ("columns", &n_columns.to_string()),
            ],
        ),
        TemplateProblem::WidthsOfColumns { found, n_columns } => say(
            "widths_of_columns",
            &[
                ("found", &found.to_string()),
                ("columns", &n_columns.to_string()),
            ],
        ),
        TemplateProblem::TooManyCells { most } => {
            say("too_many_cells", &[("most", &most.to_string())])
        }
        TemplateProblem::TooManyColumns { found, most } => say(
            "too_many_columns",
            &[("found", &found.to_string()), ("most", &most.to_string())],
        ),
        TemplateProblem::PrivateUse { code } => {
            say("private_use", &[("code", &format!("U+{code:04X}"))])
        }
        TemplateProblem::Markdown(what) => {
            let what = word(
                &format!("template.unsupported.{}", unsupported(*what)),
                &[],
                language,
            );
            say("markdown", &[("what", &what)])
        }
        TemplateProblem::TooDeep { depths } => say("too_deep", &[("depths", &depths.to_string())]),
        TemplateProblem::TooManyClauses { most } => {
            say("too_many_clauses", &[("most", &most.to_string())])
        }
        TemplateProblem::TooManyOf { what, most } => say(
            "too_many_of",
            &[("what", what), ("most", &most.to_string())],
        ),
        TemplateProblem::TooManyDepths { count, most } => say(
            "too_many_depths",
            &[("count", &count.to_string()), ("most", &most.to_string())],
        ),
        TemplateProblem::TooManyFields { count, most } => say(
            "too_many_fields",
            &[("count", &count.to_string()), ("most", &most.to_string())],
        ),
        TemplateProblem::EmptyBody => say("empty_body", &[]),
        TemplateProblem::QuoteAbsent { id } => say("quote_absent", &[("id", &shown(id))]),
        TemplateProblem::TooManyPlaces { id, most } => say(
            "too_many_places",
            &[("id", &shown(id)), ("most", &most.to_string())],
        ),
        TemplateProblem::QuoteAmbiguous { id, count } => say(
            "quote_ambiguous",
            &[("id", &shown(id)), ("count", &count.to_string())],
        ),
    }
}

fn expression(error: &ExpressionError, language: Language) -> Words {
    match error {
        ExpressionError::Syntax { detail, .. } => words(
            "template.expression",
            &[("detail", &shown(detail))],
            language,
        ),
        ExpressionError::UnknownName { name, near, .. } => {
            let mut said = words("template.unknown_name", &[("name", &shown(name))], language);
            if let Some(near) = near {
                said.hint = optional(
                    "template.unknown_name.hint_near",
                    &[("near", &shown(near))],
                    language,
                );
            }
            said
        }
        ExpressionError::LiteralExpected { helper, .. } => {
            words("template.literal_expected", &[("helper", helper)], language)
        }
        ExpressionError::TooLong { length } => words(
            "template.expression_too_long",
            &[("length", &length.to_string())],
            language,
        ),
    }
}

fn unsupported(what: Unsupported) -> &'static str {
    match what {
        Unsupported::Html => "html",
        Unsupported::Image => "image",
        Unsupported::Link => "link",
        Unsupported::Quote => "quote",
        Unsupported::BulletList => "bullet_list",
        Unsupported::Code => "code",
        Unsupported::Emphasis => "emphasis",
        Unsupported::Rule => "rule",
        Unsupported::DeepHeading => "deep_heading",
        Unsupported::SecondTitle => "second_title",
        Unsupported::Table => "table",
        Unsupported::Other => "other",
    }
}

fn shown(text: &str) -> String {
    clean(text).text.chars().take(120).collect()
}

/// A size in kilobytes, rounded up.
fn kilobytes(bytes: usize) -> String {
    bytes.div_ceil(1024).to_string()
}
