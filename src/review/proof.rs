//! Lists every value of a contract in its sentence, clause by clause, so that a person can
//! proofread what differs from the blank template.

use crate::document::{Document, Inline, Paragraph};
use crate::template::Place;

/// The number of characters of context on each side of a value.
const CONTEXT: usize = 80;

/// One value with its context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The blank that the value fills.
    pub place: Place,
    /// The clause that contains the value, outermost number first (`三、（五）`); empty before the
    /// first clause.
    pub clause: String,
    /// The last characters before the value in its paragraph.
    pub before: String,
    /// The value as printed.
    pub value: String,
    /// The first characters after the value in its paragraph.
    pub after: String,
}

/// All values of a contract in reading order. A field that appears several times is listed each
/// time.
#[must_use]
pub fn differences(document: &Document) -> Vec<Difference> {
    let mut found = Vec::new();
    document.walk(|paragraph, standing| collect(paragraph, &standing.clause(), &mut found));
    found
}

fn collect(paragraph: &Paragraph, clause: &str, found: &mut Vec<Difference>) {
    for (index, inline) in paragraph.inlines.iter().enumerate() {
        let value = match inline {
            Inline::Filled { text, .. } | Inline::Struck { text, .. } => text.clone(),
            Inline::Tick { ticked: true, .. } => inline.text(),
            Inline::Tick { .. } | Inline::Text { .. } | Inline::Blank { .. } => continue,
        };
        let Some(place) = inline.place() else {
            continue;
        };
        let text = |inlines: &[Inline]| inlines.iter().map(Inline::text).collect::<String>();
        let (before, rest) = paragraph.inlines.split_at(index);
        found.push(Difference {
            place: place.clone(),
            clause: clause.to_owned(),
            before: last_characters(&text(before)),
            value,
            after: text(rest.get(1..).unwrap_or_default())
                .chars()
                .take(CONTEXT)
                .collect(),
        });
    }
}

fn last_characters(text: &str) -> String {
    let count = text.chars().count();
    text.chars().skip(count.saturating_sub(CONTEXT)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Role};
    use crate::template::BlockId;

    fn words(text: &str) -> Inline {
        Inline::Text {
            text: text.to_owned(),
            bold: false,
        }
    }

    fn clause(role: Role, number: &str, inlines: Vec<Inline>) -> Block {
        Block::Paragraph(Paragraph {
            role,
            number: number.to_owned(),
            inlines,
            id: BlockId::of_line(1),
        })
    }

    #[test]
    fn each_value_stands_in_its_sentence_and_its_clause() {
        let filled = |field: &str, text: &str| Inline::Filled {
            place: Place::from(field),
            text: text.to_owned(),
        };
        let document = Document {
            blocks: vec![
                clause(Role::Article, "一、", vec![words("价款")]),
                clause(
                    Role::Clause { depth: 1 },
                    "（一）",
                    vec![words("单价："), filled("price", "12,800"), words("元/年。")],
                ),
                clause(Role::Article, "二、", vec![words("期限")]),
                clause(
                    Role::Clause { depth: 1 },
                    "（一）",
                    vec![
                        Inline::Blank {
                            place: Place::from("days"),
                            text: "____".to_owned(),
                        },
                        words("天"),
                    ],
                ),
            ],
            ..Document::default()
        };
        assert_eq!(
            differences(&document),
            [Difference {
                place: "price".into(),
                clause: "一、（一）".to_owned(),
                before: "单价：".to_owned(),
                value: "12,800".to_owned(),
                after: "元/年。".to_owned(),
            }]
        );
    }
}
