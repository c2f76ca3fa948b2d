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
use budget_disclosure::evaluate::{Evaluated, evaluate};
use budget_disclosure::file;
use budget_disclosure::form::{Form, FormLibrary, builtin_forms};
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
    println!("{what:<48} best {:>10.3?}  median {:>10.3?}", times[0], times[runs / 2]);
}

/// A disclosure in balance with `rows` items in the tables by functional code: each amount is general budget, spent as
/// basic expenditure.
fn large(form: &Form, rows: u32) -> Disclosure {
    let mut disclosure = Disclosure::new(form.id.as_str(), Kind::Unit, "大单位", form.year);
    for (number, column) in [(2, 3), (3, 2), (5, 2)] {
        let table = disclosure.table_mut(TableNumber(number));
        for row in 0..rows {
            let (class, section, item) = (201 + row / 2_500, row / 50 % 50 + 1, row % 50 + 1);
            let code: Code = format!("{class:03}{section:02}{item:02}").parse().unwrap();
            let mut row_of_code = Row::new(Subject::Code { code, name: String::new() });
            let yuan = Decimal::from(row * 37 % 90_000 * 100 + 100);
            row_of_code.amounts.insert(ColumnNumber(column), Amount::from_yuan(yuan).unwrap());
            table.rows.push(row_of_code);
        }
    }
    disclosure
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
    for (what, disclosure, runs) in
        [("the sample", sample, 200), ("10,000 rows in three tables", large(&form, 10_000), 20)]
    {
        time(&format!("compute every cell of {what}"), runs, || evaluate(&form, &disclosure));
        let evaluation = evaluate(&form, &disclosure);
        let evaluated = Evaluated { form: &form, catalog: &catalog, disclosure: &disclosure, evaluation: &evaluation };
        time(&format!("check {what}"), runs, || audit(evaluated));
    }
}
