//! Writes the XML of a part sequentially.

use quick_xml::escape::{escape, partial_escape};

use super::Tag;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A part during writing.
#[derive(Debug)]
pub(crate) struct Writer {
    text: String,
}

impl Writer {
    /// A part that holds only the XML declaration.
    pub(crate) fn new() -> Self {
        Self {
            text: DECLARATION.to_owned(),
        }
    }

    /// A complete part with one root element.
    pub(crate) fn part(
        root: &str,
        attributes: &[(&str, &str)],
        content: impl FnOnce(&mut Self),
    ) -> String {
        let mut xml = Self::new();
        xml.element(root, attributes, content);
        xml.finish()
    }

    /// Returns the finished XML.
    pub(crate) fn finish(self) -> String {
        self.text
    }

    /// Writes an element whose content `content` writes; an element without content gets one tag.
    pub(crate) fn element<R>(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        content: impl FnOnce(&mut Self) -> R,
    ) -> R {
        let inside = self.open(name, attributes);
        let result = content(self);
        self.close(name, inside);
        result
    }

    /// Writes an element without content, in one tag.
    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.element(name, attributes, |_| {});
    }

    /// Writes an element with a text, always with a start tag and an end tag.
    pub(crate) fn leaf(&mut self, name: &str, text: &str) {
        self.open(name, &[]);
        self.text.push_str(&escape(text));
        self.end(name);
    }

    /// Writes escaped text between tags.
    pub(crate) fn text(&mut self, text: &str) {
        self.text.push_str(&partial_escape(text));
    }

    /// Writes the start tag of an element from another part, without the attribute `without`.
    /// Returns the byte offset at which the content begins.
    pub(crate) fn open_as(&mut self, tag: Tag<'_>, without: Option<&str>) -> Result<usize, String> {
        self.begin(tag.name);
        for attribute in tag.attributes() {
            let (key, value) = attribute?;
            if Some(key) != without {
                self.attribute(key, value);
            }
        }
        Ok(self.inside())
    }

    /// Ends an element whose content begins at byte `inside`.
    pub(crate) fn close(&mut self, name: &str, inside: usize) {
        if self.text.len() == inside {
            self.text.pop();
            self.text.push_str("/>");
        } else {
            self.end(name);
        }
    }

    /// The length of the part so far, in bytes.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// Removes and returns everything from byte `start` on.
    pub(crate) fn cut(&mut self, start: usize) -> String {
        if self.text.is_char_boundary(start) {
            self.text.split_off(start)
        } else {
            String::new()
        }
    }

    /// Appends a piece that [`Writer::cut`] returned.
    pub(crate) fn paste(&mut self, piece: &str) {
        self.text.push_str(piece);
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> usize {
        self.begin(name);
        for (key, value) in attributes {
            self.attribute(key, &escape(*value));
        }
        self.inside()
    }

    fn begin(&mut self, name: &str) {
        self.text.push('<');
        self.text.push_str(name);
    }

    fn attribute(&mut self, key: &str, escaped: &str) {
        self.text.push(' ');
        self.text.push_str(key);
        self.text.push_str("=\"");
        self.text.push_str(escaped);
        self.text.push('"');
    }

    fn inside(&mut self) -> usize {
        self.text.push('>');
        self.text.len()
    }

    fn end(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push('>');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_part_says_stands_escaped_between_its_tags() {
        let part = Writer::part("a", &[("b", "<\"甲\" & 'c'>")], |xml| {
            xml.element("d", &[], |xml| {
                xml.text("1 < 2 & ");
                xml.text("\"乙\"");
            });
            xml.empty("e", &[("f", "")]);
            xml.leaf("g", "");
            xml.element("h", &[], |xml| xml.leaf("i", "]]> \"丙\""));
        });
        assert_eq!(
            part.strip_prefix(DECLARATION),
            Some(
                "<a b=\"&lt;&quot;甲&quot; &amp; &apos;c&apos;&gt;\"><d>1 &lt; 2 &amp; \"乙\"</d>\
                 <e f=\"\"/><g></g><h><i>]]&gt; &quot;丙&quot;</i></h></a>"
            )
        );
    }
}
