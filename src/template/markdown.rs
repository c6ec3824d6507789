//! Parses the text of a body to blocks: replaces tags by marks, parses the Markdown once, accepts
//! the small grammar of contracts, and refuses all other Markdown with its position.

mod conditions;
mod limits;
mod options;
mod remarks;
mod rows;
mod tables;

use std::borrow::Cow;
use std::collections::BTreeSet;

use comrak::nodes::{AstNode, LineColumn, ListType, NodeValue};
use comrak::{Arena, Options};

use conditions::OpenIf;
use limits::{refuse_what_takes_seconds, refuse_what_the_parser_would_swallow};
use options::end_options;
use remarks::{ListOf, Ordinals};

use super::body::{
    Body, BodyBlock, BodyContent, BodyInline, ConditionIndex, Edge, EdgeLine, Guard, OptionOf,
    Shape, TableRule,
};
use super::body_text::line_in_file;
use super::error::{MOST_MISTAKES, TemplateError, TemplateProblem, Unsupported, report};
use super::model::FieldId;
use super::numbering::Numbering;
use super::options::Choices;
use super::tags::{self, TagKind, Tagged};
use crate::value;

/// The limit of blocks in a body.
const MOST_CLAUSES: usize = 5_000;
/// The limit of a body's text, in bytes. Cleaning and corrections can make the text longer than in
/// the file, so the limit of the file is not enough.
pub(super) const MOST_TEXT_BYTES: usize = 4 * 1024 * 1024;

/// The names and depths that a body may use.
pub(super) struct Names<'a> {
    pub fields: &'a BTreeSet<FieldId>,
    pub corrections: &'a BTreeSet<String>,
    /// The ids of the groups of rows.
    pub rows: &'a BTreeSet<String>,
    /// The choices, which can print box by box.
    pub choices: Choices,
    /// The numbers of articles and clauses.
    pub numbering: &'a Numbering,
    /// Which tables are signature blocks.
    pub tables: TableRule,
    /// The lines at the edges of every page.
    pub edges: &'a [EdgeLine],
}

/// Parses the text of a body that begins on line `first_line` of its file. Adds mistakes to
/// `errors` with positions in `text`, not in the file.
pub(super) fn parse_body(
    text: &str,
    first_line: usize,
    names: &Names<'_>,
    errors: &mut Vec<TemplateError>,
) -> Body {
    let before = errors.len();
    let bytes = text.len();
    if bytes > MOST_TEXT_BYTES {
        report(errors, text, 0, TemplateProblem::TooLarge { bytes });
        return Body::default();
    }
    refuse_what_the_parser_would_swallow(text, errors);
    let has_comments = names.tables == TableRule::Tagged;
    let mut tagged = tags::scan(text, has_comments, errors);
    if errors.len() == before {
        refuse_what_takes_seconds(text, errors);
    }
    if errors.len() > before {
        return Body::default();
    }
    if names.tables == TableRule::Tagged {
        tables::join_rows(&mut tagged);
    }
    let mut reader = Reader {
        text,
        first_line,
        tagged: &tagged,
        lines: tagged.text.split('\n').collect(),
        names,
        body: Body::default(),
        regions: Vec::new(),
        condition_of_tag: vec![None; tagged.tags.len()],
        table_tags_taken: BTreeSet::new(),
        n_cells: 0,
        row: None,
        exempts: false,
        has_title: false,
        ordinals: Ordinals::default(),
        is_too_deep: false,
        errors,
    };
    reader.read_conditions();
    reader.read_regions();
    let arena = Arena::new();
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.cjk_friendly_emphasis = true;
    let root = comrak::parse_document(&arena, &tagged.text, &options);
    reader.read_blocks(root);
    reader.refuse_idle_table_tags();
    reader.refuse_conditions_outside_rows();
    reader.refuse_misprinted_options();
    reader.add_page_breaks();
    let mut body = reader.body;
    add_edges(
        &mut body,
        names.edges,
        line_in_file(first_line, text.lines().count()),
    );
    body
}

/// Puts the lines at the edges of the pages around the text, which ends on `last_line` of the file.
fn add_edges(body: &mut Body, edges: &[EdgeLine], last_line: usize) {
    for edge in edges {
        let block = |line| BodyBlock {
            shape: Shape::Edge(edge.clone()),
            guards: Vec::new(),
            line,
            exempts: false,
        };
        match edge.edge {
            Edge::Header => body.blocks.insert(0, block(edge.line)),
            // Blocks stand in the order of their lines.
            Edge::Footer => body.blocks.push(block(last_line + 1)),
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    /// The line of the file where the text begins, 1-based.
    first_line: usize,
    tagged: &'a Tagged,
    /// The lines of `tagged.text`, for positions that comrak gives by line.
    lines: Vec<&'a str>,
    names: &'a Names<'a>,
    body: Body,
    /// Line (1-based) and guards: the guards are in force from this line to the next entry.
    regions: Vec<(usize, Vec<Guard>)>,
    condition_of_tag: Vec<Option<ConditionIndex>>,
    /// The tags before tables that a table has taken.
    table_tags_taken: BTreeSet<usize>,
    /// The cells of all tables so far.
    n_cells: usize,
    /// The row of a table that is being read: the groups whose tags it holds so far.
    row: Option<BTreeSet<String>>,
    /// Whether the block that is being read holds `{% exempts %}`.
    exempts: bool,
    has_title: bool,
    /// The articles and clauses so far.
    ordinals: Ordinals,
    /// Whether conditions are nested too deeply; the reader then ignores all further conditions.
    is_too_deep: bool,
    errors: &'a mut Vec<TemplateError>,
}

impl Reader<'_> {
    fn error_at_tag(&mut self, tag: usize, problem: TemplateProblem) {
        let offset = self.tagged.tags.get(tag).map_or(0, |tag| tag.offset);
        report(self.errors, self.text, offset, problem);
    }

    fn error_at(&mut self, place: LineColumn, problem: TemplateProblem) {
        if self.errors.len() >= MOST_MISTAKES {
            return;
        }
        let column = self.column_in_file(place);
        self.errors.push(TemplateError {
            problem,
            line: place.line,
            column,
        });
    }

    /// Converts a position of the Markdown parser (bytes of the marked text) to a column of the
    /// unmarked text, in characters.
    fn column_in_file(&self, place: LineColumn) -> usize {
        let line = self.marked_line(place.line);
        let mut bytes = 0;
        let mut columns = 1;
        for c in line.chars() {
            bytes += c.len_utf8();
            if bytes >= place.column {
                break;
            }
            columns += tags::mark_index(c)
                .and_then(|index| self.tagged.tags.get(index))
                .map_or(1, |tag| {
                    let end = tag.offset + tag.length;
                    self.text
                        .get(tag.offset..end)
                        .map_or(1, |tag| tag.chars().count())
                });
        }
        columns
    }

    /// A line of the marked text; `line` is 1-based.
    fn marked_line(&self, line: usize) -> &str {
        self.lines
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or_default()
    }

    fn read_blocks<'n>(&mut self, root: &'n AstNode<'n>) {
        for node in root.children() {
            let start = node.data().sourcepos.start;
            if self.body.blocks.len() >= MOST_CLAUSES {
                let most = MOST_CLAUSES;
                self.error_at(start, TemplateProblem::TooManyClauses { most });
                return;
            }
            let value = node.data().value.clone();
            match value {
                // A setext heading is a line of `---` under text: the author probably means a rule.
                NodeValue::Heading(heading) if heading.setext => {
                    self.refuse(start, Unsupported::Rule);
                }
                NodeValue::Heading(heading) => match heading.level {
                    1 if self.has_title && self.names.tables == TableRule::TwoColumns => {
                        self.refuse(start, Unsupported::SecondTitle);
                    }
                    1 => {
                        if self.has_title {
                            self.push(start, Shape::PageBreak);
                            self.ordinals = Ordinals::default();
                        }
                        self.has_title = true;
                        let inlines = self.read_inlines(node);
                        self.push(start, Shape::Title(inlines));
                    }
                    2 => {
                        let inlines = self.read_inlines(node);
                        self.count_article(&self.guards_of_line(start.line));
                        self.push(start, Shape::Article(inlines));
                    }
                    _ => self.refuse(start, Unsupported::DeepHeading),
                },
                NodeValue::Paragraph => {
                    let inlines = self.read_inlines(node);
                    // A row that is separated from its table. `\|` is a bar, not a row.
                    if self.begins_with(start, '|') {
                        self.refuse(start, Unsupported::Table);
                    } else {
                        self.push(start, Shape::Paragraph(inlines));
                    }
                }
                NodeValue::List(list) if list.list_type == ListType::Ordered => {
                    self.read_list(node, 1);
                }
                NodeValue::Table(table) => self.read_table(node, &table),
                other => self.refuse(start, unsupported(&other)),
            }
        }
    }

    /// Puts the page breaks of `{% page %}` between the blocks.
    fn add_page_breaks(&mut self) {
        for (line, tag) in &self.tagged.line_tags {
            let is_page = |tag: &tags::Tag| tag.kind == TagKind::Page;
            if !self.tagged.tags.get(*tag).is_some_and(is_page) {
                continue;
            }
            let guards = self.guards_of_line(*line);
            let line = line_in_file(self.first_line, *line);
            let before = |block: &BodyBlock| block.line < line;
            let place = self.body.blocks.partition_point(before);
            let block = BodyBlock {
                shape: Shape::PageBreak,
                guards,
                line,
                exempts: false,
            };
            self.body.blocks.insert(place, block);
        }
    }

    fn push(&mut self, start: LineColumn, shape: Shape) {
        let guards = self.guards_of_line(start.line);
        self.body.blocks.push(BodyBlock {
            shape,
            guards,
            line: line_in_file(self.first_line, start.line),
            exempts: std::mem::take(&mut self.exempts),
        });
    }

    fn guards_of_line(&self, line: usize) -> Vec<Guard> {
        let after = self.regions.partition_point(|(start, _)| *start <= line);
        after
            .checked_sub(1)
            .and_then(|index| self.regions.get(index))
            .map_or_else(Vec::new, |(_, guards)| guards.clone())
    }

    fn refuse(&mut self, place: LineColumn, what: Unsupported) {
        self.error_at(place, TemplateProblem::Markdown(what));
    }

    fn read_list<'n>(&mut self, list: &'n AstNode<'n>, depth: usize) {
        let mut of = ListOf {
            column: list.data().sourcepos.start.column,
            first: None,
        };
        for item in list.children() {
            let start = item.data().sourcepos.start;
            let depths = self.names.numbering.depths();
            if depth >= depths {
                self.error_at(start, TemplateProblem::TooDeep { depths });
                return;
            }
            if self.body.blocks.len() >= MOST_CLAUSES {
                let most = MOST_CLAUSES;
                self.error_at(start, TemplateProblem::TooManyClauses { most });
                return;
            }
            self.count_clause(start, depth, &mut of);
            self.read_item(item, depth);
        }
    }

    fn read_item<'n>(&mut self, item: &'n AstNode<'n>, depth: usize) {
        let has_words = item
            .first_child()
            .is_some_and(|first| matches!(first.data().value, NodeValue::Paragraph));
        if !has_words && item.first_child().is_none_or(is_list) {
            // An item without text would lose its number, and all later numbers would be wrong.
            self.refuse(item.data().sourcepos.start, Unsupported::Other);
            return;
        }
        let mut numbered = false;
        for child in item.children() {
            let start = child.data().sourcepos.start;
            let value = child.data().value.clone();
            match value {
                NodeValue::Paragraph => {
                    let inlines = self.read_inlines(child);
                    if numbered {
                        self.push(start, Shape::Paragraph(inlines));
                    } else {
                        numbered = true;
                        self.push(start, Shape::Clause { depth, inlines });
                    }
                }
                NodeValue::List(list) if list.list_type == ListType::Ordered => {
                    self.read_list(child, depth + 1);
                }
                NodeValue::Table(table) if numbered && self.names.tables == TableRule::Tagged => {
                    self.read_table(child, &table);
                }
                other => self.refuse(start, unsupported(&other)),
            }
        }
    }

    /// Reads the runs of a paragraph, heading or cell: marks become blanks and guards.
    fn read_inlines<'n>(&mut self, node: &'n AstNode<'n>) -> Vec<BodyInline> {
        let mut runs = Vec::new();
        self.collect_runs(node, false, &mut runs);
        self.remark_on_text(node);
        join_lines(&mut runs);
        let mut inlines: Vec<BodyInline> = Vec::new();
        let mut open: Vec<OpenIf> = Vec::new();
        let mut guards: Vec<Guard> = Vec::new();
        let mut within: Vec<OptionOf> = Vec::new();
        for (words, tag, bold) in runs.iter().flat_map(Run::pieces) {
            push_words(&mut inlines, words, bold, &guards, &within);
            let Some(tag) = tag else {
                continue;
            };
            match self.tagged.tags.get(tag).map(|tag| &tag.kind) {
                Some(TagKind::Field(id)) => {
                    let content = self.blank(id);
                    self.note_row(tag, &content);
                    let opens = match &content {
                        BodyContent::Box(option) => Some(option.clone()),
                        _ => None,
                    };
                    if let Some(option) = &opens {
                        end_options(&mut within, &option.choice);
                    }
                    inlines.push(BodyInline {
                        content,
                        bold,
                        within: within.clone(),
                        guards: guards.clone(),
                    });
                    within.extend(opens);
                }
                Some(TagKind::EndOptions(_)) => self.close_options(&mut within, tag),
                Some(TagKind::Exempts) => self.exempts = true,
                Some(TagKind::If(_) | TagKind::Elif(_) | TagKind::Else | TagKind::EndIf) => {
                    self.step(&mut open, tag);
                    guards = conditions::in_force(&open);
                }
                Some(TagKind::Page) => self.error_at_tag(tag, TemplateProblem::PageInText),
                // A comment prints nothing. `refuse_idle_table_tags` reports the others, because no
                // table takes a tag inside a text.
                Some(TagKind::Comment | TagKind::Signature(_) | TagKind::Widths(_)) | None => {}
            }
        }
        self.refuse_open(&open);
        if self.exempts && inlines.is_empty() {
            // `{% exempts %}` without text in the same paragraph marks nothing.
            self.refuse(node.data().sourcepos.start, Unsupported::Other);
        }
        for inline in &mut inlines {
            if let BodyContent::Text(text) = &mut inline.content {
                if text.contains('\t') {
                    *text = text.replace('\t', " ");
                }
                // Clean once more: Markdown can join characters that were apart in the file, for
                // example combining marks on both sides of an escape.
                if let Cow::Owned(cleaned) = value::clean_lines(text).text {
                    *text = cleaned;
                }
            }
        }
        inlines
    }

    fn begins_with(&self, place: LineColumn, c: char) -> bool {
        self.marked_line(place.line)
            .get(place.column.saturating_sub(1)..)
            .is_some_and(|rest| rest.starts_with(c))
    }

    fn collect_runs<'n>(&mut self, node: &'n AstNode<'n>, bold: bool, runs: &mut Vec<Run>) {
        for child in node.children() {
            let start = child.data().sourcepos.start;
            let value = child.data().value.clone();
            match value {
                NodeValue::Text(text) => runs.push(Run::new(text.into_owned(), bold)),
                // Texts from before the tag of signature blocks joined all lines.
                NodeValue::LineBreak if self.names.tables == TableRule::Tagged => {
                    runs.push(Run::new("\n".to_owned(), bold));
                }
                NodeValue::SoftBreak | NodeValue::LineBreak => runs.push(Run {
                    text: String::new(),
                    bold,
                    is_joint: true,
                }),
                // `__` is bold in Markdown too, but in a contract it is a blank for handwriting.
                NodeValue::Strong if !bold && self.begins_with(start, '*') => {
                    self.collect_runs(child, true, runs);
                }
                other => self.refuse(start, unsupported(&other)),
            }
        }
    }
}

/// Text of one weight with marks for tags, or what joins two lines of the file.
struct Run {
    text: String,
    bold: bool,
    /// Whether the run stands for a line end that does not print.
    is_joint: bool,
}

impl Run {
    fn new(text: String, bold: bool) -> Self {
        Self {
            text,
            bold,
            is_joint: false,
        }
    }

    /// Splits the run at its marks: the text before each mark, and the index of the tag. The text
    /// after the last mark has no index.
    fn pieces(&self) -> impl Iterator<Item = (&str, Option<usize>, bool)> {
        self.text
            .split_inclusive(|c| tags::mark_index(c).is_some())
            .map(|piece| {
                match piece.chars().next_back().and_then(|c| {
                    let index = tags::mark_index(c)?;
                    Some((piece.get(..piece.len() - c.len_utf8())?, index))
                }) {
                    Some((words, index)) => (words, Some(index), self.bold),
                    None => (piece, None, self.bold),
                }
            })
    }
}

/// Joins the lines of a paragraph: a line end between Latin characters becomes a space, any other
/// line end is removed, because Chinese has no spaces between lines.
fn join_lines(runs: &mut [Run]) {
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_graphic());
    for index in 0..runs.len() {
        if !runs.get(index).is_some_and(|run| run.is_joint) {
            continue;
        }
        let before = index.checked_sub(1).and_then(|before| runs.get(before));
        let before = before.and_then(|run| run.text.chars().next_back());
        let after = runs.get(index + 1).and_then(|run| run.text.chars().next());
        let joint = if is_latin(before) && is_latin(after) {
            " "
        } else {
            ""
        };
        if let Some(run) = runs.get_mut(index) {
            joint.clone_into(&mut run.text);
        }
    }
}

fn push_words(
    inlines: &mut Vec<BodyInline>,
    words: &str,
    bold: bool,
    guards: &[Guard],
    within: &[OptionOf],
) {
    if words.is_empty() {
        return;
    }
    if let Some(BodyInline {
        content: BodyContent::Text(text),
        bold: same,
        guards: under,
        within: inside,
    }) = inlines.last_mut()
        && *same == bold
        && under == guards
        && inside == within
    {
        text.push_str(words);
        return;
    }
    inlines.push(BodyInline {
        content: BodyContent::Text(words.to_owned()),
        bold,
        within: within.to_vec(),
        guards: guards.to_vec(),
    });
}

fn is_list<'n>(node: &'n AstNode<'n>) -> bool {
    matches!(node.data().value, NodeValue::List(_))
}

fn unsupported(value: &NodeValue) -> Unsupported {
    match value {
        NodeValue::HtmlBlock(_) | NodeValue::HtmlInline(_) => Unsupported::Html,
        NodeValue::Image(_) => Unsupported::Image,
        NodeValue::Link(_) => Unsupported::Link,
        NodeValue::BlockQuote => Unsupported::Quote,
        NodeValue::List(_) => Unsupported::BulletList,
        NodeValue::CodeBlock(_) | NodeValue::Code(_) => Unsupported::Code,
        NodeValue::Emph | NodeValue::Strong | NodeValue::Strikethrough => Unsupported::Emphasis,
        NodeValue::ThematicBreak => Unsupported::Rule,
        NodeValue::Heading(_) => Unsupported::DeepHeading,
        NodeValue::Table(_) => Unsupported::Table,
        _ => Unsupported::Other,
    }
}
