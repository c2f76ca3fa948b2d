//! The disclosure against the budget that was approved (F56): amounts by code and by project.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use super::finding::{Finding, Grade};
use super::rules::{APPROVED, grade_in};
use crate::disclosure::{Amount, Code, Measure};
use crate::evaluate::{CellIndex, Evaluated, RowOrigin};
use crate::form::{ListIndex, RowKind};
use crate::spelling;
use crate::states::Standing;

/// What was approved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Approved {
    pub rows: Vec<ApprovedRow>,
    /// When it was approved.
    pub on: Option<Date>,
}

/// An amount that was approved for a code, or for a project under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovedRow {
    pub code: Option<Code>,
    pub project: Option<String>,
    pub amount: Amount,
}

/// A column of a table in which what was approved stands.
#[derive(Clone, Copy)]
struct Place {
    list: ListIndex,
    column: usize,
}

/// Where `evaluated` says something else than what was approved.
pub(super) fn findings(evaluated: Evaluated<'_>, approved: &Approved) -> Vec<Finding> {
    let check = Check { evaluated };
    let mut findings = Vec::new();
    let mut by_classification: BTreeMap<char, BTreeMap<Code, Amount>> = BTreeMap::new();
    for (code, amount) in amounts_by_code(approved) {
        let first = code.to_string().chars().next().unwrap_or_default();
        by_classification.entry(first).or_default().insert(code, amount);
    }
    for amounts in by_classification.values() {
        check.codes(amounts, &mut findings);
    }
    check.projects(approved, &mut findings);
    findings
}

/// What was approved for each code: its own row, or those of its projects.
fn amounts_by_code(approved: &Approved) -> BTreeMap<Code, Amount> {
    let mut of_projects: BTreeMap<Code, Amount> = BTreeMap::new();
    let mut own: BTreeMap<Code, Amount> = BTreeMap::new();
    for row in &approved.rows {
        let Some(code) = row.code else { continue };
        let amounts = if row.project.is_some() { &mut of_projects } else { &mut own };
        *amounts.entry(code).or_default() += row.amount;
    }
    for (code, amount) in of_projects {
        own.entry(code).or_insert(amount);
    }
    own
}

struct Check<'a> {
    evaluated: Evaluated<'a>,
}

impl Check<'_> {
    fn finding(&self, message: String) -> Finding {
        Finding::new(APPROVED, grade_in(self.evaluated.form, APPROVED), message)
    }

    fn value(&self, Place { list, column }: Place, code: Code) -> Amount {
        let rows = self.evaluated.evaluation.layout(list).rows_of_code(code);
        rows.iter().map(|&row| self.evaluated.value(CellIndex { list, row, column })).sum()
    }

    fn is_same(&self, list: ListIndex, one: Amount, other: Amount) -> bool {
        let unit = self.evaluated.form.unit_of_column(list, 0);
        unit.shown(one) == unit.shown(other)
    }

    /// The column that has most of the amounts; of several that have as many the first of a table, and of these that with the
    /// fewest other codes.
    fn place_of(&self, amounts: &BTreeMap<Code, Amount>, is_wanted: impl Fn(&RowKind) -> bool) -> Option<Place> {
        let form = self.evaluated.form;
        let lists = form.lists.iter().enumerate().filter(|(_, list)| is_wanted(&list.rows));
        let places = lists.flat_map(|(list, form)| {
            let columns = (0..form.amounts.len()).filter(|&column| form.amounts[column].measure() == Measure::Money);
            columns.map(move |column| Place { list: ListIndex(list), column })
        });
        let scored = places.map(|place| {
            let same = |(code, amount): &(&Code, &Amount)| {
                !amount.is_zero() && self.is_same(place.list, self.value(place, **code), **amount)
            };
            let found = amounts.iter().filter(same).count();
            let others = self.leaves(place).iter().filter(|code| !is_covered(amounts, **code)).count();
            (place, found, others)
        });
        let best = scored.max_by(|(place, found, others), (best_place, best, fewest)| {
            // The first of equals stays: max_by takes the last.
            let is_first = |place: &Place| place.column == 0;
            let same = found.cmp(best).then(is_first(place).cmp(&is_first(best_place))).then(fewest.cmp(others));
            same.then(std::cmp::Ordering::Greater)
        });
        best.filter(|(_, found, _)| *found > 0).map(|(place, ..)| place)
    }

    /// The deepest codes that have something in the column.
    fn leaves(&self, place: Place) -> BTreeSet<Code> {
        let rows = self.evaluated.evaluation.layout(place.list).rows.iter();
        let rows = rows.filter(|row| matches!(row.origin, RowOrigin::Code | RowOrigin::Project));
        let codes: BTreeSet<Code> = rows.filter_map(|row| row.code).collect();
        codes.into_iter().filter(|code| !self.value(place, *code).is_zero()).collect()
    }

    /// Whether nothing is still to come in the table.
    fn is_complete(&self, place: Place) -> bool {
        let states = self.evaluated.states();
        let cell = CellIndex { list: place.list, row: 0, column: place.column };
        let tables = states.sources_of(self.evaluated, std::iter::once(cell));
        states.standing(tables) == Standing::Complete && states.open(tables).is_empty()
    }

    fn codes(&self, amounts: &BTreeMap<Code, Amount>, findings: &mut Vec<Finding>) {
        let is_by_code = |rows: &RowKind| rows.is_by_code();
        let Some(place) = self.place_of(amounts, is_by_code) else {
            let sum: Amount = amounts.values().copied().sum();
            let unit = &self.evaluated.form.text_unit;
            let message = format!(
                "批复的 {} 个科目（合计 {} {}）与哪一张表都对不上；请看批复是不是这个单位、这一年的。",
                amounts.len(),
                unit.text(sum),
                unit.name,
            );
            let lists = self.evaluated.form.lists.iter().enumerate().filter(|(_, list)| list.rows.is_by_code());
            let mut places = lists.map(|(list, _)| Place { list: ListIndex(list), column: 0 });
            let is_open = places.any(|place| !self.is_complete(place));
            let finding = self.finding(message);
            // What is still being filled in cannot be told from another body's.
            return findings.push(if is_open { Finding { grade: Grade::Unchecked, ..finding } } else { finding });
        };
        let table = self.evaluated.form.table_of(place.list).number;
        if !self.is_complete(place) {
            let message = format!("表{table} 还没有填完，没有与批复核对。");
            return findings.push(Finding { grade: Grade::Unchecked, ..self.finding(message) });
        }
        for (&code, &amount) in amounts {
            let own = self.value(place, code);
            if !self.is_same(place.list, own, amount) {
                findings.push(self.differs(place, code, own, amount));
            }
        }
        for code in self.leaves(place).into_iter().filter(|code| !is_covered(amounts, *code)) {
            findings.push(self.differs(place, code, self.value(place, code), Amount::ZERO));
        }
    }

    fn differs(&self, place: Place, code: Code, own: Amount, approved: Amount) -> Finding {
        let unit = self.evaluated.unit(place.list);
        let row = self.evaluated.evaluation.layout(place.list).rows_of_code(code).first().copied();
        let cell = row.map(|row| CellIndex { list: place.list, row, column: place.column });
        let table = self.evaluated.form.table_of(place.list).number;
        let label =
            cell.map_or_else(|| format!("表{table} 没有 {}", code.spaced()), |cell| self.evaluated.cell_label(cell));
        self.compared(cell, &label, (unit.shown(own), unit.shown(approved)), unit.name.as_str())
    }

    fn compared(&self, cell: Option<CellIndex>, label: &str, (own, approved): (Amount, Amount), unit: &str) -> Finding {
        let form_unit = cell.map_or(&self.evaluated.form.text_unit, |cell| self.evaluated.unit(cell.list));
        let difference = own - approved;
        let said = if approved.is_zero() {
            "批复里没有".to_owned()
        } else {
            format!("批复 {}", form_unit.text(approved))
        };
        let printed = form_unit.text(own);
        let message = format!("{label}：公开的是 {printed}，{said}，相差 {} {unit}。", form_unit.text(difference));
        let cells: Vec<CellIndex> = cell.into_iter().collect();
        let (stated, expected, difference) = (Some(own), Some(approved), Some(difference));
        Finding { first_side: cells.len(), cells, stated, expected, difference, ..self.finding(message) }
    }

    /// Projects by name, and by code where the approved budget says it.
    fn projects(&self, approved: &Approved, findings: &mut Vec<Finding>) {
        let wanted = projects_of(approved);
        let lists = self.evaluated.form.lists.iter().enumerate();
        let mut lists = lists.filter(|(_, list)| matches!(list.rows, RowKind::FunctionProject(_)));
        let Some((list, _)) = lists.next().filter(|_| !wanted.is_empty()) else { return };
        let place = Place { list: ListIndex(list), column: 0 };
        if !self.is_complete(place) {
            return;
        }
        let unit = self.evaluated.unit(place.list);
        let mut known: BTreeSet<usize> = BTreeSet::new();
        let printed = self.project_rows(place.list);
        for ApprovedProject { name, code, amount } in wanted {
            let all = printed.get(&plain(name)).map(Vec::as_slice).unwrap_or_default();
            let is_its = |row: &&(usize, Option<Code>)| code.is_none() || row.1 == code;
            let rows: Vec<usize> = all.iter().filter(is_its).map(|(row, _)| *row).collect();
            let own: Amount =
                rows.iter().map(|&row| self.evaluated.value(CellIndex { list: place.list, row, column: 0 })).sum();
            known.extend(&rows);
            if self.is_same(place.list, own, amount) {
                continue;
            }
            let cell = rows.first().map(|&row| CellIndex { list: place.list, row, column: 0 });
            let table = self.evaluated.form.table_of(place.list).number;
            let label = format!("表{table} {}项目“{name}”", if cell.is_none() { "没有" } else { "" });
            findings.push(self.compared(cell, &label, (unit.shown(own), unit.shown(amount)), unit.name.as_str()));
        }
        let all = self.evaluated.evaluation.layout(place.list).rows.iter().enumerate();
        let others = all.filter(|(row, laid_out)| laid_out.origin == RowOrigin::Project && !known.contains(row));
        for (row, _) in others {
            let cell = CellIndex { list: place.list, row, column: 0 };
            let own = self.evaluated.shown(cell);
            if !own.is_zero() {
                let label = self.evaluated.cell_label(cell);
                findings.push(self.compared(Some(cell), &label, (own, Amount::ZERO), unit.name.as_str()));
            }
        }
    }

    /// The rows of projects with their codes, by the names of the projects.
    fn project_rows(&self, list: ListIndex) -> HashMap<String, Vec<(usize, Option<Code>)>> {
        let mut rows: HashMap<String, Vec<(usize, Option<Code>)>> = HashMap::new();
        let all = self.evaluated.evaluation.layout(list).rows.iter().enumerate();
        for (row, laid_out) in all.filter(|(_, laid_out)| laid_out.origin == RowOrigin::Project) {
            let stored = self.evaluated.stored(list, row);
            if let Some(project) = stored.and_then(|row| row.subject.project()) {
                rows.entry(plain(&project.name)).or_default().push((row, laid_out.code));
            }
        }
        rows
    }
}

/// A project with all that was approved for it under a code, or whatever its code.
struct ApprovedProject<'a> {
    name: &'a str,
    code: Option<Code>,
    amount: Amount,
}

/// The projects of `approved` in its order; a project that stands in several rows of a code is one.
fn projects_of(approved: &Approved) -> Vec<ApprovedProject<'_>> {
    let mut projects: Vec<ApprovedProject<'_>> = Vec::new();
    let mut known: HashMap<(String, Option<Code>), usize> = HashMap::new();
    for (name, row) in approved.rows.iter().filter_map(|row| Some((row.project.as_deref()?, row))) {
        let place = *known.entry((plain(name), row.code)).or_insert(projects.len());
        match projects.get_mut(place) {
            Some(project) => project.amount += row.amount,
            None => projects.push(ApprovedProject { name, code: row.code, amount: row.amount }),
        }
    }
    projects
}

fn plain(name: &str) -> String {
    spelling::plain(name).collect()
}

/// Whether an amount for `code` is among `amounts`, by itself, in one above it or in those below.
fn is_covered(amounts: &BTreeMap<Code, Amount>, code: Code) -> bool {
    amounts.keys().any(|own| own.contains(code) || code.contains(*own))
}
