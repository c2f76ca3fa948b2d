//! Large disclosures for benches, and how to time what is done with them.

// Each bench uses some of them.
#![allow(dead_code)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{
    Amount, CellKey, Code, ColumnNumber, Disclosure, Indicator, Kind, PerformanceFunds, PerformanceSubject,
    PerformanceTable, Project, ProjectId, Row, RowKey, SlotValue, Subject, TableNumber, TextKey,
};
use disclosure_engine::evaluate::{CellIndex, Evaluated, evaluate};
use disclosure_engine::form::{Form, ListIndex};
use disclosure_engine::narrative::{missing, narrate};
use rust_decimal::Decimal;

/// Prints how long `run` takes: the best and the median of `runs`, so that a busy machine does not count.
pub fn time<T>(what: &str, runs: usize, mut run: impl FnMut() -> T) {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed()
        })
        .collect();
    times.sort();
    println!("{what:<56} best {:>10.3?}  median {:>10.3?}", times[0], times[runs / 2]);
}

/// The code of the `row`th item: fifty in each 款, fifty 款 in each 类.
fn item_code(row: u32) -> Code {
    let (class, section, item) = (201 + row / 2_500, row / 50 % 50 + 1, row % 50 + 1);
    format!("{class:03}{section:02}{item:02}").parse().unwrap()
}

/// A catalogue that knows the codes of `rows` items, as the official list would: there are not so many.
pub fn catalog_of_items(rows: u32) -> Catalog {
    let lines: String = (0..rows).map(|row| format!("{},科目{row}\n", item_code(row))).collect();
    let user = Catalog::read_list(format!("编码,名称\n{lines}").as_bytes()).unwrap();
    Catalog::builtin().unwrap().with_user(&user)
}

fn push_row(disclosure: &mut Disclosure, table: u8, row: u32, amounts: impl IntoIterator<Item = (u8, i64)>) {
    let mut row_of_code = Row::new(Subject::Code { code: item_code(row), name: format!("科目{row}") });
    for (column, yuan) in amounts {
        let amount = Amount::from_yuan(Decimal::from(yuan)).unwrap();
        row_of_code.amounts.insert(ColumnNumber(column), amount);
    }
    disclosure.table_mut(TableNumber(table)).rows.push(row_of_code);
}

/// A disclosure in balance with `rows` items in the tables by functional code: each amount is general budget, spent as
/// basic expenditure.
pub fn three_tables(form: &Form, rows: u32) -> Disclosure {
    let mut disclosure = Disclosure::new(form.id.as_str(), Kind::Unit, "大单位", form.year);
    for (table, column) in [(2, 3), (3, 2), (5, 2)] {
        for row in 0..rows {
            push_row(&mut disclosure, table, row, [(column, i64::from(row * 37 % 90_000 * 100 + 100))]);
        }
    }
    disclosure
}

/// A disclosure in balance with `rows` items in table 2 alone, in which all ten entered columns hold amounts. What the
/// other tables would balance is taken back by the next column of the same row and, for the total, by another row.
pub fn one_full_table(form: &Form, rows: u32) -> Disclosure {
    let mut disclosure = Disclosure::new(form.id.as_str(), Kind::Unit, "大单位", form.year);
    for row in 0..rows {
        let sign = if row < rows / 2 { 1 } else { -1 };
        let yuan = i64::from(row % (rows / 2) * 37 % 90_000 * 100 + 100) * sign;
        let amounts = (3..=12).map(|column: u8| if column % 2 == 1 { (column, yuan) } else { (column, -yuan) });
        push_row(&mut disclosure, 2, row, amounts);
    }
    disclosure
}

fn project_name(number: u32) -> String {
    format!("第{number}批乡村道路养护项目")
}

/// A disclosure in balance with `count` projects, of which `under_each` stand under one code.
pub fn projects(form: &Form, count: u32, under_each: u32) -> Disclosure {
    let mut disclosure = Disclosure::new(form.id.as_str(), Kind::Unit, "大单位", form.year);
    let yuan = |number: u32| i64::from(number * 37 % 90_000 * 100 + 100);
    for row in 0..count / under_each {
        let sum = (row * under_each..(row + 1) * under_each).map(yuan).sum();
        for (table, column) in [(2, 3), (3, 3), (5, 3)] {
            push_row(&mut disclosure, table, row, [(column, sum)]);
        }
    }
    for number in 0..count {
        let row = number / under_each;
        let project = Project {
            id: ProjectId(number + 1),
            unit: None,
            code: Some(item_code(row)),
            code_name: format!("科目{row}"),
            name: project_name(number),
        };
        let mut row = Row::new(Subject::Project(project));
        row.amounts.insert(ColumnNumber(3), Amount::from_yuan(yuan(number).into()).unwrap());
        disclosure.table_mut(TableNumber(7)).rows.push(row);
    }
    disclosure
}

/// `disclosure`, one of [`projects`], with a performance table of each project.
pub fn with_performance(mut disclosure: Disclosure) -> Disclosure {
    let rows = disclosure.table_mut(TableNumber(7)).rows.iter();
    let tables = rows.filter_map(|row| Some((row.subject.project()?.name.clone(), row.amounts[&ColumnNumber(3)])));
    let tables = tables.map(|(name, amount)| PerformanceTable {
        funds: PerformanceFunds { total: Some(amount), fiscal: Some(amount), ..PerformanceFunds::default() },
        goal: format!("完成{name}。"),
        indicators: vec![Indicator {
            level_one: "产出指标".to_owned(),
            level_two: "数量指标".to_owned(),
            level_three: format!("{name}里程"),
            value: "≥10公里".to_owned(),
            weight: Some(Decimal::ONE_HUNDRED),
            ..Indicator::default()
        }],
        subject: PerformanceSubject::Project(name),
        ..PerformanceTable::default()
    });
    disclosure.performance = tables.collect();
    disclosure
}

/// `disclosure` as an import leaves it: every computed cell carries what its source prints.
pub fn stated(form: &Form, catalog: &Catalog, mut disclosure: Disclosure) -> Disclosure {
    let evaluation = evaluate(form, &disclosure);
    let evaluated = Evaluated { form, catalog, disclosure: &disclosure, evaluation: &evaluation };
    let mut stated = Vec::new();
    for list in (0..form.lists.len()).map(ListIndex) {
        for row in 0..evaluation.layout(list).rows.len() {
            for column in 0..form.list(list).amounts.len() {
                let cell = CellIndex { list, row, column };
                if evaluation.state(cell).is_computed() {
                    stated.push((evaluated.key(cell), evaluation.value(cell)));
                }
            }
        }
    }
    for (key, amount) in stated {
        disclosure.table_mut(key.table).stated.insert((key.row, key.column), amount);
    }
    disclosure
}

/// `disclosure`, one of [`projects`], with what a person says of each project, and last year's figures.
pub fn narrated(mut disclosure: Disclosure) -> Disclosure {
    let slots = ["project_basis.basis", "project_allocation.allocation", "project_people.people"];
    for row in disclosure.table_mut(TableNumber(7)).rows.clone() {
        let Some(project) = row.subject.project() else { continue };
        for id in slots {
            let text = SlotValue::Text(format!("按照{}的方案办理，分两批拨付", project.name));
            disclosure.slots.insert(TextKey::of_row(id, RowKey::Project(project.id)), text);
        }
    }
    for row in disclosure.table_mut(TableNumber(5)).rows.clone() {
        let cell = CellKey::new(TableNumber(5), row.subject.key(), ColumnNumber(1));
        disclosure.prior.insert(cell, Amount::from_yuan(Decimal::from(100)).unwrap());
    }
    disclosure
}

/// `disclosure` as an import leaves it: its sentences as texts.
pub fn told(form: &Form, catalog: &Catalog, mut disclosure: Disclosure) -> Disclosure {
    let evaluation = evaluate(form, &disclosure);
    let evaluated = Evaluated { form, catalog, disclosure: &disclosure, evaluation: &evaluation };
    let gap = missing(evaluated);
    let paragraphs: Vec<_> =
        narrate(evaluated).into_iter().map(|paragraph| (paragraph.part, paragraph.text(gap))).collect();
    disclosure.slots.clear();
    for (part, text) in paragraphs {
        disclosure.texts.entry(part).or_default().push(text);
    }
    disclosure
}
