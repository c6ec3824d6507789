//! Writing the XML of a part, from front to back.

use quick_xml::escape::{escape, partial_escape};

use super::DECLARATION;

/// The XML of a part while it is written.
#[derive(Debug)]
pub(crate) struct Writer {
    text: String,
}

impl Writer {
    /// A part with one element in it.
    pub(crate) fn part(
        root: &str,
        attributes: &[(&str, &str)],
        content: impl FnOnce(&mut Self),
    ) -> String {
        let mut xml = Self {
            text: DECLARATION.to_owned(),
        };
        xml.element(root, attributes, content);
        xml.text
    }

    /// An element with what `content` writes; an empty one has one tag.
    pub(crate) fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        content: impl FnOnce(&mut Self),
    ) {
        self.open(name, attributes);
        let inside = self.text.len();
        content(self);
        if self.text.len() == inside {
            self.text.pop();
            self.text.push_str("/>");
        } else {
            self.close(name);
        }
    }

    /// An element without content.
    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.element(name, attributes, |_| {});
    }

    /// An element with a text, in two tags even where the text is empty.
    pub(crate) fn leaf(&mut self, name: &str, text: &str) {
        self.open(name, &[]);
        self.text.push_str(&escape(text));
        self.close(name);
    }

    /// Characters between the tags.
    pub(crate) fn text(&mut self, text: &str) {
        self.text.push_str(&partial_escape(text));
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.text.push('<');
        self.text.push_str(name);
        for (key, value) in attributes {
            self.text.push(' ');
            self.text.push_str(key);
            self.text.push_str("=\"");
            self.text.push_str(&escape(*value));
            self.text.push('"');
        }
        self.text.push('>');
    }

    fn close(&mut self, name: &str) {
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
