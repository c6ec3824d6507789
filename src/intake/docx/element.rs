//! Maps each element of the main part to its meaning for the text of a paragraph, as Word prints it
//! (ECMA-376 Part 1: run content 17.3.3, paragraph content 17.3, revisions 17.13.5, fields 17.16,
//! tables 17.4, controls 17.5; Office Math 22.1).

use crate::word::xml::Space;

/// The meaning of an element for the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    Paragraph,
    ParagraphProperties,
    /// The properties of a paragraph before a tracked change.
    ParagraphChange,
    Run,
    RunProperties,
    /// The properties of a run before a tracked change.
    RunChange,
    /// Its characters are text of the run.
    Text,
    /// Its characters are the code of a field.
    FieldCode,
    /// The mark at which a field begins, changes from code to result, or ends.
    FieldMark,
    /// A form field that shows a checkbox.
    CheckBox,
    /// A form field that shows an entry of a list.
    DropDown,
    /// Text that disappears when all changes are accepted.
    Deletion,
    /// Text that disappears when all changes are rejected.
    Insertion,
    Table,
    TableProperties,
    Row,
    RowProperties,
    Cell,
    CellProperties,
    /// A box with paragraphs of its own inside a paragraph.
    TextBox,
    Control,
    ControlProperties,
    /// Several forms of the same content; a program takes the first form that it can show.
    Alternatives,
    Choice,
    Fallback,
    /// Content beside the line of text, such as the pinyin above a character.
    Aside,
    /// An element of a run that stands for fixed characters.
    Says(&'static str),
    /// A character of a symbol font.
    Symbol,
    /// A character that needs more than the font, such as an emoji.
    ExtendedSymbol,
    /// Visible content that is not read as text: a picture, a note, today's date.
    Unread,
    /// A formula whose parts stand above each other, so that its text on one line is not what
    /// prints.
    Formula(&'static str),
    /// An element without output of its own; its content is read as if the element were absent.
    Through,
}

/// The meaning of the element with this name.
pub(super) fn element(space: Space, name: &str) -> Element {
    match space {
        Space::Word => of_word(name),
        Space::Math => of_math(name),
        Space::Compatibility => match name {
            "AlternateContent" => Element::Alternatives,
            "Choice" => Element::Choice,
            "Fallback" => Element::Fallback,
            _ => Element::Through,
        },
        Space::SymbolExtension => match name {
            "symEx" => Element::ExtendedSymbol,
            _ => Element::Through,
        },
        Space::Qianyue | Space::Other => of_drawing(name),
    }
}

fn of_word(name: &str) -> Element {
    match name {
        "p" => Element::Paragraph,
        "pPr" => Element::ParagraphProperties,
        "pPrChange" => Element::ParagraphChange,
        "r" => Element::Run,
        "rPr" => Element::RunProperties,
        "rPrChange" => Element::RunChange,
        "t" | "delText" => Element::Text,
        "instrText" | "delInstrText" => Element::FieldCode,
        "fldChar" => Element::FieldMark,
        "checkBox" => Element::CheckBox,
        "ddList" => Element::DropDown,
        "del" | "moveFrom" => Element::Deletion,
        "ins" | "moveTo" => Element::Insertion,
        "tbl" => Element::Table,
        "tblPr" => Element::TableProperties,
        "tr" => Element::Row,
        "trPr" => Element::RowProperties,
        "tc" => Element::Cell,
        "tcPr" => Element::CellProperties,
        "txbxContent" => Element::TextBox,
        "sdt" => Element::Control,
        "sdtPr" => Element::ControlProperties,
        "rt" => Element::Aside,
        // Both are gaps; their width does not matter for the text.
        "tab" | "ptab" => Element::Says(" "),
        "br" | "cr" => Element::Says("\n"),
        "noBreakHyphen" => Element::Says("\u{2011}"),
        "sym" => Element::Symbol,
        // Today's date and the page number are computed on display, a note stands in another part,
        // and the rest is content of other programs.
        "dayShort" | "dayLong" | "monthShort" | "monthLong" | "yearShort" | "yearLong"
        | "pgNum" | "footnoteReference" | "endnoteReference" | "object" | "contentPart"
        | "altChunk" | "subDoc" => Element::Unread,
        // Frames around content: links, tags, fields with their result, directions of writing.
        // Ranges of bookmarks, comments, permissions and moves. Marks of notes inside the notes, of
        // comments, and of where pages ended last time. An optional hyphen, which shows only
        // where it breaks a line.
        _ => Element::Through,
    }
}

/// A formula is read in one line; where its parts stand above each other that is not what it
/// shows, and is told.
fn of_math(name: &str) -> Element {
    match name {
        "r" => Element::Run,
        "t" => Element::Text,
        "den" => Element::Formula("/"),
        "sup" => Element::Formula("^"),
        "sub" => Element::Formula("_"),
        "num" | "deg" | "lim" | "mr" | "acc" | "bar" | "box" | "borderBox" | "d" | "eqArr"
        | "func" | "groupChr" | "nary" | "phant" | "rad" => Element::Formula(""),
        _ => Element::Through,
    }
}

fn of_drawing(name: &str) -> Element {
    match name {
        // A picture (DrawingML, VML), ornamental letters, a chart, a diagram, an embedded file.
        "pic" | "imagedata" | "textpath" | "chart" | "relIds" | "OLEObject" => Element::Unread,
        _ => Element::Through,
    }
}
