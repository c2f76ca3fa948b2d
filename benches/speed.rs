//! How long the parts take that a person waits for: `cargo bench`.
//!
//! Each line is the best and the median of many runs, so that a busy machine does not count.

use std::hint::black_box;
use std::time::{Duration, Instant};

use budget_disclosure::audit::audit;
use budget_disclosure::catalog::Catalog;
use budget_disclosure::disclosure::{
    Amount, Classification, Code, ColumnNumber, Disclosure, Kind, Row, Subject, TableNumber,
};
use budget_disclosure::evaluate::{CellIndex, Evaluated, Evaluation, evaluate};
use budget_disclosure::file;
use budget_disclosure::form::{Form, FormLibrary, ListIndex, builtin_forms};
use rust_decimal::Decimal;

const SAMPLE: &str = include_str!("../assets/samples/urumqi-2025.budget");

fn time<T>(what: &str, runs: usize, mut run: impl FnMut() -> T) {
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
fn catalog_of_items(rows: u32) -> Catalog {
    let lines: String = (0..rows).map(|row| format!("{},科目{row}\n", item_code(row))).collect();
    let user = Catalog::read_csv(format!("编码,名称\n{lines}").as_bytes()).unwrap();
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
fn three_tables(form: &Form, rows: u32) -> Disclosure {
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
fn one_full_table(form: &Form, rows: u32) -> Disclosure {
    let mut disclosure = Disclosure::new(form.id.as_str(), Kind::Unit, "大单位", form.year);
    for row in 0..rows {
        let sign = if row < rows / 2 { 1 } else { -1 };
        let yuan = i64::from(row % (rows / 2) * 37 % 90_000 * 100 + 100) * sign;
        let amounts = (3..=12).map(|column: u8| if column % 2 == 1 { (column, yuan) } else { (column, -yuan) });
        push_row(&mut disclosure, 2, row, amounts);
    }
    disclosure
}

/// `disclosure` as an import leaves it: every computed cell carries what its source prints.
fn stated(form: &Form, catalog: &Catalog, mut disclosure: Disclosure) -> Disclosure {
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

fn time_evaluation_and_audit(form: &Form, catalog: &Catalog, disclosure: &Disclosure, what: &str, runs: usize) {
    time(&format!("compute every cell of {what}"), runs, || evaluate(form, disclosure));
    let evaluation = evaluate(form, disclosure);
    let with = |evaluation: &Evaluation| audit(Evaluated { form, catalog, disclosure, evaluation });
    time(&format!("check {what}"), runs, || with(&evaluation));
    time(&format!("compute and check {what}"), runs, || with(&evaluate(form, disclosure)));
    let audit = with(&evaluation);
    println!("    {} cells, {} checked, {} findings", evaluation.cell_count(), audit.checked, audit.findings.len());
}

fn main() {
    let (name, text) = builtin_forms()[0];
    time("load the form", 50, || Form::load(name, text).unwrap());
    time("load the catalogue", 50, || Catalog::builtin().unwrap());
    let catalog = Catalog::builtin().unwrap();
    time("search the catalogue by initials", 50, || catalog.search(Classification::Function, "shbx jbjg").count());

    let forms = FormLibrary::builtin().unwrap();
    time("read a disclosure", 50, || file::read(SAMPLE, &forms).unwrap());
    let sample = file::read(SAMPLE, &forms).unwrap();
    let form = forms.get(&sample.form).unwrap().clone();
    time_evaluation_and_audit(&form, &catalog, &sample, "the sample", 200);
    let rows = 10_000;
    let catalog_of_items = catalog_of_items(rows);
    let one_table = one_full_table(&form, rows);
    time_evaluation_and_audit(&form, &catalog_of_items, &one_table, "10,000 rows of 12 columns", 100);
    let stated = stated(&form, &catalog_of_items, one_table);
    time_evaluation_and_audit(&form, &catalog_of_items, &stated, "the same with stated totals", 20);
    time_evaluation_and_audit(&form, &catalog, &three_tables(&form, rows), "10,000 rows in three tables", 20);
}
