//! A made-up county in small, or as large as the environment says (`COUNTY_UNITS`); the whole is in the soak.

use std::path::Path;

use crate::made_up::Plan;
use crate::made_up::trial::run_county;

#[test]
fn every_fault_of_a_county_is_found_and_no_clean_file_is_accused() {
    let units = std::env::var("COUNTY_UNITS").ok().and_then(|text| text.parse().ok()).unwrap_or(10);
    let plan = Plan { departments: 4, units, faults: units * 6 / 10, pages: 10, formats: "html" };
    println!("{}", run_county(Path::new(env!("CARGO_BIN_EXE_budget-disclosure")), plan, 7));
}
