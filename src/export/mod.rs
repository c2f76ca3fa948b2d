//! The finished document: [`document`] describes it once, and every format is written from that description.

pub mod document;
pub mod pdf;
