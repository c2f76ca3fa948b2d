//! The command line: the built binary, what it prints and writes, and its exit status.

mod archives;
mod batches;
#[allow(dead_code)] // The soak makes them at random.
#[path = "../support/bombs/mod.rs"]
mod bombs;

mod check;
mod codes;
#[path = "../support/command/mod.rs"]
mod command;
mod diff;
mod ending;
mod export;
mod filling;
mod folder_report;
mod folders;
mod forms;
mod hostile_names;
mod intake;
mod isolation;
mod lists;
mod network;
#[path = "../support/not_run/mod.rs"]
mod not_run;
mod outputs;
mod own_form;
mod roll;
mod years;
