//! An index of the line starts of a text: many positions are found with one pass over the text.

/// A text with an index of its line starts.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    pub text: &'t str,
    /// The byte offset of each line start; never empty.
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// Builds the index in one pass.
    pub fn of(text: &'t str) -> Self {
        let ends = text.match_indices('\n').map(|(end, _)| end + 1);
        Self {
            text,
            starts: std::iter::once(0).chain(ends).collect(),
        }
    }

    /// Each line with its end, and the byte offset of its start.
    pub fn each(&self) -> impl Iterator<Item = (usize, &'t str)> {
        let ends = self.starts.iter().skip(1).copied();
        let ends = ends.chain([self.text.len()]);
        let line = |(start, end): (&usize, usize)| {
            let line = self.text.get(*start..end);
            (*start, line.unwrap_or_default())
        };
        self.starts.iter().zip(ends).map(line)
    }

    /// The line of a byte offset, 1-based; the last line if the offset is past the end.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// The byte offset of the start of `line` (1-based); the end of the text for a line past the
    /// last.
    fn start(&self, line: usize) -> usize {
        let start = self.starts.get(line.saturating_sub(1));
        start.copied().unwrap_or(self.text.len())
    }

    /// The line and the column of a byte offset, both 1-based; the column counts characters.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.line(offset);
        let before = self.start(line)..self.text.floor_char_boundary(offset);
        let before = self.text.get(before).unwrap_or_default();
        (line, before.chars().count() + 1)
    }
}

/// The line and the column of one byte offset, as [`Lines::position`]. Cheaper than an index of
/// the whole text if the caller needs one position only.
pub(super) fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..text.floor_char_boundary(offset));
    Lines::of(before.unwrap_or_default()).position(offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_counted_in_lines_and_characters() {
        let text = "一二\r\nab\n\n末";
        for (offset, expected) in [
            (0, (1, 1)),
            // An offset inside a character gives the position of the character.
            (2, (1, 1)),
            (3, (1, 2)),
            (6, (1, 3)),
            // The line end belongs to the line that it ends.
            (7, (1, 4)),
            (8, (2, 1)),
            (10, (2, 3)),
            (11, (3, 1)),
            (12, (4, 1)),
            (13, (4, 1)),
            (15, (4, 2)),
            (99, (4, 2)),
        ] {
            assert_eq!(position(text, offset), expected, "offset: {offset}");
            let lines = Lines::of(text);
            assert_eq!(lines.position(offset), expected, "offset: {offset}");
            assert_eq!(lines.line(offset), expected.0, "offset: {offset}");
        }
        assert_eq!(position("", 5), (1, 1));
    }

    #[test]
    fn each_line_has_its_end() {
        for (text, expected) in [
            ("", &[(0, "")][..]),
            ("一\n\nab", &[(0, "一\n"), (4, "\n"), (5, "ab")]),
            ("a\r\n", &[(0, "a\r\n"), (3, "")]),
        ] {
            let lines = Lines::of(text);
            assert_eq!(lines.each().collect::<Vec<_>>(), expected, "{text:?}");
        }
    }

    #[test]
    fn a_line_begins_after_the_end_of_the_one_before() {
        let lines = Lines::of("一\nab\n");
        for (line, expected) in [(0, 0), (1, 0), (2, 4), (3, 7), (4, 7), (9, 7)] {
            assert_eq!(lines.start(line), expected, "line: {line}");
        }
    }
}
