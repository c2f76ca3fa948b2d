//! Where each table stands in a document.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::ImportError;
use super::super::facts::{UnitNote, is_beside_title, unit_note};
use super::super::figure::is_figure;
use super::super::label::{self, bare};
use super::super::report::{ColumnsBy, KnownBy, NotTaken};
use super::super::said::{SaidGrid, SaidGrids, SeenGrid};
use super::super::titles::{Title, Titles};
use super::coded;
use super::columns::{Columns, Role, full_score, score};
use super::fixed::FixedRows;
use super::head::{Head, RowWords};
use super::rows::is_note;
use crate::catalog::Catalog;
use crate::disclosure::TableNumber;
use crate::form::{ColumnRole, Form, ListIndex, TableForm};
use crate::readers::Progress;
use crate::readers::{Line, Source};
use crate::spelling::one_line;

/// What finding and filling tables needs.
pub(in super::super) struct Context<'a> {
    pub source: &'a Source,
    pub form: &'a Form,
    pub catalog: &'a Catalog,
    pub titles: Titles,
    /// The budget year.
    pub year: Option<u16>,
    /// What plain numbers are where the document does not say, in yuan.
    pub unit: Option<crate::disclosure::AmountUnit>,
    /// What the user says of tables, by their shape.
    pub said: &'a SaidGrids,
    /// What the user says of all others.
    pub said_of_all: Option<&'a SaidGrid>,
}

/// The tables of a document.
#[derive(Debug, Default)]
pub(in super::super) struct Segments {
    /// In the order in which they first occur.
    pub tables: Vec<TableParts>,
    /// Lines of figures under a title that no columns part.
    pub flat: Vec<NotTaken>,
    /// Grids that titles and heads do not tell, as they are shown to a person.
    pub seen: Vec<SeenGrid>,
    /// Grids that are no table of the form, or one whose columns could not be told, under the title of this table.
    pub other_grids: Vec<(Range<usize>, Option<TableNumber>)>,
}

/// A table with all places where parts of it stand.
#[derive(Debug)]
pub(in super::super) struct TableParts {
    pub number: TableNumber,
    pub known_by: KnownBy,
    /// Whether the title above it is that of a table that the form does not have.
    pub is_under_other: bool,
    pub parts: Vec<Part>,
    /// Remarks under it, by line.
    pub notes: Vec<(usize, String)>,
    /// What is said of its unit.
    pub units: Vec<UnitNote>,
}

/// A piece of a table: rows under one head.
#[derive(Debug)]
pub(in super::super) struct Part {
    /// The line on which its grid begins.
    pub start: usize,
    pub rows: Range<usize>,
    pub(super) head: Head,
    pub(super) columns: Columns,
}

/// The table whose title was met last.
struct Open {
    number: TableNumber,
    /// Whether a grid came after the title.
    has_grid: bool,
    /// A table of another year: nothing of it is taken.
    is_other_year: bool,
}

struct Finder<'a> {
    context: &'a Context<'a>,
    words: RowWords,
    open: Option<Open>,
    /// Whether the title that was met last is that of a table that the form does not have.
    is_under_other: bool,
    units: Vec<UnitNote>,
    found: Segments,
}

/// Shorter and longer lines are no titles.
const SHORTEST_TITLE: usize = 4;
const LONGEST_TITLE: usize = 60;
/// Longer paragraphs are prose.
const LONGEST_ROW: usize = 120;

impl Segments {
    /// Finds them, unless it is told to stop.
    pub fn find(context: &Context<'_>, progress: &Progress) -> Result<Self, ImportError> {
        let labels = context.form.lists.iter().flat_map(|list| list.fixed_rows());
        let labels = labels.flat_map(|row| std::iter::once(&row.label).chain(&row.also)).map(|label| bare(label));
        // What heads say too does not tell that a line is a row.
        let heads: BTreeSet<String> =
            context.form.tables.iter().flat_map(|table| &table.head).map(|cell| label::key(&cell.text)).collect();
        let words = RowWords(labels.filter(|label| !heads.contains(label)).collect());
        let mut finder =
            Finder { context, words, open: None, is_under_other: false, units: Vec::new(), found: Self::default() };
        let lines = &context.source.lines;
        let mut place = 0;
        while place < lines.len() {
            progress.check()?;
            if let Some(title) = context.titles.of_line(texts_of(&lines[place])) {
                finder.title(place, title);
                place += 1;
            } else if lines[place].grid.is_none() || is_other_heading(&lines[place], &finder.words, &context.titles) {
                finder.paragraph(place);
                place += 1;
            } else {
                let is_same = |next: &usize| {
                    let line = &lines[*next];
                    let is_heading = context.titles.of_line(texts_of(line)).is_some()
                        || is_other_heading(line, &finder.words, &context.titles);
                    line.grid == lines[place].grid && !is_heading
                };
                let end = (place + 1..lines.len()).take_while(is_same).last().map_or(place + 1, |last| last + 1);
                finder.grid(place..end);
                place = end;
            }
        }
        Ok(finder.found)
    }

    /// The lines that belong to tables.
    pub fn lines(&self) -> Vec<Range<usize>> {
        let parts = self.tables.iter().flat_map(|table| &table.parts);
        parts.map(|part| part.start..part.rows.end).collect()
    }
}

fn texts_of(line: &Line) -> impl Iterator<Item = &str> {
    line.texts().map(|(_, text)| text)
}

/// Whether a line by itself is the heading of a part, or the title of a table that is none of the form's: what follows
/// does not belong to the table before.
fn is_other_heading(line: &Line, words: &RowWords, titles: &Titles) -> bool {
    let Some(text) = line.only_text() else { return false };
    let key = label::key(text);
    let is_title = key.ends_with('表')
        && (SHORTEST_TITLE..=LONGEST_TITLE).contains(&key.chars().count())
        && !text.contains(['。', '；', '，'])
        && !is_note(text)
        && !is_beside_title(text)
        && !words.0.contains(&bare(text));
    is_title || titles.parts.find(text).is_some()
}

impl Finder<'_> {
    fn title(&mut self, place: usize, title: Title) {
        let is_other_year = title.year.is_some_and(|year| self.context.year.is_some_and(|own| own != year));
        self.units.clear();
        self.note_units(place);
        self.open = Some(Open { number: title.number, has_grid: false, is_other_year });
        self.is_under_other = false;
    }

    fn note_units(&mut self, place: usize) {
        let line = &self.context.source.lines[place];
        let units = line.texts().filter_map(|(_, text)| unit_note(text));
        self.units.extend(units.map(|unit| (unit, line.place.clone())));
    }

    fn paragraph(&mut self, place: usize) {
        let line = &self.context.source.lines[place];
        let Some(text) = line.only_text() else { return };
        self.note_units(place);
        if is_other_heading(line, &self.words, &self.context.titles) {
            self.open = None;
            self.is_under_other = self.context.titles.parts.find(text).is_none();
            self.units.clear();
            return;
        }
        let Some(open) = &self.open else { return };
        let number = open.number;
        if is_note(text) {
            if let Some(table) = self.found.tables.iter_mut().find(|table| table.number == number && open.has_grid) {
                table.notes.push((place, one_line(text)));
            }
        } else if !open.has_grid && !open.is_other_year && is_flat_row(text) {
            let reason = "这一行的数没有分列，不知道各是哪一列";
            let figures = text.split_whitespace().filter(|word| word.contains('.') && is_figure(word)).count();
            self.found.flat.push(NotTaken::new(Some(number), line.place.clone(), text, reason).holding(figures));
        }
    }

    fn grid(&mut self, lines: Range<usize>) {
        let source = self.context.source;
        let head = Head::find(source, lines.clone(), &self.context.titles, &self.words, self.context.year);
        let head = head.map(|head| self.repeated(head, &lines));
        let end_of_head = head.as_ref().map_or(lines.end, |head| head.first_row);
        for place in lines.start..end_of_head {
            self.note_units(place);
        }
        if lines.clone().all(|place| {
            super::head::is_beside(&source.lines[place], &self.context.titles) || source.lines[place].is_blank()
        }) {
            return;
        }
        let bare = || Head { first_row: lines.start, ..Head::default() };
        let told = match self.said(&lines, head.clone().unwrap_or_else(bare)) {
            Some(said) => said,
            None => {
                let told = head.clone().and_then(|head| self.told(lines.clone(), head));
                let told = told.or_else(|| self.continued(&lines)).or_else(|| self.total_alone(&lines));
                told.or_else(|| self.coded(&lines, head.unwrap_or_else(bare)))
            }
        };
        let Some((number, known_by, part)) = told else { return self.leave(lines) };
        if let Some(open) = &mut self.open {
            open.has_grid = true;
            if open.is_other_year {
                return self.leave(lines);
            }
            open.number = number;
        }
        let units = std::mem::take(&mut self.units);
        if known_by == KnownBy::Title {
            self.drop_lookalike(number);
        }
        let tables = &mut self.found.tables;
        let at = tables.iter().position(|table| table.number == number).unwrap_or_else(|| {
            let is_under_other = self.is_under_other;
            let parts = TableParts {
                number,
                known_by,
                is_under_other,
                parts: Vec::new(),
                notes: Vec::new(),
                units: Vec::new(),
            };
            tables.push(parts);
            tables.len() - 1
        });
        tables[at].units.extend(units);
        tables[at].units.extend(part.head.unit.clone().map(|unit| (unit, source.lines[lines.start].place.clone())));
        tables[at].parts.push(part);
    }

    /// What the user says of a grid; `None` where nothing was said, and within where it is said to be none of the form's.
    fn said(&mut self, lines: &Range<usize>, head: Head) -> Option<Option<(TableNumber, KnownBy, Part)>> {
        if self.context.said.is_empty() {
            return None;
        }
        let said = self.context.said.get(&coded::shape(self.context, lines, &head))?;
        let seen = coded::seen(self.context, lines, &head);
        self.found.seen.push(SeenGrid { said: said.clone(), ..seen });
        if let Some(unit) = said.unit {
            self.units.push((unit.unit(), self.context.source.lines[lines.start].place.clone()));
        }
        Some(said.table.and_then(|table| self.with_columns(table, &said.columns, lines, head)))
    }

    /// What a grid without the form's title and heads is by the codes in it.
    fn coded(&mut self, lines: &Range<usize>, head: Head) -> Option<(TableNumber, KnownBy, Part)> {
        let is_known_other = self.open.as_ref().is_some_and(|open| open.is_other_year) || self.is_under_other;
        if is_known_other && !self.found.tables.is_empty() {
            return None;
        }
        let seen = coded::seen(self.context, lines, &head);
        let of_all = self.context.said_of_all.filter(|_| seen.figures > 0);
        let said = of_all.map_or_else(|| seen.said.clone(), |said| said.over(&seen.said));
        self.found.seen.push(SeenGrid { said: said.clone(), ..seen });
        // Among the form's own tables one without a title is another one.
        let table = said.table.filter(|table| self.found.tables.iter().all(|found| found.number != *table))?;
        self.with_columns(table, &said.columns, lines, head)
    }

    fn with_columns(
        &self,
        table: TableNumber,
        said: &[Option<ColumnRole>],
        lines: &Range<usize>,
        head: Head,
    ) -> Option<(TableNumber, KnownBy, Part)> {
        let form = self.context.form;
        let columns = Columns { by: Some(ColumnsBy::Contents), ..coded::columns(form, form.table(table)?, said)? };
        let rows = head.first_row..lines.end;
        Some((table, KnownBy::Codes, Part { start: lines.start, rows, head, columns }))
    }

    /// Leaves what was taken for table `number` by its heads alone, now that one comes with its title.
    fn drop_lookalike(&mut self, number: TableNumber) {
        let is_it = |table: &TableParts| table.number == number && table.known_by == KnownBy::Heads;
        if let Some(at) = self.found.tables.iter().position(is_it) {
            let parts = self.found.tables.remove(at).parts;
            self.found.other_grids.extend(parts.into_iter().map(|part| (part.start..part.rows.end, None)));
        }
    }

    /// The table that a grid with a head is: that of the title above it, unless its head is that of another.
    fn told(&self, lines: Range<usize>, head: Head) -> Option<(TableNumber, KnownBy, Part)> {
        let form = self.context.form;
        let scores: Vec<(usize, &TableForm)> =
            form.tables.iter().map(|table| (score(form, table, &head), table)).collect();
        let best = scores.iter().map(|(score, _)| *score).max().unwrap_or(0);
        let part = |table: &TableForm| {
            let rows = head.first_row..lines.end;
            let columns = self.columns(table, &rows, &head);
            (!columns.known.is_empty()).then(|| Part { start: lines.start, rows, head: head.clone(), columns })
        };
        if let Some(open) = &self.open {
            let own = scores.iter().find(|(_, table)| table.number == open.number)?;
            // Directly under its title a table may have other heads than the form.
            let is_own = if open.has_grid { own.0 == best && best > 0 } else { own.0 * 2 >= best };
            if let Some(part) = Some(own.1).filter(|_| is_own).and_then(part) {
                return Some((own.1.number, KnownBy::Title, part));
            }
        }
        let mut likeliest =
            scores.iter().filter(|(score, table)| *score == best && *score * 4 >= full_score(form, table) * 3);
        let (Some((_, table)), None) = (likeliest.next(), likeliest.next()) else { return None };
        // Another table may have the same heads, as last year's does.
        let is_found = self.found.tables.iter().any(|found| found.number == table.number);
        if self.is_under_other && is_found {
            return None;
        }
        Some((table.number, KnownBy::Heads, part(table)?))
    }

    /// A head that is repeated on a further page is the first one: there a text that reaches out of its cell may stand in
    /// the row of numbers, which its marks still tell.
    fn repeated(&self, head: Head, lines: &Range<usize>) -> Head {
        let open = self.open.as_ref().filter(|open| open.has_grid);
        let table = open.and_then(|open| self.found.tables.iter().find(|table| table.number == open.number));
        let Some(last) = table.and_then(|table| table.parts.last()).filter(|_| head.numbers.is_none()) else {
            return head;
        };
        let (Some(numbers), Some(line)) = (&last.head.numbers, self.context.source.lines.get(head.first_row)) else {
            return head;
        };
        let is_same_width = last.head.paths.len() == head.paths.len();
        if lines.contains(&head.first_row) && is_same_width && numbers.is_marked_in(line.texts()) {
            return Head { first_row: head.first_row + 1, ..last.head.clone() };
        }
        head
    }

    /// A grid without a head continues the table before it where it has as many columns.
    fn continued(&self, lines: &Range<usize>) -> Option<(TableNumber, KnownBy, Part)> {
        let open = self.open.as_ref().filter(|open| open.has_grid)?;
        let table = self.found.tables.iter().find(|table| table.number == open.number)?;
        let last = table.parts.last()?;
        let lines_of = &self.context.source.lines;
        let width = |line: usize| lines_of.get(line).map_or(0, |line| line.cells.len());
        let own = lines.clone().map(width).max()?;
        let before = last.rows.clone().chain(last.head.rows.iter().copied()).map(width).max()?;
        let head = Head { first_row: lines.start, ..last.head.clone() };
        let columns = Columns { remark: None, ..last.columns.clone() };
        let part = Part { start: lines.start, rows: lines.clone(), head, columns };
        (own == before).then_some((table.number, table.known_by, part))
    }

    /// A total row that stands alone on a further page, over which no head is repeated: its figures are those of all columns
    /// in their order.
    fn total_alone(&self, lines: &Range<usize>) -> Option<(TableNumber, KnownBy, Part)> {
        let open = self.open.as_ref().filter(|open| open.has_grid)?;
        let table = self.found.tables.iter().find(|table| table.number == open.number)?;
        let last = table.parts.last()?;
        let mut rows = lines.clone().filter(|place| !self.context.source.lines[*place].is_blank());
        let (row, None) = (rows.next()?, rows.next()) else { return None };
        let line = &self.context.source.lines[row];
        let label = line.texts().next().filter(|(_, text)| label::is_total(text))?.0;
        let amounts: Vec<_> = last.columns.amounts().collect();
        let list = amounts.first().map(|(_, list, _)| *list)?;
        let is_whole = line.cells.len() == label + 1 + amounts.len() && amounts.iter().all(|(_, own, _)| *own == list);
        if !is_whole || self.context.form.list(list).footing().is_none() {
            return None;
        }
        let mut known = vec![(label, list, Role::Name)];
        known.extend(amounts.iter().zip(label + 1..).map(|(&(_, list, place), own)| (own, list, Role::Amount(place))));
        let columns = Columns { known, remark: None, ..last.columns.clone() };
        let head = Head { first_row: lines.start, ..last.head.clone() };
        let part = Part { start: lines.start, rows: lines.clone(), head, columns };
        Some((table.number, table.known_by, part))
    }

    fn columns(&self, table: &TableForm, rows: &Range<usize>, head: &Head) -> Columns {
        let form = self.context.form;
        let lists: Vec<ListIndex> = table.list_indices().collect();
        if let [list] = lists.as_slice() {
            return Columns::of_list(form, table, *list, head);
        }
        match self.label_columns(&lists, rows) {
            Some(labels) => Columns::side_by_side(form, table, &labels, head),
            None => self.columns_before(table, head).unwrap_or_default(),
        }
    }

    /// The columns of the part of a table before, under the same head: of the last page too few rows may be left to tell.
    fn columns_before(&self, table: &TableForm, head: &Head) -> Option<Columns> {
        let found = self.found.tables.iter().find(|found| found.number == table.number)?;
        let last = found.parts.last().filter(|last| last.head.paths == head.paths)?;
        Some(Columns { remark: None, ..last.columns.clone() })
    }

    /// For each of several lists the column in which its labels stand.
    fn label_columns(&self, lists: &[ListIndex], rows: &Range<usize>) -> Option<Vec<(ListIndex, usize)>> {
        let lines = &self.context.source.lines[rows.clone()];
        let width = lines.iter().map(|line| line.cells.len()).max().unwrap_or(0).min(MOST_COLUMNS);
        let mut labels: Vec<(ListIndex, usize)> = Vec::new();
        for &list in lists {
            let fixed = FixedRows::new(self.context.form.list(list), self.context.catalog);
            let first = labels.last().map_or(0, |(_, column)| column + 1);
            let count = |column: usize| {
                let texts = lines.iter().filter_map(|line| line.cells.get(column)).take(MOST_LABELS);
                fixed.count(texts.map(|cell| cell.text.as_str()))
            };
            let (count, column) =
                (first..width).map(|column| (count(column), column)).max_by_key(|&(count, _)| count)?;
            if count < 2 {
                return None;
            }
            labels.push((list, column));
        }
        Some(labels)
    }

    /// Lists a grid that is no table of the form.
    fn leave(&mut self, lines: Range<usize>) {
        let open = self.open.as_ref().filter(|open| !open.has_grid && !open.is_other_year);
        let titled = open.map(|open| open.number);
        self.found.other_grids.push((lines, titled));
    }
}

/// Columns in which labels are looked for.
const MOST_COLUMNS: usize = 40;
/// Rows in which labels are looked for.
const MOST_LABELS: usize = 200;

/// Whether a paragraph is a row of figures.
fn is_flat_row(text: &str) -> bool {
    text.chars().count() <= LONGEST_ROW && text.split_whitespace().any(|word| word.contains('.') && is_figure(word))
}
