//! The model, its checks and its files, without a window: the published documents and random ones.

mod alive;
mod bench;
mod blame;
mod columns;
mod compared;
mod donghe;
mod form;
#[path = "../support/honest/mod.rs"]
mod honest;
mod miscoded;
mod narrated;
mod oracle;
mod own_form;
mod pages;
mod pairs;
mod review;
mod roundtrip;
mod said;
mod samples;
mod samples_file;
mod save;
mod sentences;
mod shanghai;
#[allow(dead_code)] // The bench tries all.
#[path = "../support/trials/mod.rs"]
mod trials;
mod versions;
mod years;
