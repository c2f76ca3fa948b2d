//! Editor and checker for the annual budget disclosures (单位/部门预算公开) of Chinese budget units.
//!
//! Dependencies point one way. [`isolation`] starts the processes in which foreign documents are read and knows none of
//! them. [`disclosure`] is the model and knows nothing; [`form`] says what its tables look like;
//! [`evaluate`] computes every cell from the two, [`sheet`] arranges them as they are printed, [`narrative`] words
//! the sentences, [`audit`] checks them;
//! [`edit`] changes the model, undoably; [`file`] keeps it on the disk; [`import`] reads what colleagues send;
//! [`review`] compares two disclosures and writes down what was found, for a colleague; [`export`] writes the document to
//! be published. [`cli`] and [`app`], the window, stand on top; nothing below `app` knows egui.
#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used, clippy::panic))]
#![warn(clippy::print_stdout, clippy::print_stderr)]

#[cfg(feature = "program")]
pub mod app;
pub mod audit;
pub mod catalog;
#[cfg(feature = "program")]
pub mod cli;
pub mod disclosure;
pub mod edit;
mod encoding;
pub mod evaluate;
#[cfg(feature = "program")]
pub mod export;
#[cfg(feature = "program")]
pub mod fault;
pub mod file;
#[cfg(feature = "program")]
pub mod fonts;
pub mod form;
pub mod import;
pub mod isolation;
pub mod narrative;
pub mod review;
mod ron_text;
pub mod sheet;
mod spelling;
