//! The form's tables in a foreign document: found by title and heads, their columns told by number and heads, their rows
//! by codes and labels.

mod agreement;
mod coded;
mod columns;
mod extra;
mod fixed;
mod head;
mod numbered;
mod place;
mod rows;
mod segments;
mod units;

pub(super) use agreement::Agreement;
pub(super) use segments::{Context, Segments, TableParts};

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::report::{ColumnsBy, FoundTable, ImportReport, Question};
use crate::disclosure::{CellKey, Table, TableNumber};
use crate::readers::{Place, Source};
use crate::spelling;
use extra::Extra;
use place::Placer;
use rows::{FoundRow, RowReader};

/// What was read of the tables.
pub(super) type Filled = BTreeMap<TableNumber, Table>;

/// What is known before a table is filled.
struct Known<'a> {
    /// The body that discloses.
    body: &'a str,
    /// The units that other tables name.
    units: &'a BTreeSet<String>,
    /// What a plain number is, in yuan.
    yuan: rust_decimal::Decimal,
}

/// The rows of a table, by list.
type RowsByList = Vec<(crate::form::ListIndex, Vec<FoundRow>)>;

/// Fills the tables that were found; what has no place is put into `report`. Returns with them the cells that the form
/// computes and in which nothing is printed.
pub(super) fn fill(
    context: &Context<'_>,
    segments: &Segments,
    body: &str,
    report: &mut ImportReport,
) -> (Filled, Vec<CellKey>) {
    let of_tables = segments.tables.iter().map(|parts| rows_of(context, parts, report));
    let (rows, extras): (Vec<RowsByList>, Vec<Vec<Extra>>) = of_tables.unzip();
    let units = units::of_tables(context, &segments.tables, &rows);
    for (extras, unit) in extras.into_iter().zip(&units) {
        let unit = unit.as_ref().map(|(unit, _)| unit);
        report.unplaced.extend(extras.into_iter().map(|extra| extra.not_taken(unit)));
    }
    let mut filled = Filled::new();
    let (mut unknown, mut blanks) = (Vec::new(), Vec::new());
    for ((parts, rows), unit) in segments.tables.iter().zip(&rows).zip(units) {
        let mut found = FoundTable {
            number: parts.number,
            places: parts.places(context.source),
            known_by: parts.known_by,
            columns_by: parts.columns_by(),
            unit: unit.clone(),
            figures: 0,
        };
        let has_figures = rows.iter().any(|(_, rows)| rows.iter().any(|row| !row.cells.is_empty()));
        if unit.is_none() && has_figures {
            unknown.push(parts.number);
        } else {
            let yuan = unit.map_or(context.form.unit_of_table(parts.number).yuan, |(unit, _)| unit.yuan);
            let known = Known { body, units: &units_of(&filled), yuan };
            let (table, figures, blank) = fill_table(context, parts, rows, known, report);
            found.figures = figures;
            blanks.extend(blank);
            filled.insert(parts.number, table);
        }
        report.tables.push(found);
    }
    if !unknown.is_empty() {
        report.questions.push(Question::Unit(unknown));
    }
    report.tables.sort_by_key(|found| found.number);
    let is_found = |number: TableNumber| report.tables.iter().any(|found| found.number == number);
    report.missing = context.form.tables.iter().map(|table| table.number).filter(|number| !is_found(*number)).collect();
    (filled, blanks)
}

/// The rows of a table, and what stands beside them in columns that the form does not have.
fn rows_of(context: &Context<'_>, parts: &TableParts, report: &mut ImportReport) -> (RowsByList, Vec<Extra>) {
    let Some(table) = context.form.table(parts.number) else { return Default::default() };
    let mut all: RowsByList = table.list_indices().map(|list| (list, Vec::new())).collect();
    let mut extras = Vec::new();
    let mut remarks = HashSet::new();
    for part in &parts.parts {
        let reader = RowReader {
            form: context.form,
            source: context.source,
            titles: &context.titles,
            columns: &part.columns,
            head: &part.head,
        };
        for (list, rows) in &mut all {
            let mut of_part = reader.rows(part.rows.clone(), *list, context.form.list(*list));
            if let (Some(first), false) = (of_part.first_mut(), rows.is_empty()) {
                first.begins_page = true;
            }
            rows.append(&mut of_part);
        }
        let rest = reader.rest(part.rows.clone());
        let of_part = rest.extra.into_iter().map(|(line, column, text)| {
            let line = &context.source.lines[line];
            Extra::new(parts.number, line, (column, part.head.lowest(column)), text, !part.columns.known.is_empty())
        });
        extras.extend(of_part);
        if let Some(remark) = part.columns.remark.clone().filter(|remark| remarks.insert(remark.clone())) {
            let place = context.source.lines.get(part.start).map(|line| line.place.clone());
            report.assume(place, format!("表{}：{remark}", parts.number));
        }
    }
    // A row of a word processor's table is one, whatever stands in it.
    let is_printed = |row: &FoundRow| !matches!(context.source.lines[row.line].place, Place::Table(..));
    for (list, rows) in &mut all {
        if context.form.list(*list).classification().is_some() && rows.iter().all(is_printed) {
            *rows = rows::joined(std::mem::take(rows));
        }
    }
    (all, extras)
}

/// The units that tables name, without what makes no difference.
fn units_of(filled: &Filled) -> BTreeSet<String> {
    let projects = filled.values().flat_map(|table| &table.rows).filter_map(|row| row.subject.project());
    projects.filter_map(|project| Some(spelling::plain(project.unit.as_deref()?).collect())).collect()
}

fn fill_table(
    context: &Context<'_>,
    parts: &TableParts,
    rows: &RowsByList,
    known: Known<'_>,
    report: &mut ImportReport,
) -> (Table, usize, Vec<CellKey>) {
    let mut placer = Placer {
        source: context.source,
        catalog: context.catalog,
        number: parts.number,
        yuan: known.yuan,
        body: known.body,
        units: known.units,
        table: Table::default(),
        projects: HashSet::new(),
        blanks: Vec::new(),
        figures: 0,
        unplaced: Vec::new(),
        unread: Vec::new(),
        not_understood: Vec::new(),
        repeated: Vec::new(),
        places: Vec::new(),
    };
    for (list, rows) in rows {
        placer.place(context.form.list(*list), rows);
    }
    tell_short_codes(context, parts.number, rows, report);
    let Placer { mut table, figures, blanks, unplaced, unread, not_understood, repeated, places, .. } = placer;
    report.whereabouts.note_rows(parts.number, places);
    report.unplaced.extend(unplaced);
    report.unread.extend(unread);
    report.not_understood.extend(not_understood);
    repeated.into_iter().for_each(|(place, text)| report.assume(Some(place), text));
    table.note = note(context, parts, table.rows.is_empty() && table.stated.is_empty());
    table.without_decimals = is_without_decimals(rows, known.yuan);
    (table, figures, blanks)
}

/// Tells of codes that a page prints without their zeros: 301 2. A spreadsheet drops them by itself.
fn tell_short_codes(context: &Context<'_>, number: TableNumber, rows: &RowsByList, report: &mut ImportReport) {
    let is_page = |row: &&FoundRow| matches!(context.source.lines[row.line].place, Place::Page(..) | Place::Table(..));
    let mut short = rows.iter().flat_map(|(_, rows)| rows).filter(|row| row.short_code.is_some()).filter(is_page);
    let Some(first) = short.next() else { return };
    let (printed, code) = (first.short_code.as_deref().unwrap_or_default(), &first.code);
    let Some(Ok(code)) = code else { return };
    let more = match short.count() {
        0 => String::new(),
        more => format!("，另有 {more} 个也是"),
    };
    let place = context.source.lines[first.line].place.clone();
    let text = format!("表{number} 的编码“{printed}”少了开头的 0，当作 {}{more}", code.spaced());
    report.notices.push(text.clone());
    report.assume(Some(place), text);
}

/// Fewer figures may be whole by chance.
const LEAST_WHOLE: usize = 10;

/// Whether a table in yuan prints no decimals. Who has none to print prints `.00`, or prints amounts that were rounded: then
/// a figure says no more than the yuan.
fn is_without_decimals(rows: &RowsByList, yuan: rust_decimal::Decimal) -> bool {
    let cells = rows.iter().flat_map(|(_, rows)| rows).flat_map(|row| &row.cells);
    let figures = cells.map(|(_, text)| text.trim()).filter(|text| text.contains(|c: char| ('1'..='9').contains(&c)));
    let (count, all) = figures.fold((0, true), |(count, all), text| (count + 1, all && !text.contains(['.', '．'])));
    yuan == rust_decimal::Decimal::ONE && count >= LEAST_WHOLE && all
}

/// The sentence under a table: left to the form where the document prints the form's.
fn note(context: &Context<'_>, parts: &TableParts, is_empty: bool) -> Option<String> {
    let texts: Vec<String> = parts.notes(context);
    if texts.is_empty() { is_empty.then(String::new) } else { Some(texts.join("\n")) }
}

impl TableParts {
    fn places(&self, source: &Source) -> Vec<super::Place> {
        self.parts.iter().filter_map(|part| Some(source.lines.get(part.start)?.place.clone())).collect()
    }

    fn columns_by(&self) -> ColumnsBy {
        let by = self.parts.iter().filter_map(|part| part.columns.by).next();
        by.unwrap_or(ColumnsBy::Unknown)
    }

    fn notes(&self, context: &Context<'_>) -> Vec<String> {
        let mut notes = self.notes.clone();
        for part in &self.parts {
            let reader = RowReader {
                form: context.form,
                source: context.source,
                titles: &context.titles,
                columns: &part.columns,
                head: &part.head,
            };
            notes.extend(reader.rest(part.rows.clone()).notes);
        }
        notes.sort();
        notes.dedup();
        notes.into_iter().map(|(_, text)| text).collect()
    }
}
