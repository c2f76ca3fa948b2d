//! `budget-disclosure`: the window, or one command without it.

// From the desktop, Windows would open a console beside the window. A debug build has it, for what is logged there.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use budget_disclosure::app;
use budget_disclosure::cli::{self, Arguments, Status};
use budget_disclosure::fault;
use clap::Parser;
use disclosure_engine::isolation;
use disclosure_engine::readers;

fn main() -> ExitCode {
    if let Some(status) = isolation::serve(&readers::TASKS) {
        return status;
    }
    app::guard_work();
    app::end_cleanly();
    if let Err(error) = isolation::use_this_program() {
        return cli::complain(format!("系统没有说出本程序在哪里（{error}），不能安全地读文件")).into();
    }
    let status = match Arguments::try_parse_from(cli::arguments()) {
        Ok(Arguments { file, more, command: None }) => match fault::guarded(|| app::run(file, more)) {
            Ok(Ok(())) => Status::Done,
            Err(place) => {
                let message = format!("程序出错（{place}）；没有保存的修改下次启动时可以恢复");
                cli::use_console();
                app::show_message(&message);
                cli::complain(message)
            }
            Ok(Err(error)) => {
                let is_read = cli::use_console();
                let status = cli::complain_in_lines(&error);
                if !is_read {
                    app::show_message(&error.to_string());
                }
                status
            }
        },
        Ok(Arguments { command: Some(command), more, .. }) => {
            cli::use_console();
            cli::run(command, &more)
        }
        Err(error) => {
            if !cli::use_console() {
                app::show_message(&error.to_string());
            }
            cli::explain(&error)
        }
    };
    status.into()
}
