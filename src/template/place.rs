//! The addresses of a blank ([`Place`]), of a row of a group ([`RowId`]), and of a block of the
//! contract ([`BlockId`]).

use std::convert::Infallible;
use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use super::model::FieldId;

/// The number of a row, unique in its group. The number never changes, so that moving or deleting
/// rows does not change the address of another row. The screen and JSON show the ordinal instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(NonZeroU32);

impl RowId {
    /// The number 1.
    pub const FIRST: Self = Self(NonZeroU32::MIN);

    /// Wraps a number; `None` for 0.
    #[must_use]
    pub fn new(number: u32) -> Option<Self> {
        NonZeroU32::new(number).map(Self)
    }

    /// The number.
    #[must_use]
    pub fn number(self) -> u32 {
        self.0.get()
    }
}

/// The address of a blank. Answers, values, issues, acknowledgements, the history, the document and
/// the content controls of a DOCX all use this address.
///
/// The text form is `price` outside any row, `goods#7.price` for the field `goods.price` in row 7.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The field. The id of a field in a row begins with the id of its group (`goods.price`).
    pub field: FieldId,
    /// The row, if the field repeats in each row of a group.
    pub row: Option<RowId>,
}

impl Place {
    /// The same field in another row, or outside any row.
    #[must_use]
    pub fn in_row(&self, row: Option<RowId>) -> Self {
        Self {
            field: self.field.clone(),
            row,
        }
    }

    /// The id of the group whose row the place is in; `None` outside any row.
    #[must_use]
    pub fn group(&self) -> Option<&str> {
        self.row?;
        self.field.rows()
    }
}

impl From<FieldId> for Place {
    fn from(field: FieldId) -> Self {
        Self { field, row: None }
    }
}

impl From<&str> for Place {
    /// The place of a field outside any row, whatever the form of the id.
    fn from(field: &str) -> Self {
        FieldId::new(field).into()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = self.field.as_str();
        match self.row.zip(field.split_once('.')) {
            Some((row, (group, rest))) => write!(formatter, "{group}#{}.{rest}", row.0),
            None => formatter.write_str(field),
        }
    }
}

impl FromStr for Place {
    type Err = Infallible;

    /// Never fails: a text without the form `group#7.field` is the id of a field outside any row.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let in_row = text.split_once('#').and_then(|(group, rest)| {
            let (digits, name) = rest.split_once('.')?;
            // Refuse `+7` and `07`, which would not print back as the same text.
            let is_canonical = digits.bytes().all(|byte| byte.is_ascii_digit())
                && !digits.starts_with('0')
                && !group.contains('.');
            let number = digits.parse().ok().filter(|_| is_canonical)?;
            Some(Self {
                field: FieldId::new(&format!("{group}.{name}")),
                row: Some(RowId::new(number)?),
            })
        });
        Ok(in_row.unwrap_or_else(|| Self::from(text)))
    }
}

/// The identity of a paragraph or table of the contract: the place in the template that prints it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId {
    /// The line in the template file, 1-based.
    pub line: usize,
    /// The row for which the block prints, if the template repeats the block for the rows of a
    /// group.
    pub row: Option<RowId>,
}

impl BlockId {
    /// The id of a block outside any row, from its line in the template file (1-based).
    #[must_use]
    pub fn of_line(line: usize) -> Self {
        Self { line, row: None }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place(field: &str, row: u32) -> Place {
        Place {
            field: FieldId::new(field),
            row: RowId::new(row),
        }
    }

    #[test]
    fn a_place_in_a_row_names_group_row_and_field() {
        for (text, read) in [
            ("price", place("price", 0)),
            ("goods#7.price", place("goods.price", 7)),
            ("goods#4294967295.a.b", place("goods.a.b", u32::MAX)),
            // Not a row: a draft may hold answers to ids that no template declares.
            ("goods.price", place("goods.price", 0)),
            ("goods#0.price", place("goods#0.price", 0)),
            ("goods#07.price", place("goods#07.price", 0)),
            ("goods#+7.price", place("goods#+7.price", 0)),
            ("goods#4294967296.price", place("goods#4294967296.price", 0)),
            ("goods#7", place("goods#7", 0)),
            ("a.b#7.c", place("a.b#7.c", 0)),
            ("#.", place("#.", 0)),
            ("", place("", 0)),
        ] {
            assert_eq!(text.parse(), Ok(read.clone()), "{text}");
            assert_eq!(read.to_string(), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(
            group in "[a-z][a-z0-9_]{0,8}", name in "[a-z][a-z0-9_]{0,8}", row in 0_u32..,
        ) {
            for field in [name.clone(), format!("{group}.{name}")] {
                let row = RowId::new(row).filter(|_| field.contains('.'));
                let place = Place { field: FieldId::new(&field), row };
                prop_assert_eq!(place.to_string().parse(), Ok(place));
            }
        }

        #[test]
        fn what_is_read_prints_as_it_was(text in "[a-z0-9#.+]{0,12}|\\PC{0,12}") {
            let place: Place = text.parse()?;
            prop_assert_eq!(place.to_string(), text);
        }
    }
}
