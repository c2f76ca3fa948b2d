//! Puts the figures of a table where the form has a place for them, and lists those for which it has none.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rust_decimal::Decimal;

use super::super::figure::{self, Figure};
use super::super::label::{is_subtotal, is_total, key};
use super::super::report::{FigureColumn, NotTaken};
use super::fixed::FixedRows;
use super::rows::FoundRow;
use crate::catalog::Catalog;
use crate::disclosure::{
    Amount, CellKey, Code, CodeLevel, Project, ProjectId, Row, RowKey, Subject, Table, TableNumber,
};
use crate::form::{List, RowKind};
use crate::readers::{Place, Source};
use crate::sheet::unit_rows::{Line, Lines, deeper_level};
use crate::spelling;

/// Fills one table.
pub(super) struct Placer<'a> {
    pub source: &'a Source,
    pub catalog: &'a Catalog,
    pub number: TableNumber,
    /// What a plain number is, in yuan.
    pub yuan: Decimal,
    /// The body that discloses.
    pub body: &'a str,
    /// The units that other tables name, without what makes no difference.
    pub units: &'a BTreeSet<String>,
    pub table: Table,
    /// The projects that it has: code, unit and name without what makes no difference.
    pub projects: HashSet<(Option<Code>, Option<String>, String)>,
    /// Cells that the form computes and in which nothing is printed.
    pub blanks: Vec<CellKey>,
    pub figures: usize,
    pub unplaced: Vec<NotTaken>,
    pub unread: Vec<NotTaken>,
    pub not_understood: Vec<NotTaken>,
    /// Rows that say again what one before them says: where they stand, and what was assumed.
    pub repeated: Vec<(Place, String)>,
    /// Where each row stands.
    pub places: Vec<(RowKey, Place)>,
}

/// What a row of a table of projects under units is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum UnitRowKind {
    Total,
    /// A subtotal that the form does not have, such as that of a page.
    Subtotal,
    Unit,
    Project,
}

/// A row whose amounts were read.
struct Read<'r> {
    row: &'r FoundRow,
    amounts: Vec<(usize, Amount)>,
}

impl Placer<'_> {
    pub fn place(&mut self, list: &List, rows: &[FoundRow]) {
        let rows: Vec<Read<'_>> = rows.iter().map(|row| self.read(list, row)).collect();
        match &list.rows {
            RowKind::Fixed(_) => self.place_fixed(list, &rows),
            RowKind::Function(_) | RowKind::Economic(_) | RowKind::GovernmentEconomic(_) => {
                self.place_coded(list, &rows)
            }
            RowKind::FunctionProject(_) => self.place_projects(list, &rows),
            RowKind::UnitProject(_) => self.place_by_unit(list, &rows),
        }
    }

    fn read<'r>(&mut self, list: &List, row: &'r FoundRow) -> Read<'r> {
        let mut amounts = Vec::new();
        for (column, text) in &row.cells {
            let own = list.amounts.get(*column).and_then(|column| column.unit.as_ref());
            let read = own.map_or_else(|| figure::read(text, self.yuan), |own| figure::read_in(text, own));
            match read {
                Figure::Blank => {}
                Figure::Amount(amount) => amounts.push((*column, amount)),
                Figure::Unread(reason) => {
                    let place = self.source.lines[row.line].place.clone();
                    let text = format!("{}：{}", row_text(row), text.trim());
                    self.unread.push(NotTaken::new(Some(self.number), place, text, reason).holding(1));
                }
            }
        }
        for text in &row.homeless {
            let place = self.source.lines[row.line].place.clone();
            let told = format!("{}：{}", row_text(row), text.trim());
            let reason = "只有一列数，这个科目的数不知道是表式的哪一列；请指明这一列是什么";
            let left = NotTaken::new(Some(self.number), place, told, reason).holding(1);
            let amount = figure::amount(text, self.yuan).map(|amount| (FigureColumn::Only, amount));
            self.unplaced.push(left.of_money(amount.into_iter().collect()));
        }
        Read { row, amounts }
    }

    fn place_fixed(&mut self, list: &List, rows: &[Read<'_>]) {
        let labels: Vec<&str> = rows.iter().map(|read| read.row.label()).collect();
        let found = if list.is_unlabelled() {
            (0..rows.len()).map(|place| (place == 0).then_some(0)).collect()
        } else {
            FixedRows::new(list, self.catalog).find(&labels)
        };
        for (read, found) in rows.iter().zip(found) {
            let Some(place) = found else {
                self.leave(list, read, "表式没有这一行");
                continue;
            };
            let id = list.fixed_rows()[place].id.clone();
            let key = RowKey::Fixed(id.clone());
            let mut row = Row::new(Subject::Fixed(id));
            for &(column, amount) in &read.amounts {
                self.put(&key, list, column, amount, list.is_computed_at(place, column), &mut row);
            }
            self.put_blanks(&key, list, read, |column| list.is_computed_at(place, column));
            self.note_place(key, read);
            put_fields(list, read.row, &mut row);
            if !row.is_blank() {
                self.table.rows.push(row);
            }
        }
    }

    fn place_coded(&mut self, list: &List, rows: &[Read<'_>]) {
        let codes: BTreeSet<Code> = rows.iter().filter_map(|read| read.row.code.clone()?.ok()).collect();
        let mut seen = HashMap::new();
        for read in rows {
            match &read.row.code {
                Some(Ok(code)) if list.deepest_code().is_none_or(|deepest| code.level() > deepest) => {
                    self.leave(list, read, "科目编码比这张表的深");
                }
                Some(Ok(code)) => {
                    let key = RowKey::Code(*code);
                    if !self.is_first(list, &mut seen, key.clone(), read) {
                        continue;
                    }
                    // Codes are in the order in which they contain each other.
                    let has_rows_below = codes.range(*code..).nth(1).is_some_and(|next| code.contains(*next));
                    if has_rows_below {
                        self.put_total(&key, list, read);
                        self.table.names.insert(*code, read.row.name.clone());
                    } else {
                        let subject = Subject::Code { code: *code, name: read.row.name.clone() };
                        self.put_leaf(subject, list, read);
                    }
                }
                Some(Err(text)) => self.leave(list, read, &format!("“{text}”不是科目编码")),
                None => self.place_uncoded_total(list, read, &mut seen),
            }
        }
    }

    fn place_total<'r>(&mut self, read: &Read<'r>, seen: &mut HashMap<RowKey, Read<'r>>, list: &List) {
        if self.is_first(list, seen, RowKey::Total, read) {
            self.put_total(&RowKey::Total, list, read);
        }
    }

    fn place_uncoded_total<'r>(&mut self, list: &List, read: &Read<'r>, seen: &mut HashMap<RowKey, Read<'r>>) {
        if is_total(read.row.label()) || footing_label(list) == key(read.row.label()) {
            self.place_total(read, seen, list);
        } else {
            self.leave(list, read, "没有科目编码，不知道是哪一行");
        }
    }

    fn place_projects(&mut self, list: &List, rows: &[Read<'_>]) {
        let mut unit: Option<String> = None;
        let mut above: Option<Code> = None;
        let mut seen = HashMap::new();
        for read in rows {
            let row = read.row;
            if !row.unit.is_empty() {
                unit = Some(row.unit.clone());
            }
            let code = match &row.code {
                Some(Err(text)) => {
                    self.leave(list, read, &format!("“{text}”不是科目编码"));
                    continue;
                }
                Some(Ok(code)) => Some(*code),
                // The code stands before the first of its projects only.
                None if !row.project.is_empty() && row.name.is_empty() => above,
                None => None,
            };
            let Some(code) = code else {
                let label = row.label().to_owned();
                let is_total = is_total(&label) || is_subtotal(&label) || footing_label(list) == key(&label);
                let is_unit = !is_total && row.project.is_empty() && !label.is_empty();
                if is_unit && (!read.amounts.is_empty() || self.is_unit(&label)) {
                    unit = Some(label.clone());
                    if self.is_first(list, &mut seen, RowKey::Unit(label.clone()), read) {
                        self.put_total(&RowKey::Unit(label), list, read);
                    }
                } else {
                    self.place_uncoded_total(list, read, &mut seen);
                }
                continue;
            };
            above = Some(code);
            if !row.project.is_empty() {
                self.put_project(list, read, Some(code), unit.clone());
            } else if code.level() == CodeLevel::Item {
                self.leave(list, read, "这张表逐个列项目，这一行没有项目名称");
            } else {
                let key = unit.clone().map_or(RowKey::Code(code), |unit| RowKey::UnitCode(unit, code));
                if self.is_first(list, &mut seen, key.clone(), read) {
                    self.put_total(&key, list, read);
                    self.table.names.insert(code, row.name.clone());
                }
            }
        }
    }

    fn place_by_unit(&mut self, list: &List, rows: &[Read<'_>]) {
        let kinds = self.kinds(list, rows);
        let mut unit: Option<String> = None;
        let mut seen = HashMap::new();
        for (read, kind) in rows.iter().zip(kinds) {
            let label = read.row.label();
            if !read.row.unit.is_empty() {
                unit = Some(read.row.unit.clone());
            }
            match kind {
                UnitRowKind::Total => self.place_total(read, &mut seen, list),
                UnitRowKind::Subtotal => self.leave(list, read, "表式没有这一行"),
                UnitRowKind::Unit => {
                    unit = Some(label.to_owned());
                    let key = RowKey::Unit(label.to_owned());
                    if self.is_first(list, &mut seen, key.clone(), read) {
                        self.put_total(&key, list, read);
                    }
                }
                UnitRowKind::Project if read.row.cells.is_empty() => {
                    self.leave(list, read, "这一行没有数，可能是换行的名称");
                }
                UnitRowKind::Project => self.put_project(list, read, None, unit.clone()),
            }
        }
    }

    /// What each row of a table of projects under units is.
    fn kinds(&self, list: &List, rows: &[Read<'_>]) -> Vec<UnitRowKind> {
        let is_total = |read: &Read<'_>| is_total(read.row.label()) || footing_label(list) == key(read.row.label());
        let total = rows.iter().position(is_total);
        // A project may be called 合计: it is set in as the other projects are.
        let is_other = |read: &Read<'_>| is_total(read) || is_subtotal(read.row.label());
        let indents = || rows.iter().filter(|read| !is_other(read)).map(|read| read.row.indent);
        // So may the only one: a total adds up something.
        let is_alone = rows.iter().all(is_other);
        let projects = deeper_level(indents()).map(|deeper| deeper..=indents().max().unwrap_or(deeper));
        let is_line = |(place, read): &(usize, &Read<'_>)| {
            let is_set_in = projects.as_ref().is_some_and(|projects| projects.contains(&read.row.indent));
            !is_other(read) || (is_set_in || is_alone) && Some(*place) != total
        };
        let places: Vec<usize> = rows.iter().enumerate().filter(is_line).map(|(place, _)| place).collect();
        let line = |&place: &usize| {
            let row = rows[place].row;
            Line { indent: row.indent, figures: &rows[place].amounts, is_known: self.is_unit(row.label()) }
        };
        let lines = Lines {
            lines: places.iter().map(line).collect(),
            total: total.map(|total| rows[total].amounts.as_slice()),
            last_place: Amount::from_yuan(self.yuan / Decimal::ONE_HUNDRED).unwrap_or_default(),
        };
        let units: BTreeSet<usize> = lines.units().into_iter().map(|line| places[line]).collect();
        let kind = |(place, read): (usize, &Read<'_>)| match () {
            () if units.contains(&place) => UnitRowKind::Unit,
            () if places.contains(&place) => UnitRowKind::Project,
            () if is_total(read) => UnitRowKind::Total,
            () => UnitRowKind::Subtotal,
        };
        rows.iter().enumerate().map(kind).collect()
    }

    /// Whether a name is that of the body, or of a unit of another table.
    fn is_unit(&self, name: &str) -> bool {
        spelling::is_same(name, self.body) || self.units.contains(&spelling::plain(name).collect::<String>())
    }

    fn put_project(&mut self, list: &List, read: &Read<'_>, code: Option<Code>, unit: Option<String>) {
        let name = if code.is_some() { &read.row.project } else { read.row.label() };
        let code_name = if code.is_some() { read.row.name.clone() } else { String::new() };
        if !self.projects.insert((code, unit.clone(), spelling::plain(name).collect())) {
            self.leave(list, read, "同名的项目在这张表里已经有了");
            return;
        }
        let id = ProjectId(u32::try_from(self.projects.len()).unwrap_or(u32::MAX));
        let name = name.to_owned();
        self.put_leaf(Subject::Project(Project { id, unit, code, code_name, name }), list, read);
    }

    /// Whether no row before was named so. A row that comes again with other figures is left out and listed.
    fn is_first<'r>(
        &mut self,
        list: &List,
        seen: &mut HashMap<RowKey, Read<'r>>,
        key: RowKey,
        read: &Read<'r>,
    ) -> bool {
        match seen.get(&key) {
            None => {
                seen.insert(key, Read { row: read.row, amounts: read.amounts.clone() });
                true
            }
            // A subtotal that is carried over to the next page says nothing new.
            Some(before) if before.amounts == read.amounts => {
                let place = self.source.lines[read.row.line].place.clone();
                let (table, label) = (self.number, read.row.label());
                self.repeated.push((place, format!("表{table} 的“{label}”与前面的一行相同，当作接页重复的，没有再取")));
                false
            }
            Some(_) => {
                self.leave(list, read, "这一行在表里已经有了，数不同");
                false
            }
        }
    }

    fn put_leaf(&mut self, subject: Subject, list: &List, read: &Read<'_>) {
        let key = subject.key();
        let has_code = subject.code().is_some();
        let mut row = Row::new(subject);
        let is_computed = |column: usize| list.is_computed(column, has_code);
        for &(column, amount) in &read.amounts {
            self.put(&key, list, column, amount, is_computed(column), &mut row);
        }
        self.put_blanks(&key, list, read, is_computed);
        self.note_place(key, read);
        put_fields(list, read.row, &mut row);
        self.table.rows.push(row);
    }

    fn note_place(&mut self, key: RowKey, read: &Read<'_>) {
        self.places.push((key, self.source.lines[read.row.line].place.clone()));
    }

    fn put_total(&mut self, key: &RowKey, list: &List, read: &Read<'_>) {
        self.note_place(key.clone(), read);
        for &(column, amount) in &read.amounts {
            self.state(key, list, column, amount);
        }
        self.put_blanks(key, list, read, |_| true);
        for (_, text) in &read.row.fields {
            let place = self.source.lines[read.row.line].place.clone();
            let text = format!("{}：{text}", row_text(read.row));
            self.not_understood.push(NotTaken::new(Some(self.number), place, text, "合计行没有文字和日期可填"));
        }
    }

    fn put_blanks(&mut self, key: &RowKey, list: &List, read: &Read<'_>, is_computed: impl Fn(usize) -> bool) {
        let blanks = read.row.blanks.iter().filter(|column| is_computed(**column));
        let cells = blanks.map(|column| CellKey::new(self.number, key.clone(), list.amounts[*column].number));
        self.blanks.extend(cells);
    }

    fn put(&mut self, key: &RowKey, list: &List, column: usize, amount: Amount, is_computed: bool, row: &mut Row) {
        if is_computed {
            self.state(key, list, column, amount);
        } else {
            // Nothing is stored for a zero where a person would enter nothing.
            if !amount.is_zero() {
                self.figures += 1;
                row.amounts.insert(list.amounts[column].number, amount);
            }
        }
    }

    fn state(&mut self, key: &RowKey, list: &List, column: usize, amount: Amount) {
        self.figures += usize::from(!amount.is_zero());
        self.table.stated.insert((key.clone(), list.amounts[column].number), amount);
    }

    /// Lists the figures of a row that has no place.
    fn leave(&mut self, list: &List, read: &Read<'_>, reason: &str) {
        let place = self.source.lines[read.row.line].place.clone();
        let name = row_text(read.row);
        if read.amounts.is_empty() {
            self.not_understood.push(NotTaken::new(Some(self.number), place, name, reason));
            return;
        }
        let figures: BTreeMap<usize, &str> = read.row.cells.iter().map(|(at, text)| (*at, text.trim())).collect();
        let figures = read.amounts.iter().filter_map(|(column, _)| figures.get(column).copied());
        let text = format!("{name}：{}", figures.collect::<Vec<_>>().join("，"));
        let amounts = read.amounts.iter().filter(|(_, amount)| !amount.is_zero()).count();
        // Counts and percentages are no money.
        let is_money = |column: usize| list.amounts.get(column).is_some_and(|column| column.unit.is_none());
        let money = read.amounts.iter().filter(|(column, _)| is_money(*column));
        let money = money.map(|(column, amount)| (FigureColumn::OfList(*column), *amount)).collect();
        self.unplaced.push(NotTaken::new(Some(self.number), place, text, reason).holding(amounts).of_money(money));
    }
}

/// Puts the texts and dates of a row that was read into the row that is stored.
fn put_fields(list: &List, read: &FoundRow, row: &mut Row) {
    let fields = read.fields.iter().filter_map(|(place, text)| Some((list.fields.get(*place)?.number, text.clone())));
    row.fields.extend(fields);
}

/// What a row says it is, for a person.
fn row_text(row: &FoundRow) -> String {
    let code = match &row.code {
        Some(Ok(code)) => code.spaced(),
        Some(Err(text)) => text.clone(),
        None => String::new(),
    };
    let texts = [code.as_str(), &row.name, &row.project];
    let texts: Vec<&str> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    if texts.is_empty() { "（没有名称的行）".to_owned() } else { texts.join(" ") }
}

fn footing_label(list: &List) -> String {
    list.footing().map(|footing| key(&footing.total)).unwrap_or_default()
}
