//! The rows of a foreign table: what each says it is, and the texts that stand in its amount columns.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::facts::is_beside_title;
use super::super::figure::is_figure;
use super::super::label::{self, key};
use super::super::titles::Titles;
use super::columns::{Columns, Role};
use super::head::{Head, code_before, number_row};
use crate::disclosure::{Code, CodeLevel};
use crate::form::{Form, List, ListIndex, RowKind};
use crate::readers::{Cell, Line, Source};
use crate::spelling::one_line;

/// The longest name of a unit, in bytes: it is kept with each of its projects.
const LONGEST_UNIT: usize = 1000;

/// A row, or the part of a line that belongs to one of several lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FoundRow {
    pub line: usize,
    /// It is the first on another page than the rows before it.
    pub begins_page: bool,
    /// Its code; `Err` holds what stands there and is none.
    pub code: Option<Result<Code, String>>,
    /// The name of its code, or its label.
    pub name: String,
    /// The name of its project.
    pub project: String,
    /// The unit that it names in a column of its own.
    pub unit: String,
    /// How far its label is set in, in tenths of a character.
    pub indent: u16,
    /// What stands in its amount columns, by place in the list; blank cells are left out.
    pub cells: Vec<(usize, String)>,
    /// What stands in its columns of texts and dates, by place in the list.
    pub fields: Vec<(usize, String)>,
    /// The amount columns in which nothing stands, by place in the list.
    pub blanks: Vec<usize>,
    /// Amounts of which the code does not tell the column.
    pub homeless: Vec<String>,
    /// A part of its code as it is printed, which lacks its zero: 2 for 02.
    pub short_code: Option<String>,
}

/// What a part of a table holds beside its rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Rest {
    /// Sentences among or under the rows.
    pub notes: Vec<(usize, String)>,
    /// Figures in columns that the form does not have: line, column, text.
    pub extra: Vec<(usize, usize, String)>,
}

pub(super) struct RowReader<'a> {
    pub form: &'a Form,
    pub source: &'a Source,
    pub titles: &'a Titles,
    pub columns: &'a Columns,
    pub head: &'a Head,
}

impl RowReader<'_> {
    /// The rows of `list` on `lines`.
    pub fn rows(&self, lines: Range<usize>, index: ListIndex, list: &List) -> Vec<FoundRow> {
        let words = self.head.words();
        let mut rows: Vec<FoundRow> = Vec::new();
        let mut before: Option<Code> = None;
        for place in lines {
            if self.kind(place, &words) != LineKind::Row {
                continue;
            }
            let row = self.row(place, index, list, before);
            if let Some(Ok(code)) = row.code {
                before = Some(code);
            }
            if row.is_blank() {
                continue;
            }
            rows.push(row);
        }
        rows
    }

    pub fn rest(&self, lines: Range<usize>) -> Rest {
        let words = self.head.words();
        let known: BTreeSet<usize> = self.columns.known.iter().map(|(column, ..)| *column).collect();
        let first = self.columns.amounts().map(|(column, ..)| column).min().unwrap_or(0);
        let mut rest = Rest::default();
        for place in lines {
            match self.kind(place, &words) {
                LineKind::Row => {
                    let cells = self.source.lines[place].texts();
                    let extra =
                        cells.filter(|(column, text)| *column > first && !known.contains(column) && is_figure(text));
                    rest.extra.extend(extra.map(|(column, text)| (place, column, text.to_owned())));
                }
                LineKind::Note => {
                    let text = self.source.lines[place].only_text().map(one_line).unwrap_or_default();
                    rest.notes.push((place, text));
                }
                LineKind::Other => {}
            }
        }
        rest
    }

    fn kind(&self, place: usize, words: &BTreeSet<&str>) -> LineKind {
        let line = &self.source.lines[place];
        if line.is_blank() || number_row(line).is_some() {
            return LineKind::Other;
        }
        if let Some(text) = line.only_text() {
            if is_note(text) && !self.is_piece_of_name(line) {
                return LineKind::Note;
            } else if self.titles.find(text).is_some() || is_beside_title(text) {
                return LineKind::Other;
            }
        }
        let is_labelled = line.texts().next().is_some_and(|(_, text)| is_beside_title(text) && !is_figure(text));
        let has_figure = line.texts().any(|(_, text)| is_figure(text));
        let is_head = |line: &Line| line.texts().all(|(_, text)| words.contains(label::head_key(text, None).as_str()));
        if !has_figure && (is_labelled || is_head(line)) { LineKind::Other } else { LineKind::Row }
    }

    /// Whether the only text of `line` stands in a column of names, behind others: what goes on there is a name, however
    /// it begins or ends. A remark stands in the first column.
    fn is_piece_of_name(&self, line: &Line) -> bool {
        let Some((column, text)) = line.texts().next() else { return false };
        let first = self.columns.known.iter().map(|(column, ..)| *column).min();
        let mut names = self
            .columns
            .known
            .iter()
            .filter(|(_, _, role)| matches!(role, Role::Name | Role::Project | Role::Field(_)));
        let is_marked = ["注：", "注:", "备注"].iter().any(|mark| text.trim_start().starts_with(mark));
        !is_marked && Some(column) != first && names.any(|(own, ..)| *own == column)
    }

    fn row(&self, place: usize, index: ListIndex, list: &List, before: Option<Code>) -> FoundRow {
        let mut row = FoundRow { line: place, ..FoundRow::default() };
        let (mut codes, mut by_code): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        for &(column, of, role) in &self.columns.known {
            if of != index {
                continue;
            }
            let text = self.text(place, column, role);
            match role {
                Role::Amount(amount) if !text.trim().is_empty() => row.cells.push((amount, text.to_owned())),
                Role::Amount(amount) => {
                    let cell = self.source.lines[place].cells.get(column);
                    row.blanks.extend(cell.filter(|cell| cell.covered_by.is_none()).map(|_| amount));
                }
                Role::Field(field) => {
                    let text = one_line(text);
                    // A dash says that there is nothing; a tick is an answer.
                    if !text.chars().all(|c| "-—–－―/／".contains(c)) {
                        row.fields.push((field, text));
                    }
                }
                Role::AmountByCode if !text.trim().is_empty() => by_code.push(text.to_owned()),
                Role::AmountByCode => {}
                Role::Code if is_digits(text) || text.trim().is_empty() => codes.push(key(text)),
                Role::Unit => row.unit = one_line(&text[..text.floor_char_boundary(LONGEST_UNIT)]),
                Role::Project => row.project = one_line(text),
                Role::Text if is_digits(text) => codes.push(key(text)),
                Role::Text if !row.name.is_empty() && matches!(list.rows, RowKind::FunctionProject(_)) => {
                    row.project = one_line(text);
                }
                // 总计 reaches over the columns of the code.
                Role::Code | Role::Name | Role::Text if row.name.is_empty() => {
                    if role == Role::Code {
                        codes.push(String::new());
                    }
                    row.name = one_line(text);
                    row.indent = self.source.lines[place].cells.get(column).map_or(0, Cell::indent);
                }
                Role::Code | Role::Name | Role::Text => {}
            }
        }
        // The total may stand over the column that counts the rows.
        if row.name.is_empty() && codes.iter().all(String::is_empty) {
            let total = self.source.lines[place].texts().find(|(_, text)| label::is_total(text));
            row.name = total.map(|(_, text)| one_line(text)).unwrap_or_default();
        }
        if list.deepest_code().is_some() {
            row.code = code_of(&codes, before).map(|code| code.map_err(|()| codes.concat()));
            let is_short = |(level, part): &(usize, &String)| *level > 0 && part.len() == 1;
            let short = codes.iter().enumerate().any(|part| is_short(&part));
            row.short_code = (short && matches!(row.code, Some(Ok(_)))).then(|| codes.join(" "));
        } else if let Some(code) = codes.iter().find(|code| !code.is_empty()) {
            row.name = format!("{code} {}", row.name);
        }
        row.take_code_from_name(list);
        let code = row.code.clone().and_then(Result::ok);
        for text in by_code {
            match self.form.only_column(index, code) {
                Some(amount) => row.cells.push((amount, text)),
                None => row.homeless.push(text),
            }
        }
        row
    }

    /// A cell's text; a text that reaches down over several rows counts in each of them, a figure only in the first.
    fn text(&self, place: usize, column: usize, role: Role) -> &str {
        let Some(cell) = self.source.lines[place].cells.get(column) else { return "" };
        match (cell.covered_by, role) {
            (Some((line, own)), Role::Code | Role::Name | Role::Project | Role::Unit)
                if line != place && own == column && line >= self.head.first_row =>
            {
                self.source.text(place, column)
            }
            _ => &cell.text,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineKind {
    Row,
    Note,
    /// Repeated heads, titles, blank lines.
    Other,
}

/// Whether a line by itself is a remark on the table.
pub(super) fn is_note(text: &str) -> bool {
    let key = key(text);
    let begins = ["注", "备注", "说明", "本表", "注释"].iter().any(|word| key.starts_with(word));
    begins || text.contains("空表") || text.trim_end().ends_with(['。', '；'])
}

fn is_digits(text: &str) -> bool {
    let key = key(text);
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit())
}

/// The code that the columns of codes hold: a part in each, or the whole in one. What stands above and is not repeated
/// comes from the row `before`. `Err` where they hold something else.
fn code_of(parts: &[String], before: Option<Code>) -> Option<Result<Code, ()>> {
    let last = parts.iter().rposition(|part| !part.is_empty())?;
    if parts[last].len() >= 5 || parts.len() == 1 {
        return Some(parts[last].parse().map_err(drop));
    }
    let mut digits = String::new();
    for (part, level) in parts[..=last].iter().zip([CodeLevel::Class, CodeLevel::Section, CodeLevel::Item]) {
        let width = if level == CodeLevel::Class { 3 } else { 2 };
        match part.len() {
            0 => match before.map(|code| code.part(level)).filter(|part| !part.is_empty()) {
                Some(above) => digits.push_str(&above),
                None => return Some(Err(())),
            },
            // Spreadsheets drop the zero of 01.
            1 if width == 2 => digits.extend(["0", part]),
            length if length == width => digits.push_str(part),
            _ => return Some(Err(())),
        }
    }
    Some(if last < 3 { digits.parse().map_err(drop) } else { Err(()) })
}

impl FoundRow {
    /// Whether it says nothing.
    pub fn is_blank(&self) -> bool {
        self.code.is_none()
            && self.cells.is_empty()
            && self.fields.is_empty()
            && self.homeless.is_empty()
            && self.label().is_empty()
            && self.unit.is_empty()
    }

    /// The one text that names a row without a code.
    pub fn label(&self) -> &str {
        if self.name.is_empty() { &self.project } else { &self.name }
    }

    /// A code that stands before the name in one cell.
    fn take_code_from_name(&mut self, list: &List) {
        if self.code.is_some() || list.deepest_code().is_none() {
            return;
        }
        // Functions are counted from 2, economic kinds by 3 and 5: 12345热线 is a name.
        let is_code = |code: Code| code.to_string().starts_with(['2', '3', '5']);
        let found = code_before(&self.name).filter(|(code, rest)| is_code(*code) && rest.contains(char::is_alphabetic));
        if let Some((code, rest)) = found {
            self.code = Some(Ok(code));
            self.name = rest;
        }
    }

    /// Joins pieces of texts to its own, before or behind them.
    fn join_fields(&mut self, pieces: Vec<(usize, String)>, is_before: bool) {
        for (field, piece) in pieces {
            match self.fields.iter_mut().find(|(own, _)| *own == field) {
                Some((_, text)) if is_before => text.insert_str(0, &piece),
                Some((_, text)) => text.push_str(&piece),
                None => self.fields.push((field, piece)),
            }
        }
    }

    fn is_text_only(&self) -> bool {
        self.code.is_none() && self.cells.is_empty() && self.unit.is_empty() && !label::is_total(self.label())
    }
}

/// Joins names that were wrapped into lines of their own, also where one goes on at the head of the next page.
pub(super) fn joined(rows: Vec<FoundRow>) -> Vec<FoundRow> {
    let mut done: Vec<FoundRow> = Vec::new();
    let mut rows = rows.into_iter().peekable();
    while let Some(mut row) = rows.next() {
        let is_piece = row.is_text_only() && (row.name.is_empty() || row.project.is_empty());
        if !is_piece {
            done.push(row);
            continue;
        }
        let takes = |next: &FoundRow| match &next.code {
            // Projects stand under an item.
            Some(Ok(code)) if row.name.is_empty() => next.project.is_empty() && code.level() == CodeLevel::Item,
            Some(Ok(_)) => next.name.is_empty(),
            _ => false,
        };
        let last = done.last_mut().filter(|last| matches!(last.code, Some(Ok(_))) && !last.cells.is_empty());
        // What stands alone at the head of a page goes on with the row that the page before ended in.
        let next = rows.peek_mut().filter(|next| takes(next) && !(row.begins_page && last.is_some()));
        if let Some(next) = next {
            next.name = format!("{}{}", row.name, next.name);
            next.project = format!("{}{}", row.project, next.project);
            next.join_fields(row.fields, true);
        } else if let Some(last) = last {
            last.name.push_str(&row.name);
            last.project.push_str(&row.project);
            last.join_fields(row.fields, false);
        } else {
            row.cells.clear();
            done.push(row);
        }
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(parts: &[&str], before: Option<&str>) -> String {
        let parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
        match code_of(&parts, before.map(|code| code.parse().unwrap())) {
            None => String::new(),
            Some(Ok(code)) => code.to_string(),
            Some(Err(())) => "?".to_owned(),
        }
    }

    #[test]
    fn codes_are_read_in_whatever_columns() {
        assert_eq!(code(&["208", "01", "09"], None), "2080109");
        assert_eq!(code(&["208", "1", "9"], None), "2080109");
        assert_eq!(code(&["208", "20801", "2080109"], None), "2080109");
        assert_eq!(code(&["2080109"], None), "2080109");
        assert_eq!(code(&["", "01", ""], Some("2080501")), "20801");
        assert_eq!(code(&["", "", "02"], Some("2080101")), "2080102");
        assert_eq!(code(&["", "", ""], Some("208")), "");
        for parts in [&["", "01", ""][..], &["20", "01", "09"], &["208", "001", ""], &["12345678"], &["2080"]] {
            assert_eq!(code(parts, None), "?", "{parts:?}");
        }
    }
}
