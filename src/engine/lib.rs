//! What the editor knows of budget disclosures (单位/部门预算公开), without a window, typesetting or a network.
//!
//! Dependencies point one way. [`isolation`] starts the processes in which foreign documents are read and knows none of
//! them. [`disclosure`] is the model and knows nothing; [`readers`] make sheets, tables and paragraphs of bytes from
//! anywhere; [`form`] says what the model's tables look like; [`evaluate`] computes every cell from the two, [`states`] says
//! how far the tables are, [`proposal`] what follows for cells that are blank, [`sheet`] arranges them as they are printed, [`narrative`] words the sentences, [`audit`] checks
//! them, [`progress`] says what is left; [`edit`] changes the model, undoably; [`file`] keeps it on the disk; [`import`]
//! makes a disclosure of what colleagues send; [`review`] compares two disclosures and writes down what was found, for a
//! colleague.
#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used, clippy::panic))]
#![warn(clippy::print_stdout, clippy::print_stderr)]

pub mod audit;
#[cfg(test)]
mod cases;
pub mod catalog;
pub mod disclosure;
pub mod edit;
mod encoding;
pub mod evaluate;

pub mod file;
pub mod form;
pub mod import;
pub mod isolation;
pub mod narrative;
pub mod progress;
pub mod proposal;
pub mod readers;
pub mod review;
mod ron_text;
pub mod sheet;
pub mod spelling;
pub mod states;
mod ties;
