//! The head of a table in a foreign document: where it begins and ends, and what stands above each column.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::facts::{is_beside_title, unit_of_head};
use super::super::figure::is_figure;
use super::super::label::{self, head_key};
use super::super::source::{Line, Source};
use super::super::titles::Titles;
use crate::disclosure::{AmountUnit, Code};
use crate::sheet::NumberRow;

/// A table's head.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    /// The lines of its rows.
    pub rows: Vec<usize>,
    /// The row of column numbers.
    pub numbers: Option<NumberRow>,
    /// The line on which the rows begin.
    pub first_row: usize,
    /// For each column what stands above it, from the top.
    pub paths: Vec<Vec<String>>,
    /// Whether merged cells say how far a head reaches; a head that is one row deep needs none.
    pub is_certain: bool,
    /// The unit that a head gives in brackets.
    pub unit: Option<AmountUnit>,
}

/// No table has a deeper head.
const DEEPEST: usize = 8;

/// Labels by which the rows of a form's tables begin.
pub(super) struct RowWords(pub BTreeSet<String>);

impl Head {
    /// The head with which the rows `lines` begin; `None` where they begin with no head.
    pub fn find(
        source: &Source,
        lines: Range<usize>,
        titles: &Titles,
        words: &RowWords,
        year: Option<u16>,
    ) -> Option<Self> {
        let mut head = Self { first_row: lines.end, ..Self::default() };
        for place in lines {
            let line = &source.lines[place];
            if line.is_blank() || is_beside(line, titles) {
                continue;
            }
            if let Some(numbers) = number_row(line) {
                head.numbers = Some(numbers);
                head.first_row = place + 1;
                break;
            }
            if is_row(line, words) {
                head.first_row = place;
                break;
            }
            if head.rows.len() == DEEPEST {
                return None;
            }
            head.rows.push(place);
        }
        if head.rows.is_empty() && head.numbers.is_none() {
            return None;
        }
        head.read(source, year);
        Some(head)
    }

    fn read(&mut self, source: &Source, year: Option<u16>) {
        let width = self.rows.iter().map(|row| source.lines[*row].cells.len()).max().unwrap_or(0);
        self.paths = (0..width).map(|column| self.path(source, column, year)).collect();
        let merges = self.rows.iter().any(|row| source.lines[*row].cells.iter().any(|cell| cell.covered_by.is_some()));
        self.is_certain = merges || self.rows.len() == 1;
        let cells = self.rows.iter().flat_map(|row| source.lines[*row].texts());
        let mut units: Vec<AmountUnit> = cells.filter_map(|(_, text)| unit_of_head(text)).collect();
        units.dedup();
        self.unit = Some(units).filter(|units| units.len() == 1).and_then(|mut units| units.pop());
    }

    fn path(&self, source: &Source, column: usize, year: Option<u16>) -> Vec<String> {
        let mut path: Vec<String> = Vec::new();
        for (depth, &row) in self.rows.iter().enumerate() {
            let line = &source.lines[row];
            let Some(cell) = line.cells.get(column) else { continue };
            let text = match cell.covered_by {
                // What reaches down from above is there already.
                Some((above, _)) if above != row => continue,
                Some((_, left)) => source.text(row, left),
                None if !cell.text.trim().is_empty() => &cell.text,
                None => self.continued(source, depth, column).unwrap_or_default(),
            };
            let key = head_key(text, year);
            if !key.is_empty() {
                path.push(key);
            }
        }
        path
    }

    /// The head that reaches over a blank cell from the left, in a document that does not say which cells are merged.
    fn continued<'s>(&self, source: &'s Source, depth: usize, column: usize) -> Option<&'s str> {
        let row = self.rows[depth];
        let line = &source.lines[row];
        let is_merged = line.cells.iter().any(|cell| cell.covered_by.is_some_and(|(line, _)| line == row));
        let is_filled =
            |&row: &usize| source.lines[row].cells.get(column).is_some_and(|cell| !cell.text.trim().is_empty());
        if is_merged || !self.rows[depth + 1..].iter().any(is_filled) {
            return None;
        }
        let before = line.cells[..column].iter().rev().map(|cell| cell.text.as_str());
        before.into_iter().find(|text| !text.trim().is_empty())
    }

    /// The lowest head over `column`, blank where there is none.
    pub fn lowest(&self, column: usize) -> &str {
        self.paths.get(column).and_then(|path| path.last()).map_or("", String::as_str)
    }

    /// Every text of the head, to know it again where it is repeated.
    pub fn words(&self) -> BTreeSet<&str> {
        self.paths.iter().flatten().map(String::as_str).collect()
    }
}

/// The column numbers that a row holds.
pub(super) fn number_row(line: &Line) -> Option<NumberRow> {
    NumberRow::of(line.cells.iter().map(|cell| cell.text.as_str()))
}

/// Whether everything in the line belongs beside a title.
pub(super) fn is_beside(line: &Line, titles: &Titles) -> bool {
    let mut texts = line.texts().map(|(_, text)| text).peekable();
    let Some(first) = texts.peek().copied() else { return false };
    let is_labelled = is_beside_title(first);
    // After `编制单位：` in a cell of its own comes the name.
    texts.all(|text| is_beside_title(text) || titles.find(text).is_some() || is_labelled && !is_figure(text))
}

/// Whether the line is a row and no head: it holds a figure or a code, or begins with a label of the form.
fn is_row(line: &Line, words: &RowWords) -> bool {
    let mut texts = line.texts();
    let Some((_, first)) = texts.next() else { return false };
    let has_figure = line.texts().any(|(_, text)| is_figure(text));
    let is_coded = code_before(first).is_some();
    let is_total = label::is_total(first) && texts.next().is_none();
    has_figure || is_coded || is_total || words.0.contains(&label::bare(first))
}

/// The code with which a text begins, and what follows on it.
pub(super) fn code_before(text: &str) -> Option<(Code, String)> {
    let text = text.trim();
    let is_part = |c: &char| c.is_ascii_digit() || ('０'..='９').contains(c) || c.is_whitespace();
    let digits: String = text.chars().take_while(is_part).collect();
    let rest: String = text.chars().skip(digits.chars().count()).collect();
    // A year at the beginning of a name is no code, nor is the number of a document.
    let is_other = rest.starts_with(['年', '.', ',', '，', '、', '-', '/', '号', '月', '%']);
    let code: Code = digits.trim().parse().ok().filter(|_| !is_other)?;
    Some((code, rest.trim_start_matches([':', '：']).to_owned()))
}
