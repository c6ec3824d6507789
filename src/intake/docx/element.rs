//! What each element of the main part means for the text of its paragraph: what Word shows of it
//! on paper (ECMA-376 Part 1: run content 17.3.3, paragraph content 17.3, revisions 17.13.5,
//! fields 17.16, tables 17.4, controls 17.5; Office Math 22.1).

use crate::word::xml::Space;

/// What an element means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    Paragraph,
    ParagraphProperties,
    /// The properties that a paragraph had before a tracked change.
    ParagraphChange,
    Run,
    RunProperties,
    /// The properties that a run had before a tracked change.
    RunChange,
    /// Its characters are the run's.
    Text,
    /// Its characters tell how a field is computed.
    FieldCode,
    /// A field begins, shows its result, or ends.
    FieldMark,
    /// A field of a form that shows a box.
    CheckBox,
    /// A field of a form that shows one of a list.
    DropDown,
    /// Text that goes when all changes are accepted.
    Deletion,
    /// Text that goes when all changes are rejected.
    Insertion,
    Table,
    TableProperties,
    Row,
    RowProperties,
    Cell,
    CellProperties,
    /// Paragraphs inside a paragraph.
    TextBox,
    Control,
    ControlProperties,
    /// Several forms of one thing, of which a program takes the first that it can show.
    Alternatives,
    Choice,
    Fallback,
    /// It stands beside the line of text, as the pinyin above a character does.
    Aside,
    /// In a run it stands for these characters.
    Says(&'static str),
    /// A character of a font.
    Symbol,
    /// A character that the font alone need not have, as an emoji.
    ExtendedSymbol,
    /// It shows something that is no text here: a picture, a note, a date of today.
    Unread,
    /// A formula whose parts stand above and below each other.
    Formula(&'static str),
    /// It shows nothing itself; what stands in it counts as if it stood alone.
    Through,
}

/// What the element of this name means.
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
        // Both stand for a gap whose width nobody needs.
        "tab" | "ptab" => Element::Says(" "),
        "br" | "cr" => Element::Says("\n"),
        "noBreakHyphen" => Element::Says("\u{2011}"),
        "sym" => Element::Symbol,
        // A date of today and a number of the page, which are computed when the file is shown; a
        // note, which stands in another part; things that other programs put there.
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
