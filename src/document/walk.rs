//! Walks over all paragraphs of a contract and tracks the clause that contains each paragraph.

use super::{Block, Document, Paragraph, Role, TableRole};

/// The position of a paragraph in its contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    /// Inside the clauses with these numbers, outermost first; a table of data belongs to the clause
    /// before it. Includes the paragraph's own number;
    /// empty before the first clause.
    Clause(&'a [String]),
    /// Inside a signature block.
    Signature,
}

impl Standing<'_> {
    /// The joined clause numbers; empty in a signature block and before the first clause.
    #[must_use]
    pub fn clause(self) -> String {
        match self {
            Self::Clause(numbers) => numbers.concat(),
            Self::Signature => String::new(),
        }
    }
}

impl Document {
    /// Visits every paragraph in the order of [`Document::paragraphs`].
    pub fn walk<'a>(&'a self, mut visit: impl FnMut(&'a Paragraph, Standing<'_>)) {
        let mut numbers: Vec<String> = Vec::new();
        for block in &self.blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    follow(&mut numbers, paragraph);
                    visit(paragraph, Standing::Clause(&numbers));
                }
                Block::Table(table) => {
                    let standing = match table.role {
                        TableRole::Signature(_) => Standing::Signature,
                        TableRole::Data => Standing::Clause(&numbers),
                    };
                    for paragraph in block.paragraphs() {
                        visit(paragraph, standing);
                    }
                }
            }
        }
    }
}

impl Document {
    /// The joined numbers of the clause that a block belongs to; empty before the first clause and
    /// in a signature block.
    #[must_use]
    pub fn clause_of_block(&self, block: usize) -> String {
        let mut numbers: Vec<String> = Vec::new();
        for block in self.blocks.iter().take(block + 1) {
            if let Block::Paragraph(paragraph) = block {
                follow(&mut numbers, paragraph);
            }
        }
        match self.blocks.get(block) {
            Some(Block::Table(table)) if matches!(table.role, TableRole::Signature(_)) => {
                String::new()
            }
            Some(Block::Paragraph(_) | Block::Table(_)) => numbers.concat(),
            None => String::new(),
        }
    }
}

/// Updates the clause numbers for the next paragraph.
fn follow(numbers: &mut Vec<String>, paragraph: &Paragraph) {
    let depth = match paragraph.role {
        Role::Article => 0,
        Role::Clause { depth } => depth,
        // An annex has numbers of its own.
        Role::Title => {
            numbers.clear();
            return;
        }
        Role::Body
        | Role::Line
        | Role::Cell
        | Role::Edge(_)
        | Role::PageBreak
        | Role::EndMark
        | Role::SignaturePage => return,
    };
    numbers.truncate(depth);
    numbers.push(paragraph.number.clone());
}
