//! The finished documents, read back with programs that were not written here.

mod charts;
mod documents;
mod html;
#[path = "../support/not_run/mod.rs"]
mod not_run;
mod ofd;
#[path = "../support/office/mod.rs"]
mod office;
mod pdf;
mod samples;
mod uyghur;
mod wording;
