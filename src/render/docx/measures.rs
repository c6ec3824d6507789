//! Lengths on the page in the units of DOCX: twentieths of a point and half points.

use crate::template::{PageSize, PaperStyle};

/// The width and the height of a page, in twentieths of a point.
fn page(size: PageSize) -> [u32; 2] {
    match size {
        PageSize::A4 => [11_906, 16_838],
        PageSize::Letter => [12_240, 15_840],
    }
}

/// Twentieths of a point in a centimetre.
const TWIPS_PER_CENTIMETRE: f64 = 1440.0 / 2.54;

/// The line height of 宋体 in ems at single spacing, so 12 pt at 1.5 lines has a pitch of 23 pt.
const SINGLE_LINE: f64 = 1.3;

/// The size of headers and footers, 小五, in half points.
pub(super) const NOTE_HALF_POINTS: u32 = 18;

/// The lengths that follow from a page style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Measures {
    /// The font size of clauses, in half points.
    pub(super) body_half_points: u32,
    /// The font size of the title, in half points.
    pub(super) title_half_points: u32,
    /// The line pitch of clauses, in twentieths of a point.
    pub(super) body_pitch: u32,
    /// The line pitch of the title, in twentieths of a point.
    pub(super) title_pitch: u32,
    /// The indent of two characters of a clause, in twentieths of a point.
    pub(super) indent: u32,
    /// The top, right, bottom and left margins, in twentieths of a point.
    pub(super) margins: [u32; 4],
    /// The width and the height of the page, in twentieths of a point.
    pub(super) page: [u32; 2],
    /// The width between the left and right margins, in twentieths of a point.
    pub(super) text_width: u32,
    /// The height between the top and bottom margins, in twentieths of a point.
    pub(super) text_height: u32,
}

impl Measures {
    /// Computes the lengths from the page style.
    pub(super) fn new(paper: &PaperStyle) -> Self {
        let body_half_points = whole(paper.body_size * 2.0).max(2);
        let margins = paper.margins.map(twips_of_centimetres);
        let [top, right, bottom, left] = margins;
        let [width, height] = page(paper.page_size);
        Self {
            body_half_points,
            title_half_points: whole(paper.title_size * 2.0).max(2),
            body_pitch: pitch(paper.body_size, paper.line_spacing),
            title_pitch: pitch(paper.title_size, paper.line_spacing),
            indent: body_half_points * 20,
            margins,
            page: [width, height],
            text_width: width.saturating_sub(left + right).max(1_000),
            text_height: height.saturating_sub(top + bottom).max(1_000),
        }
    }
}

/// Converts centimetres to twentieths of a point.
pub(super) fn twips_of_centimetres(centimetres: f64) -> u32 {
    whole(centimetres * TWIPS_PER_CENTIMETRE)
}

/// The line pitch in twentieths, rounded to whole points, as a person types it in Word.
fn pitch(size: f64, spacing: f64) -> u32 {
    whole(size * spacing * SINGLE_LINE).max(1) * 20
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what a page can hold; NaN becomes 0"
)]
fn whole(number: f64) -> u32 {
    number.clamp(0.0, 31_680.0).round() as u32
}

/// A length as the signed type that some docx-rs functions take.
pub(super) fn signed(length: u32) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}

/// A length or size as the unsigned type that the other docx-rs functions take.
pub(super) fn unsigned(length: u32) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_far_apart_as_in_word() {
        for (size, spacing, points) in [(12.0, 1.5, 23), (14.0, 1.5, 27), (12.0, 1.0, 16)] {
            assert_eq!(
                pitch(size, spacing),
                points * 20,
                "size: {size}, spacing: {spacing}"
            );
        }
    }

    #[test]
    fn the_trade_s_page_leaves_fifteen_centimetres_of_text() {
        let measures = Measures::new(&PaperStyle::default());
        assert_eq!(measures.margins, [1440, 1474, 1440, 1701]);
        assert_eq!(measures.text_width, 8731);
        assert_eq!(measures.indent, 480);
    }
}
