//! Lengths of a page in the units of the format: twentieths of a point and half points.

use crate::template::PaperStyle;

/// A4, portrait (ISO 216): 210 by 297 mm, in twentieths of a point.
pub(super) const PAGE_WIDTH: u32 = 11_906;
/// See [`PAGE_WIDTH`].
pub(super) const PAGE_HEIGHT: u32 = 16_838;

/// Twentieths of a point in a centimetre.
const TWIPS_PER_CENTIMETRE: f64 = 1440.0 / 2.54;

/// 宋体 set single takes 1.3 of its size, so 12 pt at 1.5 lines is a pitch of 23 pt.
const SINGLE_LINE: f64 = 1.3;

/// 小五, the size of headers and footers, in half points.
pub(super) const NOTE_HALF_POINTS: u32 = 18;

/// What a page style comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Measures {
    /// The size of clauses, in half points.
    pub(super) body_half_points: u32,
    /// The size of the title, in half points.
    pub(super) title_half_points: u32,
    /// From line to line in clauses, in twentieths of a point.
    pub(super) body_pitch: u32,
    /// From line to line in the title, in twentieths of a point.
    pub(super) title_pitch: u32,
    /// Two characters of a clause, in twentieths of a point.
    pub(super) indent: u32,
    /// Top, right, bottom, left, in twentieths of a point.
    pub(super) margins: [u32; 4],
    /// From the left margin to the right one, in twentieths of a point.
    pub(super) text_width: u32,
    /// From the top margin to the bottom one, in twentieths of a point.
    pub(super) text_height: u32,
}

impl Measures {
    /// Works the lengths out.
    pub(super) fn new(paper: &PaperStyle) -> Self {
        let body_half_points = whole(paper.body_size * 2.0).max(2);
        let margins = paper.margins.map(twips_of_centimetres);
        let [top, right, bottom, left] = margins;
        Self {
            body_half_points,
            title_half_points: whole(paper.title_size * 2.0).max(2),
            body_pitch: pitch(paper.body_size, paper.line_spacing),
            title_pitch: pitch(paper.title_size, paper.line_spacing),
            indent: body_half_points * 20,
            margins,
            text_width: PAGE_WIDTH.saturating_sub(left + right).max(1_000),
            text_height: PAGE_HEIGHT.saturating_sub(top + bottom).max(1_000),
        }
    }
}

/// A length in twentieths of a point.
pub(super) fn twips_of_centimetres(centimetres: f64) -> u32 {
    whole(centimetres * TWIPS_PER_CENTIMETRE)
}

/// Whole points, as a person would type them into Word.
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

/// A length as docx-rs takes it.
pub(super) fn signed(length: u32) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}

/// A length or size as docx-rs takes it elsewhere.
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
