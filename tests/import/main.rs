//! What colleagues send comes back as it was: both published disclosures, every printed figure at its place; and
//! documents made otherwise give the right figures or a question, never a wrong figure.

mod characters;
mod documents;
mod faults;
mod formats;
mod generated;
mod headings;
mod hostile;
mod layout;
mod lists;
mod made;
#[path = "../support/not_run/mod.rs"]
mod not_run;
mod ofd;
mod partial;
mod pdf;
mod probes;
mod render;
mod shapes;
mod shown;
mod sources;
mod texts;
mod unseen;
mod variants;
mod wrap;
