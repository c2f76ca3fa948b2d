//! Honest disclosures, as they are entered and as they are printed, through each format and back: none is called wrong, and
//! every figure of a sentence that is made wrong is named.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use fastrand::Rng;

use super::honest::checked::{Held, Honest, Rules, Tally};

/// One of so many goes through PDF too.
const PAGES: u64 = 10;
/// Figures of one document that are made wrong in turn.
const WRONG: usize = 4;

/// Tries `count` documents. Returns what was tried.
pub fn run(count: usize) -> String {
    let rules = Rules::builtin();
    let (next, done) = (AtomicU64::new(0), Mutex::new((Tally::default(), Vec::new())));
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= count as u64 {
                return;
            }
            let (tally, wrong) = try_one(&rules, seed);
            let mut done = done.lock().unwrap();
            done.0 += tally;
            done.1.extend(wrong.into_iter().map(|what| format!("HONEST_SEED={seed}: {what}")));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let (tally, wrong) = done.into_inner().unwrap();
    assert!(wrong.is_empty(), "{tally}; {} claims:\n{}", wrong.len(), wrong.join("\n"));
    tally.to_string()
}

fn try_one(rules: &Rules, seed: u64) -> (Tally, Vec<String>) {
    let honest = Honest::of(seed);
    let mut tally = Tally { documents: 1, ..Tally::default() };
    let mut wrong = rules.false_claims(&honest);
    if honest.held == Held::Printed {
        for extension in ["xlsx", "docx", "pdf"] {
            if extension != "pdf" || seed % PAGES == 1 {
                wrong.extend(rules.false_claims_of_export(&honest, extension));
            }
        }
        let mut rng = Rng::with_seed(seed);
        for _ in 0..WRONG {
            let mark = rng.choice(&honest.told.marks).unwrap().clone();
            wrong.extend(rules.wrong_figure(&honest, &mark, &mut rng, &mut tally));
        }
    }
    (tally, wrong)
}
