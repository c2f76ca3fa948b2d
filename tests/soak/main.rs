//! Whether work can be lost: the program is killed, its disk fails, and what it reads is damaged.
//!
//! A short form runs with the other tests. The whole, with at least a thousand kills, is one command:
//!
//! ```sh
//! cargo test --test soak -- --ignored --nocapture
//! ```

mod damage;
mod disk;
mod faults;
mod full;
mod fuzz;
mod hostile;
mod keys;
mod kills;

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
    for tried in damage::run(number("SOAK_INPUTS", 20_000), number("SOAK_DOCUMENTS", 1_000)) {
        println!("{tried}");
    }
    println!("{}", keys::run(number("SOAK_SCRIPTS", 1_000)));
    fuzz::run(number("SOAK_FUZZ", 600));
    println!("lost: nothing ({} s)", start.elapsed().as_secs());
}
