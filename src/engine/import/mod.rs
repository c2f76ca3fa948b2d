//! Opens what a colleague sends: a disclosure that came as a spreadsheet, a document or a text.
//!
//! A reader ([`crate::readers`]), in a process of its own ([`isolated`]), turns the file into lines: paragraphs, and rows of
//! cells with what is merged. [`tables`] finds the form's tables among them by their titles and heads, columns by the row of
//! numbers and else by the heads, and rows by codes and labels; [`texts`] takes the parts that are text. Every printed
//! figure is kept: in cells that can be
//! entered as an amount, in cells that the program computes as a stated amount (公布数), equal to the sum or not. What has
//! no place is listed in the [`ImportReport`]; what the document does not say is a [`Question`] and never guessed.

mod blanks;
mod error;
mod facts;
mod figure;
mod kind;
mod label;
mod length;
mod live;
mod open;
mod outline;
mod part_titles;
mod recognise;
mod report;
mod residue;
mod said;
mod side_by_side;
mod signs;
mod tables;
mod texts;
mod titles;
mod unplaced;
mod whereabouts;
mod wording;

pub use crate::readers::{Place, Progress, ReadError};
pub use error::ImportError;
pub use open::{Found, Opened, find, open_any, open_bytes, open_with};
pub use report::{
    Assumption, ColumnsBy, FoundTable, FoundText, ImportReport, KnownBy, NotTaken, Question, Understood, UnitSource,
};
pub use said::{SaidGrid, SaidGrids, SeenGrid};
pub use whereabouts::Whereabouts;
pub use wording::{ReportGroup, ReportLine, report_lines, report_text};

use std::collections::BTreeSet;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::audit::{Printed, printed_faults};
use crate::catalog::Catalog;
use crate::disclosure::{AmountUnit, CellKey, Component, Disclosure, Kind, Said, Table, TableNumber};
use crate::evaluate::{CellIndex, Evaluated, evaluate};
use crate::file::read_bytes;
use crate::form::{ColumnRole, Form, FormLibrary};
use crate::narrative::told_prior;
use crate::readers::{self, Source, Wanted};
use crate::spelling::one_line;
use crate::states::{self, components};
use facts::Facts;
use kind::nothing_seen;
use recognise::{Reading, recognise};
use tables::Context;

/// The largest file that is read, in bytes.
pub const SIZE_LIMIT: u64 = 64 * 1024 * 1024;

/// The ends of the names of documents that are published or sent round. Others can be imported too, when they are named.
const SENT: [&str; 8] = ["docx", "odt", "xlsx", "xls", "et", "ods", "pdf", "ofd"];

/// Whether the name of a file is that of a document in which disclosures are sent.
pub fn is_sent_document(path: &Path) -> bool {
    path.extension().is_some_and(|own| SENT.iter().any(|ending| own.eq_ignore_ascii_case(ending)))
}

/// What the user says beside the document. What is left out is read from it.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// Id of the form, whatever the document looks like; else the one that it follows.
    pub form: Option<String>,
    /// 单位 or 部门.
    pub kind: Option<Kind>,
    /// Budget year.
    pub year: Option<u16>,
    /// The unit of figures where the document does not say it.
    pub unit: Option<ImportUnit>,
    /// Whether year and kind are assumed where the document does not say them: a check needs no answer for them.
    pub assumes_heading: bool,
    /// What the user says of tables that titles and heads do not tell, by their shape.
    pub said: SaidGrids,
    /// What the user says of every table that titles and heads do not tell.
    pub said_of_all: Option<SaidGrid>,
    /// How far it is, and the way to end it early.
    pub progress: Progress,
}

/// A unit in which a document prints its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImportUnit {
    /// 元.
    Yuan,
    /// 万元.
    Wan,
}

#[derive(Debug, Clone)]
pub struct Imported {
    /// What was taken of it. While the report has questions, the tables and facts that they ask for are not in it.
    pub disclosure: Disclosure,
    /// What was found, assumed and not taken.
    pub report: ImportReport,
}

/// Imports the file at `path`.
///
/// # Errors
/// When it cannot be read, or is no disclosure.
pub fn read_file(
    path: &Path,
    forms: &FormLibrary,
    catalog: &Catalog,
    options: &ImportOptions,
) -> Result<Imported, ImportError> {
    let bytes = read_bytes(path, SIZE_LIMIT)?.ok_or(ImportError::TooLarge)?;
    read(&bytes, forms, catalog, options)
}

/// Imports `bytes`, the contents of a file or of the clipboard.
///
/// # Errors
/// When they are not understood, or are no disclosure.
pub fn read(
    bytes: &[u8],
    forms: &FormLibrary,
    catalog: &Catalog,
    options: &ImportOptions,
) -> Result<Imported, ImportError> {
    if bytes.len() as u64 > SIZE_LIMIT {
        return Err(ImportError::TooLarge);
    }
    let source = readers::read(Wanted::Document, bytes, &options.progress)?;
    options.progress.check()?;
    let known = || forms.all().map(|form| form.id.clone()).collect();
    let reading = match &options.form {
        Some(id) => {
            let form = forms.get(id).ok_or_else(|| ImportError::UnknownForm { found: id.clone(), known: known() })?;
            Reading::new(source, form, catalog, options)?
        }
        None => recognise(source, forms, catalog, options)?,
    };
    let is_told = options.form.is_some() || !options.said.is_empty() || options.said_of_all.is_some();
    let doubt = if is_told { None } else { reading.doubt() };
    let imported = take(reading, catalog, options)?;
    match doubt {
        Some(doubt) => doubt.of(imported),
        None => Ok(imported),
    }
}

fn take(reading: Reading<'_>, catalog: &Catalog, options: &ImportOptions) -> Result<Imported, ImportError> {
    let mut report = ImportReport { recognised: reading.told(), ..ImportReport::default() };
    let Reading { form, facts, titles, source, mut segments, .. } = reading;
    let catalog = &*form.catalog(catalog);
    let source = &source;
    for remark in &source.remarks {
        report.not_understood.push(NotTaken::of_all(remark.clone()));
        report.notices.push(remark.clone());
    }
    residue::tell(source, &mut report);
    for note in &source.notes {
        report.assume(None, note.clone());
        report.notices.push(note.clone());
    }
    let (year, kind, body) = heading(&facts, form, options, &mut report);
    if let Some(told) = year.and_then(|year| form.other_year(year)) {
        report.assume(None, told);
    }
    let unit = options.unit.map(ImportUnit::unit);
    let context = Context {
        source,
        form,
        catalog,
        titles,
        year,
        unit,
        said: &options.said,
        said_of_all: options.said_of_all.as_ref(),
    };
    options.progress.check()?;
    let (filled, blanks) = tables::fill(&context, &segments, &body, &mut report);
    let printed = outline::of(source, form, &context.titles, &segments);
    let says_kind = kind.is_some() && facts.kind() == kind;
    let says_year = year.is_some() && facts.years.first().copied() == year;
    report.printed = Printed { says_year, says_kind, ..printed };
    let flat = std::mem::take(&mut segments.flat);
    report.unplaced.extend(flat.iter().cloned());
    let others: Vec<_> = segments.other_grids.iter().map(|(lines, _)| lines.clone()).collect();
    let about = texts::About { body: &body, year: year.unwrap_or(form.year) };
    let texts = texts::read(source, form, &context.titles, about, &segments.lines(), &others, &mut report);
    report.grids = std::mem::take(&mut segments.seen);
    if segments.tables.is_empty() && texts.parts.is_empty() && texts.performance.is_empty() {
        // Of a list with codes a person can say which table it is; anything else is another kind of document.
        let is_said = report.grids.iter().any(|grid| options.said.contains_key(&grid.shape));
        let has_codes = |grid: &SeenGrid| grid.figures > 0 && grid.said.columns.contains(&Some(ColumnRole::Code));
        if !flat.is_empty() || !is_said && !report.grids.iter().any(has_codes) {
            return Err(nothing(source, form, !flat.is_empty()));
        }
        if !is_said {
            report.questions.push(Question::Columns);
        }
    }
    for (lines, table) in segments.other_grids.iter().filter(|(lines, _)| !texts.used.contains(lines)) {
        report.not_understood.push(other_grid(source, lines.clone(), *table));
    }
    let mut disclosure = form.disclosure(kind.unwrap_or(Kind::Unit), body, year.unwrap_or(form.year));
    disclosure.tables = filled;
    drop_agreeing_zeros(form, &mut disclosure);
    blanks::state(form, catalog, &mut disclosure, &blanks, &mut report);
    disclosure.texts = texts.parts;
    disclosure.performance = texts.performance;
    leave_untouched(form, catalog, &mut disclosure);
    disclosure.tables.retain(|_, table| *table != Table::default());
    length::shorten(&mut disclosure, &mut report);
    take_prior(form, catalog, &mut disclosure, &mut report);
    signs::tell(&disclosure, &mut report);
    report.as_written = disclosure.texts.values().map(Vec::len).sum();
    live::make_live(form, catalog, &mut disclosure, &mut report);
    say_absent(form, &mut disclosure, &report);
    report.printed.unplaced = unplaced::figures(&report);
    let evaluation = evaluate(form, &disclosure);
    let evaluated = Evaluated { form, catalog, disclosure: &disclosure, evaluation: &evaluation };
    report.faults = printed_faults(evaluated, &report.printed);
    Ok(Imported { disclosure, report })
}

/// In a draft, whose sentences have blanks, a table in which nothing stands and that does not say that it is empty is yet
/// to be filled in.
fn leave_untouched(form: &Form, catalog: &Catalog, disclosure: &mut Disclosure) {
    let evaluation = evaluate(form, disclosure);
    if states::is_draft(Evaluated { form, catalog, disclosure, evaluation: &evaluation }) {
        let is_blank = |table: &Table| table.rows.is_empty() && table.stated.is_empty();
        let of_nothing = disclosure.tables.values_mut().filter(|table| is_blank(table));
        of_nothing.filter(|table| table.note.as_deref() == Some("")).for_each(|table| table.note = None);
    }
}

/// Year, kind and body, with what was assumed or must be asked.
fn heading(
    facts: &Facts,
    form: &Form,
    options: &ImportOptions,
    report: &mut ImportReport,
) -> (Option<u16>, Option<Kind>, String) {
    let mut year = options.year.or(facts.years.first().copied());
    match (year, options.year, facts.years.as_slice()) {
        (None, ..) if options.assumes_heading => {
            year = Some(form.year);
            report.notices.push(format!("文件里没有写明年份，当作 {} 年", form.year));
        }
        (None, ..) => report.questions.push(Question::Year),
        (Some(year), None, [_, others @ ..]) if !others.is_empty() => {
            let others: Vec<_> = others.iter().map(u16::to_string).collect();
            let text = format!("按 {year} 年导入；标题里也有 {} 年", others.join("、"));
            report.assume(None, text);
        }
        (Some(year), None, _) => report.assume(None, format!("标题里写的是 {year} 年")),
        _ => {}
    }
    let mut kind = options.kind.or(form.kind).or(facts.kind());
    match (kind, options.kind) {
        (None, _) if options.assumes_heading => {
            kind = Some(Kind::Unit);
            report.notices.push("文件里看不出是单位还是部门的预算公开，当作单位的".to_owned());
        }
        (None, _) => report.questions.push(Question::Kind),
        (Some(kind), None) => {
            let name = report::kind_name(kind);
            let text = match facts.kind() {
                Some(said) if said != kind => {
                    format!("表式是{name}的，按{name}预算公开读；文件里写的是{}", report::kind_name(said))
                }
                Some(_) => format!("按标题和表头是{name}预算公开"),
                None => format!("表式是{name}的，按{name}预算公开读"),
            };
            report.assume(None, text);
        }
        _ => {}
    }
    let body = facts.bodies.first().cloned().unwrap_or_default();
    match facts.bodies.as_slice() {
        [] => report.assume(None, "没有读到编制单位的名称，请导入后填写"),
        [_] => {}
        [body, others @ ..] => {
            report.assume(None, format!("编制单位取“{body}”；文件里另有“{}”", others.join("”“")));
        }
    }
    (year, kind, body)
}

/// Drops stated zeros where the program computes nothing either: spreadsheets hold a zero in every cell that shows blank.
/// A zero that contradicts the sum stays.
fn drop_agreeing_zeros(form: &Form, disclosure: &mut Disclosure) {
    let evaluation = evaluate(form, disclosure);
    for (number, table) in disclosure.tables.clone() {
        for ((row, column), _) in table.stated.iter().filter(|(_, amount)| amount.is_zero()) {
            let cell = CellKey::new(number, row.clone(), *column);
            let cell = evaluation.find(form, disclosure, &cell);
            let is_nothing = |cell: CellIndex| evaluation.values(cell.list).computed(cell.row, cell.column).is_zero();
            if cell.is_none_or(is_nothing) {
                disclosure.table_mut(number).stated.remove(&(row.clone(), *column));
            }
        }
    }
}

/// Takes last year's figures from the sentences, for the tables that were found: they follow from this year's.
fn take_prior(form: &Form, catalog: &Catalog, disclosure: &mut Disclosure, report: &mut ImportReport) {
    let evaluation = evaluate(form, disclosure);
    let evaluated = Evaluated { form, catalog, disclosure, evaluation: &evaluation };
    let mut prior = told_prior(evaluated);
    let is_asked = |number: &TableNumber| {
        report.questions.iter().any(|question| matches!(question, Question::Unit(tables) if tables.contains(number)))
    };
    let known: BTreeSet<TableNumber> =
        report.tables.iter().map(|table| table.number).filter(|number| !is_asked(number)).collect();
    prior.retain(|cell, _| known.contains(&cell.table));
    if !prior.is_empty() {
        report.assume(None, format!("{} 个上年预算数是按情况说明里写的增减算出的", prior.len()));
    }
    disclosure.prior = prior;
}

/// Says of the tables and parts that are not in the document that they are not: what is not there is not nothing.
fn say_absent(form: &Form, disclosure: &mut Disclosure, report: &ImportReport) {
    let is_absent = |component: &Component| match component {
        Component::Table(number) => report.missing.contains(number),
        Component::Text(part) => !report.texts.iter().any(|found| found.part == *part),
        Component::Performance => report.performance.is_empty(),
        Component::Prior => disclosure.prior.is_empty(),
    };
    let absent: Vec<Component> = components(form).into_iter().filter(is_absent).collect();
    disclosure.said.extend(absent.into_iter().map(|component| (component, Said::Absent)));
}

/// A grid that is no table of the form, for the report.
fn other_grid(source: &Source, lines: std::ops::Range<usize>, table: Option<TableNumber>) -> NotTaken {
    let first = source.lines[lines.clone()].iter().find_map(|line| line.texts().next());
    let text = first.map(|(_, text)| one_line(text)).unwrap_or_default();
    let cells = source.lines[lines.clone()].iter().flat_map(|line| line.texts());
    let figures = cells.filter(|(_, text)| figure::is_amount(text)).count();
    let why = match table {
        Some(_) => "表头与表式不同，列认不出来，没有取",
        None => "这个表格不是表式里的表，或者认不出是哪一张",
    };
    let reason = format!("{why}（{} 行，{figures} 个数）", lines.len());
    NotTaken::new(table, source.lines[lines.start].place.clone(), text, reason).holding(figures)
}

fn nothing(source: &Source, form: &Form, has_rows: bool) -> ImportError {
    if has_rows {
        return ImportError::NoColumns;
    }
    let first = source.lines.first().and_then(|line| line.texts().next());
    let first = first.map(|(_, text)| text.chars().take(30).collect());
    ImportError::NoTables { form: form.name.clone(), first, seen: nothing_seen(source) }
}

impl ImportUnit {
    fn unit(self) -> AmountUnit {
        match self {
            Self::Yuan => facts::unit("元", 1),
            Self::Wan => facts::unit("万元", 10_000),
        }
    }
}
