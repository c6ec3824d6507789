//! The units that Word keeps on one line with the number before them.

use crate::document::{Document, Inline};

/// The units that every contract uses.
const USUAL: &str = "元年月日天个份";
/// The limit of further units: Word accepts 100 characters with the usual units and its own list.
const MOST_OTHERS: usize = 30;

/// The characters that must not begin a line because they begin the unit of a number: the usual
/// units, then the units after the numbers of this contract.
pub(super) fn of(document: &Document) -> String {
    let mut units = USUAL.to_owned();
    for paragraph in document.paragraphs() {
        let pairs = paragraph
            .inlines
            .iter()
            .zip(paragraph.inlines.iter().skip(1));
        for (value, behind) in pairs {
            let (Inline::Filled { text: number, .. }, Inline::Text { text: behind, .. }) =
                (value, behind)
            else {
                continue;
            };
            if let Some(unit) = behind.chars().next()
                && number.ends_with(|c: char| c.is_ascii_digit())
                && matches!(unit, '\u{4E00}'..='\u{9FFF}')
                && !units.contains(unit)
                && units.chars().count() < USUAL.chars().count() + MOST_OTHERS
            {
                units.push(unit);
            }
        }
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Paragraph, Role};
    use crate::template::{BlockId, Place};

    fn document(value: &str, behind: &str) -> Document {
        let paragraph = Paragraph::unnumbered(
            Role::Body,
            vec![
                Inline::Filled {
                    place: Place::from("value"),
                    text: value.to_owned(),
                    bold: false,
                },
                Inline::Text {
                    text: behind.to_owned(),
                    bold: false,
                },
            ],
            BlockId::of_line(1),
        );
        Document {
            blocks: vec![Block::Paragraph(paragraph)],
            ..Document::default()
        }
    }

    #[test]
    fn what_follows_a_number_is_its_unit() {
        for (value, behind, more) in [
            ("107,000.53", "元/年", ""),
            ("20", "台，运费", "台"),
            ("20", "，运费", ""),
            ("20", "% of it", ""),
            ("贰", "套", ""),
            ("青禾", "共同遵守", ""),
            ("20", "", ""),
        ] {
            let units = of(&document(value, behind));
            assert_eq!(units, format!("{USUAL}{more}"), "{value}{behind}");
        }
    }

    #[test]
    fn word_takes_no_more_than_a_hundred_characters() {
        let mut whole = document("1", "台");
        whole.blocks = ('\u{4E00}'..='\u{4EFF}')
            .flat_map(|unit| document("1", &unit.to_string()).blocks)
            .collect();
        let units = of(&whole).chars().count();
        assert!(units + super::super::package::NEVER_FIRST.chars().count() <= 100);
        assert!(units > 30);
    }
}
