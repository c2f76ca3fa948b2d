//! Documents that ask for far more than they are: counts, sizes and references that unfold when they are read.

pub mod archives;
pub mod pdf;
