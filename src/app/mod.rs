//! The window. Everything that knows egui is in here.
//!
//! [`Window`] puts the panels together. Menus, lists and dialogs return what was asked of them, and it is carried out after
//! they are drawn; grids and texts change the disclosure while they are drawn. It and all that follows from it are in
//! [`workspace`], which is changed by steps of `edit`.

mod cell_bar;
mod cells;
mod charts;
mod clipboard;
mod command;
mod dialogs;
mod differences;
mod directed;
mod display;
mod ending;
mod find_bar;
mod findings;
mod focus;
mod folder;
pub mod fonts;
mod grid;
mod input_queue;
mod lines;
mod manual;
mod outline;
pub mod paths;
mod performance;
mod preview;
mod prior;
mod protection;
pub mod recent;
mod review;
mod safekeeping;
mod said_tables;
mod samples;
pub mod settings;
mod settling;
mod start;
mod status;
mod texts;
pub mod theme;
mod tour;
mod widths;
mod window;
mod workspace;

pub use display::{NoDisplay, run, show_message};
pub use ending::end_cleanly;
pub use safekeeping::{Access, Over, Safekeeping};
pub use window::{Window, guard_work};
pub use workspace::Workspace;
