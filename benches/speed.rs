//! How long the parts take that a person waits for: `cargo bench --bench speed`.
//!
//! Each line is the best and the median of many runs, so that a busy machine does not count. `-- sample texts` tries only
//! these; the others are `parts`, `rows`, `tables` and `projects`.

mod inputs;

use disclosure_engine::audit::audit;
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Amount, CellKey, Classification, Component, Disclosure, Row, Said, TableNumber};
use disclosure_engine::edit::set_amounts;
use disclosure_engine::evaluate::{Evaluated, Evaluation, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::{Form, FormLibrary, builtin_form};
use disclosure_engine::proposal::proposals;
use inputs::*;

const SAMPLE: &str = include_str!("../assets/samples/urumqi-2025.budget");

/// So many are in no disclosure that anybody knows.
const ROWS: u32 = 10_000;

fn time_evaluation_and_audit(form: &Form, catalog: &Catalog, disclosure: &Disclosure, what: &str, runs: usize) {
    time(&format!("compute every cell of {what}"), runs, || evaluate(form, disclosure));
    let evaluation = evaluate(form, disclosure);
    let with = |evaluation: &Evaluation| audit(Evaluated { form, catalog, disclosure, evaluation });
    time(&format!("check {what}"), runs, || with(&evaluation));
    time(&format!("compute and check {what}"), runs, || with(&evaluate(form, disclosure)));
    let audit = with(&evaluation);
    println!("    {} cells, {} checked, {} findings", evaluation.cell_count(), audit.checked, audit.findings.len());
}

/// Times an amount in every row that takes one, as a paste or a fill puts them in, and taking them back.
fn time_entering(form: &Form, catalog: &Catalog, disclosure: &Disclosure) {
    let evaluation = evaluate(form, disclosure);
    let evaluated = Evaluated { form, catalog, disclosure, evaluation: &evaluation };
    let entered = disclosure.tables.iter().flat_map(|(&table, stored)| {
        let of_row = |row: &Row| row.amounts.keys().map(|&column| (row.subject.key(), column)).collect::<Vec<_>>();
        stored.rows.iter().flat_map(of_row).map(move |(row, column)| CellKey::new(table, row, column))
    });
    let cells: Vec<_> =
        entered.filter_map(|key| Some((evaluated.find(&key)?, Amount::from_yuan(1.into()).ok()))).collect();
    let what = format!("{} amounts", cells.len());
    time(&format!("enter {what}"), 5, || set_amounts(evaluated, "", &cells));
    let step = set_amounts(evaluated, "", &cells);
    let mut changed = disclosure.clone();
    time(&format!("enter {what} and take them back"), 5, || {
        step.apply(&mut changed);
        step.revert(&mut changed);
    });
}

/// Times what follows for the other tables while income, basic expenditure, projects and carry-over are there.
fn time_proposals(form: &Form, catalog: &Catalog, disclosure: &Disclosure, what: &str) {
    let mut begun = disclosure.clone();
    let given = [2, 6, 7, 11].map(TableNumber);
    begun.tables.retain(|number, _| given.contains(number));
    begun.tables.values_mut().for_each(|table| table.stated.clear());
    begun.slots.clear();
    begun.said = given.map(|number| (Component::Table(number), Said::Complete)).into();
    let evaluation = evaluate(form, &begun);
    let evaluated = Evaluated { form, catalog, disclosure: &begun, evaluation: &evaluation };
    time(&format!("what follows for {what}"), 50, || proposals(evaluated));
    let found = proposals(evaluated);
    println!("    {} rows, {} amounts", found.rows.len(), found.amounts.len());
}

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let is_asked = |what: &str| asked.is_empty() || asked.iter().any(|asked| asked == what);
    let catalog = Catalog::builtin().unwrap();
    let forms = FormLibrary::builtin().unwrap();
    let sample = file::read(SAMPLE, &forms).unwrap();
    let form = forms.get(&sample.form).unwrap().clone();
    if is_asked("parts") {
        time_parts(&forms, &catalog);
    }
    if is_asked("sample") {
        time_evaluation_and_audit(&form, &catalog, &sample, "the sample", 200);
        time_proposals(&form, &catalog, &sample, "a sample that is half filled in");
    }
    if is_asked("rows") {
        time_rows(&form);
    }
    if is_asked("tables") {
        let three_tables = three_tables(&form, ROWS);
        time_evaluation_and_audit(&form, &catalog, &three_tables, "10,000 rows in three tables", 20);
        time_entering(&form, &catalog, &three_tables);
    }
    if is_asked("projects") {
        time_projects(&form);
    }
    if is_asked("texts") {
        let catalog = catalog_of_items(ROWS);
        for count in [10, 30, 100] {
            let told = told(&form, &catalog, narrated(projects(&form, count, 10)));
            time_evaluation_and_audit(&form, &catalog, &told, &format!("{count} projects told in texts"), 20);
        }
    }
}

fn time_parts(forms: &FormLibrary, catalog: &Catalog) {
    time("load the form", 50, || Form::load(builtin_form("xinjiang-2025").unwrap()).unwrap());
    time("load the catalogue", 50, || Catalog::builtin().unwrap());
    time("search the catalogue by initials", 50, || {
        catalog.in_year(2025).search(Classification::Function, "shbx jbjg").count()
    });
    time("read a disclosure", 50, || file::read(SAMPLE, forms).unwrap());
}

fn time_rows(form: &Form) {
    let catalog_of_items = catalog_of_items(ROWS);
    let one_table = one_full_table(form, ROWS);
    time_evaluation_and_audit(form, &catalog_of_items, &one_table, "10,000 rows of 12 columns", 100);
    let stated = stated(form, &catalog_of_items, one_table);
    time_evaluation_and_audit(form, &catalog_of_items, &stated, "the same with stated totals", 20);
}

fn time_projects(form: &Form) {
    for count in [50, 200] {
        let projects = projects(form, count, 1);
        time_proposals(form, &catalog_of_items(count), &projects, &format!("{count} codes with a project each"));
    }
    let catalog_of_items = catalog_of_items(ROWS);
    for (count, under_each) in [(1_000, 10), (ROWS, 1), (ROWS, 100), (ROWS, ROWS)] {
        let what = format!("{count} projects, {under_each} to a code");
        let time = |disclosure: &Disclosure, what: &str| {
            time_evaluation_and_audit(form, &catalog_of_items, disclosure, what, 5);
        };
        let projects = projects(form, count, under_each);
        time(&projects, &what);
        let projects = with_performance(projects);
        time(&projects, &format!("{what}, with goals"));
        time(&narrated(projects), &format!("{what}, with sentences"));
    }
}
