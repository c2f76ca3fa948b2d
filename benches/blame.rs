//! How often a wrong amount is caught, and how often it is named with what it should be: `cargo bench --bench blame`.
//!
//! Every printed amount of both samples is made wrong in turn by each kind of mistake, then two and three at once are
//! drawn at random. With `BLAME_MISSES` set, what is not named is written out. `-- single texts` tries only those: `single`
//! and `several` wrong amounts, those `typed` over a published document, `drafts`, `rows` by the thousand, `texts`, and
//! all of these in the sample of `shanghai`.

#[path = "../tests/support/trials/mod.rs"]
mod trials;

use std::hint::black_box;
use std::time::{Duration, Instant};

use disclosure_engine::audit::audit;
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Amount, Code, ColumnNumber, Disclosure, Kind, Row, Subject, TableNumber};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::FormLibrary;
use fastrand::Rng;
use trials::texts::TextTrials;
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
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let is_asked = |part: &str| asked.is_empty() || asked.iter().any(|asked| asked == part);
    println!(
        "{:<20} {:>6} {:>6}  {:>15} {:>15} {:>7}  {:>9} {:>9}",
        "wrong by", "tried", "caught", "named first", "among equals", "others", "median", "longest"
    );
    if is_asked("single") {
        try_each(&Trials::new());
    }
    if is_asked("several") {
        try_several(&Trials::new(), &[2, 3, 4, 6, 10]);
    }
    if is_asked("typed") {
        try_typed(&Trials::new());
    }
    if is_asked("drafts") {
        println!(
            "the same as drafts: no total is printed, so that what stands in one long sum only cannot be told apart"
        );
        try_each(&Trials::drafts());
        try_several(&Trials::drafts(), &[2, 3, 10]);
    }
    if is_asked("rows") {
        try_rows();
    }
    if is_asked("texts") {
        try_texts(&TextTrials::new());
    }
    if is_asked("shanghai") {
        println!("the sample of another region, with every total printed");
        try_each(&Trials::shanghai());
        try_several(&Trials::shanghai(), &[2, 3]);
        try_texts(&TextTrials::shanghai());
    }
    println!("All of those at once must be named; “others” are sound cells named, a trial. Times are of whole checks.");
}

fn try_rows() {
    for (rows, has_items) in [1_000, 3_000, 10_000].into_iter().flat_map(|rows| [(rows, true), (rows, false)]) {
        let mut times: Vec<_> = (0..9).map(|_| time_long(rows, has_items)).collect();
        times.sort();
        let (median, is_named) = times[4];
        let named = if is_named { "it is named" } else { "it is not named" };
        let items = if has_items { "" } else { " and none by economic item" };
        println!("{rows} rows, one amount wrong{items}: median {median:.2?}, {named}");
    }
}

/// How long a check takes of a draft with `rows` items in three tables, of which one amount is wrong, and whether that is
/// named. Without the table by economic item, `has_items`, a sum of all that is right has nothing to agree with.
fn time_long(rows: u32, has_items: bool) -> (Duration, bool) {
    let forms = FormLibrary::builtin().unwrap();
    let form = forms.get("xinjiang-2025").unwrap();
    let mut disclosure = Disclosure::new(form.id.as_str(), Kind::Unit, "大单位", form.year);
    let wrong = Amount::from_yuan(12_300.into()).unwrap();
    for (number, column) in [(2, 3), (3, 2), (5, 2)] {
        let table = disclosure.table_mut(TableNumber(number));
        for row in 0..rows {
            let (class, section, item) = (201 + row / 2_500, row / 50 % 50 + 1, row % 50 + 1);
            let code: Code = format!("{class:03}{section:02}{item:02}").parse().unwrap();
            let right = Amount::from_yuan((row * 37 % 90_000 * 100 + 100).into()).unwrap();
            let amount = if (number, row) == (3, rows / 2) { wrong } else { right };
            let mut row = Row::new(Subject::Code { code, name: String::new() });
            row.amounts.insert(ColumnNumber(column), amount);
            table.rows.push(row);
        }
    }
    if has_items {
        let spent = &disclosure.table_mut(TableNumber(5)).rows;
        let sum = spent.iter().flat_map(|row| row.amounts.values()).copied().sum();
        let mut item = Row::new(Subject::Code { code: "30101".parse().unwrap(), name: String::new() });
        item.amounts.insert(ColumnNumber(2), sum);
        disclosure.table_mut(TableNumber(6)).rows.push(item);
    }
    let evaluation = evaluate(form, &disclosure);
    let catalog = Catalog::default();
    let evaluated = Evaluated { form, catalog: &catalog, disclosure: &disclosure, evaluation: &evaluation };
    let start = Instant::now();
    let audit = black_box(audit(evaluated));
    let took = start.elapsed();
    let suspects = audit.findings.iter().flat_map(|finding| &finding.suspects);
    (took, suspects.into_iter().any(|suspect| suspect.value == wrong))
}

/// Every amount, percentage and word of direction of the sentences and performance tables.
fn try_texts(trials: &TextTrials) {
    for mistake in [Mistake::Digit, Mistake::Swap, Mistake::Tenfold] {
        let (mut tried, mut caught, mut named, mut findings) = (0, 0, 0, 0);
        for told in trials.all().filter_map(|said| trials.check(said, mistake)) {
            tried += 1;
            caught += usize::from(told.is_caught);
            named += usize::from(told.is_named);
            findings += told.findings;
            if !told.is_named && std::env::var_os("BLAME_MISSES").is_some() {
                println!("not named: {}", told.described);
            }
        }
        let (share, each) = (100.0 * named as f64 / tried as f64, findings as f64 / tried as f64);
        let name = name(mistake);
        println!(
            "texts, {name:<20} {tried} tried, {caught} caught, {named} ({share:.1} %) named first, {each:.2} findings each"
        );
    }
}

/// Every entered amount typed wrong over the published document: with each of its digits another, and by each mistake.
fn try_typed(trials: &Trials) {
    let (mut tried, mut caught, mut named, mut exact, mut findings) = (0, 0, 0, 0, 0);
    for place in trials.entered() {
        let printed = trials.printed(place);
        let others = Mistake::ALL.into_iter().filter(|mistake| *mistake != Mistake::Digit);
        for wrong in printed.digits().into_iter().chain(others.filter_map(|mistake| printed.wrong(mistake))) {
            let typed = trials.check_typed(place, wrong);
            tried += 1;
            caught += usize::from(typed.is_caught);
            named += usize::from(typed.is_named);
            exact += usize::from(typed.is_exact);
            findings += typed.findings;
            if !typed.is_named && std::env::var_os("BLAME_MISSES").is_some() {
                println!("not named: {}", typed.described);
            }
        }
    }
    let (share, each) = (100.0 * named as f64 / tried as f64, findings as f64 / tried as f64);
    println!(
        "typed over a published document: {tried} tried, {caught} caught, {named} ({share:.1} %) named first, \
         {exact} of them to the cent, {each:.2} findings each"
    );
}

fn try_each(trials: &Trials) {
    for mistake in Mistake::ALL {
        let mut tally = Tally::default();
        for (sample, place) in trials.all() {
            if let Some(wrong) = trials.printed((sample, place)).wrong(mistake) {
                tally.add(1, || trials.check(sample, &[(place, wrong)]));
            }
        }
        tally.print(name(mistake));
    }
}

fn try_several(trials: &Trials, at_once: &[usize]) {
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
