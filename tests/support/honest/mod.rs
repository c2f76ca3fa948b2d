//! Random disclosures in which nothing is wrong: every entered amount is exact, every printed figure is the exact one
//! rounded, every identity of the form holds. What is printed is reckoned here by plain addition of whole 分, with no code
//! of the program, so that the program can be held against it.
//!
//! [`facts`] are what a body really spends; [`file`] writes them down as an author does, [`printed`] says what
//! the eleven tables print of it. [`mistakes`] then prints wrong figures where an author may.

#![allow(dead_code)] // Several tests use parts of it.

pub mod facts;
pub mod file;
pub mod mistakes;
pub mod names;
pub mod printed;
pub mod round_trip;
pub mod told;
pub mod words;

/// An amount in whole 分.
pub type Fen = i64;
