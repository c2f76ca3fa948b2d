//! Opening and saving `NAME.budget`.
//!
//! Such a file is RON text that a person can read and compare: one line a row, amounts in exact yuan. It begins with
//! the version of its format. A file of a newer format is refused; every older one stays readable for ever ([`open`]).
//! Nothing is accepted that the model or the form cannot hold: what is in a file is either shown or complained about.
//! Saving replaces the file at once or not at all ([`save`]).
//!
//! Messages do not name the file, which the caller knows and puts in front.

mod bytes;
mod comments;
mod document;
mod error;
mod fit;
mod narrative;
mod open;
mod place;
mod save;
mod sign_offs;
mod texts;
mod unique;

pub(crate) use bytes::read_bytes;
pub use error::FileError;
pub use open::{SIZE_LIMIT, open, read};
pub use save::{save, write, write_atomically};

/// Extension of the files, without the dot.
pub const EXTENSION: &str = "budget";

#[cfg(test)]
mod tests;
