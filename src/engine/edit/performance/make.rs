//! New performance tables: for which project, with what money, and from which other table.

use std::collections::HashSet;

use super::change;
use crate::disclosure::{Amount, Disclosure, Indicator, PerformanceFunds, PerformanceSubject, PerformanceTable};
use crate::edit::{EditError, Step};
use crate::evaluate::{CellIndex, Evaluated, RowOrigin};
use crate::form::{ListIndex, ProjectPerformanceForm, Term};
use crate::narrative::Sum;
use crate::narrative::accounts::{accounted_for, accounts};
use crate::spelling;

/// What has no performance table yet: projects with money of this year or carried over, in the order of the tables, and
/// the body as a whole. A project whose money is in the table of another has one.
pub fn subjects_without_table(evaluated: Evaluated<'_>) -> Vec<PerformanceSubject> {
    let plain = |name: &str| -> String { spelling::plain(name).collect() };
    let of_tables = evaluated.disclosure.performance.iter().filter_map(|table| match &table.subject {
        PerformanceSubject::Project(project) => Some(plain(project)),
        PerformanceSubject::Whole => None,
    });
    let mut known: HashSet<String> = of_tables.collect();
    let accounted_for = accounted_for(&accounts(evaluated));
    let mut names: Vec<String> = Vec::new();
    for (name, cell) in projects(evaluated).into_iter().flatten() {
        if !accounted_for.contains(&cell) && known.insert(plain(name)) {
            names.push(name.to_owned());
        }
    }
    let labels = evaluated.form.document.as_ref().map(|document| &document.performance);
    let is_none_asked = labels.is_some_and(|labels| labels.is_of_projects_alone());
    let has_whole = is_none_asked
        || evaluated.disclosure.performance.iter().any(|table| table.subject == PerformanceSubject::Whole);
    let whole = (!has_whole).then_some(PerformanceSubject::Whole);
    names.into_iter().map(PerformanceSubject::Project).chain(whole).collect()
}

/// A table for `subject`: with the money that the tables give it, and the form's levels of indicators, still to be
/// filled in. How carried-over money is split is left to the person where the tables do not say it.
pub fn new_performance_table(evaluated: Evaluated<'_>, subject: PerformanceSubject) -> PerformanceTable {
    let labels = evaluated.form.document.as_ref().map(|document| &document.performance);
    let (funds, levels) = match &subject {
        PerformanceSubject::Project(name) => (of_project(evaluated, name), labels.map(|l| &l.project.levels)),
        PerformanceSubject::Whole => (of_whole(evaluated), labels.map(|l| &l.whole.levels)),
    };
    let indicator = |(level_one, level_two): &(String, String)| Indicator {
        level_one: level_one.clone(),
        level_two: level_two.clone(),
        ..Indicator::default()
    };
    let indicators = levels.into_iter().flatten().map(indicator).collect();
    PerformanceTable { subject, funds, indicators, ..PerformanceTable::default() }
}

/// The step that takes goal and indicators of `from` over into the table at `place`, in place of its own. Of a table of
/// last year (`is_last_year`) what was aimed at becomes what was reached.
///
/// # Errors
/// When there is no such table.
pub fn copy_performance(
    disclosure: &Disclosure,
    place: usize,
    from: &PerformanceTable,
    is_last_year: bool,
) -> Result<Step, EditError> {
    change(disclosure, place, "复制绩效目标和指标", |table| {
        table.goal.clone_from(&from.goal);
        table.indicators.clone_from(&from.indicators);
        if is_last_year {
            table.indicators.iter_mut().for_each(|indicator| indicator.last_year.clone_from(&indicator.value));
        }
        Ok(())
    })
}

type Named<'a> = Vec<(&'a str, CellIndex)>;

/// The projects of this year's money and of what was carried over, with their amounts; where one list serves for both,
/// they stand in the first.
fn projects<'a>(evaluated: Evaluated<'a>) -> [Named<'a>; 2] {
    let Some(form) = evaluated.form.sentences.as_ref().and_then(|template| template.performance.as_ref()) else {
        return [Vec::new(), Vec::new()];
    };
    let of = |(list, column): (ListIndex, usize)| {
        let rows = evaluated.evaluation.layout(list).rows.iter().enumerate();
        let rows = rows.filter(|(_, row)| row.origin == RowOrigin::Project);
        let named = rows.filter_map(|(row, _)| {
            let project = evaluated.stored(list, row)?.subject.project()?;
            Some((project.name.as_str(), CellIndex { list, row, column }))
        });
        named.collect()
    };
    [form.granted.first().copied(), form.carried].map(|place| place.map(of).unwrap_or_default())
}

fn of_project(evaluated: Evaluated<'_>, name: &str) -> PerformanceFunds {
    let sum = |projects: &Named<'_>| -> Amount {
        let named = projects.iter().filter(|(project, _)| spelling::is_same(project, name));
        named.map(|&(_, cell)| evaluated.value(cell)).sum()
    };
    let [granted, carried] = projects(evaluated);
    let (granted, carried) = (sum(&granted), sum(&carried));
    let total = Some(granted + carried).filter(|total| !total.is_zero());
    // What is carried over is of grants where all of it is.
    let is_fiscal = carried.is_zero()
        || evaluated.form.sentences.as_ref().is_some_and(|template| {
            template.performance.as_ref().is_some_and(|form| {
                let (Some((list, column)), Some(carry_over)) = (form.carried, &form.carry_over) else { return false };
                evaluated.value(CellIndex { list, row: 0, column }) == Sum::total(evaluated, carry_over)
            })
        });
    let split = total.filter(|_| is_fiscal);
    let labels = evaluated.form.document.as_ref().map(|document| &document.performance.project);
    // What the form does not ask for stays blank.
    let is_asked = |label: fn(&ProjectPerformanceForm) -> &String| {
        labels.is_none_or(|labels| labels.title.is_empty() || !label(labels).is_empty())
    };
    PerformanceFunds {
        total: total.filter(|_| is_asked(|labels| &labels.total)),
        fiscal: split.filter(|_| is_asked(|labels| &labels.fiscal)),
        superior: None,
        other: split.map(|_| Amount::ZERO).filter(|_| is_asked(|labels| &labels.other)),
    }
}

fn of_whole(evaluated: Evaluated<'_>) -> PerformanceFunds {
    let Some(form) = evaluated.form.sentences.as_ref().and_then(|template| template.performance.as_ref()) else {
        return PerformanceFunds::default();
    };
    let sum = |terms: &Option<Vec<Term>>| terms.as_ref().map(|terms| Sum::total(evaluated, terms));
    let carried = sum(&form.carry_over).unwrap_or_default();
    // Where fiscal money was carried over, a person says whether it belongs to 上级 or 本级.
    let local = sum(&form.local).filter(|_| carried.is_zero());
    PerformanceFunds { total: None, superior: sum(&form.superior), fiscal: local, other: sum(&form.other) }
}
