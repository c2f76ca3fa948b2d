//! Random disclosures, exported and read again: what comes back is what was printed, or the report says what was left out.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use super::honest::round_trip::{Rules, Tally};

/// Of so many these go through PDF too, which takes ten times as long as the others together: honest ones, some with
/// strange names, and some of which the sentences are written.
const PAGES: u64 = 20;
const THROUGH_PAGES: [u64; 3] = [1, 7, 10];

/// Sends `count` disclosures through each format and back. Returns what was tried, a line each.
pub fn run(count: usize) -> Vec<String> {
    let rules = Rules::builtin();
    let (next, done) = (AtomicU64::new(0), Mutex::new(([Tally::default(); 4], Vec::new())));
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= count as u64 {
                return;
            }
            let case = rules.case(seed);
            for (place, extension) in ["xlsx", "docx", "pdf", "ofd"].into_iter().enumerate() {
                if matches!(extension, "pdf" | "ofd") && !THROUGH_PAGES.contains(&(seed % PAGES)) {
                    continue;
                }
                let mut tally = Tally::default();
                let lost = rules.lost(&case, extension, &mut tally);
                let mut done = done.lock().unwrap();
                done.0[place] += tally;
                done.1.extend(lost.into_iter().map(|what| format!("{extension} {seed}: {what}")));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let (tallies, lost) = done.into_inner().unwrap();
    assert!(lost.is_empty(), "{} differences:\n{}", lost.len(), lost.join("\n"));
    let line = |(extension, tally): (&str, Tally)| format!("disclosures through {extension} and back: {tally}");
    ["xlsx", "docx", "pdf", "ofd"].into_iter().zip(tallies).map(line).collect()
}
