//! `budget-disclosure`: the window, or one command without it.

// From the desktop, Windows would open a console beside the window. A debug build has it, for what is logged there.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use budget_disclosure::app;
use budget_disclosure::cli::{self, Arguments, Status};
use clap::Parser;

fn main() -> ExitCode {
    app::guard_work();
    app::end_cleanly();
    let status = match Arguments::try_parse_from(cli::arguments()) {
        Ok(Arguments { file, command: None }) => match app::run(file) {
            Ok(()) => Status::Done,
            Err(error) => {
                let is_read = cli::use_console();
                let status = cli::complain(&error);
                if !is_read {
                    app::show_message(&error.to_string());
                }
                status
            }
        },
        Ok(Arguments { command: Some(command), .. }) => {
            cli::use_console();
            cli::run(command)
        }
        Err(error) => {
            if !cli::use_console() {
                app::show_message(&error.to_string());
            }
            cli::tell_usage(&error)
        }
    };
    status.into()
}
