//! Whether work can be lost: the program is killed, its disk fails, and what it reads is damaged.
//!
//! A short form runs with the other tests. The whole, with at least a thousand kills, is one command:
//!
//! ```sh
//! cargo test --release --test soak -- --ignored --nocapture
//! ```

mod county;
mod damage;
mod disk;
mod faults;
mod full;
mod fuzz;
#[path = "../support/honest/mod.rs"]
mod honest;
mod hostile;
mod keys;
mod kills;
#[path = "../support/county/mod.rs"]
mod made_up;
#[path = "../support/not_run/mod.rs"]
mod not_run;
mod oracle;
#[path = "../support/pairs/mod.rs"]
mod pairs;
#[cfg(target_os = "linux")]
mod planted;
mod round_trips;
mod scripts;
mod unfolding;

use std::time::Instant;

/// A number from the environment, else `usual`.
fn number(variable: &str, usual: usize) -> usize {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

#[test]
#[ignore = "takes long: see README.md"]
fn soak() {
    let start = Instant::now();
    let kills = kills::run(number("SOAK_KILLS", 1_000), kills::LIMIT);
    println!("{kills}");
    println!(
        "faults of the disk: {} calls of a save made to fail in turn, {} interrupted by a signal; the old file was whole \
         and the message right each time",
        faults::fail_each_call(),
        faults::interrupt_each_call()
    );
    #[cfg(target_os = "linux")]
    println!("{}", planted::run(number("SOAK_SWAPS", 20_000)));
    for tried in damage::run(number("SOAK_INPUTS", 20_000), number("SOAK_DOCUMENTS", 1_000)) {
        println!("{tried}");
    }
    println!("{}", pairs::pairs(0..number("SOAK_PAIRS", 5_000) as u64));
    println!("{}", pairs::merges(0..number("SOAK_MERGES", 2_000) as u64));
    println!("{}", unfolding::run(number("SOAK_PDFS", 500)));
    println!("{}", scripts::run(number("SOAK_SCRIPTS", 200)));
    for tried in round_trips::run(number("SOAK_ROUND_TRIPS", 3_000)) {
        println!("{tried}");
    }
    println!("{}", oracle::run(number("SOAK_HONEST", 5_000)));
    println!("{}", county::run());
    println!("{}", keys::run(number("SOAK_KEYS", 1_000)));
    fuzz::run(number("SOAK_FUZZ", 600));
    println!("lost: nothing ({} s)", start.elapsed().as_secs());
}
