//! `budget-disclosure`: the window, or one command without it.

use std::process::ExitCode;

use budget_disclosure::cli::{self, Arguments};
use clap::Parser;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match arguments.command {
        Some(command) => cli::run(command).into(),
        None => ExitCode::FAILURE,
    }
}
