//! The form as lines: headings, answers, help for the focused field, and issues.

use std::collections::HashMap;

use super::Editor;
use crate::draft::{Issue, Problem, State};
use crate::language::Language;
use crate::render::layout::Ambiguous;
use crate::template::{Field, FieldKind, Options, Place, RowId, Severity, TemplateOption};
use crate::value::Number;

/// One line of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormLine {
    /// An empty line between groups.
    Gap,
    /// The heading of a group, by index.
    Heading {
        /// The group.
        group: usize,
    },
    /// A label with its answer.
    Field {
        /// The blank.
        place: Place,
    },
    /// Some options of a choice, beside its label on the first line.
    Options {
        /// The blank.
        place: Place,
        /// The first option on this line.
        from: usize,
        /// The option after the last on this line.
        to: usize,
    },
    /// The words of an amount.
    Words {
        /// The blank.
        place: Place,
    },
    /// The help for the focused field: how a date was understood, or the answers of other drafts.
    Beneath {
        /// The blank.
        place: Place,
    },
    /// A computed field: its label and result, below the answers of its group.
    Computed {
        /// The blank.
        place: Place,
    },
    /// The name of a group of rows and the number of its rows; an index into the template's groups.
    RowsHead {
        /// The group of rows.
        rows: usize,
    },
    /// The labels of the columns of a group of rows.
    Columns {
        /// The group of rows.
        rows: usize,
    },
    /// The cells of a row. The line of the focused cell stands below it.
    Row {
        /// The group of rows.
        rows: usize,
        /// The row; one that does not exist yet for the line where a new row begins.
        row: RowId,
    },
    /// An issue of the blank.
    Problem {
        /// The blank.
        place: Place,
        /// The index of the issue in [`Editor::issues`].
        issue: usize,
    },
}

impl FormLine {
    /// The blank that the line belongs to.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::Gap
            | Self::Heading { .. }
            | Self::Computed { .. }
            | Self::RowsHead { .. }
            | Self::Columns { .. }
            | Self::Row { .. } => None,
            Self::Field { place }
            | Self::Options { place, .. }
            | Self::Words { place }
            | Self::Beneath { place }
            | Self::Problem { place, .. } => Some(place),
        }
    }
}

/// The lines of the form. Lines move as little as possible while the user types: an amount always
/// has a line for its words, the focused field always has a line beneath it, and the first issue of
/// a group replaces the gap after the group.
#[must_use]
pub fn form_lines(editor: &Editor) -> Vec<FormLine> {
    let mut lines = vec![FormLine::Gap; editor.form_shown.lead];
    let mut group = None;
    let mut has_problem = false;
    let room = value_columns(editor);
    let found = issues_by_place(editor);
    let mut at_row = None;
    for place in editor.places_in_form() {
        let Some(field) = editor.field_at(place) else {
            continue;
        };
        if group != Some(field.group) {
            if let Some(group) = group {
                has_problem &= !push_computed(editor, group, &mut lines);
            }
            if group.is_some() && !has_problem {
                lines.push(FormLine::Gap);
            }
            has_problem = false;
            group = Some(field.group);
            lines.push(FormLine::Heading { group: field.group });
        }
        if let Some((rows, row)) = row_at(editor, place, at_row) {
            if at_row.map(|(rows, _)| rows) != Some(rows) {
                lines.push(FormLine::RowsHead { rows });
                lines.push(FormLine::Columns { rows });
            }
            if at_row != Some((rows, row)) {
                lines.push(FormLine::Row { rows, row });
            }
            at_row = Some((rows, row));
            if *place != editor.focus {
                continue;
            }
        }
        let at = || place.clone();
        match &field.kind {
            FieldKind::Choice(options) => {
                for (from, to) in option_lines(options, room, editor.ambiguous()) {
                    let place = at();
                    lines.push(FormLine::Options { place, from, to });
                }
            }
            _ => lines.push(FormLine::Field { place: at() }),
        }
        if field.kind == FieldKind::Money {
            lines.push(FormLine::Words { place: at() });
        }
        for (issue, found) in found.get(place).into_iter().flatten() {
            if stands_below(editor, found, place) {
                lines.push(FormLine::Problem {
                    place: at(),
                    issue: *issue,
                });
                has_problem = true;
            }
        }
        if *place == editor.focus {
            lines.push(FormLine::Beneath { place: at() });
        }
    }
    if let Some(group) = group {
        push_computed(editor, group, &mut lines);
    }
    lines
}

/// Whether a line shows the focused blank: its own line, or the cells of its row.
pub(super) fn shows_focus(editor: &Editor, line: &FormLine) -> bool {
    match line {
        FormLine::Row { rows, row } => row_at(editor, &editor.focus, None) == Some((*rows, *row)),
        other => other.place() == Some(&editor.focus),
    }
}

/// The group of rows and the row of a blank; `before` is those of the blank before it, which is
/// often of the same group.
fn row_at(
    editor: &Editor,
    place: &Place,
    before: Option<(usize, RowId)>,
) -> Option<(usize, RowId)> {
    let row = place.row?;
    let id = place.group()?;
    let groups = &editor.work.template().rows;
    let before = before.map(|(rows, _)| rows);
    let same = before.filter(|rows| groups.get(*rows).is_some_and(|group| group.id == id));
    let rows = same.or_else(|| groups.iter().position(|group| group.id == id))?;
    Some((rows, row))
}

/// Adds the computed fields of a group that the contract prints; returns whether there are any.
fn push_computed(editor: &Editor, group: usize, lines: &mut Vec<FormLine>) -> bool {
    let before = lines.len();
    let fields = editor.work.template().fields.iter();
    let computed = fields.filter(|field| {
        let is_computed = matches!(field.kind, FieldKind::Computed(_));
        let is_alone = field.rows().is_none();
        is_computed && is_alone && field.group == group && editor.values().is_asked(&field.place())
    });
    lines.extend(computed.map(|field| FormLine::Computed {
        place: field.place(),
    }));
    lines.len() > before
}

/// The issues of each blank, with their indices.
fn issues_by_place(editor: &Editor) -> HashMap<&Place, Vec<(usize, &Issue)>> {
    let mut found: HashMap<&Place, Vec<(usize, &Issue)>> = HashMap::new();
    for (index, issue) in editor.issues().iter().enumerate() {
        if let Some(place) = issue.places.first() {
            found.entry(place).or_default().push((index, issue));
        }
    }
    found
}

/// Columns before a label, for the mark of the focused field.
pub const MARGIN: usize = 3;

/// The column of the form's pane where answers begin.
#[must_use]
pub fn answer_column(editor: &Editor) -> usize {
    MARGIN + editor.label_columns + 1
}

/// Columns of an option: its mark, its label and a space.
#[must_use]
pub(in crate::app) fn option_columns(
    option: &TemplateOption,
    language: Language,
    measure: Ambiguous,
) -> usize {
    3 + measure.width(option.label_in(language)) + 1
}

/// Columns of the label column.
pub(super) fn label_columns(editor: &Editor) -> usize {
    let language = editor.settings.language;
    let longest = editor
        .places_in_form()
        .iter()
        .filter_map(|place| editor.field_at(place))
        .map(|field| editor.ambiguous().width(field.label.get(language)))
        .max()
        .unwrap_or(0);
    let width = usize::from(editor.panes().form.width);
    longest.clamp(8, (width * 9 / 20).clamp(8, 26))
}

/// Columns for answers. The last column of the form stays empty.
fn value_columns(editor: &Editor) -> usize {
    let around = answer_column(editor) + 1;
    usize::from(editor.panes().form.width).saturating_sub(around)
}

impl Editor {
    /// Columns for typing the focused answer. The unit follows to the right.
    #[must_use]
    pub(in crate::app) fn input_columns(&self) -> usize {
        let room = value_columns(self);
        match self.unit_columns(&self.focus) {
            0 => room,
            unit => room.saturating_sub(unit + 1),
        }
    }

    /// Columns of the unit beside an answer. 0 if the answer names its unit itself, as `15天` does.
    #[must_use]
    pub fn unit_columns(&self, place: &Place) -> usize {
        let Some(field) = self.field_at(place) else {
            return 0;
        };
        let answer = self.work.draft().answers.get(place);
        let names_unit = matches!(self.values().state(place), State::Answered(_))
            && answer.is_some_and(|answer| names_unit(field, &answer.as_text()));
        if names_unit || *self.values().state(place) == State::Struck {
            0
        } else {
            self.ambiguous().width(&field.unit)
        }
    }
}

/// Whether an understood answer names its unit: 15天, 两周, 12块5, 万分之五.
fn names_unit(field: &Field, answer: &str) -> bool {
    let answer = answer.trim_end();
    let is_plain = |c: char| c.is_numeric() || ",.，．。 ".contains(c);
    answer.ends_with(&field.unit)
        || match field.kind {
            FieldKind::Money => answer.contains(['元', '圆', '圓', '块', '角', '毛', '分']),
            FieldKind::Percent | FieldKind::Rate(_) => !answer.chars().all(is_plain),
            FieldKind::Number => Number::parse(answer).is_err(),
            FieldKind::Integer => answer.ends_with(['日', '天', '周', '期', '拜', '内', '个']),
            _ => false,
        }
}

/// The first option of each line and the option after its last. Each option takes a mark and a
/// space.
fn option_lines(options: &Options, room: usize, measure: Ambiguous) -> Vec<(usize, usize)> {
    let mut lines = Vec::new();
    let (mut from, mut used) = (0, 0);
    for (place, option) in options.all.iter().enumerate() {
        let columns = 3
            + measure
                .width(&option.label)
                .max(measure.width(&option.english))
            + 1;
        if used > 0 && used + columns > room + 1 {
            lines.push((from, place));
            (from, used) = (place, 0);
        }
        used += columns;
    }
    lines.push((from, options.all.len()));
    lines
}

/// The first issue that is shown for the focused field.
#[must_use]
pub fn focused_issue(editor: &Editor) -> Option<&Issue> {
    let focus = &editor.focus;
    let mut issues = editor.work.contract().issues_of(focus);
    issues.find(|issue| is_due(editor, issue, focus))
}

/// Whether an issue is shown. A missing answer is only counted, because the user may not have
/// reached the field yet. Hints and acknowledged issues are shown only for the focused field.
fn is_due(editor: &Editor, issue: &Issue, place: &Place) -> bool {
    if issue.problem == Problem::Unconfirmed {
        // A mark beside each label says so already.
        return false;
    }
    let is_empty = *editor.values().state(place) == State::Unanswered;
    match issue.severity {
        _ if issue.acknowledged && *place != editor.focus => false,
        Severity::Error => !is_empty || issue.places.len() > 1,
        Severity::Warning => true,
        Severity::Hint => *place == editor.focus && !is_empty,
    }
}

/// Whether an issue is shown under its field. An issue that appears while the user types in the
/// field is shown below the form instead: a half-typed answer is not yet an error, and lines must
/// not move under the hands.
fn stands_below(editor: &Editor, issue: &Issue, place: &Place) -> bool {
    is_due(editor, issue, place) && (*place != editor.focus || editor.stood.contains(&issue.id))
}

/// The ids of the issues that are shown for the focused field.
pub(super) fn due(editor: &Editor) -> Vec<String> {
    let issues = editor.work.contract().issues_of(&editor.focus);
    issues
        .filter(|issue| is_due(editor, issue, &editor.focus))
        .map(|issue| issue.id.clone())
        .collect()
}
