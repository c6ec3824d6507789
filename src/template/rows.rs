//! Groups of rows (`[[rows]]`): fields that repeat for each row of a table.

use super::declare::{MOST_ENTRIES, Offsets, judge_id};
use super::error::TemplateProblem;
use super::model::{Field, Group};
use super::table::TableReader;
use crate::language::Localized;

/// The limit of rows in a group.
pub(super) const MOST_ROWS: usize = 1_000;
/// The limit of blanks in a group: rows × fields.
const MOST_BLANKS: usize = 10_000;
/// The name by which a row prints its ordinal (`{{ goods.no }}`).
pub(super) const ORDINAL: &str = "no";
/// The names inside a row that no field can have: its ordinal, and its number in a draft.
const RESERVED: [&str; 2] = [ORDINAL, "id"];

/// A group of rows: its fields repeat for each row that the user fills in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowGroup {
    /// The id, unique among row groups and fields.
    pub id: String,
    /// The name on the screen.
    pub label: Localized,
    /// The index of the page in [`Template::groups`](super::Template::groups).
    pub group: usize,
    /// The smallest number of rows of a ready contract.
    pub min: usize,
    /// The largest number of rows.
    pub max: usize,
    /// The line of the declaration in the file, 1-based.
    pub line: usize,
}

/// The id of the row group that a field belongs to: `goods` of `goods.price`. No declared id of
/// another field holds a dot.
pub(super) fn group_of(field: &str) -> Option<&str> {
    field.split_once('.').map(|(group, _)| group)
}

/// Whether no field of a row can have this name.
pub(super) fn is_reserved_in_rows(name: &str) -> bool {
    RESERVED.contains(&name)
}

/// Reads the row groups. Their ids share the namespace of `offsets` with the fields.
pub(super) fn row_groups(
    top: &mut TableReader<'_, '_>,
    groups: &[Group],
    offsets: &mut Offsets,
) -> Vec<RowGroup> {
    let mut all = Vec::new();
    for (table, offset) in top.tables("rows", MOST_ENTRIES) {
        let mut reader = top.inner(table, offset, "rows");
        let id = reader.required_text("id");
        if let Some(id) = &id {
            judge_id(&mut reader, offsets, id);
        }
        let label = reader.required_localized("label");
        let group = super::declare::group_index(&mut reader, groups, "rows.group");
        let min = reader.count("min");
        let max = reader.count("max");
        if max.is_some_and(|max| max > MOST_ROWS) {
            let most = MOST_ROWS;
            reader.error(offset, TemplateProblem::TooManyRows { most });
        }
        let (min, most) = (min.unwrap_or(0), max.unwrap_or(usize::MAX));
        if min > most || most == 0 {
            let max = most;
            reader.error(offset, TemplateProblem::RowBounds { min, max });
        }
        let line = reader.file().line(offset);
        if let (Some(id), Some(label)) = (id, label) {
            all.push(RowGroup {
                id: id.value,
                label: label.value,
                group,
                min,
                max: most,
                line,
            });
        }
        reader.finish();
    }
    all
}

/// Judges the size of the groups, once their fields are known; gives a group that declares no
/// largest number of rows the number that its fields allow.
pub(super) fn settle_sizes(
    top: &mut TableReader<'_, '_>,
    groups: &mut [RowGroup],
    fields: &[Field],
) {
    for group in groups {
        let is_in = |field: &&Field| field.rows() == Some(&group.id);
        let n_fields = fields.iter().filter(is_in).count();
        if n_fields == 0 {
            let id = group.id.clone();
            top.add_at_line(group.line, TemplateProblem::UnusedField { id });
            continue;
        }
        let most = (MOST_BLANKS / n_fields).min(MOST_ROWS);
        if group.max == usize::MAX {
            group.max = most;
        }
        if group.max > most || group.min > most {
            top.add_at_line(group.line, TemplateProblem::TooManyRows { most });
        }
    }
}
