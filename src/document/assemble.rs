//! Combines template, values and style into a document. A pure function that cannot fail.

use std::collections::BTreeMap;

use super::print::{print_in_words, print_value};
use super::{
    Block, Document, FieldNote, Inline, PaperWords, Paragraph, Role, RowOf, Table, TableRow,
};
use crate::draft::{State, Values};
use crate::template::{
    BlockId, Body, BodyContent, BodyInline, BodyRow, Column, Counters, Edge, EdgeLine, Field,
    FieldId, FieldKind, Options, Place, Print, RowId, Shape, SignaturePage, Style, TableRole,
    TableRule, Template, printed_rows,
};
use crate::value::Value;

/// Builds the contract: evaluates every guard, counts every number, and formats every value as
/// the parties sign it.
#[must_use]
pub fn assemble(template: &Template, body: &Body, values: &Values, style: &Style) -> Document {
    let assembler = Assembler {
        template,
        values,
        style,
    };
    let mut counters = template.numbering.counters();
    let mut blocks = Vec::with_capacity(body.blocks.len() + 1);
    let mut has_title = false;
    for block in &body.blocks {
        if values.stands(&block.guards) {
            if matches!(block.shape, Shape::Title(_)) && std::mem::replace(&mut has_title, true) {
                // An annex has numbers of its own.
                counters = template.numbering.counters();
            }
            let stands = assembler.block(&block.shape, BlockId::of_line(block.line), &mut counters);
            let emphasised = style.emphasise_exemptions && block.exempts;
            blocks.extend(stands.map(|mut block| {
                if emphasised {
                    set_bold(&mut block);
                }
                if template.table_rule() == TableRule::TwoColumns {
                    block.paragraphs_mut().for_each(follow_words);
                }
                block
            }));
        }
    }
    let footer = blocks.pop_if(|block| block.edge() == Some(Edge::Footer));
    let breaks_nothing = |blocks: &[Block], index: usize| {
        let next = blocks.get(index + 1);
        index == 0 || next.is_none_or(Block::is_page_break)
    };
    for index in (0..blocks.len()).rev() {
        if blocks.get(index).is_some_and(Block::is_page_break) && breaks_nothing(&blocks, index) {
            blocks.remove(index);
        }
    }
    if style.end_mark {
        let annexes = blocks.split_off(first_annex(&blocks));
        add_end_mark(&mut blocks, &template.language);
        blocks.extend(annexes);
    }
    let title = blocks
        .iter()
        .find_map(|block| match block {
            Block::Paragraph(paragraph) if paragraph.role == Role::Title => Some(paragraph.text()),
            Block::Paragraph(_) | Block::Table(_) => None,
        })
        .unwrap_or_else(|| template.title.clone());
    match style.signature_page {
        SignaturePage::Keep => {}
        SignaturePage::Own => add_signature_page(&mut blocks, &title, &template.language),
    }
    blocks.extend(footer);
    Document {
        title,
        language: template.language.clone(),
        blocks,
        paper: style.paper.clone(),
        fields: notes(template),
    }
}

/// The label of every field, and whether the field is filled by hand.
fn notes(template: &Template) -> BTreeMap<FieldId, FieldNote> {
    let is_chinese = template.language.starts_with("zh");
    let note = |field: &Field| FieldNote {
        label: if is_chinese {
            field.label.zh.clone()
        } else {
            field.label.en.clone()
        },
        is_by_hand: matches!(field.kind, FieldKind::Hand { .. }),
    };
    template
        .fields
        .iter()
        .map(|field| (field.id.clone(), note(field)))
        .collect()
}

/// Sets a clause in bold.
fn set_bold(block: &mut Block) {
    match block {
        Block::Paragraph(paragraph) => {
            for inline in &mut paragraph.inlines {
                inline.set_bold(true);
            }
        }
        Block::Table(_) => {}
    }
}

/// Sets values as texts from before the tag of signature blocks print them: bold if the words on
/// both sides are bold, or the words behind a value that begins the paragraph.
fn follow_words(paragraph: &mut Paragraph) {
    let of_words = |inline: &Inline| match inline {
        Inline::Text { bold, .. } => Some(*bold),
        Inline::Filled { .. }
        | Inline::Struck { .. }
        | Inline::Blank { .. }
        | Inline::Tick { .. } => None,
    };
    let words: Vec<Option<bool>> = paragraph.inlines.iter().map(of_words).collect();
    for (index, inline) in paragraph.inlines.iter_mut().enumerate() {
        let (before, after) = words.split_at(index);
        if words.get(index).copied().flatten().is_none() {
            let is_followed = after.iter().flatten().next() == Some(&true);
            let follows = before.iter().rev().flatten().next();
            inline.set_bold(is_followed && *follows.unwrap_or(&true));
        }
    }
}

/// Inserts （以下无正文） after the last clause, before the signature block.
fn add_end_mark(blocks: &mut Vec<Block>, language: &str) {
    let mark = PaperWords::of(language).end_mark;
    // The mark goes before the signature blocks that end the contract.
    let place = blocks
        .iter()
        .rposition(|block| !is_signature(block))
        .map_or(0, |last| last + 1);
    let id = blocks.last().map_or(BlockId::of_line(1), Block::id);
    let mark = added(Role::EndMark, mark.to_owned(), id);
    blocks.insert(place, Block::Paragraph(mark));
}

/// The index of the page break before the first annex, or the number of blocks without an annex.
fn first_annex(blocks: &[Block]) -> usize {
    let is_title = |block: &Block| match block {
        Block::Paragraph(paragraph) => paragraph.role == Role::Title,
        Block::Table(_) => false,
    };
    let mut pairs = blocks.windows(2);
    let begins = |pair: &[Block]| match pair {
        [before, title] => before.is_page_break() && is_title(title),
        _ => false,
    };
    pairs.position(begins).unwrap_or(blocks.len())
}

fn is_signature(block: &Block) -> bool {
    match block {
        Block::Table(table) => matches!(table.role, TableRole::Signature(_)),
        Block::Paragraph(_) => false,
    }
}

/// Inserts （本页无正文，为《…》签署页） before the first signature block, on a separate page.
fn add_signature_page(blocks: &mut Vec<Block>, title: &str, language: &str) {
    let [before, behind] = PaperWords::of(language).signature_page;
    let words = format!("{before}{title}{behind}");
    let first = blocks
        .iter()
        .enumerate()
        .find(|(_, block)| is_signature(block))
        .map(|(place, block)| (place, block.id()));
    if let Some((place, id)) = first {
        let paragraph = added(Role::SignaturePage, words, id);
        blocks.insert(place, Block::Paragraph(paragraph));
    }
}

/// A paragraph that the style adds; the template does not contain it.
fn added(role: Role, text: String, id: BlockId) -> Paragraph {
    Paragraph::unnumbered(role, vec![Inline::Text { text, bold: false }], id)
}

struct Assembler<'a> {
    template: &'a Template,
    values: &'a Values,
    style: &'a Style,
}

impl Assembler<'_> {
    fn block(&self, shape: &Shape, id: BlockId, counters: &mut Counters<'_>) -> Option<Block> {
        let (role, inlines) = match shape {
            Shape::Title(inlines) => (Role::Title, inlines),
            Shape::Article(inlines) => (Role::Article, inlines),
            Shape::Clause { depth, inlines } => (Role::Clause { depth: *depth }, inlines),
            Shape::Paragraph(inlines) if self.is_line(inlines) => (Role::Line, inlines),
            Shape::Paragraph(inlines) => (Role::Body, inlines),
            Shape::Edge(line) => return Some(self.edge(line, id)),
            Shape::PageBreak => {
                let paragraph = Paragraph::unnumbered(Role::PageBreak, Vec::new(), id);
                return Some(Block::Paragraph(paragraph));
            }
            Shape::Table {
                role,
                columns,
                rows,
            } => {
                return match role {
                    TableRole::Signature(_) => self.signature(*role, rows, id),
                    TableRole::Data => self.data(columns, rows, id),
                };
            }
        };
        let printed = self.inlines(inlines);
        if printed.is_empty() && !inlines.is_empty() {
            // A condition excludes every run: the paragraph disappears and takes no number.
            return None;
        }
        let number = match role {
            Role::Article => counters.next(0),
            Role::Clause { depth } => counters.next(depth),
            Role::Title
            | Role::Body
            | Role::Line
            | Role::Cell
            | Role::Edge(_)
            | Role::PageBreak
            | Role::EndMark
            | Role::SignaturePage => String::new(),
        };
        Some(Block::Paragraph(Paragraph {
            role,
            number,
            inlines: printed,
            id,
        }))
    }

    /// The line at an edge of every page. Tabs separate its three parts.
    fn edge(&self, line: &EdgeLine, id: BlockId) -> Block {
        let mut printed = Vec::new();
        for (index, part) in line.parts.iter().enumerate() {
            if index > 0 {
                printed.push(Inline::Text {
                    text: "\t".to_owned(),
                    bold: false,
                });
            }
            printed.extend(self.inlines(part));
        }
        let role = Role::Edge(line.edge);
        Block::Paragraph(Paragraph::unnumbered(role, printed, id))
    }

    /// Whether a paragraph is a label followed by one blank, or several such pairs with white space
    /// between them. In texts from before the tag of signature blocks only one pair is a line.
    fn is_line(&self, inlines: &[BodyInline]) -> bool {
        let mut pairs = inlines.chunks(2);
        let first = pairs.next().is_some_and(is_pair);
        match self.template.table_rule() {
            TableRule::Tagged => first && pairs.all(|pair| is_apart(pair) && is_pair(pair)),
            TableRule::TwoColumns => first && pairs.next().is_none(),
        }
    }

    /// The rows of a signature block that print something; `None` if no row does.
    fn signature(&self, role: TableRole, rows: &[BodyRow], id: BlockId) -> Option<Block> {
        let rows: Vec<TableRow> = printed_rows(role, rows, self.style)
            .filter(|(row, _)| self.values.stands(&row.guards))
            .filter_map(|(row, cells)| {
                let cells: Vec<Vec<Inline>> = cells.map(|cell| self.inlines(cell)).collect();
                let is_empty = cells.iter().all(Vec::is_empty);
                (!is_empty).then(|| table_row(Role::Line, cells, BlockId::of_line(row.line)))
            })
            .collect();
        let (columns, n_head) = (Vec::new(), 0);
        (!rows.is_empty()).then_some(Block::Table(Table {
            role,
            columns,
            n_head,
            rows,
            id,
        }))
    }

    /// A table of data; `None` if conditions leave nothing below its head.
    fn data(&self, columns: &[Column], rows: &[BodyRow], id: BlockId) -> Option<Block> {
        let printed: Vec<TableRow> = rows
            .iter()
            .flat_map(|row| self.repeated(row).map(move |of| (row, of)))
            .filter_map(|(row, of)| self.data_row(row, of))
            .collect();
        let n_head = 1;
        let is_left = printed.len() > n_head || rows.len() <= n_head && !printed.is_empty();
        is_left.then_some(Block::Table(Table {
            role: TableRole::Data,
            columns: columns.to_vec(),
            n_head,
            rows: printed,
            id,
        }))
    }

    /// The rows of a group for which a row of the template prints; one `None` if it does not repeat.
    /// A group without rows prints blank ones, as on the template that a person fills in by hand.
    fn repeated<'b>(&'b self, row: &'b BodyRow) -> Box<dyn Iterator<Item = Option<RowOf>> + 'b> {
        let Some(group) = &row.repeats else {
            return Box::new(std::iter::once(None));
        };
        let of = |row, ordinal| {
            Some(RowOf {
                group: group.clone(),
                row,
                ordinal,
            })
        };
        let rows = self.values.rows().of(group);
        if rows.is_empty() {
            let least = self.template.row_group(group).map_or(1, |group| group.min);
            return Box::new((1..=least.max(1)).map(move |ordinal| of(None, ordinal)));
        }
        let numbered = rows.iter().zip(1..);
        Box::new(numbered.map(move |(row, ordinal)| of(Some(*row), ordinal)))
    }

    fn data_row(&self, row: &BodyRow, of: Option<RowOf>) -> Option<TableRow> {
        let own = of.as_ref().and_then(|of| of.row);
        if !self.values.stands_in(&row.guards, own) {
            return None;
        }
        let cells = row.cells.iter();
        let printed: Vec<Vec<Inline>> = cells
            .map(|cell| self.inlines_in(cell, of.as_ref()))
            .collect();
        // A row of empty cells waits for a pen, but a row that conditions empty is gone.
        let is_gone =
            row.cells.iter().any(|cell| !cell.is_empty()) && printed.iter().all(Vec::is_empty);
        let id = BlockId {
            line: row.line,
            row: own,
        };
        (!is_gone).then(|| TableRow {
            of,
            ..table_row(Role::Cell, printed, id)
        })
    }

    fn inlines(&self, inlines: &[BodyInline]) -> Vec<Inline> {
        self.inlines_in(inlines, None)
    }

    /// The runs that print in a row of a group.
    fn inlines_in(&self, inlines: &[BodyInline], of: Option<&RowOf>) -> Vec<Inline> {
        let row = of.and_then(|of| of.row);
        let mut printed = Vec::with_capacity(inlines.len());
        for inline in inlines {
            if !self.values.stands_in(&inline.guards, row) {
                continue;
            }
            let first = printed.len();
            match &inline.content {
                BodyContent::Text(text) => printed.push(Inline::Text {
                    text: text.clone(),
                    bold: false,
                }),
                BodyContent::Ordinal => printed.push(Inline::Text {
                    text: of.map_or(0, |of| of.ordinal).to_string(),
                    bold: false,
                }),
                BodyContent::Field(id) if self.is_idle(inline, id, row) => {
                    self.unanswered(id, row, &mut printed);
                }
                BodyContent::Field(id) => self.field(id, row, &mut printed),
                BodyContent::Box(option) => {
                    let place = option.choice.seen_from(row);
                    let ticked = self.values.state(&place).chooses(&option.option)
                        && !self.is_idle(inline, &option.choice, row);
                    printed.push(self.tick(place, &option.option, ticked, String::new()));
                }
            }
            for run in printed.iter_mut().skip(first) {
                run.set_bold(inline.bold);
            }
        }
        printed
    }

    /// Whether a blank stands in the words of an option that is not ticked, and nothing else asks for
    /// it. An answer that it had before prints no longer.
    fn is_idle(&self, inline: &BodyInline, id: &FieldId, row: Option<RowId>) -> bool {
        !inline.within.is_empty()
            && !self.values.ticks(&inline.within, row)
            && !self.values.is_asked(&id.seen_from(row))
    }

    /// Prints a blank as if it had no answer.
    fn unanswered(&self, id: &FieldId, row: Option<RowId>, printed: &mut Vec<Inline>) {
        let Some(field) = self.template.field(id.as_str()) else {
            return;
        };
        let place = field.id.seen_from(row);
        match &field.kind {
            FieldKind::Choice(options) if field.print != Print::Label => {
                self.options(&place, options, &State::Unanswered, printed);
            }
            _ => printed.push(answered_or_blank(field, place, None)),
        }
    }

    fn field(&self, id: &FieldId, row: Option<RowId>, printed: &mut Vec<Inline>) {
        let Some(field) = self.template.field(id.as_str()) else {
            return;
        };
        let place = field.id.seen_from(row);
        let state = self.values.state(&place);
        match &field.kind {
            FieldKind::Choice(options) if field.print != Print::Label => {
                self.options(&place, options, state, printed);
            }
            FieldKind::AmountInWords { of } => {
                let currency = self.template.currency_of(of);
                let of = self.template.field(of.as_str());
                let of = of.map(|of| of.id.seen_from(row));
                let words = match of.and_then(|of| self.values.value(&of)) {
                    Some(Value::Money(amount)) => {
                        Some(print_in_words(*amount, currency, field.print, self.style))
                    }
                    _ => None,
                };
                printed.push(answered_or_blank(field, place, words));
            }
            FieldKind::Hand { of } => printed.push(self.hand(field, place, of.as_ref())),
            _ => {
                let text = match state {
                    State::Answered(value) => Some(print_value(field, value, self.style)),
                    State::Struck => {
                        printed.push(Inline::Struck {
                            place,
                            text: self.style.strike_mark.clone(),
                            bold: false,
                        });
                        return;
                    }
                    State::Unanswered | State::Wrong => None,
                };
                printed.push(answered_or_blank(field, place, text));
            }
        }
    }

    /// The space for a seal or signature: blank, or the party's name if the style asks for names.
    fn hand(&self, field: &Field, own: Place, of: Option<&FieldId>) -> Inline {
        let named = of
            .filter(|_| self.style.print_party_names)
            .and_then(|party| {
                let declared = self.template.field(party.as_str())?;
                let place = declared.id.seen_from(own.row);
                let text = print_value(declared, self.values.value(&place)?, self.style);
                Some(Inline::Filled {
                    place,
                    text,
                    bold: false,
                })
            });
        named.unwrap_or_else(|| answered_or_blank(field, own, None))
    }

    fn tick(&self, place: Place, option: &str, ticked: bool, label: String) -> Inline {
        Inline::Tick {
            place,
            option: option.to_owned(),
            ticked,
            mark: self.style.option_mark(ticked).to_owned(),
            label,
            bold: false,
        }
    }

    fn options(&self, place: &Place, options: &Options, state: &State, printed: &mut Vec<Inline>) {
        for (index, option) in options.all.iter().enumerate() {
            let between = self.style.between_options.printed(&self.template.language);
            if index > 0 && !between.is_empty() {
                printed.push(Inline::Text {
                    text: between.to_owned(),
                    bold: false,
                });
            }
            let ticked = state.chooses(&option.id);
            let label = option.label.clone();
            printed.push(self.tick(place.clone(), &option.id, ticked, label));
            if let Some(text) = option.text.as_ref().filter(|_| ticked) {
                printed.push(Inline::Text {
                    text: PaperWords::of(&self.template.language).colon.to_owned(),
                    bold: false,
                });
                self.field(text, place.row, printed);
            }
        }
    }
}

/// Builds a row whose cells contain one paragraph each.
fn table_row(role: Role, cells: Vec<Vec<Inline>>, id: BlockId) -> TableRow {
    let line = |inlines| Paragraph::unnumbered(role, inlines, id);
    TableRow {
        of: None,
        cells: cells.into_iter().map(|cell| line(cell).into()).collect(),
    }
}

fn answered_or_blank(field: &Field, place: Place, text: Option<String>) -> Inline {
    match text {
        Some(text) => Inline::Filled {
            place,
            text,
            bold: false,
        },
        None => Inline::Blank {
            place,
            text: field.blank.clone(),
            bold: false,
        },
    }
}

/// Whether these runs are a label and its blank.
fn is_pair(inlines: &[BodyInline]) -> bool {
    match inlines {
        [label, blank] => {
            let is_label = matches!(&label.content,
                BodyContent::Text(text) if text.ends_with(['：', ':']));
            is_label && matches!(blank.content, BodyContent::Field(_))
        }
        _ => false,
    }
}

/// Whether these runs begin with white space, which separates two pairs of a line.
fn is_apart(inlines: &[BodyInline]) -> bool {
    let first = inlines.first().map(|inline| &inline.content);
    matches!(first, Some(BodyContent::Text(text)) if text.starts_with(char::is_whitespace))
}
