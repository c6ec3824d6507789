//! The places where a text may break, ranked: UAX #14 with the extra rules of contracts.

use std::ops::Range;

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

use super::Ambiguous;
use super::marks::{
    is_box, is_closing, is_digit, is_forbidden_at_end, is_forbidden_at_start, is_han, is_paired,
    is_underscore, unit_length,
};

/// Blanks of up to this many underscores are kept on one row.
const SHORT_BLANK: usize = 16;

/// A label of up to this many Han characters is kept on one row with its box.
const SHORT_LABEL: usize = 6;

/// A break in a long blank leaves at least this many underscores on each side.
const BLANK_REMAINDER: usize = 4;

/// The kind of a place between two graphemes, from the best to the worst place to end a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Opportunity {
    /// The row must end here: the text has a line feed.
    Mandatory,
    /// A row may end here.
    Free,
    /// A row should not end here: between a number and its unit, in a short blank or a tick's
    /// label.
    Reluctant,
    /// The place is inside a word.
    Word,
    /// The place is inside a run of digits.
    Digits,
    /// A break here violates 避头尾 or precedes a space.
    Forbidden,
}

/// A part of the text that is measured on its own: no grapheme crosses its ends.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// The byte range in the text.
    pub(super) range: Range<usize>,
    /// Whether the part is split only when no other break fits.
    pub(super) whole: bool,
}

/// One grapheme of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    /// The byte offset of the grapheme's start.
    pub(super) start: usize,
    /// The base character of the grapheme.
    pub(super) base: char,
    /// Whether the grapheme is only space, which hangs invisibly past the end of a row.
    pub(super) is_space: bool,
    /// The width in display cells.
    pub(super) width: usize,
    /// The break opportunity before the grapheme.
    pub(super) before: Opportunity,
}

impl Cell {
    /// Whether the grapheme is written in Chinese text without spaces around it (Han, full-width
    /// punctuation, kana), independently of how the terminal draws ambiguous characters.
    fn is_wide(&self) -> bool {
        self.base.width().is_some_and(|width| width >= 2)
    }

    fn restrain(&mut self, opportunity: Opportunity) {
        if self.before != Opportunity::Mandatory {
            self.before = self.before.max(opportunity);
        }
    }

    fn set(&mut self, opportunity: Opportunity) {
        if self.before != Opportunity::Mandatory {
            self.before = opportunity;
        }
    }
}

/// The graphemes of `text` with the break opportunity before each; `runs` cover the text in order.
pub(super) fn cells(text: &str, runs: &[Run], measure: Ambiguous) -> Vec<Cell> {
    // The order matters: a later rule overrides the opportunities of an earlier rule.
    let mut cells = standard_cells(text, runs, measure);
    free_around_marks(&mut cells);
    glue_digits(&mut cells);
    glue_units(text, &mut cells);
    glue_labels(&mut cells);
    glue_blanks(&mut cells);
    for url in urls(text) {
        break_url(&mut cells, &url);
    }
    for run in runs.iter().filter(|run| run.whole) {
        for cell in inside(&mut cells, &run.range) {
            cell.restrain(Opportunity::Reluctant);
        }
    }
    forbid_at_ends(&mut cells);
    cells
}

/// The graphemes with the opportunities of UAX #14 at their borders.
fn standard_cells(text: &str, runs: &[Run], measure: Ambiguous) -> Vec<Cell> {
    let mut breaks = linebreaks(text).peekable();
    let mut cells = Vec::with_capacity(text.len() / 2);
    for run in runs {
        let part = text.get(run.range.clone()).unwrap_or_default();
        for (offset, grapheme) in part.grapheme_indices(true) {
            let start = run.range.start + offset;
            while breaks.next_if(|(place, _)| *place < start).is_some() {}
            let before = match breaks.next_if(|(place, _)| *place == start) {
                Some((_, BreakOpportunity::Mandatory)) => Opportunity::Mandatory,
                Some((_, BreakOpportunity::Allowed)) => Opportunity::Free,
                None => Opportunity::Word,
            };
            cells.push(Cell {
                start,
                base: grapheme.chars().next().unwrap_or(' '),
                is_space: grapheme.chars().all(char::is_whitespace),
                width: measure.grapheme_width(grapheme),
                before,
            });
        }
    }
    cells
}

/// Allows breaks around “ ” ‘ ’ in Chinese text, and between Latin letters or a blank and a box or
/// a wide opening mark. UAX #14 forbids these breaks, so quoted Chinese could not break.
fn free_around_marks(cells: &mut [Cell]) {
    for index in 1..cells.len() {
        let [before, after] = [cells[index - 1], cells[index]];
        let beyond = || cells.get(index + 1).is_some_and(Cell::is_wide);
        let inside = || index > 1 && cells[index - 2].is_wide();
        let opens = matches!(after.base, '“' | '‘') && (before.is_wide() || beyond());
        let closes = matches!(before.base, '”' | '’') && (after.is_wide() || inside());
        let is_wide_opening = is_forbidden_at_end(after.base) && after.is_wide();
        if opens || closes || is_wide_opening || is_box(after.base) {
            cells[index].set(Opportunity::Free);
        }
    }
}

/// Keeps digits together with their separators and with 第 before them, and a slash with the Han
/// character after it (`元/年`).
fn glue_digits(cells: &mut [Cell]) {
    for index in 1..cells.len() {
        let [before, after] = [cells[index - 1].base, cells[index].base];
        if is_digit(before) && is_digit(after) {
            cells[index].restrain(Opportunity::Digits);
        } else if before == '．' && is_digit(after) {
            cells[index].restrain(Opportunity::Word);
        } else if (before == '第' && is_digit(after)) || (before == '/' && is_han(after)) {
            cells[index].restrain(Opportunity::Reluctant);
        }
    }
}

/// Keeps a number or a blank together with the unit after it.
fn glue_units(text: &str, cells: &mut [Cell]) {
    for index in 1..cells.len() {
        let before = cells[index - 1].base;
        if !(is_digit(before) || is_underscore(before)) || !is_han(cells[index].base) {
            continue;
        }
        let rest = text.get(cells[index].start..).unwrap_or_default();
        for cell in cells.iter_mut().skip(index).take(unit_length(rest)) {
            cell.restrain(Opportunity::Reluctant);
        }
    }
}

/// Keeps a box together with the short Han label after it.
fn glue_labels(cells: &mut [Cell]) {
    for index in 1..cells.len() {
        if !is_box(cells[index - 1].base) {
            continue;
        }
        let is_label = |cell: &&Cell| is_han(cell.base);
        let length = cells
            .iter()
            .skip(index)
            .take_while(is_label)
            .take(SHORT_LABEL + 1)
            .count();
        if length <= SHORT_LABEL {
            for cell in cells.iter_mut().skip(index).take(length) {
                cell.restrain(Opportunity::Reluctant);
            }
        }
    }
}

/// Keeps a short blank whole; a long blank may break, but not near its ends.
fn glue_blanks(cells: &mut [Cell]) {
    let mut start = 0;
    while start < cells.len() {
        let length = cells
            .iter()
            .skip(start)
            .take_while(|cell| is_underscore(cell.base))
            .count();
        for offset in 1..length {
            let is_far = offset >= BLANK_REMAINDER && length - offset >= BLANK_REMAINDER;
            cells[start + offset].set(if length > SHORT_BLANK && is_far {
                Opportunity::Free
            } else {
                Opportunity::Reluctant
            });
        }
        start += length.max(1);
    }
}

/// The byte ranges of web addresses: ASCII text around `://`, or after `www.`
fn urls(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let is_part = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"');
    let mut urls: Vec<Range<usize>> = Vec::new();
    let schemes = text.match_indices("://").map(|(place, _)| {
        let scheme = bytes
            .iter()
            .take(place)
            .rev()
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
        (place - scheme, place)
    });
    let hosts = text.match_indices("www.").map(|(place, _)| (place, place));
    let mut places: Vec<(usize, usize)> = schemes.chain(hosts).collect();
    places.sort_unstable();
    for (start, place) in places {
        if urls.last().is_some_and(|last| start < last.end) {
            continue;
        }
        let length = bytes
            .iter()
            .skip(place)
            .take_while(|byte| is_part(byte))
            .count();
        urls.push(start..place + length);
    }
    urls
}

/// Lets an address break only after `/ ? & =`, and never within the `://` at its start.
fn break_url(cells: &mut [Cell], url: &Range<usize>) {
    let is_break = |base: char| matches!(base, '/' | '?' | '&' | '=');
    let mut before = [' ', ' '];
    let first = cells.partition_point(|cell| cell.start < url.start);
    for cell in cells.iter_mut().skip(first) {
        if cell.start >= url.end {
            break;
        }
        let [last_but_one, last] = before;
        if cell.start > url.start {
            if is_break(last) && !is_break(cell.base) && [last_but_one, last] != ['/', '/'] {
                cell.set(Opportunity::Free);
            } else {
                cell.restrain(Opportunity::Word);
            }
        }
        before = [last, cell.base];
    }
}

/// Applies 避头尾, which overrides every opportunity except a line feed.
fn forbid_at_ends(cells: &mut [Cell]) {
    let mut solid = ' ';
    for index in 1..cells.len() {
        if !cells[index - 1].is_space {
            solid = cells[index - 1].base;
        }
        let before = cells[index - 1].base;
        let after = cells[index].base;
        let is_crowd = cells.len() - index >= 3
            && cells[index..index + 3]
                .iter()
                .all(|cell| is_closing(cell.base));
        // A space with a combining accent is visible, but still must not start a row.
        if is_forbidden_at_end(solid)
            || after.is_whitespace()
            || (is_paired(after) && before == after)
        {
            cells[index].restrain(Opportunity::Forbidden);
        } else if is_crowd && !is_closing(solid) {
            cells[index].set(Opportunity::Free);
        } else if is_crowd {
            cells[index].set(Opportunity::Reluctant);
        } else if is_forbidden_at_start(after) {
            cells[index].restrain(Opportunity::Forbidden);
        }
    }
}

/// The cells that start within `range`, without the cell at its start.
fn inside<'a>(cells: &'a mut [Cell], range: &Range<usize>) -> impl Iterator<Item = &'a mut Cell> {
    let first = cells.partition_point(|cell| cell.start <= range.start);
    let last = cells.partition_point(|cell| cell.start < range.end);
    cells.iter_mut().take(last).skip(first)
}
