//! A county as a bureau gets it, in full.

use std::path::Path;

use super::made_up::Plan;
use super::made_up::trial::run_county;
use super::number;

/// Sends a county through the commands of the program. Returns what was tried.
pub fn run() -> String {
    let plan = Plan {
        departments: number("SOAK_DEPARTMENTS", 40),
        units: number("SOAK_UNITS", 300),
        faults: number("SOAK_FAULTS", 60),
        pages: 5,
        formats: "pdf,docx,html",
    };
    let seed = number("SOAK_COUNTY_SEED", 2026) as u64;
    run_county(Path::new(env!("CARGO_BIN_EXE_budget-disclosure")), plan, seed).to_string()
}

#[test]
#[ignore = "takes minutes: see README.md"]
fn county() {
    println!("{}", run());
}
