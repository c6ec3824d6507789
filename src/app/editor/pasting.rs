//! Lines of a spreadsheet that fill the rows of a table.

use chrono::NaiveDate;

use super::Editor;
use crate::desk::work::{Edit, Filling, typed_answer};
use crate::draft::{Answer, Source};
use crate::template::{Field, FieldKind, Options, RowId};
use crate::value::{self, comparable};
use crate::wording::Notice;

/// The cells of a pasted table, and the field of each of its columns.
struct Pasted<'a> {
    lines: Vec<Vec<&'a str>>,
    columns: Vec<Option<&'a Field>>,
}

impl Editor {
    /// Fills cells from the focused one on with lines of a spreadsheet; `None` if the text is no
    /// table or the focus is in no grid. A first line of labels names the columns.
    pub(super) fn paste_rows(&mut self, text: &str, today: NaiveDate) -> Option<Notice> {
        // A terminal pastes each line end as a carriage return.
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text = text.trim_end_matches('\n');
        let is_table = text.contains(['\t', '\n']);
        let (group, row) = self.focused_row().filter(|_| is_table)?;
        let pasted = self.read_table(text, &group.id);
        let rows = self.values().rows();
        let existing = rows.of(&group.id);
        let at = existing.iter().position(|each| *each == row);
        let at = at.unwrap_or(existing.len());
        let n_rows = pasted.lines.len().min(group.max.saturating_sub(at));
        let is_too_wide = |line: &Vec<&str>| line.len() > pasted.columns.len();
        let is_cut = n_rows < pasted.lines.len() || pasted.lines.iter().any(is_too_wide);
        let next = rows.next(&group.id).number();
        let new = (next..=u32::MAX).filter_map(RowId::new);
        let targets = existing.iter().skip(at).copied().chain(new);
        let filled = pasted.lines.iter().zip(targets).take(n_rows);
        let fillings: Vec<Filling> = filled
            .flat_map(|(line, row)| {
                let cells = line.iter().zip(&pasted.columns);
                cells.filter_map(move |(text, field)| {
                    let field = (*field)?;
                    let answer = pasted_answer(field, text, today)?;
                    let place = field.place_in(Some(row));
                    Some(Filling::seen(place, answer, Source::Typed))
                })
            })
            .collect();
        let notice = self.edit([Edit::Fill(fillings)]);
        self.load_focus();
        self.follow();
        notice.or(Some(Notice::RowsPasted { n_rows, is_cut }))
    }

    /// Splits a text into cells, and finds the field of each column: by the labels in the first
    /// line, else from the focused field on.
    fn read_table<'a>(&'a self, text: &'a str, group: &'a str) -> Pasted<'a> {
        let fields: Vec<&Field> = (self.work.template().fields_of_rows(group))
            .filter(|field| field.is_asked_of_people() && self.values().is_asked(&field.place()))
            .collect();
        let mut lines: Vec<Vec<&str>> = text
            .split('\n')
            .map(|line| line.split('\t').collect())
            .collect();
        let named = lines.first().and_then(|line| columns_named(line, &fields));
        if let Some(columns) = named {
            lines.remove(0);
            return Pasted { lines, columns };
        }
        let is_focused = |field: &&Field| field.id == self.focus.field;
        let from = fields.iter().position(is_focused).unwrap_or(0);
        let columns = fields.into_iter().skip(from).map(Some).collect();
        Pasted { lines, columns }
    }
}

/// The fields that a line of labels names; `None` if it is not such a line.
fn columns_named<'a>(line: &[&str], fields: &[&'a Field]) -> Option<Vec<Option<&'a Field>>> {
    let named: Vec<Option<&Field>> = line
        .iter()
        .map(|text| {
            let text = comparable(text.trim());
            let is_label = |label: &String| comparable(label) == text;
            let mut fields = fields.iter().copied();
            fields.find(|field| is_label(&field.label.zh) || is_label(&field.label.en))
        })
        .collect();
    let n_named = named.iter().flatten().count();
    let n_texts = line.iter().filter(|text| !text.trim().is_empty()).count();
    (n_named >= 2 && n_named * 2 > n_texts).then_some(named)
}

/// The answer in a cell that a person pastes; `None` for an empty cell.
fn pasted_answer(field: &Field, text: &str, today: NaiveDate) -> Option<Answer> {
    let text = value::pasted(text.trim(), None, None).text;
    match &field.kind {
        FieldKind::Choice(options) if !text.is_empty() => Some(chosen(options, &text)),
        FieldKind::Choice(_) => None,
        _ => typed_answer(field, &text, today),
    }
}

/// The options that a text names by their words or their ids; a word that names none stays, so that
/// the mistake is seen.
fn chosen(options: &Options, text: &str) -> Answer {
    let named = |word: &str| {
        let option = options.all.iter().find(|option| {
            option.id == word || option.label == word || option.english.eq_ignore_ascii_case(word)
        });
        option.map_or_else(|| word.to_owned(), |option| option.id.clone())
    };
    let words = text.split(['、', ',', '，', ';', '；']).map(str::trim);
    Answer::Chosen(words.map(named).collect())
}
