//! The smallest disclosures that break each rule and that keep it.
//!
//! They stand beside the form, one line a row, figure or text: `T6[30101](2) 5.00`. The list of rules in the window
//! shows what the program says of them; the tests hold that each breaks its rule, and breaks it only as a whole.

mod beside;
mod filled;
mod narrated;
mod sound;

pub use filled::filled_example;
pub use sound::{example_mistakes, load_form};

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::{Beside, Finding, Grade, RuleText, against_last_year, all_rules, every_finding_beside};
use crate::catalog::Catalog;
use crate::disclosure::{CellKey, ColumnNumber, Disclosure, Kind, Project, Row, RowKey, Said, Subject, TableNumber};
use crate::evaluate::{Evaluated, evaluate};
use crate::form::{EXAMPLES_FILE, Form, List, RowKind, renumbered};
use crate::states::components;

/// Begins a line of last year's disclosure.
const LAST_YEAR: &str = "last ";

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleExample {
    /// Id of the rule.
    pub rule: String,
    pub breaks: Vec<String>,
    pub keeps: Vec<String>,
}

/// A rule with what the program says when it is broken.
#[derive(Debug, Clone)]
pub struct ExplainedRule {
    pub id: String,
    /// How grave its breach is.
    pub grade: Grade,
    pub title: String,
    pub why: String,
    /// Whether it is not checked.
    pub is_off: bool,
    /// The sentence of a finding.
    pub example: String,
}

/// The examples of `form`, none where it has none. What it is based on has examples for it, too, unless they name what it no
/// longer has.
pub fn rule_examples(form: &Form) -> Vec<RuleExample> {
    let text = form.files().text(EXAMPLES_FILE);
    let mut examples: Vec<RuleExample> = text.and_then(|text| crate::ron_text::parse(text).ok()).unwrap_or_default();
    let Some(base) = form.files().base().and_then(|files| Form::load(files).ok()) else { return examples };
    let known: BTreeSet<&str> = all_rules(form).map(|rule| rule.id).collect();
    for example in rule_examples(&base) {
        if examples.iter().any(|own| own.rule == example.rule) || !known.contains(example.rule.as_str()) {
            continue;
        }
        let lines = |lines: &[String]| {
            lines.iter().map(|line| renumbered(line, base.form_keys(), form.form_keys())).collect::<Option<Vec<_>>>()
        };
        if let (Some(breaks), Some(keeps)) = (lines(&example.breaks), lines(&example.keeps)) {
            examples.push(RuleExample { rule: example.rule, breaks, keeps });
        }
    }
    examples
}

/// Every rule with its example, in the order of [`all_rules`].
pub fn explained_rules(form: &Form, catalog: &Catalog) -> Vec<ExplainedRule> {
    let examples = rule_examples(form);
    let explained = all_rules(form).map(|RuleText { id, grade, title, why, is_off }| {
        let example = examples.iter().find(|example| example.rule == id);
        let finding = example.and_then(|example| breach(form, catalog, id, &example.breaks));
        ExplainedRule {
            id: id.to_owned(),
            grade,
            title: title.to_owned(),
            why: why.to_owned(),
            is_off,
            example: finding.map(|finding| finding.message).unwrap_or_default(),
        }
    });
    explained.collect()
}

/// The finding of `rule` in the disclosure that `lines` describe.
pub fn breach(form: &Form, catalog: &Catalog, rule: &str, lines: &[String]) -> Option<Finding> {
    let catalog = &*form.catalog(catalog);
    let [disclosure, last] = disclosures(form, catalog, lines)?;
    let (evaluation, of_last) = (evaluate(form, &disclosure), evaluate(form, &last));
    let evaluated = Evaluated { form, catalog, disclosure: &disclosure, evaluation: &evaluation };
    let mut findings = every_finding_of(evaluated, lines)?;
    if lines.iter().any(|line| line.starts_with(LAST_YEAR)) {
        let last = Evaluated { form, catalog, disclosure: &last, evaluation: &of_last };
        findings.extend(against_last_year(evaluated, last));
    }
    findings.into_iter().find(|f| f.rule == rule && matches!(f.grade, Grade::Error | Grade::Warning))
}

/// What each rule finds in `evaluated`, with what `lines` say beside it; `None` where one cannot be understood.
pub(crate) fn every_finding_of(evaluated: Evaluated<'_>, lines: &[String]) -> Option<Vec<Finding>> {
    let (printed, approved) = (beside::printed(evaluated.form, lines)?, beside::approved(evaluated.form, lines)?);
    let elsewhere = beside::elsewhere(lines);
    let beside =
        Beside { printed: Some(&printed), approved: Some(&approved), elsewhere: &elsewhere, ..Beside::default() };
    Some(every_finding_beside(evaluated, beside).findings)
}

/// The disclosure that `lines` describe, and that of last year; `None` where a line cannot be understood.
pub(crate) fn disclosures(form: &Form, catalog: &Catalog, lines: &[String]) -> Option<[Disclosure; 2]> {
    let is_last = |line: &&String| line.starts_with(LAST_YEAR);
    let last: Vec<String> = lines.iter().filter(is_last).map(|line| line[LAST_YEAR.len()..].to_owned()).collect();
    let is_own = |line: &&String| !is_last(line) && !beside::is_one(line);
    let lines: Vec<String> = lines.iter().filter(is_own).cloned().collect();
    Some([disclosure(form, catalog, &lines)?, disclosure(form, catalog, &last)?])
}

/// The disclosure that `lines` describe; `None` where one cannot be understood.
fn disclosure(form: &Form, catalog: &Catalog, lines: &[String]) -> Option<Disclosure> {
    let mut draft =
        Draft { form, catalog, disclosure: Disclosure::new(form.id.as_str(), Kind::Unit, "某某中心", form.year) };
    let mut figures = Vec::new();
    for line in lines {
        let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
        match first {
            "note" => {
                let (table, note) = rest.split_once(' ').unwrap_or((rest, ""));
                draft.disclosure.table_mut(table_number(table)?).note = Some(note.to_owned());
            }
            "year" => draft.disclosure.year = rest.parse().ok()?,
            "prior" => draft.put_prior(&Figure::read(rest)?)?,
            _ if narrated::read(form, &mut draft.disclosure, first, rest)? => {}
            _ => figures.push(Figure::read(line)?),
        }
    }
    for figure in &figures {
        draft.add_row(figure, &figures)?;
    }
    for figure in &figures {
        draft.put(figure)?;
    }
    // An example is a whole: what it does not name is nothing, and not still to come.
    draft.disclosure.said = components(form).into_iter().map(|component| (component, Said::Complete)).collect();
    Some(draft.disclosure)
}

/// `T6[30101](2) 5.00`, or a row with its name: `T6[30101]“基本工资”`.
#[derive(Debug, Clone, Copy)]
struct Figure<'a> {
    table: TableNumber,
    /// A code, `total`, the id of a fixed row, `CODE/NAME` or `UNIT:NAME`.
    row: &'a str,
    /// Whether it is the total of rows below it, `[=301]`, even where there are none.
    is_total: bool,
    name: Option<&'a str>,
    amount: Option<(ColumnNumber, Decimal)>,
    /// A text or date: `T4[total](7)“二楼”`.
    text: Option<(ColumnNumber, &'a str)>,
}

struct Draft<'a> {
    form: &'a Form,
    catalog: &'a Catalog,
    disclosure: Disclosure,
}

fn table_number(text: &str) -> Option<TableNumber> {
    text.strip_prefix('T')?.parse().ok().map(TableNumber)
}

impl<'a> Figure<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let (table, rest) = line.split_once('[')?;
        let (row, rest) = rest.split_once(']')?;
        let name = rest.strip_prefix('“').and_then(|name| name.strip_suffix('”'));
        let amount = rest.strip_prefix('(').and_then(|rest| {
            let (column, amount) = rest.split_once(") ")?;
            Some((ColumnNumber(column.parse().ok()?), amount.parse().ok()?))
        });
        let text = rest.strip_prefix('(').and_then(|rest| {
            let (column, text) = rest.split_once(')')?;
            let text = text.trim_start().strip_prefix('“')?.strip_suffix('”')?;
            Some((ColumnNumber(column.parse().ok()?), text))
        });
        let (row, is_total) = row.strip_prefix('=').map_or((row, row == "total"), |row| (row, true));
        Some(Self { table: table_number(table)?, row, is_total, name, amount, text })
    }
}

impl Draft<'_> {
    fn list(&self, table: TableNumber, row: &str) -> Option<&List> {
        let lists = || self.form.table(table).into_iter().flat_map(|table| table.list_indices());
        let fixed = lists().find(|&list| self.form.list(list).fixed_rows().iter().any(|fixed| fixed.id == row));
        fixed.or_else(|| lists().next()).map(|list| self.form.list(list))
    }

    /// Stores the row of `figure`, unless it is there, prescribed, or the total of others.
    fn add_row(&mut self, figure: &Figure<'_>, all: &[Figure<'_>]) -> Option<()> {
        let list = self.list(figure.table, figure.row)?;
        let is_above = |other: &Figure<'_>| {
            other.table == figure.table && other.row.len() > figure.row.len() && other.row.starts_with(figure.row)
        };
        let subject = match &list.rows {
            RowKind::Fixed(_) => return Some(()),
            _ if figure.is_total || all.iter().any(is_above) => return Some(()),
            RowKind::Function(_) | RowKind::Economic(_) | RowKind::GovernmentEconomic(_) => {
                let code = figure.row.parse().ok()?;
                let listed = list.classification().and_then(|of| self.catalog.in_year(self.form.year).get(of, code));
                let name = figure.name.or(listed.map(|entry| entry.name.as_str())).unwrap_or_default().to_owned();
                Subject::Code { code, name }
            }
            RowKind::FunctionProject(_) | RowKind::UnitProject(_) => Subject::Project(self.project(figure)?),
        };
        if self.key(figure).is_none() {
            self.disclosure.table_mut(figure.table).rows.push(Row::new(subject));
        }
        Some(())
    }

    fn project(&self, figure: &Figure<'_>) -> Option<Project> {
        let (unit, row) = match figure.row.split_once(':') {
            Some((unit, row)) => (Some(unit.to_owned()), row),
            None => (None, figure.row),
        };
        let (code, name) = match row.split_once('/') {
            Some((code, name)) => (Some(code.parse().ok()?), name),
            None => (None, row),
        };
        let table = self.disclosure.table(figure.table);
        let id = table.map_or(crate::disclosure::ProjectId(1), |table| table.free_project_id());
        Some(Project { id, unit, code, code_name: String::new(), name: name.to_owned() })
    }

    /// Puts last year's amount of a cell.
    fn put_prior(&mut self, figure: &Figure<'_>) -> Option<()> {
        let (column, amount) = figure.amount?;
        let list = self.list(figure.table, figure.row)?;
        let is_fixed = list.fixed_rows().iter().any(|row| row.id == figure.row);
        let row = match (is_fixed, figure.row) {
            (true, id) => RowKey::Fixed(id.to_owned()),
            (false, row) => row.parse().map_or(RowKey::Total, RowKey::Code),
        };
        let cell = CellKey::new(figure.table, row, column);
        let amount = self.form.unit_of_cell(&cell).amount(amount).ok()?;
        self.disclosure.prior.insert(cell, amount);
        Some(())
    }

    /// The row of `figure`, where it is stored.
    fn key(&self, figure: &Figure<'_>) -> Option<RowKey> {
        let wanted = self.project(figure);
        let rows = &self.disclosure.table(figure.table)?.rows;
        let is_it = |row: &&Row| match (&row.subject, &wanted) {
            (Subject::Project(project), Some(wanted)) => {
                (&project.unit, project.code, &project.name) == (&wanted.unit, wanted.code, &wanted.name)
            }
            (Subject::Code { code, .. }, _) => code.to_string() == figure.row,
            _ => false,
        };
        rows.iter().find(is_it).map(|row| row.subject.key())
    }

    /// Puts a text into its row.
    fn put_text(&mut self, figure: &Figure<'_>, column: ColumnNumber, text: &str) -> Option<()> {
        let list = self.list(figure.table, figure.row)?;
        list.field_place(column)?;
        let is_fixed = list.fixed_rows().iter().any(|row| row.id == figure.row);
        let key = if is_fixed { RowKey::Fixed(figure.row.to_owned()) } else { self.key(figure)? };
        let table = self.disclosure.table_mut(figure.table);
        if let (RowKey::Fixed(id), None) = (&key, table.find(&key)) {
            table.rows.push(Row::new(Subject::Fixed(id.clone())));
        }
        let (place, _) = table.find(&key)?;
        table.rows[place].fields.insert(column, text.to_owned());
        Some(())
    }

    /// Puts the amount where it is entered, or states it where it is computed.
    fn put(&mut self, figure: &Figure<'_>) -> Option<()> {
        if let Some((column, text)) = figure.text {
            return self.put_text(figure, column, text);
        }
        let Some((column, amount)) = figure.amount else { return Some(()) };
        let list = self.list(figure.table, figure.row)?;
        let place = list.column_place(column)?;
        let unit = list.amounts[place].unit.as_ref().unwrap_or_else(|| self.form.unit_of_table(figure.table));
        let amount = unit.amount(amount).ok()?;
        let fixed = list.fixed_rows().iter().position(|row| row.id == figure.row);
        let stored = self.key(figure);
        let is_computed = match (fixed, &stored) {
            (Some(row), _) => list.is_computed_at(row, place),
            (None, Some(_)) => list.amounts[place].is_computed(),
            (None, None) => true,
        };
        let row = match (fixed, stored) {
            (Some(_), _) => RowKey::Fixed(figure.row.to_owned()),
            (None, Some(key)) => key,
            (None, None) => figure.row.parse().map_or(RowKey::Total, RowKey::Code),
        };
        let table = self.disclosure.table_mut(figure.table);
        if is_computed {
            table.stated.insert((row, column), amount);
            return Some(());
        }
        if let RowKey::Fixed(id) = &row
            && table.find(&row).is_none()
        {
            table.rows.push(Row::new(Subject::Fixed(id.clone())));
        }
        let (place, _) = table.find(&row)?;
        table.rows[place].amounts.insert(column, amount);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::form::builtin_form;

    fn form() -> (Form, Catalog) {
        (Form::load(builtin_form("xinjiang-2025").unwrap()).unwrap(), Catalog::builtin().unwrap())
    }

    #[test]
    fn every_rule_has_one_example() {
        let (form, _) = form();
        let rules: Vec<String> = all_rules(&form).map(|rule| rule.id.to_owned()).collect();
        let examples: Vec<String> = rule_examples(&form).into_iter().map(|example| example.rule).collect();
        let unique: BTreeSet<_> = rules.iter().collect();
        assert_eq!(unique.len(), rules.len());
        assert_eq!(examples, rules);
    }

    #[test]
    fn the_smallest_disclosure_that_breaks_a_rule_is_found_and_the_one_that_keeps_it_is_not() {
        let (form, catalog) = form();
        for RuleExample { rule, breaks, keeps } in rule_examples(&form) {
            for lines in [&breaks, &keeps] {
                assert!(disclosures(&form, &catalog, lines).is_some(), "{rule}: {lines:?} is not understood");
            }
            let found = breach(&form, &catalog, &rule, &breaks);
            let grade = super::super::rule_text(&form, &rule).unwrap().grade;
            assert_eq!(found.map(|finding| finding.grade), Some(grade), "{rule}: {breaks:?}");
            assert_eq!(breach(&form, &catalog, &rule, &keeps), None, "{rule}: {keeps:?}");
        }
    }

    #[test]
    fn no_example_holds_more_than_breaks_the_rule() {
        let (form, catalog) = form();
        for RuleExample { rule, breaks, .. } in rule_examples(&form) {
            for left_out in 0..breaks.len() {
                let mut fewer = breaks.clone();
                fewer.remove(left_out);
                assert!(
                    breach(&form, &catalog, &rule, &fewer).is_none(),
                    "{rule} is broken without {}",
                    breaks[left_out]
                );
            }
        }
    }

    #[test]
    fn every_rule_is_explained_with_a_sentence_of_its_own() {
        let (form, catalog) = form();
        for rule in explained_rules(&form, &catalog) {
            assert!(!rule.title.is_empty() && rule.why.ends_with('。') && rule.example.ends_with('。'), "{rule:?}");
        }
    }
}
