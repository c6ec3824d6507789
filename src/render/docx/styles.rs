//! The styles that Word's pane shows: built-in ones by Word's own names, so that they read in
//! the user's language there, and ours for clauses.

use docx_rs::{
    AlignmentType, BasedOn, LineSpacing, LineSpacingType, Name, Next, ParagraphProperty, RunFonts,
    RunProperty, SpecialIndentType, Style, StyleType, Styles,
};

use super::measures::{Measures, NOTE_HALF_POINTS, signed, unsigned};
use super::signature;
use crate::document::Role;
use crate::template::PaperStyle;

/// What the ids of our own styles begin with.
pub(super) const OWN: &str = "Contract";

pub(super) const TITLE: &str = "Title";
pub(super) const ARTICLE: &str = "Heading1";
pub(super) const HEADER: &str = "Header";
pub(super) const FOOTER: &str = "Footer";
pub(super) const SIGNATURE: &str = "ContractSignature";
pub(super) const PLACEHOLDER: &str = "PlaceholderText";
const BODY: &str = "ContractBody";
const LINE: &str = "ContractLine";
const END_MARK: &str = "ContractEndMark";
const SIGNATURE_PAGE: &str = "ContractSignaturePage";
const CLAUSES: [(&str, &str); 3] = [
    ("ContractClause1", "合同条款一级"),
    ("ContractClause2", "合同条款二级"),
    ("ContractClause3", "合同条款三级"),
];

/// The style of a paragraph outside the signature block.
pub(super) fn of(role: Role) -> &'static str {
    match role {
        Role::Title => TITLE,
        Role::Article => ARTICLE,
        Role::Clause { depth } => CLAUSES
            .get(depth.clamp(1, CLAUSES.len()) - 1)
            .map_or(BODY, |(id, _)| id),
        Role::Body => BODY,
        Role::Line => LINE,
        Role::EndMark => END_MARK,
        Role::SignaturePage => SIGNATURE_PAGE,
    }
}

/// Fonts of all four scripts: `east_asia` for Han, the paper's Latin font for the rest.
pub(super) fn fonts(paper: &PaperStyle, east_asia: &str) -> RunFonts {
    RunFonts::new()
        .ascii(&paper.latin_font)
        .hi_ansi(&paper.latin_font)
        .cs(&paper.latin_font)
        .east_asia(east_asia)
}

/// Every style of a contract. docx-rs puts a bare Normal in front, which `normalise` drops.
pub(super) fn sheet(paper: &PaperStyle, measures: &Measures) -> Styles {
    let body_size = unsigned(measures.body_half_points);
    let mut styles = Styles::new()
        .default_fonts(fonts(paper, &paper.body_font))
        .default_size(body_size)
        .add_style(normal(measures))
        .add_style(title(paper, measures))
        .add_style(article(paper, measures))
        .add_style(own(BODY, "合同正文", indented(measures)));
    for (id, name) in CLAUSES {
        styles = styles.add_style(own(id, name, indented(measures)));
    }
    let before_table = exact(measures.body_pitch).before(measures.body_pitch / 2);
    styles
        .add_style(own(LINE, "合同填写行", plain()))
        .add_style(own(
            END_MARK,
            "合同结尾",
            plain()
                .align(AlignmentType::Center)
                .line_spacing(before_table.after(measures.body_pitch)),
        ))
        .add_style(own(
            SIGNATURE_PAGE,
            "合同签署页",
            plain()
                .align(AlignmentType::Center)
                .keep_next(true)
                .page_break_before(true)
                .line_spacing(exact(measures.body_pitch).after(measures.body_pitch)),
        ))
        .add_style(own(
            SIGNATURE,
            "合同签署",
            plain().align(AlignmentType::Left).line_spacing(
                exact(measures.body_pitch).after(signature::space_below(measures.body_pitch)),
            ),
        ))
        .add_style(placeholder())
        .add_style(note(HEADER, "header"))
        .add_style(note(FOOTER, "footer"))
}

fn normal(measures: &Measures) -> Style {
    let mut style = Style::new("Normal", StyleType::Paragraph).name("Normal");
    style.paragraph_property = plain()
        .align(AlignmentType::Both)
        .line_spacing(exact(measures.body_pitch));
    style
}

fn title(paper: &PaperStyle, measures: &Measures) -> Style {
    built_in(
        TITLE,
        "Title",
        RunProperty::new()
            .fonts(fonts(paper, &paper.title_font))
            .size(unsigned(measures.title_half_points)),
        plain()
            .align(AlignmentType::Center)
            .keep_next(true)
            .line_spacing(exact(measures.title_pitch).after(measures.body_pitch)),
    )
}

fn article(paper: &PaperStyle, measures: &Measures) -> Style {
    built_in(
        ARTICLE,
        "heading 1",
        RunProperty::new().fonts(fonts(paper, &paper.heading_font)),
        plain()
            .keep_next(true)
            .keep_lines(true)
            .outline_lvl(0)
            .line_spacing(exact(measures.body_pitch).before(measures.body_pitch / 4)),
    )
}

/// Word's own style for what typing replaces; black, since a blank for the hand prints.
fn placeholder() -> Style {
    let mut style = Style::new(PLACEHOLDER, StyleType::Character);
    style.name = Name::new("Placeholder Text");
    style.run_property = RunProperty::new().color("auto");
    style.q_format(false)
}

fn note(id: &str, name: &str) -> Style {
    built_in(
        id,
        name,
        RunProperty::new().size(unsigned(NOTE_HALF_POINTS)),
        plain().align(AlignmentType::Center).line_spacing(
            LineSpacing::new()
                .line_rule(LineSpacingType::Auto)
                .line(240),
        ),
    )
    .q_format(false)
}

fn built_in(id: &str, name: &str, run: RunProperty, paragraph: ParagraphProperty) -> Style {
    let mut style = Style::new(id, StyleType::Paragraph);
    style.name = Name::new(name);
    style.based_on = Some(BasedOn::new("Normal"));
    style.next = Some(Next::new(BODY));
    style.run_property = run;
    style.paragraph_property = paragraph;
    style
}

fn own(id: &str, name: &str, paragraph: ParagraphProperty) -> Style {
    let mut style = built_in(id, name, RunProperty::new(), paragraph);
    style.next = None;
    style
}

fn plain() -> ParagraphProperty {
    ParagraphProperty::new()
}

fn indented(measures: &Measures) -> ParagraphProperty {
    plain().indent(
        None,
        Some(SpecialIndentType::FirstLine(signed(measures.indent))),
        None,
        None,
    )
}

/// Exact, because a grid or a fallback font would otherwise stretch single lines.
fn exact(pitch: u32) -> LineSpacing {
    LineSpacing::new()
        .line_rule(LineSpacingType::Exact)
        .line(signed(pitch))
}
