//! Lists every sentence of a contract that holds a value, clause by clause, so that a person can
//! proofread what differs from the blank template.

use crate::document::{Document, Inline, Paragraph};
use crate::template::Place;

/// The characters that end a sentence.
const ENDS: [char; 6] = ['。', '；', '！', '？', ';', '!'];

/// One sentence with all its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The clause that contains the sentence, outermost number first (`三、（五）`); empty before
    /// the first clause.
    pub clause: String,
    /// The sentence as printed, in order.
    pub parts: Vec<SentencePart>,
}

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentencePart {
    /// The printed characters.
    pub text: String,
    /// The blank whose value this is; `None` for words that are no value.
    pub place: Option<Place>,
}

impl Sentence {
    /// The blanks whose values the sentence holds, in order.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.parts.iter().filter_map(|part| part.place.as_ref())
    }
}

/// All sentences with a value, in reading order. A field that appears in several sentences is
/// listed with each of them.
#[must_use]
pub fn sentences_with_values(document: &Document) -> Vec<Sentence> {
    let mut found = Vec::new();
    document.walk(|paragraph, standing| collect(paragraph, &standing.clause(), &mut found));
    found
}

fn collect(paragraph: &Paragraph, clause: &str, found: &mut Vec<Sentence>) {
    let mut parts: Vec<SentencePart> = Vec::new();
    let mut finish = |parts: &mut Vec<SentencePart>| {
        let parts = std::mem::take(parts);
        if parts.iter().any(|part| part.place.is_some()) {
            found.push(Sentence {
                clause: clause.to_owned(),
                parts,
            });
        }
    };
    for inline in &paragraph.inlines {
        let place = match inline {
            Inline::Filled { place, .. }
            | Inline::Struck { place, .. }
            | Inline::Tick {
                place,
                ticked: true,
                ..
            } => Some(place.clone()),
            Inline::Tick { .. } | Inline::Text { .. } | Inline::Blank { .. } => None,
        };
        let text = inline.text();
        if place.is_some() {
            parts.push(SentencePart { text, place });
            continue;
        }
        for piece in text.split_inclusive(ENDS) {
            parts.push(SentencePart {
                text: piece.to_owned(),
                place: None,
            });
            if piece.ends_with(ENDS) {
                finish(&mut parts);
            }
        }
    }
    finish(&mut parts);
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
    fn a_sentence_stands_once_with_all_its_values() {
        let filled = |field: &str, text: &str| Inline::Filled {
            place: Place::from(field),
            text: text.to_owned(),
            bold: false,
        };
        let document = Document {
            blocks: vec![
                clause(Role::Article, "一、", vec![words("价款")]),
                clause(
                    Role::Clause { depth: 1 },
                    "（一）",
                    vec![
                        words("前一句。单价："),
                        filled("price", "12,800"),
                        words("元/年，共"),
                        filled("years", "2"),
                        words("年。后一句。"),
                    ],
                ),
                clause(Role::Article, "二、", vec![words("期限")]),
                clause(
                    Role::Clause { depth: 1 },
                    "（一）",
                    vec![
                        Inline::Blank {
                            place: Place::from("days"),
                            text: "____".to_owned(),
                            bold: false,
                        },
                        words("天"),
                    ],
                ),
            ],
            ..Document::default()
        };
        let part = |text: &str, place: Option<&str>| SentencePart {
            text: text.to_owned(),
            place: place.map(Place::from),
        };
        assert_eq!(
            sentences_with_values(&document),
            [Sentence {
                clause: "一、（一）".to_owned(),
                parts: vec![
                    part("单价：", None),
                    part("12,800", Some("price")),
                    part("元/年，共", None),
                    part("2", Some("years")),
                    part("年。", None),
                ],
            }]
        );
    }
}
