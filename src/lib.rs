//! Editor and checker for the annual budget disclosures (单位/部门预算公开) of Chinese budget units.
//!
//! [`app`] is the window and [`cli`] the commands; both stand on the engine, which reads, computes and checks, and on the
//! export, which writes the finished document. Nothing below `app` knows egui.
#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used, clippy::panic))]
#![warn(clippy::print_stdout, clippy::print_stderr)]

pub mod app;
pub mod catalogs;
pub mod cli;
pub mod fault;
pub mod forms;
pub mod licences;
pub mod manual;
pub mod more;
pub mod named_file;
pub mod policy;
pub mod received;
pub mod state;
mod today;
pub mod version;

use today::today;
