//! The paragraphs of a DOCX from outside, without trust in anything that it says.
//!
//! The text comes as it stands in the file: whoever prints it cleans it first. Nothing is
//! written to the disk, no relationship is followed but the one to the main part, and nothing
//! calls itself on the depth of the input.

use super::markup::{Markup, Space, Token};
use super::package::Package;

pub use super::error::{
    IntakeError, LooksLike, MAX_ATTRIBUTES, MAX_DEPTH, MAX_ENTRIES, MAX_FILE, MAX_MARKUP,
    MAX_PARAGRAPHS, MAX_PART,
};

/// A paragraph as the file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadParagraph {
    /// Its text with all tracked changes accepted.
    pub text: String,
    /// Its text with all tracked changes rejected.
    pub original: String,
    /// Whether some of its text does not show: hidden, white, or of two points and less.
    pub hides_text: bool,
    /// The content controls in it that bear a tag, in order.
    pub controls: Vec<ReadControl>,
}

/// A content control: a place in the text that a program has given a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadControl {
    /// The name.
    pub tag: String,
    /// Its text with all tracked changes accepted.
    pub text: String,
    /// Whether the text only holds the place of one that is still to be typed.
    pub is_placeholder: bool,
}

/// Reads the paragraphs of the main text in the order in which they begin, table cells and text
/// boxes included; headers, footers, notes and comments are left out.
///
/// # Errors
/// The file is no DOCX, is damaged, exceeds a limit, or holds what honest programs never write.
pub fn read_paragraphs(bytes: &[u8]) -> Result<Vec<ReadParagraph>, IntakeError> {
    paragraphs_of(&mut Package::open(bytes)?)
}

/// The paragraphs of a package that is open.
pub(super) fn paragraphs_of(package: &mut Package<'_>) -> Result<Vec<ReadParagraph>, IntakeError> {
    let main = main_part(package)?;
    let text = package.read(&main)?;
    let paragraphs = paragraphs(&main, &text)?;
    let is_blank = |paragraph: &ReadParagraph| {
        paragraph.text.trim().is_empty() && paragraph.original.trim().is_empty()
    };
    if paragraphs.iter().all(is_blank) {
        return Err(IntakeError::NoText);
    }
    Ok(paragraphs)
}

/// The name of the main part, as the package's relationships tell it.
fn main_part(package: &mut Package<'_>) -> Result<String, IntakeError> {
    const PART: &str = "_rels/.rels";
    let text = package.read(PART)?;
    let mut markup = Markup::new(PART, &text);
    loop {
        match markup.next()? {
            Token::Open { name, tag, .. } if name == "Relationship" => {
                let kind = markup.attribute(&tag, "Type")?.unwrap_or_default();
                if kind.ends_with("/relationships/officeDocument") {
                    let target = markup.attribute(&tag, "Target")?.unwrap_or_default();
                    return inside(&target);
                }
            }
            Token::Open { .. } | Token::Close | Token::Text(_) => {}
            Token::End => {
                return Err(IntakeError::MissingPart {
                    part: "word/document.xml".to_owned(),
                });
            }
        }
    }
}

/// The part that a target of the package's own relationships names.
fn inside(target: &str) -> Result<String, IntakeError> {
    let part = target.strip_prefix('/').unwrap_or(target);
    let leaves = part.contains(['\\', ':'])
        || part
            .split('/')
            .any(|step| step.is_empty() || step == "." || step == "..");
    if leaves {
        return Err(IntakeError::TargetOutside {
            target: target.to_owned(),
        });
    }
    Ok(part.to_owned())
}

/// What an open element means for the text inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Paragraph,
    Run,
    /// `w:rPr`
    RunProperties,
    /// `w:t` or `w:delText`
    Text,
    /// `w:del` or `w:moveFrom`
    Deletion,
    /// `w:ins` or `w:moveTo`
    Insertion,
    /// `mc:Fallback`, which repeats what `mc:Choice` has said
    Repeated,
    /// `w:sdt`
    Control,
    /// `w:sdtPr`
    ControlProperties,
    Other,
}

fn paragraphs(part: &str, text: &str) -> Result<Vec<ReadParagraph>, IntakeError> {
    let mut markup = Markup::new(part, text);
    let mut gathering = Gathering::default();
    loop {
        match markup.next()? {
            Token::Open { space, name, tag } => {
                if gathering.open.is_empty() && !(space == Space::Word && name == "document") {
                    return Err(IntakeError::NotWord { root: name });
                }
                gathering.meet_leaf(&markup, space, &name, &tag)?;
                gathering.enter(kind(space, &name))?;
            }
            Token::Close => gathering.leave(),
            Token::Text(text) => gathering.meet_text(&text),
            Token::End => return Ok(gathering.paragraphs),
        }
    }
}

fn kind(space: Space, name: &str) -> Open {
    match (space, name) {
        (Space::Word, "p") => Open::Paragraph,
        (Space::Word, "r") => Open::Run,
        (Space::Word, "rPr") => Open::RunProperties,
        (Space::Word, "t" | "delText") => Open::Text,
        (Space::Word, "del" | "moveFrom") => Open::Deletion,
        (Space::Word, "ins" | "moveTo") => Open::Insertion,
        (Space::Word, "sdt") => Open::Control,
        (Space::Word, "sdtPr") => Open::ControlProperties,
        (Space::Compatibility, "Fallback") => Open::Repeated,
        (Space::Word | Space::Compatibility | Space::Draft | Space::Other, _) => Open::Other,
    }
}

/// Paragraphs while they are read.
#[derive(Default)]
struct Gathering {
    paragraphs: Vec<ReadParagraph>,
    /// Every open element, outermost first.
    open: Vec<Open>,
    /// Indices of the open paragraphs: a text box holds paragraphs inside another one.
    open_paragraphs: Vec<usize>,
    /// For each open run whether its text does not show.
    open_runs: Vec<bool>,
    /// Open controls: the paragraph that each stands in, if it is one, and what it holds so far.
    open_controls: Vec<(Option<usize>, ReadControl)>,
    n_deletions: usize,
    n_insertions: usize,
    n_repeated: usize,
}

impl Gathering {
    fn enter(&mut self, element: Open) -> Result<(), IntakeError> {
        match element {
            Open::Paragraph => {
                // One that is only repeated is kept out of the result, but stays open.
                if self.n_repeated == 0 {
                    self.open_paragraphs.push(self.paragraphs.len());
                    self.paragraphs.push(ReadParagraph::default());
                }
                if self.paragraphs.len() > MAX_PARAGRAPHS {
                    return Err(IntakeError::TooManyParagraphs);
                }
            }
            Open::Run => self.open_runs.push(false),
            Open::Deletion => self.n_deletions += 1,
            Open::Insertion => self.n_insertions += 1,
            Open::Repeated => self.n_repeated += 1,
            Open::Control => {
                let paragraph = self.open_paragraphs.last().copied();
                self.open_controls.push((paragraph, ReadControl::default()));
            }
            Open::RunProperties | Open::Text | Open::ControlProperties | Open::Other => {}
        }
        self.open.push(element);
        Ok(())
    }

    fn leave(&mut self) {
        match self.open.pop() {
            Some(Open::Paragraph) => {
                if self.n_repeated == 0 {
                    self.open_paragraphs.pop();
                }
            }
            Some(Open::Run) => {
                self.open_runs.pop();
            }
            Some(Open::Deletion) => self.n_deletions -= 1,
            Some(Open::Insertion) => self.n_insertions -= 1,
            Some(Open::Repeated) => self.n_repeated -= 1,
            Some(Open::Control) => self.leave_control(),
            Some(Open::RunProperties | Open::Text | Open::ControlProperties | Open::Other)
            | None => {}
        }
    }

    fn leave_control(&mut self) {
        let Some((paragraph, control)) = self.open_controls.pop() else {
            return;
        };
        if !control.tag.is_empty()
            && let Some(paragraph) = paragraph.and_then(|index| self.paragraphs.get_mut(index))
        {
            paragraph.controls.push(control);
        }
    }

    fn meet_text(&mut self, text: &str) {
        if self.open.last() == Some(&Open::Text) {
            self.add(text);
        }
    }

    /// Elements that stand for a character, and properties that hide a run.
    fn meet_leaf(
        &mut self,
        markup: &Markup<'_>,
        space: Space,
        name: &str,
        tag: &quick_xml::events::BytesStart<'_>,
    ) -> Result<(), IntakeError> {
        if space != Space::Word {
            return Ok(());
        }
        match (self.open.last(), name) {
            (Some(Open::Run), "tab" | "ptab") => self.add(" "),
            (Some(Open::Run), "br" | "cr") => self.add("\n"),
            (Some(Open::Run), "noBreakHyphen") => self.add("\u{2011}"),
            (Some(Open::Run), "sym") => {
                let code = markup.attribute(tag, "char")?.unwrap_or_default();
                if let Some(character) = symbol(&code) {
                    self.add(character.encode_utf8(&mut [0; 4]));
                }
            }
            (Some(Open::ControlProperties), "tag") => {
                let tag = markup.attribute(tag, "val")?.unwrap_or_default();
                if let Some((_, control)) = self.open_controls.last_mut() {
                    control.tag = tag;
                }
            }
            (Some(Open::ControlProperties), "showingPlcHdr") => {
                let value = markup.attribute(tag, "val")?;
                if let Some((_, control)) = self.open_controls.last_mut() {
                    control.is_placeholder = is_on(value.as_deref());
                }
            }
            (Some(Open::RunProperties), "vanish" | "webHidden" | "color" | "sz") => {
                let value = markup.attribute(tag, "val")?;
                if hides(name, value.as_deref())
                    && let Some(hidden) = self.open_runs.last_mut()
                {
                    *hidden = true;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn add(&mut self, text: &str) {
        if self.n_repeated > 0 {
            return;
        }
        let Some(paragraph) = self
            .open_paragraphs
            .last()
            .and_then(|index| self.paragraphs.get_mut(*index))
        else {
            return;
        };
        if self.n_deletions == 0 {
            paragraph.text.push_str(text);
            // The innermost one alone: one that holds others holds no value.
            if let Some((_, control)) = self.open_controls.last_mut() {
                control.text.push_str(text);
            }
        }
        if self.n_insertions == 0 {
            paragraph.original.push_str(text);
        }
        if self.open_runs.last() == Some(&true) && !text.trim().is_empty() {
            paragraph.hides_text = true;
        }
    }
}

/// The character of a `w:sym`, given in hexadecimal; fonts of symbols use the private area.
fn symbol(code: &str) -> Option<char> {
    u32::from_str_radix(code, 16).ok().and_then(char::from_u32)
}

/// Whether a property that is there is on.
fn is_on(value: Option<&str>) -> bool {
    !matches!(value, Some("0" | "false" | "off"))
}

/// Whether a property of a run keeps its text from showing.
fn hides(property: &str, value: Option<&str>) -> bool {
    const SMALLEST_HALF_POINTS: u32 = 4;
    match property {
        "vanish" | "webHidden" => is_on(value),
        "color" => value.is_some_and(|colour| colour.eq_ignore_ascii_case("FFFFFF")),
        "sz" => value
            .and_then(|size| size.parse::<u32>().ok())
            .is_some_and(|size| size <= SMALLEST_HALF_POINTS),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    const COMPATIBILITY: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";

    fn read(body: &str) -> Result<Vec<ReadParagraph>, IntakeError> {
        let text = format!(
            "<w:document xmlns:w=\"{WORD}\" xmlns:mc=\"{COMPATIBILITY}\"><w:body>{body}</w:body></w:document>"
        );
        paragraphs("word/document.xml", &text)
    }

    #[test]
    fn text_is_read_through_whatever_stands_around_it() {
        for (body, text, original) in [
            (
                "<w:p><w:r><w:t>甲 &amp; 乙</w:t></w:r></w:p>",
                "甲 & 乙",
                "甲 & 乙",
            ),
            (
                "<w:p><w:sdt><w:sdtContent><w:r><w:t>值</w:t></w:r></w:sdtContent></w:sdt></w:p>",
                "值",
                "值",
            ),
            (
                "<w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>",
                "链接",
                "链接",
            ),
            (
                "<w:p><w:del><w:r><w:delText>100</w:delText></w:r></w:del><w:ins><w:r><w:t>999</w:t></w:r></w:ins></w:p>",
                "999",
                "100",
            ),
            (
                "<w:p><w:ins><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:ins></w:p>",
                "",
                "",
            ),
            (
                "<w:p><w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom></w:p>",
                "",
                "移",
            ),
            (
                "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>",
                "a b\nc",
                "a b\nc",
            ),
            (
                "<w:p><w:r><w:sym w:font=\"Wingdings\" w:char=\"2611\"/></w:r></w:p>",
                "☑",
                "☑",
            ),
            (
                "<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>1</w:t></w:r></w:p>",
                "1",
                "1",
            ),
            (
                "<w:p><w:r><w:t><![CDATA[<甲>]]></w:t></w:r></w:p>",
                "<甲>",
                "<甲>",
            ),
        ] {
            let paragraphs = read(body).unwrap();
            assert_eq!(paragraphs.len(), 1, "body: {body}");
            assert_eq!(paragraphs[0].text, text, "body: {body}");
            assert_eq!(paragraphs[0].original, original, "body: {body}");
        }
    }

    #[test]
    fn a_text_box_is_read_once_and_apart_from_the_paragraph_around_it() {
        let inner = "<w:p><w:r><w:t>框</w:t></w:r></w:p>";
        let body = format!(
            "<w:p><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice>{inner}</mc:Choice>\
             <mc:Fallback>{inner}</mc:Fallback></mc:AlternateContent><w:t>后</w:t></w:r></w:p>"
        );
        let texts: Vec<String> = read(&body).unwrap().into_iter().map(|p| p.text).collect();
        assert_eq!(texts, ["前后", "框"]);
    }

    #[test]
    fn text_that_does_not_show_is_read_and_flagged() {
        for (property, hides) in [
            ("<w:vanish/>", true),
            ("<w:vanish w:val=\"0\"/>", false),
            ("<w:color w:val=\"FFFFFF\"/>", true),
            ("<w:color w:val=\"红\"/>", false),
            ("<w:sz w:val=\"1\"/>", true),
            ("<w:sz w:val=\"24\"/>", false),
        ] {
            let body = format!("<w:p><w:r><w:rPr>{property}</w:rPr><w:t>另付</w:t></w:r></w:p>");
            let paragraphs = read(&body).unwrap();
            assert_eq!(paragraphs[0].text, "另付", "property: {property}");
            assert_eq!(paragraphs[0].hides_text, hides, "property: {property}");
        }
    }

    #[test]
    fn a_target_stays_inside_the_package() {
        for (target, expected) in [
            ("word/document.xml", Some("word/document.xml")),
            ("/word/document.xml", Some("word/document.xml")),
            ("../document.xml", None),
            ("word/../../x", None),
            ("word\\document.xml", None),
            ("file:///etc/passwd", None),
            ("//host/x", None),
            ("", None),
        ] {
            assert_eq!(inside(target).ok().as_deref(), expected, "target: {target}");
        }
    }

    /// Well-formed markup: an element's name opens it, an empty one closes the last, and
    /// anything else is text.
    fn nested(steps: &[&str]) -> String {
        let mut body = String::new();
        let mut open = Vec::new();
        for step in steps {
            match step.split_once(':') {
                Some(_) => {
                    body += &["<", step, ">"].concat();
                    open.push(step);
                }
                None if step.is_empty() => {
                    if let Some(name) = open.pop() {
                        body += &["</", name, ">"].concat();
                    }
                }
                None => body += step,
            }
        }
        for name in open.iter().rev() {
            body += &["</", name, ">"].concat();
        }
        body
    }

    proptest::proptest! {
        #[test]
        fn elements_in_any_place_are_read_without_inventing_text(
            steps in proptest::collection::vec(
                proptest::sample::select(vec![
                    "w:p", "w:r", "w:t", "w:del", "w:ins", "w:rPr", "w:vanish", "w:br", "w:sym",
                    "mc:Fallback", "甲", "&amp;", "&#x41;", "", "", "", "",
                ]),
                0..60,
            ),
        ) {
            let body = nested(&steps);
            let paragraphs = read(&body);
            proptest::prop_assert!(paragraphs.is_ok(), "body: {body}, read: {paragraphs:?}");
            let n_read: usize = paragraphs
                .unwrap_or_default()
                .iter()
                .map(|paragraph| paragraph.text.chars().count())
                .sum();
            proptest::prop_assert!(n_read <= steps.len(), "body: {body}");
        }
    }
}
