//! Repairs the XML from docx-rs: puts the children of properties into the order of ECMA-376,
//! removes attributes that vary from run to run, and inserts the properties of controls.

use docx_rs::BuildXML;

use super::controls::Controls;
use crate::word::xml::{Reader, Tag, Token, Writer};

/// The attributes, by element, that must not stand in the file.
const STRAY: [(&str, &str); 3] = [
    // docx-rs counts paragraphs across the process, so two exports of one document would differ.
    ("w:p", "w14:paraId"),
    ("w:fldChar", "w:dirty"),
    // The schema defines no such attribute.
    ("w:gridCol", "w:type"),
];

/// The order of property children in the schema, by parent element, limited to the properties that
/// this program sets (ECMA-376 part 1, annex A: `CT_PPr`, `CT_RPr`, `CT_TblPr`, `CT_TcPr`).
const ORDERS: [(&str, &[&str]); 4] = [
    (
        "w:pPr",
        &[
            "w:pStyle",
            "w:keepNext",
            "w:pageBreakBefore",
            "w:tabs",
            "w:spacing",
            "w:jc",
        ],
    ),
    (
        "w:rPr",
        &[
            "w:rStyle",
            "w:rFonts",
            "w:b",
            "w:bCs",
            "w:w",
            "w:sz",
            "w:szCs",
            "w:highlight",
            "w:u",
        ],
    ),
    (
        "w:tblPr",
        &[
            "w:tblW",
            "w:jc",
            "w:tblBorders",
            "w:tblLayout",
            "w:tblCellMar",
        ],
    ),
    ("w:tcPr", &["w:tcW"]),
];

/// Writes a paragraph or a table in repaired form; the error is an English reason.
pub(super) fn write(
    built: &impl BuildXML,
    controls: &mut Controls,
    xml: &mut Writer,
) -> Result<(), String> {
    let built = built.build();
    let text = std::str::from_utf8(&built).map_err(|error| error.to_string())?;
    let mut repair = Repair {
        reader: Reader::new("", text),
        controls,
        xml,
    };
    while let Token::Open(tag) = repair.next()? {
        repair.element(tag)?;
    }
    Ok(())
}

struct Repair<'a> {
    reader: Reader<'a>,
    controls: &'a mut Controls,
    xml: &'a mut Writer,
}

impl<'a> Repair<'a> {
    /// Writes an element. The recursion is bounded: a run in a table cell is the deepest element.
    fn element(&mut self, tag: Tag<'a>) -> Result<(), String> {
        if tag.name == "w:sdtPr" {
            self.skip()?;
            return self.controls.write_next(self.xml);
        }
        let start = self.xml.len();
        let stray = STRAY.iter().find(|(element, _)| *element == tag.name);
        let inside = self
            .xml
            .open_as(tag, stray.map(|(_, attribute)| *attribute))?;
        match ORDERS.iter().find(|(element, _)| *element == tag.name) {
            Some((_, order)) => self.properties(tag.name, order)?,
            None => self.content()?,
        }
        // An element of properties without children is removed again.
        if tag.name.ends_with("Pr") && self.xml.len() == inside {
            self.xml.cut(start);
        } else {
            self.xml.close(tag.name, inside);
        }
        Ok(())
    }

    fn content(&mut self) -> Result<(), String> {
        loop {
            match self.next()? {
                Token::Open(child) => self.element(child)?,
                Token::Text(text) => self.xml.text(&text),
                Token::Close | Token::End => return Ok(()),
            }
        }
    }

    /// Writes the children of `parent` in the order of the schema.
    fn properties(&mut self, parent: &str, order: &[&str]) -> Result<(), String> {
        let mut children: Vec<(usize, usize)> = Vec::new();
        while let Token::Open(child) = self.next()? {
            let start = self.xml.len();
            self.element(child)?;
            if self.xml.len() > start {
                let place = order.iter().position(|name| *name == child.name);
                let no_place = || format!("{} has no place in {parent}", child.name);
                children.push((place.ok_or_else(no_place)?, start));
            }
        }
        if children.is_sorted() {
            return Ok(());
        }
        let from_last = children.into_iter().rev();
        let mut pieces: Vec<(usize, String)> = from_last
            .map(|(place, start)| (place, self.xml.cut(start)))
            .collect();
        pieces.sort_by_key(|(place, _)| *place);
        for (_, piece) in pieces {
            self.xml.paste(&piece);
        }
        Ok(())
    }

    /// Skips the content of the element that has just begun.
    fn skip(&mut self) -> Result<(), String> {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.next()? {
                Token::Open(_) => depth += 1,
                Token::Close => depth -= 1,
                Token::Text(_) => {}
                Token::End => break,
            }
        }
        Ok(())
    }

    fn next(&mut self) -> Result<Token<'a>, String> {
        self.reader.next().map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use docx_rs::{
        AlignmentType, LineSpacing, Paragraph, Run, RunFonts, Shading, Table, TableCell, TableRow,
    };

    use super::*;
    use crate::template::Underline;

    fn written(built: &impl BuildXML, controls: &mut Controls) -> Result<String, String> {
        let mut xml = Writer::new();
        let declaration = xml.len();
        write(built, controls, &mut xml)?;
        Ok(xml.cut(declaration))
    }

    fn controls() -> Controls {
        Controls::new(Underline::None)
    }

    #[test]
    fn children_stand_in_the_order_of_the_schema() {
        let run = Run::new()
            .add_text(" a\"b ")
            .bold()
            .fonts(RunFonts::new().hint("eastAsia"))
            .underline("single")
            .style("S");
        let paragraph = Paragraph::new()
            .align(AlignmentType::Left)
            .line_spacing(LineSpacing::new().line(20))
            .keep_next(true)
            .style("P")
            .add_run(run);
        assert_eq!(
            written(&paragraph, &mut controls()).unwrap(),
            "<w:p><w:pPr><w:pStyle w:val=\"P\"/><w:keepNext/><w:spacing w:line=\"20\"/>\
             <w:jc w:val=\"left\"/></w:pPr><w:r><w:rPr><w:rStyle w:val=\"S\"/>\
             <w:rFonts w:hint=\"eastAsia\"/><w:b/><w:bCs/><w:u w:val=\"single\"/></w:rPr>\
             <w:t xml:space=\"preserve\"> a\"b </w:t></w:r></w:p>"
        );
    }

    #[test]
    fn what_varies_and_what_says_nothing_is_left_out() {
        let cell = TableCell::new().add_paragraph(Paragraph::new());
        let table = Table::new(vec![TableRow::new(vec![cell])]).set_grid(vec![7]);
        let table = written(&table, &mut controls()).unwrap();
        assert!(
            table.ends_with(
                "<w:tblGrid><w:gridCol w:w=\"7\"/></w:tblGrid><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
            ),
            "{table}"
        );
    }

    #[test]
    fn a_property_without_a_place_is_an_error() {
        let cell = TableCell::new().shading(Shading::new().fill("auto"));
        let table = Table::new(vec![TableRow::new(vec![cell])]);
        let error = written(&table, &mut controls()).unwrap_err();
        assert_eq!(error, "w:shd has no place in w:tcPr");
    }

    #[test]
    fn every_control_has_its_own_properties_in_the_order_of_the_file() {
        let mut controls = controls();
        let mut paragraph = Paragraph::new();
        for field in ["a", "b"] {
            let runs = vec![Run::new().add_text(field)];
            let control = controls.around(&field.into(), None, field == "b", runs);
            paragraph = paragraph.add_structured_data_tag(control);
        }
        let paragraph = written(&paragraph, &mut controls).unwrap();
        let tags: Vec<&str> = paragraph.split("<w:sdtPr>").skip(1).collect();
        let said =
            |index: usize, words: &str| tags.get(index).is_some_and(|tag| tag.contains(words));
        assert_eq!(tags.len(), 2, "{paragraph}");
        assert!(
            said(0, "w:val=\"qy:a\"") && said(1, "w:val=\"qy:b\""),
            "{paragraph}"
        );
        assert!(
            !said(0, "showingPlcHdr") && said(1, "showingPlcHdr"),
            "{paragraph}"
        );
    }
}
