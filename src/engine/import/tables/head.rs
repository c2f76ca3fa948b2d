//! The head of a table in a foreign document: where it begins and ends, and what stands above each column.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::facts::{is_beside_title, unit_of_head};
use super::super::figure::is_figure;
use super::super::label::{self, head_key};
use super::super::titles::Titles;
use crate::disclosure::{AmountUnit, Code, CodeLevel};
use crate::readers::{Line, Source};
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
    /// What stands in each of its rows, from left to right.
    pub written: Vec<Vec<String>>,
    /// [`Self::paths`] in one text each, repeated heads once.
    pub said: Vec<String>,
    /// Whether merged cells say how far a head reaches; a head that is one row deep needs none.
    pub is_certain: bool,
    /// The unit that a head gives in brackets.
    pub unit: Option<AmountUnit>,
}

/// No table has a deeper head.
const DEEPEST: usize = 8;
/// Nor a wider one.
const MOST_COLUMNS: usize = 256;
/// Longer texts, in bytes, are no heads.
const LONGEST: usize = 1000;

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
        self.paths = self.read_paths(source, year);
        let written =
            self.rows.iter().map(|row| source.lines[*row].texts().map(|(_, text)| head_key(text, year)).collect());
        self.written = written.collect();
        self.said = self.paths.iter().map(|path| said(path)).collect();
        let merges = self.rows.iter().any(|row| source.lines[*row].cells.iter().any(|cell| cell.covered_by.is_some()));
        self.is_certain = merges || self.rows.len() == 1;
        let cells = self.rows.iter().flat_map(|row| source.lines[*row].texts());
        let mut units: Vec<AmountUnit> = cells.filter_map(|(_, text)| unit_of_head(text)).collect();
        units.dedup();
        self.unit = Some(units).filter(|units| units.len() == 1).and_then(|mut units| units.pop());
    }

    /// What stands over each column, row by row.
    fn read_paths(&self, source: &Source, year: Option<u16>) -> Vec<Vec<String>> {
        let lines: Vec<&Line> = self.rows.iter().map(|row| &source.lines[*row]).collect();
        let width = lines.iter().map(|line| line.cells.len()).max().unwrap_or(0).min(MOST_COLUMNS);
        let is_filled = |line: &Line, column: usize| line.cells.get(column).is_some_and(|cell| !is_blank(&cell.text));
        let mut paths: Vec<Vec<String>> = vec![Vec::new(); width];
        for ((line, &row), depth) in lines.iter().zip(&self.rows).zip(1..) {
            let is_merged = line.cells.iter().any(|cell| cell.covered_by.is_some_and(|(line, _)| line == row));
            let mut left = "";
            for (column, cell) in line.cells.iter().enumerate().take(width) {
                let text = match cell.covered_by {
                    // What reaches down from above is there already.
                    Some((above, _)) if above != row => "",
                    Some((_, column)) => source.text(row, column),
                    None if !is_blank(&cell.text) => {
                        left = &cell.text;
                        left
                    }
                    // A document that does not say which cells are merged: the head reaches over a blank cell from the left.
                    None if !is_merged && lines[depth..].iter().any(|below| is_filled(below, column)) => left,
                    None => "",
                };
                let key = if text.len() > LONGEST { String::new() } else { head_key(text, year) };
                if !key.is_empty() {
                    paths[column].push(key);
                }
            }
        }
        paths
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

/// What the heads over a column say, repeated ones once.
pub(super) fn said(path: &[String]) -> String {
    let mut texts: Vec<&str> = path.iter().map(String::as_str).collect();
    texts.dedup();
    texts.concat()
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
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

/// Whether the line is a row and no head: it holds a figure or a code with its name, or begins with a code or a label of the
/// form.
fn is_row(line: &Line, words: &RowWords) -> bool {
    let mut texts = line.texts();
    let Some((_, first)) = texts.next() else { return false };
    let has_figure = line.texts().any(|(_, text)| is_figure(text));
    // Beside a label that heads say too, as 一般公共预算, the next list may tell.
    let is_named = |text: &str| code_before(text).is_some_and(|(_, name)| name.contains(char::is_alphabetic));
    let is_coded = code_before(first).is_some() || line.texts().any(|(_, text)| is_named(text));
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
    let code: Code = digits.trim().parse().ok()?;
    // Systems write a stroke between a whole code and its name.
    let after = rest.trim_start_matches(['-', '—', '－', '–', '_', '.', '、', ' ']);
    if code.level() != CodeLevel::Class && after.starts_with(|c: char| c.is_alphabetic() && !"年号月".contains(c)) {
        return Some((code, after.to_owned()));
    }
    Some((code, rest.trim_start_matches([':', '：']).to_owned())).filter(|_| !is_other)
}
