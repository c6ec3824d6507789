//! Content controls: places in the text that have a name.

use crate::template::FieldId;

/// What the tag of a control begins with that holds a blank; the field's id follows.
const BLANK: &str = "qy:";

/// The tag of a control that holds the blank of a field.
pub(crate) fn tag_of(field: &FieldId) -> String {
    format!("{BLANK}{field}")
}

/// The id of the field whose blank a control of this tag holds; `None` for a control of another
/// program.
pub(crate) fn field_of(tag: &str) -> Option<&str> {
    tag.strip_prefix(BLANK)
}
