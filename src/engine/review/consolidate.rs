//! The sum of several units, to be compared with what their department says.

mod same_name;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;

use super::Progress;
use super::compare::{CellDifference, ComparedRow, compare_tables};
use super::snapshot::table_snapshot;
use crate::disclosure::{
    Amount, AmountUnit, CellKey, Code, ColumnNumber, Disclosure, Interval, Kind, Measure, Project, ProjectId, Row,
    RowKey, Subject, Table, TableNumber,
};
use crate::evaluate::{Evaluated, RowOrigin};
use crate::form::{Form, ListIndex, RowKind};
use crate::spelling;
use same_name::put_together;

/// The sum of units as a disclosure of a department.
#[derive(Debug, Clone)]
pub struct Consolidated {
    /// The sum. Computed cells state the sum of what the units print where that is not what the program computes.
    pub disclosure: Disclosure,
    /// What could not be added up, or should not be, each with the reason in a sentence.
    pub left_out: Vec<String>,
}

/// A figure of the department that is not the sum of its units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SumDifference {
    pub table: TableNumber,
    pub row: ComparedRow,
    /// The column with the sum of the units (`old`) and the department's figure (`new`).
    pub cell: CellDifference,
    /// The department's cell; `None` where it has no such row.
    pub department: Option<CellKey>,
    /// Whether rounding explains it: at most half a unit of the last place for each unit that prints something there.
    pub is_rounding: bool,
    /// What each unit prints there, in the order of the units.
    pub parts: Vec<Option<Amount>>,
}

impl SumDifference {
    /// The cell, as the department or else the sum has it.
    pub(super) fn key(&self) -> CellKey {
        CellKey::new(self.table, self.row.key.clone(), self.cell.column)
    }
}

/// What units add up to, beside what their department says.
#[derive(Debug, Clone)]
pub struct UnitSum {
    pub sum: Consolidated,
    /// The department's figures that are not those of the sum.
    pub differences: Vec<SumDifference>,
}

/// Adds up `units`, which follow the form of `department`, and compares the department with the sum. `None` when
/// `progress` was cancelled.
pub fn sum_units(department: Evaluated<'_>, units: &[Evaluated<'_>], progress: &Progress) -> Option<UnitSum> {
    let form = department.form;
    // Each unit is added up once, and looked at once for each table.
    progress.begin(units.len() * (1 + form.tables.len()));
    let ungrouped = ungrouped_tables(department);
    let mut sum = consolidate(form, &department.disclosure.body, units, &ungrouped, progress)?;
    sum.left_out.splice(..0, other_years(department, units));
    let evaluation = crate::evaluate::evaluate(form, &sum.disclosure);
    let added = Evaluated { disclosure: &sum.disclosure, evaluation: &evaluation, ..department };
    let differences = compare_with_sum(department, added, units, progress)?;
    Some(UnitSum { sum, differences })
}

/// The sum of `units`, which all follow `form`, as the disclosure of a department that is called `body`. Its projects
/// stand under their units, but for the tables that are `ungrouped`. `None` when `progress` was cancelled.
pub fn consolidate(
    form: &Form,
    body: &str,
    units: &[Evaluated<'_>],
    ungrouped: &BTreeSet<TableNumber>,
    progress: &Progress,
) -> Option<Consolidated> {
    let grouped: BTreeSet<TableNumber> = form.tables.iter().map(|table| table.number).collect();
    let grouped = grouped.into_iter().filter(|table| groups_by_unit(form, *table) && !ungrouped.contains(table));
    let grouped: BTreeSet<TableNumber> = grouped.collect();
    let year = units.first().map_or(form.year, |unit| unit.disclosure.year);
    let mut sum = Consolidated { disclosure: form.disclosure(Kind::Department, body, year), left_out: Vec::new() };
    let mut apart = Apart::new();
    for unit in units {
        progress.step()?;
        for (&number, table) in &unit.disclosure.tables {
            add_rows(form, unit.disclosure, (number, table), grouped.contains(&number), &mut apart, &mut sum);
        }
    }
    for cell in apart {
        let label = form.column_of(&cell).map(|column| &column.title);
        let label = label.or_else(|| form.field_of(&cell).map(|field| &field.title)).map_or("", String::as_str);
        let row = row_words(form, &sum.disclosure, &cell);
        sum.left_out
            .push(format!("表{} {row}（{}）{label}：各单位填的不一样，合不起来，留空", cell.table, cell.column));
    }
    put_in_order(form, &mut sum.disclosure);
    state(form, units, &grouped, &mut sum.disclosure);
    Some(sum)
}

/// The units whose budget is that of another year than the department's, each in a sentence.
fn other_years(department: Evaluated<'_>, units: &[Evaluated<'_>]) -> Vec<String> {
    let year = department.disclosure.year;
    let other = units.iter().map(|unit| unit.disclosure).filter(|unit| unit.year != year);
    other
        .map(|unit| format!("{} 是 {} 年的，部门是 {year} 年的：不是同一年的预算，不该相加", unit.body, unit.year))
        .collect()
}

/// Cells that are not added up, and in which units say different things.
type Apart = BTreeSet<CellKey>;

/// What the row of `cell` is called in the sum.
fn row_words(form: &Form, sum: &Disclosure, cell: &CellKey) -> String {
    match &cell.row {
        RowKey::Code(code) => code.spaced(),
        RowKey::Fixed(id) => {
            let lists = form.table(cell.table).into_iter().flat_map(|table| table.list_indices());
            let mut rows = lists.flat_map(|list| form.list(list).fixed_rows());
            rows.find(|row| row.id == *id).map_or_else(String::new, |row| row.label.clone())
        }
        key => {
            let row = sum.table(cell.table).and_then(|table| table.find(key));
            row.and_then(|(_, row)| row.subject.project()).map_or_else(String::new, |project| project.name.clone())
        }
    }
}

/// Adds the stored rows of one table of a unit.
fn add_rows(
    form: &Form,
    unit: &Disclosure,
    (number, table): (TableNumber, &Table),
    is_grouped: bool,
    apart: &mut Apart,
    sum: &mut Consolidated,
) {
    let into = sum.disclosure.table_mut(number);
    for (code, name) in &table.names {
        into.names.entry(*code).or_insert_with(|| name.clone());
    }
    let mut free_id = into.free_project_id();
    let mut places: HashMap<RowKey, usize> = HashMap::new();
    let mut codes: BTreeSet<Code> = BTreeSet::new();
    for (place, row) in into.rows.iter().enumerate().filter(|(_, row)| row.subject.project().is_none()) {
        places.insert(row.subject.key(), place);
        codes.extend(row.subject.code());
    }
    for row in &table.rows {
        let subject = match &row.subject {
            Subject::Project(project) => {
                let id = free_id;
                free_id = ProjectId(id.0 + 1);
                let own = project.unit.clone().or_else(|| Some(unit.body.clone())).filter(|_| is_grouped);
                Subject::Project(Project { id, unit: own, ..project.clone() })
            }
            other => other.clone(),
        };
        if let Subject::Code { code, .. } = subject
            && let Some(other) = overlapping(&codes, code)
        {
            let (code, other) = (code.spaced(), other.spaced());
            sum.left_out.push(format!("表{number}：{} 的 {code} 与别的单位的 {other} 是上下级，不能相加", unit.body));
            continue;
        }
        match places.get(&subject.key()).filter(|_| subject.project().is_none()) {
            Some(&place) => {
                for (column, text) in &row.fields {
                    let cell = CellKey::new(number, subject.key(), *column);
                    let fields = &mut into.rows[place].fields;
                    if !apart.contains(&cell) && fields.entry(*column).or_insert_with(|| text.clone()) != text {
                        fields.remove(column);
                        apart.insert(cell);
                    }
                }
                let into = &mut into.rows[place].amounts;
                for (column, amount) in &row.amounts {
                    let cell = CellKey::new(number, subject.key(), *column);
                    if form.column_of(&cell).is_none_or(|column| column.is_summed) {
                        *into.entry(*column).or_default() += *amount;
                    } else if !apart.contains(&cell) && *into.entry(*column).or_insert(*amount) != *amount {
                        into.remove(column);
                        apart.insert(cell);
                    }
                }
            }
            None => {
                if subject.project().is_none() {
                    places.insert(subject.key(), into.rows.len());
                    codes.extend(subject.code());
                }
                into.rows.push(Row { subject, ..row.clone() });
            }
        }
    }
}

/// The code among `codes` that stands above or below `code`.
fn overlapping(codes: &BTreeSet<Code>, code: Code) -> Option<Code> {
    let mut above = std::iter::successors(code.parent(), |code| code.parent());
    // What stands below a code follows it directly.
    let below = codes.range((Bound::Excluded(code), Bound::Unbounded)).next().copied();
    above.find(|above| codes.contains(above)).or(below.filter(|below| code.contains(*below)))
}

/// The tables of a department that list projects without their units.
fn ungrouped_tables(department: Evaluated<'_>) -> BTreeSet<TableNumber> {
    let tables = department.disclosure.tables.iter().filter(|(_, table)| {
        let mut projects = table.rows.iter().filter_map(|row| row.subject.project()).peekable();
        projects.peek().is_some() && projects.all(|project| project.unit.is_none())
    });
    tables.map(|(number, _)| *number).collect()
}

/// Whether a list of `table` groups projects by unit when their unit is known.
fn groups_by_unit(form: &Form, table: TableNumber) -> bool {
    let lists = form.table(table).into_iter().flat_map(|table| table.list_indices());
    let by_unit =
        |list: ListIndex| matches!(form.list(list).rows, RowKind::FunctionProject(_) | RowKind::UnitProject(_));
    lists.into_iter().any(by_unit)
}

/// Codes in their order; fixed rows and projects as they came. Amounts that cancel out are no entry.
fn put_in_order(form: &Form, disclosure: &mut Disclosure) {
    for (number, table) in &mut disclosure.tables {
        let lists = form.table(*number).into_iter().flat_map(|table| table.list_indices());
        let fixed: Vec<&str> = lists.flat_map(|list| form.list(list).fixed_rows()).map(|row| row.id.as_str()).collect();
        for row in &mut table.rows {
            row.amounts.retain(|_, amount| !amount.is_zero());
        }
        table.rows.retain(|row| !matches!(row.subject, Subject::Fixed(_)) || !row.is_blank());
        table.rows.sort_by_key(|row| match &row.subject {
            Subject::Fixed(id) => (fixed.iter().position(|own| own == id), None),
            Subject::Code { code, .. } => (None, Some(*code)),
            Subject::Project(_) => (None, None),
        });
    }
}

/// States in computed cells what the units print there in all, where that is not what the program computes.
fn state(form: &Form, units: &[Evaluated<'_>], grouped: &BTreeSet<TableNumber>, disclosure: &mut Disclosure) {
    let mut sums: BTreeMap<CellKey, Amount> = BTreeMap::new();
    for unit in units {
        if unit.disclosure.tables.values().all(|table| table.stated.is_empty()) {
            continue;
        }
        printed_totals(form, *unit, grouped, &mut |key, amount| *sums.entry(key).or_default() += amount);
    }
    if sums.is_empty() {
        return;
    }
    // Units that state nothing count with what is computed in them.
    for unit in units.iter().filter(|unit| unit.disclosure.tables.values().all(|table| table.stated.is_empty())) {
        printed_totals(form, *unit, grouped, &mut |key, amount| {
            sums.entry(key).and_modify(|sum| *sum += amount);
        });
    }
    for (key, amount) in sums {
        let stored = disclosure.table(key.table).and_then(|table| table.find(&key.row));
        let is_entered = stored.is_some_and(|(_, row)| row.amounts.contains_key(&key.column));
        if !is_entered && !amount.is_zero() {
            disclosure.table_mut(key.table).stated.insert((key.row, key.column), amount);
        }
    }
    let evaluation = crate::evaluate::evaluate(form, disclosure);
    let mut needless = Vec::new();
    for (number, table) in &disclosure.tables {
        for (row, column) in table.stated.keys() {
            let key = CellKey::new(*number, row.clone(), *column);
            let is_needless = evaluation.find(form, disclosure, &key).is_none_or(|cell| {
                let values = evaluation.values(cell.list);
                values.computed(cell.row, cell.column) == values.value(cell.row, cell.column)
            });
            if is_needless {
                needless.push(key);
            }
        }
    }
    for key in needless {
        disclosure.table_mut(key.table).stated.remove(&(key.row, key.column));
    }
}

/// Tells what every computed cell of a unit prints, by the cell of the department that it is part of.
fn printed_totals(
    form: &Form,
    unit: Evaluated<'_>,
    grouped: &BTreeSet<TableNumber>,
    tell: &mut impl FnMut(CellKey, Amount),
) {
    for list in (0..form.lists.len()).map(ListIndex) {
        let table = form.table_of(list).number;
        let groups = grouped.contains(&table);
        let by_unit = groups_by_unit(form, table);
        let layout = unit.evaluation.layout(list);
        let has_units = layout.rows.iter().any(|row| row.origin == RowOrigin::Unit);
        let values = unit.evaluation.values(list);
        for (row, laid_out) in layout.rows.iter().enumerate() {
            let body = || unit.disclosure.body.clone();
            let key = unit.row_key(list, row);
            let keys = match key {
                // Ids of projects are others in the department, and their rows add up by themselves.
                RowKey::Project(_) => Vec::new(),
                RowKey::Unit(_) if by_unit && !groups => Vec::new(),
                RowKey::UnitCode(_, code) if by_unit && !groups => vec![RowKey::Code(code)],
                RowKey::Total if groups && !has_units => vec![RowKey::Total, RowKey::Unit(body())],
                RowKey::Code(code) if groups && laid_out.origin.is_total() => vec![RowKey::UnitCode(body(), code)],
                key => vec![key],
            };
            for (place, column) in form.list(list).amounts.iter().enumerate().filter(|(_, column)| column.is_summed) {
                if values.state(row, place).is_computed() {
                    let amount = values.value(row, place);
                    keys.iter().for_each(|key| tell(CellKey::new(table, key.clone(), column.number), amount));
                }
            }
        }
    }
}

/// The figures of `department` that are not those of `sum`, which adds up `units`. `None` when `progress` was cancelled.
fn compare_with_sum(
    department: Evaluated<'_>,
    sum: Evaluated<'_>,
    units: &[Evaluated<'_>],
    progress: &Progress,
) -> Option<Vec<SumDifference>> {
    let mut differences = Vec::new();
    for table in &department.form.tables {
        let [mut added, mut own] = [sum, department].map(|evaluated| table_snapshot(evaluated, table));
        put_together(department.form, [&mut added, &mut own]);
        let rows = compare_tables(&added, &own);
        if rows.is_empty() {
            continue;
        }
        let part = |unit: &Evaluated<'_>| progress.step().map(|()| Parts::of(*unit, table.number));
        let parts = units.iter().map(part).collect::<Option<Vec<Parts>>>()?;
        for row in &rows {
            let Some(named) = row.row() else { continue };
            differences.extend(row.cells.iter().map(|cell| {
                let parts: Vec<Option<Amount>> = parts.iter().map(|parts| parts.value(named, cell.column)).collect();
                let key = CellKey::new(table.number, named.key.clone(), cell.column);
                let unit = department.form.unit_of_cell(&key);
                let is_summed = department.form.column_of(&key).is_none_or(|column| column.is_summed);
                let is_rounding = match is_summed {
                    true => is_rounding(unit, cell.new.unwrap_or_default(), &parts),
                    false => is_rounded_ratio(unit, cell),
                };
                let department = row.new_cell(cell);
                SumDifference { table: table.number, row: named.clone(), cell: *cell, department, is_rounding, parts }
            }));
        }
    }
    // What a person entered comes before what follows from it.
    differences.sort_by_key(|difference| (difference.is_rounding, difference.cell.follows));
    Some(differences)
}

/// Whether what the units print, which is `parts`, may come to what the department prints. What one unit alone has is a copy
/// and must agree as it is printed; a unit that prints nothing allows nothing.
fn is_rounding(unit: &AmountUnit, department: Amount, parts: &[Option<Amount>]) -> bool {
    let printed: Vec<Amount> = parts.iter().flatten().copied().filter(|amount| !amount.is_zero()).collect();
    let sum: Interval = printed.iter().map(|&amount| Interval::of_printed(amount, unit)).sum();
    printed.len() > 1 && sum.meets(Interval::of_shown(unit.shown(department), unit))
}

/// Whether a percentage of rounded figures and one of exact ones may be as far apart.
fn is_rounded_ratio(unit: &AmountUnit, cell: &CellDifference) -> bool {
    let apart = cell.new.unwrap_or_default() - cell.old.unwrap_or_default();
    unit.measure == Measure::Percent && apart.abs() <= unit.last_place()
}

/// What a table of a unit prints, by row and column.
pub(super) struct Parts {
    body: String,
    cells: HashMap<(String, ColumnNumber), Amount>,
    /// The total row.
    totals: BTreeMap<ColumnNumber, Amount>,
}

impl Parts {
    pub fn of(unit: Evaluated<'_>, table: TableNumber) -> Self {
        let mut cells: HashMap<(String, ColumnNumber), Amount> = HashMap::new();
        let tables = unit.form.table(table).map(|table| table_snapshot(unit, table));
        let mut totals = BTreeMap::new();
        for row in tables.iter().flat_map(|table| &table.rows) {
            if row.key == RowKey::Total {
                totals.extend(row.figures());
            }
            for (column, amount) in row.figures() {
                *cells.entry((plain(&row.id()), column)).or_default() += amount;
            }
        }
        Self { body: plain(&unit.disclosure.body), cells, totals }
    }

    /// What it prints in the row that the department calls `named`.
    pub fn value(&self, named: &ComparedRow, column: ColumnNumber) -> Option<Amount> {
        let value = |id: &str| self.cells.get(&(plain(id), column)).copied();
        match &named.key {
            // The department's line for a unit is that unit's total.
            RowKey::Unit(name) if spelling::plain(name).eq(self.body.chars()) => {
                value(&named.id).or_else(|| self.totals.get(&column).copied())
            }
            RowKey::UnitCode(name, _) if !spelling::plain(name).eq(self.body.chars()) => None,
            _ => value(&named.id),
        }
    }
}

fn plain(text: &str) -> String {
    spelling::plain(text).collect()
}

#[cfg(test)]
mod tests;
