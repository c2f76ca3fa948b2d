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
mod county;
mod diff;
mod ending;
mod export;
mod filling;
mod folder_report;
mod folders;
mod forms;
#[path = "../support/honest/mod.rs"]
mod honest;
mod hostile_names;
mod intake;
mod isolation;
mod lists;
#[path = "../support/county/mod.rs"]
mod made_up;
mod network;
#[path = "../support/not_run/mod.rs"]
mod not_run;
mod outputs;
mod own_form;
mod packaged;
mod roll;
mod rules;
mod sent;
mod shared;
mod signature;
mod years;
