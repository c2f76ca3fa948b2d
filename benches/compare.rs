//! How long it takes to compare two large disclosures: `cargo bench --bench compare`.

mod inputs;

use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Disclosure, Snapshot, Subject, TableNumber};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::{Form, FormLibrary};
use disclosure_engine::review::compare::compare;
use disclosure_engine::review::snapshot;
use inputs::*;

/// `disclosure` with other names for all its projects.
fn renamed(mut disclosure: Disclosure) -> Disclosure {
    for row in &mut disclosure.table_mut(TableNumber(7)).rows {
        if let Subject::Project(project) = &mut row.subject {
            project.name = project.name.replace("养护", "改造提升");
        }
    }
    disclosure
}

/// `disclosure` with each figure of the row before it.
fn moved(mut disclosure: Disclosure) -> Disclosure {
    for table in disclosure.tables.values_mut() {
        for row in (1..table.rows.len()).rev() {
            table.rows[row].amounts = table.rows[row - 1].amounts.clone();
        }
    }
    disclosure
}

fn taken(form: &Form, catalog: &Catalog, disclosure: &Disclosure) -> Snapshot {
    let evaluation = evaluate(form, disclosure);
    snapshot(Evaluated { form, catalog, disclosure, evaluation: &evaluation })
}

fn main() {
    let forms = FormLibrary::builtin().unwrap();
    let form = forms.get("xinjiang-2025").unwrap();
    let rows = 10_000;
    let catalog = catalog_of_items(rows);
    let time_both = |what: &str, old: &Disclosure, new: &Disclosure| {
        let (old, new) = (taken(form, &catalog, old), taken(form, &catalog, new));
        let found = compare(form, &old, &new);
        time(&format!("compare {what}"), 5, || compare(form, &old, &new));
        println!("    {} rows and {} texts differ", found.rows.len(), found.texts.len());
    };
    let three_tables = three_tables(form, rows);
    time("take down 10,000 rows in three tables", 5, || taken(form, &catalog, &three_tables));
    time_both("10,000 rows in three tables with themselves", &three_tables, &three_tables);
    time_both("them with other figures", &three_tables, &moved(three_tables.clone()));
    for under_each in [1, 10, 100, 200, rows] {
        let projects = with_performance(projects(form, rows, under_each));
        let what = format!("10,000 projects, {under_each} to a code");
        time_both(&format!("{what}, with themselves"), &projects, &projects);
        time_both(&format!("{what}, with renamed ones"), &projects, &renamed(projects.clone()));
    }
    for count in [30, 100, 300] {
        let texts = told(form, &catalog, narrated(projects(form, count, 10)));
        let other = told(form, &catalog, narrated(renamed(moved(projects(form, count, 10)))));
        time_both(&format!("the texts of {count} projects with others"), &texts, &other);
    }
}
