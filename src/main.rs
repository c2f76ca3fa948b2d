//! `budget-disclosure`: the window, or one command without it.

use std::process::ExitCode;

use budget_disclosure::app;
use budget_disclosure::cli::{self, Arguments, Status};
use clap::Parser;

fn main() -> ExitCode {
    app::guard_work();
    let arguments = Arguments::parse();
    let status = match arguments.command {
        Some(command) => cli::run(command),
        None => match app::run(arguments.file) {
            Ok(()) => Status::Done,
            Err(error) => cli::complain(error),
        },
    };
    status.into()
}
