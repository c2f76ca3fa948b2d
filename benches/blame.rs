//! How often a wrong amount is caught, and how often it is named with what it should be: `cargo bench --bench blame`.
//!
//! Every printed amount of both samples is made wrong in turn by each kind of mistake, then two and three at once are
//! drawn at random. With `BLAME_MISSES` set, what is not named is written out.

#[path = "../tests/trials/mod.rs"]
mod trials;

use std::hint::black_box;
use std::time::{Duration, Instant};

use budget_disclosure::audit::audit;
use budget_disclosure::catalog::Catalog;
use budget_disclosure::disclosure::{Amount, Code, ColumnNumber, Disclosure, Kind, Row, Subject, TableNumber};
use budget_disclosure::evaluate::{Evaluated, evaluate};
use budget_disclosure::form::FormLibrary;
use fastrand::Rng;
use trials::{Mistake, Outcome, Trials};

/// Trials with several wrong amounts.
const DRAWS: usize = 1_000;

/// What many trials come to.
#[derive(Default)]
struct Tally {
    tried: usize,
    caught: usize,
    first: usize,
    among: usize,
    falsely: usize,
    times: Vec<Duration>,
}

impl Tally {
    fn add(&mut self, wrong: usize, check: impl FnOnce() -> Outcome) {
        let start = Instant::now();
        let outcome = check();
        self.times.push(start.elapsed());
        self.tried += 1;
        self.caught += usize::from(outcome.is_caught);
        self.first += usize::from(outcome.first == wrong);
        self.among += usize::from(outcome.among == wrong);
        self.falsely += outcome.falsely;
        if outcome.among < wrong && std::env::var_os("BLAME_MISSES").is_some() {
            println!("not named: {}", outcome.described);
        }
    }

    fn print(mut self, what: &str) {
        self.times.sort();
        let share = |count: usize| format!("{count} ({:.1} %)", 100.0 * count as f64 / self.tried.max(1) as f64);
        let (first, among) = (share(self.first), share(self.among));
        let others = self.falsely as f64 / self.tried.max(1) as f64;
        let (median, longest) = (self.times[self.times.len() / 2], self.times[self.times.len() - 1]);
        println!(
            "{what:<20} {:>6} {:>6}  {first:>15} {among:>15} {others:>7.2}  {median:>9.2?} {longest:>9.2?}",
            self.tried, self.caught
        );
    }
}

fn name(mistake: Mistake) -> &'static str {
    match mistake {
        Mistake::Digit => "a digit",
        Mistake::Swap => "two digits swapped",
        Mistake::Tenfold => "a factor of ten",
        Mistake::RowAbove => "the row above",
        Mistake::RowBelow => "the row below",
    }
}

fn main() {
    println!(
        "{:<20} {:>6} {:>6}  {:>15} {:>15} {:>7}  {:>9} {:>9}",
        "wrong by", "tried", "caught", "named first", "among equals", "others", "median", "longest"
    );
    try_all(&Trials::new(), &[2, 3, 4, 6, 10]);
    println!("the same as drafts: no total is printed, so that what stands in one long sum only cannot be told apart");
    try_all(&Trials::drafts(), &[2, 3, 10]);
    for rows in [1_000, 3_000, 10_000] {
        let mut times: Vec<_> = (0..9).map(|_| time_long(rows)).collect();
        times.sort();
        println!("{rows} rows, one amount wrong and none by economic item: median {:.2?}", times[4]);
    }
    println!("All of those at once must be named; “others” are sound cells named, a trial. Times are of whole checks.");
}

/// How long a check takes of a draft with `rows` items in three tables, of which one amount is wrong.
fn time_long(rows: u32) -> Duration {
    let forms = FormLibrary::builtin().unwrap();
    let form = forms.all().next().unwrap();
    let mut disclosure = Disclosure::new(form.id.as_str(), Kind::Unit, "大单位", form.year);
    for (number, column) in [(2, 3), (3, 2), (5, 2)] {
        let table = disclosure.table_mut(TableNumber(number));
        for row in 0..rows {
            let (class, section, item) = (201 + row / 2_500, row / 50 % 50 + 1, row % 50 + 1);
            let code: Code = format!("{class:03}{section:02}{item:02}").parse().unwrap();
            let yuan = if (number, row) == (3, rows / 2) { 12_300 } else { row * 37 % 90_000 * 100 + 100 };
            let mut row = Row::new(Subject::Code { code, name: String::new() });
            row.amounts.insert(ColumnNumber(column), Amount::from_yuan(yuan.into()).unwrap());
            table.rows.push(row);
        }
    }
    let evaluation = evaluate(form, &disclosure);
    let catalog = Catalog::default();
    let evaluated = Evaluated { form, catalog: &catalog, disclosure: &disclosure, evaluation: &evaluation };
    let start = Instant::now();
    black_box(audit(evaluated));
    start.elapsed()
}

fn try_all(trials: &Trials, at_once: &[usize]) {
    for mistake in Mistake::ALL {
        let mut tally = Tally::default();
        for (sample, place) in trials.all() {
            if let Some(wrong) = trials.printed((sample, place)).wrong(mistake) {
                tally.add(1, || trials.check(sample, &[(place, wrong)]));
            }
        }
        tally.print(name(mistake));
    }
    for &count in at_once {
        let mut rng = Rng::with_seed(count as u64);
        let mut tally = Tally::default();
        for _ in 0..DRAWS {
            let (sample, wrong) = trials.draw(&mut rng, count);
            tally.add(count, || trials.check(sample, &wrong));
        }
        tally.print(&format!("{count} at once"));
    }
}
